//! Whether a page still says what it said when it was captured: [`same_words`].

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::known::{KnownSource, KnownSources};
use crate::base::error::Error;
use crate::capture::Imported;
use crate::markdown::reading::reading_text;
use crate::model::Id;
use crate::notes::front_matter::split_front_matter;
use citeback_quote::locate::compare::compare;
use citeback_quote::{ReadingText, Searchable};

/// What has the words of an import already, white space and typography aside: a source, a version of it, or the original of one of them, which
/// editors may have corrected since. `again` imports an original with this checksum as the new page is imported.
///
/// # Errors
/// When a source cannot be read.
pub(super) fn same_words(
    site: &Path,
    (base, known): (&Id, &KnownSources),
    imported: &Imported,
    again: impl Fn(&Path, &str) -> Option<Imported>,
) -> Result<Option<String>, Error> {
    let new = Words::of(&imported.title, &imported.file);
    for (_, source) in known.versions(base) {
        let path = site.join(&source.path);
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        if Words::of(source.title.as_deref().unwrap_or_default(), &text).same(&new) {
            return Ok(Some(source.path.clone()));
        }
        let sealed = source.original.as_deref();
        let original = kept(site, source).zip(sealed).and_then(|(path, sealed)| again(&path, sealed));
        if original.is_some_and(|original| Words::of(&original.title, &original.file).same(&new)) {
            return Ok(Some(format!("the original of {}", source.path)));
        }
    }
    Ok(None)
}

/// Where the original of a source is kept.
fn kept(site: &Path, source: &KnownSource) -> Option<PathBuf> {
    let kept = source.kept.as_deref()?;
    let kept = Path::new(kept.strip_prefix("content/").unwrap_or(kept));
    let is_inside = kept.starts_with("captures") && kept.components().all(|part| matches!(part, Component::Normal(_)));
    is_inside.then(|| site.join("content").join(kept))
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
