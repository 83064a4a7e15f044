//! Pages whose templates fail on request: the finding of each, and its last good version. [`PageFaults`] keeps both.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::base::files::Files;
use crate::findings::{Diagnostic, Located};
use crate::report;

/// The maximum number of pages that are kept.
const MAX_PAGES: usize = 50;
/// A larger page, in bytes, is not kept.
const MAX_BODY: usize = 2 << 20;

/// Why a page could not be rendered.
#[derive(Clone)]
pub(super) struct PageFault {
    pub finding: Diagnostic,
    /// The files that the finding refers to, as of that time.
    pub files: Arc<Files>,
}

impl PageFault {
    /// The fault with a hint that names the page.
    pub fn of_page(&self, address: &str) -> Self {
        let finding = self.finding.clone().hint(format!("while rendering {address}"));
        PageFault { finding, files: Arc::clone(&self.files) }
    }

    /// Its lines as a terminal shows them, without colours. `below` comes before paths.
    pub fn frame(&self, below: &str) -> String {
        report::human(&Located::new(&self.finding, &self.files), below, false)
    }
}

#[derive(Default)]
pub(super) struct PageFaults {
    /// By address: a path below the site's root, with its query.
    failed: BTreeMap<String, PageFault>,
    /// Pages by address, the most recently requested one last.
    last_good: VecDeque<(String, Arc<[u8]>)>,
}

impl PageFaults {
    /// Keeps a page that was rendered without errors.
    pub fn succeeded(&mut self, address: &str, page: &[u8]) {
        self.failed.remove(address);
        self.last_good.retain(|(known, _)| known != address);
        if page.len() <= MAX_BODY {
            self.last_good.push_back((address.to_owned(), page.into()));
        }
        if self.last_good.len() > MAX_PAGES {
            self.last_good.pop_front();
        }
    }

    /// Records that a page could not be rendered; returns whether the finding is new.
    pub fn failed(&mut self, address: &str, fault: PageFault) -> bool {
        let known = self.failed.values().any(|known| known.finding == fault.finding);
        self.failed.insert(address.to_owned(), fault);
        !known
    }

    /// The last version of a page without errors.
    pub fn last_good(&self, address: &str) -> Option<Arc<[u8]>> {
        self.last_good.iter().find(|(known, _)| known == address).map(|(_, page)| Arc::clone(page))
    }

    /// The addresses of pages that could not be rendered.
    pub fn addresses(&self) -> Vec<String> {
        self.failed.keys().cloned().collect()
    }

    /// Replaces all faults.
    pub fn replace(&mut self, failed: BTreeMap<String, PageFault>) {
        self.failed = failed;
    }

    /// Each finding once, with a hint that names the first page it concerns.
    pub fn findings(&self) -> Vec<PageFault> {
        let mut findings: Vec<(&Diagnostic, PageFault)> = vec![];
        for (address, fault) in &self.failed {
            if !findings.iter().any(|(known, _)| **known == fault.finding) {
                findings.push((&fault.finding, fault.of_page(address)));
            }
        }
        findings.into_iter().map(|(_, fault)| fault).collect()
    }
}
