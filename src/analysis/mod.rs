//! The sources and claims of a brief looked at together: [`Material`] is what goes in, [`Analysis`] what comes out. Entry point:
//! [`analyse`].
//!
//! Each section is a file with one function and one result. All of them are pure: they read no file, know nothing of the build, and the
//! same material gives the same result. `src/build/resolve` makes the findings of them, and `citeback analyse` prints them.

pub mod checked;
pub mod claim_texts;
pub mod compared;
pub mod coverage;
pub mod differing_figures;
pub mod figures;
mod material;
pub mod origins;
pub mod shared;
pub mod speakers;
pub mod statement;
mod worth;

use std::sync::Arc;

use crate::model::{Id, Stance};
pub use material::{CitedPassage, ClaimText, Material, SourceText};
use origins::ClaimOrigins;
use shared::SharedWording;

/// What was found, section by section.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// Wording that two sources share. It depends on the sources alone, so a site that is being edited keeps it.
    pub shared: Arc<Vec<SharedWording>>,
    /// For each claim and stance, which of the sources are one origin; by claim.
    pub claims: Vec<ClaimOrigins>,
    /// Passages with the same words and different speakers, among those of claims that are shown.
    pub speakers: Vec<DifferingSpeakers>,
}

/// Two passages with the same words and different speakers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferingSpeakers {
    /// Each the id of its claim and its own.
    pub passages: [(Id, Id); 2],
    /// Why the note of the first accepts it, for readers.
    pub accepted: Option<String>,
}

impl Analysis {
    /// The origins of the passages of a claim that take a stance.
    pub fn origins(&self, claim: &Id, stance: Stance) -> Option<&ClaimOrigins> {
        let key = (claim, stance);
        let position = self.claims.binary_search_by(|origins| (&origins.claim, origins.stance).cmp(&key)).ok()?;
        self.claims.get(position)
    }
}

/// Analyses all there is. `shared` is what the same sources shared before, if that is known.
pub fn analyse(material: &Material<'_>, shared: Option<Arc<Vec<SharedWording>>>) -> Analysis {
    let shared = shared.unwrap_or_else(|| Arc::new(shared::shared(material)));
    let mut claims = origins::origins(material, &shared);
    claims.sort_by(|a, b| (&a.claim, a.stance).cmp(&(&b.claim, b.stance)));
    Analysis { shared, claims, speakers: vec![] }
}
