//! Converts dates as pages write them to the form of notes: [`normalise_date`].

use jiff::civil;
use jiff::fmt::rfc2822;

use citeback_content::model::Date;
use citeback_content::model::locale::MONTHS;

/// `2019-08-06`, or `2019-08-06T12:55:00Z` where the offset from UTC is known; `None` when the day is uncertain.
pub(super) fn normalise_date(text: &str) -> Option<String> {
    let text = text.trim();
    iso(text).or_else(|| rfc_2822(text)).or_else(|| long_form(text))
}

fn iso(text: &str) -> Option<String> {
    let day = text.get(..10).map(|day| day.replace('/', "-"));
    if let Some(day) = day.as_deref().filter(|day| Date::parse(day).is_some()) {
        let mut moment = format!("{day}{}", &text[10..]).replacen(' ', "T", 1).replace(' ', "");
        // Some pages write the offset without a colon.
        if let Some(at) = moment.rfind(['+', '-']).filter(|at| *at > 10 && moment.len() - at == 5 && moment.is_ascii())
        {
            moment.insert(at + 3, ':');
        }
        return match Date::parse(&moment) {
            Some(date) => Some(date.iso()),
            // Without an offset only the day is certain.
            None if text[10..].is_empty() || text[10..].starts_with(['T', 't', ' ']) => Some(day.to_owned()),
            None => None,
        };
    }
    let compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let day = compact.then(|| format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]))?;
    Date::parse(&day).map(|date| date.iso())
}

fn rfc_2822(text: &str) -> Option<String> {
    let zoned = rfc2822::parse(text).ok()?;
    let (offset, moment) = (zoned.offset().seconds(), zoned.strftime("%Y-%m-%dT%H:%M:%S"));
    let sign = if offset < 0 { '-' } else { '+' };
    let written = format!("{moment}{sign}{:02}:{:02}", offset.abs() / 3600, offset.abs() / 60 % 60);
    Date::parse(&written).map(|date| date.iso())
}

/// `August 6, 2019` or `6 August 2019`, optionally with `12:55 PM UTC`, and nothing else.
fn long_form(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_end_matches('.').to_ascii_lowercase())
        .collect();
    let month_at = words.iter().take(3).position(|word| month(word).is_some())?;
    let number = |word: Option<&String>| -> Option<i16> {
        word?.trim_end_matches("st").trim_end_matches("nd").trim_end_matches("rd").trim_end_matches("th").parse().ok()
    };
    let (day, year, rest) = match month_at.checked_sub(1).and_then(|before| number(words.get(before))) {
        Some(day) => (day, number(words.get(month_at + 1))?, month_at + 2),
        None => (number(words.get(month_at + 1))?, number(words.get(month_at + 2))?, month_at + 3),
    };
    let leading = words[..month_at].iter().filter(|word| number(Some(word)).is_none()).count();
    if leading > 1 || words[..month_at].iter().any(|word| number(Some(word)).is_none() && !is_weekday(word)) {
        return None;
    }
    let date = civil::Date::new(year, i8::try_from(month(&words[month_at])?).ok()?, i8::try_from(day).ok()?).ok()?;
    let date = Date::parse(&date.to_string())?.iso();
    let rest: Vec<&str> = words[rest..].iter().map(String::as_str).filter(|word| *word != "at").collect();
    match rest.as_slice() {
        [] => Some(date),
        [clock, "utc" | "gmt" | "z"] => Some(moment(&date, clock, "")),
        [clock, half @ ("am" | "pm"), "utc" | "gmt" | "z"] => Some(moment(&date, clock, half)),
        [first, ..] if first.starts_with(|c: char| c.is_ascii_digit()) && rest.len() <= 3 => Some(date),
        _ => None,
    }
}

/// A moment in UTC; only the day when `clock` is not a time.
fn moment(date: &str, clock: &str, half: &str) -> String {
    let read = || {
        let (hours, minutes) = clock.split_once(':')?;
        let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
        let hours = match (half, hours) {
            ("am", 12) => 0,
            ("pm", 1..=11) => hours + 12,
            _ => hours,
        };
        Date::parse(&format!("{date}T{hours:02}:{minutes:02}:00Z")).map(|date| date.iso())
    };
    read().unwrap_or_else(|| date.to_owned())
}

/// The number of a month, by its English name or the first three letters.
fn month(word: &str) -> Option<usize> {
    let at =
        MONTHS.iter().position(|full| word == *full || word == &full[..3] || word == "sept" && *full == "september")?;
    Some(at + 1)
}

fn is_weekday(word: &str) -> bool {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| word.starts_with(day))
}

#[cfg(test)]
mod tests {
    use super::normalise_date;

    #[test]
    fn reads_dates_as_pages_write_them() {
        for (text, expected) in [
            ("2024-03-12", "2024-03-12"),
            ("2024-03-12T09:30:00Z", "2024-03-12T09:30:00Z"),
            ("2024-03-12T09:30:00.123+0100", "2024-03-12T09:30:00+01:00"),
            ("2024-03-12 09:30:00 +01:00", "2024-03-12T09:30:00+01:00"),
            ("2024-03-12T09:30:00", "2024-03-12"),
            ("2024/03/12", "2024-03-12"),
            ("20240312", "2024-03-12"),
            ("Tue, 12 Mar 2024 09:30:00 GMT", "2024-03-12T09:30:00Z"),
            ("August 6, 2019 12:55 PM UTC", "2019-08-06T12:55:00Z"),
            ("6 August 2019", "2019-08-06"),
            ("Tuesday, Aug. 6th, 2019", "2019-08-06"),
            ("March 12, 2024 9:30 am", "2024-03-12"),
        ] {
            assert_eq!(normalise_date(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn rejects_uncertain_dates() {
        for text in [
            "",
            "yesterday",
            "03/12/2024",
            "2024",
            "May",
            "In May 2024 the council met",
            "2024-02-31",
            "August 6, 2019 was a Tuesday",
        ] {
            assert_eq!(normalise_date(text), None, "{text}");
        }
    }
}
