//! Sources and claims as the analysis takes them. Entry point: [`material`].

use std::sync::Arc;

use super::passage::{Passage, Sources};
use super::verified::Verified;
use crate::analysis::{CitedPassage, ClaimText, Material, SourceText};
use crate::model::{Brief, Claim, Field};

/// The material of a brief: all its sources, and these claims.
pub(super) fn material<'a>(brief: &'a Brief, sources: &'a Sources, claims: &'a [Arc<Claim<Verified>>]) -> Material<'a> {
    let sources = sources.iter().map(|read| SourceText { source: &read.source, text: &read.reading }).collect();
    let claims = claims.iter().map(|claim| ClaimText {
        note: &claim.note,
        passages: claim.passages.iter().filter_map(Verified::passage).map(cited).collect(),
    });
    Material { brief, sources, claims: claims.collect() }
}

fn cited(passage: &Passage) -> CitedPassage<'_> {
    CitedPassage {
        id: passage.id(),
        source: passage.source,
        stance: passage.stance(),
        speaker: passage.quotation.speaker.as_deref(),
        parts: if passage.field == Field::Body { &passage.parts } else { &[] },
    }
}
