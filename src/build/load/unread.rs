//! Which files of a folder could not be read: [`unread`].

use std::collections::{BTreeMap, HashSet};

use super::listing::stem;
use crate::base::disk::Found;
use crate::base::files::{FileId, Files};

/// The files that could not be read, by the stems of their names: the ids that they have or would have.
pub(super) fn unread(
    listed: &[Found],
    files: &Files,
    read: impl ExactSizeIterator<Item = FileId>,
) -> BTreeMap<String, FileId> {
    if read.len() == listed.len() {
        return BTreeMap::new();
    }
    let read: HashSet<FileId> = read.collect();
    let listed = listed.iter().filter_map(|found| Some((stem(&found.relative), files.find(&found.relative)?)));
    let (known, unread): (Vec<_>, Vec<_>) = listed.partition(|(_, file)| read.contains(file));
    let mut unread: BTreeMap<String, FileId> = unread.into_iter().map(|(id, file)| (id.to_owned(), file)).collect();
    // Another file of the same name is what the id refers to.
    for (id, _) in known {
        unread.remove(id);
    }
    unread
}
