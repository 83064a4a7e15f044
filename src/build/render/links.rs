//! Where links in prose lead: [`Links`], to claims, sources, pages and passages.

use super::side_quote::side;
use crate::base::escaping::percent_encoded;
use crate::build::relate::Site;
use crate::markdown::prose::{self, Destination, Reference};
use crate::model::{ClaimIdx, Id};
use crate::routes::{card_anchor, claim, page_of, reference_anchor, source, unfinished};

/// The targets of links in prose, relative to the page that shows it.
pub(super) struct Links<'a> {
    pub site: &'a Site,
    pub root: &'static str,
    pub passages: References<'a>,
}

/// The passage references of a note, counted as they are written.
#[derive(Default)]
pub(super) struct References<'a> {
    claim: Option<ClaimIdx>,
    /// What sets the ids of this note apart from those of others on the same page.
    prefix: &'a str,
    /// How often each passage was referred to so far.
    pub counts: Vec<usize>,
}

impl<'a> References<'a> {
    /// The references of the claim at a position.
    pub fn of(site: &Site, claim: ClaimIdx, prefix: &'a str) -> Self {
        References { claim: Some(claim), prefix, counts: vec![0; site.claims[claim].passages.len()] }
    }
}

impl Links<'_> {
    /// The page of something that is only in the language of the notes, below the root of the site.
    fn in_original(&self, target: Destination, id: &str) -> Option<String> {
        let original = &self.site.translation.as_ref()?.original;
        let links = Links { site: original, root: self.root, passages: References::default() };
        Some(format!("{}{}", self.site.up(), links.finished(target, id)?))
    }

    /// The page of something that has one.
    fn finished(&self, target: Destination, id: &str) -> Option<String> {
        Some(match target {
            Destination::Passage => return None,
            Destination::Claim => claim(&self.site.claims[self.site.claim_position(id)?].id),
            Destination::Source => source(&self.site.sources[self.site.source_position(id)?].source.id),
            Destination::Page => page_of(&self.site.brief, &self.site.page(id)?.id),
        })
    }
}

/// The address of a claim of another brief: beside this one if both are built together, else where it is published.
fn across(site: &Site, root: &str, link: &str) -> Option<String> {
    site.across.claim(link)?;
    let (brief, id) = link.split_once('/')?;
    let page = claim(&Id::new(id)?);
    if site.on_desk {
        return Some(format!("{root}{}../{brief}/{page}", site.up()));
    }
    Some(site.across.base_url(link)?.join(&page).ok()?.into())
}

impl prose::Routes for Links<'_> {
    fn href(&self, target: Destination, id: &str) -> Option<String> {
        if target == Destination::Claim && id.contains('/') {
            return across(self.site, self.root, id);
        }
        let path = match self.finished(target, id).or_else(|| self.in_original(target, id)) {
            Some(path) => path,
            None => percent_encoded(self.site.unfinished.find(target, id).map(|_| unfinished(target, id))?.as_str()),
        };
        Some(format!("{}{path}", self.root))
    }

    fn flag(&self, target: Destination, id: &str) -> Option<String> {
        let is_unfinished = self.finished(target, id).is_none()
            && self.in_original(target, id).is_none()
            && self.site.unfinished.find(target, id).is_some();
        is_unfinished.then(|| self.site.locale.wording("unfinished", None).to_owned())
    }

    fn reference(&mut self, id: &str) -> Option<Reference> {
        let claim = self.passages.claim?;
        let passages = &self.site.claims[claim].passages;
        let position = passages.iter().position(|passage| passage.id().as_str() == id)?;
        let count = &mut self.passages.counts[position];
        *count += 1;
        let prefix = self.passages.prefix;
        let number = self.site.numbers[claim][position];
        let id = passages[position].id();
        Some(Reference {
            number,
            id: reference_anchor(prefix, id, *count),
            href: format!("#{prefix}{}", card_anchor(id)),
            // Shown once next to the text; on the print edition the notes follow it anyway.
            side: if *count == 1 && prefix.is_empty() {
                side(self.site, number, &passages[position])
            } else {
                String::new()
            },
        })
    }
}
