//! Imports a Markdown file: [`import`]. Its body is kept byte for byte, but for a headline that is also the title; the front matter is
//! completed.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Parser, Tag};
use serde_json::Value;

use super::id::source_id;
use super::metadata::{Metadata, missing_fields};
use super::note::{SourceNote, field_names};
use super::types::{ImportError, ImportOptions, Imported};
use crate::markdown::reading::{ArticlePiece, read, reading_text};
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml;
use citeback_quote::text::single_spaced;

pub(super) fn import(text: &str, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let parts = split_front_matter(text);
    let (yaml, body) = parts.map_or(("", text), |(yaml, body)| (&text[yaml], &text[body]));
    if reading_text(body).text().trim().is_empty() {
        return Err(ImportError::no_text());
    }
    let present = field_names(yaml).ok_or_else(|| {
        ImportError::new(
            "the fields between its two lines “---” are not valid YAML",
            "fix them, or delete them along with both lines: citeback fills in what it can",
        )
    })?;
    let title = own_title(yaml).or_else(|| first_heading(body)).unwrap_or_else(|| options.stem.to_owned());
    // A text that is sealed is left as it is.
    let body = if present.contains("sha256") { body } else { without_headline(body, &title) };
    let metadata = Metadata { title: Some(title), url: options.url.map(ToString::to_string), ..Metadata::default() };
    let missing = missing_fields(&metadata).into_iter().filter(|field| !present.contains(*field)).collect();
    let file = SourceNote::new(&metadata, body, options).completed(yaml, &present);
    Ok(Imported {
        id: source_id(options, metadata.title.as_deref()),
        file,
        missing,
        remarks: vec![],
        left_out: vec![],
        doubtful: 0,
    })
}

/// The title that the file states itself.
fn own_title(yaml: &str) -> Option<String> {
    let fields = yaml::parse::<BTreeMap<String, Value>>(yaml).value?;
    fields.get("title")?.as_str().map(single_spaced)
}

/// The body without its headline, if that is the title: the source page would show it twice.
fn without_headline<'a>(body: &'a str, title: &str) -> &'a str {
    let Some((Event::Start(Tag::Heading { .. }), range)) = Parser::new(body).into_offset_iter().next() else {
        return body;
    };
    let rest = body[range.end..].trim_start_matches(['\r', '\n']);
    let (whole, without) = (reading_text(body), reading_text(rest));
    let without = without.text().trim();
    // Nothing but the title may be lost.
    match whole.text().trim().strip_suffix(without) {
        Some(headline) if !without.is_empty() && single_spaced(headline) == title => rest,
        _ => body,
    }
}

fn first_heading(body: &str) -> Option<String> {
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
