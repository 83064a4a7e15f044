//! The people of a brief, by the positions that claims know them by: [`leave_out_uninvolved`], [`renumber`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::files::FileId;
use crate::build::resolve::Verified;
use crate::model::{Brief, Claim, PersonIdx};

/// Leaves out the people of the desk who neither wrote nor reviewed one of these claims: they work on other briefs.
pub(super) fn leave_out_uninvolved(brief: &mut Brief, brief_file: FileId, claims: &mut [Arc<Claim<Verified>>]) {
    let involved: BTreeSet<PersonIdx> =
        claims.iter().flat_map(|claim| claim.authors.iter().chain(&claim.reviewed_by)).copied().collect();
    let stays = |person: &PersonIdx| brief.people[*person].file == brief_file || involved.contains(person);
    let left: Vec<PersonIdx> = brief.people.indices().filter(stays).collect();
    if left.len() == brief.people.len() {
        return;
    }
    brief.people = left.iter().map(|person| brief.people[*person].clone()).collect();
    renumber(claims, &left.iter().copied().zip(brief.people.indices()).collect());
}

/// Gives the authors and reviewers of claims their new positions.
pub(super) fn renumber(claims: &mut [Arc<Claim<Verified>>], positions: &BTreeMap<PersonIdx, PersonIdx>) {
    for claim in claims.iter_mut().filter(|claim| !claim.authors.is_empty() || !claim.reviewed_by.is_empty()) {
        let note = Arc::make_mut(&mut Arc::make_mut(claim).note);
        for person in note.authors.iter_mut().chain(&mut note.reviewed_by) {
            *person = positions[person];
        }
    }
}
