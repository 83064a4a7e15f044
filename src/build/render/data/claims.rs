//! data/claims.json: all claims that have a page.

use serde::Serialize;

use super::json::array;
use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::{cited_sources, names};
use crate::build::resolve::{Verified, VerifiedAbsence};
use crate::model::{Claim, Claimant, ClaimantKind, Extra, Id, Reply, Status};
use crate::routes;

#[derive(Serialize)]
struct ClaimRecord<'a> {
    id: &'a str,
    href: String,
    claim: &'a str,
    claim_passage: Option<&'a str>,
    original: Option<OriginalRecord<'a>>,
    title: &'a str,
    /// The names of all, in one text.
    claimant: Option<String>,
    claimants: Vec<ClaimantRecord<'a>>,
    reported_by: Vec<ClaimantRecord<'a>>,
    claimed_on: Option<String>,
    verdict: VerdictRecord<'a>,
    summary: &'a str,
    status: &'a str,
    published: Option<String>,
    updated: Option<String>,
    checked: Option<String>,
    corrected: bool,
    replies: Vec<ReplyRecord<'a>>,
    tags: &'a [String],
    sources: Vec<&'a str>,
    passages: Vec<&'a str>,
    absences: Vec<AbsenceRecord<'a>>,
    extra: &'a Extra,
}

/// Words that were sought in a source and not found.
#[derive(Serialize)]
struct AbsenceRecord<'a> {
    passage: &'a str,
    source: &'a str,
    stance: &'a str,
    /// As they are written in the note, with `*` for any ending.
    absent: Vec<&'a str>,
    /// How many words of text were searched.
    searched: usize,
}

/// The claim as it was made, in another language.
#[derive(Serialize)]
struct OriginalRecord<'a> {
    text: &'a str,
    language: &'a str,
}

#[derive(Serialize)]
struct ClaimantRecord<'a> {
    name: &'a str,
    kind: Option<&'static str>,
    role: Option<&'a str>,
    url: Option<&'a str>,
    platform: Option<&'a str>,
    posted: Option<String>,
}

#[derive(Serialize)]
struct ReplyRecord<'a> {
    by: &'a str,
    asked: Option<String>,
    answered: Option<String>,
    /// Without an answer: up to when there was none.
    until: Option<String>,
    text: Option<&'a str>,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct VerdictRecord<'a> {
    id: &'a str,
    label: &'a str,
    tone: &'a str,
    value: Option<f64>,
}

pub(in super::super) fn files(_: &Site) -> Vec<OutputFile<'static>> {
    vec![OutputFile::data(routes::CLAIMS_DATA, |shared| Ok(claims(&shared.site).into()))]
}

/// An array of the claims, by id.
fn claims(site: &Site) -> Vec<u8> {
    array(site.claims.iter().map(|claim| claim_record(site, claim)), site.claims.len())
}

fn claim_record<'a>(site: &'a Site, claim: &'a Claim<Verified>) -> ClaimRecord<'a> {
    let verdict = &site.brief.scale.verdicts()[claim.verdict];
    ClaimRecord {
        id: claim.id.as_str(),
        href: routes::claim(&claim.id),
        claim: &claim.claim,
        claim_passage: claim.claim_passage.as_ref().map(Id::as_str),
        original: claim
            .original
            .as_ref()
            .map(|original| OriginalRecord { text: &original.text, language: original.language.tag() }),
        title: &claim.title,
        claimant: names(&site.locale, &claim.claimants),
        claimants: claim.claimants.iter().map(claimant_record).collect(),
        reported_by: claim.reported_by.iter().map(claimant_record).collect(),
        claimed_on: claim.claimed_on.map(|date| date.iso()),
        verdict: VerdictRecord {
            id: verdict.id.as_str(),
            label: &verdict.label,
            tone: verdict.tone.name(),
            value: verdict.value,
        },
        summary: claim.summary.trim(),
        status: Status::name(claim.status),
        published: claim.published.map(|date| date.iso()),
        updated: claim.updated.map(|date| date.iso()),
        checked: claim.checked.map(|date| date.iso()),
        corrected: !claim.corrections.is_empty(),
        replies: claim.replies.iter().map(reply_record).collect(),
        tags: &claim.tags,
        sources: cited_sources(claim).into_iter().map(|source| site.sources[source].source.id.as_str()).collect(),
        passages: claim.passages.iter().filter_map(Verified::passage).map(|passage| passage.id().as_str()).collect(),
        absences: claim
            .passages
            .iter()
            .filter_map(Verified::absence)
            .map(|absence| absence_record(site, absence))
            .collect(),
        extra: &claim.extra,
    }
}

fn absence_record<'a>(site: &'a Site, verified: &'a VerifiedAbsence) -> AbsenceRecord<'a> {
    let absence = &verified.absence;
    AbsenceRecord {
        passage: absence.id.as_str(),
        source: site.sources[verified.source].source.id.as_str(),
        stance: absence.stance.name(),
        absent: absence.words.iter().map(|word| word.written.as_str()).collect(),
        searched: verified.searched,
    }
}

fn claimant_record(claimant: &Claimant) -> ClaimantRecord<'_> {
    ClaimantRecord {
        name: &claimant.name,
        kind: claimant.kind.map(ClaimantKind::name),
        role: claimant.role.as_deref(),
        url: claimant.url.as_deref(),
        platform: claimant.platform.as_deref(),
        posted: claimant.posted.map(|date| date.iso()),
    }
}

fn reply_record(reply: &Reply) -> ReplyRecord<'_> {
    ReplyRecord {
        by: &reply.by,
        asked: reply.asked.map(|date| date.iso()),
        answered: reply.answered.map(|date| date.iso()),
        until: reply.until.map(|date| date.iso()),
        text: reply.text.as_deref(),
        url: reply.url.as_deref(),
    }
}
