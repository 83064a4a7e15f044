//! Findings as diagnostics of the protocol. Entry point: [`by_file`].

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use lsp_types::{Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Uri};

use super::document::{OpenDocuments, uri_of};
use super::position::{Encoding, Lines, position};
use crate::base::files::{FileId, FileRange};
use crate::build::load::find_brief;
use crate::findings::{Located, Severity};
use crate::live::View;

/// The maximum number of findings shown for one file. A file with more has something fundamentally wrong, and the first ones say what.
pub(super) const MAX_SHOWN: usize = 200;

/// The findings of a refresh, by the URI of the file in which they are shown.
pub(super) fn by_file(
    view: &View,
    folder: &Path,
    open: &OpenDocuments,
    encoding: Encoding,
) -> BTreeMap<String, (Uri, Vec<Diagnostic>)> {
    let places = PlaceMap::new(view, folder, open, encoding);
    let mut all: BTreeMap<String, (Uri, Vec<Diagnostic>)> = BTreeMap::new();
    for of_file in view.findings.chunk_by(|a, b| a.at.file == b.at.file) {
        for finding in of_file.iter().take(MAX_SHOWN) {
            if let Some((uri, shown)) = shown(&Located::new(finding, &view.files), &places) {
                all.entry(uri.as_str().to_owned()).or_insert_with(|| (uri, vec![])).1.push(shown);
            }
        }
    }
    all
}

/// Turns places in files into locations of the protocol.
pub(super) struct PlaceMap<'a> {
    pub view: &'a View,
    pub folder: &'a Path,
    open: &'a OpenDocuments,
    encoding: Encoding,
    /// Caches what the disk says about each file.
    known: RefCell<HashMap<FileId, Option<EditorFile>>>,
}

/// A file as the editor knows it.
#[derive(Clone)]
struct EditorFile {
    uri: Uri,
    /// How many columns the byte order mark takes, if the editor sent one.
    bom_columns: u32,
}

impl<'a> PlaceMap<'a> {
    pub fn new(view: &'a View, folder: &'a Path, open: &'a OpenDocuments, encoding: Encoding) -> Self {
        PlaceMap { view, folder, open, encoding, known: RefCell::default() }
    }

    /// `None` for a place that is in no file on disk, such as a built-in template.
    pub fn location(&self, at: &FileRange<'_>) -> Option<Location> {
        let file = self.known.borrow_mut().entry(at.id).or_insert_with(|| self.file(&at.file.path)).clone()?;
        let [start, end] = [at.start, at.end].map(|end| {
            let mut position = position(end, self.encoding);
            if position.line == 0 && !at.is_whole_file() {
                position.character += file.bom_columns;
            }
            position
        });
        Some(Location { uri: file.uri, range: lsp_types::Range::new(start, end) })
    }

    fn file(&self, path: &str) -> Option<EditorFile> {
        let path = self.folder.join(path);
        match self.open.get(&path) {
            Some(document) => {
                let bom_columns =
                    Lines::new(&document.text, self.encoding).range(&(0..document.bom_len())).end.character;
                Some(EditorFile { uri: document.uri.clone(), bom_columns })
            }
            None => Some(EditorFile { uri: uri_of(&path).filter(|_| path.is_file())?, bom_columns: 0 }),
        }
    }
}

/// A finding as a diagnostic, with the file in which it is shown: brief.yaml if the site has no file of its own for it. Its fix and its
/// choices are offered as code actions.
pub(super) fn shown(finding: &Located<'_>, places: &PlaceMap<'_>) -> Option<(Uri, Diagnostic)> {
    let Located { code, severity, message, at, label, related, hints, fix: _, choices: _, accepted, downgraded: _ } =
        finding;
    let mut text = (*message).to_owned();
    let Location { uri, range } = match places.location(at) {
        Some(location) => location,
        None => {
            text = format!("{}: {text}", at.file.path);
            let brief = places.folder.join(find_brief(places.folder)?);
            let uri = places.open.get(&brief).map(|document| document.uri.clone()).or_else(|| uri_of(&brief))?;
            Location { uri, range: lsp_types::Range::default() }
        }
    };
    let related = related.iter().filter_map(|(at, what)| {
        Some(DiagnosticRelatedInformation { location: places.location(at)?, message: (*what).to_owned() })
    });
    let related: Vec<DiagnosticRelatedInformation> = related.collect();
    let accepted = accepted.map(|reason| format!("accepted: {reason}"));
    for line in label.iter().copied().chain(hints.iter().chain(&accepted).map(String::as_str)) {
        text.push('\n');
        text.push_str(line);
    }
    let severity = match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Advice => DiagnosticSeverity::INFORMATION,
    };
    let shown = Diagnostic {
        range,
        severity: Some(severity),
        code: Some(NumberOrString::String(code.name().to_owned())),
        source: Some("citeback".to_owned()),
        message: text,
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    };
    Some((uri, shown))
}
