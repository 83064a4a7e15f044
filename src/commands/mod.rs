//! What each command does, a file each. [`run`] is the one way in.

mod build;
mod context;
mod explain;
mod find;
mod import;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};
use build::{build, check};
use context::context;
use explain::explain;
use find::find;
use import::import;

/// Carries out what the command line asks for. Exit code 0: clean; 1: there are findings; 2: it could not be done.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Build(args) => build(args),
        Command::Check(args) => check(args),
        Command::Find(args) => find(args),
        Command::Explain(args) => explain(args),
        Command::Import(args) => import(args),
        Command::Context(args) => context(args),
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
