//! Extracts the metadata of a page's article: [`extract`]. JSON-LD takes precedence, then Open Graph and other `meta` elements, then
//! what readers see.

use dom_query::Document;
use serde_json::Value;
use url::Url;

use super::page::SavedPage;
use crate::capture::dates::normalise_date;
use crate::capture::metadata::Metadata;
use crate::model::Language;
use citeback_quote::text::single_spaced;

/// Reads what the page says about the article inside `root`. `html` is the page's text, `given` its address if the editor knows it.
pub(super) fn extract(page: &SavedPage, root: usize, html: &str, given: Option<&Url>) -> Metadata {
    let json_ld = JsonLd::of(page);
    let meta = |names: &[&str]| meta(page, names);
    let publisher = json_ld.name_of("publisher").or_else(|| {
        meta(&["og:site_name", "application-name", "citation_journal_title", "dc.publisher", "dcterms.publisher"])
    });
    let url = given.cloned().or_else(|| article_url(page, html, &json_ld));
    let published =
        json_ld.text("datePublished").into_iter().chain(metas(page, &DATES)).find_map(|text| normalise_date(&text));
    Metadata {
        title: title(page, root, &json_ld, publisher.as_deref()),
        authors: authors(page, root, &json_ld),
        url: url.map(String::from),
        published: published.or_else(|| visible_date(page, root)),
        language: language(page, root, &json_ld),
        publisher,
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

/// The values of `meta` elements with these names, in the order of `names`.
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

/// A value on one line; `None` if it is empty, or longer than any name or title.
fn clean(text: &str) -> Option<String> {
    let text: String = single_spaced(text)
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}'))
        .collect();
    (!text.is_empty() && text.len() <= 2_000).then_some(text)
}

const MAX_AUTHORS: usize = 50;

struct JsonLd {
    article: Option<Value>,
    /// All objects of the page, for references by `@id`.
    objects: Vec<Value>,
}

impl JsonLd {
    fn of(page: &SavedPage) -> JsonLd {
        let mut objects = vec![];
        for node in page.elements(&["script"]).filter(|node| {
            page.attribute(*node, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
        }) {
            let text: String = page.descendants(node).filter_map(|node| page.text(node)).collect();
            if let Ok(value) = serde_json::from_str::<Value>(&text) {
                collect_objects(value, &mut objects);
            }
        }
        let article = objects.iter().find(|object| is_article(object)).cloned();
        JsonLd { article, objects }
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
            .take(MAX_AUTHORS)
            .filter_map(|one| one.as_str().or_else(|| self.name(one)).and_then(unescaped))
            .collect()
    }

    fn name<'a>(&'a self, value: &'a Value) -> Option<&'a str> {
        let named = |value: &'a Value| first(value.get("name")?).as_str();
        named(value).or_else(|| {
            let id = value.get("@id")?;
            self.objects.iter().filter(|object| object.get("@id") == Some(id)).find_map(named)
        })
    }
}

/// Collects all objects of a document, including those in lists and in `@graph`.
fn collect_objects(value: Value, objects: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect_objects(value, objects)),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                collect_objects(graph, objects);
            }
            objects.push(Value::Object(object));
        }
        _ => {}
    }
}

fn is_article(object: &Value) -> bool {
    let kinds = object
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

/// Decodes HTML character references, which some content management systems leave in JSON-LD.
fn unescaped(text: &str) -> Option<String> {
    if text.contains('&') && !text.contains('<') && text.len() <= 2_000 {
        clean(&Document::fragment(text).text())
    } else {
        clean(text)
    }
}

fn title(page: &SavedPage, root: usize, json_ld: &JsonLd, publisher: Option<&str>) -> Option<String> {
    let strip = |title: String| without_publisher(&title, publisher);
    let stated: Vec<String> = [
        json_ld.text("headline"),
        meta(page, &["og:title", "citation_title", "dc.title", "dcterms.title", "parsely-title"]).map(strip),
        page.elements(&["title"]).next().and_then(|node| clean(&page.text_content(node))).map(strip),
    ]
    .into_iter()
    .flatten()
    .collect();
    // The headline that readers see, if a title in the metadata confirms it.
    let inside = |node: &usize| page.descendants(root).contains(node);
    let headlines: Vec<usize> = page.elements(&["h1"]).collect();
    let headline = headlines
        .iter()
        .copied()
        .find(inside)
        .or(headlines.first().copied())
        .and_then(|node| clean(&page.text_content(node)));
    let confirmed = |headline: &String| {
        stated.iter().any(|title| title.contains(headline.as_str()) || headline.contains(title.as_str()))
    };
    // Some pages have their headline in an h2; the page's title then starts with it.
    let second = || {
        let headlines = page.elements(&["h2"]).filter(inside).filter_map(|node| clean(&page.text_content(node)));
        headlines
            .into_iter()
            .find(|headline| headline.contains(' ') && stated.iter().any(|title| title.starts_with(headline.as_str())))
    };
    headline.clone().filter(confirmed).or_else(second).or(stated.first().cloned()).or(headline)
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

fn authors(page: &SavedPage, root: usize, json_ld: &JsonLd) -> Vec<String> {
    let is_name = |name: &String| !name.contains("://") && name.chars().count() <= 120;
    let mut names: Vec<String> = json_ld.names_of("author");
    if names.is_empty() {
        let meta_names = [
            "citation_author",
            "author",
            "article:author",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "sailthru.author",
            "byl",
        ];
        names = meta_names
            .iter()
            .map(|name| metas(page, &[name]).filter(is_name).collect())
            .find(|names: &Vec<String>| !names.is_empty())
            .unwrap_or_default();
    }
    if names.is_empty() {
        let marked =
            |node: &usize| page.has_token(*node, "rel", "author") || page.has_token(*node, "itemprop", "author");
        names = page
            .descendants(root)
            .filter(marked)
            .take(MAX_AUTHORS)
            .filter_map(|node| clean(&page.text_content(node)))
            .collect();
    }
    let mut seen: Vec<String> = vec![];
    for name in names.into_iter().filter(is_name).take(MAX_AUTHORS) {
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

/// The address of the article. The one that browsers write into a saved page comes last, as it includes tracking parameters.
fn article_url(page: &SavedPage, html: &str, json_ld: &JsonLd) -> Option<Url> {
    let web = |text: &str| {
        Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    };
    let canonical = page
        .elements(&["link"])
        .filter(|node| page.has_token(*node, "rel", "canonical"))
        .find_map(|node| web(page.attribute(node, "href")?));
    let of_entity = || {
        let entity = json_ld.field("mainEntityOfPage")?;
        entity.as_str().or_else(|| entity.get("@id")?.as_str()).and_then(web)
    };
    let saved_from = || {
        let (_, rest) = html.split_once("saved from url=(")?;
        let (_, rest) = rest.split_once(')')?;
        web(rest.split("-->").next()?)
    };
    canonical
        .or_else(|| metas(page, &["og:url"]).find_map(|url| web(&url)))
        .or_else(|| json_ld.text("url").as_deref().and_then(web))
        .or_else(of_entity)
        .or_else(saved_from)
}

fn visible_date(page: &SavedPage, root: usize) -> Option<String> {
    let times = || {
        page.descendants(root)
            .filter(|node| page.name(*node) == "time" || page.has_token(*node, "itemprop", "datePublished"))
    };
    let date =
        |node: usize| normalise_date(page.attribute(node, "datetime").or_else(|| page.attribute(node, "content"))?);
    let marked = times()
        .filter(|node| page.has_token(*node, "itemprop", "datePublished") || page.attribute(*node, "pubdate").is_some())
        .find_map(date);
    marked.or_else(|| times().find_map(date))
}

fn language(page: &SavedPage, root: usize, json_ld: &JsonLd) -> Option<String> {
    let around = page
        .ancestors_and_self(root)
        .find_map(|node| page.attribute(node, "lang").or_else(|| page.attribute(node, "xml:lang")));
    let json_ld_language = || json_ld.text("inLanguage");
    let meta_language = || meta(page, &["og:locale", "dc.language", "dcterms.language", "language"]);
    let tag =
        |text: String| Language::new(text.trim().replace('_', "-").as_str()).map(|language| language.tag().to_owned());
    around
        .map(str::to_owned)
        .and_then(tag)
        .or_else(|| json_ld_language().and_then(tag))
        .or_else(|| meta_language().and_then(tag))
}
