//! What the picker's form sends for a passage: [`Passage`].

use serde::Deserialize;

use super::matching::Written;
use crate::live::View;
use crate::model::{Field, Id, Language, Stance};
use crate::notes::edit::{NewPassage, NewTranslation};

/// A passage as the form sends it.
#[derive(Deserialize)]
pub(in crate::live::serve) struct Passage {
    #[serde(flatten)]
    written: Written,
    id: Option<String>,
    stance: Option<String>,
    speaker: Option<String>,
    translation: Option<Translated>,
    note: Option<String>,
}

/// A translation as the form sends it.
#[derive(Deserialize)]
pub(super) struct Translated {
    text: Option<String>,
    language: Option<String>,
    by: Option<String>,
    #[serde(default)]
    machine: bool,
}

impl Passage {
    /// Validates a passage, also that its words are in its source.
    pub fn checked(self, view: &View) -> Result<NewPassage, String> {
        let Passage { written, id, stance, speaker, translation, note } = self;
        let id = non_blank(id);
        let stance = stance.filter(|stance| Stance::parse(stance).is_some());
        let stance = stance.ok_or_else(|| about(&written, "Choose how the passage bears on the claim."))?;
        if id.as_ref().is_some_and(|id| Id::new(id).is_none()) {
            let rule = "An id consists of lower-case letters a to z, digits, and single hyphens between words.";
            return Err(about(&written, rule));
        }
        if written.field.as_ref().is_some_and(|field| Field::parse(field).is_none()) {
            return Err("A passage is in the title or in the body. Reload the page.".to_owned());
        }
        written.verify(view).map_err(|message| about(&written, &message))?;
        let translation =
            translation.map(Translated::checked).transpose().map_err(|message| about(&written, &message))?;
        let Written { source, quote, prefix, suffix, field } = written;
        let (speaker, note) = (non_blank(speaker), non_blank(note));
        let translation = translation.flatten();
        Ok(NewPassage { id, source, quote, field, prefix, suffix, stance, speaker, translation, note })
    }
}

impl Translated {
    /// Validates a translation; `None` if there is nothing in it.
    pub fn checked(self) -> Result<Option<NewTranslation>, String> {
        let (text, language, by) = (non_blank(self.text), non_blank(self.language), non_blank(self.by));
        let Some(text) = text else {
            let is_empty = language.is_none() && by.is_none();
            return if is_empty { Ok(None) } else { Err("The translation has no words.".to_owned()) };
        };
        if by.is_none() && !self.machine {
            return Err("Say who translated the words, or that a program did.".to_owned());
        }
        if let Some(language) = language.as_deref().filter(|language| Language::new(language).is_none()) {
            return Err(format!("“{language}” is not a language tag such as en or pt-BR."));
        }
        Ok(Some(NewTranslation { text, language, by, machine: self.machine }))
    }
}

/// A message about one of several passages.
fn about(written: &Written, message: &str) -> String {
    const MAX_SHOWN: usize = 40;
    format!("“{}”: {message}", citeback_quote::text::shortened(&written.quote, MAX_SHOWN))
}

/// A text without the white space around it; `None` if nothing else is in it.
pub(super) fn non_blank(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().replace("\r\n", "\n")).filter(|text| !text.is_empty())
}
