//! Writing to standard output: [`print()`].

use std::io::Write as _;

use crate::base::error::Error;

/// Writes to standard output.
///
/// # Errors
/// When it is closed; see [`Error::is_broken_pipe`].
pub(crate) fn print(text: &str) -> Result<(), Error> {
    print_bytes(text.as_bytes())
}

/// Writes to standard output, as [`print()`] does.
///
/// # Errors
/// When it is closed; see [`Error::is_broken_pipe`].
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(Error::io("write to", "standard output"))
}
