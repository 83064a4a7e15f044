//! Small helpers to build the values that templates see. Tera's values are shared by reference count, so what many pages show is built
//! once and inserted into each page's context.

use std::ops::Range;

use tera::{Context, Map, Value};

use crate::model::Date;
use crate::model::locale::Locale;
use citeback_quote::text::fold::{is_direction, without_directions};

/// What a template sees: names with their values, in the order in which they are documented.
#[derive(Debug, Default)]
pub(super) struct TemplateContext(Vec<(&'static str, Value)>);

impl TemplateContext {
    pub fn insert(&mut self, name: &'static str, value: Value) {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, value));
    }

    pub fn into_context(self) -> Context {
        let mut context = Context::new();
        for (name, value) in self.0 {
            context.insert_value(name, value);
        }
        context
    }

    pub fn into_value(self) -> Value {
        Value::from(self.0.into_iter().map(|(name, value)| (name.into(), value)).collect::<Map>())
    }
}

/// Fields of an object in the order in which they are documented.
pub(super) fn object<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::from(map(fields))
}

pub(super) fn map<const N: usize>(fields: [(&'static str, Value); N]) -> Map {
    let mut map = Map::with_capacity(N);
    for (name, value) in fields {
        map.insert(name.into(), value);
    }
    map
}

/// A text that templates escape. Characters that XML forbids (XML 1.0, section 2.2), and HTML calls errors, are replaced: one of them
/// would make a feed unreadable as a whole. Those that turn the direction of what follows are left out: a name would be read backwards.
pub(super) fn text(text: &str) -> Value {
    // Characters that turn the direction begin with the byte E2.
    let suspect = |byte| may_begin_unwritable(byte) | (byte == 0xE2);
    if !suspect_blocks(text.as_bytes(), suspect).any(|_| true) || !text.contains(|c| is_forbidden(c) || is_direction(c))
    {
        Value::normal_string(text)
    } else {
        Value::normal_string(&without_directions(text).replace(is_forbidden, "\u{FFFD}"))
    }
}

/// Whether a character has no place in XML, nor in HTML.
pub(super) fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Replaces characters that no page may hold in what was rendered: those of captured articles and raw HTML come by other ways than
/// [`text`].
pub(super) fn replace_forbidden(rendered: &mut Vec<u8>) {
    let found = suspect_blocks(rendered, may_begin_unwritable)
        .any(|block| block.into_iter().any(|at| begins_unwritable(&rendered[at..])));
    if found && let Ok(text) = std::str::from_utf8(rendered) {
        *rendered = text.replace(is_unwritable, "\u{FFFD}").into_bytes();
    }
}

/// Bytes that are looked at together, in vector registers.
const BLOCK: usize = 64;

/// The blocks of a text, as ranges, that hold a suspect byte. `suspect` must not branch, so that whole blocks are compared at once.
fn suspect_blocks(bytes: &[u8], suspect: impl Fn(u8) -> bool) -> impl Iterator<Item = Range<usize>> {
    let blocks = bytes.chunks(BLOCK).enumerate();
    blocks
        .filter(move |(_, block)| block.iter().fold(false, |found, byte| found | suspect(*byte)))
        .map(|(i, block)| i * BLOCK..i * BLOCK + block.len())
}

/// Whether a byte can be the first of a character that is not written. In UTF-8 the second control block begins with the byte C2, the two
/// noncharacters with EF.
// Called for each byte: as a call of its own, blocks would not be compared at once.
#[inline(always)]
fn may_begin_unwritable(byte: u8) -> bool {
    let control = (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
    control | (byte == 0x7F) | (byte == 0xC2) | (byte == 0xEF)
}

/// Whether UTF-8 begins with a character that [`is_unwritable`].
fn begins_unwritable(utf8: &[u8]) -> bool {
    match utf8 {
        [0xC2, second, ..] => (0x80..=0x9F).contains(second),
        [0xEF, second, third, ..] => *second == 0xBF && *third >= 0xBE,
        [first, ..] => may_begin_unwritable(*first),
        [] => false,
    }
}

/// As [`is_forbidden`], and the one control character that XML allows and HTML does not.
fn is_unwritable(c: char) -> bool {
    c == '\u{85}' || is_forbidden(c)
}

/// HTML that this program wrote, which templates must not escape again.
pub(super) fn html(html: &str) -> Value {
    Value::safe_string(html)
}

/// A text, or none: never undefined, so that a template may ask for it.
pub(super) fn maybe(value: Option<&str>) -> Value {
    value.map_or_else(Value::none, text)
}

pub(super) fn maybe_date(value: Option<Date>, locale: &Locale) -> Value {
    value.map_or_else(Value::none, |value| date(value, locale))
}

pub(super) fn date(date: Date, locale: &Locale) -> Value {
    object([("iso", Value::from(date.iso())), ("text", text(&locale.date(date)))])
}

pub(super) fn list(values: impl IntoIterator<Item = Value>) -> Value {
    Value::from(values.into_iter().collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::{begins_unwritable, is_unwritable, replace_forbidden};

    #[test]
    fn bytes_and_characters_are_judged_alike() {
        for c in (0..=0x1_0400).chain([0x10_FFFF]).filter_map(char::from_u32) {
            assert_eq!(begins_unwritable(c.to_string().as_bytes()), is_unwritable(c), "{c:?}");
        }
    }

    #[test]
    fn forbidden_characters_are_replaced_wherever_they_are() {
        for at in 0..200 {
            for forbidden in ["\0", "\u{7F}", "\u{85}", "\u{9F}", "\u{FFFF}"] {
                let (before, after) = ("é\n”\u{A0}\u{FFFD}a".repeat(at), "b\t".repeat(40));
                let mut rendered = format!("{before}{forbidden}{after}").into_bytes();
                replace_forbidden(&mut rendered);
                assert_eq!(rendered, format!("{before}\u{FFFD}{after}").into_bytes());
            }
        }
    }
}
