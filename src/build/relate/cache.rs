//! The site as last related: [`RelateCache`].

use std::sync::Arc;

use super::listings::{Claims, Listings, is_listed_alike};
use super::published::Published;
use crate::analysis::Analysis;
use crate::base::index::Idx as _;
use crate::build::resolve::{Sources, Verified};
use crate::model::{Brief, Claim, ClaimIdx};

/// What [`relate_again`](super::relate_again) keeps.
#[derive(Debug, Default)]
pub struct RelateCache {
    last: Option<Related>,
}

#[derive(Debug)]
struct Related {
    published: Published,
    /// The claims that get a page, as they were resolved: their passages count all sources.
    resolved: Vec<Arc<Claim<Verified>>>,
    /// The same claims; their passages count the published sources.
    claims: Claims,
    /// How many verdicts and people the brief has, by which claims are listed.
    listed_by: (usize, usize),
    /// By which claims are listed as repeating one origin.
    analysis: Arc<Analysis>,
    listings: Arc<Listings>,
}

impl RelateCache {
    /// The published sources, the claims and their listings. `resolved` are the claims that get a page.
    pub(super) fn update(
        &mut self,
        (sources, resolved): (Sources, Vec<Arc<Claim<Verified>>>),
        published: Published,
        brief: &Brief,
        analysis: &Arc<Analysis>,
    ) -> (Sources, Claims, Arc<Listings>) {
        let listed_by = (brief.scale.verdicts().len(), brief.people.len());
        // Claims and sources are known by their positions.
        let last = self.last.take().filter(|last| {
            last.resolved.len() == resolved.len() && last.published == published && last.listed_by == listed_by
        });
        let changed: Option<Vec<usize>> = last.as_ref().map(|last| {
            let same = |position: &usize| Arc::ptr_eq(&last.resolved[*position], &resolved[*position]);
            (0..resolved.len()).filter(|position| !same(position)).collect()
        });
        let is_listed_alike = |last: &Related, changed: &[usize]| {
            changed.iter().all(|position| is_listed_alike(&last.resolved[*position], &resolved[*position]))
        };
        let listings = match (&last, &changed) {
            (Some(last), Some(changed))
                if is_listed_alike(last, changed) && last.analysis.claims == analysis.claims =>
            {
                Some(Arc::clone(&last.listings))
            }
            _ => None,
        };
        let claims: Claims = match (last, &changed) {
            (Some(Related { mut claims, .. }), Some(changed)) => {
                for position in changed {
                    let claim = &mut claims[ClaimIdx::new(*position)];
                    claim.clone_from(&resolved[*position]);
                    published.renumber(claim);
                }
                claims
            }
            _ => {
                let mut claims = resolved.clone();
                claims.iter_mut().for_each(|claim| published.renumber(claim));
                claims.into()
            }
        };
        let sources = published.of(sources);
        let listings = listings.unwrap_or_else(|| Arc::new(Listings::new(&sources, &claims, brief, analysis)));
        let related = Related {
            published,
            resolved,
            claims: claims.clone(),
            listed_by,
            analysis: Arc::clone(analysis),
            listings: Arc::clone(&listings),
        };
        self.last = Some(related);
        (sources, claims, listings)
    }
}
