//! The lines of a note with its findings under them, as the page of an unfinished note shows them: [`lines`].

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use tera::Value;

use super::value::{list, maybe, object, text};
use crate::base::lines::LineIndex;
use crate::findings::{Diagnostic, Severity};
use crate::model::locale::Locale;
use crate::notes::front_matter::split_front_matter;

/// Longer notes are shown to this line, and beyond it only around findings.
const WHOLE: usize = 400;
/// How many lines are shown around a finding beyond what is shown whole.
const AROUND: usize = 2;
/// A finding that marks more lines is shown under the first of them.
const LONG: usize = 12;

/// The findings in a file.
#[derive(Debug, Clone)]
pub struct NoteFindings {
    /// The whole file.
    pub text: Arc<str>,
    pub findings: Vec<Arc<Diagnostic>>,
}

impl NoteFindings {
    pub(super) fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }
}

/// The findings about a file as a whole.
pub(super) fn of_file(found: &NoteFindings, locale: &Locale) -> Value {
    list(found.findings.iter().filter(|finding| finding.at.range == (0..0)).map(|finding| value(finding, locale)))
}

/// The lines that are shown, each with the findings under it.
pub(super) fn lines(found: &NoteFindings, locale: &Locale) -> Value {
    let written = &*found.text;
    let index = LineIndex::new(written);
    let mut under: BTreeMap<usize, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in found.findings.iter().filter(|finding| finding.at.range != (0..0)) {
        let (first, last) = (index.line(finding.at.range.start), index.line(last_byte(&finding.at.range)));
        under.entry(if last - first < LONG { last } else { first }).or_default().push(finding);
    }
    let count = index.line(written.len()) - usize::from(written.is_empty() || written.ends_with('\n'));
    // The text of a captured article is not what an editor writes.
    let whole = split_front_matter(written).map_or(count, |(_, body)| index.line(body.start)).min(WHOLE);
    let is_shown = |line: usize| {
        line <= whole || under.range(line.saturating_sub(AROUND)..=line.saturating_add(AROUND)).next().is_some()
    };
    let mut previous = 0;
    let shown = (1..=count).filter(|line| is_shown(*line)).map(|line| {
        let skipped = line > previous + 1;
        previous = line;
        let findings = under.get(&line).into_iter().flatten();
        object([
            ("number", Value::from(line)),
            ("skipped", Value::from(skipped)),
            ("pieces", pieces(written, &index.range(written, line), found)),
            ("findings", list(findings.map(|finding| value(finding, locale)))),
        ])
    });
    let shown: Vec<Value> = shown.collect();
    list(shown)
}

fn last_byte(range: &Range<usize>) -> usize {
    range.end.saturating_sub(1).max(range.start)
}

/// A line in pieces: each is marked by the worst finding there, or by none.
fn pieces(written: &str, line: &Range<usize>, found: &NoteFindings) -> Value {
    let inside = |at: usize| at.clamp(line.start, line.end);
    let spans: Vec<(Range<usize>, Severity)> = found
        .findings
        .iter()
        .map(|finding| (inside(finding.at.range.start)..inside(finding.at.range.end), finding.severity()))
        .filter(|(span, _)| !span.is_empty())
        .collect();
    let mut cuts: Vec<usize> = spans.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
    cuts.extend([line.start, line.end]);
    cuts.sort_unstable();
    cuts.dedup();
    list(cuts.windows(2).filter_map(|cut| {
        let words = written.get(cut[0]..cut[1])?.trim_end_matches(['\n', '\r']);
        let mark = spans.iter().filter(|(span, _)| span.start <= cut[0] && cut[1] <= span.end).map(|(_, mark)| *mark);
        let mark = mark.min();
        (!words.is_empty()).then(|| object([("text", text(words)), ("mark", maybe(mark.map(Severity::name)))]))
    }))
}

/// A finding as templates see it. Its texts are English.
fn value(finding: &Diagnostic, locale: &Locale) -> Value {
    let name = finding.severity().name();
    object([
        ("severity", text(name)),
        ("severity_word", text(locale.wording(&format!("severity_{name}"), None))),
        ("code", text(finding.code.name())),
        ("message", text(&finding.message)),
        ("label", text(&finding.label)),
        ("hints", list(finding.hints.iter().map(|hint| text(hint)))),
    ])
}
