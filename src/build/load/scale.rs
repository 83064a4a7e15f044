//! The field `verdicts` of brief.yaml: the brief's own scale. Entry point: [`scale`].

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::{Scale, Tone, Verdict};
use crate::notes::yaml::Path;

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VerdictFields {
    /// A short, unique name by which notes refer to the verdict.
    #[schemars(required, extend("x-is" = ValueKind::Id), example = &"holds")]
    id: Option<String>,
    /// The label shown to readers.
    #[schemars(required, example = &"Holds")]
    label: Option<String>,
    /// What the verdict means, in a sentence.
    #[schemars(required, example = &"The sources support the claim.")]
    definition: Option<String>,
    /// The tone of the verdict, which sets its colour.
    #[schemars(required, extend("enum" = Tone::NAMES, "enumDescriptions" = Tone::MEANINGS))]
    tone: Option<String>,
    /// The rating as a number, for search engines. Leave it out for verdicts that are not a degree of truth.
    #[schemars(example = 2)]
    value: Option<f64>,
    /// Whether a claim with this verdict needs at least one passage. Without one, its “gaps” have to say what is missing.
    #[schemars(extend("default" = true))]
    needs_evidence: Option<bool>,
}

/// The verdicts, in the order in which they are listed.
pub(super) fn scale(fields: &mut FieldReader<'_>, given: Vec<VerdictFields>) -> Scale {
    let mut verdicts: Vec<Verdict> = vec![];
    for (i, given) in given.into_iter().enumerate() {
        let path = Path::top().key("verdicts").index(i);
        let id = fields.required(&path, "id", given.id).and_then(|id| fields.id(&path.clone().key("id"), &id));
        let label = fields.required(&path, "label", given.label);
        let definition = fields.required(&path, "definition", given.definition);
        let tone = fields.required(&path, "tone", given.tone);
        let tone = fields.word(&path.clone().key("tone"), tone, Tone::NAMES, Tone::parse);
        let (Some(id), Some(label), Some(definition), Some(tone)) = (id, label, definition, tone) else {
            continue;
        };
        if verdicts.iter().any(|verdict| verdict.id == id) {
            fields.duplicate_id(&path.clone().key("id"), &id);
        }
        let value = given.value.filter(|value| value.is_finite());
        if given.value != value {
            not_finite(fields, &path.clone().key("value"));
        }
        verdicts.push(Verdict {
            id,
            label,
            definition,
            tone,
            value,
            needs_evidence: given.needs_evidence.unwrap_or(true),
        });
    }
    Scale::new(verdicts)
}

/// Reports a value that is not a finite number: YAML also has `.nan` and `.inf`.
fn not_finite(fields: &mut FieldReader<'_>, path: &Path) {
    let at = fields.place(path);
    let written = fields.text().get(at.range.clone()).unwrap_or_default();
    let finding = Diagnostic::new(Code::WrongType, at, format!("expected a number, found {written}"));
    fields.push(
        finding.label("this should be a number").hint("remove “value” from a verdict that is not a degree of truth"),
    );
}
