//! Builds or checks all briefs of a desk, and the pages over them: [`build`].

use std::path::PathBuf;
use std::sync::Arc;

use super::brief::{BriefRun, DoneBrief, Output};
use super::fingerprint::DeskPrint;
use super::merged::Merged;
use super::record::Records;
use crate::base::cache::Cache;
use crate::base::error::Error;
use crate::base::output::inputs;
use crate::base::parallel::each;
use crate::build::load::{Bytes, DeskBrief, DeskContent, SiteNames, Theme, load_desk};
use crate::build::relate::{Site, relate};
use crate::build::render::{Finished, Overview, OverviewBrief, RenderOptions, render_desk};
use crate::build::resolve::resolve;
use crate::build::write::Staging;
use crate::build::{Clock, Kept, Outcome, Request};
use crate::findings::{Code, Diagnostic, Findings};

/// At most this many briefs are in memory at a time.
pub const MAX_AT_ONCE: usize = 8;

/// What came of a desk.
#[derive(Default)]
pub struct DeskOutcome {
    pub outcome: Outcome,
    /// The folder of each brief and what its notes may refer to; only a check collects it.
    pub known: Vec<(PathBuf, SiteNames)>,
}

/// Builds or checks the desk in a folder.
///
/// # Errors
/// If a file cannot be read or written. If there is an error among the findings of any brief, nothing was written.
pub fn build(request: &Request) -> Result<DeskOutcome, Error> {
    let (mut clock, mut merged, mut found) = (Clock::new(), Merged::default(), Findings::default());
    let (files, desk) = load_desk(&request.site, &mut found)?;
    let Some(desk) = desk else {
        merged.add("", &files, &found, &[]);
        let outcome =
            Outcome { unread: true, files: Arc::new(merged.files), findings: merged.findings, ..Outcome::default() };
        return Ok(DeskOutcome { outcome, known: vec![] });
    };
    found.extend(conflicts(&desk.content.theme, &desk.briefs));
    let written = match &request.out {
        Some(out) => {
            let folders = desk.briefs.iter().flat_map(|brief| inputs(&request.site.join(&brief.path)));
            let own = ["sources", "captures"].map(|folder| request.site.join(folder));
            let inputs: Vec<PathBuf> = inputs(&request.site).into_iter().chain(own).chain(folders).collect();
            let staging = Staging::begin(out, &inputs)?;
            let print = DeskPrint::of(&desk, &request.options)?;
            let records = Records::at(staging.kept("briefs"));
            Some((staging, print, records))
        }
        None => None,
    };
    let output = written.as_ref().map(|(staging, print, records)| Output { staging, print, records });
    let run = BriefRun { root: &request.site, request, sources: &desk.sources, output };
    let done: Result<Vec<DoneBrief>, Error> =
        each(&desk.briefs, MAX_AT_ONCE, |brief| run.run(brief)).into_iter().collect();
    let mut done = done?;
    let mut result = DeskOutcome::default();
    result.outcome.timings.push(("briefs", clock.lap()));
    for (brief, done) in desk.briefs.iter().zip(&mut done) {
        let outcome = &mut done.outcome;
        merged.add(&brief.path, &outcome.files, &outcome.findings, &outcome.embargoed);
        outcome.findings = Findings::default();
        outcome.files = Arc::default();
        result.add(outcome, request.site.join(&brief.path));
    }
    let pages = Cache::at(written.as_ref().map_or_else(PathBuf::new, |(staging, ..)| staging.kept("cards")));
    let to = written.as_ref().map(|(staging, ..)| Pages { staging, pictures: &pages });
    let names: Vec<String> = desk.briefs.iter().map(|brief| brief.name.to_string()).collect();
    let blocked = merged.is_blocked(request);
    over_all(desk, &mut done, (request, to.filter(|_| !blocked)), &mut found)?;
    result.outcome.timings.push(("over all briefs", clock.lap()));
    merged.add("", &files, &found, &[]);
    let outcome = &mut result.outcome;
    (outcome.files, outcome.findings, outcome.embargoed) = (Arc::new(merged.files), merged.findings, merged.embargoed);
    if let Some((staging, _, records)) = written.filter(|_| !outcome.is_blocked(request)) {
        outcome.written = Some(staging.commit()?);
        pages.sweep();
        for (name, done) in names.iter().zip(&done) {
            done.record.iter().for_each(|record| records.keep(name, record));
            done.kept.iter().for_each(Kept::sweep);
        }
        records.retain(|name| names.iter().any(|known| known == name));
    }
    result.outcome.timings.push(("put in place", clock.lap()));
    Ok(result)
}

impl DeskOutcome {
    /// Adds what was verified in a brief, and what its notes may refer to.
    fn add(&mut self, brief: &mut Outcome, folder: PathBuf) {
        self.outcome.claims += brief.claims;
        self.outcome.sources += brief.sources;
        self.outcome.passages += brief.passages;
        self.outcome.absences += brief.absences;
        self.known.extend(brief.known.take().map(|known| (folder, known)));
    }
}

/// Where the pages over all briefs go.
struct Pages<'a> {
    staging: &'a Staging,
    pictures: &'a Cache,
}

/// Makes the pages over all briefs; if they go nowhere, only to find what is wrong with their templates.
fn over_all(
    mut desk: DeskContent,
    done: &mut [DoneBrief],
    (request, to): (&Request, Option<Pages<'_>>),
    findings: &mut Findings,
) -> Result<(), Error> {
    let summaries =
        desk.briefs.into_iter().zip(done).filter_map(|(brief, done)| {
            Some(OverviewBrief { name: brief.name, summary: Arc::new(done.summary.take()?) })
        });
    let overview = Overview::new(summaries.collect());
    desk.content.desk = Some(overview.desk());
    let resolved = resolve(desk.content, &request.options, findings);
    let site: Arc<Site> = Arc::new(relate(resolved, &request.options, findings));
    let sink = |file: &Finished<'_>| to.as_ref().map_or(Ok(()), |to| to.staging.put(file.path, file.bytes));
    let pictures = to.as_ref().map(|to| to.pictures);
    render_desk(
        &site,
        overview,
        findings,
        &RenderOptions { sink: &sink, pictures, languages: None, only_findings: to.is_none() },
    )
}

/// Files of the desk's own that would be in the folder of a brief.
pub fn conflicts(theme: &Theme, briefs: &[DeskBrief]) -> Vec<Diagnostic> {
    let conflict = |path: &str, bytes: &Bytes| {
        let Bytes::OnDisk(_, file) = bytes else { return None };
        let first = path.split('/').next()?;
        let brief = briefs.iter().find(|brief| brief.name.as_str() == first)?;
        let message = format!("static/{path} would be in the folder of the brief “{}”", brief.name);
        let finding = Diagnostic::of_file(Code::OutputConflict, *file, message);
        Some(finding.hint("rename the file or its folder, or put it into the folder static of the brief"))
    };
    theme.statics.iter().filter_map(|file| conflict(&file.path, &file.bytes)).collect()
}
