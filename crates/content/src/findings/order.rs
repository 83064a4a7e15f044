//! The order in which findings are reported: [`in_order`].

use std::borrow::Borrow;

use super::code::Code;
use super::diagnostic::Diagnostic;
use crate::base::files::Files;

/// Sorts by file, place and code; changed sources come first.
pub(super) fn in_order<T: Borrow<Diagnostic>>(mut findings: Vec<T>, files: &Files) -> Vec<T> {
    let key = |finding: &Diagnostic| {
        // A changed source comes first: it explains why quotes are no longer found.
        (finding.code != Code::SourceChanged, files.rank(finding.at.file), finding.at.range.start)
    };
    findings.sort_by(|a, b| {
        let (a, b) = (a.borrow(), b.borrow());
        let words = |finding: &Diagnostic| finding.code.name();
        key(a).cmp(&key(b)).then_with(|| words(a).cmp(words(b))).then_with(|| a.message.cmp(&b.message))
    });
    findings
}
