//! The seal of a source: [`sealed`] writes it, [`resealed`] keeps it true when the text is changed on purpose.

use crate::base::files::{File, Files};
use crate::base::seal::sha256;
use crate::notes::edit::{EditError, EditedNote, apply};
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml::{Path, Skipped, Tree};

/// A file with its seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    pub text: String,
    /// The seal that it had; `None` if it had none, or an empty one.
    pub former: Option<String>,
}

/// Writes the seal of a source into its front matter, in the field that is there or in a new one at the end. A comment beside it stays.
///
/// # Errors
/// If there is no front matter, or it cannot be changed safely.
pub fn sealed(text: &str) -> Result<Sealed, EditError> {
    let (yaml, body) = split_front_matter(text).ok_or_else(|| EditError::new("it has no front matter"))?;
    let seal = sha256(&text[body]);
    let path = Path::top().key("sha256");
    let given = Tree::new(&text[yaml.clone()]).and_then(|tree| Some(tree.text_at(&path)?.to_owned()));
    let former = given.clone().filter(|given| !given.trim().is_empty());
    if former.as_ref().is_some_and(|given| given.trim().eq_ignore_ascii_case(&seal)) {
        return Ok(Sealed { text: text.to_owned(), former });
    }
    let mut files = Files::default();
    // Edits name their file.
    let file = files.add(File::new("source.md", text));
    let skipped = Skipped::default();
    let note = EditedNote::new(file, text, yaml, &skipped);
    let edit = match &given {
        // The line may have a comment, which must stay.
        Some(given) if !given.is_empty() => note.replace_scalar(&path, &seal),
        Some(_) => note.fill_field(&path, &seal),
        None => note.insert_field(&Path::top(), "sha256", &seal, "sha256"),
    };
    Ok(Sealed { text: apply(text, [&edit?])?, former })
}

/// `new` with the seal of its text, if `old` has one that fits. An earlier change that nobody has sealed is not sealed with it.
///
/// # Errors
/// As [`sealed`].
pub(super) fn resealed(old: &str, new: &str) -> Result<String, EditError> {
    let was_true = sealed(old).is_ok_and(|sealed| sealed.former.is_some() && sealed.text == old);
    if was_true { Ok(sealed(new)?.text) } else { Ok(new.to_owned()) }
}
