//! The title of a page's article: [`titles`] is what the page says, [`title`] what readers see of it.

use super::about::About;
use super::elements::{is_block, is_invisible};
use super::json_ld::JsonLd;
use super::meta::{clean, meta};
use super::page::SavedPage;

/// What the page says its title is, for finding its headline.
pub(super) fn titles(page: &SavedPage) -> Vec<String> {
    let json_ld = JsonLd::of(page);
    [
        json_ld.text("headline"),
        meta(page, &["og:title", "citation_title", "dc.title", "dcterms.title", "parsely-title", "twitter:title"]),
        page.elements(&["title"]).next().and_then(|node| clean(&page.text_content(node))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The headline that readers see, else a title of the page, without the name of its publisher.
pub(super) fn title(about: &About<'_>) -> Option<String> {
    let page = about.page;
    let stated: Vec<String> = titles(page).iter().map(|title| without_publisher(title, about)).collect();
    let headline = about.region.headline.and_then(|node| headline_text(page, node));
    if let Some(headline) = headline {
        return Some(without_kicker(headline, &stated));
    }
    // A headline that no title repeats is one if it stands above the text, and is the only one.
    let above = page.elements(&["h1"]).filter(|node| !about.visible.is_hidden(*node)).collect::<Vec<_>>();
    let only = match above.as_slice() {
        [one] if *one < about.first_prose() => headline_text(page, *one),
        _ => None,
    };
    let json_ld = about.json_ld.text("headline");
    json_ld
        .or_else(|| only.filter(|title| title.contains(' ')))
        .or_else(|| stated.first().cloned())
        .or_else(|| page.elements(&["h1"]).find_map(|node| clean(&page.text_content(node))))
}

/// The words of a headline, without a line above them that is marked as such.
fn headline_text(page: &SavedPage, headline: usize) -> Option<String> {
    const KICKERS: [&str; 14] = [
        "kicker",
        "overline",
        "topline",
        "roofline",
        "dachzeile",
        "pretitle",
        "spitzmarke",
        "supertitle",
        "headline-prefix",
        "eyebrow",
        "antetitulo",
        "subline",
        "category",
        "rubrik",
    ];
    let kicker = |node: usize| {
        ["class", "id", "itemprop"].iter().filter_map(|name| page.attribute(node, name)).any(|value| {
            let value = value.to_ascii_lowercase();
            KICKERS.iter().any(|kicker| value.contains(kicker)) || value.contains("intro")
        })
    };
    let mut text = String::new();
    let mut after = 0;
    for node in page.descendants(headline) {
        if node < after {
            continue;
        }
        if kicker(node) || is_invisible(page.name(node)) {
            after = page.descendants(node).end;
        } else if let Some(words) = page.text(node) {
            text.push_str(words);
        } else {
            text.push_str(if is_block(page.name(node)) || page.name(node) == "br" { " " } else { "" });
        }
    }
    clean(&text).or_else(|| clean(&page.text_content(headline)))
}

/// A headline begins with a line of its own that no title of the page has.
fn without_kicker(headline: String, stated: &[String]) -> String {
    let shorter = stated.iter().find(|title| {
        title.chars().count() >= 15 && title.len() < headline.len() && headline.ends_with(title.as_str())
    });
    shorter.cloned().unwrap_or(headline)
}

/// A title without the name of the publisher or of the site before or after it.
fn without_publisher(title: &str, about: &About<'_>) -> String {
    let fold =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let publisher = about.publisher.as_deref().map(fold).unwrap_or_default();
    let host = about.host().map(|host| fold(host.trim_start_matches("www."))).unwrap_or_default();
    let label =
        about.host().and_then(|host| host.trim_start_matches("www.").split('.').next().map(fold)).unwrap_or_default();
    let names_site = |part: &str| {
        // Sites without any other name have that of their domain.
        let is_domain = part.split_once('.').is_some_and(|(name, top)| {
            let letters = |part: &str| part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            name.len() >= 3
                && letters(name)
                && matches!(top.len(), 2..=3)
                && top.chars().all(|c| c.is_ascii_alphabetic())
        });
        let part = fold(part);
        !part.is_empty()
            && (is_domain
                || part == publisher
                || part == host
                || part == label
                || part.len() >= 3 && host.starts_with(&part))
    };
    for sign in [" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " • ", " │ ", ": "] {
        let halves = [title.rsplit_once(sign).filter(|_| sign != ": "), title.split_once(sign).map(|(a, b)| (b, a))];
        for (rest, name) in halves.into_iter().flatten() {
            if names_site(name) && !rest.trim().is_empty() {
                return without_publisher(rest.trim(), about);
            }
        }
    }
    title.to_owned()
}
