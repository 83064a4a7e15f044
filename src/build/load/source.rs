//! content/sources/ID.md: a captured article, with front matter and Markdown.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::accepted::{AcceptedFields, accepted};
use super::capture::{CaptureFields, SourceFolder, capture};
use super::dates;
use super::extra::{ExtraField, extra};
use super::fields::FieldReader;
use super::media::{MediaFields, media};
use super::page::with_front_matter;
use super::remark::warn_of_cut_texts;
use super::theme::Theme;
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::{Extent, Id, Kind, Show, Source, Uncited};
use crate::notes::yaml::{OneOrMany, Path};

/// The front matter of a source: metadata of a captured article.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("dependentRequired" = {"version_of": ["captured"]}))]
pub struct SourceFile {
    /// The title of the article, as published.
    #[schemars(required, example = &"Harbour bridge to reopen in May")]
    title: Option<String>,
    /// The publisher. Pages refer to the source by this name.
    #[schemars(example = &"The Harbour Post")]
    publisher: Option<String>,
    /// A shorter name of the source, for places with little room.
    #[schemars(example = &"Post, 12 March")]
    short: Option<String>,
    /// The author: a name, or a list of names.
    #[schemars(example = ["Marta Reyes", "Tom Hale"])]
    author: Option<OneOrMany>,
    /// The URL of the article. Used for links to the publisher’s page.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://news.example.org/harbour-bridge")]
    url: Option<String>,
    /// The URL of a copy in a web archive. Used for links to the archived page.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://archive.example.org/2024/harbour-bridge")]
    archive_url: Option<String>,
    /// The publication date of the article.
    #[schemars(extend("x-is" = ValueKind::Date), example = &"2024-03-12")]
    published: Option<String>,
    /// The date on which you captured the text.
    #[schemars(extend("x-is" = ValueKind::Date), example = &"2024-03-14")]
    captured: Option<String>,
    /// The language of the article. Defaults to that of the brief.
    #[schemars(extend("x-is" = ValueKind::Language), example = &"en")]
    language: Option<String>,
    /// The kind of document.
    #[schemars(extend("enum" = Kind::NAMES, "enumDescriptions" = Kind::MEANINGS, "default" = "article"))]
    kind: Option<String>,
    /// Whether it is a primary source: a document or an eyewitness account, not a report about one.
    #[schemars(extend("default" = false))]
    primary: Option<bool>,
    /// A copyright notice, shown to readers.
    #[schemars(example = &"© The Harbour Post. Quoted for review.")]
    rights: Option<String>,
    /// The origin of its reporting: the id of another source, which becomes a link, or a text.
    #[schemars(extend("x-is" = ValueKind::SourceOrText), example = &"council-minutes")]
    origin: Option<String>,
    /// The id of the source of which this is another version: the same page, captured on another day. A version needs “captured”.
    #[schemars(extend("x-is" = ValueKind::Source), example = &"harbour-post")]
    version_of: Option<String>,
    /// The picture or recording that the text was written down from, shown beside it.
    media: Option<MediaFields>,
    /// How much of the text is published.
    #[schemars(extend("enum" = Show::NAMES, "enumDescriptions" = Show::MEANINGS, "default" = "full"))]
    show: Option<String>,
    /// How much of the original this file holds. To say what is not in a source, a note needs all of it.
    #[schemars(extend("enum" = Extent::NAMES, "enumDescriptions" = Extent::MEANINGS))]
    extent: Option<String>,
    /// Whether it is published even if no published claim cites it.
    #[schemars(extend("enum" = Uncited::NAMES, "enumDescriptions" = Uncited::MEANINGS, "default" = "withhold"))]
    uncited: Option<String>,
    /// The time until which the source, and every claim that cites it or links to it, is left out of the site. “--now” tells a build what time it is.
    #[schemars(extend("x-is" = ValueKind::Moment), example = &"2024-03-14T06:00:00+01:00")]
    embargo: Option<String>,
    /// The seal: the SHA-256 checksum of the text below the front matter, in hexadecimal. It reveals any later change to the captured text.
    #[schemars(extend("x-is" = ValueKind::Seal), example = &"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")]
    sha256: Option<String>,
    /// The saved file that the source was imported from.
    capture: Option<CaptureFields>,
    /// The ids that the source had before, if it was renamed: their addresses lead to the page of this one.
    #[schemars(extend("x-is" = ValueKind::Id), example = ["post-bridge"])]
    formerly: Option<OneOrMany>,
    /// Data of your own, which your templates and data files get: names with values of any shape. The built-in templates show none of it.
    #[schemars(extend("x-is" = ValueKind::FreeForm))]
    extra: Option<ExtraField>,
    /// Findings that need no change: one entry for each, with the reason. Accepted findings are no longer reported.
    accepted: Option<Vec<AcceptedFields>>,
}

/// `show` is the brief's default for sources that do not set it; the folder has the saved file that the source names.
pub(super) fn parse(
    fields: &mut FieldReader<'_>,
    id: Id,
    show: Option<Show>,
    (folder, theme): (SourceFolder<'_>, &Theme),
) -> Option<Arc<Source>> {
    let (file, body) = with_front_matter::<SourceFile>(fields)?;
    let at = |field: &'static str| Path::top().key(field);
    let title = fields.required(&Path::top(), "title", file.title).unwrap_or_default();
    warn_of_cut_texts(fields);
    let text = fields.text();
    let changed = file.sha256.is_some_and(|sealed| !check_seal(fields, &id, &sealed, &text[body.clone()]));
    let published = fields.date(&at("published"), file.published);
    let captured = fields.date(&at("captured"), file.captured);
    dates::of_source(fields, published, captured);
    let capture = file.capture.and_then(|given| capture(fields, given, folder, id.as_str()));
    let formerly = fields.former_ids(&Path::top(), file.formerly, &id);
    let version_of = file.version_of.and_then(|base| fields.id(&at("version_of"), base.trim()));
    if version_of.is_some() && captured.is_none() {
        // Versions are ordered by it.
        fields.missing(&Path::top(), "captured");
    }
    Some(Arc::new(Source {
        id,
        file: fields.file,
        title,
        short: fields.short(file.short, file.publisher.as_deref()),
        publisher: file.publisher,
        authors: file.author.unwrap_or_default().0,
        url: fields.url(&at("url"), file.url),
        archive_url: fields.url(&at("archive_url"), file.archive_url),
        published,
        captured,
        language: fields.language(&at("language"), file.language),
        kind: fields.word(&at("kind"), file.kind, Kind::NAMES, Kind::parse).unwrap_or(Kind::Article),
        primary: file.primary.unwrap_or(false),
        rights: file.rights,
        origin: file.origin,
        version_of,
        media: file.media.and_then(|given| media(fields, given, theme)),
        show: fields.word(&at("show"), file.show, Show::NAMES, Show::parse).or(show).unwrap_or(Show::Full),
        extent: extent(fields, file.extent),
        uncited: fields.word(&at("uncited"), file.uncited, Uncited::NAMES, Uncited::parse).unwrap_or(Uncited::Withhold),
        embargo: fields.embargo(&Path::top(), file.embargo),
        formerly,
        extra: extra(fields, &Path::top(), file.extra),
        accepted: accepted(fields, file.accepted),
        changed,
        capture,
        is_shared: folder.is_shared,
        body_start: body.start,
        body: text[body].to_owned(),
    }))
}

/// A misspelt one has been reported, so nothing else is blamed for it.
fn extent(fields: &mut FieldReader<'_>, given: Option<String>) -> Option<Extent> {
    let unknown = given.is_some().then_some(Extent::Full);
    fields.word(&Path::top().key("extent"), given, Extent::NAMES, Extent::parse).or(unknown)
}

/// Checks that the body of a sealed source has not changed. Returns whether it has changed.
fn check_seal(fields: &mut FieldReader<'_>, id: &Id, sealed: &str, body: &str) -> bool {
    let found = crate::base::seal::sha256(body);
    if sealed.trim().eq_ignore_ascii_case(&found) {
        return true;
    }
    let finding = Diagnostic::new(
        Code::SourceChanged,
        fields.place(&Path::top().key("sha256")),
        "the text of this source has changed since it was sealed",
    )
    .label("this is the seal")
    .hint("undo the change to the captured text")
    .hint(format!("or, if the change is intended, run “citeback seal {id}”, which writes sha256: {found}"));
    fields.push(finding);
    false
}
