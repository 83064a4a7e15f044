//! Earlier ids: an old address leads to one page, and never hides another. Entry point: [`check`].

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::base::files::{FileId, Files, Span};
use crate::build::load::{Note, Unread};
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::{Brief, Claim, Evidence, FormerId, Id, Page, Source};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped};

/// All that has ids with addresses.
pub(super) struct Addressed<'a> {
    pub files: &'a Files,
    pub brief: &'a Brief,
    pub claims: &'a [Arc<Note<Claim<Evidence>>>],
    pub sources: &'a [Arc<Note<Arc<Source>>>],
    pub pages: &'a [Arc<Note<Page>>],
    pub unread: &'a Unread,
}

/// Something with a page of its own.
#[derive(Clone, Copy)]
struct Holder<'a> {
    id: &'a Id,
    formerly: &'a [FormerId],
    written: Written<'a>,
}

/// Where the fields of something are written.
#[derive(Clone, Copy)]
enum Written<'a> {
    Note(FileId, &'a Skipped),
    FrontMatter(FileId, &'a Skipped),
    /// In the file of the brief or the desk, by the position in `people`.
    Person(FileId, usize),
}

impl Holder<'_> {
    /// How findings name it.
    fn name(&self, files: &Files) -> String {
        match self.written {
            Written::Note(file, _) | Written::FrontMatter(file, _) => files.path(file).to_owned(),
            Written::Person(..) => format!("the person “{}”", self.id),
        }
    }

    /// Where an earlier id is written.
    fn place(&self, former: &FormerId, files: &Files) -> Span {
        let (places, group) = match self.written {
            Written::Note(file, skipped) => (Places::of_file(files, file, skipped), Path::top()),
            Written::FrontMatter(file, skipped) => (Places::of_front_matter(files, file, skipped), Path::top()),
            Written::Person(file, at) => {
                (Places::of_file(files, file, &Skipped::default()), Path::top().key("people").index(at))
            }
        };
        places.place(&group.key("formerly").index(former.index))
    }
}

/// Reports earlier ids that something else of the same kind has, or had.
pub(super) fn check(all: &Addressed<'_>, findings: &mut Findings) {
    let mut check = |holders, unread| check_kind(holders, unread, all.files, findings);
    let claims = all.claims.iter().map(|note| Holder {
        id: &note.value.id,
        formerly: &note.value.formerly,
        written: Written::Note(note.value.file, &note.skipped),
    });
    check(claims.collect(), &all.unread.claims);
    let in_front_matter =
        |id, formerly, file, skipped| Holder { id, formerly, written: Written::FrontMatter(file, skipped) };
    let sources = all.sources.iter().map(|note| (&note.value, &note.skipped));
    let sources =
        sources.map(|(source, skipped)| in_front_matter(&source.id, source.formerly.as_slice(), source.file, skipped));
    check(sources.collect(), &all.unread.sources);
    let pages = all.pages.iter().map(|note| (&note.value, &note.skipped));
    let pages = pages.map(|(page, skipped)| in_front_matter(&page.id, page.formerly.as_slice(), page.file, skipped));
    check(pages.collect(), &all.unread.pages);
    let people = all.brief.people.iter().map(|person| Holder {
        id: &person.id,
        formerly: &person.formerly,
        written: Written::Person(person.file, person.index),
    });
    check(people.collect(), &BTreeMap::new());
}

fn check_kind(holders: Vec<Holder<'_>>, unread: &BTreeMap<String, FileId>, files: &Files, findings: &mut Findings) {
    if holders.iter().all(|holder| holder.formerly.is_empty()) {
        return;
    }
    let present: HashMap<&Id, &Holder<'_>> = holders.iter().map(|holder| (holder.id, holder)).collect();
    let mut earlier: HashMap<&Id, &Holder<'_>> = HashMap::new();
    for holder in &holders {
        for former in holder.formerly {
            let (id, at) = (&former.id, || holder.place(former, files));
            if let Some(other) = present.get(id) {
                findings.push(in_use(at(), id, &other.name(files)));
            } else if unread.contains_key(id.as_str()) {
                findings.push(in_use(at(), id, "a file that cannot be read"));
            } else if let Some(other) = earlier.insert(id, holder) {
                let message = format!("“{id}” is an earlier id of {}, too", other.name(files));
                let finding = Diagnostic::new(Code::FormerlyTaken, at(), message).label("would lead to two pages");
                findings.push(finding.hint("an old address leads to one page: remove the id from one of the two"));
            }
        }
    }
}

fn in_use(at: Span, id: &Id, other: &str) -> Diagnostic {
    Diagnostic::new(Code::FormerlyTaken, at, format!("“{id}” is the id of {other}"))
        .label("has a page of its own")
        .hint("remove it from “formerly”, or give the other one another id")
}
