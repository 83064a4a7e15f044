//! Imports an article that was saved as plain text: [`import`].

use super::block::{Block, Inline};
use super::dates::normalise_date;
use super::metadata::Metadata;
use super::note::write_note;
use super::types::{ImportError, ImportOptions, Imported};
use super::verify::write_verified;
use citeback_content::markdown::is_safe_link;
use citeback_quote::text::single_spaced;

/// The longest title, in characters.
const MAX_TITLE: usize = 200;

/// Lines that label an advertisement; the advertisement itself is not in the text.
const AD_LABELS: [&str; 4] = ["advertisement", "advertisements", "ad", "story continues below advertisement"];

/// Lines that start the matter after an article, if only short lines follow.
const TRAILER_STARTS: [&str; 9] = [
    "leave a reply",
    "leave a comment",
    "follow us on",
    "follow us",
    "share this",
    "share this article",
    "share this story",
    "related articles",
    "related posts",
];

/// Lines of the matter after an article, and values in the lines before it, are shorter than this, in characters.
const MAX_SHORT_LINE: usize = 120;

pub(super) fn import(text: &str, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let PlainDocument { metadata, blocks, left_out } = parse(text);
    if blocks.is_empty() {
        return Err(ImportError::no_text());
    }
    let body = write_verified(&blocks, &text_of(&blocks))?;
    let mut imported = write_note(metadata, &body, options);
    if !left_out.is_empty() {
        imported.remarks.push(format!("left out as not part of the article: “{}”", left_out.join("” · “")));
    }
    Ok(imported)
}

/// The text of paragraphs without markup, without white space.
fn text_of(blocks: &[Block]) -> String {
    let runs = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(run) => Some(run),
        _ => None,
    });
    let texts = runs.flatten().filter_map(|part| match part {
        Inline::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.flat_map(|text| text.chars().filter(|c| !c.is_whitespace())).collect()
}

struct PlainDocument {
    metadata: Metadata,
    blocks: Vec<Block>,
    /// Lines of the file that are not part of the article.
    left_out: Vec<String>,
}

/// Splits a text into metadata, from its first lines, and paragraphs, which are separated by blank lines.
fn parse(text: &str) -> PlainDocument {
    let mut paragraphs = paragraphs(text);
    let mut left_out = vec![];
    paragraphs.retain(|lines| {
        let label = lines.len() == 1 && is_ad_label(lines[0]);
        left_out.extend(label.then(|| lines[0].to_owned()));
        !label
    });
    if let Some(start) = trailer_start(&paragraphs) {
        left_out.extend(paragraphs.drain(start..).flatten().map(str::to_owned));
    }
    let metadata = take_metadata(&mut paragraphs);
    let blocks = paragraphs.iter().map(|lines| Block::Paragraph(join_lines(lines))).collect();
    PlainDocument { metadata, blocks, left_out }
}

pub(super) fn is_ad_label(line: &str) -> bool {
    AD_LABELS.contains(&normalise(line).as_str())
}

/// The lines of each paragraph, without white space at either end.
fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let mut paragraphs = vec![];
    let mut lines = vec![];
    for line in text.lines().flat_map(|line| line.split(['\r', '\u{B}', '\u{C}', '\u{2028}', '\u{2029}', '\u{85}'])) {
        let line = line.trim();
        if !line.is_empty() {
            lines.push(line);
        } else if !lines.is_empty() {
            paragraphs.push(std::mem::take(&mut lines));
        }
    }
    if !lines.is_empty() {
        paragraphs.push(lines);
    }
    paragraphs
}

/// A line in lower case, without punctuation at its end.
fn normalise(line: &str) -> String {
    line.trim_end_matches(|c: char| c.is_ascii_punctuation() || c == '…').to_lowercase()
}

/// The index of the first paragraph after the article.
fn trailer_start(paragraphs: &[Vec<&str>]) -> Option<usize> {
    let at = paragraphs
        .iter()
        .position(|lines| TRAILER_STARTS.contains(&normalise(lines[0]).as_str()))
        .filter(|at| *at > 1)?;
    paragraphs[at..].iter().flatten().all(|line| line.chars().count() < MAX_SHORT_LINE).then_some(at)
}

/// Removes the title and the lines with metadata from the start of the text.
fn take_metadata(paragraphs: &mut Vec<Vec<&str>>) -> Metadata {
    let mut metadata = Metadata::default();
    let Some(lines) = paragraphs.first().filter(|_| paragraphs.len() > 1) else {
        return metadata;
    };
    let mut tried = Metadata::default();
    // The paragraph of the title may contain metadata, but no text of the article.
    if is_title(lines[0]) && lines[1..].iter().all(|line| read_metadata_line(line, &mut tried)) {
        metadata = tried;
        metadata.title = Some(single_spaced(lines[0]));
        paragraphs.remove(0);
    }
    while let Some(lines) = paragraphs.first().filter(|_| paragraphs.len() > 1) {
        let mut tried = metadata.clone();
        if !lines.iter().all(|line| read_metadata_line(line, &mut tried)) {
            break;
        }
        metadata = tried;
        paragraphs.remove(0);
    }
    metadata
}

fn is_title(line: &str) -> bool {
    let mut nothing = Metadata::default();
    line.chars().count() <= MAX_TITLE
        && !line.ends_with(['.', ',', ';', ':', '。', '、', '،'])
        && !read_metadata_line(line, &mut nothing)
}

/// Reads a line such as `Published: 6 August 2019`, `By Ann Lee`, or a bare date; returns whether it is one.
fn read_metadata_line(line: &str, metadata: &mut Metadata) -> bool {
    if let Some(date) = normalise_date(line) {
        return metadata.published.replace(date).is_none();
    }
    if let Some(name) = line.strip_prefix("By ").or_else(|| line.strip_prefix("BY ")) {
        let name_like = name.split_whitespace().count() <= 5
            && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || word == "and")
            && !name.ends_with('.');
        if name_like && metadata.authors.is_empty() {
            metadata.authors = name.split(" and ").map(single_spaced).collect();
            return true;
        }
        return false;
    }
    if is_safe_link(line) && !line.contains(char::is_whitespace) {
        return metadata.url.replace(line.to_owned()).is_none();
    }
    let Some((name, value)) = line.split_once(':') else {
        return false;
    };
    let value = value.trim();
    match name.trim().to_lowercase().as_str() {
        "published" | "date" | "published on" | "publication date" => match normalise_date(value) {
            Some(date) => metadata.published.replace(date).is_none(),
            None => false,
        },
        "source" | "url" | "link" if is_safe_link(value) && !value.contains(char::is_whitespace) => {
            metadata.url.replace(value.to_owned()).is_none()
        }
        "author" | "by"
            if !value.is_empty() && value.chars().count() < MAX_SHORT_LINE && metadata.authors.is_empty() =>
        {
            metadata.authors.push(single_spaced(value));
            true
        }
        "publisher" if !value.is_empty() && value.chars().count() < MAX_SHORT_LINE => {
            metadata.publisher.replace(single_spaced(value)).is_none()
        }
        _ => false,
    }
}

/// Joins the lines of a paragraph that was wrapped to a width; keeps the line breaks of others.
fn join_lines(lines: &[&str]) -> Vec<Inline> {
    let length = |line: &&str| line.chars().map(|c| if is_cjk(c) { 2 } else { 1 }).sum::<usize>();
    let longest = lines.iter().map(length).max().unwrap_or(0);
    let (_, but_last) = lines.split_last().unwrap_or((&"", &[]));
    let wrapped = longest >= 50 && but_last.iter().all(|line| length(line) * 10 >= longest * 7);
    let mut run = vec![];
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            let between = (lines[i - 1].chars().next_back(), line.chars().next());
            match between {
                _ if !wrapped => run.push(Inline::Break),
                // Chinese and Japanese have no space between words, so none at a line end.
                (Some(before), Some(after)) if is_cjk(before) && is_cjk(after) => {}
                _ => run.push(Inline::Text(" ".to_owned())),
            }
        }
        run.push(Inline::Text(line.chars().filter(|c| !c.is_control() || *c == '\t').collect()));
    }
    run
}

/// Han, kana and their punctuation, which are as wide as two Latin letters.
fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}
