//! The brief as a graph of sources, origins and claims, for the panel that shows it: [`graph`].

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::picker::answer::{Refusal, in_background};
use super::state::ServerState;
use crate::analysis::origins::ClaimOrigins;
use crate::build::relate::Site;
use crate::build::resolve::Verified;
use crate::model::{Claim, Id, Stance};
use crate::routes;

#[derive(Serialize)]
struct Graph<'a> {
    /// Sorted by id.
    claims: Vec<ClaimNode<'a>>,
    /// Those that support or contradict one of the claims, sorted by id.
    sources: Vec<SourceNode<'a>>,
}

#[derive(Serialize)]
struct ClaimNode<'a> {
    id: &'a str,
    title: &'a str,
    verdict: &'a str,
    tone: &'a str,
    href: String,
    /// What supports it, then what contradicts it; neither if there is no such passage.
    evidence: Vec<Evidence<'a>>,
}

#[derive(Serialize)]
struct Evidence<'a> {
    stance: &'a str,
    /// How many sources and origins these are, in the words of the interface.
    counted: String,
    origins: Vec<Origin<'a>>,
}

/// Sources that are one origin, often a single one.
#[derive(Serialize)]
struct Origin<'a> {
    sources: Vec<&'a str>,
    /// Of several sources: that they are one.
    counted: Option<String>,
    /// Where two of them are compared side by side.
    href: Option<String>,
}

#[derive(Serialize)]
struct SourceNode<'a> {
    id: &'a str,
    title: &'a str,
    publisher: Option<&'a str>,
    /// `None` if the site has no page of it.
    href: Option<String>,
}

/// The claims that the site shows, and the origins of what supports and contradicts them.
pub(super) async fn graph(State(state): State<Arc<ServerState>>) -> Response {
    in_background(move || {
        let view = state.view();
        let renderer = view.renderer.as_ref().ok_or_else(|| Refusal::gone("The site cannot be read yet."))?;
        Ok(Json(of_site(renderer.site(), &|path| state.address(path))).into_response())
    })
    .await
}

/// The address of a page, from its path.
type Address<'a> = dyn Fn(&str) -> String + 'a;

fn of_site<'a>(site: &'a Site, address: &Address<'_>) -> Graph<'a> {
    let claims: Vec<ClaimNode<'_>> = site.claims.iter().map(|claim| claim_node(site, claim, address)).collect();
    let origins = claims.iter().flat_map(|claim| &claim.evidence).flat_map(|evidence| &evidence.origins);
    let cited: BTreeSet<&str> = origins.flat_map(|origin| origin.sources.iter().copied()).collect();
    let sources = cited.into_iter().map(|id| source_node(site, id, address)).collect();
    Graph { claims, sources }
}

fn claim_node<'a>(site: &'a Site, claim: &'a Claim<Verified>, address: &Address<'_>) -> ClaimNode<'a> {
    let verdict = &site.brief.scale.verdicts()[claim.verdict];
    let stances = [Stance::Supports, Stance::Contradicts];
    let found = stances.into_iter().filter_map(|stance| site.analysis.origins(&claim.id, stance));
    ClaimNode {
        id: claim.id.as_str(),
        title: &claim.title,
        verdict: &verdict.label,
        tone: verdict.tone.name(),
        href: address(&routes::claim(&claim.id)),
        evidence: found.map(|origins| evidence(site, origins, address)).collect(),
    }
}

fn evidence<'a>(site: &Site, found: &'a ClaimOrigins, address: &Address<'_>) -> Evidence<'a> {
    let origins = found.origins.iter().map(|sources| Origin {
        sources: sources.iter().map(Id::as_str).collect(),
        counted: (sources.len() > 1).then(|| counted(site, sources.len(), 1)),
        href: comparison(site, found, sources).map(|path| address(&path)),
    });
    Evidence {
        stance: found.stance.name(),
        counted: counted(site, found.sources.len(), found.origins.len()),
        origins: origins.collect(),
    }
}

/// The path of the page that compares those two of the sources that are joined most firmly, of all that have such a page.
fn comparison(site: &Site, found: &ClaimOrigins, sources: &[Id]) -> Option<String> {
    let mut joined = found.links.iter().map(|link| &link.sources).filter(|joined| sources.contains(&joined[0]));
    joined.find_map(|[a, b]| {
        let pair = [site.source_position(a.as_str())?, site.source_position(b.as_str())?];
        site.comparison(pair).map(|_| routes::comparison(a, b))
    })
}

fn source_node<'a>(site: &'a Site, id: &'a str, address: &Address<'_>) -> SourceNode<'a> {
    match site.source_position(id) {
        Some(position) => {
            let source = &site.sources[position].source;
            SourceNode {
                id,
                title: &source.title,
                publisher: source.publisher.as_deref(),
                href: Some(address(&routes::source(&source.id))),
            }
        }
        None => SourceNode { id, title: id, publisher: None, href: None },
    }
}

/// “2 sources, 1 origin”.
fn counted(site: &Site, sources: usize, origins: usize) -> String {
    let locale = &site.locale;
    let of = |phrase: &str, count: usize| locale.filled(phrase, &[], Some(count));
    [of("sources_counted", sources), of("origins_counted", origins)].join(locale.wording("separator", None))
}
