//! Writes inline content as Markdown: [`write_inlines`], and [`escape_line_start`] for what has a meaning only at the start of a line.
//! Everything that is not our markup is escaped.

use super::block::{Inline, Mark};
use citeback_quote::text::reading_text::{digit, superscript};

/// How much markup to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    Full,
    /// No inline markup, for articles whose words it would change.
    BlocksOnly,
}

/// Expects a run whose white space is [collapsed](super::whitespace::collapse_whitespace).
pub(super) fn write_inlines(run: &[Inline], markup: Markup) -> String {
    let mut writer = MarkdownWriter { out: String::new(), markup, in_link: false, in_mark: false };
    writer.run(run, None);
    writer.out
}

struct MarkdownWriter {
    out: String,
    markup: Markup,
    in_link: bool,
    in_mark: bool,
}

impl MarkdownWriter {
    /// `after`: the character that follows the run; `None` at the end of its line.
    fn run(&mut self, run: &[Inline], after: Option<char>) {
        for (i, part) in run.iter().enumerate() {
            let next = run.get(i + 1).map_or(after, first_char);
            match part {
                Inline::Text(text) => self.text(text),
                Inline::Break => self.out.push_str("\\\n"),
                Inline::Code(text) => self.code(text),
                Inline::Locator(mark) => self.out.push_str(&mark.comment()),
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
            if self.needs_escape(before, c, rest) {
                self.out.push('\\');
            }
            self.out.push(c);
            before = Some(c);
        }
    }

    /// Whether Markdown could take a character for markup. What follows the text is unknown, so the answer at its end is yes.
    fn needs_escape(&self, before: Option<char>, c: char, rest: &str) -> bool {
        let next = rest.chars().next();
        match c {
            '\\' | '`' | '*' | '[' | '~' => true,
            ']' => self.in_link,
            '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            '<' => next.is_none_or(|next| next.is_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => is_character_reference(rest),
            _ => false,
        }
    }

    fn code(&mut self, text: &str) {
        let plain = self.markup == Markup::BlocksOnly || text.contains(['`', '|']) || self.out.ends_with('`');
        if plain {
            return self.text(text);
        }
        self.out.push('`');
        self.out.push_str(text);
        self.out.push('`');
    }

    fn image(&mut self, alternative: &str) {
        self.out.push_str("![");
        // A closing bracket would end the alternative text.
        let in_link = std::mem::replace(&mut self.in_link, true);
        self.text(alternative);
        self.in_link = in_link;
        self.out.push_str("]()");
    }

    fn marked(&mut self, mark: Mark, inside: &[Inline], next: Option<char>) {
        if let Some(element) = mark.html_element() {
            // Raised or lowered figures are not part of the number beside them; letters belong to their word, and brackets part a mark.
            let mut text = String::new();
            plain_text(inside, &mut text);
            let picture = inside.iter().any(|part| matches!(part, Inline::Image(_)));
            if picture || text.starts_with('[') || !text.chars().any(|c| digit(c).is_some()) && !all_raised(&text) {
                return self.run(inside, next);
            }
            self.out.push_str(&format!("<{element}>"));
            self.text(&text);
            return self.out.push_str(&format!("</{element}>"));
        }
        let before = self.out.chars().next_back();
        let opens = inside
            .first()
            .and_then(first_char)
            .is_some_and(|first| first.is_alphanumeric() || allows_delimiter(before));
        let closes =
            inside.last().and_then(last_char).is_some_and(|last| last.is_alphanumeric() || allows_delimiter(next));
        // Markdown would count delimiters that touch as one.
        let touches = [before, next].iter().flatten().any(|c| matches!(c, '*' | '~'));
        if self.markup == Markup::BlocksOnly || self.in_mark || !opens || !closes || touches {
            return self.run(inside, next);
        }
        self.in_mark = true;
        self.out.push_str(mark.delimiter());
        self.run(inside, mark.delimiter().chars().next());
        self.out.push_str(mark.delimiter());
        self.in_mark = false;
    }

    fn link(&mut self, url: &str, inside: &[Inline], next: Option<char>) {
        if self.markup == Markup::BlocksOnly || self.in_link {
            return self.run(inside, next);
        }
        // An exclamation mark would turn the link into a picture.
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
                '&' if !is_character_reference(&url[at + 1..]) => self.out.push(c),
                '(' | ')' | '\\' | '<' | '>' | '&' => self.out.extend(['\\', c]),
                '|' => self.out.push_str("%7C"),
                c => self.out.push(c),
            }
        }
        self.out.push(')');
        self.in_link = false;
    }
}

/// Whether an ampersand before this text could start a character reference.
fn is_character_reference(rest: &str) -> bool {
    let after = rest.trim_start_matches(|c: char| c == '#' || c.is_ascii_alphanumeric());
    after.is_empty() || (after.starts_with(';') && after.len() < rest.len())
}

/// Whether a delimiter beside this character works whatever is on its other side (CommonMark, section 6.2).
fn allows_delimiter(c: Option<char>) -> bool {
    c.is_none_or(|c| matches!(c, ' ' | '\n') || c.is_ascii_punctuation())
}

/// The words of a run without their markup.
fn plain_text(run: &[Inline], out: &mut String) {
    for part in run {
        match part {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Break => out.push(' '),
            Inline::Image(_) | Inline::Locator(_) => {}
            Inline::Marked(_, inside) | Inline::Link(_, inside) => plain_text(inside, out),
        }
    }
}

fn all_raised(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| superscript(c).is_some())
}

fn first_char(part: &Inline) -> Option<char> {
    match part {
        Inline::Text(text) => text.chars().next(),
        Inline::Break => Some('\n'),
        Inline::Code(_) => Some('`'),
        Inline::Locator(_) => Some('<'),
        Inline::Image(_) => Some('!'),
        Inline::Marked(_, inside) => match inside.first().and_then(first_char) {
            Some(first) if !first.is_alphanumeric() => Some(first),
            // Whether the mark will be write_inlines is not known yet.
            _ => Some('*'),
        },
        Inline::Link(..) => Some('['),
    }
}

fn last_char(part: &Inline) -> Option<char> {
    match part {
        Inline::Text(text) => text.chars().next_back(),
        Inline::Break => Some('\n'),
        Inline::Code(_) => Some('`'),
        Inline::Locator(_) => Some('>'),
        Inline::Image(_) => Some(')'),
        Inline::Marked(_, inside) => inside.last().and_then(last_char),
        Inline::Link(..) => Some(')'),
    }
}

/// Escapes what has a meaning only at the start of a line.
pub(super) fn escape_line_start(line: &str) -> String {
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
