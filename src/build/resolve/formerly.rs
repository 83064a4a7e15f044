//! Earlier ids: an old address leads to one page, and never hides another. Entry point: [`check`].

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::base::files::{FileId, Files, Span};
use crate::build::load::{Note, Unread};
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::{Brief, Claim, FormerId, Id, Page, Quotation, Source};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped};

/// All that has ids with addresses.
pub(super) struct Addressed<'a> {
    pub files: &'a Arc<Files>,
    pub brief: (&'a Brief, FileId),
    pub claims: &'a [Arc<Note<Claim<Quotation>>>],
    pub sources: &'a [Arc<Note<Arc<Source>>>],
    pub pages: &'a [Arc<Note<Page>>],
    pub unread: &'a Unread,
}

/// Something with a page of its own.
struct Holder<'a> {
    id: &'a Id,
    formerly: &'a [FormerId],
    /// How findings name it.
    name: String,
    /// Where its fields are.
    group: Path,
    places: Box<dyn Fn() -> Places + 'a>,
}

/// Reports earlier ids that something else of the same kind has, or had.
pub(super) fn check(all: &Addressed<'_>, findings: &mut Findings) {
    let files = all.files;
    let name = |file: FileId| files.path(file).to_owned();
    let claims = all.claims.iter().map(|note| Holder {
        id: &note.value.id,
        formerly: &note.value.formerly,
        name: name(note.value.file),
        group: Path::top(),
        places: Box::new(|| Places::of_file(files, note.value.file, &note.skipped)),
    });
    check_kind(claims.collect(), &all.unread.claims, findings);
    let sources = all.sources.iter().map(|note| Holder {
        id: &note.value.id,
        formerly: &note.value.formerly,
        name: name(note.value.file),
        group: Path::top(),
        places: Box::new(|| Places::of_front_matter(files, note.value.file, &note.skipped)),
    });
    check_kind(sources.collect(), &all.unread.sources, findings);
    let pages = all.pages.iter().map(|note| Holder {
        id: &note.value.id,
        formerly: &note.value.formerly,
        name: name(note.value.file),
        group: Path::top(),
        places: Box::new(|| Places::of_front_matter(files, note.value.file, &note.skipped)),
    });
    check_kind(pages.collect(), &all.unread.pages, findings);
    let (brief, brief_file) = all.brief;
    let people = brief.people.iter().enumerate().map(|(i, person)| Holder {
        id: &person.id,
        formerly: &person.formerly,
        name: format!("the person “{}”", person.id),
        group: Path::top().key("people").index(i),
        places: Box::new(move || Places::of_file(files, brief_file, &Skipped::default())),
    });
    check_kind(people.collect(), &BTreeSet::new(), findings);
}

fn check_kind(holders: Vec<Holder<'_>>, unread: &BTreeSet<String>, findings: &mut Findings) {
    if holders.iter().all(|holder| holder.formerly.is_empty()) {
        return;
    }
    let present: HashMap<&Id, &Holder<'_>> = holders.iter().map(|holder| (holder.id, holder)).collect();
    let mut earlier: HashMap<&Id, &Holder<'_>> = HashMap::new();
    for holder in &holders {
        for FormerId { id, index } in holder.formerly {
            let at = || (holder.places)().place(&holder.group.clone().key("formerly").index(*index));
            if let Some(other) = present.get(id) {
                findings.push(in_use(at(), id, &other.name));
            } else if unread.contains(id.as_str()) {
                findings.push(in_use(at(), id, "a file that cannot be read"));
            } else if let Some(other) = earlier.insert(id, holder) {
                let message = format!("“{id}” is an earlier id of {}, too", other.name);
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
