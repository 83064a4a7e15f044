//! Sources: captured documents.

use super::{Date, Id, Language};
use crate::files::FileId;

named! {
    /// What kind of document was captured.
    Kind {
        Article = "article",
        Report = "report",
        Statement = "statement",
        Transcript = "transcript",
        Dataset = "dataset",
        Post = "post",
    }
}

named! {
    /// How much of a source's own text the site publishes.
    Show {
        Full = "full",
        Excerpts = "excerpts",
        None = "none",
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
    /// Markdown: captured, hostile, never altered.
    pub body: String,
    /// Where the body begins in its file, in bytes.
    pub body_start: usize,
}
