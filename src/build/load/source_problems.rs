//! The errors in a text that a source's file is to have, before it is written: [`source_problems`].

use std::path::Path as FolderPath;

use super::capture::SourceFolder;
use super::fields::FieldReader;
use super::source;
use super::theme::Theme;
use crate::base::files::{File, Files};
use crate::findings::{Diagnostic, Severity};
use crate::model::Id;
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped, ValueStyle};

/// An error in the file of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceProblem {
    /// The field of front matter that it is in; empty if it is in none.
    pub field: String,
    pub message: String,
    pub hints: Vec<String>,
}

/// The errors that a build would find in this text of a source’s file, which need not be on disk. `root` is the folder of the site, or that
/// of the desk for a source of the desk.
pub fn source_problems(
    id: &Id,
    text: &str,
    (root, is_shared, theme): (&FolderPath, bool, &Theme),
) -> Vec<SourceProblem> {
    let mut files = Files::default();
    let file = files.add(File::new("source.md", text));
    let mut fields = FieldReader::of_file(&files, file);
    let folder = SourceFolder { root, is_shared };
    source::parse(&mut fields, id.clone(), None, (folder, theme));
    let places = Places::of_front_matter(&files, file, &Skipped::default());
    let mut keys: Vec<(usize, String)> = match places.tree().and_then(|tree| tree.shape(&Path::top())) {
        Some(ValueStyle::Group { keys, .. }) => keys
            .into_iter()
            .filter_map(|key| {
                Some((places.in_file(places.tree()?.key(&Path::top().key(key.clone()))?).range.start, key))
            })
            .collect(),
        _ => vec![],
    };
    keys.sort();
    let yaml_end = places.yaml.end;
    let findings = fields.into_findings().into_sorted(&files).open;
    let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
    let problem = |finding: &Diagnostic| {
        let at = finding.at.range.start;
        let key = keys.iter().rev().find(|(start, _)| *start <= at && at < yaml_end);
        let field = key.map(|(_, key)| key.clone()).unwrap_or_default();
        SourceProblem { field, message: finding.message.clone(), hints: finding.hints.clone() }
    };
    errors.map(|finding| problem(finding)).collect()
}
