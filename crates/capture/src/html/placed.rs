//! Words that several rules together put where nobody sees them, such as one that takes a box out of the text and one that moves it off the
//! screen: [`Placed`].

use super::away::{away, concerns};
use super::effect::Weight;
use super::sheet::Declaration;

/// Where one is declared, the others are, too. Which one wins would need all of them.
const SHORT: [(&str, &[&str]); 2] = [("inset", &["left", "right", "top", "bottom"]), ("overflow", &["overflow-y"])];

/// What the rules for an element say of its place and size.
#[derive(Default)]
pub(super) struct Placed<'a> {
    /// By what decides between them.
    declared: Vec<(Weight, &'a Declaration)>,
    rules: usize,
    /// Whether a rule that may not apply says something of it.
    is_uncertain: bool,
}

impl<'a> Placed<'a> {
    /// Adds the declarations of a rule, whose weight is `weight` of whether one is important.
    pub fn add(&mut self, declarations: &'a [Declaration], certain: bool, weight: impl Fn(bool) -> Weight) {
        if !declarations.is_empty() {
            self.rules += 1;
            self.is_uncertain |= !certain;
            self.declared.extend(declarations.iter().map(|one| (weight(one.important), one)));
        }
    }

    /// Whether what is left of all rules certainly hides the words.
    pub fn hides(mut self) -> bool {
        if self.rules < 2 || self.is_uncertain {
            return false;
        }
        self.declared.sort_by_key(|(weight, _)| *weight);
        let has = |name: &str| self.declared.iter().any(|(_, one)| one.name == name);
        let is_short = SHORT.iter().any(|(short, parts)| has(short) && parts.iter().any(|part| has(part)));
        let declared: Vec<Declaration> = self.declared.into_iter().map(|(_, one)| one.clone()).collect();
        !is_short && away(&declared).is_some_and(|effect| effect.value.hides())
    }
}

/// The declarations that say something of place and size.
pub(super) fn placing(declarations: &[Declaration]) -> Vec<Declaration> {
    declarations.iter().filter(|one| concerns(&one.name)).cloned().collect()
}
