//! Lines and columns of a text: [`LineIndex`] converts byte offsets to positions and back. Nothing else counts lines.

use std::ops::Range;

/// What columns count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units.
    Utf16,
    /// Unicode code points.
    Utf32,
}

/// A place in a text. Lines and columns count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    /// In code points, as people count.
    pub column: usize,
    /// In bytes.
    pub utf8_column: usize,
    /// In UTF-16 code units.
    pub utf16_column: usize,
}

impl Position {
    pub fn column_in(&self, encoding: Encoding) -> usize {
        match encoding {
            Encoding::Utf8 => self.utf8_column,
            Encoding::Utf16 => self.utf16_column,
            Encoding::Utf32 => self.column,
        }
    }
}

/// Where the lines of a text begin. A line ends with LF, CR LF or CR, as in YAML, CommonMark and the language server protocol.
///
/// Each method must be given the text that the index was built from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    /// In bytes; the first is 0.
    starts: Vec<usize>,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let next_start = |at: usize| match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => None,
            _ => Some(at + 1),
        };
        let starts =
            std::iter::once(0).chain(memchr::memchr2_iter(b'\n', b'\r', bytes).filter_map(next_start)).collect();
        LineIndex { starts }
    }

    /// The line of a byte, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The byte range of a line (counted from 1) without its line ending; an empty range at the end of the text for a line beyond the last.
    pub fn range(&self, text: &str, line: usize) -> Range<usize> {
        let Some(start) = self.starts.get(line.saturating_sub(1)).copied() else {
            return text.len()..text.len();
        };
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        let content = text[start..end].trim_end_matches(['\n', '\r']);
        start..start + content.len()
    }

    /// The position of a byte offset. An offset inside a character counts as the start of that character, one beyond the text as its end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = floor(text, offset);
        let line = self.line(offset);
        let before = &text[self.starts[line - 1]..offset];
        Position {
            line,
            column: before.chars().count() + 1,
            utf8_column: before.len() + 1,
            utf16_column: before.chars().map(char::len_utf16).sum::<usize>() + 1,
        }
    }

    /// The byte offset of a line and a column, both counted from 1. A column beyond the line counts as the end of the line, a line beyond
    /// the last one as the end of the text.
    pub fn offset(&self, text: &str, line: usize, column: usize, encoding: Encoding) -> usize {
        let range = self.range(text, line);
        let mut passed = 1;
        for (at, c) in text[range.clone()].char_indices() {
            passed += match encoding {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
                Encoding::Utf32 => 1,
            };
            if passed > column {
                return range.start + at;
            }
        }
        range.end
    }
}

/// The nearest character boundary at or before `offset`.
pub fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Encoding, LineIndex};

    const TEXT: &str = "a\r\n😀é: x\rb";

    #[test]
    fn columns_are_counted_in_each_encoding() {
        let lines = LineIndex::new(TEXT);
        let colon = TEXT.find(':').unwrap();
        let position = lines.position(TEXT, colon);
        assert_eq!(position.line, 2);
        for (encoding, column) in [(Encoding::Utf8, 7), (Encoding::Utf16, 4), (Encoding::Utf32, 3)] {
            assert_eq!(position.column_in(encoding), column);
            assert_eq!(lines.offset(TEXT, 2, column, encoding), colon);
        }
        // Inside the emoji, which is four bytes and two UTF-16 units long.
        assert_eq!(lines.position(TEXT, 5), lines.position(TEXT, 3));
        assert_eq!(lines.offset(TEXT, 2, 2, Encoding::Utf16), 3);
    }

    #[test]
    fn lines_end_with_lf_cr_or_both() {
        let lines = LineIndex::new(TEXT);
        let shown = |line| &TEXT[lines.range(TEXT, line)];
        assert_eq!([1, 2, 3, 4].map(shown), ["a", "😀é: x", "b", ""]);
        // No line begins between CR and LF.
        assert_eq!([1, 2, 3].map(|at| lines.line(at)), [1, 1, 2]);
    }

    #[test]
    fn positions_beyond_the_text_are_its_end() {
        let lines = LineIndex::new(TEXT);
        assert_eq!(lines.offset(TEXT, 1, 9, Encoding::Utf32), 1);
        assert_eq!(lines.offset(TEXT, 9, 9, Encoding::Utf32), TEXT.len());
        assert_eq!(lines.position(TEXT, 99), lines.position(TEXT, TEXT.len()));
        let empty = LineIndex::new("").position("", 5);
        assert_eq!((empty.line, empty.column), (1, 1));
    }
}
