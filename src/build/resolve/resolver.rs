//! The sources against which quotations are resolved: [`Resolver`]. Its methods for quotations are in `quote` and `rules`.

use std::collections::HashMap;
use std::sync::Arc;

use super::passage::ReadSource;
use crate::base::files::{Files, line_and_column};
use crate::build::load::Unread;
use crate::markdown::source_map::markdown_position;
use crate::model::Id;

/// Resolves quotations against the sources of a site.
pub(super) struct Resolver<'a> {
    pub files: &'a Files,
    pub sources: &'a [Arc<ReadSource>],
    positions: HashMap<&'a str, usize>,
    pub unread: &'a Unread,
}

impl<'a> Resolver<'a> {
    pub fn new(files: &'a Files, sources: &'a [Arc<ReadSource>], unread: &'a Unread) -> Self {
        Resolver { files, sources, unread, positions: positions(sources.iter().map(|source| &source.source.id)) }
    }

    /// Where a source is among the sources.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// The line in the source's file where a position of its reading text is written.
    pub fn line(&self, source: &ReadSource, position: usize) -> usize {
        let in_body = markdown_position(&source.source.body, position);
        line_and_column(self.files.text(source.source.file), source.source.body_start + in_body).0
    }
}

/// Positions by id.
fn positions<'a>(ids: impl Iterator<Item = &'a Id>) -> HashMap<&'a str, usize> {
    ids.enumerate().map(|(i, id)| (id.as_str(), i)).collect()
}
