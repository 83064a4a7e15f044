//! `citeback check`: verifies everything without writing the site; once, after each change, or with automatic fixes.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use super::chosen::limit;
use super::fix::fix;
use super::messages::write_stderr;
use super::run::{report_outcome, request, run, with_progress};
use crate::base::error::Error;
use crate::cli::Check;
use crate::desk::is_desk;
use crate::live::watch::watch;

pub(crate) fn check(args: Check) -> Result<ExitCode, Error> {
    if let (true, [note, ..]) = (is_desk(&args.common.site), args.notes.as_slice()) {
        return Err(Error::refused(
            format!("“{note}” cannot be sought in all briefs of a desk"),
            "name the brief, too: citeback check --site briefs/NAME NOTE",
        ));
    }
    if args.fix {
        return fix(&args);
    }
    if args.watch {
        return check_after_changes(&args);
    }
    check_once(&args)
}

fn check_once(args: &Check) -> Result<ExitCode, Error> {
    let started = Instant::now();
    let mut outcome = with_progress(|| run(&request(&args.common, None)))?;
    let elsewhere = limit(&mut outcome, &args.common.site, &args.notes)?;
    let code = report_outcome(&outcome, &args.common, started, "checked")?;
    write_stderr(&elsewhere);
    Ok(code)
}

/// Checks after each change of the site, until Ctrl-C is pressed.
fn check_after_changes(args: &Check) -> Result<ExitCode, Error> {
    let site: &Path = &args.common.site;
    let site = std::fs::canonicalize(site).map_err(Error::io("open", site))?;
    // Watching starts before the first check, so that no change is missed.
    let mut changes = watch(&site)?;
    loop {
        let code = match check_once(args) {
            Ok(code) => code,
            Err(error) if error.is_broken_pipe() => return Err(error),
            Err(error) => {
                write_stderr(&format!("error: {error}\n"));
                ExitCode::from(2)
            }
        };
        write_stderr("waiting for the next change (press Ctrl-C to stop)\n");
        let Some(changed) = changes.wait() else {
            return Ok(code);
        };
        let changed: Vec<String> =
            changed.iter().map(|path| path.strip_prefix(&site).unwrap_or(path).display().to_string()).collect();
        write_stderr(&format!("\nchanged: {}\n\n", changed.join(", ")));
    }
}
