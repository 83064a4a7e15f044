//! Builds the index with Pagefind: [`index`].

use std::error::Error as StdError;
use std::fmt;

use ::pagefind::api::{PagefindIndex, SyntheticFile};
use ::pagefind::options::PagefindServiceConfig;

use super::part::{part, with_body};

/// The files of Pagefind that the browser needs: the API, its worker, and what these two load.
const NEEDED: [&str; 3] = ["pagefind.js", "pagefind-worker.js", "pagefind-entry.json"];
const NEEDED_KINDS: [&str; 5] = ["pf_meta", "pf_index", "pf_fragment", "pf_filter", "pagefind"];
/// The WebAssembly for languages for which Pagefind has no stemmer.
const WITHOUT_STEMS: &str = "pagefind/wasm.unknown.pagefind";
/// Selector of reference numbers, which would come between two words of the prose.
const REFERENCES: &str = ".reference";

/// The searchable part of a finished page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndexedPage {
    pub(super) path: String,
    pub(super) html: String,
}

impl IndexedPage {
    /// Extracts the searchable part of a page of a kind; `None` if there is none. `path` is relative to the site's root, such as
    /// `claims/a.html`. Fast enough to run in the threads that render pages, and the result is small.
    pub fn new(path: &str, html: &str, kind: &str) -> Option<Self> {
        Some(IndexedPage { path: path.to_owned(), html: part(&with_body(html, kind))? })
    }
}

/// Why the index could not be built.
#[derive(Debug)]
pub struct SearchError {
    /// The page that could not be indexed; `None` if the index as a whole failed.
    pub page: Option<String>,
    source: Box<dyn StdError + Send + Sync>,
}

/// The files of the index, relative to the site's root (`pagefind/...`), sorted by path. The same pages in any order give the same bytes.
///
/// All pages go into one index, whatever their language, so that a search finds sources in all languages. Words are stemmed by the rules of
/// `language`, the BCP 47 tag of the site.
///
/// # Errors
/// If Pagefind cannot parse a page, or its threads cannot be started.
pub fn index(mut pages: Vec<IndexedPage>, language: &str) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    pages.sort();
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(SearchError::whole)?;
    let files = runtime.block_on(build(pages, language))?;
    let mut files: Vec<(String, Vec<u8>)> =
        files.into_iter().filter_map(|file| Some((needed(&file)?, file.contents))).collect();
    let with_stems = |path: &str| path.starts_with("pagefind/wasm.") && path != WITHOUT_STEMS;
    if files.iter().any(|(path, _)| with_stems(path)) {
        files.retain(|(path, _)| path != WITHOUT_STEMS);
    }
    files.sort();
    Ok(files)
}

async fn build(pages: Vec<IndexedPage>, language: &str) -> Result<Vec<SyntheticFile>, SearchError> {
    let config = PagefindServiceConfig::builder()
        .force_language(language.to_lowercase())
        .exclude_selectors(vec![REFERENCES.to_owned()])
        .build();
    let mut index = PagefindIndex::new(Some(config)).map_err(SearchError::whole)?;
    for IndexedPage { path, html } in pages {
        let added = index.add_html_file(None, Some(path.clone()), html).await;
        added.map_err(|error| SearchError { page: Some(path), source: error.into() })?;
    }
    index.get_files().await.map_err(SearchError::whole)
}

/// The path of a file; `None` for Pagefind's ready-made interfaces, which the site does not use.
fn needed(file: &SyntheticFile) -> Option<String> {
    let name = file.filename.to_str()?.replace('\\', "/");
    let kind = file.filename.extension()?.to_str()?;
    (NEEDED.contains(&name.as_str()) || NEEDED_KINDS.contains(&kind)).then(|| format!("pagefind/{name}"))
}

impl SearchError {
    fn whole(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        SearchError { page: None, source: source.into() }
    }
}

impl fmt::Display for SearchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.page {
            Some(page) => write!(f, "cannot index {page} for search: {}", self.source),
            None => write!(f, "cannot build the search index: {}", self.source),
        }
    }
}

impl StdError for SearchError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Read;

    use flate2::read::GzDecoder;
    use serde_json::Value;

    use super::{IndexedPage, index};
    use crate::build::search::part::{part, whole, with_body};

    const CLAIM: &str = "<html lang=en><main data-pagefind-body><h1>A bridge</h1><p>It was built.</p></main></html>";
    const SOURCE: &str = "<html lang=fr><main data-pagefind-body><h1>東京の橋</h1><p>Un pont.</p></main></html>";

    type IndexFiles = Vec<(String, Vec<u8>)>;

    /// What results are made of: the fragments by address, with what a result can show of anchors; and the index of words.
    fn results(pages: Vec<IndexedPage>) -> (BTreeMap<String, Value>, IndexFiles) {
        let files = index(pages, "en").unwrap();
        let (fragments, others): (Vec<_>, _) = files.into_iter().partition(|(path, _)| path.ends_with(".pf_fragment"));
        let fragments = fragments.into_iter().map(|(_, bytes)| {
            let mut text = String::new();
            GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
            let mut fragment: Value = serde_json::from_str(text.strip_prefix("pagefind_dcd").unwrap()).unwrap();
            let anchors = fragment["anchors"].as_array_mut().unwrap();
            anchors
                .retain(|anchor| anchor["title"].is_string() || anchor["element"].as_str().unwrap().starts_with('h'));
            for anchor in anchors.iter_mut().filter(|anchor| anchor["title"].is_string()) {
                anchor["text"].take();
            }
            (fragment["url"].as_str().unwrap().to_owned(), fragment)
        });
        (fragments.collect(), others.into_iter().filter(|(path, _)| path.ends_with(".pf_index")).collect())
    }

    /// A page of all that Pagefind treats in some way of its own.
    const EVERYTHING: &str = r#"<html lang="en"><head><title>T</title></head><body><nav>N</nav><main>
        <article class="a" data-pagefind-body data-pagefind-filter="kind:claim"><p class="label" data-pagefind-ignore="all">L</p>
        <h1 class="words">A <em>bridge</em></h1><p>Claimed by <bdi data-pagefind-meta="claimant">Jo</bdi>, <time>today</time></p>
        <div data-pagefind-filter="tone:mixed" data-pagefind-ignore><p><a data-pagefind-meta="verdict">mixed</a></p></div>
        <p data-pagefind-weight="3">It was &amp; is<br>built &quot;well&quot;</p><h2 id="evidence">Evid<b>ence</b></h2>
        <div class="card" id="p1" data-pagefind-title="The &quot;Post&quot;"><header data-pagefind-weight="1"><h3>One</h3><ul><li>Two</li>
        </ul></header><blockquote data-pagefind-weight="3"><p>A “<mark id="m1">quote</mark>” of it<sup class="reference"><a id="r">1</a></sup>, so</p>
        </blockquote><h4>Three</h4></div><section id="empty" data-pagefind-title="Next"></section><ul><li>four</li><li>Five!<p>six_</p></li></ul>
        <p data-pagefind-weight="2">Seven<h3>eight</h3></p><p><label>N <b data-pagefind-meta="by">nine</b></label>ten<wbr>eleven</p>
        <table><tr><td>12</td><td>½</td><th>x</th></tr></table><svg><path d="M0"/><title>t</title></svg><p>日本<i>東京</i></p><!-- <p> --><script>
        if (a) {}</script><img src="a.png" alt="Alt"><form>no</form><dl><dt>thirteen<dd></dl></article></main></body></html>"#;

    #[test]
    fn the_index_of_the_searchable_part_is_that_of_the_whole_page() {
        let well_formed = EVERYTHING.replace("<dd>", "</dt><dd></dd>");
        assert_ne!(part(&well_formed).unwrap(), whole(&well_formed));
        for html in [CLAIM, SOURCE, EVERYTHING, &well_formed, &well_formed.replace("p>", "P>")] {
            let path = "claims/a.html".to_owned();
            let parts = results(vec![IndexedPage::new(&path, html, "claim").unwrap()]);
            let wholes = results(vec![IndexedPage { path, html: whole(&with_body(html, "claim")) }]);
            assert_eq!(parts, wholes);
        }
    }

    fn paths(pages: &[(&str, &str)], language: &str) -> Vec<String> {
        let pages = pages.iter().filter_map(|(path, html)| IndexedPage::new(path, html, "claim")).collect();
        index(pages, language).unwrap().into_iter().map(|(path, _)| path).collect()
    }

    #[test]
    fn the_same_pages_in_any_order_give_the_same_bytes() {
        let claim = |n| {
            IndexedPage::new(
                &format!("claims/{n}.html"),
                &CLAIM.replace("built", &format!("built in {n} words")),
                "claim",
            )
        };
        let mut pages: Vec<IndexedPage> =
            (0..40).filter_map(claim).chain(IndexedPage::new("sources/a.html", SOURCE, "source")).collect();
        let first = index(pages.clone(), "en").unwrap();
        pages.reverse();
        assert_eq!(index(pages, "en").unwrap(), first);
    }

    #[test]
    fn all_pages_are_indexed_in_one_language() {
        let mut paths = paths(&[("claims/a.html", CLAIM), ("sources/b.html", SOURCE)], "en-GB");
        paths.retain(|path| path.ends_with(".pf_fragment"));
        assert_eq!(paths.len(), 2);
        assert!(paths.iter().all(|path| path.starts_with("pagefind/fragment/en-gb_")), "{paths:?}");
    }

    #[test]
    fn text_that_looks_like_pagefinds_own_marks_and_a_site_without_pages_are_no_faults() {
        let marks = "___PAGEFIND_ANCHOR___h2:0:a ___END_PAGEFIND_WEIGHT___ ___PAGEFIND_WEIGHT___99999 a";
        assert!(!paths(&[("claims/a.html", &CLAIM.replace("It", marks))], "en").is_empty());
        assert!(!paths(&[], "en").is_empty());
    }

    #[test]
    fn only_files_that_the_browser_needs_are_kept() {
        let plain = |language: &str| {
            let mut paths = paths(&[("claims/a.html", CLAIM)], language);
            paths.retain(|path| !path.contains(".pf_"));
            paths
        };
        let common = ["pagefind/pagefind-entry.json", "pagefind/pagefind-worker.js", "pagefind/pagefind.js"];
        assert_eq!(plain("de"), [&common[..], &["pagefind/wasm.de.pagefind"]].concat());
        assert_eq!(plain("zh"), [&common[..], &["pagefind/wasm.unknown.pagefind"]].concat());
    }
}
