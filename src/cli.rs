//! The command line: commands and options. Entry point: [`Cli`]; `commands` carries out what it asks for.

mod analyse;
mod format;
mod import;
mod locale;
mod look;
mod output;
mod publish;
mod rename;
mod site_folder;
mod start;
mod theme;
mod values;

pub(crate) use analyse::{Analyse, AnalysisFormat, Section};
pub(crate) use format::Format;
pub(crate) use import::{Import, Recapture};
pub(crate) use locale::Locale;
pub(crate) use look::{Diff, DiffFormat, Find};
pub(crate) use output::{print, print_bytes};
pub(crate) use publish::{Publish, Verify};
pub(crate) use rename::{Rename, RenameKind};
pub(crate) use site_folder::SiteFolder;
pub(crate) use start::{Init, New, NewKind, Translated};
pub(crate) use theme::{Theme, ThemeCheck, ThemeCopy, ThemeDiff, ThemeList, ThemeTask};
use values::moment;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::build::load::parse_base_url;
use crate::editing::schema;
use crate::model::Date;

/// Builds fact-check briefs in which every quote is verified against its source.
///
/// A site is a folder that contains content/: the sources you captured, your notes on claims, and brief.yaml. Start with
/// “citeback init”, look at what it wrote, and run “citeback check” whenever you want to know whether everything is in order.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create a small working site, with comments that explain it
    ///
    /// Writes a brief, a source, a claim and a page that belong together, and settings for VS Code. Existing files are never
    /// changed: if one is in the way, nothing is written.
    #[command(
        after_long_help = "Examples:\n  citeback init my-site\n  citeback init          (in the folder you are in)\n  citeback init --ci github"
    )]
    Init(Init),
    /// Turn saved web pages, texts and Markdown files into sources
    ///
    /// Finds the article in each file, leaves out menus and advertisements, and fills in the title, author, date and address if the
    /// page gives them. Its words are not changed. The result is a new file in content/sources, with the date of capture and a seal. The
    /// file itself is kept in content/captures, and never published. Of a table of claims (.csv), each row becomes a note in content/claims.
    #[command(
        after_long_help = "Examples:\n  citeback import saved-page.html\n  citeback import captures-of-march/\n  citeback import --version-of harbour-post saved-today.html\n  citeback import claims.csv --map \"Rating=verdict\" --dry-run"
    )]
    Import(Import),
    /// Import the kept original of a source again, and show where its text differs, word by word
    ///
    /// Shows what an editor has changed in the source since it was imported, and what this version of citeback would import otherwise.
    /// Nothing is written.
    #[command(
        after_long_help = "Examples:\n  citeback recapture harbour-post\n  citeback recapture harbour-post --from ~/saved/harbour-bridge.html"
    )]
    Recapture(Recapture),
    /// Start a new claim, source or page, with every field explained
    ///
    /// Writes a file in which the required fields are empty and all others are commented out. “citeback check” then says, line
    /// by line, what is left to do. The ID becomes the name of the file and part of the page’s address, so choose one that can
    /// stay: lower-case letters, digits, and single hyphens between words.
    #[command(
        after_long_help = "Examples:\n  citeback new claim bridge-cost --from harbour-post\n  citeback new source harbour-post --title \"Harbour bridge to reopen\""
    )]
    New(New),
    /// Give a claim, a source or a person another id, everywhere
    ///
    /// Changes the name of the file, every reference in notes, pages and brief.yaml, and adds the old id to “formerly”, so that the old
    /// address leads to the new one. Nothing else in the files is touched. If one of them cannot be changed safely, none is.
    #[command(
        after_long_help = "Examples:\n  citeback rename claim bridge-price bridge-cost --dry-run\n  citeback rename source post harbour-post\n  citeback rename person ana ana-silva"
    )]
    Rename(Rename),
    /// Show the site in the browser while you write, updated at each save, with every finding
    ///
    /// Open the address that it prints. When you save a file, the page updates; if something is wrong, it says what and where. On
    /// the page of a source you can select words and add them to a note. Only this machine can open the site.
    #[command(after_long_help = "Examples:\n  citeback serve --open\n  citeback serve --drafts --port 8000")]
    Serve(Serve),
    /// Check everything without writing the site
    ///
    /// Shows every finding at its line, with what to write instead. It also updates the schemas in .citeback/, from which editors
    /// such as VS Code complete fields and ids.
    #[command(
        after_long_help = "Examples:\n  citeback check\n  citeback check content/claims/bridge-cost.yaml\n  citeback check --fix --dry-run\n  citeback check --watch"
    )]
    Check(Check),
    /// Verify every quote and write the whole site
    ///
    /// The site is written to the folder public in one step. If there is an error, nothing is written, and the last site stays as
    /// it is.
    #[command(after_long_help = "Examples:\n  citeback build\n  citeback build --drafts --out preview")]
    Build(Build),
    /// Publish the site where readers find it, without ever showing them a broken link
    ///
    /// Builds the site, compares it with what is published, and shows what will change. Then it copies the changes in an order in which
    /// every link works at any moment, and checks them. brief.yaml says where, under “publish”. What is replaced is kept, so that an
    /// earlier release can be published again. Files that citeback did not put there are left alone.
    #[command(
        after_long_help = "Examples:\n  citeback publish --dry-run\n  citeback publish live --yes\n  citeback publish live --history\n  citeback publish live --rollback 3f2a91"
    )]
    Publish(Publish),
    /// Find words in the sources, and print the passage as YAML to paste into a note
    ///
    /// If the words are not in any source, the closest wording is shown.
    #[command(after_long_help = "Example:\n  citeback find up to two billion")]
    Find(Find),
    /// Show which sources share wording, and which claims rest on one origin
    ///
    /// Two articles that print the same words from one report are one origin, not two confirmations. Everything shown can be checked by
    /// eye; nothing is guessed, and who copied from whom is never said.
    #[command(
        after_long_help = "Examples:\n  citeback analyse\n  citeback analyse --only claims\n  citeback analyse --format json"
    )]
    Analyse(Analyse),
    /// Show what the publisher of a page changed from one version of a source to the next
    ///
    /// Versions are captures of the same page: sources with version_of. White space and typography are no change.
    #[command(
        after_long_help = "Examples:\n  citeback diff harbour-post\n  citeback diff harbour-post 2024-03-14 2024-04-02"
    )]
    Diff(Diff),
    /// Record a checksum of each source so that later changes are detected
    ///
    /// The checksum, or seal, is the field sha256. Nothing else in the file is touched. Without an ID, all sources that have no seal
    /// are sealed; one whose text has changed is sealed again only if you name it.
    #[command(after_long_help = "Examples:\n  citeback seal\n  citeback seal harbour-post")]
    Seal(Seal),
    /// Record that a translation is up to date, so that you are told when its note changes
    ///
    /// Writes into the translation, such as content/claims/ID.fr.yaml, a short checksum of each text that it translates. When one of them
    /// changes later, check names it. Without an ID, all translations without a record get one; one whose note has changed gets a new
    /// one only if you name it.
    #[command(
        after_long_help = "Examples:\n  citeback translated bridge-cost --language fr\n  citeback translated brief"
    )]
    Translated(Translated),
    /// Explain a finding by its code, or a field of a note by its name; "verdicts" prints the built-in scale
    ///
    /// A finding is what check reports. Its code is in brackets in its first line, as in error[quote-not-found]. Without a name, all
    /// codes are listed. A field is named as in a note, or with its path: quote, passages.quote, claim.passages.quote, person.name.
    #[command(
        after_long_help = "Examples:\n  citeback explain quote-not-found\n  citeback explain passages.quote\n  citeback explain verdicts"
    )]
    Explain(Explain),
    /// Print what the template of a page sees, as JSON, for theme authors
    #[command(after_long_help = "Example:\n  citeback context claims/bridge-cost")]
    Context(Context),
    /// Work on a theme: list the site’s own templates, copy a built-in one, show how they differ, check them
    ///
    /// A file in the site’s templates/ replaces the built-in template of the same name. A copy that “citeback theme copy” makes says which
    /// version it comes from, so that you learn when the built-in one has changed since.
    #[command(
        after_long_help = "Examples:\n  citeback theme list\n  citeback theme copy partials/verdict-seal.html\n  citeback theme diff\n  citeback theme check"
    )]
    Theme(Theme),
    /// Print the words of the interface in a language, as a file to translate
    ///
    /// Each phrase is below the English one, with the plural forms that the language needs. What the program or the site knows already is
    /// filled in.
    #[command(after_long_help = "Example:\n  citeback locale nl > locales/nl.yaml")]
    Locale(Locale),
    /// Print the JSON Schema of a kind of note, from which editors complete fields and ids
    ///
    /// You only need this to set up an editor by hand: check keeps the schemas of a site in .citeback/schema/, and the settings
    /// that init writes tell VS Code to use them.
    #[command(after_long_help = "Example:\n  citeback schema claim > claim.json")]
    Schema(Schema),
    /// Run the language server, which editors start to complete, check and explain notes while you write
    Lsp(Lsp),
    /// Print a script that lets your shell complete commands
    #[command(
        after_long_help = "Examples:\n  citeback completions bash > ~/.local/share/bash-completion/completions/citeback\n  citeback completions fish > ~/.config/fish/completions/citeback.fish"
    )]
    Completions(Completions),
    /// Print the manual page, or write the pages of all commands to a folder
    #[command(after_long_help = "Examples:\n  citeback man | man -l -\n  citeback man ~/.local/share/man/man1")]
    Man(Man),
}

impl Command {
    /// The site that the command is about, if there is one.
    pub fn site(&mut self) -> Option<&mut SiteFolder> {
        match self {
            Command::New(args) => Some(args.kind.site_mut()),
            Command::Translated(args) => Some(&mut args.site),
            Command::Rename(args) => match &mut args.kind {
                RenameKind::Claim(ids) | RenameKind::Source(ids) | RenameKind::Person(ids) => Some(&mut ids.site),
            },
            Command::Build(args) => Some(&mut args.common.site),
            Command::Check(args) => Some(&mut args.common.site),
            Command::Publish(args) => Some(&mut args.site),
            Command::Serve(args) => Some(&mut args.site),
            Command::Seal(args) => Some(&mut args.site),
            Command::Find(args) => Some(&mut args.site),
            Command::Analyse(args) => Some(&mut args.site),
            Command::Diff(args) => Some(&mut args.site),
            Command::Import(args) => Some(&mut args.site),
            Command::Recapture(args) => Some(&mut args.site),
            Command::Context(args) => Some(&mut args.site),
            Command::Theme(args) => Some(args.task.site()),
            Command::Locale(args) => Some(&mut args.site),
            Command::Schema(args) => Some(&mut args.site),
            _ => None,
        }
    }
}

/// The options that build and check share.
#[derive(Debug, Args)]
pub(crate) struct Common {
    #[command(flatten)]
    pub site: SiteFolder,
    /// Where the site will be published; overrides base_url in brief.yaml
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    pub base_url: Option<url::Url>,
    /// Include notes whose status is draft
    #[arg(long)]
    pub drafts: bool,
    /// Include what is under an embargo that has ended at this time, such as 2024-03-14T06:00:00+01:00 [default: leave out everything under embargo]
    #[arg(long, value_name = "DATE-TIME", value_parser = moment)]
    pub now: Option<Date>,
    /// Treat warnings as errors, but not advice
    #[arg(long)]
    pub deny_warnings: bool,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Show every warning and piece of advice; without this, of those with the same code only the first few, and a count of the rest
    #[arg(long)]
    pub all: bool,
    /// Show how long each stage took
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
    /// Leave out the search index
    #[arg(long)]
    pub no_search: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Show only the findings of these notes: paths, or ids of claims, sources, pages and people [default: all]
    #[arg(value_name = "NOTE")]
    pub notes: Vec<String>,
    #[command(flatten)]
    pub common: Common,
    /// Fix what is safe to fix automatically, such as a quote that differs from its source only in upper and lower case, and show each change
    #[arg(long)]
    pub fix: bool,
    /// With --fix: show what would be changed, but write nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// Keep running, and check again whenever a file of the site is saved
    #[arg(long, conflicts_with = "fix")]
    pub watch: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Seal {
    /// The sources to seal, by their file names without .md [default: all]
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    #[command(flatten)]
    pub site: SiteFolder,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub site: SiteFolder,
    /// The port to listen on [default: the first free one from 4747 on]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// Also show notes whose status is draft
    #[arg(long)]
    pub drafts: bool,
    /// Listen on an address other than localhost; anyone who can reach it can then read the site, including drafts
    #[arg(long, value_name = "ADDRESS")]
    pub host: Option<std::net::IpAddr>,
    /// What opens a note at a line: vscode, zed, idea, or a command, with {file}, {line} and {column} where they belong [default: vscode]
    #[arg(long, value_name = "EDITOR")]
    pub editor: Option<String>,
}

#[derive(Debug, Args)]
#[command(
    long_about = "Run the language server, which editors start to complete, check and explain notes while you write.\n\nIt speaks the \
                  Language Server Protocol over standard input and output, and is not meant to be run by hand. \
                  docs/language-server.md says how to set up VS Code, Neovim, Helix and others."
)]
pub(crate) struct Lsp {
    /// Accepted because many editors pass it; standard input and output are always used
    #[arg(long, hide = true)]
    pub stdio: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Context {
    /// A page of the built site, such as claims/ID, sources/ID or index
    pub page: String,
    #[command(flatten)]
    pub site: SiteFolder,
    /// Include notes whose status is draft
    #[arg(long)]
    pub drafts: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The folder to write to
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// The kind of note
    #[arg(value_enum)]
    pub kind: schema::NoteKind,
    #[command(flatten)]
    pub site: SiteFolder,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A code such as quote-not-found, or a field such as passages.quote
    pub name: Option<String>,
}
