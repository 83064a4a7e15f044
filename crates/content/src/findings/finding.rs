//! A finding as the stages report it: [`Finding`] is complete, or [`Deferred`] until somebody asks for its details.

use std::borrow::Borrow;
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use super::code::{Code, Severity};
use super::diagnostic::Diagnostic;
use crate::base::files::FileId;

/// A finding, complete or deferred.
#[derive(Debug, Clone)]
pub enum Finding {
    Complete(Arc<Diagnostic>),
    Deferred(Deferred),
}

/// A warning or advice whose place, hints and choices are computed when they are first asked for. A site may have tens of thousands of
/// them, of which a report for people shows a few; the place alone costs parsing the note a second time.
///
/// Deferred findings are never compared to find duplicates: whoever makes them makes each once.
#[derive(Debug, Clone)]
pub struct Deferred {
    code: Code,
    file: FileId,
    details: Arc<LazyLock<Arc<Diagnostic>, Details>>,
}

type Details = Box<dyn FnOnce() -> Arc<Diagnostic> + Send>;

impl Deferred {
    /// `details` makes the finding, with this code and in this file; what it holds is dropped when it has run.
    pub fn new(code: Code, file: FileId, details: impl FnOnce() -> Diagnostic + Send + 'static) -> Self {
        debug_assert!(code.severity() != Severity::Error, "an error is needed at once");
        Deferred { code, file, details: Arc::new(LazyLock::new(Box::new(|| Arc::new(details())))) }
    }
}

impl Finding {
    pub fn code(&self) -> Code {
        match self {
            Finding::Complete(finding) => finding.code,
            Finding::Deferred(deferred) => deferred.code,
        }
    }

    pub fn file(&self) -> FileId {
        match self {
            Finding::Complete(finding) => finding.at.file,
            Finding::Deferred(deferred) => deferred.file,
        }
    }

    pub fn severity(&self) -> Severity {
        match self {
            Finding::Complete(finding) => finding.severity(),
            Finding::Deferred(deferred) => deferred.code.severity(),
        }
    }

    pub fn is_accepted(&self) -> bool {
        matches!(self, Finding::Complete(finding) if finding.accepted.is_some())
    }

    /// The finding with all its details, which are computed if they have not been yet.
    pub fn complete(&self) -> &Diagnostic {
        match self {
            Finding::Complete(finding) => finding,
            Finding::Deferred(deferred) => &deferred.details,
        }
    }

    /// Like [`complete`](Self::complete), as a shared pointer.
    pub(super) fn shared(&self) -> Arc<Diagnostic> {
        match self {
            Finding::Complete(finding) => Arc::clone(finding),
            Finding::Deferred(deferred) => Arc::clone(&deferred.details),
        }
    }

    /// Like [`complete`](Self::complete), for changing this copy only.
    pub(super) fn complete_mut(&mut self) -> &mut Diagnostic {
        if let Finding::Deferred(_) = self {
            *self = Finding::Complete(self.shared());
        }
        match self {
            Finding::Complete(finding) => Arc::make_mut(finding),
            Finding::Deferred(_) => unreachable!("it has just been completed"),
        }
    }

    /// Findings with the same identity are duplicates; `None` for one that has none.
    pub(super) fn identity(&self) -> Option<(Code, FileId, usize, &str)> {
        match self {
            Finding::Complete(finding) => Some(finding.identity()),
            Finding::Deferred(_) => None,
        }
    }
}

/// Computes the details of all findings, on all cores.
pub(super) fn complete_all<F: Borrow<Finding> + Sync>(findings: &[F]) {
    findings.par_iter().for_each(|finding| _ = finding.borrow().complete());
}

impl From<Diagnostic> for Finding {
    fn from(finding: Diagnostic) -> Self {
        Finding::Complete(Arc::new(finding))
    }
}

impl From<Arc<Diagnostic>> for Finding {
    fn from(finding: Arc<Diagnostic>) -> Self {
        Finding::Complete(finding)
    }
}

impl From<Deferred> for Finding {
    fn from(deferred: Deferred) -> Self {
        Finding::Deferred(deferred)
    }
}
