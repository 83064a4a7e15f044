//! The links that open a source at quoted words: [`directives`] finds for each passage the text directive that does so in the original
//! and on the source's own page, where other words stand before and between the article's.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::locate::fragment::{Beside, FragmentText};
use crate::markdown::article;
use crate::model::Show;
use crate::relate::Site;

/// By position in the site's claims, the directive of each of its passages.
pub(super) fn directives(site: &Site) -> Vec<Vec<String>> {
    let positions = (0..site.sources.len()).into_par_iter();
    let texts: Vec<FragmentText<'_>> = positions.map(|source| text(site, source)).collect();
    let claims = site.claims.par_iter();
    claims
        .map(|claim| {
            let passages = claim.passages.iter();
            passages
                .map(|passage| match site.sources[passage.source].source.show {
                    Show::None => texts[passage.source].bare_directive(&passage.parts),
                    Show::Full | Show::Excerpts => texts[passage.source].directive(&passage.parts),
                })
                .collect()
        })
        .collect()
}

fn text(site: &Site, position: usize) -> FragmentText<'_> {
    let read = &site.sources[position];
    let text = FragmentText::new(read.reading.text());
    match read.source.show {
        Show::Full if !site.citations[position].is_empty() => text.beside(&beside(site, position)),
        Show::Full | Show::Excerpts | Show::None => text,
    }
}

/// What a source's page says before its article, and in the margin after each block in which passages begin.
fn beside(site: &Site, position: usize) -> Vec<Beside> {
    let source = &site.sources[position].source;
    let mut citations = site.citations[position].iter().copied().peekable();
    let claims: BTreeSet<usize> = citations.clone().map(|citation| citation.claim).collect();
    let mut head: Vec<&str> = vec![&site.brief.title, &source.title];
    head.extend(site.pages.iter().map(|page| page.title.as_str()));
    head.extend(source.authors.iter().map(String::as_str));
    head.extend([&source.publisher, &source.rights, &source.origin].into_iter().flatten().map(String::as_str));
    head.extend(claims.iter().flat_map(|claim| about(site, *claim)));
    let mut beside = vec![Beside { at: 0, words: head.join("\n") }];
    for block in article::ranges(&site.sources[position].source.body) {
        let mut words = vec![];
        while let Some(citation) = citations.next_if(|citation| site.passage(*citation).span().start < block.end) {
            words.extend(about(site, citation.claim));
        }
        if !words.is_empty() {
            beside.push(Beside { at: block.end, words: words.join("\n") });
        }
    }
    beside
}

/// What is said of a claim wherever it is named.
fn about(site: &Site, claim: usize) -> impl Iterator<Item = &str> {
    let claim = &site.claims[claim];
    [claim.title.as_str(), &site.brief.scale.verdicts()[claim.verdict].label].into_iter()
}
