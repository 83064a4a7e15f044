//! A line of a note, read without a parser after that has failed: [`FieldLine`].

use crate::notes::yaml::repair::Repair;

/// A line, possibly with dashes, a field and its value: `  - quote: words`.
#[derive(Debug, Clone, Copy)]
pub struct FieldLine<'t> {
    /// The byte offset at which it begins.
    pub start: usize,
    /// The line with its line ending.
    line: &'t str,
}

impl<'t> FieldLine<'t> {
    /// The lines of `text` from byte `from`, a line start.
    pub fn all(text: &'t str, from: usize) -> impl Iterator<Item = Self> + 't {
        let mut start = from;
        text[from..].split_inclusive('\n').map(move |line| {
            let found = FieldLine { start, line };
            start += line.len();
            found
        })
    }

    /// The byte offset after the line and its line ending.
    pub fn after(&self) -> usize {
        self.start + self.line.len()
    }

    /// The byte offset at which its words end.
    pub fn end(&self) -> usize {
        self.start + self.line.trim_end().len()
    }

    /// The words, without surrounding white space.
    pub fn words(&self) -> &'t str {
        self.line.trim()
    }

    /// The width of its indentation, in bytes.
    pub fn indent(&self) -> usize {
        self.line.len() - self.line.trim_start_matches(' ').len()
    }

    /// The offset in the line, in bytes, at which its field or element begins, after the dashes.
    pub fn column(&self) -> usize {
        let mut rest = self.line.trim_start_matches([' ', '\t']);
        while let Some(after) = rest.strip_prefix("- ") {
            rest = after.trim_start_matches(' ');
        }
        self.line.len() - rest.len()
    }

    /// The name of its field and its length in bytes, if a colon follows.
    fn field(&self) -> Option<(&'t str, usize)> {
        let entry = &self.line[self.column()..];
        let length = entry.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        let follows = entry[length..].chars().next()?;
        (length > 0 && matches!(follows, ':' | '：')).then(|| (&entry[..length], length))
    }

    /// Whether it has a field with a colon, or begins an element.
    pub fn begins_a_field(&self) -> bool {
        let entry = &self.line[self.column()..];
        let of_field = self.field().is_some_and(|(_, length)| {
            let after = &entry[length..];
            after.starts_with('：')
                || after[1..].is_empty()
                || after[1..].starts_with([' ', '\r', '\n', '\t', '\u{a0}'])
        });
        of_field || self.line[..self.column()].contains('-')
    }

    /// Whether it continues the text of the line `other` above: it is indented deeper and has no field of its own.
    pub fn continues(&self, other: &Self) -> bool {
        self.is_within(other) && !self.begins_a_field()
    }

    /// Whether it is indented deeper than the field or element in the line `other` above.
    pub fn is_within(&self, other: &Self) -> bool {
        let head = &other.line[..other.column()];
        let least = head.rfind('-').unwrap_or(head.len());
        let deeper = if other.field().is_some() { other.column() } else { least };
        !self.words().is_empty() && self.indent() > deeper
    }

    /// The byte offset at which its value begins: after the field or, if there is none, after the dash.
    pub fn value_start(&self) -> usize {
        let entry = &self.line[self.column()..];
        let after =
            self.field().filter(|(_, length)| entry[*length..].starts_with(": ")).map_or(0, |(_, length)| length + 1);
        let value = entry[after..].trim_start_matches([' ', '\t']);
        self.start + self.line.len() - value.len()
    }

    /// The value, up to the end of the line; empty if the line has neither a field nor a dash.
    pub fn value(&self) -> &'t str {
        let value = &self.line[self.value_start() - self.start..];
        let introduced = self.field().is_some_and(|(_, length)| self.line[self.column() + length..].starts_with(": "))
            || self.line[..self.column()].contains('-');
        if introduced { value.trim_end() } else { "" }
    }

    /// A look-alike character where an ordinary space or colon is needed, with possible repairs of all such characters on this line.
    pub fn look_alike(&self) -> Option<(usize, char, Vec<Repair>)> {
        let mut places = vec![];
        let mut rest = self.line.trim_end();
        loop {
            let at = self.line.trim_end().len() - rest.len();
            let c = rest.chars().next()?;
            match c {
                _ if is_look_alike(c) => places.push((at, c)),
                ' ' | '\t' => {}
                '-' if rest[1..].starts_with(|c: char| c == ' ' || is_look_alike(c)) => {}
                _ => break,
            }
            rest = &rest[c.len_utf8()..];
        }
        let begins = self.line.trim_end().len() - rest.len();
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        // The name of the field, white space after it, and the colon.
        let blank = rest[length..].trim_start_matches(|c| c == ' ' || is_look_alike(c));
        let named = length > 0 && blank.starts_with([':', '：']);
        let mut end = begins;
        if named {
            end = self.line.trim_end().len() - blank.len();
            places.extend(self.line[begins + length..end].char_indices().map(|(at, c)| (begins + length + at, c)));
            if blank.starts_with('：') {
                places.push((end, '：'));
            }
            end += blank.chars().next().map_or(0, char::len_utf8);
            let after = &self.line[end..];
            let blanks = after.len() - after.trim_start_matches(|c| c == ' ' || is_look_alike(c)).len();
            places.extend(after[..blanks].char_indices().map(|(at, c)| (end + at, c)));
            end += blanks;
        }
        let (first, found) = places.iter().copied().find(|(_, c)| *c != ' ')?;
        let repairs =
            ["  ", " ", ""].map(|wide| self.without_look_alikes(begins, end, named.then_some(begins + length), wide));
        Some((self.start + first, found, repairs.into_iter().flatten().collect()))
    }

    /// Replaces the spaces in the line up to `end` with ordinary ones, each full-width space with `wide`; `name_end` is the end of a
    /// field's name.
    fn without_look_alikes(&self, begins: usize, end: usize, name_end: Option<usize>, wide: &str) -> Option<Repair> {
        let mut head: String = self.line[..begins].chars().map(|c| ordinary(c, wide)).collect();
        let from = self.line[..end].char_indices().find(|(_, c)| is_look_alike(*c) || *c == '：')?.0;
        if let Some(name_end) = name_end {
            head.push_str(&self.line[begins..name_end]);
            head.push(':');
            if !self.line[end..].trim().is_empty() {
                head.push(' ');
            }
        }
        let with = head.get(from..).unwrap_or(&head).to_owned();
        let from = if head.get(from..).is_some() { from } else { 0 };
        Some(Repair::new("use ordinary characters", self.start + from..self.start + end, with))
    }

    /// Adds a space after the colon or the dash.
    pub fn spaced(&self) -> Option<Repair> {
        let entry = &self.line[self.column()..];
        let at = match self.field() {
            Some((_, length)) if entry[length..].starts_with(':') => self.column() + length + 1,
            _ if entry.starts_with('-') && entry[1..].starts_with(char::is_alphanumeric) => self.column() + 1,
            _ => return None,
        };
        let value = &self.line[at..];
        let joined = !value.starts_with([' ', '/', '\t']) && !value.trim().is_empty();
        let title =
            if self.line[..at].ends_with(':') { "put a space after the colon" } else { "put a space after the dash" };
        joined.then(|| Repair::new(title, self.start + at..self.start + at, " "))
    }

    /// Replaces leading tabs with spaces, so that it is aligned with the field or element in the line `above`.
    pub fn aligned(&self, above: &Self) -> Option<Repair> {
        let head = &above.line[..above.column()];
        let column = if self.words().starts_with("- ") { head.find('-')? } else { head.len() };
        let blank = self.line.len() - self.line.trim_start_matches([' ', '\t']).len();
        let applies = self.line[..blank].contains('\t') && self.begins_a_field() && above.begins_a_field();
        let at = self.start..self.start + blank;
        applies.then(|| Repair::new("replace the tab with spaces", at, " ".repeat(column)))
    }

    /// Replaces leading tabs with spaces, in the usual widths.
    pub fn without_tabs(&self) -> Vec<Repair> {
        let blank = &self.line[..self.line.len() - self.line.trim_start_matches([' ', '\t']).len()];
        let at = self.start..self.start + blank.len();
        let repairs =
            ["  ", "    ", "", " ", "        "].iter().filter(|_| blank.contains('\t') && self.begins_a_field());
        repairs
            .map(|spaces| Repair::new("replace the tab with spaces", at.clone(), blank.replace('\t', spaces)))
            .collect()
    }
}

fn ordinary(c: char, wide: &str) -> String {
    match c {
        '\u{3000}' => wide.to_owned(),
        '\u{200b}' | '\u{feff}' => String::new(),
        _ if is_look_alike(c) => " ".to_owned(),
        _ => c.to_string(),
    }
}

/// Whether a character looks like white space but is an ordinary character to YAML.
fn is_look_alike(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}')
}
