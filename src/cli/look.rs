//! Commands that look into sources: [`Find`] and [`Diff`].

use clap::{Args, ValueEnum};

use super::site_folder::SiteFolder;

#[derive(Debug, Args)]
pub(crate) struct Find {
    /// The words to look for; quotation marks around them are not needed
    #[arg(required = true, value_name = "WORDS")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub site: SiteFolder,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The source, or one of its versions
    #[arg(value_name = "ID")]
    pub id: String,
    /// The older version: its id, or the day on which it was captured [default: each version is compared with the next]
    #[arg(value_name = "A", requires = "new")]
    pub old: Option<String>,
    /// The newer version
    #[arg(value_name = "B")]
    pub new: Option<String>,
    /// How changes are shown
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub format: DiffFormat,
    #[command(flatten)]
    pub site: SiteFolder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// Both wordings of each sentence, for people
    Human,
    /// One JSON object per line and change
    Json,
}
