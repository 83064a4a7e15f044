//! The page or the time at which a passage is: [`locator`] for templates, and [`address`] for links.

use tera::Value;
use url::Url;

use super::value::{maybe, object, text};
use crate::base::escaping::percent_encoded;
use crate::model::locator::{Locator, Page, Time};
use crate::model::{MediaKind, MediaPlace, Source};
use crate::routes;

/// Sites whose players begin at a time that the query names.
const PLAYERS: [&str; 3] = ["youtube.com", "youtu.be", "dailymotion.com"];

/// What templates get of a locator: the pages, the second only where it is another one, and the time; none where neither is known.
pub(super) fn locator(locator: &Locator) -> Value {
    if *locator == Locator::default() {
        return Value::none();
    }
    let page = |index: usize| locator.pages.as_ref().map(|pages| pages[index].to_string());
    let (first, last) = (page(0), page(1));
    object([
        ("page", maybe(first.as_deref())),
        ("last_page", maybe(last.filter(|last| first.as_ref() != Some(last)).as_deref())),
        ("time", locator.time.map_or_else(Value::none, |time| text(&time.to_string()))),
    ])
}

/// The address of an original that opens at the quoted words: at their page or time where that is known, else by a text fragment.
pub(super) fn address(url: &str, locator: &Locator, directive: &str) -> String {
    match locator {
        Locator { pages: Some([Page { number, .. }, _]), .. } => format!("{}#page={number}", without_fragment(url)),
        Locator { time: Some(time), .. } => at_time(url, *time),
        Locator { .. } => routes::with_fragment(url, directive),
    }
}

fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

/// Where the recording of a source begins at a time: the file that its page plays, else an address elsewhere, else the original.
pub(super) fn in_recording(source: &Source, time: Time) -> Option<String> {
    let media = source.media.as_ref().filter(|media| media.kind != MediaKind::Image);
    match media.map(|media| &media.place) {
        Some(MediaPlace::File { path, .. }) => {
            let root = routes::root(&routes::source(&source.id));
            Some(format!("{root}{}#t={}", percent_encoded(path), time.seconds()))
        }
        Some(MediaPlace::Url(url)) => Some(at_time(url.as_str(), time)),
        None => source.url.as_deref().map(|url| at_time(url, time)),
    }
}

/// With `t=SECONDS` in the query for players that expect it there, else in the fragment, as Media Fragments have it.
fn at_time(url: &str, time: Time) -> String {
    let is_player = |host: &str| {
        PLAYERS
            .iter()
            .any(|player| host.strip_suffix(player).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
    };
    match Url::parse(url) {
        Ok(mut url) if url.host_str().is_some_and(is_player) => {
            let others: Vec<(String, String)> =
                url.query_pairs().into_owned().filter(|(name, _)| name != "t" && name != "start").collect();
            url.query_pairs_mut().clear().extend_pairs(others).append_pair("t", &time.seconds().to_string());
            url.to_string()
        }
        _ => format!("{}#t={}", without_fragment(url), time.seconds()),
    }
}

#[cfg(test)]
mod tests {
    use super::address;
    use crate::model::locator::{Locator, Page, Time};

    #[test]
    fn addresses_open_at_the_page_or_the_time() {
        let page = Locator { pages: Some([Page::new(17), Page::new(18)]), time: None };
        assert_eq!(address("https://a.example/r.pdf#x", &page, "#:~:text=b"), "https://a.example/r.pdf#page=17");
        let time = Locator { pages: None, time: Some(Time::of_milliseconds(3_753_900)) };
        for (url, expected) in [
            ("https://www.youtube.com/watch?v=a-b&t=3", "https://www.youtube.com/watch?v=a-b&t=3753"),
            ("https://youtu.be/ab", "https://youtu.be/ab?t=3753"),
            ("https://notyoutube.com/a", "https://notyoutube.com/a#t=3753"),
            ("https://a.example/speech.mp4?x=1#t=2", "https://a.example/speech.mp4?x=1#t=3753"),
        ] {
            assert_eq!(address(url, &time, "#:~:text=b"), expected);
        }
        assert_eq!(address("https://a.example/", &Locator::default(), "#:~:text=b"), "https://a.example/#:~:text=b");
    }
}
