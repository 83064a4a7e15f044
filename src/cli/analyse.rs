//! The options of `citeback analyse`: [`Analyse`].

use clap::{Args, ValueEnum};

use super::site_folder::SiteFolder;

#[derive(Debug, Args)]
pub(crate) struct Analyse {
    #[command(flatten)]
    pub site: SiteFolder,
    /// Show this section only
    #[arg(long, value_enum, value_name = "SECTION")]
    pub only: Option<Section>,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t = AnalysisFormat::Human)]
    pub format: AnalysisFormat,
    /// Include notes whose status is draft
    #[arg(long)]
    pub drafts: bool,
}

/// A section of the analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Section {
    /// Wording that two sources share
    Shared,
    /// For each claim, which of its sources are one origin
    Claims,
    /// The same words that notes give to different speakers
    Speakers,
    /// For each figure of a claim, where it stands
    Figures,
    /// For each source, what no passage touches
    Coverage,
    /// Claims like those that the brief or its archives have checked already
    Checked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnalysisFormat {
    /// For people
    Human,
    /// One JSON object; positions are code points of the reading text
    Json,
}
