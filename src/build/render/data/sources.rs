//! data/sources.json: all sources that have a page.

use serde::Serialize;

use super::json::array;
use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::model::{Date, Extent, Extra, Id, Media, MediaPlace, Show, SourceIdx};
use crate::routes;

#[derive(Serialize)]
struct SourceRecord<'a> {
    id: &'a str,
    href: String,
    title: &'a str,
    publisher: Option<&'a str>,
    short: Option<&'a str>,
    authors: &'a [String],
    url: Option<&'a str>,
    archive_url: Option<&'a str>,
    published: Option<String>,
    captured: Option<String>,
    language: &'a str,
    kind: &'static str,
    primary: bool,
    rights: Option<&'a str>,
    /// The id of another source, or a text.
    origin: Option<&'a str>,
    version_of: Option<&'a str>,
    media: Option<MediaRecord<'a>>,
    show: &'static str,
    extent: Option<&'static str>,
    /// The claims that cite it.
    claims: Vec<&'a str>,
    /// How many of their passages quote it.
    passages: usize,
    /// How many of their passages say that something is not in it.
    absences: usize,
    text_href: Option<String>,
    annotations_href: String,
    extra: &'a Extra,
}

#[derive(Serialize)]
struct MediaRecord<'a> {
    kind: &'static str,
    /// Relative to the root of the site.
    file: Option<&'a str>,
    url: Option<&'a str>,
    transcript: bool,
}

pub(in super::super) fn files(_: &Site) -> Vec<OutputFile<'static>> {
    vec![OutputFile::data(routes::SOURCES_DATA, |shared| Ok(sources(&shared.site).into()))]
}

/// An array of the sources, by id.
fn sources(site: &Site) -> Vec<u8> {
    array(site.sources.indices().map(|position| source_record(site, position)), site.sources.len())
}

fn source_record(site: &Site, position: SourceIdx) -> SourceRecord<'_> {
    let source = &site.sources[position].source;
    let iso = |date: Option<Date>| date.map(|date| date.iso());
    let (citations, absences) = (&site.citations[position], &site.absences[position]);
    let mut claims: Vec<&str> =
        citations.iter().chain(absences).map(|citation| site.claims[citation.claim].id.as_str()).collect();
    claims.sort_unstable();
    claims.dedup();
    let version_of = source.version_of.as_ref().map(Id::as_str);
    SourceRecord {
        id: source.id.as_str(),
        href: routes::source(&source.id),
        title: &source.title,
        publisher: source.publisher.as_deref(),
        short: source.short.as_deref(),
        authors: &source.authors,
        url: source.url.as_deref(),
        archive_url: source.archive_url.as_deref(),
        published: iso(source.published),
        captured: iso(source.captured),
        language: site.sources[position].language.tag(),
        kind: source.kind.name(),
        primary: source.primary,
        rights: source.rights.as_deref(),
        origin: source.origin.as_deref(),
        version_of: version_of.filter(|id| site.source_position(id).is_some()),
        media: source.media.as_ref().map(media_record),
        show: source.show.name(),
        extent: source.extent.map(Extent::name),
        claims,
        passages: citations.len(),
        absences: absences.len(),
        text_href: (source.show == Show::Full).then(|| routes::source_text(&source.id)),
        annotations_href: routes::annotations(&source.id),
        extra: &source.extra,
    }
}

fn media_record(media: &Media) -> MediaRecord<'_> {
    let (file, url) = match &media.place {
        MediaPlace::File { path, .. } => (Some(path.as_str()), None),
        MediaPlace::Url(url) => (None, Some(url.as_str())),
    };
    MediaRecord { kind: media.kind.name(), file, url, transcript: media.transcript }
}
