//! Imports a saved web page: [`import`].
//!
//! `page` keeps it as a tree, which `parse` makes and `compose` puts in the order of the screen, with `formula`s as text. `styles` matches
//! the rules of its style sheets (`sheet`, `selector`) and knows their `effects`, such as to put words `away` or to give them the `colours`
//! of their ground; `visible` tells what readers see. `appearance` names elements by their looks, `numbers` writes the numbers of lists, and
//! `spacing` parts words.
//!
//! `main_content` finds the region of the article by the text that `measure` counts, `boilerplate` sorts the boxes in the region by what
//! `names` and `phrases` say of them, and `parts` divides the page into the article, doubtful blocks and what is left out. `metadata` reads
//! what the page says `about` itself, in its `lines` and in `json_ld`: its `title`, its `authors` and when it was `published`. `convert` makes
//! blocks.

mod about;
mod address_days;
mod appearance;
mod authors;
mod away;
mod boilerplate;
mod colours;
mod compose;
mod convert;
mod date_words;
mod dom;
mod effect;
mod effects;
mod elements;
mod formula;
mod frame;
mod json_ld;
mod lengths;
mod lines;
mod main_content;
mod measure;
mod meta;
mod metadata;
mod names;
mod node;
mod note_marks;
mod numbers;
mod page;
mod parse;
mod parts;
mod phrases;
mod placed;
mod published;
mod repeated;
mod selector;
mod sheet;
mod spacing;
mod styles;
mod tables;
mod title;
mod visible;

use std::collections::BTreeMap;

use url::Url;

use super::block::Block;
use super::note::write_note;
use super::types::{ImportError, ImportOptions, Imported, SAVE_AS_TEXT};
use super::verify::write_verified;
use convert::{Converter, visible_text};
pub(super) use frame::{PageFrame, page_frame};
use main_content::Region;
use measure::Measures;
use meta::clean;
use page::SavedPage;
use parts::{Parts, divide};
use styles::Styles;
use visible::VisibleNodes;

/// A page that depends on scripts and shows fewer characters than this, white space aside, is not an article.
const MIN_ARTICLE: usize = 80;

pub(super) fn import(html: &str, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let mut page = SavedPage::parse(html)?;
    let styles = Styles::of(&page);
    let (mut shown, mut remarks) = VisibleNodes::of(&page, &styles);
    appearance::apply(&mut page, &mut shown, &styles);
    remarks.extend(appearance::reversed(&page, &shown));
    numbers::write(&mut page, &shown, &styles);
    spacing::separate(&mut page, &shown, &styles);
    let measures = Measures::of(&page, &shown.hidden);
    let region = main_content::find(&page, &shown, &measures, &title::titles(&page));
    let metadata = metadata::extract(&page, (&shown, &measures, &region), html, options);
    let mut parts = divide(&page, shown.clone(), &measures, &region, options.keep);
    check_that_nothing_is_lost(&page, &shown, &parts)?;
    hide_headline(&page, &mut parts.article, &region, metadata.title.as_deref());
    let expected = visible_text(&page, &parts.article, 0);
    refuse_shell(&page, &expected, measures.chars[0])?;
    let base = page.elements(&["base"]).find_map(|node| Url::parse(page.attribute(node, "href")?).ok());
    let base = base.or_else(|| options.url.cloned()).or_else(|| Url::parse(metadata.url.as_deref()?).ok());
    remarks.extend(styles.doubted(&page, &parts.article.hidden));
    remarks.extend(appearance::reordered(&page, &parts.article, &styles));
    let doubtful = doubtful_blocks(&page, &shown, &parts, base.as_ref())?;
    let count = doubtful.len();
    let blocks = Converter::new(&page, &parts.article, base.as_ref()).with_doubtful(doubtful).blocks(0, 0);
    let body = write_verified(&blocks, &expected)?;
    let mut imported = write_note(metadata, &body, options);
    imported.left_out = parts::report(&page, &shown, &parts);
    imported.doubtful = count;
    imported.remarks.extend(remarks);
    Ok(imported)
}

/// What readers see of a page, on one line; `None` if it cannot be parsed.
pub(super) fn words(html: &str) -> Option<String> {
    let page = SavedPage::parse(html).ok()?;
    let (shown, _) = VisibleNodes::of(&page, &Styles::of(&page));
    Some(parts::text(&page, &shown, 0))
}

/// The addresses of the pages that a page shows in frames, as it writes them.
pub(super) fn frames(html: &str) -> Vec<String> {
    let Ok(page) = SavedPage::parse(html) else { return vec![] };
    let frames = page.elements(&["iframe", "frame"]);
    frames.filter_map(|node| page.attribute(node, "src")).map(str::to_owned).collect()
}

/// Refuses a page whose text is not in the file: it loads what it shows with scripts, or says that it needs them.
fn refuse_shell(page: &SavedPage, expected: &str, all: usize) -> Result<(), ImportError> {
    let shell = page.elements(&["script"]).any(|node| page.attribute(node, "src").is_some())
        || page.elements(&["noscript"]).next().is_some();
    let short = expected.chars().count() < MIN_ARTICLE && all < 2 * MIN_ARTICLE;
    if shell && (expected.is_empty() || short) {
        return Err(ImportError::new(
            "this page is an empty shell: scripts load its text, which is not in the file",
            SAVE_AS_TEXT,
        ));
    }
    if expected.is_empty() { Err(ImportError::no_text()) } else { Ok(()) }
}

/// The blocks that may belong to the article, each converted and verified by itself.
fn doubtful_blocks(
    page: &SavedPage,
    shown: &VisibleNodes,
    parts: &Parts,
    base: Option<&Url>,
) -> Result<BTreeMap<usize, Block>, ImportError> {
    let converter = Converter::new(page, shown, base);
    let mut doubtful = BTreeMap::new();
    for (node, what) in &parts.doubtful {
        let expected = visible_text(page, shown, *node);
        doubtful.insert(*node, Block::Doubtful(what, write_verified(&converter.blocks_of(*node), &expected)?));
    }
    Ok(doubtful)
}

/// Compares the parts with a walk of the whole page that knows nothing of them: each visible text must be in exactly one part, and each
/// other one in the article or the report, unless it is a program or repeats a formula.
fn check_that_nothing_is_lost(page: &SavedPage, shown: &VisibleNodes, parts: &Parts) -> Result<(), ImportError> {
    let mut places = vec![0_u8; page.len()];
    for (node, _) in parts.doubtful.iter().chain(&parts.left_out) {
        for inside in std::iter::once(*node).chain(page.descendants(*node)) {
            places[inside] += 1;
        }
    }
    let mut reported = vec![false; page.len()];
    for (node, _) in &parts.unseen {
        reported[*node] = true;
        page.descendants(*node).for_each(|inside| reported[inside] = true);
    }
    let mut excused = vec![false; page.len()];
    let lost = (1..page.len()).find(|node| {
        excused[*node] = excused[page.parent(*node)] || parts::is_program(page.name(*node)) || shown.is_repeated(*node);
        let text = page.text(*node).unwrap_or_default();
        let in_article = !parts.article.is_hidden(*node);
        if shown.is_hidden(*node) {
            return text.contains(char::is_alphanumeric) && !(excused[*node] || reported[*node] || in_article);
        }
        !text.trim().is_empty() && places[*node] + u8::from(in_article) != 1
    });
    match lost {
        None => Ok(()),
        Some(_) => Err(ImportError::new("its text could not be divided without losing words", SAVE_AS_TEXT)),
    }
}

/// Hides the headline when it is the note's title: the source page would show it twice.
fn hide_headline(page: &SavedPage, visible: &mut VisibleNodes, region: &Region, title: Option<&str>) {
    let first =
        page.descendants(region.root).find(|node| matches!(page.name(*node), "h1" | "h2") && !visible.is_hidden(*node));
    let headline = region.headline.filter(|node| !visible.is_hidden(*node)).or(first);
    if let Some(node) = headline.filter(|node| title.is_some() && clean(&page.text_content(*node)).as_deref() == title)
    {
        visible.hide(page, node);
    }
}
