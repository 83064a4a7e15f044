//! What a claim rests on, once it is verified: [`Verified`].

use super::passage::Passage;
use crate::model::{Absence, Date, Id, SourceIdx, Stance};

/// A quotation at its place, or words that are in no place.
#[derive(Debug, Clone)]
pub enum Verified {
    Passage(Passage),
    Absence(VerifiedAbsence),
}

/// Words that were sought in a whole source and not found.
#[derive(Debug, Clone)]
pub struct VerifiedAbsence {
    pub absence: Absence,
    pub source: SourceIdx,
    /// How many words of text were searched.
    pub searched: usize,
    /// Whether the source has pictures, of which only the descriptions were searched.
    pub pictures: bool,
    /// The words that other versions of the source have.
    pub elsewhere: Vec<WordElsewhere>,
}

/// A word that is absent from a source, and that another version of it has.
#[derive(Debug, Clone)]
pub struct WordElsewhere {
    /// The index of the word among those of the absence.
    pub word: usize,
    /// When the version was captured: the first later one with the word, else the last earlier one.
    pub captured: Option<Date>,
}

impl Verified {
    pub fn id(&self) -> &Id {
        match self {
            Verified::Passage(passage) => passage.id(),
            Verified::Absence(absence) => &absence.absence.id,
        }
    }

    pub fn source(&self) -> SourceIdx {
        match self {
            Verified::Passage(passage) => passage.source,
            Verified::Absence(absence) => absence.source,
        }
    }

    /// Gives it the new position of its source.
    pub fn set_source(&mut self, source: SourceIdx) {
        match self {
            Verified::Passage(passage) => passage.source = source,
            Verified::Absence(absence) => absence.source = source,
        }
    }

    pub fn stance(&self) -> Stance {
        match self {
            Verified::Passage(passage) => passage.stance(),
            Verified::Absence(absence) => absence.absence.stance,
        }
    }

    /// The quotation; `None` for an absence, which has no words and no place.
    pub fn passage(&self) -> Option<&Passage> {
        match self {
            Verified::Passage(passage) => Some(passage),
            Verified::Absence(_) => None,
        }
    }

    pub fn absence(&self) -> Option<&VerifiedAbsence> {
        match self {
            Verified::Passage(_) => None,
            Verified::Absence(absence) => Some(absence),
        }
    }
}
