//! print.html: the whole brief on one page, for paper and PDF.

use tera::Value;

use super::claim::{ClaimSetting, whole};
use super::front;
use super::shared::Shared;
use super::value::{TemplateContext, list, object};

/// On the print edition a claim is a section of level 3, and its analysis stands under a heading of level 4.
const PRINTED: ClaimSetting = ClaimSetting { root: "", heading: 5, shared: true };

/// What the template of the print edition sees beside what all pages see: all of the front page, and every listed claim in full.
pub(super) fn context(shared: &Shared) -> TemplateContext {
    let site = &shared.site;
    shared.prepare_directives();
    let mut context = front::context(shared);
    context.insert("claims", list(site.listed.iter().map(|claim| Value::from(whole(shared, *claim, PRINTED)))));
    context.insert("sources", list(shared.sources().cloned()));
    let corrections = site.corrections.iter().map(|given| shared.logged(*given, ""));
    context.insert("corrections", list(corrections));
    let pages = site.pages.iter().map(|page| {
        object([("title", super::value::text(&page.title)), ("content", shared.blocks(&page.body, "", 3))])
    });
    context.insert("chapters", list(pages));
    context
}
