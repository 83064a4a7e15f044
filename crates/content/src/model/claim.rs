//! Claims: the statement, the verdict, and the passages that it rests on.

use std::ops::{Deref, Range};
use std::sync::Arc;

use super::accepted::Accepted;
use super::date::Date;
use super::extra::Extra;
use super::id::{FormerId, Id};
use super::index::{PersonIdx, VerdictIdx};
use super::language::Language;
use crate::base::files::FileId;

/// A claim: its note, and its passages of type `P`: [`Evidence`](super::Evidence) as the editor wrote it, or, once resolved, what was
/// verified in the sources. A claim dereferences to its note.
#[derive(Debug, Clone)]
pub struct Claim<P> {
    /// Shared by all stages; never changed.
    pub note: Arc<ClaimNote>,
    /// In the order in which they are written.
    pub passages: Vec<P>,
    /// None before they are verified.
    pub links: PassageLinks,
}

/// The places in a claim's texts that lead to its passages. They are found when the claim is checked, and shown on its page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PassageLinks {
    /// The positions of the passages that the analysis refers to, in the order in which it first does.
    pub referred: Vec<usize>,
    /// The figures of the summary that passages have.
    pub figures: Vec<QuotedFigure>,
}

/// A figure of a summary that a passage has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotedFigure {
    /// Bytes of the summary without marks of direction.
    pub written: Range<usize>,
    /// The position of the first passage that has it.
    pub passage: usize,
}

impl<P> Claim<P> {
    /// The same claim with other passages, and what leads to them.
    pub fn with_passages<Q>(&self, passages: Vec<Q>, links: PassageLinks) -> Claim<Q> {
        Claim { note: Arc::clone(&self.note), passages, links }
    }
}

impl<P> Deref for Claim<P> {
    type Target = ClaimNote;

    fn deref(&self) -> &ClaimNote {
        &self.note
    }
}

impl ClaimNote {
    /// The verdict that a correction led to, by its position. Notes need not list corrections in order; the verdict that followed is the
    /// one that the next correction changed.
    pub fn verdict_after(&self, correction: usize) -> VerdictIdx {
        let date = self.corrections[correction].date;
        let next = self.corrections.iter().filter(|later| later.date > date && later.was.is_some());
        next.min_by_key(|later| later.date).and_then(|later| later.was).unwrap_or(self.verdict)
    }
}

/// The contents of a claim note, except its passages.
#[derive(Debug, Clone)]
pub struct ClaimNote {
    pub id: Id,
    pub file: FileId,
    /// The statement being checked (schema.org `claimReviewed`).
    pub claim: String,
    /// The passage that contains the words of the statement; if `None`, the statement is in the newsroom's words.
    pub claim_passage: Option<Id>,
    /// The language of the statement, if it differs from the brief's.
    pub language: Option<Language>,
    /// The statement as it was made, in another language.
    pub original: Option<Original>,
    pub title: String,
    /// Everybody who made the claim.
    pub claimants: Vec<Claimant>,
    /// Those who only passed it on.
    pub reported_by: Vec<Claimant>,
    pub claimed_on: Option<Date>,
    pub appearances: Vec<Appearance>,
    pub verdict: VerdictIdx,
    /// Inline Markdown.
    pub summary: String,
    /// Markdown.
    pub analysis: Option<String>,
    pub authors: Vec<PersonIdx>,
    pub reviewed_by: Vec<PersonIdx>,
    pub published: Option<Date>,
    pub updated: Option<Date>,
    /// When the note was last checked against its sources.
    pub checked: Option<Date>,
    pub image: Option<Image>,
    pub corrections: Vec<Correction>,
    pub replies: Vec<Reply>,
    pub tags: Vec<String>,
    pub related: Vec<Id>,
    /// Inline Markdown, one entry per gap.
    pub gaps: Vec<String>,
    /// Whether it rests on no passage yet, says what is missing, and has a verdict that needs no evidence.
    pub awaits_evidence: bool,
    pub status: Status,
    /// The fields that a draft lacks before it can have a page.
    pub missing: Vec<&'static str>,
    /// Until when it is left out of the site; a day and time.
    pub embargo: Option<Date>,
    pub formerly: Vec<FormerId>,
    /// Data of the newsroom's own.
    pub extra: Extra,
    pub accepted: Vec<Accepted>,
}

/// A statement in the language in which it was made.
#[derive(Debug, Clone)]
pub struct Original {
    pub text: String,
    pub language: Language,
}

/// Who made a claim, or passed it on.
#[derive(Debug, Clone)]
pub struct Claimant {
    pub name: String,
    /// Other names of the same.
    pub also: Vec<String>,
    /// `None` if the note does not say; it is never guessed.
    pub kind: Option<ClaimantKind>,
    pub role: Option<String>,
    pub url: Option<String>,
    /// If the claim was made in a post: the social network, and the date.
    pub platform: Option<String>,
    pub posted: Option<Date>,
}

named! {
    /// Type of a claimant: one of the two that schema.org has for an author, or a work without one.
    ClaimantKind {
        /// An organisation, such as an agency, a company or a newspaper.
        Organisation = "organisation",
        /// A person.
        Person = "person",
        /// A social-media post whose author is not known.
        Post = "post",
    }
}

/// One of the newsroom's own pictures.
#[derive(Debug, Clone)]
pub struct Image {
    /// Path relative to static/ and to the root of the published site.
    pub file: String,
    pub alt: String,
    pub credit: Option<String>,
    /// In CSS pixels.
    pub width: usize,
    pub height: usize,
}

/// Where the claim was made (schema.org `appearance`).
#[derive(Debug, Clone)]
pub struct Appearance {
    pub url: String,
    pub title: Option<String>,
    pub published: Option<Date>,
    pub archive_url: Option<String>,
}

/// A correction, with the previous verdict if that changed.
#[derive(Debug, Clone)]
pub struct Correction {
    pub date: Date,
    /// Inline Markdown.
    pub text: String,
    pub was: Option<VerdictIdx>,
}

/// Somebody who was asked for a reply, or gave one unasked.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Name of a person or organisation.
    pub by: String,
    pub asked: Option<Date>,
    pub answered: Option<Date>,
    /// Without an answer: the last day of which the note says that there was none.
    pub until: Option<Date>,
    /// Their own words; plain text, with line breaks.
    pub text: Option<String>,
    pub url: Option<String>,
}

/// A passage as the editor wrote it, not yet found in its source.
#[derive(Debug, Clone)]
pub struct Quotation {
    pub id: Id,
    /// Id of the source, not yet checked.
    pub source: String,
    pub quote: String,
    pub prefix: Option<String>,
    pub suffix: Option<String>,
    /// The part of the source to search, if the editor names one.
    pub field: Option<Field>,
    pub stance: Stance,
    pub speaker: Option<String>,
    pub translation: Option<Translation>,
    /// Markdown.
    pub note: Option<String>,
    /// Position in the note's list, from 0; used for findings.
    pub index: usize,
}

/// A translation of a passage. Nothing verifies it: its translator answers for it.
#[derive(Debug, Clone)]
pub struct Translation {
    /// Plain text, with line breaks.
    pub text: String,
    pub language: Language,
    /// A person, an organisation or, if it is a machine translation, a program. Never `None` unless `machine` is true.
    pub by: Option<String>,
    pub machine: bool,
}

named! {
    /// How a passage bears on the claim.
    Stance {
        /// It supports the claim.
        Supports = "supports",
        /// It contradicts the claim.
        Contradicts = "contradicts",
        /// It shows who made the claim, or attributes it to someone.
        Attributes = "attributes",
        /// It gives background, and speaks neither for nor against the claim.
        Context = "context",
    }
}

named! {
    /// The part of a source that is quoted.
    Field {
        /// The headline.
        Title = "title",
        /// The text of the article.
        Body = "body",
    }
}

named! {
    /// Publication status of a note.
    Status {
        /// Checked like any other note, but left out of the site unless drafts are included.
        Draft = "draft",
        /// Published on the site.
        Published = "published",
        /// Keeps its page, with a notice, but is removed from all lists.
        Retired = "retired",
    }
}
