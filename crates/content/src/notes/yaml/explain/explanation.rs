//! Why a text is not valid YAML, in plain words. Entry points: [`of_refusal`], [`of_scanner`] and [`of_disagreement`], one for each kind of
//! parser error.

use std::ops::Range;

use serde::de::IgnoredAny;

use super::error_context::ErrorContext;
use crate::notes::yaml::lines::line_start;
use crate::notes::yaml::parsed::{Fault, FaultKind};
use crate::notes::yaml::tree::TreeError;

/// The fault if a tree cannot be built.
pub fn of_refusal(text: &str, refusal: TreeError) -> Fault {
    match refusal {
        TreeError::TooDeep(span) => Fault::new(FaultKind::TooDeep, span),
        TreeError::TooMuchExpansion(span) => Fault::new(FaultKind::TooMuchExpansion, span),
        TreeError::SecondDocument(span) => Explanation::new("a second document begins here")
            .hint("delete this line; a file holds one document")
            .about(span),
        TreeError::AnchorTwice(span) => Explanation::new("another value already has this name")
            .hint("choose another name after the `&`; if a text begins with `&`, put it in quotation marks")
            .about(span),
        // In this case, the fast parser only reports that the next line does not fit.
        TreeError::Scan { info, at } if info.contains("comment intercepting") => of_scanner(text, &info, at),
        // If the fast parser fails as well, its position is closer to the mistake.
        TreeError::Scan { info, at } => match serde_yaml::from_str::<IgnoredAny>(text) {
            Err(error) if error.location().is_some() => of_fast_parser(text, &error),
            _ => of_scanner(text, &info, at),
        },
    }
}

/// The fault if the fast parser rejects a text that the positional parser accepts.
pub fn of_disagreement(text: &str, error: &serde_yaml::Error) -> Fault {
    // They mostly disagree about line endings.
    let contested = |found: char| matches!(found, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}');
    match text.char_indices().find(|(_, found)| contested(*found)) {
        Some((at, found)) => invisible_character(at, found),
        None => of_fast_parser(text, error),
    }
}

/// Explains an error of the fast parser.
pub(super) fn of_fast_parser(text: &str, error: &serde_yaml::Error) -> Fault {
    let report = error.to_string();
    if report.starts_with("recursion limit") {
        return at_error(text, error, FaultKind::TooDeep);
    }
    if report.starts_with("repetition limit") {
        return at_error(text, error, FaultKind::TooMuchExpansion);
    }
    let at = error.location().map_or(0, |location| location.index());
    ErrorContext::new(text, &report, at).explain()
}

fn at_error(text: &str, error: &serde_yaml::Error, kind: FaultKind) -> Fault {
    let at = error.location().map_or(0, |location| location.index());
    let span = ErrorContext::new(text, "", at).word();
    Fault::new(kind, span)
}

/// Explains an error of the positional parser; `at` is a byte offset in `text`.
pub fn of_scanner(text: &str, info: &str, at: usize) -> Fault {
    let context = ErrorContext::new(text, info, at);
    if info.contains("recursion limit") {
        return Fault::new(FaultKind::TooDeep, context.word());
    }
    if text[context.at..].starts_with('\u{feff}') {
        return invisible_character(context.at, '\u{feff}');
    }
    let explanation = if info.contains("indentation in quoted") {
        Explanation::new("a later line of this quoted text is not indented")
            .hint("indent the lines that follow the first, or use a block text (`|`)")
    } else if info.contains("comment intercepting") {
        Explanation::new("there is a comment in the middle of this text")
            .hint("move the comment to a line of its own above the field; if `#` belongs to the text, put the text in quotation marks")
    } else {
        return context.explain();
    };
    explanation.about(context.word())
}

/// The message and the hint about a mistake.
struct Explanation {
    message: String,
    hint: Option<String>,
}

impl Explanation {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    fn about(self, span: Range<usize>) -> Fault {
        Fault::new(FaultKind::Syntax { message: self.message, hint: self.hint }, span)
    }
}

const QUOTE_IT: &str = "put the text in quotation marks, or begin it on the next line after a `|`";

const STRAIGHT_ONES: &str =
    "put straight quotation marks around the text: \"…\" or '…'; to YAML, typographic ones are ordinary characters";

impl ErrorContext<'_> {
    /// Tries one explanation after the other, the most reliable first.
    fn explain(&self) -> Fault {
        self.invisible()
            .or_else(|| self.tab())
            .or_else(|| self.colon())
            .or_else(|| self.unclosed())
            .or_else(|| self.beginning())
            .or_else(|| self.line())
            .unwrap_or_else(|| self.unexplained())
    }

    fn invisible(&self) -> Option<Fault> {
        if !self.reports("control characters") && !self.reports("unprintable") {
            return None;
        }
        let (at, found) = self.text.char_indices().find(|(_, found)| !is_allowed(*found))?;
        Some(invisible_character(at, found))
    }

    fn tab(&self) -> Option<Fault> {
        let line = line_start(self.text, self.at);
        let rest = &self.text[line..];
        let indent = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
        let tab = match indent.find('\t') {
            Some(tab) => line + tab,
            None if self.text[self.at..].starts_with('\t') => self.at,
            None => return None,
        };
        let explanation = Explanation::new("a tab is used for indentation").hint("use spaces instead");
        Some(explanation.about(tab..tab + 1))
    }

    fn colon(&self) -> Option<Fault> {
        if !self.reports("mapping values are not allowed") && !self.reports("placement of ':'") {
            return None;
        }
        let line = line_start(self.text, self.at);
        let before = &self.text[line..self.at];
        if before.contains(": ") || before.contains(":\t") {
            let explanation = Explanation::new("an unquoted text contains a colon followed by a space");
            let value = before.split_once(": ").map_or(before, |(_, value)| value);
            let hint =
                if value.starts_with(['“', '”', '„', '«', '»', '‘']) { STRAIGHT_ONES } else { QUOTE_IT };
            return Some(explanation.hint(hint).about(self.at..self.word().end));
        }
        if let Some(colon) = self.colon_without_space(line) {
            let explanation = Explanation::new("there is no space after this colon")
                .hint("write `field: value`, with a space after the colon");
            return Some(explanation.about(colon));
        }
        if self.indented_words().start == line {
            let above = self.text[..line].trim_end();
            let explanation = Explanation::new("this line is neither a field with a colon nor part of a text")
                .hint("write `field: value`");
            return Some(explanation.about(line_start(self.text, above.len())..above.len()));
        }
        let above = line_start(self.text, self.text[..line].trim_end().len());
        let dash = above + self.text[above..].len() - self.text[above..].trim_start_matches(' ').len();
        if self.text[dash..].starts_with('-') && self.text[dash + 1..].starts_with(char::is_alphanumeric) {
            let explanation = Explanation::new("there is no space after this dash")
                .hint("write `- field: value`, with a space after the dash");
            return Some(explanation.about(dash..dash + 1));
        }
        let explanation = Explanation::new("this line is indented too far")
            .hint("align it with the other fields of its group; if it continues the text above, put that text in quotation marks");
        Some(explanation.about(self.indented_words()))
    }

    /// The colon of `title:words` in the line above, which YAML reads as one text.
    fn colon_without_space(&self, line: usize) -> Option<Range<usize>> {
        let above = self.text[..line].trim_end();
        let start = line_start(self.text, above.len());
        let entry = above[start..].trim_start_matches([' ', '-']);
        let (field, value) = entry.split_once(':')?;
        let is_field = !field.is_empty() && !field.contains(|c: char| !c.is_alphanumeric() && c != '_');
        let colon = above.len() - value.len() - 1;
        (is_field && !value.starts_with([' ', '/'])).then_some(colon..colon + 1)
    }

    fn unclosed(&self) -> Option<Fault> {
        let opened = self.context().unwrap_or(self.at);
        let mark = self.text[opened..].chars().next().unwrap_or_default();
        let span = opened..(opened + mark.len_utf8()).min(self.text.len());
        if self.reports("quoted scalar") && (self.reports("end of stream") || self.reports("document indicator")) {
            let explanation = Explanation::new("this quotation mark is not closed");
            return Some(explanation.hint(format!("end the text with {mark} too")).about(span));
        }
        if self.reports("escape") || self.reports("hexadecimal") {
            let backslash = self.text[..self.at].rfind('\\').filter(|_| !self.text[self.at..].starts_with('\\'));
            let explanation = Explanation::new(
                "in double quotation marks, a backslash has a special meaning and cannot precede this character",
            );
            return Some(
                explanation
                    .hint("write two backslashes, or use single quotation marks")
                    .about(self.word_at(backslash.unwrap_or(self.at))),
            );
        }
        if self.reports("node content") && self.text[self.at..].trim().is_empty() {
            let explanation = Explanation::new("the file ends inside brackets")
                .hint("close the last `[` or `{`; if a text begins with one, put the text in quotation marks");
            return Some(explanation.about(self.at..self.at));
        }
        let closing = match mark {
            '[' => ']',
            '{' => '}',
            _ => return None,
        };
        if !self.reports("while parsing a flow") {
            return None;
        }
        let explanation = Explanation::new(format!("this `{mark}` is not closed")).hint(format!(
            "close it with `{closing}`; if a text begins with `{mark}`, put the text in quotation marks"
        ));
        Some(explanation.about(span))
    }

    /// Unquoted texts that begin with a character that is special in YAML.
    fn beginning(&self) -> Option<Fault> {
        let named = self.reports("unknown anchor")
            || self.reports("expected alphabetic")
            || self.reports("tag")
            || self.reports("directive");
        let forbidden = self.reports("cannot start any token")
            || self.reports("unexpected character")
            || self.reports("node content")
            || self.reports("misplaced bracket")
            || self.reports("keys are not allowed");
        let start = match self.context().filter(|_| named) {
            Some(context) => context,
            None if named || forbidden => self.at,
            None => return None,
        };
        let first = self.text[start..].chars().next().filter(char::is_ascii_punctuation)?;
        let message = match first {
            '*' => "an unquoted text cannot begin with `*`, which refers to a named value".to_owned(),
            '&' => "an unquoted text cannot begin with `&`, which names a value".to_owned(),
            '`' => "an unquoted text cannot begin with a backtick".to_owned(),
            _ => format!("an unquoted text cannot begin with `{first}`"),
        };
        Some(Explanation::new(message).hint(QUOTE_IT).about(self.word_at(start)))
    }

    /// Lines that do not fit the surrounding ones.
    fn line(&self) -> Option<Fault> {
        if self.reports("block scalar") {
            let explanation = Explanation::new("there is text on the same line as the `|` or `>`")
                .hint("begin the text on the next line, indented; if it starts with this character, put it in quotation marks");
            return Some(explanation.about(self.word()));
        }
        if self.reports("sequence entries are not allowed") {
            let explanation = Explanation::new("the list begins on the same line as its field")
                .hint("write each entry on a line of its own; if a text begins with `-`, put it in quotation marks");
            return Some(explanation.about(self.at..self.at + 1));
        }
        if self.reports("simple key") {
            let start = self.context().unwrap_or(0);
            let explanation = Explanation::new("this line is neither a field with a colon nor part of the text above")
                .hint("write `field: value`; if it continues the text above, indent it");
            return Some(explanation.about(self.rest_of_line(start)));
        }
        let entry_expected = self.reports("expected '-'");
        let place = ["expected key", "trailing content", "document start"];
        if !entry_expected && !place.iter().any(|words| self.reports(words)) {
            return None;
        }
        let indent = &self.text[line_start(self.text, self.at)..self.at];
        if !indent.trim().is_empty() {
            let explanation = Explanation::new("there are words after the end of a quoted text or a list")
                .hint("to write a quotation mark inside the text, use \\\" between double ones or '' between single ones; or use a block text (`|`)");
            return Some(explanation.about(self.rest_of_line(self.at)));
        }
        let explanation = if self.text[self.at..].starts_with("- ") {
            Explanation::new("this entry is not aligned with its list")
                .hint("indent it like the other entries of its list, below the field")
        } else if entry_expected && indent.is_empty() {
            Explanation::new("this line is between the entries of a list, but is not an entry")
                .hint("begin it with `- `, or move it out of the list")
        } else {
            Explanation::new("this line is not aligned with those above")
                .hint("indent it exactly like the other fields of its group, or like the other lines of its text")
        };
        Some(explanation.about(self.rest_of_line(self.at)))
    }

    fn unexplained(&self) -> Fault {
        let report = self.report.split(" at line ").next().unwrap_or_default();
        Explanation::new(format!("this is not valid YAML: {report}")).about(self.word())
    }
}

fn invisible_character(at: usize, found: char) -> Fault {
    let name = format!("U+{:04X}", u32::from(found));
    Explanation::new(format!("there is an invisible character ({name}) here"))
        .hint("delete it; such characters often come with copied text")
        .about(at..at + found.len_utf8())
}

/// Whether YAML allows a character in a text (YAML 1.2.2, section 5.1).
fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use serde::de::IgnoredAny;

    use crate::notes::yaml::{FaultKind, parse};

    #[test]
    fn common_mistakes_are_explained() {
        let cases = [
            ("a: 1\n\tb: 2\n", "\t", "a tab is used"),
            ("title:words\nb: c\n", ":", "no space after this colon"),
            ("title:\u{a0}words\nb: c\n", "\u{a0}", "a no-break space"),
            ("l:\n  -id: é\n   b: c\n", "-", "no space after this dash"),
            ("- id: é explanation: so\n", ":", "a colon followed by"),
            ("words\nb: c\n", "words", "neither a field"),
            ("a: b\nwords é\nc: d\n", "words é", "neither a field"),
            ("é: \"open\nb: c\n", "\"", "quotation mark is not closed"),
            ("'open", "'", "quotation mark is not closed"),
            ("a: \"x\" y\n", "y", "words after the end"),
            ("a: \"\\q\"\n", "\\q\"", "a backslash"),
            ("é: [b\nc: d\n", "[", "`[` is not closed"),
            ("[b\nc: d\n", "[", "`[` is not closed"),
            ("a: [", "", "ends inside brackets"),
            ("a: *bold*\n", "*bold*", "cannot begin with `*`"),
            ("a: & so\n", "&", "cannot begin with `&`"),
            ("a: @x\n", "@x", "cannot begin with `@`"),
            ("a: `x`\n", "`x`", "cannot begin with a backtick"),
            ("%a: b\n", "%a:", "cannot begin with `%`"),
            ("a: |words\n  b\n", "words", "same line as the `|`"),
            ("a: - b\n", "-", "the list begins on the same line"),
            ("a:\n  b: 1\n c: 2\n", "c: 2", "is not aligned with those"),
            ("a:\n   - b\n  - c\n", "- c", "not aligned with its list"),
            ("a: 1\n  b: 2\n", "b", "indented too far"),
            ("a: \"\\x4\"\n", "\\x4\"", "a backslash"),
            ("-\t? b\n\t- c", "\t", "a tab is used"),
            ("  a: b\nc: d\n", "c: d", "is not aligned with those"),
            ("a: \u{feff}\nb: \"c\nd\"\ne", "e", "neither a field"),
            ("a: é\u{7}\n", "\u{7}", "invisible character (U+0007)"),
            ("a: &x 1\nb: &x 2\nc: *x\n", "&x", "already has this name"),
        ];
        for (text, words, wanted) in cases {
            let fault = parse::<IgnoredAny>(text).faults.remove(0);
            let FaultKind::Syntax { message, .. } = fault.kind else {
                panic!("{text:?}: {:?}", fault.kind);
            };
            assert!(message.contains(wanted), "{text:?}: {message}");
            assert_eq!(&text[fault.span], words, "{text:?}: {message}");
        }
    }
}
