//! The navigation that brief.yaml asks for: [`NavEntry`].

use super::id::Id;

named! {
    /// A list that every site has a page for, if there is anything to list.
    NavList {
        /// All claims.
        Claims = "claims",
        /// All sources.
        Sources = "sources",
        /// The people who wrote and reviewed.
        People = "people",
        /// The scale of verdicts.
        Verdicts = "verdicts",
        /// The log of corrections.
        Corrections = "corrections",
        /// The whole brief on one page.
        Print = "print",
    }
}

/// A link of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavEntry {
    pub target: NavTarget,
    /// What it says, if not what its target is called.
    pub words: Option<String>,
    /// Position in the list as it is written, from 0.
    pub index: usize,
}

/// What a link of the navigation leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NavTarget {
    List(NavList),
    /// A page of the newsroom's own.
    Page(Id),
    /// A page elsewhere.
    Url(String),
}
