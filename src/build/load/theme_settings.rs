//! `theme` in brief.yaml: colours, typefaces, the logo and a stylesheet. Entry point: [`theme_settings`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::colour::colour;
use super::fields::FieldReader;
use super::static_files::StaticFiles;
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::{FontFile, Logo, Palette, ThemeSettings};
use crate::notes::yaml::Path;

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ThemeFields {
    /// The colour of links and highlights, in quotation marks: # and six hexadecimal digits.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#1f4e79")]
    accent: Option<String>,
    /// The typefaces, by what they are for.
    fonts: Option<FontFields>,
    /// The publisher’s logo, shown at the top of every page and on share cards.
    logo: Option<LogoFields>,
    /// A stylesheet of your own that every page loads after the theme’s: its path in the folder static.
    #[schemars(example = &"newsroom.css")]
    stylesheet: Option<String>,
    /// Further colours, for light and for dark pages.
    colors: Option<SchemeFields>,
    /// Whether the top of every page is as wide as the text or as the window.
    #[schemars(extend("enum" = HEADERS, "enumDescriptions" = ["As wide as the text below it.", "As wide as the window."], "default" = "text"))]
    header: Option<String>,
}

const HEADERS: [&str; 2] = ["text", "wide"];

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FontFields {
    /// For body text: names separated by commas.
    #[schemars(example = &"Georgia, serif")]
    text: Option<String>,
    /// For headings, if they differ from the text: names separated by commas.
    #[schemars(example = &"Georgia, serif")]
    headings: Option<String>,
    /// For labels and navigation: names separated by commas.
    #[schemars(example = &"Inter, sans-serif")]
    labels: Option<String>,
    /// For code: names separated by commas.
    #[schemars(example = &"Consolas, monospace")]
    code: Option<String>,
    /// Typefaces of your own, which readers load from the site: one entry for each file.
    files: Option<Vec<FontFileFields>>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FontFileFields {
    /// The name of the typeface, by which the lists above refer to it.
    #[schemars(required, example = &"Harbour Serif")]
    family: Option<String>,
    /// The file: its path in the folder static. WOFF2, WOFF, TrueType or OpenType.
    #[schemars(required, example = &"fonts/harbour-serif.woff2")]
    file: Option<String>,
    /// The weight that the file has, from 1 to 1000; for a variable typeface the lightest and the heaviest.
    #[schemars(example = &"100 900", extend("default" = "400"))]
    weight: Option<String>,
    /// Whether the letters are upright or italic.
    #[schemars(extend("enum" = STYLES, "enumDescriptions" = ["Upright letters.", "Italic letters."], "default" = "normal"))]
    style: Option<String>,
}

const STYLES: [&str; 2] = ["normal", "italic"];

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LogoFields {
    /// The picture: its path in the folder static. SVG, PNG, JPEG, WebP, AVIF or GIF; share cards show an SVG of filled shapes.
    #[schemars(required, example = &"logo.svg")]
    file: Option<String>,
    /// The same for dark pages, if the picture would be hard to see there.
    #[schemars(example = &"logo-dark.svg")]
    dark: Option<String>,
    /// Alternative text: what the logo says.
    #[schemars(required, example = &"The Example Times")]
    alt: Option<String>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SchemeFields {
    /// Colours of light pages.
    light: Option<PaletteFields>,
    /// Colours of dark pages.
    dark: Option<PaletteFields>,
}

/// Each is # and six hexadecimal digits, in quotation marks.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PaletteFields {
    /// The background of pages.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#ffffff")]
    paper: Option<String>,
    /// The background of boxes on them.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#f2f2f2")]
    raised: Option<String>,
    /// Text.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#1a1a1a")]
    ink: Option<String>,
    /// Less prominent text.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#595959")]
    quiet: Option<String>,
    /// Lines and borders.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#d9d9d9")]
    rule: Option<String>,
    /// Links and highlights, instead of the one accent for both schemes.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#1f4e79")]
    accent: Option<String>,
    /// The background of cited passages.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#fdf0bd")]
    mark: Option<String>,
    /// The background where several passages overlap.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#f8df85")]
    mark_deep: Option<String>,
    /// The lines beside cited passages.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#a98410")]
    mark_line: Option<String>,
    /// Verdicts that support a claim.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#1d6b3c")]
    positive: Option<String>,
    /// Verdicts that support a part of it.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#855400")]
    mixed: Option<String>,
    /// Verdicts that do not support it.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#a12c24")]
    negative: Option<String>,
    /// Verdicts that leave it open.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#55524b")]
    neutral: Option<String>,
}

/// Reads the settings; the files that they name are sought among those of static/.
pub(super) fn theme_settings(
    fields: &mut FieldReader<'_>,
    given: ThemeFields,
    statics: StaticFiles<'_>,
) -> ThemeSettings {
    let path = Path::top().key("theme");
    let fonts = given.fonts.unwrap_or_default();
    let mut list = |name: &'static str, family: Option<String>| {
        family.and_then(|family| font(fields, &path.clone().key("fonts").key(name), family))
    };
    let (text_font, heading_font) = (list("text", fonts.text), list("headings", fonts.headings));
    let (label_font, code_font) = (list("labels", fonts.labels), list("code", fonts.code));
    let files = fonts.files.unwrap_or_default().into_iter().enumerate();
    let font_files = files
        .filter_map(|(i, file)| font_file(fields, &path.clone().key("fonts").key("files").index(i), file, statics))
        .collect();
    let logo = given.logo.and_then(|logo| self::logo(fields, &path.clone().key("logo"), logo, statics));
    let stylesheet =
        given.stylesheet.and_then(|name| statics.stylesheet(fields, &path.clone().key("stylesheet"), &name));
    let schemes = given.colors.unwrap_or_default();
    let mut palette = |scheme: &'static str, given: Option<PaletteFields>| {
        given.map(|given| palette(fields, &path.clone().key("colors").key(scheme), given)).unwrap_or_default()
    };
    let (light, dark) = (palette("light", schemes.light), palette("dark", schemes.dark));
    let header = fields.word(&path.clone().key("header"), given.header, &HEADERS, |name| {
        HEADERS.iter().position(|known| *known == name)
    });
    ThemeSettings {
        accent: colour(fields, &path.key("accent"), given.accent.as_deref()),
        text_font,
        heading_font,
        label_font,
        code_font,
        font_files,
        logo,
        stylesheet,
        light,
        dark,
        wide_header: header == Some(1),
    }
}

fn palette(fields: &mut FieldReader<'_>, group: &Path, given: PaletteFields) -> Palette {
    let given: [(&'static str, Option<String>); 13] = [
        ("paper", given.paper),
        ("raised", given.raised),
        ("ink", given.ink),
        ("quiet", given.quiet),
        ("rule", given.rule),
        ("accent", given.accent),
        ("mark", given.mark),
        ("mark_deep", given.mark_deep),
        ("mark_line", given.mark_line),
        ("positive", given.positive),
        ("mixed", given.mixed),
        ("negative", given.negative),
        ("neutral", given.neutral),
    ];
    let mut palette = BTreeMap::new();
    for (name, text) in given {
        let colour = colour(fields, &group.clone().key(name), text.as_deref());
        palette.extend(colour.map(|colour| (name, colour)));
    }
    palette
}

/// A CSS list of typefaces; nothing in it may end the CSS declaration.
fn font(fields: &mut FieldReader<'_>, path: &Path, family: String) -> Option<String> {
    let plain = |c: char| is_plain(c) || matches!(c, ',' | '"' | '\'');
    let closed = |mark: char| family.matches(mark).count().is_multiple_of(2);
    if !family.trim().is_empty() && family.chars().all(plain) && closed('"') && closed('\'') {
        return Some(family.trim().to_owned());
    }
    let finding = Diagnostic::new(Code::BadFont, fields.place(path), format!("“{family}” is not a list of typefaces"));
    fields.push(finding.label("expected names separated by commas, such as: Georgia, serif"));
    None
}

/// Whether a character may be part of the name of a typeface.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.')
}

fn font_file(
    fields: &mut FieldReader<'_>,
    group: &Path,
    given: FontFileFields,
    statics: StaticFiles<'_>,
) -> Option<FontFile> {
    let family = fields.required(group, "family", given.family);
    let file = fields.required(group, "file", given.file);
    let family = family.filter(|family| {
        let sound = family.chars().all(is_plain);
        if !sound {
            let path = group.clone().key("family");
            let message = format!("“{family}” is not the name of a typeface");
            let finding = Diagnostic::new(Code::BadFont, fields.place(&path), message);
            fields.push(finding.label("expected letters, digits, spaces and hyphens"));
        }
        sound
    });
    let path = file.and_then(|file| statics.font(fields, &group.clone().key("file"), &file));
    let style = fields
        .word(&group.clone().key("style"), given.style, &STYLES, |name| STYLES.iter().position(|known| *known == name));
    let weights = match given.weight {
        None => Some((400, 400)),
        Some(text) => weights(fields, &group.clone().key("weight"), &text),
    };
    Some(FontFile { path: path?, family: family?.trim().to_owned(), weights: weights?, italic: style == Some(1) })
}

/// One weight, or the lightest and the heaviest of a variable typeface.
fn weights(fields: &mut FieldReader<'_>, path: &Path, text: &str) -> Option<(u16, u16)> {
    let weight = |text: &str| text.parse::<u16>().ok().filter(|weight| (1..=1000).contains(weight));
    let weights: Option<Vec<u16>> = text.split_whitespace().map(weight).collect();
    let weights = match weights.as_deref() {
        Some([weight]) => Some((*weight, *weight)),
        Some([lightest, heaviest]) if lightest < heaviest => Some((*lightest, *heaviest)),
        _ => None,
    };
    if weights.is_none() {
        let finding = Diagnostic::new(Code::BadFont, fields.place(path), format!("“{text}” is not a weight"));
        fields.push(finding.label("expected a number from 1 to 1000, or for a variable typeface two: 100 900"));
    }
    weights
}

fn logo(fields: &mut FieldReader<'_>, group: &Path, given: LogoFields, statics: StaticFiles<'_>) -> Option<Logo> {
    let alt = fields.required(group, "alt", given.alt);
    let file = fields.required(group, "file", given.file);
    let dark = given.dark.and_then(|dark| statics.picture(fields, &group.clone().key("dark"), &dark));
    let picture = file.and_then(|file| statics.picture(fields, &group.clone().key("file"), &file))?;
    Some(Logo {
        path: picture.path,
        dark: dark.map(|dark| dark.path),
        alt: alt?.trim().to_owned(),
        width: picture.width,
        height: picture.height,
        drawing: picture.drawing,
    })
}
