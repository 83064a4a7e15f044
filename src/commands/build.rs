//! `citeback build`: verifies every quote and writes the site.

use std::process::ExitCode;

use super::messages::{count, grouped};
use super::run::{request, run_and_report};
use crate::base::error::Error;
use crate::base::output::BUILT;
use crate::cli::Build;

pub(crate) fn build(args: Build) -> Result<ExitCode, Error> {
    let out = args.out.unwrap_or_else(|| args.common.site.join(BUILT));
    let folder = out.display().to_string();
    let hint = if out.exists() { ", the last site stays in place" } else { "" };
    let mut request = request(&args.common, Some(out));
    request.options.no_search = args.no_search;
    run_and_report(&request, &args.common, |outcome| match &outcome.written {
        Some(written) => {
            let changed = match (written.changed, written.removed) {
                (0, 0) => "nothing changed".to_owned(),
                (changed, 0) => format!("{} written", grouped(changed)),
                (changed, removed) => format!("{} written, {} removed", grouped(changed), grouped(removed)),
            };
            format!("built {} in {folder} ({changed})", count(written.files, "file", "files"))
        }
        None => format!("nothing was written{hint}"),
    })
}
