//! The field `image` of a claim note: one of the newsroom's own pictures, in static/. Entry point: [`image`].

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use super::theme::{Bytes, Static, Theme};
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic, did_you_mean, question};
use crate::model::Image;
use crate::notes::yaml::Path;
use citeback_quote::text::fold::nfc;

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ImageFields {
    /// The picture: its path in the folder static. PNG, JPEG, WebP, AVIF or GIF.
    #[schemars(required, extend("x-is" = ValueKind::Picture), example = &"pictures/bridge.jpg")]
    file: Option<String>,
    /// Alternative text: a description for readers who cannot see the picture.
    #[schemars(required, example = &"The bridge, half built, seen from the harbour")]
    alt: Option<String>,
    /// The credit line of the picture.
    #[schemars(example = &"Photo: Tom Hale")]
    credit: Option<String>,
}

/// Checks that the picture exists, and measures it, so that pages can reserve space for it while it loads.
pub(super) fn image(fields: &mut FieldReader<'_>, given: ImageFields, theme: &Theme) -> Option<Image> {
    let group = Path::top().key("image");
    let alt = fields.required(&group, "alt", given.alt);
    let file = fields.required(&group, "file", given.file)?;
    let path = group.key("file");
    let name = file.trim();
    let name = name.strip_prefix("static/").unwrap_or(name);
    let found = file_in_static(fields, theme, (Code::BadImage, &path), name)?;
    let (width, height) = size_of_picture(fields, (Code::BadImage, &path), found)?;
    Some(Image { file: found.path.clone(), alt: alt?, credit: given.credit, width, height })
}

/// The file in static/ that the field at a path names; a finding with this code if there is none.
pub(super) fn file_in_static<'t>(
    fields: &mut FieldReader<'_>,
    theme: &'t Theme,
    (code, path): (Code, &Path),
    name: &str,
) -> Option<&'t Static> {
    // File systems encode accents in names in one of two ways, regardless of what was typed.
    let same = |known: &&Static| known.path == name || nfc(&known.path) == nfc(name);
    let found = theme.statics.iter().find(same);
    if found.is_none() {
        let known = theme.statics.iter().map(|known| known.path.as_str());
        let message = format!("there is no file “{name}” in the folder static");
        let finding = Diagnostic::new(code, fields.place(path), message).label("not found").hint(
            match did_you_mean(name, known) {
                Some(meant) => question(meant),
                None => "put the file into static/, and write its path relative to that folder".to_owned(),
            },
        );
        fields.push(finding);
    }
    found
}

/// The width and the height of a picture, so that pages can reserve space for it while it loads; a finding if they cannot be read.
pub(super) fn size_of_picture(
    fields: &mut FieldReader<'_>,
    (code, path): (Code, &Path),
    file: &Static,
) -> Option<(usize, usize)> {
    let size = measured(file);
    if size.is_none() {
        let message = format!("static/{} is not a picture whose size can be read", file.path);
        let finding = Diagnostic::new(code, fields.place(path), message);
        let finding = finding.label("expected a PNG, JPEG, WebP, AVIF or GIF file");
        fields.push(finding.hint("save the picture again in one of these formats, or name another file"));
    }
    size
}

/// The width and the height of a picture that is not a drawing; `None` if they cannot be read.
pub(super) fn measured(file: &Static) -> Option<(usize, usize)> {
    let size = match &file.bytes {
        Bytes::BuiltIn(bytes) => imagesize::blob_size(bytes),
        Bytes::OnDisk(path, _) => imagesize::size(path),
    };
    size.ok().map(|size| (size.width, size.height))
}
