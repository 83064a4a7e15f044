//! claims/ID.html: a claim, its verdict, and a card for every passage it rests on.

use std::ops::Range;

use tera::{Context, Value};

use super::json_ld;
use super::routes::{self, Links, References};
use super::shared::Shared;
use super::value::{html, list, map, maybe, maybe_date, object, text};
use crate::locale::Locale;
use crate::markdown::prose::{Prose, Shape};
use crate::model::{Appearance, Claim, Show};
use crate::resolve::Passage;
use crate::text::sentence;

/// The page is one folder deep.
const ROOT: &str = "../";
/// The analysis stands under a heading of level 2.
const ANALYSIS_HEADING: usize = 3;
/// A gap between two parts of an elided quote longer than this, in bytes, is not shown in full.
const LONG_GAP: usize = 240;

/// Everything the template of a claim's page sees beside what all pages see.
pub(super) fn context(shared: &Shared<'_>, position: usize) -> Context {
    let claim = &shared.site.claims[position];
    let mut links = Links { site: shared.site, root: ROOT, passages: References::of(claim) };
    let analysis = claim.analysis.as_deref().map_or_else(Value::none, |analysis| {
        html(&Prose::parse(analysis).render(
            Shape::Blocks { first_heading: ANALYSIS_HEADING },
            &mut links,
            &shared.colours,
        ))
    });
    let passages: Vec<Value> =
        (0..claim.passages.len()).map(|i| card(shared, position, i, links.passages.counts[i])).collect();

    let mut fields = shared.claims[position].clone().into_map().unwrap_or_default();
    let person = |position: &usize| shared.people[*position].clone();
    let related = claim.related.iter().filter_map(|id| shared.site.claim_position(id.as_str()));
    fields.extend(map([
        ("summary", shared.inline(&claim.summary, ROOT)),
        ("claimed_on", maybe_date(claim.claimed_on, &shared.site.locale)),
        ("appearances", list(claim.appearances.iter().map(|given| appearance(given, &shared.site.locale)))),
        ("analysis", analysis),
        ("passages", list(passages)),
        ("gaps", list(claim.gaps.iter().map(|gap| shared.inline(gap, ROOT)))),
        ("authors", list(claim.authors.iter().map(person))),
        ("reviewed_by", list(claim.reviewed_by.iter().map(person))),
        ("corrections", list(claim.corrections.iter().map(|correction| object(shared.correction(correction, ROOT))))),
        ("related", list(related.map(|position| shared.claims[position].clone()))),
        ("note", note(shared, claim)),
        ("json_ld", json_ld::of_claim(shared.site, position, None).map_or_else(Value::none, |data| html(&data))),
    ]));
    let mut context = Context::new();
    context.insert_value("claim", Value::from(fields));
    context
}

fn appearance(appearance: &Appearance, locale: &Locale) -> Value {
    object([
        ("url", text(&appearance.url)),
        ("title", maybe(appearance.title.as_deref())),
        ("published", maybe_date(appearance.published, locale)),
        ("archive_url", maybe(appearance.archive_url.as_deref())),
    ])
}

/// The note as it was written, coloured.
fn note(shared: &Shared<'_>, claim: &Claim<Passage>) -> Value {
    let yaml = shared.site.files.text(claim.file);
    let mut coloured = String::with_capacity(yaml.len() * 2);
    coloured.push_str("<pre><code class=\"language-yaml\">");
    shared.colours.write(yaml, Some(&shared.colours.yaml(yaml)), &mut coloured);
    coloured.push_str("</code></pre>");
    object([("path", text(shared.site.files.path(claim.file))), ("html", html(&coloured))])
}

fn card(shared: &Shared<'_>, position: usize, index: usize, references: usize) -> Value {
    let claim = &shared.site.claims[position];
    let passage = &claim.passages[index];
    let quotation = &passage.quotation;
    let read = &shared.site.sources[passage.source];
    let language = read.source.language.as_ref().unwrap_or(&shared.site.brief.language);
    let directive = &shared.directives[position][index];
    let anchored = |url: &Option<String>| {
        url.as_ref().map_or_else(Value::none, |url| text(&routes::with_fragment(url, directive)))
    };
    let in_context = format!("{}#{}", routes::source(&read.source.id), routes::mark_anchor(&claim.id, passage.id()));
    let back = (1..=references).map(|nth| {
        object([
            ("href", text(&format!("#{}", routes::reference_anchor(passage.id(), nth)))),
            ("number", Value::from(nth)),
        ])
    });
    object([
        ("id", text(passage.id().as_str())),
        ("anchor", text(&routes::card_anchor(passage.id()))),
        ("number", Value::from(index + 1)),
        ("stance", text(passage.stance().name())),
        ("speaker", maybe(quotation.speaker.as_deref())),
        ("note", quotation.note.as_ref().map_or_else(Value::none, |note| shared.blocks(note, ROOT, 5))),
        ("match", text(passage.level.name())),
        ("quote", text(quotation.quote.trim())),
        ("excerpt", excerpt(read.reading.text(), &passage.parts, read.source.show)),
        ("language", text(language.tag())),
        ("dir", text(language.direction())),
        ("source", shared.sources[passage.source].clone()),
        ("in_context", text(&in_context)),
        ("original", anchored(&read.source.url)),
        ("archived", anchored(&read.source.archive_url)),
        ("references", list(back)),
    ])
}

/// The quoted words inside the sentence or two around them, in order. Of a source that may not be shown, the quoted words alone.
fn excerpt(source: &str, parts: &[Range<usize>], show: Show) -> Value {
    let piece = |words: &str, cited: bool| object([("text", text(words)), ("cited", Value::from(cited))]);
    let whole = parts.first().map_or(0, |part| part.start)..parts.last().map_or(0, |part| part.end);
    let around = if show == Show::None { whole.clone() } else { sentence::around(source, &whole) };
    let mut pieces = vec![];
    let mut at = around.start;
    for (i, part) in parts.iter().enumerate() {
        let between = &source[at..part.start];
        if i > 0 && (show == Show::None || between.len() > LONG_GAP) {
            pieces.push(piece(" […] ", false));
        } else if !between.is_empty() {
            pieces.push(piece(between, false));
        }
        pieces.push(piece(&source[part.clone()], true));
        at = part.end;
    }
    if at < around.end {
        pieces.push(piece(&source[at..around.end], false));
    }
    list(pieces)
}
