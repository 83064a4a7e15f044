//! What an import takes and what it returns: [`ImportFormat`] and [`ImportOptions`], [`Imported`] or [`ImportError`].

use url::Url;

use crate::model::{Id, Kind, Show};

/// The format of a file that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFormat {
    Html,
    Text,
    Markdown,
}

impl ImportFormat {
    /// The format of a file by its extension, without the dot and in any case.
    pub fn of_ending(ending: &str) -> Option<ImportFormat> {
        match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" | "xhtml" => Some(ImportFormat::Html),
            "txt" | "text" => Some(ImportFormat::Text),
            "md" | "markdown" => Some(ImportFormat::Markdown),
            _ => None,
        }
    }
}

/// What the editor says about a file.
#[derive(Debug, Clone, Copy)]
pub struct ImportOptions<'a> {
    /// The file name without folders and extension, used when there is no title.
    pub stem: &'a str,
    pub id: Option<&'a Id>,
    /// The date of capture, in the form of a note's field.
    pub captured: &'a str,
    pub kind: Kind,
    /// How much of the source the site publishes.
    pub show: Show,
    /// The address of the article.
    pub url: Option<&'a Url>,
    /// What to keep of that which would be left out: names of groups, words of the text, or “all”.
    pub keep: &'a [String],
}

/// A file converted to a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// `None` when neither the title nor the file name contains letters that an id may have.
    pub id: Option<Id>,
    /// The whole file: front matter and body.
    pub file: String,
    /// The fields that a good source has and this one lacks.
    pub missing: Vec<&'static str>,
    /// What the editor should know: sentences without a full stop.
    pub remarks: Vec<String>,
    /// What readers see of the page, or could see, and the source does not have.
    pub left_out: Vec<LeftOut>,
    /// How many blocks of the source are doubtful.
    pub doubtful: usize,
}

/// A part of a page that is not in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The group that it belongs to, such as comments.
    pub what: &'static str,
    /// Its words, on one line.
    pub text: String,
}

/// Whether an editor wants to keep a part: all of them, its group, or some of its words.
pub(super) fn keeps(keep: &[String], what: &str, text: impl Fn() -> String) -> bool {
    keep.iter().any(|wanted| {
        let wanted = wanted.trim().to_lowercase();
        wanted == "all" || wanted == what || !wanted.is_empty() && text().to_lowercase().contains(&wanted)
    })
}

/// Why a file cannot become a source, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    pub message: String,
    pub hint: String,
}

/// The hint for pages that cannot be imported.
pub(super) const SAVE_AS_TEXT: &str =
    "open the page in a browser, select the article, and save its text as a .txt file";

impl ImportError {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        ImportError { message: message.into(), hint: hint.into() }
    }

    pub(super) fn no_text() -> Self {
        ImportError::new("it contains no text", SAVE_AS_TEXT)
    }
}
