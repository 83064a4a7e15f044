//! citeback.css: the theme's stylesheet with what brief.yaml changes of it at the end. Entry point: [`stylesheet`].

use std::fmt::Write as _;

use crate::model::{Colour, ThemeSettings};

/// The grounds of the default stylesheet, on which an accent colour must be readable.
const LIGHT: Colour = Colour([0xfc, 0xfb, 0xf8]);
const DARK: Colour = Colour([0x16, 0x17, 0x1a]);

/// The theme's stylesheet with the brief's own colour and typefaces after it. It is published without its comments and indentation, which
/// are for those who read its source.
pub(super) fn stylesheet(css: &str, settings: &ThemeSettings) -> Vec<u8> {
    let mut out = bare(css).into_bytes();
    let declarations = declarations(settings);
    if !declarations.is_empty() {
        out.extend_from_slice(format!("\n:root {{{declarations} }}\n").as_bytes());
    }
    out
}

/// CSS without comments, with one space for many, and none beside braces, commas and semicolons. Strings stay as they are.
fn bare(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if c == '"' || c == '\'' {
            let end = rest[1..].find(c).map_or(rest.len(), |end| end + 2);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if c.is_whitespace() {
            rest = rest.trim_start();
            let beside = |c: Option<char>| c.is_none_or(|c| matches!(c, '{' | '}' | ',' | ';' | ' '));
            // After a colon a space means nothing; before one it may separate selectors.
            if !out.ends_with(':') && !beside(out.chars().next_back()) && !beside(rest.chars().next()) {
                out.push(' ');
            }
        } else {
            if c == '{' || c == '}' {
                // The last declaration of a block needs no semicolon, and a selector no space after it.
                out.truncate(out.trim_end_matches([' ', ';']).len());
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn declarations(settings: &ThemeSettings) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    if let Some(accent) = settings.accent {
        let (light, dark) = (accent.readable_on(LIGHT).hex(), accent.readable_on(DARK).hex());
        let _ = write!(out, " --accent: light-dark({light}, {dark});");
    }
    let fonts = [("--serif", &settings.text_font), ("--sans", &settings.label_font), ("--mono", &settings.code_font)];
    for (property, family) in fonts {
        if let Some(family) = family {
            let _ = write!(out, " {property}: {family};");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Colour, ThemeSettings, bare, stylesheet};

    #[test]
    fn what_the_brief_sets_comes_last_and_can_be_read() {
        let settings = ThemeSettings {
            accent: Colour::parse("#ffcc00"),
            label_font: Some("Inter, sans-serif".to_owned()),
            ..ThemeSettings::default()
        };
        let theme = "a { b: c; }";
        let css = String::from_utf8(stylesheet(theme, &settings)).unwrap();
        assert!(css.starts_with("a{b:c}\n:root { --accent: light-dark(#"), "{css}");
        assert!(css.ends_with(", #ffcc00); --sans: Inter, sans-serif; }\n"), "{css}");
        assert_eq!(stylesheet(theme, &ThemeSettings::default()), b"a{b:c}");
    }

    #[test]
    fn bare_css_means_the_same() {
        let css = "/* A */\na :hover ,\n  b{ c : calc(1px + 2px) ; d: \"/* x ;  */\" }\n@media (a) {\n  e { f: url('x { y'); }\n}\n";
        assert_eq!(bare(css), "a :hover,b{c :calc(1px + 2px);d:\"/* x ;  */\"}@media (a){e{f:url('x { y')}}");
        assert!(bare(include_str!("../../../static/citeback.css")).len() < 29_200, "the stylesheet is to stay light");
    }
}
