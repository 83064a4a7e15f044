//! The newsroom's own pictures for link previews, in static/: `card.png`, and `cards/ID.png` of a claim. [`size`] measures one, [`check`]
//! reports those that cannot be used.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::theme::{Bytes, Static, Theme};
use crate::base::files::{FileId, Files};
use crate::findings::{Code, Diagnostic, Findings, did_you_mean, question};
use crate::model::Id;

/// The folder of the pictures of claims, in static/.
pub const FOLDER: &str = "cards/";
/// The picture of the brief.
pub const OF_BRIEF: &str = "card.png";

/// What every PNG file begins with.
const PNG: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// Social networks do not show smaller pictures, in pixels.
const MIN_SIDE: usize = 200;
/// Whether a static file is in the place of a picture that would be drawn otherwise.
pub fn is_card(path: &str) -> bool {
    path == OF_BRIEF || path.starts_with(FOLDER)
}

/// Width and height of a PNG file in pixels; `None` if it is not one that can be read.
pub fn size(path: &Path) -> Option<(usize, usize)> {
    let mut start = [0; PNG.len()];
    File::open(path).ok()?.read_exact(&mut start).ok()?;
    let size = imagesize::size(path).ok().filter(|_| start == PNG)?;
    Some((size.width, size.height))
}

/// Reports pictures that cannot be used, and those that belong to no claim. `claims` are the ids of all claim notes.
pub fn check<'c>(theme: &Theme, claims: impl Iterator<Item = &'c Id>, files: &Files, findings: &mut Findings) {
    let own: Vec<(&Static, FileId)> = theme
        .statics
        .iter()
        .filter(|file| is_card(&file.path))
        .filter_map(|file| match file.bytes {
            Bytes::OnDisk(_, id) => Some((file, id)),
            Bytes::BuiltIn(_) => None,
        })
        .collect();
    if own.is_empty() {
        return;
    }
    let claims: Vec<&str> = claims.map(Id::as_str).collect();
    for (Static { path, .. }, file) in own {
        let id = path.strip_prefix(FOLDER).map(|name| name.strip_suffix(".png").unwrap_or_default());
        match id {
            // A picture of the desk may be that of a claim of another brief.
            Some(id) if !claims.contains(&id) && files.path(file).starts_with("../") => {}
            Some(id) if !claims.contains(&id) => findings.push(unused(path, file, &claims)),
            _ => findings.extend(problem(path, file, &theme.cards)),
        }
    }
}

fn unused(path: &str, file: FileId, claims: &[&str]) -> Diagnostic {
    let name = path.strip_prefix(FOLDER).unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let finding = Diagnostic::of_file(Code::FileIgnored, file, format!("static/{path} is not used"));
    let finding = finding.label("belongs to no claim");
    if claims.contains(&stem) {
        let hint =
            format!("the picture for links to the claim “{stem}” is a PNG file: save it as static/{FOLDER}{stem}.png");
        return if ending == "png" { finding } else { finding.hint(hint) };
    }
    let near = did_you_mean(stem, claims.iter().copied()).map(|near| question(format!("static/{FOLDER}{near}.png")));
    let hint = "in this folder are the pictures that are shown with links to claims, each with the id of its claim as its name";
    finding.maybe_hint(near).hint(hint)
}

fn problem(path: &str, file: FileId, sizes: &BTreeMap<String, (usize, usize)>) -> Option<Diagnostic> {
    let bad = |message: String| Diagnostic::of_file(Code::BadCard, file, message);
    let Some((width, height)) = sizes.get(path) else {
        let finding = bad(format!("static/{path} is not a PNG file that can be read"));
        return Some(finding.hint("save the picture as PNG, 1200 by 630 pixels, or remove the file: then it is drawn"));
    };
    let hint = "save it in 1200 by 630 pixels, or remove the file: then the picture is drawn";
    if *width < MIN_SIDE || *height < MIN_SIDE {
        let message = format!("static/{path} is too small: {width} by {height} pixels");
        return Some(bad(message).hint("social networks show no picture of fewer than 200 by 200 pixels").hint(hint));
    }
    None
}
