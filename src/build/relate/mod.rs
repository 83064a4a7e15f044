//! The third stage: how the resolved notes relate to each other. Entry point: [`relate`], which returns the [`Site`] to render.

mod agreement;
mod cache;
mod claim_lists;
mod comparisons;
mod listings;
mod people;
mod published;
mod site;
mod translated;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use agreement::Agreement;
pub use cache::RelateCache;
pub use comparisons::{Comparison, quoted_words};
use listings::Claims;
pub use listings::{Citation, Listings, Tag};
use published::Published;
pub use site::{Site, Translation};
use translated::Relations;

use crate::base::files::{FileId, Files};
use crate::build::resolve::{Held, ReadSource, Resolved, ResolvedLanguage, Sources, Verified};
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::{Brief, Claim, DeskLink, Embargoes, Options, Page, Status};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped};

/// Relates claims, sources and listings.
pub fn relate(resolved: Resolved, options: &Options, findings: &mut Findings) -> Site {
    let analysis = Arc::clone(&resolved.analysis);
    related(resolved, options, findings, |sources, published, mut claims, brief| {
        claims.iter_mut().for_each(|claim| published.renumber(claim));
        let (sources, claims) = (published.of(sources), claims.into());
        let listings = Arc::new(Listings::new(&sources, &claims, brief, &analysis));
        (sources, claims, listings)
    })
}

/// Like [`relate`], for a site that was related before: makes the listings again only if a change affects them.
pub fn relate_again(resolved: Resolved, options: &Options, cache: &mut RelateCache, findings: &mut Findings) -> Site {
    let analysis = Arc::clone(&resolved.analysis);
    related(resolved, options, findings, |sources, published, claims, brief| {
        cache.update((sources, claims), published, brief, &analysis)
    })
}

/// `list` yields the published sources, the claims with their positions, and the listings.
fn related(
    resolved: Resolved,
    options: &Options,
    findings: &mut Findings,
    list: impl FnOnce(Sources, Published, Vec<Arc<Claim<Verified>>>, &Brief) -> (Sources, Claims, Arc<Listings>),
) -> Site {
    let Resolved {
        files,
        brief_file,
        mut brief,
        sources,
        published,
        theme,
        data,
        locale,
        held,
        unfinished,
        analysis,
        desk,
        across,
        languages,
        ..
    } = resolved;
    let (mut claims, mut pages) = (resolved.claims, resolved.pages);
    if options.base_url.is_some() {
        brief.base_url.clone_from(&options.base_url);
    }
    brief.search &= !options.no_search;
    // One that is there but wrong was reported already.
    // On a desk it is said of the desk.
    if brief.base_url.is_none() && !options.on_desk && !findings.has_error_in(brief_file) {
        findings.push(base_url_missing(brief_file, &files));
    }
    claims.retain(|claim| claim.missing.is_empty() && (options.drafts || claim.status != Status::Draft));
    let hidden_notes = keep_out(&held, &files, &mut brief, &mut claims, &mut pages);
    people::leave_out_uninvolved(&mut brief, brief_file, &mut claims);
    pages.sort_by(|a, b| a.id.cmp(&b.id));
    let positions = published::positions(&published);
    let (sources, claims, listings) = list(sources, Published::new(published, &unfinished), claims, &brief);
    let found = comparisons::comparisons(&analysis.shared, &positions, (&sources, &claims), &listings.citations);
    let is_published =
        |read: &ReadSource| sources.binary_search_by(|other| other.source.id.cmp(&read.source.id)).is_ok();
    let is_finished = |read: &ReadSource| !unfinished.sources.contains_key(read.source.id.as_str());
    let captures = resolved.captures.into_iter().filter(|page| {
        page.versions.iter().any(|read| is_published(read)) && page.versions.iter().all(|read| is_finished(read))
    });
    let captures = captures.collect();
    let held_files = held.listed.iter().filter_map(|entry| entry.static_file.clone()).collect();
    let shows_embargoes = options.embargoes == Embargoes::None;
    let site = Site {
        files,
        brief_file,
        brief,
        sources,
        claims,
        pages,
        theme,
        data,
        locale,
        listings,
        analysis,
        comparisons: Arc::new(found),
        hidden_notes,
        held_files,
        shows_embargoes,
        unfinished,
        desk: desk.filter(|desk| options.on_desk || matches!(desk, DeskLink::Itself { .. })),
        across: if options.drafts { across } else { Arc::new(Arc::unwrap_or_clone(across).published()) },
        on_desk: options.on_desk,
        captures,
        translations: vec![],
        translation: None,
    };
    in_languages(site, languages, &Relations { held: &held, positions: &positions })
}

/// The site with its translations.
fn in_languages(site: Site, languages: Vec<ResolvedLanguage>, relations: &Relations<'_>) -> Site {
    if languages.is_empty() {
        return site;
    }
    let original = Arc::new(site);
    let translations = languages.into_iter().map(|given| Arc::new(translated::translated(&original, given, relations)));
    let translations = translations.collect();
    Site { translations, ..Site::clone(&original) }
}

/// Removes what embargoes keep out. Returns the files of the claims that mention any of it.
fn keep_out(
    held: &Held,
    files: &Files,
    brief: &mut Brief,
    claims: &mut Vec<Arc<Claim<Verified>>>,
    pages: &mut Vec<Page>,
) -> BTreeSet<FileId> {
    if held.is_empty() {
        return BTreeSet::new();
    }
    held.strip(brief);
    pages.retain(|page| !held.pages.contains(&page.id));
    claims.retain(|claim| !held.claims.contains(&claim.id));
    if let Some(positions) = held.people_left(brief) {
        people::renumber(claims, &positions);
    }
    let mentions = |claim: &&Arc<Claim<Verified>>| held.is_named_in(files.text(claim.file));
    claims.iter().filter(mentions).map(|claim| claim.file).collect()
}

fn base_url_missing(brief_file: FileId, files: &Files) -> Diagnostic {
    let mut finding = Diagnostic::of_file(
        Code::BaseUrlMissing,
        brief_file,
        "without base_url there are no feeds, no sitemap, no canonical links, no pictures for sharing and no ClaimReview data",
    )
    .hint("add a line “base_url: https://…” with the address of the published site, or build with --base-url");
    finding.at = Places::of_file(files, brief_file, &Skipped::default()).place(&Path::top().key("title"));
    finding
}
