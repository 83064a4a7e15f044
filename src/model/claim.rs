//! Claims: what is checked, the verdict, and the quotations it rests on.

use std::ops::Deref;
use std::sync::Arc;

use super::{Accepted, Date, Id, Language, PersonIdx, VerdictIdx};
use crate::base::files::FileId;

/// A claim: its note, and the passages that it rests on. `P` is what those are: [`Quotation`]s as the editor wrote them, or, once they
/// are resolved, passages at an exact place of a source. The fields of the note are read as the claim's own.
#[derive(Debug, Clone)]
pub struct Claim<P> {
    /// Shared by all stages: none of them changes it.
    pub note: Arc<ClaimNote>,
    /// In the order of the note.
    pub passages: Vec<P>,
}

impl<P> Claim<P> {
    /// The same claim with other passages.
    pub fn with_passages<Q>(&self, passages: Vec<Q>) -> Claim<Q> {
        Claim { note: Arc::clone(&self.note), passages }
    }
}

impl<P> Deref for Claim<P> {
    type Target = ClaimNote;

    fn deref(&self) -> &ClaimNote {
        &self.note
    }
}

/// What a claim note says, but for its passages.
#[derive(Debug)]
pub struct ClaimNote {
    pub id: Id,
    pub file: FileId,
    /// The statement being checked (schema.org `claimReviewed`).
    pub claim: String,
    /// The passage whose words the statement is; without one it is in the newsroom's words.
    pub claim_passage: Option<Id>,
    /// Of the statement, where it is not the brief's own.
    pub language: Option<Language>,
    pub title: String,
    pub claimant: Option<Claimant>,
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
    /// When somebody last held the note against its sources.
    pub checked: Option<Date>,
    pub image: Option<Image>,
    pub corrections: Vec<Correction>,
    pub tags: Vec<String>,
    pub related: Vec<Id>,
    /// Inline Markdown, one gap each.
    pub gaps: Vec<String>,
    pub status: Status,
    pub accepted: Vec<Accepted>,
}

/// Who made the claim.
#[derive(Debug, Clone)]
pub struct Claimant {
    pub name: String,
    /// `None` when the note does not say: it is not guessed.
    pub kind: Option<ClaimantKind>,
    pub role: Option<String>,
    pub url: Option<String>,
}

named! {
    /// What a claimant is, in the two types that schema.org has for an author.
    ClaimantKind {
        /// A body: an agency, a company, a newspaper.
        Organisation = "organisation",
        /// A single person.
        Person = "person",
    }
}

/// A picture of the newsroom's own.
#[derive(Debug, Clone)]
pub struct Image {
    /// Relative to static/, and to the published site's root.
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

/// What was put right, and the verdict as it was before, if that changed.
#[derive(Debug, Clone)]
pub struct Correction {
    pub date: Date,
    /// Inline Markdown.
    pub text: String,
    pub was: Option<VerdictIdx>,
}

/// A passage as the editor wrote it, not yet found in its source.
#[derive(Debug, Clone)]
pub struct Quotation {
    pub id: Id,
    /// Id of the source, unchecked.
    pub source: String,
    pub quote: String,
    pub prefix: Option<String>,
    pub suffix: Option<String>,
    /// Where in the source the words are, if the editor says so.
    pub field: Option<Field>,
    pub stance: Stance,
    pub speaker: Option<String>,
    /// Markdown.
    pub note: Option<String>,
    /// Position in the note's list, from 0, for findings.
    pub index: usize,
}

named! {
    /// How a passage bears on the claim.
    Stance {
        /// It bears the claim out.
        Supports = "supports",
        /// It speaks against the claim.
        Contradicts = "contradicts",
        /// It shows who made the claim, or credits somebody with it.
        Attributes = "attributes",
        /// It helps to understand the claim, and speaks neither for it nor against it.
        Context = "context",
    }
}

named! {
    /// Where in a source words are quoted from.
    Field {
        /// Its headline.
        Title = "title",
        /// The text of the article.
        Body = "body",
    }
}

named! {
    /// How far a note has come.
    Status {
        /// Checked like all others, but left out of the site unless drafts are asked for.
        Draft = "draft",
        /// Part of the site.
        Published = "published",
        /// Keeps its page, with a notice, and leaves all lists.
        Retired = "retired",
    }
}
