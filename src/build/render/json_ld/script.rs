//! JSON for a `script` element: [`script`], in which nothing can end the element or begin a comment.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::super::value::is_forbidden;

/// Room made for an object, in bytes.
const TYPICAL: usize = 2_048;

/// An object as the text of a `script` element.
pub(super) fn script(object: &impl Serialize) -> String {
    let mut out = Vec::with_capacity(TYPICAL);
    let written = object.serialize(&mut Serializer::with_formatter(&mut out, ScriptFormatter));
    written.expect("the objects hold nothing that JSON cannot, and writing to memory does not fail");
    String::from_utf8(out).expect("JSON is written as UTF-8")
}

/// Escapes while writing. Only strings can hold what has a meaning in HTML, and serde_json escapes control characters below U+0020.
struct ScriptFormatter;

impl Formatter for ScriptFormatter {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = first_suspect(rest) {
            let end = at + c.len_utf8();
            if is_escaped(c) {
                writer.write_all(&rest.as_bytes()[..at])?;
                // All of these have at most four digits.
                write!(writer, "\\u{:04x}", u32::from(c))?;
            } else {
                writer.write_all(&rest.as_bytes()[..end])?;
            }
            rest = &rest[end..];
        }
        writer.write_all(rest.as_bytes())
    }
}

/// The first character that may have to be escaped, with its place in bytes.
fn first_suspect(text: &str) -> Option<(usize, char)> {
    // In UTF-8, C2, E2 and EF are the first bytes of those beyond ASCII.
    let suspect = |byte| matches!(byte, b'<' | b'>' | b'&' | 0x7F | 0xC2 | 0xE2 | 0xEF);
    let at = text.bytes().position(suspect)?;
    text[at..].chars().next().map(|c| (at, c))
}

fn is_escaped(c: char) -> bool {
    matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}') || is_forbidden(c)
}

#[cfg(test)]
mod tests {
    use super::{first_suspect, is_escaped, script};

    #[test]
    fn nothing_ends_the_script_element() {
        let text = "é “a” </script><!--\u{2028}&\u{7F}\u{9F}\u{FFFE}\u{0}\u{85}\u{A0}\u{FFFD}z";
        let json = script(&serde_json::json!({ text: [text] }));
        assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{7F}', '\u{9F}', '\u{FFFE}']));
        assert!(json.contains("\\u003c/script\\u003e\\u003c!--\\u2028\\u0026\\u007f\\u009f\\ufffe\\u0000"));
        let back: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back[text][0], text);
    }

    #[test]
    fn every_character_that_is_escaped_is_suspected() {
        let escaped = (0x20..=0x10_FFFF).filter_map(char::from_u32).filter(|c| is_escaped(*c));
        for c in escaped {
            assert_eq!(first_suspect(&format!("a{c}")), Some((1, c)), "{c:?}");
        }
    }
}
