//! The options of commands that begin a site or a note, or finish a translation: [`Init`], [`New`] and [`Translated`].

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::site_folder::SiteFolder;
use crate::editing::scaffold::Ci;

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder of the site; it is created if it does not exist
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
    /// Create a desk: several briefs that share people, sources and a theme, and are published as one site
    #[arg(long)]
    pub desk: bool,
    /// Also write the workflow file with which this host checks and publishes the site; a site that exists gets only this file
    #[arg(long, value_enum, value_name = "HOST")]
    pub ci: Option<Ci>,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    #[command(subcommand)]
    pub kind: NewKind,
}

#[derive(Debug, Subcommand)]
pub(crate) enum NewKind {
    /// A claim to check: content/claims/ID.yaml
    Claim {
        #[command(flatten)]
        note: NewNote,
        /// The source that the first passage quotes, by its id
        #[arg(long, value_name = "SOURCE", conflicts_with = "language")]
        from: Option<String>,
        /// Translate the claim into this language: content/claims/ID.TAG.yaml, with its texts to translate
        #[arg(long, value_name = "TAG", conflicts_with = "title")]
        language: Option<String>,
    },
    /// An article to quote from: content/sources/ID.md
    Source(NewNote),
    /// A page of your own: content/pages/ID.md
    Page {
        #[command(flatten)]
        note: NewNote,
        /// Translate the page into this language: content/pages/ID.TAG.md
        #[arg(long, value_name = "TAG", conflicts_with = "title")]
        language: Option<String>,
    },
    /// The texts of brief.yaml in another language: content/brief.TAG.yaml
    Brief {
        /// The language, one of those that brief.yaml lists
        #[arg(long, value_name = "TAG")]
        language: String,
        #[command(flatten)]
        site: SiteFolder,
    },
}

impl NewKind {
    /// The site in which something is begun.
    pub fn site(&self) -> &SiteFolder {
        match self {
            NewKind::Claim { note, .. } | NewKind::Source(note) | NewKind::Page { note, .. } => &note.site,
            NewKind::Brief { site, .. } => site,
        }
    }

    pub fn site_mut(&mut self) -> &mut SiteFolder {
        match self {
            NewKind::Claim { note, .. } | NewKind::Source(note) | NewKind::Page { note, .. } => &mut note.site,
            NewKind::Brief { site, .. } => site,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Translated {
    /// What was translated: claims and pages by their ids, or “brief” [default: all that have no record yet]
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// Only the translation into this language
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    #[command(flatten)]
    pub site: SiteFolder,
}

#[derive(Debug, Args)]
pub(crate) struct NewNote {
    /// Its id, such as bridge-cost
    pub id: String,
    /// Its title
    #[arg(long)]
    pub title: Option<String>,
    #[command(flatten)]
    pub site: SiteFolder,
}
