//! Reports figures that differ between sources in otherwise equal words. Entry point: [`report`]. Readers never see it.

use std::ops::Range;
use std::sync::Arc;

use super::passage::{ReadSource, Sources};
use crate::analysis::differing_figures::{DifferingFigures, differing_figures};
use crate::analysis::shared::SharedWording;
use crate::findings::{Code, Deferred, Diagnostic, Findings};
use citeback_quote::text::single_spaced;

/// The figures that differ in what two sources share.
pub fn differing_in(pair: &SharedWording, sources: &Sources) -> Vec<DifferingFigures> {
    let [a, b] = pair.sources.map(|source| &*sources[source]);
    let texts = [a.reading.text(), b.reading.text()];
    let passages = pair.passages.iter().filter(|passage| !passage.runs.is_empty());
    passages
        .flat_map(|passage| differing_figures(passage, texts, [a, b].map(|source| source.figures().figures())))
        .collect()
}

/// Advises on each of them, at the second source.
pub(super) fn report(shared: &[SharedWording], sources: &Sources, findings: &mut Findings) {
    for pair in shared {
        for found in differing_in(pair, sources) {
            let [first, second] = pair.sources.map(|source| Arc::clone(&sources[source]));
            let file = second.source.file;
            findings.push(Deferred::new(Code::FiguresDiffer, file, move || finding([&first, &second], &found)));
        }
    }
}

fn finding([first, second]: [&ReadSource; 2], found: &DifferingFigures) -> Diagnostic {
    let words = |read: &ReadSource, at: &Range<usize>| single_spaced(&read.reading.text()[at.clone()]);
    let [other, own] = [words(first, &found.figures[0]), words(second, &found.figures[1])];
    let message =
        format!("“{}” has “{own}” where “{}” has “{other}”", second.source.id.as_str(), first.source.id.as_str());
    Diagnostic::new(Code::FiguresDiffer, second.span(&found.figures[1]), message)
        .label("another figure")
        .related(first.span(&found.figures[0]), "in the same words")
        .hint(format!("at least {} words around the two figures are the same", found.words))
        .hint("find out which of them is right before you quote either; then accept the finding with the reason")
}
