//! The line of time on the front page: when claims were made and where they appeared, when sources were published. What the newsroom did
//! is no part of the story. [`timeline`] gives the picture and the same in figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tera::Value;

use super::shared::Shared;
use super::value::{html, list, object, text};
use crate::base::escaping::escape;
use crate::model::locale::Locale;
use crate::model::{self, Date};

/// The most rows that a reader takes in at a glance; with more dates than that, they are gathered by month, then by year, then by decade.
const MAX_ROWS: usize = 14;
/// With fewer there is no course of events to see.
const MIN_ROWS: usize = 3;
/// The height of a row and of the head, in CSS pixels.
const ROW: usize = 34;
/// Of each lane's name; each has a line of its own, so that no language is too long for it.
const NAME: usize = 18;
/// The radius of a dot for one, and the largest.
const MIN_RADIUS: f64 = 5.0;
const MAX_RADIUS: f64 = 15.0;
/// The position of the first lane, in per cent of the width; the dates are before it.
const FIRST_LANE: f64 = 40.0;

/// How finely dates are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grain {
    Day,
    Month,
    Year,
    Decade,
}

/// A row: year, month, day, as far as the grain tells them apart; the others are 1. A month or a day that is not known is 0, and comes
/// before those that are.
type Bin = (i16, u8, u8);

impl Grain {
    fn bin(self, date: Date) -> Bin {
        let (year, month, day) = match (date.ymd(), date.grain()) {
            ((year, ..), model::Grain::Year) => (year, 0, 0),
            ((year, month, _), model::Grain::Month) => (year, month, 0),
            (known, model::Grain::Day) => known,
        };
        match self {
            Grain::Day => (year, month, day),
            Grain::Month => (year, month, 1),
            Grain::Year => (year, 1, 1),
            Grain::Decade => (year - year.rem_euclid(10), 1, 1),
        }
    }
}

/// The picture and the figures in it; none where there are too few dates to put in order.
pub(super) fn timeline(shared: &Shared) -> Value {
    let site = &shared.site;
    let listed = || site.listed.iter().map(|claim| &site.claims[*claim]);
    let lanes: Vec<(&str, Vec<Date>)> = [
        ("claim_made", listed().filter_map(|claim| claim.claimed_on).collect::<Vec<_>>()),
        ("claim_appeared", listed().flat_map(|claim| &claim.appearances).filter_map(|place| place.published).collect()),
        ("source_published", site.sources.iter().filter_map(|read| read.source.published).collect()),
    ]
    .into_iter()
    .filter(|(_, dates)| !dates.is_empty())
    .collect();
    let rows = |grain: Grain| {
        let mut rows: BTreeMap<Bin, Vec<usize>> = BTreeMap::new();
        for (lane, (_, dates)) in lanes.iter().enumerate() {
            for date in dates {
                rows.entry(grain.bin(*date)).or_insert_with(|| vec![0; lanes.len()])[lane] += 1;
            }
        }
        rows
    };
    let grains = [Grain::Day, Grain::Month, Grain::Year, Grain::Decade];
    let grain = grains.into_iter().find(|grain| rows(*grain).len() <= MAX_ROWS).unwrap_or(Grain::Decade);
    let rows: Vec<(Bin, Vec<usize>)> = rows(grain).into_iter().collect();
    if rows.len() < MIN_ROWS {
        return Value::none();
    }
    let names: Vec<&str> = lanes.iter().map(|(name, _)| site.locale.wording(name, None)).collect();
    let labels: Vec<String> = rows.iter().map(|(bin, _)| label(&site.locale, grain, *bin)).collect();
    let figures = rows.iter().zip(&labels).map(|((_, counts), label)| {
        object([("label", text(label)), ("counts", list(counts.iter().map(|count| Value::from(*count))))])
    });
    object([
        ("lanes", list(names.iter().map(|name| text(name)))),
        ("rows", list(figures)),
        ("svg", html(&svg(shared, grain, &names, &rows, &labels))),
    ])
}

fn label(locale: &Locale, grain: Grain, (year, month, day): Bin) -> String {
    match grain {
        Grain::Day | Grain::Month if month == 0 => locale.year(year),
        Grain::Day if day > 0 => {
            Date::parse(&format!("{year:04}-{month:02}-{day:02}")).map_or_else(String::new, |d| locale.date(d))
        }
        Grain::Day | Grain::Month => locale.month(year, month),
        Grain::Year => locale.year(year),
        Grain::Decade => format!("{year}–{}", year + 9),
    }
}

/// Dates run downwards, one lane for each kind of event. Places across are in per cent, so that the words keep their size on any screen.
fn svg(shared: &Shared, grain: Grain, names: &[&str], rows: &[(Bin, Vec<usize>)], labels: &[String]) -> String {
    let locale = &shared.site.locale;
    let rtl = locale.language.direction() == "rtl";
    let across = |percent: f64| if rtl { 100.0 - percent } else { percent };
    let step = (100.0 - FIRST_LANE) / (names.len() as f64);
    let lane = |index: usize| across(FIRST_LANE + step * (index as f64 + 0.5));
    let head = NAME * names.len() + 10;
    let height = head + ROW * rows.len();
    let most = rows.iter().flat_map(|(_, counts)| counts).copied().max().unwrap_or(1).max(1);
    // Writing to a String cannot fail.
    let mut out = format!("<svg class=\"timeline\" width=\"100%\" height=\"{height}\" role=\"img\" aria-label=\"");
    escape(locale.wording("timeline_described", None), &mut out);
    out.push_str("\">");
    for (index, name) in names.iter().enumerate() {
        let x = lane(index);
        let y = NAME * (index + 1) - 4;
        // It ends where its lane begins, a little past it.
        let past = if rtl { -6 } else { 6 };
        let _ = write!(out, "<text class=\"timeline-lane\" x=\"{x:.1}%\" dx=\"{past}\" y=\"{y}\" text-anchor=\"end\">");
        escape(name, &mut out);
        let _ = write!(out, "</text><line x1=\"{x:.1}%\" x2=\"{x:.1}%\" y1=\"{}\" y2=\"{height}\"/>", y + 5);
    }
    for (row, ((bin, counts), label)) in rows.iter().zip(labels).enumerate() {
        let y = head + ROW * row + ROW / 2;
        if row > 0 && !follows(grain, rows[row - 1].0, *bin) {
            let _ =
                write!(out, "<line class=\"timeline-gap\" x1=\"0\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\"/>", y - ROW / 2);
        }
        let _ = write!(out, "<text x=\"{:.1}%\" y=\"{}\">", across(0.0), y + 5);
        escape(label, &mut out);
        out.push_str("</text>");
        for (index, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            // Areas, not widths, go with the numbers.
            let share = ((*count as f64) / (most as f64)).sqrt();
            let radius = (MAX_RADIUS * share).max(if *count > 1 { MIN_RADIUS + 4.0 } else { MIN_RADIUS });
            let x = lane(index);
            let _ = write!(out, "<circle cx=\"{x:.1}%\" cy=\"{y}\" r=\"{radius:.1}\"/>");
            if *count > 1 {
                let number = locale.number(*count);
                let _ = write!(
                    out,
                    "<text class=\"timeline-count\" x=\"{x:.1}%\" y=\"{}\" text-anchor=\"middle\">{number}</text>",
                    y + 4
                );
            }
        }
    }
    out + "</svg>"
}

/// Whether nothing lies between two rows.
fn follows(grain: Grain, before: Bin, after: Bin) -> bool {
    let months = |(year, month, _): Bin| i32::from(year) * 12 + i32::from(month);
    match grain {
        Grain::Day => days(after) - days(before) <= 1,
        Grain::Month => months(after) - months(before) <= 1,
        Grain::Year => after.0 - before.0 <= 1,
        Grain::Decade => after.0 - before.0 <= 10,
    }
}

fn days((year, month, day): Bin) -> i64 {
    let (month, day) = (month.max(1), day.max(1));
    Date::parse(&format!("{year:04}-{month:02}-{day:02}")).map_or(0, |date| date.days())
}
