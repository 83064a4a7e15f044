//! What build and check have in common: run the stages, show the findings, print a summary. Entry point: [`run_and_report`].

use std::io::IsTerminal;
use std::path::{Component, Path};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::embargoes;
use super::messages::{count, grouped, pieces_of_advice, wants_colour, write_stderr};
use crate::base::error::Error;
use crate::build::load::{BRIEF, DESK, find_brief};
use crate::build::{Outcome, Request};
use crate::cli::{Common, Format, print};
use crate::desk::{self, DeskOutcome, is_desk};
use crate::editing::schema;
use crate::findings::{Folded, Located, Severity};
use crate::model::{Embargoes, Options};
use crate::report;

/// How long to wait before showing progress.
const PROGRESS_DELAY: Duration = Duration::from_millis(700);

pub(super) fn request(common: &Common, out: Option<std::path::PathBuf>) -> Request {
    Request {
        site: common.site.to_path_buf(),
        out,
        options: Options {
            base_url: common.base_url.clone(),
            drafts: common.drafts,
            no_search: false,
            on_desk: false,
            embargoes: common.now.map_or(Embargoes::All, Embargoes::After),
            sets_aside: false,
        },
        deny_warnings: common.deny_warnings,
    }
}

/// Runs the stages and reports the outcome. The summary begins with what `done` returns.
pub(super) fn run_and_report(
    request: &Request,
    common: &Common,
    done: impl Fn(&Outcome) -> String,
) -> Result<ExitCode, Error> {
    let started = Instant::now();
    let outcome = with_progress(|| run(request))?;
    let code = report_outcome(&outcome, common, started, &done(&outcome));
    // The program ends now; to free the findings of a large site before would take longer than to show them.
    std::mem::forget(outcome);
    code
}

/// Builds or checks. A check also updates the schemas of notes, which are for editors and not part of the site.
pub(super) fn run(request: &Request) -> Result<Outcome, Error> {
    if is_desk(&request.site) {
        let DeskOutcome { outcome, known } = desk::build(request)?;
        for (folder, known) in &known {
            let _ = schema::update(folder, known);
        }
        if request.out.is_none() {
            let _ = schema::update_desk(&request.site);
        }
        return Ok(outcome);
    }
    let outcome = crate::build(request)?;
    if let (None, Some(known)) = (&request.out, &outcome.known) {
        // Checking works without schemas, so a failure is ignored.
        let _ = schema::update(&request.site, known);
    }
    Ok(outcome)
}

/// Shows the findings and a summary, which begins with `done`.
pub(super) fn report_outcome(
    outcome: &Outcome,
    common: &Common,
    started: Instant,
    done: &str,
) -> Result<ExitCode, Error> {
    show(outcome, common)?;
    let mut summary = format!(
        "{done}: {}, {}, {}{} verified, in {}\n",
        count(outcome.claims, "claim", "claims"),
        count(outcome.sources, "source", "sources"),
        count(outcome.passages, "passage", "passages"),
        match outcome.absences {
            0 => String::new(),
            absences => format!(" and {}", count(absences, "absence", "absences")),
        },
        duration(started.elapsed()),
    );
    let (errors, warnings, advice) =
        (outcome.findings.errors(), outcome.findings.warnings(), outcome.findings.advice());
    summary.push_str(&match (errors, warnings, advice) {
        (0, 0, 0) => "no findings".to_owned(),
        _ => format!("found {}, {}", count(errors, "error", "errors"), count(warnings, "warning", "warnings")),
    });
    if advice > 0 {
        summary.push_str(&format!(", {}", pieces_of_advice(advice)));
    }
    if common.deny_warnings && warnings > 0 {
        summary.push_str(" (warnings are denied)");
    }
    summary.push('\n');
    let accepted = outcome.findings.accepted();
    if accepted > 0 {
        let notes = count(accepted, "finding accepted in its note", "findings accepted in their notes");
        summary.push_str(&format!("{notes}\n"));
    }
    summary.push_str(&embargoes::summary(outcome));
    if outcome.unread {
        let brief = if is_desk(&common.site) { DESK } else { find_brief(&common.site).unwrap_or(BRIEF) };
        summary.push_str(&format!("{brief} could not be read, so claims were not checked further\n"));
    }
    if common.timings {
        for (stage, time) in &outcome.timings {
            summary.push_str(&format!("  {stage:<18}{:>9}\n", duration(*time)));
        }
    }
    write_stderr(&summary);
    let failed = errors > 0 || (common.deny_warnings && warnings > 0);
    Ok(ExitCode::from(u8::from(failed)))
}

/// Shows every finding: for people on stderr, for programs on stdout.
fn show(outcome: &Outcome, common: &Common) -> Result<(), Error> {
    let located = |finding| Located::new(finding, &outcome.files);
    let with_accepted = || outcome.findings.sorted_with_accepted(&outcome.files).into_iter().map(located);
    match common.format {
        Format::Human => show_to_people(outcome, common),
        Format::Json => {
            let embargoed = embargoes::records(outcome).into_iter().map(|record| format!("{record}\n"));
            let findings = with_accepted().map(|finding| report::json(&finding));
            print(&findings.chain(embargoed).collect::<String>())?;
        }
        Format::Github => {
            let root = root(&common.site);
            let lines = outcome
                .findings
                .sorted(&outcome.files)
                .into_iter()
                .map(|finding| report::github(&located(finding), &root));
            print(&(lines.collect::<String>() + &embargoes::annotations(outcome, &root)))?;
        }
        Format::Sarif => {
            let findings = with_accepted().collect::<Vec<_>>();
            print(&report::sarif(&findings, &root(&common.site), &embargoes::records(outcome)))?;
        }
        Format::Gitlab => {
            let findings: Vec<_> = outcome.findings.sorted(&outcome.files).into_iter().map(located).collect();
            print(&report::gitlab(&findings, &root(&common.site)))?;
        }
    }
    Ok(())
}

/// Shows what keeps the site from being written in full, and of other findings with the same code the first few; with `--all`, everything.
fn show_to_people(outcome: &Outcome, common: &Common) {
    let in_full = |severity| match severity {
        Severity::Error => true,
        Severity::Warning => common.all || common.deny_warnings,
        Severity::Advice => common.all,
    };
    let digest = outcome.findings.digest(&outcome.files, in_full);
    let (colour, up) = (wants_colour(), way_up(&common.site));
    for finding in digest.shown {
        let mut frame = report::human(&Located::new(finding, &outcome.files), &up, colour);
        frame.push('\n');
        write_stderr(&frame);
    }
    for Folded { code, findings, files } in &digest.folded {
        let (findings, files) = (grouped(*findings), count(*files, "file", "files"));
        write_stderr(&format!("and {findings} more of {} in {files}\n", code.name()));
    }
    if !digest.folded.is_empty() {
        write_stderr("“citeback check --all” shows every finding\n\n");
    }
}

/// The path from the current folder up to a site around it, such as `../../`; empty for any other site. Terminals open the paths in
/// findings relative to the current folder.
fn way_up(site: &Path) -> String {
    let is_above = site.components().all(|part| part == Component::ParentDir);
    if is_above { site.components().map(|_| "../").collect() } else { String::new() }
}

/// The path from the current folder to the site, empty or ending with `/`. Services look up files from the root of the repository, where
/// they run citeback; a site around the current folder counts as the root.
fn root(site: &Path) -> String {
    if !way_up(site).is_empty() {
        return String::new();
    }
    let here = std::env::current_dir().unwrap_or_default();
    let site = site.strip_prefix(&here).unwrap_or(site);
    let mut root = String::new();
    for part in site.components().filter(|part| *part != Component::CurDir) {
        root.push_str(&part.as_os_str().to_string_lossy());
        if part != Component::RootDir {
            root.push('/');
        }
    }
    root
}

/// Runs `work`, and shows progress on a terminal after [`PROGRESS_DELAY`].
pub(super) fn with_progress<T>(work: impl FnOnce() -> T) -> T {
    if !std::io::stderr().is_terminal() {
        return work();
    }
    thread::scope(|scope| {
        let (done, is_done) = mpsc::channel::<()>();
        scope.spawn(move || {
            if is_done.recv_timeout(PROGRESS_DELAY) == Err(mpsc::RecvTimeoutError::Timeout) {
                write_stderr("verifying and rendering …\r");
                // Ends when the sender is dropped.
                let _ = is_done.recv();
                write_stderr("\x1b[2K\r");
            }
        });
        let result = work();
        drop(done);
        result
    })
}

fn duration(time: Duration) -> String {
    if time >= Duration::from_secs(1) {
        format!("{:.2} s", time.as_secs_f64())
    } else {
        format!("{} ms", time.as_millis())
    }
}
