//! The parts of a claim note that are coloured: keys, comments, quoted strings, numbers, dashes. [`scan`] reads a note once, line by line;
//! no line is looked at twice, however hostile it is.
//!
//! Between lines only one thing is remembered: that a block scalar (`|` or `>`) goes on, which ends by indentation.

use super::class::{COMMENT, KEY, NUMBER, PUNCTUATION, STRING};

/// Splits a note into tokens: `token` gets the length in bytes and the class of each, in order, and none is left out.
pub(super) fn scan(text: &str, mut token: impl FnMut(usize, &'static str)) {
    let mut block = None;
    for line in text.split_inclusive('\n') {
        if continues(line, block) {
            token(line.len(), STRING);
            continue;
        }
        block = block_column(line);
        let mut line = Line { text: line, done: 0, token: &mut token };
        line.head();
        line.value();
    }
}

/// A line of which the first bytes are done.
struct Line<'a, F> {
    text: &'a str,
    done: usize,
    token: &'a mut F,
}

impl<F: FnMut(usize, &'static str)> Line<'_, F> {
    /// Dashes, and a key with its colon.
    fn head(&mut self) {
        let start = self.spaces_from(0);
        let mut key = start;
        let mut last_dash = None;
        while self.text[key..].starts_with('-') && self.text[key + 1..].starts_with(char::is_whitespace) {
            last_dash = Some(key + 1);
            key = self.spaces_from(key + 1);
        }
        match self.key_end(key) {
            Some(end) => {
                self.coloured(start, last_dash.unwrap_or(start), PUNCTUATION);
                self.coloured(key, end, KEY);
                self.coloured(end + 1, end + 1, "");
            }
            // The first dash alone: what follows belongs to a text.
            None if last_dash.is_some() => self.coloured(start, start + 1, PUNCTUATION),
            None => {}
        }
    }

    /// Quoted strings and a comment, or a number that is all of the value.
    fn value(&mut self) {
        let bytes = self.text.as_bytes();
        let mut from = self.done;
        while let Some(at) = memchr::memchr3(b'#', b'"', b'\'', &bytes[from..]).map(|at| from + at) {
            let before = &self.text[..at];
            from = at + 1;
            if bytes[at] == b'#' {
                if before.is_empty() || before.ends_with(char::is_whitespace) {
                    self.coloured(at, self.text.strip_suffix('\n').unwrap_or(self.text).len(), COMMENT);
                    break;
                }
            } else if before.ends_with(['[', '{']) || [": ", ", ", "- "].iter().any(|end| before.ends_with(end)) {
                from = string_end(bytes, at);
                self.coloured(at, from, STRING);
            }
        }
        if let Some((start, end)) = self.number().filter(|(start, _)| *start >= self.done) {
            self.coloured(start, end, NUMBER);
        }
        self.coloured(self.text.len(), self.text.len(), "");
    }

    /// Where white space from a byte on ends.
    fn spaces_from(&self, at: usize) -> usize {
        self.text.len() - self.text[at..].trim_start().len()
    }

    /// Where a key that begins at a byte ends, if there is one: before a colon with white space or nothing after it.
    fn key_end(&self, start: usize) -> Option<usize> {
        let rest = &self.text[start..];
        let in_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
        let length = rest.find(|c| !in_key(c))?;
        let after = rest[length..].strip_prefix(':')?;
        let named =
            length > 0 && !rest.starts_with('-') && (after.is_empty() || after.starts_with(char::is_whitespace));
        named.then_some(start + length)
    }

    /// The number or date at the end of the line, if there is nothing else after a colon.
    fn number(&self) -> Option<(usize, usize)> {
        let line = self.text.trim_end();
        let in_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ':' | 'T' | 'Z' | '+' | '-');
        let before = line.trim_end_matches(in_number);
        let number = &line[before.len()..];
        let is_number = number.strip_prefix(['+', '-']).unwrap_or(number).starts_with(|c: char| c.is_ascii_digit());
        let alone = before.ends_with(char::is_whitespace) && before.trim_end().ends_with(':');
        (is_number && alone).then_some((before.len(), line.len()))
    }

    /// A token of a class, after whatever plain text is still before it.
    fn coloured(&mut self, start: usize, end: usize, class: &'static str) {
        (self.token)(start - self.done, "");
        (self.token)(end - start, class);
        self.done = end;
    }
}

/// Where the quoted string that begins at a byte ends: after its closing mark, or with the line.
fn string_end(line: &[u8], start: usize) -> usize {
    let quote = line[start];
    let end = line.strip_suffix(b"\n").unwrap_or(line).len();
    let mut at = start + 1;
    while at < end {
        match line[at] {
            // One at the end of the line escapes nothing on it.
            b'\\' if quote == b'"' && at + 1 == end => return at,
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && line.get(at + 1) == Some(&b'\'') => at += 1,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    end
}

/// If a block scalar starts on this line, the column beyond which its lines must be indented.
fn block_column(line: &str) -> Option<usize> {
    let line = line.trim_end();
    let before = line.trim_end_matches(|c: char| c == '-' || c == '+' || c.is_ascii_digit());
    let before = before.strip_suffix(['|', '>'])?;
    let starts_block = before.ends_with(": ") || before.trim_start().trim_start_matches("- ").is_empty();
    let dashes = line.len() - line.trim_start_matches([' ', '-']).len();
    // After a key, text must be indented beyond the key; after a bare dash, beyond the dash.
    let column = if before.ends_with(": ") { dashes } else { line.len() - line.trim_start().len() };
    starts_block.then_some(column)
}

/// Whether a line belongs to the block scalar that is indented beyond column `block`.
fn continues(line: &str, block: Option<usize>) -> bool {
    block.is_some_and(|column| line.trim().is_empty() || line.len() - line.trim_start_matches(' ').len() > column)
}
