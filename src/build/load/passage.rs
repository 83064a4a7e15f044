//! The passages of a claim note, as they are written: [`quotations`].

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::{Field, Id, Quotation, Stance};
use crate::notes::yaml::Path;

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PassageFields {
    /// A short name of your own for the passage, unlike those of the others in this note. The analysis refers to it as [^ID], and links to the passage contain it: choose it for good.
    #[schemars(required, extend("x-is" = ValueKind::Id), example = &"approved")]
    id: Option<String>,
    /// The source that is quoted: the name of its file in content/sources, without the ending .md.
    #[schemars(required, extend("x-is" = ValueKind::Source))]
    source: Option<String>,
    /// The words of the source, copied from it. Leave words out with [...]. They must stand there, or the site is not built.
    #[schemars(required, example = &"The council approved 12 million on Monday")]
    quote: Option<String>,
    /// A few words that stand directly before the quote. Needed only when the quote stands in several places of the source.
    #[schemars(example = &"At its meeting in March,")]
    prefix: Option<String>,
    /// A few words that stand directly after the quote. Needed only when the quote stands in several places of the source.
    #[schemars(example = &"after a long debate.")]
    suffix: Option<String>,
    /// Where in the source the words are. Without it the text is searched first, then the headline.
    #[schemars(extend("enum" = Field::NAMES, "enumDescriptions" = Field::MEANINGS))]
    field: Option<String>,
    /// How the passage bears on the claim.
    #[schemars(required, extend("enum" = Stance::NAMES, "enumDescriptions" = Stance::MEANINGS))]
    stance: Option<String>,
    /// Who said these words, according to the source.
    #[schemars(example = &"Marta Reyes, treasurer")]
    speaker: Option<String>,
    /// A remark of yours, shown with the passage.
    #[schemars(extend("x-is" = ValueKind::Markdown), example = &"The sum is without taxes.")]
    note: Option<String>,
}

/// The id of a passage that has none, so that the rest of it is checked all the same.
pub const UNNAMED: &str = "unnamed";

/// The passages as they are written; what is wrong with one is reported, and the rest of it is kept.
pub(super) fn quotations(fields: &mut FieldReader<'_>, given: Vec<PassageFields>) -> Vec<Quotation> {
    let mut quotations: Vec<Quotation> = vec![];
    for (index, given) in given.into_iter().enumerate() {
        let path = Path::top().key("passages").index(index);
        let id = fields.required(&path, "id", given.id).and_then(|id| fields.id(&path.clone().key("id"), &id));
        let source = fields.required(&path, "source", given.source);
        if given.quote.is_none() {
            fields.missing(&path, "quote");
        }
        let stance = fields.required(&path, "stance", given.stance);
        let stance = fields.word(&path.clone().key("stance"), stance, Stance::NAMES, Stance::parse);
        let field = fields.word(&path.clone().key("field"), given.field, Field::NAMES, Field::parse);
        if let Some(id) = &id
            && quotations.iter().any(|quotation| quotation.id == *id)
        {
            let finding = Diagnostic::new(
                Code::DuplicateId,
                fields.place(&path.clone().key("id")),
                format!("the id “{id}” is given twice in this note"),
            );
            fields.push(finding.label("taken above").hint("each passage of a note needs an id of its own"));
        }
        // A passage that lacks something else is still sought in its source, so that all its faults show at once.
        if let (Some(source), Some(quote)) = (source, given.quote) {
            quotations.push(Quotation {
                id: id.unwrap_or_else(|| Id::new(UNNAMED).expect("a word is an id")),
                source: source.trim().to_owned(),
                quote,
                prefix: given.prefix,
                suffix: given.suffix,
                field,
                stance: stance.unwrap_or(Stance::Context),
                speaker: given.speaker,
                note: given.note,
                index,
            });
        }
    }
    quotations
}
