//! Checks `version_of`: a version names a source, which is not itself a version. Entry point: [`check`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::id_correction::IdCorrection;
use super::reference_index::ReferenceIndex;
use crate::base::files::Files;
use crate::build::load::Note;
use crate::findings::{Code, Diagnostic, Findings, Fix, did_you_mean, question};
use crate::markdown::prose::Destination;
use crate::model::{Id, Source};
use crate::notes::edit::EditedNote;
use crate::notes::place::Places;
use crate::notes::yaml::Path;

/// Reports versions of what is no source, of themselves, of another version, and of a source of which nobody knows when it was captured.
pub(super) fn check(
    sources: &[Arc<Note<Arc<Source>>>],
    known: &ReferenceIndex<'_>,
    files: &Files,
    findings: &mut Findings,
) {
    if sources.iter().all(|note| note.value.version_of.is_none()) {
        return;
    }
    let by_id: BTreeMap<&Id, &Source> = sources.iter().map(|note| (&note.value.id, note.value.as_ref())).collect();
    let mut undated = BTreeSet::new();
    for note in sources {
        let Some(base) = &note.value.version_of else { continue };
        let places = Arc::new(Places::of_front_matter(files, note.value.file, &note.skipped));
        let version = Version { source: &note.value, base, places: &places };
        match by_id.get(base) {
            _ if *base == note.value.id => findings.push(version.of_itself()),
            None if known.has(Destination::Source, base.as_str()) => {}
            None => findings.push(version.of_unknown(known)),
            Some(Source { version_of: Some(first), .. }) if first != base => {
                findings.push(version.of_version(first));
            }
            Some(other) if other.captured.is_none() && undated.insert(base) => {
                findings.push(version.of_undated(files.path(other.file)));
            }
            Some(_) => {}
        }
    }
}

/// A source, and what it says it is a version of.
struct Version<'a> {
    source: &'a Source,
    base: &'a Id,
    places: &'a Arc<Places>,
}

impl Version<'_> {
    fn finding(&self, code: Code, message: String) -> Diagnostic {
        Diagnostic::new(code, self.places.place(&path()), message)
    }

    fn of_itself(&self) -> Diagnostic {
        self.finding(Code::BadVersion, "this source is said to be a version of itself".to_owned())
            .label("its own id")
            .hint("write the id of the source that was captured first, or delete the line")
    }

    fn of_unknown(&self, known: &ReferenceIndex<'_>) -> Diagnostic {
        let own = self.source.id.as_str();
        let mut candidates = known.candidates(Destination::Source);
        candidates.retain(|candidate| *candidate != own);
        let finding = self
            .finding(Code::UnknownSource, format!("there is no source “{}”", self.base))
            .label("no file of this name in content/sources");
        let finding = IdCorrection::of_value(self.places, &path()).offered(finding, self.base.as_str(), &candidates);
        match did_you_mean(self.base.as_str(), candidates.iter().copied()) {
            Some(meant) => finding.hint(question(meant)),
            None if candidates.is_empty() => finding.hint("there are no others yet"),
            None if candidates.len() <= 12 => finding.hint(format!("sources are: {}", candidates.join(", "))),
            None => finding,
        }
    }

    fn of_version(&self, first: &Id) -> Diagnostic {
        let (places, meant) = (Arc::clone(self.places), first.to_string());
        self.finding(Code::BadVersion, format!("“{}” is itself a version, of “{first}”", self.base))
            .label("not the first capture")
            .hint(format!("all versions of a page name the same source: write “version_of: {first}”"))
            .fixed_by(move || {
                let edit = EditedNote::at(&places).replace_scalar(&path(), &meant).ok()?;
                Some(Fix::spelling(&meant, edit))
            })
    }

    fn of_undated(&self, file: &str) -> Diagnostic {
        let message = format!("nothing says when “{}” was captured, so its versions have no order", self.base);
        self.finding(Code::BadVersion, message)
            .label("has no field “captured”")
            .hint(format!("add a line “captured: …” with the day to {file}"))
    }
}

fn path() -> Path {
    Path::top().key("version_of")
}
