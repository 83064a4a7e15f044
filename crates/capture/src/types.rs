//! What an import takes and what it returns: [`ImportFormat`] and [`ImportOptions`], [`Imported`] or [`ImportError`].

use url::Url;

use super::saved::{Program, Saved};
use citeback_content::model::{Id, Kind, Show};

/// The format of a file that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFormat {
    Html,
    /// A page with all its parts, as browsers save it (RFC 2557).
    Mhtml,
    Text,
    Markdown,
    /// The subtitles of a recording (W3C).
    WebVtt,
    /// The same, in the older form.
    SubRip,
    /// A document of pages (ISO 32000).
    Pdf,
    /// A web archive (ISO 28500).
    Warc,
    /// The same, packed.
    WarcGz,
    /// Web archives with a list of their pages, in one file.
    Wacz,
    /// A table (RFC 4180).
    Csv,
    /// The same with tabs.
    Tsv,
}

impl ImportFormat {
    /// The format of a file by its extension, without the dot and in any case.
    pub fn of_ending(ending: &str) -> Option<ImportFormat> {
        match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" | "xhtml" => Some(ImportFormat::Html),
            "mhtml" | "mht" => Some(ImportFormat::Mhtml),
            "txt" | "text" => Some(ImportFormat::Text),
            "md" | "markdown" => Some(ImportFormat::Markdown),
            "vtt" => Some(ImportFormat::WebVtt),
            "srt" => Some(ImportFormat::SubRip),
            "pdf" => Some(ImportFormat::Pdf),
            "warc" => Some(ImportFormat::Warc),
            "wacz" => Some(ImportFormat::Wacz),
            "csv" => Some(ImportFormat::Csv),
            "tsv" => Some(ImportFormat::Tsv),
            _ => None,
        }
    }

    /// The extension of a kept original, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            ImportFormat::Html => "html",
            ImportFormat::Mhtml => "mhtml",
            ImportFormat::Text => "txt",
            ImportFormat::Markdown => "md",
            ImportFormat::WebVtt => "vtt",
            ImportFormat::SubRip => "srt",
            ImportFormat::Pdf => "pdf",
            ImportFormat::Warc => "warc",
            ImportFormat::WarcGz => "warc.gz",
            ImportFormat::Wacz => "wacz",
            ImportFormat::Csv => "csv",
            ImportFormat::Tsv => "tsv",
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
    pub captured: Option<&'a str>,
    /// The date of capture if neither the editor nor the file says it.
    pub today: &'a str,
    pub kind: Kind,
    /// How much of the source the site publishes.
    pub show: Show,
    /// The address of the article.
    pub url: Option<&'a Url>,
    /// What to keep of that which would be left out: names of groups, words of the text, or “all”.
    pub keep: &'a [String],
    /// The source of which this is another version.
    pub version_of: Option<&'a Id>,
    /// What the file says about its own making; [`import`](super::import()) finds it.
    pub saved: Option<&'a Saved>,
}

impl ImportOptions<'_> {
    /// When the text was captured: what the editor says, else what the file says, else today.
    pub(super) fn captured(&self) -> &str {
        let of_file = self.saved.and_then(|saved| saved.at.as_deref());
        self.captured.or(of_file).unwrap_or(self.today)
    }

    pub(super) fn captured_by(&self) -> CapturedBy {
        let program = self.saved.filter(|saved| saved.at.is_some()).and_then(|saved| saved.program);
        match (self.captured, program) {
            (Some(_), _) => CapturedBy::Editor,
            (None, Some(program)) => CapturedBy::File(program),
            (None, None) => CapturedBy::Today,
        }
    }
}

/// Where the date of capture comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CapturedBy {
    Editor,
    File(Program),
    FrontMatter,
    Today,
}

/// A file converted to a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Ids for it, best first; none when neither the title nor the file name contains letters that an id may have.
    pub ids: Vec<Id>,
    pub title: String,
    pub url: Option<String>,
    /// The whole file: front matter and body.
    pub file: String,
    /// The date of capture, and where it comes from.
    pub captured: (String, CapturedBy),
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

/// The group of what is in frames and saved apart from the page: no import takes it in.
pub(super) const PAGES_IN_FRAMES: &str = "pages in frames";

impl LeftOut {
    /// Whether an import can take it in if the editor wishes.
    pub fn can_be_kept(&self) -> bool {
        self.what != PAGES_IN_FRAMES
    }
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
