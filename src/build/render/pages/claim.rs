//! claims/ID.html: a claim, its verdict, and a card for every passage it rests on.

use std::ops::Range;

use tera::{Map, Value};

use super::claim_details::{appearance, image, reply, translation};
use super::embed::snippet;
use crate::analysis::origins::{ClaimOrigins, Why};
use crate::build::relate::{Citation, Site};
use crate::build::render::features::has_cards;
use crate::build::render::links::{Links, References};
use crate::build::render::note::note;
use crate::build::render::output_file::OutputFile;
use crate::build::render::share_card::ShareCard;
use crate::build::render::shared::{Shared, last_change};
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, html, list, map, maybe, maybe_date, object, text};
use crate::build::render::{
    excerpt, figure_links, json_ld, lead, located, side_by_side, speakers, translated, versions,
};
use crate::build::resolve::{Passage, ReadSource, UnfinishedNote, Verified, VerifiedAbsence};
use crate::markdown::prose::{Destination, Prose, ProseStyle};
use crate::markdown::reading::reading_text;
use crate::model::PersonIdx;
use crate::model::texts::note_of_passage;
use crate::model::{AbsentWord, ClaimIdx, Field, Original, Show, Stance, Status};
use crate::notes::yaml::Path;
use crate::routes;
use citeback_quote::shared::SharedKind;
use citeback_quote::text::fold::without_directions;
use citeback_quote::text::single_spaced;

const KIND: PageKind = PageKind { name: "claim", template: "claim.html" };

/// Around a passage this much more is unfolded on each side, in bytes, to the ends of sentences.
const WIDER: usize = 250;

/// Where a claim is shown: on a page of its own, or among others on the print edition.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClaimSetting {
    pub root: &'static str,
    /// The level of the first heading in the analysis.
    pub heading: usize,
    /// Whether the ids of this claim need its own id before them.
    pub shared: bool,
}

/// On a claim's own page, one folder deep, the analysis is under a heading of level 2.
const OWN_PAGE: ClaimSetting = ClaimSetting { root: "../", heading: 3, shared: false };

struct ClaimPage {
    /// By position in the site's claims.
    claim: ClaimIdx,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    site.claims.indices().map(|claim| OutputFile::page(site, ClaimPage { claim })).collect()
}

/// The page at a path, if it is one of a claim.
pub(in super::super) fn at(site: &Site, path: &str) -> Option<OutputFile<'static>> {
    let claim = site.claim_position(routes::claim_of(path)?)?;
    Some(OutputFile::page(site, ClaimPage { claim }))
}

impl SitePage for ClaimPage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, site: &Site) -> String {
        routes::claim(&site.claims[self.claim].id)
    }

    fn audience(&self, site: &Site) -> Audience {
        let claim = &site.claims[self.claim];
        match claim.status {
            // A retired claim keeps its address, but is not in the sitemap.
            Status::Retired => Audience::Readers,
            Status::Draft | Status::Published => Audience::Everybody { changed: last_change(claim) },
        }
    }

    fn searched_as(&self, site: &Site) -> Option<&'static str> {
        (site.claims[self.claim].status == Status::Published).then_some("claim")
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let claim = &site.claims[self.claim];
        let claims = (site.locale.wording("claims", None), routes::CLAIMS);
        PageHead {
            title: claim.title.clone(),
            description: Some(single_spaced(reading_text(&claim.summary).text())),
            json_ld: json_ld::breadcrumbs(site, &[claims, (&claim.title, path)]),
        }
    }

    fn card<'s>(&self, site: &'s Site) -> ShareCard<'s> {
        ShareCard::of_claim(site, &site.claims[self.claim])
    }

    fn is_unlisted(&self, site: &Site) -> bool {
        site.claims[self.claim].status != Status::Published
    }

    fn claim_review(&self, site: &Site) -> Option<String> {
        let picture = has_cards(site).then(|| routes::card(&site.claims[self.claim].id));
        json_ld::of_claim(site, self.claim, picture.as_deref())
    }

    fn names(&self, site: &Site, id: &str, note: &UnfinishedNote) -> bool {
        note.kind == Destination::Claim && site.claims[self.claim].related.iter().any(|related| related.as_str() == id)
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        context(shared, self.claim)
    }
}

/// What the template of a claim's page gets in addition to what all templates get.
fn context(shared: &Shared, position: ClaimIdx) -> TemplateContext {
    let mut claim = whole(shared, position, OWN_PAGE);
    let site = &shared.site;
    let related = site.claims[position].related.iter().filter_map(|id| site.claim_position(id.as_str()));
    claim.extend(map([
        ("related", list(related.map(|position| shared.claim(position).clone()))),
        ("note", note(shared, &site.claims[position])),
        ("embed", maybe(snippet(site, position).as_deref())),
        ("missing", translated::missing_among(shared, site.claims[position].related.iter())),
    ]));
    let mut context = TemplateContext::default();
    context.insert("claim", Value::from(claim));
    context
}

/// A claim with all that its note says.
pub(super) fn whole(shared: &Shared, position: ClaimIdx, setting: ClaimSetting) -> Map {
    let site = &shared.site;
    let claim = &site.claims[position];
    let root = setting.root;
    let prefix = if setting.shared { format!("{}--", claim.id) } else { String::new() };
    let mut links = Links { site, root, passages: References::of(site, position, &prefix) };
    let analysis = claim.analysis.as_deref().map_or_else(Value::none, |analysis| {
        let shape = ProseStyle::Blocks { first_heading: setting.heading };
        html(&Prose::parse(&without_directions(analysis)).render(shape, &mut links, &shared.colours))
    });
    let counts = links.passages.counts;
    let mut order: Vec<usize> = (0..claim.passages.len()).collect();
    order.sort_by_key(|passage| site.numbers[position][*passage]);
    let passages: Vec<(Stance, Value)> = order
        .into_iter()
        .map(|i| (claim.passages[i].stance(), card(shared, (position, i), counts[i], &prefix, setting)))
        .collect();
    // Within a stance they keep the order of their numbers.
    let mut by_stance = passages.clone();
    by_stance.sort_by_key(|(stance, _)| *stance);
    let groups = by_stance.chunk_by(|a, b| a.0 == b.0).map(|group| {
        object([
            ("stance", text(group[0].0.name())),
            ("passages", list(group.iter().map(|(_, passage)| passage.clone()))),
            (
                "origins",
                site.analysis.origins(&claim.id, group[0].0).map_or_else(Value::none, |given| origins(shared, given)),
            ),
        ])
    });

    let mut fields = shared.claim(position).clone().into_map().unwrap_or_default();
    let person = |person: &PersonIdx| shared.people[*person].clone();
    let gap = |gap: &String| {
        translated::marked(site, Some(&claim.id), &Path::top().key("gaps"), "span", shared.inline(gap, root))
    };
    let corrections = (0..claim.corrections.len()).map(|index| object(shared.correction(position, index, root)));
    fields.extend(map([
        ("anchor", text(&routes::claim_anchor(&claim.id))),
        ("quoted", if claim.original.is_none() { quoted(site, position, &prefix) } else { Value::none() }),
        (
            "original",
            claim.original.as_ref().map_or_else(Value::none, |given| original(given, quoted(site, position, &prefix))),
        ),
        ("length", text(lead::length(claim))),
        ("summary", figure_links::summary(shared, claim, root, &prefix)),
        ("strongest", lead::strongest(shared, position, &prefix)),
        ("claimed_on", maybe_date(claim.claimed_on, &site.locale)),
        ("changed", maybe_date(last_change(claim), &site.locale)),
        ("image", claim.image.as_ref().map_or_else(Value::none, image)),
        ("appearances", list(claim.appearances.iter().map(|given| appearance(given, &site.locale)))),
        ("replies", list(claim.replies.iter().map(|given| reply(given, &site.locale)))),
        ("analysis", translated::marked(site, Some(&claim.id), &Path::top().key("analysis"), "div", analysis)),
        ("translation", translated::of_claim(site, &claim.id)),
        ("differing", speakers::of_claim(shared, position)),
        ("groups", list(groups)),
        ("passages", list(passages.iter().map(|(_, passage)| passage.clone()))),
        ("gaps", list(claim.gaps.iter().map(gap))),
        ("authors", list(claim.authors.iter().map(person))),
        ("reviewed_by", list(claim.reviewed_by.iter().map(person))),
        ("corrections", list(corrections)),
    ]));
    fields
}

/// That sources which take one stance are fewer origins; none if each is one. Of two sources it says why.
fn origins(shared: &Shared, origins: &ClaimOrigins) -> Value {
    if origins.origins.len() == origins.sources.len() {
        return Value::none();
    }
    let (why, words) = match &origins.links[..] {
        [link] if origins.sources.len() == 2 => match link.why {
            Why::Wording { kind: SharedKind::Statement, words } => (Some("both_quote"), words),
            Why::Wording { words, .. } => (Some("both_print"), words),
            Why::Origin => (Some("both_name"), 0),
            Why::Page => (Some("both_versions"), 0),
        },
        _ => (None, 0),
    };
    object([
        ("sources", Value::from(origins.sources.len())),
        ("origins", Value::from(origins.origins.len())),
        ("why", maybe(why)),
        ("words", Value::from(words)),
        ("reason", maybe(origins.accepted.as_deref())),
        ("comparisons", side_by_side::of_origins(shared, origins)),
    ])
}

/// The passage that contains the words of the claim or of its original; none if no passage is known to.
fn quoted(site: &Site, position: ClaimIdx, prefix: &str) -> Value {
    let claim = &site.claims[position];
    let passage = claim.claim_passage.as_ref().and_then(|id| claim.passages.iter().position(|p| p.id() == id));
    passage.map_or_else(Value::none, |index| {
        let id = claim.passages[index].id();
        object([
            ("id", text(id.as_str())),
            ("anchor", text(&format!("{prefix}{}", routes::card_anchor(id)))),
            ("number", Value::from(site.numbers[position][index])),
        ])
    })
}

fn original(original: &Original, quoted: Value) -> Value {
    object([
        ("text", text(&original.text)),
        ("language", text(original.language.tag())),
        ("dir", text(original.language.direction())),
        ("quoted", quoted),
    ])
}

fn card(
    shared: &Shared,
    (position, index): (ClaimIdx, usize),
    references: usize,
    prefix: &str,
    setting: ClaimSetting,
) -> Value {
    let claim = &shared.site.claims[position];
    let verified = &claim.passages[index];
    let read = &shared.site.sources[verified.source()];
    let language = &read.language;
    let back = (1..=references).map(|nth| {
        object([
            ("href", text(&format!("#{}", routes::reference_anchor(prefix, verified.id(), nth)))),
            ("number", Value::from(nth)),
        ])
    });
    let note = match verified {
        Verified::Passage(passage) => &passage.quotation.note,
        Verified::Absence(absence) => &absence.absence.note,
    };
    let own_note = |note: &String| {
        let made = shared.blocks(note, setting.root, setting.heading + 2);
        translated::marked(&shared.site, Some(&claim.id), &note_of_passage(verified.id()), "div", made)
    };
    let card = [
        ("id", text(verified.id().as_str())),
        ("anchor", text(&format!("{prefix}{}", routes::card_anchor(verified.id())))),
        ("number", Value::from(shared.site.numbers[position][index])),
        ("stance", text(verified.stance().name())),
        ("note", note.as_ref().map_or_else(Value::none, own_note)),
        ("language", text(language.tag())),
        ("dir", text(language.direction())),
        ("source", shared.source(verified.source()).clone()),
        ("references", list(back)),
    ];
    match verified {
        Verified::Passage(passage) => {
            let citation = Citation { claim: position, passage: index };
            object(card.into_iter().chain(quoted_words(shared, citation, passage)))
        }
        Verified::Absence(absence) => object(card.into_iter().chain([absent_words(shared, absence)])),
    }
}

/// What the card of an absence has in place of quoted words. It has nothing that a quotation has.
fn absent_words(shared: &Shared, absence: &VerifiedAbsence) -> (&'static str, Value) {
    let words = absence.absence.words.iter().map(|word| text(&word.shown()));
    (
        "absent",
        object([
            ("words", list(words)),
            ("searched", Value::from(absence.searched)),
            ("endings", Value::from(absence.absence.words.iter().any(AbsentWord::is_open))),
            ("pictures", Value::from(absence.pictures)),
            ("elsewhere", versions::elsewhere(shared, absence)),
        ]),
    )
}

/// The quoted words of a card.
fn quoted_words(shared: &Shared, citation: Citation, passage: &Passage) -> [(&'static str, Value); 16] {
    let claim = &shared.site.claims[citation.claim];
    let quotation = &passage.quotation;
    let read = &shared.site.sources[passage.source];
    let (around, wider) = surroundings(shared, passage);
    let directive = shared.directive(citation);
    let locator = passage.locator(read);
    let anchored = |url: &Option<String>| {
        url.as_ref().map_or_else(Value::none, |url| text(&located::address(url, &locator, directive)))
    };
    let in_context = format!("{}#{}", routes::source(&read.source.id), routes::mark_anchor(&claim.id, passage.id()));
    [
        ("absent", Value::none()),
        ("speaker", maybe(quotation.speaker.as_deref())),
        (
            "translation",
            quotation.translation.as_ref().map_or_else(Value::none, |given| translation(given, &shared.site.locale)),
        ),
        ("match", text(passage.level.name())),
        ("field", text(passage.field.name())),
        ("locator", located::locator(&locator)),
        ("across_paragraphs", Value::from(passage.crosses_paragraphs(read))),
        ("struck", Value::from(passage.is_struck(read))),
        ("missing", versions::missing(shared, read, passage)),
        ("quote", text(quotation.quote.trim())),
        (
            "inserted",
            list(excerpt::insertions(read, passage).iter().filter(|words| words.shown).map(|words| text(words.text))),
        ),
        ("excerpt", excerpt::pieces(shared, read, passage, &around)),
        ("wider", wider.map_or_else(Value::none, |wider| beyond(read, passage, &around, &wider))),
        ("in_context", text(&in_context)),
        // The publisher's page does not have the words any more.
        ("original", if passage.is_gone() { Value::none() } else { anchored(&read.source.url) }),
        ("archived", anchored(&read.source.archive_url)),
    ]
}

/// What is unfolded before and after the stretch that a card shows.
fn beyond(read: &ReadSource, passage: &Passage, around: &Range<usize>, wider: &Range<usize>) -> Value {
    let text = passage.text(read);
    // The line breaks next to the stretch are where its own paragraph begins and ends.
    let pieces = |range: Range<usize>| {
        let words = &text[range.clone()];
        let start = range.start + words.len() - words.trim_start().len();
        excerpt::plain(read, passage, &(start..(range.start + words.trim_end().len()).max(start)))
    };
    object([("before", pieces(wider.start..around.start)), ("after", pieces(around.end..wider.end))])
}

/// The stretch of a text that a card shows, and a wider one to unfold. Of a source that may not be shown, the quoted words alone; of one
/// shown in excerpts, no more than its excerpts.
fn surroundings(shared: &Shared, passage: &Passage) -> (Range<usize>, Option<Range<usize>>) {
    let read = &shared.site.sources[passage.source];
    let (text, whole) = (passage.text(read), passage.span());
    if passage.field == Field::Title {
        return (0..text.len(), None);
    }
    if read.source.show == Show::None {
        return (whole, None);
    }
    let sentences = shared.sentences(passage.source);
    let around = sentences.around(text, &whole);
    let full = read.source.show == Show::Full;
    let wider = full.then(|| sentences.wider(text, &around, WIDER)).filter(|wider| *wider != around);
    (around, wider)
}
