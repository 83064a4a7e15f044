//! The versions of a captured page, and what its publisher changed: [`versions`], for the pages of sources; [`missing`], for cards of passages;
//! [`elsewhere`], for those of absences.
//!
//! What is shown of a change is what both versions may show: all of it, the sentences with cited passages, or none. Titles are always shown.

use std::collections::BTreeMap;

use tera::Value;

use super::shared::Shared;
use super::value::{html, list, maybe, maybe_date, object, text};
use crate::base::escaping::escape;
use crate::build::resolve::{Captures, Passage, ReadSource, Step, VerifiedAbsence};
use crate::model::{Date, Field, Show, SourceIdx};
use crate::routes;
use citeback_quote::locate::compare::{Change, ChangeKind, Side};
use citeback_quote::text::fold::without_directions;
use citeback_quote::text::reading_text::SEAM;
use citeback_quote::text::single_spaced;

/// Bytes of a change that are shown of a source in excerpts: what has no ends of sentences may be a text as a whole.
const MAX_EXCERPT: usize = 1_200;

/// The versions of the page that a source was captured from; `None` if there is only this one.
pub(super) fn versions(shared: &Shared, source: SourceIdx) -> Value {
    let site = &shared.site;
    let id = &site.sources[source].source.id;
    let Some((captures, own)) = site.captures(id).and_then(|page| Some((page, page.position(id)?))) else {
        return Value::none();
    };
    let home = site.compared_on(captures);
    let changed = |is: &dyn Fn(usize, usize) -> bool| {
        let position = |read: &ReadSource| captures.position(&read.source.id).unwrap_or_default();
        let mut steps = captures.steps.iter().filter(|step| is(position(&step.old), position(&step.new)));
        steps.any(|step| !step.changes().is_empty())
    };
    let link = match home {
        Some(home) if home != source => format!("{}#versions", routes::source(&site.sources[home].source.id)),
        _ => String::new(),
    };
    let steps = captures.steps.iter().filter(|_| home == Some(source));
    object([
        ("changed_later", Value::from(changed(&|old, _| old >= own))),
        ("changed_earlier", Value::from(changed(&|_, new| new <= own))),
        ("compared_on", maybe(Some(link.as_str()).filter(|link| !link.is_empty()))),
        ("captures", list((0..captures.versions.len()).map(|at| capture(shared, captures, (at, own))))),
        ("steps", list(steps.map(|step| self::step(shared, step)))),
    ])
}

/// One version in the list of all.
fn capture(shared: &Shared, captures: &Captures, (at, own): (usize, usize)) -> Value {
    let source = &captures.versions[at].source;
    let published = shared.site.source_position(source.id.as_str()).is_some();
    let href = Some(routes::source(&source.id)).filter(|_| published && at != own);
    object([
        ("captured", maybe_date(source.captured, &shared.site.locale)),
        ("href", maybe(href.as_deref())),
        ("current", Value::from(at == own)),
        ("archive_url", maybe(source.archive_url.as_deref())),
    ])
}

/// What changed from one version to the next.
fn step(shared: &Shared, step: &Step) -> Value {
    let (old, new) = (&step.old.source, &step.new.source);
    let mut kinds: BTreeMap<ChangeKind, usize> = BTreeMap::new();
    let mut shown = vec![];
    let mut hidden = 0;
    for (field, change) in step.changes().all() {
        *kinds.entry(change.kind).or_default() += 1;
        if field == Field::Title || is_shown(shared, step, change) {
            shown.push(object([
                ("kind", text(change.kind.name())),
                ("html", html(&marked(shared, step, (field, change)))),
            ]));
        } else {
            hidden += 1;
        }
    }
    let kinds =
        kinds.into_iter().map(|(kind, count)| object([("kind", text(kind.name())), ("count", Value::from(count))]));
    object([
        ("from", maybe_date(old.captured, &shared.site.locale)),
        ("to", maybe_date(new.captured, &shared.site.locale)),
        ("kinds", list(kinds)),
        ("changes", list(shown)),
        ("hidden", Value::from(hidden)),
    ])
}

/// Whether the words of a change in the text may be published.
fn is_shown(shared: &Shared, step: &Step, change: &Change) -> bool {
    let shows = [step.old.source.show, step.new.source.show];
    if shows.contains(&Show::None) {
        return false;
    }
    let is_cited = |read: &ReadSource, range: &std::ops::Range<usize>| {
        let site = &shared.site;
        let citations = site.source_position(read.source.id.as_str()).map(|source| &site.citations[source]);
        let mut passages = citations.into_iter().flatten().map(|citation| site.passage(*citation));
        passages.any(|passage| {
            let span = passage.span();
            passage.field == Field::Body && span.start < range.end && range.start < span.end
        })
    };
    shows == [Show::Full; 2]
        || (change.old.len().max(change.new.len()) <= MAX_EXCERPT
            && (is_cited(&step.old, &change.old) || is_cited(&step.new, &change.new)))
}

/// The words of a change; those of one version only are `del` and `ins` elements, which say so to those who do not see them as well.
fn marked(shared: &Shared, step: &Step, (field, change): (Field, &Change)) -> String {
    let (old, new) = (step.old.field(field).text(), step.new.field(field).text());
    let mut out = String::new();
    for words in &change.words {
        let (text, range) = match words.side {
            Side::Old => (old, &words.old),
            Side::Both | Side::New => (new, &words.new),
        };
        if !out.is_empty() && text[..range.start].ends_with(char::is_whitespace) {
            out.push(' ');
        }
        let words_shown = without_directions(&single_spaced(&text[range.clone()].replace(SEAM, " […] ")));
        let (element, label) = match words.side {
            Side::Both => {
                escape(&words_shown, &mut out);
                continue;
            }
            Side::Old => ("del", "words_removed"),
            Side::New => ("ins", "words_added"),
        };
        let locale = &shared.site.locale;
        let language = &shared.site.brief.language;
        out.push_str(&format!("<{element}><span class=\"unseen\" lang=\"{}\">", language.tag()));
        escape(&format!("{}{} ", locale.wording(label, None), locale.wording("colon", None)), &mut out);
        out.push_str("</span>");
        escape(&words_shown, &mut out);
        out.push_str(&format!("</{element}>"));
    }
    out
}

/// When the words of a passage were captured, and when another version was that does not have them; `None` if all have them.
pub(super) fn missing(shared: &Shared, read: &ReadSource, passage: &Passage) -> Value {
    let locale = &shared.site.locale;
    let Some(missing) = &passage.missing else { return Value::none() };
    object([
        ("captured", maybe_date(read.source.captured, locale)),
        ("later", maybe_date(missing.later, locale)),
        ("earlier", maybe_date(missing.earlier, locale)),
    ])
}

/// The absent words that other versions have, version by version.
pub(super) fn elsewhere(shared: &Shared, absence: &VerifiedAbsence) -> Value {
    let mut versions: BTreeMap<Option<Date>, Vec<Value>> = BTreeMap::new();
    for found in &absence.elsewhere {
        versions.entry(found.captured).or_default().push(text(&absence.absence.words[found.word].shown()));
    }
    list(versions.into_iter().map(|(captured, words)| {
        object([("captured", maybe_date(captured, &shared.site.locale)), ("words", list(words))])
    }))
}
