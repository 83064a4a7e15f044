//! Wording that sources share. Entry point: [`shared`].

use super::material::Material;
use crate::base::index::Idx as _;
use crate::model::SourceIdx;
use citeback_quote::shared::{Compared, SharedPassage, SharedWords, compare};

/// Two sources that share wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedWording {
    /// In the order of their ids.
    pub sources: [SourceIdx; 2],
    /// Whether they are one text, or one is made from the other.
    pub is_one_text: bool,
    pub words: SharedWords,
    /// By the place in the first source.
    pub passages: Vec<SharedPassage>,
}

/// Finds the wording that any two sources share, sorted by the two. That versions of one page have the same words says nothing.
pub fn shared(material: &Material<'_>) -> Vec<SharedWording> {
    let compared = material.sources.iter().map(|source| Compared {
        name: source.source.id.as_str(),
        publisher: source.source.publisher.as_deref(),
        text: source.text.text(),
        wording: source.wording,
    });
    let found = compare(&compared.collect::<Vec<_>>());
    let wording = |found: citeback_quote::shared::Shared| SharedWording {
        sources: found.texts.map(SourceIdx::new),
        is_one_text: found.is_one_text,
        words: found.words,
        passages: found.passages,
    };
    let page = |text: usize| material.sources[SourceIdx::new(text)].source.page();
    found.into_iter().filter(|found| page(found.texts[0]) != page(found.texts[1])).map(wording).collect()
}
