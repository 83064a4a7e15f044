//! Reads what an archive file says: the claims of another brief, or ClaimReviews in a schema.org DataFeed. Entry point: [`read`].
//!
//! These files are written by others. What they say is shown to the editor as theirs; an entry that lacks its statement is left out and
//! counted.

use serde_json::{Map, Value};

use crate::analysis::checked::CheckArchive;
use crate::model::{Date, EarlierCheck};
use citeback_quote::text::single_spaced;

/// Why an archive file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    Missing,
    Outside,
    Unreadable(String),
    TooLarge,
    NotJson(String),
    WrongShape,
}

type Object = Map<String, Value>;
/// With the language of the statement, if it has one of its own.
type Check = (EarlierCheck, Option<String>);

/// Reads a file. `language` is that of statements without one.
///
/// # Errors
/// If it is not JSON, or has no statement that could be compared.
pub(super) fn read(path: &str, bytes: &[u8], language: &str) -> Result<CheckArchive, Problem> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let file: Value = serde_json::from_slice(bytes).map_err(|error| Problem::NotJson(error.to_string()))?;
    let feed_language = file.get("inLanguage").and_then(Value::as_str).unwrap_or(language);
    let (mut checks, mut left_out) = (vec![], 0);
    for entry in entries(&file) {
        match check(entry) {
            Entry::Check(check) => checks.push(*check),
            Entry::Draft => {}
            Entry::Other => left_out += 1,
        }
    }
    let archive = CheckArchive::new(path.to_owned(), checks, feed_language, left_out);
    // A brief without claims, or with drafts only, has nothing to compare but is none the worse for it.
    let has_none = archive.left_out == 0 && (file.is_array() || file.get("dataFeedElement").is_some());
    if archive.checks.is_empty() && !has_none {
        return Err(Problem::WrongShape);
    }
    Ok(archive)
}

/// The entries of a list or of a DataFeed; a ClaimReview by itself is one.
fn entries(file: &Value) -> Vec<&Value> {
    match file {
        Value::Array(list) => list.iter().flat_map(reviews).collect(),
        Value::Object(object) => match object.get("dataFeedElement") {
            Some(Value::Array(list)) => list.iter().flat_map(reviews).collect(),
            Some(element) => reviews(element),
            None => reviews(file),
        },
        _ => vec![],
    }
}

/// What is in a DataFeedItem, which may have several reviews; anything else by itself.
fn reviews(entry: &Value) -> Vec<&Value> {
    match entry.get("item") {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(item) if !item.is_null() => vec![item],
        _ => vec![entry],
    }
}

enum Entry {
    Check(Box<Check>),
    /// Nothing that was checked.
    Draft,
    Other,
}

fn check(entry: &Value) -> Entry {
    let Value::Object(object) = entry else {
        return Entry::Other;
    };
    let check = if object.contains_key("claimReviewed") { of_review(object) } else { of_claim(object) };
    if text(object, "status").as_deref() == Some("draft") {
        return Entry::Draft;
    }
    check.map_or(Entry::Other, |check| Entry::Check(Box::new(check)))
}

/// An entry of data/claims.json.
fn of_claim(object: &Object) -> Option<Check> {
    let statement = text(object, "claim")?;
    let dates = ["checked", "updated", "published"];
    let check = EarlierCheck {
        id: text(object, "id"),
        statement,
        verdict: within(object, "verdict").and_then(|verdict| text(verdict, "label")),
        is_retired: text(object, "status").as_deref() == Some("retired"),
        date: dates.into_iter().find_map(|field| date(object, field)),
        address: text(object, "href"),
        by: None,
    };
    Some((check, None))
}

/// A schema.org ClaimReview.
fn of_review(object: &Object) -> Option<Check> {
    let rating = within(object, "reviewRating");
    let in_words = rating.and_then(|rating| text(rating, "alternateName"));
    let in_figures = || {
        let rating = rating?;
        let value = rating.get("ratingValue").filter(|value| value.is_number() || value.is_string())?;
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let best = rating.get("bestRating").filter(|best| best.is_number()).map(Value::to_string);
        Some(best.map_or_else(|| value.clone(), |best| format!("{value} of {best}")))
    };
    let is_web = |address: &String| address.starts_with("https://") || address.starts_with("http://");
    let check = EarlierCheck {
        id: None,
        statement: text(object, "claimReviewed")?,
        verdict: in_words
            .or_else(in_figures)
            .map(|verdict| single_spaced(&verdict))
            .filter(|verdict| !verdict.is_empty()),
        is_retired: false,
        date: ["dateModified", "datePublished"].into_iter().find_map(|field| date(object, field)),
        address: text(object, "url").filter(is_web),
        by: within(object, "author").and_then(|author| text(author, "name")),
    };
    Some((check, text(object, "inLanguage")))
}

/// An object in an object, or the first of several.
fn within<'o>(object: &'o Object, field: &str) -> Option<&'o Object> {
    match object.get(field)? {
        Value::Array(several) => several.first()?.as_object(),
        one => one.as_object(),
    }
}

/// A text on one line, or the first of several; `None` if it is blank.
fn text(object: &Object, field: &str) -> Option<String> {
    let written = match object.get(field)? {
        Value::Array(several) => several.first()?.as_str()?,
        one => one.as_str()?,
    };
    Some(single_spaced(written)).filter(|text| !text.is_empty())
}

/// A date as notes write it; of a form that they do not know, its day.
fn date(object: &Object, field: &str) -> Option<Date> {
    let written = text(object, field)?;
    Date::parse(&written).or_else(|| Date::parse(written.get(..10)?))
}

#[cfg(test)]
mod tests {
    use super::{Problem, read};

    const OWN: &str = r#"[
        {"id": "a", "href": "claims/a.html", "claim": "The bridge was closed.", "verdict": {"label": "True"},
         "status": "published", "published": "2024-03-01", "updated": null, "checked": "2024-04-01"},
        {"id": "b", "href": "claims/b.html", "claim": "The ferry was sold.", "verdict": {"label": "False"}, "status": "retired"},
        {"id": "c", "claim": "Nobody came.", "status": "draft"}]"#;

    #[test]
    fn claims_of_another_brief_are_read_but_for_drafts() {
        let archive = read("a.json", OWN.as_bytes(), "en").unwrap();
        let read: Vec<_> = archive
            .checks
            .iter()
            .map(|check| {
                (check.statement.as_str(), check.verdict.as_deref(), check.is_retired, check.date.map(|d| d.iso()))
            })
            .collect();
        assert_eq!(
            read,
            [
                ("The bridge was closed.", Some("True"), false, Some("2024-04-01".to_owned())),
                ("The ferry was sold.", Some("False"), true, None),
            ]
        );
        assert_eq!((archive.left_out, archive.checks[0].address.as_deref()), (0, Some("claims/a.html")));
    }

    #[test]
    fn reviews_of_others_are_read_in_all_shapes_that_feeds_have() {
        let feed = "\u{FEFF}{\"@type\": \"DataFeed\", \"dataFeedElement\": [
            {\"@type\": \"DataFeedItem\", \"item\": [{\"@type\": \"ClaimReview\", \"claimReviewed\": \"The  bridge\\nwas closed.\",
              \"url\": \"https://check.example/1\", \"datePublished\": \"2020-01-31T10:00:00.000Z\",
              \"author\": [{\"name\": \"Checkers\"}], \"reviewRating\": {\"ratingValue\": 2, \"bestRating\": 5}}]},
            {\"item\": {\"claimReviewed\": \"The ferry was sold.\", \"url\": \"javascript:alert(1)\", \"reviewRating\": {\"alternateName\": \"Wrong\"}}},
            {\"item\": null}, {\"item\": {\"claimReviewed\": 7}}, 5]}";
        let archive = read("feed.json", feed.as_bytes(), "en").unwrap();
        let [bridge, ferry] = archive.checks.as_slice() else { panic!("{archive:?}") };
        assert_eq!((bridge.statement.as_str(), bridge.verdict.as_deref()), ("The bridge was closed.", Some("2 of 5")));
        assert_eq!((bridge.by.as_deref(), bridge.date.unwrap().first_day().as_str()), (Some("Checkers"), "2020-01-31"));
        assert_eq!((ferry.verdict.as_deref(), &ferry.address), (Some("Wrong"), &None));
        assert_eq!(archive.left_out, 3);
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        for (text, expected) in [
            ("{}", Problem::WrongShape),
            ("7", Problem::WrongShape),
            ("[{\"title\": \"x\"}]", Problem::WrongShape),
            ("{\"dataFeedElement\": {\"item\": {}}}", Problem::WrongShape),
        ] {
            assert_eq!(read("a.json", text.as_bytes(), "en").unwrap_err(), expected, "{text}");
        }
        for text in ["<html>", "", "\u{0}", "[", &"[".repeat(100_000)] {
            assert!(matches!(read("a.json", text.as_bytes(), "en"), Err(Problem::NotJson(_))), "{text:.20}");
        }
        assert!(matches!(read("a.json", b"[\"\xFF\"]", "en"), Err(Problem::NotJson(_))));
        assert!(read("a.json", b"[]", "en").unwrap().checks.is_empty());
        assert!(read("a.json", b"{\"dataFeedElement\": []}", "en").unwrap().checks.is_empty());
    }
}
