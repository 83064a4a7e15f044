//! Which files a site has only under conditions.

use crate::build::relate::Site;

/// The print edition holds the whole brief on one page; it is not made for more claims than this.
const MAX_PRINTED: usize = 400;

/// Whether there is a print edition.
pub(super) fn has_print_edition(site: &Site) -> bool {
    site.claims.len() <= MAX_PRINTED
}

/// Whether pages name a picture: previews want its whole address.
pub(super) fn has_cards(site: &Site) -> bool {
    site.brief.cards && site.brief.base_url.is_some()
}
