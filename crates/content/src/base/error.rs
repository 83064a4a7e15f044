//! Failures of the outside world: a disk, a permission, a folder that is not a site. Problems in the content are
//! [`Diagnostic`](crate::findings::Diagnostic)s instead.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a run failed; exit code 2.
#[derive(Debug)]
pub enum Error {
    /// An operation on a path failed.
    Io { action: &'static str, path: PathBuf, source: io::Error },
    /// The request makes no sense or could destroy something; the hint says what to do instead.
    Refused { message: String, hint: String },
}

impl Error {
    /// For `map_err`: names the attempted action and the path.
    pub fn io(action: &'static str, path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_owned();
        move |source| Error::Io { action, path, source }
    }

    pub fn refused(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Error::Refused { message: message.into(), hint: hint.into() }
    }

    /// Whether the reader of our output closed the pipe (`citeback check | head`), which is not a failure.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Error::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io { action, path, source } => write!(f, "cannot {action} {}: {source}", path.display()),
            Error::Refused { message, hint } if hint.is_empty() => f.write_str(message),
            Error::Refused { message, hint } => write!(f, "{message}\n  {hint}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            Error::Refused { .. } => None,
        }
    }
}
