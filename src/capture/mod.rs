//! Saved articles become sources: [`import`] turns a file's bytes into the note of a captured source. It reads and writes no files.
//!
//! A web page goes a way of its own: bytes → `encoding` → `page` (a tree) → `furniture` and `main_part` (which of it is the
//! article) → `convert` (blocks). From there on all forms share `block` and `writer` (Markdown) and `note` (the file). That no
//! word was lost or altered on the way is not hoped for but looked at, each time, in `faithful`.

mod block;
mod convert;
mod dates;
mod encoding;
mod facts;
mod furniture;
mod main_part;
mod note;
mod page;
mod parse;
mod plain;
mod run;
mod writer;

use url::Url;

use crate::build::load::{SOURCE_LIMIT, split_front_matter};
use crate::markdown::reading::{Piece, read, reading_text};
use crate::model::{Id, Kind, Show};
use block::{Block, Style, write};
use citeback_quote::text::loose::Loose;
use citeback_quote::text::reading_text::{SEAM, unraised};
use citeback_quote::text::single_spaced;
use convert::{Converter, words};
use encoding::decode;
use facts::Facts;
use furniture::Shown;
use main_part::main_part;
use note::Note;
use page::Page;

/// The form of a file that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// HTML.
    Page,
    Text,
    Markdown,
}

impl Form {
    /// The form of a file by its ending, without the dot and in any case.
    pub fn of_ending(ending: &str) -> Option<Form> {
        match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" | "xhtml" => Some(Form::Page),
            "txt" | "text" => Some(Form::Text),
            "md" | "markdown" => Some(Form::Markdown),
            _ => None,
        }
    }
}

/// What the editor says of a file.
#[derive(Debug, Clone, Copy)]
pub struct Wishes<'a> {
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
pub struct Refusal {
    pub message: String,
    pub hint: String,
}

impl Refusal {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Refusal { message: message.into(), hint: hint.into() }
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
pub fn import(bytes: &[u8], form: Form, wishes: &Wishes<'_>) -> Result<Imported, Refusal> {
    let decoded = decode(bytes, form)?;
    let mut imported = match form {
        Form::Page => from_page(&decoded.text, wishes),
        Form::Text => from_text(&decoded.text, wishes),
        Form::Markdown => from_markdown(&decoded.text, wishes),
    }?;
    imported.remarks.extend(decoded.remark);
    if imported.file.len() as u64 > SOURCE_LIMIT {
        let message = format!("its text is longer than {} MiB, the limit of a source", SOURCE_LIMIT >> 20);
        return Err(Refusal::new(message, "cut the file into parts and import each"));
    }
    Ok(imported)
}

fn from_page(html: &str, wishes: &Wishes<'_>) -> Result<Imported, Refusal> {
    let page = Page::parse(html)?;
    let mut shown = Shown::of(&page);
    let root = main_part(&page, &shown);
    let facts = Facts::of(&page, root, html, wishes.url);
    shown.clear(&page, root);
    skip_headline(&page, &mut shown, root, facts.title.as_deref());
    let expected = words(&page, &shown, root);
    // A shell tells those without scripts that they need them, or loads all that it shows.
    let shell = page.elements(&["script"]).any(|node| page.attribute(node, "src").is_some())
        || page.elements(&["noscript"]).next().is_some();
    if expected.is_empty() || (shell && expected.chars().count() < SHELL && shown.letters(0) < 2 * SHELL) {
        return Err(match shell {
            true => Refusal::new(
                "this page is an empty shell that scripts fill with words, and they are not in the file",
                "open the page in a browser, select the article, and save its words as a .txt file",
            ),
            false => no_words(),
        });
    }
    let base = page.elements(&["base"]).find_map(|node| Url::parse(page.attribute(node, "href")?).ok());
    let base = base.or_else(|| wishes.url.cloned()).or_else(|| Url::parse(facts.url.as_deref()?).ok());
    let blocks = Converter::new(&page, &shown, base.as_ref()).blocks(root, 0);
    let body = faithful(&blocks, &expected)?;
    Ok(made(facts, &body, wishes))
}

/// The headline is the title of the note; its page would show it twice.
fn skip_headline(page: &Page, shown: &mut Shown, root: usize, title: Option<&str>) {
    let headline = page.inside(root).find(|node| matches!(page.name(*node), "h1" | "h2") && !shown.is_skipped(*node));
    if let Some(node) = headline.filter(|node| title.is_some_and(|title| page.all_text(*node) == title)) {
        shown.skip(page, node);
    }
}

fn from_text(text: &str, wishes: &Wishes<'_>) -> Result<Imported, Refusal> {
    let plain::Text { facts, blocks, left_out } = plain::article(text);
    if blocks.is_empty() {
        return Err(no_words());
    }
    let expected: String = write_words(&blocks);
    let body = faithful(&blocks, &expected)?;
    let mut imported = made(facts, &body, wishes);
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
fn from_markdown(text: &str, wishes: &Wishes<'_>) -> Result<Imported, Refusal> {
    let parts = split_front_matter(text);
    let (yaml, body) = parts.map_or(("", text), |(yaml, body)| (&text[yaml], &text[body]));
    if reading_text(body).text.trim().is_empty() {
        return Err(no_words());
    }
    let present = note::fields_of(yaml).ok_or_else(|| {
        Refusal::new(
            "the fields between its two lines “---” cannot be read as YAML",
            "mend them, or delete them with both lines: what can be filled in will be",
        )
    })?;
    let title = heading(body).unwrap_or_else(|| wishes.stem.to_owned());
    let facts = Facts { title: Some(title), url: wishes.url.map(Url::to_string), ..Facts::default() };
    let note = Note { facts: &facts, captured: wishes.captured, kind: wishes.kind, show: wishes.show, body };
    let missing = missing(&facts).into_iter().filter(|field| !present.contains(*field)).collect();
    let file = note.completed(yaml, &present);
    Ok(Imported { id: id(wishes, facts.title.as_deref()), file, missing, remarks: vec![] })
}

/// The words of the first heading.
fn heading(body: &str) -> Option<String> {
    let mut inside = false;
    let mut words = String::new();
    for piece in read(body).pieces {
        match piece {
            Piece::Start(pulldown_cmark::Tag::Heading { .. }) => inside = true,
            Piece::End(pulldown_cmark::TagEnd::Heading(_)) => break,
            Piece::Text { text, .. } | Piece::Code { text, .. } if inside => words.push_str(&text),
            Piece::SoftBreak | Piece::HardBreak if inside => words.push(' '),
            _ => {}
        }
    }
    Some(single_spaced(&words)).filter(|words| !words.is_empty())
}

/// The Markdown whose reading text has the expected words, and no others: with markup if possible, else without.
fn faithful(blocks: &[Block], expected: &str) -> Result<String, Refusal> {
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
    Err(Refusal::new(
        "its words could not be carried over unaltered",
        "open the page in a browser, select the article, and save its words as a .txt file",
    ))
}

fn made(mut facts: Facts, body: &str, wishes: &Wishes<'_>) -> Imported {
    if let Some(url) = wishes.url {
        facts.url = Some(url.to_string());
    }
    let missing = missing(&facts);
    let id = id(wishes, facts.title.as_deref());
    let title = facts.title.take().unwrap_or_else(|| single_spaced(wishes.stem));
    facts.title = Some(title);
    let body = format!("\n{body}\n");
    let note = Note { facts: &facts, captured: wishes.captured, kind: wishes.kind, show: wishes.show, body: &body };
    Imported { id, file: note.file(), missing, remarks: vec![] }
}

fn missing(facts: &Facts) -> Vec<&'static str> {
    let fields = [
        ("title", facts.title.is_some()),
        ("publisher", facts.publisher.is_some()),
        ("author", !facts.authors.is_empty()),
        ("url", facts.url.is_some()),
        ("published", facts.published.is_some()),
        ("language", facts.language.is_some()),
        ("rights", false),
    ];
    fields.into_iter().filter(|(_, there)| !there).map(|(name, _)| name).collect()
}

/// The id that the editor wants, else the words of the title, else those of the file's name.
fn id(wishes: &Wishes<'_>, title: Option<&str>) -> Option<Id> {
    let of = |text: &str| {
        // Accents and ligatures become plain letters.
        let plain = Loose::new(text).text().to_owned();
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
    wishes.id.cloned().or_else(|| of(title?)).or_else(|| of(wishes.stem))
}

fn no_words() -> Refusal {
    Refusal::new(
        "no words were found in it",
        "open the page in a browser, select the article, and save its words as a .txt file",
    )
}

#[cfg(test)]
mod tests;
