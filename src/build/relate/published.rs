//! Which sources are published: [`only`] leaves out all others, so that no page, list or data file can name one.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::index::{Idx as _, IndexVec};
use crate::build::resolve::{Passage, ReadSource, Sources, published};
use crate::model::{Claim, Source, SourceIdx};

/// The sources that the claims cite or that say themselves that they are published, in their order; the passages name them by their new
/// positions. `claims` are those that get a page.
pub(super) fn only(sources: Sources, claims: &mut [Arc<Claim<Passage>>]) -> Sources {
    let published = published(&sources, claims.iter());
    if published.iter().all(|published| *published) {
        return sources;
    }
    let mut next = 0;
    let positions: IndexVec<SourceIdx, SourceIdx> = published
        .iter()
        .map(|published| {
            let position = SourceIdx::new(next);
            next += usize::from(*published);
            position
        })
        .collect();
    for claim in claims {
        if claim.passages.iter().any(|passage| positions[passage.source] != passage.source) {
            for passage in &mut Arc::make_mut(claim).passages {
                passage.source = positions[passage.source];
            }
        }
    }
    let (kept, left): (Vec<_>, Vec<_>) = sources.into_iter().zip(published).partition(|(_, published)| *published);
    let left: BTreeSet<String> = left.into_iter().map(|(read, _)| read.source.id.to_string()).collect();
    kept.into_iter().map(|(read, _)| without_origin(read, &left)).collect()
}

/// The source, which names none of those that are not published.
fn without_origin(read: Arc<ReadSource>, left: &BTreeSet<String>) -> Arc<ReadSource> {
    if !read.source.origin.as_deref().is_some_and(|origin| left.contains(origin.trim())) {
        return read;
    }
    let source = Arc::new(Source { origin: None, ..Source::clone(&read.source) });
    Arc::new(ReadSource { source, ..ReadSource::clone(&read) })
}
