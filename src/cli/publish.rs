//! The options of `citeback publish`: [`Publish`].

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::format::Format;
use super::site_folder::SiteFolder;
use super::values::moment;
use crate::build::load::parse_base_url;
use crate::model::Date;

#[derive(Debug, Args)]
pub(crate) struct Publish {
    /// Where to publish: a name under “publish” in brief.yaml [default: the only one]
    pub target: Option<String>,
    #[command(flatten)]
    pub site: SiteFolder,
    /// Where readers find the site; overrides base_url in brief.yaml
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    pub base_url: Option<url::Url>,
    /// Include what is under an embargo that has ended at this time, such as 2024-03-14T06:00:00+01:00 [default: leave out everything under embargo]
    #[arg(long, value_name = "DATE-TIME", value_parser = moment, conflicts_with_all = ["from", "rollback"])]
    pub now: Option<Date>,
    /// Treat warnings as errors, but not advice
    #[arg(long)]
    pub deny_warnings: bool,
    /// How findings and results are shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Publish this finished folder instead of building
    #[arg(long, value_name = "DIR", conflicts_with = "rollback")]
    pub from: Option<PathBuf>,
    /// Show what would change, and publish nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask before publishing
    #[arg(long)]
    pub yes: bool,
    /// Allow removing more than 50 files and more than a quarter of the site
    #[arg(long)]
    pub delete: bool,
    /// Replace files of others that are in the way; they are kept aside
    #[arg(long)]
    pub adopt: bool,
    /// How much to check afterwards
    #[arg(long, value_enum, default_value_t = Verify::Quick)]
    pub verify: Verify,
    /// List the releases that can be published again
    #[arg(long, conflicts_with_all = ["rollback", "purge", "from"])]
    pub history: bool,
    /// Publish an earlier release again: its name, or the first digits
    #[arg(long, value_name = "RELEASE", conflicts_with = "purge")]
    pub rollback: Option<String>,
    /// Remove what is kept of a page or file from all earlier releases
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["from", "dry_run"])]
    pub purge: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Verify {
    /// What was written
    Quick,
    /// Read every file back and compare it
    Full,
}
