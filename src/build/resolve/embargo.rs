//! What an embargo keeps out of the site: a note, and everything that names it. Entry point: [`Held::new`].
//!
//! A claim is kept out if it cites a source under embargo, or was written or reviewed by a person under embargo: without them it would say
//! less than its verdict rests on. Prose that links to something kept out is kept out as well, because its words tell readers of it: a
//! claim as a whole, and so on, a page as a whole, of the brief the bottom line or the entry of a list. A mention alone is dropped where
//! the rest stands without it: in `related`, `featured`, `policies`, and as the `origin` of a source.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::uncited::prose_of;
use crate::base::files::FileId;
use crate::base::index::IndexVec;
use crate::build::load::Note;
use crate::markdown::prose::{Destination, Link, Prose};
use crate::model::{Brief, Claim, Date, Embargoes, Evidence, Id, Page, PersonIdx, Source};
use crate::notes::yaml::Path;

/// Everything that may name something, or be named.
pub(super) struct Noted<'a> {
    pub brief: (&'a Brief, FileId),
    pub claims: &'a [Arc<Note<Claim<Evidence>>>],
    pub sources: &'a [Arc<Note<Arc<Source>>>],
    pub pages: &'a [Arc<Note<Page>>],
}

/// A note, or a part of one, that is kept out.
#[derive(Debug, Clone)]
pub struct Embargoed {
    pub file: FileId,
    /// The part of the file; empty if it is all of it.
    pub part: Path,
    /// When the last embargo on it ends.
    pub until: Date,
    /// What it names, such as “the source “leak””; `None` if the embargo is its own.
    pub names: Option<String>,
}

/// What is kept out of the site.
#[derive(Debug, Default)]
pub struct Held {
    /// All of it, for a report.
    pub listed: Vec<Embargoed>,
    pub claims: BTreeSet<Id>,
    pub sources: BTreeSet<Id>,
    pub people: BTreeSet<PersonIdx>,
    pub pages: BTreeSet<Id>,
    pub bottom_line: bool,
    /// Positions in the brief’s list of findings.
    pub findings: BTreeSet<usize>,
    /// Positions in the brief’s list of open questions.
    pub open_questions: BTreeSet<usize>,
}

/// When the embargoes of what is kept out end.
type Ends = BTreeMap<(Destination, String), Date>;

/// An end, and what is named.
type Reason = (Date, Option<String>);

impl Held {
    pub(super) fn new(noted: &Noted<'_>, embargoes: Embargoes) -> Self {
        let mut held = Held::default();
        let (brief, brief_file) = noted.brief;
        let end = |embargo: Option<Date>| embargo.filter(|_| embargoes.hold(embargo));
        let mut ends = Ends::new();
        for source in noted.sources.iter().map(|note| &note.value) {
            if let Some(end) = end(source.embargo) {
                held.add(source.file, Path::top(), (end, None));
                held.sources.insert(source.id.clone());
                ends.insert((Destination::Source, source.id.to_string()), end);
            }
        }
        let mut people = BTreeMap::new();
        for (person, given) in brief.people.enumerated() {
            if let Some(end) = end(given.embargo) {
                held.add(brief_file, Path::top().key("people").index(given.index), (end, None));
                people.insert(person, end);
            }
        }
        held.people = people.keys().copied().collect();
        for claim in noted.claims.iter().map(|note| &note.value) {
            if let Some(reason) = reason(claim, end(claim.embargo), &ends, (brief, &people)) {
                held.add_claim(claim, reason, &mut ends);
            }
        }
        if !ends.is_empty() {
            held.add_linking(noted, &mut ends);
        }
        held
    }

    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    fn add(&mut self, file: FileId, part: Path, (until, names): Reason) {
        self.listed.push(Embargoed { file, part, until, names });
    }

    fn add_claim(&mut self, claim: &Claim<Evidence>, reason: Reason, ends: &mut Ends) {
        ends.insert((Destination::Claim, claim.id.to_string()), reason.0);
        self.claims.insert(claim.id.clone());
        self.add(claim.file, Path::top(), reason);
    }

    /// Adds all prose that links to what is kept out.
    fn add_linking(&mut self, noted: &Noted<'_>, ends: &mut Ends) {
        let open = noted.claims.iter().map(|note| &note.value).filter(|claim| !self.claims.contains(&claim.id));
        let mut open: Vec<(&Claim<Evidence>, Vec<Linked>)> =
            open.map(|claim| (claim, prose_of(claim).flat_map(links).collect())).collect();
        // A claim that is kept out now may be linked to by one that was looked at before.
        loop {
            let (linking, others): (Vec<_>, Vec<_>) =
                open.into_iter().partition(|(_, links)| latest(links, ends).is_some());
            for (claim, links) in &linking {
                let reason = latest(links, ends).expect("these link to something kept out");
                self.add_claim(claim, reason, ends);
            }
            open = others;
            if linking.is_empty() {
                break;
            }
        }
        let named = |text: &str| latest(&links(text), ends);
        for page in noted.pages.iter().map(|note| &note.value) {
            if let Some(reason) = named(&page.body) {
                self.pages.insert(page.id.clone());
                self.add(page.file, Path::top(), reason);
            }
        }
        let (brief, file) = noted.brief;
        if let Some(reason) = brief.bottom_line.as_deref().and_then(named) {
            self.bottom_line = true;
            self.add(file, Path::top().key("bottom_line"), reason);
        }
        for (field, items) in [("findings", &brief.findings), ("open_questions", &brief.open_questions)] {
            for (index, item) in items.iter().enumerate() {
                let Some(reason) = named(item) else { continue };
                self.add(file, Path::top().key(field).index(index), reason);
                let kept_out = if field == "findings" { &mut self.findings } else { &mut self.open_questions };
                kept_out.insert(index);
            }
        }
    }

    /// Removes from the brief what is kept out, except people, whom claims know by their positions.
    pub fn strip(&self, brief: &mut Brief) {
        if self.bottom_line {
            brief.bottom_line = None;
        }
        for (items, kept_out) in
            [(&mut brief.findings, &self.findings), (&mut brief.open_questions, &self.open_questions)]
        {
            let mut index = 0..;
            items.retain(|_| index.next().is_none_or(|index| !kept_out.contains(&index)));
        }
        brief.featured.retain(|featured| !self.claims.contains(&featured.id));
        let policies = &mut brief.policies;
        let named = [&mut policies.methodology, &mut policies.corrections, &mut policies.funding, &mut policies.ethics];
        for policy in named {
            policy.take_if(|page| self.pages.contains(page));
        }
    }

    /// The people who are not kept out, and their new positions; `None` if all stay.
    pub fn people_left(&self, brief: &mut Brief) -> Option<BTreeMap<PersonIdx, PersonIdx>> {
        if self.people.is_empty() {
            return None;
        }
        let left: Vec<PersonIdx> = brief.people.indices().filter(|person| !self.people.contains(person)).collect();
        let kept: IndexVec<PersonIdx, _> = left.iter().map(|person| brief.people[*person].clone()).collect();
        brief.people = kept;
        Some(left.iter().copied().zip(brief.people.indices()).collect())
    }
}

/// Why a claim is kept out by what it says outside its prose; the latest end of several.
fn reason(
    claim: &Claim<Evidence>,
    own: Option<Date>,
    ends: &Ends,
    (brief, people): (&Brief, &BTreeMap<PersonIdx, Date>),
) -> Option<Reason> {
    let cited = claim.passages.iter().map(|passage| (Destination::Source, passage.source().trim().to_owned()));
    let cited = latest(&cited.collect::<Vec<_>>(), ends);
    let by = claim.authors.iter().chain(&claim.reviewed_by).filter_map(|person| {
        let end = people.get(person)?;
        Some((*end, Some(format!("the person “{}”", brief.people[*person].id))))
    });
    own.map(|end| (end, None)).into_iter().chain(cited).chain(by).reduce(later)
}

fn later(a: Reason, b: Reason) -> Reason {
    if b.0.is_after(&a.0) { b } else { a }
}

type Linked = (Destination, String);

/// The latest end of what is named and kept out.
fn latest(named: &[Linked], ends: &Ends) -> Option<Reason> {
    let reasons = named.iter().filter_map(|named| {
        let kind = if named.0 == Destination::Source { "source" } else { "claim" };
        Some((*ends.get(named)?, Some(format!("the {kind} “{}”", named.1))))
    });
    reasons.reduce(later)
}

/// The claims and sources that a text links to.
fn links(text: &str) -> Vec<Linked> {
    // Most texts have no links, so they need no parsing.
    if !text.contains("claim:") && !text.contains("source:") {
        return vec![];
    }
    let links = Prose::parse(text).links().into_iter();
    let internal = |link| match link {
        Link::Internal(destination, id) => Some((destination, id)),
        Link::Unsafe(_) | Link::Broken => None,
    };
    links.filter_map(|linked| internal(linked.link)).collect()
}
