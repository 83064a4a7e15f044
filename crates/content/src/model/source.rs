//! Sources: captured documents.

use super::accepted::Accepted;
use super::archive::ArchivedAddress;
use super::date::Date;
use super::extra::Extra;
use super::id::{FormerId, Id};
use super::language::Language;
use crate::base::files::FileId;

/// Maximum size of a captured article, in bytes.
pub const SOURCE_LIMIT: u64 = 8 << 20;

/// The fields of a source's front matter.
pub const SOURCE_FIELDS: [&str; 24] = [
    "title",
    "publisher",
    "short",
    "author",
    "url",
    "archive_url",
    "published",
    "captured",
    "language",
    "kind",
    "primary",
    "rights",
    "origin",
    "version_of",
    "media",
    "show",
    "extent",
    "uncited",
    "embargo",
    "capture",
    "formerly",
    "extra",
    "accepted",
    "sha256",
];

named! {
    /// What kind of document was captured.
    Kind {
        /// A report by a newspaper, a magazine or a website.
        Article = "article",
        /// A longer document, for example by an agency or by experts.
        Report = "report",
        /// A public statement by a person or an organisation about themselves.
        Statement = "statement",
        /// Written record of spoken words.
        Transcript = "transcript",
        /// Data or records.
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
        /// The quoted passages, with the sentences around them.
        Excerpts = "excerpts",
        /// The quoted words only.
        None = "none",
    }
}

named! {
    /// How much of the original a source's file holds.
    Extent {
        /// All of its text. Only then can a note say what is not in it.
        Full = "full",
        /// A part of its text.
        Excerpt = "excerpt",
    }
}

named! {
    /// What happens to a source that no published claim cites.
    Uncited {
        /// It is not published: it has no page and appears in no list.
        Withhold = "withhold",
        /// It is published like any other.
        Publish = "publish",
    }
}

named! {
    /// What evidence is if it is no text.
    MediaKind {
        /// A picture.
        Image = "image",
        /// A sound recording.
        Audio = "audio",
        /// A video.
        Video = "video",
    }
}

/// Where a picture or a recording is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaPlace {
    /// Path relative to static/ and to the root of the published site; of a picture, with its width and height in CSS pixels.
    File { path: String, size: Option<(usize, usize)> },
    /// On another site, which pages link to and load nothing from.
    Url(String),
}

/// The picture or recording that a source's text was written down from.
#[derive(Debug, Clone)]
pub struct Media {
    pub kind: MediaKind,
    pub place: MediaPlace,
    pub alt: Option<String>,
    pub credit: Option<String>,
    /// Whether the text of the source is its transcript.
    pub transcript: bool,
}

impl Media {
    /// The file in static/ that is played on the source's page.
    pub fn played(&self) -> Option<&str> {
        match &self.place {
            MediaPlace::File { path, .. } if self.kind != MediaKind::Image => Some(path),
            _ => None,
        }
    }
}

/// Where the saved file is that a source was imported from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CapturePlace {
    /// Path relative to content/, in the folder captures.
    Kept(String),
    /// Its name; it is not kept with the site.
    Elsewhere(String),
}

/// The saved file that a source was imported from. It is never published.
#[derive(Debug, Clone)]
pub struct Capture {
    pub place: CapturePlace,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// What the import was told to keep of that which it would have left out.
    pub keep: Vec<String>,
    /// The address that the editor gave the import.
    pub url: Option<String>,
}

/// A captured document: its metadata and its text as Markdown.
#[derive(Debug, Clone)]
pub struct Source {
    pub id: Id,
    pub file: FileId,
    pub title: String,
    pub publisher: Option<String>,
    /// A shorter name than the publisher or title.
    pub short: Option<String>,
    pub authors: Vec<String>,
    pub url: Option<String>,
    pub archive_url: Option<String>,
    pub published: Option<Date>,
    pub captured: Option<Date>,
    pub language: Option<Language>,
    pub kind: Kind,
    pub primary: bool,
    pub rights: Option<String>,
    /// Free text, or the id of the source on which its reporting is based.
    pub origin: Option<String>,
    /// The source of which it is a later or earlier capture.
    pub version_of: Option<Id>,
    pub media: Option<Media>,
    pub show: Show,
    /// `None` if the source does not say.
    pub extent: Option<Extent>,
    pub uncited: Uncited,
    /// Until when it is left out of the site; a day and time.
    pub embargo: Option<Date>,
    pub formerly: Vec<FormerId>,
    /// Data of the newsroom's own.
    pub extra: Extra,
    pub accepted: Vec<Accepted>,
    /// Whether the text differs from the sealed one.
    pub changed: bool,
    pub capture: Option<Capture>,
    /// Whether it belongs to the desk, whose other briefs may cite it, too.
    pub is_shared: bool,
    /// Markdown: captured, hostile, never altered.
    pub body: String,
    /// Byte offset of the body in its file.
    pub body_start: usize,
}

/// When an archive made a copy, if the address of the copy tells.
pub fn archived(archive_url: &str) -> Option<Date> {
    Some(ArchivedAddress::parse(archive_url)?.time)
}

impl Source {
    /// When the archive made its copy, if the address of the copy tells.
    pub fn archived(&self) -> Option<Date> {
        archived(self.archive_url.as_deref()?)
    }
}

impl Source {
    /// The source that has the id of the page of which this is a capture: itself, or the one of which it is a version.
    pub fn page(&self) -> &Id {
        self.version_of.as_ref().unwrap_or(&self.id)
    }
}
