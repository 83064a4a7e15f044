//! data/claims-index.json and data/sources-index.json: what a script needs to filter lists that have several pages.

use std::collections::HashMap;

use serde::Serialize;

use super::json::write;
use crate::base::index::Idx;
use crate::base::slug::slug;
use crate::build::relate::Site;
use crate::build::render::listing;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::{Shared, cited_sources, names, statement};
use crate::build::resolve::Verified;
use crate::model::locale::Locale;
use crate::model::{Claim, ClaimIdx, Date, Kind, SourceIdx};
use crate::routes;

/// Only where a list has several pages: a script has all of a single one before it.
pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let claims = || OutputFile::data(routes::CLAIMS_INDEX, |shared| Ok(claims(shared).into()));
    let sources = || OutputFile::data(routes::SOURCES_INDEX, |shared| Ok(sources(shared).into()));
    let long = |entries: usize| listing::page_count(entries) > 1;
    let claims = long(site.listed.len()).then(claims);
    claims.into_iter().chain(long(site.sources.len()).then(sources)).collect()
}

/// What many rows share is in lists beside them, and a row has positions in these. Rows are tuples, which are written as arrays, without the
/// names of their fields, which would be most of the file.
#[derive(Serialize)]
struct ListIndex<'a, F, R> {
    /// Of the pages, from the site's root.
    folder: &'static str,
    /// The label and the classes of each verdict.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    verdicts: Vec<(&'a str, String)>,
    /// What is said below a title.
    facts: Vec<String>,
    facets: F,
    rows: Vec<R>,
}

/// The ids by which claims can be filtered, in the order in which a row has their positions.
#[derive(Serialize)]
struct ClaimFacets<'a> {
    verdict: Vec<&'a str>,
    tags: Vec<&'a str>,
    sources: Vec<&'a str>,
    people: Vec<&'a str>,
}

#[derive(Serialize)]
struct SourceFacets {
    kind: &'static [&'static str],
}

type Positions = Vec<usize>;

/// Id, statement, title where it is another, claimants, facts, verdict, tags, sources, people.
type ClaimRow<'a> = (&'a str, String, &'a str, String, Positions, usize, Positions, Positions, Positions);

/// Id, title, nothing, publisher and authors, facts, kind.
type SourceRow<'a> = (&'a str, &'a str, &'static str, String, Positions, usize);

/// Each fact once.
#[derive(Default)]
struct Facts {
    all: Vec<String>,
    known: HashMap<String, usize>,
}

impl Facts {
    fn positions(&mut self, facts: impl IntoIterator<Item = String>) -> Positions {
        let mut position = |fact: String| {
            *self.known.entry(fact).or_insert_with_key(|fact| {
                self.all.push(fact.clone());
                self.all.len() - 1
            })
        };
        facts.into_iter().map(&mut position).collect()
    }
}

fn claims(shared: &Shared) -> Vec<u8> {
    let site = &shared.site;
    let scale = &site.brief.scale;
    let tags: Vec<&str> = site.tags.iter().map(|tag| tag.slug.as_str()).collect();
    let mut facts = Facts::default();
    let row = |position: &ClaimIdx| {
        let claim = &site.claims[*position];
        let mut of_claim: Positions =
            claim.tags.iter().filter_map(|label| tags.binary_search(&slug(label).as_str()).ok()).collect();
        of_claim.dedup();
        let mut people: Positions =
            claim.authors.iter().chain(&claim.reviewed_by).map(|person| person.position()).collect();
        people.sort_unstable();
        people.dedup();
        let names = names(&site.locale, &claim.claimants).unwrap_or_default();
        let said = facts.positions(claim_facts(&site.locale, claim, &names));
        (
            claim.id.as_str(),
            statement(claim),
            if claim.title == claim.claim { "" } else { claim.title.as_str() },
            names,
            said,
            claim.verdict.position(),
            of_claim,
            cited_sources(claim).into_iter().map(Idx::position).collect(),
            people,
        )
    };
    let rows: Vec<ClaimRow<'_>> = site.listed.iter().map(row).collect();
    written(&ListIndex {
        folder: "claims/",
        verdicts: scale
            .verdicts()
            .enumerated()
            .map(|(position, verdict)| (verdict.label.as_str(), scale.classes(position)))
            .collect(),
        facts: facts.all,
        facets: ClaimFacets {
            verdict: scale.verdicts().iter().map(|verdict| verdict.id.as_str()).collect(),
            tags,
            sources: site.sources.iter().map(|read| read.source.id.as_str()).collect(),
            people: site.brief.people.iter().map(|person| person.id.as_str()).collect(),
        },
        rows,
    })
}

/// Who made a claim, when it was checked, how many passages it rests on, and whether it was corrected: as templates/partials/claim-row.html.
fn claim_facts(locale: &Locale, claim: &Claim<Verified>, names: &str) -> Vec<String> {
    let dated = |phrase: &str, date: Date| locale.filled(phrase, &[("date", &locale.date(date))], None);
    let counted = |phrase: &str, count: usize| locale.filled(phrase, &[("count", &locale.number(count))], Some(count));
    let claimed = (!names.is_empty()).then(|| locale.filled("claimed_by", &[("name", names)], None));
    let checked = claim.checked.map(|date| dated("checked_on", date));
    let published = claim.published.map(|date| dated("published_on", date));
    let absences = claim.passages.iter().filter_map(Verified::absence).count();
    let passages = claim.passages.len() - absences;
    let evidence = (passages > 0 || absences == 0).then(|| counted("passages", passages));
    let absent = (absences > 0).then(|| counted("absences", absences));
    let corrected = (!claim.corrections.is_empty()).then(|| locale.wording("corrected", None).to_owned());
    [claimed, checked.or(published), evidence, absent, corrected].into_iter().flatten().collect()
}

fn sources(shared: &Shared) -> Vec<u8> {
    let site = &shared.site;
    let mut facts = Facts::default();
    let row = |position: SourceIdx| {
        let source = &site.sources[position].source;
        let authors = source.authors.join(site.locale.wording("separator", None));
        let publisher = source.publisher.clone().unwrap_or_default();
        let kind = site.locale.wording(&format!("kind_{}", source.kind.name()), None).to_owned();
        let primary = source.primary.then(|| site.locale.wording("primary_source", None).to_owned());
        let published = source.published.map(|date| site.locale.date(date));
        let captured = site
            .captured_among_versions(position)
            .map(|date| site.locale.filled("captured_on", &[("date", &site.locale.date(date))], None));
        let said = [Some(publisher.clone()), Some(authors.clone()), published, captured, Some(kind), primary];
        let said = said.into_iter().flatten().filter(|fact| !fact.is_empty()).chain(cited(site, position));
        (
            source.id.as_str(),
            source.title.as_str(),
            "",
            format!("{publisher} {authors}"),
            facts.positions(said),
            Kind::NAMES.iter().take_while(|name| **name != source.kind.name()).count(),
        )
    };
    let rows: Vec<SourceRow<'_>> = site.sources_by_page().into_iter().map(row).collect();
    written(&ListIndex {
        folder: "sources/",
        verdicts: vec![],
        facts: facts.all,
        facets: SourceFacets { kind: Kind::NAMES },
        rows,
    })
}

/// How often a source is cited: as templates/partials/source-row.html.
fn cited(site: &Site, position: SourceIdx) -> Vec<String> {
    let locale = &site.locale;
    let counted = |phrase: &str, count: usize, more: &[(&str, &str)]| {
        let number = locale.number(count);
        let filled: Vec<(&str, &str)> = [("count", number.as_str())].into_iter().chain(more.iter().copied()).collect();
        locale.filled(phrase, &filled, Some(count))
    };
    let (citations, absences) = (&site.citations[position], site.absences[position].len());
    let mut claims: Vec<ClaimIdx> = citations.iter().map(|citation| citation.claim).collect();
    claims.sort_unstable();
    claims.dedup();
    let quoted = match citations.len() {
        0 if absences > 0 => None,
        0 => Some(locale.wording("not_cited", None).to_owned()),
        count => Some(counted("passages_in", count, &[("claims", &counted("in_claims", claims.len(), &[]))])),
    };
    quoted.into_iter().chain((absences > 0).then(|| counted("absences", absences, &[]))).collect()
}

fn written(index: &impl Serialize) -> Vec<u8> {
    let mut out = vec![];
    write(index, &mut out);
    out
}
