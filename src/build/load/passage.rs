//! Reads the passages of a claim note: [`evidence`].

use schemars::JsonSchema;
use serde::Deserialize;

use super::absence::{self, AbsenceFields};
use super::fields::FieldReader;
use super::translation::{TranslationFields, translation};
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::{Evidence, Field, Id, Language, Quotation, Stance};
use crate::notes::yaml::{OneOrMany, Path};

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-one-of" = ["quote", "absent"]))]
pub(super) struct PassageFields {
    /// A short name for the passage, unique in this note. The analysis refers to it as [^ID]. Links to the passage contain it, so keep it unchanged once the claim is published.
    #[schemars(required, extend("x-is" = ValueKind::Id), example = &"approved")]
    id: Option<String>,
    /// The quoted source: the name of its file in content/sources, without .md.
    #[schemars(required, extend("x-is" = ValueKind::Source))]
    source: Option<String>,
    /// The words, copied from the source. Use [...] where you leave words out. The site is not built if the words are not in the source.
    #[schemars(required, example = &"The council approved 12 million on Monday")]
    quote: Option<String>,
    /// Words that the source does not have: one entry for each word, or several words that would follow each other. An asterisk at the end stands for any ending. The site is not built if one of them is in the source, or if the source does not say “extent: full”.
    #[schemars(example = ["laundering", "launder*"])]
    absent: Option<OneOrMany>,
    /// A few words directly before the quote. Needed only if the quote occurs several times in the source.
    #[schemars(example = &"At its meeting in March,")]
    prefix: Option<String>,
    /// A few words directly after the quote. Needed only if the quote occurs several times in the source.
    #[schemars(example = &"after a long debate.")]
    suffix: Option<String>,
    /// The part of the source that is quoted. By default, the text is searched first, then the headline.
    #[schemars(extend("enum" = Field::NAMES, "enumDescriptions" = Field::MEANINGS))]
    field: Option<String>,
    /// How the passage bears on the claim.
    #[schemars(required, extend("enum" = Stance::NAMES, "enumDescriptions" = Stance::MEANINGS))]
    stance: Option<String>,
    /// The person who said these words, according to the source.
    #[schemars(extend("x-is" = ValueKind::Speaker), example = &"Marta Reyes, treasurer")]
    speaker: Option<String>,
    /// A translation of the words. It is shown below them, with the name of its translator, and never as a quotation.
    translation: Option<TranslationFields>,
    /// Your own note on the passage, shown with it.
    #[schemars(extend("x-is" = ValueKind::Markdown), example = &"The amount is without taxes.")]
    note: Option<String>,
}

impl PassageFields {
    /// Whether no field has a value.
    pub fn is_blank(&self) -> bool {
        let texts = [&self.id, &self.source, &self.quote, &self.prefix, &self.suffix, &self.field, &self.stance];
        let others = [&self.speaker, &self.note];
        texts.into_iter().chain(others).flatten().all(|text| text.trim().is_empty())
            && self.absent.is_none()
            && self.translation.is_none()
    }
}

/// Placeholder id of a passage without an id, so that the rest of it is still checked.
pub const UNNAMED: &str = "unnamed";

/// The passages as written; problems are reported, and the rest of each passage is kept. `language` is the brief's.
pub(super) fn evidence(fields: &mut FieldReader<'_>, given: Vec<PassageFields>, language: &Language) -> Vec<Evidence> {
    let mut passages: Vec<Evidence> = vec![];
    for (index, given) in given.into_iter().enumerate() {
        let path = Path::top().key("passages").index(index);
        let id = fields.required(&path, "id", given.id).and_then(|id| fields.id(&path.clone().key("id"), &id));
        let source = fields.required(&path, "source", given.source);
        let is_absence = given.quote.is_none() && fields.has(&path.clone().key("absent"));
        if given.quote.is_none() && !is_absence {
            fields.missing(&path, "quote");
        }
        let stance = fields.required(&path, "stance", given.stance);
        let stance = fields.word(&path.clone().key("stance"), stance, Stance::NAMES, Stance::parse);
        let field = fields.word(&path.clone().key("field"), given.field, Field::NAMES, Field::parse);
        let translation =
            given.translation.and_then(|given| translation(fields, &path.clone().key("translation"), given, language));
        if let Some(id) = &id
            && passages.iter().any(|passage| passage.id() == id)
        {
            let finding = Diagnostic::new(
                Code::DuplicateId,
                fields.place(&path.clone().key("id")),
                format!("the id “{id}” is used twice in this note"),
            );
            fields.push(finding.label("already used above").hint("each passage of a note needs its own id"));
        }
        let id = id.unwrap_or_else(|| Id::new(UNNAMED).expect("a word is a valid id"));
        let source = source.map(|source| source.trim().to_owned());
        if is_absence {
            let quoting = [
                ("prefix", given.prefix.is_some()),
                ("suffix", given.suffix.is_some()),
                ("field", field.is_some()),
                ("speaker", given.speaker.is_some()),
            ];
            let absent = AbsenceFields { words: given.absent.unwrap_or_default(), quoting, stance, note: given.note };
            passages.extend(absence::absence(fields, &path, (id, source, index), absent).map(Evidence::Absence));
            continue;
        }
        if given.absent.is_some() {
            absence::report_beside_quote(fields, &path);
        }
        // A passage with other errors is still looked up in its source, so that all its errors are reported at once.
        if let (Some(source), Some(quote)) = (source, given.quote) {
            passages.push(Evidence::Quotation(Quotation {
                id,
                source,
                quote,
                prefix: given.prefix,
                suffix: given.suffix,
                field,
                stance: stance.unwrap_or(Stance::Context),
                speaker: given.speaker,
                translation,
                note: given.note,
                index,
            }));
        }
    }
    passages
}
