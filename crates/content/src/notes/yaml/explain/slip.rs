//! Finds the cause of invalid YAML: [`explained`] looks for typical mistakes that parsers report unclearly or in the wrong place, and
//! repairs them.
//!
//! A repair is offered only if the text can be parsed further with it than without.

use serde::de::IgnoredAny;

use super::{explanation, guard};
use crate::notes::yaml::lines::{after_line, line_end, line_start};
use crate::notes::yaml::parsed::{Fault, FaultKind, Value};
use crate::notes::yaml::quotation::closing;
use crate::notes::yaml::repair::{Repair, max_tries};
use crate::notes::yaml::tolerant::line::FieldLine;
use crate::notes::yaml::write::quoted_as_written;

/// Maximum number of lines to examine before the one that a parser reports.
const MAX_LINES: usize = 2000;

/// Replaces the message of a fault by its cause, and adds a repair if there is one.
pub fn explained(text: &str, fault: Fault) -> Fault {
    if !matches!(fault.kind, FaultKind::Syntax { .. }) {
        return fault;
    }
    if let Some(fault) = conflict(text) {
        return fault;
    }
    let at = fault.span.start.min(text.len());
    let mut slips = MistakeFinder { text, at, tries: 0 };
    let found = slips.unclosed().or_else(|| slips.odd_character());
    found.unwrap_or_else(|| {
        let repair = slips.on_the_line(at).map(Box::new);
        Fault { repair, ..fault }
    })
}

/// A character that looks like a space in or before the name of the field at byte `at`: its name, and the repair of its line.
pub fn look_alike(text: &str, at: usize) -> Option<(String, Repair)> {
    let start = line_start(text, at);
    let (_, found, repairs) = FieldLine::all(text, start).next()?.look_alike()?;
    let repair = repairs.into_iter().find(|repair| first_fault(&repair.applied_to(text)).is_none())?;
    Some((name(found), repair))
}

/// The repair of the line at byte `at`, which was meant to be a field: its colon, or the space after it.
pub fn as_field(text: &str, at: usize) -> Option<Repair> {
    let start = line_start(text, at);
    let line = FieldLine::all(text, start).next()?;
    let repairs = line.look_alike().map_or(vec![], |(_, _, repairs)| repairs);
    let is_group = |text: &str| matches!(serde_yaml::from_str(text), Ok(Value::Mapping(_)));
    repairs.into_iter().chain(line.spaced()).find(|repair| is_group(&repair.applied_to(text)))
}

fn syntax(message: impl Into<String>, hint: Option<&str>, span: std::ops::Range<usize>) -> Fault {
    Fault::new(FaultKind::Syntax { message: message.into(), hint: hint.map(str::to_owned) }, span)
}

/// Conflict markers left by git.
fn conflict(text: &str) -> Option<Fault> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if words.starts_with("<<<<<<<") || words.starts_with(">>>>>>>") {
            let hint = "keep one of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>";
            return Some(syntax("this is a conflict marker left by git", Some(hint), at..at + words.len()));
        }
        at += line.len();
    }
    None
}

struct MistakeFinder<'t> {
    text: &'t str,
    /// The byte offset that a parser reports.
    at: usize,
    tries: usize,
}

impl<'t> MistakeFinder<'t> {
    /// A text whose quotation mark is closed only by the opening one of a later text; it should end before the next line with a field.
    fn unclosed(&mut self) -> Option<Fault> {
        let mut lines = FieldLine::all(self.text, 0).take(MAX_LINES).peekable();
        while let Some(line) = lines.next().filter(|line| line.start <= self.at) {
            let mark = line.value().chars().next().filter(|mark| matches!(mark, '"' | '\''));
            let Some(mark) = mark.filter(|_| closing(line.value(), 0, line.value().len()).is_none()) else {
                continue;
            };
            let mut last = line;
            while let Some(next) = lines.next_if(|next| next.is_within(&line)) {
                last = next;
                if next.words().ends_with(mark) {
                    break;
                }
            }
            // Nothing but a comment may follow the mark that closes it.
            let end =
                closing(self.text, line.value_start(), last.end()).map(|end| self.text[end..last.end()].trim_start());
            let commented = end.is_some_and(|rest| rest.starts_with('#'));
            let closed = (last.words().ends_with(mark) || commented) && last.start > line.start;
            let swallowed = lines.peek().is_none_or(|_| swallows_a_field(&self.text[last.after()..], mark));
            if closed || !swallowed {
                continue;
            }
            let opened = line.value_start();
            let repair = Repair::new("close the text at the end of its line", last.end()..last.end(), mark);
            if !self.reads_beyond(&repair, 0) {
                continue;
            }
            let explained_fault = |hint| syntax("this quotation mark is not closed", hint, opened..opened + 1);
            if mark == '"' {
                return Some(Fault { repair: Some(Box::new(repair)), ..explained_fault(None) });
            }
            // It may also be an apostrophe, as in ’tis.
            let hint =
                "end the text with ' too; if it begins with an apostrophe, put the text in double quotation marks";
            return Some(explained_fault(Some(hint)));
        }
        None
    }

    /// A look-alike of the space or colon that YAML needs.
    fn odd_character(&mut self) -> Option<Fault> {
        for line in self.lines().into_iter().rev() {
            let Some((at, found, repairs)) = line.look_alike() else {
                continue;
            };
            let name = name(found);
            let message = match found {
                '：' => format!("YAML needs an ordinary colon here, but this is a {name}"),
                _ => format!("YAML needs an ordinary space here, but this is a {name}"),
            };
            if let Some(repair) = repairs.into_iter().find(|repair| self.helps(repair)) {
                let repair = Some(Box::new(repair));
                return Some(Fault { repair, ..syntax(message, None, at..at + found.len_utf8()) });
            }
        }
        None
    }

    /// A repair of the line at a byte, or of the one before it.
    fn on_the_line(&mut self, at: usize) -> Option<Repair> {
        let mut lines = self.lines().into_iter().rev().filter(|line| !line.words().is_empty());
        let (this, above) = (lines.next(), lines.next());
        if let (Some(this), Some(above)) = (this, above)
            && let Some(repair) = this.aligned(&above)
            && (self.helps(&repair) || first_fault(&repair.applied_to(self.text)).is_some_and(|at| at < this.start))
        {
            return Some(repair);
        }
        for line in [this.filter(|line| line.start <= at), above].into_iter().flatten() {
            let repairs = line.spaced().into_iter().chain(line.without_tabs());
            let found = repairs.into_iter().find(|repair| self.helps(repair)).or_else(|| self.in_quotation_marks(line));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Puts the value of a line, with its continuation lines, in quotation marks.
    fn in_quotation_marks(&mut self, line: FieldLine<'t>) -> Option<Repair> {
        if line.value().is_empty() {
            return None;
        }
        let begins = line.start + line.column();
        let mut end = line.end();
        for next in FieldLine::all(self.text, line.after()) {
            if !next.continues(&line) {
                break;
            }
            end = next.end();
        }
        let at = line.value_start()..end;
        let raw = &self.text[at.clone()];
        // Text after # may be a comment, and a value with brackets an unclosed list.
        let list = raw.starts_with(['[', '{']) && !raw[1..].contains([']', '}']);
        let quoted = raw.starts_with(['"', '\'']) && closing(raw, 0, raw.len()) == Some(raw.len());
        if raw.contains(" #") || list || quoted || begins > at.start {
            return None;
        }
        let repair = Repair::new("put the text in quotation marks", at, quoted_as_written(raw));
        self.helps(&repair).then_some(repair)
    }

    /// The lines up to the reported one.
    fn lines(&self) -> Vec<FieldLine<'t>> {
        let until = after_line(self.text, self.at);
        let mut lines: Vec<FieldLine<'t>> = FieldLine::all(&self.text[..until], 0).collect();
        lines.drain(..lines.len().saturating_sub(MAX_LINES));
        lines
    }

    /// Whether the repaired text can be parsed, or at least further than its line and further than before.
    fn helps(&mut self, repair: &Repair) -> bool {
        let before = self.at + repair.with.len().saturating_sub(repair.at.len());
        // A parser reads an unclosed bracket up to the end, but the fault is where it opens: only what is reported can be compared.
        self.reads_beyond(repair, before) && reported(&repair.applied_to(self.text)).is_none_or(|at| at > before)
    }

    /// Whether the repaired text can be parsed, or at least further than its line and the byte `before`.
    fn reads_beyond(&mut self, repair: &Repair, before: usize) -> bool {
        self.tries += 1;
        if self.tries > max_tries(self.text) {
            return false;
        }
        let new = repair.applied_to(self.text);
        let end = repair.at.start + repair.with.len();
        let line_end = line_end(&new, end);
        first_fault(&new).is_none_or(|at| at > line_end && at > before)
    }
}

/// The byte offset up to which the text can be read; `None` if it has no syntax error.
fn first_fault(text: &str) -> Option<usize> {
    let place = |error: &serde_yaml::Error| error.location().map_or(0, |location| location.index());
    fault_at(text, place)
}

/// The byte offset at which the first syntax error is reported.
fn reported(text: &str) -> Option<usize> {
    fault_at(text, |error| explanation::of_fast_parser(text, error).span.start)
}

fn fault_at(text: &str, place: impl FnOnce(&serde_yaml::Error) -> usize) -> Option<usize> {
    match guard::check(text) {
        Err(fault) => Some(fault.span.start),
        Ok(_) => serde_yaml::from_str::<IgnoredAny>(text).err().map(|error| place(&error)),
    }
}

/// Whether there are lines with fields before the next `mark`, which an unclosed text would swallow.
fn swallows_a_field(following: &str, mark: char) -> bool {
    for line in FieldLine::all(following, 0).take(MAX_LINES) {
        if line.begins_a_field() {
            return true;
        }
        if line.words().contains(mark) {
            return false;
        }
    }
    false
}

/// The name of a look-alike character.
fn name(character: char) -> String {
    let name = match character {
        '\u{a0}' => "no-break space",
        '\u{3000}' => "full-width space",
        '\u{200b}' => "zero-width space",
        '\u{202f}' => "narrow no-break space",
        '：' => "full-width colon",
        _ => "special space",
    };
    format!("{name} (U+{:04X})", u32::from(character))
}

#[cfg(test)]
mod tests {
    use serde::de::IgnoredAny;

    use super::look_alike;
    use crate::notes::yaml::{FaultKind, parse};

    /// The message, the underlined words, and the repaired text, if any.
    fn explained_fault(text: &str) -> (String, String, Option<String>) {
        let fault = parse::<IgnoredAny>(text).faults.into_iter().next().unwrap_or_else(|| panic!("{text:?} is sound"));
        let FaultKind::Syntax { message, .. } = fault.kind else {
            panic!("{text:?}: {:?}", fault.kind);
        };
        (message, text[fault.span].to_owned(), fault.repair.map(|repair| repair.applied_to(text)))
    }

    #[test]
    fn typical_mistakes_are_repaired() {
        let cases = [
            // A quotation mark closed by the opening one of the next text.
            ("a: \"b c\nd: \"e\"\n", "\"", "a: \"b c\"\nd: \"e\"\n"),
            ("a: \"b\n  c\nd: e\n", "\"", "a: \"b\n  c\"\nd: e\n"),
            (
                "l:\n  - id: x\n    q: \"b # c\n    s: t\n  - id: y\n    q: \"d\"\n",
                "\"",
                "l:\n  - id: x\n    q: \"b # c\"\n    s: t\n  - id: y\n    q: \"d\"\n",
            ),
            ("l:\n  - \"b\n  - \"d\"\n", "\"", "l:\n  - \"b\"\n  - \"d\"\n"),
            // Words after a quoted text.
            ("a: \"b\" not c\nd: e\n", "not c", "a: '\"b\" not c'\nd: e\n"),
            ("a: [H]e vowed\n  to\nd: e\n", "e vowed", "a: \"[H]e vowed\n  to\"\nd: e\n"),
            ("l:\n  - 'b' isn't\n  - c\n", "isn't", "l:\n  - \"'b' isn't\"\n  - c\n"),
            ("a: b: \"c\"\n", ":", "a: 'b: \"c\"'\n"),
            ("a: *b* c\n", "*b*", "a: \"*b* c\"\n"),
            ("a: @b\n", "@b", "a: \"@b\"\n"),
            ("a: %b\n", "%b", "a: \"%b\"\n"),
            // Spaces.
            ("a:words\nb: c\n", ":", "a: words\nb: c\n"),
            ("l:\n  -id: é\n   b: c\n", "-", "l:\n  - id: é\n   b: c\n"),
            ("a: 1\n\tb: 2\n", "\t", "a: 1\nb: 2\n"),
            ("l:\n\t- id: x\n", "\t", "l:\n  - id: x\n"),
            // Look-alike characters.
            ("a:\u{a0}b\nc: d\n", "\u{a0}", "a: b\nc: d\n"),
            ("a：b\nc: d\n", "：", "a: b\nc: d\n"),
            ("a: b\nc：d\n", "：", "a: b\nc: d\n"),
            ("l:\n  - id: x\n  \u{3000}q: b\n", "\u{3000}", "l:\n  - id: x\n    q: b\n"),
            ("l:\n  -\u{a0}id: x\n    q: b\n", "\u{a0}", "l:\n  - id: x\n    q: b\n"),
            ("l:\n  - id: x\n  \u{a0} q: b\n", "\u{a0}", "l:\n  - id: x\n    q: b\n"),
        ];
        for (text, words, wanted) in cases {
            let (message, underlined, repaired) = explained_fault(text);
            assert_eq!((underlined.as_str(), repaired.as_deref()), (words, Some(wanted)), "{text:?}: {message}");
        }
    }

    #[test]
    fn a_name_with_an_unusual_space_is_repaired() {
        let repaired = |text: &str, at| look_alike(text, at).map(|(name, repair)| (name, repair.applied_to(text)));
        let full_width = "l:\n  - id: x\n\u{3000}\u{3000}q: b\n";
        let wanted = ("full-width space (U+3000)".to_owned(), "l:\n  - id: x\n    q: b\n".to_owned());
        assert_eq!(repaired(full_width, 13), Some(wanted));
        assert_eq!(repaired("a\u{a0}: b\n", 0).unwrap().1, "a: b\n");
        assert_eq!(repaired("a: b\u{a0}c\n", 0), None);
    }

    #[test]
    fn unclear_mistakes_are_not_repaired() {
        for text in [
            "a: [b, c\nd: e\n",
            "a: \"b\" # 1 c\n  d\n",
            "a: b\n c: d\n",
            "a: 'open",
            "a: 'tis so\nd: 'e'\n",
            "a: [",
            "é: \"b\nc",
            // The mistake is in the last line; nothing is wrong with those above it.
            "a: b\nc: [d\n",
            "a: \"b\"\nc: [d\n",
            "a: 'b'\nc: {d: e\n",
            "l:\n  - b\n  - [d, e\n",
            "a: b\nc: [\n",
            "a: b\nc: [d,\n",
            "a: b\nc: {d: e,\nf: g\n",
            "a: é \u{2028} b\nc: [d, é\n",
            "a: \"b\n  c\" # d\ne: [f\n",
            "a: \"b\n  c\" # d\ne: {f: g\n",
        ] {
            assert_eq!(explained_fault(text).2, None, "{text:?}: {}", explained_fault(text).0);
        }
    }

    #[test]
    fn conflict_markers_are_recognised() {
        let text = "a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> other\n";
        assert_eq!(
            explained_fault(text),
            ("this is a conflict marker left by git".into(), "<<<<<<< HEAD".into(), None)
        );
    }
}
