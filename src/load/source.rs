//! content/sources/ID.md: a captured article, front matter and Markdown.

use std::sync::Arc;

use serde::Deserialize;

use super::fields::Fields;
use super::page::with_front_matter;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Id, Kind, Show, Source};
use crate::yaml::{OneOrMany, Path};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SourceFile {
    title: Option<String>,
    publisher: Option<String>,
    author: Option<OneOrMany>,
    url: Option<String>,
    archive_url: Option<String>,
    published: Option<String>,
    captured: Option<String>,
    language: Option<String>,
    kind: Option<String>,
    primary: Option<bool>,
    rights: Option<String>,
    origin: Option<String>,
    show: Option<String>,
    sha256: Option<String>,
}

pub(super) fn parse(fields: &mut Fields<'_>, id: Id) -> Option<Arc<Source>> {
    let (file, body) = with_front_matter::<SourceFile>(fields)?;
    let at = |field: &'static str| Path::top().key(field);
    let title = fields.required(&Path::top(), "title", file.title).unwrap_or_default();
    let text = fields.text();
    if let Some(sealed) = file.sha256 {
        check_seal(fields, &sealed, &text[body.clone()]);
    }
    Some(Arc::new(Source {
        id,
        file: fields.file,
        title,
        publisher: file.publisher,
        authors: file.author.unwrap_or_default().0,
        url: fields.url(&at("url"), file.url),
        archive_url: fields.url(&at("archive_url"), file.archive_url),
        published: fields.date(&at("published"), file.published),
        captured: fields.date(&at("captured"), file.captured),
        language: fields.language(&at("language"), file.language),
        kind: fields.word(&at("kind"), file.kind, Kind::NAMES, Kind::parse).unwrap_or(Kind::Article),
        primary: file.primary.unwrap_or(false),
        rights: file.rights,
        origin: file.origin,
        show: fields.word(&at("show"), file.show, Show::NAMES, Show::parse).unwrap_or(Show::Full),
        body_start: body.start,
        body: text[body].to_owned(),
    }))
}

/// Captured evidence must not drift: a sealed body has the hash it was sealed with.
fn check_seal(fields: &mut Fields<'_>, sealed: &str, body: &str) {
    let found = crate::seal::sha256(body);
    if sealed.trim().eq_ignore_ascii_case(&found) {
        return;
    }
    let finding = Diagnostic::new(
        Code::SourceChanged,
        fields.place(&Path::top().key("sha256")),
        "the text of this source is not the text that was sealed",
    )
    .label("this is the seal")
    .hint("undo the change to the captured text")
    .hint(format!("or, if the change is meant, write the new seal: sha256: {found}"));
    fields.push(finding);
}
