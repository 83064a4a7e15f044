//! The positions of fields' values in a note: [`Places`]. The note is parsed again for them, so at most once, and only if one is asked for.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::base::files::{FileId, Files, Span};
use crate::notes::front_matter::split_front_matter;
use crate::notes::parsed::ParsedText;
use crate::notes::yaml::{Path, Skipped, Tree};

/// The positions of the values in a file, which is YAML or has front matter. All findings of a note share one.
#[derive(Debug)]
pub struct Places {
    pub file: FileId,
    /// The whole file.
    pub text: Arc<str>,
    /// Byte range of its YAML, end exclusive.
    pub yaml: Range<usize>,
    /// The list elements that indices in paths do not count.
    pub skipped: Skipped,
    /// What the YAML says; all changes of the note share it.
    pub parsed: Arc<ParsedText>,
    /// The tree without the skipped elements, if there are any; `None` if the text has no tree.
    tree: OnceLock<Option<Tree<'static>>>,
}

impl Places {
    pub fn new(file: FileId, text: Arc<str>, yaml: Range<usize>, skipped: Skipped) -> Self {
        Places { file, text, yaml, skipped, parsed: Arc::default(), tree: OnceLock::new() }
    }

    /// Of a file that consists of YAML.
    pub fn of_file(files: &Files, file: FileId, skipped: &Skipped) -> Self {
        let text = &files.get(file).text;
        Places::new(file, Arc::clone(text), 0..text.len(), skipped.clone())
    }

    /// Of the front matter of a Markdown file.
    pub fn of_front_matter(files: &Files, file: FileId, skipped: &Skipped) -> Self {
        let text = &files.get(file).text;
        let yaml = split_front_matter(text).map_or(0..0, |(yaml, _)| yaml);
        Places::new(file, Arc::clone(text), yaml, skipped.clone())
    }

    /// The parsed YAML, whose positions begin with 0; built on first use.
    pub fn tree(&self) -> Option<&Tree<'static>> {
        let yaml = &self.text[self.yaml.clone()];
        if self.skipped.is_empty() {
            return self.parsed.tree(yaml);
        }
        let build = || Some(Tree::new(yaml)?.skipping(&self.skipped).into_owned());
        self.tree.get_or_init(build).as_ref()
    }

    /// Converts a range of the YAML to a span of the file.
    pub fn in_file(&self, range: Range<usize>) -> Span {
        let start = self.yaml.start;
        Span { file: self.file, range: start + range.start..start + range.end }
    }

    /// The position of the value at `path`, or of the closest enclosing value if it is missing.
    pub fn place(&self, path: &Path) -> Span {
        self.in_file(self.tree().map_or(0..0, |tree| in_tree(tree, path)))
    }
}

/// Like [`Places::place`], as a byte range of a YAML text that is asked about once.
pub fn in_text(yaml: &str, path: &Path, skipped: &Skipped) -> Range<usize> {
    Tree::new(yaml).map_or(0..0, |tree| in_tree(&tree.skipping(skipped), path))
}

fn in_tree(tree: &Tree<'_>, path: &Path) -> Range<usize> {
    let at = |depth: usize| match tree.value(&path[..depth]) {
        // If the value is empty, the key shows where it should be.
        Some(value) if value.is_empty() => tree.key(&path[..depth]).or(Some(value)),
        value => value,
    };
    (0..=path.len()).rev().find_map(at).unwrap_or(0..0)
}
