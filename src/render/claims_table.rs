//! data/claims.csv: a row for each claim, for spreadsheets. [`claims_table`] is the one way in.

use std::collections::BTreeSet;

use csv::{Terminator, WriterBuilder};

use super::{json_ld, routes};
use crate::model::{Claim, Date};
use crate::relate::Site;
use crate::resolve::Passage;

const COLUMNS: [&str; 16] = [
    "id",
    "url",
    "title",
    "claim",
    "claimant",
    "claimed_on",
    "verdict",
    "verdict_label",
    "status",
    "published",
    "updated",
    "checked",
    "corrected",
    "tags",
    "sources",
    "passages",
];
/// Between the entries of a list in one field.
const BETWEEN: &str = "; ";

/// The table after RFC 4180 with its header, of all claims that have a page, by id.
pub(super) fn claims_table(site: &Site) -> Vec<u8> {
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(vec![]);
    let rows = site.claims.iter().map(|claim| row(site, claim).map(|field| harmless(&field)));
    for row in std::iter::once(COLUMNS.map(str::to_owned)).chain(rows) {
        table.write_record(row).expect("writing to memory does not fail, and every row has as many fields");
    }
    table.into_inner().expect("writing to memory does not fail")
}

fn row(site: &Site, claim: &Claim<Passage>) -> [String; COLUMNS.len()] {
    let verdict = &site.brief.scale.verdicts()[claim.verdict];
    let path = routes::claim(&claim.id);
    let iso = |date: Option<Date>| date.map_or_else(String::new, |date| date.iso());
    let sources: BTreeSet<usize> = claim.passages.iter().map(|passage| passage.source).collect();
    let sources: Vec<&str> = sources.into_iter().map(|source| site.sources[source].source.id.as_str()).collect();
    [
        claim.id.as_str().to_owned(),
        site.brief.base_url.as_ref().map_or_else(|| path.clone(), |base| json_ld::absolute(base, &path)),
        claim.title.clone(),
        claim.claim.clone(),
        claim.claimant.as_ref().map_or_else(String::new, |claimant| claimant.name.clone()),
        iso(claim.claimed_on),
        verdict.id.as_str().to_owned(),
        verdict.label.clone(),
        claim.status.name().to_owned(),
        iso(claim.published),
        iso(claim.updated),
        iso(claim.checked),
        (!claim.corrections.is_empty()).to_string(),
        claim.tags.join(BETWEEN),
        sources.join(BETWEEN),
        claim.passages.len().to_string(),
    ]
}

/// A text that no spreadsheet takes for a formula: an apostrophe goes before what would begin one, as OWASP advises against “CSV
/// injection”. Its list has tab and carriage return, too; the line feed and the full-width forms are taken alike by some programs.
fn harmless(field: &str) -> String {
    let begins_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if begins_formula { format!("'{field}") } else { field.to_owned() }
}
