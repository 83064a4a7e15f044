//! Tests of the layout and of the import: no word is lost or doubled whatever the boxes, and damaged files do no harm.

use std::path::Path;

use proptest::prelude::*;

use super::compose::compose;
use super::layout::layout;
use super::text::tokens;
use super::words::{Document, PageBox, Rect, Word};
use super::{import, text};
use crate::types::ImportOptions;
use citeback_content::model::{Kind, Show};

const OPTIONS: ImportOptions<'_> = ImportOptions {
    stem: "report",
    id: None,
    captured: None,
    today: "2024-03-14",
    kind: Kind::Article,
    show: Show::Excerpts,
    url: None,
    keep: &[],
    version_of: None,
    saved: None,
};

/// Pages of words at places of a coarse grid, so that columns, rows and overlaps occur, and some anywhere.
fn documents() -> impl Strategy<Value = Document> {
    let place = prop_oneof![(0..12u8).prop_map(|step| 40.0 + 45.0 * f32::from(step)), -50.0..700.0f32];
    let height = prop_oneof![Just(11.0f32), Just(8.0), Just(16.0), Just(6.0), 0.0..60.0f32];
    let text = prop_oneof![
        "[a-z]{1,9}",
        "[a-z]{2,6}-",
        "[0-9]{1,3}",
        "[A-Z][a-z]{1,6}[.]",
        "[אבגד]{1,5}",
        Just("•".to_owned()),
        Just("\u{AD}".to_owned()),
        "[*|_#<&]{1,3}"
    ];
    let word = (place.clone(), place, height, 0.0..80.0f32, text, 0..3usize, any::<bool>());
    proptest::collection::vec(proptest::collection::vec(word, 0..60), 1..5).prop_map(|pages| {
        let mut document = Document::default();
        let mut line = 0;
        for (page, words) in pages.into_iter().enumerate() {
            for (left, top, height, width, text, step, continues) in words {
                line += if continues { 0 } else { step + 1 };
                let rect = Rect { left, top, right: left + width, bottom: top + height };
                document.words.push(Word { text, rect, line, page });
            }
            document.pages.push(PageBox { width: 600.0, height: 800.0, end: document.words.len() });
        }
        document
    })
}

/// The letters of a text, in any order.
fn letters(texts: impl Iterator<Item = String>) -> Vec<char> {
    let mut all: Vec<char> =
        texts.flat_map(|text| text.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>()).collect();
    all.sort_unstable();
    all
}

proptest! {
    #[test]
    fn no_word_is_lost_or_doubled(document in documents(), keep in any::<bool>()) {
        let layout = layout(&document, keep);
        prop_assert!(layout.is_whole(&document));
        let composed = compose(&document, &layout, None, &[]).map_err(|error| TestCaseError::fail(error.message))?;
        let left_out = composed.left_out.iter().map(|part| part.text.clone());
        let have = letters(left_out.chain([composed.expected.clone()]));
        let every = document.words.iter().map(|word| super::letters::letters(&word.text).text);
        prop_assert_eq!(have, letters(every));
    }

    #[test]
    fn the_words_of_a_line_stay(document in documents()) {
        for page in 0..document.pages.len() {
            for line in super::lines::pieces(&document, page) {
                let own = line.words.iter().map(|index| super::letters::letters(&document.words[*index].text).text);
                let read: Vec<text::Token> = tokens(&document, std::slice::from_ref(&line));
                prop_assert_eq!(letters(read.into_iter().map(|token| token.text)), letters(own));
            }
        }
    }
}

/// Numbers that look random, and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Changes bytes, takes parts out and puts parts in twice.
fn mutated(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + numbers.below(12) {
        let at = numbers.below(bytes.len());
        let end = (at + 1 + numbers.below(200)).min(bytes.len());
        match numbers.below(5) {
            0 => bytes[at] = numbers.below(256) as u8,
            1 => bytes[at] ^= 1 << numbers.below(8),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            _ => bytes[at..end].iter_mut().filter(|byte| byte.is_ascii_digit()).for_each(|digit| *digit = b'9'),
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

#[test]
fn damaged_files_are_imported_or_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/import");
    let whole: Vec<Vec<u8>> = ["groff-columns.pdf", "chromium-hebrew.pdf"]
        .iter()
        .map(|name| std::fs::read(folder.join(name)).unwrap())
        .collect();
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let (mut imported, mut refused) = (0, 0);
    for round in 0..200 {
        let bytes = mutated(&whole[round % whole.len()], &mut numbers);
        match import(&bytes, &OPTIONS) {
            Ok(source) => {
                imported += 1;
                assert!(source.file.contains("\nsha256: "), "{}", source.file);
            }
            Err(error) => {
                refused += 1;
                assert!(!error.message.contains("could not") && !error.hint.is_empty(), "round {round}: {error:?}");
            }
        }
    }
    assert!(imported > 50 && refused > 0, "{imported} imported, {refused} refused");
}
