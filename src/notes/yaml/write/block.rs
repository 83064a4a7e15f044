//! Texts on lines of their own, below `|` or `>`: [`block`].

use super::context::Layout;
use super::plain::needs_escape;

/// About how many columns a written line has at most.
pub(super) const WIDTH: usize = 80;
/// However deep the indentation, a line has this many columns for its words.
const NARROWEST: usize = 30;

/// The text below a `|-` where its lines fit, or a `>-`; `None` for one that would not be read as it is.
pub(super) fn block(text: &str, layout: &Layout<'_>) -> Option<String> {
    let edges = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    if text.is_empty() || edges || layout.indent == 0 || text.contains(|c| c != '\n' && needs_escape(c)) {
        return None;
    }
    if text.contains('\n') && layout.indent + longest_line(text) <= WIDTH {
        return Some(with_header("|-", literal(text), layout));
    }
    folds(text, layout.indent).then(|| with_header(">-", folded(text, layout.indent), layout))
}

/// Whether the lines below a `>` are read as the text: an empty one is the end of a line, one with a blank at its head is not joined to
/// the one before it, and editors strip blanks from the end.
fn folds(text: &str, indent: usize) -> bool {
    let sound = |line: &String| line.trim().len() == line.len() && !line.is_empty();
    text.split('\n').filter(|line| !line.is_empty()).all(|line| broken(line, indent, indent).iter().all(sound))
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

/// The lines below a `>`: each line broken into several. One empty line more means the end of a line.
pub(super) fn folded(text: &str, indent: usize) -> Vec<String> {
    let mut lines = vec![];
    for (i, line) in text.trim_end_matches('\n').split('\n').enumerate() {
        if i > 0 {
            lines.push(String::new());
        }
        if !line.is_empty() {
            lines.extend(broken(line, indent, indent));
        }
    }
    lines
}

/// Breaks `text` at single spaces into lines of about [`WIDTH`] columns, where lines begin at column `indent` and the first one at
/// `first`. Joined by single spaces the lines are the text again.
pub(super) fn broken(text: &str, first: usize, indent: usize) -> Vec<String> {
    let room = |at: usize| WIDTH.saturating_sub(at).max(NARROWEST);
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
