//! The brief as a whole, and its plain pages.

use url::Url;

use super::{Accepted, Colour, Id, Language, PersonIdx, Scale, Show};
use crate::base::index::IndexVec;

/// What `brief.yaml` says. Texts called Markdown are unparsed.
#[derive(Debug, Clone)]
pub struct Brief {
    pub title: String,
    pub description: Option<String>,
    /// Where the site will be published, with a trailing slash.
    pub base_url: Option<Url>,
    pub language: Language,
    pub organisation: Option<Organisation>,
    pub people: IndexVec<PersonIdx, Person>,
    /// Markdown.
    pub bottom_line: Option<String>,
    /// Markdown, one finding each.
    pub findings: Vec<String>,
    /// Markdown, one question each.
    pub open_questions: Vec<String>,
    pub scale: Scale,
    pub policies: Policies,
    pub theme: ThemeSettings,
    /// Whether a picture is made of each claim, for those who share its link.
    pub cards: bool,
    /// Whether the site carries an index of its words.
    pub search: bool,
    pub publish_notes: PublishNotes,
    /// How much is published of a source that does not say so itself; `None` where the brief does not say either.
    pub default_show: Option<Show>,
    pub accepted: Vec<Accepted>,
}

named! {
    /// How the note that a claim's page was made from is shown on that page.
    PublishNotes {
        /// As it was written, but without remarks.
        WithoutRemarks = "without-remarks",
        /// As it was written, remarks included.
        Full = "full",
        /// Not at all.
        None = "none",
    }
}

/// Who publishes the brief (schema.org `Organization`).
#[derive(Debug, Clone)]
pub struct Organisation {
    pub name: String,
    pub url: Option<String>,
    pub logo: Option<String>,
    pub same_as: Vec<String>,
    /// Where readers report errors: an address on the web, or `mailto:`.
    pub contact: Option<String>,
}

/// Who writes and reviews (schema.org `Person`).
#[derive(Debug, Clone)]
pub struct Person {
    pub id: Id,
    pub name: String,
    pub role: Option<String>,
    pub url: Option<String>,
}

/// The pages that state how the newsroom works, by id.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    pub methodology: Option<Id>,
    pub corrections: Option<Id>,
    pub funding: Option<Id>,
    pub ethics: Option<Id>,
}

/// What a brief changes of the look without a template. Each typeface is a CSS `font-family` list.
#[derive(Debug, Clone, Default)]
pub struct ThemeSettings {
    pub accent: Option<Colour>,
    pub text_font: Option<String>,
    pub label_font: Option<String>,
    pub code_font: Option<String>,
}

/// A plain page of the newsroom's own.
#[derive(Debug, Clone)]
pub struct Page {
    pub id: Id,
    pub file: crate::base::files::FileId,
    pub title: String,
    pub description: Option<String>,
    /// Whether the navigation links it.
    pub nav: bool,
    /// Markdown.
    pub body: String,
    pub accepted: Vec<Accepted>,
}
