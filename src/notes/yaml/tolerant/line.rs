//! A line of a note, read without a parser where that gave up: [`FieldLine`].

use crate::notes::yaml::repair::Repair;

/// A line, maybe with dashes, a field and its value: `  - quote: words`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldLine<'t> {
    /// The byte at which it begins.
    pub start: usize,
    /// With what ends it.
    line: &'t str,
}

impl<'t> FieldLine<'t> {
    /// The lines of `text` from byte `from`, the beginning of one.
    pub fn all(text: &'t str, from: usize) -> impl Iterator<Item = Self> + 't {
        let mut start = from;
        text[from..].split_inclusive('\n').map(move |line| {
            let found = FieldLine { start, line };
            start += line.len();
            found
        })
    }

    /// The byte after the line and what ends it.
    pub fn after(&self) -> usize {
        self.start + self.line.len()
    }

    /// The byte at which its words end.
    pub fn end(&self) -> usize {
        self.start + self.line.trim_end().len()
    }

    /// The words, without what is blank around them.
    pub fn words(&self) -> &'t str {
        self.line.trim()
    }

    /// How many blanks it begins with, in bytes.
    pub fn indent(&self) -> usize {
        self.line.len() - self.line.trim_start_matches(' ').len()
    }

    /// The byte of the line at which its field or element begins, after the dashes.
    pub fn column(&self) -> usize {
        let mut rest = self.line.trim_start_matches([' ', '\t']);
        while let Some(after) = rest.strip_prefix("- ") {
            rest = after.trim_start_matches(' ');
        }
        self.line.len() - rest.len()
    }

    /// The name of its field and the length of that, if a colon follows it.
    fn field(&self) -> Option<(&'t str, usize)> {
        let entry = &self.line[self.column()..];
        let length = entry.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        let follows = entry[length..].chars().next()?;
        (length > 0 && matches!(follows, ':' | '：')).then(|| (&entry[..length], length))
    }

    /// Whether it is a field with its colon, or the beginning of an element.
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

    /// Whether it goes on with the text of the line `other` above: indented deeper than that, and no field of its own.
    pub fn goes_on_with(&self, other: &Self) -> bool {
        self.is_within(other) && !self.begins_a_field()
    }

    /// Whether it is indented deeper than the field or the element in the line `other` above.
    pub fn is_within(&self, other: &Self) -> bool {
        let head = &other.line[..other.column()];
        let least = head.rfind('-').unwrap_or(head.len());
        let deeper = if other.field().is_some() { other.column() } else { least };
        !self.words().is_empty() && self.indent() > deeper
    }

    /// The byte at which its value begins: after the field or, where there is none, after the dash.
    pub fn value_start(&self) -> usize {
        let entry = &self.line[self.column()..];
        let after =
            self.field().filter(|(_, length)| entry[*length..].starts_with(": ")).map_or(0, |(_, length)| length + 1);
        let value = entry[after..].trim_start_matches([' ', '\t']);
        self.start + self.line.len() - value.len()
    }

    /// The value, up to the end of the line; empty in a line that has neither a field nor a dash.
    pub fn value(&self) -> &'t str {
        let value = &self.line[self.value_start() - self.start..];
        let introduced = self.field().is_some_and(|(_, length)| self.line[self.column() + length..].starts_with(": "))
            || self.line[..self.column()].contains('-');
        if introduced { value.trim_end() } else { "" }
    }

    /// A character that is no ordinary blank or colon where one is needed, with the ways to repair all of them on this line.
    pub fn odd(&self) -> Option<(usize, char, Vec<Repair>)> {
        let mut places = vec![];
        let mut rest = self.line.trim_end();
        loop {
            let at = self.line.trim_end().len() - rest.len();
            let c = rest.chars().next()?;
            match c {
                _ if is_odd(c) => places.push((at, c)),
                ' ' | '\t' => {}
                '-' if rest[1..].starts_with(|c: char| c == ' ' || is_odd(c)) => {}
                _ => break,
            }
            rest = &rest[c.len_utf8()..];
        }
        let begins = self.line.trim_end().len() - rest.len();
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        // The field's name, what is blank behind it, and the colon.
        let blank = rest[length..].trim_start_matches(|c| c == ' ' || is_odd(c));
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
            let blanks = after.len() - after.trim_start_matches(|c| c == ' ' || is_odd(c)).len();
            places.extend(after[..blanks].char_indices().map(|(at, c)| (end + at, c)));
            end += blanks;
        }
        let (first, found) = places.iter().copied().find(|(_, c)| *c != ' ')?;
        let ways = ["  ", " ", ""].map(|wide| self.without_odd(begins, end, named.then_some(begins + length), wide));
        Some((self.start + first, found, ways.into_iter().flatten().collect()))
    }

    /// The head of the line up to `end` with ordinary blanks, each full-width one as `wide`; `name_end` is where a field's name ends.
    fn without_odd(&self, begins: usize, end: usize, name_end: Option<usize>, wide: &str) -> Option<Repair> {
        let mut head: String = self.line[..begins].chars().map(|c| ordinary(c, wide)).collect();
        let from = self.line[..end].char_indices().find(|(_, c)| is_odd(*c) || *c == '：')?.0;
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

    /// With a space after the colon or the dash.
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

    /// With spaces in place of the tabs at its beginning, so that it lines up with the field or the element in the line `above`.
    pub fn lined_up(&self, above: &Self) -> Option<Repair> {
        let head = &above.line[..above.column()];
        let column = match self.words().starts_with("- ") {
            true => head.find('-')?,
            false => head.len(),
        };
        let blank = self.line.len() - self.line.trim_start_matches([' ', '\t']).len();
        let suits = self.line[..blank].contains('\t') && self.begins_a_field() && above.begins_a_field();
        let at = self.start..self.start + blank;
        suits.then(|| Repair::new("use spaces in place of the tab", at, " ".repeat(column)))
    }

    /// With spaces in place of the tabs at its beginning, in the usual widths.
    pub fn without_tabs(&self) -> Vec<Repair> {
        let blank = &self.line[..self.line.len() - self.line.trim_start_matches([' ', '\t']).len()];
        let at = self.start..self.start + blank.len();
        let ways = ["  ", "    ", "", " ", "        "].iter().filter(|_| blank.contains('\t') && self.begins_a_field());
        ways.map(|spaces| Repair::new("use spaces in place of the tab", at.clone(), blank.replace('\t', spaces)))
            .collect()
    }
}

fn ordinary(c: char, wide: &str) -> String {
    match c {
        '\u{3000}' => wide.to_owned(),
        '\u{200b}' | '\u{feff}' => String::new(),
        _ if is_odd(c) => " ".to_owned(),
        _ => c.to_string(),
    }
}

/// Whether a character is blank to people, and a letter to YAML.
fn is_odd(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}')
}
