//! One font file: its characters, their widths, shaping, and masks of its glyphs. [`Face`] is made once per file.

use std::sync::OnceLock;

use harfrust::{Direction, GlyphBuffer, ShapeOptions, ShapePlan, ShaperData, UnicodeBuffer};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider, OutlineGlyphCollection};
use zeno::{Command, Fill, Point};

use super::masks::{Mask, MaskCache};
use super::script::Script;

/// Places of a glyph between two pixels of a line.
pub const PHASES: usize = 4;

pub struct Face {
    font: FontRef<'static>,
    outlines: OutlineGlyphCollection<'static>,
    /// Font units in an em.
    units: u16,
    shaping: ShaperData,
    /// How a script is shaped in a direction, worked out when it first occurs.
    plans: [OnceLock<ShapePlan>; 2 * Script::COUNT],
    masks: MaskCache,
}

impl Face {
    pub fn new(file: &'static [u8]) -> Self {
        let font = FontRef::new(file).expect("the embedded fonts are sound");
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        Face {
            outlines: font.outline_glyphs(),
            units: metrics.units_per_em,
            shaping: ShaperData::new(&font),
            plans: Default::default(),
            masks: MaskCache::new(metrics.glyph_count, PHASES),
            font,
        }
    }

    /// Each character of the font, and its width in ems.
    pub fn widths(&self) -> impl Iterator<Item = (char, f32)> {
        let glyphs = self.font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let em = f32::from(self.units);
        let width = move |(code, glyph)| Some((char::from_u32(code)?, glyphs.advance_width(glyph)? / em));
        self.font.charmap().mappings().filter_map(width)
    }

    pub fn has(&self, c: char) -> bool {
        self.font.charmap().map(c).is_some()
    }

    /// The glyphs of a run of one script in one direction, from left to right, in font units.
    pub fn shape(&self, text: &str, script: Script, rtl: bool) -> GlyphBuffer {
        let direction = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let shaper = self.shaping.shaper(&self.font).build();
        let plan = self.plans[2 * script as usize + usize::from(rtl)]
            .get_or_init(|| ShapePlan::new(&shaper, direction, Some(script.tag()), None, &[]));
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(direction);
        buffer.set_script(script.tag());
        shaper.shape(buffer, ShapeOptions::new().plan(Some(plan)))
    }

    /// Font units at a size in pixels, as `parts` of a pixel, rounded.
    pub fn scaled(&self, units: i32, size: u16, parts: i32) -> i32 {
        let em = i64::from(self.units);
        let exact = i64::from(units) * i64::from(size) * i64::from(parts);
        i32::try_from((2 * exact + em).div_euclid(2 * em)).expect("lines are shorter than millions of pixels")
    }

    /// Shows `draw` a glyph at a size in pixels, moved right by `phase` parts of [`PHASES`].
    pub fn with_mask(&self, glyph: u32, size: u16, phase: usize, draw: impl FnOnce(&Mask)) {
        let make = || self.rasterised(glyph, size, phase);
        self.masks.with(size, glyph as usize * PHASES + phase, make, draw);
    }

    /// How many masks were made so far.
    #[cfg(test)]
    pub fn masks_made(&self) -> usize {
        self.masks.made()
    }

    fn rasterised(&self, glyph: u32, size: u16, phase: usize) -> Mask {
        let mut pen = Pen {
            path: vec![],
            scale: f32::from(size) / f32::from(self.units),
            // A small whole number.
            shift: phase as f32 / PHASES as f32,
        };
        if let Some(outline) = self.outlines.get(GlyphId::new(glyph)) {
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            outline.draw(settings, &mut pen).expect("the embedded fonts are sound");
        }
        Mask::of(&pen.path[..], Fill::NonZero)
    }
}

/// Collects an outline in pixels, with y going down.
struct Pen {
    path: Vec<Command>,
    scale: f32,
    shift: f32,
}

impl Pen {
    fn point(&self, x: f32, y: f32) -> Point {
        Point::new(x * self.scale + self.shift, -y * self.scale)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.push(Command::MoveTo(self.point(x, y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.push(Command::LineTo(self.point(x, y)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.push(Command::QuadTo(self.point(cx, cy), self.point(x, y)));
    }

    fn curve_to(&mut self, cx: f32, cy: f32, dx: f32, dy: f32, x: f32, y: f32) {
        self.path.push(Command::CurveTo(self.point(cx, cy), self.point(dx, dy), self.point(x, y)));
    }

    fn close(&mut self) {
        self.path.push(Command::Close);
    }
}
