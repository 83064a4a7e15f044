//! Hyphens at line ends: [`Hyphens`] knows how a document writes its words elsewhere, and so which of the hyphens belong to them.

use std::collections::HashSet;

use super::text::{Height, Token};

/// Words that follow a hyphen of which the second part comes later, as in “pre- and post-war”.
const JOINING: [&str; 16] =
    ["and", "or", "to", "und", "oder", "bzw", "bis", "et", "ou", "y", "o", "e", "en", "of", "och", "og"];

/// The words of a document that no line breaks, in lower case.
#[derive(Debug, Default)]
pub(super) struct Hyphens {
    words: HashSet<String>,
    hyphenated: HashSet<String>,
    /// The first and the last parts of words with a hyphen.
    firsts: HashSet<String>,
    lasts: HashSet<String>,
    /// Whether lines break words that the text has whole elsewhere.
    breaks_words: bool,
    /// Whether U+2010, which some programs put where they break a word, stands elsewhere too.
    has_own: bool,
}

/// What becomes of a hyphen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Removed,
    Kept,
    /// It stays, and a space follows.
    KeptApart,
}

/// A hyphen that may have been taken for what it is not: the word as it is written now, and its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doubt {
    pub word: String,
    pub page: usize,
}

impl Hyphens {
    pub fn of<'t>(paragraphs: impl Iterator<Item = &'t [Token]>) -> Self {
        let mut hyphens = Hyphens::default();
        let mut broken: Vec<(&str, &str)> = vec![];
        for tokens in paragraphs {
            for (at, token) in tokens.iter().enumerate() {
                let rest = tokens.get(at + 1).filter(|next| next.is_first && hyphen(token).is_some());
                let is_rest = token.is_first && at > 0 && hyphen(&tokens[at - 1]).is_some();
                if let Some(rest) = rest {
                    broken.push((&token.text, &rest.text));
                } else if !is_rest {
                    hyphens.learn(&token.text);
                }
            }
        }
        let (a, b) = (|first: &str| bare(first.trim_end_matches(is_hyphen)), bare);
        let whole = broken.iter().filter(|(first, rest)| hyphens.words.contains(&(a(first) + &b(rest)))).count();
        let parted =
            broken.iter().filter(|(first, rest)| hyphens.hyphenated.contains(&format!("{}-{}", a(first), b(rest))));
        hyphens.breaks_words = whole >= 3 && whole > 2 * parted.count();
        hyphens
    }

    fn learn(&mut self, text: &str) {
        let word = bare(text);
        if word.contains(is_hyphen) {
            self.has_own |= word.contains('\u{2010}');
            let parts: Vec<&str> = word.split(is_hyphen).filter(|part| !part.is_empty()).collect();
            self.firsts.extend(parts.first().map(|part| (*part).to_owned()));
            self.lasts.extend(parts.last().map(|part| (*part).to_owned()));
            self.hyphenated.insert(word.replace(['\u{2010}', '\u{2011}'], "-"));
            self.words.extend(parts.into_iter().map(str::to_owned));
        } else if !word.is_empty() {
            self.words.insert(word);
        }
    }

    /// Joins the words that lines break, and returns the hyphens in doubt.
    pub fn join(&self, tokens: Vec<Token>) -> (Vec<Token>, Vec<Doubt>) {
        let (mut out, mut doubts): (Vec<Token>, Vec<Doubt>) = (vec![], vec![]);
        for token in tokens {
            let Some(last) =
                out.last_mut().filter(|last| token.is_first && hyphen(last).is_some() && last.height == Height::Line)
            else {
                out.push(token);
                continue;
            };
            let (verdict, is_doubtful) = self.verdict(last, &token.text);
            match verdict {
                Verdict::KeptApart => {
                    out.push(token);
                    continue;
                }
                Verdict::Removed if !last.is_broken => {
                    last.text.pop();
                }
                Verdict::Removed | Verdict::Kept => {}
            }
            last.text.push_str(&token.text);
            last.is_broken = token.is_broken;
            last.is_uncertain |= token.is_uncertain;
            if is_doubtful {
                doubts.push(Doubt { word: bare_as_written(&last.text), page: last.page });
            }
        }
        (out, doubts)
    }

    /// What becomes of the hyphen at the end of a word before the rest of it, and whether that is in doubt.
    fn verdict(&self, first: &Token, rest: &str) -> (Verdict, bool) {
        if first.is_broken || first.text.ends_with('\u{2010}') && !self.has_own {
            return (Verdict::Removed, false);
        }
        let before = first.text.trim_end_matches(is_hyphen);
        let (a, b) = (bare(before), bare(rest));
        if JOINING.contains(&b.as_str()) {
            return (Verdict::KeptApart, false);
        }
        let begins_lower = rest.chars().next().is_some_and(char::is_lowercase);
        let is_word = a.chars().next_back().is_some_and(char::is_alphabetic);
        // Addresses are broken without a hyphen, and have some of their own.
        if !begins_lower || !is_word || before.contains(['/', '@', '_']) {
            return (Verdict::Kept, false);
        }
        // Of a word with several hyphens, the last part tells.
        let tail = a.rsplit(is_hyphen).next().unwrap_or_default();
        let head = b.split(is_hyphen).next().unwrap_or_default();
        let whole = self.words.contains(&format!("{a}{b}")) || self.words.contains(&format!("{tail}{head}"));
        let hyphenated = self.hyphenated.contains(&format!("{a}-{b}"));
        match (whole, hyphenated) {
            (true, false) => (Verdict::Removed, false),
            (false, true) => (Verdict::Kept, false),
            (true, true) => (Verdict::Removed, true),
            (false, false) => self.likely(tail, head, a.contains(is_hyphen) || b.contains(is_hyphen)),
        }
    }

    /// What becomes of a hyphen if the text has the word neither with nor without it.
    fn likely(&self, first: &str, rest: &str, has_others: bool) -> (Verdict, bool) {
        let knows = |word: &str, least: usize| word.chars().count() >= least && self.words.contains(word);
        let is_compound = self.firsts.contains(first) || self.lasts.contains(rest);
        match (knows(first, 3), knows(rest, 3)) {
            // The rest of a compound of several parts.
            _ if has_others && knows(first, 2) && knows(rest, 2) => (Verdict::Kept, true),
            (true, true) if is_compound || !self.breaks_words => (Verdict::Kept, true),
            (false, true) if self.firsts.contains(first) => (Verdict::Kept, true),
            (_, true) => (Verdict::Removed, true),
            _ => (Verdict::Removed, has_others),
        }
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// The hyphen at which a line may break a word.
fn hyphen(token: &Token) -> Option<char> {
    let soft = token.is_broken.then_some('\u{AD}');
    let mut chars = token.text.chars().rev();
    let last = chars.next().filter(|c| matches!(c, '-' | '\u{2010}'));
    let before = chars.next().is_some_and(|c| c.is_alphanumeric());
    soft.or(last.filter(|_| before))
}

/// A word without what stands around it, in lower case.
fn bare(text: &str) -> String {
    bare_as_written(text).to_lowercase()
}

fn bare_as_written(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::text::{Height, Token};
    use super::Hyphens;

    /// Lines of words as tokens.
    fn tokens(lines: &[&str]) -> Vec<Token> {
        let token = |(at, word): (usize, &str)| Token {
            text: word.trim_end_matches('\u{AD}').to_owned(),
            is_apart: true,
            page: 0,
            height: Height::Line,
            is_first: at == 0,
            is_broken: word.ends_with('\u{AD}'),
            is_uncertain: false,
        };
        lines.iter().flat_map(|line| line.split(' ').enumerate().map(token)).collect()
    }

    fn joined(elsewhere: &str, lines: &[&str]) -> (String, Vec<String>) {
        let (all, broken) = (tokens(&[elsewhere]), tokens(lines));
        let hyphens = Hyphens::of([all.as_slice(), broken.as_slice()].into_iter());
        let (out, doubts) = hyphens.join(broken);
        let words: Vec<String> = out.into_iter().map(|token| token.text).collect();
        (words.join(" "), doubts.into_iter().map(|doubt| doubt.word).collect())
    }

    #[test]
    fn hyphens_at_line_ends_are_judged_by_the_rest_of_the_text() {
        for (elsewhere, lines, text, doubts) in [
            ("the harbour", ["a har-", "bour wall"], "a harbour wall", vec![]),
            ("nothing", ["a har-", "bour wall"], "a harbour wall", vec![]),
            ("a well-known one", ["the well-", "known wall"], "the well-known wall", vec![]),
            ("well and known", ["the well-", "known wall"], "the well-known wall", vec!["well-known"]),
            ("the violent", ["a non-", "violent one"], "a nonviolent one", vec!["nonviolent"]),
            ("nothing", ["the Anglo-", "American"], "the Anglo-American", vec![]),
            ("nothing", ["COVID-", "19 cases"], "COVID-19 cases", vec![]),
            ("nothing", ["in pre-", "and post-war"], "in pre- and post-war", vec![]),
            ("nothing", ["har\u{AD}", "Bour"], "harBour", vec![]),
            ("nothing", ["the end -", "of it"], "the end - of it", vec![]),
        ] {
            let expected = (text.to_owned(), doubts.into_iter().map(str::to_owned).collect());
            assert_eq!(joined(elsewhere, &lines), expected);
        }
    }
}
