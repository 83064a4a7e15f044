//! Small helpers to build the values that templates see. Tera's values are shared by reference count, so what many pages show is built
//! once and inserted into each page's context.

use std::collections::BTreeMap;

use tera::value::Key;
use tera::{Context, Map, Value};

use crate::model::locale::Locale;
use crate::model::{Date, Extra};
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
pub(super) fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let fields = fields.into_iter().enumerate().map(|(position, (name, value))| (Field { position, name }, value));
    Value::from(fields.collect::<BTreeMap<_, _>>())
}

/// The name of a field, in order by its position. Tera makes a map of its own of any other map, so one that hashes names would hash each
/// twice.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Field {
    position: usize,
    name: &'static str,
}

impl From<Field> for Key<'static> {
    fn from(field: Field) -> Self {
        field.name.into()
    }
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
    if is_plain(text.as_bytes()) || !text.contains(|c| is_forbidden(c) || is_direction(c)) {
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
    if holds_unwritable(rendered)
        && let Ok(text) = std::str::from_utf8(rendered)
    {
        *rendered = text.replace(is_unwritable, "\u{FFFD}").into_bytes();
    }
}

/// Bytes that are looked at together, in vector registers.
const BLOCK: usize = 32;

/// Whether a text has no byte with which a character begins that is replaced or left out; those that turn the direction begin with E2.
fn is_plain(utf8: &[u8]) -> bool {
    let suspect = |byte: u8| may_begin_unwritable(byte) | (byte == 0xE2);
    let (blocks, rest) = utf8.as_chunks::<BLOCK>();
    blocks.iter().all(|block| !any(block, suspect)) && !rest.iter().any(|byte| suspect(*byte))
}

/// Whether UTF-8 holds a character that [`is_unwritable`]. Only blocks with a suspect byte are looked at byte by byte.
fn holds_unwritable(utf8: &[u8]) -> bool {
    let (blocks, rest) = utf8.as_chunks::<BLOCK>();
    let begins = |at: usize| may_begin_unwritable(utf8[at]) && begins_unwritable(&utf8[at..]);
    let mut suspect = blocks.iter().enumerate().filter(|(_, block)| any(block, may_begin_unwritable));
    suspect.any(|(i, _)| (i * BLOCK..(i + 1) * BLOCK).any(begins)) || (utf8.len() - rest.len()..utf8.len()).any(begins)
}

/// Whether any byte of a block is suspect. Nothing here branches, so that the bytes are compared all at once.
#[inline]
fn any(block: &[u8; BLOCK], suspect: impl Fn(u8) -> bool) -> bool {
    block.iter().fold(0, |found, byte| found | u8::from(suspect(*byte))) != 0
}

/// Whether a byte can be the first of a character that is not written. In UTF-8 the second control block begins with the byte C2, the two
/// noncharacters with EF.
#[inline]
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

/// Data of the newsroom's own: its texts are escaped as all others are.
pub(super) fn extra(extra: &Extra) -> Value {
    fields(&extra.0)
}

/// A value of any shape, with its texts to be escaped.
fn free_form(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::none(),
        serde_json::Value::Bool(value) => Value::from(*value),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(number) => Value::from(number),
            None => number.as_f64().map_or_else(Value::none, Value::from),
        },
        serde_json::Value::String(given) => text(given),
        serde_json::Value::Array(values) => list(values.iter().map(free_form)),
        serde_json::Value::Object(given) => fields(given),
    }
}

/// Named values of any shape.
pub(super) fn fields(given: &serde_json::Map<String, serde_json::Value>) -> Value {
    Value::from(given.iter().map(|(name, value)| (Key::from(name.clone()), free_form(value))).collect::<Map>())
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
