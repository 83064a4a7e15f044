//! What a repair changes, for people: [`diff`] shows the lines before and after.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::printable::printable;

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const REVERSE: &str = "\x1b[7m";
const PLAIN: &str = "\x1b[27m";
const RESET: &str = "\x1b[0m";

/// The lines of `old` that are others in `new`, under a line with the place and what is done: `note.yaml:7: spell it “report”`. With
/// `colour` the words that differ are marked.
pub fn diff(path: &str, title: &str, (old, new): (&str, &str), colour: bool) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let changes = capture_diff_slices(Algorithm::Myers, &before, &after);
    let mut changes = changes.iter().filter(|change| change.tag() != DiffTag::Equal).peekable();
    let line = changes.peek().map_or(1, |change| change.old_range().start + 1);
    let mut out = format!("{}:{line}: {}\n", printable(path), printable(title));
    for change in changes {
        let removed = printable(&before[change.old_range()].join("\n"));
        let added = printable(&after[change.new_range()].join("\n"));
        let (removed, added) = match colour {
            true => marked(&removed, &added),
            false => (removed, added),
        };
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

/// Both with the words marked that the other has not.
fn marked(old: &str, new: &str) -> (String, String) {
    let (before, after) = (words(old), words(new));
    let mut out = (String::new(), String::new());
    for change in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let differs = change.tag() != DiffTag::Equal;
        mark(&mut out.0, &before[change.old_range()], differs);
        mark(&mut out.1, &after[change.new_range()], differs);
    }
    out
}

fn mark(out: &mut String, words: &[&str], differs: bool) {
    for word in words {
        // A mark over the end of a line would run through the sign of the next.
        match differs && !word.trim().is_empty() {
            true => out.extend([REVERSE, word, PLAIN]),
            false => out.push_str(word),
        }
    }
}

/// Words and the white space between them, each by itself.
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
        let shown = diff("a.yaml", "spell it so", ("x\nold one\ny\n", "x\nnew one\ny\nz\n"), false);
        assert_eq!(shown, "a.yaml:2: spell it so\n  - old one\n  + new one\n  + z\n");
    }

    #[test]
    fn marks_words_in_colour() {
        let shown = diff("a", "b", ("old one\n", "new one\n"), true);
        assert!(shown.contains("- \x1b[7mold\x1b[27m one\x1b[0m\n"), "{shown:?}");
    }
}
