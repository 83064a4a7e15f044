//! The pixels of a card: [`Canvas`].

use serde::Serialize;

use super::colour::{Colour, Ink, PAPER};
use super::contents::SIZE;
use super::masks::{LEVELS, Mask};

const WIDTH: usize = SIZE.0 as usize;
const HEIGHT: usize = SIZE.1 as usize;
/// A row begins with a byte for PNG's filter, which is always 0: neighbours in a palette are not alike, so differences between them would
/// only be noise.
const ROW: usize = WIDTH + 1;

/// A picture with a palette. Each ink takes [`LEVELS`] places of it, from the faintest to the full; what is drawn later has later places,
/// so that of two colours on one pixel the later, and of two levels the stronger, is the larger number.
pub struct Canvas {
    rows: Vec<u8>,
    palette: Vec<Colour>,
    /// The first place of each ink.
    inks: Vec<(Ink, u8)>,
}

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rectangle {
    pub left: i32,
    pub top: i32,
    pub width: i32,
    pub height: i32,
}

impl Canvas {
    pub fn new() -> Self {
        let mut canvas = Canvas { rows: vec![0; ROW * HEIGHT], palette: vec![], inks: vec![] };
        canvas.clear();
        canvas
    }

    /// Blank paper again.
    pub fn clear(&mut self) {
        self.rows.fill(0);
        self.inks.clear();
        self.palette.clear();
        self.palette.push(PAPER);
    }

    /// Rows of palette places, each after its filter byte.
    pub fn rows(&self) -> &[u8] {
        &self.rows
    }

    pub fn palette(&self) -> &[Colour] {
        &self.palette
    }

    /// # Panics
    /// When there are more colours than a palette has places. A card has at most 5 inks, 4 fills and the inks of a logo.
    pub fn fill(&mut self, area: Rectangle, colour: Colour) {
        let place = self.next_place();
        self.palette.push(colour);
        let columns = clipped(area.left, area.left + area.width, WIDTH);
        for y in clipped(area.top, area.top + area.height, HEIGHT) {
            self.row(y)[columns.clone()].fill(place);
        }
    }

    /// Draws a mask around the point (`x`, `y`). What lies outside of the canvas is left out.
    pub fn stamp(&mut self, mask: &Mask, (x, y): (i32, i32), ink: Ink) {
        let left = x + mask.left;
        let width = i32::try_from(mask.width).expect("a mask is no wider than a card");
        let columns = clipped(left, left + width, WIDTH);
        if columns.is_empty() || mask.width == 0 {
            return;
        }
        let first = self.place(ink);
        let skipped = columns.start.saturating_add_signed(-left as isize);
        for (levels, y) in mask.levels.chunks_exact(mask.width).zip(y + mask.top..) {
            let Some(y) = usize::try_from(y).ok().filter(|y| *y < HEIGHT) else { continue };
            let pixels = &mut self.row(y)[columns.clone()];
            for (pixel, level) in pixels.iter_mut().zip(&levels[skipped..]) {
                let drawn = if *level == 0 { 0 } else { first + *level };
                *pixel = (*pixel).max(drawn);
            }
        }
    }

    fn row(&mut self, y: usize) -> &mut [u8] {
        &mut self.rows[y * ROW + 1..(y + 1) * ROW]
    }

    /// The place before the first of an ink's.
    fn place(&mut self, ink: Ink) -> u8 {
        if let Some((_, place)) = self.inks.iter().find(|(known, _)| *known == ink) {
            return *place;
        }
        let place = self.next_place() - 1;
        self.palette.extend((1..=LEVELS).map(|level| ink.colour.over(ink.ground, level, LEVELS)));
        self.inks.push((ink, place));
        place
    }

    fn next_place(&self) -> u8 {
        u8::try_from(self.palette.len()).expect("a card has few colours")
    }
}

/// `from..to` without what is below 0 or not below `end`.
fn clipped(from: i32, to: i32, end: usize) -> std::ops::Range<usize> {
    let inside = |place: i32| usize::try_from(place).unwrap_or(0).min(end);
    inside(from)..inside(to)
}
