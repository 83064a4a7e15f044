//! What a fix changes, for people: [`diff`] shows the lines before and after.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::printable::printable;

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const REVERSE: &str = "\x1b[7m";
const PLAIN: &str = "\x1b[27m";
const RESET: &str = "\x1b[0m";

/// The lines that differ between `old` and `new`, below a line with the place and the title of the fix: `note.yaml:7: change it to
/// “report”`. With `colour`, the words that differ are highlighted.
pub fn diff(path: &str, title: &str, (old, new): (&str, &str), colour: bool) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let changes = capture_diff_slices(Algorithm::Myers, &before, &after);
    let mut changes = changes.iter().filter(|change| change.tag() != DiffTag::Equal).peekable();
    let line = changes.peek().map_or(1, |change| change.old_range().start + 1);
    let mut out = format!("{}:{line}: {}\n", printable(path), printable(title));
    for change in changes {
        let removed = printable(&before[change.old_range()].join("\n"));
        let added = printable(&after[change.new_range()].join("\n"));
        let (removed, added) = if colour { highlighted(&removed, &added) } else { (removed, added) };
        let (red, green, reset) = if colour { (RED, GREEN, RESET) } else { ("", "", "") };
        for (lines, gone, sign, colour) in
            [(&removed, change.old_range().is_empty(), "-", red), (&added, change.new_range().is_empty(), "+", green)]
        {
            if !gone {
                out.extend(lines.split('\n').map(|line| format!("  {colour}{sign} {line}{reset}\n")));
            }
        }
    }
    out
}

/// Both texts, with the words highlighted that the other does not have.
fn highlighted(old: &str, new: &str) -> (String, String) {
    let (before, after) = (words(old), words(new));
    let mut out = (String::new(), String::new());
    for change in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let differs = change.tag() != DiffTag::Equal;
        push_words(&mut out.0, &before[change.old_range()], differs);
        push_words(&mut out.1, &after[change.new_range()], differs);
    }
    out
}

fn push_words(out: &mut String, words: &[&str], differs: bool) {
    for word in words {
        // Highlighting across the end of a line would include the sign of the next one.
        if differs && !word.trim().is_empty() {
            out.extend([REVERSE, word, PLAIN]);
        } else {
            out.push_str(word);
        }
    }
}

/// Splits a text into words and the white space between them.
fn words(text: &str) -> Vec<&str> {
    let mut words = vec![];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let white = first.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != white).unwrap_or(rest.len());
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
    words
}

#[cfg(test)]
mod tests {
    use super::diff;

    #[test]
    fn shows_the_lines_that_differ() {
        let shown = diff("a.yaml", "change it", ("x\nold one\ny\n", "x\nnew one\ny\nz\n"), false);
        assert_eq!(shown, "a.yaml:2: change it\n  - old one\n  + new one\n  + z\n");
    }

    #[test]
    fn highlights_words_in_colour() {
        let shown = diff("a", "b", ("old one\n", "new one\n"), true);
        assert!(shown.contains("- \x1b[7mold\x1b[27m one\x1b[0m\n"), "{shown:?}");
    }
}
