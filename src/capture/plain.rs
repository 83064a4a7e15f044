//! An article that was saved as plain text: [`article`].

use super::block::{Block, Inline};
use super::dates::normalised;
use super::metadata::Metadata;
use crate::markdown::is_safe_link;
use citeback_quote::text::single_spaced;

/// The longest title, in characters.
const TITLE: usize = 200;

/// Lines that stand for an advertisement which is not there.
const LABELS: [&str; 4] = ["advertisement", "advertisements", "ad", "story continues below advertisement"];

/// Lines with which what follows an article begins, if nothing of length comes after them.
const ENDS: [&str; 9] = [
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

/// A line of what follows an article is at most this long, in characters.
const SHORT: usize = 120;

pub(super) struct PlainDocument {
    pub metadata: Metadata,
    pub blocks: Vec<Block>,
    /// Lines of the file that are no part of the article.
    pub left_out: Vec<String>,
}

/// Parts a text into its title, what its first lines say of it, and its paragraphs, which blank lines divide.
pub(super) fn article(text: &str) -> PlainDocument {
    let mut paragraphs = paragraphs(text);
    let mut left_out = vec![];
    paragraphs.retain(|lines| {
        let label = lines.len() == 1 && is_label(lines[0]);
        left_out.extend(label.then(|| lines[0].to_owned()));
        !label
    });
    if let Some(end) = end(&paragraphs) {
        left_out.extend(paragraphs.drain(end..).flatten().map(str::to_owned));
    }
    let metadata = head(&mut paragraphs);
    let blocks = paragraphs.iter().map(|lines| Block::Paragraph(paragraph(lines))).collect();
    PlainDocument { metadata, blocks, left_out }
}

/// Whether a line stands for an advertisement that is not there.
pub(super) fn is_label(line: &str) -> bool {
    LABELS.contains(&key(line).as_str())
}

/// Paragraphs as their lines, without white space at the ends of lines.
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

/// A line without case and punctuation at its end.
fn key(line: &str) -> String {
    line.trim_end_matches(|c: char| c.is_ascii_punctuation() || c == '…').to_lowercase()
}

/// The paragraph with which the page goes on after the article.
fn end(paragraphs: &[Vec<&str>]) -> Option<usize> {
    let at = paragraphs.iter().position(|lines| ENDS.contains(&key(lines[0]).as_str())).filter(|at| *at > 1)?;
    paragraphs[at..].iter().flatten().all(|line| line.chars().count() < SHORT).then_some(at)
}

/// Takes the title and the lines that say something of the article from its beginning.
fn head(paragraphs: &mut Vec<Vec<&str>>) -> Metadata {
    let mut metadata = Metadata::default();
    let Some(lines) = paragraphs.first().filter(|_| paragraphs.len() > 1) else {
        return metadata;
    };
    let mut tried = Metadata::default();
    // Below the title may stand lines that say something of the article, but none of the article's own.
    let stands_apart = is_title(lines[0]) && lines[1..].iter().all(|line| take(line, &mut tried));
    if stands_apart {
        metadata = tried;
        metadata.title = Some(single_spaced(lines[0]));
        paragraphs.remove(0);
    }
    while let Some(lines) = paragraphs.first().filter(|_| paragraphs.len() > 1) {
        let mut tried = metadata.clone();
        if !lines.iter().all(|line| take(line, &mut tried)) {
            break;
        }
        metadata = tried;
        paragraphs.remove(0);
    }
    metadata
}

fn is_title(line: &str) -> bool {
    let mut nothing = Metadata::default();
    line.chars().count() <= TITLE && !line.ends_with(['.', ',', ';', ':', '。', '、', '،']) && !take(line, &mut nothing)
}

/// Reads a line such as `Published: 6 August 2019`, `By Ann Lee`, or a date alone; whether it is one.
fn take(line: &str, metadata: &mut Metadata) -> bool {
    if let Some(date) = normalised(line) {
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
        "published" | "date" | "published on" | "publication date" => match normalised(value) {
            Some(date) => metadata.published.replace(date).is_none(),
            None => false,
        },
        "source" | "url" | "link" if is_safe_link(value) && !value.contains(char::is_whitespace) => {
            metadata.url.replace(value.to_owned()).is_none()
        }
        "author" | "by" if !value.is_empty() && value.chars().count() < SHORT && metadata.authors.is_empty() => {
            metadata.authors.push(single_spaced(value));
            true
        }
        "publisher" if !value.is_empty() && value.chars().count() < SHORT => {
            metadata.publisher.replace(single_spaced(value)).is_none()
        }
        _ => false,
    }
}

/// The lines of a paragraph: joined where they were broken only to fit a width, else kept apart.
fn paragraph(lines: &[&str]) -> Vec<Inline> {
    let length = |line: &&str| line.chars().map(|c| if is_unspaced(c) { 2 } else { 1 }).sum::<usize>();
    let longest = lines.iter().map(length).max().unwrap_or(0);
    let (_, but_last) = lines.split_last().unwrap_or((&"", &[]));
    let wrapped = longest >= 50 && but_last.iter().all(|line| length(line) * 10 >= longest * 7);
    let mut run = vec![];
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            let between = (lines[i - 1].chars().next_back(), line.chars().next());
            match between {
                _ if !wrapped => run.push(Inline::Break),
                // Chinese and Japanese put no space where a line ends.
                (Some(before), Some(after)) if is_unspaced(before) && is_unspaced(after) => {}
                _ => run.push(Inline::Text(" ".to_owned())),
            }
        }
        run.push(Inline::Text(line.chars().filter(|c| !c.is_control() || *c == '\t').collect()));
    }
    run
}

/// Han, kana and their punctuation, which are twice as wide as Latin letters.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}
