//! What a page says of its article, in its metadata: [`Metadata::of`]. First what is meant for machines that know articles (JSON-LD), then
//! OpenGraph and other `meta` elements, then what readers see.

use dom_query::Document;
use serde_json::Value;
use url::Url;

use super::dates::normalised;
use super::page::SavedPage;
use crate::model::Language;
use citeback_quote::text::single_spaced;

/// What is known of an article besides its words; all in the form of a note's fields.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Metadata {
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub authors: Vec<String>,
    pub url: Option<String>,
    pub published: Option<String>,
    pub language: Option<String>,
}

impl Metadata {
    /// What the page says of the article inside `root`. `html` is the page's text, `given` its address if the editor knows it.
    pub fn of(page: &SavedPage, root: usize, html: &str, given: Option<&Url>) -> Metadata {
        let described = JsonLdMetadata::of(page);
        let meta = |names: &[&str]| meta(page, names);
        let publisher = described.name_of("publisher").or_else(|| {
            meta(&["og:site_name", "application-name", "citation_journal_title", "dc.publisher", "dcterms.publisher"])
        });
        let url = given.cloned().or_else(|| address(page, html, &described));
        let published =
            described.text("datePublished").into_iter().chain(metas(page, &DATES)).find_map(|text| normalised(&text));
        Metadata {
            title: title(page, root, &described, publisher.as_deref()),
            authors: authors(page, root, &described),
            url: url.map(String::from),
            published: published.or_else(|| shown_date(page, root)),
            language: language(page, root, &described),
            publisher,
        }
    }
}

const DATES: [&str; 12] = [
    "article:published_time",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "date",
];

/// The values of `meta` elements with one of these names, first the names that come first.
fn metas<'a>(page: &'a SavedPage, names: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    names.iter().flat_map(move |wanted| {
        page.elements(&["meta"]).filter_map(move |node| {
            let named = ["property", "name", "itemprop"]
                .iter()
                .any(|key| page.attribute(node, key).is_some_and(|name| name.trim().eq_ignore_ascii_case(wanted)));
            page.attribute(node, "content").filter(|_| named).and_then(clean)
        })
    })
}

fn meta(page: &SavedPage, names: &[&str]) -> Option<String> {
    metas(page, names).next()
}

/// A value on one line; `None` for an empty one, and for one that is longer than any name or title.
fn clean(text: &str) -> Option<String> {
    let text: String = single_spaced(text)
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}'))
        .collect();
    (!text.is_empty() && text.len() <= 2_000).then_some(text)
}

/// How many authors are looked for.
const MAX_NAMES: usize = 50;

/// What JSON-LD says of the article.
struct JsonLdMetadata {
    article: Option<Value>,
    /// All described things, for references by `@id`.
    things: Vec<Value>,
}

impl JsonLdMetadata {
    fn of(page: &SavedPage) -> JsonLdMetadata {
        let mut things = vec![];
        for node in page.elements(&["script"]).filter(|node| {
            page.attribute(*node, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
        }) {
            let text: String = page.inside(node).filter_map(|node| page.text(node)).collect();
            if let Ok(value) = serde_json::from_str::<Value>(&text) {
                gather(value, &mut things);
            }
        }
        let article = things.iter().find(|thing| is_article(thing)).cloned();
        JsonLdMetadata { article, things }
    }

    fn field(&self, name: &str) -> Option<&Value> {
        self.article.as_ref()?.get(name)
    }

    fn text(&self, name: &str) -> Option<String> {
        unescaped(first(self.field(name)?).as_str()?)
    }

    fn name_of(&self, name: &str) -> Option<String> {
        self.names_of(name).into_iter().next()
    }

    /// The names of the people or organisations in a field.
    fn names_of(&self, name: &str) -> Vec<String> {
        let Some(value) = self.field(name) else {
            return vec![];
        };
        let each = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        each.iter()
            .take(MAX_NAMES)
            .filter_map(|one| one.as_str().or_else(|| self.name(one)).and_then(unescaped))
            .collect()
    }

    fn name<'a>(&'a self, value: &'a Value) -> Option<&'a str> {
        let named = |value: &'a Value| first(value.get("name")?).as_str();
        named(value).or_else(|| {
            let id = value.get("@id")?;
            self.things.iter().filter(|thing| thing.get("@id") == Some(id)).find_map(named)
        })
    }
}

/// All things of a document, those in lists and in `@graph` included.
fn gather(value: Value, things: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| gather(value, things)),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                gather(graph, things);
            }
            things.push(Value::Object(object));
        }
        _ => {}
    }
}

fn is_article(thing: &Value) -> bool {
    let kinds = thing
        .get("@type")
        .map_or(&[] as &[Value], |kind| kind.as_array().map_or(std::slice::from_ref(kind), Vec::as_slice));
    kinds.iter().filter_map(Value::as_str).any(|kind| {
        let kind = kind.rsplit('/').next().unwrap_or(kind);
        kind.ends_with("Article")
            || matches!(
                kind,
                "BlogPosting" | "LiveBlogPosting" | "Report" | "SocialMediaPosting" | "DiscussionForumPosting"
            )
    })
}

fn first(value: &Value) -> &Value {
    value.as_array().and_then(|values| values.first()).unwrap_or(value)
}

/// A text in which a careless system left HTML's character references.
fn unescaped(text: &str) -> Option<String> {
    match text.contains('&') && !text.contains('<') && text.len() <= 2_000 {
        true => clean(&Document::fragment(text).text()),
        false => clean(text),
    }
}

fn title(page: &SavedPage, root: usize, described: &JsonLdMetadata, publisher: Option<&str>) -> Option<String> {
    let strip = |title: String| without_publisher(&title, publisher);
    let told: Vec<String> = [
        described.text("headline"),
        meta(page, &["og:title", "citation_title", "dc.title", "dcterms.title", "parsely-title"]).map(strip),
        page.elements(&["title"]).next().and_then(|node| clean(&page.all_text(node))).map(strip),
    ]
    .into_iter()
    .flatten()
    .collect();
    // The headline that readers see, if the page's own words bear out that it is one.
    let inside = |node: &usize| page.inside(root).contains(node);
    let headlines: Vec<usize> = page.elements(&["h1"]).collect();
    let headline = headlines
        .iter()
        .copied()
        .find(inside)
        .or(headlines.first().copied())
        .and_then(|node| clean(&page.all_text(node)));
    let borne_out = |headline: &String| {
        told.iter().any(|told| told.contains(headline.as_str()) || headline.contains(told.as_str()))
    };
    // Some pages have their headline on the second level; it is one if the page's title begins with it.
    let second = || {
        let headlines = page.elements(&["h2"]).filter(inside).filter_map(|node| clean(&page.all_text(node)));
        headlines
            .into_iter()
            .find(|headline| headline.contains(' ') && told.iter().any(|told| told.starts_with(headline.as_str())))
    };
    headline.clone().filter(borne_out).or_else(second).or(told.first().cloned()).or(headline)
}

/// A title without the name of the publisher before or after it.
fn without_publisher(title: &str, publisher: Option<&str>) -> String {
    let Some(publisher) = publisher else {
        return title.to_owned();
    };
    for sign in [" | ", " - ", " – ", " — ", " · ", " :: ", " » ", ": "] {
        let halves = [title.rsplit_once(sign).filter(|_| sign != ": "), title.split_once(sign).map(|(a, b)| (b, a))];
        for (rest, name) in halves.into_iter().flatten() {
            if name.trim().eq_ignore_ascii_case(publisher) && !rest.trim().is_empty() {
                return rest.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

fn authors(page: &SavedPage, root: usize, described: &JsonLdMetadata) -> Vec<String> {
    let is_name = |name: &String| !name.contains("://") && name.chars().count() <= 120;
    let mut names: Vec<String> = described.names_of("author");
    if names.is_empty() {
        let told = [
            "citation_author",
            "author",
            "article:author",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "sailthru.author",
            "byl",
        ];
        names = told
            .iter()
            .map(|name| metas(page, &[name]).filter(is_name).collect())
            .find(|names: &Vec<String>| !names.is_empty())
            .unwrap_or_default();
    }
    if names.is_empty() {
        let marked = |node: &usize| page.has_word(*node, "rel", "author") || page.has_word(*node, "itemprop", "author");
        names =
            page.inside(root).filter(marked).take(MAX_NAMES).filter_map(|node| clean(&page.all_text(node))).collect();
    }
    let mut seen: Vec<String> = vec![];
    for name in names.into_iter().filter(is_name).take(MAX_NAMES) {
        let name = ["By ", "by ", "Von ", "Par ", "Por "]
            .iter()
            .find_map(|by| name.strip_prefix(by))
            .unwrap_or(&name)
            .trim()
            .to_owned();
        if !name.is_empty() && !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}

/// Where the article stands; what browsers note in a page that they save comes last, as it holds all that trackers add.
fn address(page: &SavedPage, html: &str, described: &JsonLdMetadata) -> Option<Url> {
    let web = |text: &str| {
        Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    };
    let canonical = page
        .elements(&["link"])
        .filter(|node| page.has_word(*node, "rel", "canonical"))
        .find_map(|node| web(page.attribute(node, "href")?));
    let of_entity = || {
        let entity = described.field("mainEntityOfPage")?;
        entity.as_str().or_else(|| entity.get("@id")?.as_str()).and_then(web)
    };
    let saved_from = || {
        let (_, rest) = html.split_once("saved from url=(")?;
        let (_, rest) = rest.split_once(')')?;
        web(rest.split("-->").next()?)
    };
    canonical
        .or_else(|| metas(page, &["og:url"]).find_map(|url| web(&url)))
        .or_else(|| described.text("url").as_deref().and_then(web))
        .or_else(of_entity)
        .or_else(saved_from)
}

fn shown_date(page: &SavedPage, root: usize) -> Option<String> {
    let times = || {
        page.inside(root).filter(|node| page.name(*node) == "time" || page.has_word(*node, "itemprop", "datePublished"))
    };
    let told = |node: usize| normalised(page.attribute(node, "datetime").or_else(|| page.attribute(node, "content"))?);
    let marked = times()
        .filter(|node| page.has_word(*node, "itemprop", "datePublished") || page.attribute(*node, "pubdate").is_some())
        .find_map(told);
    marked.or_else(|| times().find_map(told))
}

fn language(page: &SavedPage, root: usize, described: &JsonLdMetadata) -> Option<String> {
    let around = page
        .and_around(root)
        .find_map(|node| page.attribute(node, "lang").or_else(|| page.attribute(node, "xml:lang")));
    let named = || described.text("inLanguage");
    let told = || meta(page, &["og:locale", "dc.language", "dcterms.language", "language"]);
    let tag =
        |text: String| Language::new(text.trim().replace('_', "-").as_str()).map(|language| language.tag().to_owned());
    around.map(str::to_owned).and_then(tag).or_else(|| named().and_then(tag)).or_else(|| told().and_then(tag))
}
