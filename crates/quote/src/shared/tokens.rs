//! Words as texts are compared by them: [`tokens`], [`hash`] and [`same_word`].
//!
//! A token is a word of UAX #29; in a script without spaces between words it is a grapheme cluster, and weighs less. No dictionary is
//! asked: it would divide the same sentence differently in two places. Marks never stand alone, since a cluster keeps them.

use std::ops::Range;

use crate::text::boundary::{cluster_weight, clusters, words};

/// What a word weighs; a token of a script without spaces weighs less.
pub(super) const WORD: u8 = 4;

/// Calls `each` with the place and the weight of every token of a folded text, in order.
pub(super) fn tokens(folded: &str, mut each: impl FnMut(Range<usize>, u8)) {
    let mut from = 0;
    // Folding leaves no white space but single spaces, and words never cross one.
    for piece in folded.split(' ') {
        if piece.chars().all(is_plain) {
            plain_words(piece, |word| each(from + word.start..from + word.end, WORD));
        } else if piece.chars().any(|c| cluster_weight(c).is_some()) {
            mixed_words(piece, |word, weight| each(from + word.start..from + word.end, weight));
        } else {
            words(piece).for_each(|word| each(from + word.start..from + word.end, WORD));
        }
        from += piece.len() + 1;
    }
}

/// Whether [`plain_words`] knows what a character is: ASCII, and letters of the Latin and Cyrillic alphabets without marks of their own.
fn is_plain(c: char) -> bool {
    c.is_ascii() || is_letter(c)
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24F}' | '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}')
}

/// As [`words`], for plain characters without spaces: most texts are nearly all of these, and segmenting them costs ten times as much.
fn plain_words(piece: &str, mut each: impl FnMut(Range<usize>)) {
    let (mut start, mut has_sound) = (None, false);
    let mut before = '\0';
    let mut chars = piece.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let sound = c.is_ascii_digit() || is_letter(c);
        let after = chars.peek().map_or('\0', |(_, after)| *after);
        if sound || c == '_' || (start.is_some() && joins(before, c, after)) {
            start.get_or_insert(at);
            has_sound |= sound;
        } else if let Some(start) = start.take()
            && std::mem::take(&mut has_sound)
        {
            each(start..at);
        }
        before = c;
    }
    if let Some(start) = start.filter(|_| has_sound) {
        each(start..piece.len());
    }
}

/// Whether a mark between two characters keeps them together, as in “don't” and “1,500”.
fn joins(before: char, mark: char, after: char) -> bool {
    let letters = || is_letter(before) && is_letter(after);
    let digits = || before.is_ascii_digit() && after.is_ascii_digit();
    match mark {
        '\'' | '.' => letters() || digits(),
        ':' => letters(),
        ',' | ';' => digits(),
        _ => false,
    }
}

/// The tokens of a text without spaces that has letters of a script without them.
fn mixed_words(piece: &str, mut each: impl FnMut(Range<usize>, u8)) {
    let mut spaced = 0..0;
    for cluster in clusters(piece) {
        let weight = piece[cluster.clone()].chars().find_map(cluster_weight);
        let Some(weight) = weight else {
            spaced.end = cluster.end;
            continue;
        };
        words(&piece[spaced.clone()]).for_each(|word| each(spaced.start + word.start..spaced.start + word.end, WORD));
        spaced = cluster.end..cluster.end;
        if piece[cluster.clone()].contains(char::is_alphanumeric) {
            each(cluster, weight);
        }
    }
    words(&piece[spaced.clone()]).for_each(|word| each(spaced.start + word.start..spaced.start + word.end, WORD));
}

/// A hash of a word that does not depend on its case. The constants are fixed, so it is the same in every run.
pub(super) fn hash(word: &str) -> u32 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    if word.is_ascii() {
        word.bytes().for_each(|byte| add(byte.to_ascii_lowercase()));
    } else {
        let mut utf8 = [0; 4];
        lower(word).for_each(|c| c.encode_utf8(&mut utf8).bytes().for_each(&mut add));
    }
    // The lower half of this hash is its better one, and the upper half is folded into it.
    let [high, low] = [hash >> 32, hash & 0xFFFF_FFFF];
    u32::try_from(high ^ low).unwrap_or_default()
}

/// Whether two folded words are the same but for their case.
pub(super) fn same_word(a: &str, b: &str) -> bool {
    a == b || lower(a).eq(lower(b))
}

/// In lower case. A sigma at the end of a word is written differently, but it is the same letter.
fn lower(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy as _, any, prop_assert_eq, proptest};

    use super::{WORD, hash, is_plain, plain_words, same_word, tokens};
    use crate::text::boundary::words;

    #[track_caller]
    fn check(text: &str, expected: &[&str], weight: u32) {
        let (mut found, mut weighs) = (vec![], 0);
        tokens(text, |token, weight| {
            found.push(&text[token]);
            weighs += u32::from(weight);
        });
        assert_eq!((found.as_slice(), weighs), (expected, weight), "{text}");
    }

    #[test]
    fn scripts_have_words_or_clusters() {
        check("It's \"over\" $2,000 - well-known.", &["It's", "over", "2,000", "well", "known"], 20);
        check("東京タワーは333m", &["東", "京", "タ", "ワ", "ー", "は", "333m"], 16);
        check("ที่นี่ ok", &["ที่", "นี่", "ok"], 6);
        check("हिन्दी में", &["हिन्दी", "में"], 8);
        check("그는 \"간다\"고 했다", &["그는", "간다", "고", "했다"], 16);
        check("وَقَالَ الوزير", &["وَقَالَ", "الوزير"], 8);
        check(" — ... \u{FFFC} ", &[], 0);
        assert_eq!(WORD, 4);
    }

    #[test]
    fn case_does_not_count() {
        for (a, b) in [("The", "tHE"), ("ÉCOLE", "école"), ("ΟΔΟΣ", "οδος"), ("Straße", "STRAßE")] {
            assert_eq!(hash(a), hash(b));
            assert!(same_word(a, b));
        }
        assert!(!same_word("a", "b") && hash("a") != hash("b"));
    }

    proptest! {
        #[test]
        fn words_of_plain_characters_are_those_of_the_segmenter(text in "[aéжB1_'.,;:\"/()-]{0,12}") {
            let mut found = vec![];
            plain_words(&text, |word| found.push(word));
            prop_assert_eq!(found, words(&text).collect::<Vec<_>>(), "{}", text);
        }

        #[test]
        fn plain_letters_are_those_of_the_segmenter(c in any::<char>().prop_filter("plain", |c| is_plain(*c))) {
            let text = format!("a{c}b.{c}1");
            let mut found = vec![];
            plain_words(&text, |word| found.push(word));
            prop_assert_eq!(found, words(&text).collect::<Vec<_>>(), "{}", text);
        }
    }
}
