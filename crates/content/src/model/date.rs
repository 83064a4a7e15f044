//! Dates in the notation of notes: a day, a month or a year alone, or a day and time with its offset (RFC 3339).

use std::cmp::Ordering;

use jiff::civil;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

/// A day, a month or a year alone, or a timestamp with its original offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// For a month or a year, its first day.
    day: civil::Date,
    time: Option<(civil::Time, Offset)>,
    grain: Grain,
}

/// What is wrong with a date that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Complaint {
    pub expected: &'static str,
    pub hint: &'static str,
}

/// The precision of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    Year,
    Month,
    Day,
}

impl Date {
    /// Reads `2019-08-06`, `2019-08`, `2019`, or `2019-08-06T12:55:00Z` and the like; a time without an offset is ambiguous and rejected.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((first_day, grain)) = period(text) {
            let day = civil::Date::strptime("%Y-%m-%d", first_day).ok().filter(|day| day.year() > 0)?;
            return Some(Date { day, time: None, grain });
        }
        let plain_day = text.len() == 10;
        let pieces = Pieces::parse(text).ok()?;
        let day = pieces.date();
        if pieces.time_zone_annotation().is_some() || day.year() < 1 {
            return None;
        }
        match (pieces.time(), pieces.to_numeric_offset()) {
            (None, None) if plain_day => Some(Date { day, time: None, grain: Grain::Day }),
            (Some(time), Some(offset)) => Some(Date { day, time: Some((time, offset)), grain: Grain::Day }),
            _ => None,
        }
    }

    /// What is wrong with an invalid date.
    pub fn complaint(text: &str) -> &'static str {
        if period(text).is_some() {
            return "there is no such month";
        }
        let day = text.get(..10).unwrap_or(text);
        let shape: String = day.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        if shape != "0000-00-00" {
            "expected a date like 2019-08-06"
        } else if Date::parse(day).is_none() {
            "there is no such day"
        } else {
            "the time needs an offset from UTC, such as Z"
        }
    }

    /// Why a timestamp, although it can be read, is not a certain moment: it would be rounded, or no place on Earth has its offset.
    pub fn not_a_moment(text: &str) -> Option<Complaint> {
        let (_, offset) = Date::parse(text)?.time?;
        let written = text.split(['T', 't', ' ']).nth(1).unwrap_or_default();
        let end = written.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(written.len());
        let (clock, rest) = written.split_at(end);
        let leaps = clock.replace(':', "").get(4..6) == Some("60");
        if leaps || rest.contains(['.', ',']) || offset.seconds() % 60 != 0 {
            return Some(Complaint {
                expected: "expected whole seconds, from 00 to 59",
                hint: "write the time in whole seconds, such as 06:00:00",
            });
        }
        (!(-12 * 3600..=14 * 3600).contains(&offset.seconds())).then_some(Complaint {
            expected: "no place has this offset from UTC",
            hint: "offsets are between -12:00 and +14:00: Central Europe has +01:00, in summer +02:00",
        })
    }

    /// As `2019-08-06`, `2019-08`, `2019` or `2019-08-06T12:55:00Z`, the form of `datetime` attributes and data files.
    pub fn iso(&self) -> String {
        match (self.time, self.grain) {
            (None, Grain::Day) => self.day.to_string(),
            (None, Grain::Month) => format!("{:04}-{:02}", self.day.year(), self.day.month()),
            (None, Grain::Year) => format!("{:04}", self.day.year()),
            (Some((time, offset)), _) => {
                let clock = format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
                format!("{}T{clock}{}", self.day, numeric(offset))
            }
        }
    }

    /// As an RFC 3339 timestamp, which feeds require: a day counts from midnight UTC, a month or a year from its first day.
    pub fn moment(&self) -> String {
        match self.time {
            None => format!("{}T00:00:00Z", self.day),
            Some(_) => self.iso(),
        }
    }

    /// As a timestamp in UTC, which Web Annotations require; a day counts from midnight. `None` for a month or a year, and at the very end
    /// of the year 9999.
    pub fn utc(&self) -> Option<String> {
        if self.grain != Grain::Day {
            return None;
        }
        jiff::Timestamp::from_second(self.seconds()).ok().map(|moment| moment.to_string())
    }

    /// The day as `2019-08-06`; of a month or a year, its first.
    pub fn first_day(&self) -> String {
        self.day.to_string()
    }

    /// Whether this moment comes after another, whatever their offsets from UTC.
    pub fn is_after(&self, other: &Date) -> bool {
        self.seconds() > other.seconds()
    }

    /// The precision of the date.
    pub fn grain(&self) -> Grain {
        self.grain
    }

    /// Year, month and day (counted from 1); of a month or a year, its first day.
    pub fn ymd(&self) -> (i16, u8, u8) {
        ymd(self.day)
    }

    /// Like [`Date::ymd`], for the last possible day.
    pub fn last_ymd(&self) -> (i16, u8, u8) {
        ymd(match self.grain {
            Grain::Year => self.day.last_of_year(),
            Grain::Month => self.day.last_of_month(),
            Grain::Day => self.day,
        })
    }

    /// Hours and minutes, and their time zone (`UTC`, `UTC+02:00`); `None` if no time is given.
    pub fn clock(&self) -> Option<(String, String)> {
        let (time, offset) = self.time?;
        let zone = match numeric(offset) {
            utc if utc == "Z" => "UTC".to_owned(),
            numeric => format!("UTC{numeric}"),
        };
        Some((format!("{:02}:{:02}", time.hour(), time.minute()), zone))
    }

    /// Days since 1970 in UTC, for drawing a timeline.
    pub fn days(&self) -> i64 {
        self.seconds().div_euclid(86_400)
    }

    /// Seconds since 1970 in UTC; a day counts from midnight, a month or a year from its first day.
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

/// The first day of the month or year that `text` names, if it names one.
fn period(text: &str) -> Option<(String, Grain)> {
    let shape = |shape: &str| {
        text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(byte, wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                _ => byte == wanted,
            })
    };
    match () {
        () if shape("0000") => Some((format!("{text}-01-01"), Grain::Year)),
        () if shape("0000-00") => Some((format!("{text}-01"), Grain::Month)),
        () => None,
    }
}

fn ymd(day: civil::Date) -> (i16, u8, u8) {
    (day.year(), day.month().unsigned_abs(), day.day().unsigned_abs())
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
    use super::{Date, Grain};

    #[test]
    fn reads_days_and_timestamps() {
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
    fn rejects_invalid_dates() {
        for bad in [
            "",
            "0000",
            "2019-13",
            "2019-00",
            "201",
            "2019-8",
            "+2019",
            "06/08/2019",
            "2019-13-01",
            "2019-02-30",
            "2019-08-06T12:55:00",
            "soon",
            "20190806",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn reads_months_and_years_alone() {
        let (month, year) = (Date::parse("2016-02").unwrap(), Date::parse("0987").unwrap());
        assert_eq!(
            (month.iso().as_str(), month.grain(), year.iso().as_str(), year.grain()),
            ("2016-02", Grain::Month, "0987", Grain::Year)
        );
        assert_eq!((month.ymd(), month.last_ymd(), year.last_ymd()), ((2016, 2, 1), (2016, 2, 29), (987, 12, 31)));
        assert_eq!((month.moment().as_str(), month.utc(), month.clock()), ("2016-02-01T00:00:00Z", None, None));
        assert_eq!(Date::complaint("2019-13"), "there is no such month");
    }

    #[test]
    fn moments_are_compared_across_offsets() {
        let date = |text| Date::parse(text).unwrap();
        assert!(!date("2019-08-06T02:00:00+02:00").is_after(&date("2019-08-06T00:00:00Z")));
        assert!(date("2019-08-06T02:00:01+02:00").is_after(&date("2019-08-06T00:00:00Z")));
    }

    #[test]
    fn a_moment_has_whole_seconds_and_an_offset_that_exists() {
        for good in
            ["2019-08-06T12:55:00Z", "2019-08-06T12:55:59+14:00", "2019-08-06T12:55-12:00", "2019-08-06 12:55+05:45"]
        {
            assert_eq!(Date::not_a_moment(good), None, "{good}");
        }
        for bad in [
            "2019-08-06T12:55:00.9Z",
            "2019-08-06T12:55:00,9+02:00",
            "2019-08-06T23:59:60Z",
            "2019-08-06T235960Z",
            "2019-08-06T12:55:00+20:00",
            "2019-08-06T12:55:00+14:01",
            "2019-08-06T12:55:00-12:01",
            "2019-08-06T12:55:00+02:00:30",
        ] {
            assert!(Date::parse(bad).is_some() && Date::not_a_moment(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn orders_by_time() {
        let date = |text| Date::parse(text).unwrap();
        assert!(date("2019-08-06") < date("2019-08-06T00:00:01Z"));
        assert!(date("2019-08-06T01:00:00+02:00") < date("2019-08-06"));
        assert!(
            date("2018-12-31") < date("2019") && date("2019") < date("2019-01") && date("2019-01") < date("2019-01-01")
        );
        assert!(date("2019") < date("2019-01-01T00:00:01Z"));
    }
}
