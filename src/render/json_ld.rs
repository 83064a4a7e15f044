//! schema.org ClaimReview as JSON-LD, after Google's rules for fact checks: [`claim_review`].

use serde_json::{Map, Value, json};
use url::Url;

use super::routes;
use crate::model::{Claim, Organisation, Status};
use crate::relate::Site;
use crate::resolve::Passage;

/// The ClaimReview of a published claim, ready to stand inside a `script` element. `None` without a base URL, which its `url` needs,
/// and for drafts and retired claims, which are not to be found as reviews.
pub(super) fn claim_review(site: &Site, claim: &Claim<Passage>) -> Option<String> {
    let base = site.brief.base_url.as_ref().filter(|_| claim.status == Status::Published)?;
    let mut review = Map::new();
    review.insert("@context".to_owned(), json!("https://schema.org"));
    review.insert("@type".to_owned(), json!("ClaimReview"));
    review.insert("url".to_owned(), json!(absolute(base, &routes::claim(&claim.id))));
    review.insert("claimReviewed".to_owned(), json!(claim.claim));
    review.insert("inLanguage".to_owned(), json!(site.brief.language.tag()));
    if let Some(published) = claim.published {
        review.insert("datePublished".to_owned(), json!(published.iso()));
    }
    if let Some(updated) = claim.updated {
        review.insert("dateModified".to_owned(), json!(updated.iso()));
    }
    review.insert("author".to_owned(), author(site));
    review.insert("reviewRating".to_owned(), rating(site, claim));
    review.insert("itemReviewed".to_owned(), reviewed(claim));
    Some(inside_script(&Value::Object(review).to_string()))
}

/// A site-relative path as an absolute address.
pub(super) fn absolute(base: &Url, path: &str) -> String {
    base.join(path).map_or_else(|_| format!("{base}{path}"), |url| url.to_string())
}

/// Google wants the organisation as author; without one, the brief itself speaks.
fn author(site: &Site) -> Value {
    let Some(Organisation { name, url, logo, same_as, .. }) = &site.brief.organisation else {
        return json!({"@type": "Organization", "name": site.brief.title});
    };
    let mut author = Map::new();
    author.insert("@type".to_owned(), json!("Organization"));
    author.insert("name".to_owned(), json!(name));
    author.extend(url.as_ref().map(|url| ("url".to_owned(), json!(url))));
    author.extend(logo.as_ref().map(|logo| ("logo".to_owned(), json!(logo))));
    if !same_as.is_empty() {
        author.insert("sameAs".to_owned(), json!(same_as));
    }
    Value::Object(author)
}

/// The verdict in words, and in figures only when the scale gives it one.
fn rating(site: &Site, claim: &Claim<Passage>) -> Value {
    let verdict = &site.brief.scale.verdicts()[claim.verdict];
    let mut rating = json!({"@type": "Rating", "alternateName": verdict.label});
    if let (Some(value), Some((worst, best)), Some(fields)) =
        (verdict.value, site.brief.scale.bounds(), rating.as_object_mut())
    {
        fields.insert("ratingValue".to_owned(), number(value));
        fields.insert("worstRating".to_owned(), number(worst));
        fields.insert("bestRating".to_owned(), number(best));
    }
    rating
}

/// Whole numbers are written without a fraction.
#[expect(clippy::cast_possible_truncation, reason = "only whole numbers within i32 are converted")]
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < f64::from(i32::MAX) { json!(value as i64) } else { json!(value) }
}

fn reviewed(claim: &Claim<Passage>) -> Value {
    let mut reviewed = Map::new();
    reviewed.insert("@type".to_owned(), json!("Claim"));
    if let Some(claimant) = &claim.claimant {
        let mut author = Map::new();
        author.insert("@type".to_owned(), json!("Thing"));
        author.insert("name".to_owned(), json!(claimant.name));
        author.extend(claimant.role.as_ref().map(|role| ("description".to_owned(), json!(role))));
        author.extend(claimant.url.as_ref().map(|url| ("sameAs".to_owned(), json!(url))));
        reviewed.insert("author".to_owned(), Value::Object(author));
    }
    reviewed.extend(claim.claimed_on.map(|date| ("datePublished".to_owned(), json!(date.iso()))));
    let appearances: Vec<Value> = claim
        .appearances
        .iter()
        .map(|appearance| {
            let mut work = Map::new();
            work.insert("@type".to_owned(), json!("CreativeWork"));
            work.insert("url".to_owned(), json!(appearance.url));
            work.extend(appearance.title.as_ref().map(|title| ("headline".to_owned(), json!(title))));
            work.extend(appearance.published.map(|date| ("datePublished".to_owned(), json!(date.iso()))));
            Value::Object(work)
        })
        .collect();
    if !appearances.is_empty() {
        reviewed.insert("appearance".to_owned(), Value::Array(appearances));
    }
    Value::Object(reviewed)
}

/// JSON in which nothing can end the `script` element or begin a comment in it.
fn inside_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
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
        let json = inside_script(&serde_json::json!({"a": "</script><!--\u{2028}"}).to_string());
        assert!(!json.contains(['<', '>', '\u{2028}']));
        let back: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back["a"], "</script><!--\u{2028}");
    }
}
