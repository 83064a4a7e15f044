//! `citeback theme`: the site's own templates beside the built-in ones, a file for each subcommand. Entry point: [`theme`].

mod check;
mod copy;
mod diff;
mod list;

use std::process::ExitCode;

use crate::base::error::Error;
use crate::cli::{self, ThemeTask};

pub(crate) fn theme(args: cli::Theme) -> Result<ExitCode, Error> {
    match args.task {
        ThemeTask::List(args) => list::list(&args),
        ThemeTask::Copy(args) => copy::copy(&args),
        ThemeTask::Diff(args) => diff::diff(&args),
        ThemeTask::Check(args) => check::check(args),
    }
}
