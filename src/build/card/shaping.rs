//! From a line of text to glyphs in their places: [`ShapedLine`].

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use super::fonts::{Typeface, is_rtl};
use super::script::{Script, is_joiner};
use citeback_quote::text::fold;

/// Positions are counted in these parts of a pixel.
pub const PARTS: i32 = 64;

/// The glyphs of a line.
#[derive(Debug, Default)]
pub struct ShapedLine {
    pub glyphs: Vec<PlacedGlyph>,
    /// In [`PARTS`] of a pixel.
    pub width: i32,
}

/// A glyph in a line.
#[derive(Debug, Clone, Copy)]
pub struct PlacedGlyph {
    /// Which face of the typeface has it.
    pub face: usize,
    pub glyph: u32,
    /// From the left end of the baseline, to the right and up, in [`PARTS`] of a pixel.
    pub x: i32,
    pub y: i32,
}

/// A part of a line in one script, one direction and one face.
struct Run {
    text: Range<usize>,
    face: usize,
    script: Option<Script>,
}

impl Typeface {
    /// The width of settable text in ems. Kerning is not in it, except where letters join: it is worth less than a hundredth of a line.
    pub fn width(&self, text: &str) -> f32 {
        self.unshaped_width(text).unwrap_or_else(|| shaped_width(self, text))
    }
}

#[expect(clippy::cast_precision_loss, reason = "widths are far below what a float counts exactly")]
fn shaped_width(typeface: &Typeface, text: &str) -> f32 {
    const SIZE: u16 = 100;
    let rtl = is_rtl([text]).unwrap_or(false);
    ShapedLine::new(typeface, text, rtl, SIZE).width as f32 / PARTS as f32 / f32::from(SIZE)
}

impl ShapedLine {
    /// Shapes `text` at a size in pixels; `rtl` when its sentences run from right to left. All its characters must be in `typeface`.
    pub fn new(typeface: &Typeface, text: &str, rtl: bool, size: u16) -> Self {
        let mut line = ShapedLine::default();
        for (range, rtl) in directions(text, rtl) {
            let mut runs = runs(typeface, text, range);
            if rtl {
                runs.reverse();
            }
            for run in runs {
                line.push(typeface, text, &run, rtl, size);
            }
        }
        line
    }

    fn push(&mut self, typeface: &Typeface, text: &str, run: &Run, rtl: bool, size: u16) {
        let face = typeface.face(run.face);
        let shaped = face.shape(&text[run.text.clone()], run.script.unwrap_or(Script::Common), rtl);
        let scaled = |units| face.scaled(units, size, PARTS);
        // In font units, so that no rounding adds up.
        let mut pen = 0;
        for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            self.glyphs.push(PlacedGlyph {
                face: run.face,
                glyph: info.glyph_id,
                x: self.width + scaled(pen + position.x_offset),
                y: scaled(position.y_offset),
            });
            pen += position.x_advance;
        }
        self.width += scaled(pen);
    }
}

/// The parts of a line that run in one direction, from left to right as they are seen, and whether each runs from right to left.
fn directions(text: &str, rtl: bool) -> Vec<(Range<usize>, bool)> {
    if !rtl && !text.chars().any(|c| Script::of(c).is_some_and(Script::is_rtl)) {
        return vec![(0..text.len(), false)];
    }
    let bidi = BidiInfo::new(text, Some(if rtl { Level::rtl() } else { Level::ltr() }));
    // Settable text has no control characters, so it is one paragraph.
    let Some(paragraph) = bidi.paragraphs.first() else { return vec![] };
    let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
    runs.into_iter().map(|run| (run.clone(), levels[run.start].is_rtl())).collect()
}

/// Cuts a part of a line where script or face change, in the order of reading. Figures and signs belong to the script before them.
fn runs(typeface: &Typeface, text: &str, range: Range<usize>) -> Vec<Run> {
    let mut runs: Vec<Run> = vec![];
    for (at, c) in text[range.clone()].char_indices() {
        let (from, to) = (range.start + at, range.start + at + c.len_utf8());
        let script = Script::of(c);
        let before = runs.last_mut();
        // A mark stays with its letter, if it can.
        let clings = |run: &Run| (fold::is_mark(c) || is_joiner(c)) && typeface.face(run.face).has(c);
        let face = before.as_ref().filter(|run| clings(run)).map_or_else(|| typeface.face_of(c), |run| run.face);
        let inherited = before.as_ref().and_then(|run| run.script);
        match before {
            Some(run) if run.face == face && (script.is_none() || run.script.is_none() || run.script == script) => {
                run.text.end = to;
                run.script = inherited.or(script);
            }
            _ => runs.push(Run { text: from..to, face, script: script.or(inherited) }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::ShapedLine;
    use crate::build::card::fonts::Fonts;

    /// The glyphs of a line of labels, from left to right.
    fn glyphs(text: &str, rtl: bool) -> Vec<(usize, u32)> {
        let shaped = ShapedLine::new(&Fonts::new().sans, text, rtl, 40);
        shaped.glyphs.iter().map(|glyph| (glyph.face, glyph.glyph)).collect()
    }

    #[test]
    fn words_of_both_directions_stand_in_their_order() {
        let [hebrew, figures] = ["אב", "12"].map(|text| glyphs(text, true));
        let line = glyphs("אב 12", true);
        assert_eq!((&line[..2], &line[3..]), (&figures[..], &hebrew[..]));
        let line = glyphs("12 אב", false);
        assert_eq!((&line[..2], &line[3..]), (&figures[..], &hebrew[..]));
    }

    #[test]
    fn brackets_turn_with_the_direction() {
        let [open, shut] = ["(", ")"].map(|bracket| glyphs(bracket, false)[0]);
        let line = glyphs("(א)", true);
        assert_eq!((line[0], line[2]), (open, shut));
    }

    #[test]
    fn letters_are_kerned_and_joined() {
        let width = |text| ShapedLine::new(&Fonts::new().sans, text, false, 40).width;
        assert!(width("AV") < width("A") + width("V"));
        assert_eq!(glyphs("क्ष", false).len(), 1);
        assert_ne!(glyphs("ببب", true), glyphs("ب", true).repeat(3));
    }

    #[test]
    fn a_mark_is_put_on_its_letter() {
        let shaped = ShapedLine::new(&Fonts::new().sans, "ɛ\u{300}", false, 40);
        let alone = ShapedLine::new(&Fonts::new().sans, "ɛ", false, 40);
        assert_eq!((shaped.glyphs.len(), shaped.width), (2, alone.width));
    }
}
