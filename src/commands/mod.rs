//! What each command does, a file each. [`run`] is the one way in.

mod build;
mod completions;
mod context;
mod explain;
mod find;
mod init;
mod new;
mod schema;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};
use build::{build, check};
use completions::{completions, man};
use context::context;
use explain::explain;
use find::find;
use init::init;
use new::new;
use schema::schema;

/// Carries out what the command line asks for. Exit code 0: clean; 1: there are findings; 2: it could not be done.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Init(args) => init(args),
        Command::New(args) => new(args),
        Command::Build(args) => build(args),
        Command::Check(args) => check(args),
        Command::Find(args) => find(args),
        Command::Explain(args) => explain(args),
        Command::Context(args) => context(args),
        Command::Schema(args) => schema(args),
        Command::Completions(args) => completions(args),
        Command::Man(args) => man(args),
    };
    match done {
        Ok(code) => code,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to be done when stderr is gone, too.
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}
