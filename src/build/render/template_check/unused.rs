//! Files in templates/ that no page uses: [`findings`].

use std::collections::BTreeSet;

use crate::build::load::{Template, Theme};
use crate::findings::{Code, Diagnostic, did_you_mean, question};

/// Endings of files that are published, or included.
const PUBLISHED: [&str; 4] = [".css", ".js", ".svg", ".json"];

/// A finding for each of the site's own templates that is not among those that pages use.
pub(super) fn findings(theme: &Theme, used: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let unused = theme.templates.iter().filter(|template| template.is_own && !used.contains(template.name.as_str()));
    unused.map(|template| finding(theme, template)).collect()
}

fn finding(theme: &Theme, template: &Template) -> Diagnostic {
    let name = template.name.as_str();
    let finding = Diagnostic::of_file(Code::TemplateUnused, template.file, "no page uses this template");
    if PUBLISHED.iter().any(|ending| name.ends_with(ending)) {
        return finding.hint(format!("to publish it, move it to static/{name}"));
    }
    let built_in = || theme.built_in_names().filter(|known| *known != name);
    let file = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let same_file = built_in().find(|known| file(known) == file(name));
    let meant = same_file.or_else(|| did_you_mean(name, built_in()));
    finding.maybe_hint(meant.map(|meant| question(format!("templates/{meant}")))).hint(format!(
        "it replaces a built-in one only under the same path; else include it: {{% include \"{name}\" %}}"
    ))
}
