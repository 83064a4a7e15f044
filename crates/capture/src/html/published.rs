//! When an article was published: [`published`]. A wrong date is worse than none.

use jiff::civil;

use super::about::About;
use super::address_days::{in_address, other_month_in_address};
use super::date_words::{PUBLISHED, is_sentence, says_changed};
use super::elements::is_heading;
use super::lines::Line;
use super::meta::metas;
use super::names::{Clarity, Part};
use super::phrases::is_credit;
use crate::dates::normalise_date;
use crate::days::{Order, find_day};

const NAMES: [&str; 15] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
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
    "pubdate",
    "shareaholic:article_published_time",
];

/// What the page states of its last change.
const CHANGES: [&str; 5] =
    ["article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "citation_last_modified_date"];

/// Longer lines without a word for publication are sentences, in characters.
const MAX_BYLINE: usize = 90;

/// Classes of elements that show when something was published.
const CLASSES: [&str; 14] = [
    "date",
    "datum",
    "published",
    "time",
    "timestamp",
    "fecha",
    "data",
    "posted",
    "pubdate",
    "dateline",
    "datetime",
    "entrydate",
    "postdate",
    "created",
];

/// What systems state that have no day: the beginning of their calendar.
const NO_DAY: &str = "1970-01-01";

/// A day that is shown is that of another article, or of the site, if it is more days before the one that is stated.
const MAX_DAYS: i32 = 730;

/// Longer lines are text.
const MAX_LINE: usize = 160;

/// The day or moment of publication, and why it may be wrong, if that is so.
#[derive(Debug, Default)]
pub(super) struct Published {
    pub date: Option<String>,
    pub doubt: Option<String>,
}

/// A day that readers see near the headline.
struct Shown {
    date: String,
    says: Says,
}

/// What a line says of the day in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Published,
    Changed,
    /// It is a sentence, which may be about any day.
    Anything,
}

fn sure(date: String) -> Published {
    Published { date: Some(date), doubt: None }
}

fn unsure(date: String, why: impl Into<String>) -> Published {
    Published { date: Some(date), doubt: Some(why.into()) }
}

/// What the page states, corrected by the day that it shows to readers; else what it shows near its headline.
pub(super) fn published(about: &About<'_>) -> Published {
    let mut found = found(about);
    if let (Some(date), None) = (&found.date, &found.doubt) {
        found.doubt = other_month_in_address(about, date)
            .map(|month| format!("the address has {month}"))
            .or_else(|| described_otherwise(about, date));
    }
    found
}

fn found(about: &About<'_>) -> Published {
    let not_later = |date: &String| date.get(..10) <= about.captured.get(..10);
    let all: Vec<String> = stated(about).into_iter().filter(not_later).collect();
    let shown = shown(about).filter(|shown| not_later(&shown.date));
    if let Some(first) = all.first() {
        return of_stated(about, &at_midnight(about, first), &all, shown);
    }
    let (shown, other) = match shown {
        Some(Shown { date, says: Says::Published }) => (Some(date), None),
        other => (None, other),
    };
    let other = || {
        other.map(|Shown { date, says }| match says {
            Says::Changed => unsure(date, "it is the day of a change"),
            _ => unsure(date, "it is in a sentence"),
        })
    };
    shown
        .map(|date| match named_elsewhere(about).filter(|other| days_between(other, &date) > Some(1)) {
            Some(other) => unsure(date, format!("the page also shows {}", day(&other))),
            None => sure(date),
        })
        .or_else(|| marked(about).filter(|marked| marked.date.as_ref().is_some_and(not_later)))
        .or_else(|| named_elsewhere(about).filter(not_later).map(|date| unsure(date, "it is away from the headline")))
        .or_else(other)
        .or_else(|| in_address(about).filter(not_later).map(|date| unsure(date, "it is only in the address")))
        .unwrap_or_default()
}

/// Of the dates that a page states, `first` before `all`, the one that it also shows to readers.
fn of_stated(about: &About<'_>, first: &str, all: &[String], shown: Option<Shown>) -> Published {
    let first = first.to_owned();
    let changes = changes(about);
    let is_change = |date: &str| changes.iter().any(|change| days_between(change, date) == Some(0));
    let dated = shown.as_ref().filter(|shown| shown.says != Says::Anything).map(|shown| shown.date.as_str());
    let change_shown = shown.as_ref().is_some_and(|shown| shown.says == Says::Changed);
    if let (Some(stated), Some(shown)) = (all.first(), dated)
        && day(stated) == day(shown)
        && day(stated) < day(&first)
    {
        // It was written in UTC, and so shown.
        return unsure(first, format!("the page also shows {}", day(shown)));
    }
    if let Some(date) = all.iter().find(|date| dated.is_some_and(|shown| days_between(date, shown) == Some(0))) {
        // Some systems state the day of the last change as that of publication.
        let earlier = all.iter().find(|other| day(other) < day(date) && days_between(other, date) > Some(1));
        return match earlier.filter(|_| change_shown || is_change(date)) {
            Some(earlier) => unsure(date.clone(), format!("the page also states {}", day(earlier))),
            None => sure(date.clone()),
        };
    }
    let shown = shown.filter(|shown| shown.says == Says::Published).map(|shown| shown.date);
    if is_change(&first) {
        // What is older may be the day that the site began.
        let before = |date: &&String| day(date) < day(&first) && days_between(date, &first) < Some(MAX_DAYS);
        if let Some(date) = all
            .iter()
            .chain(&shown)
            .filter(before)
            .min()
            .filter(|date| !shows(about, &first) || Some(*date) == shown.as_ref())
        {
            return unsure(date.clone(), format!("the page also states {}", day(&first)));
        }
    }
    if let Some(shown) = shown {
        return match days_between(&first, &shown) {
            // The same night, in another time zone.
            Some(1) => sure(shown),
            Some(days) if days > 1 => unsure(first, format!("the page also shows {}", day(&shown))),
            _ => sure(first),
        };
    }
    let other = all.iter().find(|other| days_between(other, &first).is_some_and(|days| days > 1));
    let change = changes.iter().find(|change| days_between(change, &first).is_some_and(|days| days > 0));
    match (other, change) {
        (Some(other), _) => unsure(first, format!("the page also states {}", day(other))),
        _ if first.ends_with('Z') && first.get(11..13).is_some_and(|hour| hour >= "22") => {
            unsure(first, "it is near midnight, and the page shows no day")
        }
        _ if change_shown => unsure(first, "the page shows only the day of a change"),
        (_, Some(change)) => unsure(first, format!("the page shows no day, and was changed on {}", day(change))),
        _ if all.len() == 1 && !is_anywhere(about, &first) => {
            unsure(first, "the page shows no day, and states it in one place only")
        }
        _ => sure(first),
    }
}

/// Some pages describe their article twice, and give it two days: the one that is not `date`.
fn described_otherwise(about: &About<'_>, date: &str) -> Option<String> {
    let described = about.json_ld.texts("datePublished");
    let days: Vec<String> = described.iter().filter_map(|text| normalise_date(text)).collect();
    let differ = days.iter().any(|other| day(other) != day(&days[0]));
    let other = days.iter().filter(|_| differ).find(|other| day(other) != day(date))?;
    Some(format!("the page also states {}", day(other)))
}

/// When the page says it was changed last.
fn changes(about: &About<'_>) -> Vec<String> {
    let json_ld = about.json_ld.text("dateModified").into_iter();
    json_ld.chain(metas(about.page, &CHANGES)).filter_map(|text| normalise_date(&text)).collect()
}

fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

/// What the page states for programs, in order of trust.
fn stated(about: &About<'_>) -> Vec<String> {
    let page = about.page;
    let json_ld = about.json_ld.text("datePublished").into_iter();
    let marked = page
        .descendants(0)
        .filter(|node| page.has_token(*node, "itemprop", "datePublished") && !is_elsewhere(about, *node))
        .filter_map(|node| {
            page.attribute(node, "datetime").or_else(|| page.attribute(node, "content")).map(str::to_owned)
        });
    let dates = json_ld.chain(metas(page, &NAMES)).chain(marked).filter_map(|text| normalise_date(&text));
    dates.filter(|date| day(date) != NO_DAY).collect()
}

/// A day that was written as midnight in Central Europe: `2019-08-05T22:00:00Z` is 6 August.
fn at_midnight(about: &About<'_>, date: &str) -> String {
    const ZONE: [&str; 14] = ["de", "at", "ch", "fr", "it", "es", "nl", "be", "pl", "cz", "dk", "se", "no", "hu"];
    let place = about.host().and_then(|host| host.rsplit('.').next()).unwrap_or_default();
    let language = about.language.as_deref().and_then(|tag| tag.split('-').next()).unwrap_or_default();
    let here = ZONE.contains(&place) || ZONE.contains(&language) && language != "es" && language != "fr";
    let midnight = date.ends_with("T22:00:00Z") || date.ends_with("T23:00:00Z");
    let next = || date.get(..10)?.parse::<civil::Date>().ok()?.tomorrow().ok();
    match next().filter(|_| here && midnight) {
        Some(next) => next.to_string(),
        None => date.to_owned(),
    }
}

/// Whether a line near the headline shows this day.
fn shows(about: &About<'_>, date: &str) -> bool {
    let order = order(about);
    about.near().into_iter().any(|line| {
        datetime(about, line.block)
            .or_else(|| find_day(&line.text, order))
            .is_some_and(|day| days_between(&day, date) == Some(0))
    })
}

/// Whether a reader finds this day somewhere on the page, other than as that of a change, or in its address.
fn is_anywhere(about: &About<'_>, date: &str) -> bool {
    let order = order(about);
    let is_date = |other: &String| day(other) == day(date);
    in_address(about).as_ref().is_some_and(is_date)
        || about.lines.iter().any(|line| {
            find_day(&line.text, order).as_ref().is_some_and(is_date) && !says_changed(&line.text.to_lowercase())
        })
}

/// The date in a line near the headline: that of publication, else that of a change, else one in a sentence.
fn shown(about: &About<'_>) -> Option<Shown> {
    let order = order(about);
    let (mut changed, mut other) = (None, None);
    for line in about.near() {
        let length = line.text.chars().count();
        if length > MAX_LINE
            || is_heading(about.page.name(line.block)) && length > 40
            || is_elsewhere(about, line.block)
            || is_of_picture(about, line)
        {
            continue;
        }
        let lower = line.text.to_lowercase();
        let published = PUBLISHED.iter().filter_map(|word| lower.find(word)).min();
        // Of two days, the one after the word.
        let after_word = || find_day(lower.get(published?..)?, order);
        let time = datetime(about, line.block);
        let sentence = time.is_none() && published.is_none() && (length > MAX_BYLINE || is_sentence(&line.text));
        let Some(date) = time.or_else(after_word).or_else(|| find_day(&line.text, order)) else {
            continue;
        };
        if says_changed(&lower) {
            changed = changed.or(Some(Shown { date, says: Says::Changed }));
        } else if sentence {
            other = other.or(Some(Shown { date, says: Says::Anything }));
        } else {
            return Some(Shown { date, says: Says::Published });
        }
    }
    changed.or(other)
}

/// Whether a line is about a picture, which has a day of its own.
fn is_of_picture(about: &About<'_>, line: &Line) -> bool {
    let lower = line.text.to_lowercase();
    is_credit(&line.text)
        || ["foto:", "photo:", "bild:"].iter().any(|word| lower.contains(word))
        || about.page.ancestors_and_self(line.block).any(|node| about.page.name(node) == "figcaption")
}

/// The moment that a `time` element in a line has for programs, other than that of a change.
fn datetime(about: &About<'_>, block: usize) -> Option<String> {
    let page = about.page;
    std::iter::once(block)
        .chain(page.descendants(block))
        .filter(|node| page.name(*node) == "time" && !about.visible.is_hidden(*node) && !is_change(about, *node))
        .find_map(|node| normalise_date(page.attribute(node, "datetime")?))
}

/// Whether an element says that it has the date of a change.
fn is_change(about: &About<'_>, node: usize) -> bool {
    about.page.has_token(node, "itemprop", "dateModified") && !about.page.has_token(node, "itemprop", "datePublished")
}

/// A date that the page marks as that of publication, else the only day in its `time` elements.
fn marked(about: &About<'_>) -> Option<Published> {
    let page = about.page;
    let is_marked =
        |node: usize| page.has_token(node, "itemprop", "datePublished") || page.attribute(node, "pubdate").is_some();
    let date_of = |node: usize| {
        let value = page.attribute(node, "datetime").or_else(|| page.attribute(node, "content"));
        value.and_then(normalise_date).or_else(|| find_day(&page.text_content(node), order(about)))
    };
    let (elsewhere, here): (Vec<usize>, Vec<usize>) =
        page.descendants(0).filter(|node| is_marked(*node)).partition(|node| is_elsewhere(about, *node));
    let other = || elsewhere.into_iter().find_map(date_of).map(|date| unsure(date, "it is away from the headline"));
    let times: Vec<String> = page
        .descendants(about.region.root)
        .filter(|node| page.name(*node) == "time" && !is_elsewhere(about, *node) && !is_change(about, *node))
        .filter_map(|node| normalise_date(page.attribute(node, "datetime")?))
        .collect();
    let first = || {
        let first = times.first()?.clone();
        let other = times.iter().find(|other| days_between(other, &first) != Some(0));
        Some(other.map_or_else(
            || sure(first.clone()),
            |other| unsure(first.clone(), format!("the page also shows {}", day(other))),
        ))
    };
    here.into_iter().find_map(date_of).map(sure).or_else(first).or_else(other)
}

/// The date in an element that is named after dates, if the page shows only one such day outside of lists of other articles.
fn named_elsewhere(about: &About<'_>) -> Option<String> {
    let page = about.page;
    let mut days: Vec<String> = page
        .descendants(0)
        .filter(|node| {
            let names = ["class", "id"].into_iter().filter_map(|name| page.attribute(*node, name));
            names
                .flat_map(|value| value.split(|c: char| !c.is_ascii_alphabetic()))
                .any(|word| CLASSES.contains(&word.to_ascii_lowercase().as_str()))
        })
        .filter(|node| !about.visible.is_hidden(*node) && !is_elsewhere(about, *node))
        .filter_map(|node| {
            let text = page.text_content(node);
            (text.chars().count() <= MAX_LINE).then(|| find_day(&text, order(about))).flatten()
        })
        .collect();
    days.dedup();
    match days.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// Whether a node is in a part that is about other articles, or by readers.
fn is_elsewhere(about: &About<'_>, node: usize) -> bool {
    let page = about.page;
    page.ancestors_and_self(node).take_while(|ancestor| !page.descendants(*ancestor).contains(&about.region.core)).any(
        |ancestor| {
            matches!(about.measures.named(ancestor), Some((Part::Comments | Part::Related, Clarity::Clear)))
                || matches!(page.name(ancestor), "nav" | "aside" | "footer")
        },
    )
}

fn order(about: &About<'_>) -> Order {
    match about.language.as_deref() {
        Some("en-US") => Order::MonthFirst,
        Some(tag) if tag != "en" => Order::DayFirst,
        _ => Order::Unknown,
    }
}

fn days_between(a: &str, b: &str) -> Option<i32> {
    let day = |text: &str| text.get(..10)?.parse::<civil::Date>().ok();
    Some((day(a)? - day(b)?).get_days().abs())
}
