//! The days and months in the address of an article: [`in_address`] and [`other_month_in_address`].

use jiff::civil;

use super::about::About;
use crate::dates::normalise_date;

/// The day in an address such as `/2019/08/06/title`.
pub(super) fn in_address(about: &About<'_>) -> Option<String> {
    let path = about.url.as_ref()?.path().to_owned();
    let parts: Vec<&str> = path.split(['/', '-', '_']).filter(|part| !part.is_empty()).collect();
    parts.windows(3).find_map(|parts| match parts {
        [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
            normalise_date(&format!("{year}-{month}-{day}"))
        }
        _ => None,
    })
}

/// The month in an address such as `/2019/08/title`, if the date is not in it, nor the day before or after it.
pub(super) fn other_month_in_address(about: &About<'_>, date: &str) -> Option<String> {
    let path = about.url.as_ref()?.path().to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    let first = parts.windows(2).find_map(|parts| match parts {
        [year, month] if year.len() == 4 && month.len() == 2 => normalise_date(&format!("{year}-{month}-01")),
        _ => None,
    })?;
    let first: civil::Date = first.parse().ok()?;
    let date: civil::Date = date.get(..10)?.parse().ok()?;
    let near = [date.yesterday(), Ok(date), date.tomorrow()];
    let same = near.into_iter().flatten().any(|day| day.first_of_month() == first);
    (!same).then(|| first.strftime("%Y-%m").to_string())
}
