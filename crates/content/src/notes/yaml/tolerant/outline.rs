//! Reads a note that is still being typed, with brackets and quotation marks missing: [`Outline::new`] goes line by line, by indentation,
//! and never fails.
//!
//! Use [`parse`] for complete notes. Here, a faulty line does not affect the others.

use std::collections::BTreeMap;

use super::flow;
use super::item::{Item, Name, Style};
use crate::notes::yaml::lines::line_end;
use crate::notes::yaml::parse::parse;
use crate::notes::yaml::path::{Path, Step};
use crate::notes::yaml::quotation::closing;

/// Maximum number of lists that may begin on one line; no note needs more than one.
const MAX_DASHES: usize = 8;

/// The fields and entries of a note, in the order in which they begin.
pub struct Outline<'t> {
    pub text: &'t str,
    pub items: Vec<Item>,
    /// Those that later lines may still extend, outermost first.
    open: Vec<usize>,
}

impl<'t> Outline<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut outline = Outline { text, items: vec![], open: vec![] };
        let mut at = 0;
        while at < text.len() {
            at = line_end(text, outline.line(at)) + 1;
        }
        outline
    }

    /// The fields or entries within the item `around`, with their positions.
    pub fn inside(&self, around: Option<usize>) -> impl Iterator<Item = (usize, &Item)> {
        self.items.iter().enumerate().filter(move |(_, item)| item.around == around)
    }

    /// The position of a field of a group.
    pub fn field(&self, group: Option<usize>, name: &str) -> Option<usize> {
        self.inside(group).find_map(|(at, _)| (self.name(at) == Some(name)).then_some(at))
    }

    /// The name of a field.
    pub fn name(&self, item: usize) -> Option<&'t str> {
        match &self.items[item].name {
            Name::Field(key) => Some(self.text[key.clone()].trim_matches(['"', '\''])),
            Name::Entry | Name::Stray => None,
        }
    }

    /// The path from the top to an item.
    pub fn path(&self, item: Option<usize>) -> Path {
        let mut path = vec![];
        let mut next = item;
        while let Some(at) = next {
            next = self.items[at].around;
            let before = self.inside(next).take_while(|(other, _)| *other < at);
            path.push(match self.name(at) {
                Some(name) => {
                    let occurrence = before.filter(|(other, _)| self.name(*other) == Some(name)).count();
                    Step::Key(name.to_owned().into(), occurrence)
                }
                None => Step::Index(before.filter(|(_, item)| item.name == Name::Entry).count()),
            });
        }
        path.reverse();
        Path::from(path)
    }

    /// The value of an item, as YAML reads it; as written if it cannot be parsed.
    pub fn value(&self, item: usize) -> String {
        let Item { after, value, .. } = &self.items[item];
        let written = &self.text[value.clone()];
        if value.start < *after {
            return String::new();
        }
        let parsed = parse::<BTreeMap<String, String>>(&format!("v: {}", &self.text[*after..value.end]));
        let read = parsed.value.and_then(|mut read| read.remove("v"));
        read.unwrap_or_else(|| written.trim_start_matches(['"', '\'']).to_owned())
    }

    /// The texts of a field that holds a text or a list of texts.
    pub fn values(&self, item: usize) -> Vec<String> {
        match self.items[item].style {
            Style::Absent | Style::List => self.inside(Some(item)).map(|(entry, _)| self.value(entry)).collect(),
            _ => vec![self.value(item)],
        }
    }

    /// Reads the line that begins at `start` and the value that begins on it; returns where to continue.
    fn line(&mut self, start: usize) -> usize {
        let end = line_end(self.text, start);
        let mut at = skip_blanks(self.text, start, end);
        if at == end || self.text[at..].starts_with('#') || (at == start && self.text[at..end].trim_end() == "---") {
            return end;
        }
        let mut entry = None;
        let mut dashes = 0;
        while is_dash(&self.text[at..end]) && dashes < MAX_DASHES {
            dashes += 1;
            self.close(at - start, &Name::Entry);
            entry = Some(self.push(Name::Entry, at, at - start, at + 1));
            at = skip_blanks(self.text, at + 1, end);
            if at == end || self.text[at..].starts_with('#') {
                return end;
            }
        }
        match (key(&self.text[at..end]), entry) {
            (Some((length, colon)), _) => {
                let name = Name::Field(at..at + length);
                self.close(at - start, &name);
                let field = self.push(name, at, at - start, at + colon + 1);
                self.read_value(field, end)
            }
            (None, Some(entry)) => self.read_value(entry, end),
            (None, None) => {
                self.close(at - start, &Name::Stray);
                let stray = self.push(Name::Stray, at, at - start, at);
                self.open.pop();
                self.items[stray].value = at..at + self.text[at..end].trim_end().len();
                self.items[stray].style = Style::Plain;
                end
            }
        }
    }

    /// Closes the items of which `next`, at `column`, is no longer part. An entry may be as far left as its field.
    fn close(&mut self, column: usize, next: &Name) {
        while let Some(last) = self.open.last() {
            let last = &self.items[*last];
            let list = *next == Name::Entry && matches!(last.name, Name::Field(_)) && last.style == Style::Absent;
            if last.column < column || (list && last.column == column) {
                return;
            }
            self.open.pop();
        }
    }

    fn push(&mut self, name: Name, start: usize, column: usize, after: usize) -> usize {
        let around = self.open.last().copied();
        self.items.push(Item { around, name, start, column, after, value: after..after, style: Style::Absent });
        self.open.push(self.items.len() - 1);
        self.items.len() - 1
    }

    /// Reads the value of `item`, which begins on the line that ends at `end`; returns the offset after it.
    fn read_value(&mut self, item: usize, end: usize) -> usize {
        let text = self.text;
        let Item { after, column, .. } = self.items[item];
        let at = skip_blanks(text, after, end);
        let (style, value) = match text.as_bytes().get(at).filter(|_| at < end) {
            None | Some(b'#') => return end,
            Some(b'[' | b'{') => {
                let limit = self.limit(end, column, true);
                return flow::read(text, &mut self.items, item, at..limit);
            }
            Some(b'|' | b'>') if is_header(&text[at + 1..end]) => {
                let style = if text.as_bytes()[at] == b'|' { Style::Literal } else { Style::Folded };
                let begin = (end + 1).min(text.len());
                let limit = self.limit(end, column, false).max(begin);
                let body = text[begin..limit].trim_end();
                (style, begin..if body.is_empty() { begin } else { line_end(text, begin + body.len()) })
            }
            Some(quote @ (b'"' | b'\'')) => {
                let limit = self.limit(end, column, false);
                let style = if *quote == b'"' { Style::Double } else { Style::Single };
                let end = closing(text, at, limit).unwrap_or_else(|| at + text[at..limit].trim_end().len());
                (style, at..end)
            }
            Some(_) => (Style::Plain, at..self.plain_end(at, end, column)),
        };
        self.items[item].style = style;
        self.items[item].value = value.clone();
        if value.is_empty() { end } else { value.end }
    }

    /// The end of the plain text that begins at `at`; it may continue on further lines.
    fn plain_end(&self, at: usize, mut end: usize, column: usize) -> usize {
        let mut last = at;
        let mut from = at;
        loop {
            let line = &self.text[from..end];
            let comment = line.find(" #").filter(|_| !line.trim_start().is_empty());
            last = match line[..comment.unwrap_or(line.len())].trim_end() {
                "" => last,
                words => from + words.len(),
            };
            if comment.is_some() || end >= self.text.len() {
                return last;
            }
            from = end + 1;
            end = line_end(self.text, from);
            let indent = skip_blanks(self.text, from, end);
            let next = &self.text[indent..end];
            let begins =
                next.starts_with('#') || is_dash(next) || key(next).is_some_and(|(length, _)| is_word(&next[..length]));
            if next.trim_end().is_empty() || indent - from <= column || begins {
                return last;
            }
        }
    }

    /// The start of the first line after `end` that is indented by no more than `column`, or the end of the text. Brackets may close at any
    /// column.
    fn limit(&self, end: usize, column: usize, brackets: bool) -> usize {
        let mut from = end + 1;
        while from < self.text.len() {
            let end = line_end(self.text, from);
            let at = skip_blanks(self.text, from, end);
            let line = self.text[at..end].trim_end();
            let closes = brackets && line.starts_with([']', '}']);
            if !line.is_empty() && at - from <= column && !closes {
                return from;
            }
            from = end + 1;
        }
        self.text.len()
    }
}

fn skip_blanks(text: &str, at: usize, end: usize) -> usize {
    at + text[at..end].len() - text[at..end].trim_start_matches([' ', '\t', '\r']).len()
}

fn is_dash(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r']))
}

fn is_header(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '+' || c == '-');
    rest.trim_start().is_empty() || (rest.starts_with(' ') && rest.trim_start().starts_with('#'))
}

fn is_word(key: &str) -> bool {
    key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The length of the key at the start of a line, and the offset of its colon, in bytes.
fn key(line: &str) -> Option<(usize, usize)> {
    if line.starts_with(['"', '\'']) {
        let end = closing(line, 0, line.len())?;
        return line[end..].trim_start().starts_with(':').then(|| (end, end + line[end..].find(':').unwrap_or(0)));
    }
    let ends = |(at, _): &(usize, &str)| line[at + 1..].is_empty() || line[at + 1..].starts_with([' ', '\t', '\r']);
    let colon = line.match_indices(':').find(ends)?.0;
    let key = line[..colon].trim_end();
    let plain = !key.is_empty() && !key.starts_with(['[', '{', '#', '&', '*', '!', '|', '>', '%', '@', '`']);
    (plain && !key.contains(" #")).then_some((key.len(), colon))
}
