//! Finds words in quotation marks of all styles: [`quotations`]. It tells apostrophes from marks.

use std::ops::Range;

use super::boundary::{dictionary_word_count, is_unspaced};

/// A quotation and its marks, in bytes of the text, end exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The opening mark.
    pub open: Range<usize>,
    /// The closing mark; empty where the next paragraph continues the quotation.
    pub close: Range<usize>,
    /// Another closing mark, where the first may as well be the apostrophe of a plural, as in ‘the boys’ school’.
    pub later_close: Option<Range<usize>>,
}

impl Quotation {
    /// What is between the marks.
    pub fn inside(&self) -> Range<usize> {
        self.open.end..self.close.start
    }

    /// What may be between the marks, the likeliest first.
    pub fn readings(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        [Some(&self.close), self.later_close.as_ref()].into_iter().flatten().map(|close| self.open.end..close.start)
    }
}

/// What each opening mark can be closed by.
const PAIRS: [(char, &str); 23] = [
    ('"', "\""),
    ('\'', "'"),
    ('“', "”"),
    ('”', "”"),
    ('„', "“”"),
    ('‟', "”"),
    ('‘', "’"),
    ('‚', "‘’"),
    ('‛', "’"),
    ('«', "»"),
    ('»', "«»"),
    ('‹', "›"),
    ('›', "‹›"),
    ('「', "」"),
    ('『', "』"),
    ('《', "》"),
    ('〈', "〉"),
    ('﹁', "﹂"),
    ('﹃', "﹄"),
    ('〝', "〞〟"),
    ('｢', "｣"),
    ('＂', "＂"),
    ('＇', "＇"),
];
/// These marks also close quotations, or do other things: where they are decides.
const AMBIGUOUS: &str = "\"'”»›＂＇‘‚‛“";
/// In French a space follows these, and one is before the closing marks.
const SPACED: &str = "“„‟«‹「『《〈﹁﹃〝｢";
const SINGLE: &str = "'‘‚‛＇";
/// Words that begin with an apostrophe.
const CLIPPED: [&str; 13] =
    ["tis", "twas", "twere", "twill", "em", "til", "till", "n", "cause", "bout", "round", "cuz", "s"];
/// A longer stretch is no quotation but a mark that was never closed; in bytes.
const MAX_LENGTH: usize = 3_000;

/// Whether a text may hold a quotation. Most texts hold none, and need not be parsed for it.
pub fn may_quote(text: &str) -> bool {
    let mut before = None;
    let mark = text.chars().any(|c| {
        let last = before.replace(c);
        match c {
            '"' | '&' => true,
            '\'' => last.is_none_or(|last| !last.is_alphanumeric() || is_glued(last)),
            c => !c.is_ascii() && closers(c).is_some(),
        }
    });
    mark || text.contains("<q") || text.contains("<Q")
}

/// The quotations of a text, in order and apart, without those inside others. None runs over a newline. Marks in the `literal` ranges
/// (sorted; code, for example) do not count.
///
/// ```
/// use citeback_quote::text::quotation::quotations;
///
/// let text = "Sie sagte: „Wir gehen“, and he: ‘It’s the boys’ turn’.";
/// let found: Vec<&str> = quotations(text, &[]).iter().map(|found| &text[found.inside()]).collect();
/// assert_eq!(found, ["Wir gehen", "It’s the boys"]);
/// ```
pub fn quotations(text: &str, literal: &[Range<usize>]) -> Vec<Quotation> {
    let scan = Scan { text, literal };
    let mut found: Vec<Quotation> = vec![];
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if at < from || !scan.opens(at, c) {
            continue;
        }
        let start = at + c.len_utf8();
        let quotation = match scan.close(start, c, true) {
            Some(close) => Quotation { open: at..start, later_close: scan.later_close(&close, c), close },
            None => match scan.continued(start, c) {
                Some(end) => Quotation { open: at..start, close: end..end, later_close: None },
                None => continue,
            },
        };
        from = quotation.close.end;
        found.push(quotation);
    }
    found
}

/// How many words a text has: what is between spaces, and where a script has none, what a dictionary says.
pub fn word_count(text: &str) -> usize {
    let pieces = text.split(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '/' | '…' | '\u{FFFC}'));
    pieces
        .map(|piece| {
            if piece.contains(|c: char| is_glued(c) && !is_spaced_script(c)) {
                dictionary_word_count(piece)
            } else {
                usize::from(piece.contains(char::is_alphanumeric))
            }
        })
        .sum()
}

/// An opening mark and the one that closes it.
pub(crate) type Marks = (&'static str, &'static str);

/// A text whose quotations have other marks: the outer ones the first style, those inside them the second, and so on in turn.
pub(crate) fn with_marks(text: &str, [first, second]: [Marks; 2]) -> String {
    let (open, close) = first;
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for quotation in quotations(text, &[]) {
        out.push_str(&text[from..quotation.open.start]);
        out.push_str(open);
        out.push_str(&with_marks(&text[quotation.inside()], [second, first]));
        out.push_str(close);
        from = quotation.close.end;
    }
    out.push_str(&text[from..]);
    out
}

/// Decides it for nearly all characters of most texts, without a look into the list.
fn is_no_mark(c: char) -> bool {
    c.is_ascii() && c != '"' && c != '\''
}

fn closers(open: char) -> Option<&'static str> {
    if is_no_mark(open) {
        return None;
    }
    PAIRS.iter().find(|(mark, _)| *mark == open).map(|(_, closers)| *closers)
}

/// Whether the script of this letter puts no space between letters and quotation marks.
fn is_glued(c: char) -> bool {
    is_unspaced(c) && !matches!(c, '\u{590}'..='\u{5FF}' | '\u{FB1D}'..='\u{FB4F}')
}

/// Whether a script that attaches particles to words has spaces between them all the same: Hangul and Arabic.
fn is_spaced_script(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8FF}' | '\u{FB50}'..='\u{FEFC}' | '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}'
        | '\u{AC00}'..='\u{D7FF}')
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_glued(c)
}

/// A text that is searched for marks.
#[derive(Clone, Copy)]
struct Scan<'t> {
    text: &'t str,
    literal: &'t [Range<usize>],
}

impl Scan<'_> {
    fn is_literal(&self, at: usize) -> bool {
        let after = self.literal.partition_point(|range| range.end <= at);
        self.literal.get(after).is_some_and(|range| range.start <= at)
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Whether the character `c` at this byte opens a quotation, as far as the characters beside it tell.
    fn opens(&self, at: usize, c: char) -> bool {
        if closers(c).is_none() || self.is_literal(at) {
            return false;
        }
        let rest = &self.text[at + c.len_utf8()..];
        let (before, after) = (self.before(at), rest.chars().next());
        if !AMBIGUOUS.contains(c) {
            return true;
        }
        let free = before.is_none_or(|c| !is_letter(c) && !".!?)]".contains(c));
        let goes_on = after.is_some_and(|c| {
            (SPACED.contains(c) || !c.is_whitespace())
                && !",;:!?)]}".contains(c)
                && (c != '.' || rest.starts_with(".."))
        });
        free && (goes_on || (SPACED.contains(c) && after.is_some())) && !(c == '\'' && is_clipped(rest))
    }

    /// The mark that closes the quotation which `open` begins before `from`.
    fn close(&self, from: usize, open: char, nested: bool) -> Option<Range<usize>> {
        let closers = closers(open)?;
        let mut depth = 0_usize;
        let mut skip_to = from;
        for (offset, c) in self.text[from..].char_indices() {
            let at = from + offset;
            if c == '\n' || offset > MAX_LENGTH {
                return None;
            }
            if is_no_mark(c) || at < skip_to || self.is_literal(at) {
                continue;
            }
            let end = at + c.len_utf8();
            if closers.contains(c) && self.closes(at, c, open) {
                if depth == 0 {
                    return Some(at..end);
                }
                depth -= 1;
            } else if c == open && !closers.contains(c) {
                // Some close with the mark that opens: “so“.
                if c == '“' && depth == 0 && self.ends_word(at, end) {
                    return Some(at..end);
                }
                depth += usize::from(self.opens(at, c));
            } else if nested
                && SINGLE.contains(open)
                && !SINGLE.contains(c)
                && self.opens(at, c)
                && let Some(inner) = self.close(end, c, false)
            {
                skip_to = inner.end;
            }
        }
        None
    }

    /// Whether a mark closes a quotation. It may be an apostrophe instead, or open another.
    fn closes(&self, at: usize, c: char, open: char) -> bool {
        let (before, after) = (self.before(at), self.after(at + c.len_utf8()));
        let inside_word = before.is_some_and(is_letter) && after.is_some_and(is_letter);
        match c {
            '’' | '\'' | '‘' | '＇' => before.is_some_and(|c| !c.is_whitespace()) && !after.is_some_and(is_letter),
            '"' | '＂' => before.is_some_and(|c| !c.is_whitespace()) && !inside_word,
            '“' => !before.is_some_and(char::is_whitespace),
            '«' | '‹' => true,
            '»' | '›' if open == c => !before.is_some_and(char::is_whitespace),
            _ => true,
        }
    }

    fn ends_word(&self, at: usize, end: usize) -> bool {
        self.before(at).is_some_and(|c| c.is_alphanumeric() || ".,!?…".contains(c))
            && self.after(end).is_none_or(|c| c.is_whitespace() || ",.;:!?)".contains(c))
    }

    /// Where a single mark after an s may be the apostrophe of a plural: the next mark that closes, if none opens before.
    fn later_close(&self, close: &Range<usize>, open: char) -> Option<Range<usize>> {
        let plural = self.before(close.start).is_some_and(|c| "sSxXzZ".contains(c));
        let mut rest = self.text[close.end..].chars();
        let goes_on = rest.next() == Some(' ') && rest.next().is_some_and(char::is_alphanumeric);
        if !SINGLE.contains(open) || !plural || !goes_on {
            return None;
        }
        let later = self.close(close.end, open, true)?;
        let between = self.text[close.end..later.start].char_indices();
        let reopened = between.into_iter().any(|(offset, c)| c == open && self.opens(close.end + offset, c));
        (!reopened).then_some(later)
    }

    /// Where a paragraph ends whose quotation the next paragraph continues, with the opening mark once more.
    fn continued(&self, from: usize, open: char) -> Option<usize> {
        let end = from + self.text[from..].find('\n')?;
        let next = self.text[end..].trim_start().chars().next();
        (next == Some(open) && !SINGLE.contains(open) && end - from <= MAX_LENGTH).then_some(end)
    }
}

/// Whether a word begins here that is written with an apostrophe before it, or a year.
fn is_clipped(rest: &str) -> bool {
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let year = word.len() >= 2 && word.trim_end_matches('s').chars().all(|c| c.is_ascii_digit()) && word.len() <= 3;
    year || CLIPPED.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::{may_quote, quotations, with_marks, word_count};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = quotations(text, &[]).into_iter().map(|found| text[found.inside()].trim()).collect();
        assert_eq!(found, expected, "{text}");
        assert!(expected.is_empty() || may_quote(text), "{text}");
    }

    #[test]
    fn marks_of_every_style_are_read() {
        check("It says “one two three”.", &["one two three"]);
        check("Es heißt „eins zwei drei“, und „vier fünf”.", &["eins zwei drei", "vier fünf"]);
        check("Il dit « un deux trois » et «quatre».", &["un deux trois", "quatre"]);
        check("Er sagt »eins zwei drei«, hun »fire fem».", &["eins zwei drei", "fire fem"]);
        check("Hon säger ”ett två tre”.", &["ett två tre"]);
        check("‹a b c› and ‘d e f’ and ‚g h i‘.", &["a b c", "d e f", "g h i"]);
        check("\"a b c\" and 'd e f', (\"g h\").", &["a b c", "d e f", "g h"]);
        check("他说「一二三」和『四五六』，《七八九》", &["一二三", "四五六", "七八九"]);
        check("他说\"我们要走\"。说＂再见＂", &["我们要走", "再见"]);
        check("그는 \"우리는 간다\"고 말했다", &["우리는 간다"]);
        check("قال و\"نحن نذهب\" غدا", &["نحن نذهب"]);
        check("“so“ and “so”", &["so", "so"]);
    }

    #[test]
    fn an_apostrophe_is_no_mark() {
        check("It’s the boys’ and the girls’ school, isn't it? Rock 'n' roll of the '90s, 'tis the dogs' own", &[]);
        check("O'Brien's 6' 2\" and 6\" and 8\" pipes", &[]);
        check("ראש צה\"ל אמר \"נלך מחר בבוקר\"", &["נלך מחר בבוקר"]);
        check("‘It’s the boys who don’t go’, he said", &["It’s the boys who don’t go"]);
        check("Hawai‘i and ‘Oahu", &[]);
    }

    #[test]
    fn a_mark_after_a_plural_has_two_readings() {
        let text = "‘the boys’ school is shut’, she said";
        let readings: Vec<&str> = quotations(text, &[])[0].readings().map(|range| &text[range]).collect();
        assert_eq!(readings, ["the boys", "the boys’ school is shut"]);
        let text = "‘The two boys’ and ‘the girls’ left";
        assert_eq!(quotations(text, &[]).len(), 2);
        assert_eq!(quotations(text, &[])[0].later_close, None);
    }

    #[test]
    fn nested_quotations_belong_to_the_outer_one() {
        check("“He said ‘we go’ and ”, “left”", &["He said ‘we go’ and", "left"]);
        check("‘He said “the boys’ house” is here’ now", &["He said “the boys’ house” is here"]);
        check("“a “b” c” d", &["a “b” c"]);
        check("「甲『乙』丙」", &["甲『乙』丙"]);
        assert_eq!(with_marks("a ‘b “c” d’ e", [("\"", "\""), ("'", "'")]), "a \"b 'c' d\" e");
        assert_eq!(with_marks("it's ‘his’", [("「", "」"), ("『", "』")]), "it's 「his」");
    }

    #[test]
    fn an_open_mark_hides_no_later_quotation() {
        check("“never closed, then ‘one two three’ follows", &["one two three"]);
        check("“one two\n“three four”", &["one two", "three four"]);
        check("“one two\nthree”", &[]);
        check(&"“".repeat(1_000), &[]);
        let code = "see “a b and c” end";
        assert_eq!(quotations(code, &[8..12, 16..18]).len(), 0);
    }

    #[test]
    fn words_are_counted_as_readers_do() {
        assert_eq!(word_count("over $2 billion"), 3);
        assert_eq!(word_count("well-known facts – U.N."), 3);
        assert_eq!(word_count("up to"), 2);
        assert_eq!(word_count("우리는 간다"), 2);
        assert!(word_count("人口减少了一成") >= 3);
    }
}
