//! Remarks: texts that they end where nobody meant them to ([`warn_of_cut_texts`]), and notes that cannot be shown without them
//! ([`warn_of_withheld_note`]).

use super::fields::Fields;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::Span;
use crate::model::{Brief, PublishNotes};
use crate::yaml::without_remarks;

/// Fields that readers see as they are written.
const TEXTS: [&str; 13] = [
    "claim", "title", "summary", "quote", "prefix", "suffix", "note", "text", "name", "role", "speaker", "alt",
    "credit",
];

/// Warns of values that YAML ends at ` #`, where a figure or a word follows at once, as in `We are #1`. Remarks have a space there.
pub(super) fn warn_of_cut_texts(fields: &mut Fields<'_>) {
    let text = fields.text();
    // Most notes have no such sign, and are not gone through line by line.
    if !text.contains(" #") {
        return;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some((hash, field)) = cut(line) {
            let end = line.trim_end().len();
            let span = Span { file: fields.file, range: at + hash..at + end };
            fields.push(
                Diagnostic::new(Code::RemarkInText, span, format!("the “{field}” ends here: what follows is a remark to YAML"))
                    .label("will not be published")
                    .hint("if it belongs to the text, put the whole text in quotation marks; if it is a remark, put a space after #"),
            );
        }
        at += line.len();
    }
}

/// Says when a note will not be shown with its claim, because its remarks cannot be told from its texts for certain.
pub(super) fn warn_of_withheld_note(fields: &mut Fields<'_>, brief: &Brief) {
    let shown = brief.publish_notes == PublishNotes::WithoutRemarks && !fields.has_errors();
    if !shown || without_remarks(fields.text()).is_some() {
        return;
    }
    let message = "the page of this claim will not show its note: the remarks cannot be taken out for certain";
    fields.push(
        Diagnostic::of_file(Code::NoteWithheld, fields.file, message)
            .hint("put no empty line after a remark that follows a text with |+ or >+, or write | or > there")
            .hint("or write “publish_notes: none” in brief.yaml if no notes are to be shown"),
    );
}

/// The byte at which a plain text is cut, and the field it belongs to.
fn cut(line: &str) -> Option<(usize, &str)> {
    let entry = line.trim_start();
    let entry = entry.strip_prefix("- ").unwrap_or(entry).trim_start();
    let (field, value) = entry.split_once(": ")?;
    let value = value.trim_start();
    if !TEXTS.contains(&field) || value.starts_with(['"', '\'', '|', '>', '[', '{', '&', '*', '!', '#']) {
        return None;
    }
    let hash = value.find(" #")? + 1;
    let follows = value[hash + 1..].chars().next()?;
    (follows.is_alphanumeric()).then_some((line.len() - value.len() + hash, field))
}
