//! The options of `citeback theme`: [`Theme`].

use clap::{Args, Subcommand};

use super::format::Format;
use super::site_folder::SiteFolder;

#[derive(Debug, Args)]
pub(crate) struct Theme {
    #[command(subcommand)]
    pub task: ThemeTask,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ThemeTask {
    /// List the site’s own templates and static files: what each replaces, and which no page uses
    List(ThemeList),
    /// Copy a built-in template into the site’s templates, to change it there
    Copy(ThemeCopy),
    /// Show how the site’s own templates differ from the built-in ones that they replace
    Diff(ThemeDiff),
    /// Try the templates of the site with a built-in brief that has everything that pages can show, and one that has nothing
    ///
    /// A template may work with the notes of today and fail with those of tomorrow. The specimen has every field and none, other
    /// languages, long words, many claims, drafts and retired claims. Every page is compared with what it must show, as “check” does with
    /// your own notes.
    #[command(after_long_help = "Example:\n  citeback theme check --deny-warnings")]
    Check(ThemeCheck),
}

impl ThemeTask {
    pub fn site(&mut self) -> &mut SiteFolder {
        match self {
            ThemeTask::List(args) => &mut args.site,
            ThemeTask::Copy(args) => &mut args.site,
            ThemeTask::Diff(args) => &mut args.site,
            ThemeTask::Check(args) => &mut args.site,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ThemeList {
    #[command(flatten)]
    pub site: SiteFolder,
}

#[derive(Debug, Args)]
pub(crate) struct ThemeCopy {
    /// The template, by its path below templates/, such as partials/verdict.html
    pub file: String,
    #[command(flatten)]
    pub site: SiteFolder,
}

#[derive(Debug, Args)]
pub(crate) struct ThemeDiff {
    /// A template of the site [default: all that replace a built-in one]
    pub file: Option<String>,
    #[command(flatten)]
    pub site: SiteFolder,
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
