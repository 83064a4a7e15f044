//! The values of `meta` elements: [`meta`] and [`metas`], and [`clean`] for all values of one line.

use super::page::SavedPage;
use citeback_quote::text::single_spaced;

/// The values of `meta` elements with these names, in the order of `names`.
pub(super) fn metas<'a>(page: &'a SavedPage, names: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    names.iter().flat_map(move |wanted| {
        page.elements(&["meta"]).filter_map(move |node| {
            let named = ["property", "name", "itemprop"]
                .iter()
                .any(|key| page.attribute(node, key).is_some_and(|name| name.trim().eq_ignore_ascii_case(wanted)));
            page.attribute(node, "content").filter(|_| named).and_then(clean)
        })
    })
}

pub(super) fn meta(page: &SavedPage, names: &[&str]) -> Option<String> {
    metas(page, names).next()
}

/// A value on one line; `None` if it is empty, or longer than any name or title.
pub(super) fn clean(text: &str) -> Option<String> {
    let text: String = single_spaced(text)
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}' | '\u{AD}'))
        .collect();
    (!text.is_empty() && text.len() <= 2_000).then_some(text)
}
