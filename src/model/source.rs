//! Sources: captured documents.

use super::{Accepted, Date, Id, Language};
use crate::base::files::FileId;

named! {
    /// What kind of document was captured.
    Kind {
        /// What a newspaper, a magazine or a website reports.
        Article = "article",
        /// A longer document, such as that of an agency or of experts.
        Report = "report",
        /// What somebody made public about themselves or their work.
        Statement = "statement",
        /// Spoken words, written down.
        Transcript = "transcript",
        /// Figures or records.
        Dataset = "dataset",
        /// A message on a social network or in a forum.
        Post = "post",
    }
}

named! {
    /// How much of a source's own text the site publishes.
    Show {
        /// The whole text.
        Full = "full",
        /// The passages that are quoted, with the sentences around them.
        Excerpts = "excerpts",
        /// The quoted words only.
        None = "none",
    }
}

named! {
    /// What becomes of a source that no published claim cites.
    Uncited {
        /// It is not published: no page, no text, no mention in any list.
        Withhold = "withhold",
        /// It is published like all others.
        Publish = "publish",
    }
}

/// A captured document: what is known of it, and its text as Markdown.
#[derive(Debug, Clone)]
pub struct Source {
    pub id: Id,
    pub file: FileId,
    pub title: String,
    pub publisher: Option<String>,
    pub authors: Vec<String>,
    pub url: Option<String>,
    pub archive_url: Option<String>,
    pub published: Option<Date>,
    pub captured: Option<Date>,
    pub language: Option<Language>,
    pub kind: Kind,
    pub primary: bool,
    pub rights: Option<String>,
    /// Free text, or the id of the source where the reporting comes from.
    pub origin: Option<String>,
    pub show: Show,
    pub uncited: Uncited,
    pub accepted: Vec<Accepted>,
    /// The text is not the one that was sealed.
    pub changed: bool,
    /// Markdown: captured, hostile, never altered.
    pub body: String,
    /// Where the body begins in its file, in bytes.
    pub body_start: usize,
}
