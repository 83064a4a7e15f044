//! From layout to pixels: [`DrawBuffers`].

use zeno::Fill;

use super::canvas::Canvas;
use super::face::PHASES;
use super::fonts::Fonts;
use super::layout::{Item, Layout, Line, Outline, Shape};
use super::masks::Mask;
use super::png::Encoder;
use super::shapes::Shapes;
use super::shaping::{PARTS, ShapedLine};

/// [`PHASES`], and how many [`PARTS`] of a pixel lie between two.
const STEPS: i32 = PHASES as i32;
const STEP: i32 = PARTS / STEPS;

/// The memory that one thread draws a card in, and then the next.
pub struct DrawBuffers {
    canvas: Canvas,
    encoder: Encoder,
}

impl DrawBuffers {
    pub fn new() -> Self {
        DrawBuffers { canvas: Canvas::new(), encoder: Encoder::new() }
    }

    pub fn png(&mut self, layout: &Layout, fonts: &Fonts, shapes: &Shapes) -> Vec<u8> {
        self.canvas.clear();
        for item in &layout.items {
            match item {
                Item::Fill(area, colour) => self.canvas.fill(*area, *colour),
                Item::Shape(shape) => self.shape(shape, shapes),
                Item::Outline(outline) => self.outline(outline),
                Item::Line(line) => self.line(line, fonts),
            }
        }
        self.encoder.png(&self.canvas)
    }

    fn shape(&mut self, shape: &Shape, shapes: &Shapes) {
        let place = (shape.left, shape.top);
        shapes.with_mask(shape.look, shape.size, |mask| self.canvas.stamp(mask, place, shape.ink));
    }

    /// Few cards of a site share one in the same size, so that none is kept.
    fn outline(&mut self, outline: &Outline) {
        let fill = if outline.even_odd { Fill::EvenOdd } else { Fill::NonZero };
        let mask = Mask::of(outline.path.as_str(), fill);
        self.canvas.stamp(&mask, (outline.left, outline.top), outline.ink);
    }

    fn line(&mut self, line: &Line, fonts: &Fonts) {
        let typeface = fonts.typeface(line.style);
        let shaped = ShapedLine::new(typeface, &line.text, line.rtl, line.size);
        let start = line.x * PARTS - if line.ends_here { shaped.width } else { 0 };
        for glyph in &shaped.glyphs {
            // Across the line to a part of a pixel, for letters to be evenly apart; down to whole ones, for sharp baselines.
            let steps = (start + glyph.x + STEP / 2).div_euclid(STEP);
            let phase = usize::try_from(steps.rem_euclid(STEPS)).expect("a remainder is not negative");
            let place = (steps.div_euclid(STEPS), line.baseline - (glyph.y + PARTS / 2).div_euclid(PARTS));
            let face = typeface.face(glyph.face);
            face.with_mask(glyph.glyph, line.size, phase, |mask| self.canvas.stamp(mask, place, line.ink));
        }
    }
}
