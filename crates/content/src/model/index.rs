//! Positions: of a source or a claim among those of a site, of a verdict on the scale, of a person among those of the brief.

use crate::base::index::index_types;

index_types! {
    /// A source, among those of the stage that gave it: fewer are published than are resolved.
    SourceIdx,
    /// A claim, among those that get a page.
    ClaimIdx,
    /// A verdict of the brief's scale.
    VerdictIdx,
    /// A person of the brief.
    PersonIdx,
}
