//! What was meant where a text is no YAML: [`explained`] looks for slips that the parsers complain about in other words, or at another
//! place, and repairs them.
//!
//! A repair is given only where the text can be read further with it than without.

use serde::de::IgnoredAny;

use super::guard;
use crate::notes::yaml::lines::{after_line, line_end, line_start};
use crate::notes::yaml::parsed::{Fault, FaultKind, Value};
use crate::notes::yaml::quotation::closing;
use crate::notes::yaml::repair::{Repair, most_tries};
use crate::notes::yaml::tolerant::FieldLine;
use crate::notes::yaml::write::quoted_as_written;

/// So many lines are looked at before the one that a parser complains about.
const MAX_LINES: usize = 2000;

/// The fault with its cause as the message, and a repair where there is one.
pub(crate) fn explained(text: &str, fault: Fault) -> Fault {
    if !matches!(fault.kind, FaultKind::Syntax { .. }) {
        return fault;
    }
    if let Some(fault) = conflict(text) {
        return fault;
    }
    let at = fault.span.start.min(text.len());
    let mut slips = Slips { text, at, tries: 0 };
    let found = slips.unclosed().or_else(|| slips.odd_character());
    found.unwrap_or_else(|| {
        let repair = slips.on_the_line(at).map(Box::new);
        Fault { repair, ..fault }
    })
}

/// A character in the name or before the name of the field at byte `at` that looks like a blank: what it is called, and the repair of
/// its line.
pub fn look_alike(text: &str, at: usize) -> Option<(String, Repair)> {
    let start = line_start(text, at);
    let (_, found, ways) = FieldLine::all(text, start).next()?.odd()?;
    let repair = ways.into_iter().find(|repair| first_fault(&repair.made(text)).is_none())?;
    Some((name(found), repair))
}

/// The repair of the line of a text at byte `at` that was to be a field: its colon, or a blank behind that.
pub fn as_field(text: &str, at: usize) -> Option<Repair> {
    let start = line_start(text, at);
    let line = FieldLine::all(text, start).next()?;
    let ways = line.odd().map_or(vec![], |(_, _, ways)| ways);
    let is_group = |text: &str| matches!(serde_yaml::from_str(text), Ok(Value::Mapping(_)));
    ways.into_iter().chain(line.spaced()).find(|repair| is_group(&repair.made(text)))
}

fn syntax(message: impl Into<String>, hint: Option<&str>, span: std::ops::Range<usize>) -> Fault {
    Fault::new(FaultKind::Syntax { message: message.into(), hint: hint.map(str::to_owned) }, span)
}

/// The marks that git leaves where two changes met.
fn conflict(text: &str) -> Option<Fault> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if words.starts_with("<<<<<<<") || words.starts_with(">>>>>>>") {
            let hint = "choose one of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>";
            return Some(syntax("git left the mark of a conflict here", Some(hint), at..at + words.len()));
        }
        at += line.len();
    }
    None
}

struct Slips<'t> {
    text: &'t str,
    /// The byte that a parser complains about.
    at: usize,
    tries: usize,
}

impl<'t> Slips<'t> {
    /// A text whose quotation mark is closed only by the one that opens a later text: it ends before the next line with a field.
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
            let closed = last.words().ends_with(mark) && last.start > line.start;
            let swallowed = lines.peek().is_none_or(|_| swallows_a_field(&self.text[last.after()..], mark));
            if closed || !swallowed {
                continue;
            }
            let opened = line.value_start();
            let repair = Repair::new("close the text at the end of its line", last.end()..last.end(), mark);
            if !self.reads_beyond(&repair, 0) {
                continue;
            }
            let told = |hint| syntax("this quotation mark is not closed", hint, opened..opened + 1);
            if mark == '"' {
                return Some(Fault { repair: Some(Box::new(repair)), ..told(None) });
            }
            // It may as well be an apostrophe: ’tis.
            let hint =
                "end the text with ' as well; if it begins with an apostrophe, put the text in double quotation marks";
            return Some(told(Some(hint)));
        }
        None
    }

    /// A blank or a colon that looks like the one that YAML needs.
    fn odd_character(&mut self) -> Option<Fault> {
        for line in self.lines().into_iter().rev() {
            let Some((at, found, ways)) = line.odd() else {
                continue;
            };
            let name = name(found);
            let message = match found {
                '：' => format!("YAML needs an ordinary colon here, and this is a {name}"),
                _ => format!("YAML needs an ordinary space here, and this is a {name}"),
            };
            if let Some(repair) = ways.into_iter().find(|repair| self.helps(repair)) {
                let repair = Some(Box::new(repair));
                return Some(Fault { repair, ..syntax(message, None, at..at + found.len_utf8()) });
            }
        }
        None
    }

    /// What may be wrong with the line at a byte, or with the one before it.
    fn on_the_line(&mut self, at: usize) -> Option<Repair> {
        let mut lines = self.lines().into_iter().rev().filter(|line| !line.words().is_empty());
        let (this, above) = (lines.next(), lines.next());
        if let (Some(this), Some(above)) = (this, above)
            && let Some(repair) = this.lined_up(&above)
            && (self.helps(&repair) || first_fault(&repair.made(self.text)).is_some_and(|at| at < this.start))
        {
            return Some(repair);
        }
        for line in [this.filter(|line| line.start <= at), above].into_iter().flatten() {
            let ways = line.spaced().into_iter().chain(line.without_tabs());
            let found = ways.into_iter().find(|repair| self.helps(repair)).or_else(|| self.in_quotation_marks(line));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The value of a line, with the lines that go on with it, as a text in quotation marks.
    fn in_quotation_marks(&mut self, line: FieldLine<'t>) -> Option<Repair> {
        if line.value().is_empty() {
            return None;
        }
        let begins = line.start + line.column();
        let mut end = line.end();
        for next in FieldLine::all(self.text, line.after()) {
            if !next.goes_on_with(&line) {
                break;
            }
            end = next.end();
        }
        let at = line.value_start()..end;
        let raw = &self.text[at.clone()];
        // What begins with # may be a remark, and a value with brackets a list that was not closed.
        let list = raw.starts_with(['[', '{']) && !raw[1..].contains([']', '}']);
        if raw.contains(" #") || list || begins > at.start {
            return None;
        }
        let repair = Repair::new("put the text in quotation marks", at, quoted_as_written(raw));
        self.helps(&repair).then_some(repair)
    }

    /// The lines up to the one complained about.
    fn lines(&self) -> Vec<FieldLine<'t>> {
        let until = after_line(self.text, self.at);
        let mut lines: Vec<FieldLine<'t>> = FieldLine::all(&self.text[..until], 0).collect();
        lines.drain(..lines.len().saturating_sub(MAX_LINES));
        lines
    }

    /// Whether the text can be read with the repair, or at least beyond the line of it and beyond what could be read before.
    fn helps(&mut self, repair: &Repair) -> bool {
        let before = self.at + repair.with.len().saturating_sub(repair.at.len());
        self.reads_beyond(repair, before)
    }

    /// Whether the text can be read with the repair, or at least beyond the line of it and the byte `before`.
    fn reads_beyond(&mut self, repair: &Repair, before: usize) -> bool {
        self.tries += 1;
        if self.tries > most_tries(self.text) {
            return false;
        }
        let new = repair.made(self.text);
        let end = repair.at.start + repair.with.len();
        let line_end = line_end(&new, end);
        first_fault(&new).is_none_or(|at| at > line_end && at > before)
    }
}

/// The byte at which a text stops being YAML.
fn first_fault(text: &str) -> Option<usize> {
    match guard::check(text) {
        Err(fault) => Some(fault.span.start),
        Ok(_) => match serde_yaml::from_str::<IgnoredAny>(text) {
            Ok(_) => None,
            Err(error) => Some(error.location().map_or(0, |location| location.index())),
        },
    }
}

/// Whether lines with fields come before the next `mark`, which an open text would hold.
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

/// What a character that looks like another is called.
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

    /// Message and words underlined, and the text after the repair, if there is one.
    fn told(text: &str) -> (String, String, Option<String>) {
        let fault = parse::<IgnoredAny>(text).faults.into_iter().next().unwrap_or_else(|| panic!("{text:?} is sound"));
        let FaultKind::Syntax { message, .. } = fault.kind else {
            panic!("{text:?}: {:?}", fault.kind);
        };
        (message, text[fault.span].to_owned(), fault.repair.map(|repair| repair.made(text)))
    }

    #[test]
    fn slips_are_repaired() {
        let cases = [
            // A quotation mark that the next one closes.
            ("a: \"b c\nd: \"e\"\n", "\"", "a: \"b c\"\nd: \"e\"\n"),
            ("a: \"b\n  c\nd: e\n", "\"", "a: \"b\n  c\"\nd: e\n"),
            (
                "l:\n  - id: x\n    q: \"b # c\n    s: t\n  - id: y\n    q: \"d\"\n",
                "\"",
                "l:\n  - id: x\n    q: \"b # c\"\n    s: t\n  - id: y\n    q: \"d\"\n",
            ),
            ("l:\n  - \"b\n  - \"d\"\n", "\"", "l:\n  - \"b\"\n  - \"d\"\n"),
            // Words behind a text.
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
            // Characters that look like others.
            ("a:\u{a0}b\nc: d\n", "\u{a0}", "a: b\nc: d\n"),
            ("a：b\nc: d\n", "：", "a: b\nc: d\n"),
            ("a: b\nc：d\n", "：", "a: b\nc: d\n"),
            ("l:\n  - id: x\n  \u{3000}q: b\n", "\u{3000}", "l:\n  - id: x\n    q: b\n"),
            ("l:\n  -\u{a0}id: x\n    q: b\n", "\u{a0}", "l:\n  - id: x\n    q: b\n"),
            ("l:\n  - id: x\n  \u{a0} q: b\n", "\u{a0}", "l:\n  - id: x\n    q: b\n"),
        ];
        for (text, words, wanted) in cases {
            let (message, underlined, repaired) = told(text);
            assert_eq!((underlined.as_str(), repaired.as_deref()), (words, Some(wanted)), "{text:?}: {message}");
        }
    }

    #[test]
    fn a_name_with_a_strange_blank_is_repaired() {
        let repaired = |text: &str, at| look_alike(text, at).map(|(name, repair)| (name, repair.made(text)));
        let full_width = "l:\n  - id: x\n\u{3000}\u{3000}q: b\n";
        let wanted = ("full-width space (U+3000)".to_owned(), "l:\n  - id: x\n    q: b\n".to_owned());
        assert_eq!(repaired(full_width, 13), Some(wanted));
        assert_eq!(repaired("a\u{a0}: b\n", 0).unwrap().1, "a: b\n");
        assert_eq!(repaired("a: b\u{a0}c\n", 0), None);
    }

    #[test]
    fn what_is_not_plain_is_left_alone() {
        for text in [
            "a: [b, c\nd: e\n",
            "a: \"b\" # 1 c\n  d\n",
            "a: b\n c: d\n",
            "a: 'open",
            "a: 'tis so\nd: 'e'\n",
            "a: [",
            "é: \"b\nc",
        ] {
            assert_eq!(told(text).2, None, "{text:?}: {}", told(text).0);
        }
    }

    #[test]
    fn marks_of_git_are_named() {
        let text = "a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> other\n";
        assert_eq!(told(text), ("git left the mark of a conflict here".into(), "<<<<<<< HEAD".into(), None));
    }
}
