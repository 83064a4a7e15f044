//! The verdicts of the scale as templates see them: [`verdicts`].

use tera::Value;

use super::value::{object, text};
use crate::build::relate::Site;
use crate::routes;

/// Each verdict with the count of listed claims.
pub(super) fn verdicts(site: &Site) -> Vec<Value> {
    let scale = &site.brief.scale;
    let verdicts = scale.verdicts().enumerated().zip(&site.by_verdict);
    verdicts
        .map(|((position, verdict), claims)| {
            object([
                ("id", text(verdict.id.as_str())),
                ("label", text(&verdict.label)),
                ("definition", text(&verdict.definition)),
                ("tone", text(verdict.tone.name())),
                ("value", verdict.value.map_or_else(Value::none, number)),
                ("classes", text(&scale.classes(position))),
                ("href", text(&routes::verdict(&verdict.id))),
                ("count", Value::from(claims.len())),
            ])
        })
        .collect()
}

/// A whole number without a decimal point, as in brief.yaml.
#[expect(clippy::cast_possible_truncation, reason = "only whole numbers that an i64 holds exactly are converted")]
fn number(value: f64) -> Value {
    let is_whole = value.fract() == 0.0 && value.abs() < 1e15;
    if is_whole { Value::from(value as i64) } else { Value::from(value) }
}
