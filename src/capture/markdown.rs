//! Imports a Markdown file: [`import`]. Its body is kept byte for byte; only the front matter is completed.

use super::id::source_id;
use super::metadata::{Metadata, missing_fields};
use super::note::{SourceNote, field_names};
use super::types::{ImportError, ImportOptions, Imported};
use crate::markdown::reading::{ArticlePiece, read, reading_text};
use crate::notes::front_matter::split_front_matter;
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
    let title = first_heading(body).unwrap_or_else(|| options.stem.to_owned());
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
