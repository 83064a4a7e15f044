//! One brief of a desk: built, checked, or taken over as it was. Entry point: [`BriefRun::run`].

use std::path::Path;
use std::sync::Arc;

use super::fingerprint::{DeskPrint, Prints};
use super::record::{Record, Records};
use crate::base::error::Error;
use crate::build::load::{DeskBrief, LoadCache, SharedSources};
use crate::build::relate::Site;
use crate::build::render::BriefSummary;
use crate::build::write::Staging;
use crate::build::{Clock, Kept, Outcome, Place, Request, examine, stage, try_out};
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
        let before = done.outcome.findings.iter().count();
        let (folder, caches) = (format!("{name}/"), [format!("cards-{name}"), format!("search-{name}")]);
        let place = Place { staging: output.staging, folder: &folder, pictures: &caches[0], indexes: &caches[1] };
        done.kept = Some(stage(site, &place, request, &mut done.outcome, &mut clock)?);
        // What is found in pages would not be found again in pages that are taken over.
        if done.outcome.findings.iter().count() == before {
            done.record = Some(record(&done.outcome, summary.clone(), &prints));
        }
        done.summary = Some(summary);
        Ok(done)
    }

    /// A brief whose pages would be the same. It is read only to report its findings.
    fn taken_over(&self, request: &Request, last: Record, prints: &Prints) -> Result<DoneBrief, Error> {
        let mut done = DoneBrief::default();
        if last.without_findings.as_ref() == Some(&prints.depends_on) {
            last.counts_into(&mut done.outcome);
        } else {
            let site = self.examined(request, &mut done.outcome, &mut Clock::new())?;
            done.record = site.is_some().then(|| record(&done.outcome, last.summary.clone(), prints));
        }
        done.summary = Some(last.summary);
        Ok(done)
    }
}

fn record(outcome: &Outcome, summary: BriefSummary, prints: &Prints) -> Record {
    let nothing_to_report = outcome.findings.is_empty() && outcome.embargoed.is_empty();
    Record {
        made_of: prints.made_of.clone(),
        without_findings: nothing_to_report.then(|| prints.depends_on.clone()),
        claims: outcome.claims,
        sources: outcome.sources,
        passages: outcome.passages,
        absences: outcome.absences,
        summary,
    }
}
