//! What a numeral with its separators may mean. Entry point: [`readings`].

use super::decimal::Decimal;
use super::figure::{Reading, Unit};
use super::lists::Point;

/// The readings of a numeral by itself, likeliest first; none if it is no figure, such as the number of a version.
pub(super) fn readings(numeral: &str, point: Point) -> Vec<Reading> {
    let groups: Vec<&str> = numeral.split(['.', ',', '\'', ' ']).collect();
    let separators: Vec<char> = numeral.chars().filter(|c| !c.is_ascii_digit()).collect();
    let mut out: Vec<Reading> = values(&groups, &separators, point).into_iter().map(plain).collect();
    match (&groups[..], &separators[..]) {
        ([day, month, year], ['.', '.']) => out.extend(day_month_year(day, month, year)),
        ([hour, minute], ['.']) => out.extend(time(hour, minute)),
        _ => {}
    }
    out
}

fn plain(value: Decimal) -> Reading {
    Reading::Number { value, unit: Unit::None }
}

fn values(groups: &[&str], separators: &[char], point: Point) -> Vec<Decimal> {
    let grouped = || Decimal::parse(&groups.concat(), "");
    let pointed = || Decimal::parse(&groups[..groups.len() - 1].concat(), groups[groups.len() - 1]);
    let found = match separators {
        [] => [Decimal::parse(groups[0], ""), None],
        [one] if are_groups(groups) => match (one, point) {
            ('\'' | ' ', _) | (',', Point::Dot) | ('.', Point::Comma) => [grouped(), None],
            ('.', Point::Dot) | (',', Point::Comma) => [pointed(), None],
            _ => [grouped(), pointed()],
        },
        ['.' | ','] => [pointed(), None],
        [first, .., last] if first != last => {
            let (whole, same) = (&groups[..groups.len() - 1], separators[..separators.len() - 1].iter());
            let is_grouped = same.clone().all(|other| other == first) && (are_groups(whole) || are_indian(whole));
            [pointed().filter(|_| is_grouped), None]
        }
        [first, rest @ ..] if rest.iter().all(|other| other == first) && (are_groups(groups) || are_indian(groups)) => {
            [grouped(), None]
        }
        _ => [None, None],
    };
    found.into_iter().flatten().collect()
}

/// Whether these are groups of three figures, of which the first may be shorter.
fn are_groups(groups: &[&str]) -> bool {
    let [first, rest @ ..] = groups else {
        return false;
    };
    first.len() <= 3 && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3)
}

/// As 12,34,567.
fn are_indian(groups: &[&str]) -> bool {
    let [first, middle @ .., last] = groups else {
        return false;
    };
    first.len() <= 2 && last.len() == 3 && middle.iter().all(|group| group.len() == 2)
}

/// A time of the day, if these can be one.
pub(super) fn time(hour: &str, minute: &str) -> Option<Reading> {
    let (hour, minute) = (hour.parse().ok()?, minute.parse().ok().filter(|_| minute.len() == 2)?);
    (hour <= 24 && minute < 60).then_some(Reading::Time { hour, minute })
}

/// A day, if these can be one.
pub(super) fn day(year: Option<u32>, month: &str, day: &str) -> Option<Reading> {
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let plausible = (1..=12).contains(&month) && (1..=31).contains(&day);
    plausible.then_some(Reading::Day { year, month, day })
}

/// The days that three numbers in this order may mean: day and month may be swapped, and a year may have two figures.
pub(super) fn day_month_year(first: &str, second: &str, year: &str) -> Vec<Reading> {
    let years: Vec<u32> = match (year.len(), year.parse::<u32>()) {
        (4, Ok(year)) => vec![year],
        (2, Ok(year)) => vec![2000 + year, 1900 + year],
        _ => vec![],
    };
    let days = |year: u32| [day(Some(year), second, first), day(Some(year), first, second)];
    years.into_iter().flat_map(days).flatten().collect()
}
