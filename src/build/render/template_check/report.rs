//! What was found in templates: [`Report`] gathers it while all pages are followed, so that each fault is reported once.

use std::collections::{BTreeMap, BTreeSet};

use super::scope::Place;
use crate::base::files::{Files, Span};
use crate::findings::{Code, Diagnostic};

/// At most this many pages are named.
const NAMED: usize = 3;

#[derive(Default)]
pub(super) struct Report {
    /// Each place where a name is read.
    reads: BTreeMap<Place, Read>,
    faults: BTreeMap<(Place, String), Fault>,
    /// Where something that may be missing is used as if it were there, with the templates of the pages that do so.
    untested: BTreeMap<(Place, String), BTreeSet<String>>,
}

/// What is known of a name that is read in one place, on all pages that have it.
#[derive(Default)]
struct Read {
    /// Whether the name means something on any page.
    known: bool,
    /// Whether a page would fail if it does not.
    needed: bool,
    unknown: Option<Fault>,
}

struct Fault {
    message: String,
    hints: Vec<String>,
    /// The templates of the pages that have it.
    pages: BTreeSet<String>,
}

impl Report {
    pub fn known(&mut self, at: Place) {
        self.reads.entry(at).or_default().known = true;
    }

    pub fn unknown(&mut self, at: &Place, page: &str, message: String, hint: Option<String>) {
        let read = self.reads.entry(at.clone()).or_default();
        let fault = read.unknown.get_or_insert_with(|| Fault {
            message,
            hints: hint.into_iter().collect(),
            pages: BTreeSet::new(),
        });
        fault.pages.insert(page.to_owned());
    }

    /// The value of an unknown name is used in a way that fails.
    pub fn needs(&mut self, at: &Place) {
        self.reads.entry(at.clone()).or_default().needed = true;
    }

    pub fn fault(&mut self, at: Place, page: &str, message: String, hint: String) {
        let fault = self.faults.entry((at, message.clone()));
        let fault = fault.or_insert_with(|| Fault { message, hints: vec![hint], pages: BTreeSet::new() });
        fault.pages.insert(page.to_owned());
    }

    /// A field of something that may be missing is used without a test.
    pub fn untested(&mut self, at: &Place, page: &str, of: &str) {
        self.untested.entry((at.clone(), of.to_owned())).or_default().insert(page.to_owned());
    }

    pub fn into_findings(self, files: &Files) -> Vec<Diagnostic> {
        let span = |at: &Place| Span { file: at.file, range: at.start..at.end };
        let mut findings = vec![];
        for (at, read) in self.reads {
            if let Some(fault) = read.unknown.filter(|_| read.needed || !read.known) {
                findings.push(finding(Code::TemplateError, span(&at), fault));
            }
        }
        for ((at, _), fault) in self.faults {
            findings.push(finding(Code::TemplateError, span(&at), fault));
        }
        // The same thing untested on several lines of a file is one finding.
        let mut gathered: Vec<(Place, String, BTreeSet<String>, Vec<usize>)> = vec![];
        for ((at, of), pages) in self.untested {
            match gathered.iter_mut().find(|(first, known, ..)| first.file == at.file && *known == of) {
                Some((_, _, all, lines)) => {
                    all.extend(pages);
                    lines.push(files.get(at.file).line(at.start));
                }
                None => gathered.push((at, of, pages, vec![])),
            }
        }
        for (at, of, pages, mut lines) in gathered {
            lines.dedup();
            let message = format!("`{of}` may be missing, and this needs it");
            let hint =
                format!("put {{% if {of} %}} … {{% endif %}} around it, or say what to show in its place with `or`");
            let mut hints = vec![hint];
            if !lines.is_empty() {
                let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
                hints.push(format!("also on line {}", lines.join(", ")));
            }
            findings.push(finding(Code::TemplateUntested, span(&at), Fault { message, hints, pages }));
        }
        findings.sort_by_key(|finding| (files.rank(finding.at.file), finding.at.range.start));
        findings
    }
}

fn finding(code: Code, at: Span, fault: Fault) -> Diagnostic {
    let pages: Vec<&str> = fault.pages.iter().map(String::as_str).collect();
    let mut finding = Diagnostic::new(code, at, fault.message);
    finding.hints = fault.hints;
    let more = if pages.len() > NAMED { " …" } else { "" };
    finding.hint(format!("on pages made with {}{more}", pages[..pages.len().min(NAMED)].join(", ")))
}
