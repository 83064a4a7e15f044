//! content/sources/ID.md: a captured article, front matter and Markdown.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::accepted::{AcceptedFields, accepted};
use super::dates;
use super::fields::FieldReader;
use super::page::with_front_matter;
use super::remark::warn_of_cut_texts;
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::{Id, Kind, Show, Source, Uncited};
use crate::notes::yaml::{OneOrMany, Path};

/// The front matter of a source: what is known of a captured article.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    /// The title of the article, as it was published.
    #[schemars(required, example = &"Harbour bridge to reopen in May")]
    title: Option<String>,
    /// Who published it. Pages call the source by this name.
    #[schemars(example = &"The Harbour Post")]
    publisher: Option<String>,
    /// Who wrote it: a name, or a list of names.
    #[schemars(example = ["Marta Reyes", "Tom Hale"])]
    author: Option<OneOrMany>,
    /// The address of the article. Links “in the original” begin with it.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://news.example.org/harbour-bridge")]
    url: Option<String>,
    /// The address of a lasting copy, in a web archive. Links “in the archive” begin with it.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://archive.example.org/2024/harbour-bridge")]
    archive_url: Option<String>,
    /// When the article was published.
    #[schemars(extend("x-is" = ValueKind::Date), example = &"2024-03-12")]
    published: Option<String>,
    /// When you took the text from the web, or from wherever it was.
    #[schemars(extend("x-is" = ValueKind::Date), example = &"2024-03-14")]
    captured: Option<String>,
    /// The language of the article. Without it, that of the brief.
    #[schemars(extend("x-is" = ValueKind::Language), example = &"en")]
    language: Option<String>,
    /// What kind of document it is.
    #[schemars(extend("enum" = Kind::NAMES, "enumDescriptions" = Kind::MEANINGS, "default" = "article"))]
    kind: Option<String>,
    /// Whether it is a primary source: a document or a witness, not a report about one.
    #[schemars(extend("default" = false))]
    primary: Option<bool>,
    /// Whose text it is, for readers.
    #[schemars(example = &"© The Harbour Post. Quoted for review.")]
    rights: Option<String>,
    /// Where its reporting comes from: the id of another source, which becomes a link, or a text.
    #[schemars(extend("x-is" = ValueKind::SourceOrText), example = &"council-minutes")]
    origin: Option<String>,
    /// How much of the text is published.
    #[schemars(extend("enum" = Show::NAMES, "enumDescriptions" = Show::MEANINGS, "default" = "full"))]
    show: Option<String>,
    /// Whether it is published although no published claim cites it.
    #[schemars(extend("enum" = Uncited::NAMES, "enumDescriptions" = Uncited::MEANINGS, "default" = "withhold"))]
    uncited: Option<String>,
    /// The seal: the SHA-256 of the text below the front matter, in hexadecimal. With it, a change to the captured text does not go unnoticed.
    #[schemars(extend("x-is" = ValueKind::Seal), example = &"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")]
    sha256: Option<String>,
    /// Findings of a check that are right as they are: one entry for each, with the reason. What is accepted is reported no longer.
    accepted: Option<Vec<AcceptedFields>>,
}

/// `show` is what the brief says of sources that do not say it themselves.
pub(super) fn parse(fields: &mut FieldReader<'_>, id: Id, show: Option<Show>) -> Option<Arc<Source>> {
    let (file, body) = with_front_matter::<SourceFile>(fields)?;
    let at = |field: &'static str| Path::top().key(field);
    let title = fields.required(&Path::top(), "title", file.title).unwrap_or_default();
    warn_of_cut_texts(fields);
    let text = fields.text();
    let changed = file.sha256.is_some_and(|sealed| !check_seal(fields, &id, &sealed, &text[body.clone()]));
    let published = fields.date(&at("published"), file.published);
    let captured = fields.date(&at("captured"), file.captured);
    dates::of_source(fields, published, captured);
    Some(Arc::new(Source {
        id,
        file: fields.file,
        title,
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
        show: fields.word(&at("show"), file.show, Show::NAMES, Show::parse).or(show).unwrap_or(Show::Full),
        uncited: fields.word(&at("uncited"), file.uncited, Uncited::NAMES, Uncited::parse).unwrap_or(Uncited::Withhold),
        accepted: accepted(fields, file.accepted),
        changed,
        body_start: body.start,
        body: text[body].to_owned(),
    }))
}

/// Captured evidence must not drift: a sealed body has the hash it was sealed with. Whether it has is returned.
fn check_seal(fields: &mut FieldReader<'_>, id: &Id, sealed: &str, body: &str) -> bool {
    let found = crate::base::seal::sha256(body);
    if sealed.trim().eq_ignore_ascii_case(&found) {
        return true;
    }
    let finding = Diagnostic::new(
        Code::SourceChanged,
        fields.place(&Path::top().key("sha256")),
        "the text of this source is not the text that was sealed",
    )
    .label("this is the seal")
    .hint("undo the change to the captured text")
    .hint(format!("or, if the change is meant, run “citeback seal {id}”, which writes sha256: {found}"));
    fields.push(finding);
    false
}
