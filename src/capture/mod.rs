//! Saved articles become sources: [`import`] turns a file's bytes into the note of a captured source. It reads and writes no files.
//!
//! A web page goes a way of its own: bytes → `encoding` → `page` (a tree) → `boilerplate` and `main_part` (which of it is the
//! article) → `convert` (blocks). From there on all forms share `block` and `writer` (Markdown) and `note` (the file). That no
//! word was lost or altered on the way is not hoped for but looked at, each time, in `faithful`.

mod block;
mod boilerplate;
mod convert;
mod dates;
mod encoding;
mod main_part;
mod metadata;
mod note;
mod page;
mod parse;
mod plain;
mod run;
mod writer;

use url::Url;

use crate::build::load::{SOURCE_LIMIT, split_front_matter};
use crate::markdown::reading::{ArticlePiece, read, reading_text};
use crate::model::{Id, Kind, Show};
use block::{Block, Style, write};
use boilerplate::VisibleNodes;
use citeback_quote::text::loose::LooselyFolded;
use citeback_quote::text::reading_text::{SEAM, unraised};
use citeback_quote::text::single_spaced;
use convert::{Converter, words};
use encoding::decode;
use main_part::main_part;
use metadata::Metadata;
use note::SourceNote;
use page::SavedPage;

/// The form of a file that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFormat {
    /// HTML.
    SavedPage,
    Text,
    Markdown,
}

impl ImportFormat {
    /// The form of a file by its ending, without the dot and in any case.
    pub fn of_ending(ending: &str) -> Option<ImportFormat> {
        match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" | "xhtml" => Some(ImportFormat::SavedPage),
            "txt" | "text" => Some(ImportFormat::Text),
            "md" | "markdown" => Some(ImportFormat::Markdown),
            _ => None,
        }
    }
}

/// What the editor says of a file.
#[derive(Debug, Clone, Copy)]
pub struct ImportOptions<'a> {
    /// The name of the file without folders and ending, for want of a title.
    pub stem: &'a str,
    pub id: Option<&'a Id>,
    /// The date of capture, in the form of a note's field.
    pub captured: &'a str,
    pub kind: Kind,
    /// How much of it is published.
    pub show: Show,
    /// Where the article stands.
    pub url: Option<&'a Url>,
}

/// A file as a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// `None` when neither title nor file name hold letters that an id can have.
    pub id: Option<Id>,
    /// The whole file: front matter and body.
    pub file: String,
    /// The fields that a good source has and this one lacks.
    pub missing: Vec<&'static str>,
    /// What the editor should know, in sentences without a full stop.
    pub remarks: Vec<String>,
}

/// Why a file cannot become a source, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    pub message: String,
    pub hint: String,
}

impl ImportError {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        ImportError { message: message.into(), hint: hint.into() }
    }
}

/// The longest id that is made of a title, in bytes.
const MAX_ID: usize = 60;
/// A page with fewer characters, white space aside, is no article if scripts were to fill it.
const SHELL: usize = 80;

/// Makes a source of a file.
///
/// # Errors
/// Refuses bytes that are no text in the encoding they declare, files without an article, and those too long for a source.
pub fn import(bytes: &[u8], form: ImportFormat, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let decoded = decode(bytes, form)?;
    let mut imported = match form {
        ImportFormat::SavedPage => from_page(&decoded.text, options),
        ImportFormat::Text => from_text(&decoded.text, options),
        ImportFormat::Markdown => from_markdown(&decoded.text, options),
    }?;
    imported.remarks.extend(decoded.remark);
    if imported.file.len() as u64 > SOURCE_LIMIT {
        let message = format!("its text is longer than {} MiB, the limit of a source", SOURCE_LIMIT >> 20);
        return Err(ImportError::new(message, "cut the file into parts and import each"));
    }
    Ok(imported)
}

fn from_page(html: &str, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let page = SavedPage::parse(html)?;
    let mut shown = VisibleNodes::of(&page);
    let root = main_part(&page, &shown);
    let metadata = Metadata::of(&page, root, html, options.url);
    shown.clear(&page, root);
    skip_headline(&page, &mut shown, root, metadata.title.as_deref());
    let expected = words(&page, &shown, root);
    // A shell tells those without scripts that they need them, or loads all that it shows.
    let shell = page.elements(&["script"]).any(|node| page.attribute(node, "src").is_some())
        || page.elements(&["noscript"]).next().is_some();
    if expected.is_empty() || (shell && expected.chars().count() < SHELL && shown.letters(0) < 2 * SHELL) {
        return Err(match shell {
            true => ImportError::new(
                "this page is an empty shell that scripts fill with words, and they are not in the file",
                "open the page in a browser, select the article, and save its words as a .txt file",
            ),
            false => no_words(),
        });
    }
    let base = page.elements(&["base"]).find_map(|node| Url::parse(page.attribute(node, "href")?).ok());
    let base = base.or_else(|| options.url.cloned()).or_else(|| Url::parse(metadata.url.as_deref()?).ok());
    let blocks = Converter::new(&page, &shown, base.as_ref()).blocks(root, 0);
    let body = faithful(&blocks, &expected)?;
    Ok(made(metadata, &body, options))
}

/// The headline is the title of the note; its page would show it twice.
fn skip_headline(page: &SavedPage, shown: &mut VisibleNodes, root: usize, title: Option<&str>) {
    let headline = page.inside(root).find(|node| matches!(page.name(*node), "h1" | "h2") && !shown.is_skipped(*node));
    if let Some(node) = headline.filter(|node| title.is_some_and(|title| page.all_text(*node) == title)) {
        shown.skip(page, node);
    }
}

fn from_text(text: &str, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let plain::PlainDocument { metadata, blocks, left_out } = plain::article(text);
    if blocks.is_empty() {
        return Err(no_words());
    }
    let expected: String = write_words(&blocks);
    let body = faithful(&blocks, &expected)?;
    let mut imported = made(metadata, &body, options);
    if !left_out.is_empty() {
        imported.remarks.push(format!("left out as no part of the article: “{}”", left_out.join("” · “")));
    }
    Ok(imported)
}

/// The words of paragraphs without markup.
fn write_words(blocks: &[Block]) -> String {
    let runs = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(run) => Some(run),
        _ => None,
    });
    let texts = runs.flatten().filter_map(|part| match part {
        block::Inline::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.flat_map(|text| text.chars().filter(|c| !c.is_whitespace())).collect()
}

/// Markdown is a source already: its body is kept to the byte, its front matter is only completed.
fn from_markdown(text: &str, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let parts = split_front_matter(text);
    let (yaml, body) = parts.map_or(("", text), |(yaml, body)| (&text[yaml], &text[body]));
    if reading_text(body).text().trim().is_empty() {
        return Err(no_words());
    }
    let present = note::fields_of(yaml).ok_or_else(|| {
        ImportError::new(
            "the fields between its two lines “---” cannot be read as YAML",
            "mend them, or delete them with both lines: what can be filled in will be",
        )
    })?;
    let title = heading(body).unwrap_or_else(|| options.stem.to_owned());
    let metadata = Metadata { title: Some(title), url: options.url.map(Url::to_string), ..Metadata::default() };
    let note =
        SourceNote { metadata: &metadata, captured: options.captured, kind: options.kind, show: options.show, body };
    let missing = missing(&metadata).into_iter().filter(|field| !present.contains(*field)).collect();
    let file = note.completed(yaml, &present);
    Ok(Imported { id: id(options, metadata.title.as_deref()), file, missing, remarks: vec![] })
}

/// The words of the first heading.
fn heading(body: &str) -> Option<String> {
    let mut inside = false;
    let mut words = String::new();
    for piece in read(body).pieces {
        match piece {
            ArticlePiece::Start(pulldown_cmark::Tag::Heading { .. }) => inside = true,
            ArticlePiece::End(pulldown_cmark::TagEnd::Heading(_)) => break,
            ArticlePiece::Text { text, .. } | ArticlePiece::Code { text, .. } if inside => words.push_str(&text),
            ArticlePiece::SoftBreak | ArticlePiece::HardBreak if inside => words.push(' '),
            _ => {}
        }
    }
    Some(single_spaced(&words)).filter(|words| !words.is_empty())
}

/// The Markdown whose reading text has the expected words, and no others: with markup if possible, else without.
fn faithful(blocks: &[Block], expected: &str) -> Result<String, ImportError> {
    for style in [Style::Full, Style::Plain] {
        let body = write(blocks, style);
        // Before it is read, which may be slow for what is not written anyway.
        if body.len() as u64 > SOURCE_LIMIT {
            continue;
        }
        let read = reading_text(&body);
        if read.visible().map(|(_, c)| unraised(c)).eq(expected.chars().filter(|c| *c != SEAM).map(unraised)) {
            return Ok(body);
        }
    }
    Err(ImportError::new(
        "its words could not be carried over unaltered",
        "open the page in a browser, select the article, and save its words as a .txt file",
    ))
}

fn made(mut metadata: Metadata, body: &str, options: &ImportOptions<'_>) -> Imported {
    if let Some(url) = options.url {
        metadata.url = Some(url.to_string());
    }
    let missing = missing(&metadata);
    let id = id(options, metadata.title.as_deref());
    let title = metadata.title.take().unwrap_or_else(|| single_spaced(options.stem));
    metadata.title = Some(title);
    let body = format!("\n{body}\n");
    let note = SourceNote {
        metadata: &metadata,
        captured: options.captured,
        kind: options.kind,
        show: options.show,
        body: &body,
    };
    Imported { id, file: note.file(), missing, remarks: vec![] }
}

fn missing(metadata: &Metadata) -> Vec<&'static str> {
    let fields = [
        ("title", metadata.title.is_some()),
        ("publisher", metadata.publisher.is_some()),
        ("author", !metadata.authors.is_empty()),
        ("url", metadata.url.is_some()),
        ("published", metadata.published.is_some()),
        ("language", metadata.language.is_some()),
        ("rights", false),
    ];
    fields.into_iter().filter(|(_, there)| !there).map(|(name, _)| name).collect()
}

/// The id that the editor wants, else the words of the title, else those of the file's name.
fn id(options: &ImportOptions<'_>, title: Option<&str>) -> Option<Id> {
    let of = |text: &str| {
        // Accents and ligatures become plain letters.
        let plain = LooselyFolded::new(text).text().to_owned();
        let mut id = String::new();
        for word in plain.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'').map(|word| word.replace('\'', "")) {
            if !word.is_empty() && id.len() + word.len() < MAX_ID {
                id = if id.is_empty() { word } else { format!("{id}-{word}") };
            } else if !word.is_empty() {
                break;
            }
        }
        Id::new(&id).filter(|id| id.as_str().contains(|c: char| c.is_ascii_alphabetic()))
    };
    options.id.cloned().or_else(|| of(title?)).or_else(|| of(options.stem))
}

fn no_words() -> ImportError {
    ImportError::new(
        "no words were found in it",
        "open the page in a browser, select the article, and save its words as a .txt file",
    )
}

#[cfg(test)]
mod tests;
