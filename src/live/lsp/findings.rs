//! Findings as diagnostics of the protocol: [`ShownFindings`] for all of a site, [`shown`] for one.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use lsp_types::{Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Uri};

use super::document::{OpenDocuments, place, uri_of};
use super::position::{Encoding, Lines, position};
use crate::base::files::{FileId, FileRange};
use crate::build::load::{brief_in, find_brief};
use crate::findings::{self, Code, Located, Severity};
use crate::live::View;

/// The maximum number of findings shown for one file. A file with more has something fundamentally wrong, and the first ones say what.
pub(super) const MAX_SHOWN: usize = 200;

/// The diagnostics for the files of a site, by the URI of the file in which they are shown.
pub(super) type ByFile = BTreeMap<String, (Uri, Vec<Diagnostic>)>;

/// The findings of the last refresh as the editor gets them. Only those that changed are made again.
#[derive(Default)]
pub(super) struct ShownFindings {
    /// In the order of the findings.
    groups: Vec<Group>,
}

/// The findings at one file, except that those of changed sources are a group of their own.
struct Group {
    findings: Vec<Arc<findings::Diagnostic>>,
    /// The files that the findings refer to, with their texts.
    texts: Vec<(FileId, Arc<str>)>,
    /// Whether it may be kept: it depends on nothing but the above.
    is_stable: bool,
    /// The file in which they are shown, which may be brief.yaml.
    shown_in: FileId,
    shown: Option<(Uri, Vec<Diagnostic>)>,
}

impl ShownFindings {
    /// Takes over the findings of a refresh. Returns the diagnostics of all files that may have other ones than before.
    pub fn update(&mut self, view: &View, folder: &Path, open: &OpenDocuments, encoding: Encoding) -> ByFile {
        let places = PlaceMap::new(view, folder, open, encoding);
        let open_files = open.keys().filter_map(|path| path.strip_prefix(folder).ok()?.to_str());
        let open_files: BTreeSet<FileId> =
            open_files.filter_map(|path| view.files.find(&path.replace('\\', "/"))).collect();
        let mut changes = Changes::default();
        // Both are in the same order, because files keep their numbers and paths.
        let mut before = std::mem::take(&mut self.groups).into_iter().peekable();
        for found in view.findings.chunk_by(|a, b| order(a, view) == order(b, view)) {
            let order_of = |group: &Group| order(&group.findings[0], view);
            let here = order(&found[0], view);
            while let Some(gone) = before.next_if(|group| order_of(group) < here) {
                changes.add(&gone);
            }
            let found = &found[..found.len().min(MAX_SHOWN)];
            let last = before.next_if(|group| order_of(group) == here);
            self.groups.push(match last {
                Some(group) if group.holds(found, view, &open_files) => group,
                last => {
                    last.iter().for_each(|group| changes.add(group));
                    let group = Group::new(found, &places, &open_files);
                    changes.add(&group);
                    group
                }
            });
        }
        before.for_each(|gone| changes.add(&gone));
        for group in self.groups.iter().filter(|group| changes.files.contains(&group.shown_in)) {
            if let Some((uri, shown)) = &group.shown {
                let known = changes.by_file.entry(uri.as_str().to_owned());
                known.or_insert_with(|| (uri.clone(), vec![])).1.extend_from_slice(shown);
            }
        }
        changes.by_file
    }
}

/// By what findings are grouped, in their order.
fn order(finding: &findings::Diagnostic, view: &View) -> (bool, u32) {
    (finding.code != Code::SourceChanged, view.files.rank(finding.at.file))
}

/// The files whose diagnostics have changed.
#[derive(Default)]
struct Changes {
    files: BTreeSet<FileId>,
    /// At first without diagnostics, so that those that are gone are removed.
    by_file: ByFile,
}

impl Changes {
    fn add(&mut self, group: &Group) {
        self.files.insert(group.shown_in);
        if let Some((uri, _)) = &group.shown {
            self.by_file.entry(uri.as_str().to_owned()).or_insert_with(|| (uri.clone(), vec![]));
        }
    }
}

impl Group {
    fn new(found: &[Arc<findings::Diagnostic>], places: &PlaceMap<'_>, open_files: &BTreeSet<FileId>) -> Self {
        let files = &places.view.files;
        let file = found[0].at.file;
        let mut named: BTreeSet<FileId> = BTreeSet::from([file]);
        for finding in found {
            named.extend(finding.related.iter().chain(&finding.elsewhere).map(|(at, _)| at.file));
        }
        let is_open = named.iter().any(|file| open_files.contains(file));
        // Findings without a file of their own are shown in brief.yaml.
        let is_on_disk = places.is_known(file);
        let shown_in = if is_on_disk { file } else { brief_in(files).unwrap_or(file) };
        let mut all: Option<(Uri, Vec<Diagnostic>)> = None;
        for finding in found {
            if let Some((uri, shown)) = shown(&Located::new(finding, files), places) {
                all.get_or_insert_with(|| (uri, vec![])).1.push(shown);
            }
        }
        Group {
            findings: found.to_vec(),
            texts: named.into_iter().map(|file| (file, Arc::clone(&files.get(file).text))).collect(),
            is_stable: !is_open && is_on_disk,
            shown_in,
            shown: all,
        }
    }

    /// Whether it would be made the same again.
    fn holds(&self, found: &[Arc<findings::Diagnostic>], view: &View, open_files: &BTreeSet<FileId>) -> bool {
        let files = &view.files;
        let same_text =
            |(file, text): &(FileId, Arc<str>)| Arc::ptr_eq(text, &files.get(*file).text) && !open_files.contains(file);
        self.is_stable
            && self.findings.len() == found.len()
            && self.findings.iter().zip(found).all(|(before, now)| Arc::ptr_eq(before, now))
            && self.texts.iter().all(same_text)
    }
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

    /// The version of a file that is open.
    pub fn version(&self, uri: &Uri) -> Option<i32> {
        self.open.values().find(|document| document.uri == *uri).map(|document| document.version)
    }

    /// The URI of a file that need not exist, by its path in the site.
    pub fn uri(&self, path: &str) -> Option<Uri> {
        let path = place(self.folder, path);
        self.open.get(&path).map(|document| document.uri.clone()).or_else(|| uri_of(&path))
    }

    /// Whether a file is on disk or open.
    fn is_known(&self, id: FileId) -> bool {
        let file = || self.file(self.view.files.path(id));
        self.known.borrow_mut().entry(id).or_insert_with(file).is_some()
    }

    fn file(&self, path: &str) -> Option<EditorFile> {
        let path = place(self.folder, path);
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
    let Located { code, severity, message, at, label, related, elsewhere, hints, fixes: _, accepted, downgraded: _ } =
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
    let related = related.iter().chain(elsewhere).filter_map(|(at, what)| {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::{ByFile, Encoding, MAX_SHOWN, ShownFindings};
    use crate::live::LiveSite;
    use crate::live::lsp::document::{Document, OpenDocuments, uri_of};
    use crate::model::Options;

    #[test]
    fn what_changes_leads_to_what_all_findings_would_be() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path();
        let write = |path: &str, text: &str| {
            let path = site.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let source = "---\ntitle: A report\n---\nThe bridge opened in May.\n";
        let claim = "claim: The bridge opened.\nverdict: true\nsummary: It did.\npassages:\n  - {id: a, source: report, quote: opened in May, stance: supports}\n";
        let other = claim.replace("The bridge opened.", "Nobody crossed it.");
        let sealed = source.replace("title", &format!("sha256: {}\ntitle", "0".repeat(64)));
        let many = format!("{claim}{}", "tags: [.]\n".repeat(MAX_SHOWN + 10));
        let template = "{{ nothing.at.all }}";
        write("content/brief.yaml", "title: A brief\n");
        write("content/sources/report.md", source);
        write("content/claims/bridge.yaml", claim);
        let mut live_site = LiveSite::new(site, Options::default());
        let (mut shown, mut open) = (ShownFindings::default(), OpenDocuments::new());
        let mut known: ByFile = BTreeMap::new();
        let mut agrees = |path: &str, text: Option<&str>, live_site: &mut LiveSite, open: &OpenDocuments| {
            match text {
                Some(text) => write(path, text),
                None => fs::remove_file(site.join(path)).unwrap(),
            }
            live_site.changed(&site.join(path));
            let view = live_site.refresh().unwrap();
            for (address, found) in shown.update(&view, site, open, Encoding::Utf16) {
                known.insert(address, found);
            }
            known.retain(|_, (_, found)| !found.is_empty());
            let whole = ShownFindings::default().update(&view, site, open, Encoding::Utf16);
            assert_eq!(known, whole, "after {path}");
            known.len()
        };
        let bridge = site.join("content/claims/bridge.yaml");
        assert_eq!(agrees("content/claims/bridge.yaml", Some(&many), &mut live_site, &open), 2);
        agrees("content/claims/a.yaml", Some(&other.replace("May", "June")), &mut live_site, &open);
        agrees("content/claims/z.yaml", Some("claim: ["), &mut live_site, &open);
        agrees("content/sources/report.md", Some(&sealed), &mut live_site, &open);
        agrees("templates/claim.html", Some(template), &mut live_site, &open);
        let document = Document { uri: uri_of(&bridge).unwrap(), version: 1, text: format!("\u{FEFF}{many}") };
        open.insert(bridge.clone(), document);
        agrees("content/claims/a.yaml", Some(&other), &mut live_site, &open);
        open.clear();
        agrees("content/sources/report.md", Some(source), &mut live_site, &open);
        agrees("templates/claim.html", None, &mut live_site, &open);
        agrees("content/claims/z.yaml", None, &mut live_site, &open);
        assert_eq!(agrees("content/claims/bridge.yaml", Some(claim), &mut live_site, &open), 1);
    }
}
