//! What pages say to machines in the words of schema.org, as JSON-LD: [`of_claim`], [`of_front`] and [`breadcrumbs`] each give the text
//! of one `script` element.
//!
//! All of it needs the brief's base URL, for everything in it is known by its full address.

pub(super) mod object;
pub(super) mod organisation;
pub(super) mod review;

use serde_json::{Map, Value, json};

use super::value::is_forbidden;
use crate::build::relate::Site;
use crate::model::{ClaimIdx, Status};
use object::{document, text, typed};

pub(super) use object::absolute;

/// The ClaimReview of a published claim, by position. `card` is the path of its picture for those who share its link, if one is made.
/// `None` without a base URL, and for drafts and retired claims, which are not to be found as reviews.
pub(super) fn of_claim(site: &Site, position: ClaimIdx, card: Option<&str>) -> Option<String> {
    let claim = &site.claims[position];
    let base = site.brief.base_url.as_ref().filter(|_| claim.status == Status::Published)?;
    let author = organisation::with_policies(site, base);
    Some(script(review::claim_review(site, base, claim, author, card)))
}

/// The site as a whole and who publishes it, for the front page. `None` without a base URL.
pub(super) fn of_front(site: &Site) -> Option<String> {
    let base = site.brief.base_url.as_ref()?;
    let brief = &site.brief;
    let mut front = typed("WebSite");
    front.insert("@id".to_owned(), json!(format!("{base}#website")));
    front.insert("name".to_owned(), json!(brief.title));
    front.extend(text("description", brief.description.as_deref()));
    front.insert("url".to_owned(), json!(base.as_str()));
    front.insert("inLanguage".to_owned(), json!(brief.language.tag()));
    front.insert("publisher".to_owned(), Value::Object(organisation::with_policies(site, base)));
    Some(script(front))
}

/// Where a page stands: the way to it from the front page, which is added. `steps` are titles and paths, the page itself last. `None`
/// without a base URL.
pub(super) fn breadcrumbs(site: &Site, steps: &[(&str, &str)]) -> Option<String> {
    let base = site.brief.base_url.as_ref()?;
    let way = std::iter::once((site.brief.title.as_str(), "")).chain(steps.iter().copied());
    let items = way.enumerate().map(|(i, (title, path))| {
        json!({"@type": "ListItem", "position": i + 1, "name": title, "item": absolute(base, path)})
    });
    let items: Vec<Value> = items.collect();
    let mut list = typed("BreadcrumbList");
    list.insert("itemListElement".to_owned(), json!(items));
    Some(script(list))
}

/// The same object as a document of its own, in which nothing can end the `script` element or begin a comment.
fn script(object: Map<String, Value>) -> String {
    inside_script(&Value::Object(document(object)).to_string())
}

fn inside_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            // All of these have four digits.
            c if is_forbidden(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::inside_script;

    #[test]
    fn nothing_ends_the_script_element() {
        let json = inside_script(&serde_json::json!({"a": "</script><!--\u{2028}\u{FFFE}"}).to_string());
        assert!(!json.contains(['<', '>', '\u{2028}', '\u{FFFE}']));
        let back: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back["a"], "</script><!--\u{2028}\u{FFFE}");
    }
}
