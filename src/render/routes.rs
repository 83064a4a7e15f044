//! Addresses: every file of the site, relative to its root, and every anchor. No other module spells one.

use std::fmt::Write as _;

use crate::markdown::prose::{self, Target};
use crate::model::{Claim, Id};
use crate::relate::Site;
use crate::resolve::Passage;

pub(super) const FRONT: &str = "index.html";
pub(super) const NOT_FOUND: &str = "404.html";
pub(super) const FEED: &str = "feed.xml";
pub(super) const SITEMAP: &str = "sitemap.xml";
pub(super) const ROBOTS: &str = "robots.txt";
pub(super) const CLAIMS_DATA: &str = "data/claims.json";
pub(super) const PASSAGES_DATA: &str = "data/passages.json";
pub(super) const CLAIMS_TABLE: &str = "data/claims.csv";
pub(super) const REVIEW_FEED: &str = "data/claimreview-feed.json";

pub(super) fn claim(id: &Id) -> String {
    format!("claims/{id}.html")
}

pub(super) fn source(id: &Id) -> String {
    format!("sources/{id}.html")
}

pub(super) fn page(id: &Id) -> String {
    format!("pages/{id}.html")
}

pub(super) fn verdict(id: &Id) -> String {
    format!("verdicts/{id}.html")
}

/// The file of a tag; letters beyond ASCII stand in it as they are.
pub(super) fn tag_file(slug: &str) -> String {
    format!("tags/{slug}.html")
}

/// The link to a tag: its file, percent-encoded.
pub(super) fn tag(slug: &str) -> String {
    let mut out = String::from("tags/");
    for byte in slug.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out + ".html"
}

pub(super) fn source_text(id: &Id) -> String {
    format!("data/sources/{id}.txt")
}

pub(super) fn annotations(id: &Id) -> String {
    format!("data/annotations/{id}.jsonld")
}

/// The anchor of a passage on its source's page. Ids hold no two hyphens in a row, so no two passages share one.
pub(super) fn mark_anchor(claim: &Id, passage: &Id) -> String {
    format!("{claim}--{passage}")
}

/// The anchor of a passage's card on its claim's page.
pub(super) fn card_anchor(passage: &Id) -> String {
    format!("passage-{passage}")
}

/// What leads from a page back to the site's root.
pub(super) fn root(path: &str) -> &'static str {
    if path.contains('/') { "../" } else { "" }
}

/// An original's address that opens at the quoted words.
pub(super) fn with_fragment(url: &str, fragment: &str) -> String {
    match url.contains('#') {
        // A fragment of its own comes first, and the directive after it.
        true => format!("{url}{}", fragment.trim_start_matches('#')),
        false => format!("{url}{fragment}"),
    }
}

/// Where the links of a piece of prose lead from the page it stands on.
pub(super) struct Links<'a> {
    pub site: &'a Site,
    pub root: &'static str,
    pub passages: References<'a>,
}

/// The passage references of a note, counted as they are written.
#[derive(Default)]
pub(super) struct References<'a> {
    claim: Option<&'a Claim<Passage>>,
    /// How often each passage was referred to so far.
    pub counts: Vec<usize>,
}

impl<'a> References<'a> {
    pub fn of(claim: &'a Claim<Passage>) -> Self {
        References { claim: Some(claim), counts: vec![0; claim.passages.len()] }
    }
}

/// The id of the nth reference (from 1) to a passage.
pub(super) fn reference_anchor(passage: &Id, nth: usize) -> String {
    format!("ref-{passage}-{nth}")
}

impl prose::Routes for Links<'_> {
    fn href(&self, target: Target, id: &str) -> Option<String> {
        let path = match target {
            Target::Passage => return None,
            Target::Claim => claim(&self.site.claims[self.site.claim_position(id)?].id),
            Target::Source => source(&self.site.sources[self.site.source_position(id)?].source.id),
            Target::Page => page(&self.site.page(id)?.id),
        };
        Some(format!("{}{path}", self.root))
    }

    fn reference(&mut self, id: &str) -> Option<(usize, String)> {
        let passages = &self.passages.claim?.passages;
        let position = passages.iter().position(|passage| passage.id().as_str() == id)?;
        self.passages.counts[position] += 1;
        Some((position + 1, reference_anchor(passages[position].id(), self.passages.counts[position])))
    }
}
