//! What the names of a box say about it: [`named`]. Classes and ids are a hint and never decide alone: pages about consent, modal shift
//! or the minister's comments have such names, too.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::page::SavedPage;

/// What a part of a page is, if it is not the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Comments,
    Related,
    Sharing,
    SignUp,
    Notice,
    Advertisement,
    Author,
    Navigation,
    Details,
    Caption,
}

/// How clearly a name says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Clarity {
    /// Among other words, which may change its meaning.
    Weak,
    /// With nothing but words of structure.
    Clear,
}

/// The words that name each part.
const WORDS: [(Part, &str); 10] = [
    (
        Part::Comments,
        "comment comments commentlist commentarea kommentar kommentare comentario comentarios commentaire commentaires commenti \
         disqus respond reactions leserkommentare replies commentform",
    ),
    (
        Part::Related,
        "related relacionadas relacionados verwandt verwandte similar recommended recommend recommendations recommendation \
         empfehlungen teaser teasers trending popular mostread meistgelesen readmore latest recent upnext crosslinks readalso \
         seealso teaserbox linklist linktipps suggested suggestions recirc recirculation morefrom bestof carousel slider rp \
         relatedposts",
    ),
    (
        Part::Sharing,
        "share sharing shares shariff social socials sharedaddy addthis addtoany sharethis follow followus likes rating ratings \
         bookmarks sharebar socialmedia ssba vote socialbar feedback",
    ),
    (
        Part::SignUp,
        "newsletter newsletters subscribe subscription subscriptions signup paywall abo login register registration donate \
         donation spenden promo promos promotion cta offer offers membership regwall optin leadgen support",
    ),
    (
        Part::Notice,
        "cookie cookies consent gdpr dsgvo privacy cookiebar cookiebanner popup modal overlay alert lightbox dialog",
    ),
    (
        Part::Advertisement,
        "ad ads advert adverts advertisement advertising anzeige anzeigen werbung sponsor sponsored sponsors outbrain taboola \
         plista adslot banner banners affiliate affiliates shop skyscraper",
    ),
    (
        Part::Author,
        "author authors authorbox bio biography autor autoren autorenbox contributor contributors byline vcard aboutauthor",
    ),
    (
        Part::Navigation,
        "nav navi navigation navbar menu submenu breadcrumb breadcrumbs pagination pager sidebar widget widgets toolbar tools \
         tags taglist tagcloud topics keywords categories footer colophon masthead topbar search searchform sitemap backlink \
         prevnext next prev previous pagenav skip tag marginal marginale rail sponsorbar toc",
    ),
    (
        Part::Details,
        "meta metadata postmeta date credit credits copyright timestamp license licence print lizenz disclaimer postinfo \
         loading placeholder impressum counter views kicker",
    ),
    (
        Part::Caption,
        "caption captions bildunterschrift bildtext dida didascalia legende imagecaption photocaption subtitle",
    ),
];

/// Words of structure, which say nothing about what a box contains.
const STRUCTURE: &str = "area list section wrapper container box boxes block blocks wrap content contents inner outer title form count thread \
    template single main left right top bottom header head heading headline body row col column columns item items group \
    module component view views region panel post posts article articles entry page site story stories news link links \
    line bar button buttons icon icons text default theme small large desktop mobile sticky fixed float clearfix primary \
    secondary media image images standard field type description info information dropdown notice note label extra \
    elements element lists inline aside sub other card cards grid feed name reference entity hidden visible collection \
    slot picture photo img figure foto bild credit desc html footer summary about profile details detail node frame layout \
    above below after before full";

/// Beginnings of classes that describe what the page has or is about, and name no part of it.
const DESCRIPTIONS: &[&str] =
    &["has-", "with-", "no-", "is-", "article-with", "category-", "tag-", "cat-", "not-", "single-", "format-"];

/// What the classes and the id of an element say it is, the clearest first.
pub(super) fn named(page: &SavedPage, node: usize) -> Option<(Part, Clarity)> {
    let names = ["class", "id"].into_iter().filter_map(|attribute| page.attribute(node, attribute));
    names
        .flat_map(str::split_ascii_whitespace)
        .filter_map(|name| part_of(name, page.name(node) == "body"))
        .max_by_key(|(part, clarity)| (*clarity, std::cmp::Reverse(*part)))
}

fn part_of(name: &str, body: bool) -> Option<(Part, Clarity)> {
    if body {
        return None;
    }
    let words = words(name);
    let found = words.iter().find_map(|word| part(word))?;
    let described = DESCRIPTIONS.iter().any(|prefix| name.starts_with(prefix));
    let clear = words.iter().all(|word| {
        word.len() <= 3
            || word.contains(|c: char| c.is_ascii_digit())
            || STRUCTURAL.contains(&**word)
            || part(word).is_some()
    });
    match (clear, described) {
        (true, false) => Some((found, Clarity::Clear)),
        (false, false) => Some((found, Clarity::Weak)),
        _ => None,
    }
}

/// Of each word of a part, which part it is.
static PARTS: LazyLock<HashMap<&str, Part>> = LazyLock::new(|| {
    // Of a word that names two parts, the first.
    let words = WORDS.iter().rev().flat_map(|(part, words)| words.split(' ').map(|word| (word, *part)));
    words.collect()
});

static STRUCTURAL: LazyLock<HashSet<&str>> = LazyLock::new(|| STRUCTURE.split(' ').collect());

fn part(word: &str) -> Option<Part> {
    PARTS.get(word).copied()
}

/// Whether an element is named after what articles are made of.
pub(super) fn is_named_article(page: &SavedPage, node: usize) -> bool {
    let names = ["class", "id", "itemprop"].into_iter().filter_map(|attribute| page.attribute(node, attribute));
    names.flat_map(str::split_ascii_whitespace).any(|name| {
        let words = words(name);
        words.iter().any(|word| {
            matches!(
                &**word,
                "article"
                    | "story"
                    | "entry"
                    | "post"
                    | "articlebody"
                    | "richtext"
                    | "text"
                    | "copytext"
                    | "prose"
                    | "bodytext"
            )
        }) && words.iter().all(|word| part(word).is_none())
    })
}

/// The words of a class or id, in lower case: `SocialShare--top` is social, share and top.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && after_lower) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_ascii_alphanumeric(), words.last_mut()) {
            word.push(c.to_ascii_lowercase());
        }
        after_lower = c.is_ascii_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}
