//! Marks of pages, times and speakers on the page of a source: [`Locators::html`].

use crate::base::escaping::escape;
use crate::model::locator::{LocatorMark, Time};

/// Within a paragraph, no time is shown that is so few milliseconds after the one before: subtitles have one every three seconds.
const BETWEEN_TIMES: u64 = 15_000;

/// The address at which a recording begins at a time.
pub type AtTime<'a> = &'a dyn Fn(Time) -> Option<String>;

pub(super) struct Locators<'a> {
    at_time: AtTime<'a>,
    /// The time that was shown last, in milliseconds.
    shown: Option<u64>,
}

impl<'a> Locators<'a> {
    pub fn new(at_time: AtTime<'a>) -> Self {
        Locators { at_time, shown: None }
    }

    /// A mark whose number or name the style sheet shows: it is no text, which would be copied and sought with the words. A time leads to
    /// its place in the recording. `None` for one that is not shown.
    pub fn html(&mut self, mark: &LocatorMark, is_in_block: bool, is_in_link: bool) -> Option<String> {
        let (class, shown) = match mark {
            LocatorMark::Page(page) => ("page-mark\" role=\"doc-pagebreak", page.to_string()),
            LocatorMark::Time(time) => ("time-mark", time.to_string()),
            LocatorMark::Speaker(name) if name.is_empty() => ("speaker-mark", "?".to_owned()),
            LocatorMark::Speaker(name) => ("speaker-mark", name.clone()),
        };
        let mut address = None;
        if let LocatorMark::Time(time) = mark {
            let now = time.milliseconds();
            // One that goes back, or is between paragraphs, is always shown.
            let is_near = self.shown.is_some_and(|shown| (shown..shown.saturating_add(BETWEEN_TIMES)).contains(&now));
            if is_near && is_in_block {
                return None;
            }
            self.shown = Some(now);
            address = (self.at_time)(*time).filter(|_| !is_in_link);
        }
        let element = if address.is_some() { "a" } else { "span" };
        let mut html = format!("<{element} class=\"{class}\" data-shown=\"");
        escape(&shown, &mut html);
        if let Some(address) = &address {
            html.push_str("\" aria-label=\"");
            escape(&shown, &mut html);
            html.push_str("\" rel=\"nofollow noopener\" href=\"");
            escape(address, &mut html);
        }
        html.push_str(&format!("\"></{element}>"));
        Some(html)
    }
}
