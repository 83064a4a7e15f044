//! The summary on the page of its claim, where figures lead to the passages that have them: [`summary`].

use tera::Value;

use super::links::{Links, References};
use super::shared::Shared;
use super::value::html;
use crate::build::resolve::Verified;
use crate::markdown::prose::{Anchor, Prose, ProseStyle};
use crate::model::Claim;
use crate::routes;
use citeback_quote::text::fold::without_directions;

/// The summary of a claim on a page from which `root` leads to the site's root; `prefix` is before the ids of the claim there.
pub(super) fn summary(shared: &Shared, claim: &Claim<Verified>, root: &'static str, prefix: &str) -> Value {
    // Marks of direction are left out first, as places count without them.
    let markdown = without_directions(&claim.summary);
    let anchors = figure_links(claim, prefix);
    let mut links = Links { site: &shared.site, root, passages: References::default() };
    html(&Prose::parse(&markdown).render_anchored(ProseStyle::Inline, &mut links, &shared.colours, &anchors))
}

/// The links of a summary, to cards on the same page; `prefix` is before the ids of the claim there.
fn figure_links(claim: &Claim<Verified>, prefix: &str) -> Vec<Anchor> {
    let link = |index: usize| format!("#{prefix}{}", routes::card_anchor(claim.passages[index].id()));
    let figures = claim.links.figures.iter();
    figures.map(|figure| Anchor { at: figure.written.clone(), href: link(figure.passage) }).collect()
}
