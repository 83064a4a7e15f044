//! A claim as a schema.org ClaimReview, after Google's rules for fact checks: [`claim_review`].

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use url::Url;

use super::super::routes;
use super::{absolute, of_file, text, typed};
use crate::build::relate::Site;
use crate::build::resolve::Passage;
use crate::model::{Appearance, Claim, Claimant, ClaimantKind, Date, Image, Kind, Source};

/// The review by `author`; `card` is the site's path of a picture of it, if there is one.
pub(super) fn claim_review(
    site: &Site,
    base: &Url,
    claim: &Claim<Passage>,
    author: Map<String, Value>,
    card: Option<&str>,
) -> Map<String, Value> {
    let mut review = typed("ClaimReview");
    review.insert("url".to_owned(), json!(absolute(base, &routes::claim(&claim.id))));
    review.insert("name".to_owned(), json!(claim.title));
    review.insert("claimReviewed".to_owned(), json!(claim.claim));
    review.insert("inLanguage".to_owned(), json!(site.brief.language.tag()));
    review.extend(date("datePublished", claim.published));
    review.extend(date("dateModified", claim.updated));
    review.insert("author".to_owned(), Value::Object(author));
    review.insert("reviewRating".to_owned(), rating(site, claim));
    review.insert("itemReviewed".to_owned(), reviewed(claim));
    let card = card.map(|card| json!(absolute(base, card)));
    let images: Vec<Value> = card.into_iter().chain(claim.image.as_ref().map(|image| picture(base, image))).collect();
    if !images.is_empty() {
        review.insert("image".to_owned(), json!(images));
    }
    let sources: BTreeSet<_> = claim.passages.iter().map(|passage| passage.source).collect();
    let cited: Vec<Value> = sources.into_iter().map(|source| cited(site, &site.sources[source].source)).collect();
    review.insert("citation".to_owned(), json!(cited));
    review
}

fn date(field: &str, date: Option<Date>) -> Option<(String, Value)> {
    date.map(|date| (field.to_owned(), json!(date.iso())))
}

/// The verdict in words, and in figures only when the scale gives it one.
fn rating(site: &Site, claim: &Claim<Passage>) -> Value {
    let verdict = &site.brief.scale.verdicts()[claim.verdict];
    let mut rating = typed("Rating");
    rating.insert("alternateName".to_owned(), json!(verdict.label));
    if let (Some(value), Some((worst, best))) = (verdict.value, site.brief.scale.bounds()) {
        rating.insert("ratingValue".to_owned(), number(value));
        rating.insert("worstRating".to_owned(), number(worst));
        rating.insert("bestRating".to_owned(), number(best));
    }
    Value::Object(rating)
}

/// Whole numbers are written without a fraction.
#[expect(clippy::cast_possible_truncation, reason = "only whole numbers within i32 are converted")]
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < f64::from(i32::MAX) { json!(value as i64) } else { json!(value) }
}

fn reviewed(claim: &Claim<Passage>) -> Value {
    let mut reviewed = typed("Claim");
    reviewed.extend(text("inLanguage", claim.language.as_ref().map(|language| language.tag())));
    reviewed.extend(claim.claimant.as_ref().map(|claimant| ("author".to_owned(), author(claimant))));
    reviewed.extend(date("datePublished", claim.claimed_on));
    reviewed.extend(first(claim).map(|first| ("firstAppearance".to_owned(), work(first))));
    if !claim.appearances.is_empty() {
        let appearances: Vec<Value> = claim.appearances.iter().map(work).collect();
        reviewed.insert("appearance".to_owned(), json!(appearances));
    }
    Value::Object(reviewed)
}

fn author(claimant: &Claimant) -> Value {
    let mut author = match claimant.kind {
        Some(ClaimantKind::Organisation) => typed("Organization"),
        Some(ClaimantKind::Person) => typed("Person"),
        None => Map::new(),
    };
    author.insert("name".to_owned(), json!(claimant.name));
    author.extend(text("description", claimant.role.as_deref()));
    author.extend(text("sameAs", claimant.url.as_deref()));
    Value::Object(author)
}

/// The appearance that was the first, where the note leaves no doubt of it: all of them are dated, no other is as early, and the claim was
/// not made before. Of a month or a year alone any day may be meant.
fn first(claim: &Claim<Passage>) -> Option<&Appearance> {
    let dates: Vec<Date> =
        claim.appearances.iter().map(|appearance| appearance.published).collect::<Option<Vec<_>>>()?;
    let (position, earliest) = dates.iter().enumerate().min_by_key(|(_, date)| **date)?;
    let latest = earliest.last_ymd();
    let alone = dates.iter().filter(|date| date.ymd() <= latest).count() == 1;
    let made_before = claim.claimed_on.is_some_and(|made| made.ymd() < latest);
    (alone && !made_before).then(|| &claim.appearances[position])
}

fn work(appearance: &Appearance) -> Value {
    let mut work = typed("CreativeWork");
    work.insert("url".to_owned(), json!(appearance.url));
    work.extend(text("headline", appearance.title.as_deref()));
    work.extend(date("datePublished", appearance.published));
    work.extend(text("archivedAt", appearance.archive_url.as_deref()));
    Value::Object(work)
}

/// A source that the verdict rests on. Its authors are left out: whether they are persons is not known.
fn cited(site: &Site, source: &Source) -> Value {
    let mut cited = typed(match source.kind {
        Kind::Article => "Article",
        Kind::Report => "Report",
        Kind::Dataset => "Dataset",
        Kind::Post => "SocialMediaPosting",
        Kind::Statement | Kind::Transcript => "CreativeWork",
    });
    cited.insert("name".to_owned(), json!(source.title));
    cited.extend(text("url", source.url.as_deref()));
    cited.extend(text("archivedAt", source.archive_url.as_deref()));
    let publisher = source.publisher.as_ref().map(|name| json!({"@type": "Organization", "name": name}));
    cited.extend(publisher.map(|publisher| ("publisher".to_owned(), publisher)));
    cited.extend(date("datePublished", source.published));
    let language = source.language.as_ref().unwrap_or(&site.brief.language);
    cited.insert("inLanguage".to_owned(), json!(language.tag()));
    Value::Object(cited)
}

fn picture(base: &Url, image: &Image) -> Value {
    let mut picture = typed("ImageObject");
    picture.insert("url".to_owned(), json!(of_file(base, &image.file)));
    picture.insert("width".to_owned(), pixels(image.width));
    picture.insert("height".to_owned(), pixels(image.height));
    picture.insert("caption".to_owned(), json!(image.alt));
    picture.extend(text("creditText", image.credit.as_deref()));
    Value::Object(picture)
}

/// In CSS pixels, by the unit's code of UN/CEFACT.
fn pixels(count: usize) -> Value {
    json!({"@type": "QuantitativeValue", "value": count, "unitCode": "E37"})
}
