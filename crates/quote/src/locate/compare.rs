//! What differs between two texts, word by word and sentence by sentence: [`compare`].

use std::ops::Range;

use super::alignment::{Stretch, aligned, corresponding};
use super::compared_words::{ComparedWords, Interner, Word};
use super::searchable::Searchable;

/// What kind of change it is. A change is of the first of these that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Of a heading.
    Headline,
    /// A sentence is only in the new text.
    New,
    /// A sentence is only in the old text.
    Gone,
    /// Of a number.
    Figure,
    /// Of words in quotation marks.
    Quoted,
    /// Of other words.
    Wording,
}

impl ChangeKind {
    /// All kinds, in their order.
    pub const ALL: [ChangeKind; 6] = [
        ChangeKind::Headline,
        ChangeKind::New,
        ChangeKind::Gone,
        ChangeKind::Figure,
        ChangeKind::Quoted,
        ChangeKind::Wording,
    ];

    /// The name in data: `headline`, `new`, `gone`, `figure`, `quoted` or `wording`.
    pub fn name(self) -> &'static str {
        match self {
            ChangeKind::Headline => "headline",
            ChangeKind::New => "new",
            ChangeKind::Gone => "gone",
            ChangeKind::Figure => "figure",
            ChangeKind::Quoted => "quoted",
            ChangeKind::Wording => "wording",
        }
    }
}

/// Which of the texts has some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Both.
    Both,
    /// Only the old one.
    Old,
    /// Only the new one.
    New,
}

/// Some words in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Which text has them.
    pub side: Side,
    /// Bytes of the old text if only that has them, else of the new one; end exclusive.
    pub range: Range<usize>,
}

/// A sentence that differs, or several that do together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// The sentences in the old text, in bytes; empty if there are none, at the place where they would be.
    pub old: Range<usize>,
    /// The sentences in the new text.
    pub new: Range<usize>,
    /// All words of both. Where words take the place of others, the old ones come first.
    pub words: Vec<Words>,
}

/// What differs between two texts, in order. Words are compared after folding ([`crate::text::fold`]), so white space and typography make no
/// difference; words that are struck through differ from those that are not.
///
/// ```
/// use citeback_quote::locate::compare::{ChangeKind, compare};
/// use citeback_quote::{ReadingText, Searchable};
///
/// let text = |text| Searchable::new(ReadingText::plain(text), "en");
/// let old = text("It rained. The bridge cost “up to” 4 million. He left.");
/// let new = text("It rained. The bridge cost \"up to\" 5 million.");
/// let changes = compare(&old, &new);
/// assert_eq!(changes.iter().map(|change| change.kind).collect::<Vec<_>>(), [ChangeKind::Figure, ChangeKind::Gone]);
/// assert_eq!(&old.text()[changes[1].old.clone()], "He left.");
/// ```
pub fn compare(old: &Searchable, new: &Searchable) -> Vec<Change> {
    let mut known = Interner::default();
    // The numbers of words are to be the same if the texts are compared in the opposite order.
    let texts = if new.text() < old.text() {
        let new = ComparedWords::new(new, &mut known);
        (ComparedWords::new(old, &mut known), new)
    } else {
        (ComparedWords::new(old, &mut known), ComparedWords::new(new, &mut known))
    };
    let stretches = aligned(&texts.0, &texts.1);
    stretches.iter().flat_map(|stretch| changes(&texts.0, &texts.1, stretch)).collect()
}

/// The changes in a stretch.
fn changes(old: &ComparedWords, new: &ComparedWords, stretch: &Stretch) -> Vec<Change> {
    let mut found = vec![];
    let (mut from_old, mut from_new) = (stretch.old.start, stretch.new.start);
    let mut pairs = stretch.pairs.iter().copied().peekable();
    let end = (stretch.old.end..stretch.old.end, stretch.new.end..stretch.new.end);
    for (in_old, in_new) in corresponding(old, new, stretch).into_iter().chain([end]) {
        // What comes before corresponds to nothing.
        for sentence in from_old..in_old.start {
            let unit = Unit { old, new, in_old: sentence..sentence + 1, in_new: from_new..from_new };
            found.extend(unit.change(&[]));
        }
        for sentence in from_new..in_new.start {
            let unit = Unit { old, new, in_old: in_old.start..in_old.start, in_new: sentence..sentence + 1 };
            found.extend(unit.change(&[]));
        }
        let unit = Unit { old, new, in_old: in_old.clone(), in_new: in_new.clone() };
        let inside: Vec<(usize, usize)> = {
            let (words_old, words_new) = (old.words_of(&in_old), new.words_of(&in_new));
            while pairs.next_if(|pair| pair.0 < words_old.start).is_some() {}
            let mut inside = vec![];
            while let Some(pair) = pairs.next_if(|pair| pair.0 < words_old.end) {
                inside.extend(words_new.contains(&pair.1).then_some(pair));
            }
            inside
        };
        found.extend(unit.change(&inside));
        (from_old, from_new) = (in_old.end, in_new.end);
    }
    found
}

/// Sentences of both texts that are compared with each other; of one there may be none.
struct Unit<'a> {
    old: &'a ComparedWords,
    new: &'a ComparedWords,
    /// Positions of sentences.
    in_old: Range<usize>,
    in_new: Range<usize>,
}

/// A run of words, as positions in the words of both texts; of one there may be none.
struct Run {
    same: bool,
    old: Range<usize>,
    new: Range<usize>,
}

impl Unit<'_> {
    /// What changed, if anything did; `pairs` are the words that correspond.
    fn change(&self, pairs: &[(usize, usize)]) -> Option<Change> {
        let (in_old, in_new) = (self.old.words_of(&self.in_old), self.new.words_of(&self.in_new));
        let runs = self.runs(pairs, &in_old, &in_new);
        if runs.iter().all(|run| run.same) {
            return None;
        }
        let mut words = vec![];
        for run in &runs {
            let place = |side, text: &ComparedWords, run: &Range<usize>| {
                (!run.is_empty()).then(|| Words { side, range: text.bytes(run) })
            };
            if run.same {
                words.extend(place(Side::Both, self.new, &run.new));
            } else {
                words.extend(place(Side::Old, self.old, &run.old));
                words.extend(place(Side::New, self.new, &run.new));
            }
        }
        let kind = self.kind(&runs, &in_old, &in_new);
        Some(Change { kind, old: self.old.bytes(&in_old), new: self.new.bytes(&in_new), words })
    }

    /// The words in runs that are the same or not, in turn.
    fn runs(&self, pairs: &[(usize, usize)], in_old: &Range<usize>, in_new: &Range<usize>) -> Vec<Run> {
        let mut runs: Vec<Run> = vec![];
        let (mut old, mut new) = (in_old.start, in_new.start);
        for (a, b) in pairs.iter().copied().chain([(in_old.end, in_new.end)]) {
            if old < a || new < b {
                let differs = Run { same: false, old: old..a, new: new..b };
                // A mark between two changes is easier to read as a part of them.
                match &runs[..] {
                    [.., before, mark] if !before.same && !self.is_spoken(mark) => {
                        runs.pop();
                        if let Some(before) = runs.last_mut() {
                            (before.old.end, before.new.end) = (differs.old.end, differs.new.end);
                        }
                    }
                    _ => runs.push(differs),
                }
            }
            if (a, b) == (in_old.end, in_new.end) {
                break;
            }
            match runs.last_mut().filter(|last| last.same) {
                Some(last) => (last.old.end, last.new.end) = (a + 1, b + 1),
                None => runs.push(Run { same: true, old: a..a + 1, new: b..b + 1 }),
            }
            (old, new) = (a + 1, b + 1);
        }
        runs
    }

    fn is_spoken(&self, run: &Run) -> bool {
        self.old.words[run.old.clone()].iter().any(|word| word.is_spoken)
    }

    fn kind(&self, runs: &[Run], in_old: &Range<usize>, in_new: &Range<usize>) -> ChangeKind {
        let (old, new) = (&self.old.words[in_old.clone()], &self.new.words[in_new.clone()]);
        if old.iter().chain(new).any(|word| word.in_heading) {
            return ChangeKind::Headline;
        }
        if old.is_empty() {
            return ChangeKind::New;
        }
        if new.is_empty() {
            return ChangeKind::Gone;
        }
        let changed = || runs.iter().filter(|run| !run.same);
        let figures = |text: &ComparedWords, of: fn(&Run) -> Range<usize>| {
            let mut figures: Vec<u32> =
                changed().flat_map(of).filter(|at| text.words[*at].has_figure).map(|at| text.keys[at]).collect();
            figures.sort_unstable();
            figures
        };
        if figures(self.old, |run| run.old.clone()) != figures(self.new, |run| run.new.clone()) {
            return ChangeKind::Figure;
        }
        let quoted = |words: &[Word]| words.iter().any(|word| word.is_quoted);
        let is_quoted =
            |run: &Run| quoted(&self.old.words[run.old.clone()]) || quoted(&self.new.words[run.new.clone()]);
        if changed().any(is_quoted) { ChangeKind::Quoted } else { ChangeKind::Wording }
    }
}

impl ComparedWords {
    /// The bytes of some words; of none, an empty range where they would be.
    fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        match self.words.get(words.clone()) {
            Some([first, .., last]) => first.range.start..last.range.end,
            Some([only]) => only.range.clone(),
            _ => {
                let before = words.start.checked_sub(1).and_then(|before| self.words.get(before));
                let at = before.map_or(0, |word| word.range.end);
                at..at
            }
        }
    }
}

#[cfg(test)]
mod tests;
