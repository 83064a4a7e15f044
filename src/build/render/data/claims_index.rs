//! data/claims-index.json: what a script needs to filter the list of all claims.

use serde::Serialize;

use super::json::write;
use crate::base::index::Idx;
use crate::base::slug::slug;
use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::{cited_sources, names, statement};
use crate::build::render::{listing, routes};

/// Only where the list of all claims has several pages: a script has all of a single one before it.
pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let wanted = listing::page_count(site.listed.len()) > 1;
    wanted
        .then(|| OutputFile::data(routes::CLAIMS_INDEX, |shared| Ok(claims_index(&shared.site).into())))
        .into_iter()
        .collect()
}

/// The verdicts, tags and sources of a claim are positions in the lists beside it. Tuples are written as arrays, without the names of
/// their fields, which would be most of the file.
#[derive(Serialize)]
struct ClaimsIndex<'a> {
    /// Id, label, tone.
    verdicts: Vec<(&'a str, &'a str, &'a str)>,
    /// Slugs.
    tags: Vec<&'a str>,
    /// Ids.
    sources: Vec<&'a str>,
    /// In the order of the list.
    claims: Vec<IndexedClaim<'a>>,
}

/// Id, statement, title where it is another, claimants, verdict, tags, sources.
type IndexedClaim<'a> = (&'a str, String, &'a str, String, usize, Vec<usize>, Vec<usize>);

fn claims_index(site: &Site) -> Vec<u8> {
    let tags: Vec<&str> = site.tags.iter().map(|tag| tag.slug.as_str()).collect();
    let claims = site.listed.iter().map(|position| {
        let claim = &site.claims[*position];
        let mut of_claim: Vec<usize> =
            claim.tags.iter().filter_map(|label| tags.binary_search(&slug(label).as_str()).ok()).collect();
        of_claim.dedup();
        (
            claim.id.as_str(),
            statement(claim),
            if claim.title == claim.claim { "" } else { claim.title.as_str() },
            names(&site.locale, &claim.claimants).unwrap_or_default(),
            claim.verdict.position(),
            of_claim,
            cited_sources(claim).into_iter().map(Idx::position).collect(),
        )
    });
    let claims = claims.collect();
    let verdicts = site.brief.scale.verdicts().iter();
    let index = ClaimsIndex {
        verdicts: verdicts.map(|verdict| (verdict.id.as_str(), verdict.label.as_str(), verdict.tone.name())).collect(),
        tags,
        sources: site.sources.iter().map(|read| read.source.id.as_str()).collect(),
        claims,
    };
    let mut out = vec![];
    write(&index, &mut out);
    out
}
