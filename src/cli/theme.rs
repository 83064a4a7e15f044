//! The options of `citeback theme`: [`Theme`].

use clap::{Args, Subcommand};

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
}

impl ThemeTask {
    pub fn site(&mut self) -> &mut SiteFolder {
        match self {
            ThemeTask::List(args) => &mut args.site,
            ThemeTask::Copy(args) => &mut args.site,
            ThemeTask::Diff(args) => &mut args.site,
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
