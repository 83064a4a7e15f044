//! Words by which lines say what their date is: [`PUBLISHED`], [`says_changed`] and [`is_sentence`].

/// Lines with such words give the date of a change.
const CHANGED: [&str; 22] = [
    "aktualisiert",
    "updated",
    "update",
    "geändert",
    "modified",
    "edited",
    "mise à jour",
    "mis à jour",
    "modifié",
    "actualizado",
    "actualizada",
    "aggiornato",
    "ultima modifica",
    "atualizado",
    "bijgewerkt",
    "zaktualizowano",
    "uppdaterad",
    "обновлено",
    "last change",
    "stand:",
    "(stand ",
    "revised",
];

/// Lines with such words give the date of publication, and perhaps that of a change as well.
pub(super) const PUBLISHED: [&str; 8] =
    ["publi", "pubbl", "veröff", "erstellt", "erschienen", "gepubliceerd", "posted", "опубл"];

/// Whether a line, in lower case, gives the date of a change and none of publication.
pub(super) fn says_changed(lower: &str) -> bool {
    CHANGED.iter().any(|word| lower.contains(word)) && !PUBLISHED.iter().any(|word| lower.contains(word))
}

/// Lines of at least so many words that end as sentences do are sentences.
const MIN_SENTENCE: usize = 6;

pub(super) fn is_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?']) && text.split_whitespace().count() >= MIN_SENTENCE
}
