//! When an article was published: [`published`]. A wrong date is worse than none.

use jiff::civil;

use super::about::About;
use super::elements::is_heading;
use super::meta::metas;
use super::names::{Clarity, Part};
use crate::capture::dates::normalise_date;
use crate::capture::days::{Order, find_day};

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

/// Lines with such words give the date of a change.
const CHANGED: [&str; 15] = [
    "aktualisiert",
    "updated",
    "update",
    "geändert",
    "modified",
    "mise à jour",
    "actualizado",
    "aggiornato",
    "atualizado",
    "bijgewerkt",
    "zaktualizowano",
    "last change",
    "stand:",
    "revised",
    "änderung",
];

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

/// Longer lines are text.
const MAX_LINE: usize = 160;

/// The day or moment of publication, and why it may be wrong, if that is so.
#[derive(Debug, Default)]
pub(super) struct Published {
    pub date: Option<String>,
    pub doubt: Option<String>,
}

/// What the page states, corrected by the day that it shows to readers; else what it shows near its headline.
pub(super) fn published(about: &About<'_>) -> Published {
    let sure = |date: String| Published { date: Some(date), doubt: None };
    let unsure = |date: String, why: &str| Published { date: Some(date), doubt: Some(why.to_owned()) };
    let not_later = |date: &String| date.get(..10) <= about.captured.get(..10);
    let all: Vec<String> = stated(about).into_iter().filter(not_later).collect();
    let shown = shown(about).filter(not_later);
    // Of several, the one that readers see.
    let agreed = all.iter().find(|date| shown.as_ref().is_some_and(|shown| days_between(date, shown) == Some(0)));
    if let Some(date) = agreed {
        return sure(date.clone());
    }
    let stated = all.first().map(|date| at_midnight(about, date));
    match (stated, shown) {
        // The same night, in another time zone.
        (Some(stated), Some(shown)) if days_between(&stated, &shown) == Some(1) => sure(shown),
        (Some(stated), Some(shown)) if days_between(&stated, &shown) != Some(0) && !shows(about, &stated) => {
            let why = format!("the page also shows {}", shown.get(..10).unwrap_or(&shown));
            unsure(stated, &why)
        }
        (Some(stated), None) if all.iter().any(|other| days_between(other, &stated).is_some_and(|days| days > 1)) => {
            let others: Vec<&str> = all
                .iter()
                .filter(|other| days_between(other, &stated) != Some(0))
                .filter_map(|other| other.get(..10))
                .collect();
            let why = format!("the page also states {}", others.first().unwrap_or(&""));
            unsure(stated, &why)
        }
        (Some(stated), None) if stated.ends_with('Z') && stated.get(11..13).is_some_and(|hour| hour >= "22") => {
            unsure(stated, "it is near midnight, and the page shows no day")
        }
        (Some(stated), _) => sure(stated),
        (None, Some(shown)) => sure(shown),
        (None, None) => match marked(about).filter(not_later) {
            Some(date) => sure(date),
            None => named_elsewhere(about)
                .filter(not_later)
                .map(|date| unsure(date, "it stands away from the headline"))
                .or_else(|| in_address(about).filter(not_later).map(|date| unsure(date, "it is only in the address")))
                .unwrap_or_default(),
        },
    }
}

/// What the page states for programs, in order of trust.
fn stated(about: &About<'_>) -> Vec<String> {
    let page = about.page;
    let json_ld = about.json_ld.text("datePublished").into_iter();
    let marked = page
        .elements(&["time", "meta", "span", "div"])
        .filter(|node| page.has_token(*node, "itemprop", "datePublished") && !is_elsewhere(about, *node))
        .filter_map(|node| {
            page.attribute(node, "datetime").or_else(|| page.attribute(node, "content")).map(str::to_owned)
        });
    json_ld.chain(metas(page, &NAMES)).chain(marked).filter_map(|text| normalise_date(&text)).collect()
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

/// The date in a line near the headline.
fn shown(about: &About<'_>) -> Option<String> {
    let order = order(about);
    let mut changed = None;
    for line in about.near() {
        if line.text.chars().count() > MAX_LINE
            || is_heading(about.page.name(line.block)) && line.text.chars().count() > 40
            || is_elsewhere(about, line.block)
        {
            continue;
        }
        let Some(day) = datetime(about, line.block).or_else(|| find_day(&line.text, order)) else {
            continue;
        };
        let lower = line.text.to_lowercase();
        if CHANGED.iter().any(|word| lower.contains(word))
            && !lower.contains("publi")
            && !lower.contains("veröff")
            && !lower.contains("erstellt")
            && !lower.contains("erschienen")
        {
            changed = changed.or(Some(day));
        } else {
            return Some(day);
        }
    }
    changed
}

/// The moment that a `time` element in a line has for programs.
fn datetime(about: &About<'_>, block: usize) -> Option<String> {
    let page = about.page;
    std::iter::once(block)
        .chain(page.descendants(block))
        .filter(|node| page.name(*node) == "time" && !about.visible.is_hidden(*node))
        .find_map(|node| normalise_date(page.attribute(node, "datetime")?))
}

/// A date that the page marks as that of publication.
fn marked(about: &About<'_>) -> Option<String> {
    let page = about.page;
    page.descendants(0)
        .filter(|node| page.has_token(*node, "itemprop", "datePublished") || page.attribute(*node, "pubdate").is_some())
        .find_map(|node| {
            let value = page.attribute(node, "datetime").or_else(|| page.attribute(node, "content"));
            value.and_then(normalise_date).or_else(|| find_day(&page.text_content(node), order(about)))
        })
        .or_else(|| {
            let times = page
                .descendants(about.region.root)
                .filter(|node| page.name(*node) == "time" && !is_elsewhere(about, *node));
            times.into_iter().find_map(|node| normalise_date(page.attribute(node, "datetime")?))
        })
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

/// The day in an address such as `/2019/08/06/title`.
fn in_address(about: &About<'_>) -> Option<String> {
    let path = about.url.as_ref()?.path().to_owned();
    let parts: Vec<&str> = path.split(['/', '-', '_']).filter(|part| !part.is_empty()).collect();
    parts.windows(3).find_map(|parts| match parts {
        [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
            normalise_date(&format!("{year}-{month}-{day}"))
        }
        _ => None,
    })
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
