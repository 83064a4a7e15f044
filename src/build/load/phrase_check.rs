//! Whether a phrase fits what it is a translation of: [`fault`].

use std::collections::BTreeSet;

use crate::model::locale::{Phrase, placeholders};

/// An optional phrase: some languages write the first day of a month differently (“1er août”).
const FIRST_OF_A_MONTH: &str = "date_first";

/// The name of the English phrase that a phrase is checked against.
pub(super) fn model_of(name: &str) -> &str {
    if name == FIRST_OF_A_MONTH { "date" } else { name }
}

/// What is wrong with a phrase: unknown placeholders, or plural forms that the language does not have.
pub(super) fn fault(name: &str, known: &Phrase, given: &Phrase, categories: &BTreeSet<&str>) -> Option<String> {
    let mut allowed: Vec<&str> = known.wordings().iter().flat_map(|wording| placeholders(wording)).collect();
    let mut seen = BTreeSet::new();
    allowed.retain(|placeholder| seen.insert(*placeholder));
    if matches!(model_of(name), "date" | "month_and_year") {
        // English uses names of months, some languages use numbers.
        allowed.push("month_number");
    }
    let unknown =
        given.wordings().into_iter().flat_map(placeholders).find(|placeholder| !allowed.contains(placeholder));
    if let Some(unknown) = unknown {
        let message = format!("there is no placeholder {{{unknown}}} here");
        return Some(if allowed.is_empty() {
            message
        } else {
            format!("{message}, only {{{}}}", allowed.join("}, {"))
        });
    }
    let Phrase::Forms(forms) = given else {
        return None;
    };
    if !forms.contains_key("other") {
        return Some("the form “other” is missing".to_owned());
    }
    let unknown = forms.keys().find(|form| !categories.contains(form.as_str()))?;
    Some(format!(
        "this language has no plural form “{unknown}”; it has {}",
        categories.iter().copied().collect::<Vec<_>>().join(", ")
    ))
}
