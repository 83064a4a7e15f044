//! Notes that cannot have their pages yet: [`Unfinished`]. They are named on pages that refer to them, to those who write them.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::cache::ClaimOutcome;
use crate::base::files::{FileId, Files};
use crate::build::load::{Note, Unread, stem};
use crate::findings::{Findings, Severity};
use crate::markdown::prose::Destination;
use crate::model::{Claim, Evidence, Page, PersonIdx, Source};
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml::{Path, Tree};

/// The unfinished notes of a site, by the ids that they have or would have.
#[derive(Debug, Default, PartialEq)]
pub struct Unfinished {
    pub claims: BTreeMap<String, UnfinishedNote>,
    pub sources: BTreeMap<String, UnfinishedNote>,
    pub pages: BTreeMap<String, UnfinishedNote>,
}

/// A note with errors, a note that rests on one, or a draft that lacks something.
#[derive(Debug, Clone, PartialEq)]
pub struct UnfinishedNote {
    pub kind: Destination,
    pub file: FileId,
    /// The statement of a claim or the title of another note; `None` if it could not be read.
    pub title: Option<String>,
    /// What a draft lacks.
    pub missing: Vec<&'static str>,
    /// The sources that a claim cites, as far as is known.
    pub cites: Vec<String>,
    /// Those of them that are unfinished.
    pub rests_on: Vec<String>,
    /// Whether the navigation links to a page.
    pub nav: bool,
    /// The tags of a claim.
    pub tags: Vec<String>,
    /// The authors and reviewers of a claim.
    pub people: Vec<PersonIdx>,
    /// Whether a claim has corrections.
    pub corrected: bool,
}

/// The notes of a site, in the order of their files.
pub(super) struct Notes<'a> {
    pub files: &'a Files,
    pub sources: &'a [Arc<Note<Arc<Source>>>],
    pub pages: &'a [Arc<Note<Page>>],
    pub unread: &'a Unread,
}

impl Unfinished {
    /// The drafts among these claims that lack something.
    pub(super) fn drafts<'a>(claims: impl Iterator<Item = &'a Claim<Evidence>>) -> Self {
        let lacking = claims.filter(|claim| !claim.missing.is_empty());
        let claims = lacking.map(|claim| (claim.id.to_string(), UnfinishedNote::of_claim(claim))).collect();
        Unfinished { claims, ..Unfinished::default() }
    }

    /// All notes with errors, and claims that cite a source with errors: whether they hold cannot be told before these are corrected.
    /// `outcomes` are of the claims that would have a page; `findings` are all of the site.
    pub(super) fn of(notes: &Notes<'_>, outcomes: &[&ClaimOutcome], findings: &Findings) -> Self {
        let Notes { files, unread, .. } = *notes;
        let errors: HashSet<FileId> =
            findings.iter().filter(|found| found.severity() == Severity::Error).map(|found| found.file()).collect();
        let mut all = Unfinished {
            claims: unread_notes(files, &unread.claims, Destination::Claim),
            sources: unread_notes(files, &unread.sources, Destination::Source),
            pages: unread_notes(files, &unread.pages, Destination::Page),
        };
        for note in notes.sources.iter().filter(|note| !note.sound || errors.contains(&note.value.file)) {
            let source = &note.value;
            let unfinished = UnfinishedNote::new(Destination::Source, source.file, &source.title);
            all.sources.entry(address(files, source.file)).or_insert(unfinished);
        }
        for note in notes.pages.iter().filter(|note| !note.sound || errors.contains(&note.value.file)) {
            let page = &note.value;
            let unfinished =
                UnfinishedNote { nav: page.nav, ..UnfinishedNote::new(Destination::Page, page.file, &page.title) };
            all.pages.entry(address(files, page.file)).or_insert(unfinished);
        }
        for outcome in outcomes {
            let claim = &outcome.note.value;
            let is_finished = |source: &str| !all.sources.contains_key(source.trim());
            let is_founded =
                all.sources.is_empty() || claim.passages.iter().all(|passage| is_finished(passage.source()));
            let is_sound = outcome.claim.is_some() && !errors.contains(&claim.file);
            if is_founded && is_sound && claim.missing.is_empty() {
                continue;
            }
            let mut unfinished = UnfinishedNote::of_claim(claim);
            unfinished.rests_on = unfinished.cites.iter().filter(|id| !is_finished(id)).cloned().collect();
            all.claims.entry(address(files, claim.file)).or_insert(unfinished);
        }
        all
    }

    /// All of them with their ids.
    pub fn all(&self) -> impl Iterator<Item = (&str, &UnfinishedNote)> {
        let all = self.claims.iter().chain(&self.sources).chain(&self.pages);
        all.map(|(id, note)| (id.as_str(), note))
    }

    pub fn find(&self, kind: Destination, id: &str) -> Option<&UnfinishedNote> {
        match kind {
            Destination::Claim => self.claims.get(id),
            Destination::Source => self.sources.get(id),
            Destination::Page => self.pages.get(id),
            Destination::Passage => None,
        }
    }
}

impl UnfinishedNote {
    fn new(kind: Destination, file: FileId, title: &str) -> Self {
        let title = Some(title.trim()).filter(|title| !title.is_empty()).map(str::to_owned);
        UnfinishedNote {
            kind,
            file,
            title,
            missing: vec![],
            cites: vec![],
            rests_on: vec![],
            nav: false,
            tags: vec![],
            people: vec![],
            corrected: false,
        }
    }

    fn of_claim(claim: &Claim<Evidence>) -> Self {
        let mut cites: Vec<String> = claim.passages.iter().map(|passage| passage.source().trim().to_owned()).collect();
        cites.sort();
        cites.dedup();
        UnfinishedNote {
            missing: claim.missing.clone(),
            cites,
            tags: claim.tags.clone(),
            people: claim.authors.iter().chain(&claim.reviewed_by).copied().collect(),
            corrected: !claim.corrections.is_empty(),
            ..UnfinishedNote::new(Destination::Claim, claim.file, &claim.title)
        }
    }
}

fn unread_notes(
    files: &Files,
    unread: &BTreeMap<String, FileId>,
    kind: Destination,
) -> BTreeMap<String, UnfinishedNote> {
    let unfinished = |(id, file): (&String, &FileId)| {
        let title = title(files.text(*file), kind).unwrap_or_default();
        (id.clone(), UnfinishedNote::new(kind, *file, &title))
    };
    unread.iter().map(unfinished).collect()
}

/// The name in the address of a note's page, even if it cannot be an id.
fn address(files: &Files, file: FileId) -> String {
    stem(files.path(file)).to_owned()
}

/// The title in a note that could not be read as a whole.
fn title(text: &str, kind: Destination) -> Option<String> {
    let (field, yaml) = match kind {
        Destination::Claim => ("claim", text),
        _ => ("title", &text[split_front_matter(text)?.0]),
    };
    let read = Tree::new(yaml).and_then(|tree| Some(tree.text_at(&Path::top().key(field))?.to_owned()));
    read.or_else(|| {
        let written = yaml.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(": "))?;
        let written = written.trim().trim_matches(['"', '\'']);
        // What YAML may mean otherwise is left out.
        (!written.starts_with(['>', '|', '[', '{', '&', '*', '!', '%', '@', '`', '#'])).then(|| written.to_owned())
    })
}
