//! "Did you mean …?": [`did_you_mean`] suggests a word, [`only_meant`] returns one only if it is safe to correct automatically.

/// The only candidate of which `written` can be a misspelling. `None` if a second one is about as close, or if digits differ: another year
/// is not a typo.
pub fn only_meant<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let figures = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let written = written.trim().to_lowercase();
    let mut near: Vec<(usize, &str)> =
        candidates.into_iter().map(|candidate| (distance(&written, &candidate.to_lowercase()), candidate)).collect();
    near.sort_unstable();
    near.dedup();
    let (nearest, meant) = *near.first()?;
    // A candidate that differs only in case wins; otherwise the runner-up must be at least twice as far away.
    let alone = near.get(1).is_none_or(|(second, _)| *second >= (2 * nearest).max(1));
    (alone && nearest <= allowed(&written) && figures(&written) == figures(meant)).then_some(meant)
}

/// Maximum edit distance at which a word is still recognised.
fn allowed(written: &str) -> usize {
    (written.chars().count() / 3).clamp(1, 4)
}

/// The candidate closest to `written`, if any is close enough to be a suggestion.
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

/// The candidates that `written` may stand for, the closest first: at most `most`, from which an editor can choose.
pub fn similar<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>, most: usize) -> Vec<&'c str> {
    let written = written.trim().to_lowercase();
    let allowed = allowed(&written) + 1;
    let with_distance =
        candidates.into_iter().map(|candidate| (distance(&written, &candidate.to_lowercase()), candidate));
    let mut near: Vec<(usize, &str)> =
        with_distance.filter(|(distance, candidate)| *distance <= allowed || is_part(&written, candidate)).collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

/// The question that suggests a candidate; callers also use it to recognise findings about the same mistake.
pub fn question(meant: impl std::fmt::Display) -> String {
    format!("did you mean “{meant}”?")
}

/// Whether one is a whole word of the other: `report` in `un-report`.
fn is_part(written: &str, candidate: &str) -> bool {
    written.len() >= 4 && candidate.split('-').any(|word| word == written)
}

/// Edit distance in code points, where swapping two neighbours counts as one edit (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let start = |text: &str| text.chars().take(64).collect::<String>();
    strsim::osa_distance(&start(a), &start(b))
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, only_meant, similar};

    #[test]
    fn suggests_the_closest_word() {
        assert_eq!(did_you_mean("verdcit", ["verdict", "version"]), Some("verdict"));
        assert_eq!(did_you_mean("Supports", ["supports", "context"]), Some("supports"));
        assert_eq!(did_you_mean("report", ["un-report", "reuters"]), Some("un-report"));
        assert_eq!(did_you_mean("xyzzy", ["verdict"]), None);
    }

    #[test]
    fn offers_what_is_close() {
        let known = ["bank", "book", "bonk-report", "bridge", "banks"];
        assert_eq!(similar("bonk", known, 2), ["bank", "book"]);
        assert_eq!(similar("bonk", known, 9), ["bank", "book", "banks", "bonk-report"]);
        assert_eq!(similar("council", known, 9), [""; 0]);
    }

    #[test]
    fn corrects_only_when_one_word_can_be_meant() {
        assert_eq!(only_meant("verdcit", ["verdict", "version"]), Some("verdict"));
        assert_eq!(only_meant("Report-1", ["report-1", "report-2"]), Some("report-1"));
        assert_eq!(only_meant("qoute", ["quote", "note"]), Some("quote"));
        assert_eq!(only_meant("amonts", ["amount", "amounts", "months"]), Some("amounts"));
        assert_eq!(only_meant("bonk", ["bank", "book"]), None);
        assert_eq!(only_meant("report-2018", ["report-2019"]), None);
        assert_eq!(only_meant("report", ["un-report"]), None);
    }
}
