//! Reads text files: UTF-8, of limited size. Entry point: [`read`].

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::brief_file::DESK;
use super::cache::{LoadCache, ReadText};
use crate::base::disk::{self, Found};
use crate::base::error::Error;
use crate::base::files::{File, FileId, Files, Span};
use crate::findings::{Code, Diagnostic, Finding, Findings};
use crate::model::SOURCE_LIMIT;
use citeback_quote::text::fold::is_direction;

/// Maximum size of a note or brief.yaml, in bytes.
pub(super) const NOTE_LIMIT: u64 = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A file as read from disk.
enum FileText {
    Sound(Arc<str>),
    /// Not valid UTF-8: the text that could be decoded, and the byte offset of the error in that text and in the file.
    Broken(String, usize, usize),
    TooLarge,
}

/// Reads files in parallel, except those whose text is cached. Files that are not text or too long are reported and left out.
///
/// # Errors
/// If a file cannot be read.
pub(super) fn read(
    found: &[Found],
    limit: u64,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Vec<FileId>, Error> {
    let unread: Vec<&Found> = found.iter().filter(|found| cache.text(&found.relative).is_none()).collect();
    let read: Vec<FileText> = unread
        .par_iter()
        .map(|found| match cache.unsaved(&found.relative) {
            Some(text) => Ok(FileText::Sound(Arc::clone(text))),
            None => Ok(decode(disk::read(&found.path, limit)?)),
        })
        .collect::<Result<_, Error>>()?;
    for (found, read) in unread.into_iter().zip(read) {
        let (file, sound, finding) = add_file(&found.relative, read, limit, Arc::make_mut(&mut cache.files));
        let text = ReadText { file, sound, finding: finding.map(Finding::from), linked: found.linked };
        cache.keep_text(found.relative.clone(), text);
    }
    let mut ids = Vec::with_capacity(found.len());
    for text in found.iter().filter_map(|found| cache.text(&found.relative)) {
        findings.extend(text.finding.clone());
        ids.extend(text.sound.then_some(text.file));
    }
    Ok(ids)
}

/// Adds a file; returns its number, whether it can be parsed, and a finding.
fn add_file(path: &str, read: FileText, limit: u64, files: &mut Files) -> (FileId, bool, Option<Diagnostic>) {
    match read {
        FileText::Sound(text) => {
            // If the text is unchanged, keep the one that was parsed.
            let same = files.find(path).filter(|file| files.text(*file) == &*text);
            let file = same.unwrap_or_else(|| files.add(File::new(path, text)));
            let text = files.text(file);
            let escaped =
                || escaped_direction(file, text).filter(|_| path.ends_with(".yaml") || path.ends_with(".yml"));
            let finding = directions(file, text).or_else(escaped).filter(|_| is_content(path));
            (file, true, finding)
        }
        FileText::Broken(text, at, in_file) => {
            let message = format!("byte {} of {path} is not UTF-8", in_file + 1);
            let file = files.add(File::new(path, text));
            let replacement = '\u{FFFD}'.len_utf8();
            let finding = Diagnostic::new(Code::InvalidUtf8, Span { file, range: at..at + replacement }, message)
                .label("cannot be read beyond this point")
                .hint("open the file in a text editor and save it as UTF-8");
            (file, false, Some(finding))
        }
        FileText::TooLarge => {
            let file = files.add_empty(path);
            let finding =
                Diagnostic::of_file(Code::FileTooLarge, file, format!("{path} is longer than {}", size(limit)))
                    .hint("split it, or remove what no passage needs");
            (file, false, Some(finding))
        }
    }
}

/// Whether a file is a note, a source or brief.yaml, or such a file of the desk.
fn is_content(path: &str) -> bool {
    let of_desk = path.trim_start_matches("../");
    path.starts_with("content/") || of_desk == DESK || of_desk.starts_with("sources/")
}

/// Warns of characters that make browsers and editors display the following text in a different order.
fn directions(file: FileId, text: &str) -> Option<Diagnostic> {
    let mut found = memchr::memchr_iter(0xE2, text.as_bytes())
        .filter_map(|at| Some((at, text.get(at..)?.chars().next().filter(|c| is_direction(*c))?)));
    let (at, first) = found.next()?;
    let name = match first {
        '\u{202A}' => "LEFT-TO-RIGHT EMBEDDING",
        '\u{202B}' => "RIGHT-TO-LEFT EMBEDDING",
        '\u{202C}' => "POP DIRECTIONAL FORMATTING",
        '\u{202D}' => "LEFT-TO-RIGHT OVERRIDE",
        '\u{202E}' => "RIGHT-TO-LEFT OVERRIDE",
        '\u{2066}' => "LEFT-TO-RIGHT ISOLATE",
        '\u{2067}' => "RIGHT-TO-LEFT ISOLATE",
        '\u{2068}' => "FIRST STRONG ISOLATE",
        _ => "POP DIRECTIONAL ISOLATE",
    };
    let more = match found.count() {
        0 => String::new(),
        more => format!(", and {more} more such characters"),
    };
    let message = format!("this file has an invisible U+{:04X} {name} here{more}", u32::from(first));
    let finding = Diagnostic::new(Code::BidiControl, Span { file, range: at..at + first.len_utf8() }, message);
    Some(
        finding
            .label("the following text may be displayed in a different order")
            .hint("delete it; pages never show such characters in quotations"),
    )
}

/// Like [`directions`], for YAML escapes of such characters.
fn escaped_direction(file: FileId, text: &str) -> Option<Diagnostic> {
    let named = |escape: &str| {
        let number = escape.get(2..6).and_then(|number| u32::from_str_radix(number, 16).ok());
        number.and_then(char::from_u32).is_some_and(is_direction)
    };
    let at = text.match_indices("\\u").map(|(at, _)| at).find(|at| named(&text[*at..]))?;
    let escape = &text[at..at + 6];
    let finding = Diagnostic::new(
        Code::BidiControl,
        Span { file, range: at..at + escape.len() },
        format!("“{escape}” produces an invisible character"),
    );
    Some(
        finding
            .label("the following text may be displayed in a different order")
            .hint("delete it; pages never show such characters in quotations"),
    )
}

/// The text of a file as it is read here, as far as it can be decoded; `None` if it cannot be read or is too long.
pub fn text_of(path: &Path) -> Option<Arc<str>> {
    match decode(disk::read(path, SOURCE_LIMIT).ok()?) {
        FileText::Sound(text) => Some(text),
        FileText::Broken(text, ..) => Some(text.into()),
        FileText::TooLarge => None,
    }
}

fn decode(bytes: Option<Vec<u8>>) -> FileText {
    let Some(mut bytes) = bytes else {
        return FileText::TooLarge;
    };
    let mark = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    bytes.drain(..mark);
    match String::from_utf8(bytes) {
        Ok(text) => FileText::Sound(text.into()),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            FileText::Broken(String::from_utf8_lossy(error.as_bytes()).into_owned(), at, mark + at)
        }
    }
}

fn size(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}
