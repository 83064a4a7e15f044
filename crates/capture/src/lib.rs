//! Converts saved articles to sources. Entry point: [`import`], which turns the bytes of a file into the note of a captured source; it
//! reads and writes no files.
//!
//! `sniff` tells the format by the bytes, `mhtml` unpacks what browsers pack, `encoding` decodes the bytes, and `saved` reads what
//! programs note in the pages that they save. `archive` takes a page out of a web archive. Then each format has its own module with a
//! function `import`: `html`, `text`, `transcript`, `table` and `markdown`. All but the last convert to `block`s, which `write_blocks`
//! and `write_inlines` write as Markdown; `verify` reads the Markdown back and compares it with the original, word for word. `note`
//! adds the front matter: an `id` and an `address` from what the page says, the `metadata` that it has, with `dates` and `days` read in
//! many languages, or the fields of a Markdown file (`front_matter`). `original` makes the copy of a saved page that `serve` shows.

// The documentation is for people who work on this crate, so it includes private items.
#![allow(rustdoc::private_intra_doc_links)]

mod address;
mod archive;
mod block;
mod dates;
mod days;
mod encoding;
mod front_matter;
mod html;
mod id;
mod markdown;
mod metadata;
mod mhtml;
mod note;
mod original;
mod pdf;
mod saved;
mod sniff;
mod stop_words;
mod table;
mod text;
mod transcript;
mod types;
mod verify;
mod whitespace;
mod write_blocks;
mod write_inlines;

pub use address::canonical_address;
pub use id::id_of_words;
pub use note::with_capture;
pub use original::{SafeOriginal, safe_original};
pub use saved::Saved;
pub use sniff::format_of;
pub use types::{CapturedBy, ImportError, ImportFormat, ImportOptions, Imported, LeftOut};

use archive::{ArchivedPage, Wanted};
use citeback_content::model::SOURCE_LIMIT;
use encoding::Decoded;
use mhtml::Unpacked;
use saved::Program;
use types::PAGES_IN_FRAMES;

/// Converts a file to a source.
///
/// # Errors
/// Refuses bytes that are invalid in their encoding, files without an article, and files too long for a source.
pub fn import(bytes: &[u8], format: ImportFormat, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let imported = match format {
        ImportFormat::Html => import_page(encoding::decode(bytes, format)?, Saved::default(), options)?,
        ImportFormat::Mhtml => import_mhtml(bytes, options)?,
        ImportFormat::Pdf => pdf::import(bytes, options)?,
        ImportFormat::Warc | ImportFormat::WarcGz | ImportFormat::Wacz => import_archived(bytes, format, options)?,
        ImportFormat::Text
        | ImportFormat::Markdown
        | ImportFormat::WebVtt
        | ImportFormat::SubRip
        | ImportFormat::Csv
        | ImportFormat::Tsv => {
            if bytes.len() as u64 > SOURCE_LIMIT {
                return Err(too_long());
            }
            let decoded = encoding::decode(bytes, format)?;
            let text = &decoded.text;
            let mut imported = match format {
                ImportFormat::WebVtt | ImportFormat::SubRip => transcript::import(text, options)?,
                ImportFormat::Csv => table::import(text, None, options)?,
                ImportFormat::Tsv => table::import(text, Some(b'\t'), options)?,
                ImportFormat::Markdown => markdown::import(text, options)?,
                _ => text::import(text, options)?,
            };
            imported.remarks.extend(decoded.remarks);
            imported
        }
    };
    if imported.file.len() as u64 > SOURCE_LIMIT {
        return Err(too_long());
    }
    Ok(imported)
}

/// Imports a page, of which the `container` that it was in says something as well.
fn import_page(decoded: Decoded, container: Saved, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let saved = Saved::of_page(&decoded.text).or(container);
    let mut imported = html::import(&decoded.text, &ImportOptions { saved: Some(&saved), ..*options })?;
    imported.remarks.extend(decoded.remarks);
    Ok(imported)
}

fn import_mhtml(bytes: &[u8], options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let Unpacked { page, saved, frames } = mhtml::unpack(bytes)?;
    let mut imported = import_page(encoding::decode_page_as(&page.html, page.charset.as_deref()), saved, options)?;
    if page.is_damaged {
        let remark = "the saved file is cut off or damaged, and words of its page may be missing: compare it with the original page, or save the page again";
        imported.remarks.push(remark.to_owned());
    }
    imported.left_out.extend(frames.iter().filter_map(|frame| words_of_frame(&frame.html, frame.charset.as_deref())));
    Ok(imported)
}

/// The words of a page in a frame. What is no sound page cannot be shown by a browser either.
fn words_of_frame(page: &[u8], charset: Option<&str>) -> Option<LeftOut> {
    let text = html::words(&encoding::decode_page_as(page, charset).text)?;
    (!text.is_empty()).then_some(LeftOut { what: PAGES_IN_FRAMES, text })
}

/// Imports a page of a web archive as what it is.
fn import_archived(bytes: &[u8], format: ImportFormat, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let wanted = Wanted { url: options.url, captured: options.captured };
    let ArchivedPage { bytes, ending, charset, url, at, remarks, frames } =
        archive::page(bytes, format == ImportFormat::Wacz, wanted)?;
    let saved = Saved { url: Some(url.clone()), archive_url: None, at, program: Some(Program::WebArchive) };
    let mut imported = match format_of(&bytes, ending)? {
        ImportFormat::Html => {
            let options = ImportOptions { url: options.url.map(|_| &url), ..*options };
            import_page(encoding::decode_page_as(&bytes, charset.as_deref()), saved, &options)?
        }
        ImportFormat::Warc | ImportFormat::WarcGz | ImportFormat::Wacz => {
            return Err(ImportError::new(
                "the page is itself a web archive",
                "save that archive as a file, and import it",
            ));
        }
        other => import(&bytes, other, &ImportOptions { url: Some(&url), saved: Some(&saved), ..*options })?,
    };
    imported.remarks.extend(remarks);
    imported.left_out.extend(frames.iter().filter_map(|(page, charset)| words_of_frame(page, charset.as_deref())));
    Ok(imported)
}

fn too_long() -> ImportError {
    let message = format!("its text is longer than {} MiB, the limit for a source", SOURCE_LIMIT >> 20);
    ImportError::new(message, "split the file and import each part")
}

#[cfg(test)]
mod tests;
