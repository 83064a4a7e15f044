//! embed/ID.html: a claim and its verdict, for other sites to show in a frame.

use crate::base::escaping::escape;
use crate::build::card;
use crate::build::relate::Site;
use crate::build::render::features::has_embed;
use crate::build::render::json_ld;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, maybe, text};
use crate::model::{ClaimIdx, Icon, Status};
use crate::routes;

const KIND: PageKind = PageKind { name: "embed", template: "embed.html" };

struct EmbedPage {
    /// By position in the site's claims.
    claim: ClaimIdx,
}

/// A page for each claim, retired ones too: what another site shows stays there.
pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let shown = site.claims.indices().filter(|claim| has_embed(site, *claim));
    shown.map(|claim| OutputFile::page(site, EmbedPage { claim })).collect()
}

/// The HTML by which another site shows a claim; none where that needs an address, or the claim is out of the lists.
pub(super) fn snippet(site: &Site, position: ClaimIdx) -> Option<String> {
    let claim = &site.claims[position];
    let base =
        site.brief.base_url.as_ref().filter(|_| has_embed(site, position) && claim.status == Status::Published)?;
    let mut title = String::new();
    escape(&claim.title, &mut title);
    let address = json_ld::absolute(base, &routes::embed(&claim.id));
    Some(format!(
        "<iframe src=\"{address}\" title=\"{title}\" width=\"100%\" height=\"300\" style=\"border:0\" loading=\"lazy\"></iframe>"
    ))
}

impl SitePage for EmbedPage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, site: &Site) -> String {
        routes::embed(&site.claims[self.claim].id)
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Nobody
    }

    fn is_unlisted(&self, _: &Site) -> bool {
        true
    }

    fn head(&self, site: &Site, _: &str) -> PageHead {
        PageHead::titled(site.claims[self.claim].title.clone())
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let site = &shared.site;
        let claim = &site.claims[self.claim];
        let base = site.brief.base_url.as_ref();
        let canonical = base.map(|base| json_ld::absolute(base, &routes::claim(&claim.id)));
        let mut context = TemplateContext::default();
        context.insert("claim", shared.claim(self.claim).clone());
        context.insert("canonical", maybe(canonical.as_deref()));
        let icon = site.brief.scale.verdicts()[claim.verdict].icon.as_ref();
        let shape = icon.map_or_else(|| card::shape(site.brief.scale.look(claim.verdict)), |icon| &icon.path);
        context.insert("shape", text(shape));
        context.insert("shape_rule", text(icon.map_or("evenodd", Icon::fill_rule)));
        context
    }
}
