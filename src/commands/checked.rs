//! The section “Already checked” of `citeback analyse`: [`for_people`] and [`record`].

use std::sync::Arc;

use serde_json::{Value, json};

use super::messages::count;
use crate::analysis::statement::Statement;
use crate::build::resolve::{CheckedBefore, Earlier, Resolved, checked_before, own_verdict, statements};
use crate::model::{ClaimNote, Date};
use citeback_quote::text::shortened;

/// How many code points of a statement are printed for people.
const MAX_SHOWN: usize = 200;

/// What is known of a claim that was checked before.
struct Other<'a> {
    id: Option<&'a str>,
    statement: &'a str,
    verdict: Option<String>,
    date: Option<Date>,
    address: Option<&'a str>,
    by: Option<&'a str>,
    is_retired: bool,
    /// The archive that has it.
    file: Option<&'a str>,
}

fn found<'r>(resolved: &'r Resolved) -> Vec<(&'r ClaimNote, Other<'r>, CheckedBefore<'r>)> {
    let notes: Vec<&ClaimNote> = resolved.claims.iter().map(|claim| &*claim.note).collect();
    let language = resolved.brief.language.tag();
    let said: Vec<Vec<Arc<Statement>>> = notes.iter().map(|note| statements(note, language)).collect();
    let compared: Vec<(&ClaimNote, &[Arc<Statement>])> =
        notes.iter().zip(&said).map(|(note, said)| (*note, said.as_slice())).collect();
    let all = checked_before(&compared, &resolved.archives, &resolved.brief);
    let other = |earlier: &Earlier<'r>| match *earlier {
        Earlier::Own(position) => {
            let note = notes[position];
            let (verdict, date) = own_verdict(note, &resolved.brief.scale);
            Other {
                id: Some(note.id.as_str()),
                statement: &note.claim,
                verdict,
                date,
                address: None,
                by: None,
                is_retired: false,
                file: None,
            }
        }
        Earlier::Archived(archive, check) => Other {
            id: check.id.as_deref(),
            statement: &check.statement,
            verdict: check.verdict.clone(),
            date: check.date,
            address: check.address.as_deref(),
            by: check.by.as_deref(),
            is_retired: check.is_retired,
            file: Some(&archive.path),
        },
    };
    all.into_iter().map(|found| (notes[found.claim], other(&found.earlier), found)).collect()
}

pub(super) fn for_people(resolved: &Resolved) -> String {
    let found = found(resolved);
    let mut out = match found.len() {
        0 => "No claim is like one that was checked before.\n".to_owned(),
        _ => "Already checked\n".to_owned(),
    };
    for (claim, other, found) in &found {
        let verdict = other.verdict.as_ref().map_or("no verdict given".to_owned(), |verdict| format!("“{verdict}”"));
        let details = [other.date.map(|date| date.iso()), other.by.map(str::to_owned)].into_iter().flatten();
        let mut details: Vec<String> = std::iter::once(verdict).chain(details).collect();
        if other.is_retired {
            details.push("retired".to_owned());
        }
        out.push_str(&format!("\n{} ({}): {}\n", claim.id, found.likeness.kind.name(), details.join(", ")));
        out.push_str(&format!("  here:  {}\n", shortened(&claim.claim, MAX_SHOWN)));
        out.push_str(&format!("  there: {}\n", shortened(other.statement, MAX_SHOWN)));
        let place = [other.file, other.address.or(other.id)].into_iter().flatten().collect::<Vec<_>>().join(", ");
        out.push_str(&format!("  {}\n", shortened(&place, MAX_SHOWN)));
    }
    if !resolved.archives.is_empty() {
        out.push('\n');
    }
    for archive in &resolved.archives {
        let checks = count(archive.checks.len(), "check", "checks");
        let rest = match archive.left_out {
            0 => String::new(),
            left_out => format!("; {} without a statement left out", count(left_out, "entry", "entries")),
        };
        out.push_str(&format!("{}: {checks} compared{rest}\n", archive.path));
    }
    out
}

pub(super) fn record(resolved: &Resolved) -> Value {
    let record = |(claim, other, found): (&ClaimNote, Other<'_>, CheckedBefore<'_>)| {
        json!({
            "claim": claim.id.as_str(),
            "kind": found.likeness.kind.name(),
            "differing": found.likeness.differing,
            "other": {
                "claim": other.id,
                "statement": other.statement,
                "verdict": other.verdict,
                "date": other.date.map(|date| date.iso()),
                "retired": other.is_retired,
                "address": other.address,
                "by": other.by,
                "archive": other.file,
            },
        })
    };
    found(resolved).into_iter().map(record).collect()
}
