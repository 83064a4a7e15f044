//! The wording that two sources share: [`side_by_side`], for the page that shows it, and the links to such pages.

use std::ops::Range;

use tera::{Map, Value};

use super::excerpt::{Look, Pieces};
use super::origin::origin;
use super::shared::Shared;
use super::shown::{has_words, shown};
use super::value::{list, map, object, text};
use crate::analysis::compared::{Compared, ComparedPassage, QuotedWords, Shown, compared};
use crate::analysis::origins::ClaimOrigins;
use crate::analysis::shared::SharedWording;
use crate::build::relate::{Comparison, Site};
use crate::model::{Field, Show, Source, SourceIdx};
use crate::routes;
use citeback_quote::text::single_spaced;

/// So much more is shown before a shared passage, in bytes, from where a sentence begins.
const LEAD: usize = 160;

/// The wording of the pair that a comparison is of.
pub(super) fn wording<'s>(site: &'s Site, comparison: &Comparison) -> &'s SharedWording {
    &site.analysis.shared[comparison.shared]
}

/// What readers may see of it.
pub(super) fn compare(shared: &Shared, comparison: &Comparison) -> Compared {
    let [a, b] = comparison.sources.map(|source| shown(shared, source));
    let wordings = comparison.sources.map(|source| shared.site.sources[source].wording());
    compared(wording(&shared.site, comparison), wordings, [&a, &b])
}

/// The address of the page of a comparison.
pub(super) fn path(site: &Site, comparison: &Comparison) -> String {
    let [a, b] = comparison.sources.map(|source| &site.sources[source].source.id);
    routes::comparison(a, b)
}

/// What two sources are called beside each other: by their titles if they have one name.
pub(super) fn names<'s>(site: &'s Site, sources: [SourceIdx; 2]) -> [&'s str; 2] {
    let name =
        |source: &'s Source| source.short.as_ref().or(source.publisher.as_ref()).unwrap_or(&source.title).as_str();
    let sources = sources.map(|source| &*site.sources[source].source);
    let names = sources.map(name);
    if names[0] == names[1] { sources.map(|source| source.title.as_str()) } else { names }
}

/// The links from a source to its comparisons with others.
pub(super) fn of_source(shared: &Shared, source: SourceIdx) -> Value {
    let site = &shared.site;
    let with_it = site.comparisons.iter().filter(|comparison| comparison.sources.contains(&source));
    list(with_it.map(|comparison| {
        let [a, b] = comparison.sources;
        let pair = wording(site, comparison);
        object([
            ("href", text(&path(site, comparison))),
            ("source", shared.source(if a == source { b } else { a }).clone()),
            ("words", Value::from(pair.words.all())),
            ("passages", Value::from(pair.passages.len())),
        ])
    }))
}

/// The links to the comparisons of sources that are one origin, those that share most first.
pub(super) fn of_origins(shared: &Shared, origins: &ClaimOrigins) -> Value {
    let site = &shared.site;
    let pairs = origins.links.iter().filter_map(|link| {
        let [a, b] = &link.sources;
        let pair = [site.source_position(a.as_str())?, site.source_position(b.as_str())?];
        Some(&site.comparisons[site.comparison(pair)?])
    });
    list(pairs.map(|comparison| {
        object([
            ("href", text(&path(site, comparison))),
            ("names", list(names(site, comparison.sources).iter().map(|name| text(name)))),
        ])
    }))
}

/// All that the page of a comparison shows; `root` leads from it to the site's root.
pub(super) fn side_by_side(shared: &Shared, comparison: &Comparison) -> Map {
    let site = &shared.site;
    let found = compare(shared, comparison);
    let names = names(site, comparison.sources);
    let side = |side: usize| {
        let source = comparison.sources[side];
        let given = site.sources[source].source.origin.as_deref();
        object([
            ("name", text(names[side])),
            ("source", shared.source(source).clone()),
            ("origin", given.map_or_else(Value::none, |given| origin(shared, given))),
        ])
    };
    let parts = comparison.sources.map(|source| shown(shared, source));
    let passages = found.passages.iter().map(|passage| {
        let sides = [0, 1].map(|side| self::side(shared, comparison.sources[side], (passage, side), &parts[side]));
        object([
            ("quoted", quoted(passage.quoted)),
            ("hidden", Value::from(passage.hidden)),
            ("sides", if passage.runs.is_empty() { list([]) } else { list(sides) }),
        ])
    });
    map([
        ("sides", list([0, 1].map(side))),
        ("one_text", Value::from(wording(site, comparison).is_one_text)),
        ("quoted", quoted(found.quoted)),
        ("passages", list(passages)),
        ("claims", shared.claim_cards(&comparison.claims)),
    ])
}

/// How many words are the same, and who quotes them.
fn quoted(words: QuotedWords) -> Value {
    object([
        ("all", Value::from(words.all())),
        ("both", Value::from(words.both())),
        ("first", Value::from(words.only(0))),
        ("second", Value::from(words.only(1))),
        ("neither", Value::from(words.neither())),
    ])
}

/// What one of the two sources has in a shared passage, as far as it is shown.
fn side(shared: &Shared, source: SourceIdx, (passage, side): (&ComparedPassage, usize), shown: &Shown) -> Value {
    let site = &shared.site;
    let read = &site.sources[source];
    let place = |run: usize| passage.runs[run].places[side].clone();
    let whole = place(0).start..place(passage.runs.len() - 1).end;
    let language = &read.language;
    // The first cited passage in it, which its page marks.
    let cited = site.citations[source].iter().find(|citation| {
        let cited = site.passage(**citation);
        let span = cited.span();
        cited.field == Field::Body && span.start < whole.end && whole.start < span.end
    });
    let anchor = cited.map(|citation| {
        let claim = &site.claims[citation.claim];
        routes::mark_anchor(&claim.id, claim.passages[citation.passage].id())
    });
    let page = routes::source(&read.source.id);
    let href = anchor.map_or_else(|| page.clone(), |anchor| format!("{page}#{anchor}"));
    object([
        ("pieces", pieces(shared, source, (passage, side), shown)),
        ("href", text(&href)),
        ("language", text(language.tag())),
        ("dir", text(language.direction())),
    ])
}

/// The shared words of one of the two sources among those around them.
fn pieces(shared: &Shared, source: SourceIdx, (passage, side): (&ComparedPassage, usize), shown: &Shown) -> Value {
    let read = &shared.site.sources[source];
    let reading = read.reading.text();
    let places: Vec<&Range<usize>> = passage.runs.iter().map(|run| &run.places[side]).collect();
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return list([]) };
    let whole = first.start..last.end;
    let around = match read.source.show {
        Show::None => whole,
        Show::Excerpts => shared.sentences(source).around(reading, &whole),
        Show::Full => {
            // The words that lead to a quotation say whose it is.
            let around = shared.sentences(source).around(reading, &whole);
            shared.sentences(source).wider(reading, &around, LEAD).start..around.end
        }
    };
    let mut written = Written { shared, source, shown, pieces: Pieces::default() };
    let mut at = around.start;
    for (run, place) in passage.runs.iter().zip(places) {
        written.between(at..place.start, if run.follows { Look::Differing } else { Look::Plain });
        written.words(place.clone(), Look::Marked);
        at = place.end;
    }
    written.between(at..around.end, Look::Plain);
    written.pieces.finish()
}

/// The words of one source as they are written.
struct Written<'a> {
    shared: &'a Shared,
    source: SourceIdx,
    shown: &'a Shown,
    pieces: Pieces,
}

impl Written<'_> {
    fn words(&mut self, range: Range<usize>, look: Look) {
        let read = &self.shared.site.sources[self.source];
        self.pieces.source(read.reading.reading(), range, look);
    }

    /// What is before, between or after shared words: as much of it as is shown, and how much is not.
    fn between(&mut self, range: Range<usize>, look: Look) {
        let site = &self.shared.site;
        let reading = site.sources[self.source].reading.text();
        let mut at = range.start;
        for part in self.shown.within(&range) {
            self.hidden(&reading[at..part.start]);
            let words = &reading[part.clone()];
            if look == Look::Plain || !has_words(words) {
                self.words(part.clone(), Look::Plain);
            } else {
                // Spaces and marks at the edges are no words.
                let is_word = |c: char| c.is_alphanumeric();
                let start = part.start + words.find(is_word).unwrap_or_default();
                let end = part.start + words.trim_end_matches(|c: char| !is_word(c)).len();
                self.words(part.start..start, Look::Plain);
                self.pieces.unseen(site.locale.wording("only_here", None), site.brief.language.tag());
                self.words(start..end, look);
                self.words(end..part.end, Look::Plain);
            }
            at = part.end;
        }
        self.hidden(&reading[at..range.end]);
    }

    /// Words that may not be shown.
    fn hidden(&mut self, words: &str) {
        if has_words(words) {
            self.pieces.left_out(&self.shared.site.locale, words);
        }
    }
}

/// What a page says in a sentence of two sources that share wording.
pub(super) fn in_a_sentence(site: &Site, comparison: &Comparison) -> String {
    let pair = wording(site, comparison);
    let passages = site.locale.filled("passages", &[], Some(pair.passages.len()));
    let words = site.locale.filled("same_words", &[], Some(pair.words.all()));
    single_spaced(&site.locale.filled("same_words_in", &[("words", &words), ("passages", &passages)], None))
}

/// The title of the page of a comparison.
pub(super) fn title(site: &Site, comparison: &Comparison) -> String {
    let [a, b] = names(site, comparison.sources);
    let names = format!("{a}{}{b}", site.locale.wording("last_separator", None));
    site.locale.filled("shared_wording_of", &[("names", &names)], None)
}
