//! The findings of several briefs as those of one run: [`Merged`]. Paths name the brief.

use std::collections::HashMap;
use std::sync::Arc;

use crate::base::files::{File, FileId, Files};
use crate::build::Request;
use crate::build::load::DESK;
use crate::build::resolve::Embargoed;
use crate::findings::{Diagnostic, Findings};

/// How the paths of shared files begin.
const SHARED: [&str; 6] = [DESK, "sources/", "captures/", "templates/", "static/", "locales/"];

/// What ends the path of a template of the program itself.
const BUILT_IN: &str = " (built in)";

/// The files that findings are about, and the findings.
#[derive(Debug, Default)]
pub struct Merged {
    pub files: Files,
    pub findings: Findings,
    pub embargoed: Vec<Embargoed>,
}

impl Merged {
    /// Whether the findings keep the desk from being written.
    pub fn is_blocked(&self, request: &Request) -> bool {
        self.findings.has_errors() || (request.deny_warnings && self.findings.warnings() > 0)
    }

    /// Adds the findings of a brief whose folder is at a path below the desk; the desk's own have none.
    pub fn add(&mut self, folder: &str, files: &Files, findings: &Findings, embargoed: &[Embargoed]) {
        let findings = findings.completed_all();
        let mut numbers: HashMap<FileId, FileId> = HashMap::new();
        let named = findings.iter().flat_map(|finding| finding.files());
        for file in named.chain(embargoed.iter().map(|entry| entry.file)) {
            numbers.entry(file).or_insert_with(|| {
                let File { path, text, .. } = files.get(file);
                self.files
                    .find(&full(folder, path))
                    .unwrap_or_else(|| self.files.add(File::new(full(folder, path), Arc::clone(text))))
            });
        }
        let numbers = Arc::new(numbers);
        let number = {
            let numbers = Arc::clone(&numbers);
            move |file: FileId| numbers.get(&file).copied()
        };
        // What several briefs find in a file that they share is one finding: it has the same place and words.
        let up = "../".repeat(folder.split('/').filter(|part| !part.is_empty()).count());
        let relocated = findings.iter().filter_map(|finding: &Arc<Diagnostic>| {
            Some(finding.relocated(number.clone())?.reworded(|words| from_desk(words, &up)))
        });
        self.findings.extend(relocated.collect::<Vec<_>>());
        let embargoed =
            embargoed.iter().filter_map(|entry| Some(Embargoed { file: number(entry.file)?, ..entry.clone() }));
        self.embargoed.extend(embargoed);
    }
}

/// What a finding says, with the paths of shared files from the desk.
fn from_desk(words: &str, up: &str) -> String {
    SHARED.iter().fold(words.to_owned(), |words, name| match up {
        "" => words,
        up => words.replace(&format!("{up}{name}"), name),
    })
}

/// The path of a file from the desk; a brief knows those of the desk by paths that lead up.
fn full(folder: &str, path: &str) -> String {
    if folder.is_empty() || path.ends_with(BUILT_IN) {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in path.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::full;

    #[test]
    fn paths_are_those_from_the_desk() {
        assert_eq!(full("", "desk.yaml"), "desk.yaml");
        assert_eq!(full("briefs/bridge", "content/claims/a.yaml"), "briefs/bridge/content/claims/a.yaml");
        assert_eq!(full("briefs/bridge", "../../sources/a.md"), "sources/a.md");
        assert_eq!(full("bridge", "templates/base.html (built in)"), "templates/base.html (built in)");
    }
}
