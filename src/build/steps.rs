//! The steps that the build of a site and that of a brief on a desk have in common: [`examine`], [`stage`], [`try_out`].

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::load::{LoadCache, SiteNames, load_with};
use super::outcome::{Outcome, Request};
use super::relate::{Site, relate};
use super::render::{Finished, RenderOptions, language_folder, languages_of, render};
use super::resolve::resolve;
use super::search::SearchIndex;
use super::write::Staging;
use crate::base::aside::drop_aside;
use crate::base::cache::Cache;
use crate::base::error::Error;

/// The first three stages. Returns the site as far as its content is valid; `None` if brief.yaml could not be read.
///
/// # Errors
/// If a file cannot be read.
pub(crate) fn examine(
    request: &Request,
    cache: LoadCache,
    outcome: &mut Outcome,
    clock: &mut Clock,
) -> Result<Option<Arc<Site>>, Error> {
    let findings = &mut outcome.findings;
    let (files, content) = load_with(cache, &request.site, findings)?;
    outcome.files = files;
    outcome.timings.push(("load", clock.lap()));
    let Some(content) = content else {
        outcome.unread = true;
        return Ok(None);
    };
    outcome.known = request.out.is_none().then(|| SiteNames::of(&content));
    let resolved = resolve(content, &request.options, findings);
    outcome.timings.push(("resolve", clock.lap()));
    outcome.embargoed.clone_from(&resolved.held.listed);
    // All that were checked, including those that are not published.
    outcome.sources = resolved.sources.len();
    let site = Arc::new(relate(resolved, &request.options, findings));
    outcome.timings.push(("relate", clock.lap()));
    outcome.claims = site.claims.len();
    outcome.passages = site.citations.iter().map(Vec::len).sum();
    outcome.absences = site.absences.iter().map(Vec::len).sum();
    Ok(Some(site))
}

/// Where the files of a site are put.
pub(crate) struct Place<'a> {
    pub staging: &'a Staging,
    /// The folder of the site in what is published, ending in `/`; empty if it is all of it.
    pub folder: &'a str,
    /// The names of the caches of its pictures and of its search index.
    pub pictures: &'a str,
    pub indexes: &'a str,
}

/// The caches of a site that was put in place.
pub(crate) struct Kept {
    pictures: Cache,
    indexes: Cache,
}

impl Kept {
    /// Removes what this build did not use.
    pub fn sweep(&self) {
        self.pictures.sweep();
        self.indexes.sweep();
    }
}

/// Makes all files of a site and puts them where they belong; what is wrong with them goes to the findings of the outcome.
///
/// # Errors
/// If a file cannot be read or written.
pub(crate) fn stage(
    site: Arc<Site>,
    place: &Place<'_>,
    request: &Request,
    outcome: &mut Outcome,
    clock: &mut Clock,
) -> Result<Kept, Error> {
    let staging = place.staging;
    let kept =
        Kept { pictures: Cache::at(staging.kept(place.pictures)), indexes: Cache::at(staging.kept(place.indexes)) };
    let languages = languages_of(&site);
    let mut indexes = vec![];
    for site in std::iter::once(&site).chain(&site.translations) {
        let searched = SearchIndex::new(site.brief.search);
        let folder = format!("{}{}", place.folder, language_folder(site));
        let put = |path: &str, bytes: &[u8]| staging.put(&format!("{folder}{path}"), bytes);
        let sink = |file: &Finished<'_>| {
            searched.see(file.path, file.bytes, file.searched_as);
            put(file.path, file.bytes)
        };
        let pictures = Some(&kept.pictures);
        let options = RenderOptions { sink: &sink, pictures, languages: languages.as_ref(), only_findings: false };
        render(site, &mut outcome.findings, &options)?;
        indexes.push((folder, searched, site.brief.language.clone()));
    }
    outcome.timings.push(("render and stage", clock.lap()));
    // The index needs as much memory as the site.
    drop_aside(site);
    if !outcome.is_blocked(request) {
        for (folder, searched, language) in indexes {
            for (path, bytes) in searched.index(language.tag(), &kept.indexes)? {
                staging.put(&format!("{folder}{path}"), &bytes)?;
            }
        }
        outcome.timings.push(("index for search", clock.lap()));
    }
    Ok(kept)
}

/// Makes the files of a site only to find what is wrong with its templates.
///
/// # Errors
/// If a file cannot be read.
pub(crate) fn try_out(site: Arc<Site>, outcome: &mut Outcome, clock: &mut Clock) -> Result<(), Error> {
    let languages = languages_of(&site);
    let options =
        RenderOptions { sink: &|_| Ok(()), pictures: None, languages: languages.as_ref(), only_findings: true };
    for site in std::iter::once(&site).chain(&site.translations) {
        render(site, &mut outcome.findings, &options)?;
    }
    drop(languages);
    drop_aside(site);
    outcome.timings.push(("render", clock.lap()));
    Ok(())
}

/// Measures each stage in turn.
pub(crate) struct Clock(Instant);

impl Clock {
    pub fn new() -> Self {
        Clock(Instant::now())
    }

    pub fn lap(&mut self) -> Duration {
        let lap = self.0.elapsed();
        self.0 = Instant::now();
        lap
    }
}
