//! The field `capture` of a source: the saved file that it was imported from. Entry point: [`capture`].

use std::path::Component;

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use super::value_kind::ValueKind;
use crate::base::disk;
use crate::findings::{Code, Diagnostic};
use crate::model::{Capture, CapturePlace};
use crate::notes::yaml::{OneOrMany, Path};

/// The folder of kept files, relative to content/.
const FOLDER: &str = "captures";

/// Where the folder of kept files is, and a source that may name one of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourceFolder<'a> {
    /// The folder of the site, or of the desk if the source is shared.
    pub root: &'a std::path::Path,
    pub is_shared: bool,
}

impl SourceFolder<'_> {
    /// The path of a kept file as people write it.
    fn shown(self, file: &str) -> String {
        if self.is_shared { file.to_owned() } else { format!("content/{file}") }
    }

    fn place(self, file: &str) -> std::path::PathBuf {
        self.root.join(self.shown(file))
    }
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-one-of" = ["file", "name"]))]
pub(super) struct CaptureFields {
    /// The saved file, byte for byte: its path in the folder content. It is never published.
    #[schemars(required, example = &"captures/harbour-post.html")]
    file: Option<String>,
    /// The name of the saved file, if it is not kept with the site.
    #[schemars(example = &"harbour-bridge.html")]
    name: Option<String>,
    /// The SHA-256 checksum of the saved file, in hexadecimal. It reveals any later change to the file.
    #[schemars(required, extend("x-is" = ValueKind::Seal), example = &"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")]
    sha256: Option<String>,
    /// What the import was told to keep with “--keep”.
    #[schemars(example = ["captions"])]
    keep: Option<OneOrMany>,
    /// The address that was given with “--url”.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://harbourpost.example/2024/03/bridge")]
    url: Option<String>,
}

/// Checks that the file, if it is kept, is there and unchanged.
pub(super) fn capture(
    fields: &mut FieldReader<'_>,
    given: CaptureFields,
    folder: SourceFolder<'_>,
    id: &str,
) -> Option<Capture> {
    let group = Path::top().key("capture");
    let written = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let sha256 = fields.required(&group, "sha256", written(given.sha256));
    let place = match (written(given.file), written(given.name)) {
        (Some(_), Some(_)) => {
            let at = fields.place(&group.clone().key("name"));
            let finding = Diagnostic::new(Code::BadCapture, at, "“capture” cannot have both “file” and “name”")
                .label("it has a “file” as well")
                .related(fields.place(&group.clone().key("file")), "the file")
                .hint("keep “file” if the saved file is in content/captures, else “name”");
            fields.push(finding);
            None
        }
        (None, None) => {
            fields.missing(&group, "file");
            None
        }
        (None, Some(name)) => Some(CapturePlace::Elsewhere(name)),
        (Some(file), None) => {
            let file = file.strip_prefix("content/").unwrap_or(&file).to_owned();
            is_kept_there(fields, folder, &file).then_some(CapturePlace::Kept(file))
        }
    };
    let url = fields.url(&group.clone().key("url"), written(given.url));
    if let (Some(CapturePlace::Kept(file)), Some(sealed)) = (&place, &sha256) {
        check(fields, folder, sealed, (file, id));
    }
    Some(Capture { place: place?, sha256: sha256?, keep: given.keep.unwrap_or_default().0, url })
}

/// Whether the path is one in the folder of kept files; a finding if not.
fn is_kept_there(fields: &mut FieldReader<'_>, folder: SourceFolder<'_>, file: &str) -> bool {
    let mut parts = std::path::Path::new(file).components();
    let inside = parts.next() == Some(Component::Normal(FOLDER.as_ref()))
        && parts.clone().next().is_some()
        && parts.all(|part| matches!(part, Component::Normal(_)))
        && !file.contains('\\');
    let (path, captures) = (folder.place(file), folder.place(FOLDER));
    // A link may lead elsewhere; what is not there leads nowhere.
    let leads_inside = || [folder.root, &captures].iter().all(|fence| disk::is_inside(&path, fence).unwrap_or(true));
    if inside && leads_inside() {
        return true;
    }
    let captures = folder.shown(FOLDER);
    let message = format!("“{file}” is not in {captures}");
    let hint = format!("move the saved file into {captures}, and write its path from there: captures/NAME");
    let at = fields.place(&Path::top().key("capture").key("file"));
    fields.push(Diagnostic::new(Code::BadCapture, at, message).label("expected “captures/…”").hint(hint));
    false
}

/// Compares a kept file with its seal. No quote depends on it, so a difference is a warning.
fn check(fields: &mut FieldReader<'_>, folder: SourceFolder<'_>, sealed: &str, (file, id): (&str, &str)) {
    let group = Path::top().key("capture");
    let (path, shown) = (&folder.place(file), folder.shown(file));
    if !path.is_file() {
        let at = fields.place(&group.key("file"));
        let finding = Diagnostic::new(Code::CaptureMissing, at, format!("the saved file {shown} is not there"))
            .label("not found")
            .hint("put the file back: it shows what the page said when it was captured")
            .hint(
                "or, if you do not keep it with the site, write its name: “name: saved-page.html” in place of “file”",
            );
        fields.push(finding);
        return;
    }
    match disk::sha256(path) {
        Ok(found) if sealed.eq_ignore_ascii_case(&found) => {}
        Ok(found) => {
            let at = fields.place(&group.key("sha256"));
            let message = format!("the saved file {shown} has changed since it was imported");
            let finding = Diagnostic::new(Code::CaptureChanged, at, message)
                .label("this is its checksum then")
                .hint("restore the file that was imported")
                .hint(format!(
                    "or, if the change is intended, write sha256: {found}, and compare: citeback recapture {id}"
                ));
            fields.push(finding);
        }
        Err(error) => {
            let at = fields.place(&group.key("file"));
            let message = format!("the saved file {shown} cannot be read");
            let finding = Diagnostic::new(Code::CaptureMissing, at, message).label("cannot be checked");
            fields.push(finding.hint(error.to_string()));
        }
    }
}
