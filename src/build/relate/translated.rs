//! The site in another language: the same sources and verified passages with other texts. Entry point: [`translated`].

use std::sync::Arc;

use super::comparisons::comparisons;
use super::listings::Listings;
use super::site::{Site, Translation};
use crate::base::index::IndexVec;
use crate::build::load::folder_of;
use crate::build::resolve::{
    Held, ResolvedLanguage, Verified, brief_in, claim_in, links_in, page_in, settle_absence, settle_quotation,
    source_in,
};
use crate::model::{Claim, PassageLinks, SourceIdx};
use crate::notes::yaml::Path;

/// What the originals are related by.
pub(super) struct Relations<'a> {
    pub held: &'a Held,
    /// The positions of all sources among those that are published.
    pub positions: &'a IndexVec<SourceIdx, Option<SourceIdx>>,
}

/// The site in a language: the claims and pages of which there are texts in it.
pub(super) fn translated(original: &Arc<Site>, given: ResolvedLanguage, relations: &Relations<'_>) -> Site {
    let ResolvedLanguage { language, locale, brief, claims, pages } = given;
    let folder = folder_of(&language);
    let mut site = Site::clone(original);
    let texts = brief.as_ref().map(|brief| brief.texts.as_ref());
    site.brief = brief_in(&original.brief, texts, relations.held);
    site.brief.base_url = original.brief.base_url.as_ref().and_then(|base| base.join(&folder).ok());
    site.brief.language = language.clone();
    site.locale = locale;
    let of_notes = &original.brief.language;
    let in_language = |claim: &Arc<Claim<Verified>>| {
        let texts = &claims.get(&claim.id)?.texts;
        let mut claim = claim.with_passages(claim.passages.clone(), PassageLinks::default());
        claim.note = Arc::new(claim_in(&claim, texts, (&language, of_notes)));
        for verified in &mut claim.passages {
            match verified {
                Verified::Absence(absence) => settle_absence(&mut absence.absence, texts),
                Verified::Passage(passage) => {
                    let source = &original.sources[passage.source].language;
                    settle_quotation(&mut passage.quotation, texts, source);
                }
            }
        }
        claim.links = links_in(&claim.note, language.tag(), &claim.passages, &original.sources);
        Some(Arc::new(claim))
    };
    site.claims = original.claims.iter().filter_map(in_language).collect::<Vec<_>>().into();
    site.pages = original.pages.iter().filter_map(|page| Some(page_in(page, &pages.get(&page.id)?.texts))).collect();
    if let Some(texts) = texts {
        site.sources = original.sources.iter().map(|read| source_in(read, texts)).collect::<Vec<_>>().into();
    }
    let mut listings = Listings::new(&site.sources, &site.claims, &site.brief, &site.analysis);
    for tag in &mut listings.tags {
        // The labels stay what tags are known by, so that their pages have the same addresses in all languages.
        let label = texts.and_then(|texts| texts.text(&Path::top().key("tags").key(tag.label.clone())));
        tag.label = label.unwrap_or(&tag.label).to_owned();
    }
    let found =
        comparisons(&site.analysis.shared, relations.positions, (&site.sources, &site.claims), &listings.citations);
    site.comparisons = Arc::new(found);
    site.listings = Arc::new(listings);
    site.translation = Some(Arc::new(Translation { original: Arc::clone(original), folder, brief, claims, pages }));
    site
}
