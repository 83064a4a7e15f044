//! The summary on the page of its claim, where figures lead to the passages that have them: [`summary`].

use tera::Value;

use super::routes::{self, Links, References};
use super::shared::Shared;
use super::value::html;
use crate::analysis::figures::{FigureState, TracedFigure, stated_in_summary};
use crate::build::relate::Site;
use crate::build::resolve::{Verified, trace_figures};
use crate::markdown::prose::{Anchor, Prose, ProseStyle};
use crate::model::Claim;
use citeback_quote::text::fold::without_directions;

/// The summary of a claim on a page from which `root` leads to the site's root; `prefix` is before the ids of the claim there.
pub(super) fn summary(shared: &Shared, claim: &Claim<Verified>, root: &'static str, prefix: &str) -> Value {
    // Marks of direction are left out first, as places count without them.
    let markdown = without_directions(&claim.summary);
    let anchors = figure_links(&shared.site, claim, &markdown, prefix);
    let mut links = Links { site: &shared.site, root, passages: References::default() };
    html(&Prose::parse(&markdown).render_anchored(ProseStyle::Inline, &mut links, &shared.colours, &anchors))
}

/// The links of a summary, to cards on the same page; `prefix` is before the ids of the claim there.
fn figure_links(site: &Site, claim: &Claim<Verified>, summary: &str, prefix: &str) -> Vec<Anchor> {
    let language = site.brief.language.tag();
    let stated = stated_in_summary(summary, language);
    let traced = trace_figures(stated, claim, language, (&claim.passages, &site.sources));
    let link = |figure: TracedFigure| match figure.state {
        FigureState::Passage(index) => {
            let anchor = routes::card_anchor(claim.passages[index].id());
            Some(Anchor { at: figure.stated.written, href: format!("#{prefix}{anchor}") })
        }
        _ => None,
    };
    traced.into_iter().filter_map(link).collect()
}
