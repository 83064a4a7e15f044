//! Reads the figures of a text one after the other: [`figures`].

use std::sync::LazyLock;

use super::date::{dated, is_month};
use super::decimal::Decimal;
use super::figure::{Figure, Reading, Unit, changed, with_unit};
use super::language::Language;
use super::lists::{AFTER_ROUNDED, CURRENCIES, CURRENCY_SIGNS, LOCATORS, NATIONS, RANKS, ROUNDED};
use super::numeral;
use super::token::{Token, TokenKind, tokens};
use super::word_map::{WordMap, WordSet};
use super::words::{han_scale, in_han, in_words, numeric};
use crate::locate::lexicon::is_listed;
use crate::text::figures::{is_raised, unraised};

/// The figures of a text in the order in which they stand there. `language` is a language tag (BCP 47), of which the primary language counts;
/// of a language without a list of number words the numerals are read.
///
/// ```
/// use citeback_quote::numbers::{agree, figures};
///
/// let (ours, theirs) = (figures("$2 billion", "en"), figures("zwei Milliarden Dollar", "de"));
/// assert!(agree(&ours[0], &theirs[0]));
/// ```
pub fn figures(text: &str, language: &str) -> Vec<Figure> {
    Parser::new(text, language).figures()
}

struct Parser<'t> {
    text: &'t str,
    language: &'static Language,
    tokens: Vec<Token<'t>>,
    at: usize,
}

/// A figure that was just read.
struct Read {
    readings: Vec<Reading>,
    certain: bool,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, language: &str) -> Self {
        let language = Language::of(language);
        Parser { text, language, tokens: tokens(text, language.point), at: 0 }
    }

    fn figures(mut self) -> Vec<Figure> {
        let mut figures: Vec<Figure> = vec![];
        while self.at < self.tokens.len() {
            let first = self.at;
            let Some(read) = self.figure() else {
                self.at = first + 1;
                continue;
            };
            let start = self.with_currency_before(first).unwrap_or(self.tokens[first].at.start);
            // The figure before may have taken the sign: 5$7.
            let start = figures.last().map_or(start, |before| start.max(before.range.end));
            let range = start..self.tokens[self.at - 1].at.end;
            let certain = read.certain && !self.is_part_of_a_name(first) && !self.is_located(first);
            let rounded = self.is_rounded(first);
            let figure = Figure::new(range, read.readings, certain, rounded);
            if let Some(before) = figures.last_mut() {
                self.share_unit(before, &figure);
            }
            figures.push(figure);
        }
        figures
    }

    fn figure(&mut self) -> Option<Read> {
        // No figure begins with any other word, and nearly all words of a text are such.
        match &self.tokens[self.at].kind {
            TokenKind::Sign(_) => return None,
            TokenKind::Word(word) if !is_month(word) && numeric(word, self.language, false).is_none() => return None,
            _ => {}
        }
        if let Some(dated) = dated(&self.tokens[self.at..], self.language) {
            self.at += dated.tokens;
            return Some(Read { readings: dated.readings, certain: true });
        }
        match self.tokens[self.at].kind.clone() {
            TokenKind::Numeral(numeral) => self.numeral(&numeral),
            TokenKind::Han(figures) => self.han(figures),
            TokenKind::Word(_) => self.spelt(),
            TokenKind::Sign(_) => None,
        }
    }

    fn numeral(&mut self, written: &str) -> Option<Read> {
        let first = self.at;
        let mut readings = numeral::readings(written, self.language.point);
        self.at += 1;
        if readings.is_empty() {
            return None;
        }
        let raised = self.raised();
        let mut certain = raised.is_empty();
        if written == "10"
            && let Some(power) = raised.parse().ok().and_then(Decimal::power_of_ten)
        {
            readings.push(Reading::Number { value: power, unit: Unit::None });
        }
        if self.touches(self.at) && self.tokens[self.at].is_sign("½") {
            readings = changed(&readings, |value| value.plus_half());
            self.at += 1;
        }
        if let Some(factor) = self.scale() {
            readings = changed(&readings, |value| value.times(factor));
        } else if self.touches(self.at)
            && let Some(word) = self.word(0)
        {
            match word {
                "s" | "er" if is_decade(written) => readings = vec![Reading::Decade(written.parse().ok()?)],
                word if is_listed(RANKS, word) => readings = with_unit(&readings, Unit::Ordinal),
                // 5G and 3D are names.
                _ => certain &= !self.text[self.tokens[self.at].at.start..].starts_with(char::is_uppercase),
            }
            if matches!(readings[0], Reading::Decade(_) | Reading::Number { unit: Unit::Ordinal, .. }) {
                self.at += 1;
            }
        }
        self.unit(first, &mut readings);
        Some(Read { readings, certain })
    }

    /// The raised figures right after the last token, as ASCII.
    fn raised(&self) -> String {
        self.text[self.end()..].chars().take_while(|c| is_raised(*c)).map(unraised).collect()
    }

    /// A number in Chinese figures. One of a single character may be a part of a word.
    fn han(&mut self, figures: &str) -> Option<Read> {
        let after = &self.text[self.tokens[self.at].at.end..];
        let percent = figures == "百" && after.starts_with("分之");
        if percent {
            return self.han_percent();
        }
        let value = Decimal::of(in_han(figures)?);
        let scales_only = figures.chars().all(|c| han_scale(c).is_some());
        let certain = figures.chars().count() > 1 && !scales_only && !after.starts_with("分之");
        let first = self.at;
        self.at += 1;
        let mut readings = vec![Reading::Number { value, unit: Unit::None }];
        if self.text[..self.tokens[first].at.start].ends_with('第') {
            readings = with_unit(&readings, Unit::Ordinal);
        }
        self.unit(first, &mut readings);
        Some(Read { readings, certain })
    }

    /// 百分之三十五
    fn han_percent(&mut self) -> Option<Read> {
        let value = match &self.tokens.get(self.at + 3)?.kind {
            TokenKind::Han(figures) => Decimal::of(in_han(figures)?),
            TokenKind::Numeral(numeral) => match numeral::readings(numeral, self.language.point).first()? {
                Reading::Number { value, .. } => *value,
                _ => return None,
            },
            _ => return None,
        };
        self.at += 4;
        Some(Read { readings: vec![Reading::Number { value, unit: Unit::Percent }], certain: true })
    }

    fn spelt(&mut self) -> Option<Read> {
        let first = self.at;
        let spelt = in_words(&self.tokens[first..], self.language)?;
        self.at += spelt.tokens;
        let unit = if spelt.ordinal { Unit::Ordinal } else { Unit::None };
        let mut readings = vec![Reading::Number { value: spelt.value, unit }];
        let has_unit = self.unit(first, &mut readings);
        let tag = self.language.lists.map_or("", |lists| lists.tag);
        // One word may mean something else: a fifth part, cuarto, neuf.
        let certain = match tag {
            "en" | "de" => !spelt.is_bare || has_unit,
            _ => spelt.is_composed || has_unit || (!spelt.ordinal && !spelt.is_bare && tag != "fr"),
        };
        Some(Read { readings, certain })
    }

    /// What multiplies the numeral before: a word, perhaps after a hyphen, or a Chinese figure.
    fn scale(&mut self) -> Option<u128> {
        let skipped = usize::from(self.touches(self.at) && self.tokens[self.at].is_sign("-‑"));
        let token = self.tokens.get(self.at + skipped)?;
        let factor = match &token.kind {
            TokenKind::Word(word) => {
                let factor = self.language.scale(word)?;
                // A single letter multiplies only what it is joined to: 5m, but also 5 m long.
                let is_letter = word.chars().count() == 1;
                let amount = self.has_currency_sign(self.at - 1);
                (!is_letter || (amount && self.touches(self.at))).then_some(factor)?
            }
            TokenKind::Han(figures) if self.touches(self.at) && figures.chars().all(|c| han_scale(c).is_some()) => {
                figures.chars().filter_map(han_scale).product()
            }
            _ => return None,
        };
        self.at += skipped + 1;
        // Two hundred million, mil millones.
        let more = self.word(0).and_then(|word| self.language.scale(word)).filter(|more| *more > factor);
        let more = more.filter(|_| self.word(0).is_some_and(|word| word.chars().count() > 1));
        self.at += usize::from(more.is_some());
        factor.checked_mul(more.unwrap_or(1))
    }

    /// Gives the readings the unit before or after them; `false` if there is none.
    fn unit(&mut self, first: usize, readings: &mut Vec<Reading>) -> bool {
        let unit = self.percent().or_else(|| self.currency(first));
        if let Some(unit) = unit {
            *readings = with_unit(readings, unit);
        }
        unit.is_some()
    }

    fn percent(&mut self) -> Option<Unit> {
        if self.tokens.get(self.at).is_some_and(|token| token.is_sign("%％٪")) {
            self.at += 1;
            return Some(Unit::Percent);
        }
        let skipped = usize::from(self.touches(self.at) && self.tokens[self.at].is_sign("-‑"));
        let has = |phrase: &&Vec<&str>| {
            !phrase.is_empty() && phrase.iter().enumerate().all(|(i, word)| self.word(skipped + i) == Some(*word))
        };
        let words = self.language.percent.iter().find(has)?.len();
        self.at += skipped + words;
        Some(Unit::Percent)
    }

    /// The currency after the figure, or before it.
    fn currency(&mut self, first: usize) -> Option<Unit> {
        if let Some(TokenKind::Sign(sign)) = self.tokens.get(self.at).map(|token| &token.kind)
            && let Some((_, name)) = CURRENCY_SIGNS.iter().find(|(listed, _)| listed == sign)
            && !self.is_of_the_next(self.at)
        {
            self.at += 1;
            return Some(Unit::Money(name));
        }
        // US dollars, U.S. dollars, million-dollar.
        let mut skipped = usize::from(self.touches(self.at) && self.tokens[self.at].is_sign("-‑"));
        if self.word(skipped).is_some_and(|word| is_listed(NATIONS, word)) {
            skipped += 1;
        } else if self.word(skipped) == Some("u") && self.word(skipped + 2) == Some("s") {
            skipped += 4;
        }
        if let Some(name) = self.word(skipped).and_then(currency) {
            self.at += skipped + 1;
            return Some(Unit::Money(name));
        }
        if let Some(name) = self.text[self.end()..].strip_prefix("美元").map(|_| "dollar") {
            self.at += 2;
            return Some(Unit::Money(name));
        }
        let before = self.tokens.get(first.checked_sub(1)?)?;
        let name = match &before.kind {
            TokenKind::Sign(sign) => CURRENCY_SIGNS.iter().find(|(listed, _)| listed == sign).map(|(_, name)| *name),
            TokenKind::Word(word) if word.len() < 4 => currency(word),
            _ => None,
        };
        name.map(Unit::Money)
    }

    /// Whether a sign belongs to the figure after it: nine $2,500 donations.
    fn is_of_the_next(&self, sign: usize) -> bool {
        !self.touches(sign)
            && self.tokens.get(sign + 1).is_some_and(|next| next.numeral().is_some() && self.touches(sign + 1))
    }

    fn has_currency_sign(&self, numeral: usize) -> bool {
        let before = numeral.checked_sub(1).map(|before| &self.tokens[before].kind);
        matches!(before, Some(TokenKind::Sign(sign)) if CURRENCY_SIGNS.iter().any(|(listed, _)| listed == sign))
    }

    /// Where a sign of currency before a figure begins, with the letters that belong to it: US$.
    fn with_currency_before(&self, first: usize) -> Option<usize> {
        let sign = first.checked_sub(1).filter(|_| self.has_currency_sign(first))?;
        let letters = sign.checked_sub(1).map(|before| &self.tokens[before]);
        let letters = letters.filter(|token| token.at.end == self.tokens[sign].at.start && token.at.len() <= 2);
        Some(letters.filter(|token| token.word().is_some()).map_or(self.tokens[sign].at.start, |token| token.at.start))
    }

    /// Whether letters or signs before a numeral make a name of it, or an address: G7, F-16, COVID-19, example.org/2019.
    fn is_part_of_a_name(&self, first: usize) -> bool {
        let Some(before) = first.checked_sub(1).map(|before| &self.tokens[before]) else {
            return false;
        };
        if self.tokens[first].numeral().is_none() || before.at.end != self.tokens[first].at.start {
            return false;
        }
        let text = &self.text[..before.at.end];
        match &before.kind {
            TokenKind::Word(word) => !word.chars().any(|c| c > '\u{2E80}'),
            TokenKind::Sign('/' | '=' | '#' | '_' | '@' | '№' | '&') => true,
            TokenKind::Sign('-' | '‑') => {
                let name = text[..before.at.start].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                name.chars().next_back().is_some_and(char::is_uppercase)
            }
            _ => false,
        }
    }

    /// Whether the word before says that the number is of a page or the like.
    fn is_located(&self, first: usize) -> bool {
        static NAMES: LazyLock<WordSet> = LazyLock::new(|| WordSet::of(LOCATORS));
        let mut before = self.tokens[..first].iter().rev().peekable();
        let joins =
            |token: &&Token<'_>| token.is_sign("-–,") || token.word().is_some_and(|word| is_listed("to and or", word));
        // Pages 5 to 7.
        if before.next_if(joins).is_some() && before.next_if(|token| token.numeral().is_some()).is_none() {
            return false;
        }
        before.next_if(|token| token.is_sign("."));
        let word = before.next();
        word.and_then(Token::word).is_some_and(|word| NAMES.has(word))
    }

    /// Whether a word before the figure, or a Chinese one after it, says that it is rounded.
    fn is_rounded(&self, first: usize) -> bool {
        static WORDS: LazyLock<WordSet> = LazyLock::new(|| WordSet::of(ROUNDED));
        let says_so = |token: Option<&Token<'_>>| token.and_then(Token::word).is_some_and(|word| WORDS.has(word));
        let mut before = self.tokens[..first].iter().rev().filter(|token| !token.is_sign("$€£₹₽"));
        let last = before.next();
        let follows = last.and_then(Token::word).is_some_and(|word| is_listed(AFTER_ROUNDED, word));
        let after = self.tokens.get(self.at).filter(|token| token.is_han_word());
        says_so(last) || (follows && says_so(before.next())) || says_so(after)
    }

    /// Of “two to three billion” and “5–10 per cent” the first has the unit of the second, or may have.
    fn share_unit(&self, before: &mut Figure, figure: &Figure) {
        let between = self.text[before.range.end..figure.range.start].trim();
        // Mostly a part of a sentence; those that are listed are single words.
        if between.len() > 24 {
            return;
        }
        if !is_listed("- – — to and or bis und oder à et ou a y o إلى و से या 至 到 ~ ～", &between.to_lowercase())
        {
            return;
        }
        let Some(Reading::Number { unit, .. }) = figure.readings.first().filter(|_| before.readings.len() == 1) else {
            return;
        };
        let Some(Reading::Number { value, unit: Unit::None }) = before.readings.first().copied() else {
            return;
        };
        let factor = self.factor(figure);
        if let Some(value) = factor.and_then(|factor| value.times(factor)) {
            before.add(Reading::Number { value, unit: *unit });
        }
        if *unit != Unit::Ordinal && factor.is_none() {
            before.add(Reading::Number { value, unit: *unit });
        }
    }

    /// What the last word of a figure multiplies by.
    fn factor(&self, figure: &Figure) -> Option<u128> {
        let inside = self.tokens.iter().rev().filter(|token| figure.range.contains(&token.at.start));
        inside.filter_map(Token::word).find_map(|word| self.language.scale(word))
    }

    fn word(&self, ahead: usize) -> Option<&str> {
        self.tokens.get(self.at + ahead)?.word()
    }

    fn end(&self) -> usize {
        self.tokens[self.at - 1].at.end
    }

    /// Whether a token follows the one before without a space.
    fn touches(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| token.at.start == self.tokens[at - 1].at.end)
    }
}

fn currency(word: &str) -> Option<&'static str> {
    static NAMES: LazyLock<WordMap<&str>> = LazyLock::new(|| {
        let words = CURRENCIES.iter().flat_map(|(name, words)| words.split_whitespace().map(move |word| (word, *name)));
        words.collect()
    });
    NAMES.get(word)
}

fn is_decade(numeral: &str) -> bool {
    numeral.len() == 4 && numeral.ends_with('0') && !numeral.contains(|c: char| !c.is_ascii_digit())
}
