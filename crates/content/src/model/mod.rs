//! The data model of a brief: sources, claims, passages, verdicts. Plain values, no I/O.

/// Defines an enum whose variants have fixed names in notes, with `NAMES`, `MEANINGS`, `parse` and `name`. The doc comment of a variant is
/// one line, which editors read.
macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $(#[doc = $meaning:literal] $variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type {
            $(#[doc = $meaning] $variant,)+
        }

        impl $type {
            /// The names used in notes, in order.
            pub const NAMES: &'static [&'static str] = &[$($name,)+];

            /// What each name means, in the same order, for editors.
            pub const MEANINGS: &'static [&'static str] = &[$($meaning.trim_ascii(),)+];

            pub fn parse(name: &str) -> Option<Self> {
                match name {
                    $($name => Some($type::$variant),)+
                    _ => None,
                }
            }

            pub fn name(self) -> &'static str {
                match self {
                    $($type::$variant => $name,)+
                }
            }
        }
    };
}

mod accepted;
mod across;
mod archive;
mod brief;
mod claim;
mod claim_list;
mod colour;
mod content_policy;
mod date;
mod desk;
mod earlier_check;
mod evidence;
mod extra;
mod id;
mod index;
mod language;
pub mod locale;
pub mod locator;
mod nav;
mod options;
mod publishing;
mod server_folder;
mod source;
pub mod texts;
mod theme_settings;
mod verdict;
mod written_date;

pub use accepted::Accepted;
pub use across::{Across, OtherBrief, OtherClaim};
pub use archive::ArchivedAddress;
pub use brief::{ArchiveFile, Brief, FeaturedClaim, HouseRules, Organisation, Page, Person, Policies, PublishNotes};
pub use claim::{
    Appearance, Claim, ClaimNote, Claimant, ClaimantKind, Correction, Field, Image, Original, PassageLinks, Quotation,
    QuotedFigure, Reply, Stance, Status, Translation,
};
pub use claim_list::{ClaimList, same_name};
pub use colour::Colour;
pub use content_policy::ContentPolicy;
pub use date::{Date, Grain};
pub use desk::{BriefPattern, Desk, DeskLink, is_match};
pub use earlier_check::EarlierCheck;
pub use evidence::{Absence, AbsentWord, Evidence};
pub use extra::Extra;
pub use id::{FormerId, Id};
pub use index::{ClaimIdx, PersonIdx, SourceIdx, VerdictIdx};
pub use language::Language;
pub use nav::{NavEntry, NavList, NavTarget};
pub use options::{Embargoes, Options};
pub use publishing::{Destination, KEEP, PublishTarget, Publishing};
pub use server_folder::ServerFolder;
pub use source::{
    Capture, CapturePlace, Extent, Kind, Media, MediaKind, MediaPlace, SOURCE_FIELDS, SOURCE_LIMIT, Show, Source,
    Uncited, archived,
};
pub use theme_settings::{Drawing, DrawnPath, FontFile, Logo, Palette, ThemeSettings};
pub use verdict::{Icon, Look, SHAPES, Scale, Tone, Verdict};
pub use written_date::meant_dates;
