//! Findings as they are kept between runs: [`KeptFindings`].

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::fix::{Fix, OnDemand};
use crate::base::files::{File, FileId, Files, Span};

/// The findings of a run without its files, of which only paths and digests are kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct KeptFindings {
    files: Vec<KeptFile>,
    findings: Vec<KeptFinding>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct KeptFile {
    path: String,
    /// BLAKE3 of its text.
    text: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct KeptFinding {
    code: String,
    message: String,
    at: KeptSpan,
    label: String,
    related: Vec<(KeptSpan, String)>,
    elsewhere: Vec<(KeptSpan, String)>,
    downgraded: bool,
    accepted: Option<String>,
    hints: Vec<String>,
    /// Whether changes were offered. They are made again by finding it again.
    offers: bool,
}

/// A place: the position of its file among those kept, and bytes of its text, end exclusive.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct KeptSpan(usize, usize, usize);

/// Finds everything again, for the changes that are offered.
pub type FindAgain = Box<dyn FnOnce() -> FoundAgain + Send>;

/// Findings and the files that they are about.
pub type FoundAgain = (Arc<Files>, Vec<Arc<Diagnostic>>);

impl KeptFindings {
    /// Of findings without duplicates.
    pub fn of(findings: &[Arc<Diagnostic>], files: &Files) -> Self {
        let mut kept = KeptFindings::default();
        let mut numbers: HashMap<FileId, usize> = HashMap::new();
        for finding in findings {
            let mut span = |at: &Span| {
                let number = *numbers.entry(at.file).or_insert_with(|| {
                    kept.files
                        .push(KeptFile { path: files.path(at.file).to_owned(), text: digest(files.text(at.file)) });
                    kept.files.len() - 1
                });
                KeptSpan(number, at.range.start, at.range.end)
            };
            let at = span(&finding.at);
            let mut places = |places: &[(Span, String)]| -> Vec<(KeptSpan, String)> {
                places.iter().map(|(at, what)| (span(at), what.clone())).collect()
            };
            let (related, elsewhere) = (places(&finding.related), places(&finding.elsewhere));
            kept.findings.push(KeptFinding {
                code: finding.code.name().to_owned(),
                message: finding.message.clone(),
                at,
                label: finding.label.clone(),
                related,
                elsewhere,
                downgraded: finding.downgraded,
                accepted: finding.accepted.clone(),
                hints: finding.hints.clone(),
                offers: finding.offers_changes(),
            });
        }
        kept
    }

    /// The findings as they were; their files are added to `files`, and `text` reads one by its path. `None` if one of the files is not what
    /// it was. If somebody asks for the changes that were offered, `again` finds them again.
    pub fn restored(
        &self,
        files: &mut Files,
        text: impl Fn(&str) -> Option<Arc<str>>,
        again: FindAgain,
    ) -> Option<Vec<Diagnostic>> {
        for KeptFile { path, text: known } in &self.files {
            // One that was listed and not read.
            let text = if *known == digest("") { "".into() } else { text(path)? };
            if digest(&text) != *known {
                return None;
            }
            files.add(File::new(path.as_str(), text));
        }
        let numbers: Vec<FileId> = self.files.iter().map(|file| files.find(&file.path)).collect::<Option<_>>()?;
        let again: Arc<LazyLock<FoundAgain, FindAgain>> = Arc::new(LazyLock::new(again));
        let restore = |kept: &KeptFinding| {
            let span = |KeptSpan(file, start, end): KeptSpan| {
                let file = *numbers.get(file)?;
                files.text(file).get(start..end)?;
                Some(Span { file, range: start..end })
            };
            let places = |places: &[(KeptSpan, String)]| -> Option<Vec<(Span, String)>> {
                places.iter().map(|(at, what)| Some((span(*at)?, what.clone()))).collect()
            };
            let mut finding = Diagnostic::new(Code::named(&kept.code)?, span(kept.at)?, kept.message.as_str());
            finding.label.clone_from(&kept.label);
            finding.related = places(&kept.related)?;
            finding.elsewhere = places(&kept.elsewhere)?;
            finding.downgraded = kept.downgraded;
            finding.accepted.clone_from(&kept.accepted);
            finding.hints.clone_from(&kept.hints);
            if kept.offers {
                let paths: Arc<[String]> = self.files.iter().map(|file| file.path.clone()).collect();
                finding = offering(finding, (paths, numbers.clone()), &again);
            }
            Some(finding)
        };
        self.findings.iter().map(restore).collect()
    }
}

/// The fix of a finding, if it has one, and the choices.
type Offered = (Vec<Fix>, Vec<Fix>);

/// The finding with the changes that are offered for it when it is found again.
fn offering(
    finding: Diagnostic,
    (paths, numbers): (Arc<[String]>, Vec<FileId>),
    again: &Arc<LazyLock<FoundAgain, FindAgain>>,
) -> Diagnostic {
    let known = Arc::new(finding.clone());
    let same = move |again: &FoundAgain| {
        let (files, findings) = again;
        let path_of = |file: FileId| numbers.iter().position(|known| *known == file).map(|at| paths[at].as_str());
        let path = path_of(known.at.file)?;
        let is_same = |other: &Arc<Diagnostic>| {
            (other.code, &other.at.range, &other.message) == (known.code, &known.at.range, &known.message)
                && files.path(other.at.file) == path
        };
        let found = findings.iter().find(|other| is_same(other))?;
        let number = |file: FileId| {
            let path = files.path(file);
            paths.iter().position(|known| known == path).map(|at| numbers[at])
        };
        let fix = found.fix().and_then(|fix| fix.relocated(number)).into_iter().collect();
        Some((fix, found.choices().iter().filter_map(|fix| fix.relocated(number)).collect()))
    };
    let same = Arc::new(same);
    let made = |which: fn(Offered) -> Vec<Fix>| {
        let (same, again) = (Arc::clone(&same), Arc::clone(again));
        OnDemand::new(move || same(&again).map(which).unwrap_or_default())
    };
    finding.offered_by(made(|(fix, _)| fix), made(|(_, choices)| choices))
}

fn digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}
