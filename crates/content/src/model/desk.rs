//! The desk: what several briefs of one newsroom share, and where they are.

use url::Url;

use super::brief::{Organisation, Person};
use super::content_policy::ContentPolicy;
use super::language::Language;
use super::publishing::PublishTarget;
use super::theme_settings::ThemeSettings;
use super::verdict::Scale;
use crate::base::files::Span;

/// The contents of `desk.yaml`.
#[derive(Debug, Clone)]
pub struct Desk {
    pub title: String,
    /// For the head of pages.
    pub short_title: Option<String>,
    pub description: Option<String>,
    /// Where the desk will be published, with a trailing slash.
    pub base_url: Option<Url>,
    pub language: Option<Language>,
    pub organisation: Option<Organisation>,
    /// Where the briefs are, in the order in which they are written.
    pub briefs: Vec<BriefPattern>,
    pub people: Vec<Person>,
    pub scale: Option<Scale>,
    pub theme: ThemeSettings,
    pub policy: Option<ContentPolicy>,
    /// Whether the pages over all briefs have a search.
    pub search: bool,
    /// Sorted by name.
    pub publish: Vec<PublishTarget>,
}

/// What a site has to do with a desk, as its pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskLink {
    /// It is one of the briefs of the desk with this title.
    Brief { title: String },
    /// It is the desk itself.
    Itself {
        /// The pages that its navigation leads to, by the names of their files without `.html`.
        pages: Vec<&'static str>,
        /// The names of the briefs that readers can search.
        searched: Vec<String>,
    },
}

/// A path to a brief, relative to the desk, in which `*` stands for any part of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefPattern {
    pub parts: Vec<String>,
    /// Where it is written.
    pub at: Span,
}

impl BriefPattern {
    /// Whether it may stand for several folders.
    pub fn is_glob(&self) -> bool {
        self.parts.iter().any(|part| part.contains('*'))
    }

    /// Whether it stands for the folder at this path below the desk, with `/` between folders.
    pub fn matches(&self, path: &str) -> bool {
        let mut names = path.split('/');
        self.parts.iter().all(|part| names.next().is_some_and(|name| is_match(part, name))) && names.next().is_none()
    }
}

/// Whether a name is what a pattern with `*` stands for. As everywhere, `*` alone does not stand for a hidden name.
pub fn is_match(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    if start.is_empty() && name.starts_with('.') {
        return false;
    }
    let Some(mut left) = name.strip_prefix(start) else {
        return false;
    };
    let mut pieces = rest.split('*').peekable();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return left.ends_with(piece);
        }
        let Some(at) = left.find(piece) else {
            return false;
        };
        left = &left[at + piece.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_match;

    #[test]
    fn a_star_stands_for_any_part_of_a_name() {
        let cases = [("*", "bridge"), ("br*", "bridge"), ("*ge", "bridge"), ("b*d*e", "bridge"), ("bridge", "bridge")];
        assert!(cases.iter().all(|(pattern, name)| is_match(pattern, name)));
        let others = [("*", ".git"), ("b", "bridge"), ("*x", "bridge"), ("br*br", "br"), ("b*x*e", "bridge")];
        assert!(others.iter().all(|(pattern, name)| !is_match(pattern, name)));
    }
}
