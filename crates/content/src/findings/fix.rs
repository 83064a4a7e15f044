//! The changes that are offered for a finding: [`Fix`]. Each is verified by parsing the changed note, so they are made [`OnDemand`].

use std::fmt;
use std::sync::{Arc, LazyLock};

use crate::base::files::{FileId, Span};
use crate::notes::edit::Edit;

/// A change that fixes a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an instruction: “remove the prefix”.
    pub title: String,
    /// Made all together or not at all; they do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    pub fn new(title: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Fix { title: title.into(), edits: edits.into_iter().collect() }
    }

    /// The same change of files with other numbers; `None` if one has none.
    pub fn relocated(&self, file: impl Fn(FileId) -> Option<FileId>) -> Option<Self> {
        let edit = |edit: &Edit| {
            let at = Span { file: file(edit.at.file)?, range: edit.at.range.clone() };
            Some(Edit { at, with: edit.with.clone() })
        };
        Some(Fix { title: self.title.clone(), edits: self.edits.iter().map(edit).collect::<Option<_>>()? })
    }

    /// Replaces a misspelling.
    pub fn spelling(meant: &str, edit: Edit) -> Self {
        Fix::new(format!("change it to “{meant}”"), [edit])
    }
}

/// Fixes that are made when somebody asks for them for the first time. Most never are: an editor shows hundreds of findings at every
/// key stroke, and the fixes of those at the cursor.
#[derive(Clone)]
pub(super) struct OnDemand(Option<Arc<LazyLock<Vec<Fix>, Make>>>);

type Make = Box<dyn FnOnce() -> Vec<Fix> + Send>;

impl OnDemand {
    /// No fixes.
    pub const NONE: OnDemand = OnDemand(None);

    /// What `make` holds is dropped when it has run.
    pub fn new(make: impl FnOnce() -> Vec<Fix> + Send + 'static) -> Self {
        OnDemand(Some(Arc::new(LazyLock::new(Box::new(make)))))
    }

    /// Whether there are none, as is known without making them.
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// The fixes, which are made if they have not been yet.
    pub fn get(&self) -> &[Fix] {
        self.0.as_ref().map_or(&[], |fixes| fixes)
    }
}

/// The fixes of two findings are the same if all else is.
impl PartialEq for OnDemand {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for OnDemand {}

impl fmt::Debug for OnDemand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "on demand" } else { "none" })
    }
}
