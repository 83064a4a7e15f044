//! The field `rules` of brief.yaml: what the newsroom asks of its notes beyond what every brief needs. Entry point: [`rules`]; the resolving
//! stage checks them.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::HouseRules;

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
}

pub(super) fn rules(given: Option<RuleFields>) -> HouseRules {
    let given = given.unwrap_or_default();
    HouseRules {
        second_pair_of_eyes: given.second_pair_of_eyes.unwrap_or(false),
        dates: given.dates.unwrap_or(false),
        archive: given.archive.unwrap_or(false),
    }
}
