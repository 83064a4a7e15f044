//! The text files of a site as they were read, by number, so that every finding can quote its line.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::lines::{LineIndex, Position};

/// The number of a file; valid only for the [`Files`] that assigned it.
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
    /// Computed on first use and shared by all clones.
    lines: Arc<OnceLock<LineIndex>>,
}

impl File {
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        File { path: path.into(), text: text.into(), lines: Arc::default() }
    }

    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The line of a byte, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.lines().line(offset)
    }

    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.text, offset)
    }
}

/// A [`Span`] with its file and the line and column of each end.
#[derive(Debug, Clone)]
pub struct FileRange<'f> {
    pub id: FileId,
    pub file: &'f File,
    /// Bytes of the text, end exclusive.
    pub bytes: Range<usize>,
    pub start: Position,
    /// Exclusive.
    pub end: Position,
}

impl FileRange<'_> {
    /// Whether this means the file as a whole: an empty span at its very start.
    pub fn is_whole_file(&self) -> bool {
        self.bytes == (0..0)
    }
}

/// All text files of a run.
#[derive(Debug, Clone, Default)]
pub struct Files {
    files: Vec<File>,
    by_path: HashMap<Arc<str>, FileId>,
}

impl Files {
    /// Adds a file. A file whose path is already known keeps its number and gets the new text.
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

    /// Adds a file that was listed but not read, so that findings can name it.
    pub fn add_empty(&mut self, path: &str) -> FileId {
        self.add(File::new(path, ""))
    }

    /// The number of a file, by its path relative to the site.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// The paths of all files relative to the site, in the order in which they were added.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| &*file.path)
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

    /// A span with its lines and columns.
    pub fn range(&self, span: &Span) -> FileRange<'_> {
        let file = self.get(span.file);
        let (start, end) = (file.position(span.range.start), file.position(span.range.end));
        FileRange { id: span.file, file, bytes: span.range.clone(), start, end }
    }
}
