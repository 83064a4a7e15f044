//! The findings that a note accepts: [`accepted`].

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use crate::findings::{Code, Diagnostic, Severity};
use crate::model::Accepted;
use crate::notes::yaml::Path;
use crate::report::explain;
use citeback_quote::text::single_spaced;

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AcceptedFields {
    /// The code of the finding, shown in brackets by “citeback check”. Errors cannot be accepted.
    #[schemars(required, extend("enum" = acceptable(), "enumDescriptions" = meanings()), example = &"passage-unreferenced")]
    finding: Option<String>,
    /// Some of the words that the finding marks, or from its message. Only findings that contain them are accepted.
    #[schemars(required, example = &"approved")]
    words: Option<String>,
    /// Why no change is needed.
    #[schemars(required, example = &"The summary says what the passage is for.")]
    reason: Option<String>,
}

/// The codes that can be accepted.
fn acceptable() -> Vec<&'static str> {
    Code::ALL.iter().filter(|code| code.can_be_accepted()).map(|code| code.name()).collect()
}

/// What each of them means, in the same order.
fn meanings() -> Vec<&'static str> {
    let first = |name| explain(name).and_then(|section| section.lines().next()).unwrap_or_default();
    acceptable().into_iter().map(first).collect()
}

/// Reads the entries of the field `accepted`.
pub(super) fn accepted(fields: &mut FieldReader<'_>, given: Option<Vec<AcceptedFields>>) -> Vec<Accepted> {
    let mut accepted = vec![];
    for (i, given) in given.unwrap_or_default().into_iter().enumerate() {
        let path = Path::top().key("accepted").index(i);
        let name = fields.required(&path, "finding", given.finding);
        let finding = name.and_then(|name| finding(fields, &path.clone().key("finding"), name));
        let words = fields.required(&path, "words", given.words);
        let reason = fields.required(&path, "reason", given.reason);
        if let (Some(finding), Some(words), Some(reason)) = (finding, words, reason) {
            let at = fields.place(&path.key("words"));
            accepted.push(Accepted { finding, words: single_spaced(&words), reason: single_spaced(&reason), at });
        }
    }
    accepted
}

fn finding(fields: &mut FieldReader<'_>, path: &Path, name: String) -> Option<Code> {
    let known = Code::named(name.trim());
    if known.is_some_and(|code| code.severity() == Severity::Error) {
        let message = format!("“{}” is an error, and errors cannot be accepted", name.trim());
        let finding = Diagnostic::new(Code::UnknownValue, fields.place(path), message)
            .label("only warnings and advice can be accepted")
            .hint(format!("fix the error (see “citeback explain {}”) and remove this entry", name.trim()));
        fields.push(finding);
        return None;
    }
    let parse = |name: &str| Code::named(name.trim()).filter(|code| code.can_be_accepted());
    fields.word(path, Some(name), &acceptable(), parse)
}
