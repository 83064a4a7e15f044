//! Pages whose template fails when they are asked for: what is wrong with each, and what it last was. [`PageFaults`] keeps both.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::base::files::Files;
use crate::findings::{Diagnostic, Located, report};

/// At most this many pages are kept as they last were.
const MAX_PAGES: usize = 50;
/// A larger page, in bytes, is not kept.
const MAX_BODY: usize = 2 << 20;

/// What is wrong with a page.
#[derive(Clone)]
pub(super) struct PageFault {
    pub finding: Diagnostic,
    /// The files that the finding refers to, as they were.
    pub files: Arc<Files>,
}

impl PageFault {
    /// The fault as it is shown, with the page that it concerns as a hint.
    pub fn of_page(&self, address: &str) -> Self {
        let finding = self.finding.clone().hint(format!("while rendering {address}"));
        PageFault { finding, files: Arc::clone(&self.files) }
    }

    /// Its lines, as a terminal without colours shows them.
    pub fn frame(&self) -> String {
        report::human(&Located::new(&self.finding, &self.files), false)
    }
}

#[derive(Default)]
pub(super) struct PageFaults {
    /// By address, which is a path below the site's root with its query.
    wrong: BTreeMap<String, PageFault>,
    /// By address, the one that was asked for last at the end.
    good: VecDeque<(String, Arc<[u8]>)>,
}

impl PageFaults {
    /// Keeps a page as it is when nothing is wrong with it.
    pub fn succeeded(&mut self, address: &str, page: &[u8]) {
        self.wrong.remove(address);
        self.good.retain(|(known, _)| known != address);
        if page.len() <= MAX_BODY {
            self.good.push_back((address.to_owned(), page.into()));
        }
        if self.good.len() > MAX_PAGES {
            self.good.pop_front();
        }
    }

    /// Notes that a page cannot be made; gives whether the finding is news.
    pub fn failed(&mut self, address: &str, fault: PageFault) -> bool {
        let known = self.wrong.values().any(|known| known.finding == fault.finding);
        self.wrong.insert(address.to_owned(), fault);
        !known
    }

    /// A page as it was when nothing was wrong with it.
    pub fn last_good(&self, address: &str) -> Option<Arc<[u8]>> {
        self.good.iter().find(|(known, _)| known == address).map(|(_, page)| Arc::clone(page))
    }

    /// The addresses of pages that cannot be made.
    pub fn addresses(&self) -> Vec<String> {
        self.wrong.keys().cloned().collect()
    }

    /// Puts other faults in the place of those that are known.
    pub fn replace(&mut self, wrong: BTreeMap<String, PageFault>) {
        self.wrong = wrong;
    }

    /// Each finding once, with the first page that it concerns as a hint.
    pub fn findings(&self) -> Vec<PageFault> {
        let mut findings: Vec<(&Diagnostic, PageFault)> = vec![];
        for (address, fault) in &self.wrong {
            if !findings.iter().any(|(known, _)| **known == fault.finding) {
                findings.push((&fault.finding, fault.of_page(address)));
            }
        }
        findings.into_iter().map(|(_, fault)| fault).collect()
    }
}
