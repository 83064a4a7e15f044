//! Which fixes are made at once: [`compatible`].

use std::collections::{BTreeMap, BTreeSet};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::fix::Fix;
use crate::base::files::FileId;
use crate::notes::edit::Edit;

/// The automatic fixes that can be made together, by file: of those that overlap, the first.
pub fn compatible<'f>(findings: impl IntoIterator<Item = &'f Diagnostic>) -> BTreeMap<FileId, Vec<&'f Fix>> {
    let mut selected: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    let mut renamed: BTreeSet<(FileId, &str)> = BTreeSet::new();
    for finding in findings {
        let Some(fix) = finding.fix() else {
            continue;
        };
        let Some(Edit { at, with }) = fix.edits.first() else {
            continue;
        };
        let of_file = selected.entry(at.file).or_default();
        let is_free = of_file
            .iter()
            .flat_map(|other| &other.edits)
            .all(|other| fix.edits.iter().all(|edit| !overlaps(edit, other)));
        // Two misspelt keys of one group may have the same fix: either is valid alone, but not both.
        let is_single = finding.code != Code::UnknownField || renamed.insert((at.file, with));
        if is_free && is_single && fix.edits.iter().all(|edit| edit.at.file == at.file) {
            of_file.push(fix);
        }
    }
    selected.retain(|_, fixes| !fixes.is_empty());
    selected
}

fn overlaps(a: &Edit, b: &Edit) -> bool {
    a.at.range.start <= b.at.range.end && b.at.range.start <= a.at.range.end
}
