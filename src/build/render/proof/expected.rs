//! What a page must show, by what the site holds: [`Expected`].

use std::collections::BTreeSet;

use super::facts::{PageFacts, letters};
use super::fault::{Fault, FaultKind};
use crate::build::relate::Site;
use crate::build::render::site_page::{Audience, SitePage};
use crate::build::render::{json_ld, value};
use crate::build::resolve::{Passage, ReadSource, Verified};
use crate::model::{ClaimIdx, Id, SourceIdx};
use crate::routes;

/// What a page must show.
#[derive(Default)]
pub(super) struct Expected {
    cards: Vec<Card>,
    marks: Vec<Marked>,
    /// The claims whose pages a source must lead back to: the file and the id.
    back: Vec<(String, String)>,
    canonical: Option<String>,
    noindex: bool,
    claim_review: Option<String>,
}

/// A passage on the page of its claim.
struct Card {
    passage: String,
    /// The id of its element.
    anchor: String,
    /// The letters of each of its parts, or of each absent word.
    words: Vec<String>,
    /// Its place in the source, as an address from the root.
    place: Option<String>,
}

/// A passage on the page of its source.
struct Marked {
    passage: String,
    anchor: String,
    /// The letters of each of its parts.
    words: Vec<String>,
}

impl Expected {
    pub fn of(site: &Site, page: &dyn SitePage, path: &str, claim_review: Option<String>) -> Self {
        let base = site.brief.base_url.as_ref().filter(|_| page.audience(site) != Audience::Nobody);
        let mut expected = Expected {
            canonical: base.map(|base| json_ld::absolute(base, routes::address(path))),
            noindex: page.is_unlisted(site),
            claim_review: claim_review.map(written),
            ..Expected::default()
        };
        if let Some(claim) = routes::claim_of(path).and_then(|id| site.claim_position(id)) {
            expected.cards = cards(site, claim);
        }
        if let Some(source) = routes::source_of(path).and_then(|id| site.source_position(id)) {
            expected.source(site, source);
        }
        expected
    }

    fn source(&mut self, site: &Site, position: SourceIdx) {
        let read = &site.sources[position];
        for citation in &site.citations[position] {
            let (claim, passage) = (&site.claims[citation.claim], site.passage(*citation));
            let anchor = routes::mark_anchor(&claim.id, passage.id());
            let name = named(&claim.id, passage.id());
            self.marks.push(Marked { passage: name, anchor, words: parts(passage, read) });
            self.back.push((routes::claim(&claim.id), claim.id.to_string()));
        }
        self.back.sort();
        self.back.dedup();
    }

    /// The ids of the elements whose text matters.
    pub fn watched(&self) -> BTreeSet<&str> {
        let cards = self.cards.iter().map(|card| card.anchor.as_str());
        cards.chain(self.marks.iter().map(|marked| marked.anchor.as_str())).collect()
    }

    /// What the page lacks. `targets`: where in the site it leads.
    pub fn faults(&self, facts: &PageFacts, targets: &BTreeSet<String>) -> Vec<Fault> {
        let mut faults = vec![];
        let mut fault = |kind: FaultKind, what: &str| faults.push(Fault { kind, what: what.to_owned() });
        for card in &self.cards {
            match facts.shown.get(&card.anchor) {
                None => fault(FaultKind::CardMissing, &card.passage),
                Some(shown) if !has_in_order(shown, &card.words) => fault(FaultKind::CardWords, &card.passage),
                Some(_) => {}
            }
            if card.place.as_ref().is_some_and(|place| !targets.contains(place)) {
                fault(FaultKind::WayIntoSource, &card.passage);
            }
        }
        for marked in &self.marks {
            match (facts.marked.get(&marked.anchor), facts.shown.get(&marked.anchor)) {
                (Some(words), Some(_)) if *words != marked.words.concat() => {
                    fault(FaultKind::MarkWords, &marked.passage)
                }
                (Some(_), Some(_)) => {}
                // In a list, where the text of the source is not shown.
                (None, Some(shown)) if has_in_order(shown, &marked.words) => {}
                _ => fault(FaultKind::MarkMissing, &marked.passage),
            }
        }
        let leads_to = |file: &str| {
            let from = targets.range(file.to_owned()..).next();
            from.is_some_and(|target| {
                target.strip_prefix(file).is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
            })
        };
        for (file, id) in &self.back {
            if !leads_to(file) {
                fault(FaultKind::WayBack, id);
            }
        }
        if self.claim_review.as_ref().is_some_and(|data| !facts.json_ld.iter().any(|given| given.trim() == data.trim()))
        {
            fault(FaultKind::ClaimReview, "");
        }
        if self.noindex && !facts.noindex {
            fault(FaultKind::Robots, "");
        }
        if self.canonical.is_some() && self.canonical != facts.canonical {
            fault(FaultKind::Canonical, facts.canonical.as_deref().unwrap_or_default());
        }
        faults
    }
}

fn cards(site: &Site, position: ClaimIdx) -> Vec<Card> {
    let claim = &site.claims[position];
    let card = |verified: &Verified| {
        let (words, place) = match verified {
            Verified::Passage(passage) => {
                let read = &site.sources[passage.source];
                let mark = routes::mark_anchor(&claim.id, passage.id());
                (parts(passage, read), Some(format!("{}#{mark}", routes::source(&read.source.id))))
            }
            Verified::Absence(absence) => {
                (absence.absence.words.iter().map(|word| letters(&word.shown()).collect()).collect(), None)
            }
        };
        let id = verified.id();
        Card { passage: named(&claim.id, id), anchor: routes::card_anchor(id), words, place }
    };
    claim.passages.iter().map(card).collect()
}

/// A text as it is written: some characters may be on no page.
fn written(text: String) -> String {
    let mut bytes = text.into_bytes();
    value::replace_forbidden(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn named(claim: &Id, passage: &Id) -> String {
    format!("{claim}, passage {passage}")
}

/// The letters of each part of a passage.
fn parts(passage: &Passage, read: &ReadSource) -> Vec<String> {
    let text = passage.text(read);
    passage.parts.iter().map(|part| letters(&text[part.clone()]).collect()).collect()
}

fn has_in_order(text: &str, parts: &[String]) -> bool {
    let mut rest = text;
    parts.iter().all(|part| match rest.find(part.as_str()) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}
