//! Findings that their own notes accept, each for a reason: [`Acceptances`].

use std::sync::Arc;

use crate::base::files::Files;
use crate::build::load::Note;
use crate::findings::{Code, Diagnostic};
use crate::model::{Accepted, Brief, Page};
use citeback_quote::text::single_spaced;

/// What the notes of a site accept.
pub(super) struct Acceptances<'a> {
    files: &'a Files,
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    accepted: &'a Accepted,
    /// Whether its note is sound: errors may keep findings from being made.
    whole: bool,
    used: bool,
}

impl<'a> Acceptances<'a> {
    pub fn new(files: &'a Files) -> Self {
        Acceptances { files, entries: vec![] }
    }

    /// Adds what a note accepts; `whole` says that nothing is wrong with the note.
    pub fn add(&mut self, accepted: &'a [Accepted], whole: bool) {
        self.entries.extend(accepted.iter().map(|accepted| Entry { accepted, whole, used: false }));
    }

    /// Adds what the brief and its pages accept; `sound` says that nothing is wrong with brief.yaml.
    pub fn add_own(&mut self, brief: &'a Brief, sound: bool, pages: &'a [Arc<Note<Page>>]) {
        self.add(&brief.accepted, sound);
        for page in pages {
            self.add(&page.value.accepted, page.sound);
        }
    }

    /// Why the note accepts a finding, where it does: an entry of the same file names its code, and words that stand in what it marks
    /// or in its message, any run of white space being one space.
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

    /// Warns of entries that accepted nothing. Those for which `unsure` says that this run may not have looked are left alone.
    pub fn unused(&self, unsure: impl Fn(Code) -> bool) -> Vec<Diagnostic> {
        let unused = self.entries.iter().filter(|entry| !entry.used && entry.whole && !unsure(entry.accepted.finding));
        unused
            .map(|entry| {
                let Accepted { finding, words, at, .. } = entry.accepted;
                let message = format!("nothing here is a finding “{}” with the words “{words}”", finding.name());
                Diagnostic::new(Code::AcceptedUnused, at.clone(), message)
                    .label("accepts nothing")
                    .hint("take the entry away, or copy the words from the finding that it is meant for")
            })
            .collect()
    }
}
