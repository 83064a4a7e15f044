//! `citeback theme check`: the site's own templates, tried with a built-in brief that has everything and one that has nothing.

use std::process::ExitCode;
use std::time::Instant;

use crate::base::error::Error;
use crate::build::theme_check::check_theme;
use crate::cli::{Common, ThemeCheck};
use crate::commands::run::{report_outcome, with_progress};

pub(super) fn check(args: ThemeCheck) -> Result<ExitCode, Error> {
    let started = Instant::now();
    let outcome = with_progress(|| check_theme(&args.site))?;
    let common = Common {
        site: args.site,
        base_url: None,
        drafts: true,
        now: None,
        deny_warnings: args.deny_warnings,
        format: args.format,
        all: args.all,
        timings: false,
    };
    report_outcome(&outcome, &common, started, "tried with the specimen")
}
