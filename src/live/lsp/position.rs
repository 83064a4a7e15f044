//! Where things are, in the protocol's terms: lines from 0, and columns in the units that editor and server agreed on. [`Lines`] turns
//! bytes into positions and back.

use std::ops::Range;

use lsp_types::{Position, PositionEncodingKind};

/// What columns count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    /// The first of those that an editor offers, which it likes best; UTF-16, which all know, when it offers none.
    pub fn agreed<'o>(offered: impl IntoIterator<Item = &'o str>) -> Self {
        let known = |name: &str| match name {
            "utf-8" => Some(Encoding::Utf8),
            "utf-16" => Some(Encoding::Utf16),
            "utf-32" => Some(Encoding::Utf32),
            _ => None,
        };
        offered.into_iter().find_map(known).unwrap_or(Encoding::Utf16)
    }

    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// A text with the places at which its lines begin. A line ends with LF, CR LF or CR.
pub(super) struct Lines<'t> {
    text: &'t str,
    /// In bytes.
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = |(at, byte): (usize, &u8)| match byte {
            b'\n' => Some(at + 1),
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => Some(at + 1),
            _ => None,
        };
        let starts = std::iter::once(0).chain(bytes.iter().enumerate().filter_map(ends)).collect();
        Lines { text, starts, encoding }
    }

    /// The byte at a position. What lies beyond the end of a line is its end, beyond the last line the end of the text.
    pub fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.starts.get(line).copied() else {
            return self.text.len();
        };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let line = self.text[start..end].trim_end_matches(['\n', '\r']);
        let mut column = 0;
        for (at, c) in line.char_indices() {
            column += self.encoding.width(c);
            if column > position.character as usize {
                return start + at;
            }
        }
        start + line.len()
    }

    /// The position of a byte; of one within a character, that of the character.
    pub fn position(&self, offset: usize) -> Position {
        let offset = (0..=offset.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let column: usize = self.text[self.starts[line]..offset].chars().map(|c| self.encoding.width(c)).sum();
        // Texts are capped far below what would not fit.
        Position::new(line as u32, column as u32)
    }

    pub fn range(&self, range: &Range<usize>) -> lsp_types::Range {
        lsp_types::Range::new(self.position(range.start), self.position(range.end))
    }
}

#[cfg(test)]
mod tests {
    use lsp_types::Position;

    use super::{Encoding, Lines};

    #[test]
    fn columns_are_counted_as_agreed() {
        let text = "a\r\n😀é: x\rb";
        let colon = text.find(':').unwrap();
        for (encoding, column) in [(Encoding::Utf8, 6), (Encoding::Utf16, 3), (Encoding::Utf32, 2)] {
            let lines = Lines::new(text, encoding);
            assert_eq!(lines.position(colon), Position::new(1, column));
            assert_eq!(lines.offset(Position::new(1, column)), colon);
            assert_eq!(lines.offset(Position::new(2, 1)), text.len());
            assert_eq!(lines.offset(Position::new(0, 9)), 1);
            assert_eq!(lines.offset(Position::new(9, 9)), text.len());
        }
    }

    #[test]
    fn the_editor_chooses_the_encoding() {
        assert_eq!(Encoding::agreed(["utf-7", "utf-32", "utf-8"]), Encoding::Utf32);
        assert_eq!(Encoding::agreed([]), Encoding::Utf16);
    }
}
