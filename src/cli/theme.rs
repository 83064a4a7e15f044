//! Commands for those who write templates: [`Theme`].

use clap::{Args, Subcommand};

use super::format::Format;
use super::site_folder::SiteFolder;

#[derive(Debug, Args)]
pub(crate) struct Theme {
    #[command(subcommand)]
    pub command: ThemeCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ThemeCommand {
    /// Try the templates of the site with a built-in brief that has everything that pages can show, and one that has nothing
    ///
    /// A template may work with the notes of today and fail with those of tomorrow. The specimen has every field and none, other
    /// languages, long words, many claims, drafts and retired claims. Every page is compared with what it must show, as “check” does with
    /// your own notes.
    #[command(after_long_help = "Example:\n  citeback theme check --deny-warnings")]
    Check(ThemeCheck),
}

#[derive(Debug, Args)]
pub(crate) struct ThemeCheck {
    #[command(flatten)]
    pub site: SiteFolder,
    /// Treat warnings as errors
    #[arg(long)]
    pub deny_warnings: bool,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Show every warning; without this, of those with the same code only the first few, and a count of the rest
    #[arg(long)]
    pub all: bool,
}
