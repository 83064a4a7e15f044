//! Escaping text for HTML and for URLs: [`escape`], [`escape_text`], [`percent_encoded`].

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is encoded in the path of a URL: everything but the unreserved characters and `/` (RFC 3986, section 2.3).
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Escapes text for HTML content and for attribute values in double quotes.
pub fn escape(text: &str, out: &mut String) {
    replace(text, out, |byte| match byte {
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => entity(byte),
    });
}

/// Escapes text for HTML content alone, where quotation marks mean nothing.
pub fn escape_text(text: &str, out: &mut String) {
    replace(text, out, entity);
}

/// What stands for a byte that would be markup.
fn entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    }
}

/// Writes a text with other words in place of some of its ASCII characters.
#[inline]
fn replace(text: &str, out: &mut String, entity: impl Fn(u8) -> Option<&'static str>) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(entity) = entity(byte) {
            out.push_str(&text[from..at]);
            out.push_str(entity);
            from = at + 1;
        }
    }
    out.push_str(&text[from..]);
}

/// A path as part of a URL: every byte percent-encoded except letters, digits, `-._~` and `/` (RFC 3986, section 2).
pub fn percent_encoded(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

#[cfg(test)]
mod tests {
    use super::{escape, escape_text, percent_encoded};

    #[test]
    fn escapes_what_could_leave_text_or_attribute() {
        let mut out = String::new();
        escape("<a title=\"x\">'&'</a>é", &mut out);
        assert_eq!(out, "&lt;a title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;é");
    }

    #[test]
    fn escapes_what_could_leave_text() {
        let mut out = String::new();
        escape_text("<a title=\"x\">'&'</a>é", &mut out);
        assert_eq!(out, "&lt;a title=\"x\"&gt;'&amp;'&lt;/a&gt;é");
    }

    #[test]
    fn paths_are_percent_encoded() {
        assert_eq!(percent_encoded("a b/é-1.yaml"), "a%20b/%C3%A9-1.yaml");
    }
}
