//! data/claims.csv: a row for each claim, for spreadsheets. After RFC 4180.

use csv::{Terminator, WriterBuilder};

use crate::build::relate::Site;
use crate::build::render::json_ld;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::cited_sources;
use crate::build::resolve::Verified;
use crate::model::{Claim, Date, Reply};
use crate::routes;

const COLUMNS: [&str; 18] = [
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
    "absences",
    "replies",
];
/// Between the entries of a list in one field.
const BETWEEN: &str = "; ";

pub(in super::super) fn files(_: &Site) -> Vec<OutputFile<'static>> {
    vec![OutputFile::data(routes::CLAIMS_TABLE, |shared| Ok(claims_table(&shared.site).into()))]
}

/// The table with its header, of all claims that have a page, by id.
fn claims_table(site: &Site) -> Vec<u8> {
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(vec![]);
    let rows = site.claims.iter().map(|claim| row(site, claim).map(|field| harmless(&field)));
    for row in std::iter::once(COLUMNS.map(str::to_owned)).chain(rows) {
        table.write_record(row).expect("writing to memory does not fail, and every row has as many fields");
    }
    table.into_inner().expect("writing to memory does not fail")
}

fn row(site: &Site, claim: &Claim<Verified>) -> [String; COLUMNS.len()] {
    let verdict = &site.brief.scale.verdicts()[claim.verdict];
    let path = routes::claim(&claim.id);
    let iso = |date: Option<Date>| date.map_or_else(String::new, |date| date.iso());
    let sources: Vec<&str> =
        cited_sources(claim).into_iter().map(|source| site.sources[source].source.id.as_str()).collect();
    [
        claim.id.as_str().to_owned(),
        site.brief.base_url.as_ref().map_or_else(|| path.clone(), |base| json_ld::absolute(base, &path)),
        claim.title.clone(),
        claim.claim.clone(),
        claim.claimants.iter().map(|claimant| claimant.name.as_str()).collect::<Vec<_>>().join(BETWEEN),
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
        claim.passages.iter().filter_map(Verified::passage).count().to_string(),
        claim.passages.iter().filter_map(Verified::absence).count().to_string(),
        claim.replies.iter().map(reply).collect::<Vec<_>>().join(BETWEEN),
    ]
}

/// Who replied when, or had not replied by when.
fn reply(reply: &Reply) -> String {
    match (reply.answered, reply.until) {
        (Some(answered), _) => format!("{}: {}", reply.by, answered.iso()),
        (None, Some(until)) => format!("{}: none by {}", reply.by, until.iso()),
        (None, None) => reply.by.clone(),
    }
}

/// What spreadsheets take for the beginning of a formula; some take the full-width forms alike.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What ends a cell where a spreadsheet takes another separator than the comma, and what ends a row.
const CELL_ENDS: [char; 4] = [';', '\t', '\r', '\n'];

/// A text that no spreadsheet takes for a formula, as OWASP advises against “CSV injection”: an apostrophe goes before what would begin
/// one, at the beginning of the text and of what other separators would make a cell of its own.
fn harmless(field: &str) -> String {
    let mut out = String::with_capacity(field.len());
    // OWASP also guards cells that begin with a tab, carriage return or line feed.
    let mut begins_cell = true;
    if field.starts_with(CELL_ENDS) && !field.starts_with(';') {
        out.push('\'');
    }
    for (at, c) in field.char_indices() {
        if begins_cell && field[at..].trim_start_matches([' ', '"', '\u{a0}']).starts_with(FORMULA) {
            out.push('\'');
        }
        out.push(c);
        begins_cell = CELL_ENDS.contains(&c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_cell_begins_a_formula_whatever_separates_cells() {
        for (written, expected) in [
            ("=1+1", "'=1+1"),
            ("-1", "'-1"),
            ("\ta", "'\ta"),
            ("a;=1+1", "a;'=1+1"),
            ("a; =1+1", "a;' =1+1"),
            ("a\t@SUM(1)", "a\t'@SUM(1)"),
            ("a;\"=1+1\"", "a;'\"=1+1\""),
            (";＝1", ";'＝1"),
            ("a\n+1", "a\n'+1"),
            ("a = b; c - d", "a = b; c - d"),
            ("", ""),
        ] {
            assert_eq!(harmless(written), expected, "{written:?}");
        }
    }
}
