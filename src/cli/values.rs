//! Parsers of values on the command line. Their errors say what was expected.

use crate::model::Date;

pub(super) fn date(text: &str) -> Result<String, String> {
    Date::parse(text).map(|date| date.iso()).ok_or_else(|| Date::complaint(text).to_owned())
}

pub(super) fn moment(text: &str) -> Result<Date, String> {
    let date = Date::parse(text).ok_or_else(|| Date::complaint(text).to_owned())?;
    let expected = || "expected a day and time with its offset from UTC, such as 2024-03-14T06:00:00+01:00".to_owned();
    match Date::not_a_moment(text) {
        Some(complaint) => Err(format!("{}: {}", complaint.expected, complaint.hint)),
        None => date.clock().is_some().then_some(date).ok_or_else(expected),
    }
}

pub(super) fn web_address(text: &str) -> Result<url::Url, String> {
    let web = |url: &url::Url| matches!(url.scheme(), "http" | "https");
    url::Url::parse(text)
        .ok()
        .filter(web)
        .ok_or_else(|| "expected an address like https://example.org/article".to_owned())
}
