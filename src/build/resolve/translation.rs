//! Translations of passages: [`check`] reports those that are in the language of their source. Prose may quote them: [`Translated`].

use super::note_text::NoteText;
use super::passage::Sources;
use super::verified::Verified;
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::{Claim, Evidence, Language, Quotation};
use crate::notes::yaml::Path;
use citeback_quote::locate::Searchable;
use citeback_quote::locate::nearest::{differences, nearest};
use citeback_quote::locate::wording::{locate_prose_quote, other_initial};
use citeback_quote::text::reading_text::{BlockBoundary, ReadingText};
use citeback_quote::text::single_spaced;

/// Reports translations into the language of the source.
pub(super) fn check(passages: &[Option<Verified>], sources: &Sources, note: NoteText<'_>, found: &mut Findings) {
    for passage in passages {
        let Some(Verified::Passage(passage)) = passage else { continue };
        let quotation = &passage.quotation;
        let Some(translation) = &quotation.translation else { continue };
        let source = &sources[passage.source];
        if !translation.language.is_same_as(&source.language) {
            continue;
        }
        let id = &source.source.id;
        let path = Path::top().key("passages").index(quotation.index).key("translation");
        let given = path.clone().key("language");
        let at = if note.places.tree().is_some_and(|tree| tree.key(&given).is_some()) { given } else { path };
        let message =
            format!("this translation is in the same language as the source “{id}” ({})", translation.language.tag());
        let finding =
            Diagnostic::new(Code::BadTranslation, note.place(&at), message).label("expected another language");
        let hint = match &source.source.language {
            Some(_) => {
                "write the language of the translation under “language”, as a tag such as en or pt-BR".to_owned()
            }
            None => format!(
                "the source names no language, so the brief’s counts: if it is in another, add “language: …” to {}",
                note.files.path(source.source.file)
            ),
        };
        found.push(finding.hint(hint).hint("words in the language of the source belong under “quote”"));
    }
}

/// A text beside the quotations of a note that prose may quote as well: a translation, or the original of a claim.
#[derive(Debug, Clone)]
pub(super) struct Translated {
    name: String,
    text: Searchable,
}

impl Translated {
    /// The translation of a passage, if it has one.
    pub fn of_passage(quotation: &Quotation) -> Option<Self> {
        let translation = quotation.translation.as_ref()?;
        let name = format!("the translation of the passage “{}”", quotation.id);
        Some(Translated { name, text: searchable(&translation.text, &translation.language) })
    }

    /// The translations of all passages of a claim, and its original.
    pub fn of_claim(claim: &Claim<Evidence>) -> Vec<Self> {
        let original = claim.original.as_ref().map(|original| Translated {
            name: "the original of the claim".to_owned(),
            text: searchable(&original.text, &original.language),
        });
        claim
            .passages
            .iter()
            .filter_map(Evidence::quotation)
            .filter_map(Translated::of_passage)
            .chain(original)
            .collect()
    }

    /// Whether it contains these words.
    pub fn contains(&self, words: &str) -> bool {
        locate_prose_quote(&self.text, words).is_ok()
    }

    /// How a hint refers to it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How its closest wording differs from these words, as a hint; `None` if it has no similar one.
    pub fn instead(&self, words: &str) -> Option<String> {
        let near = nearest(self.text.text(), words)?;
        let theirs = single_spaced(&self.text.text()[near.range]);
        // A different case of the first letter is allowed, so it is not shown as a difference.
        let initial = other_initial(words).filter(|other| other.split(' ').next() == theirs.split(' ').next());
        let (ours, theirs) = differences(initial.as_deref().unwrap_or(words), &theirs);
        if ours == theirs {
            return Some(format!("they run across two paragraphs of {}: quote each by itself", self.name));
        }
        Some(format!("the closest wording is in {}\n  your words: {ours}\n  its words: {theirs}", self.name))
    }
}

/// No quotation runs from one paragraph into the next.
fn searchable(text: &str, language: &Language) -> Searchable {
    let mut reading = ReadingText::builder();
    let mut words = String::new();
    for line in text.lines().chain([""]) {
        if !line.trim().is_empty() {
            words.push_str(line);
            words.push('\n');
        } else if !words.is_empty() {
            reading.paragraph(&single_spaced(&words)).boundary(BlockBoundary::Container);
            words.clear();
        }
    }
    Searchable::new(reading.build(), language.tag())
}
