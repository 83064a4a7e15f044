//! What stands on page after page: running heads, feet and page numbers. [`take_running`] takes them out of the pages, and learns from them
//! what number is printed on each.

use std::collections::HashMap;

use super::lines::{Line, rows};
use super::words::Document;

/// So many rows at the top and at the foot of a page may run.
const MAX_ROWS: usize = 3;
/// They stand in this part of the page at its top or foot.
const MARGIN: f32 = 0.16;
/// Rows at the same height on two pages differ by no more, in points.
const SAME_PLACE: f32 = 3.0;

/// The lines of the pages, and what was taken out of them.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Of each page, without what runs.
    pub lines: Vec<Vec<Line>>,
    pub heads: Vec<Line>,
    /// Lines with nothing but the number of the page.
    pub numbers: Vec<Line>,
    /// The number that is printed on each page, if it is known.
    pub labels: Vec<Option<String>>,
}

/// A row at the top or the foot of a page.
struct Candidate {
    page: usize,
    pieces: Vec<Line>,
    /// Its text with every number replaced.
    key: String,
    at: f32,
    is_head: bool,
    /// How far away the next row of the text is, in heights of this one.
    apart: f32,
    /// Numbers in it, as they are written, with how far they are from that of the page.
    numbers: Vec<(String, Style, i64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Style {
    Arabic,
    Roman,
}

pub(super) fn take_running(document: &Document, pieces: Vec<Vec<Line>>) -> Pages {
    let count = pieces.len();
    let mut pages = Pages { labels: vec![None; count], ..Pages::default() };
    let mut candidates = vec![];
    for (page, pieces) in pieces.into_iter().enumerate() {
        let mut rows = rows(pieces);
        candidates.extend(at_edges(document, page, &mut rows));
        pages.lines.push(rows.concat());
    }
    let offsets = offsets(&candidates, count);
    let runs = running(&candidates, &offsets);
    for (candidate, runs) in candidates.into_iter().zip(runs) {
        if !runs {
            pages.lines[candidate.page].extend(candidate.pieces);
            continue;
        }
        let number =
            candidate.numbers.iter().find(|(_, style, offset)| is_counted(&offsets, *style, *offset, candidate.page));
        if let Some((written, ..)) = number {
            pages.labels[candidate.page].get_or_insert_with(|| written.clone());
        }
        let is_number = number.is_some() && is_only_number(&candidate.key);
        let list = if is_number { &mut pages.numbers } else { &mut pages.heads };
        list.push(Line::joined(candidate.pieces, document));
    }
    pages
}

/// Takes the outermost rows out of a page, to be looked at.
fn at_edges(document: &Document, page: usize, rows: &mut Vec<Vec<Line>>) -> Vec<Candidate> {
    let height = document.pages[page].height;
    let middle = |row: &[Line]| row[0].rect.middle();
    let is_above = |row: &&Vec<Line>| middle(row) < MARGIN * height;
    let is_below = |row: &&Vec<Line>| middle(row) > (1.0 - MARGIN) * height;
    let head = rows.iter().take(MAX_ROWS).take_while(is_above).count();
    let foot = rows[head..].iter().rev().take(MAX_ROWS).take_while(is_below).count();
    let from = rows.len() - foot;
    let bottom = |row: &[Line]| row.iter().map(|line| line.rect.bottom).fold(f32::MIN, f32::max);
    let top = |row: &[Line]| row.iter().map(|line| line.rect.top).fold(f32::MAX, f32::min);
    let mut out = vec![];
    for at in (0..head).chain(from..rows.len()) {
        let is_head = at < head;
        // To the text, over further rows of the margin.
        let neighbour = if is_head { rows.get(at + 1) } else { at.checked_sub(1).and_then(|before| rows.get(before)) };
        let gap =
            neighbour.map(|row| if is_head { top(row) - bottom(&rows[at]) } else { top(&rows[at]) - bottom(row) });
        let pieces = rows[at].clone();
        let text: Vec<String> = pieces.iter().map(|piece| piece.text(document)).collect();
        let apart = gap.unwrap_or(f32::MAX) / pieces[0].size.max(1.0);
        let numbers = numbers(&text, page);
        out.push(Candidate { page, key: key(&text.join(" ")), at: middle(&pieces), is_head, apart, numbers, pieces });
    }
    rows.truncate(from);
    rows.drain(..head);
    out
}

/// A text with every number replaced by `#`, and what is between its parts dropped.
fn key(text: &str) -> String {
    let replaced = |word: &str| -> String {
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
        if roman(inner).is_some() && inner.len() < 6 {
            return "#".to_owned();
        }
        let mut out = String::new();
        for c in word.chars() {
            match c {
                c if c.is_numeric() && out.ends_with('#') => {}
                c if c.is_numeric() => out.push('#'),
                c => out.extend(c.to_lowercase()),
            }
        }
        out
    };
    text.split_whitespace().map(replaced).collect::<Vec<_>>().join(" ")
}

/// Whether a key has a number and at most the word for a page.
fn is_only_number(key: &str) -> bool {
    let letters = key.chars().filter(|c| c.is_alphabetic()).count();
    key.contains('#') && letters <= 9 && key.split_whitespace().count() <= 4
}

/// The numbers at the ends of a row and of its pieces, without those of years and the like that no page has.
fn numbers(texts: &[String], page: usize) -> Vec<(String, Style, i64)> {
    let mut out = vec![];
    for word in texts.iter().flat_map(|text| text.split_whitespace()) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let arabic =
            word.parse::<i64>().ok().filter(|_| word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_digit()));
        let value = arabic.map(|value| (Style::Arabic, value)).or_else(|| Some((Style::Roman, roman(word)?)));
        if let Some((style, value)) = value {
            out.push((word.to_owned(), style, value - page as i64));
        }
    }
    out
}

/// The value of a number in Roman figures, all in one case.
fn roman(word: &str) -> Option<i64> {
    let lower = word.to_lowercase();
    if word.is_empty() || word.len() > 8 || (word != lower && word != word.to_uppercase()) {
        return None;
    }
    let values = lower.chars().map(|c| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    });
    let values: Vec<i64> = values.collect::<Option<_>>()?;
    let signed = values.iter().enumerate().map(|(at, value)| match values.get(at + 1) {
        Some(next) if next > value => -value,
        _ => *value,
    });
    let value: i64 = signed.sum();
    // “mild” and “civil” are none.
    (written(value) == lower).then_some(value)
}

fn written(mut value: i64) -> String {
    let signs = [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut out = String::new();
    for (worth, sign) in signs {
        while value >= worth && out.len() < 12 {
            out.push_str(sign);
            value -= worth;
        }
    }
    out
}

/// Pages that count with the same distance between what is printed and the number of the page.
type Offsets = HashMap<(Style, i64), Vec<usize>>;

/// The distances of the numbers that count up from page to page.
fn offsets(candidates: &[Candidate], pages: usize) -> Offsets {
    let mut found: Offsets = HashMap::new();
    for candidate in candidates {
        for (_, style, offset) in &candidate.numbers {
            let pages = found.entry((*style, *offset)).or_default();
            if pages.last() != Some(&candidate.page) {
                pages.push(candidate.page);
            }
        }
    }
    let enough = if pages <= 3 { 2 } else { 3 };
    found.retain(|_, pages| pages.len() >= enough);
    found
}

/// Whether a number counts on with those of the pages around it.
fn is_counted(offsets: &Offsets, style: Style, offset: i64, page: usize) -> bool {
    let near = |other: &&usize| other.abs_diff(page) <= 4 && **other != page;
    offsets.get(&(style, offset)).is_some_and(|pages| pages.iter().any(|other| near(&other)))
}

/// Which candidates run: those that stand at the same place on other pages, and those at a place where most pages have such.
fn running(candidates: &[Candidate], offsets: &Offsets) -> Vec<bool> {
    let mut same: HashMap<(&str, bool), Vec<usize>> = HashMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        same.entry((&candidate.key, candidate.is_head)).or_default().push(at);
    }
    let pages = candidates.iter().map(|candidate| candidate.page).max().map_or(0, |last| last + 1);
    let enough = if pages <= 3 { 1 } else { 2 };
    let mut runs = vec![false; candidates.len()];
    for group in same.values() {
        let mut order = group.clone();
        order.sort_by(|a, b| candidates[*a].at.total_cmp(&candidates[*b].at));
        for (place, at) in order.iter().enumerate() {
            let candidate = &candidates[*at];
            let near = |other: &&usize| (candidates[**other].at - candidate.at).abs() <= SAME_PLACE;
            let before = order[..place].iter().rev().take_while(near).take(enough + 1).count();
            let others = before + order[place + 1..].iter().take_while(near).take(enough + 1).count();
            let counts =
                candidate.numbers.iter().any(|(_, style, offset)| is_counted(offsets, *style, *offset, candidate.page));
            // A number alone runs only if it counts up: figures stand at the foot of a table too.
            runs[*at] = others >= enough && (!is_only_number(&candidate.key) || counts);
        }
    }
    let places = places(candidates, &runs);
    for (at, candidate) in candidates.iter().enumerate() {
        let counts =
            candidate.numbers.iter().any(|(_, style, offset)| is_counted(offsets, *style, *offset, candidate.page));
        let is_place = places.contains(&place(candidate, 0)) || places.contains(&place(candidate, 1));
        // Numbers stand elsewhere on the first page of a chapter.
        let is_lone_number = counts && is_only_number(&candidate.key) && candidate.apart > 0.8;
        runs[at] = runs[at] || is_lone_number || is_place && (candidate.apart > 0.6 || counts);
    }
    runs
}

/// The place of a row, one of two so that heights on either side of a border meet.
fn place(candidate: &Candidate, half: i64) -> (bool, i64, i64) {
    let step = 2.0 * SAME_PLACE;
    (candidate.is_head, half, ((candidate.at + half as f32 * SAME_PLACE) / step).floor() as i64)
}

/// Places where at least half of the pages that have a row there have one that runs, which are three at least.
fn places(candidates: &[Candidate], runs: &[bool]) -> Vec<(bool, i64, i64)> {
    let mut counts: HashMap<(bool, i64, i64), (usize, usize)> = HashMap::new();
    for (candidate, runs) in candidates.iter().zip(runs) {
        for half in 0..2 {
            let (all, running) = counts.entry(place(candidate, half)).or_default();
            *all += 1;
            *running += usize::from(*runs);
        }
    }
    counts.retain(|_, (all, running)| *running >= 3 && *running * 2 >= *all);
    counts.into_keys().collect()
}
