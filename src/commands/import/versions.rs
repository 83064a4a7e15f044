//! Whether a page still says what it said when it was captured: [`same_words`].

use std::fs;
use std::path::{Component, Path};

use super::capturing::{converted, read_saved};
use super::known::{KnownSource, KnownSources};
use crate::base::error::Error;
use crate::base::seal::sha256_of_bytes;
use crate::capture::{ImportOptions, Imported};
use crate::markdown::reading::reading_text;
use crate::model::Id;
use crate::notes::front_matter::split_front_matter;
use citeback_quote::locate::compare::compare;
use citeback_quote::{ReadingText, Searchable};

/// What has the words of an import already, white space and typography aside: a source, a version of it, or the original of one of them, which
/// editors may have corrected since. `options` are those of the import.
///
/// # Errors
/// When a source cannot be read.
pub(super) fn same_words(
    site: &Path,
    (base, known): (&Id, &KnownSources),
    imported: &Imported,
    options: &ImportOptions<'_>,
) -> Result<Option<String>, Error> {
    let new = Words::of(&imported.title, &imported.file);
    for (_, source) in known.versions(base) {
        let path = site.join(&source.path);
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        if Words::of(source.title.as_deref().unwrap_or_default(), &text).same(&new) {
            return Ok(Some(source.path.clone()));
        }
        if original(site, source, options).is_some_and(|again| Words::of(&again.title, &again.file).same(&new)) {
            return Ok(Some(format!("the original of {}", source.path)));
        }
    }
    Ok(None)
}

/// The kept original of a source, imported with these options; `None` if there is none that is as it was.
fn original(site: &Path, source: &KnownSource, options: &ImportOptions<'_>) -> Option<Imported> {
    let kept = source.kept.as_deref()?;
    let kept = Path::new(kept.strip_prefix("content/").unwrap_or(kept));
    let is_inside = kept.starts_with("captures") && kept.components().all(|part| matches!(part, Component::Normal(_)));
    let path = is_inside.then(|| site.join("content").join(kept))?;
    let (bytes, format) = read_saved(&path).ok()?;
    let sealed = source.original.as_deref()?;
    sealed.eq_ignore_ascii_case(&sha256_of_bytes(&bytes)).then_some(())?;
    converted(&path, (&bytes, format), options).ok()
}

/// The title and the text of a source.
struct Words {
    title: Searchable,
    text: Searchable,
}

impl Words {
    fn of(title: &str, file: &str) -> Words {
        let body = split_front_matter(file).map_or(file, |(_, body)| &file[body]);
        // The language only tells where sentences end.
        let searchable = |text| Searchable::new(text, "en");
        Words { title: searchable(ReadingText::plain(title)), text: searchable(reading_text(body)) }
    }

    /// Whether both have the same words, as they are compared where versions are.
    fn same(&self, other: &Words) -> bool {
        compare(&self.title, &other.title).is_empty() && compare(&self.text, &other.text).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn typography_and_white_space_make_no_difference() {
        let first = Words::of("The “vote”", "---\ntitle: x\n---\nEleven  to *four*,\nhe said.\n\nNo more.\n");
        assert!(first.same(&Words::of("The \"vote\"", "---\n---\n\nEleven to four, he said.\n\nNo more.\n")));
        assert!(!first.same(&Words::of("The vote", "---\n---\nEleven to five, he said.\n\nNo more.\n")));
    }
}
