//! Share cards: the pictures that chats and social networks show beside a link. Entry point: [`CardPainter`], which lays a [`Card`] out as
//! SVG and turns that into a PNG; [`card_key`] tells whether a picture is already at hand.

mod contents;
mod drawing;
mod fonts;
mod lines;
mod picture;
mod sheet;
#[cfg(test)]
mod tests;

pub use contents::{Card, SIZE};
use fonts::Fonts;

/// Raised by one whenever the same SVG would make another picture: a change in `picture`, a new version of resvg.
const PICTURE_VERSION: u32 = 1;

/// The fonts, made ready once a run and shared by all threads.
#[derive(Debug)]
pub struct CardPainter {
    fonts: Fonts,
}

impl CardPainter {
    pub fn new() -> Self {
        CardPainter { fonts: Fonts::new() }
    }

    /// Lays a card out. A text with a character that the fonts lack is left out whole, so that no card ever shows boxes: without the
    /// statement the verdict's seal is larger, without its label the seal is its shape alone.
    pub fn svg(&self, card: &Card<'_>) -> String {
        drawing::draw(&self.fonts, card)
    }

    /// Turns what [`CardPainter::svg`] made into a PNG of [`SIZE`]; the same bytes for the same SVG.
    ///
    /// # Panics
    /// When `svg` is not well-formed.
    pub fn png(&self, svg: &str) -> Vec<u8> {
        picture::png(svg, self.fonts.database())
    }
}

impl Default for CardPainter {
    fn default() -> Self {
        CardPainter::new()
    }
}

/// The name under which the picture of `svg` is kept, as lower-case hexadecimal: BLAKE3 over the SVG, the fonts, and the version of the
/// code that makes the picture.
pub fn card_key(svg: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&PICTURE_VERSION.to_le_bytes());
    hasher.update(fonts::digest().as_bytes());
    hasher.update(svg.as_bytes());
    hasher.finalize().to_hex().to_string()
}
