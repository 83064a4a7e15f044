//! Which sources are published: [`Published`] leaves out all others, so that no page, list or data file can name one.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::index::{Idx as _, IndexVec};
use crate::build::resolve::{ReadSource, Sources, Unfinished, Verified};
use crate::model::{Claim, Source, SourceIdx};

/// For each source, whether it is published: the claims cite it, or it says so itself.
#[derive(Debug, PartialEq)]
pub(super) struct Published {
    published: IndexVec<SourceIdx, bool>,
    /// The new position of each source among the published ones; `None` if all are published.
    positions: Option<IndexVec<SourceIdx, SourceIdx>>,
    /// The ids of those that have no pages yet. They are named all the same.
    unfinished: BTreeSet<String>,
}

impl Published {
    pub fn new(published: IndexVec<SourceIdx, bool>, unfinished: &Unfinished) -> Self {
        let mut next = 0;
        let position = |published: &bool| {
            let position = SourceIdx::new(next);
            next += usize::from(*published);
            position
        };
        let positions = published.contains(&false).then(|| published.iter().map(position).collect());
        Published { published, positions, unfinished: unfinished.sources.keys().cloned().collect() }
    }

    /// The published sources, in their order.
    pub fn of(&self, sources: Sources) -> Sources {
        if self.positions.is_none() {
            return sources;
        }
        let (kept, left): (Vec<_>, Vec<_>) =
            sources.into_iter().zip(&self.published).partition(|(_, published)| **published);
        let mut left: BTreeSet<String> = left.into_iter().map(|(read, _)| read.source.id.to_string()).collect();
        left.retain(|id| !self.unfinished.contains(id));
        kept.into_iter().map(|(read, _)| without_origin(read, &left)).collect()
    }

    /// Makes the passages of a claim name the published sources by their new positions.
    pub fn renumber(&self, claim: &mut Arc<Claim<Verified>>) {
        let Some(positions) = &self.positions else {
            return;
        };
        if claim.passages.iter().any(|passage| positions[passage.source()] != passage.source()) {
            for passage in &mut Arc::make_mut(claim).passages {
                passage.set_source(positions[passage.source()]);
            }
        }
    }
}

/// The position of each source among those that are published; `None` for the others.
pub(super) fn positions(published: &IndexVec<SourceIdx, bool>) -> IndexVec<SourceIdx, Option<SourceIdx>> {
    let mut next = 0..;
    published.iter().map(|published| published.then(|| SourceIdx::new(next.next().unwrap_or_default()))).collect()
}

/// The source, which names none of those that are not published.
fn without_origin(read: Arc<ReadSource>, left: &BTreeSet<String>) -> Arc<ReadSource> {
    if !read.source.origin.as_deref().is_some_and(|origin| left.contains(origin.trim())) {
        return read;
    }
    let source = Arc::new(Source { origin: None, ..Source::clone(&read.source) });
    Arc::new(read.with_source(source))
}
