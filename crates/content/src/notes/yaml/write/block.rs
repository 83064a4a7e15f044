//! Block texts, on lines of their own below `|` or `>`: [`block`].

use super::context::Layout;
use super::plain::needs_escape;

/// Target width of a written line, in columns.
pub(super) const WIDTH: usize = 80;
/// Minimum number of columns for the words of a line, however deep its indentation.
const MIN_WIDTH: usize = 30;

/// The text below `|-` if its lines fit, otherwise below `>-`; `None` if it would not be read back unchanged.
pub(super) fn block(text: &str, layout: &Layout<'_>) -> Option<String> {
    let edges = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    if text.is_empty() || edges || layout.indent == 0 || text.contains(|c| c != '\n' && needs_escape(c)) {
        return None;
    }
    if text.contains('\n') && layout.indent + longest_line(text) <= WIDTH {
        return Some(with_header("|-", literal(text), layout));
    }
    can_fold(text, layout.indent).then(|| with_header(">-", folded(text, layout.indent), layout))
}

/// Whether the text can be folded below a `>`: an empty line ends a line, a line that begins with a space is not joined to the previous
/// one, and editors strip trailing spaces.
fn can_fold(text: &str, indent: usize) -> bool {
    let sound = |line: &String| line.trim().len() == line.len() && !line.is_empty();
    text.split('\n').filter(|line| !line.is_empty()).all(|line| wrapped(line, indent, indent).iter().all(sound))
}

/// The length of the longest line, in code points.
pub(super) fn longest_line(text: &str) -> usize {
    text.split('\n').map(|line| line.chars().count()).max().unwrap_or(0)
}

fn with_header(header: &str, lines: Vec<String>, layout: &Layout<'_>) -> String {
    layout.join(&std::iter::once(header.to_owned()).chain(lines).collect::<Vec<_>>())
}

/// The lines below a `|`.
pub(super) fn literal(text: &str) -> Vec<String> {
    text.trim_end_matches('\n').split('\n').map(str::to_owned).collect()
}

/// The lines below a `>`, each wrapped into several. An additional empty line ends a line.
pub(super) fn folded(text: &str, indent: usize) -> Vec<String> {
    let mut lines = vec![];
    for (i, line) in text.trim_end_matches('\n').split('\n').enumerate() {
        if i > 0 {
            lines.push(String::new());
        }
        if !line.is_empty() {
            lines.extend(wrapped(line, indent, indent));
        }
    }
    lines
}

/// Wraps `text` at single spaces into lines of about [`WIDTH`] columns that begin at column `indent`, the first one at `first`. Joined by
/// single spaces, the lines equal the text.
pub(super) fn wrapped(text: &str, first: usize, indent: usize) -> Vec<String> {
    let room = |at: usize| WIDTH.saturating_sub(at).max(MIN_WIDTH);
    let mut lines: Vec<String> = vec![];
    let mut left = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if length < left => {
                line.push(' ');
                line.push_str(word);
                left -= length + 1;
            }
            _ => {
                left = room(if lines.is_empty() { first } else { indent }).saturating_sub(length);
                lines.push(word.to_owned());
            }
        }
    }
    lines
}
