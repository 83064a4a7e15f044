//! Positions: of a source among the sources of a site, of a verdict on the scale, of a person among those of the brief.

use crate::base::index::index_types;

index_types! {
    /// A source, among those of the stage that gave it: fewer are published than are resolved.
    SourceIdx,
    /// A verdict of the brief's scale.
    VerdictIdx,
    /// A person of the brief.
    PersonIdx,
}
