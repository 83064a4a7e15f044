//! What pages of the newsroom's own ask for: a template, and claims to list. Entry points: [`check`], and [`settled`], which drops a template
//! that does not exist.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::reference_index::ReferenceIndex;
use crate::base::files::Files;
use crate::base::slug::slug;
use crate::build::load::{Note, Theme};
use crate::findings::{Code, Diagnostic, Findings, Fix, MAX_MEANT, did_you_mean, only_meant, question, similar};
use crate::markdown::prose::Destination;
use crate::model::{Brief, Claim, Evidence, Page, same_name};
use crate::notes::edit::EditedNote;
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped};

/// At most this many choices are listed in a hint.
const MAX_NAMED: usize = 12;

/// What pages can ask for.
pub(super) struct Offered<'a> {
    pub files: &'a Arc<Files>,
    pub theme: &'a Theme,
    /// `None` if its verdicts are not known.
    pub brief: Option<&'a Brief>,
    pub claims: &'a [Arc<Note<Claim<Evidence>>>],
    pub known: &'a ReferenceIndex<'a>,
    /// Whether all claims could be read.
    pub knows_claims: bool,
}

/// Reports what pages ask for and nobody has.
pub(super) fn check(pages: &[Arc<Note<Page>>], offered: &Offered<'_>, findings: &mut Findings) {
    let asking = pages.iter().map(|note| &note.value).filter(|page| page.template.is_some() || page.list.is_some());
    for page in asking {
        let places = Arc::new(Places::of_front_matter(offered.files, page.file, &Skipped::default()));
        if let Some(template) = page.template.as_deref().filter(|name| !is_usable(name, offered.theme)) {
            let choices: Vec<&str> = usable(offered.theme).collect();
            let wrong = Wrong {
                code: Code::UnknownTemplate,
                path: Path::top().key("template"),
                value: template,
                message: format!("there is no template “{template}” for pages"),
                label: "does not exist",
                choices: ("templates for pages", &choices),
            };
            findings.push(wrong.finding(&places));
        }
        check_list(page, &places, offered, findings);
    }
}

/// A page as it is rendered, without a template that does not exist: that has been reported.
pub(super) fn settled(mut page: Page, theme: &Theme) -> Page {
    page.template = page.template.filter(|name| is_usable(name, theme));
    page
}

/// The templates that a page can name: those of the site, and that which it has anyway.
fn usable(theme: &Theme) -> impl Iterator<Item = &str> {
    let templates = theme.templates.iter().filter(|template| template.is_own || template.name == "page.html");
    templates.map(|template| template.name.as_str()).filter(|name| name.ends_with(".html") && !name.contains('/'))
}

fn is_usable(name: &str, theme: &Theme) -> bool {
    usable(theme).any(|known| known == name)
}

fn check_list(page: &Page, places: &Arc<Places>, offered: &Offered<'_>, findings: &mut Findings) {
    let Some(list) = &page.list else { return };
    let path = |field: &'static str, index: usize| Path::top().key("list").key(field).index(index);
    let claims = || offered.claims.iter().map(|note| &note.value);
    if offered.knows_claims {
        let tags: BTreeSet<&str> = claims().flat_map(|claim| &claim.tags).map(String::as_str).collect();
        let tags: Vec<&str> = tags.into_iter().collect();
        let unknown = |tag: &str| !tags.iter().any(|known| slug(known) == slug(tag));
        for (index, tag) in list.tags.iter().enumerate().filter(|(_, tag)| unknown(tag)) {
            let message = format!("no claim has the tag “{tag}”");
            let wrong = Wrong::value(path("tag", index), tag, message, ("tags", &tags));
            findings.push(wrong.finding(places));
        }
        let claimants: BTreeSet<&str> =
            claims().flat_map(|claim| &claim.claimants).map(|claimant| claimant.name.as_str()).collect();
        let claimants: Vec<&str> = claimants.into_iter().collect();
        let unknown = |name: &str| !claimants.iter().any(|known| same_name(known, name));
        for (index, name) in list.claimants.iter().enumerate().filter(|(_, name)| unknown(name)) {
            let message = format!("no claim has the claimant “{name}”");
            let wrong = Wrong::value(path("claimant", index), name, message, ("claimants", &claimants));
            findings.push(wrong.finding(places));
        }
    }
    if let Some(brief) = offered.brief {
        let scale: Vec<&str> = brief.scale.verdicts().iter().map(|verdict| verdict.id.as_str()).collect();
        let unknown = |id: &str| !scale.contains(&id);
        for (index, id) in list.verdicts.iter().enumerate().filter(|(_, id)| unknown(id)) {
            let message = format!("there is no verdict “{id}” on the scale");
            let wrong = Wrong::value(path("verdict", index), id, message, ("verdicts", &scale));
            findings.push(Wrong { code: Code::UnknownVerdict, label: "not on the scale", ..wrong }.finding(places));
        }
    }
    let sources = offered.known.candidates(Destination::Source);
    let unknown = |id: &str| !offered.known.has(Destination::Source, id);
    for (index, id) in list.sources.iter().enumerate().filter(|(_, id)| unknown(id)) {
        let message = format!("there is no source “{id}”");
        let wrong = Wrong::value(path("source", index), id, message, ("sources", &sources));
        findings.push(Wrong { code: Code::UnknownSource, label: "does not exist", ..wrong }.finding(places));
    }
}

/// A value that is none of the choices.
pub(super) struct Wrong<'a> {
    pub code: Code,
    pub path: Path,
    pub value: &'a str,
    pub message: String,
    pub label: &'static str,
    /// What they are called, and all of them.
    pub choices: (&'a str, &'a [&'a str]),
}

impl<'a> Wrong<'a> {
    fn value(path: Path, value: &'a str, message: String, choices: (&'a str, &'a [&'a str])) -> Self {
        Wrong { code: Code::UnknownValue, path, value, message, label: "no note has it", choices }
    }

    /// With the value that is meant, if that is clear, or those that are close.
    pub fn finding(self, places: &Arc<Places>) -> Diagnostic {
        let Wrong { code, path, value, message, label, choices: (kind, choices) } = self;
        let finding = Diagnostic::new(code, places.place(&path), message).label(label);
        let finding = match did_you_mean(value, choices.iter().copied()) {
            Some(meant) => finding.hint(question(meant)),
            None if choices.is_empty() => finding.hint("there are none yet"),
            None if choices.len() <= MAX_NAMED => finding.hint(format!("{kind} are: {}", choices.join(", "))),
            None => finding,
        };
        let places = Arc::clone(places);
        let fix = move |meant: &str| {
            let edit = EditedNote::at(&places).replace_scalar(&path, meant).ok()?;
            Some(Fix::spelling(meant, edit))
        };
        if let Some(meant) = only_meant(value, choices.iter().copied()) {
            let meant = meant.to_owned();
            return finding.fixed_by(move || fix(&meant));
        }
        let close = similar(value, choices.iter().copied(), MAX_MEANT);
        let close: Vec<String> = close.into_iter().map(str::to_owned).collect();
        finding.chosen_by(move || close.iter().filter_map(|meant| fix(meant)).collect())
    }
}
