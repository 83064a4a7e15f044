//! `citeback build` and `citeback check`: run the stages, show what was found, say what came of it.

use std::io::IsTerminal;
use std::path::{Component, Path};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::{count, tell};
use crate::cli::{Build, Check, Common, Format, print};
use crate::error::Error;
use crate::model::Options;
use crate::watch::watch;
use crate::{Outcome, Request, report};

/// At most this many findings of one file are shown as frames; JSON has them all.
const SHOWN: usize = 100;

/// Work that takes longer than this says that it is going on.
const A_MOMENT: Duration = Duration::from_millis(700);

pub(crate) fn build(args: Build) -> Result<ExitCode, Error> {
    let out = args.out.unwrap_or_else(|| args.common.site.join("public"));
    let shown = out.display().to_string();
    let stays = if out.exists() { ", the last site stays in place" } else { "" };
    let mut request = request(&args.common, Some(out));
    request.options.no_search = args.no_search;
    carry_out(&request, &args.common, |outcome| match &outcome.written {
        Some(written) => {
            let changed = match (written.changed, written.removed) {
                (0, 0) => "nothing changed".to_owned(),
                (changed, 0) => format!("{changed} written"),
                (changed, removed) => format!("{changed} written, {removed} removed"),
            };
            format!("built {} in {shown} ({changed})", count(written.files, "file", "files"))
        }
        None => format!("nothing was written{stays}"),
    })
}

pub(crate) fn check(args: Check) -> Result<ExitCode, Error> {
    if args.fix {
        return super::fix::fix(&args);
    }
    if args.watch {
        return watched(&args);
    }
    checked(&args)
}

fn checked(args: &Check) -> Result<ExitCode, Error> {
    let request = request(&args.common, None);
    carry_out(&request, &args.common, |_| "checked".to_owned())
}

/// Checks after each change of the site, until somebody ends it.
fn watched(args: &Check) -> Result<ExitCode, Error> {
    let site = &args.common.site;
    let site = std::fs::canonicalize(site).map_err(Error::io("open", site))?;
    // Begun before the first check, so that no change is missed.
    let mut changes = watch(&site)?;
    loop {
        let code = match checked(args) {
            Ok(code) => code,
            Err(error) if error.is_broken_pipe() => return Err(error),
            Err(error) => {
                tell(&format!("error: {error}\n"));
                ExitCode::from(2)
            }
        };
        tell("waiting for the next change (Ctrl-C ends it)\n");
        let Some(changed) = changes.wait() else {
            return Ok(code);
        };
        let changed: Vec<String> =
            changed.iter().map(|path| path.strip_prefix(&site).unwrap_or(path).display().to_string()).collect();
        tell(&format!("\nchanged: {}\n\n", changed.join(", ")));
    }
}

pub(super) fn request(common: &Common, out: Option<std::path::PathBuf>) -> Request {
    Request {
        site: common.site.clone(),
        out,
        options: Options { base_url: common.base_url.clone(), drafts: common.drafts, no_search: false },
        deny_warnings: common.deny_warnings,
    }
}

fn carry_out(request: &Request, common: &Common, done: impl Fn(&Outcome) -> String) -> Result<ExitCode, Error> {
    let begun = Instant::now();
    let outcome = while_telling(|| crate::build(request))?;
    conclude(&outcome, common, begun, &done(&outcome))
}

/// Shows what was found, and says what came of it, `done` first.
pub(super) fn conclude(outcome: &Outcome, common: &Common, begun: Instant, done: &str) -> Result<ExitCode, Error> {
    show(outcome, common)?;
    let mut summary = format!(
        "{done}: {}, {}, {} verified, in {}\n",
        count(outcome.claims, "claim", "claims"),
        count(outcome.sources, "source", "sources"),
        count(outcome.passages, "passage", "passages"),
        duration(begun.elapsed()),
    );
    let (errors, warnings) = (outcome.findings.errors(), outcome.findings.warnings());
    summary.push_str(&match (errors, warnings) {
        (0, 0) => "no findings\n".to_owned(),
        _ => format!("found {}, {}", count(errors, "error", "errors"), count(warnings, "warning", "warnings")),
    });
    if common.deny_warnings && warnings > 0 {
        summary.push_str(" (warnings are denied)");
    }
    if errors + warnings > 0 {
        summary.push('\n');
    }
    if outcome.unread {
        summary.push_str("content/brief.yaml could not be read, so claims were not checked any further\n");
    }
    if common.timings {
        for (stage, time) in &outcome.timings {
            summary.push_str(&format!("  {stage:<18}{:>9}\n", duration(*time)));
        }
    }
    tell(&summary);
    let failed = errors > 0 || (common.deny_warnings && warnings > 0);
    Ok(ExitCode::from(u8::from(failed)))
}

/// Shows every finding: for people on stderr, for programs on stdout.
fn show(outcome: &Outcome, common: &Common) -> Result<(), Error> {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let findings = outcome.findings.sorted(&outcome.files);
    match common.format {
        Format::Human => {
            for of_file in findings.chunk_by(|a, b| a.at.file == b.at.file) {
                for finding in of_file.iter().take(SHOWN) {
                    tell(&report::human(finding, &outcome.files, colour));
                    tell("\n");
                }
                if of_file.len() > SHOWN {
                    let path = outcome.files.path(of_file[0].at.file);
                    tell(&format!("and {} more findings in {path}\n\n", of_file.len() - SHOWN));
                }
            }
        }
        Format::Json => {
            let lines: String = findings.iter().map(|finding| report::json(finding, &outcome.files)).collect();
            print(&lines)?;
        }
        Format::Github => {
            let root = root(&common.site);
            let lines: String = findings.iter().map(|finding| report::github(finding, &outcome.files, &root)).collect();
            print(&lines)?;
        }
        Format::Sarif => print(&report::sarif(&findings, &outcome.files, &root(&common.site)))?,
    }
    Ok(())
}

/// The way from here to the site, empty or with `/` at its end: services look for files from the repository on, where they run us.
fn root(site: &Path) -> String {
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

/// Runs `work`, and says on a terminal that it is going on once it takes longer than a moment.
pub(super) fn while_telling<T>(work: impl FnOnce() -> T) -> T {
    if !std::io::stderr().is_terminal() {
        return work();
    }
    thread::scope(|scope| {
        let (done, is_done) = mpsc::channel::<()>();
        scope.spawn(move || {
            if is_done.recv_timeout(A_MOMENT) == Err(mpsc::RecvTimeoutError::Timeout) {
                tell("verifying and rendering …\r");
                // Ends when the sender is dropped.
                let _ = is_done.recv();
                tell("\x1b[2K\r");
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
