//! What the top of a claim's page shows besides the note's own fields: the strongest passage, and how long the statement is.

use tera::Value;

use super::shared::Shared;
use super::value::{object, text};
use super::{excerpt, versions};
use crate::build::resolve::{Passage, Verified};
use crate::model::{Claim, ClaimIdx, Stance, Tone};
use crate::routes;
use citeback_quote::text::shortened;

/// Code points of the strongest passage that are shown.
const WORDS: usize = 160;

/// Widths, in letters, from which a statement is set in smaller type.
const LONG: usize = 70;
const LONGEST: usize = 160;

/// The passage that the verdict rests on most: for a positive verdict one that supports the claim, for any other one that contradicts it;
/// of several, the one that the analysis refers to first. None that has the words of the claim itself, which are above it.
pub(super) fn strongest(shared: &Shared, position: ClaimIdx, prefix: &str) -> Value {
    let site = &shared.site;
    let claim = &site.claims[position];
    let tone = site.brief.scale.verdicts()[claim.verdict].tone;
    let quoted = |passage: &Passage| claim.claim_passage.as_ref() != Some(passage.id());
    let passages = claim.passages.iter().enumerate().filter_map(|(i, verified)| Some((i, verified.passage()?)));
    let strongest = passages
        .filter(|(_, passage)| quoted(passage))
        .min_by_key(|(i, passage)| (rank(tone, passage.stance()), site.numbers[position][*i]));
    let Some((index, passage)) = strongest else {
        return Value::none();
    };
    let read = &site.sources[passage.source];
    let language = &read.language;
    let words = excerpt::line(&site.locale, read, passage);
    object([
        ("anchor", text(&format!("{prefix}{}", routes::card_anchor(passage.id())))),
        ("number", Value::from(site.numbers[position][index])),
        ("stance", text(passage.stance().name())),
        ("words", text(&shortened(&words, WORDS))),
        ("language", text(language.tag())),
        ("dir", text(language.direction())),
        ("source", shared.source(passage.source).clone()),
        ("missing", versions::missing(shared, read, passage)),
    ])
}

/// The place of a stance among those that a verdict may rest on.
fn rank(tone: Tone, stance: Stance) -> usize {
    let order = match tone {
        Tone::Positive => [Stance::Supports, Stance::Contradicts, Stance::Attributes, Stance::Context],
        Tone::Mixed | Tone::Negative | Tone::Neutral => {
            [Stance::Contradicts, Stance::Supports, Stance::Attributes, Stance::Context]
        }
    };
    order.iter().position(|one| *one == stance).unwrap_or(order.len())
}

/// How much room a statement takes: `short`, `long` or `longest`. Letters of scripts that write words without spaces are twice as wide.
pub(super) fn length(claim: &Claim<Verified>) -> &'static str {
    let width = |c: char| if ('\u{1100}'..='\u{11FF}').contains(&c) || c >= '\u{2E80}' { 2 } else { 1 };
    match claim.claim.chars().map(width).sum::<usize>() {
        ..LONG => "short",
        LONG..LONGEST => "long",
        _ => "longest",
    }
}
