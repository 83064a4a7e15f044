//! The text files of a site as they were read, by number, so that every finding can show its line.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A file of the site; valid for the [`Files`] that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A place in a file: bytes of its text, end exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub file: FileId,
    pub range: Range<usize>,
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct File {
    /// Relative to the site, with `/` between folders.
    pub path: Arc<str>,
    /// Without a byte order mark.
    pub text: Arc<str>,
}

/// All text files of a run.
#[derive(Debug, Clone, Default)]
pub struct Files {
    files: Vec<File>,
    by_path: HashMap<Arc<str>, FileId>,
}

impl Files {
    /// Takes in a file. One whose path is known keeps its number, and has the new text from now on.
    pub fn add(&mut self, file: File) -> FileId {
        if let Some(known) = self.by_path.get(&file.path) {
            self.files[known.0 as usize] = file;
            return *known;
        }
        let id = FileId(u32::try_from(self.files.len()).expect("a site has fewer than 4 billion files"));
        self.by_path.insert(Arc::clone(&file.path), id);
        self.files.push(file);
        id
    }

    /// A file that was seen but not read, so that findings can name it.
    pub fn add_empty(&mut self, path: &str) -> FileId {
        self.add(File { path: path.into(), text: "".into() })
    }

    /// The number of a file, by its path relative to the site.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    pub fn get(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    pub fn text(&self, id: FileId) -> &str {
        &self.get(id).text
    }

    pub fn path(&self, id: FileId) -> &str {
        &self.get(id).path
    }
}

/// Line and column of a byte offset, both from 1; columns count code points.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let offset = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let head = &text[..offset];
    let line_start = head.rfind('\n').map_or(0, |newline| newline + 1);
    (head.bytes().filter(|b| *b == b'\n').count() + 1, head[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::line_and_column;

    #[test]
    fn columns_count_code_points() {
        assert_eq!(line_and_column("é\nñandú x", 10), (2, 6));
        assert_eq!(line_and_column("", 5), (1, 1));
    }
}
