//! Markdown in its two roles: captured articles, which are hostile and must be shown unaltered ([`article`], [`reading`]), and the
//! newsroom's own prose ([`prose`]). CommonMark with tables and strikethrough; smart punctuation is off in both.

pub mod article;
pub mod highlight;
mod html;
pub mod prose;
pub mod reading;
pub mod source_map;

use pulldown_cmark::{HeadingLevel, Options};

/// Extensions to CommonMark.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// Whether a link may be published: http, https and mailto only.
pub fn is_safe_link(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else {
        return false;
    };
    let scheme_is = |name: &str| scheme.eq_ignore_ascii_case(name);
    !rest.is_empty() && (scheme_is("mailto") || ((scheme_is("http") || scheme_is("https")) && rest.starts_with("//")))
}

/// Normalises heading levels below the page's own heading: the first is `base`, and none skips a level.
struct Outline {
    base: usize,
    open: Vec<HeadingLevel>,
}

impl Outline {
    fn new(base: usize) -> Self {
        Outline { base, open: vec![] }
    }

    fn level(&mut self, written: HeadingLevel) -> HeadingLevel {
        while self.open.last().is_some_and(|open| *open >= written) {
            self.open.pop();
        }
        self.open.push(written);
        self.current()
    }

    /// The level of the current heading.
    fn current(&self) -> HeadingLevel {
        let level = (self.base + self.open.len().saturating_sub(1)).min(6);
        HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6)
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe_link;

    #[test]
    fn only_web_and_mail_links_are_safe() {
        for url in ["http://a.b", "HTTPS://a.b/c", "mailto:a@b.c"] {
            assert!(is_safe_link(url), "{url}");
        }
        for url in ["javascript:alert(1)", " javascript:1", "//a.b", "a/b", "data:text/html,x", "https:", "http:a"] {
            assert!(!is_safe_link(url), "{url}");
        }
    }
}
