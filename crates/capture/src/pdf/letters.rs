//! The letters of a word as a reader writes them: [`letters`]. Ligatures become letters, soft hyphens go, and what is written from right to
//! left, which the program returns as it stands on the page, gets the order in which it is read.

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{BidiClass, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

const BIDI: CodePointMapDataBorrowed<'static, BidiClass> = CodePointMapData::<BidiClass>::new();
const CATEGORY: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::<GeneralCategory>::new();

/// The letter lam, and alef and its other forms, which stand in one sign with it.
const LAM: char = '\u{644}';
const ALEF: char = '\u{627}';
const ALEFS: [char; 4] = [ALEF, '\u{622}', '\u{623}', '\u{625}'];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letters {
    pub text: String,
    /// Whether it is read from right to left; `None` for figures and the like.
    pub is_rtl: Option<bool>,
    /// Whether it ends with a soft hyphen, which stands only where a line breaks a word.
    pub is_broken: bool,
    /// Whether the file does not tell the order of two of its letters.
    pub is_uncertain: bool,
}

/// A word of the program in logical order.
pub(super) fn letters(word: &str) -> Letters {
    let is_rtl = direction(word);
    let turned = if is_rtl == Some(true) { turned(word) } else { word.to_owned() };
    let is_broken = turned.ends_with('\u{AD}');
    let mut text = String::with_capacity(turned.len());
    for c in turned.chars() {
        match c {
            // Contributes nothing where no line ends, and invisible marks of direction are not needed in logical order.
            '\u{AD}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => {}
            // Latin ligatures and forms of Arabic letters are the same letters in another shape.
            '\u{FB00}'..='\u{FB06}' | '\u{FB13}'..='\u{FB17}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
                text.push_str(&ComposingNormalizerBorrowed::new_nfkc().normalize(c.encode_utf8(&mut [0; 4])));
            }
            // A sign of which the file does not say what letter it is.
            c if c.is_control() => text.push('\u{FFFD}'),
            c => text.push(c),
        }
    }
    let is_uncertain = is_rtl == Some(true) && is_uncertain(word);
    Letters { text, is_rtl, is_broken, is_uncertain }
}

fn direction(word: &str) -> Option<bool> {
    word.chars().find_map(|c| match BIDI.get(c) {
        BidiClass::LeftToRight => Some(false),
        BidiClass::RightToLeft | BidiClass::ArabicLetter => Some(true),
        _ => None,
    })
}

/// Whether a character is a mark on the letter before it.
fn is_mark(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(CATEGORY.get(c))
}

/// A word that stands from right to left, from its first letter to its last. Figures and words of other scripts in it keep their order.
fn turned(word: &str) -> String {
    let mut clusters: Vec<String> = vec![];
    for c in word.chars() {
        match clusters.last_mut() {
            Some(last) if is_mark(c) || is_forward(c) && last.chars().all(is_forward) => last.push(c),
            _ => clusters.push(c.to_string()),
        }
    }
    let text: String = clusters.into_iter().rev().collect();
    let letter = |text: &str| text.find(char::is_alphanumeric).unwrap_or(text.len());
    let (before, rest) = text.split_at(letter(&text));
    let after = &rest[rest.rfind(char::is_alphanumeric).unwrap_or(0)..];
    // Some files name a bracket by its shape, and others by what it does.
    let by_shape = before.contains([')', ']', '}', '»']) || after.contains(['(', '[', '{', '«']);
    with_articles(if by_shape { text.chars().map(mirrored).collect() } else { text })
}

/// Figures among words that are read from right to left, with the marks around them on the right side.
pub(super) fn figures_turned(word: &str) -> String {
    let is_around = |c: char| ".,;:!?()[]«»\"“”،؛؟".contains(c);
    let inner = word.trim_matches(is_around);
    let Some(at) = word.find(inner).filter(|_| !inner.is_empty()) else { return word.to_owned() };
    let (first, last) = (&word[..at], &word[at + inner.len()..]);
    let swapped = |part: &str| part.chars().rev().collect::<String>();
    format!("{}{inner}{}", swapped(last), swapped(first))
}

fn is_forward(c: char) -> bool {
    let class = BIDI.get(c);
    class == BidiClass::LeftToRight || class == BidiClass::EuropeanNumber || class == BidiClass::ArabicNumber
}

fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        c => c,
    }
}

/// Lam with alef is one sign, whose letters the program returns in the order in which they are read, and so not as it stands. Turned, it
/// looks like alef with lam, two signs. Where the article may stand it is taken for that, and anywhere else for the one sign.
fn with_articles(word: String) -> String {
    let mut chars: Vec<char> = word.chars().collect();
    let letters = chars.iter().filter(|c| c.is_alphabetic()).count();
    let first = chars.iter().position(|c| c.is_alphabetic()).unwrap_or(0);
    for at in 0..chars.len().saturating_sub(1) {
        let is_pair = ALEFS.contains(&chars[at]) && chars[at + 1] == LAM;
        if is_pair && !(is_article(&chars[first.min(at)..=at]) && letters > 2) {
            chars.swap(at, at + 1);
        }
    }
    chars.into_iter().collect()
}

/// Whether these first letters of a word, the last of which is alef, begin the article: alone, or after a short word written with it.
fn is_article(first: &[char]) -> bool {
    let [before @ .., ALEF] = first else { return false };
    before.len() <= 2 && before.iter().all(|c| matches!(c, '\u{648}' | '\u{641}' | '\u{628}' | '\u{643}'))
}

/// Whether lam stands beside alef, as the program returns it, and the word does not tell which of them is first.
fn is_uncertain(word: &str) -> bool {
    let read: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let read: Vec<char> = read.into_iter().rev().collect();
    read.len() > 2
        && (1..read.len()).any(|at| {
            let is_pair = ALEFS.contains(&read[at - 1]) && read[at] == LAM;
            is_pair && !(is_article(&read[..at]) && read.len() > at + 2)
        })
}

#[cfg(test)]
mod tests {
    use super::{figures_turned, letters};

    #[test]
    fn ligatures_become_letters_and_soft_hyphens_go() {
        for (word, text) in [
            ("o\u{FB03}ce", "office"),
            ("\u{FB01}sh", "fish"),
            ("har\u{AD}bour", "harbour"),
            ("½", "½"),
            ("10²", "10²"),
            ("a\u{200E}b", "ab"),
        ] {
            assert_eq!(letters(word).text, text);
        }
        assert!(letters("har\u{AD}").is_broken && !letters("har\u{AD}bour").is_broken);
    }

    #[test]
    fn words_from_right_to_left_are_turned() {
        for (word, text) in [(".2024", "2024."), ("1,200", "1,200"), ("-", "-"), ("4%", "4%")] {
            assert_eq!(figures_turned(word), text);
        }
        for (word, text) in [
            ("םולש", "שלום"),
            // Brackets by what they do, and by their shape.
            (")םולש(", "(שלום)"),
            ("(םולש)", "(שלום)"),
            ("2024-ב", "ב-2024"),
            (".ليربأ", "أبريل."),
            // A mark stays with its letter.
            ("علطّا", "اطّلع"),
            // A sign of lam and alef, and the article.
            ("ثلاث", "ثلاث"),
            ("لمعلا", "العمل"),
            // Forms of letters, and the one sign as a letter of its own.
            ("\u{FEEF}\u{FEFC}\u{FEE3}", "ملاى"),
        ] {
            assert_eq!(letters(word).text, text, "{word}");
        }
        assert!(letters("ثلاث").is_uncertain && !letters("نم").is_uncertain && !letters("لمعلا").is_uncertain);
    }
}
