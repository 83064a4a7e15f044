//! What is in a ZIP file: [`kind_of_zip`] tells a web archive (WACZ) from documents, [`Members::of`] finds the parts of a web archive.
//! Nothing is ever written under the name of a member.

use std::io::{BufRead, BufReader, Read};

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipSliceArchive};

use super::warc::MAX_UNPACKED;

/// How many members are looked at.
const MAX_MEMBERS: usize = 50_000;
/// Maximum length of a list of pages, in bytes.
const MAX_LIST: u64 = 8 << 20;

/// What a ZIP file is by the names of its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ZipKind {
    WebArchive,
    /// Of a word processor.
    Document,
    Spreadsheet,
    Other,
}

/// Tells what a ZIP file is.
pub(crate) fn kind_of_zip(bytes: &[u8]) -> ZipKind {
    let Ok(archive) = ZipArchive::from_slice(bytes) else {
        return ZipKind::Other;
    };
    let mut kind = ZipKind::Other;
    for member in members(&archive) {
        match member.name.as_str() {
            name if is_records(name) => return ZipKind::WebArchive,
            "xl/workbook.xml" => return ZipKind::Spreadsheet,
            name if name.starts_with("word/") => return ZipKind::Document,
            "mimetype" => {
                let mut text = String::new();
                let _ = member.stored(&archive).map(|stored| stored.open().take(100).read_to_string(&mut text));
                match text.as_str() {
                    text if text.contains("spreadsheet") => return ZipKind::Spreadsheet,
                    text if text.contains("opendocument") => return ZipKind::Document,
                    _ => {}
                }
            }
            "[Content_Types].xml" => kind = ZipKind::Document,
            _ => {}
        }
    }
    kind
}

/// The parts of a web archive.
pub(super) struct Members<'a> {
    /// Its WARC files, in the order of their names.
    pub records: Vec<Stored<'a>>,
    /// The lists of pages, as JSON in lines.
    pub pages: Vec<String>,
    /// Whether a part cannot be unpacked, or is too long.
    pub is_damaged: bool,
}

/// The bytes of a file, which may be packed. It is opened only while it is read: an archive may have thousands.
#[derive(Clone, Copy)]
pub(super) struct Stored<'a> {
    pub bytes: &'a [u8],
    pub is_packed: bool,
}

impl<'a> Stored<'a> {
    pub fn open(self) -> Box<dyn BufRead + 'a> {
        if !self.is_packed {
            return Box::new(self.bytes);
        }
        // What it unpacks to may be packed again, and to nothing.
        Box::new(BufReader::new(DeflateDecoder::new(self.bytes).take(MAX_UNPACKED)))
    }
}

impl<'a> Members<'a> {
    pub fn of(archive: &ZipSliceArchive<&'a [u8]>) -> Members<'a> {
        let mut found: Vec<Member> = members(archive).collect();
        let mut parts = Members { records: vec![], pages: vec![], is_damaged: found.len() == MAX_MEMBERS };
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found.dedup_by(|a, b| a.name == b.name);
        let mut total = 0;
        for member in found {
            let is_list = matches!(member.name.as_str(), "pages/pages.jsonl" | "pages/extraPages.jsonl");
            if !is_list && !is_records(&member.name) {
                continue;
            }
            let Some(stored) = member.stored(archive) else {
                parts.is_damaged = true;
                continue;
            };
            total += stored.bytes.len();
            // Members of a sound file do not share their bytes.
            if total > archive.get_ref().len() {
                parts.is_damaged = true;
                break;
            }
            if is_list {
                let mut list = vec![];
                let read = stored.open().take(MAX_LIST).read_to_end(&mut list);
                parts.is_damaged |= read.is_err() || list.len() as u64 == MAX_LIST;
                parts.pages.push(String::from_utf8_lossy(&list).into_owned());
            } else {
                parts.records.push(stored);
            }
        }
        parts
    }
}

struct Member {
    name: String,
    method: CompressionMethod,
    at: rawzip::ZipArchiveEntryWayfinder,
}

impl Member {
    fn stored<'a>(&self, archive: &ZipSliceArchive<&'a [u8]>) -> Option<Stored<'a>> {
        let (from, to) = archive.get_entry(self.at).ok()?.compressed_data_range();
        let bytes = archive.get_ref().get(usize::try_from(from).ok()?..usize::try_from(to).ok()?)?;
        let is_packed = match self.method {
            CompressionMethod::STORE => false,
            CompressionMethod::DEFLATE => true,
            _ => return None,
        };
        Some(Stored { bytes, is_packed })
    }
}

fn members<'a>(archive: &'a ZipSliceArchive<&[u8]>) -> impl Iterator<Item = Member> + 'a {
    let mut entries = archive.entries();
    let next = move || {
        let entry = entries.next_entry().ok()??;
        let name = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
        Some(Member { name, method: entry.compression_method(), at: entry.wayfinder() })
    };
    std::iter::from_fn(next).take(MAX_MEMBERS)
}

/// Whether a member has records, by its name.
fn is_records(name: &str) -> bool {
    name.starts_with("archive/") && (name.ends_with(".warc") || name.ends_with(".warc.gz"))
}
