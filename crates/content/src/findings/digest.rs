//! The findings that a report for people shows: [`Digest`].

use std::collections::{BTreeMap, HashSet};

use super::code::{Code, Severity};
use super::diagnostic::Diagnostic;
use super::finding::{Finding, complete_all};
use super::order::in_order;
use crate::base::files::Files;

/// How many findings of a folded code are shown.
const SHOWN: usize = 5;

/// Some findings in full, and of each code with very many only the first. The details of the others are not computed.
#[derive(Debug)]
pub struct Digest<'f> {
    /// Sorted by file, place and code; changed sources come first.
    pub shown: Vec<&'f Diagnostic>,
    /// Sorted by code.
    pub folded: Vec<Folded>,
}

/// Findings that are counted but not shown.
#[derive(Debug, PartialEq, Eq)]
pub struct Folded {
    pub code: Code,
    pub findings: usize,
    /// How many files they are in.
    pub files: usize,
}

impl<'f> Digest<'f> {
    /// `findings` has no duplicates. Severities for which `in_full` holds are never folded.
    pub(super) fn new(
        findings: impl Iterator<Item = &'f Finding>,
        files: &Files,
        in_full: impl Fn(Severity) -> bool,
    ) -> Self {
        let mut whole = vec![];
        let mut by_code: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in findings {
            if in_full(finding.severity()) {
                whole.push(finding);
            } else {
                by_code.entry(finding.code().name()).or_default().push(finding);
            }
        }
        complete_all(&whole);
        let mut shown: Vec<&Diagnostic> = whole.into_iter().map(Finding::complete).collect();
        let mut folded = vec![];
        for (_, mut of_code) in by_code {
            // A line that counts one finding would take as much attention as the finding.
            if of_code.len() <= SHOWN + 1 {
                shown.extend(of_code.into_iter().map(Finding::complete));
                continue;
            }
            of_code.sort_by_key(|finding| files.rank(finding.file()));
            let (first, rest) = first_shown(of_code, files);
            shown.extend(first);
            let in_files: HashSet<_> = rest.iter().map(|finding| finding.file()).collect();
            folded.extend(rest.first().map(|finding| Folded {
                code: finding.code(),
                findings: rest.len(),
                files: in_files.len(),
            }));
        }
        Digest { shown: in_order(shown, files), folded }
    }
}

/// The first [`SHOWN`] findings by file and place, and the others; `findings` is sorted by file. Only the details of findings in the files
/// of the first ones are computed.
fn first_shown<'f>(findings: Vec<&'f Finding>, files: &Files) -> (Vec<&'f Diagnostic>, Vec<&'f Finding>) {
    let (mut first, mut rest) = (vec![], vec![]);
    for of_file in findings.chunk_by(|a, b| a.file() == b.file()) {
        if first.len() == SHOWN {
            rest.extend(of_file);
            continue;
        }
        let mut placed = of_file.to_vec();
        placed.sort_by_key(|finding| {
            let finding = finding.complete();
            (finding.at.range.start, &finding.message)
        });
        let wanted = placed.len().min(SHOWN - first.len());
        rest.extend(placed.split_off(wanted));
        first.extend(placed.into_iter().map(Finding::complete));
    }
    debug_assert!(first.is_sorted_by_key(|finding| files.path(finding.at.file)), "the files were sorted");
    (first, rest)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{Folded, SHOWN};
    use crate::base::files::{File, FileId, Files, Span};
    use crate::findings::{Code, Deferred, Diagnostic, Findings, Severity};

    const CODE: Code = Code::ProseQuoteNotFound;

    /// Advice in each file, the last place first, and how many have been completed.
    fn advice(files: &[FileId], each: usize) -> (Findings, Arc<AtomicUsize>) {
        let completed = Arc::new(AtomicUsize::new(0));
        let mut findings = Findings::default();
        for file in files.iter().rev().copied() {
            for at in (0..each).rev() {
                let completed = Arc::clone(&completed);
                findings.push(Deferred::new(CODE, file, move || {
                    completed.fetch_add(1, Ordering::Relaxed);
                    Diagnostic::new(CODE, Span { file, range: at..at + 1 }, "not found")
                }));
            }
        }
        (findings, completed)
    }

    fn three_files() -> (Files, Vec<FileId>) {
        let mut files = Files::default();
        let ids = ["a", "b", "c"].map(|name| files.add(File::new(name, "0123456789")));
        (files, ids.into())
    }

    #[test]
    fn the_first_are_shown_and_only_their_files_are_looked_at() {
        let (files, ids) = three_files();
        let (findings, completed) = advice(&ids, 3);
        assert_eq!(findings.advice(), 9);
        let digest = findings.digest(&files, |_| false);
        let shown = digest.shown.iter().map(|finding| (files.path(finding.at.file), finding.at.range.start));
        assert_eq!(shown.collect::<Vec<_>>(), [("a", 0), ("a", 1), ("a", 2), ("b", 0), ("b", 1)]);
        assert_eq!(digest.folded, [Folded { code: CODE, findings: 4, files: 2 }]);
        assert_eq!(completed.load(Ordering::Relaxed), 6);
        assert_eq!(findings.sorted(&files).len(), 9);
        assert_eq!(completed.load(Ordering::Relaxed), 9);
    }

    #[test]
    fn nothing_is_folded_for_one_line_or_if_it_must_be_shown() {
        let (files, ids) = three_files();
        let (findings, _) = advice(&ids, 2);
        let digest = findings.digest(&files, |_| false);
        assert_eq!((digest.shown.len(), digest.folded), (SHOWN + 1, vec![]));
        let (findings, _) = advice(&ids, 4);
        let digest = findings.digest(&files, |severity| severity == Severity::Advice);
        assert_eq!((digest.shown.len(), digest.folded), (12, vec![]));
    }
}
