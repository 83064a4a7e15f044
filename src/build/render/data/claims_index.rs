//! data/claims-index.json: what a script needs to filter the list of all claims.

use serde_json::json;

use crate::base::index::Idx;
use crate::base::slug::slug;
use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::{cited_sources, statement};
use crate::build::render::{listing, routes};

/// Only where the list of all claims has several pages: a script has all of a single one before it.
pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let wanted = listing::page_count(site.listed.len()) > 1;
    wanted
        .then(|| OutputFile::data(routes::CLAIMS_INDEX, |shared| Ok(claims_index(&shared.site).into())))
        .into_iter()
        .collect()
}

/// The claims in the order of the list. The verdicts, tags and sources of a claim are positions in the lists beside it.
fn claims_index(site: &Site) -> Vec<u8> {
    let tags: Vec<&str> = site.tags.iter().map(|tag| tag.slug.as_str()).collect();
    let claims = site.listed.iter().map(|position| {
        let claim = &site.claims[*position];
        let mut of_claim: Vec<usize> =
            claim.tags.iter().filter_map(|label| tags.binary_search(&slug(label).as_str()).ok()).collect();
        of_claim.dedup();
        json!([
            claim.id.as_str(),
            statement(claim),
            if claim.title == claim.claim { "" } else { &claim.title },
            claim.claimant.as_ref().map_or("", |claimant| &claimant.name),
            claim.verdict.position(),
            of_claim,
            cited_sources(claim).into_iter().map(Idx::position).collect::<Vec<_>>()
        ])
    });
    let verdicts = site.brief.scale.verdicts().iter();
    let index = json!({
        "verdicts": verdicts.map(|verdict| json!([verdict.id.as_str(), verdict.label, verdict.tone.name()])).collect::<Vec<_>>(),
        "tags": tags,
        "sources": site.sources.iter().map(|read| read.source.id.as_str()).collect::<Vec<_>>(),
        "claims": claims.collect::<Vec<_>>(),
    });
    index.to_string().into_bytes()
}
