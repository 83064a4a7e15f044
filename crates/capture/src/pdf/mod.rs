//! Imports a PDF: [`import`]. Poppler's `pdftotext` returns the words of each page with their boxes (`program`, `words`); the layout is
//! ours (`layout`): what stands on page after page is taken out (`running`), columns are found (`regions`), lines become paragraphs
//! (`paragraphs`), footnotes stay apart (`notes`). Then words are put together (`text`, `letters`, `hyphens`) and written with marks of the
//! pages (`compose`); `info` is what the file says of itself.

use super::note::write_note;
use super::types::{ImportError, ImportOptions, Imported, keeps};
use super::verify::write_verified;
use citeback_content::model::Kind;
use compose::compose;
use layout::layout;
use words::Document;

mod compose;
mod hyphens;
mod info;
mod layout;
mod letters;
mod lines;
mod notes;
mod paragraphs;
mod program;
mod regions;
mod running;
mod text;
mod words;

#[cfg(test)]
mod tests;

/// So many hyphens in doubt, and pages without text, are named.
const MAX_NAMED: usize = 12;

const READ_WORDS: &str = "run ocrmypdf scan.pdf report.pdf, which reads words from pictures, and import report.pdf; then compare every word that you quote with the page";

pub(super) fn import(bytes: &[u8], options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let printed = program::words_with_boxes(bytes)?;
    let document = words::read(&printed.words);
    drop(printed.words);
    let count = document.pages.len();
    if count > program::MAX_PAGES {
        let hint =
            "split it and import the part that you need, such as with: qpdf report.pdf --pages . 1-200 -- part-1.pdf";
        return Err(ImportError::new(format!("it has more than {} pages", program::MAX_PAGES), hint));
    }
    if count == 0 {
        return Err(ImportError::new("it is damaged: it has no pages", "download or export it again"));
    }
    if document.words.is_empty() {
        return Err(ImportError::new("it is a scan without text: its pages are pictures", READ_WORDS));
    }
    let running = ["running heads", "page numbers"];
    let keep_running = running.iter().any(|group| keeps(options.keep, group, String::new));
    let layout = layout(&document, keep_running);
    if !layout.is_whole(&document) {
        return Err(ImportError::new("its text could not be divided without losing words", AS_TEXT));
    }
    let (metadata, about) = info::metadata(&document, &layout, bytes);
    let composed = compose(&document, &layout, metadata.title.as_deref(), options.keep)?;
    let body = write_verified(&composed.blocks, &composed.expected)
        .map_err(|error| ImportError::new(error.message, AS_TEXT))?;
    let kind = if options.kind == Kind::Article { Kind::Report } else { options.kind };
    let mut imported = write_note(metadata, &body, &ImportOptions { kind, ..*options });
    imported.remarks.extend(about);
    imported.remarks.extend(without_text(&document, &layout));
    imported.remarks.extend(doubtful_hyphens(&composed.hyphens));
    if composed.unknown > 0 {
        let signs = if composed.unknown == 1 { "sign is" } else { "signs are" };
        imported.remarks.push(format!(
            "{} {signs} “\u{FFFD}” in the text: the file does not say which letters they are",
            composed.unknown
        ));
    }
    if printed.complaints.contains("Syntax Error") || printed.complaints.contains("Internal Error") {
        let remark = "the file is damaged, and words of it may be missing: compare it with what a viewer shows, or download it again";
        imported.remarks.push(remark.to_owned());
    }
    imported.left_out = composed.left_out;
    imported.doubtful = composed.doubtful;
    Ok(imported)
}

/// The words of a PDF, page after page, to be looked at beside the source.
///
/// # Errors
/// As [`import`].
pub(super) fn plain_text(bytes: &[u8]) -> Result<String, ImportError> {
    let document = words::read(&program::words_with_boxes(bytes)?.words);
    let mut out = String::new();
    for page in 0..document.pages.len() {
        out.push_str(&format!("{}— page {} —\n\n", if page == 0 { "" } else { "\n\n" }, page + 1));
        let rows = lines::rows(lines::pieces(&document, page));
        for row in rows {
            let words: Vec<String> = row
                .iter()
                .flat_map(|piece| text::tokens(&document, std::slice::from_ref(piece)))
                .map(|token| token.text)
                .collect();
            out.push_str(&words.join(" "));
            out.push('\n');
        }
    }
    Ok(out)
}

const AS_TEXT: &str = "open it in a viewer, select its text, and save that as a .txt file";

/// The pages that have no text but what stands on every page.
fn without_text(document: &Document, layout: &layout::Layout) -> Option<String> {
    let mut has_text = vec![false; document.pages.len()];
    for index in layout.text.iter().chain(&layout.notes).flat_map(paragraphs::Paragraph::words) {
        has_text[document.words[index].page] = true;
    }
    let empty: Vec<String> =
        (1..).zip(&has_text).filter(|(_, has)| !**has).map(|(page, _): (usize, _)| page.to_string()).collect();
    let (pages, have) = if empty.len() == 1 { ("page", "has") } else { ("pages", "have") };
    let named = named(&empty);
    (!empty.is_empty()).then(|| {
        format!("{pages} {named} {have} no text: if that is no empty paper but a picture of words, run ocrmypdf --skip-text first, and import what it makes")
    })
}

/// The hyphens at line ends that were judged by little.
fn doubtful_hyphens(doubts: &[hyphens::Doubt]) -> Option<String> {
    let words: Vec<String> = doubts.iter().map(|doubt| format!("“{}” (p. {})", doubt.word, doubt.page + 1)).collect();
    let named = named(&words);
    (!words.is_empty())
        .then(|| format!("a line ends at the hyphen of these words, which may be written otherwise: {named}"))
}

/// The first of a list, and how many more there are.
fn named(items: &[String]) -> String {
    match items.len().checked_sub(MAX_NAMED) {
        Some(more @ 1..) => format!("{} and {more} more", items[..MAX_NAMED].join(", ")),
        _ => items.join(", "),
    }
}
