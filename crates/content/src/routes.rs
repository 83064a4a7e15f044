//! Addresses: every file of the site, relative to its root, and every anchor. No other module spells one.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::markdown::prose::Destination;
use crate::model::{Brief, Id};

/// All that is encoded in a part of an address (RFC 3986, section 2.1): everything but letters, digits and hyphens.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-');

pub const FRONT: &str = "index.html";
pub const NOT_FOUND: &str = "404.html";
pub const CLAIMS: &str = "claims.html";
pub const SOURCES: &str = "sources.html";
pub const PEOPLE: &str = "people.html";
/// The pages over all briefs of a desk.
pub const TAGS: &str = "tags.html";
pub const CLAIMANTS: &str = "claimants.html";
pub const DESK_SITEMAP: &str = "sitemap.desk.xml";
pub const SCALE: &str = "verdicts.html";
pub const CORRECTIONS: &str = "corrections.html";
pub const PRINT: &str = "print.html";
/// The picture of the brief as a whole.
pub const BRIEF_CARD: &str = "card.png";
pub const STYLESHEET: &str = "citeback.css";
/// The stylesheet of what other sites show.
pub const EMBED_STYLESHEET: &str = "embed.css";
/// The stylesheet of pages that compare two sources.
pub const COMPARE_STYLESHEET: &str = "compare.css";
pub const HEADERS: &str = "_headers";
/// The list of old addresses, if there are any.
pub const REDIRECTS: &str = "_redirects";
pub const FEED: &str = "feed.xml";
pub const CORRECTIONS_FEED: &str = "corrections.xml";
pub const SITEMAP: &str = "sitemap.xml";
/// The folder of the index that readers search.
pub const SEARCH: &str = "pagefind/";
/// The file from which a search begins.
const SEARCH_ENTRY: &str = "pagefind/pagefind-entry.json";
pub const ROBOTS: &str = "robots.txt";
pub const BRIEF_DATA: &str = "data/brief.json";
pub const CLAIMS_DATA: &str = "data/claims.json";
pub const SOURCES_DATA: &str = "data/sources.json";
/// What the script that filters lists reads.
pub const CLAIMS_INDEX: &str = "data/claims-index.json";
pub const SOURCES_INDEX: &str = "data/sources-index.json";
pub const PASSAGES_DATA: &str = "data/passages.json";
pub const ANALYSIS_DATA: &str = "data/analysis.json";
pub const CLAIMS_TABLE: &str = "data/claims.csv";
pub const REVIEW_FEED: &str = "data/claimreview-feed.json";

pub fn claim(id: &Id) -> String {
    format!("claims/{id}.html")
}

/// What other sites show of a claim.
pub fn embed(id: &Id) -> String {
    format!("embed/{id}.html")
}

/// The id of the claim whose page is at a path.
pub fn claim_of(path: &str) -> Option<&str> {
    path.strip_prefix("claims/")?.strip_suffix(".html")
}

/// The id of the source whose page is at a path.
pub fn source_of(path: &str) -> Option<&str> {
    path.strip_prefix("sources/")?.strip_suffix(".html")
}

/// The picture of a claim.
pub fn card(id: &Id) -> String {
    format!("cards/{id}.png")
}

pub fn source(id: &Id) -> String {
    format!("sources/{id}.html")
}

/// The wording of two sources side by side, whichever is named first. Ids hold no two hyphens in a row, so no two pairs share a page.
pub fn comparison(a: &Id, b: &Id) -> String {
    format!("compare/{}--{}.html", a.min(b), a.max(b))
}

/// The address of one of the newsroom's own pages by its id. [`page_of`] says where it is shown.
pub fn page(id: &Id) -> String {
    format!("pages/{id}.html")
}

/// Where one of the newsroom's own pages is shown: what it says of corrections is above the log of them.
pub fn page_of(brief: &Brief, id: &Id) -> String {
    if brief.policies.corrections.as_ref() == Some(id) { CORRECTIONS.to_owned() } else { page(id) }
}

/// The list of all claims, which a script narrows to those with certain words.
pub fn claims_with(words: &str) -> String {
    let mut out = format!("{CLAIMS}?q=");
    out.extend(utf8_percent_encode(words, COMPONENT));
    out
}

pub fn verdict(id: &Id) -> String {
    format!("verdicts/{id}.html")
}

pub fn person(id: &Id) -> String {
    format!("people/{id}.html")
}

/// A later page of a list, from 0: `claims.html`, `claims.2.html`. Neither ids nor slugs hold a dot.
pub fn numbered(first: &str, page: usize) -> String {
    match (page, first.strip_suffix(".html")) {
        (1.., Some(stem)) => format!("{stem}.{}.html", page + 1),
        _ => first.to_owned(),
    }
}

/// The file of a tag; its name may have letters beyond ASCII.
pub fn tag_file(slug: &str) -> String {
    format!("tags/{slug}.html")
}

/// The link to a tag: its file, percent-encoded.
pub fn tag(slug: &str) -> String {
    let mut out = String::from("tags/");
    out.extend(utf8_percent_encode(slug, COMPONENT));
    out + ".html"
}

/// The feed of a tag, as [`tag_file`].
pub fn tag_feed_file(slug: &str) -> String {
    format!("tags/{slug}.xml")
}

/// The link to the feed of a tag, as [`tag`].
pub fn tag_feed(slug: &str) -> String {
    let mut out = String::from("tags/");
    out.extend(utf8_percent_encode(slug, COMPONENT));
    out + ".xml"
}

/// Digits of its SHA-256 in the name of a file that is named by its content; `publish` lets browsers keep such files from six digits.
const DIGITS: usize = 8;

/// Whether a static file is published under a name by its content, too: styles and scripts are.
pub fn is_asset(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "css" | "js"))
}

/// The path of a style or script by its content, in the same folder: `citeback.css` becomes `citeback.3f2a91c0.css`.
pub fn named_by_content(path: &str, sha256: &str) -> String {
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    format!("{stem}.{}.{ending}", &sha256[..DIGITS])
}

/// A part of the sitemap of a large site, from 0.
pub fn sitemap_part(part: usize) -> String {
    format!("sitemap.{}.xml", part + 1)
}

pub fn source_text(id: &Id) -> String {
    format!("data/sources/{id}.txt")
}

pub fn annotations(id: &Id) -> String {
    format!("data/annotations/{id}.jsonld")
}

/// What a published file is to readers. It decides when the file is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// Nothing that readers follow leads from it: scripts, pictures, data.
    Asset,
    Source,
    Claim,
    Tag,
    Person,
    /// Any other page.
    Listing,
    /// The front page, and the entry of the search index.
    Front,
    /// A page at an old address, which leads to the new one. Its path does not tell.
    Redirect,
    /// What announces pages: feeds, sitemaps.
    Feed,
}

/// The path of a page in a brief, for that of a page in the folder of the brief on a desk.
fn in_brief(path: &str) -> &str {
    const OWN: [&str; 4] = ["sources/", "claims/", "tags/", "people/"];
    let Some((_, inside)) = path.split_once('/').filter(|_| !OWN.iter().any(|own| path.starts_with(own))) else {
        return path;
    };
    let is_of_brief = OWN.iter().any(|own| inside.starts_with(own)) || [FRONT, SEARCH_ENTRY, SITEMAP].contains(&inside);
    if is_of_brief { inside } else { path }
}

/// The kind of the file at `path`.
pub fn file_kind(path: &str) -> FileKind {
    let path = in_brief(path);
    let folder = path.split_once('/').map(|(folder, _)| folder);
    match folder {
        _ if path == FRONT || path == SEARCH_ENTRY => FileKind::Front,
        None if path.ends_with(".xml") || path == ROBOTS => FileKind::Feed,
        Some("tags") if path.ends_with(".xml") => FileKind::Feed,
        _ if !path.ends_with(".html") => FileKind::Asset,
        Some("sources") => FileKind::Source,
        Some("claims") => FileKind::Claim,
        Some("tags") => FileKind::Tag,
        Some("people") => FileKind::Person,
        _ => FileKind::Listing,
    }
}

/// A page that has the id of something in its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedPage<'a> {
    /// What it shows, in a word.
    pub what: &'static str,
    pub id: &'a str,
}

/// What the page at `path` shows; `None` for a page without such an id, and for a later page of a list.
pub fn named_page(path: &str) -> Option<NamedPage<'_>> {
    let (folder, file) = path.split_once('/')?;
    let what = match folder {
        "claims" => "claim",
        "sources" => "source",
        "people" => "person",
        "pages" => "page",
        _ => return None,
    };
    let id = file.strip_suffix(".html").filter(|id| Id::new(id).is_some())?;
    Some(NamedPage { what, id })
}

/// The file beside a page that stays the same if nothing but its id changes.
pub fn likeness(page: NamedPage<'_>) -> Option<String> {
    let id = Id::new(page.id)?;
    match page.what {
        "claim" => Some(card(&id)),
        "source" => Some(source_text(&id)),
        _ => None,
    }
}

/// The page of an unfinished note, by the name of its file, which may not be an id.
pub fn unfinished(kind: Destination, name: &str) -> String {
    format!("{}s/{name}.html", kind_name(kind))
}

/// What the page at a path is of, by its folder, and its name.
pub fn unfinished_at(path: &str) -> Option<(Destination, &str)> {
    let (folder, file) = path.split_once('/')?;
    let kinds = [Destination::Claim, Destination::Source, Destination::Page];
    let kind = kinds.into_iter().find(|kind| folder.strip_suffix('s') == Some(kind_name(*kind)))?;
    Some((kind, file.strip_suffix(".html")?))
}

/// The word for what a link leads to.
pub fn kind_name(kind: Destination) -> &'static str {
    match kind {
        Destination::Passage => "passage",
        Destination::Claim => "claim",
        Destination::Source => "source",
        Destination::Page => "page",
    }
}

/// The anchor of a passage on its source's page. Ids hold no two hyphens in a row, so no two passages share one.
pub fn mark_anchor(claim: &Id, passage: &Id) -> String {
    format!("{claim}--{passage}")
}

/// The anchor of a claim on a page with several.
pub fn claim_anchor(id: &Id) -> String {
    format!("claim-{id}")
}

/// The anchor of a passage's card on its claim's page.
pub fn card_anchor(passage: &Id) -> String {
    format!("passage-{passage}")
}

/// The link by which readers report an error on a page: a mail gets the page's title as its subject and its address as its text.
pub fn report(contact: &str, title: &str, address: Option<&str>) -> String {
    if !contact.starts_with("mailto:") || contact.contains('?') {
        return contact.to_owned();
    }
    let mut out = format!("{contact}?subject=");
    out.extend(utf8_percent_encode(title, COMPONENT));
    if let Some(address) = address {
        out.push_str("&body=");
        out.extend(utf8_percent_encode(address, COMPONENT));
    }
    out
}

/// The address of a page below the site's: the front page has the site's own.
pub fn address(path: &str) -> &str {
    if path == FRONT { "" } else { path }
}

/// What leads from a page back to the site's root.
pub fn root(path: &str) -> &'static str {
    if path.contains('/') { "../" } else { "" }
}

/// An original's address that opens at the quoted words.
pub fn with_fragment(url: &str, fragment: &str) -> String {
    if url.contains('#') { format!("{url}{}", fragment.trim_start_matches('#')) } else { format!("{url}{fragment}") }
}

/// The id of the nth reference (from 1) to a passage.
pub fn reference_anchor(prefix: &str, passage: &Id, nth: usize) -> String {
    format!("{prefix}ref-{passage}-{nth}")
}
