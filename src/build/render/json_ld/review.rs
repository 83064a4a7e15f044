//! A claim as a schema.org ClaimReview, after Google's rules for fact checks: [`claim_review`] and [`feed_item`].

use serde::{Serialize, Serializer};
use url::Url;

use super::super::shared::cited_sources;
use super::object::{absolute, of_file};
use super::organisation::Organisation;
use crate::build::relate::Site;
use crate::build::resolve::{ReadSource, Verified};
use crate::model::{Appearance, Claim, Claimant, ClaimantKind, Date, Image, Kind, Language};
use crate::routes;

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(in super::super) struct ClaimReview<'a> {
    url: String,
    name: &'a str,
    claim_reviewed: &'a str,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    author: &'a Organisation<'a>,
    review_rating: Rating<'a>,
    item_reviewed: Reviewed<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    image: Vec<Picture<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citation: Vec<Citation<'a>>,
}

/// The verdict in words, and in figures only when the scale gives it one.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct Rating<'a> {
    alternate_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating_value: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worst_rating: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    best_rating: Option<Number>,
}

/// Whole numbers are written without a fraction.
#[derive(Serialize)]
#[serde(untagged)]
enum Number {
    Whole(i64),
    Fraction(f64),
}

/// The claim that is reviewed.
#[derive(Serialize)]
#[serde(tag = "@type", rename = "Claim", rename_all = "camelCase")]
struct Reviewed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Authors<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_appearance: Option<Work<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    appearance: Vec<Work<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Authors<'a> {
    One(Author<'a>),
    Several(Vec<Author<'a>>),
}

/// Who made the claim; without a type where the note does not say.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Author<'a> {
    #[serde(rename = "@type", skip_serializing_if = "Option::is_none")]
    type_name: Option<&'static str>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    same_as: Option<&'a str>,
}

/// Where the claim was made: a page or, if the claimant is a post, that post.
#[derive(Serialize, Clone, Copy)]
#[serde(rename_all = "camelCase")]
struct Work<'a> {
    #[serde(rename = "@type")]
    type_name: &'static str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "iso")]
    date_published: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archived_at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Publisher<'a>>,
}

/// A source that the verdict rests on: in full on the page, and in a feed of all reviews by its address alone, if it has one.
#[derive(Serialize)]
#[serde(untagged)]
enum Citation<'a> {
    Address(&'a str),
    Work(Cited<'a>),
}

/// Its authors are left out: whether they are persons is not known.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Cited<'a> {
    #[serde(rename = "@type")]
    type_name: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archived_at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Publisher<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    in_language: &'a str,
}

#[derive(Serialize, Clone, Copy)]
#[serde(tag = "@type", rename = "Organization")]
struct Publisher<'a> {
    name: &'a str,
}

/// A share card, which is known by its address alone, or one of the newsroom's own pictures.
#[derive(Serialize)]
#[serde(untagged)]
enum Picture<'a> {
    Card(String),
    Own(ImageObject<'a>),
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct ImageObject<'a> {
    url: String,
    width: QuantitativeValue,
    height: QuantitativeValue,
    caption: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_text: Option<&'a str>,
}

/// In CSS pixels, by the unit's code of UN/CEFACT.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct QuantitativeValue {
    value: usize,
    unit_code: &'static str,
}

/// The review by `author`; `card` is the site's path of a picture of it, if there is one.
pub(in super::super) fn claim_review<'a>(
    site: &'a Site,
    base: &Url,
    claim: &'a Claim<Verified>,
    author: &'a Organisation<'a>,
    card: Option<&str>,
) -> ClaimReview<'a> {
    let works = cited_sources(claim).into_iter();
    let works = works.map(|source| Citation::Work(cited(&site.sources[source])));
    review(site, base, claim, author, card, works.collect())
}

/// The review as an item of a feed, which is short: of the sources it has the addresses, as far as they have any.
pub(in super::super) fn feed_item<'a>(
    site: &'a Site,
    base: &Url,
    claim: &'a Claim<Verified>,
    author: &'a Organisation<'a>,
) -> ClaimReview<'a> {
    let addresses = cited_sources(claim).into_iter().map(|source| {
        let read = &site.sources[source];
        read.source.url.as_deref().map_or_else(|| Citation::Work(cited(read)), Citation::Address)
    });
    review(site, base, claim, author, None, addresses.collect())
}

fn review<'a>(
    site: &'a Site,
    base: &Url,
    claim: &'a Claim<Verified>,
    author: &'a Organisation<'a>,
    card: Option<&str>,
    citation: Vec<Citation<'a>>,
) -> ClaimReview<'a> {
    let card = card.map(|card| Picture::Card(absolute(base, card)));
    let own = claim.image.as_ref().map(|image| Picture::Own(picture(base, image)));
    ClaimReview {
        url: absolute(base, &routes::claim(&claim.id)),
        name: &claim.title,
        claim_reviewed: &claim.claim,
        in_language: site.brief.language.tag(),
        date_published: claim.published.map(|date| date.iso()),
        date_modified: claim.updated.map(|date| date.iso()),
        author,
        review_rating: rating(site, claim),
        item_reviewed: reviewed(claim),
        image: card.into_iter().chain(own).collect(),
        citation,
    }
}

fn rating<'a>(site: &'a Site, claim: &Claim<Verified>) -> Rating<'a> {
    let verdict = &site.brief.scale.verdicts()[claim.verdict];
    let figures = verdict.value.zip(site.brief.scale.bounds());
    Rating {
        alternate_name: &verdict.label,
        rating_value: figures.map(|(value, _)| number(value)),
        worst_rating: figures.map(|(_, (worst, _))| number(worst)),
        best_rating: figures.map(|(_, (_, best))| number(best)),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "only whole numbers within i32 are converted")]
fn number(value: f64) -> Number {
    if value.fract() == 0.0 && value.abs() < f64::from(i32::MAX) {
        Number::Whole(value as i64)
    } else {
        Number::Fraction(value)
    }
}

fn reviewed(claim: &Claim<Verified>) -> Reviewed<'_> {
    let appearances = appearances(claim);
    Reviewed {
        // The claim as it was made: in its own language, if the note has it.
        in_language: claim
            .original
            .as_ref()
            .map(|original| &original.language)
            .or(claim.language.as_ref())
            .map(Language::tag),
        text: claim.original.as_ref().map(|original| original.text.as_str()),
        author: authors(claim),
        date_published: claim.claimed_on.map(|date| date.iso()),
        first_appearance: first(claim, &appearances),
        appearance: appearances,
    }
}

/// The people and organisations that made the claim. A post is a work, not an author, and who only reported the claim is neither.
fn authors(claim: &Claim<Verified>) -> Option<Authors<'_>> {
    let authors = claim.claimants.iter().filter(|claimant| claimant.kind != Some(ClaimantKind::Post));
    let mut authors: Vec<Author<'_>> = authors.map(author).collect();
    match authors.len() {
        0 => None,
        1 => authors.pop().map(Authors::One),
        _ => Some(Authors::Several(authors)),
    }
}

fn author(claimant: &Claimant) -> Author<'_> {
    Author {
        type_name: claimant.kind.and_then(|kind| match kind {
            ClaimantKind::Organisation => Some("Organization"),
            ClaimantKind::Person => Some("Person"),
            ClaimantKind::Post => None,
        }),
        name: &claimant.name,
        description: claimant.role.as_deref(),
        same_as: claimant.url.as_deref(),
    }
}

/// The appearances of the note, and the posts that made the claim, as far as these have an address and are not among them.
fn appearances(claim: &Claim<Verified>) -> Vec<Work<'_>> {
    let posts = claim.claimants.iter().filter(|claimant| claimant.kind == Some(ClaimantKind::Post));
    let mut posts: Vec<Work<'_>> = posts.filter_map(post).collect();
    let mut works = vec![];
    for appearance in &claim.appearances {
        let same = posts.iter().position(|post| post.url == appearance.url);
        let work = work(appearance);
        works.push(match same.map(|at| posts.remove(at)) {
            Some(post) => Work {
                headline: work.headline,
                date_published: work.date_published.or(post.date_published),
                archived_at: work.archived_at,
                ..post
            },
            None => work,
        });
    }
    works.extend(posts);
    works
}

fn post(claimant: &Claimant) -> Option<Work<'_>> {
    Some(Work {
        type_name: "SocialMediaPosting",
        url: claimant.url.as_deref()?,
        name: Some(&claimant.name),
        headline: None,
        date_published: claimant.posted,
        archived_at: None,
        publisher: claimant.platform.as_deref().map(|name| Publisher { name }),
    })
}

fn work(appearance: &Appearance) -> Work<'_> {
    Work {
        type_name: "CreativeWork",
        url: &appearance.url,
        name: None,
        headline: appearance.title.as_deref(),
        date_published: appearance.published,
        archived_at: appearance.archive_url.as_deref(),
        publisher: None,
    }
}

/// The appearance that was the first, where the note leaves no doubt of it: all of them are dated, no other is as early, and the claim was
/// not made before. Of a month or a year alone any day may be meant.
fn first<'a>(claim: &Claim<Verified>, appearances: &[Work<'a>]) -> Option<Work<'a>> {
    let dates: Vec<Date> = appearances.iter().map(|work| work.date_published).collect::<Option<Vec<_>>>()?;
    let (position, earliest) = dates.iter().enumerate().min_by_key(|(_, date)| **date)?;
    let latest = earliest.last_ymd();
    let alone = dates.iter().filter(|date| date.ymd() <= latest).count() == 1;
    let made_before = claim.claimed_on.is_some_and(|made| made.ymd() < latest);
    (alone && !made_before).then(|| appearances[position])
}

#[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
fn iso<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    date.map(|date| date.iso()).serialize(serializer)
}

fn cited(read: &ReadSource) -> Cited<'_> {
    let source = &read.source;
    Cited {
        type_name: match source.kind {
            Kind::Article => "Article",
            Kind::Report => "Report",
            Kind::Dataset => "Dataset",
            Kind::Post => "SocialMediaPosting",
            Kind::Statement | Kind::Transcript => "CreativeWork",
        },
        name: &source.title,
        url: source.url.as_deref(),
        archived_at: source.archive_url.as_deref(),
        publisher: source.publisher.as_deref().map(|name| Publisher { name }),
        date_published: source.published.map(|date| date.iso()),
        in_language: read.language.tag(),
    }
}

fn picture<'a>(base: &Url, image: &'a Image) -> ImageObject<'a> {
    let pixels = |value| QuantitativeValue { value, unit_code: "E37" };
    ImageObject {
        url: of_file(base, &image.file),
        width: pixels(image.width),
        height: pixels(image.height),
        caption: &image.alt,
        credit_text: image.credit.as_deref(),
    }
}
