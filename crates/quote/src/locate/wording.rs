//! Finds the words that running prose quotes: [`locate_prose_quote`].
//!
//! Such a quotation needs no place of its own, so words that a text has twice are found as well. It is a part of another sentence, which may
//! change its initial, the marks of the quotations inside it, and its final mark.

use super::find::locate;
use super::place::{Place, Quote};
use super::searchable::Searchable;
use super::unlocated::Unlocated;
use crate::text::quotation::{Marks, quotations, with_marks};

/// Marks that may end a quotation in a sentence of another writer.
const FINAL: &str = ".,;:!?…。，、；：！？．｡､।؟۔،؛\"'”’»›」』";
/// The styles of marks that quotations inside a quotation may have.
const NESTED: [[Marks; 2]; 4] = [[DOUBLE, SINGLE], [SINGLE, DOUBLE], [CORNER, WHITE_CORNER], [WHITE_CORNER, CORNER]];
const DOUBLE: Marks = ("\"", "\"");
const SINGLE: Marks = ("'", "'");
const CORNER: Marks = ("「", "」");
const WHITE_CORNER: Marks = ("『", "』");

/// The places where a text has these words: at least one.
///
/// # Errors
/// Why there is none, as [`locate`] gives it.
pub fn locate_prose_quote(text: &Searchable, words: &str) -> Result<Vec<Place>, Unlocated> {
    let mut why = Unlocated::NotFound;
    if !text.contains(&longest_word(words)) {
        return Err(why);
    }
    for wording in wordings(words) {
        match locate(text, &Quote { exact: &wording, ..Quote::default() }) {
            Ok(place) => return Ok(vec![place]),
            Err(Unlocated::Ambiguous(places)) => return Ok(places),
            Err(unlocated) if why == Unlocated::NotFound => why = unlocated,
            Err(_) => {}
        }
    }
    Err(why)
}

/// The longest word that a text has to have in any wording: without its first letter, which may be another, and outside of brackets.
fn longest_word(words: &str) -> String {
    let outside = words.split(']').map(|part| part.split('[').next().unwrap_or_default());
    let pieces = outside.flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
    let longest = pieces.max_by_key(|piece| piece.len()).unwrap_or_default();
    let mut letters = longest.chars();
    letters.next();
    letters.as_str().to_owned()
}

/// The ways in which a text may have the words, the likeliest first.
fn wordings(words: &str) -> impl Iterator<Item = String> {
    let nested = NESTED.iter().map(|marks| with_marks(words, *marks));
    let styles: Vec<String> = if quotations(words, &[]).is_empty() {
        vec![words.to_owned()]
    } else {
        std::iter::once(words.to_owned()).chain(nested).collect()
    };
    styles.into_iter().flat_map(|words| {
        let bare = words.trim_end_matches(|c: char| FINAL.contains(c) || c.is_whitespace()).to_owned();
        let bare = (bare != words && !bare.is_empty()).then_some(bare);
        [Some(words), bare].into_iter().flatten().flat_map(|words| {
            let other = other_initial(&words);
            [Some(words), other].into_iter().flatten()
        })
    })
}

/// The words with their first letter in its other case; `None` when they do not begin with a letter that has one.
pub fn other_initial(words: &str) -> Option<String> {
    let (at, first) = words.char_indices().find(|(_, c)| c.is_alphanumeric())?;
    let other: String =
        if first.is_uppercase() { first.to_lowercase().collect() } else { first.to_uppercase().collect() };
    let rest = &words[at + first.len_utf8()..];
    (other != first.to_string()).then(|| format!("{}{other}{rest}", &words[..at]))
}

#[cfg(test)]
mod tests {
    use super::locate_prose_quote;
    use crate::locate::Searchable;
    use crate::text::reading_text::ReadingText;

    const TEXT: &str = "The experts met last week. They said “the sum is ‘far too high’ for us”, and the experts met again. \
                        It was two billion.";

    #[track_caller]
    fn check(words: &str, expected: bool) {
        let text = Searchable::new(ReadingText::plain(TEXT), "en");
        assert_eq!(locate_prose_quote(&text, words).is_ok(), expected, "{words}");
    }

    #[test]
    fn a_sentence_around_it_changes_nothing() {
        check("the experts met", true);
        check("The experts met last week,", true);
        check("They said ‘the sum is “far too high” for us.’", true);
        check("the sum is ‘far too high’", true);
        check("The experts met last", true);
        check("[T]he experts met […] They said", true);
    }

    #[test]
    fn other_words_are_others() {
        check("the Experts met", false);
        check("the experts met this week", false);
        check("It was two bill", false);
        check("it was three billion", false);
        check("the sum is [not] far too high", false);
    }
}
