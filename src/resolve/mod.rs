//! The second stage: each quote becomes a [`Passage`] at an exact place of its source, and each reference is checked.
//! [`resolve`] is the one way in.
//!
//! A claim one of whose quotes has no place does not reach the next stage, so an unverified quote cannot be rendered.

mod kept;
mod mend;
mod quote;
mod references;
mod statement;

pub use kept::Kept;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Findings, Severity};
use crate::files::{FileId, Files, Span};
use crate::load::{Content, Theme};
use crate::locale::Locale;
use crate::locate::{Level, Searchable};
use crate::model::{Brief, Claim, Id, Options, Page, Quotation, Source, Stance, Status};
use crate::place;
use crate::text::single_spaced;
use crate::yaml::{Path, Skipped};
use references::Known;

/// A site whose passages and references are sound.
#[derive(Debug)]
pub struct Resolved {
    pub files: Arc<Files>,
    pub brief_file: FileId,
    pub brief: Brief,
    pub sources: Vec<Arc<ReadSource>>,
    /// Sorted by id.
    pub claims: Vec<Arc<Claim<Passage>>>,
    pub pages: Vec<Page>,
    pub theme: Arc<Theme>,
    pub locale: Arc<Locale>,
}

/// A source with its reading text.
#[derive(Debug)]
pub struct ReadSource {
    pub source: Arc<Source>,
    pub reading: Searchable,
}

/// A quotation at its place.
#[derive(Debug, Clone)]
pub struct Passage {
    pub quotation: Quotation,
    /// Position among the sources.
    pub source: usize,
    pub level: Level,
    /// Bytes of the source's reading text, in order and apart.
    pub parts: Vec<Range<usize>>,
}

impl Passage {
    pub fn id(&self) -> &Id {
        &self.quotation.id
    }

    pub fn stance(&self) -> Stance {
        self.quotation.stance
    }

    /// The quoted words as the source has them, on one line; `[…]` stands between the parts of an elided quote.
    pub fn words(&self, reading: &str) -> String {
        let parts: Vec<String> = self.parts.iter().map(|part| single_spaced(&reading[part.clone()])).collect();
        parts.join(" […] ")
    }

    /// From the first quoted character to the last, in bytes of the reading text.
    pub fn span(&self) -> Range<usize> {
        let start = self.parts.first().map_or(0, |part| part.start);
        start..self.parts.last().map_or(start, |part| part.end)
    }
}

/// A note as it was written, for the places of what is found wrong in it.
#[derive(Clone, Copy)]
struct Written<'a> {
    files: &'a Files,
    file: FileId,
    skipped: &'a Skipped,
}

impl Written<'_> {
    fn place(&self, path: &Path) -> Span {
        place::in_file(self.files, self.file, path, self.skipped)
    }

    /// For repairs; only notes that are YAML as a whole are repaired by path.
    fn edits(&self) -> crate::edit::Note<'_> {
        crate::edit::Note::whole(self.file, self.files.text(self.file), self.skipped)
    }
}

/// Finds every quote in its source and checks every reference; what is wrong goes to `findings`.
pub fn resolve(content: Content, options: &Options, findings: &mut Findings) -> Resolved {
    resolve_again(content, options, &mut Kept::default(), findings)
}

/// As [`resolve`], of a site that was resolved before: only what changed since, or rests on what did, is sought again.
pub fn resolve_again(content: Content, options: &Options, kept: &mut Kept, findings: &mut Findings) -> Resolved {
    let Content { files, brief_file, brief, sources, claims, pages, theme, locale, unread } = content;
    let sources_sound = sources.iter().all(|source| source.sound);
    let sources = kept.read(&sources);

    let known = Known::new(&sources, &claims, &pages, &unread, options);
    kept.compare(&known);
    let quotes = quote::Resolver::new(&files, &sources, &unread);
    let fresh: Vec<(FileId, kept::Outcome)> = claims
        .par_iter()
        .filter(|note| !kept.holds(note))
        .map(|note| {
            let mut found = vec![];
            let written = Written { files: &files, file: note.value.file, skipped: &note.skipped };
            references::check_claim(&note.value, &known, written, &mut found);
            let quotations = note.value.passages.iter();
            let passages: Vec<Option<Passage>> =
                quotations.map(|quotation| quotes.passage(written, quotation, &mut found)).collect();
            let passages: Option<Vec<Passage>> = passages.into_iter().collect();
            if let Some(passages) = &passages {
                statement::check(&note.value, passages, &sources, written, &mut found);
            }
            let whole = note.sound && found.iter().all(|finding| finding.severity() != Severity::Error);
            let claim = passages.filter(|_| whole).map(|passages| Arc::new(note.value.with_passages(passages)));
            (note.value.file, kept::Outcome { note: Arc::clone(note), claim, findings: found })
        })
        .collect();
    kept.take_in(fresh);
    let mut resolved = Vec::with_capacity(claims.len());
    let mut used = vec![false; sources.len()];
    let mut all_whole = sources_sound && unread.claims.is_empty();
    for outcome in claims.iter().filter_map(|note| kept.outcome(note.value.file)) {
        all_whole &= outcome.claim.is_some();
        for passage in outcome.claim.iter().flat_map(|claim| &claim.passages) {
            used[passage.source] = true;
        }
        resolved.extend(outcome.claim.clone());
        findings.extend(outcome.findings.iter().cloned());
    }
    references::check_brief(&brief, brief_file, &known, &files, findings);
    for page in &pages {
        references::check_page(&page.value, &known, &files, findings);
    }
    // With broken claims about, a source may only seem unused.
    if all_whole {
        report_unused(&sources, &used, findings);
    }
    // What is not published stops nobody from publishing the rest.
    if !options.drafts {
        let drafts = claims.iter().filter(|note| note.value.status == Status::Draft);
        findings.ease(&drafts.map(|note| note.value.file).collect());
    }
    resolved.sort_by(|a, b| a.id.cmp(&b.id));
    let pages = pages.iter().map(|note| note.value.clone()).collect();
    Resolved { files, brief_file, brief, sources, claims: resolved, pages, theme, locale }
}

fn report_unused(sources: &[Arc<ReadSource>], used: &[bool], findings: &mut Findings) {
    for (source, used) in sources.iter().zip(used) {
        if !used {
            let message = format!("no passage cites the source “{}”", source.source.id);
            findings.push(
                Diagnostic::of_file(Code::SourceUnused, source.source.file, message)
                    .hint("cite it in a claim, or move the file out of content/sources"),
            );
        }
    }
}

/// Positions by id.
fn positions<'a>(ids: impl Iterator<Item = &'a Id>) -> HashMap<&'a str, usize> {
    ids.enumerate().map(|(i, id)| (id.as_str(), i)).collect()
}
