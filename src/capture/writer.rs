//! Markdown for a run of text: [`written`]; [`safe_line`] sees to the beginning of a line. Whatever is no markup of ours is escaped.

use super::block::{Inline, Mark, Style};
use citeback_quote::text::reading_text::superscript;

/// The Markdown of a run that is [`tidied`](super::run::tidied).
pub(super) fn written(run: &[Inline], style: Style) -> String {
    let mut writer = MarkdownWriter { out: String::new(), style, in_link: false, in_mark: false };
    writer.run(run, None);
    writer.out
}

struct MarkdownWriter {
    out: String,
    style: Style,
    in_link: bool,
    in_mark: bool,
}

impl MarkdownWriter {
    /// `after` is the character that follows the run; `None` at the end of its line.
    fn run(&mut self, run: &[Inline], after: Option<char>) {
        for (i, part) in run.iter().enumerate() {
            let next = run.get(i + 1).map_or(after, first_sign);
            match part {
                Inline::Text(text) => self.text(text),
                Inline::Break => self.out.push_str("\\\n"),
                Inline::Code(text) => self.code(text),
                Inline::Image(text) => self.image(text),
                Inline::Marked(mark, inside) => self.marked(*mark, inside, next),
                Inline::Link(url, inside) => self.link(url, inside, next),
            }
        }
    }

    fn text(&mut self, text: &str) {
        let mut before = self.out.chars().next_back();
        for (at, c) in text.char_indices() {
            let rest = &text[at + c.len_utf8()..];
            if self.means_something(before, c, rest) {
                self.out.push('\\');
            }
            self.out.push(c);
            before = Some(c);
        }
    }

    /// Whether Markdown could take a character for markup. What comes after the text is not known, so at its end the answer is yes.
    fn means_something(&self, before: Option<char>, c: char, rest: &str) -> bool {
        let next = rest.chars().next();
        match c {
            '\\' | '`' | '*' | '[' | '~' => true,
            ']' => self.in_link,
            '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            '<' => next.is_none_or(|next| next.is_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => is_reference(rest),
            _ => false,
        }
    }

    fn code(&mut self, text: &str) {
        let plain = self.style == Style::Plain || text.contains(['`', '|']) || self.out.ends_with('`');
        match plain {
            true => self.text(text),
            false => {
                self.out.push('`');
                self.out.push_str(text);
                self.out.push('`');
            }
        }
    }

    fn image(&mut self, alternative: &str) {
        self.out.push_str("![");
        // Inside the brackets one would end them.
        let in_link = std::mem::replace(&mut self.in_link, true);
        self.text(alternative);
        self.in_link = in_link;
        self.out.push_str("]()");
    }

    fn marked(&mut self, mark: Mark, inside: &[Inline], next: Option<char>) {
        if let Some(element) = mark.element() {
            // Figures that stand high or low are no part of the number beside them; letters are read on.
            return match inside {
                [Inline::Text(text)] if text.chars().all(|c| superscript(c).is_some()) => {
                    self.out.push_str(&format!("<{element}>{text}</{element}>"));
                }
                _ => self.run(inside, next),
            };
        }
        let before = self.out.chars().next_back();
        let opens = inside.first().and_then(first_sign).is_some_and(|first| first.is_alphanumeric() || is_edge(before));
        let closes = inside.last().and_then(last_sign).is_some_and(|last| last.is_alphanumeric() || is_edge(next));
        // Signs that touch others of their kind would be counted together.
        let touches = [before, next].iter().flatten().any(|c| matches!(c, '*' | '~'));
        if self.style == Style::Plain || self.in_mark || !opens || !closes || touches {
            return self.run(inside, next);
        }
        self.in_mark = true;
        self.out.push_str(mark.sign());
        self.run(inside, mark.sign().chars().next());
        self.out.push_str(mark.sign());
        self.in_mark = false;
    }

    fn link(&mut self, url: &str, inside: &[Inline], next: Option<char>) {
        if self.style == Style::Plain || self.in_link {
            return self.run(inside, next);
        }
        // An exclamation mark before a link would make a picture of it.
        if self.out.ends_with('!') {
            self.out.insert(self.out.len() - 1, '\\');
        }
        self.in_link = true;
        self.out.push('[');
        self.run(inside, Some(']'));
        self.out.push_str("](");
        for (at, c) in url.char_indices() {
            match c {
                ' ' => self.out.push_str("%20"),
                '&' if !is_reference(&url[at + 1..]) => self.out.push(c),
                '(' | ')' | '\\' | '<' | '>' | '&' => self.out.extend(['\\', c]),
                '|' => self.out.push_str("%7C"),
                c => self.out.push(c),
            }
        }
        self.out.push(')');
        self.in_link = false;
    }
}

/// Whether an ampersand before this text could begin a character reference.
fn is_reference(rest: &str) -> bool {
    let after = rest.trim_start_matches(|c: char| c == '#' || c.is_ascii_alphanumeric());
    after.is_empty() || (after.starts_with(';') && after.len() < rest.len())
}

/// Whether a sign of emphasis beside this character works whatever stands on its other side (CommonMark, section 6.2).
fn is_edge(c: Option<char>) -> bool {
    c.is_none_or(|c| matches!(c, ' ' | '\n') || c.is_ascii_punctuation())
}

fn first_sign(part: &Inline) -> Option<char> {
    match part {
        Inline::Text(text) => text.chars().next(),
        Inline::Break => Some('\n'),
        Inline::Code(_) => Some('`'),
        Inline::Image(_) => Some('!'),
        Inline::Marked(_, inside) => match inside.first().and_then(first_sign) {
            Some(first) if !first.is_alphanumeric() => Some(first),
            // Whether it will be marked is not known yet.
            _ => Some('*'),
        },
        Inline::Link(..) => Some('['),
    }
}

fn last_sign(part: &Inline) -> Option<char> {
    match part {
        Inline::Text(text) => text.chars().next_back(),
        Inline::Break => Some('\n'),
        Inline::Code(_) => Some('`'),
        Inline::Image(_) => Some(')'),
        Inline::Marked(_, inside) => inside.last().and_then(last_sign),
        Inline::Link(..) => Some(')'),
    }
}

/// Escapes what only means something at the beginning of a line.
pub(super) fn safe_line(line: &str) -> String {
    let rest = |at: usize| line[at..].chars().next();
    let at = match line.chars().next() {
        Some('#') => {
            let signs = line.chars().take_while(|c| *c == '#').count();
            (signs <= 6 && rest(signs).is_none_or(|c| c == ' ' || c == '\\')).then_some(0)
        }
        Some('>' | '=' | '|') => Some(0),
        Some('-' | '+' | ':') => rest(1).is_none_or(|c| !c.is_alphanumeric()).then_some(0),
        Some('0'..='9') => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            (digits <= 9
                && matches!(rest(digits), Some('.' | ')'))
                && rest(digits + 1).is_none_or(|c| c == ' ' || c == '\\'))
            .then_some(digits)
        }
        _ => None,
    };
    match at {
        Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
        None => line.to_owned(),
    }
}
