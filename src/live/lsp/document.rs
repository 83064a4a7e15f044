//! Texts as an editor has them, saved or not: [`Document`]; and the URIs by which editors name files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use lsp_types::{TextDocumentContentChangeEvent, Uri};
use url::Url;

use super::position::{Encoding, Lines};

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// A file that is open in the editor.
pub(super) struct Document {
    /// As the editor spells it.
    pub uri: Uri,
    pub version: i32,
    /// With a byte order mark if the editor sent one.
    pub text: String,
}

/// The files that are open in the editor, by path.
pub(super) type OpenDocuments = BTreeMap<PathBuf, Document>;

impl Document {
    /// Applies changes in the order in which the editor sent them.
    pub fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        for change in changes {
            let Some(range) = change.range else {
                self.text = change.text;
                continue;
            };
            let lines = Lines::new(&self.text, encoding);
            let (start, end) = (lines.offset(range.start), lines.offset(range.end));
            self.text.replace_range(start..end.max(start), &change.text);
        }
    }

    /// The text without byte order mark, as notes are parsed.
    pub fn without_bom(&self) -> &str {
        self.text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.text)
    }

    /// The length of the byte order mark in bytes, or 0.
    pub fn bom_len(&self) -> usize {
        self.text.len() - self.without_bom().len()
    }
}

/// The path of a file; `None` for anything that is not a file on this machine.
pub(super) fn path_of(uri: &str) -> Option<PathBuf> {
    Url::parse(uri).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()
}

/// The URI of a file, by its absolute path.
/// The place of a file by its path relative to a folder. A brief knows the files of its desk by paths that lead up.
pub(super) fn place(folder: &Path, relative: &str) -> PathBuf {
    let mut place = folder.to_owned();
    for part in relative.split('/') {
        match part {
            ".." => drop(place.pop()),
            part => place.push(part),
        }
    }
    place
}

pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    Uri::from_str(Url::from_file_path(path).ok()?.as_str()).ok()
}

#[cfg(test)]
mod tests {
    use lsp_types::{Position, Range, TextDocumentContentChangeEvent};

    use super::{Document, path_of, uri_of};
    use crate::live::lsp::position::Encoding;

    #[test]
    fn changes_are_applied_one_by_one() {
        let at = |line, from, to| Some(Range::new(Position::new(line, from), Position::new(line, to)));
        let change =
            |range, text: &str| TextDocumentContentChangeEvent { range, range_length: None, text: text.into() };
        let uri = uri_of("/a b/ü.yaml".as_ref()).unwrap();
        assert_eq!(path_of(uri.as_str()).unwrap(), std::path::Path::new("/a b/ü.yaml"));
        let mut document = Document { uri, version: 1, text: "\u{FEFF}😀 one\ntwo\n".to_owned() };
        assert_eq!(document.bom_len(), 3);
        document.change(vec![change(at(0, 4, 7), "three"), change(at(1, 0, 0), "and ")], Encoding::Utf16);
        assert_eq!(document.without_bom(), "😀 three\nand two\n");
        document.change(vec![change(None, "all")], Encoding::Utf16);
        assert_eq!((document.without_bom(), document.bom_len()), ("all", 0));
    }
}
