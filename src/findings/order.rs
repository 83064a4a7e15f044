//! The order in which findings are reported: [`in_order`].

use super::code::Code;
use super::diagnostic::Diagnostic;
use crate::base::files::Files;

/// Sorts by file, place and code; changed sources come first.
pub(super) fn in_order<'f>(mut findings: Vec<&'f Diagnostic>, files: &Files) -> Vec<&'f Diagnostic> {
    findings.sort_by_key(|finding| {
        // A changed source comes first: it explains why quotes are no longer found.
        let follows = finding.code != Code::SourceChanged;
        (follows, files.path(finding.at.file), finding.at.range.start, finding.code.name(), &finding.message)
    });
    findings
}
