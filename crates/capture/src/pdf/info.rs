//! What a PDF says of itself: [`metadata`]. Programs fill it in, so what is doubtful is said to be.

use super::super::dates::normalise_date;
use super::super::metadata::Metadata;
use super::layout::Layout;
use super::words::Document;
use citeback_quote::text::single_spaced;

/// The longest title, in characters.
const MAX_TITLE: usize = 200;
/// Titles that programs make of the names of files.
const FILE_ENDINGS: [&str; 14] = [
    ".doc", ".docx", ".dvi", ".pdf", ".indd", ".qxd", ".qxp", ".tex", ".ps", ".odt", ".rtf", ".html", ".pptx", ".xlsx",
];
/// Programs that read words from pictures.
const READERS: [&str; 8] =
    ["ocr", "tesseract", "finereader", "abbyy", "paper capture", "omnipage", "readiris", "scansnap"];

/// The fields that a PDF fills in, and remarks on what it says of itself.
pub(super) fn metadata(document: &Document, layout: &Layout, bytes: &[u8]) -> (Metadata, Vec<String>) {
    let mut remarks = vec![];
    let headline = layout.headline(document).filter(|title| title.chars().count() <= MAX_TITLE);
    let stated = document.info("Title").map(single_spaced).filter(|title| is_title(title));
    let title = match (headline, stated) {
        (Some(headline), Some(stated)) => {
            // The same words in other letters, or the beginning of them, are what is on the page.
            let is_same =
                letters(&headline).contains(&letters(&stated)) || letters(&stated).contains(&letters(&headline));
            if !is_same {
                remarks.push(format!("the properties of the file give another title: “{stated}”"));
            }
            Some(headline)
        }
        (Some(headline), None) => Some(headline),
        (None, Some(stated)) => {
            remarks.push("the title is from the properties of the file: compare it with the first page".to_owned());
            Some(stated)
        }
        (None, None) => None,
    };
    let authors = authors(document, &mut remarks);
    let made = document.info("CreationDate").and_then(day);
    let doubt = made.is_some().then(|| "the day on which the file was made".to_owned());
    let makers: Vec<String> =
        ["Producer", "Creator"].iter().filter_map(|name| document.info(name)).map(str::to_lowercase).collect();
    if READERS.iter().any(|reader| makers.iter().any(|maker| maker.contains(reader))) {
        remarks.push(
            "a program read its words from pictures (OCR): compare every word that you quote with the page".to_owned(),
        );
    }
    let metadata = Metadata {
        title,
        authors,
        published: made,
        published_doubt: doubt,
        language: language(bytes),
        ..Metadata::default()
    };
    (metadata, remarks)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let is_file = FILE_ENDINGS.iter().any(|ending| lower.ends_with(ending));
    let is_made = ["untitled", "microsoft word", "powerpoint", "layout 1", "document", "about:blank"]
        .iter()
        .any(|made| lower.starts_with(made));
    !is_file && !is_made && title.chars().count() <= MAX_TITLE && title.contains(char::is_alphabetic)
}

/// Names of people. A name of one word is likely to be that of an account.
fn authors(document: &Document, remarks: &mut Vec<String>) -> Vec<String> {
    let Some(stated) = document.info("Author").map(single_spaced) else { return vec![] };
    let names: Vec<String> = stated.split([';', '\n']).flat_map(|part| part.split(" and ")).flat_map(names).collect();
    if names.iter().all(|name| name.contains(' ') && name.chars().count() <= 80 && !name.contains(['@', '/', '\\'])) {
        return names;
    }
    remarks.push(format!("the properties of the file name “{stated}” as its author; add the author if that is right"));
    vec![]
}

/// `Ann Lee, Tom Ray` has commas between names, `Lee, Ann` inside one.
fn names(part: &str) -> Vec<String> {
    let names: Vec<&str> = part.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.iter().all(|name| name.contains(' ')) {
        names.into_iter().map(str::to_owned).collect()
    } else {
        vec![part.trim().to_owned()]
    }
}

/// `2024-03-12T09:30:00+01:00`, or `D:20240312…`, as older versions print it.
fn day(text: &str) -> Option<String> {
    let digits: String = text.trim_start_matches("D:").chars().take(8).collect();
    let date = normalise_date(text.get(..10).unwrap_or(text)).or_else(|| normalise_date(&digits))?;
    date.get(..10).map(str::to_owned)
}

/// The language that the file states outside of its compressed parts, if that is one only.
fn language(bytes: &[u8]) -> Option<String> {
    let mut found = memchr::memmem::find_iter(bytes, b"/Lang").filter_map(|at| {
        let rest = bytes[at + 5..].iter().skip_while(|byte| byte.is_ascii_whitespace());
        let value: Vec<u8> = rest.copied().take(16).collect();
        let inside = value.strip_prefix(b"(")?;
        let end = inside.iter().position(|byte| *byte == b')')?;
        String::from_utf8(inside[..end].to_vec()).ok()
    });
    let first = found.next()?;
    let is_language = first.len() >= 2 && first.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    (is_language && found.all(|other| primary(&other) == primary(&first)))
        .then(|| primary(&first))
        .filter(|tag| tag.len() <= 3)
}
