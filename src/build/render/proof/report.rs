//! What is said of pages that a theme has spoiled: [`findings`], each fault once, at the template where it can be fixed.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Fault, FaultKind};
use super::proved::{Proved, dead_ends};
use crate::base::files::{FileId, Span};
use crate::build::relate::Site;
use crate::build::render::inlining::references;
use crate::build::render::output_file::OutputFile;
use crate::findings::Diagnostic;

/// At most this many things are named for a fault.
const NAMED: usize = 3;

/// The findings about some pages. `whole`: whether these are all pages of the site, so that a link to any other place leads nowhere.
pub(in super::super) fn findings(site: &Site, pages: Vec<(&OutputFile<'_>, Proved)>, whole: bool) -> Vec<Diagnostic> {
    let dead = if whole { dead_ends(&pages) } else { vec![] };
    let mut dead = dead.into_iter();
    let mut gathered: BTreeMap<(FaultKind, FileId, usize), Gathered<'_>> = BTreeMap::new();
    let mut own: BTreeMap<&str, Vec<Own<'_>>> = BTreeMap::new();
    for (file, proved) in &pages {
        let faults = [&proved.faults[..], &dead.next().unwrap_or_default()].concat();
        let Some(page) = file.as_page().filter(|_| !faults.is_empty()) else { continue };
        let template = page.template(site);
        let templates = own.entry(template).or_insert_with(|| own_templates(site, template));
        for fault in faults {
            let Some(at) = responsible(site, templates, &fault) else { continue };
            let key = (fault.kind, at.file, at.range.start);
            let entry = gathered.entry(key).or_insert_with(|| Gathered { at, found: vec![] });
            entry.found.push((&file.path, fault.what));
        }
    }
    gathered.into_iter().map(|((kind, ..), gathered)| finding(kind, gathered)).collect()
}

/// The same fault of one template on many pages.
struct Gathered<'f> {
    at: Span,
    /// The path of each page, and what it is about there.
    found: Vec<(&'f str, String)>,
}

fn finding(kind: FaultKind, Gathered { at, found }: Gathered<'_>) -> Diagnostic {
    let pages: BTreeSet<&str> = found.iter().map(|(path, _)| *path).collect();
    // Each thing once, with the first page that has it.
    let mut seen = BTreeSet::new();
    let things: Vec<&(&str, String)> = found.iter().filter(|(_, what)| seen.insert(what)).collect();
    let named = things.iter().take(NAMED).map(|(path, what)| match what.as_str() {
        "" => (*path).to_owned(),
        what => format!("{what} (in {path})"),
    });
    let mut lines: Vec<String> = named.collect();
    if things.len() > NAMED {
        lines.push(format!("and {} more", things.len() - NAMED));
    }
    let count = if pages.len() == 1 { "1 page".to_owned() } else { format!("{} pages, for example", pages.len()) };
    Diagnostic::new(kind.code(), at, kind.message())
        .hint(kind.hint())
        .hint(format!("on {count}:\n{}", lines.join("\n")))
}

/// A template of the site's own.
struct Own<'s> {
    name: &'s str,
    file: FileId,
}

/// The site's own templates that a page is made of, from the outside in: its own, those that it extends, those that it includes.
fn own_templates<'s>(site: &'s Site, template: &str) -> Vec<Own<'s>> {
    let templates = &site.theme.templates;
    let mut seen: Vec<usize> = vec![];
    let mut next: Vec<usize> = templates.iter().position(|known| known.name == template).into_iter().collect();
    while let Some(at) = next.pop() {
        if seen.contains(&at) {
            continue;
        }
        seen.push(at);
        let used = references(site.files.text(templates[at].file))
            .filter_map(|name| templates.binary_search_by(|known| known.name.as_str().cmp(name)).ok());
        next.extend(used);
    }
    let is_own = |at: &usize| templates[*at].is_own;
    seen.into_iter().filter(is_own).map(|at| Own { name: &templates[at].name, file: templates[at].file }).collect()
}

/// The place to fix a fault: the words themselves where a template has them, else the likeliest template.
fn responsible(site: &Site, templates: &[Own<'_>], fault: &Fault) -> Option<Span> {
    for words in sought(fault) {
        for own in templates {
            if let Some(at) = site.files.text(own.file).find(&words) {
                return Some(Span { file: own.file, range: at..at + words.len() });
            }
        }
    }
    let likely = fault.kind.likely().iter().find_map(|name| templates.iter().find(|own| own.name == *name));
    likely.or(templates.first()).map(|own| Span { file: own.file, range: 0..0 })
}

/// What a template says if it is at fault, the surest first.
fn sought(fault: &Fault) -> Vec<String> {
    let what = &fault.what;
    match fault.kind {
        // `<p style="…">`, `<script> without src`
        FaultKind::Inline => match what.split(['<', '>', ' ']).rfind(|part| part.ends_with("\"…\"")) {
            Some(attribute) => vec![attribute.trim_end_matches("…\"").to_owned()],
            None => what.split('>').next().map(str::to_owned).into_iter().collect(),
        },
        FaultKind::Foreign => vec![what.clone()],
        // The second one after `{{ root }}`.
        FaultKind::DeadLink => vec![format!("\"{what}\""), what.clone()],
        _ => vec![],
    }
}
