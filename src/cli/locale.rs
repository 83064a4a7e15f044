//! The options of `citeback locale`: [`Locale`].

use clap::Args;

use super::site_folder::SiteFolder;

#[derive(Debug, Args)]
pub(crate) struct Locale {
    /// The language, by its tag, such as nl or pt-BR
    #[arg(value_name = "LANGUAGE")]
    pub language: String,
    #[command(flatten)]
    pub site: SiteFolder,
}
