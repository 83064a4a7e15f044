//! Statements compared with each other: whether two of them say nearly the same. Entry point: [`Statement::likeness`].
//!
//! There is no model of meaning here, so the rules are strict: figures and names must be the same, and most other words as well, in nearly
//! the same order. What still differs is named, so that an editor sees at once whether it matters.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use citeback_quote::locate::caution::qualifiers;
use citeback_quote::numbers::{Figure, agree, figures};
use citeback_quote::text::boundary::dictionary_words_of;
use citeback_quote::text::fold::folded;

/// A longer text is no single statement.
const MAX_WORDS: usize = 200;
/// Words of fewer letters, such as “the” and “of”, say little by themselves.
const LONG: usize = 4;
/// Of fewer letters is hardly a name.
const MIN_NAME: usize = 3;
/// Words of the same root begin with so many equal letters, and have at most so many others after them: “report” and “reported”.
const ROOT: usize = 4;
const MAX_ENDING: usize = 3;
/// Two statements that are not equal word for word have at least so many long words in common; names and figures count twice.
const MIN_SAME: usize = 4;
/// The long words that are the same, of a hundred in both.
const PART: usize = 80;
/// The same, if so many words in a row are equal as well.
const PART_WITH_RUN: usize = 70;
const RUN: usize = 6;
/// One long word may stand in the place of another, “paid” for “spent”, beside so many that are the same.
const BESIDE_ANOTHER: usize = 8;

/// A statement, prepared for comparing it with others.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    words: Vec<Word>,
    figures: Vec<Figure>,
    /// Words that negate or hedge, in lower case, sorted.
    qualifiers: Vec<String>,
    /// Of the words that tell what it is about, sorted, each once.
    keys: Vec<u64>,
    outline: Outline,
}

/// What tells most statements apart at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// A bit for each key.
    bits: u128,
    keys: usize,
    may_miss: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// In lower case.
    text: String,
    kind: WordKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordKind {
    /// With a capital where nothing else asks for one.
    Name,
    /// With a capital at the beginning of the statement, and long.
    First,
    /// The same, and short.
    ShortFirst,
    Long,
    /// Of a script without capitals: a name or not.
    Uncased,
    /// A short word, a negation, or part of a figure; the latter two are compared by themselves.
    Other,
}

/// How alike two statements are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    pub kind: LikenessKind,
    /// The words of either that the other does not have, in lower case.
    pub differing: [Vec<String>; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LikenessKind {
    /// Word for word, but for case and typography.
    Same,
    /// Most words are the same.
    Near,
    /// So are they, but one of the two negates or hedges otherwise than the other.
    Contrary,
}

impl LikenessKind {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            LikenessKind::Same => "same",
            LikenessKind::Near => "near",
            LikenessKind::Contrary => "contrary",
        }
    }
}

impl Statement {
    /// `None` if there are no words, or too many for a statement.
    pub fn new(text: &str, language: &str) -> Option<Self> {
        let folded = folded(text);
        let figures = figures(&folded, language);
        let mut qualifiers: Vec<String> =
            qualifiers(&folded, language).iter().map(|word| word.to_lowercase()).collect();
        qualifiers.sort();
        let mut words = vec![];
        let mut end = 0;
        for written in dictionary_words_of(&folded) {
            let at = end + folded[end..].find(written).unwrap_or_default();
            end = at + written.len();
            // “One” may be a mere turn of speech, which is compared as a word.
            let states = |figure: &&Figure| figure.certain || written.contains(char::is_numeric);
            let is_figure =
                figures.iter().filter(states).any(|figure| figure.range.start < end && at < figure.range.end);
            let text = written.to_lowercase();
            let text = text.strip_suffix("'s").unwrap_or(&text).to_owned();
            let kind =
                if is_figure || qualifiers.contains(&text) { WordKind::Other } else { kind(written, words.is_empty()) };
            words.push(Word { text, kind });
        }
        if !(1..=MAX_WORDS).contains(&words.len()) {
            return None;
        }
        let mut keys: Vec<u64> = telling(&words).map(|word| key(&word.text)).collect();
        keys.sort_unstable();
        keys.dedup();
        // Of the words of both, PART_WITH_RUN of a hundred are the same.
        let may_miss = telling(&words).count() * (100 - PART_WITH_RUN) / (100 - PART_WITH_RUN / 2);
        let bits = keys.iter().fold(0, |bits, key| bits | 1 << (key % 128));
        let outline = Outline { bits, keys: keys.len(), may_miss };
        Some(Statement { words, figures, qualifiers, keys, outline })
    }

    /// Words that are the same in two statements have a key in common.
    pub fn keys(&self) -> &[u64] {
        &self.keys
    }

    /// How many of its keys may be missing from a statement that is alike.
    pub fn may_miss(&self) -> usize {
        self.outline.may_miss
    }

    pub fn outline(&self) -> Outline {
        self.outline
    }

    /// How alike they are; `None` if they do not say nearly the same.
    pub fn likeness(&self, other: &Statement) -> Option<Likeness> {
        if !self.has_keys_of(other) {
            return None;
        }
        let kind = if self.qualifiers == other.qualifiers { LikenessKind::Near } else { LikenessKind::Contrary };
        if self.words.iter().map(|word| &word.text).eq(other.words.iter().map(|word| &word.text)) {
            return Some(Likeness { kind: LikenessKind::Same, differing: [vec![], vec![]] });
        }
        let is_like = self.same_figures(other) && self.same_names(other) && self.same_words(other);
        is_like.then(|| Likeness { kind, differing: [self.words_not_in(other), other.words_not_in(self)] })
    }

    /// Whether enough keys are the same; most statements that share a word are told apart by this.
    fn has_keys_of(&self, other: &Statement) -> bool {
        let Some(mut missing) = self.outline.may_both_miss(other.outline) else {
            return false;
        };
        // Both are sorted.
        let (mut ours, mut theirs) = (&self.keys[..], &other.keys[..]);
        while let ([a, ours_after @ ..], [b, theirs_after @ ..]) = (ours, theirs) {
            match a.cmp(b) {
                Ordering::Equal => (ours, theirs) = (ours_after, theirs_after),
                _ if missing == 0 => return false,
                Ordering::Less => (ours, missing) = (ours_after, missing - 1),
                Ordering::Greater => (theirs, missing) = (theirs_after, missing - 1),
            }
        }
        ours.len() + theirs.len() <= missing
    }

    fn same_figures(&self, other: &Statement) -> bool {
        let all_in = |a: &Statement, b: &Statement| {
            let mut stated = a.figures.iter().filter(|figure| figure.certain);
            stated.all(|a| b.figures.iter().any(|b| agree(a, b)))
        };
        all_in(self, other) && all_in(other, self)
    }

    /// Whether both have the same names in the same order: “Anna sued Paul” is not “Paul sued Anna”.
    fn same_names(&self, other: &Statement) -> bool {
        let texts = |statement: &Statement| statement.words.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
        let [ours, theirs] = [texts(self), texts(other)];
        let names = |statement: &Statement, elsewhere: &[String]| -> Vec<String> {
            let is_name = |word: &&Word| match word.kind {
                WordKind::Name => true,
                // It may be the name that the other statement has elsewhere.
                WordKind::First => elsewhere.contains(&word.text),
                _ => false,
            };
            statement.words.iter().filter(is_name).map(|word| word.text.clone()).collect()
        };
        let named = |names: &[String], other: &[String]| -> Vec<String> {
            names.iter().filter(|name| other.contains(name)).cloned().collect()
        };
        let [a, b] = [names(self, &theirs), names(other, &ours)];
        let is_there = |statement: &Statement, elsewhere: &[String]| {
            let mut names = statement.words.iter().filter(|word| word.kind == WordKind::Name);
            names.all(|word| elsewhere.contains(&word.text))
        };
        // Of two short words that begin the statements, either may be a name, but not if it is as short as “a” and “in”.
        let begins_alike = match (self.words.first(), other.words.first()) {
            (Some(a), Some(b)) => {
                let may_be_name = |word: &Word, elsewhere: &[String]| {
                    word.kind == WordKind::ShortFirst
                        && !elsewhere.contains(&word.text)
                        && word.text.chars().count() >= MIN_NAME
                };
                !(may_be_name(a, &theirs) && may_be_name(b, &ours))
            }
            _ => true,
        };
        begins_alike && is_there(self, &theirs) && is_there(other, &ours) && named(&a, &b) == named(&b, &a)
    }

    fn same_words(&self, other: &Statement) -> bool {
        let [ours, theirs] = [self, other].map(|statement| telling(&statement.words).collect::<Vec<_>>());
        let (same, [left, right]) = matched(&ours, &theirs);
        let part = 200 * same / (ours.len() + theirs.len()).max(1);
        let is_enough = part >= PART || (part >= PART_WITH_RUN && self.has_run_of(other));
        let another = match (left.len(), right.len()) {
            (0, _) | (_, 0) => true,
            (1, 1) => {
                let may_be_names = [left[0], right[0]].iter().any(|word| word.kind != WordKind::Long);
                !may_be_names && same >= BESIDE_ANOTHER
            }
            _ => false,
        };
        let figures = self.figures.iter().filter(|figure| figure.certain).count();
        let names = self.words.iter().filter(|word| word.kind == WordKind::Name).count();
        let is_in_order = || in_order(&ours, &theirs) == same || self.begins_elsewhere_than(other);
        same + names + 2 * figures >= MIN_SAME && is_enough && another && is_in_order()
    }

    /// Whether the other begins with the end of this one and goes on with its beginning: “In May, it closed”, “It closed in May”. Any other
    /// order may turn who did something into whom it was done to.
    fn begins_elsewhere_than(&self, other: &Statement) -> bool {
        let texts = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
        let [ours, theirs] = [texts(&self.words), texts(&other.words)];
        ours.len() == theirs.len()
            && (1..ours.len())
                .any(|at| ours[at..] == theirs[..ours.len() - at] && ours[..at] == theirs[ours.len() - at..])
    }

    /// Whether so many words in a row are equal that it is hardly chance.
    fn has_run_of(&self, other: &Statement) -> bool {
        let runs = |statement: &Statement| -> Vec<Vec<String>> {
            let runs = statement.words.windows(RUN);
            runs.map(|run| run.iter().map(|word| word.text.clone()).collect()).collect()
        };
        let theirs = runs(other);
        runs(self).iter().any(|run| theirs.contains(run))
    }

    /// The words that another statement does not have so often.
    fn words_not_in(&self, other: &Statement) -> Vec<String> {
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        for word in &other.words {
            *counted.entry(&word.text).or_default() += 1;
        }
        let is_there = |word: &&Word| match counted.get_mut(word.text.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        };
        self.words.iter().filter(is_there).map(|word| word.text.clone()).collect()
    }
}

impl Outline {
    /// Whether two statements may be alike; if not, they certainly are not.
    pub fn may_be_like(self, other: Outline) -> bool {
        // Each bit that only one of them has is of a key that the other lacks.
        let missing = (self.bits ^ other.bits).count_ones() as usize;
        self.may_both_miss(other).is_some_and(|may_miss| missing <= may_miss)
    }

    /// How many keys of both together may be missing from the other; `None` if there are too few in one of them.
    fn may_both_miss(self, other: Outline) -> Option<usize> {
        let [ours, theirs] = [self, other].map(|outline| outline.keys.saturating_sub(outline.may_miss));
        (self.keys + other.keys)
            .checked_sub(2 * ours.max(theirs))
            .filter(|_| ours.max(theirs) <= self.keys.min(other.keys))
    }
}

/// The words that tell what a statement is about.
fn telling(words: &[Word]) -> impl Iterator<Item = &Word> {
    words.iter().filter(|word| !matches!(word.kind, WordKind::Other | WordKind::ShortFirst))
}

fn kind(written: &str, is_first: bool) -> WordKind {
    let is_upper = written.starts_with(char::is_uppercase);
    let letters = written.chars().filter(|c| c.is_alphabetic());
    if is_upper && is_first {
        let is_short = letters.clone().count() < LONG && written.contains(char::is_lowercase);
        return if is_short || written.len() == 1 { WordKind::ShortFirst } else { WordKind::First };
    }
    if is_upper && written != "I" {
        return WordKind::Name;
    }
    if letters.clone().any(|c| !c.is_lowercase() && !c.is_uppercase()) {
        return WordKind::Uncased;
    }
    if letters.count() >= LONG { WordKind::Long } else { WordKind::Other }
}

/// A hash of the letters that all forms of a word begin with.
fn key(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.char_indices().nth(ROOT).map_or(word, |(end, _)| &word[..end]).hash(&mut hasher);
    hasher.finish()
}

/// Whether two words are the same, or forms of one word. Of names there are no other forms.
fn is_same(a: &Word, b: &Word) -> bool {
    if a.text == b.text {
        return true;
    }
    if a.kind != WordKind::Long || b.kind != WordKind::Long {
        return false;
    }
    let common = a.text.chars().zip(b.text.chars()).take_while(|(a, b)| a == b).count();
    let longer = a.text.chars().count().max(b.text.chars().count());
    common >= ROOT && longer - common <= MAX_ENDING
}

/// How many words of either are the same, and the others of each.
fn matched<'a>(ours: &[&'a Word], theirs: &[&'a Word]) -> (usize, [Vec<&'a Word>; 2]) {
    let mut right: Vec<&Word> = theirs.to_vec();
    let mut left = vec![];
    for word in ours {
        match right.iter().position(|other| is_same(word, other)) {
            Some(at) => _ = right.remove(at),
            None => left.push(*word),
        }
    }
    (ours.len() - left.len(), [left, right])
}

/// The length of the longest sequence of words that both have in the same order.
fn in_order(ours: &[&Word], theirs: &[&Word]) -> usize {
    let mut before = vec![0; theirs.len() + 1];
    for word in ours {
        let mut now = vec![0; theirs.len() + 1];
        for (at, other) in theirs.iter().enumerate() {
            now[at + 1] = if is_same(word, other) { before[at] + 1 } else { now[at].max(before[at + 1]) };
        }
        before = now;
    }
    before.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{LikenessKind, Statement};

    #[track_caller]
    fn check(language: &str, a: &str, b: &str, expected: Option<LikenessKind>) {
        let statement = |text| Statement::new(text, language).unwrap();
        let kind = |a: &Statement, b: &Statement| a.likeness(b).map(|likeness| likeness.kind);
        let [a, b] = [(a, statement(a)), (b, statement(b))];
        assert_eq!((kind(&a.1, &b.1), kind(&b.1, &a.1)), (expected, expected), "{}\n{}", a.0, b.0);
        let [a, b] = [a.1, b.1];
        if expected.is_some() {
            let missing = a.keys().iter().filter(|key| !b.keys().contains(key)).count();
            assert!(missing <= a.may_miss() && a.outline().may_be_like(b.outline()), "an index would not find it");
        }
    }

    const NEAR: Option<LikenessKind> = Some(LikenessKind::Near);
    const CONTRARY: Option<LikenessKind> = Some(LikenessKind::Contrary);

    #[test]
    fn case_and_typography_do_not_count() {
        check(
            "en",
            "The council spent “4.2 million euros” on the bridge.",
            "the Council spent \"4.2 million euros\" on the bridge",
            Some(LikenessKind::Same),
        );
        check("zh", "全市常住人口为486217人。", "全市常住人口为486217人", Some(LikenessKind::Same));
    }

    #[test]
    fn rewording_a_little_does_not_count() {
        for (language, a, b) in [
            ("en", "The council spent 4.2 million euros on the bridge.", "The council has spent €4.2m on the bridge."),
            ("en", "The bridge was closed after three warnings.", "After three warnings, the bridge was closed."),
            (
                "en",
                "The mayor reported a loss in the 2016 election.",
                "The mayor reports a loss in the election of 2016.",
            ),
            (
                "en",
                "The council paid the builders of the harbour bridge a large sum before the work began.",
                "The council gave the builders of the harbour bridge a large sum before the work began.",
            ),
            ("en", "The bridge was closed by the council in May.", "A bridge was closed by the council in May."),
            ("de", "Der Rat hat 35 Brücken sperren lassen.", "Der Rat hat 35 Brücken sperren lassen müssen."),
            (
                "fr",
                "Le conseil a dépensé quatre millions pour le pont.",
                "Le conseil a dépensé 4 millions pour le pont.",
            ),
        ] {
            check(language, a, b, NEAR);
        }
    }

    #[test]
    fn another_figure_name_or_verb_is_another_statement() {
        for (language, a, b) in [
            (
                "en",
                "The council spent 4.2 million euros on the bridge.",
                "The council spent 5 million euros on the bridge.",
            ),
            (
                "en",
                "There were 35 attacks on bridges in 17 countries.",
                "There were 35 attacks on bridges in 18 countries.",
            ),
            ("en", "There were attacks on bridges in 17 countries.", "There were attacks on bridges in countries."),
            ("en", "Russia interfered in the election of 2016.", "China interfered in the election of 2016."),
            ("en", "Niger exported most of its uranium.", "Nigeria exported most of its uranium."),
            ("en", "Police say Russia attacked Ukraine first.", "Police say Ukraine attacked Russia first."),
            ("en", "The bridge was opened in March.", "The bridge was closed in March."),
            ("en", "This is what we have to do.", "This is what I have done."),
            ("en", "Ana sued the mayor of Paris in court.", "Eve sued the mayor of Paris in court."),
            ("en", "Angry police hit young demonstrators.", "Young demonstrators hit angry police."),
            (
                "en",
                "Police attacked demonstrators at the old station.",
                "Demonstrators attacked police at the old station.",
            ),
            ("en", "The dog bit the man in the park.", "The park bit the man in the dog."),
            (
                "en",
                "The mayor of the old town wants a new bridge.",
                "The new bridge is what the river needs most of all.",
            ),
            ("ar", "أعلنت إيران عن افتتاح الجسر الجديد أمس", "أعلنت الصين عن افتتاح الجسر الجديد أمس"),
            ("zh", "伊朗昨天宣布新大桥正式通车。", "中国昨天宣布新大桥正式通车。"),
        ] {
            check(language, a, b, None);
        }
    }

    #[test]
    fn a_negation_or_a_hedge_is_named() {
        for (language, a, b) in [
            ("en", "The bridge was closed after three warnings.", "The bridge was not closed after three warnings."),
            ("en", "The bridge cost the city 4 million.", "The bridge allegedly cost the city 4 million."),
            ("de", "Die Brücke wurde gesperrt, sagt der Rat.", "Die Brücke wurde nicht gesperrt, sagt der Rat."),
        ] {
            check(language, a, b, CONTRARY);
        }
        let [a, b] = ["The bridge was closed in May 2019.", "The bridge was never closed in May 2019."]
            .map(|text| Statement::new(text, "en").unwrap());
        assert_eq!(a.likeness(&b).unwrap().differing, [vec![], vec!["never".to_owned()]]);
    }

    #[test]
    fn what_is_no_statement_is_not_compared() {
        assert_eq!(Statement::new("", "en"), None);
        assert_eq!(Statement::new("—!", "en"), None);
        assert_eq!(Statement::new(&"word ".repeat(201), "en"), None);
    }
}
