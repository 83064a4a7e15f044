//! Footnotes: [`take_notes`] takes them from the end of the columns of a page, where smaller type begins with the mark of a note.

use super::lines::Line;
use super::paragraphs::{Paragraph, Shape, ends_sentence};
use super::text::is_raised;
use super::words::{Document, Rect};

/// Notes have at most this size, compared with that of the text.
const SMALLER: f32 = 0.94;
/// Notes stand below this part of their page.
const FOOT: f32 = 0.3;

/// Takes the notes out of the paragraphs of each region of a page. `runs_on`: whether the last note of the page before has no end.
pub(super) fn take_notes(
    document: &Document,
    regions: &mut [Vec<Paragraph>],
    (page, size): (usize, f32),
    runs_on: bool,
) -> Vec<Paragraph> {
    let is_small = |paragraph: &Paragraph| paragraph.kind == Shape::Text && paragraph.size() <= SMALLER * size;
    if regions.iter().flatten().all(is_small) {
        return vec![];
    }
    let mut starts = vec![];
    for region in regions.iter() {
        let small = region.iter().rev().take_while(|paragraph| is_small(paragraph)).count();
        let tail = &region[region.len() - small..];
        // The last lines of the text may be small without being notes.
        let first = tail.iter().position(|paragraph| is_note(document, &paragraph.lines[0]));
        let first = if runs_on && !tail.is_empty() { Some(0) } else { first };
        starts.push(first.map(|first| region.len() - small + first));
    }
    let mut notes = vec![];
    for (at, start) in starts.iter().enumerate() {
        let Some(start) = *start else { continue };
        let Some(rect) = extent(&regions[at][start..]) else { continue };
        let is_below = |(other, region): (usize, &Vec<Paragraph>)| {
            let body = &region[..starts[other].unwrap_or(region.len())];
            body.iter().flat_map(|paragraph| &paragraph.lines).any(|line| {
                line.rect.top >= rect.bottom - 1.0 && line.rect.left < rect.right && line.rect.right > rect.left
            })
        };
        let has_text_below = regions.iter().enumerate().any(is_below);
        if !has_text_below && rect.top > FOOT * document.pages[page].height {
            let taken = regions[at].split_off(start);
            notes.extend(separated(document, taken));
        }
    }
    notes
}

fn extent(paragraphs: &[Paragraph]) -> Option<Rect> {
    paragraphs.iter().flat_map(|paragraph| &paragraph.lines).map(|line| line.rect).reduce(Rect::union)
}

/// Whether a line begins with the mark of a note.
fn is_note(document: &Document, line: &Line) -> bool {
    mark(document, line).is_some()
}

/// The mark with which a line begins.
pub(super) fn mark(document: &Document, line: &Line) -> Option<String> {
    let text = &document.words[*line.words.first()?].text;
    let inner = text.trim_matches(|c| matches!(c, '[' | ']' | '(' | ')' | '.'));
    let is_number = (1..=3).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit());
    let is_sign = (1..=3).contains(&inner.chars().count()) && inner.chars().all(|c| "*†‡§¶‖∗#".contains(c));
    let is_letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_lowercase());
    // Some fonts have raised figures of their own, which are no words apart.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits)
        && text[digits..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '“' | '"' | '('))
    {
        return Some(text[..digits].to_owned());
    }
    let next = line.words.get(1).map(|next| &document.words[*next]);
    let raised = next.is_some_and(|next| is_raised(&document.words[line.words[0]], next));
    (is_number || is_sign || is_letter && raised).then(|| inner.to_owned())
}

/// Every note as a paragraph of its own, though no space stands between them.
fn separated(document: &Document, paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = vec![];
    for paragraph in paragraphs {
        let Paragraph { kind, lines, is_indented, is_full } = paragraph;
        let mut own: Vec<Paragraph> = vec![];
        for line in lines {
            let begins = mark(document, &line).is_some_and(|mark| {
                let before = own.last().and_then(|note| self::mark(document, &note.lines[0]));
                let number = |mark: &str| mark.parse::<u32>().ok();
                match (number(&mark), before.as_deref().and_then(number)) {
                    (Some(number), Some(before)) => number == before + 1,
                    (None, _) => true,
                    (Some(_), None) => true,
                }
            });
            match own.last_mut() {
                Some(note) if !begins => note.lines.push(line),
                _ => own.push(Paragraph { kind: kind.clone(), lines: vec![line], is_indented, is_full }),
            }
        }
        // What a paragraph was parted from, though the note goes on.
        if let (Some(last), Some(first)) = (out.last_mut(), own.first())
            && mark(document, &first.lines[0]).is_none()
            && !ends_sentence(&last_word(document, last))
        {
            let first = own.remove(0);
            last.lines.extend(first.lines);
        }
        out.extend(own);
    }
    out
}

pub(super) fn last_word(document: &Document, paragraph: &Paragraph) -> String {
    let index = paragraph.lines.last().and_then(|line| line.words.last());
    index.map_or_else(String::new, |index| document.words[*index].text.clone())
}
