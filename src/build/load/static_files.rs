//! Files in static/ that settings of brief.yaml name: [`StaticFiles`] finds and reads them.

use std::collections::BTreeSet;
use std::fs;

use super::drawing::drawing;
use super::fields::FieldReader;
use super::image::{file_in_static, measured};
use super::theme::{Bytes, Static, Theme};
use crate::build::card::{MAX_LOGO_COLOURS, placed};
use crate::findings::{Code, Diagnostic};
use crate::model::{Drawing, Icon};
use crate::notes::yaml::Path;

/// Of one drawing, in bytes; more is not read.
const MAX_DRAWING: usize = 1 << 20;
/// Sides of the square in which symbols are.
const SQUARE: f32 = 16.0;

/// The files of static/; none for commands that read only the rest of brief.yaml, which then take nothing for missing.
#[derive(Clone, Copy)]
pub(super) struct StaticFiles<'t>(pub Option<&'t Theme>);

/// A picture in static/.
pub(super) struct Picture {
    /// Relative to static/.
    pub path: String,
    pub width: usize,
    pub height: usize,
    /// The shapes of an SVG file that consists of them.
    pub drawing: Option<Drawing>,
}

impl StaticFiles<'_> {
    pub fn stylesheet(self, fields: &mut FieldReader<'_>, path: &Path, name: &str) -> Option<String> {
        let file = self.file(fields, path, name)?;
        if !file.path.ends_with(".css") {
            return refuse(fields, path, file, "is not a stylesheet", "expected a file whose name ends with .css");
        }
        Some(file.path.clone())
    }

    /// A typeface, by what its file begins with.
    pub fn font(self, fields: &mut FieldReader<'_>, path: &Path, name: &str) -> Option<String> {
        const BEGINNINGS: [&[u8]; 5] = [b"wOF2", b"wOFF", &[0, 1, 0, 0], b"OTTO", b"true"];
        let file = self.file(fields, path, name)?;
        let is_font = bytes(file).is_some_and(|bytes| BEGINNINGS.iter().any(|begins| bytes.starts_with(begins)));
        if !is_font {
            return refuse(
                fields,
                path,
                file,
                "is not a typeface",
                "expected a WOFF2, WOFF, TrueType or OpenType file",
            );
        }
        Some(file.path.clone())
    }

    pub fn picture(self, fields: &mut FieldReader<'_>, path: &Path, name: &str) -> Option<Picture> {
        let file = self.file(fields, path, name)?;
        if !file.path.to_ascii_lowercase().ends_with(".svg") {
            let Some((width, height)) = measured(file) else {
                return refuse(
                    fields,
                    path,
                    file,
                    "is not a picture",
                    "expected an SVG, PNG, JPEG, WebP, AVIF or GIF file",
                );
            };
            return Some(Picture { path: file.path.clone(), width, height, drawing: None });
        }
        let Some((width, height)) = svg(file).as_deref().and_then(size_of_svg) else {
            return refuse(fields, path, file, "has no size", "expected an SVG file whose first element has a viewBox");
        };
        let drawing = svg(file).and_then(|svg| drawing(&svg).ok()).filter(|drawing| {
            let colours: BTreeSet<_> = drawing.parts.iter().map(|part| part.colour.map(|colour| colour.0)).collect();
            colours.len() <= MAX_LOGO_COLOURS
        });
        Some(Picture { path: file.path.clone(), width, height, drawing })
    }

    /// The symbol of a verdict: a square drawing in one colour.
    pub fn icon(self, fields: &mut FieldReader<'_>, path: &Path, name: &str) -> Option<Icon> {
        let file = self.file(fields, path, name)?;
        let drawing = svg(file).ok_or_else(|| "it is not an SVG file".to_owned()).and_then(|svg| drawing(&svg));
        let icon = drawing.and_then(|drawing| {
            if (drawing.width - drawing.height).abs() > drawing.width / 100.0 {
                return Err("its viewBox is not square".to_owned());
            }
            let even_odd = drawing.parts[0].even_odd;
            if drawing.parts.iter().any(|part| part.even_odd != even_odd) {
                return Err("its shapes have different fill rules".to_owned());
            }
            let scaled = |part| placed(part, (0.0, 0.0), SQUARE / drawing.width);
            let path = drawing.parts.iter().filter_map(|part| scaled(&part.path)).collect();
            Ok(Icon { path, even_odd })
        });
        match icon {
            Ok(icon) => Some(icon),
            Err(why) => {
                let message = format!("static/{} cannot be the symbol of a verdict: {why}", file.path);
                let finding = Diagnostic::new(Code::BadThemeFile, fields.place(path), message);
                let hint = "a symbol is drawn in the verdict’s colour, on pages and on share cards: save it as an SVG file of filled paths, in a square";
                fields.push(finding.hint(hint));
                None
            }
        }
    }

    fn file(&self, fields: &mut FieldReader<'_>, path: &Path, name: &str) -> Option<&Static> {
        let name = name.trim();
        let name = name.strip_prefix("static/").unwrap_or(name);
        file_in_static(fields, self.0?, (Code::BadThemeFile, path), name)
    }
}

fn refuse<T>(
    fields: &mut FieldReader<'_>,
    path: &Path,
    file: &Static,
    what: &str,
    expected: &'static str,
) -> Option<T> {
    let finding = Diagnostic::new(Code::BadThemeFile, fields.place(path), format!("static/{} {what}", file.path));
    fields.push(finding.label(expected));
    None
}

/// What a file holds; `None` if it cannot be read, which publishing it reports.
fn bytes(file: &Static) -> Option<Vec<u8>> {
    match &file.bytes {
        Bytes::BuiltIn(bytes) => Some(bytes.to_vec()),
        Bytes::OnDisk(path, _) => fs::read(path).ok(),
    }
}

fn svg(file: &Static) -> Option<String> {
    bytes(file).filter(|bytes| bytes.len() <= MAX_DRAWING).and_then(|bytes| String::from_utf8(bytes).ok())
}

/// The size of an SVG file in its own units, of which pages need only the proportions.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are positive and small")]
fn size_of_svg(svg: &str) -> Option<(usize, usize)> {
    let tag = &svg[svg.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let view = tag.split("viewBox").nth(1)?.split(['"', '\'']).nth(1)?;
    let numbers: Vec<f64> =
        view.split([' ', ',']).filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [_, _, width, height] = numbers[..] else { return None };
    let side = |side: f64| (1.0..100_000.0).contains(&side).then(|| side.round() as usize);
    Some((side(width)?, side(height)?))
}
