//! Small helpers to build the values that templates see. Tera's values are shared by reference count, so what many pages show is built
//! once and inserted into each page's context.

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
    if !text.contains(|c| is_forbidden(c) || is_direction(c)) {
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
    // In UTF-8 the second control block begins with the byte C2, and the two noncharacters end in BE or BF.
    let suspect = |byte: &u8| matches!(byte, 0..=8 | 0xB | 0xC | 0xE..=0x1F | 0x7F | 0xC2 | 0xEF);
    if !rendered.iter().any(suspect) {
        return;
    }
    if let Ok(text) = std::str::from_utf8(rendered)
        && text.contains(is_unwritable)
    {
        *rendered = text.replace(is_unwritable, "\u{FFFD}").into_bytes();
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
