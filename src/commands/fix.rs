//! `citeback check --fix`: applies automatic fixes, shows each, and checks again. Entry point: [`fix`].

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::time::Instant;

use super::chosen::limit;
use super::messages::{count, wants_colour, write_stderr};
use super::run::{report_outcome, request, run, with_progress};
use crate::base::disk::Replaced;
use crate::base::error::Error;
use crate::build::Outcome;
use crate::cli::Check;
use crate::editing::fixing;
use crate::findings::{Fix, compatible};
use crate::report;

/// A fix can reveal a further finding, and fixes that overlap wait for the next round. Only notes made to exceed it need more rounds.
const MAX_ROUNDS: usize = 50;

/// What was fixed so far.
#[derive(Default)]
struct Fixed {
    findings: usize,
    files: BTreeSet<String>,
    /// Files that another program changed in the meantime.
    skipped: BTreeSet<String>,
    /// The words written by each fix, by its file, its title and where they begin.
    written: BTreeMap<(String, String, usize), String>,
}

impl Fixed {
    /// Whether a fix would change again what the same fix has written: then it does not help, and would go on for ever.
    fn repeats(&self, path: &str, text: &str, fix: &Fix) -> bool {
        fix.edits.iter().any(|edit| {
            let start = edit.at.range.start;
            let written = self.written.get(&(path.to_owned(), fix.title.clone(), start));
            written.is_some_and(|written| {
                !written.is_empty() && text.get(start..).is_some_and(|rest| rest.starts_with(written))
            })
        })
    }

    fn remember(&mut self, path: &str, fix: &Fix) {
        for edit in &fix.edits {
            self.written.insert((path.to_owned(), fix.title.clone(), edit.at.range.start), edit.with.clone());
        }
    }
}

/// Applies all automatic fixes and reports the rest; with `--dry-run`, only shows the first round of fixes.
pub(super) fn fix(args: &Check) -> Result<ExitCode, Error> {
    let started = Instant::now();
    let request = request(&args.common, None);
    let mut fixed = Fixed::default();
    let check = || -> Result<(Outcome, String), Error> {
        let mut outcome = with_progress(|| run(&request))?;
        let elsewhere = limit(&mut outcome, &request.site, &args.notes)?;
        Ok((outcome, elsewhere))
    };
    let (mut outcome, mut elsewhere) = check()?;
    for _ in 0..MAX_ROUNDS {
        let before = fixed.findings;
        apply_round(&outcome, args, &mut fixed)?;
        if args.dry_run || fixed.findings == before {
            break;
        }
        (outcome, elsewhere) = check()?;
    }
    let done = match (fixed.findings, args.dry_run) {
        (0, _) => "nothing could be fixed automatically".to_owned(),
        (findings, dry_run) => format!(
            "{} {} in {}",
            if dry_run { "would fix" } else { "fixed" },
            count(findings, "finding", "findings"),
            count(fixed.files.len(), "file", "files"),
        ),
    };
    let code = report_outcome(&outcome, &args.common, started, &format!("{done}\nchecked"))?;
    write_stderr(&elsewhere);
    Ok(code)
}

/// Applies the fixes of one check that do not overlap.
fn apply_round(outcome: &Outcome, args: &Check, fixed: &mut Fixed) -> Result<(), Error> {
    let colour = wants_colour();
    for (file, fixes) in compatible(outcome.findings.sorted(&outcome.files)) {
        let path = outcome.files.path(file);
        // What other briefs of the desk share is fixed where all of them are checked.
        if fixed.skipped.contains(path) || path.starts_with("../") {
            continue;
        }
        let old = outcome.files.text(file);
        let fixes: Vec<&Fix> = fixes.into_iter().filter(|fix| !fixed.repeats(path, old, fix)).collect();
        if fixes.is_empty() {
            continue;
        }
        let Ok(new) = fixing::fixed(&outcome.files, file, fixes.iter().copied()) else {
            continue;
        };
        if !args.dry_run && fixing::write(&args.common.site, &outcome.files, file, &new)? == Replaced::Changed {
            write_stderr(&format!("{path} was changed by another program in the meantime and was not fixed\n\n"));
            fixed.skipped.insert(path.to_owned());
            continue;
        }
        for fix in &fixes {
            fixed.remember(path, fix);
            if let Ok(new) = fixing::fixed(&outcome.files, file, [*fix]) {
                write_stderr(&report::diff(path, &fix.title.clone(), (old, &new), colour));
                write_stderr("\n");
            }
        }
        fixed.findings += fixes.len();
        fixed.files.insert(path.to_owned());
    }
    Ok(())
}
