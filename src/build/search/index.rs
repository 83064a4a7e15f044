//! Collects the searchable pages of a run, and reuses the previous index if none of them has changed: [`SearchIndex`].

use std::sync::{Mutex, PoisonError};

use super::pagefind::{IndexedPage, SearchError, index};
use super::words::words;
use crate::base::cache::Cache;
use crate::base::error::Error;

/// The list of words, beside the files of the index.
const WORDS: &str = "pagefind/words.txt";
/// Raised by one whenever the same pages would make other files.
const INDEX_VERSION: &str = "2";

type IndexFiles = Vec<(String, Vec<u8>)>;

/// Collects finished pages from several threads.
pub struct SearchIndex {
    /// `None` if no index is wanted.
    pages: Option<Mutex<Vec<IndexedPage>>>,
}

impl SearchIndex {
    /// If `wanted` is false, nothing is collected and there is no index.
    pub fn new(wanted: bool) -> Self {
        SearchIndex { pages: wanted.then(Mutex::default) }
    }

    /// Collects the searchable part of a finished file, if it is a page of any `kind` that is searched.
    pub fn see(&self, path: &str, bytes: &[u8], kind: Option<&str>) {
        let (Some(pages), Some(kind)) = (&self.pages, kind) else {
            return;
        };
        let page = std::str::from_utf8(bytes).ok().and_then(|html| IndexedPage::new(path, html, kind));
        // Threads only append, so the data is valid even if one panicked.
        pages.lock().unwrap_or_else(PoisonError::into_inner).extend(page);
    }

    /// The files of the index, as returned by [`index`], and the list of words; taken from the cache if the pages have not changed.
    ///
    /// # Errors
    /// If Pagefind cannot build the index.
    pub fn index(self, language: &str, cache: &Cache) -> Result<IndexFiles, Error> {
        let Some(pages) = self.pages else {
            return Ok(vec![]);
        };
        let mut pages = pages.into_inner().unwrap_or_else(PoisonError::into_inner);
        pages.sort();
        let key = key(&pages, language);
        if let Some(files) = cache.get(&key).as_deref().and_then(unpacked) {
            return Ok(files);
        }
        let words = (WORDS.to_owned(), words(&pages).into_bytes());
        let mut files = index(pages, language).map_err(|error: SearchError| {
            Error::refused(error.to_string(), "use --no-search to build the site without a search index")
        })?;
        files.push(words);
        cache.put(&key, &packed(&files));
        Ok(files)
    }
}

/// The cache key of an index: the pages, the language, and the version of the program.
fn key(pages: &[IndexedPage], language: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [env!("CARGO_PKG_VERSION"), INDEX_VERSION, language] {
        hasher.update(part.as_bytes()).update(b"\0");
    }
    for IndexedPage { path, html } in pages {
        hasher.update(path.as_bytes()).update(b"\0");
        hasher.update(&html.len().to_le_bytes()).update(html.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Serialises all files: for each, the lengths of its path and of its contents (8 bytes each), then both.
fn packed(files: &IndexFiles) -> Vec<u8> {
    let mut out = vec![];
    for (path, bytes) in files {
        for length in [path.len(), bytes.len()] {
            out.extend_from_slice(&(length as u64).to_le_bytes());
        }
        out.extend_from_slice(path.as_bytes());
        out.extend_from_slice(bytes);
    }
    out
}

fn unpacked(mut packed: &[u8]) -> Option<IndexFiles> {
    let mut files = vec![];
    while !packed.is_empty() {
        let (path, rest) = packed.split_first_chunk::<8>()?;
        let (bytes, rest) = rest.split_first_chunk::<8>()?;
        let length = |chunk: &[u8; 8]| usize::try_from(u64::from_le_bytes(*chunk)).ok();
        let (path, rest) = rest.split_at_checked(length(path)?)?;
        let (bytes, rest) = rest.split_at_checked(length(bytes)?)?;
        files.push((std::str::from_utf8(path).ok()?.to_owned(), bytes.to_vec()));
        packed = rest;
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::{SearchIndex, packed, unpacked};
    use crate::base::cache::Cache;

    #[test]
    fn packed_files_are_unpacked_and_truncated_ones_rejected() {
        let files = vec![("pagefind/a".to_owned(), vec![1, 2, 3]), ("pagefind/b".to_owned(), vec![])];
        assert_eq!(unpacked(&packed(&files)).unwrap(), files);
        assert_eq!(unpacked(&packed(&files)[..20]), None);
    }

    #[test]
    fn the_same_pages_are_indexed_once() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().join("search"));
        let searched = |words: &str| {
            let searched = SearchIndex::new(true);
            let page = format!("<html><main data-pagefind-body><h1>A</h1><p>{words}</p></main></html>");
            searched.see("claims/a.html", page.as_bytes(), Some("claim"));
            searched.index("en", &cache).unwrap()
        };
        let entries = || std::fs::read_dir(folder.path().join("search")).unwrap().count();
        let first = searched("one");
        assert!(!first.is_empty());
        assert_eq!((searched("one"), entries()), (first.clone(), 1));
        assert_ne!(searched("two"), first);
        assert_eq!(entries(), 2);
        let unsearched = SearchIndex::new(true);
        unsearched.see("claims.html", b"<main data-pagefind-body><h1>All claims</h1></main>", None);
        assert!(unsearched.pages.unwrap().into_inner().unwrap().is_empty());
        assert!(SearchIndex::new(false).index("en", &cache).unwrap().is_empty());
    }
}
