//! What is known of a page once it has been read, and of links between pages: [`Proved`], [`dead_ends`].

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::fault::{Fault, FaultKind};
use crate::build::render::output_file::OutputFile;

/// What reading a page came to.
#[derive(Debug, Default)]
pub(in super::super) struct Proved {
    pub(super) faults: Vec<Fault>,
    /// Hashes of the places on this page that can be linked to.
    pub(super) places: Vec<u64>,
    /// The places on other pages that it leads to: their hashes, and their addresses from the root.
    pub(super) leads_to: Vec<(u64, String)>,
    /// Hashes of the places on this page that passages should have and have not: links to them are the same mistake.
    pub(super) lost: Vec<u64>,
}

/// For each page, its links to places on other pages that do not exist. Static pages are not looked into.
pub(super) fn dead_ends(pages: &[(&OutputFile<'_>, Proved)]) -> Vec<Vec<Fault>> {
    let places: HashSet<u64> = pages.iter().flat_map(|(_, proved)| &proved.places).copied().collect();
    let lost: HashSet<u64> = pages.iter().flat_map(|(_, proved)| &proved.lost).copied().collect();
    let proved: HashSet<&str> = pages.iter().map(|(file, _)| file.path.as_str()).collect();
    let is_dead = |hash: &u64, address: &str| {
        let file = address.split('#').next().unwrap_or_default();
        proved.contains(file) && !places.contains(hash) && !lost.contains(hash)
    };
    let of_page = |found: &Proved| {
        let dead = found.leads_to.iter().filter(|(hash, address)| is_dead(hash, address));
        dead.map(|(_, address)| Fault { kind: FaultKind::DeadLink, what: address.clone() }).collect()
    };
    pages.iter().map(|(_, proved)| of_page(proved)).collect()
}

/// A hash with fixed keys: a site has as many places as it has paragraphs.
pub(super) fn place(path: &str, id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (path, id).hash(&mut hasher);
    hasher.finish()
}
