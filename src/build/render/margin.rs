//! The notes beside a source's text: which claims cite a piece of it, each once, with the passages that begin there. Entry point:
//! [`Margin`].

use std::collections::BTreeMap;

use tera::Value;

use super::shared::Shared;
use super::value::{list, maybe, object, text};
use crate::build::relate::Citation;
use crate::markdown::article::short_number;
use crate::model::ClaimIdx;
use crate::routes;

/// From so many consecutive numbers on, only the first and the last are shown.
const RUN: usize = 3;

/// The citations of a source, with what tells the claims apart.
pub(super) struct Margin<'a> {
    shared: &'a Shared,
    citations: &'a [Citation],
    /// Every claim numbers its own passages, so where several claims cite a source, each has a letter there.
    letters: BTreeMap<ClaimIdx, String>,
}

impl<'a> Margin<'a> {
    /// `citations` are in the order of the text, in which claims get their letters.
    pub fn new(shared: &'a Shared, citations: &'a [Citation]) -> Self {
        let alphabet: Vec<char> = shared.site.locale.wording("claim_letters", None).chars().collect();
        let mut letters = BTreeMap::new();
        for citation in citations {
            let next = letters.len();
            letters.entry(citation.claim).or_insert_with(|| letter(&alphabet, next));
        }
        if letters.len() == 1 {
            letters.clear();
        }
        Margin { shared, citations, letters }
    }

    /// The letter of the claim of a citation; empty where one claim alone cites the source.
    pub fn letter(&self, citation: Citation) -> &str {
        self.letters.get(&citation.claim).map_or("", String::as_str)
    }

    /// The notes about citations at some positions, by claim, in the order in which each first cites.
    pub fn notes(&self, beginning: &[usize]) -> Value {
        let mut by_claim: Vec<Vec<usize>> = vec![];
        let claim = |position: usize| self.citations[position].claim;
        for position in beginning {
            match by_claim.iter_mut().find(|positions| claim(positions[0]) == claim(*position)) {
                Some(positions) => positions.push(*position),
                None => by_claim.push(vec![*position]),
            }
        }
        list(by_claim.into_iter().map(|positions| self.note(positions)))
    }

    /// What one claim cites.
    fn note(&self, mut positions: Vec<usize>) -> Value {
        let site = &self.shared.site;
        positions.sort_by_key(|position| self.number(*position));
        let first = self.citations[positions[0]];
        let claim = &site.claims[first.claim];
        let back = format!("{}#{}", routes::claim(&claim.id), routes::card_anchor(site.passage(first).id()));
        let joined =
            |each: &dyn Fn(usize) -> String| positions.iter().map(|at| each(*at)).collect::<Vec<_>>().join(" ");
        let parts = positions.chunk_by(|a, b| self.description(*a) == self.description(*b));
        object([
            ("claim", self.shared.claim(first.claim).clone()),
            ("letter", maybe(self.letters.get(&first.claim).map(String::as_str))),
            ("back", text(&back)),
            ("anchors", text(&joined(&|position| self.anchor(position)))),
            ("short_numbers", text(&joined(&|position| short_number(position).to_string()))),
            ("parts", list(parts.map(|part| self.part(part)))),
        ])
    }

    /// Passages of a claim of which the same is to be said, by their numbers.
    fn part(&self, positions: &[usize]) -> Value {
        let place = |position: usize| {
            object([("number", Value::from(self.number(position))), ("anchor", text(&self.anchor(position)))])
        };
        let runs = positions.chunk_by(|a, b| self.number(*a) + 1 == self.number(*b)).flat_map(|run| match run {
            [first, .., last] if run.len() >= RUN => vec![(place(*first), place(*last))],
            _ => run.iter().map(|only| (place(*only), Value::none())).collect(),
        });
        let Description { stance, speaker, level, across_paragraphs, struck } = self.description(positions[0]);
        object([
            ("stance", text(stance)),
            ("count", Value::from(positions.len())),
            ("runs", list(runs.map(|(first, last)| object([("first", first), ("last", last)])))),
            ("speaker", maybe(speaker)),
            ("match", text(level)),
            ("across_paragraphs", Value::from(across_paragraphs)),
            ("struck", Value::from(struck)),
        ])
    }

    fn description(&self, position: usize) -> Description<'_> {
        let passage = self.shared.site.passage(self.citations[position]);
        let read = &self.shared.site.sources[passage.source];
        Description {
            stance: passage.stance().name(),
            speaker: passage.quotation.speaker.as_deref(),
            level: passage.level.name(),
            across_paragraphs: passage.crosses_paragraphs(read),
            struck: passage.is_struck(read),
        }
    }

    fn number(&self, position: usize) -> usize {
        let Citation { claim, passage } = self.citations[position];
        self.shared.site.numbers[claim][passage]
    }

    fn anchor(&self, position: usize) -> String {
        let citation = self.citations[position];
        let site = &self.shared.site;
        routes::mark_anchor(&site.claims[citation.claim].id, site.passage(citation).id())
    }
}

/// What a note says of a passage.
#[derive(PartialEq)]
struct Description<'a> {
    stance: &'static str,
    speaker: Option<&'a str>,
    level: &'static str,
    across_paragraphs: bool,
    struck: bool,
}

/// A, B … Z, AA, AB: the letter of a position.
fn letter(alphabet: &[char], position: usize) -> String {
    let Some(last) = alphabet.get(position % alphabet.len().max(1)) else {
        return String::new();
    };
    match position / alphabet.len() {
        0 => last.to_string(),
        before => format!("{}{last}", letter(alphabet, before - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn letters_go_on_after_the_last_one() {
        let letters = |alphabet: &str, positions: [usize; 4]| {
            positions.map(|position| letter(&alphabet.chars().collect::<Vec<_>>(), position)).join(" ")
        };
        assert_eq!(letters("ABC", [0, 2, 3, 11]), "A C AA CC");
        assert_eq!(letters("ABC", [12, 13, 38, 39]), "AAA AAB CCC AAAA");
        assert_eq!(letters("", [0, 1, 2, 3]), "   ");
    }
}
