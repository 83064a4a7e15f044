//! The field `verdicts` of brief.yaml: the brief's own scale. Entry point: [`scale`].

use schemars::JsonSchema;
use serde::Deserialize;

use super::colour::colour;
use super::fields::{FieldReader, without_marks};
use super::static_files::StaticFiles;
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic, did_you_mean, question};
use crate::model::{Scale, Tone, Verdict, VerdictIdx};
use crate::notes::yaml::Path;
use citeback_quote::text::in_marks;

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
    /// The colour of the verdict, in place of its tone’s: # and six hexadecimal digits, in quotation marks.
    #[schemars(extend("x-is" = ValueKind::Colour), example = &"#1d6b3c")]
    colour: Option<String>,
    /// The symbol of the verdict, in place of the one of its tone: the path of an SVG file in the folder static, in a square and made of filled shapes.
    #[schemars(example = &"symbols/holds.svg")]
    icon: Option<String>,
}

/// The verdicts, in the order in which they are listed.
pub(super) fn scale(fields: &mut FieldReader<'_>, given: Vec<VerdictFields>, statics: StaticFiles<'_>) -> Scale {
    let mut verdicts: Vec<Verdict> = vec![];
    for (i, given) in given.into_iter().enumerate() {
        let path = Path::top().key("verdicts").index(i);
        let id = fields.required(&path, "id", given.id).and_then(|id| fields.id(&path.clone().key("id"), &id));
        let label = fields.required(&path, "label", given.label);
        let definition = fields.required(&path, "definition", given.definition);
        let tone = fields.required(&path, "tone", given.tone);
        let tone = fields.word(&path.clone().key("tone"), tone, Tone::NAMES, Tone::parse);
        let colour = colour(fields, &path.clone().key("colour"), given.colour.as_deref());
        let icon = given.icon.and_then(|name| statics.icon(fields, &path.clone().key("icon"), &name));
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
            colour,
            icon,
        });
    }
    Scale::new(verdicts)
}

/// The verdict with an id; reports one that is not on the scale.
pub(super) fn verdict_position(
    fields: &mut FieldReader<'_>,
    path: &Path,
    id: &str,
    scale: &Scale,
) -> Option<VerdictIdx> {
    let position = scale.position(id.trim());
    if position.is_none() {
        let known = || scale.verdicts().iter().map(|verdict| verdict.id.as_str());
        let finding = Diagnostic::new(
            Code::UnknownVerdict,
            fields.place(path),
            format!("there is no verdict “{id}” on the scale"),
        )
        .label("not on the scale")
        .maybe_hint(in_marks(id).map(without_marks).or(did_you_mean(id, known()).map(question)))
        .hint(format!("the scale is: {}", known().collect::<Vec<_>>().join(", ")));
        fields.push(fields.respelt(finding, path, known()));
    }
    position
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
