//! What of a source its page shows: [`shown`].

use std::ops::Range;

use super::shared::Shared;
use crate::analysis::compared::Shown;
use crate::build::relate::quoted_words;
use crate::model::{Field, Show, SourceIdx};

/// What of the text of a source may be shown on other pages: what its own page has.
pub(super) fn shown(shared: &Shared, position: SourceIdx) -> Shown {
    let site = &shared.site;
    match site.sources[position].source.show {
        Show::Full => Shown::All,
        Show::Excerpts => Shown::parts(surroundings(shared, position)),
        Show::None => quoted_words(site.citations[position].iter().map(|citation| site.passage(*citation))),
    }
}

/// The ranges of a text that contain its passages, with some sentences around them; adjacent ones are merged.
pub(super) fn surroundings(shared: &Shared, position: SourceIdx) -> Vec<Range<usize>> {
    let site = &shared.site;
    let (text, sentences) = (site.sources[position].reading.text(), shared.sentences(position));
    let passages = site.citations[position].iter().map(|citation| site.passage(*citation));
    let passages = passages.filter(|passage| passage.field == Field::Body);
    // From the first quoted word to the last: what a mark leaves out between them is shown.
    let mut stretches: Vec<Range<usize>> = passages.map(|passage| sentences.around(text, &passage.span())).collect();
    stretches.sort_by_key(|stretch| (stretch.start, stretch.end));
    let mut merged: Vec<Range<usize>> = vec![];
    for stretch in stretches {
        match merged.last_mut() {
            Some(last) if !has_words(text.get(last.end..stretch.start).unwrap_or_default()) => {
                last.end = last.end.max(stretch.end);
            }
            _ => merged.push(stretch),
        }
    }
    merged
}

/// Whether a text has a letter or a digit.
pub(super) fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
