//! Reading text files: UTF-8, of bounded size. [`read`] is the one way in.

use std::sync::Arc;

use rayon::prelude::*;

use super::kept::{Kept, Text};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::disk::{self, Found};
use crate::error::Error;
use crate::files::{File, FileId, Files, Span};

/// The longest note or brief.yaml, in bytes.
pub(super) const NOTE_LIMIT: u64 = 1 << 20;
/// The longest captured article, page or template, in bytes.
pub const SOURCE_LIMIT: u64 = 8 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A file as it came from the disk.
enum Read {
    Sound(Arc<str>),
    /// Readable only in part: with what could be read, the byte of it where it goes wrong, and the byte of the file.
    Broken(String, usize, usize),
    TooLarge,
}

/// Reads files in parallel, but for those whose text is still known. Those that are no text, or too long, are reported and left out.
///
/// # Errors
/// When a file cannot be read.
pub(super) fn read(
    found: &[Found],
    limit: u64,
    kept: &mut Kept,
    findings: &mut Findings,
) -> Result<Vec<FileId>, Error> {
    let unread: Vec<&Found> = found.iter().filter(|found| kept.text(&found.relative).is_none()).collect();
    let read: Vec<Read> = unread
        .par_iter()
        .map(|found| match kept.unsaved(&found.relative) {
            Some(text) => Ok(Read::Sound(Arc::clone(text))),
            None => Ok(decode(disk::read(&found.path, limit)?)),
        })
        .collect::<Result<_, Error>>()?;
    for (found, read) in unread.into_iter().zip(read) {
        let (file, sound, finding) = taken_in(&found.relative, read, limit, Arc::make_mut(&mut kept.files));
        let text = Text { file, sound, finding, linked: found.linked };
        kept.keep_text(found.relative.clone(), text);
    }
    let mut ids = Vec::with_capacity(found.len());
    for text in found.iter().filter_map(|found| kept.text(&found.relative)) {
        findings.extend(text.finding.clone());
        ids.extend(text.sound.then_some(text.file));
    }
    Ok(ids)
}

/// The file's number, whether it can be parsed, and why not.
fn taken_in(path: &str, read: Read, limit: u64, files: &mut Files) -> (FileId, bool, Option<Diagnostic>) {
    match read {
        Read::Sound(text) => {
            // A text that turns out to be the same stays the one that was parsed.
            let same = files.find(path).filter(|file| files.text(*file) == &*text);
            let file = same.unwrap_or_else(|| files.add(File { path: path.into(), text }));
            (file, true, None)
        }
        Read::Broken(text, at, in_file) => {
            let message = format!("byte {} of {path} is not UTF-8", in_file + 1);
            let file = files.add(File { path: path.into(), text: text.into() });
            let replacement = '\u{FFFD}'.len_utf8();
            let finding = Diagnostic::new(Code::InvalidUtf8, Span { file, range: at..at + replacement }, message)
                .label("cannot be read from here on")
                .hint("open the file in a text editor and save it with the encoding UTF-8");
            (file, false, Some(finding))
        }
        Read::TooLarge => {
            let file = files.add_empty(path);
            let finding =
                Diagnostic::of_file(Code::FileTooLarge, file, format!("{path} is longer than {}", size(limit)))
                    .hint("split it, or leave out what no passage needs");
            (file, false, Some(finding))
        }
    }
}

fn decode(bytes: Option<Vec<u8>>) -> Read {
    let Some(mut bytes) = bytes else {
        return Read::TooLarge;
    };
    let mark = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    bytes.drain(..mark);
    match String::from_utf8(bytes) {
        Ok(text) => Read::Sound(text.into()),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Read::Broken(String::from_utf8_lossy(error.as_bytes()).into_owned(), at, mark + at)
        }
    }
}

fn size(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}
