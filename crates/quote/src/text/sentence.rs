//! The sentence or two around a passage: [`around`].
//!
//! Not the rules of Unicode Standard Annex #29, section 5, which end a sentence after every “U.S.”: a single capital letter ends none here.
//! Other abbreviations do (“Mr. Smith”), for lack of a list in every language. Two things depend on it: what is shown around a passage, and
//! how many sentences an omission may leave out.

use std::ops::Range;

/// At most this many bytes of context on each side; a sentence longer than that is cut between words.
const REACH: usize = 320;

/// The range around `range` that reaches to the ends of the sentences it begins and ends in, within its own lines of `text`
/// (blocks of a reading text are lines). A passage that is made of whole sentences gets the neighbouring ones.
pub fn around(text: &str, range: &Range<usize>) -> Range<usize> {
    let floor = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let ceiling = text[range.end..].find('\n').map_or(text.len(), |newline| range.end + newline);
    let window = between_words(text, range.start.saturating_sub(REACH).max(floor), range.start, floor)
        ..between_words(text, range.end, (range.end + REACH).min(ceiling), ceiling);
    // A sentence runs from one of these to the next.
    let mut edges = vec![window.start];
    edges.extend(sentence_starts(&text[window.clone()]).into_iter().map(|start| window.start + start));
    edges.push(window.end);
    let first = edges.partition_point(|edge| *edge <= range.start).saturating_sub(1);
    let last = edges.partition_point(|edge| *edge < range.end).min(edges.len() - 1);
    let whole = has_no_words(&text[edges[first]..range.start]) && has_no_words(&text[range.end..edges[last]]);
    let (first, last) = match whole {
        true => (first.saturating_sub(1), (last + 1).min(edges.len() - 1)),
        false => (first, last),
    };
    let end = range.end + text[range.end..edges[last].max(range.end)].trim_end().len();
    edges[first].min(range.start)..end
}

/// `range`, itself a stretch between sentences, with up to `reach` bytes more on each side: whole sentences, across lines too.
pub fn wider(text: &str, range: &Range<usize>, reach: usize) -> Range<usize> {
    let floor = (range.start.saturating_sub(reach)..=range.start).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let ceiling = (range.end..=(range.end + reach).min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let (before, after) = (&text[floor..range.start], &text[range.end..ceiling.unwrap_or(text.len())]);
    let starts = |text: &str| {
        let mut starts = sentence_starts(text);
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        starts.sort_unstable();
        starts
    };
    let start = match floor {
        0 => 0,
        _ => floor + starts(before).first().copied().unwrap_or(before.len()),
    };
    let end = match range.end + after.len() {
        end if end == text.len() => end,
        _ => range.end + starts(after).last().copied().unwrap_or(0),
    };
    start..range.end + text[range.end..end.max(range.end)].trim_end().len()
}

/// The outer end of a window that reaches from `inner` to `reach`: `limit` itself, or a place between words.
fn between_words(text: &str, low: usize, high: usize, limit: usize) -> usize {
    if low == limit || high == limit {
        return limit;
    }
    let low = (low..=high).find(|at| text.is_char_boundary(*at)).unwrap_or(high);
    let high = (low..=high).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(low);
    let space = match limit < low {
        true => text[low..high].find(' ').map(|space| low + space + 1),
        false => text[low..high].rfind(' ').map(|space| low + space),
    };
    space.unwrap_or(if limit < low { high } else { low })
}

fn has_no_words(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// Byte offsets at which a new sentence begins inside `text`.
pub(crate) fn sentence_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![];
    let mut previous = ' ';
    let mut before_previous = ' ';
    let mut ended = false;
    for (at, c) in text.char_indices() {
        match c {
            '。' | '！' | '？' | '．' | '।' | '؟' | '۔' => starts.push(at + c.len_utf8()),
            // An initial ("U.S.", "J. Smith") ends no sentence.
            '.' => ended = !previous.is_uppercase() || before_previous.is_alphanumeric(),
            '!' | '?' | '…' => ended = true,
            '"' | '”' | '’' | ')' | ']' | '»' => {}
            _ if c.is_whitespace() => {}
            _ => {
                if ended && previous.is_whitespace() && !c.is_lowercase() {
                    starts.push(at);
                }
                ended = false;
            }
        }
        before_previous = previous;
        previous = c;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::around;

    #[track_caller]
    fn check(text: &str, quote: &str, expected: &str) {
        let start = text.find(quote).unwrap();
        assert_eq!(&text[around(text, &(start..start + quote.len()))], expected);
    }

    #[test]
    fn reaches_to_the_ends_of_the_sentence() {
        check("One. Two has words here. Three.", "has words", "Two has words here.");
        check("First block\nA line. Here it is", "it is", "Here it is");
        check("東京です。大阪に行く。終わり。", "大阪", "大阪に行く。");
    }

    #[test]
    fn whole_sentences_get_their_neighbours() {
        check("One is. Two is. Three is. Four is.", "Two is.", "One is. Two is. Three is.");
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        check("It was the U.S. State Department that spoke.", "State", "It was the U.S. State Department that spoke.");
    }
}
