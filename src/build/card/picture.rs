//! From SVG to PNG: [`png()`].

use std::collections::BTreeMap;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::contents::SIZE;

/// Red, green, blue.
type Colour = [u8; 3];

/// Six or so inks with four steps between each and its ground: more, and a card is larger without looking better.
const MAX_COLOURS: usize = 32;

/// Renders `svg` with the given fonts, as a PNG with a palette. Cards have a few inks, and their blends at the edges of letters:
/// a palette keeps of these what the eye can tell apart.
pub fn png(svg: &str, fonts: Arc<Database>) -> Vec<u8> {
    let options = Options { fontdb: fonts, ..Options::default() };
    let tree = Tree::from_str(svg, &options).expect("the layout is well-formed SVG");
    let mut pixmap = Pixmap::new(SIZE.0, SIZE.1).expect("a card has pixels");
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());

    // The paper covers every pixel, so none is transparent.
    let pixels: Vec<Colour> = pixmap.pixels().iter().map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let (palette, index) = palette(&pixels);
    let mut out = vec![];
    let mut encoder = png::Encoder::new(&mut out, SIZE.0, SIZE.1);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::Balanced);
    // Neighbours in a palette are not alike, so differences between pixels would only be noise.
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().expect("writing to memory does not fail");
    writer.write_image_data(&indices(&pixels, &index)).expect("there is an index for each pixel");
    writer.finish().expect("writing to memory does not fail");
    out
}

/// The colours that occur most often, and for each colour of the picture the nearest of them.
fn palette(pixels: &[Colour]) -> (Vec<Colour>, BTreeMap<Colour, u8>) {
    let mut counts: BTreeMap<Colour, usize> = BTreeMap::new();
    for run in pixels.chunk_by(|a, b| a == b) {
        *counts.entry(run[0]).or_default() += run.len();
    }
    let mut colours: Vec<_> = counts.keys().copied().collect();
    colours.sort_by_key(|colour| std::cmp::Reverse(counts[colour]));
    let palette: Vec<Colour> = colours.iter().copied().take(MAX_COLOURS).collect();
    let index = colours.into_iter().map(|colour| (colour, nearest(colour, &palette))).collect();
    (palette, index)
}

fn nearest(colour: Colour, palette: &[Colour]) -> u8 {
    let distance = |other: &Colour| -> u32 {
        colour.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(*b))).map(|difference| difference * difference).sum()
    };
    let best = (0..=u8::MAX).zip(palette).min_by_key(|(_, other)| distance(other));
    best.map_or(0, |(index, _)| index)
}

fn indices(pixels: &[Colour], index: &BTreeMap<Colour, u8>) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.len());
    for run in pixels.chunk_by(|a, b| a == b) {
        out.resize(out.len() + run.len(), index[&run[0]]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{MAX_COLOURS, palette};

    #[test]
    fn a_palette_keeps_the_commonest_colours_and_stands_in_for_the_others() {
        let mut pixels: Vec<_> = (0..=254).flat_map(|red| [[red, 0, 0]; 2]).collect();
        pixels.extend([[9, 9, 200]; 3]);
        pixels.push([9, 9, 201]);
        let (colours, index) = palette(&pixels);
        assert_eq!(colours.len(), MAX_COLOURS);
        assert_eq!(colours[0], [9, 9, 200]);
        assert_eq!(index[&[9, 9, 201]], 0);
    }
}
