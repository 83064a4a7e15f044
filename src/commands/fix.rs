//! `citeback check --fix`: makes the repairs that are surely meant, shows each, and checks again. [`fix`] is the one way in.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::time::Instant;

use super::messages::{count, tell, wants_colour};
use super::run::{conclude, request, run, while_telling};
use crate::base::disk::{self, Replaced};
use crate::base::error::Error;
use crate::base::files::FileId;
use crate::build::Outcome;
use crate::cli::Check;
use crate::findings::report;
use crate::findings::{Code, Fix};
use crate::notes::edit::{Edit, apply};

/// A repair can bring to light what another one mends, and fixes that concern the same words wait for the next round; this many rounds
/// are enough for all notes but those made to have more.
const MAX_ROUNDS: usize = 50;

/// What was mended so far.
#[derive(Default)]
struct FixSummary {
    findings: usize,
    files: BTreeSet<String>,
    /// Files that somebody else changed meanwhile.
    given_up: BTreeSet<String>,
}

/// Mends what can be mended surely, and reports the rest; with `--dry-run` only shows what it would do first.
pub(super) fn fix(args: &Check) -> Result<ExitCode, Error> {
    let started = Instant::now();
    let request = request(&args.common, None);
    let mut mended = FixSummary::default();
    let mut outcome = while_telling(|| run(&request))?;
    for _ in 0..MAX_ROUNDS {
        let before = mended.findings;
        round(&outcome, args, &mut mended)?;
        if args.dry_run || mended.findings == before {
            break;
        }
        outcome = while_telling(|| run(&request))?;
    }
    let done = match (mended.findings, args.dry_run) {
        (0, _) => "nothing could be mended surely".to_owned(),
        (findings, dry_run) => format!(
            "{} {} in {}",
            if dry_run { "would mend" } else { "mended" },
            count(findings, "finding", "findings"),
            count(mended.files.len(), "file", "files"),
        ),
    };
    conclude(&outcome, &args.common, started, &format!("{done}\nchecked"))
}

/// Makes the repairs of one run of all stages that do not get into each other's way.
fn round(outcome: &Outcome, args: &Check, mended: &mut FixSummary) -> Result<(), Error> {
    let colour = wants_colour();
    for (file, fixes) in chosen(outcome) {
        let path = outcome.files.path(file);
        if mended.given_up.contains(path) {
            continue;
        }
        let old = outcome.files.text(file);
        let Ok(new) = apply(old, fixes.iter().flat_map(|fix| &fix.edits)) else {
            continue;
        };
        if !args.dry_run && disk::replace(&args.common.site, path, old.as_bytes(), new.as_bytes())? == Replaced::Changed
        {
            tell(&format!("{path} was changed by somebody else meanwhile, and is left as it is\n\n"));
            mended.given_up.insert(path.to_owned());
            continue;
        }
        for fix in &fixes {
            if let Ok(new) = apply(old, &fix.edits) {
                tell(&report::diff(path, &fix.title, (old, &new), colour));
                tell("\n");
            }
        }
        mended.findings += fixes.len();
        mended.files.insert(path.to_owned());
    }
    Ok(())
}

/// The fixes of each file, the first of those that touch.
fn chosen(outcome: &Outcome) -> BTreeMap<FileId, Vec<&Fix>> {
    let mut chosen: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    let mut renamed: BTreeSet<(FileId, &str)> = BTreeSet::new();
    for finding in outcome.findings.sorted(&outcome.files) {
        let Some(fix) = &finding.fix else {
            continue;
        };
        let Some(Edit { at, with }) = fix.edits.first() else {
            continue;
        };
        let of_file = chosen.entry(at.file).or_default();
        let free =
            of_file.iter().flat_map(|other| &other.edits).all(|other| fix.edits.iter().all(|edit| !touch(edit, other)));
        // Two keys that become the same may stand in one group, where each alone is sound and both are not.
        let alone = finding.code != Code::UnknownField || renamed.insert((at.file, with));
        if free && alone && fix.edits.iter().all(|edit| edit.at.file == at.file) {
            of_file.push(fix);
        }
    }
    chosen.retain(|_, fixes| !fixes.is_empty());
    chosen
}

fn touch(a: &Edit, b: &Edit) -> bool {
    a.at.range.start <= b.at.range.end && b.at.range.start <= a.at.range.end
}
