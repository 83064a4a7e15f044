//! The options of `import` and `recapture`: [`Import`], [`Recapture`].

use std::path::PathBuf;

use clap::Args;

use super::site_folder::SiteFolder;
use super::values::{date, web_address};
use crate::model::Kind;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Files that end in .html, .mhtml, .pdf, .txt, .md, .vtt or .srt, or folders with such files; or a table of claims that ends in .csv
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub site: SiteFolder,
    /// The id of the source, by which notes refer to it [default: made from the address and the title]
    #[arg(long)]
    pub id: Option<String>,
    /// Print what would be written, but write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Of a table: which field a column is, such as "Rating=verdict" or "Party=extra.party"; other columns are recognised by their names
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub map: Vec<String>,
    /// When the page was saved, such as 2024-03-12 [default: what the file says, else today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub captured: Option<String>,
    /// What kind of document it is; subtitles become a transcript and PDFs a report unless another kind is given
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Kind::NAMES), default_value = "article")]
    pub kind: String,
    /// The article's address on the web; overrides the one in the file
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub url: Option<url::Url>,
    /// Keep a part that would be left out or marked as doubtful: the name of its group, such as captions, some of its words, or all
    #[arg(long, value_name = "PATTERN")]
    pub keep: Vec<String>,
    /// The source of which this is another version, captured on another day; it is written only if its words differ
    #[arg(long, value_name = "ID")]
    pub version_of: Option<String>,
    /// Do not keep the file in content/captures; the source only says its name and its checksum
    #[arg(long)]
    pub no_original: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Recapture {
    /// The source, by its file name without .md
    pub id: String,
    #[command(flatten)]
    pub site: SiteFolder,
    /// The original, if it is not kept with the site
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
}
