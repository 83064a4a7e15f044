//! Findings as an editor shows them while somebody writes: [`by_file`].

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::rc::Rc;

use lsp_types::{Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Uri};

use super::document::uri_of;
use super::position::{Encoding, Lines};
use super::site::OpenDocuments;
use crate::base::files::{FileId, Span};
use crate::build::load::BRIEFS;
use crate::findings::{self, Severity};
use crate::live::View;

/// At most this many findings of one file are shown: a file with more is begun wrongly, and its first lines say how.
pub(super) const MAX_SHOWN: usize = 200;

/// The findings of a look, by the address of the file that they are shown in.
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
            if let Some((uri, shown)) = shown(finding, &places) {
                all.entry(uri.as_str().to_owned()).or_insert_with(|| (uri, vec![])).1.push(shown);
            }
        }
    }
    all
}

/// Turns places of a look into those of an editor.
pub(super) struct PlaceMap<'a> {
    pub view: &'a View,
    pub folder: &'a Path,
    open: &'a OpenDocuments,
    encoding: Encoding,
    /// Files that were asked for: a note with many mistakes is gone through once.
    known: RefCell<HashMap<FileId, Option<Rc<EditorFile<'a>>>>>,
}

/// A file as the editor has it.
struct EditorFile<'a> {
    uri: Uri,
    /// The bytes of its byte order mark.
    mark: usize,
    lines: Lines<'a>,
}

impl<'a> PlaceMap<'a> {
    pub fn new(view: &'a View, folder: &'a Path, open: &'a OpenDocuments, encoding: Encoding) -> Self {
        PlaceMap { view, folder, open, encoding, known: RefCell::default() }
    }

    /// `None` for a place in no file on the disk, such as a built-in template.
    pub fn location(&self, span: &Span) -> Option<Location> {
        let known = self.known.borrow().get(&span.file).cloned();
        let shown = known.unwrap_or_else(|| {
            let shown = self.shown(span.file).map(Rc::new);
            self.known.borrow_mut().insert(span.file, shown.clone());
            shown
        })?;
        let mark = if span.range == (0..0) { 0 } else { shown.mark };
        let range = shown.lines.range(&(span.range.start + mark..span.range.end + mark));
        Some(Location { uri: shown.uri.clone(), range })
    }

    fn shown(&self, file: FileId) -> Option<EditorFile<'a>> {
        let path = self.folder.join(self.view.files.path(file));
        let (uri, mark, text) = match self.open.get(&path) {
            Some(document) => (document.uri.clone(), document.mark(), document.text.as_str()),
            None if path.is_file() => (uri_of(&path)?, 0, self.view.files.text(file)),
            None => return None,
        };
        Some(EditorFile { uri, mark, lines: Lines::new(text, self.encoding) })
    }
}

/// A finding with the file in which it is shown; what has no file of the site's own is shown in brief.yaml.
pub(super) fn shown(finding: &findings::Diagnostic, places: &PlaceMap<'_>) -> Option<(Uri, Diagnostic)> {
    let mut message = finding.message.clone();
    let Location { uri, range } = match places.location(&finding.at) {
        Some(location) => location,
        None => {
            message = format!("{}: {message}", places.view.files.path(finding.at.file));
            let brief = BRIEFS.map(|brief| places.folder.join(brief));
            let brief = brief.iter().find(|brief| brief.is_file())?;
            let uri = places.open.get(brief).map(|document| document.uri.clone()).or_else(|| uri_of(brief))?;
            Location { uri, range: lsp_types::Range::default() }
        }
    };
    let related = finding.related.iter().filter_map(|(at, what)| {
        Some(DiagnosticRelatedInformation { location: places.location(at)?, message: what.clone() })
    });
    let related: Vec<DiagnosticRelatedInformation> = related.collect();
    let label = Some(&finding.label).filter(|label| !label.is_empty());
    for line in label.into_iter().chain(&finding.hints) {
        message.push('\n');
        message.push_str(line);
    }
    let severity = match finding.severity() {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Advice => DiagnosticSeverity::INFORMATION,
    };
    let shown = Diagnostic {
        range,
        severity: Some(severity),
        code: Some(NumberOrString::String(finding.code.name().to_owned())),
        source: Some("citeback".to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    };
    Some((uri, shown))
}
