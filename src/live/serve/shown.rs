//! Findings as pages show them: [`shown`], and the words of the interface around them, [`words`].

use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

use super::fixes::{self, Offered};
use super::state::ServerState;
use crate::base::files::{FileRange, Files};
use crate::findings::{Diagnostic, Located};
use crate::live::View;
use crate::model::locale::Locale;
use crate::report;

/// Of a long value, only so many lines are shown.
const LINES: usize = 6;

/// A finding as `--format json` writes it, with what pages need to show it.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    record: report::Record<'a>,
    lines: Vec<MarkedLine>,
    /// The lines of each related place.
    related_lines: Vec<Vec<MarkedLine>>,
    #[serde(rename = "fix", skip_serializing_if = "Option::is_none")]
    offered: Option<Offered<'a>>,
    /// How to open the file at the place: with a link, or by asking the server. `None` for built-in templates.
    open: Option<Opening>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Opening {
    Link(String),
    Command,
}

/// How many findings there are.
pub(super) struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub advice: usize,
    /// Those that are not sent.
    pub hidden: usize,
}

/// A line of a file, and what of it is marked.
#[derive(Serialize)]
struct MarkedLine {
    number: usize,
    before: String,
    marked: String,
    after: String,
}

/// A finding as pages show it. Paths of `files` are relative to `folder`.
pub(super) fn shown(finding: &Diagnostic, (files, folder): (&Files, &Path), state: &ServerState) -> Value {
    let located = Located::new(finding, files);
    let absolute = folder.join(&*located.at.file.path);
    let open = absolute.is_file().then(|| match state.setting.editor.link(&absolute, located.at.start) {
        Some(link) => Opening::Link(link),
        None => Opening::Command,
    });
    let shown = Shown {
        record: report::record_without_fixes(&located),
        lines: lines(&located.at),
        related_lines: located.related.iter().chain(&located.elsewhere).map(|(at, _)| lines(at)).collect(),
        offered: fixes::offered(finding, files),
        open,
    };
    json!(shown)
}

/// The lines of a place; none if it is a file as a whole.
fn lines(at: &FileRange<'_>) -> Vec<MarkedLine> {
    if at.is_whole_file() {
        return vec![];
    }
    let (text, index) = (&*at.file.text, at.file.lines());
    let first = index.line(at.bytes.start);
    let last = index.line(at.bytes.end.saturating_sub(1).max(at.bytes.start)).min(first + LINES - 1);
    let line = |number: usize| {
        let range = index.range(text, number);
        let start = at.bytes.start.clamp(range.start, range.end);
        let end = at.bytes.end.clamp(start, range.end);
        let part = |from: usize, to: usize| report::printable(text.get(from..to).unwrap_or_default());
        MarkedLine { number, before: part(range.start, start), marked: part(start, end), after: part(end, range.end) }
    };
    (first..=last).map(line).collect()
}

/// The words around the findings, in the language of the brief, with their numbers filled in.
pub(super) fn words(view: &View, locale: &Locale, counts: &Counts) -> Value {
    let counted = |phrase: &str, count: usize| (count > 0).then(|| locale.filled(phrase, &[], Some(count)));
    let errors = counted("desk_errors", counts.errors);
    let others = [counted("desk_warnings", counts.warnings), counted("desk_advice", counts.advice)];
    let all: Vec<String> = errors.clone().into_iter().chain(others.into_iter().flatten()).collect();
    let listed = all.join(locale.wording("separator", None));
    let number = |phrase: &str, count: usize| {
        (count > 0).then(|| locale.filled(phrase, &[("count", &locale.number(count))], None))
    };
    let wording = |phrase: &'static str| locale.wording(phrase, None);
    let none = wording("desk_no_findings");
    json!({
        "language": locale.language.tag(),
        "dir": locale.language.direction(),
        "button": if all.is_empty() { none.to_owned() } else { locale.filled("desk_findings", &[("counts", &listed)], None) },
        "errors": errors.unwrap_or_default(),
        "counts": if all.is_empty() { none } else { listed.as_str() },
        "error": wording("severity_error"),
        "warning": wording("severity_warning"),
        "advice": wording("severity_advice"),
        "colon": wording("colon"),
        "close": wording("desk_close"),
        "fix": wording("desk_fix"),
        "open": wording("desk_open"),
        "lines": wording("desk_lines"),
        "valid": valid(view, locale),
        "more": number("desk_more", counts.hidden),
        "accepted": number("desk_accepted", view.accepted),
        "kept": view.brief_is_kept.then(|| wording("desk_kept")),
    })
}

/// What may be said if there are no errors: a draft that lacks something has none, and is not verified either.
fn valid(view: &View, locale: &Locale) -> String {
    let unfinished = view.renderer.as_ref().map_or(0, |renderer| renderer.site().unfinished.all().count());
    match unfinished {
        0 => locale.wording("desk_all_valid", None).to_owned(),
        count => locale.filled("desk_unfinished", &[("count", &locale.number(count))], None),
    }
}
