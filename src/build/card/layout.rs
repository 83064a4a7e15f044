//! A card as a list of what is drawn, [`Layout`], and the [`Sheet`] that such a list is written on.
//!
//! A sheet's places are pixels from the top and from the side on which lines begin; it mirrors them for languages that are written from
//! right to left. A layout's are whole pixels from the top and from the left.

use serde::{Serialize, Serializer};

use super::canvas::Rectangle;
use super::colour::{Colour, Ink};
use super::fonts::{self, Style, Typeface};
use super::lines::SetText;
use super::paths::placed;
use super::shapes;
use crate::model::{Drawing, Icon, Look};

pub const WIDTH: f32 = 1200.0;
pub const HEIGHT: f32 = 630.0;

/// Half the height of a capital, in ems: from the middle of a line down to its baseline.
const HALF_CAPITAL: f32 = 0.357;

/// What is drawn on paper, from the first to the last. Equal layouts make equal pictures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Layout {
    pub(super) items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) enum Item {
    Fill(Rectangle, Colour),
    Shape(Shape),
    Outline(Outline),
    Line(Line),
}

/// The shape of a verdict in a square.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Shape {
    #[serde(serialize_with = "as_path")]
    pub look: Look,
    pub left: i32,
    pub top: i32,
    pub size: u16,
    pub ink: Ink,
}

/// A filled path of the site's own: of a verdict's symbol, or of a logo.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Outline {
    /// In pixels from its corner at the top left.
    pub path: String,
    pub even_odd: bool,
    pub left: i32,
    pub top: i32,
    pub ink: Ink,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Line {
    pub text: String,
    /// Whether sentences run from right to left in it.
    pub rtl: bool,
    pub style: Style,
    pub size: u16,
    /// Its left end; its right end where `ends_here`.
    pub x: i32,
    pub ends_here: bool,
    pub baseline: i32,
    pub ink: Ink,
}

/// The path itself, so that a layout with another shape is another layout.
fn as_path<S: Serializer>(look: &Look, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(shapes::path(*look))
}

/// A card while it is laid out.
pub struct Sheet {
    layout: Layout,
    mirrored: bool,
}

/// A rectangle by its corner at the top, on the side where lines begin.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Sheet {
    /// A sheet of paper; `mirrored` when lines begin on the right.
    pub fn new(mirrored: bool) -> Self {
        Sheet { layout: Layout { items: vec![] }, mirrored }
    }

    pub fn finish(self) -> Layout {
        self.layout
    }

    pub fn fill(&mut self, area: Area, colour: Colour) {
        let x = self.side(area.x, area.width);
        let (left, top) = (pixel(x), pixel(area.y));
        let (width, height) = (pixel(x + area.width) - left, pixel(area.y + area.height) - top);
        self.layout.items.push(Item::Fill(Rectangle { left, top, width, height }, colour));
    }

    /// The shape of a verdict in a square with sides of `size`.
    pub fn shape(&mut self, look: Look, (x, y): (f32, f32), size: u16, ink: Ink) {
        let (left, top) = (pixel(self.side(x, f32::from(size))), pixel(y));
        self.layout.items.push(Item::Shape(Shape { look, left, top, size, ink }));
    }

    /// A symbol of the site's own in a square with sides of `size`.
    pub fn icon(&mut self, icon: &Icon, (x, y): (f32, f32), size: u16, ink: Ink) {
        let (left, top) = (pixel(self.side(x, f32::from(size))), pixel(y));
        if let Some(path) = placed(&icon.path, (0.0, 0.0), f32::from(size) / 16.0) {
            self.layout.items.push(Item::Outline(Outline { path, even_odd: icon.even_odd, left, top, ink }));
        }
    }

    /// A picture in an area of its proportions; `ink` is the colour of what has none.
    pub fn drawing(&mut self, drawing: &Drawing, area: Area, ink: Ink) {
        let (left, top) = (pixel(self.side(area.x, area.width)), pixel(area.y));
        for part in &drawing.parts {
            let ink = part.colour.map_or(ink, |colour| Ink { colour: Colour(colour.0), ..ink });
            if let Some(path) = placed(&part.path, (0.0, 0.0), area.width / drawing.width) {
                self.layout.items.push(Item::Outline(Outline { path, even_odd: part.even_odd, left, top, ink }));
            }
        }
    }

    /// Lines that begin at `x`, the first of them below `y`.
    pub fn text(&mut self, face: &Typeface, setting: &SetText, (x, y): (f32, f32), ink: Ink) {
        let x = pixel(self.side(x, 0.0));
        let rtl = fonts::is_rtl(setting.lines.iter().map(String::as_str)).unwrap_or(self.mirrored);
        let mut baseline = y + setting.leading / 2.0 + f32::from(setting.size) * HALF_CAPITAL;
        for text in &setting.lines {
            self.layout.items.push(Item::Line(Line {
                text: text.clone(),
                rtl,
                style: face.style,
                size: setting.size,
                x,
                ends_here: self.mirrored,
                baseline: pixel(baseline),
                ink,
            }));
            baseline += setting.leading;
        }
    }

    /// The left edge of something `width` wide that is `x` away from where lines begin.
    fn side(&self, x: f32, width: f32) -> f32 {
        if self.mirrored { WIDTH - x - width } else { x }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "places are on a card or near it")]
fn pixel(place: f32) -> i32 {
    place.round() as i32
}
