//! `citeback check`: does all that build does but write; once, after each change, or mending what it can.

use std::process::ExitCode;

use super::fix::fix;
use super::messages::tell;
use super::run::{carry_out, request};
use crate::base::error::Error;
use crate::cli::Check;
use crate::live::watch::watch;

pub(crate) fn check(args: Check) -> Result<ExitCode, Error> {
    if args.fix {
        return fix(&args);
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
