//! What a claim rests on: [`Evidence`], a quotation or an absence.

use super::claim::{Quotation, Stance};
use super::id::Id;
use citeback_quote::locate::term::Term;

/// An entry of a note's `passages` as the editor wrote it, not yet verified.
#[derive(Debug, Clone)]
pub enum Evidence {
    /// Words that are in a source.
    Quotation(Quotation),
    /// Words that are not in a source.
    Absence(Absence),
}

impl Evidence {
    pub fn id(&self) -> &Id {
        match self {
            Evidence::Quotation(quotation) => &quotation.id,
            Evidence::Absence(absence) => &absence.id,
        }
    }

    pub fn quotation(&self) -> Option<&Quotation> {
        match self {
            Evidence::Quotation(quotation) => Some(quotation),
            Evidence::Absence(_) => None,
        }
    }

    pub fn absence(&self) -> Option<&Absence> {
        match self {
            Evidence::Quotation(_) => None,
            Evidence::Absence(absence) => Some(absence),
        }
    }

    /// Id of the source, not yet checked.
    pub fn source(&self) -> &str {
        match self {
            Evidence::Quotation(quotation) => &quotation.source,
            Evidence::Absence(absence) => &absence.source,
        }
    }

    /// Markdown.
    pub fn note(&self) -> Option<&String> {
        match self {
            Evidence::Quotation(quotation) => quotation.note.as_ref(),
            Evidence::Absence(absence) => absence.note.as_ref(),
        }
    }

    /// Position in the note's list, from 0; used for findings.
    pub fn index(&self) -> usize {
        match self {
            Evidence::Quotation(quotation) => quotation.index,
            Evidence::Absence(absence) => absence.index,
        }
    }

    /// The field that says what is, or is not, in the source.
    pub fn words_field(&self) -> &'static str {
        match self {
            Evidence::Quotation(_) => "quote",
            Evidence::Absence(_) => "absent",
        }
    }
}

/// Words that a source does not have.
#[derive(Debug, Clone)]
pub struct Absence {
    pub id: Id,
    /// Id of the source, not yet checked.
    pub source: String,
    /// In the order of the note.
    pub words: Vec<AbsentWord>,
    pub stance: Stance,
    /// Markdown.
    pub note: Option<String>,
    /// Position in the note's list, from 0; used for findings.
    pub index: usize,
}

/// A word, or several, that a source does not have.
#[derive(Debug, Clone)]
pub struct AbsentWord {
    /// On one line, with `*` for any ending.
    pub written: String,
    pub term: Term,
    /// Position in the list, from 0; used for findings.
    pub index: usize,
}

impl AbsentWord {
    /// Whether any ending will do.
    pub fn is_open(&self) -> bool {
        self.written.ends_with('*')
    }

    /// As it is shown to readers: an ellipsis stands for any ending.
    pub fn shown(&self) -> String {
        match self.written.strip_suffix('*') {
            Some(stem) => format!("{stem}…"),
            None => self.written.clone(),
        }
    }
}
