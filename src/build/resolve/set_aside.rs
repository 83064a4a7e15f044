//! What a site that is being written leaves out until it is sound: [`set_aside`], [`forget_in_brief`].

use std::collections::HashSet;
use std::sync::Arc;

use super::passage::Sources;
use super::unfinished::Unfinished;
use super::verified::Verified;
use crate::base::files::FileId;
use crate::base::index::IndexVec;
use crate::findings::Findings;
use crate::model::{Claim, SourceIdx};

/// Removes the findings in the brief but for the first ones of the run: its texts are not those of the file, so nothing found in them has a
/// place there.
pub(super) fn forget_in_brief(findings: &mut Findings, found_before: usize, brief_file: FileId) {
    let mut position = 0..;
    findings.retain(|found| position.next().is_some_and(|at| at < found_before) || found.file() != brief_file);
}

/// Takes out the claims and sources that are unfinished. A source that only an unfinished claim cites still has its page.
pub(super) fn set_aside(
    unfinished: &Unfinished,
    claims: &mut Vec<Arc<Claim<Verified>>>,
    sources: &Sources,
    published: &mut IndexVec<SourceIdx, bool>,
) {
    let cited: HashSet<&str> = unfinished.claims.values().flat_map(|claim| &claim.cites).map(String::as_str).collect();
    let files: HashSet<FileId> = unfinished.sources.values().map(|source| source.file).collect();
    for (read, published) in sources.iter().zip(published.as_mut_slice()) {
        *published |= cited.contains(read.source.id.as_str());
        *published &= !files.contains(&read.source.file);
    }
    let left: HashSet<FileId> = unfinished.claims.values().map(|claim| claim.file).collect();
    claims.retain(|claim| !left.contains(&claim.file));
}
