//! What is known about text as such: folding, word boundaries, sentences. No I/O, no sources, no claims.
//!
//! All offsets in here are bytes into UTF-8 text, start inclusive, end exclusive; what leaves the
//! program counts Unicode code points instead (see [`code_points`]).

pub mod boundary;
pub mod fold;
pub mod loose;
pub mod quotation;
pub mod reading_text;
pub mod sentence;

use std::ops::Range;

/// Bytes of context on each side of words that are shown in their context.
const CONTEXT: usize = 40;

/// Turns a byte range of `text` into a range of Unicode code points, as the W3C Web Annotation
/// `TextPositionSelector` wants them (start inclusive, end exclusive).
pub fn code_points(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].chars().count();
    start..start + text[range.clone()].chars().count()
}

/// Collapses every run of white space into one space and trims both ends.
pub fn single_spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Shortens `text` to about `limit` code points at a word boundary, with an ellipsis when something was cut.
pub fn shortened(text: &str, limit: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    let head = &text[..cut];
    let end = match head.rfind(char::is_whitespace) {
        Some(space) if space > cut / 2 => space,
        _ => cut,
    };
    format!("{}…", head[..end].trim_end())
}

/// The longest name that [`slug`] gives, in bytes, so that it fits a file name.
const MAX_SLUG: usize = 120;

/// A name for a tag in addresses: its letters and figures in lower case, with single hyphens for all else. Letters of every script are
/// kept, so the result may need percent-encoding in a URL. A long one is cut and ends in a checksum of the whole.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in fold::nfc(text).chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || (!slug.is_empty() && !slug.ends_with('-') && fold::is_mark(c)) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.len() > MAX_SLUG {
        let checksum = blake3::hash(slug.as_bytes()).to_hex();
        let end = (0..=MAX_SLUG).rev().find(|at| slug.is_char_boundary(*at)).unwrap_or(0);
        slug.truncate(end);
        slug = format!("{}-{}", slug.trim_end_matches('-'), &checksum[..8]);
    }
    slug
}

/// The words of a passage with some of what stands around them, on one line.
pub fn in_context(text: &str, span: &Range<usize>) -> String {
    let mut start = span.start.saturating_sub(CONTEXT);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (span.end + CONTEXT).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = single_spaced(&text[start..span.start]);
    let after = single_spaced(&text[span.end..end]);
    let space_before = text[..span.start].ends_with(char::is_whitespace) && !before.is_empty();
    let space_after = text[span.end..].starts_with(char::is_whitespace) && !after.is_empty();
    format!(
        "{}{before}{}»{}«{}{after}{}",
        if start > 0 { "…" } else { "" },
        if space_before { " " } else { "" },
        shortened(&single_spaced(&text[span.clone()]), 80),
        if space_after { " " } else { "" },
        if end < text.len() { "…" } else { "" },
    )
}

/// What stands between typographic quotation marks, when a text is in such marks as a whole.
pub fn in_marks(text: &str) -> Option<&str> {
    const MARKS: [char; 14] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '‹', '›', '「', '」', '＂'];
    let inside = text.trim().strip_prefix(MARKS)?.strip_suffix(MARKS)?.trim();
    (!inside.is_empty() && !inside.contains(MARKS)).then_some(inside)
}

/// A text as a YAML scalar: plain where that is safe, else in double quotes. What no file may hold as it is (YAML 1.2, section 5.1) is
/// escaped.
pub fn yaml_text(text: &str) -> String {
    let plain = text.starts_with(char::is_alphabetic)
        && !text.contains([':', '#', '"', '\'', '\\'])
        && !text.contains(is_unprintable)
        && !text.ends_with(' ')
        && !matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    if plain {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_unprintable(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

/// Controls, line ends that are none to everybody, and the byte order mark.
fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// A path as part of an address: every byte percent-encoded but letters, figures, `-._~` and `/` (RFC 3986, section 2).
pub fn percent_encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Escapes text for HTML content and for attribute values in double quotes.
pub fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::{code_points, escape, in_context, percent_encoded, shortened, single_spaced, slug, yaml_text};

    #[test]
    fn slugs_are_lower_case_words() {
        assert_eq!(slug("Cyber-crime & sanctions!"), "cyber-crime-sanctions");
        assert_eq!(slug("../.."), "");
        assert_eq!(slug("日本 語"), "日本-語");
    }

    #[test]
    fn positions_count_code_points() {
        assert_eq!(code_points("día 🌍 x", &(5..9)), 4..5);
    }

    #[test]
    fn runs_of_white_space_become_one_space() {
        assert_eq!(single_spaced("  a\n\n b\tc "), "a b c");
    }

    #[test]
    fn long_text_is_cut_between_words() {
        assert_eq!(shortened("one two three four", 9), "one two…");
        assert_eq!(shortened("one two", 9), "one two");
    }

    #[test]
    fn shows_words_in_their_context() {
        assert_eq!(in_context("One two three.", &(4..7)), "One »two« three.");
    }

    #[test]
    fn quotes_what_yaml_would_misread() {
        assert_eq!(yaml_text("plain words, yes"), "plain words, yes");
        assert_eq!(yaml_text("He said: \"no\""), "\"He said: \\\"no\\\"\"");
        assert_eq!(yaml_text("- x"), "\"- x\"");
        assert_eq!(yaml_text("true"), "\"true\"");
        assert_eq!(yaml_text("a\0\u{1B}b\r\u{FEFF}"), "\"a\\u0000\\u001Bb\\u000D\\uFEFF\"");
    }

    #[test]
    fn paths_are_percent_encoded() {
        assert_eq!(percent_encoded("a b/é-1.yaml"), "a%20b/%C3%A9-1.yaml");
    }

    #[test]
    fn escapes_what_could_leave_text_or_attribute() {
        let mut out = String::new();
        escape("<a title=\"x\">'&'</a>é", &mut out);
        assert_eq!(out, "&lt;a title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;é");
    }
}
