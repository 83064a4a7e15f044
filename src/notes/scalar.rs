//! Texts as YAML: [`yaml_text`].

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

#[cfg(test)]
mod tests {
    use super::yaml_text;

    #[test]
    fn quotes_what_yaml_would_misread() {
        assert_eq!(yaml_text("plain words, yes"), "plain words, yes");
        assert_eq!(yaml_text("He said: \"no\""), "\"He said: \\\"no\\\"\"");
        assert_eq!(yaml_text("- x"), "\"- x\"");
        assert_eq!(yaml_text("true"), "\"true\"");
        assert_eq!(yaml_text("a\0\u{1B}b\r\u{FEFF}"), "\"a\\u0000\\u001Bb\\u000D\\uFEFF\"");
    }
}
