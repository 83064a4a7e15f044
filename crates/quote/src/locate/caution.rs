//! What may mislead in a place that was found: [`cautions`].

use std::ops::Range;

use super::gap::{FEW_WORDS, first_qualifier};
use super::lexicon::Lexicon;
use super::place::Place;
use super::searchable::Searchable;
use crate::text::boundary::{dictionary_word_count, dictionary_words_of};
use crate::text::fold::folded;
use crate::text::reading_text::BreakKind;

/// Something that may mislead about a quotation that is in its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caution {
    /// Words of it are struck through.
    Struck,
    /// It runs from a paragraph that ends without a final mark into the next: the last words before.
    OpenParagraph(String),
    /// This negation is right before it, in a script that puts no space there.
    Negated(&'static str),
    /// It begins or ends between a number and this word, such as “million”, which belongs to the number.
    SplitsNumber(String),
    /// A mark leaves out this word, which negates or hedges.
    LeavesOutQualifier(String),
}

/// The words of a text that negate or hedge, by the lists of its language, in order and as the text writes them. In a script without spaces,
/// the first that is anywhere in the text.
///
/// ```
/// use citeback_quote::locate::caution::qualifiers;
///
/// assert_eq!(qualifiers("It was not closed, and may never be.", "en"), ["not", "may", "never"]);
/// assert!(qualifiers("It was closed in May.", "en").is_empty());
/// ```
pub fn qualifiers(text: &str, language: &str) -> Vec<String> {
    let lexicon = Lexicon::of(language);
    let folded = folded(text);
    let is_one = |word: &&str| *word != "May" && lexicon.is_qualifier(&word.to_lowercase());
    let mut found: Vec<String> = dictionary_words_of(&folded).filter(is_one).map(str::to_owned).collect();
    if found.is_empty() {
        found.extend(lexicon.qualifier_in_unspaced(&folded).map(str::to_owned));
    }
    found
}

/// What an editor should look at in a place that [`locate`](super::locate()) found.
///
/// ```
/// use citeback_quote::{Caution, Quote, ReadingText, Searchable, cautions, locate};
///
/// let text = ReadingText::builder().paragraph("It was ").struck("not").text(" so.").build();
/// let text = Searchable::new(text, "en");
/// let place = locate(&text, &Quote { exact: "It was not so.", ..Quote::default() })?;
/// assert_eq!(cautions(&text, &place), [Caution::Struck]);
/// # Ok::<(), citeback_quote::Unlocated>(())
/// ```
pub fn cautions(text: &Searchable, place: &Place) -> Vec<Caution> {
    let mut found = vec![];
    let span = place.span();
    if let Some(negation) = text.folded.at(span.start).and_then(|at| text.edges().negated_by(at)) {
        found.push(Caution::Negated(negation));
    }
    let edge = |at: usize| text.folded.at(at).and_then(|at| text.edges().splits_number(at));
    found.extend(edge(span.start).or_else(|| edge(span.end)).map(Caution::SplitsNumber));
    if place.parts.iter().any(|part| text.reading().is_struck(part)) {
        found.push(Caution::Struck);
    }
    let open = text.reading().breaks_within(&span).iter().filter(|found| found.kind == BreakKind::Paragraph);
    found.extend(open.map(|found| &text.text()[..found.at.start]).find(|before| !ends_finally(before)).map(|before| {
        let words: Vec<&str> = before.split_whitespace().rev().take(3).collect();
        Caution::OpenParagraph(words.into_iter().rev().collect::<Vec<_>>().join(" "))
    }));
    for pair in place.parts.windows(2) {
        let left_out = &text.text()[pair[0].end..pair[1].start];
        // Where few words are left out this is an error already.
        let qualifier =
            first_qualifier(text.lexicon, left_out).filter(|_| dictionary_word_count(left_out) >= FEW_WORDS);
        let caution = qualifier.map(Caution::LeavesOutQualifier);
        found.extend(caution.filter(|caution| !found.contains(caution)));
    }
    found
}

/// Whether a place runs from one paragraph into the next.
pub fn runs_across_paragraphs(text: &Searchable, span: &Range<usize>) -> bool {
    text.reading().breaks_within(span).iter().any(|found| found.kind == BreakKind::Paragraph)
}

/// Whether a paragraph ends as a sentence does, or leads to what follows.
fn ends_finally(paragraph: &str) -> bool {
    let closing = ['"', '\'', '”', '’', '»', '›', ')', ']', '」', '』', '）', '】', '*', ' ', '\u{A0}'];
    let end = paragraph.trim_end_matches(closing).chars().next_back();
    end.is_none_or(|c| ".!?…:;。！？：；．।॥؟۔؛։።၊။។៖‽⁇⁈⁉¡¿".contains(c))
}
