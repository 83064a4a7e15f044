//! The values that a field can take: words of a fixed list, and the site's own ids. Entry point: [`choices`].

use std::collections::BTreeSet;

use super::cursor::CursorContext;
use super::document::place;
use crate::base::disk::{self, Walk};
use crate::base::files::FileId;
use crate::build::load::{IdKind, ValueKind, interface_languages};
use crate::editing::fields::Field;
use crate::model::Source;
use citeback_quote::text::single_spaced;

/// A value that a field can take.
pub(super) struct Choice {
    pub value: String,
    /// A short description.
    pub detail: String,
    /// The documentation, as Markdown; may be empty.
    pub more: String,
}

impl Choice {
    fn new(value: impl ToString, detail: impl Into<String>, more: impl Into<String>) -> Self {
        Choice { value: value.to_string(), detail: detail.into(), more: more.into() }
    }
}

/// The values to choose from for a field or an entry of it; none if any value will do.
pub(super) fn choices(cx: &CursorContext<'_>, field: Field<'_>) -> Vec<Choice> {
    if field.is_boolean() {
        return ["true", "false"].map(|word| Choice::new(word, "", "")).into();
    }
    let words: Vec<Choice> = field.words().map(|(word, meaning)| Choice::new(word, "", meaning)).collect();
    if words.is_empty() { of_site(cx, field.kind) } else { words }
}

/// The values of a kind that the site already has.
fn of_site(cx: &CursorContext<'_>, kind: ValueKind) -> Vec<Choice> {
    if let Some(kind) = kind.refers_to() {
        return named(cx, kind);
    }
    match kind {
        ValueKind::Tag => {
            let tags: BTreeSet<&str> =
                cx.view.claims.iter().flat_map(|note| &note.value.tags).map(String::as_str).collect();
            tags.into_iter().map(|tag| Choice::new(tag, "", "")).collect()
        }
        ValueKind::Language => languages(cx).into_iter().map(|tag| Choice::new(tag, "", "")).collect(),
        ValueKind::Picture => files(cx, &PICTURES),
        ValueKind::MediaFile => files(cx, &[PICTURES.as_slice(), &RECORDINGS].concat()),
        ValueKind::Date => dates(cx),
        ValueKind::Speaker => speakers(cx),
        ValueKind::Text
        | ValueKind::Inline
        | ValueKind::Markdown
        | ValueKind::Id
        | ValueKind::Moment
        | ValueKind::Url
        | ValueKind::BaseUrl
        | ValueKind::Colour
        | ValueKind::Seal
        | ValueKind::Verdict
        | ValueKind::Source
        | ValueKind::Person
        | ValueKind::Claim
        | ValueKind::Page
        | ValueKind::SourceOrText
        | ValueKind::FreeForm => vec![],
    }
}

/// The endings of pictures.
const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "webp", "avif", "gif"];
/// The endings of sound recordings and videos.
const RECORDINGS: [&str; 8] = ["mp3", "m4a", "ogg", "opus", "wav", "flac", "mp4", "webm"];

/// The files in static/ with one of these endings.
fn files(cx: &CursorContext<'_>, endings: &[&str]) -> Vec<Choice> {
    let folder = Walk { folder: "static", fence: "static", hidden: false };
    let listing = disk::walk(&cx.site.folder, folder).unwrap_or_default();
    let paths = listing.files.iter().filter_map(|file| file.relative.strip_prefix("static/"));
    let fits = |path: &&str| {
        let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        ending.is_some_and(|ending| endings.contains(&ending.as_str()))
    };
    paths.filter(fits).map(|path| Choice::new(path, "", "")).collect()
}

/// Today, and the dates of the sources that the note cites.
fn dates(cx: &CursorContext<'_>) -> Vec<Choice> {
    let mut dates = vec![Choice::new((cx.config.today)(), "today", "")];
    let items = 0..cx.outline.items.len();
    for id in items.filter(|item| cx.outline.name(*item) == Some("source")).map(|item| cx.outline.value(item)) {
        let Some(source) = cx.source(id.trim()).map(|read| &read.source) else { continue };
        let Some(published) = source.published else { continue };
        let date = Choice::new(published.iso(), &source.title, "");
        if dates.iter().all(|known| known.value != date.value) {
            dates.push(date);
        }
    }
    dates
}

/// The claimants of this note, and the speakers of all passages.
fn speakers(cx: &CursorContext<'_>) -> Vec<Choice> {
    let own = cx.view.claims.iter().filter(|note| is_current_document(cx, note.value.file));
    let claimants = own.flat_map(|note| &note.value.claimants).map(|claimant| claimant.name.as_str());
    let passages = cx.view.claims.iter().flat_map(|note| &note.value.passages);
    let quoted: BTreeSet<&str> =
        passages.filter_map(|evidence| evidence.quotation()?.speaker.as_deref()).map(str::trim).collect();
    let mut names: Vec<&str> = claimants.collect();
    names.extend(quoted.into_iter().filter(|name| !name.is_empty()));
    let mut seen = BTreeSet::new();
    names.into_iter().filter(|name| seen.insert(*name)).map(|name| Choice::new(name, "", "")).collect()
}

/// Everything of a kind in the site that a note can refer to by id.
pub(super) fn named(cx: &CursorContext<'_>, kind: IdKind) -> Vec<Choice> {
    match kind {
        IdKind::Verdict => {
            let verdicts = cx.scale();
            let verdicts = verdicts.verdicts().iter();
            verdicts.map(|verdict| Choice::new(&verdict.id, &verdict.label, &verdict.definition)).collect()
        }
        IdKind::Source => {
            let sources = cx.view.sources.iter().map(|read| &read.source);
            sources.map(|source| Choice::new(&source.id, cited(source), "")).collect()
        }
        IdKind::Person => {
            let people = cx.view.brief.iter().flat_map(|brief| &brief.people);
            people
                .map(|person| Choice::new(&person.id, &person.name, person.role.clone().unwrap_or_default()))
                .collect()
        }
        IdKind::Claim => {
            let claims = cx.view.claims.iter().map(|note| &note.value);
            let others = claims.filter(|claim| !is_current_document(cx, claim.file));
            others.map(|claim| Choice::new(&claim.id, &claim.title, single_spaced(&claim.claim))).collect()
        }
        IdKind::Page => cx.view.plain.iter().map(|page| Choice::new(&page.value.id, &page.value.title, "")).collect(),
    }
}

/// A source in one line: title, publisher, date.
pub(super) fn cited(source: &Source) -> String {
    let mut cited = source.title.clone();
    cited.extend(source.publisher.iter().map(|publisher| format!(", {publisher}")));
    cited.extend(source.published.iter().map(|date| format!(", {}", date.iso())));
    cited
}

fn is_current_document(cx: &CursorContext<'_>, file: FileId) -> bool {
    let path = place(&cx.site.folder, cx.view.files.path(file));
    cx.open.get(&path).is_some_and(|document| document.uri == cx.document.uri)
}

/// The languages that the site uses, and those into which the interface is translated.
fn languages(cx: &CursorContext<'_>) -> BTreeSet<String> {
    let brief = cx.view.brief.iter().map(|brief| &brief.language);
    let sources = cx.view.sources.iter().filter_map(|read| read.source.language.as_ref());
    let claims = cx.view.claims.iter().filter_map(|note| note.value.language.as_ref());
    let used = brief.chain(sources).chain(claims).map(|language| language.tag().to_owned());
    used.chain(interface_languages().map(str::to_owned)).collect()
}
