//! The templates of a site, tried with a brief that has everything and one that has nothing: [`check_theme`].

use std::path::Path;
use std::sync::Arc;

use super::Outcome;
use super::load::specimen::{Specimen, load_specimen};
use super::relate::relate;
use super::render::{self, RenderOptions};
use super::resolve::resolve;
use crate::base::error::Error;
use crate::base::files::Span;
use crate::findings::{Code, Findings};
use crate::model::Options;

/// Renders the specimens with the templates of a site and proves every page. The outcome has what is wrong with the theme and nothing else.
///
/// # Errors
/// If a file of the site cannot be read, or it has no brief.
pub fn check_theme(site: &Path) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    for which in [Specimen::Full, Specimen::Many, Specimen::Bare] {
        let mut found = Findings::default();
        let (files, content) = load_specimen(site, which, &mut found)?;
        outcome.files = files;
        let Some(content) = content else { continue };
        let options = Options { drafts: which == Specimen::Full, ..Options::default() };
        let resolved = resolve(content, &options, &mut Findings::default());
        outcome.sources += resolved.sources.len();
        let made = Arc::new(relate(resolved, &options, &mut Findings::default()));
        outcome.claims += made.claims.len();
        outcome.passages += made.citations.iter().map(Vec::len).sum::<usize>();
        outcome.absences += made.absences.iter().map(Vec::len).sum::<usize>();
        let sink = |_: &render::Finished<'_>| Ok(());
        let options = RenderOptions { sink: &sink, pictures: None, languages: None, only_findings: true };
        render::render(&made, &mut found, &options)?;
        found.retain_completed(|finding| match finding.code {
            // An address that a template spells out may be that of a page that the site has and the specimen has not.
            Code::ThemeDeadLink => finding.at.range.is_empty(),
            Code::OutputConflict => false,
            _ => true,
        });
        outcome.findings.extend(found.into_all());
    }
    // A warning that a page might fail is none where one of another specimen has failed.
    let failed: Vec<Span> = outcome
        .findings
        .completed()
        .filter(|finding| finding.code == Code::TemplateError)
        .map(|finding| finding.at.clone())
        .collect();
    outcome
        .findings
        .retain_completed(|finding| finding.code != Code::TemplateUntested || !failed.contains(&finding.at));
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::{Findings, Options, Specimen, load_specimen, resolve};
    use crate::findings::Severity;

    #[test]
    fn the_notes_of_the_specimens_are_sound() {
        let site = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/arabic");
        for (which, least) in [(Specimen::Full, 12), (Specimen::Many, 70), (Specimen::Bare, 2)] {
            let mut findings = Findings::default();
            let (files, content) = load_specimen(&site, which, &mut findings).unwrap();
            let content = content.unwrap();
            assert_eq!(content.brief.language.tag(), "ar");
            let resolved = resolve(content, &Options::default(), &mut findings);
            assert!(resolved.claims.len() >= least, "{which:?}: {}", resolved.claims.len());
            let errors: Vec<&str> = findings
                .sorted(&files)
                .into_iter()
                .filter(|finding| finding.code.severity() == Severity::Error)
                .map(|finding| finding.message.as_str())
                .collect();
            assert!(errors.is_empty(), "{which:?}: {errors:?}");
        }
    }
}
