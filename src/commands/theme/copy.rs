//! `citeback theme copy`: a built-in template becomes one of the site's own.

use std::process::ExitCode;

use crate::base::error::Error;
use crate::cli::{self, print};
use crate::editing::theme;

pub(crate) fn copy(args: &cli::ThemeCopy) -> Result<ExitCode, Error> {
    let path = theme::copy(&args.site, &args.file)?;
    print(&format!("wrote {path}: it replaces the built-in template from now on\n"))?;
    Ok(ExitCode::SUCCESS)
}
