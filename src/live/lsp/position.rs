//! Positions in the protocol's terms: lines from 0, and columns in the negotiated encoding. [`Lines`] converts between bytes and positions.

use std::ops::Range;

use lsp_types::{Position, PositionEncodingKind};

use crate::base::lines::{self, LineIndex};

pub(super) use crate::base::lines::Encoding;

/// The first known encoding that the editor offers, in its order of preference; UTF-16, the protocol's default, if there is none.
pub(super) fn negotiated<'o>(offered: impl IntoIterator<Item = &'o str>) -> Encoding {
    let known = |name: &str| match name {
        "utf-8" => Some(Encoding::Utf8),
        "utf-16" => Some(Encoding::Utf16),
        "utf-32" => Some(Encoding::Utf32),
        _ => None,
    };
    offered.into_iter().find_map(known).unwrap_or(Encoding::Utf16)
}

/// The protocol's name of an encoding.
pub(super) fn kind(encoding: Encoding) -> PositionEncodingKind {
    match encoding {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
        Encoding::Utf32 => PositionEncodingKind::UTF32,
    }
}

/// Converts to zero-based line and column. The numbers fit: the length of texts is limited.
pub(super) fn position(position: lines::Position, encoding: Encoding) -> Position {
    Position::new(position.line as u32 - 1, position.column_in(encoding) as u32 - 1)
}

/// The text of an open document with its lines.
pub(super) struct Lines<'t> {
    text: &'t str,
    index: LineIndex,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str, encoding: Encoding) -> Self {
        Lines { text, index: LineIndex::new(text), encoding }
    }

    /// The byte at a position. Beyond the end of a line it is the end of the line, beyond the last line the end of the text.
    pub fn offset(&self, position: Position) -> usize {
        let one_based = |number: u32| (number as usize).saturating_add(1);
        self.index.offset(self.text, one_based(position.line), one_based(position.character), self.encoding)
    }

    pub fn range(&self, range: &Range<usize>) -> lsp_types::Range {
        let at = |offset| position(self.index.position(self.text, offset), self.encoding);
        lsp_types::Range::new(at(range.start), at(range.end))
    }
}

#[cfg(test)]
mod tests {
    use lsp_types::{Position, Range};

    use super::{Encoding, Lines, negotiated};

    #[test]
    fn lines_and_columns_count_from_zero() {
        let text = "a\r\n😀é: x\rb";
        let colon = text.find(':').unwrap();
        for (encoding, column) in [(Encoding::Utf8, 6), (Encoding::Utf16, 3), (Encoding::Utf32, 2)] {
            let lines = Lines::new(text, encoding);
            assert_eq!(lines.range(&(0..colon)), Range::new(Position::new(0, 0), Position::new(1, column)));
            assert_eq!(lines.offset(Position::new(1, column)), colon);
            assert_eq!(lines.offset(Position::new(2, 1)), text.len());
            assert_eq!(lines.offset(Position::new(0, 9)), 1);
            assert_eq!(lines.offset(Position::new(u32::MAX, u32::MAX)), text.len());
        }
    }

    #[test]
    fn the_editor_chooses_the_encoding() {
        assert_eq!(negotiated(["utf-7", "utf-32", "utf-8"]), Encoding::Utf32);
        assert_eq!(negotiated([]), Encoding::Utf16);
    }
}
