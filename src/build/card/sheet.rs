//! The paper that a card is drawn on, and its inks: [`Sheet`].
//!
//! Places are pixels from the top and from the side on which lines begin; a sheet mirrors them for languages that are written from right
//! to left.

use crate::base::escaping::escape;
use std::fmt::{self, Display, Formatter, Write as _};

use super::contents::SIZE;
use super::fonts::Typeface;
use super::lines::SetText;
use crate::model::Tone;

pub const WIDTH: f32 = 1200.0;
pub const HEIGHT: f32 = 630.0;

pub const PAPER: Colour = Colour([0xFC, 0xFB, 0xF8]);
pub const INK: Colour = Colour([0x1F, 0x1E, 0x1B]);
pub const QUIET: Colour = Colour([0x5D, 0x5A, 0x53]);

/// Half the height of a capital, in ems: from the middle of a line down to its baseline.
const HALF_CAPITAL: f32 = 0.357;

/// A card while it is drawn.
pub struct Sheet {
    svg: String,
    mirrored: bool,
}

impl Sheet {
    /// A sheet of paper; `mirrored` when lines begin on the right.
    pub fn new(mirrored: bool) -> Self {
        let (width, height) = SIZE;
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">"#
        );
        let mut sheet = Sheet { svg, mirrored };
        sheet.fill(Area { x: 0.0, y: 0.0, width: WIDTH, height: HEIGHT }, PAPER);
        sheet
    }

    pub fn finish(mut self) -> String {
        self.svg.push_str("</svg>");
        self.svg
    }

    pub fn fill(&mut self, area: Area, colour: Colour) {
        let Area { x, y, width, height } = area;
        let x = self.side(x, width);
        self.push(format_args!(
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill="{colour}"/>"#
        ));
    }

    /// The shape of a tone in its colour, in a square with sides of `size`.
    pub fn shape(&mut self, tone: Tone, x: f32, y: f32, size: f32) {
        let x = self.side(x, size);
        let (scale, colour, path) = (size / 16.0, ink(tone), shape(tone));
        self.push(format_args!(
            r#"<path transform="translate({x:.1} {y:.1}) scale({scale:.3})" fill="{colour}" fill-rule="evenodd" d="{path}"/>"#
        ));
    }

    /// Lines that begin at `x`, the first of them below `y`.
    pub fn text(&mut self, face: &Typeface, setting: &SetText, (x, y): (f32, f32), colour: Colour) {
        let (x, anchor) = (self.side(x, 0.0), if self.mirrored { "end" } else { "start" });
        let (family, weight, size) = (face.family, face.weight, setting.size);
        self.push(format_args!(
            r#"<g font-family="{family}" font-weight="{weight}" font-size="{size}" text-anchor="{anchor}" fill="{colour}">"#
        ));
        let mut baseline = y + setting.leading / 2.0 + size * HALF_CAPITAL;
        for line in &setting.lines {
            self.push(format_args!(r#"<text x="{x:.1}" y="{baseline:.1}">"#));
            escape(line, &mut self.svg);
            self.svg.push_str("</text>");
            baseline += setting.leading;
        }
        self.svg.push_str("</g>");
    }

    /// The left edge of something `width` wide that is `x` away from where lines begin.
    fn side(&self, x: f32, width: f32) -> f32 {
        if self.mirrored { WIDTH - x - width } else { x }
    }

    fn push(&mut self, piece: fmt::Arguments<'_>) {
        self.svg.write_fmt(piece).expect("writing to a string does not fail");
    }
}

/// A rectangle by its corner at the top, on the side where lines begin.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// Red, green, blue.
#[derive(Debug, Clone, Copy)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// A breath of this colour on paper.
    pub fn tint(self) -> Colour {
        let mut tint = [0; 3];
        for (tint, (own, paper)) in tint.iter_mut().zip(self.0.into_iter().zip(PAPER.0)) {
            let mixed = (u32::from(own) * 9 + u32::from(paper) * 91) / 100;
            *tint = u8::try_from(mixed).expect("a mean of two bytes is a byte");
        }
        Colour(tint)
    }
}

impl Display for Colour {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The tones of the default theme on light paper.
pub fn ink(tone: Tone) -> Colour {
    Colour(match tone {
        Tone::Positive => [0x1D, 0x6B, 0x3C],
        Tone::Mixed => [0x85, 0x54, 0x00],
        Tone::Negative => [0xA1, 0x2C, 0x24],
        Tone::Neutral => [0x55, 0x52, 0x4B],
    })
}

/// The shapes of the default theme, in a square of 16 by 16: a tick, a half disc, a cross, a ring.
fn shape(tone: Tone) -> &'static str {
    match tone {
        Tone::Positive => "M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zM3.2 8.3l3.4 3.4 6.2-6.4-1.3-1.3-4.9 5-2.1-2z",
        Tone::Mixed => "M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zm0 1.8v12.4A6.2 6.2 0 0 0 8 1.8z",
        Tone::Negative => concat!(
            "M4.6 0h6.8L16 4.6v6.8L11.4 16H4.6L0 11.4V4.6zm.6 3.8L3.8 5.2 6.6 8l-2.8 2.8 1.4 1.4L8 9.4",
            "l2.8 2.8 1.4-1.4L9.4 8l2.8-2.8-1.4-1.4L8 6.6z"
        ),
        Tone::Neutral => {
            "M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zm0 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM4.5 7h7v2h-7z"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{INK, PAPER, QUIET, ink, shape};
    use crate::model::Tone;

    #[test]
    fn shapes_and_colours_are_those_of_the_theme() {
        let theme = include_str!("../../../static/citeback.css");
        for (name, colour) in [("paper", PAPER), ("ink", INK), ("quiet", QUIET)] {
            assert!(theme.contains(&format!("--{name}: light-dark({colour}, ")), "{name}");
        }
        for tone in [Tone::Positive, Tone::Mixed, Tone::Negative, Tone::Neutral] {
            assert!(theme.contains(shape(tone)), "{}", tone.name());
            assert!(theme.contains(&format!("--{}: light-dark({}, ", tone.name(), ink(tone))), "{}", tone.name());
        }
    }
}
