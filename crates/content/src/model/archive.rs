//! Addresses of copies in web archives: [`ArchivedAddress`].

use super::date::Date;

/// The address of a copy, as the Wayback Machine and other archives write it (RFC 7089): with the time of the copy in 14 digits, such as
/// `https://web.archive.org/web/20190806125543/https://example.org/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedAddress {
    pub whole: String,
    /// When the archive made the copy, in UTC.
    pub time: Date,
    /// The address of what was copied, if it follows the time.
    pub original: Option<String>,
}

impl ArchivedAddress {
    /// `None` if an address does not tell the time of a copy.
    pub fn parse(address: &str) -> Option<Self> {
        let path = address.split_once("://")?.1.split_once('/')?.1;
        let mut at = address.len() - path.len();
        for segment in path.split('/') {
            let after = at + segment.len();
            if let Some(time) = time(segment) {
                let rest = address.get(after + 1..).unwrap_or_default();
                let original = rest.starts_with("http:") || rest.starts_with("https:");
                return Some(ArchivedAddress {
                    whole: address.to_owned(),
                    time,
                    original: original.then(|| with_both_slashes(rest)),
                });
            }
            at = after + 1;
        }
        None
    }
}

/// The time in a part of a path: 14 digits, after which archives say how they show the copy (`id_`, `if_`).
fn time(segment: &str) -> Option<Date> {
    let digits = segment.get(..14).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    if !segment[14..].is_empty() && !segment.ends_with('_') {
        return None;
    }
    let part = |from: usize| &digits[from..from + 2];
    let moment = format!("{}-{}-{}T{}:{}:{}Z", &digits[..4], part(4), part(6), part(8), part(10), part(12));
    Date::parse(&moment)
}

/// Some programs reduce the slashes in a path.
fn with_both_slashes(url: &str) -> String {
    match url.split_once(":/") {
        Some((scheme, rest)) if !rest.starts_with('/') => format!("{scheme}://{rest}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::ArchivedAddress;

    #[test]
    fn the_time_and_the_original_are_read() {
        for (address, time, original) in [
            (
                "https://web.archive.org/web/20190806125543/https://a.example/vote",
                "2019-08-06T12:55:43Z",
                Some("https://a.example/vote"),
            ),
            (
                "https://web.archive.org/web/20190806125543if_/http:/a.example/",
                "2019-08-06T12:55:43Z",
                Some("http://a.example/"),
            ),
            ("https://archive.example/20190806125543/vote", "2019-08-06T12:55:43Z", None),
        ] {
            let found = ArchivedAddress::parse(address).unwrap();
            assert_eq!((found.time.iso().as_str(), found.original.as_deref()), (time, original));
        }
    }

    #[test]
    fn other_numbers_are_no_time() {
        for address in [
            "https://archive.example/abcde",
            "https://a.example/20191306125543/vote",
            "https://a.example/2019080612554/vote",
            "https://a.example/20190806125543-vote",
            "20190806125543",
        ] {
            assert_eq!(ArchivedAddress::parse(address), None, "{address}");
        }
    }
}
