//! The options of commands that begin a site or a note: [`Init`] and [`New`].

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
        #[arg(long, value_name = "SOURCE")]
        from: Option<String>,
    },
    /// An article to quote from: content/sources/ID.md
    Source(NewNote),
    /// A page of your own: content/pages/ID.md
    Page(NewNote),
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
