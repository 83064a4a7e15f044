//! What the pages over all briefs show of one of them: [`BriefSummary`]. It is kept between builds, so that a brief in which nothing has
//! changed need not be read again.

use serde::{Deserialize, Serialize};

use crate::build::relate::Site;
use crate::build::render::data::review_feed;
use crate::build::render::shared::{cited_sources, last_change, names, statement};
use crate::build::render::unlinked::unlinked;
use crate::build::resolve::Verified;
use crate::markdown::highlight::Highlighter;
use crate::model::{Claim, ClaimIdx, Date, Status, VerdictIdx};

/// A brief as the pages over all show it. Addresses are relative to the brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BriefSummary {
    pub title: String,
    pub description: Option<String>,
    pub language: String,
    pub dir: String,
    /// Whether readers can search it.
    pub search: bool,
    /// The address under which it is published, if that is known.
    pub address: Option<String>,
    /// Where it is published in its other languages.
    pub translations: Vec<String>,
    /// The listed claims, newest first.
    pub claims: Vec<ClaimSummary>,
    /// All corrections, newest first.
    pub corrections: Vec<CorrectionSummary>,
    pub people: Vec<PersonSummary>,
    /// Those that have a page.
    pub sources: Vec<SourceSummary>,
    /// The entries of its feed of ClaimReviews, as JSON.
    pub reviews: Vec<String>,
}

/// A claim as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimSummary {
    pub id: String,
    pub title: String,
    pub claim: String,
    pub statement: String,
    pub language: String,
    pub dir: String,
    /// In one text; `None` if there are none.
    pub claimants: Option<String>,
    /// Each by name, with the address of their own page.
    pub claimed_by: Vec<(String, Option<String>)>,
    pub verdict: VerdictSummary,
    /// HTML without links.
    pub summary: String,
    pub published: Option<String>,
    pub checked: Option<String>,
    /// When it was last changed; what is latest comes first by it.
    pub changed: Option<String>,
    pub status: String,
    pub tags: Vec<String>,
    /// The ids of those who wrote it, by name.
    pub authors: Vec<String>,
    pub passages: usize,
    pub absences: usize,
    pub corrected: bool,
}

/// A verdict of the scale of a brief.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VerdictSummary {
    pub label: String,
    pub classes: String,
}

/// A correction of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionSummary {
    pub claim: String,
    /// Which of its corrections, from 1 in the order of the note.
    pub number: usize,
    pub title: String,
    pub statement: String,
    pub language: String,
    pub dir: String,
    pub date: String,
    /// HTML without links.
    pub text: String,
    /// The verdict before and after it, where they differ.
    pub was: Option<VerdictSummary>,
    pub now: Option<VerdictSummary>,
}

/// Somebody who writes or reviews.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSummary {
    pub id: String,
    pub name: String,
    pub role: Option<String>,
    /// How many listed claims they wrote or reviewed.
    pub claims: usize,
}

/// A source that has a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSummary {
    pub id: String,
    /// Whether it is one of the desk, so that the same id in another brief is the same source.
    pub is_shared: bool,
    pub title: String,
    pub publisher: Option<String>,
    pub language: String,
    pub dir: String,
    pub published: Option<String>,
    /// How many claims cite it.
    pub claims: usize,
}

impl BriefSummary {
    pub fn of(site: &Site) -> Self {
        let brief = &site.brief;
        let colours = Highlighter::new();
        let base = brief.base_url.as_ref();
        BriefSummary {
            title: brief.title.clone(),
            description: brief.description.clone(),
            language: brief.language.tag().to_owned(),
            dir: brief.language.direction().to_owned(),
            search: brief.search,
            address: base.map(ToString::to_string),
            translations: site
                .translations
                .iter()
                .filter_map(|other| Some(other.brief.base_url.as_ref()?.to_string()))
                .collect(),
            claims: site.listed.iter().map(|claim| claim_summary(site, *claim, &colours)).collect(),
            corrections: site.corrections.iter().map(|at| correction(site, *at, &colours)).collect(),
            people: brief
                .people
                .iter()
                .zip(&site.by_person)
                .map(|(person, claims)| PersonSummary {
                    id: person.id.to_string(),
                    name: person.name.clone(),
                    role: person.role.clone(),
                    claims: claims.len(),
                })
                .collect(),
            sources: sources(site),
            reviews: base.map(|base| review_feed::items(site, base)).unwrap_or_default(),
        }
    }
}

fn claim_summary(site: &Site, position: ClaimIdx, colours: &Highlighter) -> ClaimSummary {
    let claim: &Claim<Verified> = &site.claims[position];
    let iso = |date: Option<Date>| date.map(|date| date.iso());
    let language = claim.language.as_ref().unwrap_or(&site.brief.language);
    let absences = claim.passages.iter().filter_map(Verified::absence).count();
    ClaimSummary {
        id: claim.id.to_string(),
        title: claim.title.clone(),
        claim: claim.claim.clone(),
        statement: statement(claim),
        language: language.tag().to_owned(),
        dir: language.direction().to_owned(),
        claimants: names(&site.locale, &claim.claimants),
        claimed_by: claim.claimants.iter().map(|claimant| (claimant.name.clone(), claimant.url.clone())).collect(),
        verdict: verdict(site, claim.verdict),
        summary: unlinked(&claim.summary, colours),
        published: iso(claim.published),
        checked: iso(claim.checked),
        changed: iso(last_change(claim)),
        status: claim.status.name().to_owned(),
        tags: claim.tags.clone(),
        authors: claim.authors.iter().map(|person| site.brief.people[*person].name.clone()).collect(),
        passages: claim.passages.len() - absences,
        absences,
        corrected: !claim.corrections.is_empty(),
    }
}

fn verdict(site: &Site, position: VerdictIdx) -> VerdictSummary {
    let scale = &site.brief.scale;
    VerdictSummary { label: scale.verdicts()[position].label.clone(), classes: scale.classes(position) }
}

fn correction(site: &Site, (position, index): (ClaimIdx, usize), colours: &Highlighter) -> CorrectionSummary {
    let claim: &Claim<Verified> = &site.claims[position];
    let (correction, now) = (&claim.corrections[index], claim.verdict_after(index));
    let language = claim.language.as_ref().unwrap_or(&site.brief.language);
    CorrectionSummary {
        claim: claim.id.to_string(),
        number: index + 1,
        title: claim.title.clone(),
        statement: statement(claim),
        language: language.tag().to_owned(),
        dir: language.direction().to_owned(),
        date: correction.date.iso(),
        text: unlinked(&correction.text, colours),
        was: correction.was.map(|was| verdict(site, was)),
        now: correction.was.map(|_| verdict(site, now)),
    }
}

fn sources(site: &Site) -> Vec<SourceSummary> {
    let listed = |claim: &&std::sync::Arc<Claim<Verified>>| claim.status != Status::Retired;
    let cited: Vec<_> = site.claims.iter().filter(listed).map(|claim| cited_sources(claim)).collect();
    let summary = |position| {
        let source = &site.sources[position].source;
        let language = &site.sources[position].language;
        SourceSummary {
            id: source.id.to_string(),
            is_shared: source.is_shared,
            title: source.title.clone(),
            publisher: source.publisher.clone(),
            language: language.tag().to_owned(),
            dir: language.direction().to_owned(),
            published: source.published.map(|date| date.iso()),
            claims: cited.iter().filter(|cited| cited.contains(&position)).count(),
        }
    };
    site.sources.indices().map(summary).collect()
}
