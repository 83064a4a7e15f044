//! Scans a text in simple YAML: [`scan`].
//!
//! Simple are groups and lists in block style, with a value on the line of its key or dash, block texts after `|` or `>`, and lists of
//! texts in brackets on one line. Where anything else is met, or might be, the scan ends without a result.

use std::borrow::Cow;

/// Groups and lists in each other are simple up to this depth.
const MAX_DEPTH: usize = 16;
/// A longer name may not be one to the fast parser.
const MAX_KEY: usize = 128;

/// A part of a document, in the order in which they are written. A group consists of its keys, each followed by its value.
#[derive(Debug)]
pub(super) enum Piece<'t> {
    /// Only a `plain` one, without quotation marks, may be null, a boolean or a number.
    Scalar {
        text: Cow<'t, str>,
        plain: bool,
    },
    List,
    Group,
    /// Of a list or a group.
    End,
}

/// The parts of a text; `None` if it is not simple.
pub(super) fn scan(text: &str) -> Option<Vec<Piece<'_>>> {
    if !text.ends_with('\n') || text.bytes().any(|byte| byte < b' ' && byte != b'\n') || has_unusual_character(text) {
        return None;
    }
    let mut scanner = Scanner { rest: text, pieces: vec![] };
    let first = scanner.peek()?;
    if first.indent > 0 {
        return None;
    }
    scanner.group(0, 0)?;
    // What is left is blank, or else the group was not the whole document.
    (scanner.peek().is_none() && scanner.rest.is_empty()).then_some(scanner.pieces)
}

/// Whether a text has a character that YAML does not allow, or that ends a line in some versions of it.
fn has_unusual_character(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins_unusual = |at: usize| {
        let is_control_or_break =
            matches!(&bytes[at..], [0x7F, ..] | [0xC2, 0x80..=0x9F, ..] | [0xE2, 0x80, 0xA8 | 0xA9, ..]);
        is_control_or_break || matches!(&bytes[at..], [0xEF, 0xBB, 0xBF, ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..])
    };
    memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes).chain(memchr::memchr_iter(0x7F, bytes)).any(begins_unusual)
}

struct Scanner<'t> {
    /// From the beginning of a line.
    rest: &'t str,
    pieces: Vec<Piece<'t>>,
}

/// A line with words.
#[derive(Clone, Copy)]
struct Line<'t> {
    indent: usize,
    /// Without the spaces around it.
    words: &'t str,
    /// What follows the line.
    after: &'t str,
}

impl Line<'_> {
    fn is_element(&self) -> bool {
        self.words.starts_with("- ")
    }
}

impl<'t> Scanner<'t> {
    /// The next line with words that are not a comment; what is before it is left behind. `None` at the end, and before a line of spaces.
    fn peek(&mut self) -> Option<Line<'t>> {
        loop {
            let (line, after) = self.rest.split_once('\n')?;
            let words = line.trim_start_matches(' ');
            if words.is_empty() && !line.is_empty() {
                return None;
            }
            if !words.is_empty() && !words.starts_with('#') {
                return Some(Line { indent: line.len() - words.len(), words: words.trim_end_matches(' '), after });
            }
            self.rest = after;
        }
    }

    /// A group whose keys are indented by `indent`.
    fn group(&mut self, indent: usize, depth: usize) -> Option<()> {
        self.pieces.push(Piece::Group);
        self.entries(indent, depth)
    }

    /// The entries of a group up to its end.
    fn entries(&mut self, indent: usize, depth: usize) -> Option<()> {
        while let Some(line) = self.peek().filter(|line| line.indent >= indent) {
            if line.indent > indent {
                return None;
            }
            self.entry(line.words, line.after, (indent, depth))?;
        }
        self.pieces.push(Piece::End);
        Some(())
    }

    /// An entry of a group, from its key.
    fn entry(&mut self, words: &'t str, after: &'t str, (indent, depth): (usize, usize)) -> Option<()> {
        let (key, value) = key(words)?;
        self.pieces.push(Piece::Scalar { text: Cow::Borrowed(key), plain: true });
        self.rest = after;
        if !value.is_empty() {
            return self.value(value, indent);
        }
        match self.peek() {
            Some(line) if line.indent > indent && line.is_element() => self.list(line.indent, depth + 1),
            Some(line) if line.indent > indent => self.nested_group(line.indent, depth + 1),
            Some(line) if line.indent == indent && line.is_element() => self.list(indent, depth + 1),
            _ => {
                self.pieces.push(Piece::Scalar { text: Cow::Borrowed(""), plain: true });
                Some(())
            }
        }
    }

    fn nested_group(&mut self, indent: usize, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH { None } else { self.group(indent, depth) }
    }

    /// A list whose dashes are indented by `indent`.
    fn list(&mut self, indent: usize, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.pieces.push(Piece::List);
        while let Some(line) = self.peek().filter(|line| line.indent == indent && line.is_element()) {
            let words = &line.words["- ".len()..];
            if words.starts_with(' ') {
                return None;
            }
            if key(words).is_some() {
                self.pieces.push(Piece::Group);
                let inside = indent + "- ".len();
                self.entry(words, line.after, (inside, depth + 1))?;
                self.entries(inside, depth + 1)?;
            } else {
                self.rest = line.after;
                self.value(words, indent)?;
            }
        }
        self.pieces.push(Piece::End);
        Some(())
    }

    /// A value that begins on the line of its key or dash, which is indented by `indent`.
    fn value(&mut self, words: &'t str, indent: usize) -> Option<()> {
        match words.as_bytes()[0] {
            b'|' | b'>' => return self.block_text(words, indent),
            b'[' => self.bracketed(words)?,
            b'"' | b'\'' => {
                let (text, rest) = quoted(words)?;
                if !rest.is_empty() {
                    return None;
                }
                self.pieces.push(Piece::Scalar { text, plain: false });
            }
            _ if is_plain(words) => self.pieces.push(Piece::Scalar { text: Cow::Borrowed(words), plain: true }),
            _ => return None,
        }
        // It would go on on a line that is indented further.
        self.peek().is_none_or(|line| line.indent <= indent).then_some(())
    }

    /// A text after `|` or `>`, on lines of their own.
    fn block_text(&mut self, header: &str, indent: usize) -> Option<()> {
        let (is_folded, ends_with_line) = match header {
            "|" => (false, true),
            "|-" => (false, false),
            ">" => (true, true),
            ">-" => (true, false),
            _ => return None,
        };
        let leading = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let own = leading(self.rest.split('\n').next()?);
        let lines = self.rest.split_inclusive('\n');
        let length = lines.take_while(|line| *line == "\n" || leading(line) >= own).map(str::len).sum();
        // A note is kept as long as the site, so it takes no more room than it needs.
        let mut text = String::with_capacity(length);
        let mut blank = 0;
        while let Some((line, after)) = self.rest.split_once('\n') {
            let spaces = leading(line);
            if line.is_empty() {
                blank += 1;
            } else if spaces == line.len() {
                return None;
            } else if spaces < own {
                break;
            } else if is_folded && spaces > own {
                // Lines that are indented further are not folded, nor are those beside them.
                return None;
            } else {
                match std::mem::take(&mut blank) {
                    _ if text.is_empty() => {}
                    0 if is_folded => text.push(' '),
                    blank if is_folded => text.extend(std::iter::repeat_n('\n', blank)),
                    blank => text.extend(std::iter::repeat_n('\n', blank + 1)),
                }
                text.push_str(&line[own..]);
            }
            self.rest = after;
        }
        if own <= indent {
            return None;
        }
        if ends_with_line {
            text.push('\n');
        }
        self.pieces.push(Piece::Scalar { text: Cow::Owned(text), plain: false });
        Some(())
    }

    /// Texts in brackets.
    fn bracketed(&mut self, words: &'t str) -> Option<()> {
        self.pieces.push(Piece::List);
        let mut rest = words["[".len()..].trim_start_matches(' ');
        while rest != "]" {
            let piece;
            (piece, rest) = element(rest)?;
            self.pieces.push(piece);
            rest = rest.trim_start_matches(' ');
            if let Some(next) = rest.strip_prefix(',') {
                rest = next.trim_start_matches(' ');
                if rest == "]" {
                    return None;
                }
            } else if rest != "]" {
                return None;
            }
        }
        self.pieces.push(Piece::End);
        Some(())
    }
}

/// Splits a line into a key and its value, which may be empty; `None` if it does not begin with a simple key.
fn key(words: &str) -> Option<(&str, &str)> {
    let end = words.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'_' && byte != b'-')?;
    let value = words[end..].strip_prefix(':')?;
    let is_key = (1..=MAX_KEY).contains(&end) && !words.starts_with('-');
    (is_key && (value.is_empty() || value.starts_with(' '))).then(|| (&words[..end], value.trim_matches(' ')))
}

/// Whether words on one line are a text without quotation marks, whatever is before and after them.
fn is_plain(words: &str) -> bool {
    const INDICATORS: &[u8] = b"-?:,[]{}#&*!|>'\"%@`";
    let bytes = words.as_bytes();
    let is_separate = |at: usize| match bytes[at] {
        b':' => matches!(bytes.get(at + 1), None | Some(b' ')),
        // The first byte is no indicator.
        _ => bytes[at - 1] == b' ',
    };
    !INDICATORS.contains(&bytes[0]) && !memchr::memchr2_iter(b':', b'#', bytes).any(is_separate)
}

/// An element of a list in brackets, and what follows it.
fn element(words: &str) -> Option<(Piece<'_>, &str)> {
    if words.starts_with(['"', '\'']) {
        let (text, rest) = quoted(words)?;
        return Some((Piece::Scalar { text, plain: false }, rest));
    }
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
    if !is_word(*words.as_bytes().first()?) {
        return None;
    }
    let end = words.bytes().position(|byte| !is_word(byte) && !matches!(byte, b' ' | b'_' | b'-' | b'.'))?;
    let text = Cow::Borrowed(words[..end].trim_end_matches(' '));
    Some((Piece::Scalar { text, plain: true }, &words[end..]))
}

/// A text in quotation marks that ends on the same line, and what follows it.
fn quoted(words: &str) -> Option<(Cow<'_, str>, &str)> {
    let inside = &words[1..];
    if words.starts_with('"') {
        let mut end = 0;
        loop {
            end += memchr::memchr2(b'"', b'\\', &inside.as_bytes()[end..])?;
            if inside.as_bytes()[end] == b'"' {
                break;
            }
            end += 2;
            inside.as_bytes().get(end)?;
        }
        return Some((unescaped(&inside[..end])?, &inside[end + 1..]));
    }
    let mut end = 0;
    loop {
        end += memchr::memchr(b'\'', &inside.as_bytes()[end..])?;
        if inside.as_bytes().get(end + 1) != Some(&b'\'') {
            break;
        }
        end += 2;
    }
    let text = &inside[..end];
    let text = if text.contains('\'') { Cow::Owned(text.replace("''", "'")) } else { Cow::Borrowed(text) };
    Some((text, &inside[end + 1..]))
}

/// A text in double quotation marks without its backslashes; `None` if one of them is before anything unusual.
fn unescaped(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('\\') {
        return Some(Cow::Borrowed(text));
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        out.push(match after.as_bytes().first()? {
            b'"' => '"',
            b'\\' => '\\',
            b'n' => '\n',
            b't' => '\t',
            _ => return None,
        });
        rest = &after[1..];
    }
    out.push_str(rest);
    Some(Cow::Owned(out))
}
