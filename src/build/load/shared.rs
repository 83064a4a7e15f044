//! The sources of the desk that the notes of a brief name. Entry point: [`load`].

use std::collections::BTreeSet;
use std::sync::Arc;

use super::cache::LoadCache;
use super::desk::DeskFolder;
use super::listing::stem;
use super::shared_sources::SharedSources;
use super::text_files;
use crate::base::disk::Found;
use crate::base::error::Error;
use crate::base::files::{FileId, Files};
use crate::findings::Findings;
use crate::model::SOURCE_LIMIT;
use crate::notes::front_matter::split_front_matter;

/// What was read of the desk's sources.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub found: Vec<Found>,
    /// Those of them that are text.
    pub files: Vec<FileId>,
    /// The ids of the others.
    pub others: Vec<String>,
}

/// Reads the sources of the desk that the brief, the heads of its own sources, or its other notes name.
///
/// # Errors
/// If a file cannot be read.
pub(super) fn load(
    desk: &DeskFolder,
    (brief, sources, notes): (FileId, &[FileId], &[&[FileId]]),
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Shared, Error> {
    let shared = match &cache.shared_sources {
        Some(shared) => Arc::clone(shared),
        None => Arc::clone(cache.shared_sources.insert(Arc::new(SharedSources::read(&desk.root)?))),
    };
    let files = Arc::clone(&cache.files);
    let texts = notes.iter().flat_map(|notes| notes.iter()).chain([&brief]).map(|file| files.text(*file));
    // A source of the same id is read, too: one of the two has to be renamed.
    let own = sources.iter().flat_map(|file| [stem(files.path(*file)), head(&files, *file)]);
    let mut found = shared.named_in(texts.chain(own));
    found.iter_mut().for_each(|found| found.relative.insert_str(0, &desk.up));
    let read = text_files::read(&found, SOURCE_LIMIT, cache, findings)?;
    let named: BTreeSet<&str> = found.iter().map(|found| stem(&found.relative)).collect();
    let others = shared.ids().filter(|id| !named.contains(id)).map(str::to_owned).collect();
    Ok(Shared { found, files: read, others })
}

fn head(files: &Files, file: FileId) -> &str {
    let text = files.text(file);
    split_front_matter(text).map(|(yaml, _)| &text[yaml]).unwrap_or_default()
}
