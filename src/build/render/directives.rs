//! The links that open a source at quoted words: [`Directives`] holds for each passage the text directive that does so in the original
//! and on the source's own page, which has other words before and between those of the article.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::base::index::{Idx as _, IndexVec};
use crate::build::relate::{Citation, Site};
use crate::build::resolve::{Passage, ReadSource};
use crate::markdown::article;
use crate::model::locale::Phrase;
use crate::model::{ClaimIdx, Field, Id, Show, SourceIdx};
use citeback_quote::locate::fragment::{FragmentText, PageContext};

/// The directives of a site's passages. Each is computed once, when it is first asked for.
pub(super) struct Directives {
    /// By position in the site's sources: the text in which words are looked up, once a passage of it was asked for.
    texts: IndexVec<SourceIdx, OnceLock<Arc<SourceText>>>,
    cache: Arc<TextCache>,
    /// Of all passages, claim by claim.
    made: Vec<OnceLock<Box<str>>>,
    /// For each claim, the place of its first passage in `made`.
    first: IndexVec<ClaimIdx, usize>,
}

impl Directives {
    /// `cache` may hold texts of the same site as it was earlier.
    pub fn new(site: &Site, cache: Arc<TextCache>) -> Self {
        let mut count = 0;
        let first = site.claims.iter().map(|claim| {
            count += claim.passages.len();
            count - claim.passages.len()
        });
        let first = first.collect();
        Directives {
            texts: site.sources.iter().map(|_| OnceLock::new()).collect(),
            made: (0..count).map(|_| OnceLock::new()).collect(),
            first,
            cache,
        }
    }

    /// Computes all of them in parallel. The texts are not kept, so the texts of all sources are never in memory at once.
    pub fn prepare(&self, site: &Site) {
        site.citations.par_iter().enumerate().for_each(|(source, citations)| {
            let source = SourceIdx::new(source);
            if citations.iter().any(|citation| self.place(*citation).get().is_none()) {
                let own = OnceLock::new();
                let text = || match self.texts[source].get() {
                    Some(kept) => &kept.text,
                    None => &own.get_or_init(|| SourceText::new(site, source, None)).text,
                };
                citations.par_iter().for_each(|citation| {
                    self.place(*citation).get_or_init(|| directive(site, *citation, &text));
                });
            }
        });
    }

    /// The directive of one passage.
    pub fn of(&self, site: &Site, citation: Citation) -> &str {
        self.place(citation).get_or_init(|| {
            let source = site.passage(citation).source;
            directive(site, citation, &|| &self.texts[source].get_or_init(|| self.cache.text(site, source)).text)
        })
    }

    fn place(&self, citation: Citation) -> &OnceLock<Box<str>> {
        &self.made[self.first[citation.claim] + citation.passage]
    }
}

/// The directive of a passage; `text` gives the text of its source.
fn directive<'t>(site: &Site, citation: Citation, text: &dyn Fn() -> &'t FragmentText<'static>) -> Box<str> {
    let Passage { parts, field, source, .. } = site.passage(citation);
    let read = &site.sources[*source];
    let written = match field {
        Field::Title => FragmentText::new(read.title.reading().text()).directive(parts),
        Field::Body if read.source.show == Show::None => text().bare_directive(parts),
        Field::Body => text().directive(parts),
    };
    // A copy of just this length: there is one for every passage of the site, and the original has room for more.
    Box::from(written.as_str())
}

/// The text of a source in which words are looked up, and what it was made of.
struct SourceText {
    read: Arc<ReadSource>,
    /// The blocks of the article, as byte ranges of the reading text.
    blocks: Vec<Range<usize>>,
    /// Empty when only the original is looked up, because the source's page does not show the whole article.
    beside: Vec<PageContext>,
    text: FragmentText<'static>,
}

impl SourceText {
    /// `earlier` is the text of the same source at another time, which serves again if the page has the same words beside the article.
    fn new(site: &Site, position: SourceIdx, earlier: Option<Arc<SourceText>>) -> Arc<Self> {
        let read = &site.sources[position];
        let (mut blocks, mut words) = (vec![], vec![]);
        if read.source.show == Show::Full && !site.citations[position].is_empty() {
            blocks = match &earlier {
                Some(earlier) if !earlier.blocks.is_empty() => earlier.blocks.clone(),
                _ => article::ranges(&article::read(&read.source.body)),
            };
            words = beside(site, position, &blocks);
        }
        if let Some(earlier) = earlier.filter(|earlier| earlier.beside == words) {
            return earlier;
        }
        let text = FragmentText::of(read.reading.reading()).into_owned();
        let text = if words.is_empty() { text } else { text.beside(&words) };
        Arc::new(SourceText { read: Arc::clone(read), blocks, beside: words, text })
    }
}

/// Texts of sources, which outlive a change of the site that does not concern them.
#[derive(Default)]
pub(super) struct TextCache(Mutex<BTreeMap<Id, Arc<SourceText>>>);

impl TextCache {
    /// The text of the source at a position.
    fn text(&self, site: &Site, position: SourceIdx) -> Arc<SourceText> {
        let read = &site.sources[position];
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = lock().get(&read.source.id).filter(|text| Arc::ptr_eq(&text.read, read)).cloned();
        let text = SourceText::new(site, position, earlier);
        let mut texts = lock();
        texts.retain(|id, _| site.source_position(id.as_str()).is_some());
        texts.insert(read.source.id.clone(), Arc::clone(&text));
        text
    }
}

/// What a source's page says before its article, and in the margin after each block in which passages begin.
fn beside(site: &Site, position: SourceIdx, blocks: &[Range<usize>]) -> Vec<PageContext> {
    let source = &site.sources[position].source;
    let in_text = |citation: &Citation| site.passage(*citation).field == Field::Body;
    let mut citations = site.citations[position].iter().copied().filter(in_text).peekable();
    let claims: BTreeSet<ClaimIdx> =
        site.citations[position].iter().chain(&site.absences[position]).map(|citation| citation.claim).collect();
    let mut head: Vec<&str> = vec![&site.brief.title, &source.title];
    head.extend(site.pages.iter().map(|page| page.title.as_str()));
    head.extend(source.authors.iter().map(String::as_str));
    head.extend([&source.publisher, &source.rights, &source.origin].into_iter().flatten().map(String::as_str));
    head.extend(claims.iter().flat_map(|claim| about(site, *claim)));
    // Labels can be anywhere: the templates decide which are shown.
    head.extend(site.locale.phrases.values().flat_map(Phrase::wordings));
    let mut beside = vec![PageContext { at: 0, words: head.join("\n") }];
    for block in blocks {
        let mut words = vec![];
        while let Some(citation) = citations.next_if(|citation| site.passage(*citation).span().start < block.end) {
            words.extend(about(site, citation.claim));
        }
        if !words.is_empty() {
            beside.push(PageContext { at: block.end, words: words.join("\n") });
        }
    }
    let labels = site.sources[position].reading.reading().labels().iter().filter(|label| !label.text.is_empty());
    beside.extend(labels.map(|label| PageContext { at: label.at, words: label.text.clone() }));
    beside.sort_by_key(|beside| beside.at);
    beside
}

/// The words that accompany a claim wherever it is listed.
fn about(site: &Site, claim: ClaimIdx) -> impl Iterator<Item = &str> {
    let claim = &site.claims[claim];
    [claim.title.as_str(), &site.brief.scale.verdicts()[claim.verdict].label].into_iter()
}
