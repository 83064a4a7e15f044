//! Findings for people: each a code frame on the editor's own line, with what is expected and how to mend it.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::printable;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::{Files, Span};

/// At most this many lines of a long value are framed.
const FRAMED_LINES: usize = 6;
/// Lines longer than this many bytes are cut around the marked words.
const LONG_LINE: usize = 200;

/// One finding as a screen of text, with a newline at its end.
pub fn human(finding: &Diagnostic, files: &Files, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = printable(&finding.message);
    let frame = Frame::new(files, &finding.at);
    let label = printable(&finding.label);
    let mut group = Group::with_title(level.primary_title(message.as_str()).id(finding.code.name()));
    let path = printable(files.path(finding.at.file));
    if frame.source.is_empty() {
        group = group.element(Origin::path(path.as_str()));
    } else {
        group = group.element(frame.snippet(&path, AnnotationKind::Primary, &label));
    }
    let related: Vec<(Frame, String, String)> = finding
        .related
        .iter()
        .map(|(at, what)| (Frame::new(files, at), printable(files.path(at.file)), printable(what)))
        .collect();
    for (frame, path, what) in &related {
        group = group.element(frame.snippet(path, AnnotationKind::Context, what));
    }
    let hints: Vec<String> = finding.hints.iter().map(|hint| printable(hint)).collect();
    for hint in &hints {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    let mut out = renderer.decor_style(DecorStyle::Ascii).render(&[group]).to_string();
    out.push('\n');
    out
}

/// The lines of a file around a span, with the span inside them.
struct Frame {
    source: String,
    first_line: usize,
    range: Range<usize>,
}

impl Frame {
    fn new(files: &Files, at: &Span) -> Self {
        let text = files.text(at.file);
        let start = floor(text, at.range.start);
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let wanted = floor(text, at.range.end).max(start);
        // A long value is shown by its first lines.
        let end = text[start..wanted]
            .match_indices('\n')
            .nth(FRAMED_LINES - 1)
            .map_or(wanted, |(newline, _)| start + newline);
        let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
        let first_line = text[..line_start].matches('\n').count() + 1;
        let mut frame = Frame {
            source: text[line_start..line_end].trim_end_matches('\r').to_owned(),
            first_line,
            range: start - line_start..end - line_start,
        };
        frame.range.end = frame.range.end.min(frame.source.len());
        frame.cut();
        frame.source = printable(&frame.source.replace('\u{FFFD}', "?")).replace('\u{FFFD}', "?");
        frame
    }

    /// Keeps of a single long line what surrounds the marked words.
    fn cut(&mut self) {
        if self.source.len() <= LONG_LINE || self.source.contains('\n') {
            return;
        }
        let end = self.range.end.min(self.range.start + LONG_LINE);
        let from = floor(&self.source, self.range.start.saturating_sub(LONG_LINE / 4));
        let to = floor(&self.source, (end + LONG_LINE / 4).min(self.source.len()));
        let end = floor(&self.source, end);
        let lead = if from > 0 { "…" } else { "" };
        let trail = if to < self.source.len() { "…" } else { "" };
        self.range = self.range.start - from + lead.len()..end - from + lead.len();
        self.source = format!("{lead}{}{trail}", &self.source[from..to]);
    }

    fn snippet<'a>(
        &'a self,
        path: &'a str,
        kind: AnnotationKind,
        label: &'a str,
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let range = self.range.start.min(self.source.len())..self.range.end.min(self.source.len());
        let annotation = kind.span(range).label(label);
        Snippet::source(self.source.as_str()).line_start(self.first_line).path(path).annotation(annotation)
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
