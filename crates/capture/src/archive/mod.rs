//! Web archives, WARC (ISO 28500) and WACZ, of which a page becomes a source: [`page`].
//!
//! `zip` finds the files with records in a WACZ, `warc` reads records, `answer` what a server answered; `copies` is the index of the pages,
//! and `choice` chooses one, or asks the editor which.

mod answer;
mod choice;
mod copies;
mod warc;
mod zip;

use std::collections::BTreeMap;

use rawzip::ZipArchive;
use url::Url;

use super::encoding::decode_page_as;
use super::html;
use super::types::ImportError;
use answer::{Answer, MAX_BODY};
pub(super) use choice::Wanted;
use choice::{Choice, choose};
use copies::{Copy, CopyKind, Index, Place};
use warc::{Budget, MAX_HEAD, Records, TooMuch};
use zip::{Members, Stored};
pub(super) use zip::{ZipKind, kind_of_zip};

/// How many frames of a page are read, and how much of each, in bytes.
const MAX_FRAMES: usize = 20;
const MAX_FRAME: usize = 2 << 20;
/// How much of a page is read for its title, in bytes.
const TITLE: usize = 64 << 10;

/// A page of an archive.
pub(super) struct ArchivedPage {
    pub bytes: Vec<u8>,
    /// The extension that files of its kind have.
    pub ending: &'static str,
    /// The label of its encoding.
    pub charset: Option<String>,
    pub url: Url,
    /// When it was archived, in the form of a note's field.
    pub at: Option<String>,
    /// For the editor.
    pub remarks: Vec<String>,
    /// The pages in its frames.
    pub frames: Vec<Frame>,
}

/// The HTML of a page in a frame, and the label of its encoding.
type Frame = (Vec<u8>, Option<String>);

/// The page of an archive that is wanted, or the only one.
///
/// # Errors
/// When there is none, or several and none is wanted; when the archive is too large, or the page cannot be unpacked.
pub(super) fn page(bytes: &[u8], is_zip: bool, wanted: Wanted<'_>) -> Result<ArchivedPage, ImportError> {
    let files = Files::of(bytes, is_zip)?;
    let parts = files.parts();
    let mut index = Index::of(&parts.records, &parts.pages).map_err(too_much)?;
    index.is_damaged |= parts.is_damaged;
    match choose(&index, wanted) {
        Choice::Page { copy, remarks } => files.page(&index, copy, remarks),
        Choice::Refused(refusal) => Err(refusal),
        Choice::Ask { shown, pages } => {
            let places =
                shown.iter().filter(|copy| index.listed_title(&copy.url).is_none()).map(|copy| copy.content).collect();
            let read = files.blocks(places, MAX_HEAD + TITLE).map_err(too_much)?;
            let title = |copy: &Copy| match index.listed_title(&copy.url) {
                Some(title) => Some(title.to_owned()),
                None => read.get(&copy.content).and_then(|(block, _)| title(block)),
            };
            Err(choice::question(&shown, pages, title))
        }
    }
}

fn title(block: &[u8]) -> Option<String> {
    let answer = Answer::of(block).unwrap_or_default();
    choice::title_of(&answer.body(block).ok()?.bytes, answer.charset.as_deref())
}

/// The files with records, which are read more than once.
enum Files<'a> {
    Warc(&'a [u8]),
    Wacz(ZipArchiveOf<'a>),
}

/// The bytes of a record, and whether the file ends within them.
type Block = (Vec<u8>, bool);

type ZipArchiveOf<'a> = rawzip::ZipSliceArchive<&'a [u8]>;

impl<'a> Files<'a> {
    fn of(bytes: &'a [u8], is_zip: bool) -> Result<Files<'a>, ImportError> {
        if !is_zip {
            return Ok(Files::Warc(bytes));
        }
        ZipArchive::from_slice(bytes).map(Files::Wacz).map_err(|_| {
            ImportError::new(
                "the archive is cut off or damaged, and its list of files cannot be read",
                "download or record it again; if it cannot be had again, unpack it, and import the .warc.gz file in the folder “archive”",
            )
        })
    }

    /// Each file, the lists of pages, and whether a part cannot be unpacked.
    fn parts(&self) -> Members<'a> {
        match self {
            Files::Warc(bytes) => {
                let file = Stored { bytes, is_packed: false };
                Members { records: vec![file], pages: vec![], is_damaged: false }
            }
            Files::Wacz(archive) => Members::of(archive),
        }
    }

    /// The blocks of some records, each up to so many bytes, and whether the file ends within them.
    fn blocks(&self, mut places: Vec<Place>, limit: usize) -> Result<BTreeMap<Place, Block>, TooMuch> {
        places.sort_unstable();
        let (mut budget, mut blocks) = (Budget::default(), BTreeMap::new());
        for (file, stored) in self.parts().records.into_iter().enumerate() {
            let (mut records, mut number) = (Records::new(stored.open()), 0);
            while places.iter().any(|place| place.0 == file && place.1 >= number) {
                if records.next(&mut budget)?.is_none() {
                    break;
                }
                if places.binary_search(&(file, number)).is_ok() {
                    let block = records.block(limit, &mut budget)?;
                    blocks.insert((file, number), (block, records.is_damaged));
                }
                number += 1;
            }
        }
        Ok(blocks)
    }

    fn page(&self, index: &Index, copy: &Copy, mut remarks: Vec<String>) -> Result<ArchivedPage, ImportError> {
        let blocks = self.blocks(vec![copy.content], MAX_HEAD + MAX_BODY + 1).map_err(too_much)?;
        let (block, is_cut) =
            blocks.get(&copy.content).map_or((&[][..], false), |(block, cut)| (block.as_slice(), *cut));
        let answer = Answer::of(block).unwrap_or_default();
        let body = answer.body(block)?;
        let again = "compare it with the original page, or record it again";
        if copy.is_cut || is_cut || !body.is_whole {
            remarks.push(format!("the archive has only a part of this page, and words may be missing: {again}"));
        } else if index.is_damaged {
            remarks.push("the archive is cut off or damaged, and pages may be missing in it".to_owned());
        }
        let ending = match copy.kind {
            CopyKind::Page => "html",
            CopyKind::Pdf => "pdf",
            CopyKind::Text => "txt",
        };
        let frames = match copy.kind {
            CopyKind::Page => self.frames(index, copy, &body.bytes).map_err(too_much)?,
            CopyKind::Pdf | CopyKind::Text => vec![],
        };
        let at = Some(copy.date.clone()).filter(|date| !date.is_empty());
        let (charset, url) = (copy.charset.clone(), copy.url.clone());
        Ok(ArchivedPage { bytes: body.bytes, ending, charset, url, at, remarks, frames })
    }

    /// The pages that a page shows in frames, as far as the archive has them.
    fn frames(&self, index: &Index, page: &Copy, bytes: &[u8]) -> Result<Vec<Frame>, TooMuch> {
        if index.copies.len() == 1 {
            return Ok(vec![]);
        }
        let addresses = html::frames(&decode_page_as(bytes, page.charset.as_deref()).text);
        let copies = addresses.iter().filter_map(|address| {
            let mut url = page.url.join(address).ok()?;
            url.set_fragment(None);
            index.beside(page, &url)
        });
        let copies: Vec<&Copy> = copies.take(MAX_FRAMES).collect();
        let blocks = self.blocks(copies.iter().map(|copy| copy.content).collect(), MAX_HEAD + MAX_FRAME)?;
        let frame = |copy: &&Copy| {
            let (block, _) = blocks.get(&copy.content)?;
            let body = Answer::of(block).unwrap_or_default().body(block).ok()?;
            Some((body.bytes, copy.charset.clone()))
        };
        Ok(copies.iter().filter_map(frame).collect())
    }
}

fn too_much(_: TooMuch) -> ImportError {
    ImportError::new(
        "the archive is too large: it has more than 200,000 records, or more than 512 MiB when it is unpacked",
        "record the page by itself, for example with the ArchiveWeb.page extension, or open the archive at replayweb.page and save the page from there as .html",
    )
}
