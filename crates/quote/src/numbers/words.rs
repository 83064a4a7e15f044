//! Numbers in words. Entry points: [`in_words`], and [`in_han`] for Chinese figures.

use super::decimal::Decimal;
use super::language::{Language, Numeric};
use super::token::{Token, TokenKind};

/// A number in words.
pub(super) struct Spelt {
    /// How many tokens it takes.
    pub tokens: usize,
    pub value: Decimal,
    pub ordinal: bool,
    /// Whether more than one word or a compound makes it: “neuf” is also new, and “hundreds” is no number.
    pub is_composed: bool,
    /// Whether it is a scale without a number before it.
    pub is_bare: bool,
}

/// The number that begins with the first of these tokens.
pub(super) fn in_words(tokens: &[Token<'_>], language: &Language) -> Option<Spelt> {
    let mut sum = Sum::default();
    let (mut end, mut parts) = (0, 0);
    // What joins the parts counts only if a part follows.
    let mut joined = false;
    let mut is_bare = false;
    for (at, token) in tokens.iter().enumerate() {
        let word = match &token.kind {
            TokenKind::Word(word) => word.as_ref(),
            TokenKind::Sign('-' | '‐' | '‑') if at > 0 && !joined => continue,
            _ => break,
        };
        let (numeric, joins) = match numeric(word, language, at > 0) {
            Some((Numeric::And, _)) if at > 0 && !joined => {
                joined = true;
                continue;
            }
            Some((Numeric::And, _)) | None => break,
            Some((numeric, joins)) => (numeric, joins || joined),
        };
        if numeric == Numeric::One && at > 0 {
            // One is the last part of a number, and begins another: “a hundred and one”.
            if !sum.add(1, joins) {
                break;
            }
        } else if !sum.take(numeric, joins) {
            break;
        }
        is_bare = at == 0 && matches!(numeric, Numeric::Scale(_));
        joined = false;
        parts += 1;
        end = at + 1;
        if matches!(numeric, Numeric::Ordinal(_)) {
            break;
        }
    }
    // An article by itself is no number.
    let only_one = parts == 1 && tokens[0].word().is_some_and(|word| language.numeric(word) == Some(Numeric::One));
    let value = sum.value().filter(|_| parts > 0 && !only_one)?;
    let is_composed = parts > 1 || tokens[0].word().is_some_and(|word| language.numeric(word).is_none());
    Some(Spelt { tokens: end, value: Decimal::of(value), ordinal: sum.is_ordinal, is_composed, is_bare })
}

/// What a word says in a number, and whether it begins with what joins it to the one before.
pub(super) fn numeric(word: &str, language: &Language, inside: bool) -> Option<(Numeric, bool)> {
    if let Some(numeric) = language.numeric(word) {
        return Some((numeric, false));
    }
    match language.lists?.tag {
        "ar" => {
            let rest = word.strip_prefix('و').filter(|_| inside);
            // Particles are written together with the first word.
            let particle = word.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك']).filter(|_| !inside);
            let bare = rest.or(particle).unwrap_or(word);
            let bare = bare.strip_prefix("ال").unwrap_or(bare);
            language.numeric(bare).filter(|_| bare != word).map(|numeric| (numeric, rest.is_some()))
        }
        "de" => german(word, language).map(|numeric| (numeric, false)),
        _ => None,
    }
}

/// A German number in one word: fünfunddreißig, zweitausenddreihundert, vierte.
fn german(word: &str, language: &Language) -> Option<Numeric> {
    if let Some(value) = compound(word, language) {
        return Some(Numeric::Unit(value));
    }
    let stem = ["te", "ter", "tes", "ten", "tem"].iter().find_map(|end| word.strip_suffix(end))?;
    let irregular = match stem {
        "ers" => Some(1),
        "drit" => Some(3),
        "sieb" => Some(7),
        "ach" => Some(8),
        _ => None,
    };
    let stem = stem.strip_suffix('s').filter(|stem| stem.ends_with("ig") || stem.ends_with("ßig")).unwrap_or(stem);
    irregular.or_else(|| compound(stem, language)).map(Numeric::Ordinal)
}

fn compound(word: &str, language: &Language) -> Option<u128> {
    let unit = |word: &str| match language.numeric(word) {
        Some(Numeric::Unit(value)) => Some(value),
        Some(Numeric::One) => Some(1),
        _ => None,
    };
    if let Some(value) = unit(word) {
        return Some(value);
    }
    for (scale, factor) in [("tausend", 1000), ("hundert", 100)] {
        if let Some((before, after)) = word.split_once(scale) {
            let before = if before.is_empty() { Some(1) } else { compound(before, language) };
            let after = after.strip_prefix("und").unwrap_or(after);
            let after = if after.is_empty() { Some(0) } else { compound(after, language) };
            return before?.checked_mul(factor)?.checked_add(after.filter(|after| *after < factor)?);
        }
    }
    let (units, tens) = word.split_once("und")?;
    let (units, tens) = (unit(units)?, unit(tens)?);
    (units < 10 && (20..100).contains(&tens)).then_some(units + tens)
}

/// The parts of a number added up.
#[derive(Default)]
struct Sum {
    /// Of the scales from a thousand on.
    total: u128,
    /// What is not yet multiplied.
    current: Option<u128>,
    scaled_by: u128,
    is_ordinal: bool,
}

impl Sum {
    /// Adds a part; `false` if it belongs to another number.
    fn take(&mut self, numeric: Numeric, joins: bool) -> bool {
        match numeric {
            Numeric::Unit(value) => self.add(value, joins),
            Numeric::One => self.add(1, joins),
            Numeric::Ordinal(value) => {
                self.is_ordinal = self.add(value, joins);
                self.is_ordinal
            }
            Numeric::Scale(scale) => self.multiply(scale),
            Numeric::And => false,
        }
    }

    fn add(&mut self, value: u128, joins: bool) -> bool {
        let Some(current) = self.current else {
            // After a thousand only less than a thousand may follow.
            let fits = self.scaled_by == 0 || value < self.scaled_by;
            self.current = fits.then_some(value);
            return fits;
        };
        let size = [10, 100, 1000].into_iter().find(|size| value < *size).unwrap_or(u128::MAX);
        self.current = Some(match (current, value) {
            // Four times twenty.
            (4, 20) if !joins => 80,
            // A year: nineteen ninety-nine.
            (11..=20, 11..=99) if !joins && !current.is_multiple_of(size) => current * 100 + value,
            // Five and thirty, as Arabic has it, and five ten.
            (1..=9, 10) if !joins => current + value,
            (1..=9, 20..=90) if joins => current + value,
            (_, 1..) if current >= 20 && (current.is_multiple_of(size) || (current % 20 == 0 && value < 20)) => {
                current + value
            }
            _ => return false,
        });
        true
    }

    fn multiply(&mut self, scale: u128) -> bool {
        if scale < 1000 {
            let current = self.current.unwrap_or(1);
            let fits = current < 100 && current > 0;
            self.current = fits.then_some(current * scale).or(self.current);
            return fits;
        }
        // Mil millones: the greater scale multiplies all before it.
        let product = match self.current {
            None if self.total > 0 && scale > self.scaled_by => self.total.checked_mul(scale),
            None if self.total > 0 => None,
            Some(current) if self.total > 0 && scale > self.scaled_by => (self.total + current).checked_mul(scale),
            current => current.unwrap_or(1).checked_mul(scale).and_then(|part| self.total.checked_add(part)),
        };
        let Some(total) = product else {
            return false;
        };
        (self.total, self.current, self.scaled_by) = (total, None, scale);
        true
    }

    fn value(&self) -> Option<u128> {
        self.total.checked_add(self.current.unwrap_or(0))
    }
}

/// The value of Chinese figures, such as 三十五 or 二〇一九.
pub(super) fn in_han(figures: &str) -> Option<u128> {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|figure| figure == c).map(|at| at as u128);
    let digit = |c: char| match c {
        '零' => Some(0),
        '两' | '兩' => Some(2),
        c => digit(c),
    };
    if figures.chars().all(|c| digit(c).is_some()) {
        let add = |sum: u128, c: char| sum.checked_mul(10)?.checked_add(digit(c)?);
        return figures.chars().try_fold(0, add);
    }
    let (mut total, mut section, mut unit, mut last) = (0u128, 0u128, None, 0u128);
    for c in figures.chars() {
        if let Some(value) = digit(c) {
            unit = Some(value);
            continue;
        }
        match han_scale(c)? {
            small @ ..10_000 => section += unit.take().unwrap_or(1) * small,
            great => {
                let part = section + unit.take().unwrap_or(0);
                // 万亿 multiplies all before it, the 万 after 亿 its own part.
                total = if last > 0 && great > last {
                    total.checked_add(part)?.checked_mul(great)?
                } else {
                    total.checked_add(part.max(1).checked_mul(great)?)?
                };
                (section, last) = (0, great);
            }
        }
    }
    total.checked_add(section + unit.unwrap_or(0))
}

/// What a Chinese character multiplies by.
pub(super) fn han_scale(c: char) -> Option<u128> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}
