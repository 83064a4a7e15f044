//! The metadata of a source, which an editor corrects in a form: [`fields_of`] reads it as it is written, [`with_fields`] changes it.

use serde::{Deserialize, Serialize};

use crate::notes::edit::{EditError, NewValue, change_front_matter, comment_beside, without_comment};
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml::{Path, Tree, ValueStyle};

/// The fields of the form, in the order in which it has them.
pub const FIELDS: [&str; 10] =
    ["title", "publisher", "author", "url", "archive_url", "published", "captured", "language", "kind", "show"];

/// All fields of front matter in their usual order, for those that are new.
const ORDER: &[&str] = &[
    "title",
    "publisher",
    "short",
    "author",
    "url",
    "archive_url",
    "published",
    "captured",
    "language",
    "kind",
    "primary",
    "rights",
    "origin",
    "version_of",
    "media",
    "show",
    "extent",
    "uncited",
    "embargo",
    "capture",
    "sha256",
    "formerly",
    "accepted",
];

/// The comment beside a date that an import was not sure of begins with this.
const UNSURE: &str = "unsure:";

/// A field as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceField {
    pub name: &'static str,
    /// One text; of authors, one for each.
    pub values: Vec<String>,
    /// Why an import was not sure of it.
    pub unsure: Option<String>,
}

/// A field as the form sends it.
#[derive(Debug, Clone, Deserialize)]
pub struct Written {
    pub name: String,
    pub values: Vec<String>,
    /// Whether the editor has confirmed what an import was not sure of.
    #[serde(default)]
    pub confirmed: bool,
}

/// The fields of a source’s file. `None` if its front matter cannot be read.
pub fn fields_of(file: &str) -> Option<Vec<SourceField>> {
    let (yaml, _) = split_front_matter(file)?;
    let tree = Tree::new(&file[yaml])?;
    let field = |name: &'static str| {
        let path = Path::top().key(name);
        let text = |path: &Path| tree.text_at(path).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let values = match tree.shape(&path) {
            Some(ValueStyle::List { length, .. }) => {
                (0..length).filter_map(|index| text(&path.clone().index(index))).collect()
            }
            _ => text(&path).into_iter().collect(),
        };
        let unsure = comment_beside(file, name).and_then(|comment| comment.strip_prefix(UNSURE));
        SourceField { name, values, unsure: unsure.map(|why| why.trim().to_owned()) }
    };
    Some(FIELDS.into_iter().map(field).collect())
}

/// The file with other values in some fields. What an import was not sure of is sure once it is changed or confirmed.
///
/// # Errors
/// If a field is none of the form, or cannot be changed safely; then nothing is changed.
pub fn with_fields(file: &str, written: &[Written]) -> Result<String, EditError> {
    let known = fields_of(file).ok_or_else(|| EditError::new("fix the errors in the front matter first"))?;
    let mut changes = vec![];
    let mut sure = vec![];
    for Written { name, values, confirmed } in written {
        let old = known.iter().find(|field| field.name == name);
        let old = old.ok_or_else(|| EditError::new(format!("the form has no field “{name}”")))?;
        let values: Vec<String> =
            values.iter().map(|value| one_line(value)).filter(|value| !value.is_empty()).collect();
        let differs = values != old.values;
        if differs {
            let value = match old.name {
                "author" => NewValue::Texts(values),
                _ => NewValue::Text(values.into_iter().next()),
            };
            changes.push((old.name, value));
        }
        if old.unsure.is_some() && (differs || *confirmed) {
            sure.push(old.name);
        }
    }
    // The comment goes first: a field that is removed would leave it behind.
    let file = sure.into_iter().try_fold(file.to_owned(), |file, name| without_comment(&file, name))?;
    change_front_matter(&file, ORDER, &changes)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
