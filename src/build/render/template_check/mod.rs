//! Names in the templates of a site, compared with what pages get, without rendering: [`check`].
//!
//! A page fails only where it reaches a mistake, and an `{% if %}` with a misspelt name is simply false. So each page's template is
//! followed through all that it extends and includes, whatever the content is, with the types that docs/context.md declares
//! ([`declared`]). What a test finds out about a variable holds where it is reached ([`facts`]).

mod declared;
mod facts;
mod follow;
mod known_names;
mod parsed;
mod report;
mod scope;
mod shape;
mod show;
mod unused;
mod values;

use std::collections::BTreeSet;

use crate::base::files::Files;
use crate::build::load::Theme;
use crate::findings::Diagnostic;
use crate::model::locale::Locale;
use crate::routes;
use declared::Declared;
use follow::Follower;
pub(super) use known_names::{FILTERS, FUNCTIONS, TESTS};
use parsed::Templates;
use report::Report;

/// What pages are made with, unless they name another template, which then gets the same.
const PAGE: &str = "page.html";

/// What is wrong with the names in the site's own templates, and which of them no page uses. The engine must have accepted all templates.
/// `named` are those that pages name.
pub(super) fn check(theme: &Theme, named: &BTreeSet<&str>, files: &Files, locale: &Locale) -> Vec<Diagnostic> {
    let templates = Templates::of(theme, files);
    let assets = theme.statics.iter().map(|file| file.path.as_str()).filter(|path| routes::is_asset(path));
    let declared = Declared::new(locale, assets);
    let mut report = Report::default();
    let mut used = BTreeSet::new();
    let of_pages = named.iter().map(|name| (*name, PAGE));
    for (page, context) in theme.page_templates().map(|page| (page, page)).chain(of_pages) {
        let follower = Follower::new(&templates, &declared, locale, (page, context), &mut report);
        used.extend(follower.map(Follower::follow).unwrap_or_default());
    }
    let mut findings = report.into_findings(files);
    // What a template includes that could not be parsed is not known.
    if !templates.is_partial {
        findings.extend(unused::findings(theme, &used));
    }
    findings
}
