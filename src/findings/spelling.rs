//! "Did you mean …?": [`did_you_mean`] asks, [`only_meant`] is sure enough to mend.

/// The one candidate that can be meant by a slip of the pen; `None` when a second one is about as close, or figures differ: another
/// year is another thing.
pub fn only_meant<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let figures = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let written = written.trim().to_lowercase();
    let mut near: Vec<(usize, &str)> =
        candidates.into_iter().map(|candidate| (distance(&written, &candidate.to_lowercase()), candidate)).collect();
    near.sort_unstable();
    near.dedup();
    let (nearest, meant) = *near.first()?;
    // Nothing is as close as what differs in case alone; of others the next one must be twice as far.
    let alone = near.get(1).is_none_or(|(second, _)| *second >= (2 * nearest).max(1));
    (alone && nearest <= allowed(&written) && figures(&written) == figures(meant)).then_some(meant)
}

/// How many slips a word may hold and still be known.
fn allowed(written: &str) -> usize {
    (written.chars().count() / 3).clamp(1, 4)
}

/// The candidate closest to what was written, if one is close enough to be meant.
pub fn did_you_mean<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let written = written.to_lowercase();
    let allowed = allowed(&written);
    candidates
        .into_iter()
        .map(|candidate| (distance(&written, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= allowed || is_part(&written, candidate))
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}

/// The question in which a candidate is offered; findings about the same slip are known by it.
pub fn question(meant: impl std::fmt::Display) -> String {
    format!("did you mean “{meant}”?")
}

/// A whole word of the other: `report` for `un-report`.
fn is_part(written: &str, candidate: &str) -> bool {
    written.len() >= 4 && candidate.split('-').any(|word| word == written)
}

/// Edit distance with neighbouring letters swapped counted once (optimal string alignment), in code points.
fn distance(a: &str, b: &str) -> usize {
    let start = |text: &str| text.chars().take(64).collect::<String>();
    strsim::osa_distance(&start(a), &start(b))
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, only_meant};

    #[test]
    fn offers_the_closest_word() {
        assert_eq!(did_you_mean("verdcit", ["verdict", "version"]), Some("verdict"));
        assert_eq!(did_you_mean("Supports", ["supports", "context"]), Some("supports"));
        assert_eq!(did_you_mean("report", ["un-report", "reuters"]), Some("un-report"));
        assert_eq!(did_you_mean("xyzzy", ["verdict"]), None);
    }

    #[test]
    fn is_sure_only_of_one() {
        assert_eq!(only_meant("verdcit", ["verdict", "version"]), Some("verdict"));
        assert_eq!(only_meant("Report-1", ["report-1", "report-2"]), Some("report-1"));
        assert_eq!(only_meant("qoute", ["quote", "note"]), Some("quote"));
        assert_eq!(only_meant("amonts", ["amount", "amounts", "months"]), Some("amounts"));
        assert_eq!(only_meant("bonk", ["bank", "book"]), None);
        assert_eq!(only_meant("report-2018", ["report-2019"]), None);
        assert_eq!(only_meant("report", ["un-report"]), None);
    }
}
