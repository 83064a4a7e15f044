//! Imports a saved web page: [`import`].
//!
//! `page` parses it into a tree, `boilerplate` and `main_content` find the article in the tree, `metadata` reads its title, authors and
//! date, and `convert` makes blocks of it.

mod boilerplate;
mod convert;
mod main_content;
mod metadata;
mod page;
mod parse;

use url::Url;

use super::note::write_note;
use super::types::{ImportError, ImportOptions, Imported, SAVE_AS_TEXT};
use super::verify::write_verified;
use boilerplate::VisibleNodes;
use convert::{Converter, visible_text};
use page::SavedPage;

/// A page that depends on scripts and shows fewer characters than this, white space aside, is not an article.
const MIN_ARTICLE: usize = 80;

pub(super) fn import(html: &str, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let page = SavedPage::parse(html)?;
    let mut visible = VisibleNodes::of(&page);
    let root = main_content::find(&page, &visible);
    let metadata = metadata::extract(&page, root, html, options.url);
    visible.remove_boilerplate(&page, root);
    hide_headline(&page, &mut visible, root, metadata.title.as_deref());
    let expected = visible_text(&page, &visible, root);
    // A shell loads what it shows with scripts, or says that it needs them.
    let shell = page.elements(&["script"]).any(|node| page.attribute(node, "src").is_some())
        || page.elements(&["noscript"]).next().is_some();
    let short = expected.chars().count() < MIN_ARTICLE && visible.char_count(0) < 2 * MIN_ARTICLE;
    if shell && (expected.is_empty() || short) {
        return Err(ImportError::new(
            "this page is an empty shell: scripts load its text, which is not in the file",
            SAVE_AS_TEXT,
        ));
    }
    if expected.is_empty() {
        return Err(ImportError::no_text());
    }
    let base = page.elements(&["base"]).find_map(|node| Url::parse(page.attribute(node, "href")?).ok());
    let base = base.or_else(|| options.url.cloned()).or_else(|| Url::parse(metadata.url.as_deref()?).ok());
    let blocks = Converter::new(&page, &visible, base.as_ref()).blocks(root, 0);
    let body = write_verified(&blocks, &expected)?;
    Ok(write_note(metadata, &body, options))
}

/// Hides the headline when it is the note's title: the source page would show it twice.
fn hide_headline(page: &SavedPage, visible: &mut VisibleNodes, root: usize, title: Option<&str>) {
    let headline =
        page.descendants(root).find(|node| matches!(page.name(*node), "h1" | "h2") && !visible.is_hidden(*node));
    if let Some(node) = headline.filter(|node| title.is_some_and(|title| page.text_content(*node) == title)) {
        visible.hide(page, node);
    }
}
