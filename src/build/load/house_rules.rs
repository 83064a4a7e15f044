//! The field `rules` of brief.yaml: what the newsroom asks of its notes beyond what every brief needs. Entry point: [`rules`]; the resolving
//! stage checks them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use super::scale::verdict_position;
use super::value_kind::ValueKind;
use crate::model::{HouseRules, Scale};
use crate::notes::yaml::{OneOrMany, Path};

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFields {
    /// Whether each published claim must be reviewed by somebody who did not write it.
    #[schemars(extend("default" = false))]
    second_pair_of_eyes: Option<bool>,
    /// Whether each published claim must say when it was made and when the note was published, and each source that one cites when it was published and captured.
    #[schemars(extend("default" = false))]
    dates: Option<bool>,
    /// Whether each source that a published claim cites must have the address of a copy in a web archive.
    #[schemars(extend("default" = false))]
    archive: Option<bool>,
    /// The verdicts that need two origins: two sources that support the claim, or contradict it, and do not repeat one another.
    #[schemars(extend("x-is" = ValueKind::Verdict), example = ["true"])]
    two_origins: Option<OneOrMany>,
}

pub(super) fn rules(fields: &mut FieldReader<'_>, given: Option<RuleFields>, scale: &Scale) -> HouseRules {
    let given = given.unwrap_or_default();
    let mut two_origins = vec![];
    for (i, id) in given.two_origins.unwrap_or_default().0.into_iter().enumerate() {
        let path = Path::top().key("rules").key("two_origins").index(i);
        two_origins.extend(verdict_position(fields, &path, &id, scale));
    }
    HouseRules {
        second_pair_of_eyes: given.second_pair_of_eyes.unwrap_or(false),
        dates: given.dates.unwrap_or(false),
        archive: given.archive.unwrap_or(false),
        two_origins,
    }
}
