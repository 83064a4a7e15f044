//! Fixes of references: another id ([`IdCorrection`]), and a reference that is missing ([`referred_at_end`]).

use std::ops::Range;
use std::sync::Arc;

use crate::base::files::Span;
use crate::findings::{Diagnostic, Fix, MAX_MEANT, only_meant, similar};
use crate::markdown::prose::{Destination, Linked};
use crate::notes::edit::{Edit, EditedNote};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, ValueStyle};

/// Where a note names something by its id, with all that it takes to write another one.
pub(super) struct IdCorrection {
    places: Arc<Places>,
    written: Written,
}

/// How the id is written.
enum Written {
    /// As the value of a field.
    Value(Path),
    /// In a link.
    Link {
        at: Span,
        /// What comes before the id, and the id.
        prefix: &'static str,
        id: String,
        /// The field of which the link is a part, its text, and the bytes of the link in it; `None` in a Markdown file.
        field: Option<(Path, String, Range<usize>)>,
    },
}

impl IdCorrection {
    pub fn of_value(places: &Arc<Places>, path: &Path) -> Self {
        IdCorrection { places: Arc::clone(places), written: Written::Value(path.clone()) }
    }

    /// Of a link at a place. `field` is the field that it is in, with its text.
    pub fn of_link(
        places: &Arc<Places>,
        (linked, at): (&Linked, Span),
        field: Option<(&Path, &str)>,
        (target, id): (Destination, &str),
    ) -> Self {
        let prefix = match target {
            Destination::Passage => "^",
            Destination::Claim => "claim:",
            Destination::Source => "source:",
            Destination::Page => "page:",
        };
        let field = field.map(|(path, markdown)| (path.clone(), markdown.to_owned(), linked.at.clone()));
        IdCorrection { places: Arc::clone(places), written: Written::Link { at, prefix, id: id.to_owned(), field } }
    }

    /// Adds the fix to the only candidate that the id can mean, or the choice between those that are close.
    pub fn offered(self, finding: Diagnostic, id: &str, candidates: &[&str]) -> Diagnostic {
        if let Some(meant) = only_meant(id, candidates.iter().copied()) {
            let meant = meant.to_owned();
            return finding.fixed_by(move || self.fix(&meant));
        }
        let close: Vec<String> =
            similar(id, candidates.iter().copied(), MAX_MEANT).into_iter().map(str::to_owned).collect();
        finding.chosen_by(move || close.iter().filter_map(|meant| self.fix(meant)).collect())
    }

    fn fix(&self, meant: &str) -> Option<Fix> {
        let note = EditedNote::at(&self.places);
        let edit = match &self.written {
            Written::Value(path) => note.replace_scalar(path, meant).ok()?,
            Written::Link { at, prefix, id, field } => {
                let (old, new) = (format!("{prefix}{id}"), format!("{prefix}{meant}"));
                let written = &self.places.text[at.range.clone()];
                let offset = written.find(&old).filter(|_| written.matches(&old).count() == 1)?;
                let range = at.range.start + offset..at.range.start + offset + old.len();
                match field {
                    None => Edit { at: Span { file: at.file, range }, with: new },
                    Some((path, markdown, link)) => {
                        let relinked = markdown[link.clone()].replacen(&old, &new, 1);
                        let value = format!("{}{relinked}{}", &markdown[..link.start], &markdown[link.end..]);
                        note.replace_words(path, range, &new, &value).ok()?
                    }
                }
            }
        };
        Some(Fix::spelling(meant, edit))
    }
}

/// Refers to a passage after the last words of the analysis.
pub(super) fn referred_at_end(places: &Places, id: &str) -> Option<Fix> {
    let path = Path::top().key("analysis");
    let tree = places.tree()?;
    let (text, written) = (tree.text_at(&path)?, tree.value(&path)?);
    let marks = matches!(tree.shape(&path)?, ValueStyle::SingleQuoted | ValueStyle::DoubleQuoted);
    let written = places.in_file(written).range;
    let inside = &places.text[written.start..written.end - usize::from(marks)];
    let end = written.start + inside.trim_end().len();
    let words = text.trim_end();
    let reference = format!("[^{id}]");
    let value = format!("{words}{reference}{}", &text[words.len()..]);
    let edit = EditedNote::at(places).replace_words(&path, end..end, &reference, &value).ok()?;
    Some(Fix::new("refer to it at the end of the analysis", [edit]))
}
