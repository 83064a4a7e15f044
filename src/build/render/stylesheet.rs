//! citeback.css: the theme's stylesheet with what brief.yaml changes of it at the end. Entry point: [`stylesheet`].

mod settings;

use crate::model::Brief;

/// The theme's stylesheet with what the brief changes after it. It is published without its comments and indentation, which are for those
/// who read its source.
pub(super) fn stylesheet(css: &str, brief: &Brief) -> Vec<u8> {
    let mut out = bare(css);
    let theme = &brief.theme;
    let parts = [
        (theme.logo.is_some(), include_str!("stylesheet/logo.css")),
        (theme.wide_header, include_str!("stylesheet/wide.css")),
    ];
    out.extend(parts.into_iter().filter(|(is_used, _)| *is_used).map(|(_, part)| bare(part)));
    after(out, &settings::settings(brief))
}

/// The stylesheet of embedded claims with the brief's own colours after it.
pub(super) fn embed_stylesheet(css: &[u8], brief: &Brief) -> Vec<u8> {
    let settings = settings::embedded(brief);
    if settings.is_empty() { css.to_vec() } else { after(String::from_utf8_lossy(css).into_owned(), &settings) }
}

fn after(css: String, settings: &str) -> Vec<u8> {
    if settings.is_empty() { css.into_bytes() } else { format!("{}\n{settings}", css.trim_end()).into_bytes() }
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

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn bare_css_means_the_same() {
        let css = "/* A */\na :hover ,\n  b{ c : calc(1px + 2px) ; d: \"/* x ;  */\" }\n@media (a) {\n  e { f: url('x { y'); }\n}\n";
        assert_eq!(bare(css), "a :hover,b{c :calc(1px + 2px);d:\"/* x ;  */\"}@media (a){e{f:url('x { y')}}");
        assert!(bare(include_str!("../../../static/citeback.css")).len() < 29_200, "the stylesheet is to stay light");
    }
}
