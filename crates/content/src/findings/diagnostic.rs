//! One finding: [`Diagnostic`].

use super::code::{Code, Severity};
use super::fix::{Fix, OnDemand};
use crate::base::files::{FileId, Span};

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    /// What is wrong, on one line.
    pub message: String,
    pub at: Span,
    /// Written under the marked words; may be empty.
    pub label: String,
    /// Other places that belong to the finding, each with a description; shown in frames of their own.
    pub related: Vec<(Span, String)>,
    /// Places in sources, each with a description, for programs. People find them in the hints.
    pub elsewhere: Vec<(Span, String)>,
    /// Whether this error counts as a warning because it is in a file that is not published.
    pub downgraded: bool,
    /// The reason if its note accepts it: it is no longer counted then, and only reported to programs.
    pub accepted: Option<String>,
    /// How to fix it, and what else helps; each may have several lines.
    pub hints: Vec<String>,
    /// At most one, see [`Diagnostic::fix`].
    fix: OnDemand,
    choices: OnDemand,
}

impl Diagnostic {
    pub fn new(code: Code, at: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            message: message.into(),
            at,
            label: String::new(),
            related: vec![],
            elsewhere: vec![],
            downgraded: false,
            accepted: None,
            hints: vec![],
            fix: OnDemand::NONE,
            choices: OnDemand::NONE,
        }
    }

    /// A finding about a file as a whole.
    pub fn of_file(code: Code, file: FileId, message: impl Into<String>) -> Self {
        Diagnostic::new(code, Span { file, range: 0..0 }, message)
    }

    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    #[must_use]
    pub fn related(mut self, at: Span, what: impl Into<String>) -> Self {
        self.related.push((at, what.into()));
        self
    }

    #[must_use]
    pub fn elsewhere(mut self, at: Span, what: impl Into<String>) -> Self {
        self.elsewhere.push((at, what.into()));
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint if there is one.
    #[must_use]
    pub fn maybe_hint(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// Sets the fix, which `make` makes when somebody asks for it.
    #[must_use]
    pub fn fixed_by(mut self, make: impl FnOnce() -> Option<Fix> + Send + 'static) -> Self {
        self.fix = OnDemand::new(move || make().into_iter().collect());
        self
    }

    /// Adds choices, which `make` makes when somebody asks for them.
    #[must_use]
    pub fn chosen_by(mut self, make: impl FnOnce() -> Vec<Fix> + Send + 'static) -> Self {
        let earlier = std::mem::replace(&mut self.choices, OnDemand::NONE);
        self.choices = OnDemand::new(move || [earlier.get(), &make()].concat());
        self
    }

    /// The same finding among other files: `file` is the new number of each. A change of a file that has none is not offered.
    pub fn relocated(&self, file: impl Fn(FileId) -> Option<FileId> + Clone + Send + Sync + 'static) -> Option<Self> {
        let span = |at: &Span| Some(Span { file: file(at.file)?, range: at.range.clone() });
        let places = |places: &[(Span, String)]| {
            places.iter().filter_map(|(at, what)| Some((span(at)?, what.clone()))).collect()
        };
        let changes = |changes: &OnDemand| {
            if changes.is_none() {
                return OnDemand::NONE;
            }
            let (changes, file) = (changes.clone(), file.clone());
            OnDemand::new(move || changes.get().iter().filter_map(|fix| fix.relocated(&file)).collect())
        };
        Some(Diagnostic {
            at: span(&self.at)?,
            related: places(&self.related),
            elsewhere: places(&self.elsewhere),
            fix: changes(&self.fix),
            choices: changes(&self.choices),
            code: self.code,
            message: self.message.clone(),
            label: self.label.clone(),
            downgraded: self.downgraded,
            accepted: self.accepted.clone(),
            hints: self.hints.clone(),
        })
    }

    /// The same finding in other words; `words` changes each text.
    #[must_use]
    pub fn reworded(mut self, words: impl Fn(&str) -> String) -> Self {
        self.message = words(&self.message);
        self.label = words(&self.label);
        self.hints = self.hints.iter().map(|hint| words(hint)).collect();
        self
    }

    /// Whether changes are offered, as far as is known without making them.
    pub(super) fn offers_changes(&self) -> bool {
        !self.fix.is_none() || !self.choices.is_none()
    }

    /// Sets the fix and the choices.
    #[must_use]
    pub(super) fn offered_by(mut self, fix: OnDemand, choices: OnDemand) -> Self {
        (self.fix, self.choices) = (fix, choices);
        self
    }

    /// The files that it is about.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        let others = self.related.iter().chain(&self.elsewhere).map(|(at, _)| at.file);
        std::iter::once(self.at.file).chain(others)
    }

    /// The fix, if there is one that is safe to make automatically.
    pub fn fix(&self) -> Option<&Fix> {
        self.fix.get().first()
    }

    /// Possible fixes from which the editor has to choose; never made automatically.
    pub fn choices(&self) -> &[Fix] {
        self.choices.get()
    }

    /// Findings with the same identity are duplicates.
    pub(super) fn identity(&self) -> (Code, FileId, usize, &str) {
        (self.code, self.at.file, self.at.range.start, &self.message)
    }

    pub fn severity(&self) -> Severity {
        match self.code.severity() {
            Severity::Error if self.downgraded => Severity::Warning,
            severity => severity,
        }
    }
}
