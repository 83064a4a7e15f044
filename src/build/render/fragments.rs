//! The links that open a source at quoted words: [`Directives`] holds for each passage the text directive that does so in the original
//! and on the source's own page, where other words stand before and between the article's.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::base::index::Idx as _;
use crate::build::relate::{Citation, Site};
use crate::build::resolve::Passage;
use crate::markdown::article;
use crate::model::locale::Phrase;
use crate::model::{Field, Show};
use citeback_quote::locate::fragment::{FragmentText, PageContext};

/// The directives of a site's passages: those of a source are made together, when the first of them is asked for.
pub(super) struct Directives(Vec<OnceLock<HashMap<Citation, String>>>);

impl Directives {
    pub fn new(site: &Site) -> Self {
        Directives(site.sources.iter().map(|_| OnceLock::new()).collect())
    }

    /// Makes all of them, on all cores.
    pub fn prepare(&self, site: &Site) {
        self.0.par_iter().enumerate().for_each(|(source, directives)| {
            directives.get_or_init(|| of_source(site, source));
        });
    }

    /// The directive of one passage.
    pub fn of(&self, site: &Site, citation: Citation) -> &str {
        let source = site.passage(citation).source;
        &self.0[source.position()].get_or_init(|| of_source(site, source.position()))[&citation]
    }
}

fn of_source(site: &Site, source: usize) -> HashMap<Citation, String> {
    let text = text(site, source);
    let bare = site.sources[source].source.show == Show::None;
    let citations = site.citations[source].iter();
    citations
        .map(|citation| {
            let Passage { parts, field, .. } = site.passage(*citation);
            let directive = match field {
                Field::Title => FragmentText::new(&site.sources[source].title.reading().text).directive(parts),
                Field::Body if bare => text.bare_directive(parts),
                Field::Body => text.directive(parts),
            };
            (*citation, directive)
        })
        .collect()
}

fn text(site: &Site, position: usize) -> FragmentText<'_> {
    let read = &site.sources[position];
    let text = FragmentText::of(read.reading.reading());
    match read.source.show {
        Show::Full if !site.citations[position].is_empty() => text.beside(&beside(site, position)),
        Show::Full | Show::Excerpts | Show::None => text,
    }
}

/// What a source's page says before its article, and in the margin after each block in which passages begin.
fn beside(site: &Site, position: usize) -> Vec<PageContext> {
    let source = &site.sources[position].source;
    let in_text = |citation: &Citation| site.passage(*citation).field == Field::Body;
    let mut citations = site.citations[position].iter().copied().filter(in_text).peekable();
    let claims: BTreeSet<usize> = site.citations[position].iter().map(|citation| citation.claim).collect();
    let mut head: Vec<&str> = vec![&site.brief.title, &source.title];
    head.extend(site.pages.iter().map(|page| page.title.as_str()));
    head.extend(source.authors.iter().map(String::as_str));
    head.extend([&source.publisher, &source.rights, &source.origin].into_iter().flatten().map(String::as_str));
    head.extend(claims.iter().flat_map(|claim| about(site, *claim)));
    // Labels may stand anywhere; which of them do is for the templates to say.
    head.extend(site.locale.phrases.values().flat_map(Phrase::wordings));
    let mut beside = vec![PageContext { at: 0, words: head.join("\n") }];
    for block in article::ranges(&article::read(&site.sources[position].source.body)) {
        let mut words = vec![];
        while let Some(citation) = citations.next_if(|citation| site.passage(*citation).span().start < block.end) {
            words.extend(about(site, citation.claim));
        }
        if !words.is_empty() {
            beside.push(PageContext { at: block.end, words: words.join("\n") });
        }
    }
    let labels = site.sources[position].reading.reading().labels.iter().filter(|label| !label.text.is_empty());
    beside.extend(labels.map(|label| PageContext { at: label.at, words: label.text.clone() }));
    beside.sort_by_key(|beside| beside.at);
    beside
}

/// What is said of a claim wherever it is named.
fn about(site: &Site, claim: usize) -> impl Iterator<Item = &str> {
    let claim = &site.claims[claim];
    [claim.title.as_str(), &site.brief.scale.verdicts()[claim.verdict].label].into_iter()
}
