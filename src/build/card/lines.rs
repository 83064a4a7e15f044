//! Text in lines: [`set`] finds the largest size at which it fits a frame.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{GraphemeClusterSegmenter, LineSegmenter};

use super::fonts::Typeface;
use citeback_quote::text;

/// Below this size, in pixels, breaking a long word is the lesser evil.
const WHOLE_WORDS: u16 = 40;
/// From one size that is tried to the next, in pixels.
const STEP: u16 = 2;
const ELLIPSIS: &str = "…";
/// What ends a clause, in several scripts.
const CLAUSE_ENDS: &str = ",.:;!?–—،؛؟।，、。；：！？";

/// The room that a text has, in pixels.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub width: f32,
    pub height: f32,
    pub most_lines: usize,
    pub largest: u16,
    pub smallest: u16,
    /// From one line to the next, in ems.
    pub leading: f32,
}

/// A text at a size, in pixels.
#[derive(Debug, PartialEq)]
pub struct SetText {
    pub size: u16,
    /// From one line to the next.
    pub leading: f32,
    pub lines: Vec<String>,
}

impl SetText {
    /// Of all lines together, in pixels.
    pub fn height(&self) -> f32 {
        self.lines.iter().map(|_| self.leading).sum()
    }
}

/// A part of a text after which a line may end.
#[derive(Debug, Clone, Copy)]
struct LineBreakUnit<'a> {
    text: &'a str,
    /// In ems; without and with the white space at its end.
    width: f32,
    advance: f32,
}

/// Sets `text` as large as `frame` allows, in lines of about the same length. What does not even fit at the smallest size is cut at the
/// end of a clause, or else of a word, with an ellipsis.
pub fn set(text: &str, face: &Typeface, frame: Frame) -> SetText {
    let pieces = pieces(text, face);
    let longest = pieces.iter().map(|piece| piece.width).fold(0.0, f32::max);
    let fits = |size: &u16| {
        let room = frame.width / f32::from(*size);
        flow(&broken(&pieces, face, room), room).len() <= frame.lines(*size)
    };
    let sizes = || (frame.smallest..=frame.largest).rev().step_by(usize::from(STEP));
    let whole = |size: &u16| *size >= WHOLE_WORDS && longest * f32::from(*size) <= frame.width;
    let size = sizes().find(|size| whole(size) && fits(size)).or_else(|| sizes().find(fits));
    let size = size.unwrap_or(frame.smallest);

    let (room, leading, most) = (frame.width / f32::from(size), frame.leading * f32::from(size), frame.lines(size));
    let pieces = broken(&pieces, face, room);
    let mut lines = flow(&pieces, room);
    if lines.len() <= most {
        lines = balanced(&pieces, room, lines);
        return SetText { size, leading, lines: lines.iter().map(|line| joined(line)).collect() };
    }
    lines.truncate(most);
    let shown: String = lines.iter().flat_map(|line| line.iter()).map(|piece| piece.text).collect();
    if let Some(clause) = clauses(&shown) {
        return set(&format!("{clause}{ELLIPSIS}"), face, frame);
    }
    let last = lines.pop().map(|line| with_ellipsis(line, face, room));
    SetText { size, leading, lines: lines.iter().map(|line| joined(line)).chain(last).collect() }
}

/// Shortens `text` to at most so many code points and an ellipsis, at the end of a clause, or else of a word.
pub fn shortened(text: &str, limit: usize) -> String {
    let short = text::shortened(text, limit);
    let clause = short.strip_suffix(ELLIPSIS).filter(|_| short != text).and_then(clauses);
    clause.map_or(short.clone(), |clause| format!("{clause}{ELLIPSIS}"))
}

/// The whole clauses that a text begins with, without the mark that ends them, if they are most of it.
fn clauses(text: &str) -> Option<&str> {
    let ends = |(at, c): &(usize, char)| match c {
        // In a number or a name these end nothing.
        ',' | '.' | ':' => text[at + 1..].chars().next().is_none_or(char::is_whitespace),
        _ => CLAUSE_ENDS.contains(*c),
    };
    let (at, _) = text.char_indices().rev().find(ends)?;
    let whole = text[..at].trim_end_matches(|c: char| c.is_whitespace() || CLAUSE_ENDS.contains(c));
    (whole.len() * 2 > text.len()).then_some(whole)
}

impl Frame {
    /// How many lines of this size fit; at least one.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number of lines")]
    fn lines(&self, size: u16) -> usize {
        ((self.height / (f32::from(size) * self.leading)) as usize).clamp(1, self.most_lines)
    }
}

/// Cuts `text` where a line may end (UAX #14).
fn pieces<'a>(text: &'a str, face: &Typeface) -> Vec<LineBreakUnit<'a>> {
    let ends = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default()).segment_str(text);
    cut(text, ends, face)
}

/// Cuts pieces that are wider than a line between their characters.
fn broken<'a>(pieces: &[LineBreakUnit<'a>], face: &Typeface, room: f32) -> Vec<LineBreakUnit<'a>> {
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if piece.width <= room {
            out.push(*piece);
        } else {
            out.extend(cut(piece.text, GraphemeClusterSegmenter::new().segment_str(piece.text), face));
        }
    }
    out
}

fn cut<'a>(text: &'a str, ends: impl Iterator<Item = usize>, face: &Typeface) -> Vec<LineBreakUnit<'a>> {
    let mut from = 0;
    let mut pieces = vec![];
    for end in ends.filter(|end| *end > 0) {
        let text = &text[from..end];
        pieces.push(LineBreakUnit { text, width: face.width(text.trim_end()), advance: face.width(text) });
        from = end;
    }
    pieces
}

/// Fills lines of `room` ems, one after the other.
fn flow<'p, 'a>(pieces: &'p [LineBreakUnit<'a>], room: f32) -> Vec<&'p [LineBreakUnit<'a>]> {
    let mut lines = vec![];
    let (mut from, mut used) = (0, 0.0);
    for (at, piece) in pieces.iter().enumerate() {
        if at > from && used + piece.width > room {
            lines.push(&pieces[from..at]);
            (from, used) = (at, 0.0);
        }
        used += piece.advance;
    }
    lines.push(&pieces[from..]);
    lines
}

/// The narrowest lines of which there are no more than `lines`.
fn balanced<'p, 'a>(
    pieces: &'p [LineBreakUnit<'a>],
    room: f32,
    lines: Vec<&'p [LineBreakUnit<'a>]>,
) -> Vec<&'p [LineBreakUnit<'a>]> {
    let longest = pieces.iter().map(|piece| piece.width).fold(0.0, f32::max);
    let (mut narrow, mut wide, mut best) = (longest, room, lines);
    for _ in 0..12 {
        let middle = f32::midpoint(narrow, wide);
        let lines = flow(pieces, middle);
        if lines.len() <= best.len() {
            (wide, best) = (middle, lines);
        } else {
            narrow = middle;
        }
    }
    best
}

fn joined(line: &[LineBreakUnit<'_>]) -> String {
    line.iter().map(|piece| piece.text).collect::<String>().trim_end().to_owned()
}

/// Shortens a line by whole pieces until an ellipsis fits behind it; a line of one piece, by characters.
fn with_ellipsis(line: &[LineBreakUnit<'_>], face: &Typeface, room: f32) -> String {
    let fits = |text: &str| face.width(text) + face.width(ELLIPSIS) <= room;
    let whole = (1..=line.len()).rev().map(|pieces| joined(&line[..pieces])).find(|text| fits(text));
    let mut text = whole.unwrap_or_else(|| joined(&line[..line.len().min(1)]));
    while !fits(&text) && text.pop().is_some() {}
    text.truncate(text.trim_end_matches([' ', ',', ';', ':', '.']).len());
    text + ELLIPSIS
}

#[cfg(test)]
mod tests {
    use super::{Frame, SetText, set, shortened};
    use crate::build::card::fonts::Fonts;

    const FRAME: Frame =
        Frame { width: 1000.0, height: 320.0, most_lines: 20, largest: 80, smallest: 24, leading: 1.3 };

    /// Sets `text` and checks that it stays in the frame.
    #[track_caller]
    fn fitted(text: &str, frame: Frame) -> SetText {
        let face = Fonts::new().serif;
        let setting = set(text, &face, frame);
        for line in &setting.lines {
            assert!(
                face.width(line) * f32::from(setting.size) <= frame.width * 1.001,
                "{line:?} is too wide at {}",
                setting.size
            );
        }
        assert!(setting.height() <= frame.height);
        setting
    }

    #[test]
    fn a_short_text_is_large_and_a_long_one_smaller() {
        assert_eq!(fitted("A", FRAME), SetText { size: 80, leading: 104.0, lines: vec!["A".into()] });
        let text = "Words of one long sentence that a minister said. ".repeat(6);
        let setting = fitted(&text, FRAME);
        assert!(setting.size < 60);
        assert_eq!(setting.lines.join(" "), text.trim_end());
    }

    #[test]
    fn three_hundred_wide_letters_fit() {
        assert_eq!(fitted(&"W".repeat(300), FRAME).lines.concat(), "W".repeat(300));
        assert_eq!(fitted(&"Щ Ǆ ".repeat(75), FRAME).lines.join(" "), "Щ Ǆ ".repeat(75).trim_end());
    }

    #[test]
    fn a_long_word_makes_the_text_smaller_before_it_is_broken() {
        let word = "Donaudampfschifffahrtsgesellschaft";
        assert!(fitted(&format!("Die {word}"), FRAME).lines.iter().any(|line| line.contains(word)));
    }

    #[test]
    fn lines_are_of_about_the_same_length() {
        let setting = fitted("The tax was never raised by this government, whatever they say", FRAME);
        let face = Fonts::new().serif;
        let widths: Vec<_> = setting.lines.iter().map(|line| face.width(line)).collect();
        let widest = widths.iter().copied().fold(0.0, f32::max);
        assert!(widths.iter().all(|width| *width > widest * 0.6), "{:?}", setting.lines);
    }

    #[test]
    fn what_does_not_fit_is_cut_at_the_end_of_a_clause() {
        let line = Frame { height: 90.0, most_lines: 2, largest: 28, smallest: 28, ..FRAME };
        let text = "The ministry spent 1,200 million on bread in one year, which is more than on all its schools, and then some";
        let setting = fitted(&format!("{text} {}", "of it was lost".repeat(9)), line);
        assert_eq!(
            setting.lines.join(" "),
            "The ministry spent 1,200 million on bread in one year, which is more than on all its schools…"
        );
        assert_eq!(shortened("One, two, three, four", 19), "One, two, three…");
        assert_eq!(shortened("One two three four", 16), "One two three…");
        assert_eq!(shortened("One, two three four", 16), "One, two three…");
        assert_eq!(shortened("一二三四，五六七八九", 7), "一二三四…");
        assert_eq!(shortened("Short, and whole.", 99), "Short, and whole.");
    }

    #[test]
    fn what_does_not_fit_is_cut_at_a_word() {
        let line = Frame { height: 40.0, most_lines: 1, largest: 28, smallest: 28, ..FRAME };
        let setting = fitted(&"considerable ".repeat(20), line);
        assert_eq!(setting.lines.len(), 1);
        assert!(setting.lines[0].ends_with("considerable…"));
        assert!(fitted(&"W".repeat(200), line).lines[0].ends_with("W…"));
    }
}
