//! One file of the site at a time: [`Renderer::make`].

use std::borrow::Cow;

use tera::Value;

use super::features::has_cards;
use super::output_file::{Content, OutputFile};
use super::share_card::ShareCard;
use super::shared::Shared;
use super::site_page::{Audience, PageHead, SitePage};
use super::templates::Templates;
use super::value::{self, TemplateContext, html, list, maybe, object, text};
use super::{json_ld, pages};
use crate::base::error::Error;
use crate::build::card;
use crate::findings::Diagnostic;
use crate::model::Extra;
use crate::routes;

/// What came of making a file.
pub(super) enum Rendered<'a> {
    /// A page; with the ClaimReview that it should have.
    Buffer(Option<String>),
    Bytes(Cow<'a, [u8]>),
    Failed(Box<Diagnostic>),
}

pub(super) struct Renderer<'s> {
    pub shared: &'s Shared,
    pub templates: &'s Templates,
}

impl<'s> Renderer<'s> {
    /// Makes a file: in `buffer`, which is empty before, or as bytes of its own.
    ///
    /// # Errors
    /// When a file that is published as it is cannot be read.
    pub fn make(&self, file: &OutputFile<'_>, buffer: &mut Vec<u8>) -> Result<Rendered<'s>, Error> {
        Ok(match &file.content {
            Content::Page(page) => match self.render(page.as_ref(), &file.path, buffer) {
                Ok(claim_review) => Rendered::Buffer(claim_review),
                Err(finding) => Rendered::Failed(finding),
            },
            Content::Data(make) | Content::Static(make) => Rendered::Bytes(make(self.shared)?),
        })
    }

    /// Renders the template of a page into `buffer`. Returns the ClaimReview that the page should have.
    ///
    /// # Errors
    /// A finding at the line of the template that failed.
    pub fn render(
        &self,
        page: &dyn SitePage,
        path: &str,
        buffer: &mut Vec<u8>,
    ) -> Result<Option<String>, Box<Diagnostic>> {
        let claim_review = page.claim_review(&self.shared.site);
        let context = self.context(page, path, claim_review.as_deref()).into_context();
        self.templates.render(page.template(&self.shared.site), &context, buffer)?;
        value::replace_forbidden(buffer);
        Ok(claim_review)
    }

    /// All that the template of a page sees.
    pub fn context(&self, page: &dyn SitePage, path: &str, claim_review: Option<&str>) -> TemplateContext {
        let site = &self.shared.site;
        let mut context = page.context(self.shared);
        context.insert("root", text(page.root(site, path)));
        context.insert("generator", text(concat!("Citeback ", env!("CARGO_PKG_VERSION"))));
        context.insert("assets", self.shared.assets.clone());
        context.insert("data", self.shared.data.clone());
        context.insert("words", self.shared.words.clone());
        context.insert("brief", self.shared.brief.clone());
        context.insert("theme", self.shared.theme.clone());
        context.insert("page", self.about(page, path, claim_review));
        context
    }

    /// What a page says of itself, as templates see it.
    fn about(&self, page: &dyn SitePage, path: &str, claim_review: Option<&str>) -> Value {
        let site = &self.shared.site;
        let PageHead { title, description, json_ld } = page.head(site, path);
        let base = site.brief.base_url.as_ref().filter(|_| page.audience(site) != Audience::Nobody);
        let root = page.root(site, path);
        let alternates = self.shared.languages.as_ref().filter(|_| page.audience(site) != Audience::Nobody);
        let alternates = alternates.map(|all| all.alternates(site, path, root));
        let named = site.unfinished.all().filter(|(id, note)| page.names(site, id, note));
        let canonical = base.map(|base| json_ld::absolute(base, routes::address(path)));
        object([
            ("kind", text(page.kind().name)),
            ("title", text(&title)),
            ("description", maybe(description.as_deref())),
            ("path", text(path)),
            ("canonical", maybe(canonical.as_deref())),
            ("searched", Value::from(page.searched_as(site).is_some())),
            ("language", text(site.brief.language.tag())),
            ("dir", text(site.brief.language.direction())),
            ("languages", self.shared.languages.as_ref().map_or_else(|| list([]), |all| all.switch(site, path, root))),
            ("alternates", list(alternates.into_iter().flatten())),
            ("report", self.report(&title, canonical.as_deref())),
            ("card", self.card(page)),
            ("json_ld", json_ld.map_or_else(Value::none, |data| html(&data))),
            ("claim_review", claim_review.map_or_else(Value::none, html)),
            // Nothing in it needs escaping.
            ("policy", html(&site.brief.policy.text(page.plays_media(site)))),
            ("robots", maybe(page.is_unlisted(site).then_some("noindex"))),
            ("extra", value::extra(page.extra(site).unwrap_or(&Extra::default()))),
            ("unfinished", list(named.map(|(id, note)| pages::unfinished::card(site, id, note)))),
        ])
    }

    /// The picture that is shown where a page's link is shared.
    fn card(&self, page: &dyn SitePage) -> Value {
        let site = &self.shared.site;
        let Some(base) = site.brief.base_url.as_ref().filter(|_| has_cards(site)) else {
            return Value::none();
        };
        let ShareCard { path, alt, .. } = page.card(site);
        let size = site.theme.cards.get(&path).copied();
        let (width, height) = size.unwrap_or((card::SIZE.0 as usize, card::SIZE.1 as usize));
        object([
            ("url", text(&json_ld::absolute(base, &path))),
            ("width", Value::from(width)),
            ("height", Value::from(height)),
            ("alt", text(&alt)),
        ])
    }

    /// Where readers report an error on a page: by mail with the page in the subject, or at the newsroom's own address.
    fn report(&self, title: &str, canonical: Option<&str>) -> Value {
        let organisation = self.shared.site.brief.organisation.as_ref();
        let contact = organisation.and_then(|organisation| organisation.contact.as_deref());
        maybe(contact.map(|contact| routes::report(contact, title, canonical)).as_deref())
    }
}
