//! One brief of a desk: built, checked, or taken over as it was. Entry point: [`BriefRun::run`].

use std::path::Path;
use std::sync::Arc;

use super::fingerprint::{DeskPrint, Prints};
use super::record::{FoundBefore, Record, Records};
use crate::base::error::Error;
use crate::base::files::Files;
use crate::build::load::{DeskBrief, LoadCache, SharedSources, built_in_template, text_of};
use crate::build::relate::Site;
use crate::build::render::BriefSummary;
use crate::build::write::Staging;
use crate::build::{Clock, Kept, Outcome, Place, Request, examine, stage, try_out};
use crate::findings::{Diagnostic, FindAgain, Findings, KeptFindings};
use crate::model::Options;

/// What the briefs of a run have in common.
pub(super) struct BriefRun<'a> {
    pub root: &'a Path,
    pub request: &'a Request,
    pub sources: &'a Arc<SharedSources>,
    /// Where the files go; `None` if the briefs are only checked.
    pub output: Option<Output<'a>>,
}

/// Where the files of a build go, and what is known of the last one.
pub(super) struct Output<'a> {
    pub staging: &'a Staging,
    pub print: &'a DeskPrint,
    pub records: &'a Records,
}

/// What came of a brief.
#[derive(Default)]
pub(super) struct DoneBrief {
    pub outcome: Outcome,
    /// `None` if the brief could not be read.
    pub summary: Option<BriefSummary>,
    /// To be kept if the desk is written.
    pub record: Option<Record>,
    pub kept: Option<Kept>,
}

impl BriefRun<'_> {
    /// # Errors
    /// If a file cannot be read or written.
    pub fn run(&self, brief: &DeskBrief) -> Result<DoneBrief, Error> {
        let request =
            Request { site: self.root.join(&brief.path), options: self.options(brief), ..self.request.clone() };
        match &self.output {
            None => self.checked(&request),
            Some(output) => self.built(brief, &request, output),
        }
    }

    /// A brief is built beside the others, at an address below that of the desk.
    fn options(&self, brief: &DeskBrief) -> Options {
        let base = self.request.options.base_url.as_ref();
        let base_url = base.and_then(|base| base.join(&format!("{}/", brief.name)).ok());
        Options { on_desk: true, base_url, ..self.request.options.clone() }
    }

    fn examined(
        &self,
        request: &Request,
        outcome: &mut Outcome,
        clock: &mut Clock,
    ) -> Result<Option<Arc<Site>>, Error> {
        examine(request, LoadCache::sharing(Arc::clone(self.sources)), outcome, clock)
    }

    fn checked(&self, request: &Request) -> Result<DoneBrief, Error> {
        let (mut done, mut clock) = (DoneBrief::default(), Clock::new());
        if let Some(site) = self.examined(request, &mut done.outcome, &mut clock)? {
            done.summary = Some(BriefSummary::of(&site));
            try_out(site, &mut done.outcome, &mut clock)?;
        }
        Ok(done)
    }

    fn built(&self, brief: &DeskBrief, request: &Request, output: &Output<'_>) -> Result<DoneBrief, Error> {
        let name = brief.name.as_str();
        let prints = output.print.of_brief(&request.site)?;
        let last = output.records.read(name).filter(|last| last.made_of == prints.made_of);
        let last = last.filter(|last| restored(&last.in_pages, request, &mut Files::default(), nothing()).is_some());
        if let Some(last) = last.filter(|_| output.staging.keep(name)) {
            return self.taken_over(request, last, &prints);
        }
        let (mut done, mut clock) = (DoneBrief::default(), Clock::new());
        let Some(site) = self.examined(request, &mut done.outcome, &mut clock)? else {
            return Ok(done);
        };
        let summary = BriefSummary::of(&site);
        if done.outcome.is_blocked(request) {
            try_out(site, &mut done.outcome, &mut clock)?;
            done.summary = Some(summary);
            return Ok(done);
        }
        let found = kept(&done.outcome.findings, &done.outcome.files);
        let before = done.outcome.findings.iter().count();
        let (folder, caches) = (format!("{name}/"), [format!("cards-{name}"), format!("search-{name}")]);
        let place = Place { staging: output.staging, folder: &folder, pictures: &caches[0], indexes: &caches[1] };
        done.kept = Some(stage(site, &place, request, &mut done.outcome, &mut clock)?);
        let mut in_pages = Findings::default();
        in_pages.extend(done.outcome.findings.iter().skip(before).cloned());
        let in_pages = kept(&in_pages, &done.outcome.files);
        done.record = Some(record(&done.outcome, summary.clone(), &prints, (found, in_pages)));
        done.summary = Some(summary);
        Ok(done)
    }

    /// A brief whose pages would be the same. It is read only if more than findings is to be reported, or they may have changed.
    fn taken_over(&self, request: &Request, last: Record, prints: &Prints) -> Result<DoneBrief, Error> {
        let mut done = DoneBrief::default();
        let mut files = Files::default();
        let found = last.found.findings.as_ref().filter(|_| last.found.depends_on == prints.depends_on);
        match found.and_then(|found| restored(found, request, &mut files, self.again(request))) {
            Some(found) => {
                done.outcome.findings.extend(found);
                last.counts_into(&mut done.outcome);
            }
            None => {
                let site = self.examined(request, &mut done.outcome, &mut Clock::new())?;
                files = Files::clone(&done.outcome.files);
                let found = (kept(&done.outcome.findings, &files), last.in_pages.clone());
                done.record = site.is_some().then(|| record(&done.outcome, last.summary.clone(), prints, found));
            }
        }
        done.outcome.findings.extend(restored(&last.in_pages, request, &mut files, nothing()).unwrap_or_default());
        done.outcome.files = Arc::new(files);
        done.summary = Some(last.summary);
        Ok(done)
    }

    /// Finds everything in a brief again, for the changes that are offered: a report for people shows none.
    fn again(&self, request: &Request) -> FindAgain {
        let (request, sources) = (request.clone(), Arc::clone(self.sources));
        Box::new(move || {
            let mut outcome = Outcome::default();
            // What cannot be read now offers nothing.
            let _ = examine(&request, LoadCache::sharing(sources), &mut outcome, &mut Clock::new());
            (Arc::clone(&outcome.files), outcome.findings.completed_all())
        })
    }
}

/// Findings that are kept, as they were in the brief of a request.
fn restored(found: &KeptFindings, request: &Request, files: &mut Files, again: FindAgain) -> Option<Vec<Diagnostic>> {
    let text = |path: &str| match path.strip_prefix("templates/").and_then(|path| path.strip_suffix(" (built in)")) {
        Some(template) => built_in_template(template).map(Into::into),
        None => text_of(&request.site.join(path)),
    };
    found.restored(files, text, again)
}

/// Nothing is offered for what is found in pages.
fn nothing() -> FindAgain {
    Box::new(<(Arc<Files>, Vec<Arc<Diagnostic>>)>::default)
}

fn kept(findings: &Findings, files: &Files) -> KeptFindings {
    KeptFindings::of(&findings.completed_all(), files)
}

fn record(
    outcome: &Outcome,
    summary: BriefSummary,
    prints: &Prints,
    (found, in_pages): (KeptFindings, KeptFindings),
) -> Record {
    // What embargoes keep out is reported, too, and not kept.
    let findings = outcome.embargoed.is_empty().then_some(found);
    Record {
        made_of: prints.made_of.clone(),
        found: FoundBefore { depends_on: prints.depends_on.clone(), findings },
        in_pages,
        claims: outcome.claims,
        sources: outcome.sources,
        passages: outcome.passages,
        absences: outcome.absences,
        summary,
    }
}
