//! Dates as editors write them: a day, or a day and time with its offset (RFC 3339).

use std::cmp::Ordering;

use jiff::civil;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

/// A day, or a moment with the offset from UTC in which it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    day: civil::Date,
    time: Option<(civil::Time, Offset)>,
}

impl Date {
    /// Reads `2019-08-06`, or `2019-08-06T12:55:00Z` and the like; a time without an offset is no moment, and refused.
    pub fn parse(text: &str) -> Option<Self> {
        let plain_day = text.len() == 10;
        let pieces = Pieces::parse(text).ok()?;
        let day = pieces.date();
        if pieces.time_zone_annotation().is_some() || day.year() < 1 {
            return None;
        }
        match (pieces.time(), pieces.to_numeric_offset()) {
            (None, None) if plain_day => Some(Date { day, time: None }),
            (Some(time), Some(offset)) => Some(Date { day, time: Some((time, offset)) }),
            _ => None,
        }
    }

    /// What is wrong with a text that is no date.
    pub fn complaint(text: &str) -> &'static str {
        let day = text.get(..10).unwrap_or(text);
        let shape: String = day.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        if shape != "0000-00-00" {
            "expected a date like 2019-08-06"
        } else if Date::parse(day).is_none() {
            "there is no such day"
        } else {
            "the time needs its offset from UTC, such as Z"
        }
    }

    /// As `2019-08-06` or `2019-08-06T12:55:00Z`, the form of `datetime` attributes and data files.
    pub fn iso(&self) -> String {
        match self.time {
            None => self.day.to_string(),
            Some((time, offset)) => {
                let clock = format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
                format!("{}T{clock}{}", self.day, numeric(offset))
            }
        }
    }

    /// As a moment (RFC 3339), which feeds ask for: a bare day begins at midnight UTC.
    pub fn moment(&self) -> String {
        match self.time {
            None => format!("{}T00:00:00Z", self.day),
            Some(_) => self.iso(),
        }
    }

    /// As a moment in UTC, which Web Annotations ask for; a bare day begins at its midnight. `None` at the very end of the year 9999.
    pub fn utc(&self) -> Option<String> {
        jiff::Timestamp::from_second(self.seconds()).ok().map(|moment| moment.to_string())
    }

    /// Year, month from 1, day from 1.
    pub fn ymd(&self) -> (i16, u8, u8) {
        (self.day.year(), self.day.month().unsigned_abs(), self.day.day().unsigned_abs())
    }

    /// Hours and minutes, and the zone they are given in (`UTC`, `UTC+02:00`), where a time is known.
    pub fn clock(&self) -> Option<(String, String)> {
        let (time, offset) = self.time?;
        let zone = match numeric(offset) {
            utc if utc == "Z" => "UTC".to_owned(),
            numeric => format!("UTC{numeric}"),
        };
        Some((format!("{:02}:{:02}", time.hour(), time.minute()), zone))
    }

    /// Days since 1970 in UTC, for drawing a line of time.
    pub fn days(&self) -> i64 {
        self.seconds().div_euclid(86_400)
    }

    /// Seconds since 1970 in UTC; a bare day counts from its midnight.
    fn seconds(&self) -> i64 {
        let (time, offset) = self.time.unwrap_or((civil::Time::midnight(), Offset::UTC));
        let local = self.day.to_datetime(time);
        let days = i64::from((local.date() - civil::date(1970, 1, 1)).get_days());
        let clock = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        days * 86_400 + clock - i64::from(offset.seconds())
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        self.seconds().cmp(&other.seconds()).then_with(|| self.iso().cmp(&other.iso()))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn numeric(offset: Offset) -> String {
    let seconds = offset.seconds();
    if seconds == 0 {
        return "Z".to_owned();
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn reads_days_and_moments() {
        let day = Date::parse("2019-08-06").unwrap();
        assert_eq!((day.iso().as_str(), day.ymd(), day.clock()), ("2019-08-06", (2019, 8, 6), None));
        assert_eq!(day.moment(), "2019-08-06T00:00:00Z");
        let moment = Date::parse("2019-08-06T14:55:00+02:00").unwrap();
        assert_eq!(moment.iso(), "2019-08-06T14:55:00+02:00");
        assert_eq!(moment.clock(), Some(("14:55".to_owned(), "UTC+02:00".to_owned())));
        assert_eq!(Date::parse("2019-08-06T12:55:00Z").unwrap().clock().unwrap().1, "UTC");
        assert_eq!((day.utc().unwrap(), moment.utc().unwrap()), (day.moment(), "2019-08-06T12:55:00Z".to_owned()));
    }

    #[test]
    fn refuses_what_is_no_date() {
        for bad in
            ["", "2019", "2019-08", "06/08/2019", "2019-13-01", "2019-02-30", "2019-08-06T12:55:00", "soon", "20190806"]
        {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn orders_by_time() {
        let date = |text| Date::parse(text).unwrap();
        assert!(date("2019-08-06") < date("2019-08-06T00:00:01Z"));
        assert!(date("2019-08-06T01:00:00+02:00") < date("2019-08-06"));
    }
}
