//! What words match in a source, by the same rules as in a build: of a selection ([`of_selection`]), and of a passage as it is written
//! ([`Written`]).

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::build::resolve::{ReadSource, caution_in_words, misuse_in_words, obstacle_in_words};
use crate::live::View;
use crate::model::Field;
use crate::notes::edit::{NewPassage, derived_id};
use citeback_quote::locate::caution::cautions;
use citeback_quote::locate::nearest::nearest;
use citeback_quote::locate::selector::{Disambiguator, Selector, describe, disambiguate, pick};
use citeback_quote::locate::{Obstacle, Place, Quote, Searchable, TooWide, Unlocated, locate};
use citeback_quote::text::reading_text::{BreakKind, SEAM};
use citeback_quote::text::{in_context, shortened, single_spaced};

/// The maximum number of occurrences to choose from.
const MAX_CHOICES: usize = 8;
/// The maximum length of an excerpt in a message, in code points.
const MAX_SHOWN: usize = 160;

/// Words selected on a page.
#[derive(Deserialize)]
pub(in crate::live::serve) struct Selection {
    pub source: String,
    /// The selected text as the page shows it.
    pub text: String,
    /// How many characters of the article, or of its headline, precede it: code points other than white space.
    pub before: usize,
    /// Whether the words are from the headline.
    #[serde(default)]
    pub title: bool,
}

/// The passage that a selection makes.
#[derive(Serialize)]
pub(super) struct Picked {
    quote: String,
    field: Option<String>,
    prefix: Option<String>,
    suffix: Option<String>,
    /// How often the source has these words.
    times: usize,
    /// What may mislead in it.
    cautions: Vec<String>,
    /// The id that it gets unless the editor chooses another one.
    id: String,
    /// To paste.
    yaml: String,
    /// The title of the source.
    title: String,
    /// The language of the source.
    language: String,
    /// Whether readers of the brief need a translation.
    foreign: bool,
}

/// Describes a selection as a passage: its words, and the shortest prefix or suffix that identifies it.
///
/// # Errors
/// Why the words cannot be a passage.
pub(super) fn of_selection(view: &View, selection: &Selection) -> Result<Picked, String> {
    let source = view.source(&selection.source).ok_or("This source no longer exists. Reload the page.")?;
    let field = if selection.title { Field::Title } else { Field::Body };
    let text = source.field(field);
    let range = pick(text, selection.before, &selection.text);
    // A theme may show the article differently, so the offset may be wrong; the words alone may be enough.
    let picked = range.as_ref().map_or_else(|| find_by_words(text, &selection.text), |range| describe(text, range));
    let Some(Selector { exact, disambiguator }) = picked else {
        return Err(match range.and_then(|range| crossed(text, &range)) {
            Some(obstacle) => format!(
                "A passage cannot run across {}. Pick the words on each side as separate passages.",
                obstacle_in_words(obstacle)
            ),
            None => "This selection is not unique in the article, or contains no word. Select more words.".to_owned(),
        });
    };
    let (prefix, suffix) = sides(disambiguator);
    // The body is searched first, so a passage from the headline must name its field.
    let field_name = selection.title.then(|| field.name().to_owned());
    let quote = Quote { exact: &exact, prefix: prefix.as_deref(), suffix: suffix.as_deref() };
    let place = locate(text, &quote).map_err(|_| "This selection cannot be found again. Select more words.")?;
    let times = occurrences(text, &exact);
    let passage = NewPassage {
        source: selection.source.clone(),
        quote: exact,
        field: field_name,
        prefix,
        suffix,
        ..NewPassage::default()
    };
    let yaml = passage.draft(None);
    let id = derived_id(&passage.quote, &passage.source, &[]);
    let NewPassage { quote, field, prefix, suffix, .. } = passage;
    Ok(Picked {
        quote,
        field,
        prefix,
        suffix,
        times,
        cautions: warnings(text, &place),
        id,
        yaml,
        title: source.source.title.clone(),
        language: source.language.tag().to_owned(),
        foreign: is_foreign(view, source),
    })
}

/// Whether a source is in another language than the brief.
pub(super) fn is_foreign(view: &View, source: &ReadSource) -> bool {
    view.brief.as_ref().is_some_and(|brief| !brief.language.is_same_as(&source.language))
}

/// The quote of a passage as it is written.
#[derive(Deserialize)]
pub(in crate::live::serve) struct Written {
    pub source: String,
    pub quote: String,
    pub prefix: Option<String>,
    pub suffix: Option<String>,
    pub field: Option<String>,
}

/// What a written quote matches.
#[derive(Serialize)]
pub(super) struct Matched {
    /// Whether it is found, in one place.
    found: bool,
    /// Where, or why not.
    message: String,
    /// The places among which the quote does not decide.
    choices: Vec<Choice>,
    cautions: Vec<String>,
}

/// One of several places with the same words.
#[derive(Serialize)]
struct Choice {
    /// The words in their context.
    shown: String,
    prefix: Option<String>,
    suffix: Option<String>,
}

impl Written {
    /// What it matches.
    pub(super) fn matched(&self, view: &View) -> Matched {
        let failed = |message: String| Matched { found: false, message, choices: vec![], cautions: vec![] };
        let Some(source) = view.source(&self.source) else {
            return failed(format!("There is no source “{}”.", self.source));
        };
        match self.locate(source) {
            Ok((field, place)) => {
                let text = source.field(field);
                Matched {
                    found: true,
                    message: in_context(text.text(), &place.span()),
                    choices: vec![],
                    cautions: warnings(text, &place),
                }
            }
            Err(why) => {
                let text = source.field(self.field().unwrap_or(Field::Body));
                let choices = match &why {
                    Unlocated::Ambiguous(places) | Unlocated::OutOfContext(places) => choices(text, places),
                    _ => vec![],
                };
                Matched { choices, ..failed(self.reason(source, &why)) }
            }
        }
    }

    /// Checks that a build would find it.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn verify(&self, view: &View) -> Result<(), String> {
        let source = view.source(&self.source).ok_or_else(|| format!("There is no source “{}”.", self.source))?;
        self.locate(source).map(drop).map_err(|why| self.reason(source, &why))
    }

    fn field(&self) -> Option<Field> {
        self.field.as_deref().and_then(Field::parse)
    }

    fn locate(&self, source: &ReadSource) -> Result<(Field, Place), Unlocated> {
        let quote = Quote { exact: &self.quote, prefix: self.prefix.as_deref(), suffix: self.suffix.as_deref() };
        source.locate(&quote, self.field())
    }

    /// Why it is not found, in a sentence or two.
    fn reason(&self, source: &ReadSource, why: &Unlocated) -> String {
        let id = source.source.id.as_str();
        match why {
            Unlocated::Empty => "The passage has no words.".to_owned(),
            Unlocated::NotFound => {
                let text = source.field(self.field().unwrap_or(Field::Body));
                let closest = nearest(text.text(), &self.quote).map(|near| {
                    let words = &text.text()[text.whole_words(&near.range)];
                    format!(" The closest wording is: “{}”.", shortened(&single_spaced(words), MAX_SHOWN))
                });
                format!("These words are not in the source “{id}”.{}", closest.unwrap_or_default())
            }
            Unlocated::PartTooShort(part) => {
                format!("“{part}” is too short to be found between marks: each part needs at least two words.")
            }
            Unlocated::OutOfContext(_) => {
                format!(
                    "These words are in the source “{id}”, but the words directly before or after them differ from those given. Empty those fields, or correct them."
                )
            }
            Unlocated::Ambiguous(places) => {
                format!("The source “{id}” has these words {} times: which are meant?", places.len())
            }
            Unlocated::Cuts(whole) => {
                let text = source.field(self.field().unwrap_or(Field::Body)).text();
                let whole = text.get(whole.clone()).unwrap_or_default();
                format!("These words cut off a number or a word: “{}”.", shortened(&single_spaced(whole), MAX_SHOWN))
            }
            Unlocated::Crosses(_, obstacle) => {
                format!("A passage cannot run across {}.", obstacle_in_words(*obstacle))
            }
            Unlocated::TooWide(_, TooWide::Across(obstacle)) => {
                format!("A mark cannot leave out {}.", obstacle_in_words(*obstacle))
            }
            Unlocated::TooWide(..) => "The mark leaves out or replaces too much: cite two passages.".to_owned(),
            Unlocated::Misuse(misuse) => format!("{}.", misuse_in_words(misuse).0),
        }
    }
}

/// The places with the context that tells each from the others.
fn choices(text: &Searchable, places: &[Place]) -> Vec<Choice> {
    let choice = |(i, place): (usize, &Place)| {
        let (prefix, suffix) =
            if places.len() > 1 { sides(Some(disambiguate(text, places, i)?)) } else { (None, None) };
        Some(Choice { shown: in_context(text.text(), &place.span()), prefix, suffix })
    };
    places.iter().enumerate().take(MAX_CHOICES).filter_map(choice).collect()
}

/// Prefix and suffix.
fn sides(disambiguator: Option<Disambiguator>) -> (Option<String>, Option<String>) {
    match disambiguator {
        Some(Disambiguator::Prefix(words)) => (Some(words), None),
        Some(Disambiguator::Suffix(words)) => (None, Some(words)),
        None => (None, None),
    }
}

fn warnings(text: &Searchable, place: &Place) -> Vec<String> {
    cautions(text, place).into_iter().map(|caution| caution_in_words(caution).0).collect()
}

fn occurrences(text: &Searchable, words: &str) -> usize {
    match locate(text, &Quote { exact: words, ..Quote::default() }) {
        Err(Unlocated::Ambiguous(places)) => places.len(),
        _ => 1,
    }
}

/// What no passage can cross and the range does.
fn crossed(text: &Searchable, range: &Range<usize>) -> Option<Obstacle> {
    let block = text.reading().breaks_within(range).iter().find_map(|found| match found.kind {
        BreakKind::Block(boundary) => Some(Obstacle::Block(boundary)),
        _ => None,
    });
    block.or_else(|| text.text()[range.clone()].contains(SEAM).then_some(Obstacle::Seam))
}

fn find_by_words(reading: &Searchable, words: &str) -> Option<Selector> {
    let place = locate(reading, &Quote { exact: words, ..Quote::default() }).ok()?;
    describe(reading, &place.span())
}
