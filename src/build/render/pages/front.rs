//! index.html: the brief as a whole, its bottom line first.

use std::collections::BTreeMap;

use tera::Value;

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::{Shared, last_change};
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::timeline::timeline;
use crate::build::render::value::{TemplateContext, date, list, object, text};
use crate::build::render::{json_ld, listing, speakers, translated, verdict_bar};
use crate::build::resolve::{UnfinishedNote, Verified};
use crate::model::{ClaimIdx, Id, SourceIdx, Stance, Status, VerdictIdx};
use crate::notes::yaml::Path;
use crate::routes;
use citeback_quote::text::shortened;

const KIND: PageKind = PageKind { name: "brief", template: "brief.html" };

/// The front page is at the root, so links in its prose need no prefix.
const ROOT: &str = "";
/// The bottom line is under a heading of level 2.
const BOTTOM_LINE_HEADING: usize = 3;
/// Beyond this many rows or cells the table of claims by sources helps no reader, and is left out.
const MAX_ROWS: usize = 60;
const MAX_CELLS: usize = 1_000;
/// With more claims than the table has room for, those on which sources agree or differ are fewer, too.
const MAX_AGREED: usize = 5;
/// The quoted words under a claim on which sources agree or differ, in code points.
const SAID_WORDS: usize = 140;
/// Lists on the front page show this many entries, and lead to the rest.
const MAX_SHOWN: usize = 12;

struct FrontPage;

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    vec![OutputFile::page(site, FrontPage)]
}

impl SitePage for FrontPage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::FRONT.to_owned()
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Everybody { changed: None }
    }

    fn head(&self, site: &Site, _: &str) -> PageHead {
        PageHead {
            title: site.brief.title.clone(),
            description: site.brief.description.clone(),
            json_ld: json_ld::of_front(site),
        }
    }

    fn names(&self, _: &Site, _: &str, _: &UnfinishedNote) -> bool {
        true
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        context(shared)
    }
}

/// What the template of the front page gets in addition to what all templates get.
pub(super) fn context(shared: &Shared) -> TemplateContext {
    let site = &shared.site;
    let brief = &site.brief;
    let items = |field: &'static str, items: &[String]| {
        let path = Path::top().key(field);
        list(items.iter().map(|item| translated::marked(site, None, &path, "span", shared.inline(item, ROOT))))
    };
    let mut context = TemplateContext::default();
    context.insert("updated", updated(shared));
    let bottom_line = brief.bottom_line.as_deref();
    context.insert(
        "bottom_line",
        bottom_line.map_or_else(Value::none, |markdown| {
            let made = shared.blocks(markdown, ROOT, BOTTOM_LINE_HEADING);
            translated::marked(site, None, &Path::top().key("bottom_line"), "div", made)
        }),
    );
    let featured = brief.featured.iter().filter_map(|featured| site.claim_position(featured.id.as_str()));
    let listed = featured.filter(|claim| site.claims[*claim].status != Status::Retired).collect::<Vec<_>>();
    context.insert("featured", shared.claim_cards(&listed));
    context.insert("findings", items("findings", &brief.findings));
    context.insert("open_questions", items("open_questions", &brief.open_questions));
    context.insert("agreement", agreement(shared));
    context.insert("claims", shared.claim_cards(first(&site.listed)));
    context.insert("claim_count", Value::from(site.listed.len()));
    let missing = site.translation.as_ref().map_or(0, |translation| translation.missing().count());
    context.insert("missing_count", Value::from(missing));
    // They are at the end of the list of all claims.
    let last = listing::page_count(site.listed.len()) - 1;
    context.insert("missing_href", text(&format!("{}#missing", routes::numbered(routes::CLAIMS, last))));
    context.insert("sources", list(most_used(shared).into_iter().map(|source| shared.source(source).clone())));
    context.insert("source_count", Value::from(site.sources.len()));
    let table = table(shared);
    context.insert("claimants", if table.is_none() { claimants(shared) } else { Value::none() });
    context.insert("table", table);
    context.insert("verdicts", list(shared.verdicts.iter().cloned()));
    context.insert("verdict_bar", verdict_bar::value(site));
    context.insert("timeline", timeline(shared));
    let corrections = first(&site.corrections);
    context.insert("corrections", list(corrections.iter().map(|given| shared.logged(*given, ROOT))));
    context.insert("correction_count", Value::from(site.corrections.len()));
    context
}

fn first<T>(entries: &[T]) -> &[T] {
    &entries[..entries.len().min(MAX_SHOWN)]
}

/// When a listed claim last changed, and who wrote those that changed that day; none without a date.
fn updated(shared: &Shared) -> Value {
    let site = &shared.site;
    let listed = || site.listed.iter().map(|claim| &site.claims[*claim]);
    let Some(day) = listed().filter_map(|claim| last_change(claim)).max() else {
        return Value::none();
    };
    let changed = listed().filter(|claim| last_change(claim) == Some(day));
    let mut people: Vec<_> = changed.flat_map(|claim| &claim.authors).copied().collect();
    people.sort_unstable();
    people.dedup();
    object([
        ("date", date(day, &site.locale)),
        ("people", list(people.into_iter().map(|person| shared.people[person].clone()))),
    ])
}

/// Those who made most of the listed claims, and what came of these.
fn claimants(shared: &Shared) -> Value {
    let site = &shared.site;
    let mut by_name: BTreeMap<&str, BTreeMap<VerdictIdx, usize>> = BTreeMap::new();
    for claim in site.listed.iter().map(|claim| &site.claims[*claim]) {
        for claimant in &claim.claimants {
            *by_name.entry(&claimant.name).or_default().entry(claim.verdict).or_default() += 1;
        }
    }
    let mut ranked: Vec<(&str, usize, BTreeMap<VerdictIdx, usize>)> =
        by_name.into_iter().map(|(name, verdicts)| (name, verdicts.values().sum(), verdicts)).collect();
    // Who made one claim is named beside it.
    ranked.retain(|(_, total, _)| *total > 1);
    ranked.sort_by_key(|(_, total, _)| std::cmp::Reverse(*total));
    list(first(&ranked).iter().map(|(name, total, verdicts)| {
        let counts = verdicts.iter().map(|(verdict, count)| {
            let verdict = shared.verdicts[*verdict].clone();
            object([("verdict", verdict), ("count", Value::from(*count))])
        });
        object([
            ("name", text(name)),
            ("href", text(&routes::claims_with(name))),
            ("total", Value::from(*total)),
            ("verdicts", list(counts)),
        ])
    }))
}

/// The sources that most passages come from, in the order of the list of all.
fn most_used(shared: &Shared) -> Vec<SourceIdx> {
    let citations = &shared.site.citations;
    let mut sources: Vec<SourceIdx> = citations.indices().collect();
    sources.sort_by_key(|source| std::cmp::Reverse(citations[*source].len()));
    sources.truncate(MAX_SHOWN);
    shared.site.sources_by_page().into_iter().filter(|source| sources.contains(source)).collect()
}

/// What several sources support or contradict, where they differ, and what rests on one of them alone.
fn agreement(shared: &Shared) -> Value {
    let agreement = &shared.site.agreement;
    let most = if shared.site.listed.len() > MAX_ROWS { MAX_AGREED } else { MAX_SHOWN };
    let claims = |claims: &[ClaimIdx]| {
        let entries = claims
            .iter()
            .take(most)
            .map(|claim| object([("claim", shared.claim(*claim).clone()), ("said", said(shared, *claim))]));
        object([("total", Value::from(claims.len())), ("entries", list(entries))])
    };
    object([
        ("supported", claims(&agreement.supported)),
        ("contradicted", claims(&agreement.contradicted)),
        ("repeated", claims(&agreement.repeated)),
        ("speakers", speakers::of_listed(shared)),
        ("disputed", claims(&agreement.disputed)),
        ("single", claims(&agreement.single)),
    ])
}

/// For each source that says something for or against a claim, or who made it, its strongest stance and the passage that takes it.
fn said(shared: &Shared, claim: ClaimIdx) -> Value {
    let passages = &shared.site.claims[claim].passages;
    let mut strongest: Vec<usize> = vec![];
    // What gives context says nothing of whether the claim holds, and what is absent from a source is not said by it.
    let says = |verified: &Verified| verified.stance() != Stance::Context && verified.passage().is_some();
    let mut order: Vec<usize> = (0..passages.len()).filter(|i| says(&passages[*i])).collect();
    order.sort_by_key(|i| (passages[*i].stance(), shared.site.numbers[claim][*i]));
    for i in order {
        // A source that says both is shown with both.
        let told = |other: &usize| {
            passages[*other].source() == passages[i].source()
                && (passages[*other].stance() == passages[i].stance() || passages[i].stance() > Stance::Contradicts)
        };
        if !strongest.iter().any(told) {
            strongest.push(i);
        }
    }
    strongest.sort_by_key(|i| (passages[*i].source(), passages[*i].stance()));
    list(strongest.into_iter().map(|i| {
        let passage = &passages[i];
        object([
            ("stance", text(passage.stance().name())),
            ("source", shared.source(passage.source()).clone()),
            ("href", text(&card(shared, claim, passage))),
            ("words", text(&words(shared, passage))),
        ])
    }))
}

/// How the quoted words begin.
fn words(shared: &Shared, passage: &Verified) -> String {
    let words = passage.passage().map(|quoted| quoted.words(&shared.site.sources[quoted.source]));
    shortened(&words.unwrap_or_default(), SAID_WORDS)
}

fn card(shared: &Shared, claim: ClaimIdx, passage: &Verified) -> String {
    format!("{}#{}", routes::claim(&shared.site.claims[claim].id), routes::card_anchor(passage.id()))
}

/// Which source says what about which claim: a row for each claim, in it for each source the stances of its passages.
fn table(shared: &Shared) -> Value {
    let site = &shared.site;
    if site.listed.len() > MAX_ROWS || site.listed.len() * site.sources.len() > MAX_CELLS {
        return Value::none();
    }
    let mut is_any_joined = false;
    let rows = site.listed.iter().map(|position| {
        let claim = &site.claims[*position];
        let cells = site.sources.indices().map(|source| {
            let said = claim.passages.iter().enumerate().filter(|(_, passage)| passage.source() == source);
            list(said.map(|(i, passage)| {
                object([
                    ("stance", text(passage.stance().name())),
                    ("href", text(&card(shared, *position, passage))),
                    ("passage", text(passage.id().as_str())),
                    ("absent", Value::from(passage.absence().is_some())),
                    ("number", Value::from(site.numbers[*position][i])),
                ])
            }))
        });
        let origins: Vec<Value> = site.sources.indices().map(|source| one_origin(shared, &claim.id, source)).collect();
        is_any_joined |= origins.iter().any(|origin| !origin.is_none());
        object([("claim", shared.claim(*position).clone()), ("cells", list(cells)), ("origins", list(origins))])
    });
    let rows = list(rows);
    object([("sources", list(shared.sources().cloned())), ("rows", rows), ("joined", Value::from(is_any_joined))])
}

/// The other sources with which one is a single origin of what is said for a claim, or against it; none if it counts by itself.
fn one_origin(shared: &Shared, claim: &Id, source: SourceIdx) -> Value {
    let site = &shared.site;
    let id = &site.sources[source].source.id;
    let of_stances = [Stance::Supports, Stance::Contradicts];
    let groups =
        of_stances.iter().filter_map(|stance| site.analysis.origins(claim, *stance)).flat_map(|of| &of.origins);
    let mut others: Vec<&Id> =
        groups.filter(|group| group.contains(id)).flatten().filter(|other| *other != id).collect();
    others.sort_unstable();
    others.dedup();
    let others = others.into_iter().filter_map(|other| site.source_position(other.as_str()));
    let others: Vec<Value> = others.map(|other| shared.source(other).clone()).collect();
    if others.is_empty() { Value::none() } else { list(others) }
}
