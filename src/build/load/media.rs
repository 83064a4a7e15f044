//! The field `media` of a source: the picture or recording that its text was written down from. Entry point: [`media`].

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use super::image::{file_in_static, size_of_picture};
use super::theme::{Bytes, Static, Theme};
use super::value_kind::ValueKind;
use crate::base::media_type::media_type;
use crate::base::{disk, seal};
use crate::findings::{Code, Diagnostic, Fix};
use crate::model::{Media, MediaKind, MediaPlace};
use crate::notes::edit::EditedNote;
use crate::notes::yaml::Path;

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-one-of" = ["file", "url"]))]
pub(super) struct MediaFields {
    /// What it is.
    #[schemars(required, extend("enum" = MediaKind::NAMES, "enumDescriptions" = MediaKind::MEANINGS))]
    kind: Option<String>,
    /// Its path in the folder static. A picture is a PNG, JPEG, WebP, AVIF or GIF file; a sound recording MP3, M4A, Ogg, Opus, WAV or FLAC; a video MP4, WebM or Ogg.
    #[schemars(required, extend("x-is" = ValueKind::MediaFile), example = &"recordings/council.mp3")]
    file: Option<String>,
    /// Its address, if it is on another site. The page links to it, and loads nothing from there.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://council.example.org/recordings/2024-03-11")]
    url: Option<String>,
    /// What it shows or what is heard in it, for readers who cannot see or hear it. Required for a picture.
    #[schemars(example = &"A hand-written page of the log, with three entries")]
    alt: Option<String>,
    /// Whether the text of the source is its transcript: the words that are in it.
    #[schemars(extend("default" = true))]
    transcript: Option<bool>,
    /// Whose picture or recording it is.
    #[schemars(example = &"Harbour Council, public record")]
    credit: Option<String>,
    /// The seal of the file: its SHA-256 checksum in hexadecimal. It reveals any later change to the file.
    #[schemars(extend("x-is" = ValueKind::Seal), example = &"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")]
    sha256: Option<String>,
}

/// Checks that it is there and, if it has a seal, that it is unchanged.
pub(super) fn media(fields: &mut FieldReader<'_>, given: MediaFields, theme: &Theme) -> Option<Media> {
    let group = Path::top().key("media");
    let at = |field: &'static str| group.clone().key(field);
    let written = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let kind = fields.required(&group, "kind", given.kind);
    let kind = fields.word(&at("kind"), kind, MediaKind::NAMES, MediaKind::parse);
    let alt = written(given.alt);
    if kind == Some(MediaKind::Image) && alt.is_none() {
        let is_there = fields.has(&at("alt"));
        let at = if is_there { at("alt") } else { at("kind") };
        let finding = bad(fields, &at, "a picture needs “alt”").label("has no description").hint(if is_there {
            "write after “alt:” what the picture shows, for readers who cannot see it"
        } else {
            "add a line “alt: …” to “media” with what the picture shows, for readers who cannot see it"
        });
        fields.push(finding);
    }
    let (file, sealed) = (written(given.file), written(given.sha256));
    let has_url = given.url.as_deref().is_some_and(|url| !url.trim().is_empty());
    let url = fields.url(&at("url"), given.url);
    let place = match (file, has_url) {
        (Some(_), true) => {
            let finding = bad(fields, &at("url"), "“media” cannot have both “file” and “url”")
                .label("it has a “file” as well")
                .related(fields.place(&at("file")), "the file")
                .hint("keep “file” if the file may be published; the address of the source itself is “url” outside of “media”");
            fields.push(finding);
            None
        }
        (Some(name), false) => in_static(fields, (&group, kind), &name, sealed, theme),
        (None, true) => {
            if sealed.is_some() {
                let finding = bad(fields, &at("sha256"), "what is on another site cannot be checked")
                    .label("belongs to a file in static/")
                    .hint("delete this line, or put the file into static/ and name it under “file” in place of “url”");
                fields.push(finding);
            }
            web_address(fields, &at("url"), url).map(MediaPlace::Url)
        }
        (None, false) => {
            fields.missing(&group, "file");
            None
        }
    };
    let transcript = given.transcript.unwrap_or(true);
    Some(Media { kind: kind?, place: place?, alt, credit: written(given.credit), transcript })
}

/// A file in static/ of the right kind, with its seal checked.
fn in_static(
    fields: &mut FieldReader<'_>,
    (group, kind): (&Path, Option<MediaKind>),
    name: &str,
    sealed: Option<String>,
    theme: &Theme,
) -> Option<MediaPlace> {
    let path = group.clone().key("file");
    let name = name.strip_prefix("static/").unwrap_or(name);
    let file = file_in_static(fields, theme, (Code::BadMedia, &path), name)?;
    check_seal(fields, group, sealed, file);
    let kind = kind?;
    if kind == MediaKind::Image {
        let size = size_of_picture(fields, (Code::BadMedia, &path), file)?;
        return Some(MediaPlace::File { path: file.path.clone(), size: Some(size) });
    }
    if !media_type(&file.path).is_some_and(|found| found.starts_with(kind.name())) {
        let (what, expected) = match kind {
            MediaKind::Video => ("a video", "expected the ending mp4, m4v, webm or ogv"),
            _ => ("a sound recording", "expected the ending mp3, m4a, ogg, oga, opus, wav or flac"),
        };
        let finding = bad(fields, &path, format!("by its name, static/{} is not {what}", file.path));
        fields.push(finding.label(expected).hint("convert the file to one of these formats, or correct “kind”"));
        return None;
    }
    Some(MediaPlace::File { path: file.path.clone(), size: None })
}

/// Checks that a sealed file is unchanged, and offers the seal of one that is not sealed.
fn check_seal(fields: &mut FieldReader<'_>, group: &Path, sealed: Option<String>, file: &Static) {
    let found = match &file.bytes {
        Bytes::BuiltIn(bytes) => Ok(seal::sha256_of_bytes(bytes)),
        Bytes::OnDisk(path, _) => disk::sha256(path),
    };
    let path = &file.path;
    match (found, sealed) {
        (Err(error), _) => {
            let finding = bad(fields, &group.clone().key("file"), format!("static/{path} cannot be read"));
            fields.push(finding.label("cannot be checked").hint(error.to_string()));
        }
        (Ok(found), Some(sealed)) if !sealed.eq_ignore_ascii_case(&found) => {
            let at = fields.place(&group.clone().key("sha256"));
            let finding =
                Diagnostic::new(Code::MediaChanged, at, format!("static/{path} has changed since it was sealed"))
                    .label("this is the seal")
                    .hint("restore the file that was captured")
                    .hint(format!("or, if the change is intended, write sha256: {found}"));
            fields.push(finding);
        }
        (Ok(found), None) => {
            let at = fields.place(&group.clone().key("file"));
            let finding =
                Diagnostic::new(Code::MediaUnsealed, at, format!("nothing would reveal a change of static/{path}"))
                    .label("has no “sha256”")
                    .hint(format!("add a line “sha256: {found}”"));
            let (places, group) = (Arc::clone(fields.places()), group.clone());
            fields.push(finding.chosen_by(move || {
                let edit = EditedNote::at(&places).insert_field(&group, "sha256", &found, "file");
                edit.ok().map(|edit| Fix::new("seal the file", [edit])).into_iter().collect()
            }));
        }
        _ => {}
    }
}

/// An address that a browser opens.
fn web_address(fields: &mut FieldReader<'_>, path: &Path, url: Option<String>) -> Option<String> {
    let url = url?;
    if url.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")) {
        return Some(url);
    }
    let finding = bad(fields, path, format!("“{url}” is not the address of a page or file"));
    fields.push(finding.label("expected an address that begins with https:// or http://"));
    None
}

fn bad(fields: &FieldReader<'_>, path: &Path, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::BadMedia, fields.place(path), message)
}
