//! Reading text files: UTF-8, of bounded size. [`read`] is the one way in.

use rayon::prelude::*;

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
enum Text {
    Sound(String),
    /// Readable only in part: with what could be read, the byte of it where it goes wrong, and the byte of the file.
    Broken(String, usize, usize),
    TooLarge,
}

/// Reads files in parallel. Those that are no text, or too long, are reported and left out.
///
/// # Errors
/// When a file cannot be read.
pub(super) fn read(
    found: Vec<Found>,
    limit: u64,
    files: &mut Files,
    findings: &mut Findings,
) -> Result<Vec<FileId>, Error> {
    let texts: Vec<(String, Text)> = found
        .into_par_iter()
        .map(|found| Ok((found.relative, decode(disk::read(&found.path, limit)?))))
        .collect::<Result<_, Error>>()?;
    let mut ids = Vec::with_capacity(texts.len());
    for (path, text) in texts {
        match text {
            Text::Sound(text) => ids.push(files.add(File { path, text: text.into() })),
            Text::Broken(text, at, in_file) => {
                let message = format!("byte {} of {path} is not UTF-8", in_file + 1);
                let file = files.add(File { path, text: text.into() });
                let replacement = '\u{FFFD}'.len_utf8();
                findings.push(
                    Diagnostic::new(Code::InvalidUtf8, Span { file, range: at..at + replacement }, message)
                        .label("cannot be read from here on")
                        .hint("open the file in a text editor and save it with the encoding UTF-8"),
                );
            }
            Text::TooLarge => {
                let file = files.add_empty(&path);
                findings.push(
                    Diagnostic::of_file(Code::FileTooLarge, file, format!("{path} is longer than {}", size(limit)))
                        .hint("split it, or leave out what no passage needs"),
                );
            }
        }
    }
    Ok(ids)
}

fn decode(bytes: Option<Vec<u8>>) -> Text {
    let Some(mut bytes) = bytes else {
        return Text::TooLarge;
    };
    let mark = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    bytes.drain(..mark);
    match String::from_utf8(bytes) {
        Ok(text) => Text::Sound(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Text::Broken(String::from_utf8_lossy(error.as_bytes()).into_owned(), at, mark + at)
        }
    }
}

fn size(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}
