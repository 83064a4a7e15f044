//! sources/ID.html: a captured article with every cited passage marked, and the claims that cite it.

use std::ops::Range;

use tera::Value;

use crate::base::escaping::percent_encoded;
use crate::base::media_type::media_type;
use crate::build::relate::{Citation, Site};
use crate::build::render::margin::Margin;
use crate::build::render::origin::origin;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::shown::{has_words, surroundings};
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, html, list, map, maybe, object, text};
use crate::build::render::{excerpt, json_ld, located, side_by_side, strip, versions};
use crate::build::resolve::UnfinishedNote;
use crate::markdown::article::{self, Block, Mark};
use crate::model::{Field, Media, MediaPlace, Show, SourceIdx};
use crate::routes;

const KIND: PageKind = PageKind { name: "source", template: "source.html" };

struct SourcePage {
    /// By position in the site's sources.
    source: SourceIdx,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    site.sources.indices().map(|source| OutputFile::page(site, SourcePage { source })).collect()
}

/// The page of a source at a path.
pub(in super::super) fn at(site: &Site, path: &str) -> Option<OutputFile<'static>> {
    let source = site.source_position(routes::source_of(path)?)?;
    Some(OutputFile::page(site, SourcePage { source }))
}

impl SitePage for SourcePage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, site: &Site) -> String {
        routes::source(&site.sources[self.source].source.id)
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Everybody { changed: None }
    }

    fn searched_as(&self, _: &Site) -> Option<&'static str> {
        Some("source")
    }

    fn plays_media(&self, site: &Site) -> bool {
        site.sources[self.source].source.media.as_ref().and_then(Media::played).is_some()
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let source = &site.sources[self.source].source;
        let by = source.publisher.as_deref().map_or_else(String::new, |publisher| format!(", {publisher}"));
        let sources = (site.locale.wording("sources", None), routes::SOURCES);
        PageHead {
            title: source.title.clone(),
            description: Some(format!("{}{by}", source.title)),
            json_ld: json_ld::breadcrumbs(site, &[sources, (&source.title, path)]),
        }
    }

    fn names(&self, site: &Site, _: &str, note: &UnfinishedNote) -> bool {
        note.cites.iter().any(|cited| cited == site.sources[self.source].source.id.as_str())
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        context(shared, self.source)
    }
}

/// What the template of a source's page gets in addition to what all templates get.
fn context(shared: &Shared, position: SourceIdx) -> TemplateContext {
    let site = &shared.site;
    let read = &site.sources[position];
    let reading = read.reading.text();
    let citations = &site.citations[position];
    let margin = Margin::new(shared, citations);
    // The built-in templates list them only where the text is not shown.
    let is_listed = shared.is_complete || read.source.show == Show::None;
    let cited = citations.iter().filter(|_| is_listed).map(|citation| citing(shared, *citation));
    let cited: Vec<Value> = cited.collect();
    let anchors: Vec<String> = citations
        .iter()
        .map(|citation| routes::mark_anchor(&site.claims[citation.claim].id, site.passage(*citation).id()))
        .collect();
    // Numbers of marks are those of the citations, so each list has a mark for all of them.
    let marks_of = |field: Field| -> Vec<Mark<'_>> {
        let cited =
            citations.iter().zip(&anchors).map(|(citation, anchor)| (citation, anchor, site.passage(*citation)));
        let marks = cited.map(|(citation, anchor, passage)| Mark {
            anchor,
            number: number(shared, *citation),
            letter: margin.letter(*citation),
            stance: passage.stance().name(),
            parts: if passage.field == field { passage.parts.as_slice() } else { &[] },
        });
        marks.collect()
    };
    let (marks, in_title) = (marks_of(Field::Body), marks_of(Field::Title));
    let title = article::line(read.title.reading(), &in_title);
    let beginning = |block: &Block| list(block.marks.iter().filter_map(|mark| cited.get(*mark).cloned()));
    let notes = |block: &Block| margin.notes(&block.marks);

    let mut article = vec![];
    let mut excerpts = vec![];
    match read.source.show {
        Show::Full => {
            let at_time = |time| located::in_recording(&read.source, time);
            let blocks = article::blocks_with_times(
                article::read(&read.source.body),
                &marks,
                read.source.url.as_deref(),
                &at_time,
            );
            article.extend(blocks.iter().map(|block| {
                object([("html", html(&block.html)), ("passages", beginning(block)), ("notes", notes(block))])
            }));
        }
        Show::Excerpts => {
            let shown = surroundings(shared, position);
            let blocks = article::excerpts(read.reading.reading(), &shown, &marks);
            excerpts.extend(blocks.iter().map(|block| {
                object([
                    ("before", Value::from(has_words(&reading[..block.range.start]))),
                    ("html", html(&block.html)),
                    ("after", Value::from(has_words(&reading[block.range.end..]))),
                    ("paragraph", text(&paragraphs(reading, &block.range))),
                    ("passages", beginning(block)),
                    ("notes", notes(block)),
                ])
            }));
        }
        Show::None => {}
    }
    let mut fields = shared.source(position).clone().into_map().unwrap_or_default();
    fields.extend(map([
        ("title_html", html(&title.html)),
        ("title_passages", beginning(&title)),
        ("title_notes", notes(&title)),
        ("rights", maybe(read.source.rights.as_deref())),
        ("origin", read.source.origin.as_deref().map_or_else(Value::none, |given| origin(shared, given))),
        ("media", read.source.media.as_ref().map_or_else(Value::none, media)),
        ("show", text(read.source.show.name())),
        ("article", list(article)),
        ("excerpts", list(excerpts)),
        ("passages", list(cited.clone())),
        ("absences", list(site.absences[position].iter().filter_map(|citation| absent(shared, *citation)))),
        ("evidence", evidence(shared, read.source.show, reading, &marks)),
        ("versions", versions::versions(shared, position)),
        ("comparisons", side_by_side::of_source(shared, position)),
        ("annotations_href", text(&routes::annotations(&read.source.id))),
        (
            "text_href",
            match read.source.show {
                Show::Full => text(&routes::source_text(&read.source.id)),
                Show::Excerpts | Show::None => Value::none(),
            },
        ),
    ]));
    let mut context = TemplateContext::default();
    context.insert("source", Value::from(fields));
    context
}

/// Where in the source its passages are, and how much of it they cover: the share in per cent, and the strip that shows it. `None` for a
/// source without citations.
fn evidence(shared: &Shared, show: Show, reading: &str, marks: &[Mark<'_>]) -> Value {
    let ticks = strip::ticks(marks);
    if ticks.is_empty() || reading.is_empty() {
        return Value::none();
    }
    let covered: usize = ticks.iter().map(|tick| tick.range.len()).sum();
    let share = (covered * 100).div_ceil(reading.len()).min(100);
    let strip = strip::svg(&ticks, reading.len(), show != Show::None, &shared.site.locale);
    object([("share", Value::from(share)), ("places", Value::from(ticks.len())), ("strip", html(&strip))])
}

/// The numbers of the paragraphs that a stretch is of, from 1: "3", or "3–5". Blocks of a reading text are lines.
fn paragraphs(reading: &str, range: &Range<usize>) -> String {
    let count = |text: &str| text.lines().filter(|line| has_words(line)).count();
    let line = reading[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let first = count(&reading[..line]) + 1;
    match count(&reading[line..range.end]) {
        0 | 1 => first.to_string(),
        several => format!("{first}–{}", first + several - 1),
    }
}

/// The number of a passage, the same as on the page of its claim.
fn number(shared: &Shared, citation: Citation) -> usize {
    shared.site.numbers[citation.claim][citation.passage]
}

/// A passage as its source's page shows it.
fn citing(shared: &Shared, citation: Citation) -> Value {
    let claim = &shared.site.claims[citation.claim];
    let passage = shared.site.passage(citation);
    let read = &shared.site.sources[passage.source];
    object([
        ("claim", shared.claim(citation.claim).clone()),
        ("passage", text(passage.id().as_str())),
        ("number", Value::from(number(shared, citation))),
        ("anchor", text(&routes::mark_anchor(&claim.id, passage.id()))),
        ("back", text(&format!("{}#{}", routes::claim(&claim.id), routes::card_anchor(passage.id())))),
        ("stance", text(passage.stance().name())),
        ("speaker", maybe(passage.quotation.speaker.as_deref())),
        ("match", text(passage.level.name())),
        ("quote", text(&excerpt::line(&shared.site.locale, read, passage))),
        ("field", text(passage.field.name())),
        ("locator", located::locator(&passage.locator(read))),
        ("across_paragraphs", Value::from(passage.crosses_paragraphs(read))),
        ("struck", Value::from(passage.is_struck(read))),
    ])
}

/// A claim that rests on what is not in the source.
fn absent(shared: &Shared, citation: Citation) -> Option<Value> {
    let claim = &shared.site.claims[citation.claim];
    let verified = claim.passages[citation.passage].absence()?;
    let absence = &verified.absence;
    Some(object([
        ("claim", shared.claim(citation.claim).clone()),
        ("passage", text(absence.id.as_str())),
        ("back", text(&format!("{}#{}", routes::claim(&claim.id), routes::card_anchor(&absence.id)))),
        ("stance", text(absence.stance.name())),
        ("words", list(absence.words.iter().map(|word| text(&word.shown())))),
        ("elsewhere", versions::elsewhere(shared, verified)),
    ]))
}

/// The picture or recording that a source's text was written down from.
fn media(media: &Media) -> Value {
    let (file, size, url) = match &media.place {
        MediaPlace::File { path, size } => (Some(path.as_str()), *size, None),
        MediaPlace::Url(url) => (None, None, Some(url.as_str())),
    };
    let pixels = |value: Option<usize>| value.map_or_else(Value::none, Value::from);
    object([
        ("kind", text(media.kind.name())),
        ("file", file.map_or_else(Value::none, |path| text(&percent_encoded(path)))),
        ("type", maybe(file.and_then(media_type))),
        ("url", maybe(url)),
        ("alt", maybe(media.alt.as_deref())),
        ("credit", maybe(media.credit.as_deref())),
        ("transcript", Value::from(media.transcript)),
        ("width", pixels(size.map(|size| size.0))),
        ("height", pixels(size.map(|size| size.1))),
    ])
}
