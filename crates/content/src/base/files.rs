//! The text files of a site as they were read, by number, so that every finding can quote its line.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::lines::{LineIndex, Position};

/// The number of a file; valid only for the [`Files`] that assigned it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// Its chunk, and its position in it.
    fn position(self) -> (usize, usize) {
        (self.0 as usize / CHUNK, self.0 as usize % CHUNK)
    }
}

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

/// How many files are shared together by clones of [`Files`].
const CHUNK: usize = 128;

/// All text files of a run. A clone shares what neither of the two changes afterwards, so that a refresh after the change of one file does
/// not copy the list of all.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// All but the last hold [`CHUNK`] files.
    chunks: Vec<Arc<Vec<File>>>,
    paths: Arc<Paths>,
}

/// The numbers of all files, which depend on nothing but their paths.
#[derive(Debug, Clone, Default)]
struct Paths {
    ids: HashMap<Arc<str>, FileId>,
    /// For each file its position among all files sorted by path; computed on first use.
    ranks: OnceLock<Vec<u32>>,
}

impl Files {
    /// Adds a file. A file whose path is already known keeps its number and gets the new text.
    pub fn add(&mut self, file: File) -> FileId {
        if let Some(known) = self.find(&file.path) {
            let (chunk, position) = known.position();
            Arc::make_mut(&mut self.chunks[chunk])[position] = file;
            return known;
        }
        let id = FileId(u32::try_from(self.paths.ids.len()).expect("a site has fewer than 4 billion files"));
        let paths = Arc::make_mut(&mut self.paths);
        paths.ids.insert(Arc::clone(&file.path), id);
        paths.ranks = OnceLock::new();
        let (chunk, _) = id.position();
        if chunk == self.chunks.len() {
            self.chunks.push(Arc::new(Vec::with_capacity(CHUNK)));
        }
        Arc::make_mut(&mut self.chunks[chunk]).push(file);
        id
    }

    /// Adds a file that was listed but not read, so that findings can name it.
    pub fn add_empty(&mut self, path: &str) -> FileId {
        self.add(File::new(path, ""))
    }

    /// The number of a file, by its path relative to the site.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.paths.ids.get(path).copied()
    }

    /// The paths of all files relative to the site, in the order in which they were added.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.chunks.iter().flat_map(|chunk| chunk.iter()).map(|file| &*file.path)
    }

    pub fn get(&self, id: FileId) -> &File {
        let (chunk, position) = id.position();
        &self.chunks[chunk][position]
    }

    /// The position of a file among all files sorted by path.
    pub fn rank(&self, id: FileId) -> u32 {
        let ranks = self.paths.ranks.get_or_init(|| {
            let mut sorted: Vec<(&Arc<str>, FileId)> = self.paths.ids.iter().map(|(path, id)| (path, *id)).collect();
            sorted.sort_unstable();
            let mut ranks = vec![0; sorted.len()];
            for (rank, (_, id)) in (0..).zip(sorted) {
                ranks[id.0 as usize] = rank;
            }
            ranks
        });
        ranks[id.0 as usize]
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

#[cfg(test)]
mod tests {
    use super::{CHUNK, File, Files};

    #[test]
    fn a_clone_keeps_its_texts_and_ranks_follow_paths() {
        let mut files = Files::default();
        let ids: Vec<_> = (0..3 * CHUNK).rev().map(|i| files.add(File::new(format!("{i:04}"), "old"))).collect();
        let earlier = files.clone();
        assert_eq!(files.add(File::new("0000", "new")), ids[3 * CHUNK - 1]);
        let last = files.add(File::new("0000b", "new"));
        let texts = |files: &Files| ids.iter().filter(|id| files.text(**id) == "new").count();
        assert_eq!((texts(&earlier), texts(&files)), (0, 1));
        assert_eq!((earlier.find("0000b"), files.find("0000b")), (None, Some(last)));
        assert_eq!((files.rank(ids[3 * CHUNK - 1]), files.rank(last), files.rank(ids[3 * CHUNK - 2])), (0, 1, 2));
        assert_eq!(earlier.rank(ids[3 * CHUNK - 2]), 1);
    }
}
