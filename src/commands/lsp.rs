//! `citeback lsp`: the language server, which editors start.

use std::process::ExitCode;

use super::messages::write_stderr;
use crate::base::error::Error;
use crate::editing::scaffold::today;
use crate::live::lsp::serve;

pub(super) fn lsp() -> Result<ExitCode, Error> {
    let orderly = serve(today, &|message| write_stderr(&format!("citeback lsp: {message}\n")))?;
    // The protocol requires exit code 1 if the editor ends the session without `shutdown`.
    Ok(ExitCode::from(u8::from(!orderly)))
}
