//! The words of a document as a reader sees them, with what a plain string cannot say of them: [`ReadingText`].
//!
//! A quotation is a stretch of this text. Where blocks meet, the text has a separator and a [`Break`] that says whether a quotation may
//! run across it; where something else than words is shown, or words are hidden, it has a [seam](SEAM) that none may cross.

use std::borrow::Cow;
use std::ops::Range;

/// Stands for what is no text: an image, or words that are not shown (U+FFFC OBJECT REPLACEMENT CHARACTER). No quotation crosses it,
/// whether the program put it there or the document had it.
pub const SEAM: char = '\u{FFFC}';

/// What stands between two cells of a table row.
pub const CELL_SEPARATOR: &str = " | ";

/// Where two blocks meet. `at` is the separator, in bytes of the text: a newline, or [`CELL_SEPARATOR`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    pub at: Range<usize>,
    pub kind: BreakKind,
}

/// What a quotation would cross at a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakKind {
    /// From one paragraph to the next. A quotation may run on.
    Paragraph,
    /// From one cell to the next of the same row. A quotation may run on, with the separator in it.
    Cell,
    /// Into or out of a block that is never joined to another. No quotation runs on.
    Wall(Wall),
}

/// Why blocks are not joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wall {
    /// A heading, or a paragraph that is all bold.
    Heading,
    /// The end of a table or of one of its rows.
    Table,
    Code,
    /// A thematic break.
    Rule,
    Footnote,
    /// The border of a list, or of a block quote that is not the continuation of a paragraph.
    Container,
}

/// Something that is shown where the text has a [seam](SEAM).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Byte of the text.
    pub at: usize,
    /// The alternative text of an image; empty where there is none, or where words are hidden.
    pub text: String,
}

/// The text of a document. All places are bytes of [`text`](Self::text); lists are sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadingText {
    pub text: String,
    pub breaks: Vec<Break>,
    /// Words that are shown struck through.
    pub struck: Vec<Range<usize>>,
    pub labels: Vec<Label>,
}

impl ReadingText {
    /// A text without blocks, such as a title.
    pub fn plain(text: impl Into<String>) -> Self {
        ReadingText { text: text.into(), ..ReadingText::default() }
    }

    /// The breaks whose separators lie inside a range.
    pub fn breaks_within(&self, range: &Range<usize>) -> &[Break] {
        let first = self.breaks.partition_point(|found| found.at.start < range.start);
        let end = self.breaks.partition_point(|found| found.at.end <= range.end);
        &self.breaks[first.min(end)..end]
    }

    /// Whether words of the range are struck through.
    pub fn is_struck(&self, range: &Range<usize>) -> bool {
        let first = self.struck.partition_point(|struck| struck.end <= range.start);
        self.struck.get(first).is_some_and(|struck| struck.start < range.end)
    }

    /// The range, cut where words begin or end to be struck through; each piece with whether it is.
    pub fn cut_at_strikes(&self, range: &Range<usize>) -> Vec<(Range<usize>, bool)> {
        let mut pieces = vec![];
        let mut at = range.start;
        let first = self.struck.partition_point(|struck| struck.end <= range.start);
        for struck in self.struck[first..].iter().take_while(|struck| struck.start < range.end) {
            let inside = struck.start.max(at)..struck.end.min(range.end);
            pieces.extend((at < inside.start).then_some((at..inside.start, false)));
            at = inside.end;
            pieces.push((inside, true));
        }
        pieces.extend((at < range.end).then_some((at..range.end, false)));
        pieces
    }

    /// The text with newlines for all that is no text of its page, byte for byte as long: separators of cells, and seams.
    pub fn as_shown(&self) -> Cow<'_, str> {
        let mut cells = self.breaks.iter().filter(|found| found.kind == BreakKind::Cell).peekable();
        if cells.peek().is_none() && !self.text.contains(SEAM) {
            return Cow::Borrowed(&self.text);
        }
        let mut shown = self.text.replace(SEAM, "\n\n\n");
        for cell in cells {
            shown.replace_range(cell.at.clone(), "\n\n\n");
        }
        Cow::Owned(shown)
    }

    /// The characters that a page shows of the text, with their bytes: neither white space nor separators of cells nor seams.
    pub fn visible(&self) -> impl Iterator<Item = (usize, char)> + '_ {
        let mut cells = self.breaks.iter().filter(|found| found.kind == BreakKind::Cell).peekable();
        self.text.char_indices().filter(move |(at, c)| {
            while cells.next_if(|cell| cell.at.end <= *at).is_some() {}
            !c.is_whitespace() && *c != SEAM && cells.peek().is_none_or(|cell| *at < cell.at.start)
        })
    }

    /// What stands at a seam.
    pub fn label(&self, at: usize) -> &str {
        self.labels.iter().find(|label| label.at == at).map_or("", |label| &label.text)
    }
}

/// The superscript form of a decimal figure of any script, or of one of the signs `+ - − = ( )` (Unicode block Superscripts and
/// Subscripts); `None` for all else.
pub fn superscript(c: char) -> Option<char> {
    Some(match (digit(c), c) {
        (Some(1), _) => '¹',
        (Some(2), _) => '²',
        (Some(3), _) => '³',
        (Some(figure), _) => char::from_u32(0x2070 + figure)?,
        (_, '+') => '⁺',
        (_, '-' | '−') => '⁻',
        (_, '=') => '⁼',
        (_, '(') => '⁽',
        (_, ')') => '⁾',
        _ => return None,
    })
}

/// The subscript form, as [`superscript`].
pub fn subscript(c: char) -> Option<char> {
    Some(match (digit(c), c) {
        (Some(figure), _) => char::from_u32(0x2080 + figure)?,
        (_, '+') => '₊',
        (_, '-' | '−') => '₋',
        (_, '=') => '₌',
        (_, '(') => '₍',
        (_, ')') => '₎',
        _ => return None,
    })
}

/// The plain form of a [raised](is_raised) figure or sign; any other character as it is.
pub fn unraised(c: char) -> char {
    match c {
        _ if !is_raised(c) => c,
        '¹' | '²' | '³' => ['1', '2', '3'][usize::from(c == '²') + 2 * usize::from(c == '³')],
        '⁺' | '₊' => '+',
        '⁻' | '₋' => '-',
        '⁼' | '₌' => '=',
        '⁽' | '₍' => '(',
        '⁾' | '₎' => ')',
        c => char::from_digit(u32::from(c) % 16, 10).unwrap_or(c),
    }
}

/// The value of a decimal figure of any script (Unicode general category Nd).
pub fn digit(c: char) -> Option<u32> {
    use icu_properties::CodePointMapData;
    use icu_properties::props::GeneralCategory;

    if c.is_ascii() {
        return c.to_digit(10);
    }
    let decimal = |c: char| CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::DecimalNumber;
    if !decimal(c) {
        return None;
    }
    // Decimal figures stand in runs of ten, in ascending order (The Unicode Standard, section 4.6); runs may be adjacent.
    if ('\u{1D7CE}'..='\u{1D7FF}').contains(&c) {
        return Some((u32::from(c) - 0x1D7CE) % 10);
    }
    let before = (1..10).take_while(|back| char::from_u32(u32::from(c) - back).is_some_and(decimal)).count();
    u32::try_from(before).ok()
}

/// Whether a text is made of emoji alone (UTS #51).
pub fn is_emoji(text: &str) -> bool {
    use icu_properties::CodePointSetData;
    use icu_properties::props::{EmojiModifier, EmojiPresentation, ExtendedPictographic, RegionalIndicator};

    let joins =
        |c: char| matches!(c, '\u{200D}' | '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' | ' ' | '\u{E0020}'..='\u{E007F}');
    let pictures = |c: char| {
        CodePointSetData::new::<EmojiPresentation>().contains(c)
            || CodePointSetData::new::<ExtendedPictographic>().contains(c)
            || CodePointSetData::new::<RegionalIndicator>().contains(c)
            || CodePointSetData::new::<EmojiModifier>().contains(c)
    };
    text.chars().any(pictures) && text.chars().all(|c| pictures(c) || joins(c))
}

/// Whether a character is a superscript or subscript figure or sign.
pub fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}' | '\u{2074}'..='\u{207E}' | '\u{2080}'..='\u{208E}')
}

#[cfg(test)]
mod tests {
    use super::{Break, BreakKind, ReadingText, digit, subscript, superscript, unraised};

    #[test]
    fn figures_of_every_script_have_a_value() {
        for (figures, value) in [("7٧۷७๗໗៧၇༧７𝟕𝟟", 7), ("0٠۰०๐", 0), ("9٩۹९๙", 9)] {
            assert!(figures.chars().all(|c| digit(c) == Some(value)), "{figures}");
        }
        assert_eq!(digit('x').or(digit('½')).or(digit('²')), None);
    }

    #[test]
    fn figures_and_signs_are_raised_and_lowered() {
        let raised: String = "0123456789+-=()".chars().filter_map(superscript).collect();
        assert_eq!(raised, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾");
        let lowered: String = "0123456789+-=()".chars().filter_map(subscript).collect();
        assert_eq!(lowered, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎");
        assert_eq!((superscript('۶'), superscript('t')), (Some('⁶'), None));
        for form in [superscript, subscript] {
            assert!("0123456789+-=()".chars().all(|c| form(c).map(unraised) == Some(c)));
        }
    }

    #[test]
    fn a_page_shows_neither_separators_nor_seams() {
        let text = ReadingText {
            text: "a | b\u{FFFC}c".to_owned(),
            breaks: vec![Break { at: 1..4, kind: BreakKind::Cell }],
            struck: vec![],
            labels: vec![],
        };
        assert_eq!(text.visible().map(|(_, c)| c).collect::<String>(), "abc");
        assert_eq!(text.as_shown(), "a\n\n\nb\n\n\nc");
    }

    #[test]
    fn strikes_cut_a_range() {
        let text = ReadingText { struck: vec![2..4, 6..9], ..ReadingText::plain("0123456789") };
        assert_eq!(text.cut_at_strikes(&(3..8)), [(3..4, true), (4..6, false), (6..8, true)]);
        assert!(text.is_struck(&(3..5)) && !text.is_struck(&(4..6)));
    }
}
