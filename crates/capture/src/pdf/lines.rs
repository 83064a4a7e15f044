//! Lines of text: [`pieces`] takes together the words of a line that stand close to each other, and [`rows`] what is at the same height.

use super::words::{Document, Rect};

/// Words further apart than this, in heights of a line, are in different pieces of it: columns, cells, or the ends of a running head.
const APART: f32 = 0.95;

/// Words on one line, from left to right, with the box around them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Indices of words.
    pub words: Vec<usize>,
    pub rect: Rect,
    /// The height of its letters: that of the middle one, by size.
    pub size: f32,
}

impl Line {
    /// A line of at least one word.
    pub fn new(words: Vec<usize>, document: &Document) -> Self {
        let all = |index: &usize| document.words[*index].rect;
        let rect =
            words.iter().map(all).reduce(Rect::union).unwrap_or(Rect { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 });
        let size =
            size(words.iter().map(|index| &document.words[*index]).map(|word| (word.rect.height(), word.text.len())));
        Line { words, rect, size }
    }

    /// Lines beside each other as one, from left to right.
    pub fn joined(mut lines: Vec<Line>, document: &Document) -> Line {
        lines.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left));
        Line::new(lines.into_iter().flat_map(|line| line.words).collect(), document)
    }

    /// Its words, as they stand on the page.
    pub fn text(&self, document: &Document) -> String {
        let words: Vec<&str> = self.words.iter().map(|index| document.words[*index].text.as_str()).collect();
        words.join(" ")
    }
}

/// The height that half of the letters do not exceed.
pub(super) fn size(heights: impl Iterator<Item = (f32, usize)>) -> f32 {
    let mut heights: Vec<(f32, usize)> = heights.collect();
    heights.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = heights.iter().map(|(_, letters)| letters).sum::<usize>() / 2;
    let mut seen = 0;
    let middle = heights.iter().find(|(_, letters)| {
        seen += letters;
        seen > half
    });
    middle.or(heights.last()).map_or(0.0, |(height, _)| *height)
}

/// The words of a page in pieces of lines.
pub(super) fn pieces(document: &Document, page: usize) -> Vec<Line> {
    let mut pieces: Vec<Vec<usize>> = vec![];
    for index in document.words_of(page) {
        let word = &document.words[index];
        let before = pieces.last().and_then(|piece| piece.last()).map(|before| &document.words[*before]);
        let continues = before.is_some_and(|before| {
            let gap = word.rect.left - before.rect.right;
            before.line == word.line && gap <= APART * before.rect.height().max(word.rect.height())
        });
        match pieces.last_mut() {
            Some(piece) if continues => piece.push(index),
            _ => pieces.push(vec![index]),
        }
    }
    let pieces = pieces.into_iter().map(|words| Line::new(words, document)).collect();
    with_markers(pieces, document)
}

/// Joins the bullets and numbers of lists to what follows them on their line, which may stand further away.
fn with_markers(pieces: Vec<Line>, document: &Document) -> Vec<Line> {
    let is_lonely = |piece: &Line| piece.words.len() == 1 && is_marker(&document.words[piece.words[0]].text);
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by(|a, b| pieces[*a].rect.top.total_cmp(&pieces[*b].rect.top));
    // For each marker the nearest piece to the right of it.
    let mut follower: Vec<Option<usize>> = vec![None; pieces.len()];
    let mut is_taken = vec![false; pieces.len()];
    for (place, &at) in order.iter().enumerate().filter(|(_, at)| is_lonely(&pieces[**at])) {
        let marker = &pieces[at];
        let near = order[place.saturating_sub(64)..(place + 64).min(order.len())].iter().filter(|other| {
            let other = &pieces[**other];
            let gap = other.rect.left - marker.rect.right;
            gap > 0.0 && gap < 4.0 * marker.size && is_beside(marker.rect, other.rect)
        });
        let found = near.min_by(|a, b| pieces[**a].rect.left.total_cmp(&pieces[**b].rect.left)).copied();
        if let Some(found) = found.filter(|found| !is_taken[*found] && !is_lonely(&pieces[*found])) {
            follower[at] = Some(found);
            is_taken[found] = true;
        }
    }
    let join = |at: usize| match follower[at] {
        Some(next) => Line::joined(vec![pieces[at].clone(), pieces[next].clone()], document),
        None => pieces[at].clone(),
    };
    (0..pieces.len()).filter(|at| !is_taken[*at]).map(join).collect()
}

/// Whether a word begins an entry of a list.
pub(super) fn is_marker(word: &str) -> bool {
    if word.chars().count() == 1 && word.chars().all(|c| "•‣◦▪▫■□●○–—*-·\u{F0B7}\u{F0A7}➢✓❖".contains(c))
    {
        return true;
    }
    let inner = word.strip_prefix('(').unwrap_or(word);
    let Some(inner) = inner.strip_suffix(['.', ')']) else { return false };
    let is_letter = inner.chars().count() == 1 && inner.chars().all(|c| c.is_ascii_lowercase());
    let is_number = (1..=3).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit());
    let is_roman = (1..=5).contains(&inner.len()) && inner.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    is_letter || is_number || is_roman
}

/// Whether two boxes are at the same height: the middle of one is inside the other.
pub(super) fn is_beside(a: Rect, b: Rect) -> bool {
    let inside = |y: f32, rect: Rect| rect.top <= y && y <= rect.bottom;
    inside(a.middle(), b) || inside(b.middle(), a)
}

/// Lines at the same height, from top to bottom. Each has a piece at least; those of one row do not cover each other.
pub(super) fn rows(mut pieces: Vec<Line>) -> Vec<Vec<Line>> {
    pieces.sort_by(|a, b| a.rect.middle().total_cmp(&b.rect.middle()).then(a.rect.left.total_cmp(&b.rect.left)));
    let mut rows: Vec<Vec<Line>> = vec![];
    for piece in pieces {
        // Raised and lowered letters of the same line may come in any order, but not far apart.
        let from = rows.len().saturating_sub(3);
        let fits = rows[from..].iter().rposition(|row| {
            let is_free = |other: &Line| {
                other.rect.right <= piece.rect.left + 0.5 * piece.size
                    || piece.rect.right <= other.rect.left + 0.5 * piece.size
            };
            row.len() < 64 && row.iter().any(|other| is_beside(other.rect, piece.rect)) && row.iter().all(is_free)
        });
        match fits {
            Some(at) => rows[from + at].push(piece),
            None => rows.push(vec![piece]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left));
    }
    rows
}
