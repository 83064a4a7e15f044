//! Texts as a browser compares them when it finds words on a page: [`LooselyFolded::new`].
//!
//! Browsers compare at the first level of the Unicode Collation Algorithm (UTS #10), where case, accents, width and the kind of kana do
//! not count. Here a little more is equal than there: what is different here is different to every browser.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::CanonicalCombiningClass;

use super::fold::is_dropped;

const NFKD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfkd();

/// A text without all that browsers overlook, with a map from the text it was made from.
#[derive(Debug, Clone, Default)]
pub struct LooselyFolded {
    text: String,
    /// Where offsets of the two texts begin to differ by another amount: a byte of the source, and the same place in the loose text.
    steps: Vec<(usize, usize)>,
}

impl LooselyFolded {
    /// Folds `source`.
    pub fn new(source: &str) -> Self {
        let mut loose = LooselyFolded { text: String::with_capacity(source.len()), steps: vec![(0, 0)] };
        let mut from = 0;
        while from < source.len() {
            let at = from + loose.ascii(&source[from..]);
            let Some(c) = source[at..].chars().next() else { break };
            from = at + c.len_utf8();
            let before = loose.text.len();
            if c == ' ' {
                loose.space();
            } else if !is_dropped(c) {
                for part in NFKD.normalize_iter(std::iter::once(c)) {
                    loose.letter(part);
                }
            }
            if loose.text.len() - before != c.len_utf8() {
                loose.steps.push((at + c.len_utf8(), loose.text.len()));
            }
        }
        loose
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte of the loose text for a byte of the source; both are between characters.
    pub fn at(&self, source: usize) -> usize {
        let after = self.steps.partition_point(|(at, _)| *at <= source);
        let (from, to) = self.steps[after - 1];
        to + source - from
    }

    /// Adds the ASCII that a text begins with, with single spaces, and returns its length: most of most texts is that.
    fn ascii(&mut self, source: &str) -> usize {
        let start = self.text.len();
        let mut after_space = self.text.ends_with(' ');
        let is_kept = |byte: &&u8| {
            let is_space = **byte == b' ';
            let kept = byte.is_ascii_graphic() || (is_space && !after_space);
            after_space = is_space;
            kept
        };
        let length = source.as_bytes().iter().take_while(is_kept).count();
        self.text.push_str(&source[..length]);
        self.text[start..].make_ascii_lowercase();
        length
    }

    fn space(&mut self) {
        if !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    fn letter(&mut self, c: char) {
        if is_mark(c) || c == TATWEEL {
            return;
        }
        if c.is_whitespace() {
            self.space();
        } else if let Some(plain) = plain(c) {
            self.text.push_str(plain);
        } else if ('\u{30A1}'..='\u{30F6}').contains(&c) {
            // Katakana and hiragana are in the same order, two rows apart.
            self.text.extend(char::from_u32(u32::from(c) - 0x60));
        } else {
            self.text.extend(c.to_lowercase().filter(|c| !is_mark(*c)));
        }
    }
}

/// Lengthens an Arabic word and has no meaning.
const TATWEEL: char = '\u{640}';

fn is_mark(c: char) -> bool {
    CodePointMapData::<CanonicalCombiningClass>::new().get(c) != CanonicalCombiningClass::NotReordered
}

/// Quotation marks, and letters that differ from others only by a stroke or a ligature.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{2018}'..='\u{201B}' => "'",
        '\u{201C}'..='\u{201F}' => "\"",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ł' | 'Ł' => "l",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::LooselyFolded;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(LooselyFolded::new(text).text(), expected);
    }

    #[test]
    fn case_accents_width_and_ligatures_do_not_count() {
        check("Café NAÏVE ﬁsh Straße œuf", "cafe naive fish strasse oeuf");
        check("Ａ社 ｶﾌｪ カフェ", "a社 かふぇ かふぇ");
        check("مَدرسة كتـاب إلى", "مدرسة كتاب الى");
        check("İzmir’de re\u{AD}port “2\u{A0}000”\n½", "izmir'de report \"2 000\" 1\u{2044}2");
    }

    #[test]
    fn what_differs_for_readers_stays_different() {
        check("A-B, C–D «e» が", "a-b, c–d «e» か");
    }

    #[test]
    fn places_are_found_again() {
        let source = "Caf\u{E9}  ﬁsh, e\u{301}t\u{AD}e";
        let loose = LooselyFolded::new(source);
        let place = |word: &str| loose.at(source.find(word).unwrap());
        assert_eq!(loose.text(), "cafe fish, ete");
        assert_eq!((place("ﬁ"), place("sh"), place(","), loose.at(source.len())), (5, 7, 9, 14));
    }
}
