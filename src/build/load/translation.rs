//! The fields `translation` of a passage and `original` of a claim note. Entry points: [`translation`], [`original`].

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::{Language, Original, Translation};
use crate::notes::yaml::Path;
use citeback_quote::text::fold::without_directions;
use citeback_quote::text::single_spaced;

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TranslationFields {
    /// The translation. It is shown exactly as it is written here.
    #[schemars(required, example = &"The council approved twelve million on Monday")]
    text: Option<String>,
    /// The language of the translation. Defaults to the language of the brief.
    #[schemars(extend("x-is" = ValueKind::Language), example = &"en")]
    language: Option<String>,
    /// Who made the translation: a person, an organisation or, for a machine translation, the program. Required unless “machine” is true.
    #[schemars(example = &"Ana Ruiz")]
    by: Option<String>,
    /// Whether a program made the translation. The page says so.
    #[schemars(extend("default" = false))]
    machine: Option<bool>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OriginalFields {
    /// The words of the claim, as they were said or written. If “claim_passage” is set, it must contain these words instead of those of the claim.
    #[schemars(required, example = &"Le pont a coûté deux fois plus cher que prévu.")]
    text: Option<String>,
    /// The language in which the claim was made.
    #[schemars(required, extend("x-is" = ValueKind::Language), example = &"fr")]
    language: Option<String>,
}

/// Reads the translation of a passage at `path`; `language` is the brief's.
pub(super) fn translation(
    fields: &mut FieldReader<'_>,
    path: &Path,
    given: TranslationFields,
    language: &Language,
) -> Option<Translation> {
    let text = fields.required(path, "text", given.text);
    let written = given.language.filter(|tag| !tag.trim().is_empty());
    let language = match written {
        Some(tag) => fields.language(&path.clone().key("language"), Some(tag)),
        None => Some(language.clone()),
    };
    let by = given.by.map(|by| single_spaced(&without_directions(&by))).filter(|by| !by.is_empty());
    let machine = given.machine.unwrap_or_default();
    // A value of “machine” that is neither true nor false has been reported.
    let wrong = path.clone().key("machine");
    let unread = by.is_none()
        && given.machine.is_none()
        && fields.tree().is_some_and(|tree| tree.key(&wrong).is_some())
        && fields.has_error_at(&fields.place(&wrong));
    if by.is_none() && !machine && !unread {
        let finding =
            Diagnostic::new(Code::BadTranslation, fields.place(path), "this translation does not say who made it")
                .label("needs “by” or “machine: true” as well")
                .hint("add a line “by: …” with the name of the translator; if a program made it, add “machine: true”");
        fields.push(finding);
    }
    let text = without_directions(text?.trim());
    Some(Translation { text, language: language?, by, machine })
}

/// Reads the original of a claim; `claim` is the language of the statement.
pub(super) fn original(fields: &mut FieldReader<'_>, given: OriginalFields, claim: &Language) -> Option<Original> {
    let path = Path::top().key("original");
    let text = fields.required(&path, "text", given.text);
    let language = fields.required(&path, "language", given.language);
    let language = fields.language(&path.clone().key("language"), language)?;
    if language.is_same_as(claim) {
        let message = format!("the original is in the same language as the claim ({})", claim.tag());
        let finding = Diagnostic::new(Code::BadTranslation, fields.place(&path.key("language")), message)
            .label("expected another language")
            .hint("if these are the words that were said, write them under “claim” and remove “original”")
            .hint("if the claim itself is not in the language of the brief, say so under “language”");
        fields.push(finding);
    }
    Some(Original { text: single_spaced(&without_directions(&text?)), language })
}
