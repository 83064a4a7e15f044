//! Converts saved articles to sources. Entry point: [`import`], which turns the bytes of a file into the note of a captured source; it
//! reads and writes no files.
//!
//! `encoding` decodes the bytes. Then each format has its own module with a function `import`: `html`, `text` and `markdown`. The first
//! two convert to `block`s, which `write_blocks` and `write_inlines` write as Markdown; `verify` reads the Markdown back and compares
//! it with the original, word for word. `note` adds the front matter.

mod block;
mod dates;
mod days;
mod encoding;
mod html;
mod id;
mod markdown;
mod metadata;
mod note;
mod original;
mod text;
mod types;
mod verify;
mod whitespace;
mod write_blocks;
mod write_inlines;

pub use original::{SafeOriginal, safe_original};
pub use types::{ImportError, ImportFormat, ImportOptions, Imported, LeftOut};

use crate::build::load::SOURCE_LIMIT;

/// Converts a file to a source.
///
/// # Errors
/// Refuses bytes that are invalid in their encoding, files without an article, and files too long for a source.
pub fn import(bytes: &[u8], format: ImportFormat, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let decoded = encoding::decode(bytes, format)?;
    let import = match format {
        ImportFormat::Html => html::import,
        ImportFormat::Text => text::import,
        ImportFormat::Markdown => markdown::import,
    };
    let mut imported = import(&decoded.text, options)?;
    imported.remarks.extend(decoded.remarks);
    if imported.file.len() as u64 > SOURCE_LIMIT {
        let message = format!("its text is longer than {} MiB, the limit for a source", SOURCE_LIMIT >> 20);
        return Err(ImportError::new(message, "split the file and import each part"));
    }
    Ok(imported)
}

#[cfg(test)]
mod tests;
