//! Lists and groups in brackets, closed or not: [`read`] adds their contents to the items of an outline.

use std::ops::Range;

use super::item::{Item, Name, Style};
use crate::notes::yaml::quotation::closing;

/// Maximum depth to which brackets are read; no note needs more than a few levels.
const MAX_DEPTH: usize = 32;

/// Reads the value of `item` in the byte range `within`, which begins with a bracket; returns the offset after it.
pub(super) fn read(text: &str, items: &mut Vec<Item>, item: usize, within: Range<usize>) -> usize {
    Flow { text, items, limit: within.end, depth: 0 }.value(item, within.start)
}

struct Flow<'o, 't> {
    text: &'t str,
    items: &'o mut Vec<Item>,
    limit: usize,
    depth: usize,
}

impl Flow<'_, '_> {
    fn value(&mut self, item: usize, at: usize) -> usize {
        let at = self.skip(at);
        let (style, end) = match self.byte(at) {
            None | Some(b',' | b']' | b'}') => (Style::Absent, at),
            Some(b'[') if self.depth < MAX_DEPTH => (Style::List, self.collection(item, at, b']')),
            Some(b'{') if self.depth < MAX_DEPTH => (Style::Group, self.collection(item, at, b'}')),
            Some(quote @ (b'"' | b'\'')) => {
                let style = if quote == b'"' { Style::Double } else { Style::Single };
                (style, closing(self.text, at, self.limit).unwrap_or_else(|| self.plain_end(at)))
            }
            Some(_) => (Style::Plain, self.plain_end(at)),
        };
        self.items[item].style = style;
        self.items[item].value = at..end;
        end
    }

    /// Reads up to the closing bracket, or to the limit; returns the offset after it.
    fn collection(&mut self, item: usize, at: usize, close: u8) -> usize {
        self.depth += 1;
        let mut at = at + 1;
        let end = loop {
            at = self.skip(at);
            match self.byte(at) {
                None => break self.trimmed(at),
                Some(b',') => at += 1,
                Some(byte) if byte == close => break at + 1,
                // A mismatched bracket may close an enclosing list or group.
                Some(b']' | b'}') => break at,
                Some(_) if close == b']' => {
                    let entry = self.push(item, Name::Entry, at, at);
                    at = self.value(entry, at).max(at + 1);
                }
                Some(_) => at = self.field(item, at).max(at + 1),
            }
        };
        self.depth -= 1;
        end
    }

    fn field(&mut self, group: usize, at: usize) -> usize {
        let end = match self.byte(at) {
            Some(b'"' | b'\'') => closing(self.text, at, self.limit).unwrap_or_else(|| self.key_end(at)),
            _ => self.key_end(at),
        };
        let colon = self.skip(end);
        if self.byte(colon) == Some(b':') {
            let field = self.push(group, Name::Field(at..end), at, colon + 1);
            return self.value(field, colon + 1);
        }
        let stray = self.push(group, Name::Stray, at, at);
        self.items[stray].value = at..end;
        self.items[stray].style = Style::Plain;
        end
    }

    fn push(&mut self, around: usize, name: Name, start: usize, after: usize) -> usize {
        let item = Item {
            around: Some(around),
            name,
            start,
            column: usize::MAX,
            after,
            value: after..after,
            style: Style::Absent,
        };
        self.items.push(item);
        self.items.len() - 1
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied().filter(|_| at < self.limit)
    }

    /// Skips white space and comments. Only ASCII white space counts here and where ends are trimmed: others are characters of a text.
    fn skip(&self, mut at: usize) -> usize {
        while let Some(byte) = self.byte(at) {
            match byte {
                b'#' if at > 0 && self.text.as_bytes()[at - 1].is_ascii_whitespace() => {
                    while self.byte(at).is_some_and(|byte| byte != b'\n') {
                        at += 1;
                    }
                }
                byte if byte.is_ascii_whitespace() => at += 1,
                _ => break,
            }
        }
        at
    }

    fn plain_end(&self, at: usize) -> usize {
        self.end_at(at, |byte, _| matches!(byte, b',' | b']' | b'}' | b'\n'))
    }

    fn key_end(&self, at: usize) -> usize {
        let ends =
            |next: Option<u8>| next.is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b',' | b']' | b'}'));
        self.end_at(at, |byte, next| matches!(byte, b',' | b']' | b'}' | b'\n') || (byte == b':' && ends(next)))
    }

    fn end_at(&self, at: usize, ends: impl Fn(u8, Option<u8>) -> bool) -> usize {
        let mut end = at;
        while let Some(byte) = self.byte(end)
            && !ends(byte, self.byte(end + 1))
        {
            end += 1;
        }
        at + self.text[at..end].trim_ascii_end().len()
    }

    fn trimmed(&self, at: usize) -> usize {
        self.text[..at].trim_ascii_end().len()
    }
}

#[cfg(test)]
mod tests {
    use crate::notes::yaml::tolerant::Outline;

    #[test]
    fn unusual_spaces_are_characters_of_a_text() {
        let values = |text: &str| {
            let outline = Outline::new(text);
            outline.values(outline.field(None, "l").unwrap())
        };
        for space in ['\u{a0}', '\u{85}', '\u{2028}', '\u{3000}'] {
            assert_eq!(values(&format!("l: [a{space}, b]\n")).len(), 2, "{space:?}");
            assert_eq!(values(&format!("l: [{space}, b{space}")).len(), 2, "{space:?}");
            assert_eq!(values(&format!("l: [\"a\"{space}, b]\n")).last().unwrap(), "b", "{space:?}");
            assert_eq!(values(&format!("l: [[a]{space}, b]\n")).last().unwrap(), "b", "{space:?}");
            // No offset is in the middle of a character, wherever the brackets are.
            for text in ["l: {a~: b~, c~}\n", "l: {\"a\"~: b~", "l: {~", "l: [~{~a~:~[~b~]~}~", "l: ['a~, b~"] {
                let text = text.replace('~', &space.to_string());
                let outline = Outline::new(&text);
                assert!(outline.items.iter().all(|item| text.get(item.value.clone()).is_some()), "{text:?}");
            }
        }
    }
}
