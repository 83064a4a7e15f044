//! The options of `citeback rename`: [`Rename`].

use clap::{Args, Subcommand};

use super::site_folder::SiteFolder;

#[derive(Debug, Args)]
pub(crate) struct Rename {
    #[command(subcommand)]
    pub kind: RenameKind,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RenameKind {
    /// A claim, with its file in content/claims
    Claim(RenameIds),
    /// A source, with its file in content/sources
    Source(RenameIds),
    /// A person of brief.yaml
    Person(RenameIds),
}

#[derive(Debug, Args)]
pub(crate) struct RenameIds {
    /// The present id
    pub old: String,
    /// The new id
    pub new: String,
    /// Show what would be changed, but write nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub site: SiteFolder,
}
