//! Which page of an archive becomes a source: [`choose`]; where that is not certain, the editor is asked with a list: [`question`].

use url::Url;

use super::copies::{Copy, Index};
use crate::address::canonical_address;
use crate::encoding::decode_page_as;
use crate::html;
use crate::types::ImportError;
use citeback_quote::text::{shortened, single_spaced};

/// How many pages a list has.
const MAX_SHOWN: usize = 20;
/// How many addresses are suggested.
const MAX_NEAR: usize = 3;
/// How much of a title a list shows, in characters.
const MAX_TITLE: usize = 60;

/// Which page of an archive is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted<'a> {
    pub url: Option<&'a Url>,
    /// The day or the moment of the copy.
    pub captured: Option<&'a str>,
}

pub(super) enum Choice<'i> {
    Page {
        copy: &'i Copy,
        remarks: Vec<String>,
    },
    /// There are several: the first ones, and how many there are.
    Ask {
        shown: Vec<&'i Copy>,
        pages: usize,
    },
    Refused(ImportError),
}

/// Chooses a page.
pub(super) fn choose<'i>(index: &'i Index, wanted: Wanted<'_>) -> Choice<'i> {
    let groups = match wanted.url {
        Some(url) => match wanted_groups(index, url) {
            groups if groups.is_empty() => return Choice::Refused(not_there(index, url)),
            groups => groups,
        },
        None => index.groups(),
    };
    match groups.as_slice() {
        [] => Choice::Refused(no_page(index)),
        [copies] => {
            let (copy, remarks) = copy_of(copies, wanted.captured);
            Choice::Page { copy, remarks }
        }
        several => {
            let shown = several.iter().take(MAX_SHOWN).map(|copies| latest(copies)).collect();
            Choice::Ask { shown, pages: several.len() }
        }
    }
}

/// The copies of an address: that with its exact spelling, else those that lead to the same page.
fn wanted_groups<'i>(index: &'i Index, url: &Url) -> Vec<Vec<&'i Copy>> {
    let mut exact = url.clone();
    exact.set_fragment(None);
    let same: Vec<&Copy> = index.copies.iter().filter(|copy| copy.url == exact).collect();
    if !same.is_empty() {
        return vec![same];
    }
    let address = canonical_address(url.as_str());
    index.all_groups().into_iter().filter(|group| canonical_address(group[0].url.as_str()) == address).collect()
}

/// The copy of a page that was captured then, else the latest.
fn copy_of<'i>(copies: &[&'i Copy], captured: Option<&str>) -> (&'i Copy, Vec<String>) {
    let last = latest(copies);
    if copies.len() == 1 {
        return (last, vec![]);
    }
    let of_then: Vec<&Copy> = match captured {
        Some(captured) => copies.iter().copied().filter(|copy| copy.date.starts_with(captured)).collect(),
        None => vec![],
    };
    let chosen = if of_then.is_empty() { last } else { latest(&of_then) };
    let mut dates: Vec<&str> = copies.iter().map(|copy| copy.date.as_str()).collect();
    dates.sort_unstable();
    dates.dedup();
    let which = if std::ptr::eq(chosen, last) { "this is the latest" } else { "this is the one of then" };
    let first = dates.iter().rev().take(5).rev().copied().collect::<Vec<_>>().join(", ");
    let dots = if dates.len() > 5 { "…, " } else { "" };
    let remark = format!(
        "the archive has {} copies of this page, {which}; to take that of another day, import it with --captured DAY: {dots}{first}",
        copies.len()
    );
    (chosen, vec![remark])
}

/// The latest of the copies; of those of one moment the last.
fn latest<'i>(copies: &[&'i Copy]) -> &'i Copy {
    copies.iter().max_by(|a, b| a.date.cmp(&b.date)).expect("a group has a copy")
}

/// Asks which of several pages is meant.
pub(super) fn question(shown: &[&Copy], pages: usize, title: impl Fn(&Copy) -> Option<String>) -> ImportError {
    let mut hint = "say which one is to be imported, with --url and its address:".to_owned();
    for copy in shown {
        let day = copy.date.get(..10).unwrap_or("no date");
        let title = title(copy).map(|title| format!("  {}", printable(&title))).unwrap_or_default();
        hint.push_str(&format!("\n    {}  {day}{title}", copy.url));
    }
    if pages > shown.len() {
        hint.push_str(&format!("\n    and {} more", pages - shown.len()));
    }
    ImportError::new(format!("there are {pages} pages in this archive"), hint)
}

/// The title that a page has, of its beginning.
pub(super) fn title_of(bytes: &[u8], charset: Option<&str>) -> Option<String> {
    let page = decode_page_as(bytes, charset).text;
    let at = page
        .match_indices("<")
        .find(|(at, _)| page.get(*at..*at + 6).is_some_and(|tag| tag.eq_ignore_ascii_case("<title")))?;
    let (_, inside) = page[at.0..].split_once('>')?;
    let end = inside.find("</").unwrap_or(inside.len());
    html::words(&format!("<p>{}</p>", inside[..end].replace('<', "&lt;"))).filter(|title| !title.is_empty())
}

/// A title as a terminal may show it: on one line, and without characters that change what is around it.
fn printable(title: &str) -> String {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    let title: String = title.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect();
    shortened(&single_spaced(&title), MAX_TITLE)
}

fn no_page(index: &Index) -> ImportError {
    let message = match index.others.first() {
        Some(other) => format!("this archive has no page, only answers such as {} of {}", other.status, other.url),
        None if index.is_damaged => "no page can be read in this archive, which is cut off or damaged".to_owned(),
        None => "there is no page in this archive".to_owned(),
    };
    ImportError::new(message, "record the page again, or save it from the browser as “Web page, HTML only” (.html)")
}

/// Says what the archive has instead of an address.
fn not_there(index: &Index, url: &Url) -> ImportError {
    let address = canonical_address(url.as_str());
    let is_same = |other: &Url| canonical_address(other.as_str()) == address;
    if let Some(other) = index.others.iter().find(|other| is_same(&other.url)) {
        return match &other.location {
            Some(to)
                if index
                    .copies
                    .iter()
                    .any(|copy| canonical_address(copy.url.as_str()) == canonical_address(to.as_str())) =>
            {
                ImportError::new(
                    format!("in this archive {url} leads to another address"),
                    format!("take that one: --url {to}"),
                )
            }
            _ => ImportError::new(
                format!("this archive has no page {url}: the site answered {}", other.status),
                "record the page again, or save it from the browser as “Web page, HTML only” (.html)",
            ),
        };
    }
    let near = near(index, url);
    let hint = match near.as_slice() {
        [] => "without --url, citeback lists the pages that the archive has".to_owned(),
        [one] => format!("did you mean --url {one}"),
        several => format!(
            "did you mean one of these?{}",
            several.iter().map(|url| format!("\n    --url {url}")).collect::<String>()
        ),
    };
    ImportError::new(format!("there is no page {url} in this archive"), hint)
}

/// The addresses of the archive that are most like this one.
fn near(index: &Index, url: &Url) -> Vec<String> {
    // Without what all addresses begin with.
    let compared = |url: &Url| canonical_address(url.as_str()).unwrap_or_default();
    let wanted = compared(url);
    let groups = index.groups();
    let likeness = |copy: &Copy| strsim::jaro_winkler(&wanted, &compared(&copy.url));
    let mut found: Vec<(f64, &Url)> = groups.iter().map(|group| (likeness(group[0]), &group[0].url)).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found
        .into_iter()
        .take_while(|(likeness, _)| *likeness > 0.8)
        .take(MAX_NEAR)
        .map(|(_, url)| url.to_string())
        .collect()
}
