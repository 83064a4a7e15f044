//! Share cards: the pictures that chats and social networks show with a link. Entry point: [`CardPainter`], which lays a [`Card`] out
//! and draws the layout as a PNG; [`card_key`] is the key under which a picture is cached.
//!
//! Glyphs are drawn once as masks in eight levels, which are then copied onto a canvas of one byte a pixel. All of it is computed in
//! integers or in operations that IEEE 754 fixes, so every machine makes the same bytes.

mod canvas;
mod colour;
mod contents;
mod drawing;
mod face;
mod fonts;
mod layout;
mod lines;
mod masks;
mod paths;
mod picture;
mod png;
mod script;
mod shapes;
mod shaping;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, PoisonError};

pub use contents::{Card, SIZE, Seal};
pub use drawing::MAX_LOGO_COLOURS;
use fonts::Fonts;
pub use layout::Layout;
pub use paths::placed;
use picture::DrawBuffers;
use shapes::Shapes;
pub use shapes::path as shape;

/// Raised by one whenever the same layout would make another picture: a change in how it is drawn, a new version of a crate that draws.
const PICTURE_VERSION: u32 = 2;

/// The fonts and all that was drawn with them, made once a run and shared by all threads.
pub struct CardPainter {
    fonts: Fonts,
    shapes: Shapes,
    /// Buffers that no thread is using.
    idle: Mutex<Vec<DrawBuffers>>,
}

impl CardPainter {
    pub fn new() -> Self {
        CardPainter { fonts: Fonts::new(), shapes: Shapes::new(), idle: Mutex::default() }
    }

    /// Lays a card out. A text with a character that the fonts lack is left out whole, so that no card ever shows boxes: without the
    /// statement the verdict's seal is larger, without its label the seal is its shape alone.
    pub fn layout(&self, card: &Card<'_>) -> Layout {
        drawing::draw(&self.fonts, card)
    }

    /// Draws what [`CardPainter::layout`] made as a PNG of [`SIZE`]; the same bytes for the same layout.
    pub fn png(&self, layout: &Layout) -> Vec<u8> {
        let buffers = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut buffers = buffers.unwrap_or_else(DrawBuffers::new);
        let png = buffers.png(layout, &self.fonts, &self.shapes);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(buffers);
        png
    }
}

impl Default for CardPainter {
    fn default() -> Self {
        CardPainter::new()
    }
}

/// The name under which the picture of a layout is kept, as lower-case hexadecimal: BLAKE3 over the layout, the fonts, and the version of
/// the code that makes the picture.
pub fn card_key(layout: &Layout) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&PICTURE_VERSION.to_le_bytes());
    hasher.update(fonts::digest().as_bytes());
    serde_json::to_writer(&mut hasher, layout).expect("a layout is numbers and texts, and hashing does not fail");
    hasher.finalize().to_hex().to_string()
}
