//! What a page says of its article as JSON-LD: [`JsonLd`].

use dom_query::Document;
use serde_json::Value;

use super::meta::clean;
use super::page::SavedPage;

/// How many names are read of a field.
const MAX_NAMES: usize = 50;

/// The article that a page describes.
pub(super) struct JsonLd {
    article: Option<Value>,
    /// All objects of the page, for references by `@id`.
    objects: Vec<Value>,
}

impl JsonLd {
    pub fn of(page: &SavedPage) -> JsonLd {
        let mut objects = vec![];
        for node in page.elements(&["script"]).filter(|node| {
            page.attribute(*node, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
        }) {
            let text: String = page.descendants(node).filter_map(|node| page.text(node)).collect();
            if let Some(value) = parse(&text) {
                collect_objects(value, &mut objects);
            }
        }
        let article = objects.iter().find(|object| is_article(object)).cloned();
        JsonLd { article, objects }
    }

    pub fn field(&self, name: &str) -> Option<&Value> {
        self.article.as_ref()?.get(name)
    }

    pub fn text(&self, name: &str) -> Option<String> {
        text_of(self.field(name)?)
    }

    /// What all descriptions of the article have in a field: some pages describe it twice, and differently.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let headline = self.text("headline");
        let same = |object: &&Value| {
            is_article(object) && headline.is_some() && headline == object.get("headline").and_then(text_of)
        };
        self.objects.iter().filter(same).filter_map(|object| text_of(object.get(name)?)).collect()
    }

    pub fn name_of(&self, name: &str) -> Option<String> {
        self.names_of(name).into_iter().next()
    }

    /// Whether a field names organisations and no people.
    pub fn is_organisation(&self, name: &str) -> bool {
        let Some(value) = self.field(name) else {
            return false;
        };
        let each = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        each.iter()
            .all(|one| one.get("@type").and_then(Value::as_str).is_some_and(|kind| kind.ends_with("Organization")))
    }

    /// The names of the people or organisations in a field.
    pub fn names_of(&self, name: &str) -> Vec<String> {
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
            self.objects.iter().filter(|object| object.get("@id") == Some(id)).find_map(named)
        })
    }
}

/// Parses a script, which some pages wrap in a comment or in CDATA, or break into lines inside of texts.
fn parse(text: &str) -> Option<Value> {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let inside = plain
        .trim()
        .trim_start_matches("//")
        .trim_start_matches("/*")
        .trim_start_matches("<!--")
        .trim_start_matches("<![CDATA[")
        .trim_start_matches("*/");
    let start = inside.find(['{', '['])?;
    let end = inside.rfind(['}', ']'])?;
    serde_json::from_str(inside.get(start..=end)?).ok()
}

/// Collects all objects of a document, including those in lists, in `@graph` and in `mainEntity`.
fn collect_objects(value: Value, objects: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect_objects(value, objects)),
        Value::Object(object) => {
            for field in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if object.get(field).is_some_and(|inside| inside.is_array() || inside.get("@type").is_some()) {
                    collect_objects(object.get(field).cloned().unwrap_or_default(), objects);
                }
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

fn text_of(value: &Value) -> Option<String> {
    unescaped(first(value).as_str()?)
}

/// Decodes HTML character references, which some content management systems leave in JSON-LD.
fn unescaped(text: &str) -> Option<String> {
    if text.contains('&') && !text.contains('<') && text.len() <= 2_000 {
        clean(&Document::fragment(text).text())
    } else {
        clean(text)
    }
}
