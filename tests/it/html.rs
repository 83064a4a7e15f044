//! Just enough HTML to check pages: elements with their attributes, text, and broken links.

use std::collections::{BTreeMap, BTreeSet};

/// A start tag and its attributes, values unescaped.
#[derive(Debug, Clone)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// Every start tag of a page, in order. Expects our own pages, with well-formed tags and attributes in double quotes.
pub fn elements(html: &str) -> Vec<Element> {
    let mut elements = vec![];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (element, after) = start_tag(rest);
        rest = after;
        if element.name == "script" {
            rest = rest.split_once("</script").map_or("", |(_, rest)| rest);
        }
        elements.push(element);
    }
    elements
}

fn start_tag(text: &str) -> (Element, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    let mut element = Element { name: text[..end].to_ascii_lowercase(), attributes: BTreeMap::new() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (element, after);
        }
        let Some(end) = rest.find(|c: char| c == '=' || c == '>' || c.is_whitespace()) else {
            return (element, "");
        };
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let quoted = after.strip_prefix('"').unwrap_or_else(|| panic!("unquoted attribute {name}: {after:.40}"));
            let (written, after) = quoted.split_once('"').unwrap();
            value = unescape(written);
            rest = after;
        }
        assert!(element.attributes.insert(name.clone(), value).is_none(), "attribute {name} twice");
    }
}

pub fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&#x27;", "'").replace("&#x2F;", "/").replace("&#x2f;", "/").replace("&amp;", "&")
}

/// The errors in a site's links: href and src attributes without a file or an id in it, and duplicate ids.
pub fn broken_links(files: &[(String, Vec<u8>)]) -> Vec<String> {
    let mut problems = vec![];
    let pages: BTreeMap<&str, Vec<Element>> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.as_str(), elements(std::str::from_utf8(bytes).unwrap())))
        .collect();
    let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (path, elements) in &pages {
        let own = ids.entry(path).or_default();
        for id in elements.iter().filter_map(|element| element.get("id")) {
            if !own.insert(id) {
                problems.push(format!("{path}: the id {id} is given twice"));
            }
        }
    }
    let paths: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    for (path, elements) in &pages {
        let links = elements.iter().flat_map(|element| [element.get("href"), element.get("src")]).flatten();
        for link in links.filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
            // 404.html is served at any address.
            if *path == "404.html" && link.starts_with('/') {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = resolve(path, &percent_decode(file.split('?').next().unwrap_or_default()));
            if !paths.contains(target.as_str()) {
                problems.push(format!("{path}: {link} leads to no file"));
            } else if !anchor.is_empty() && !ids.get(target.as_str()).is_some_and(|ids| ids.contains(anchor)) {
                problems.push(format!("{path}: {link} leads to no id"));
            }
        }
    }
    problems
}

/// The file that a relative link on the page `from` refers to.
fn resolve(from: &str, link: &str) -> String {
    if link.is_empty() {
        return from.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn percent_decode(text: &str) -> String {
    let mut bytes = vec![];
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if let (b'%', [high, low, after @ ..]) = (first, after) {
            let hex = std::str::from_utf8(&[*high, *low]).unwrap().to_owned();
            bytes.push(u8::from_str_radix(&hex, 16).unwrap());
            rest = after;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The text of a page without tags, with white space collapsed.
pub fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    unescape(&out).split_whitespace().collect::<Vec<_>>().join(" ")
}
