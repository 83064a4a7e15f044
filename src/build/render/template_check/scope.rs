//! What a template knows at one of its lines: [`Scope`].

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::shape::{Shape, Type};
use crate::base::files::FileId;

/// What is known of a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known {
    pub shape: Shape,
    /// Whether it may be none.
    pub optional: bool,
    /// Where one of the site's own templates gave it a name, if it may be none.
    pub named: Option<Rc<Named>>,
    /// Why it may be undefined, which most uses do not survive.
    pub undefined: Option<Undefined>,
}

/// A value that was given a name: `{% set date = claim.updated %}`.
#[derive(Debug, PartialEq)]
pub(super) struct Named {
    /// What it is: `claim.updated`.
    pub path: String,
    pub place: Place,
}

/// Why a value may be undefined.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Undefined {
    /// Nothing has this name.
    Unknown(Place),
    /// It is a field of something that may be none: what that is, and where it is read.
    OfOptional(String, Place),
}

/// Bytes of a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub file: FileId,
    pub start: usize,
    pub end: usize,
}

impl Known {
    pub fn of(shape: Shape) -> Self {
        Known { shape, optional: false, named: None, undefined: None }
    }

    /// What may be the one or the other.
    pub fn or(self, other: Known) -> Self {
        Known {
            shape: if self.shape == other.shape { self.shape } else { Shape::Anything },
            optional: self.optional || other.optional,
            named: self.named.or(other.named),
            undefined: self.undefined.or(other.undefined),
        }
    }
}

impl From<&Type> for Known {
    fn from(given: &Type) -> Self {
        Known { shape: given.shape.clone(), optional: given.optional, named: None, undefined: None }
    }
}

/// The names that a template sees at one of its lines, and what tests around the line have found.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope<'t> {
    names: BTreeMap<&'t str, Known>,
    /// Variables and fields that are not none here: `claim.updated`.
    present: BTreeSet<String>,
}

impl<'t> Scope<'t> {
    pub fn get(&self, name: &str) -> Option<&Known> {
        self.names.get(name)
    }

    pub fn names(&self) -> impl Iterator<Item = (&'t str, &Known)> {
        self.names.iter().map(|(name, known)| (*name, known))
    }

    /// Gives a name to a value. What was found out about an earlier one is forgotten.
    pub fn bind(&mut self, name: &'t str, value: Known) {
        self.present.retain(|path| path.split('.').next() != Some(name));
        self.names.insert(name, value);
    }

    pub fn is_present(&self, path: &str) -> bool {
        self.present.contains(path)
    }

    /// The same where these are not none.
    pub fn with(&self, paths: Vec<String>) -> Self {
        let mut scope = self.clone();
        for path in paths {
            // Of what is one of two, neither is known to be there.
            if !path.contains(' ') {
                scope.present.extend(path.match_indices('.').map(|(at, _)| path[..at].to_owned()));
            }
            scope.present.insert(path);
        }
        scope
    }

    /// What is known after either of two ways.
    pub fn merge(&mut self, one: Scope<'t>, other: Scope<'t>) {
        let mut names = one.names;
        for (name, known) in other.names {
            match names.remove(name) {
                Some(first) => names.insert(name, first.or(known)),
                None => names.insert(name, known),
            };
        }
        self.names = names;
        self.present = one.present.intersection(&other.present).cloned().collect();
    }
}
