//! The brief as a whole, and its plain pages.

use url::Url;

use super::accepted::Accepted;
use super::claim_list::ClaimList;
use super::content_policy::ContentPolicy;
use super::date::Date;
use super::extra::Extra;
use super::id::{FormerId, Id};
use super::index::{PersonIdx, VerdictIdx};
use super::language::Language;
use super::nav::NavEntry;
use super::publishing::PublishTarget;
use super::source::Show;
use super::theme_settings::ThemeSettings;
use super::verdict::Scale;
use crate::base::files::{FileId, Span};
use crate::base::index::IndexVec;

/// The contents of `brief.yaml`. Fields marked as Markdown are unparsed.
#[derive(Debug, Clone)]
pub struct Brief {
    pub title: String,
    /// For the head of pages.
    pub short_title: Option<String>,
    pub description: Option<String>,
    /// Where the site will be published, with a trailing slash.
    pub base_url: Option<Url>,
    pub language: Language,
    /// The languages that it is translated into, in the order of the brief.
    pub languages: Vec<Language>,
    pub organisation: Option<Organisation>,
    pub people: IndexVec<PersonIdx, Person>,
    /// Markdown.
    pub bottom_line: Option<String>,
    /// Markdown, one entry per finding.
    pub findings: Vec<String>,
    /// Markdown, one entry per question.
    pub open_questions: Vec<String>,
    /// Claims at the top of the front page, in this order.
    pub featured: Vec<FeaturedClaim>,
    pub scale: Scale,
    pub policies: Policies,
    /// The links at the top of every page; `None` if the program decides.
    pub nav: Option<Vec<NavEntry>>,
    pub rules: HouseRules,
    pub theme: ThemeSettings,
    /// What pages may load.
    pub policy: ContentPolicy,
    /// Whether each claim gets a share card.
    pub cards: bool,
    /// Whether the site has a search index.
    pub search: bool,
    /// Whether each claim gets a small page for other sites to show.
    pub embeds: bool,
    pub publish_notes: PublishNotes,
    /// Default for the `show` of sources; `None` if the brief gives none.
    pub default_show: Option<Show>,
    /// Data of the newsroom's own.
    pub extra: Extra,
    pub accepted: Vec<Accepted>,
    /// Files with what was checked before.
    pub archive: Vec<ArchiveFile>,
    /// Sorted by name.
    pub publish: Vec<PublishTarget>,
}

impl Brief {
    /// Who publishes the brief. Without an organisation the brief itself speaks.
    pub fn publisher_name(&self) -> &str {
        self.organisation.as_ref().map_or(&self.title, |organisation| &organisation.name)
    }

    /// The publisher's own address, or that of the site.
    pub fn publisher_url<'a>(&'a self, site: &'a str) -> &'a str {
        self.organisation.as_ref().and_then(|organisation| organisation.url.as_deref()).unwrap_or(site)
    }
}

/// A file with what was checked before, in this newsroom or elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveFile {
    /// Relative to content/.
    pub path: String,
    /// Where brief.yaml names it.
    pub at: Span,
}

named! {
    /// Whether and how the page of a claim shows its source note.
    PublishNotes {
        /// As written, but without comments.
        WithoutRemarks = "without-remarks",
        /// As written, with comments.
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
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    pub id: Id,
    pub name: String,
    /// A shorter name, for places with little room.
    pub short: Option<String>,
    /// Other names of the person.
    pub also: Vec<String>,
    pub role: Option<String>,
    pub url: Option<String>,
    pub formerly: Vec<FormerId>,
    /// Until when the person is left out of the site; a day and time.
    pub embargo: Option<Date>,
    /// Data of the newsroom's own.
    pub extra: Extra,
    /// The file that lists the person: that of the brief, or of its desk.
    pub file: FileId,
    /// Position in the list as it is written, from 0.
    pub index: usize,
}

/// The id of a claim at the top of the front page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeaturedClaim {
    pub id: Id,
    /// Position in the list as it is written, from 0; used for findings.
    pub index: usize,
}

/// What the newsroom asks of its notes beyond what every brief needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HouseRules {
    /// Somebody who did not write it reviews each claim.
    pub second_pair_of_eyes: bool,
    /// Claims and cited sources have the dates that readers need.
    pub dates: bool,
    /// Each cited source has an archive address.
    pub archive: bool,
    /// Claims with one of these verdicts rest on two origins.
    pub two_origins: Vec<VerdictIdx>,
}

/// The ids of the pages on how the newsroom works.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    pub methodology: Option<Id>,
    pub corrections: Option<Id>,
    pub funding: Option<Id>,
    pub ethics: Option<Id>,
}

/// One of the newsroom's own pages, such as “About us”.
#[derive(Debug, Clone)]
pub struct Page {
    pub id: Id,
    pub file: crate::base::files::FileId,
    pub title: String,
    pub description: Option<String>,
    /// Whether it is linked in the navigation.
    pub nav: bool,
    /// The name of a template of the site; `None` for the built-in one.
    pub template: Option<String>,
    /// The claims that its template gets.
    pub list: Option<ClaimList>,
    /// Markdown.
    pub body: String,
    pub formerly: Vec<FormerId>,
    /// Data of the newsroom's own.
    pub extra: Extra,
    pub accepted: Vec<Accepted>,
}
