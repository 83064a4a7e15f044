//! Checks `claim_passage`: whether that passage contains the words of the claim, as they were made. Entry point: [`check`].

use super::note_text::NoteText;
use super::passage::{Passage, Sources};
use super::verified::Verified;
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::{Claim, Evidence, Id};
use crate::notes::yaml::Path;
use citeback_quote::locate::wording::other_initial;
use citeback_quote::locate::{Quote, Searchable, Unlocated, locate};
use citeback_quote::text::{in_marks, shortened};

/// Maximum length of the passage in a hint, in code points.
const MAX_SHOWN: usize = 300;

const OF_CLAIM: &str = "copy the claim word for word from the passage, or remove “claim_passage”: the page then says that the claim is in your words";
const OF_TRANSLATED: &str =
    "if the claim is your translation, write the words of the passage and their language under “original”";
const OF_ORIGINAL: &str = "copy the original word for word from the passage, or remove “claim_passage”: the page then does not show it as a quotation";

/// Reports a claim whose words are not in its `claim_passage`. An unknown passage is reported with the other references.
pub(super) fn check(
    claim: &Claim<Evidence>,
    passages: &[Verified],
    sources: &Sources,
    note: NoteText<'_>,
    found: &mut Findings,
) {
    let named = claim.claim_passage.as_ref();
    let Some(passage) = named.and_then(|id| passages.iter().find(|passage| passage.id() == id)) else {
        return;
    };
    let translated = matches!(passage, Verified::Passage(passage) if passage.quotation.translation.is_some());
    let (made, whose, fix) = match &claim.original {
        Some(original) => (&original.text, "the original of the claim", OF_ORIGINAL),
        None if translated => (&claim.claim, "the claim", OF_TRANSLATED),
        None => (&claim.claim, "the claim", OF_CLAIM),
    };
    let passage = match passage {
        Verified::Passage(passage) => passage,
        Verified::Absence(absence) => {
            let path = Path::top().key("passages").index(absence.absence.index).key("absent");
            found.push(not_quoted(note, passage.id(), whose).related(note.place(&path), "words that are not in the source").hint(
                "name a passage with a “quote”, or remove “claim_passage”: the page then says that the claim is in your words",
            ));
            return;
        }
    };
    let read = &sources[passage.source];
    let reading = read.field(passage.field);
    if wordings(made).iter().any(|words| contains(reading, passage, words)) {
        return;
    }
    let quote = Path::top().key("passages").index(passage.quotation.index).key("quote");
    found.push(
        not_quoted(note, passage.id(), whose)
            .related(note.place(&quote), "the passage")
            .hint(format!("the passage reads: {}", shortened(&passage.words(read), MAX_SHOWN)))
            .hint(fix),
    );
}

fn not_quoted(note: NoteText<'_>, passage: &Id, whose: &str) -> Diagnostic {
    let message = format!("the words of {whose} are not in the passage “{passage}”");
    Diagnostic::new(Code::ClaimNotQuoted, note.place(&Path::top().key("claim_passage")), message)
        .label(format!("does not contain the words of {whose}"))
}

/// Variants of the claim as it may occur within a sentence of the source: without quotation marks and final punctuation, and with the first
/// letter in either case.
fn wordings(claim: &str) -> Vec<String> {
    let bare = in_marks(claim).unwrap_or(claim);
    let mut wordings = vec![claim.to_owned()];
    for words in [bare, bare.trim_end_matches(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔'])] {
        wordings.push(words.to_owned());
        wordings.extend(other_initial(words));
    }
    wordings
}

fn contains(reading: &Searchable, passage: &Passage, words: &str) -> bool {
    let places = match locate(reading, &Quote { exact: words, ..Quote::default() }) {
        Ok(place) => vec![place],
        Err(Unlocated::Ambiguous(places)) => places,
        Err(_) => return false,
    };
    let inside = |range: &std::ops::Range<usize>| {
        passage.parts.iter().any(|part| part.start <= range.start && range.end <= part.end)
    };
    places.iter().any(|place| place.parts.iter().all(inside))
}
