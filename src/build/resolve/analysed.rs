//! Sources and claims as the analysis takes them. Entry point: [`material`].

use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use super::embargo::Held;
use super::passage::{Passage, Sources};
use super::verified::Verified;
use crate::analysis::{CitedPassage, ClaimText, Material, SourceText};
use crate::model::{Claim, Field};
use citeback_quote::shared::Wording;

static NO_WORDS: LazyLock<Wording> = LazyLock::new(Wording::default);

/// The material of a brief: all its sources, and these claims. Sources that an embargo keeps out have no words in it: what others share
/// must not depend on them, or a page could tell that they exist.
pub(super) fn material<'a>(sources: &'a Sources, claims: &'a [Arc<Claim<Verified>>], held: &Held) -> Material<'a> {
    let sources: Vec<SourceText<'_>> = sources
        .par_iter()
        .map(|read| {
            let is_held = held.sources.contains(&read.source.id);
            let wording = if is_held { &NO_WORDS } else { read.wording() };
            SourceText { source: &read.source, text: &read.reading, wording }
        })
        .collect();
    let claims = claims.iter().map(|claim| ClaimText {
        note: &claim.note,
        passages: claim.passages.iter().filter_map(Verified::passage).map(cited).collect(),
    });
    Material { sources: sources.into(), claims: claims.collect() }
}

fn cited(passage: &Passage) -> CitedPassage<'_> {
    CitedPassage {
        id: passage.id(),
        source: passage.source,
        stance: passage.stance(),
        parts: if passage.field == Field::Body { &passage.parts } else { &[] },
    }
}
