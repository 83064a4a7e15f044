//! The sentence or two around a passage: [`around`], or [`Sentences`] for many passages of one text.
//!
//! Not the rules of Unicode Standard Annex #29, section 5, which end a sentence after every “U.S.”: a single capital letter ends none here,
//! nor does an abbreviation that `abbreviation.rs` lists. Three things depend on it: what is shown around a passage, how many
//! sentences an omission may leave out, and which sentences of a source are listed as not examined.

use std::ops::Range;

use super::abbreviation::is_abbreviation;

/// At most this many bytes of context on each side; a sentence longer than that is cut between words.
const REACH: usize = 320;

/// As [`Sentences::around`], for a single range.
pub fn around(text: &str, range: &Range<usize>) -> Range<usize> {
    let window = window(text, range);
    let starts = sentence_starts(&text[window.clone()]).into_iter().map(|start| window.start + start);
    around_within(text, range, &window, starts)
}

/// Where the sentences of a text begin, found in one pass over it.
#[derive(Debug)]
pub struct Sentences {
    /// Byte offsets, ascending.
    starts: Vec<usize>,
}

impl Sentences {
    /// Reads the text from beginning to end.
    pub fn new(text: &str) -> Self {
        Sentences { starts: sentence_starts(text) }
    }

    /// The range around `range` that reaches to the ends of the sentences it begins and ends in, within its own lines of `text`
    /// (blocks of a reading text are lines). A passage that is made of whole sentences gets the neighbouring ones.
    ///
    /// All ranges are in bytes of `text`, of which these sentences must be.
    pub fn around(&self, text: &str, range: &Range<usize>) -> Range<usize> {
        let window = window(text, range);
        around_within(text, range, &window, self.inside(&window).iter().copied())
    }

    /// `range`, itself a stretch between sentences, with up to `reach` bytes more on each side: whole sentences, across lines too.
    pub fn wider(&self, text: &str, range: &Range<usize>, reach: usize) -> Range<usize> {
        let floor = range.start.saturating_sub(reach);
        let ceiling = range.end + reach;
        let start = match floor {
            0 => 0,
            _ => {
                let sentence = self.inside(&(floor..range.start)).first().copied();
                let from = (floor..=range.start).find(|at| text.is_char_boundary(*at)).unwrap_or(range.start);
                let line = text[from..range.start].find('\n').map(|newline| from + newline + 1);
                [sentence, line].into_iter().flatten().min().unwrap_or(range.start)
            }
        };
        let end = if ceiling >= text.len() {
            text.len()
        } else {
            let sentence = self.inside(&(range.end..ceiling)).last().copied();
            let to = (range.end..=ceiling).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(range.end);
            let line = text[range.end..to].rfind('\n').map(|newline| range.end + newline + 1);
            sentence.max(line).unwrap_or(range.end)
        };
        start..range.end + text[range.end..end].trim_end().len()
    }

    /// The starts inside a range, without its edges.
    fn inside(&self, range: &Range<usize>) -> &[usize] {
        let first = self.starts.partition_point(|start| *start <= range.start);
        let end = self.starts.partition_point(|start| *start < range.end);
        &self.starts[first..end.max(first)]
    }
}

/// How far the sentences around `range` may reach: to the ends of its lines, and [`REACH`].
fn window(text: &str, range: &Range<usize>) -> Range<usize> {
    let floor = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let ceiling = text[range.end..].find('\n').map_or(text.len(), |newline| range.end + newline);
    between_words(text, range.start.saturating_sub(REACH).max(floor), range.start, floor)
        ..between_words(text, range.end, (range.end + REACH).min(ceiling), ceiling)
}

/// [`Sentences::around`], with the starts of the sentences inside the window.
fn around_within(
    text: &str,
    range: &Range<usize>,
    window: &Range<usize>,
    starts: impl Iterator<Item = usize>,
) -> Range<usize> {
    // A sentence runs from one of these to the next.
    let mut edges = vec![window.start];
    edges.extend(starts);
    edges.push(window.end);
    let first = edges.partition_point(|edge| *edge <= range.start).saturating_sub(1);
    let last = edges.partition_point(|edge| *edge < range.end).min(edges.len() - 1);
    let whole = has_no_words(&text[edges[first]..range.start]) && has_no_words(&text[range.end..edges[last]]);
    let (first, last) = if whole { (first.saturating_sub(1), (last + 1).min(edges.len() - 1)) } else { (first, last) };
    let end = range.end + text[range.end..edges[last].max(range.end)].trim_end().len();
    edges[first].min(range.start)..end
}

/// The outer end of a window that reaches from `inner` to `reach`: `limit` itself, or a place between words.
fn between_words(text: &str, low: usize, high: usize, limit: usize) -> usize {
    if low == limit || high == limit {
        return limit;
    }
    let low = (low..=high).find(|at| text.is_char_boundary(*at)).unwrap_or(high);
    let high = (low..=high).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(low);
    let space = if limit < low {
        text[low..high].find(' ').map(|space| low + space + 1)
    } else {
        text[low..high].rfind(' ').map(|space| low + space)
    };
    space.unwrap_or(if limit < low { high } else { low })
}

fn has_no_words(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// The sentences of a text one after the other, as byte ranges without white space at their edges. Blocks of a reading text are lines, and no
/// sentence runs across them.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let lines = text.split('\n').scan(0, |next, line| {
        let start = *next;
        *next += line.len() + 1;
        Some((start, line))
    });
    lines.flat_map(move |(start, line)| {
        let mut edges = sentence_starts(line);
        edges.insert(0, 0);
        edges.push(line.len());
        let ranges: Vec<Range<usize>> = edges.windows(2).map(|edge| edge[0]..edge[1]).collect();
        ranges.into_iter().filter_map(move |range| {
            let words = line[range.clone()].trim();
            let from = start + range.start + line[range.clone()].len() - line[range].trim_start().len();
            (!words.is_empty()).then(|| from..from + words.len())
        })
    })
}

/// Byte offsets at which a new sentence begins inside `text`.
pub(crate) fn sentence_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![];
    let mut previous = ' ';
    let mut before_previous = ' ';
    // Where the last final mark is, if a sentence may have ended there.
    let mut ended = None;
    for (at, c) in text.char_indices() {
        match c {
            '。' | '！' | '？' | '．' | '।' | '؟' | '۔' => starts.push(at + c.len_utf8()),
            // An initial ("U.S.", "J. Smith") ends no sentence.
            '.' => ended = (!previous.is_uppercase() || before_previous.is_alphanumeric()).then_some(at),
            '!' | '?' | '…' => ended = Some(at),
            '"' | '”' | '’' | ')' | ']' | '»' => {}
            _ if c.is_whitespace() => {}
            _ => {
                if let Some(mark) = ended
                    && previous.is_whitespace()
                    && !c.is_lowercase()
                    && !is_abbreviation(&text[..mark], &text[at..])
                {
                    starts.push(at);
                }
                ended = None;
            }
        }
        before_previous = previous;
        previous = c;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::{Sentences, around, sentence_starts, sentences};

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
    fn the_sentences_of_a_whole_text_give_the_same() {
        let text = "One. Two of the U.S. here.\n\nThree? “Four.” Five…\nsix. 七です。八。 Nine";
        let sentences = Sentences::new(text);
        let places: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        for (i, start) in places.iter().enumerate() {
            for end in &places[i..] {
                let range = *start..*end;
                assert_eq!(sentences.around(text, &range), around(text, &range), "{:?}", &text[range]);
            }
        }
    }

    #[test]
    fn wider_stretches_are_of_whole_sentences() {
        let text = "One is. Two is. Three is.\nFour is. Five is.";
        let range = text.find("Three").map_or(0..0, |at| at..at + "Three is.".len());
        let wider = |reach| &text[Sentences::new(text).wider(text, &range, reach)];
        assert_eq!(wider(11), "Two is. Three is.\nFour is.");
        assert_eq!(wider(3), "Three is.");
        assert_eq!(wider(100), text);
    }

    #[test]
    fn whole_sentences_get_their_neighbours() {
        check("One is. Two is. Three is. Four is.", "Two is.", "One is. Two is. Three is.");
    }

    #[test]
    fn all_sentences_of_a_text() {
        let text = " One is. Two is!\n\n  Three of the U.S. Senate\n七です。八";
        let found: Vec<&str> = sentences(text).map(|at| &text[at]).collect();
        assert_eq!(found, ["One is.", "Two is!", "Three of the U.S. Senate", "七です。", "八"]);
    }

    /// `|` marks each place where a sentence begins after another; there are no others.
    #[track_caller]
    fn check_starts(marked: &str) {
        let text = marked.replace('|', "");
        let mut before = 0;
        let expected: Vec<usize> = marked
            .match_indices('|')
            .map(|(at, _)| {
                before += 1;
                at + 1 - before
            })
            .collect();
        assert_eq!(sentence_starts(&text), expected, "{marked}");
    }

    #[test]
    fn sentences_end_at_final_marks_before_capitals_and_figures() {
        check_starts("It rained. |The bridge opened.");
        check_starts("Did it rain? |It did! |So it did… |And then?");
        check_starts("It rained. |5 people came. |Élan won. |Ένας ήρθε. |Он пришёл.");
        check_starts("He came.Then he left.");
        check_starts("He came\nThen he left");
        check_starts("It rained.   |The bridge opened");
    }

    #[test]
    fn initials_and_abbreviations_of_capitals_end_none() {
        check_starts("It was the U.S. State Department that spoke.");
        check_starts("We met J. Smith and J. R. R. Tolkien.");
        check_starts("The E.U. Commission met at the U.N. Headquarters.");
        check_starts("A. B. Clark wrote it. |C. D. Ellis read it.");
        // A word of capitals is a word.
        check_starts("He works for NATO. |She works for the EU. |They met.");
    }

    #[test]
    fn abbreviations_before_small_letters_end_none() {
        check_starts("about 5 p.m. on Monday, e.g. in May, i.e. soon, cf. below, etc. and so on");
        check_starts("ca. fünf mio. euros, u. a. morgen");
        check_starts("He asked why? and left.");
        check_starts("Well… maybe, he said. |Yes");
    }

    #[test]
    fn listed_abbreviations_end_none() {
        check_starts("He met Mr. Smith, Mrs. Jones and Dr. Who of St. Louis. |Prof. Ng and Gov. Lee came.");
        check_starts("It was so, e.g. Berlin, i.e. Germany, vs. France. |Then");
        check_starts("See No. 5, Art. 12, p. 7, vol. 3 and fig. 4. |It was Aug. 5, or Dec. 2019. |Then");
        check_starts(
            "Hr. Meier und Fr. Dr. Kurz kamen z. B. am 3. Mai, vgl. Abs. 2 und S. 5. |Der 2. Weltkrieg endete.",
        );
        check_starts("Mme. Dupont et M. Durand. |Le Sr. López de los EE. UU. vino con la Sra. Ruiz, pág. 5. |Fin");
        check_starts("В г. Москва и на ул. Ленина. |Потом");
        check_starts("Ph.D. Smith came.");
    }

    #[test]
    fn words_that_look_like_abbreviations_end_one() {
        check_starts("He said no. |She said yes. |It rose by 12. |Then it fell. |It is art. |Nobody knew.");
        check_starts("It opened in May. |The bridge is new.");
        check_starts("It was 3. |Maybe not. |Option b. |Then");
        check_starts("The figure. |Nobody saw it. |It began in dec. |Then");
    }

    #[test]
    fn points_in_numbers_and_addresses_end_none() {
        check_starts("It rose by 3.5 per cent to 1.500 in version 2.0.1 of a.example/B.html. |Then");
        check_starts("It was in 2019. |Then it ended. |At 10.30 it began");
    }

    #[test]
    fn ellipses_end_a_sentence_before_a_capital_only() {
        check_starts("He said... |Then he left");
        check_starts("He said ... and left");
        check_starts("He said […] |Then he left");
        check_starts("He said … and left. |Then");
    }

    #[test]
    fn quotation_marks_and_brackets_after_the_final_mark_belong_to_the_sentence() {
        check_starts("“It rained.” |The bridge opened.");
        check_starts("(It rained.) |The bridge opened.");
        check_starts("«Il pleut.» |Le pont est ouvert.");
        check_starts("‘It rained!’ |Yes. |[1] No");
        check_starts("“It rained.” he said. |Then");
        check_starts("It rained. |“Yes.” |«No.»");
        // A straight mark may open or close, so a sentence that begins with one is not told from the one before.
        check_starts("\"It rained.\" \"It did.\" |So it did.");
        check_starts("It rained. |(The bridge opened.)");
    }

    #[test]
    fn scripts_with_other_stops() {
        check_starts("東京です。|大阪に行く！|本当？|はい．|終");
        check_starts("यह सच है।| वह आया।| ठीक");
        check_starts("هل جاء؟| نعم");
        check_starts("وہ آیا۔| وہ گیا");
        check_starts("他说：「下雨了。|」她走了");
    }

    #[test]
    fn a_text_without_final_marks_is_one_sentence() {
        for text in ["", " ", "It rained", "…", ". . ."] {
            check_starts(text);
        }
    }
}
