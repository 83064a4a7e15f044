//! Draws the pictures that are shown with links to pages, each once; they are kept between builds. [`files`] lists them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::output_file::{Content, OutputFile};
use super::share_card::ShareCard;
use crate::base::cache::Cache;
use crate::build::card::{Card, CardPainter, card_key};
use crate::build::relate::Site;
use citeback_quote::text::fold::without_directions;

/// What pictures are made with, and where they are kept.
pub(super) struct PictureStore<'c> {
    pub painter: CardPainter,
    pub kept: &'c Cache,
}

/// The paths of the pictures of the pages among `files` that are drawn.
pub(super) fn paths(site: &Site, files: &[OutputFile<'_>]) -> BTreeSet<String> {
    let paths = files.iter().filter_map(|file| Some(file.as_page()?.card(site).path));
    paths.filter(|path| !is_own(site, path)).collect()
}

/// Whether a picture is the newsroom's own, which is among the static files.
fn is_own(site: &Site, path: &str) -> bool {
    site.theme.statics.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok()
}

/// The pictures of the pages among `files` that are drawn, for a site that has some. Pages may share one.
pub(super) fn files<'c>(site: &Site, files: &[OutputFile<'c>], pictures: &'c PictureStore<'c>) -> Vec<OutputFile<'c>> {
    let mut seen = BTreeSet::new();
    let mut cards = vec![];
    for file in files {
        let Content::Page(page) = &file.content else {
            continue;
        };
        let ShareCard { path, .. } = page.card(site);
        if !is_own(site, &path) && seen.insert(path.clone()) {
            let page = Arc::clone(page);
            cards.push(OutputFile::data(path, move |shared| Ok(drawn(&page.card(&shared.site).card, pictures).into())));
        }
    }
    cards
}

fn drawn(card: &Card<'_>, PictureStore { painter, kept }: &PictureStore<'_>) -> Vec<u8> {
    // A picture must not show words in another order than they are written.
    let statement = without_directions(card.statement);
    let card = &Card { statement: &statement, ..card.clone() };
    let layout = painter.layout(card);
    let key = card_key(&layout);
    kept.get(&key).unwrap_or_else(|| {
        let png = painter.png(&layout);
        kept.put(&key, &png);
        png
    })
}
