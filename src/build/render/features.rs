//! Which files a site has only under conditions.

use crate::build::relate::Site;
use crate::model::{ClaimIdx, DeskLink};

/// The print edition holds the whole brief on one page; it is not made for more claims than this.
const MAX_PRINTED: usize = 400;

/// Whether there is a print edition; of a desk, each brief has its own.
pub(super) fn has_print_edition(site: &Site) -> bool {
    site.claims.len() <= MAX_PRINTED && !matches!(site.desk, Some(DeskLink::Itself { .. }))
}

/// Whether other sites may show a claim. One under embargo is for those who write it; a draft is seen where drafts are.
pub(super) fn has_embed(site: &Site, claim: ClaimIdx) -> bool {
    site.brief.embeds && site.claims[claim].embargo.is_none_or(|_| !site.shows_embargoes)
}

/// Whether pages name a picture: previews want its whole address.
pub(super) fn has_cards(site: &Site) -> bool {
    site.brief.cards && site.brief.base_url.is_some()
}
