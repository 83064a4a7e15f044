//! Theme settings that need no template: [`ThemeSettings`].

use std::collections::BTreeMap;

use super::colour::Colour;

/// What `theme` in brief.yaml changes of the default theme. Each typeface is a CSS `font-family` list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ThemeSettings {
    pub accent: Option<Colour>,
    pub text_font: Option<String>,
    pub heading_font: Option<String>,
    pub label_font: Option<String>,
    pub code_font: Option<String>,
    pub font_files: Vec<FontFile>,
    pub logo: Option<Logo>,
    /// A stylesheet that pages load after the theme's own, by its path below static/.
    pub stylesheet: Option<String>,
    pub light: Palette,
    pub dark: Palette,
    /// Whether the header goes across the whole window.
    pub wide_header: bool,
}

/// Colours of one scheme, by their names in brief.yaml.
pub type Palette = BTreeMap<&'static str, Colour>;

/// A typeface of the site's own: a file below static/.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile {
    /// Relative to static/.
    pub path: String,
    /// The name by which the lists of typefaces refer to it.
    pub family: String,
    /// From 1 to 1000: the lightest and the heaviest weight that the file has.
    pub weights: (u16, u16),
    pub italic: bool,
}

/// The publisher's logo: files below static/.
#[derive(Debug, Clone, PartialEq)]
pub struct Logo {
    /// Relative to static/.
    pub path: String,
    /// The picture to show on dark pages.
    pub dark: Option<String>,
    /// Alternative text.
    pub alt: String,
    /// In pixels, or in the units of its drawing.
    pub width: usize,
    pub height: usize,
    /// What share cards show of it; `None` for what cannot be drawn there.
    pub drawing: Option<Drawing>,
}

/// A picture that is made of filled paths.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub width: f32,
    pub height: f32,
    /// From the first to the last drawn.
    pub parts: Vec<DrawnPath>,
}

/// A path in the notation of SVG, in absolute commands from the picture's upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnPath {
    pub path: String,
    /// Whether it is filled by the even-odd rule.
    pub even_odd: bool,
    /// `None` where the file gives none: the colour of text.
    pub colour: Option<Colour>,
}
