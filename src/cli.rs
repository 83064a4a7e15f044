//! The command line: what can be asked for. [`Cli`] is what was asked; src/commands carries it out.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::error::Error;
use crate::load::parse_base_url;
use crate::model::{Date, Kind};

/// Builds fact-check briefs in which every quote is verified against its source.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Verify every quote and write the whole site
    Build(Build),
    /// Do all that build does, but write nothing
    Check(Check),
    /// Say where words stand in the sources, and print the passage as YAML to paste into a note
    Find(Find),
    /// Explain a finding by its code, or list all of them; "verdicts" prints the built-in scale
    Explain(Explain),
    /// Make sources of saved web pages, texts and Markdown files
    ///
    /// The article is found in each file, menus and advertisements are left out, and what the page says of title, author, date and
    /// address is filled in. Its words are not changed. The result is a new file in content/sources, with the date of capture and a seal.
    Import(Import),
    /// Print what the template of a page sees, as JSON, for those who write themes
    Context(Context),
}

/// What build and check have in common.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// The site: the folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
    /// Where the site will be published, in place of base_url in brief.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<url::Url>,
    /// Take in notes whose status is draft
    #[arg(long)]
    pub drafts: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub deny_warnings: bool,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Say how long each stage took
    #[arg(long)]
    pub timings: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    #[command(flatten)]
    pub common: Common,
    /// The folder to write to [default: public, in the site]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Leave out the index of words that readers search
    #[arg(long)]
    pub no_search: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Find {
    /// The words to look for; quotation marks around them are not needed
    #[arg(required = true, value_name = "WORDS")]
    pub words: Vec<String>,
    /// The site: the folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Files that end in .html, .txt or .md
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The site: the folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
    /// The id of the source, by which notes refer to it [default: made of the title]
    #[arg(long)]
    pub id: Option<String>,
    /// Print what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// When the page was saved, such as 2024-03-12 [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub captured: Option<String>,
    /// What kind of document it is
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Kind::NAMES), default_value = "article")]
    pub kind: String,
    /// Where the article stands on the web, in place of what the file says
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub url: Option<url::Url>,
}

#[derive(Debug, Args)]
pub(crate) struct Context {
    /// A page of the built site, such as claims/ID, sources/ID or index
    pub page: String,
    /// The site: the folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
    /// Take in notes whose status is draft
    #[arg(long)]
    pub drafts: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A code such as quote-not-found
    pub code: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Code frames for people, on stderr
    Human,
    /// One JSON object a line, on stdout
    Json,
}

fn base_url(text: &str) -> Result<url::Url, String> {
    parse_base_url(text).ok_or_else(|| "expected an address like https://example.org/briefs/".to_owned())
}

fn date(text: &str) -> Result<String, String> {
    Date::parse(text).map(|date| date.iso()).ok_or_else(|| Date::complaint(text).to_owned())
}

fn web_address(text: &str) -> Result<url::Url, String> {
    let web = |url: &url::Url| matches!(url.scheme(), "http" | "https");
    url::Url::parse(text)
        .ok()
        .filter(web)
        .ok_or_else(|| "expected an address like https://example.org/article".to_owned())
}

/// Writes to standard output.
///
/// # Errors
/// When it is closed; see [`Error::is_broken_pipe`].
pub(crate) fn print(text: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Error::io("write to", "standard output"))
}
