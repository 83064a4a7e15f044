//! Folds typography, so that a quote equals its source, and maps folded text back to the bytes of the source. Entry point:
//! [`Folded::new`].
//!
//! What is folded, and nothing else:
//! - every run of white space (Unicode `White_Space`) is one space;
//! - typographic quotation marks and apostrophes are the straight ones of the same kind (double or single);
//! - all dashes and hyphens (general category Pd, and the minus sign) are `-`;
//! - the ellipsis character is three dots;
//! - Latin and Armenian ligatures are their letters; full- and half-width forms are the ordinary ones;
//! - soft hyphens, zero-width characters and bidirectional marks are dropped;
//! - the result is in Normalization Form C (Unicode Standard Annex #15).
//!
//! Case, accents, letters, figures and words are never folded.

use std::borrow::Cow;
use std::ops::Range;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();

/// A text after folding, with a map to and from the text it was made from, its source.
///
/// The two texts are equal byte for byte except at `pieces`, so a lookup is a binary search over the few places that folding changed.
///
/// ```
/// use citeback_quote::text::fold::Folded;
///
/// let folded = Folded::new("Wait… it’s");
/// assert_eq!(folded.text(), "Wait... it's");
/// assert_eq!(folded.to_source(&(8..12)), Some(8..14));
/// assert_eq!(folded.to_source(&(5..8)), None, "inside the ellipsis");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    pieces: Vec<Piece>,
}

/// A stretch that folding changed. It maps as a whole: no position inside it exists on the other side.
#[derive(Debug, Clone)]
struct Piece {
    folded: Range<u32>,
    source: Range<u32>,
}

impl Folded {
    /// Folds `source`.
    ///
    /// # Panics
    /// If the text, or what it becomes, has 4 GiB or more: offsets have 32 bits.
    pub fn new(source: &str) -> Self {
        let mut folder = Folder {
            out: Folded { text: String::with_capacity(source.len()), pieces: Vec::new() },
            unit: String::new(),
        };
        let mut at = 0;
        while at < source.len() {
            let plain = plain_run(&source.as_bytes()[at..]);
            if plain > 0 {
                folder.out.text.push_str(&source[at..at + plain]);
                at += plain;
            } else {
                at = folder.unit(source, at);
            }
        }
        folder.out
    }

    /// The folded text, in which quotes are searched.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The range of the source from which a range of the folded text was made; dropped characters at its ends are left out.
    ///
    /// `None` when an end falls inside a character that folding expanded (the middle dot of an ellipsis, the `i` of `ﬁ`).
    pub fn to_source(&self, folded: &Range<usize>) -> Option<Range<usize>> {
        let after = self.pieces.partition_point(|piece| piece.folded.start as usize <= folded.start);
        let start = match self.pieces[..after].last() {
            None => folded.start,
            Some(piece) if folded.start >= piece.folded.end as usize => {
                piece.source.end as usize + folded.start - piece.folded.end as usize
            }
            Some(piece) if folded.start == piece.folded.start as usize => piece.source.start as usize,
            Some(_) => return None,
        };
        let before = self.pieces.partition_point(|piece| (piece.folded.start as usize) < folded.end);
        let end = match self.pieces[..before].last() {
            None => folded.end,
            Some(piece) if folded.end >= piece.folded.end as usize => {
                piece.source.end as usize + folded.end - piece.folded.end as usize
            }
            Some(_) => return None,
        };
        (start <= end).then_some(start..end)
    }

    /// The byte of the folded text for a byte of the source; `None` inside a stretch that folding changed.
    pub fn at(&self, source: usize) -> Option<usize> {
        let before = self.pieces.partition_point(|piece| (piece.source.start as usize) < source);
        match self.pieces[..before].last() {
            None => Some(source),
            Some(piece) => Some(piece.folded.end as usize + source.checked_sub(piece.source.end as usize)?),
        }
    }

    /// The range of the folded text that a range of the source became. Ends inside a changed stretch are widened to hold all of it.
    pub fn from_source(&self, source: &Range<usize>) -> Range<usize> {
        let after = self.pieces.partition_point(|piece| piece.source.start as usize <= source.start);
        let start = match self.pieces[..after].last() {
            None => source.start,
            Some(piece) if source.start >= piece.source.end as usize => {
                piece.folded.end as usize + source.start - piece.source.end as usize
            }
            Some(piece) => piece.folded.start as usize,
        };
        let before = self.pieces.partition_point(|piece| (piece.source.start as usize) < source.end);
        let end = match self.pieces[..before].last() {
            None => source.end,
            Some(piece) => piece.folded.end as usize + source.end.saturating_sub(piece.source.end as usize),
        };
        start..end.max(start)
    }
}

/// Folds a quote, a prefix or a suffix: as [`Folded::new`], trimmed, without the map.
pub fn folded(text: &str) -> String {
    let folded = Folded::new(text);
    match folded.text.trim_matches(' ') {
        trimmed if trimmed.len() == folded.text.len() => folded.text,
        trimmed => trimmed.to_owned(),
    }
}

/// Whether two texts are equal letter for letter: after NFC, with each run of plain white space as one space.
pub(crate) fn same_verbatim(a: &str, b: &str) -> bool {
    same_words(a, b) || same_words(&nfc(a), &nfc(b))
}

/// Unicode Normalization Form C of `text`.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    NFC.normalize(text)
}

/// Whether folding drops this character: soft hyphen, zero-width characters, bidirectional marks.
pub(crate) fn is_dropped(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether a character changes the direction of the text after it: an embedding, an override or an isolate (Unicode Standard Annex #9,
/// section 2).
pub fn is_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A text without characters that change the direction of what follows: letters shown backwards are other words to a reader.
pub fn without_directions(text: &str) -> String {
    // Nearly no text has one: in UTF-8 they all begin with the byte E2, as quotation marks and dashes do.
    let mut bytes = text.as_bytes();
    let found = loop {
        let Some(at) = memchr::memchr(0xE2, bytes) else { break false };
        bytes = &bytes[at + 1..];
        if matches!(bytes, [0x80, 0xAA..=0xAE, ..] | [0x81, 0xA6..=0xA9, ..]) {
            break true;
        }
    };
    if found { text.chars().filter(|c| !is_direction(*c)).collect() } else { text.to_owned() }
}

/// White space that separates words in plain text and in HTML; other Unicode spaces are a matter of folding.
fn same_words(a: &str, b: &str) -> bool {
    a.split_ascii_whitespace().eq(b.split_ascii_whitespace())
}

/// The length of the longest prefix that folding leaves as it is: printable ASCII, single spaces, and no character
/// before something that could combine with it.
fn plain_run(bytes: &[u8]) -> usize {
    let mut run = 0;
    while run < bytes.len() {
        let plain = match bytes[run] {
            b' ' => bytes.get(run + 1).is_none_or(|next| (0x21..0x7F).contains(next)),
            0x21..0x7F => true,
            _ => false,
        };
        if !plain {
            break;
        }
        run += 1;
    }
    // What follows is not ASCII and may be a combining mark, so its base is folded together with it.
    if run > 0 && bytes.get(run).is_some_and(|next| *next >= 0x80) {
        run -= 1;
    }
    run
}

struct Folder {
    out: Folded,
    unit: String,
}

impl Folder {
    /// Folds one unit at `at` (a base character with its marks, a run of white space, or a dropped character)
    /// and returns where the next one begins.
    fn unit(&mut self, source: &str, at: usize) -> usize {
        let mut chars = source[at..].char_indices();
        let Some((_, first)) = chars.next() else {
            return source.len();
        };
        self.unit.clear();
        if first.is_whitespace() {
            let end = at + white_run(&source[at..]);
            self.unit.push(' ');
            self.emit(source, at..end);
            return end;
        }
        push_folded(&mut self.unit, first);
        let mut end = at + first.len_utf8();
        if !self.unit.is_empty() {
            // A dropped character between a base and its mark must not keep the two from composing.
            for (offset, c) in chars {
                if is_mark(c) {
                    push_folded(&mut self.unit, c);
                    end = at + offset + c.len_utf8();
                } else if !is_dropped(c) {
                    break;
                }
            }
        }
        if !self.unit.is_ascii() {
            let composed = NFC.normalize(&self.unit).into_owned();
            self.unit = composed;
        }
        self.emit(source, at..end);
        end
    }

    /// Appends the folded unit, and notes a piece when it differs from what it was made of.
    fn emit(&mut self, source: &str, from: Range<usize>) {
        let start = self.out.text.len();
        self.out.text.push_str(&self.unit);
        if self.unit != source[from.clone()] || self.unit.chars().nth(1).is_some() {
            self.out.pieces.push(Piece {
                folded: offset(start)..offset(self.out.text.len()),
                source: offset(from.start)..offset(from.end),
            });
        }
    }
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("texts have less than 4 GiB, as documented")
}

/// The length in bytes of the run of white space at the start of `text`; dropped characters inside it belong to it.
fn white_run(text: &str) -> usize {
    let mut end = 0;
    for (offset, c) in text.char_indices() {
        if c.is_whitespace() {
            end = offset + c.len_utf8();
        } else if !is_dropped(c) {
            break;
        }
    }
    end
}

/// Whether NFC may compose `c` with the character before it (combining marks, Hangul vowels and finals,
/// half-width voicing marks and half-width Hangul).
pub fn is_mark(c: char) -> bool {
    if c < '\u{300}' {
        return false;
    }
    matches!(c, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}' | '\u{FF9E}' | '\u{FF9F}' | '\u{FFA0}'..='\u{FFDC}')
        || matches!(
            CodePointMapData::<GeneralCategory>::new().get(c),
            GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark | GeneralCategory::EnclosingMark
        )
}

fn push_folded(out: &mut String, c: char) {
    match c {
        '\u{2018}'..='\u{201B}' | '\u{2039}' | '\u{203A}' | '\u{2BC}' => out.push('\''),
        '\u{201C}'..='\u{201F}' | '\u{AB}' | '\u{BB}' => out.push('"'),
        '\u{2026}' => out.push_str("..."),
        '\u{2212}' => out.push('-'),
        '\u{FB00}'..='\u{FB06}' | '\u{FB13}'..='\u{FB17}' | '\u{FF01}'..='\u{FFEE}' => push_compatible(out, c),
        _ if c.is_ascii() => out.push(c),
        _ if is_dropped(c) => {}
        _ if CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::DashPunctuation => {
            out.push('-');
        }
        _ => out.push(c),
    }
}

/// Ligatures and width variants by their compatibility mapping, which for these blocks changes nothing but the form.
fn push_compatible(out: &mut String, c: char) {
    let mut utf8 = [0; 4];
    for plain in NFKC.normalize(c.encode_utf8(&mut utf8)).chars() {
        match plain {
            // The only width variants that are themselves folded further.
            '\u{2018}'..='\u{201F}' | '\u{2010}'..='\u{2015}' => push_folded(out, plain),
            _ => out.push(plain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Folded, folded, same_verbatim};

    #[track_caller]
    fn check(source: &str, expected: &str) {
        assert_eq!(Folded::new(source).text(), expected);
    }

    #[test]
    fn only_characters_that_turn_what_follows_are_left_out() {
        for kept in ["", "plain", "“quoted” – here…", "\u{200E}\u{200F}\u{2029}\u{202F}\u{2065}\u{206A}", "\u{2000}"]
        {
            assert_eq!(super::without_directions(kept), kept);
        }
        for turns in ('\u{202A}'..='\u{202E}').chain('\u{2066}'..='\u{2069}') {
            assert_eq!(super::without_directions(&format!("“a{turns}”{turns}")), "“a”");
        }
    }

    #[test]
    fn folds_what_is_declared() {
        check("“a” ‘b’ «c» d’e", "\"a\" 'b' \"c\" d'e");
        check("a–b—c‑d−e", "a-b-c-d-e");
        check("wait…", "wait...");
        check("a\u{A0}\u{2009}b\n\nc", "a b c");
        check("ﬁle oﬃce", "file office");
        check("ＡＢＣ１２３！", "ABC123!");
        check("ｶﾞｷﾞ", "ガギ");
        check("co\u{AD}op\u{200B}er\u{200E}ate", "cooperate");
        check("a \u{200B} b", "a b");
    }

    #[test]
    fn leaves_letters_figures_and_case_alone() {
        for text in ["10²", "H₂O", "½", "É", "œ", "ß", "№ 5", "①", "Ⅳ"] {
            check(text, text);
        }
    }

    #[test]
    fn composes_across_dropped_characters() {
        check("cafe\u{301}", "café");
        check("cafe\u{200D}\u{301}", "café");
        check("\u{1112}\u{1161}\u{11AB}", "한");
        check("\u{212B}", "Å");
    }

    #[test]
    fn maps_back_without_dropped_characters_at_the_ends() {
        let text = "a\u{AD}b …c";
        let map = Folded::new(text);
        assert_eq!(map.text(), "ab ...c");
        assert_eq!(map.to_source(&(0..1)), Some(0..1));
        assert_eq!(map.to_source(&(1..2)), Some(3..4));
        assert_eq!(map.to_source(&(0..2)), Some(0..4));
        assert_eq!(map.to_source(&(3..6)), Some(5..8));
        assert_eq!(map.to_source(&(3..5)), None);
        assert_eq!(map.from_source(&(5..8)), 3..6);
    }

    #[test]
    fn a_quote_is_trimmed() {
        assert_eq!(folded("\n  a b \n"), "a b");
        assert_eq!(folded(" \u{200B} "), "");
    }

    #[test]
    fn verbatim_ignores_only_white_space_and_composition() {
        assert!(same_verbatim("cafe\u{301}  au\nlait", "café au lait"));
        assert!(!same_verbatim("“a”", "\"a\""));
        assert!(!same_verbatim("a\u{A0}b", "a b"));
    }
}
