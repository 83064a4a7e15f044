//! data/brief.json: what the brief is as a whole: its publisher, people, verdicts, tags, pages and conclusions.

use serde::Serialize;

use super::json;
use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::model::{Extra, Id, Organisation, Person};
use crate::routes;

#[derive(Serialize)]
struct BriefRecord<'a> {
    title: &'a str,
    short_title: Option<&'a str>,
    description: Option<&'a str>,
    language: &'a str,
    url: Option<&'a str>,
    organisation: Option<OrganisationRecord<'a>>,
    /// Markdown, as the findings and questions are.
    bottom_line: Option<&'a str>,
    findings: &'a [String],
    open_questions: &'a [String],
    /// Ids of claims.
    featured: Vec<&'a str>,
    people: Vec<PersonRecord<'a>>,
    verdicts: Vec<VerdictRecord<'a>>,
    tags: Vec<TagRecord<'a>>,
    pages: Vec<PageRecord<'a>>,
    policies: PoliciesRecord<'a>,
    claims: usize,
    sources: usize,
    passages: usize,
    extra: &'a Extra,
}

#[derive(Serialize)]
struct OrganisationRecord<'a> {
    name: &'a str,
    url: Option<&'a str>,
    logo: Option<&'a str>,
    same_as: &'a [String],
    contact: Option<&'a str>,
}

#[derive(Serialize)]
struct PersonRecord<'a> {
    id: &'a str,
    href: String,
    name: &'a str,
    short: Option<&'a str>,
    role: Option<&'a str>,
    url: Option<&'a str>,
    /// How many listed claims they wrote or reviewed.
    claims: usize,
    extra: &'a Extra,
}

#[derive(Serialize)]
struct VerdictRecord<'a> {
    id: &'a str,
    href: String,
    label: &'a str,
    definition: &'a str,
    tone: &'static str,
    value: Option<f64>,
    needs_evidence: bool,
    claims: usize,
}

#[derive(Serialize)]
struct TagRecord<'a> {
    id: &'a str,
    href: String,
    label: &'a str,
    claims: usize,
}

#[derive(Serialize)]
struct PageRecord<'a> {
    id: &'a str,
    href: String,
    title: &'a str,
    description: Option<&'a str>,
    extra: &'a Extra,
}

/// Ids of pages.
#[derive(Serialize)]
struct PoliciesRecord<'a> {
    methodology: Option<&'a str>,
    corrections: Option<&'a str>,
    funding: Option<&'a str>,
    ethics: Option<&'a str>,
}

pub(in super::super) fn files(_: &Site) -> Vec<OutputFile<'static>> {
    let make = |site: &Site| {
        let mut out = vec![];
        json::write_lines(&brief_record(site), &mut out);
        out.push(b'\n');
        out
    };
    vec![OutputFile::data(routes::BRIEF_DATA, move |shared| Ok(make(&shared.site).into()))]
}

fn brief_record(site: &Site) -> BriefRecord<'_> {
    let brief = &site.brief;
    let featured = brief.featured.iter().filter_map(|featured| site.claim_position(featured.id.as_str()));
    let page = |id: &Option<Id>| site.page(id.as_ref()?.as_str()).map(|page| page.id.as_str());
    BriefRecord {
        title: &brief.title,
        short_title: brief.short_title.as_deref(),
        description: brief.description.as_deref(),
        language: brief.language.tag(),
        url: brief.base_url.as_ref().map(url::Url::as_str),
        organisation: brief.organisation.as_ref().map(organisation_record),
        bottom_line: brief.bottom_line.as_deref(),
        findings: &brief.findings,
        open_questions: &brief.open_questions,
        featured: featured.map(|claim| site.claims[claim].id.as_str()).collect(),
        people: brief
            .people
            .iter()
            .zip(&site.by_person)
            .map(|(person, claims)| person_record(person, claims.len()))
            .collect(),
        verdicts: verdict_records(site),
        tags: tag_records(site),
        pages: page_records(site),
        policies: PoliciesRecord {
            methodology: page(&brief.policies.methodology),
            corrections: page(&brief.policies.corrections),
            funding: page(&brief.policies.funding),
            ethics: page(&brief.policies.ethics),
        },
        claims: site.claims.len(),
        sources: site.sources.len(),
        passages: site.citations.iter().map(Vec::len).sum(),
        extra: &brief.extra,
    }
}

fn organisation_record(organisation: &Organisation) -> OrganisationRecord<'_> {
    OrganisationRecord {
        name: &organisation.name,
        url: organisation.url.as_deref(),
        logo: organisation.logo.as_deref(),
        same_as: &organisation.same_as,
        contact: organisation.contact.as_deref(),
    }
}

fn person_record(person: &Person, claims: usize) -> PersonRecord<'_> {
    PersonRecord {
        id: person.id.as_str(),
        href: routes::person(&person.id),
        name: &person.name,
        short: person.short.as_deref(),
        role: person.role.as_deref(),
        url: person.url.as_deref(),
        claims,
        extra: &person.extra,
    }
}

fn verdict_records(site: &Site) -> Vec<VerdictRecord<'_>> {
    let verdicts = site.brief.scale.verdicts().iter().zip(&site.by_verdict);
    verdicts
        .map(|(verdict, claims)| VerdictRecord {
            id: verdict.id.as_str(),
            href: routes::verdict(&verdict.id),
            label: &verdict.label,
            definition: &verdict.definition,
            tone: verdict.tone.name(),
            value: verdict.value,
            needs_evidence: verdict.needs_evidence,
            claims: claims.len(),
        })
        .collect()
}

fn tag_records(site: &Site) -> Vec<TagRecord<'_>> {
    let tags = site.tags.iter();
    tags.map(|tag| TagRecord {
        id: &tag.slug,
        href: routes::tag(&tag.slug),
        label: &tag.label,
        claims: tag.claims.len(),
    })
    .collect()
}

fn page_records(site: &Site) -> Vec<PageRecord<'_>> {
    let pages = site.pages.iter();
    pages
        .map(|page| PageRecord {
            id: page.id.as_str(),
            href: routes::page_of(&site.brief, &page.id),
            title: &page.title,
            description: page.description.as_deref(),
            extra: &page.extra,
        })
        .collect()
}
