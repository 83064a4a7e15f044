//! Where a quotation may begin and end: [`Edges`]. It never cuts a number, and a word only where the language allows it.
//!
//! Words end at the boundaries of Unicode Standard Annex #29; the rules here forbid some of them and allow a few places more. All places
//! are bytes of the folded text: what folding drops, such as a zero-width space, divides no word. The lists of words are in
//! [`lexicon`](super::lexicon).

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, Script};

use super::lexicon::{Lexicon, NEGATING_ENDINGS, is_listed, is_scale};
use crate::text::boundary::is_boundary;
use crate::text::figures::{digit, is_raised};
use crate::text::fold::{Folded, is_mark};

/// A folded text with what it was folded from.
#[derive(Clone, Copy)]
pub(super) struct Edges<'t> {
    pub folded: &'t Folded,
    pub source: &'t str,
    pub lexicon: &'static Lexicon,
}

const CHINESE_NUMERALS: &str = "〇零一二三四五六七八九十百千万億兆萬亿两兩廿卅壹貳贰叁參肆伍陸陆柒捌玖拾佰仟";
const KOREAN_SCALES: &str = "만억조천백십";
/// Between two figures these belong to the number.
const NUMBER_MARKS: &str = ".,'-:/_·٫٬⁄∕点點점";
/// Before a figure these belong to the number when nothing else goes before them.
const SIGNS: &str = "-+±∓<>≤≥≈~∼.";
/// These do even when a space follows them.
const RELATIONS: &str = "±∓<>≤≥≈~∼";
/// Before a figure these make an ordinal of it.
const ORDINALS: &str = "第제";
/// After a figure these belong to the number.
const UNITS: &str = "%‰‱°٪";
/// Prefixes that negate, at the beginning of a Korean word.
const KOREAN_NEGATIONS: &str = "불비무미반";
const HYPHENS: &str = "-‐‑﹣－";
/// Signs that are written for an apostrophe, beside the one that folding knows.
const APOSTROPHES: &str = "'´`′ʹ";
const ARABIC_PROCLITICS: &[&str] = &[
    "و", "ف", "ب", "ك", "ل", "ال", "وال", "فال", "بال", "كال", "لل", "وب", "فب", "ول", "فل", "وك", "وبال", "فبال",
    "وكال", "ولل", "فلل",
];
const HEBREW_PROCLITICS: &[&str] = &[
    "ה", "ו", "ב", "כ", "ל", "מ", "ש", "וה", "וב", "וכ", "ול", "ומ", "וש", "שה", "שב", "של", "שמ", "מה", "כש", "כשה",
    "לכש", "ושה", "ומה", "וכש", "מש", "בש",
];

/// A word without its proclitics has at least so many letters.
const MIN_STEM: usize = 3;

impl Edges<'_> {
    /// Whether a quotation may begin at this byte of the folded text.
    pub fn may_begin(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = self.around(at) else {
            return true;
        };
        if self.cuts_number(at, before, after) {
            return false;
        }
        if !is_boundary(self.text(), at) {
            return self.follows_elision(at, before) || self.follows_proclitic(at, after);
        }
        !(self.follows_hyphen(at, before, after)
            || self.is_inside_apostrophes(at, before, after)
            || (KOREAN_NEGATIONS.contains(before) && is_hangul(after) && !self.back(at).nth(1).is_some_and(is_hangul)))
    }

    /// Whether a quotation may end at this byte of the folded text.
    pub fn may_end(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = self.around(at) else {
            return true;
        };
        if self.cuts_number(at, before, after) {
            return false;
        }
        if !is_boundary(self.text(), at) || self.is_inside_apostrophes(at, before, after) {
            return APOSTROPHES.contains(after) && self.precedes_ending(at, after);
        }
        let hyphenated = before.is_alphanumeric() && self.is_hyphen(at, after);
        let opened = self.is_hyphen(at - before.len_utf8(), before) && after.is_alphanumeric();
        let cuts_ending = hyphenated && is_listed(NEGATING_ENDINGS, &self.word_after(at + after.len_utf8()));
        let cuts_beginning = opened && self.back(at).nth(1).is_some_and(char::is_alphanumeric);
        !cuts_ending && !cuts_beginning
    }

    /// The negation right before this byte, in a script that puts no space after it.
    pub fn negated_by(&self, at: usize) -> Option<&'static str> {
        ["不", "非", "無", "无", "未", "没", "沒", "ไม่"]
            .into_iter()
            .find(|negation| self.text()[..at].ends_with(negation))
    }

    fn text(&self) -> &str {
        self.folded.text()
    }

    fn around(&self, at: usize) -> (Option<char>, Option<char>) {
        (self.back(at).next(), self.forth(at).next())
    }

    fn back(&self, at: usize) -> impl Iterator<Item = char> + Clone + '_ {
        self.text()[..at].chars().rev()
    }

    fn forth(&self, at: usize) -> impl Iterator<Item = char> + Clone + '_ {
        self.text()[at..].chars()
    }

    /// The character of the source from which a character of the folded text was made.
    fn unfolded(&self, at: usize, folded: char) -> char {
        let source = self.folded.to_source(&(at..at + folded.len_utf8()));
        source.and_then(|source| self.source[source.start..].chars().next()).unwrap_or(folded)
    }

    fn is_hyphen(&self, at: usize, folded: char) -> bool {
        folded == '-' && HYPHENS.contains(self.unfolded(at, folded))
    }

    /// Whether a dash divides words; others belong to a word or a number.
    fn is_long_dash(&self, at: usize, folded: char) -> bool {
        folded == '-' && matches!(self.unfolded(at, folded), '—' | '―' | '⸺' | '⸻' | '﹘')
    }

    /// The word that begins here, in lower case.
    fn word_after(&self, at: usize) -> String {
        let word = self.forth(at).take_while(|c| c.is_alphanumeric() || is_mark(*c));
        word.flat_map(char::to_lowercase).collect()
    }

    /// The letters and figures right before this byte, as they are written.
    fn word_before(&self, at: usize) -> &str {
        let text = &self.text()[..at];
        let start = text.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric() || is_mark(*c)).last();
        &text[start.map_or(at, |(start, _)| start)..]
    }

    /// Whether both sides of this byte belong to one number.
    fn cuts_number(&self, at: usize, before: char, after: char) -> bool {
        // Most places are between letters and spaces, far from any figure.
        let plain = |c: char| c.is_ascii_alphabetic() || matches!(c, '"' | '(' | ')' | ';' | '!' | '?');
        if plain(before) && plain(after) {
            return false;
        }
        if before == ' ' || after == ' ' {
            return self.cuts_spaced_number(at, after);
        }
        if is_figure(before) && is_figure(after) {
            return true;
        }
        let figure_back = |nth: usize| self.back(at).nth(nth).is_some_and(is_figure);
        let figure_forth = |nth: usize| self.forth(at).nth(nth).is_some_and(is_figure);
        let before_at = at - before.len_utf8();
        if NUMBER_MARKS.contains(before) && is_figure(after) && figure_back(1) && !self.is_long_dash(before_at, before)
        {
            return true;
        }
        if is_figure(before) && NUMBER_MARKS.contains(after) && figure_forth(1) && !self.is_long_dash(at, after) {
            return true;
        }
        if is_figure(after) && SIGNS.contains(before) && !self.is_long_dash(before_at, before) {
            return self.back(at).nth(1).is_none_or(|c| c.is_whitespace() || is_opening(c));
        }
        self.cuts_unit(at, before, after) || self.cuts_raised(at, before, after) || self.cuts_words(at, before, after)
    }

    /// Numbers in words with a hyphen: twenty-five.
    fn cuts_words(&self, at: usize, before: char, after: char) -> bool {
        let hyphen = if after == '-' { at } else { at - before.len_utf8() };
        if !self.text()[hyphen..].starts_with('-') {
            return false;
        }
        let (left, right) = (self.word_before(hyphen).to_lowercase(), self.word_after(hyphen + 1));
        let is_number = |word: &str| !word.is_empty() && self.lexicon.is_number(word);
        is_number(&left) && (is_number(&right) || matches!(&*right, "one" | "first" | "second" | "third"))
    }

    /// Signs of currencies and units beside a figure, and Korean scales.
    fn cuts_unit(&self, at: usize, before: char, after: char) -> bool {
        let unit_after = UNITS.contains(after) || is_currency(after);
        (is_figure(before) && unit_after)
            || (is_currency(before) && is_figure(after))
            // The dollars of US$5 are no others than those of $5.
            || (is_currency(after)
                && (before.is_alphabetic() || "-+±".contains(before))
                && self.forth(at).nth(1).is_some_and(is_figure))
            || (is_figure(before) && KOREAN_SCALES.contains(after))
            // The third is not three, and a percentage is no count.
            || (is_figure(after) && (ORDINALS.contains(before) || self.text()[..at].ends_with("分之")))
            || (is_figure(before) && self.text()[at..].starts_with("分之"))
            || (before == '分' && after == '之' && self.forth(at).nth(1).is_some_and(is_figure))
            || (KOREAN_SCALES.contains(before)
                && (is_figure(after) || KOREAN_SCALES.contains(after))
                && self.back(at).nth(1).is_some_and(is_figure))
    }

    /// Superscripts, subscripts and fractions beside what they belong to.
    fn cuts_raised(&self, at: usize, before: char, after: char) -> bool {
        let attached = |c: char| is_raised(c) || is_fraction(c);
        if attached(after) {
            let subscript = ('\u{2080}'..='\u{208E}').contains(&after);
            let unit = || matches!(self.word_before(at), "m" | "mm" | "cm" | "dm" | "km" | "ft" | "in" | "mi" | "yd");
            return is_figure(before) || attached(before) || (before.is_alphabetic() && (subscript || unit()));
        }
        let base = || self.back(at).find(|c| !attached(*c));
        attached(before) && after.is_alphanumeric() && base().is_some_and(char::is_alphanumeric)
    }

    /// Numbers with spaces in them: groups of three figures, and a scale or a unit after the figures.
    fn cuts_spaced_number(&self, at: usize, after: char) -> bool {
        let space = if after == ' ' { at } else { at - 1 };
        let (Some(left), Some(right)) = self.around_space(space) else {
            return false;
        };
        if RELATIONS.contains(left) && is_figure(right) {
            return self.back(space).nth(1).is_none_or(char::is_whitespace);
        }
        let ends_number = is_figure(left)
            || is_fraction(left)
            || (KOREAN_SCALES.contains(left) && self.back(space).nth(1).is_some_and(is_figure));
        if is_currency(left) && is_figure(right) {
            return !self.is_line_end(space);
        }
        if !ends_number || self.is_line_end(space) {
            return false;
        }
        if UNITS.contains(right) || (is_currency(right) && !self.forth(space).nth(2).is_some_and(is_figure)) {
            return true;
        }
        is_figure(right) && (KOREAN_SCALES.contains(left) || self.is_group_gap(space))
    }

    /// The scale word, such as “million”, that a place beside this space separates from its number.
    pub fn splits_number(&self, at: usize) -> Option<String> {
        let (Some(before), Some(after)) = self.around(at) else {
            return None;
        };
        let space = if after == ' ' { at } else { at - 1 };
        if (before == ' ') == (after == ' ') || self.is_line_end(space) {
            return None;
        }
        let word = self.word_after(space + 1);
        let counted = || {
            let number = self.word_before(space);
            number.ends_with(is_figure) || self.lexicon.counts(&number.to_lowercase())
        };
        (is_scale(&word) && counted()).then_some(word)
    }

    fn around_space(&self, space: usize) -> (Option<char>, Option<char>) {
        (self.back(space).next(), self.forth(space).nth(1))
    }

    /// Whether a space of the folded text is the end of a line or of a cell.
    fn is_line_end(&self, space: usize) -> bool {
        self.folded.to_source(&(space..space + 1)).is_some_and(|source| self.source[source].contains('\n'))
    }

    /// Whether a space divides a number into groups: one to three figures before it, exactly three after it.
    fn is_group_gap(&self, space: usize) -> bool {
        let figures = |c: &char| digit(*c).is_some();
        let right = self.forth(space + 1).take_while(figures).take(4).count();
        let left: Vec<char> = self.back(space).take_while(figures).take(4).collect();
        if right != 3
            || !(1..=3).contains(&left.len())
            || left.last().is_some_and(|first| digit(*first) == Some(0) && left.len() < 3)
        {
            return false;
        }
        // Not after a letter or a hyphen (COVID-19), nor after a decimal mark.
        let mut earlier = self.back(space).skip(left.len());
        match (earlier.next(), earlier.next()) {
            (Some(mark), Some(figure)) if ".,".contains(mark) => digit(figure).is_none(),
            (Some('-'), Some(letter)) => !letter.is_alphanumeric(),
            (Some(c), _) => !c.is_alphabetic(),
            (None, _) => true,
        }
    }

    /// Whether a hyphen inside a word is on either side of this byte.
    fn follows_hyphen(&self, at: usize, before: char, after: char) -> bool {
        let hyphen_before = self.is_hyphen(at - before.len_utf8(), before);
        let hyphen_after = self.is_hyphen(at, after);
        (hyphen_before && after.is_alphanumeric() && self.back(at).nth(1).is_some_and(char::is_alphanumeric))
            || (hyphen_after && before.is_alphanumeric() && self.forth(at).nth(1).is_some_and(char::is_alphanumeric))
    }

    /// Whether this byte is beside what is written for an apostrophe between two letters.
    fn is_inside_apostrophes(&self, at: usize, before: char, after: char) -> bool {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        (APOSTROPHES.contains(after) && before.is_alphabetic() && letter(self.forth(at).nth(1)))
            || (APOSTROPHES.contains(before) && after.is_alphabetic() && letter(self.back(at).nth(1)))
    }

    /// Whether the apostrophe after this byte begins an ending that a quotation may leave off: a possessive, or the ending of a name or
    /// of a figure.
    fn precedes_ending(&self, at: usize, apostrophe: char) -> bool {
        let word = self.word_before(at);
        let ending = self.word_after(at + apostrophe.len_utf8());
        if let Some(never) = self.lexicon.possessive {
            let lower = word.to_lowercase();
            return ending == "s" && !word.is_empty() && !is_listed(never, &lower);
        }
        let is_name = word.starts_with(|c: char| c.is_uppercase() || is_figure(c));
        self.lexicon.apostrophe_endings && is_name && ending.starts_with(char::is_alphabetic)
    }

    /// Whether the apostrophe before this byte ends a word that lost its vowel.
    fn follows_elision(&self, at: usize, before: char) -> bool {
        if !APOSTROPHES.contains(before) {
            return false;
        }
        let end = at - before.len_utf8();
        let word = self.word_before(end);
        let free = self.back(end - word.len()).next().is_none_or(|c| !APOSTROPHES.contains(c));
        free && is_listed(self.lexicon.elided, &word.to_lowercase())
    }

    /// Whether this byte follows particles that are written together with an Arabic or Hebrew word.
    fn follows_proclitic(&self, at: usize, after: char) -> bool {
        let proclitics = match script(after) {
            Script::Arabic if self.lexicon.proclitics => ARABIC_PROCLITICS,
            Script::Hebrew if self.lexicon.proclitics => HEBREW_PROCLITICS,
            _ => return false,
        };
        let bare = |text: &str| -> String { text.chars().filter(|c| !is_mark(*c) && *c != 'ـ').collect() };
        let rest = bare(&self.word_after(at)).chars().count();
        let particles = bare(self.word_before(at));
        // What is left of a short word is another one.
        !is_mark(after) && rest >= MIN_STEM && proclitics.contains(&&*particles)
    }
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && (digit(c).is_some() || CHINESE_NUMERALS.contains(c)))
}

fn is_fraction(c: char) -> bool {
    matches!(c, '¼'..='¾' | '⅐'..='⅞' | '↉')
}

fn is_currency(c: char) -> bool {
    c == '$' || (!c.is_ascii() && category(c) == GeneralCategory::CurrencySymbol)
}

fn is_opening(c: char) -> bool {
    c == '"'
        || c == '\''
        || matches!(category(c), GeneralCategory::OpenPunctuation | GeneralCategory::InitialPunctuation)
}

fn is_hangul(c: char) -> bool {
    c >= '\u{1100}' && script(c) == Script::Hangul
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}
