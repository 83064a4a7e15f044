//! Findings that are accepted by their notes, with reasons: [`Acceptances`].

use std::collections::HashSet;
use std::sync::Arc;

use crate::base::files::{FileId, Files};
use crate::build::load::Note;
use crate::findings::{Code, Diagnostic};
use crate::model::{Accepted, Brief, Page, Source};
use citeback_quote::text::single_spaced;

/// The accepted findings of all notes of a site.
pub(super) struct Acceptances<'a> {
    files: &'a Files,
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    accepted: &'a Accepted,
    /// Whether its note has no errors, which might hide findings.
    whole: bool,
    used: bool,
}

impl<'a> Acceptances<'a> {
    pub fn new(files: &'a Files) -> Self {
        Acceptances { files, entries: vec![] }
    }

    /// Adds the entries of a note; `whole` says that the note has no errors.
    pub fn add(&mut self, accepted: &'a [Accepted], whole: bool) {
        self.entries.extend(accepted.iter().map(|accepted| Entry { accepted, whole, used: false }));
    }

    /// Adds the entries of the brief and its pages; `sound` says that brief.yaml has no errors.
    pub fn add_own(&mut self, brief: &'a Brief, sound: bool, pages: &'a [Arc<Note<Page>>]) {
        self.add(&brief.accepted, sound);
        for page in pages {
            self.add(&page.value.accepted, page.sound);
        }
    }

    /// The codes and files of all entries.
    pub fn concerned(&self) -> HashSet<(Code, FileId)> {
        self.entries.iter().map(|entry| (entry.accepted.finding, entry.accepted.at.file)).collect()
    }

    /// The reason why a note accepts a finding, if it does: an entry in the same file has its code, and words that occur in the marked text
    /// or in the message. All white space counts as one space.
    pub fn reason(&mut self, finding: &Diagnostic) -> Option<String> {
        let same = |entry: &&mut Entry<'_>| {
            entry.accepted.finding == finding.code && entry.accepted.at.file == finding.at.file
        };
        let mut reason = None;
        let mut texts = None;
        for entry in self.entries.iter_mut().filter(same) {
            let [marked, message] = texts.get_or_insert_with(|| {
                let marked = self.files.text(finding.at.file).get(finding.at.range.clone());
                [single_spaced(marked.unwrap_or_default()), single_spaced(&finding.message)]
            });
            let words = entry.accepted.words.as_str();
            if marked.contains(words) || message.contains(words) {
                entry.used = true;
                reason.get_or_insert_with(|| entry.accepted.reason.clone());
            }
        }
        reason
    }

    /// Warns of entries that accepted nothing, unless `unsure` says that this run may not have checked for their code. What a source of the
    /// desk accepts may be found by other briefs.
    pub fn unused(&self, sources: &[Arc<Note<Arc<Source>>>], unsure: impl Fn(Code) -> bool) -> Vec<Diagnostic> {
        let shared = sources.iter().filter(|note| note.value.is_shared);
        let shared: HashSet<FileId> = shared.map(|note| note.value.file).collect();
        let unused = self.entries.iter().filter(|entry| !entry.used && entry.whole && !unsure(entry.accepted.finding));
        unused
            .filter(|entry| !shared.contains(&entry.accepted.at.file))
            .map(|entry| {
                let Accepted { finding, words, at, .. } = entry.accepted;
                let message = format!("there is no finding “{}” with the words “{words}” here", finding.name());
                Diagnostic::new(Code::AcceptedUnused, at.clone(), message)
                    .label("accepts nothing")
                    .hint("remove the entry, or copy the words from the finding that it should accept")
            })
            .collect()
    }
}
