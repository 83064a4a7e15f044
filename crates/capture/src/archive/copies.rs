//! The copies of pages in a web archive: [`Index::of`] finds them, [`Index::groups`] puts those of one address together.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use url::Url;

use super::answer::Answer;
use super::warc::{Budget, MAX_HEAD, Record, Records, TooMuch};
use super::zip::Stored;
use crate::address::canonical_address;
use crate::saved::web_address;
use citeback_content::model::Date;

/// How many bytes of a body tell what it is.
const START: usize = 1024;

/// What an archive has.
#[derive(Default)]
pub(super) struct Index {
    /// In the order of the archive.
    pub copies: Vec<Copy>,
    /// Answers that are no page: of redirections and errors.
    pub others: Vec<OtherAnswer>,
    /// Whether a file ends too early, or cannot be read to its end.
    pub is_damaged: bool,
    /// The pages that somebody recorded, with their titles, by address.
    listed: BTreeMap<String, Option<String>>,
}

/// A page as it was at one time.
pub(super) struct Copy {
    pub url: Url,
    /// In the form of a note's field, or empty.
    pub date: String,
    pub kind: CopyKind,
    pub place: Place,
    /// Where its content is, if it is that of another record.
    pub content: Place,
    id: Option<String>,
    /// Whether the archive says that it is not whole.
    pub is_cut: bool,
    /// The label of its encoding.
    pub charset: Option<String>,
}

/// A record: the number of its file, and its own number in that.
pub(super) type Place = (usize, usize);

/// What a copy is by what the server said and by its first bytes.
#[derive(Debug, Clone, std::marker::Copy, PartialEq, Eq)]
pub(super) enum CopyKind {
    Page,
    Pdf,
    Text,
}

pub(super) struct OtherAnswer {
    pub url: Url,
    pub status: u16,
    /// Where it leads.
    pub location: Option<Url>,
}

/// A line of a list of pages.
#[derive(Deserialize)]
struct ListedPage {
    url: String,
    title: Option<String>,
}

/// What one record adds.
enum Entry {
    Copy(Box<Copy>),
    Again(Box<Again>),
    Other(OtherAnswer),
}

/// A copy whose content is that of another record.
struct Again {
    copy: Copy,
    /// The id of that record.
    id: Option<String>,
    /// The address and the date of that record.
    of: Option<(Url, String)>,
}

impl Index {
    /// Reads the heads of all records.
    ///
    /// # Errors
    /// When the archive is too large.
    pub fn of(files: &[Stored<'_>], lists: &[String]) -> Result<Index, TooMuch> {
        let mut index = Index::default();
        let mut budget = Budget::default();
        let mut again = vec![];
        for (file, stored) in files.iter().enumerate() {
            let (mut records, mut number) = (Records::new(stored.open()), 0);
            while let Some(record) = records.next(&mut budget)? {
                let place = (file, number);
                number += 1;
                if !is_answer(&record) {
                    continue;
                }
                let start = records.block(MAX_HEAD + START, &mut budget)?;
                match entry(&record, &start, place) {
                    Some(Entry::Copy(copy)) => index.copies.push(*copy),
                    Some(Entry::Again(one)) => again.push(*one),
                    Some(Entry::Other(other)) => index.others.push(other),
                    None => {}
                }
            }
            index.is_damaged |= records.is_damaged;
        }
        index.add_again(again);
        for page in lists.iter().flat_map(|list| list.lines()).filter_map(|line| serde_json::from_str(line).ok()) {
            let ListedPage { url, title } = page;
            index.listed.extend(canonical_address(&url).map(|url| (url, title)));
        }
        Ok(index)
    }

    /// Adds the copies whose content is that of another one.
    fn add_again(&mut self, again: Vec<Again>) {
        let by_id: BTreeMap<&str, usize> =
            self.copies.iter().enumerate().filter_map(|(at, copy)| Some((copy.id.as_deref()?, at))).collect();
        let by_address: BTreeMap<(&str, &str), usize> =
            self.copies.iter().enumerate().map(|(at, copy)| ((copy.url.as_str(), copy.date.as_str()), at)).collect();
        let found: Vec<Copy> = again
            .into_iter()
            .filter_map(|Again { copy, id, of }| {
                let of = || of.and_then(|(url, date)| by_address.get(&(url.as_str(), date.as_str())).copied());
                let first = &self.copies[id.and_then(|id| by_id.get(id.as_str()).copied()).or_else(of)?];
                Some(Copy {
                    kind: first.kind,
                    content: first.place,
                    is_cut: first.is_cut,
                    charset: first.charset.clone(),
                    ..copy
                })
            })
            .collect();
        self.copies.extend(found);
    }

    /// The copies of each address, in the order in which the archive has the first of each: of the pages that somebody recorded if the
    /// archive lists them, else of all pages, else of the documents that it has.
    pub fn groups(&self) -> Vec<Vec<&Copy>> {
        let groups = self.all_groups();
        let of = |is_one: &dyn Fn(&Copy) -> bool| -> Vec<Vec<&Copy>> {
            groups.iter().filter(|group| is_one(group[0])).cloned().collect()
        };
        let is_listed = |copy: &Copy| address_of(&copy.url).is_some_and(|url| self.listed.contains_key(&url));
        [
            of(&is_listed),
            of(&|copy| copy.kind == CopyKind::Page),
            of(&|copy| copy.kind == CopyKind::Pdf),
            groups.clone(),
        ]
        .into_iter()
        .find(|groups| !groups.is_empty())
        .unwrap_or_default()
    }

    /// The copies of each address.
    pub fn all_groups(&self) -> Vec<Vec<&Copy>> {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut groups: Vec<Vec<&Copy>> = vec![];
        for copy in &self.copies {
            let number = *numbers.entry(address_of(&copy.url).unwrap_or_default()).or_insert(groups.len());
            if number == groups.len() {
                groups.push(vec![]);
            }
            groups[number].push(copy);
        }
        groups
    }

    /// The copy of a page at an address that is was made with a page: the first one after it, else the last before it.
    pub fn beside(&self, page: &Copy, url: &Url) -> Option<&Copy> {
        let same = |copy: &&Copy| copy.url == *url && copy.kind == CopyKind::Page;
        let at_once = |copy: &&Copy| copy.date >= page.date;
        let copies = || self.copies.iter().filter(same);
        copies()
            .filter(at_once)
            .min_by(|a, b| a.date.cmp(&b.date))
            .or_else(|| copies().max_by(|a, b| a.date.cmp(&b.date)))
    }

    /// The title that the archive's own list of pages has.
    pub fn listed_title(&self, url: &Url) -> Option<&str> {
        self.listed.get(&address_of(url)?)?.as_deref()
    }
}

fn address_of(url: &Url) -> Option<String> {
    canonical_address(url.as_str())
}

/// Whether a record may have a page.
fn is_answer(record: &Record) -> bool {
    let kinds: BTreeSet<&str> = BTreeSet::from(["response", "resource", "revisit", "conversion"]);
    record.field("warc-type").is_some_and(|kind| kinds.contains(kind.to_ascii_lowercase().as_str()))
}

fn entry(record: &Record, block: &[u8], place: Place) -> Option<Entry> {
    let mut url = web_address(record.address("warc-target-uri")?)?;
    url.set_fragment(None);
    let date = record.field("warc-date").and_then(date).unwrap_or_default();
    let is_cut = record.field("warc-truncated").is_some();
    let id = record.field("warc-record-id").map(str::to_owned);
    let kind = record.field("warc-type").unwrap_or_default().to_ascii_lowercase();
    let answer = match (kind.as_str(), Answer::of(block)) {
        ("response" | "revisit", Some(answer)) => answer,
        // The head of the answer may be missing if it was that of the record before.
        ("revisit", None) => Answer::of_type(""),
        ("response", None) => return None,
        _ => Answer::of_type(record.field("content-type").unwrap_or_default()),
    };
    let charset = answer.charset.clone();
    let copy = |kind| {
        let copy = Copy {
            url: url.clone(),
            date: date.clone(),
            kind,
            place,
            content: place,
            id: id.clone(),
            is_cut,
            charset: charset.clone(),
        };
        Box::new(copy)
    };
    // A server that answers 304 says that its page is the one before.
    let is_again = kind == "revisit" && (answer.status == 304 || (200..300).contains(&answer.status));
    if is_again {
        let of = record.address("warc-refers-to-target-uri").and_then(web_address);
        let of_date = record.field("warc-refers-to-date").and_then(self::date);
        let of = of.or_else(|| Some(url.clone())).zip(of_date).map(|(mut of, date)| {
            of.set_fragment(None);
            (of, date)
        });
        let of_id = record.field("warc-refers-to").map(str::to_owned);
        return Some(Entry::Again(Box::new(Again { copy: *copy(CopyKind::Page), id: of_id, of })));
    }
    // Other good answers have no page, or a part of one.
    if !matches!(answer.status, 200 | 203) {
        let location = answer.location.as_deref().and_then(|location| url.join(location).ok());
        return Some(Entry::Other(OtherAnswer { url: url.clone(), status: answer.status, location }));
    }
    copy_kind(&answer, answer.start(block), &url).map(|kind| Entry::Copy(copy(kind)))
}

/// What an answer is; `None` if it is no document.
fn copy_kind(answer: &Answer, start: &[u8], url: &Url) -> Option<CopyKind> {
    let start = &start[..start.len().min(START)];
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let begins_as_page = ["<!doctype html", "<html"]
        .iter()
        .any(|mark| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark)));
    let is_known =
        !matches!(answer.media_type.as_str(), "" | "text/plain" | "application/octet-stream" | "unknown/unknown");
    match answer.media_type.as_str() {
        "text/html" | "application/xhtml+xml" => Some(CopyKind::Page),
        "application/pdf" => Some(CopyKind::Pdf),
        _ if is_known => None,
        _ if begins_as_page => Some(CopyKind::Page),
        _ if start.starts_with(b"%PDF-") => Some(CopyKind::Pdf),
        "text/plain" if !url.path().ends_with("/robots.txt") => Some(CopyKind::Text),
        _ => None,
    }
}

/// A date of an archive in the form of a note's field, without parts of seconds.
fn date(text: &str) -> Option<String> {
    let (moment, fraction) = text.split_once('.').unwrap_or((text, ""));
    let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    Date::parse(&format!("{moment}{zone}")).map(|date| date.iso())
}
