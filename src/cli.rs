//! The command line: what can be asked for. [`Cli`] is what was asked; src/commands carries it out.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::error::Error;
use crate::load::parse_base_url;

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
    /// Show the site in the browser while you write: pages, and every mistake, at each save
    Serve(Serve),
    /// Write into sources the seal of their text, so that any later change to it is noticed
    Seal(Seal),
    /// Say where words stand in the sources, and print the passage as YAML to paste into a note
    Find(Find),
    /// Explain a finding by its code, or list all of them; "verdicts" prints the built-in scale
    Explain(Explain),
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
    /// Mend what can be mended surely, such as a quote that differs from its source only in upper and lower case, and show each change
    #[arg(long)]
    pub fix: bool,
    /// With --fix: only show what would be changed, and write nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Seal {
    /// The sources to seal, by the names of their files without .md [default: all]
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// The site: the folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The site: the folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
    /// The port to listen at [default: the first free one from 4747 on]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// Show notes whose status is draft, too
    #[arg(long)]
    pub drafts: bool,
    /// Listen at another address than this machine's own; everybody who reaches it can then read the site, drafts too
    #[arg(long, value_name = "ADDRESS")]
    pub host: Option<std::net::IpAddr>,
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
    /// Annotations for a pull request on GitHub, on stdout of a workflow
    Github,
    /// A SARIF 2.1.0 log for code scanning, on stdout
    Sarif,
}

fn base_url(text: &str) -> Result<url::Url, String> {
    parse_base_url(text).ok_or_else(|| "expected an address like https://example.org/briefs/".to_owned())
}

/// Writes to standard output.
///
/// # Errors
/// When it is closed; see [`Error::is_broken_pipe`].
pub(crate) fn print(text: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Error::io("write to", "standard output"))
}
