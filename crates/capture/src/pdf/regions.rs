//! Columns: [`regions`] puts the lines of a page into the order in which they are read, one region after another.
//!
//! A region with a gap that runs down between lines on either side of it is cut there, and what is above and below is cut in turn. What looks
//! like columns and is read across, such as a table, stays together.

use super::lines::{Line, rows};
use super::words::{Document, Rect};

/// Lines that are read one after another.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Region {
    /// Lines of a single column.
    Column(Vec<Line>),
    /// Rows of pieces that belong together across gaps.
    Rows(Vec<Vec<Line>>),
}

/// Deeper than this no page is cut.
const MAX_DEPTH: usize = 12;
/// On a page of more pieces, nothing is cut.
const MAX_PIECES: usize = 8000;
/// So many of the edges at which most lines begin or end are tried.
const MAX_EDGES: usize = 48;
/// How wide a gap between columns is at least, in heights of a line.
const GAP: f32 = 0.7;
/// A column has so many lines at least.
const MIN_LINES: usize = 3;

pub(super) fn regions(pieces: Vec<Line>, document: &Document, is_rtl: bool) -> Vec<Region> {
    let mut out = vec![];
    let cutter = Cutter { document, is_rtl };
    if pieces.len() > MAX_PIECES {
        return vec![cutter.column(pieces)];
    }
    cutter.cut(pieces, 0, &mut out);
    out
}

struct Cutter<'a> {
    document: &'a Document,
    is_rtl: bool,
}

/// A gap that runs down between lines.
struct Cut {
    above: Vec<Line>,
    left: Vec<Line>,
    right: Vec<Line>,
    below: Vec<Line>,
}

impl Cutter<'_> {
    fn cut(&self, pieces: Vec<Line>, depth: usize, out: &mut Vec<Region>) {
        if pieces.is_empty() {
            return;
        }
        let Some(found) = best_strip(&pieces).filter(|_| depth < MAX_DEPTH) else {
            out.push(self.column(pieces));
            return;
        };
        let Cut { above, left, right, below } = found.apart(pieces, self.is_rtl);
        if left.is_empty() || right.is_empty() {
            let all = [above, left, right, below].concat();
            out.push(self.column(all));
            return;
        }
        if self.are_columns(&left, &right) {
            self.cut(above, depth + 1, out);
            let [first, second] = if self.is_rtl { [right, left] } else { [left, right] };
            self.cut(first, depth + 1, out);
            self.cut(second, depth + 1, out);
            self.cut(below, depth + 1, out);
        } else {
            let (before, table, after) = around_rows(left, right);
            self.cut([above, before].concat(), depth + 1, out);
            out.push(Region::Rows(table));
            self.cut([after, below].concat(), depth + 1, out);
        }
    }

    fn column(&self, pieces: Vec<Line>) -> Region {
        Region::Column(rows(pieces).into_iter().map(|row| Line::joined(row, self.document)).collect())
    }

    /// Whether two sides are read one after the other, and not across.
    fn are_columns(&self, left: &[Line], right: &[Line]) -> bool {
        if self.is_prose(left) && self.is_prose(right) {
            return true;
        }
        let (few, many) = if left.len() <= right.len() { (left, right) } else { (right, left) };
        let together = few.iter().filter(|piece| {
            many.iter().any(|other| (other.rect.bottom - piece.rect.bottom).abs() < 0.25 * piece.size.max(1.0))
        });
        let are_beside = together.count() * 10 >= few.len() * 7;
        !are_beside || self.figures(right) * 10 < right.len() * 4 && self.are_alike(left, right)
    }

    /// Whether most lines have several words.
    fn is_prose(&self, lines: &[Line]) -> bool {
        let length = |line: &Line| {
            line.words.iter().map(|word| self.document.words[*word].text.chars().count() + 1).sum::<usize>()
        };
        let is_long = |line: &&Line| {
            line.words.len() >= 4 && length(line) >= 20 || length(line) >= 40 || is_wide(line, self.document)
        };
        lines.iter().filter(is_long).count() * 2 > lines.len()
    }

    /// How many lines are figures.
    fn figures(&self, lines: &[Line]) -> usize {
        let is_figure = |line: &&Line| {
            let text = line.text(self.document);
            let digits = text.chars().filter(char::is_ascii_digit).count();
            digits * 2 >= text.chars().filter(|c| c.is_alphanumeric()).count() && digits > 0
        };
        lines.iter().filter(is_figure).count()
    }

    /// Whether both sides are long lists of about the same width, such as an index.
    fn are_alike(&self, left: &[Line], right: &[Line]) -> bool {
        let width = |lines: &[Line]| lines.iter().map(|line| line.rect).reduce(Rect::union).map_or(0.0, Rect::width);
        let (a, b) = (width(left), width(right));
        left.len().min(right.len()) >= 12 && a.min(b) >= 0.6 * a.max(b)
    }
}

/// Whether a line is long in a script without spaces.
fn is_wide(line: &Line, document: &Document) -> bool {
    let is_cjk = |c: char| matches!(c, '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}');
    line.words.iter().flat_map(|word| document.words[*word].text.chars()).filter(|c| is_cjk(*c)).count() >= 10
}

/// A gap: its left and right edge, and from where to where it runs down.
#[derive(Debug, Clone, Copy)]
struct Strip {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    /// How far lines run down on both sides.
    together: f32,
}

/// The gap that has lines on both sides for the longest way.
fn best_strip(pieces: &[Line]) -> Option<Strip> {
    let size = super::lines::size(pieces.iter().map(|piece| (piece.size, piece.words.len())));
    let gap = GAP * size;
    if gap <= 0.0 || pieces.len() < 2 * MIN_LINES {
        return None;
    }
    let mut order: Vec<&Line> = pieces.iter().collect();
    order.sort_by(|a, b| a.rect.middle().total_cmp(&b.rect.middle()));
    let lefts = edges(pieces.iter().map(|piece| piece.rect.left), size);
    let rights = edges(pieces.iter().map(|piece| piece.rect.right), size);
    let strips = lefts.into_iter().map(|x| (x - gap, x)).chain(rights.into_iter().map(|x| (x, x + gap)));
    let found = strips.filter_map(|strip| along(&order, strip, size));
    found.max_by(|a, b| a.together.total_cmp(&b.together))
}

/// The places at which most lines begin or end.
fn edges(places: impl Iterator<Item = f32>, size: f32) -> Vec<f32> {
    let mut places: Vec<f32> = places.collect();
    places.sort_by(f32::total_cmp);
    let mut found: Vec<(usize, f32, f32)> = vec![];
    for place in places {
        match found.last_mut() {
            Some((count, first, last)) if place - *first <= 0.3 * size => {
                *count += 1;
                *last = place;
            }
            _ => found.push((1, place, place)),
        }
    }
    found.retain(|(count, ..)| *count >= MIN_LINES);
    found.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
    found.truncate(MAX_EDGES);
    found.into_iter().flat_map(|(_, first, last)| [first, last]).collect()
}

/// The longest part of a gap that no line crosses, if there are enough lines on both sides.
fn along(order: &[&Line], (left, right): (f32, f32), size: f32) -> Option<Strip> {
    // Edges of a column are not exact.
    let slack = 0.15 * size;
    let mut best: Option<Strip> = None;
    let mut part = Part::default();
    let mut top = f32::NEG_INFINITY;
    for line in order.iter().map(|line| line.rect).chain([Rect {
        left: f32::MIN,
        top: f32::MAX,
        right: f32::MAX,
        bottom: f32::MAX,
    }]) {
        if line.right <= left + slack {
            part.left.add(line);
        } else if line.left >= right - slack {
            part.right.add(line);
        } else {
            let bottom = line.middle();
            let together = part.left.bottom.min(part.right.bottom) - part.left.top.max(part.right.top);
            let is_enough = part.left.count >= MIN_LINES && part.right.count >= MIN_LINES && together >= 2.2 * size;
            if is_enough && best.is_none_or(|best| together > best.together) {
                best = Some(Strip { left, right, top, bottom, together });
            }
            part = Part::default();
            top = line.middle();
        }
    }
    best
}

#[derive(Default)]
struct Part {
    left: Side,
    right: Side,
}

struct Side {
    count: usize,
    top: f32,
    bottom: f32,
}

impl Default for Side {
    fn default() -> Self {
        Side { count: 0, top: f32::MAX, bottom: f32::MIN }
    }
}

impl Side {
    fn add(&mut self, line: Rect) {
        self.count += 1;
        self.top = self.top.min(line.top);
        self.bottom = self.bottom.max(line.bottom);
    }
}

impl Strip {
    /// Puts every line on its side of the gap.
    fn apart(self, pieces: Vec<Line>, is_rtl: bool) -> Cut {
        let mut cut = Cut { above: vec![], left: vec![], right: vec![], below: vec![] };
        let middle = f32::midpoint(self.left, self.right);
        for piece in pieces {
            let y = piece.rect.middle();
            if y <= self.top {
                cut.above.push(piece);
            } else if y >= self.bottom {
                cut.below.push(piece);
            } else if piece.rect.middle_across() < middle {
                cut.left.push(piece);
            } else {
                cut.right.push(piece);
            }
        }
        // A line or two that stand above the first column, such as a date, are read before it.
        let (first, second) = if is_rtl { (&cut.right, &mut cut.left) } else { (&cut.left, &mut cut.right) };
        let top = first.iter().map(|piece| piece.rect.top).fold(f32::MAX, f32::min);
        let (early, rest): (Vec<Line>, Vec<Line>) = second.drain(..).partition(|piece| piece.rect.bottom <= top);
        if early.len() < MIN_LINES {
            *second = rest;
            cut.above.extend(early);
        } else {
            *second = [early, rest].concat();
        }
        cut
    }
}

impl Rect {
    fn middle_across(self) -> f32 {
        f32::midpoint(self.left, self.right)
    }
}

/// The rows that have pieces on both sides and what is between them, and the lines above and below.
fn around_rows(left: Vec<Line>, right: Vec<Line>) -> (Vec<Line>, Vec<Vec<Line>>, Vec<Line>) {
    let extent = |lines: &[Line]| lines.iter().map(|line| line.rect).reduce(Rect::union);
    let (Some(a), Some(b)) = (extent(&left), extent(&right)) else {
        return ([left, right].concat(), vec![], vec![]);
    };
    let (top, bottom) = (a.top.max(b.top), a.bottom.min(b.bottom));
    let mut all = rows([left, right].concat());
    let inside = |row: &Vec<Line>| row.iter().any(|piece| piece.rect.bottom > top && piece.rect.top < bottom);
    let first = all.iter().position(inside).unwrap_or(0);
    let last = all.iter().rposition(inside).unwrap_or(0);
    let after = all.split_off((last + 1).min(all.len()));
    let table = all.split_off(first.min(all.len()));
    (all.concat(), table, after.concat())
}
