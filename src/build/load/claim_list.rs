//! The field `list` of a page: which claims its template gets. Entry point: [`claim_list`].

use schemars::JsonSchema;
use serde::Deserialize;

use super::value_kind::ValueKind;
use crate::model::ClaimList;
use crate::notes::yaml::OneOrMany;

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimListFields {
    /// Only claims with this tag, or with one of several.
    #[schemars(extend("x-is" = ValueKind::Tag), example = ["bridges"])]
    tag: Option<OneOrMany>,
    /// Only claims with this verdict, or with one of several.
    #[schemars(extend("x-is" = ValueKind::Verdict))]
    verdict: Option<OneOrMany>,
    /// Only claims of this claimant, by name, or of one of several.
    #[schemars(example = ["Ana Ruiz"])]
    claimant: Option<OneOrMany>,
    /// Only claims that cite this source, or one of several.
    #[schemars(extend("x-is" = ValueKind::Source), example = ["harbour-post"])]
    source: Option<OneOrMany>,
}

/// What is given is checked once all notes are known.
pub(super) fn claim_list(given: ClaimListFields) -> ClaimList {
    let trimmed = |given: Option<OneOrMany>| {
        given.unwrap_or_default().0.into_iter().map(|value| value.trim().to_owned()).collect()
    };
    ClaimList {
        tags: trimmed(given.tag),
        verdicts: trimmed(given.verdict),
        claimants: trimmed(given.claimant),
        sources: trimmed(given.source),
    }
}
