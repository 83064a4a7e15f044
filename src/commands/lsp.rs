//! `citeback lsp`: the language server, which editors start.

use std::process::ExitCode;

use super::messages::tell;
use crate::base::error::Error;
use crate::live::lsp::serve;

pub(super) fn lsp() -> Result<ExitCode, Error> {
    let orderly = serve(&|message| tell(&format!("citeback lsp: {message}\n")))?;
    // So the protocol has it: 1 when the editor went without a word.
    Ok(ExitCode::from(u8::from(!orderly)))
}
