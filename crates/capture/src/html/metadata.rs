//! Extracts the metadata of a page's article: [`extract`]. JSON-LD takes precedence, then Open Graph and other `meta` elements, then
//! what readers see.

use url::Url;

use super::about::About;
use super::authors::authors;
use super::json_ld::JsonLd;
use super::lines::lines;
use super::main_content::Region;
use super::measure::Measures;
use super::meta::{meta, metas};
use super::page::SavedPage;
use super::published::published;
use super::title::title;
use super::visible::VisibleNodes;
use crate::metadata::Metadata;
use crate::types::ImportOptions;
use citeback_content::model::{ArchivedAddress, Language};

/// Reads what the page says about its article. `html` is the page's text.
pub(super) fn extract(
    page: &SavedPage,
    seen: (&VisibleNodes, &Measures, &Region),
    html: &str,
    options: &ImportOptions<'_>,
) -> Metadata {
    let (visible, measures, region) = seen;
    let json_ld = JsonLd::of(page);
    let publisher = json_ld.name_of("publisher").or_else(|| {
        meta(page, &["og:site_name", "application-name", "citation_journal_title", "dc.publisher", "dcterms.publisher"])
    });
    let saved = options.saved;
    let archive_url = saved.and_then(|saved| saved.archive_url.clone());
    let found = || article_url(page, html, &json_ld).or_else(|| saved.and_then(|saved| saved.url.clone()));
    let (url, archive_url) = unarchived(options.url.cloned().or_else(found), archive_url);
    let language = language(page, region.root, &json_ld);
    let lines = lines(page, visible, measures);
    let about = About {
        page,
        visible,
        measures,
        region,
        json_ld,
        lines,
        publisher,
        language,
        url,
        captured: options.captured(),
    };
    let published = published(&about);
    Metadata {
        title: title(&about),
        authors: authors(&about),
        published: published.date,
        published_doubt: published.doubt,
        url: about.url.map(String::from),
        archive_url: archive_url.map(String::from),
        language: about.language,
        publisher: about.publisher,
    }
}

/// Splits the address of a copy in an archive, whose pages have such addresses everywhere, into those of the original and of the copy.
fn unarchived(url: Option<Url>, archive_url: Option<Url>) -> (Option<Url>, Option<Url>) {
    let archived = url.as_ref().and_then(|url| ArchivedAddress::parse(url.as_str()));
    match archived.and_then(|archived| Url::parse(&archived.original?).ok()) {
        Some(original) => (Some(original), archive_url.or(url)),
        None => (url, archive_url),
    }
}

/// The address of the article. The one that browsers write into a saved page comes last, as it includes tracking parameters.
fn article_url(page: &SavedPage, html: &str, json_ld: &JsonLd) -> Option<Url> {
    let web = |text: &str| {
        let text = text.trim();
        let whole = if text.starts_with("//") { format!("https:{text}") } else { text.to_owned() };
        Url::parse(&whole).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    };
    let canonical = page
        .elements(&["link"])
        .filter(|node| page.has_token(*node, "rel", "canonical"))
        .find_map(|node| web(page.attribute(node, "href")?));
    let of_entity = || {
        let entity = json_ld.field("mainEntityOfPage")?;
        entity.as_str().or_else(|| entity.get("@id")?.as_str()).and_then(web)
    };
    let saved_from = || {
        let (_, rest) = html.split_once("saved from url=(")?;
        let (_, rest) = rest.split_once(')')?;
        web(rest.split("-->").next()?)
    };
    canonical
        .or_else(|| metas(page, &["og:url"]).find_map(|url| web(&url)))
        .or_else(|| json_ld.text("url").as_deref().and_then(web))
        .or_else(of_entity)
        .or_else(saved_from)
}

fn language(page: &SavedPage, root: usize, json_ld: &JsonLd) -> Option<String> {
    let around = page
        .ancestors_and_self(root)
        .find_map(|node| page.attribute(node, "lang").or_else(|| page.attribute(node, "xml:lang")));
    let json_ld_language = || json_ld.text("inLanguage");
    let meta_language = || meta(page, &["og:locale", "dc.language", "dcterms.language", "language"]);
    let tag =
        |text: String| Language::new(text.trim().replace('_', "-").as_str()).map(|language| language.tag().to_owned());
    around
        .map(str::to_owned)
        .and_then(tag)
        .or_else(|| json_ld_language().and_then(tag))
        .or_else(|| meta_language().and_then(tag))
}
