//! Damaged files of every format: each is imported, refused or shown, and none stops the program.

use std::io::Write;

use super::imported;
use crate::{format_of, safe_original};

/// How many damaged files of each format are tried.
const EACH: u64 = 200;

/// The same numbers each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

/// Flips bits, cuts, doubles and moves pieces, and exchanges lengths.
fn mutated(original: &[u8], seed: u64) -> Vec<u8> {
    let mut numbers = Numbers(seed);
    let mut bytes = original.to_vec();
    for _ in 0..=numbers.below(3) {
        let (a, b) = (numbers.below(bytes.len()), numbers.below(bytes.len()));
        let (from, to) = (a.min(b), a.max(b));
        match numbers.below(8) {
            0 => bytes.truncate(to.max(1)),
            1 => drop(bytes.drain(from..to.min(from + 50))),
            2 => drop(bytes.splice(to..to, bytes[from..to].to_vec()).collect::<Vec<_>>()),
            3 => (0..8).for_each(|_| bytes[numbers.below(original.len().min(to + 1))] ^= 1 << numbers.below(8)),
            4 => exchange_digits(&mut bytes, &mut numbers),
            5 => bytes[from..to.min(from + 4)].fill(0xFF),
            6 => bytes[from..to.min(from + 4)].fill(0),
            _ => bytes.rotate_left(from),
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
    }
    bytes
}

/// Replaces a run of digits, which may be a length, by another number.
fn exchange_digits(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    let start = numbers.below(bytes.len());
    let Some(at) = bytes[start..].iter().position(u8::is_ascii_digit).map(|at| start + at) else { return };
    let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let others: [&[u8]; 6] = [b"0", b"-1", b"7", b"4294967295", b"18446744073709551615", b"99999999999999999999"];
    drop(bytes.splice(at..end, others[numbers.below(others.len())].iter().copied()).collect::<Vec<_>>());
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = vec![];
    let mut archive = rawzip::ZipArchiveWriter::new(&mut file);
    for (name, bytes) in members {
        let (mut entry, config) =
            archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE).start().unwrap();
        let mut writer = config.wrap(flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::fast()));
        writer.write_all(bytes).unwrap();
        let (packer, descriptor) = writer.finish().unwrap();
        packer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    file
}

const PAGE: &str = "<!doctype html><html lang=en><head><meta charset=utf-8><title>The vote</title><style>.a{display:none}</style>\
    <script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-03-12\"}</script></head><body>\
    <nav><a href=/>Home</a></nav><article><h1>The vote</h1><p>Eleven to four, the <b>council</b> voted on Monday<sup>1</sup>.</p>\
    <table><tr><th>Item<th>Cost<tr><td colspan=2>Steel</table><ul><li>One<li>Two</ul><p class=a>Hidden.</p></article></body></html>";
const CUES: &str = "00:00:01.000 --> 00:00:03.000\nANN LEE: We spent\n\n2\n00:00:03.000 --> 00:00:05.500 align:start\n<v Bo>four \
    &amp; <i>a half</i> million.\n\n[Music]\n\n3\n00:01:05.000 --> 00:01:06.000\nNo more.\n";

fn warc() -> Vec<u8> {
    let record = |kind: &str, url: &str, block: &str| {
        format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-12T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{}>\r\n\
             Content-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            url.len(),
            block.len()
        )
    };
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
    let page = record("response", "https://a.example/vote", &format!("{head}{:x}\r\n{PAGE}\r\n0\r\n\r\n", PAGE.len()));
    let moved =
        record("response", "https://a.example/", "HTTP/1.1 301 Moved\r\nLocation: /vote\r\nContent-Length: 0\r\n\r\n");
    let info = record("warcinfo", "https://a.example/", "software: a crawler\r\n");
    format!("{info}{moved}{page}").into_bytes()
}

/// A sound file of each format, with the extension of its name.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let mhtml = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/\r\nDate: Tue, 6 Aug 2019 12:55:12 +0200\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related;\r\n\ttype=\"text/html\"; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html\r\n\
         Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://a.example/\r\n\r\n{}\r\n--x\r\nContent-Type: image/gif\r\n\
         Content-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQABAAAAACw=\r\n--x--\r\n",
        PAGE.replace('=', "=3D")
    );
    let single_file = PAGE.replace(
        "<html lang=en>",
        "<html lang=en><!--\n Page saved with SingleFile \n url: https://a.example/vote \n saved date: Tue Aug 06 2019 12:55:12 GMT+0200 (x)\n-->",
    );
    let markdown = "---\ntitle: The vote\nsource: https://a.example/\ntags: [a, b]\n---\n# The vote\n\nEleven *to* [four](b).\n\n| a | b |\n| - | - |\n| 1 | 2 |\n";
    let list = "{\"format\": \"json-pages-1.0\"}\n{\"url\": \"https://a.example/vote\", \"title\": \"The vote\"}\n";
    vec![
        ("html", text(PAGE)),
        ("mhtml", text(&mhtml)),
        ("html", text(&single_file)),
        ("md", text(markdown)),
        (
            "txt",
            text(
                "The vote\n\nBy Ann Lee\n12 March 2024\nhttps://a.example/\n\nEleven to four, the council voted.\n\nNo more.\n",
            ),
        ),
        ("srt", text(&format!("1\n{}", CUES.replace('.', ",")))),
        ("vtt", text(&format!("WEBVTT - A speech\nLanguage: en\n\nNOTE by a program\n\n{CUES}"))),
        ("csv", text("Item;Cost;Remark\nSteel;\"1,5\";\"two\nlines\"\nSand|lime;=2+3;*x*\nLabour;12\n")),
        ("tsv", text("Item\tCost\nSteel\t1,5\n")),
        ("warc", warc()),
        ("gz", packed(&warc())),
        (
            "wacz",
            zip(&[
                ("archive/data.warc.gz", &packed(&warc())),
                ("pages/pages.jsonl", list.as_bytes()),
                ("datapackage.json", b"{}"),
            ]),
        ),
        ("docx", zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:p>Eleven to four.</w:p>")])),
        (
            "odt",
            zip(&[
                ("mimetype", b"application/vnd.oasis.opendocument.text"),
                ("content.xml", b"<text:p>Eleven.</text:p>"),
            ]),
        ),
        (
            "eml",
            text(
                "Received: from a.example\r\nTo: b@a.example\r\nSubject: A vote\r\nMIME-Version: 1.0\r\n\r\nEleven to four.\r\n",
            ),
        ),
    ]
}

#[test]
fn sound_files_are_imported_and_documents_refused() {
    for (ending, bytes) in files() {
        let outcome = format_of(&bytes, ending).and_then(|format| imported(&bytes, format));
        let is_refused = matches!(ending, "docx" | "odt" | "eml");
        assert_eq!(outcome.is_err(), is_refused, "{ending}: {outcome:?}");
    }
}

#[test]
fn damaged_files_of_every_format_are_imported_or_refused() {
    for (at, (ending, bytes)) in files().into_iter().enumerate() {
        let mut read = 0;
        for seed in 0..EACH {
            let damaged = mutated(&bytes, seed * 31 + at as u64);
            let outcome = format_of(&damaged, ending).and_then(|format| imported(&damaged, format));
            safe_original(&damaged, ending, (None, None));
            match outcome {
                Ok(imported) => {
                    read += 1;
                    assert!(!imported.file.is_empty(), "{ending} {seed}");
                }
                Err(error) => {
                    assert!(!error.message.is_empty() && !error.hint.is_empty(), "{ending} {seed}: {error:?}");
                }
            }
        }
        // Much of it is still read, so the damage reaches what is behind the first check.
        let is_refused = matches!(ending, "docx" | "odt" | "eml" | "gz" | "wacz");
        assert!(is_refused || read > 50, "{ending}: {read}");
    }
}
