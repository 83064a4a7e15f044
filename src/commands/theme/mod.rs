//! `citeback theme`: commands for those who write templates, a file for each.

mod check;

use std::process::ExitCode;

use crate::base::error::Error;
use crate::cli::{Theme, ThemeCommand};
use check::check;

pub(crate) fn theme(args: Theme) -> Result<ExitCode, Error> {
    match args.command {
        ThemeCommand::Check(args) => check(args),
    }
}
