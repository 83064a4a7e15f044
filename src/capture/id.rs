//! The id of an imported source: [`source_id`].

use super::types::ImportOptions;
use crate::model::Id;
use citeback_quote::text::loose::LooselyFolded;

/// The longest id made from a title, in bytes.
const MAX_ID: usize = 60;

/// The id that the editor asked for, else one made from the title, else one made from the file name.
pub(super) fn source_id(options: &ImportOptions<'_>, title: Option<&str>) -> Option<Id> {
    options.id.cloned().or_else(|| id_from_words(title?)).or_else(|| id_from_words(options.stem))
}

fn id_from_words(text: &str) -> Option<Id> {
    // Accents and ligatures become plain letters.
    let plain = LooselyFolded::new(text).text().to_owned();
    let mut id = String::new();
    for word in plain.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'').map(|word| word.replace('\'', "")) {
        if !word.is_empty() && id.len() + word.len() < MAX_ID {
            id = if id.is_empty() { word } else { format!("{id}-{word}") };
        } else if !word.is_empty() {
            break;
        }
    }
    Id::new(&id).filter(|id| id.as_str().contains(|c: char| c.is_ascii_alphabetic()))
}
