//! Where words stand in the document or the recording that a source was taken from, and who says them: [`LocatorMark`] and [`Locator`].

use std::fmt;

use citeback_quote::text::single_spaced;

/// An invisible mark in a source's text: what follows is on this page, or said at this time or by this speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LocatorMark {
    Page(Page),
    Time(Time),
    /// Who speaks from here on; empty if that is not known.
    Speaker(String),
}

/// A page of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Counted from 1, as programs that show documents count.
    pub number: u32,
    /// What is printed on the page, if that is another number.
    printed: Option<String>,
}

/// A time in a recording, from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    milliseconds: u64,
}

/// Where a passage is: from one page to another, or at the time when it begins. Neither if the source does not tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Locator {
    pub pages: Option<[Page; 2]>,
    pub time: Option<Time>,
}

/// What the comment of a mark looks like, for messages.
pub const FORMS: &str =
    "<!-- page 17 -->, <!-- page 17: xii --> or <!-- time 1:02:33 -->, a speaker as <!-- speaker Ann Lee -->";

/// Maximum length of a printed page number, in code points.
const MAX_PRINTED: usize = 20;

impl LocatorMark {
    /// Reads an HTML comment. `None` if it is no mark; an error if it begins like one and is none.
    pub fn of_comment(comment: &str) -> Option<Result<LocatorMark, ()>> {
        let inside = comment.trim().strip_prefix("<!--")?.strip_suffix("-->")?.trim();
        if inside == "speaker" {
            return Some(Ok(LocatorMark::speaker("")));
        }
        let (kind, value) = inside.split_once(char::is_whitespace)?;
        match kind {
            "speaker" => Some(Ok(LocatorMark::speaker(value))),
            "page" => Some(Page::parse(value.trim()).map(LocatorMark::Page).ok_or(())),
            "time" => Some(Time::parse(value.trim()).map(LocatorMark::Time).ok_or(())),
            _ => None,
        }
    }

    /// The mark of a speaker. What would end the comment is left out of the name.
    pub fn speaker(name: &str) -> Self {
        let name: String = name.chars().filter(|c| !c.is_control() && !matches!(c, '<' | '>')).collect();
        LocatorMark::Speaker(single_spaced(&name.replace("--", "–")))
    }

    /// The comment that says the same.
    pub fn comment(&self) -> String {
        match self {
            LocatorMark::Page(Page { number, printed: None }) => format!("<!-- page {number} -->"),
            LocatorMark::Page(Page { number, printed: Some(printed) }) => format!("<!-- page {number}: {printed} -->"),
            LocatorMark::Time(time) => format!("<!-- time {} -->", time.precise()),
            LocatorMark::Speaker(name) if name.is_empty() => "<!-- speaker -->".to_owned(),
            LocatorMark::Speaker(name) => format!("<!-- speaker {name} -->"),
        }
    }
}

impl Page {
    /// The page of a number, which is also printed on it or nothing else is.
    pub fn new(number: u32) -> Self {
        Page { number, printed: None }
    }

    /// The page of a number with what is printed on it, if that is another one that a mark can hold.
    pub fn printed(number: u32, printed: Option<&str>) -> Self {
        let is_plain = |printed: &&str| printed.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'));
        let page = printed.filter(is_plain).and_then(|printed| Page::parse(&format!("{number}: {printed}")));
        page.unwrap_or_else(|| Page::new(number))
    }

    /// Reads `17`, or `17: xii`.
    fn parse(text: &str) -> Option<Self> {
        let (number, printed) = match text.split_once(':') {
            Some((number, printed)) => (number.trim_end(), Some(printed.trim())),
            None => (text, None),
        };
        let is_plain = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let number = number.parse().ok().filter(|number| is_plain && *number > 0)?;
        let is_printed = |printed: &&str| !printed.is_empty() && printed.chars().count() <= MAX_PRINTED;
        match printed {
            Some(printed) => Some(Page { number, printed: Some(Some(printed).filter(is_printed)?.to_owned()) }),
            None => Some(Page::new(number)),
        }
    }
}

/// The number as readers see it.
impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.printed {
            Some(printed) => f.write_str(printed),
            None => write!(f, "{}", self.number),
        }
    }
}

impl Time {
    /// A time in milliseconds.
    pub fn of_milliseconds(milliseconds: u64) -> Self {
        Time { milliseconds }
    }

    /// Reads `1:02:33`, `02:33` and either with a fraction of at most three digits after a point or a comma, as in subtitles.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once(['.', ',']).map_or((text, None), |(whole, after)| (whole, Some(after)));
        let digits = |text: &str| -> Option<u64> {
            let is_plain = (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| is_plain)
        };
        let parts = whole.split(':').map(digits).collect::<Option<Vec<u64>>>()?;
        let seconds = match parts[..] {
            [hours, minutes, seconds] if minutes < 60 && seconds < 60 => (hours * 60 + minutes) * 60 + seconds,
            [minutes, seconds] if seconds < 60 => minutes * 60 + seconds,
            _ => return None,
        };
        let thousandths = match fraction {
            Some(fraction) if fraction.len() <= 3 => digits(&format!("{fraction:0<3}"))?,
            Some(_) => return None,
            None => 0,
        };
        Some(Time { milliseconds: seconds * 1000 + thousandths })
    }

    /// From the beginning.
    pub fn milliseconds(self) -> u64 {
        self.milliseconds
    }

    /// In seconds from the beginning; a fraction does not count.
    pub fn seconds(self) -> u64 {
        self.milliseconds / 1000
    }

    /// With its milliseconds, if it has any.
    fn precise(self) -> String {
        match self.milliseconds % 1000 {
            0 => self.to_string(),
            rest => format!("{self}.{rest:03}"),
        }
    }
}

/// `1:02:33` or `2:33`.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.seconds() / 3600, self.seconds() / 60 % 60, self.seconds() % 60);
        if hours > 0 { write!(f, "{hours}:{minutes:02}:{seconds:02}") } else { write!(f, "{minutes}:{seconds:02}") }
    }
}

impl Locator {
    /// Where the words from one byte of a text up to another are, by its marks in their order, each with the byte before which it stands.
    pub fn of(marks: &[(usize, LocatorMark)], start: usize, end: usize) -> Self {
        let pages = marks.iter().filter_map(|(at, mark)| match mark {
            LocatorMark::Page(page) => Some((*at, page)),
            _ => None,
        });
        let times = marks.iter().filter_map(|(at, mark)| match mark {
            LocatorMark::Time(time) => Some((*at, *time)),
            _ => None,
        });
        let first = pages.clone().take_while(|(at, _)| *at <= start).last();
        let last = pages.take_while(|(at, _)| *at <= start || *at < end).last();
        let pages = first.zip(last).map(|((_, first), (_, last))| [first.clone(), last.clone()]);
        Locator { pages, time: times.take_while(|(at, _)| *at <= start).last().map(|(_, time)| time) }
    }

    /// The value of a W3C FragmentSelector and the specification that it follows: RFC 3778 for pages, Media Fragments for times.
    pub fn fragment(&self) -> Option<(String, &'static str)> {
        let page = self.pages.as_ref().map(|[first, _]| format!("page={}", first.number));
        let time = self.time.map(|time| format!("t={}", time.seconds()));
        page.map(|page| (page, "http://tools.ietf.org/rfc/rfc3778"))
            .or_else(|| time.map(|time| (time, "http://www.w3.org/TR/media-frags/")))
    }
}

/// Who says the words from one byte of a text up to another, by its marks; an empty name stands for somebody who is not known. Empty if
/// there are no such marks before them.
pub fn speakers(marks: &[(usize, LocatorMark)], start: usize, end: usize) -> Vec<&str> {
    let all = marks.iter().filter_map(|(at, mark)| match mark {
        LocatorMark::Speaker(name) => Some((*at, name.as_str())),
        _ => None,
    });
    let before = all.clone().take_while(|(at, _)| *at <= start).last();
    let inside = all.filter(|(at, _)| start < *at && *at < end);
    before.map(|first| std::iter::once(first).chain(inside).map(|(_, name)| name).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Locator, LocatorMark, Page, Time};

    #[test]
    fn marks_are_comments() {
        for (comment, again) in [
            ("<!-- page 17 -->", "<!-- page 17 -->"),
            ("<!--page 17: xii-->", "<!-- page 17: xii -->"),
            ("<!-- time 01:02:33 -->\n", "<!-- time 1:02:33 -->"),
            ("<!-- time 2:33,5 -->", "<!-- time 2:33.500 -->"),
            ("<!-- time 0:00 -->", "<!-- time 0:00 -->"),
            ("<!-- speaker  Ann Lee -->", "<!-- speaker Ann Lee -->"),
            ("<!-- speaker -->", "<!-- speaker -->"),
        ] {
            assert_eq!(LocatorMark::of_comment(comment).unwrap().unwrap().comment(), again);
        }
        for comment in
            ["<!-- pages 17 -->", "<!-- page -->", "<!-- a page 17 -->", "<!-- doubtful: page 17 -->", "page 17"]
        {
            assert_eq!(LocatorMark::of_comment(comment), None, "{comment}");
        }
        for value in [
            "page xii",
            "page 0",
            "page 17:",
            "page 17 of 40",
            "page -3",
            "page 99999999999",
            "time 1:60",
            "time 90",
            "time 1:2:3:4",
            "time 1:02.1234",
            "time :30",
        ] {
            assert_eq!(LocatorMark::of_comment(&format!("<!-- {value} -->")), Some(Err(())), "{value}");
        }
    }

    #[test]
    fn a_passage_is_where_the_marks_before_it_say() {
        let page = |number| LocatorMark::Page(Page::new(number));
        let time = |seconds| LocatorMark::Time(Time::of_milliseconds(seconds * 1000_u64));
        let marks = [(10, page(1)), (10, time(5)), (20, page(2)), (30, time(70)), (40, page(3))];
        let locator = |start, end| {
            let locator = Locator::of(&marks, start, end);
            let pages = locator.pages.map(|[first, last]| (first.number, last.number));
            (pages, locator.time.map(|time| time.to_string()))
        };
        assert_eq!(locator(0, 5), (None, None));
        assert_eq!(locator(10, 20), (Some((1, 1)), Some("0:05".to_owned())));
        assert_eq!(locator(12, 21), (Some((1, 2)), Some("0:05".to_owned())));
        assert_eq!(locator(20, 20), (Some((2, 2)), Some("0:05".to_owned())));
        assert_eq!(locator(35, 99), (Some((2, 3)), Some("1:10".to_owned())));
        // Its beginning is on no page that is known.
        assert_eq!(locator(5, 15), (None, None));
    }
}
