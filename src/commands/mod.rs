//! The commands, one file for each. Entry point: [`run()`].

mod analyse;
mod build;
mod check;
mod checked;
mod chosen;
mod completions;
mod context;
mod diff;
mod embargoes;
mod explain;
mod find;
mod fix;
mod import;
mod import_table;
mod init;
mod lead_ins;
mod locale;
mod lsp;
mod messages;
mod new;
mod progress;
mod publish;
mod publish_report;
mod recapture;
mod rename;
mod run;
mod schema;
mod seal;
mod sections;
mod serve;
mod theme;
mod translated;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use crate::base::disk;
use crate::cli::{Cli, Command, RenameKind, SiteFolder, ThemeTask};
use analyse::analyse;
use build::build;
use check::check;
use completions::{completions, man};
use context::context;
use diff::diff;
use explain::explain;
use find::find;
use import::import;
use import_table::{import_table, is_table};
use init::init;
use locale::locale;
use lsp::lsp;
use messages::write_stderr;
use new::new;
use publish::publish;
use recapture::recapture;
use rename::rename;
use schema::schema;
use seal::seal;
use serve::serve;
use theme::theme;
use translated::translated;

/// Parses the command line and runs the command. Exit code 0: clean; 1: there are findings; 2: the command failed.
pub fn run() -> ExitCode {
    let mut command = Cli::parse().command;
    if let Some(found) = command.site().and_then(SiteFolder::find) {
        write_stderr(&format!("the site is {}\n", found.display()));
    }
    if let Some(site) = site_to_write(&command) {
        disk::clear(site);
    }
    let done = match command {
        Command::Init(args) => init(args),
        Command::New(args) => new(args),
        Command::Rename(args) => rename(args),
        Command::Build(args) => build(args),
        Command::Check(args) => check(args),
        Command::Publish(args) => publish(args),
        Command::Serve(args) => serve(args),
        Command::Lsp(_) => lsp(),
        Command::Seal(args) => seal(args),
        Command::Translated(args) => translated(args),
        Command::Find(args) => find(args),
        Command::Analyse(args) => analyse(args),
        Command::Diff(args) => diff(args),
        Command::Explain(args) => explain(args),
        Command::Import(args) if !args.source && args.files.iter().any(|path| is_table(path)) => import_table(&args),
        Command::Import(args) => import(args),
        Command::Recapture(args) => recapture(args),
        Command::Context(args) => context(args),
        Command::Theme(args) => theme(args),
        Command::Locale(args) => locale(args),
        Command::Schema(args) => schema(args),
        Command::Completions(args) => completions(args),
        Command::Man(args) => man(args),
    };
    match done {
        Ok(code) => code,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            // If stderr is closed, too, the failure cannot be reported.
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

/// The site into which a command may write.
fn site_to_write(command: &Command) -> Option<&Path> {
    match command {
        Command::New(args) => Some(args.kind.site()),
        Command::Translated(args) => Some(&args.site),
        Command::Rename(args) => match &args.kind {
            RenameKind::Claim(ids) | RenameKind::Source(ids) | RenameKind::Person(ids) => Some(&ids.site),
        },
        Command::Build(args) => Some(&args.common.site),
        Command::Check(args) => Some(&args.common.site),
        Command::Publish(args) => Some(&args.site),
        Command::Serve(args) => Some(&args.site),
        Command::Seal(args) => Some(&args.site),
        Command::Import(args) => Some(&args.site),
        Command::Theme(args) => match &args.task {
            ThemeTask::Copy(args) => Some(&args.site),
            ThemeTask::List(_) | ThemeTask::Diff(_) | ThemeTask::Check(_) => None,
        },
        _ => None,
    }
}
