//! Imports a Markdown file: [`import`]. Its body is kept byte for byte, but for a headline that is also the title; the front matter is
//! completed.

use pulldown_cmark::{Event, Parser, Tag};

use super::front_matter::{self, FrontMatter};
use super::id::source_ids;
use super::metadata::missing_fields;
use super::note::SourceNote;
use super::types::{CapturedBy, ImportError, ImportOptions, Imported};
use citeback_content::markdown::reading::{ArticlePiece, read, reading_text};
use citeback_quote::text::single_spaced;

pub(super) fn import(text: &str, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let FrontMatter { kept, present, mut metadata, captured, unused, body } = front_matter::read(text, options)?;
    if reading_text(body).text().trim().is_empty() {
        return Err(ImportError::no_text());
    }
    let title = metadata.title.take().or_else(|| first_heading(body)).unwrap_or_else(|| options.stem.to_owned());
    metadata.title = Some(title.clone());
    if let Some(url) = options.url {
        metadata.url = Some(url.to_string());
    }
    metadata.split_archived();
    // A text that is sealed is left as it is.
    let body = if present.contains("sha256") { body } else { without_headline(body, &title) };
    let missing = missing_fields(&metadata).into_iter().filter(|field| !present.contains(*field)).collect();
    let captured_by = match (options.captured, &captured) {
        (None, Some(_)) => CapturedBy::FrontMatter,
        _ => options.captured_by(),
    };
    let day = options.captured.or(captured.as_deref()).unwrap_or(options.today);
    let options = ImportOptions { captured: Some(day), ..*options };
    let file = SourceNote::new(&metadata, body, &options).completed(&kept, &present);
    let remark = || format!("left out, as a source has no such fields: {}", unused.join(", "));
    Ok(Imported {
        ids: source_ids(&options, Some(&title), metadata.url.as_deref()),
        title,
        url: metadata.url,
        file,
        captured: (day.to_owned(), captured_by),
        missing,
        remarks: (!unused.is_empty()).then(remark).into_iter().collect(),
        left_out: vec![],
        doubtful: 0,
    })
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
