//! Findings for people: a frame around the line in question, with what is expected and how to fix it.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::printable::printable;
use crate::base::files::FileRange;
use crate::base::lines::floor;
use crate::findings::{Located, Severity};

/// Maximum number of lines shown of a long value.
const FRAMED_LINES: usize = 6;

/// One finding as several lines of text, ending in a newline.
///
/// Fixes and choices are not shown: the hints describe them, and `check --fix` prints a diff. `root` is the path to the site, empty or
/// ending with `/`; it precedes the paths of places.
pub fn human(finding: &Located<'_>, root: &str, colour: bool) -> String {
    let Located { code, severity, message, at, label, related, elsewhere: _, hints, fixes: _, accepted, downgraded: _ } =
        finding;
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::NOTE.with_name(Severity::Advice.name()),
    };
    let message = printable(message);
    let frame = Frame::new(at);
    let label = printable(label.unwrap_or_default());
    let mut group = Group::with_title(level.primary_title(message.as_str()).id(code.name()));
    let path_of = |at: &FileRange<'_>| printable(&format!("{root}{}", at.file.path));
    let path = path_of(at);
    if frame.source.is_empty() {
        group = group.element(Origin::path(path.as_str()));
    } else {
        group = group.element(frame.snippet(&path, AnnotationKind::Primary, &label));
    }
    let related: Vec<(Frame, String, String)> =
        related.iter().map(|(at, description)| (Frame::new(at), path_of(at), printable(description))).collect();
    for (frame, path, description) in &related {
        group = group.element(frame.snippet(path, AnnotationKind::Context, description));
    }
    let accepted = accepted.map(|reason| format!("accepted: {reason}"));
    let hints: Vec<String> = hints.iter().chain(&accepted).map(|hint| printable(hint)).collect();
    for hint in &hints {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    let mut out = renderer.decor_style(DecorStyle::Ascii).render(&[group]).to_string();
    out.push('\n');
    out
}

/// The lines of a file that contain a span, and the span within them.
struct Frame {
    source: String,
    first_line: usize,
    range: Range<usize>,
}

impl Frame {
    /// A finding about a file as a whole has an empty frame.
    fn new(at: &FileRange<'_>) -> Self {
        if at.is_whole_file() {
            return Frame { source: String::new(), first_line: 1, range: 0..0 };
        }
        let (text, lines) = (&*at.file.text, at.file.lines());
        // Neither a character nor a CR LF is split.
        let whole = |at: usize| match floor(text, at) {
            at if text[..at].ends_with('\r') && text[at..].starts_with('\n') => at - 1,
            at => at,
        };
        let start = whole(at.bytes.start);
        let first_line = lines.line(start);
        // Of a long value, only the first lines are shown.
        let last_line = first_line + FRAMED_LINES - 1;
        let end = whole(at.bytes.end).min(lines.range(text, last_line).end).max(start);
        let line_end = lines.range(text, lines.line(end)).end;
        let before = shown(&text[lines.range(text, first_line).start..start]);
        let marked = shown(&text[start..end]);
        let range = before.len()..before.len() + marked.len();
        Frame { source: before + &marked + &shown(&text[end..line_end]), first_line, range }
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

/// Text for a frame: every line ending is LF, and nothing can affect the terminal.
fn shown(text: &str) -> String {
    printable(&text.replace("\r\n", "\n").replace('\r', "\n"))
}

#[cfg(test)]
mod tests {
    use super::human;
    use crate::base::files::{File, Files, Span};
    use crate::findings::{Code, Diagnostic, Located};

    #[test]
    fn every_kind_of_line_ending_ends_a_line() {
        for end in ["\n", "\r\n", "\r"] {
            let mut files = Files::default();
            let file = files.add(File::new("a.yaml", ["one", "two three", "four five", ""].join(end)));
            let text = files.text(file);
            let range = text.find("three").unwrap()..text.find(" five").unwrap();
            let finding = Diagnostic::new(Code::BadDate, Span { file, range }, "so");
            let shown = human(&Located::new(&finding, &files), "", false);
            let frame = " --> a.yaml:2:5\n  |\n2 |   two three\n  |  _____^\n3 | | four five\n  | |____^\n";
            assert!(shown.contains(frame), "{end:?}\n{shown}");
        }
    }
}
