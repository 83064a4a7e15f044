//! What a file is by its bytes, whatever it is called: [`format_of`].

use std::io::Read;

use flate2::read::GzDecoder;

use super::archive::{ZipKind, kind_of_zip};
use super::transcript::is_subtitles;
use super::types::{ImportError, ImportFormat};

/// How many bytes at the beginning tell the format.
const HEAD: usize = 1024;
/// How many bytes the headers of a saved message may have before the one that tells its kind.
const HEADERS: usize = 16 * 1024;

/// The formats that cannot be imported, by the bytes that they begin with.
const OTHERS: [(&[u8], Other); 10] = [
    (b"{\\rtf", Other::Document),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Other::Document),
    (b"PK\x05\x06", Other::Archive),
    (b"\x28\xB5\x2F\xFD", Other::Zstandard),
    (b"Rar!", Other::Archive),
    (b"7z\xBC\xAF\x27\x1C", Other::Archive),
    (b"bplist00", Other::SafariArchive),
    (b"\x89PNG", Other::Picture),
    (b"\xFF\xD8\xFF", Other::Picture),
    (b"GIF8", Other::Picture),
];

/// What cannot be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Other {
    /// Of a word processor.
    Document,
    Spreadsheet,
    Archive,
    Zstandard,
    SafariArchive,
    Picture,
    Mail,
    Unknown,
}

/// The format of a file by its bytes, and where these do not tell by its extension, without the dot.
///
/// # Errors
/// When it cannot be imported.
pub fn format_of(bytes: &[u8], ending: &str) -> Result<ImportFormat, ImportError> {
    let by_name = ImportFormat::of_ending(ending);
    let is_pdf = memchr::memmem::find(&bytes[..bytes.len().min(HEAD)], b"%PDF-");
    // Viewers accept what stands before the mark.
    if is_pdf == Some(0) || is_pdf.is_some() && by_name == Some(ImportFormat::Pdf) {
        return Ok(ImportFormat::Pdf);
    }
    if bytes.starts_with(b"WARC/") {
        return Ok(ImportFormat::Warc);
    }
    if bytes.starts_with(b"\x1F\x8B") && begins_as_records(GzDecoder::new(bytes)) {
        return Ok(ImportFormat::WarcGz);
    }
    if bytes.starts_with(b"PK\x03\x04") && is_web_archive(bytes, by_name) {
        return Ok(ImportFormat::Wacz);
    }
    if let Some(other) = other(bytes) {
        return Err(refusal(other, by_name.map(|_| ending)));
    }
    if is_message(bytes) {
        return if is_saved_page(bytes) { Ok(ImportFormat::Mhtml) } else { Err(refusal(Other::Mail, None)) };
    }
    if let Some(format) = subtitles(bytes) {
        return Ok(format);
    }
    match by_name {
        Some(ImportFormat::Html) => Ok(ImportFormat::Html),
        _ if begins_as_page(bytes) => Ok(ImportFormat::Html),
        Some(ImportFormat::Warc | ImportFormat::WarcGz | ImportFormat::Wacz) => {
            Err(ImportError::new("it is not a web archive, or its beginning is damaged", "download or record it again"))
        }
        Some(ImportFormat::Mhtml) => Err(ImportError::new(
            "it is not a page that a browser saved as MHTML",
            "open the page in a browser and save it as “Web page, HTML only” (.html)",
        )),
        Some(ImportFormat::Pdf) => Err(ImportError::new(
            if bytes.is_empty() { "it is empty" } else { "it is no PDF, although its name ends in .pdf" },
            "download it again: what was saved may be a page with a message, and not the document",
        )),
        Some(ImportFormat::WebVtt | ImportFormat::SubRip) => Err(ImportError::new(
            "it has no subtitles: there is no line such as “00:00:05.000 --> 00:00:07.000” at its beginning",
            "export the subtitles again as .vtt or .srt; if the file is a transcript without times, call it .txt",
        )),
        Some(format) => Ok(format),
        None => Err(refusal(by_ending(ending), None)),
    }
}

fn other(bytes: &[u8]) -> Option<Other> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(match kind_of_zip(bytes) {
            ZipKind::Spreadsheet => Other::Spreadsheet,
            ZipKind::Document => Other::Document,
            ZipKind::WebArchive | ZipKind::Other => document_that_is_cut(bytes).unwrap_or(Other::Archive),
        });
    }
    if bytes.starts_with(b"\x1F\x8B") {
        return Some(Other::Archive);
    }
    OTHERS.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, other)| *other)
}

/// What the first entry of a ZIP file says by its name, if the list of its files cannot be read.
fn document_that_is_cut(bytes: &[u8]) -> Option<Other> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let has = |name: &str| head.windows(name.len()).any(|found| found == name.as_bytes());
    if has("opendocument.spreadsheet") {
        return Some(Other::Spreadsheet);
    }
    let names = ["word/", "[Content_Types].xml", "mimetypeapplication/vnd.oasis", "docProps/"];
    names.iter().any(|name| has(name)).then_some(Other::Document)
}

/// Whether a ZIP file has the records of a web archive, or is called like one and nothing else.
fn is_web_archive(bytes: &[u8], by_name: Option<ImportFormat>) -> bool {
    match kind_of_zip(bytes) {
        ZipKind::WebArchive => true,
        ZipKind::Other => by_name == Some(ImportFormat::Wacz) && document_that_is_cut(bytes).is_none(),
        ZipKind::Document | ZipKind::Spreadsheet => false,
    }
}

fn begins_as_records(mut unpacked: impl Read) -> bool {
    let mut start = [0; 5];
    unpacked.read_exact(&mut start).is_ok() && &start == b"WARC/"
}

/// Whether the file begins with the headers of a message (RFC 5322), of which one says that it has MIME parts or who sent it.
fn is_message(bytes: &[u8]) -> bool {
    let mut known = 0;
    for line in header_lines(bytes) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            // The first line of a mailbox.
            if line.starts_with("From ") {
                continue;
            }
            return false;
        };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return false;
        }
        let telling = ["mime-version", "message-id", "return-path", "snapshot-content-location"];
        known += usize::from(telling.contains(&name.to_ascii_lowercase().as_str()));
    }
    known > 0
}

/// Whether the message is a page that a browser saved: its text is HTML with an address of its own, or related parts of a page.
fn is_saved_page(bytes: &[u8]) -> bool {
    let mut unfolded = String::new();
    for line in header_lines(bytes) {
        if !line.starts_with([' ', '\t']) {
            unfolded.push('\n');
        }
        unfolded.push_str(&line.to_ascii_lowercase());
    }
    let has = |mark: &str| unfolded.contains(mark);
    // A mail has a receiver, and servers note that they passed it on.
    let is_mail = has("\nto:") || has("\nreceived:") || has("\nmessage-id:");
    has("\nsnapshot-content-location:")
        || has("\ncontent-location:")
        || (has("multipart/related") || has("content-type: text/html")) && !is_mail
}

/// The lines before the first empty one.
fn header_lines(bytes: &[u8]) -> impl Iterator<Item = String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEADERS)]).into_owned();
    let lines: Vec<String> = head.trim_start().lines().map(str::to_owned).collect();
    lines.into_iter().take_while(|line| !line.trim().is_empty())
}

/// The kind of subtitles that the file begins with. A file in UTF-16 has them if it does so without its zero bytes.
fn subtitles(bytes: &[u8]) -> Option<ImportFormat> {
    let head: Vec<u8> = bytes[..bytes.len().min(HEAD)].iter().copied().filter(|byte| *byte != 0).collect();
    let head = String::from_utf8_lossy(&head);
    let head = head.trim_start_matches(['\u{FEFF}', '\u{FFFD}']);
    match is_subtitles(head) {
        true if head.starts_with("WEBVTT") => Some(ImportFormat::WebVtt),
        true => Some(ImportFormat::SubRip),
        false => None,
    }
}

/// Whether the file says at its beginning that it is HTML.
fn begins_as_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let begins = |mark: &[u8]| bytes.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    begins(b"<!doctype html") || begins(b"<html")
}

/// What a file with an unknown extension is, as far as that tells.
fn by_ending(ending: &str) -> Other {
    match ending.to_ascii_lowercase().as_str() {
        "doc" | "docx" | "odt" | "rtf" | "pages" => Other::Document,
        "xls" | "xlsx" | "ods" | "numbers" => Other::Spreadsheet,
        "zst" => Other::Zstandard,
        "zip" | "gz" | "7z" | "rar" | "maff" => Other::Archive,
        "webarchive" => Other::SafariArchive,
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "heic" => Other::Picture,
        "eml" | "msg" | "mbox" => Other::Mail,
        _ => Other::Unknown,
    }
}

/// `named` is the extension of a file that says that it is something else.
fn refusal(other: Other, named: Option<&str>) -> ImportError {
    let (what, hint) = match other {
        Other::Document => (
            "a document of a word processor",
            "open it in Word or LibreOffice, save it as a web page (.html), which keeps headings, tables and notes, or as plain text \
             (.txt), and import that",
        ),
        Other::Spreadsheet => {
            ("a spreadsheet", "open it, save the sheet that you need as CSV, and import that with --source")
        }
        Other::Zstandard => ("packed with Zstandard", "unpack it (zstd -d FILE), and import what is in it"),
        Other::Archive => ("an archive of files", "unpack it, and import the files in it"),
        Other::SafariArchive => {
            ("a web archive of Safari", "open it in Safari, select the article, and save its text as a .txt file")
        }
        Other::Picture => {
            ("a picture", "write down its words as a text (.txt), and put the picture into the field “media”")
        }
        Other::Mail => (
            "a mail",
            "open it in a mail program, save its text as plain text (.txt) with the sender and the date on lines of their own, and \
             import that; keep the mail itself as well, because it proves where it came from",
        ),
        Other::Unknown => {
            return ImportError::new(
                "it cannot be imported",
                "only .html, .mhtml, .pdf, .txt, .md, .vtt, .srt, .csv, .tsv, .warc, .warc.gz and .wacz files can be imported; save the article as one of these",
            );
        }
    };
    let but = named.map(|ending| format!(", although its name ends in .{ending}")).unwrap_or_default();
    ImportError::new(format!("it is {what}{but}"), hint)
}

#[cfg(test)]
mod tests {
    use super::{ImportFormat, format_of};

    #[test]
    fn the_bytes_tell_before_the_name() {
        let saved = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\"\r\n\r\n";
        for (bytes, ending, format) in [
            (b"<p>A text</p>".as_slice(), "html", ImportFormat::Html),
            (b"\n<!DOCTYPE html><p>A text</p>", "txt", ImportFormat::Html),
            (b"<HTML><p>A text</p>", "php", ImportFormat::Html),
            (b"A vote\n\nSource: https://a.example", "txt", ImportFormat::Text),
            (b"Received: on Tuesday\n\nEleven to four.", "txt", ImportFormat::Text),
            (b"Title: A vote\nDate: 2024-03-12\n\nText", "md", ImportFormat::Markdown),
            (saved, "mhtml", ImportFormat::Mhtml),
            (saved, "html", ImportFormat::Mhtml),
            (b"%PDF-1.7\n", "pdf", ImportFormat::Pdf),
            (b"%PDF-1.7\n", "html", ImportFormat::Pdf),
            (b"\n\n%PDF-1.7\n", "pdf", ImportFormat::Pdf),
        ] {
            assert_eq!(format_of(bytes, ending).map_err(|error| error.message), Ok(format), "{ending}");
        }
    }

    #[test]
    fn what_cannot_be_imported_is_named() {
        for (bytes, ending, message) in [
            (b"".as_slice(), "pdf", "it is empty"),
            (b"<p>Not found</p>", "pdf", "it is no PDF, although its name ends in .pdf"),
            (b"PK\x03\x04....word/document.xml", "docx", "it is a document of a word processor"),
            (b"PK\x03\x04....a.html", "html", "it is an archive of files, although its name ends in .html"),
            (b"Received: from a\r\nTo: b@a.example\r\nMIME-Version: 1.0\r\n\r\nHello", "eml", "it is a mail"),
            (b"A vote", "", "it cannot be imported"),
            (b"A vote", "mhtml", "it is not a page that a browser saved as MHTML"),
        ] {
            assert_eq!(format_of(bytes, ending).map_err(|error| error.message), Err(message.to_owned()), "{ending}");
        }
    }
}
