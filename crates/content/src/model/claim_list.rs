//! Which claims a page of the newsroom's own lists: [`ClaimList`].

/// A claim is listed if it has one of each that is given; if nothing is, all claims are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimList {
    /// As they are written; tags with the same slug are the same.
    pub tags: Vec<String>,
    /// Ids.
    pub verdicts: Vec<String>,
    /// Names.
    pub claimants: Vec<String>,
    /// Ids.
    pub sources: Vec<String>,
}

/// Whether two names are the same but for case and blanks.
pub fn same_name(a: &str, b: &str) -> bool {
    let plain = |name: &str| citeback_quote::text::single_spaced(name).to_lowercase();
    plain(a) == plain(b)
}
