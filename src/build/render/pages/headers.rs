//! _headers: HTTP headers, for hosts that read a file of this name.

use crate::build::relate::Site;
use crate::build::render::languages;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, html, list};
use crate::model::Media;
use crate::routes;
use tera::Value;

const KIND: PageKind = PageKind { name: "headers", template: "headers.txt" };

struct HeadersFile;

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    // Hosts read it only at the root.
    if site.translation.is_some() { vec![] } else { vec![OutputFile::page(site, HeadersFile)] }
}

impl SitePage for HeadersFile {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::HEADERS.to_owned()
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Nobody
    }

    fn plays_media(&self, site: &Site) -> bool {
        site.sources.iter().any(|read| read.source.media.as_ref().and_then(Media::played).is_some())
    }

    fn head(&self, _: &Site, _: &str) -> PageHead {
        PageHead::titled(String::new())
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let mut context = TemplateContext::default();
        context.insert("embeds", Value::from(shared.site.brief.embeds));
        let folders = shared.site.translations.iter().map(|other| html(languages::folder(other)));
        context.insert("folders", list(folders));
        context
    }
}
