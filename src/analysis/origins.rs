//! Which sources of a claim are one origin. Entry point: [`origins`].
//!
//! For each claim, its supporting and its contradicting passages are looked at apart. Two sources are joined if every passage of either has
//! the same words as one of the other, at the same place of shared wording, if `origin` names the one in the other, or the same third in both,
//! or if they are versions of one page. All that are joined, directly or through others, are one origin.

use std::collections::BTreeMap;

use super::material::{CitedPassage, ClaimText, Material};
use super::shared::SharedWording;
use crate::base::index::Idx as _;
use crate::model::{Id, SourceIdx, Stance};
use citeback_quote::shared::{SharedKind, SharedPassage};
use citeback_quote::text::fold::folded;

/// The origins of the passages of a claim that take one stance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimOrigins {
    pub claim: Id,
    /// [`Stance::Supports`] or [`Stance::Contradicts`].
    pub stance: Stance,
    /// The sources of these passages, sorted.
    pub sources: Vec<Id>,
    /// The same sources, those of one origin together.
    pub origins: Vec<Vec<Id>>,
    /// Why sources are joined; the most telling comes first.
    pub links: Vec<Link>,
    /// Why the note accepts that these sources are one origin, for readers.
    pub accepted: Option<String>,
}

impl ClaimOrigins {
    /// Whether several sources are a single origin.
    pub fn is_repeated(&self) -> bool {
        self.sources.len() > 1 && self.origins.len() == 1
    }
}

/// Why two sources are one origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub sources: [Id; 2],
    /// The passages by which they are joined, one of each source; of an `origin` any.
    pub passages: [Id; 2],
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// They share this many words around the passages.
    Wording { kind: SharedKind, words: usize },
    /// One names the other as its origin, or both name the same.
    Origin,
    /// They are versions of one page.
    Page,
}

/// Free text in `origin` names somebody if it is no longer than this; the rest is prose.
const MAX_NAME: usize = 5;

/// Finds the origins of each claim, for each of the two stances that it has passages of.
pub fn origins(material: &Material<'_>, shared: &[SharedWording]) -> Vec<ClaimOrigins> {
    let pairs: BTreeMap<[SourceIdx; 2], &SharedWording> = shared.iter().map(|pair| (pair.sources, pair)).collect();
    let finder = Finder { material, pairs };
    let claims = material.claims.iter();
    claims
        .flat_map(|claim| [Stance::Supports, Stance::Contradicts].map(|stance| finder.of_claim(claim, stance)))
        .flatten()
        .collect()
}

struct Finder<'a> {
    material: &'a Material<'a>,
    pairs: BTreeMap<[SourceIdx; 2], &'a SharedWording>,
}

/// The passages of a claim that are from one source and take one stance.
type OfSource<'a> = Vec<CitedPassage<'a>>;

impl Finder<'_> {
    /// The origins of the passages that take a stance; `None` if there are none.
    fn of_claim(&self, claim: &ClaimText<'_>, stance: Stance) -> Option<ClaimOrigins> {
        let mut by_source: BTreeMap<SourceIdx, OfSource<'_>> = BTreeMap::new();
        for passage in claim.passages.iter().filter(|passage| passage.stance == stance) {
            by_source.entry(passage.source).or_default().push(*passage);
        }
        let sources: Vec<(SourceIdx, OfSource<'_>)> = by_source.into_iter().collect();
        let mut groups: Vec<usize> = (0..sources.len()).collect();
        let mut links = vec![];
        for second in 1..sources.len() {
            for first in 0..second {
                if let Some(link) = self.link(&sources[first], &sources[second]) {
                    let [kept, joined] = [groups[first].min(groups[second]), groups[first].max(groups[second])];
                    groups.iter_mut().filter(|group| **group == joined).for_each(|group| *group = kept);
                    links.push(link);
                }
            }
        }
        let words = |link: &Link| match link.why {
            Why::Wording { words, .. } => words,
            Why::Origin | Why::Page => 0,
        };
        links.sort_by_key(|link| std::cmp::Reverse(words(link)));
        let mut origins: BTreeMap<usize, Vec<Id>> = BTreeMap::new();
        for ((source, _), group) in sources.iter().zip(groups) {
            origins.entry(group).or_default().push(self.id(*source));
        }
        (!sources.is_empty()).then(|| ClaimOrigins {
            claim: claim.note.id.clone(),
            stance,
            sources: sources.iter().map(|(source, _)| self.id(*source)).collect(),
            origins: origins.into_values().collect(),
            links,
            accepted: None,
        })
    }

    fn id(&self, source: SourceIdx) -> Id {
        self.material.sources[source].source.id.clone()
    }

    /// Why two sources are one origin, if they are. The first of the two has the lower position.
    fn link(&self, a: &(SourceIdx, OfSource<'_>), b: &(SourceIdx, OfSource<'_>)) -> Option<Link> {
        let sources = [a.0, b.0];
        let first = [a.1.first()?.id, b.1.first()?.id].map(Id::clone);
        let [page, other] = sources.map(|source| self.material.sources[source].source.page());
        let (passages, why) = if page == other {
            (first, Why::Page)
        } else {
            let by_origin = || self.by_origin(sources).then_some((first, Why::Origin));
            self.by_wording(sources, [&a.1, &b.1]).or_else(by_origin)?
        };
        Some(Link { sources: sources.map(|source| self.id(source)), passages, why })
    }

    /// Joins two sources if every passage of either is the same as one of the other. One that says more by itself is a second origin.
    fn by_wording(&self, sources: [SourceIdx; 2], passages: [&[CitedPassage<'_>]; 2]) -> Option<([Id; 2], Why)> {
        let pair = self.pairs.get(&sources)?;
        let shared = |a: &CitedPassage<'_>, b: &CitedPassage<'_>| self.shared_passage(pair, [a, b]);
        let [ours, theirs] = passages;
        if !ours.iter().all(|our| theirs.iter().any(|their| shared(our, their).is_some()))
            || !theirs.iter().all(|their| ours.iter().any(|our| shared(our, their).is_some()))
        {
            return None;
        }
        let all = passages[0].iter().flat_map(|a| passages[1].iter().map(move |b| (a, b)));
        let (a, b, found) =
            all.filter_map(|(a, b)| Some((a, b, shared(a, b)?))).max_by_key(|(_, _, found)| found.words.all())?;
        Some(([a.id.clone(), b.id.clone()], Why::Wording { kind: found.kind, words: found.words.all() }))
    }

    /// The shared passage in which two quotations have the same words.
    fn shared_passage<'p>(&self, pair: &'p SharedWording, quoted: [&CitedPassage<'_>; 2]) -> Option<&'p SharedPassage> {
        let wordings = pair.sources.map(|source| self.material.sources[source].wording);
        pair.passages.iter().find(|passage| passage.aligns(wordings, quoted.map(|quoted| quoted.parts)))
    }

    /// Whether one of two sources names the other as its origin, or both name the same, directly or through others.
    fn by_origin(&self, sources: [SourceIdx; 2]) -> bool {
        let [a, b] = sources.map(|source| self.named(source));
        a.iter().any(|name| b.contains(name))
    }

    /// A source, its origin, the origin of that, and so on.
    fn named(&self, source: SourceIdx) -> Vec<Named> {
        let mut names = vec![Named::Source(source)];
        while let Some(Named::Source(last)) = names.last() {
            match self.origin(*last) {
                Some(next) if !names.contains(&next) => names.push(next),
                _ => break,
            }
        }
        names
    }

    fn origin(&self, source: SourceIdx) -> Option<Named> {
        let origin = self.material.sources[source].source.origin.as_deref()?.trim();
        match self.material.sources.binary_search_by(|other| other.source.id.as_str().cmp(origin)) {
            Ok(position) => Some(Named::Source(SourceIdx::new(position))),
            Err(_) => (origin.split_whitespace().count() <= MAX_NAME && !origin.is_empty())
                .then(|| Named::Other(folded(origin).to_lowercase())),
        }
    }
}

/// Whom a source names as its origin.
#[derive(Debug, PartialEq, Eq)]
enum Named {
    Source(SourceIdx),
    Other(String),
}
