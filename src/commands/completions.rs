//! `citeback completions` and `citeback man`: shell completions and manual pages, generated from the definition of the command line.

use std::process::ExitCode;

use clap::CommandFactory;

use crate::base::disk;
use crate::base::error::Error;
use crate::cli::{self, Cli, print, print_bytes};

pub(crate) fn completions(args: cli::Completions) -> Result<ExitCode, Error> {
    let mut script = vec![];
    clap_complete::generate(args.shell, &mut Cli::command(), "citeback", &mut script);
    print_bytes(&script)?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn man(args: cli::Man) -> Result<ExitCode, Error> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = args.folder else {
        print_bytes(&manual_page(command)?)?;
        return Ok(ExitCode::SUCCESS);
    };
    let mut output = String::new();
    for command in with_subcommands(command) {
        let path = folder.join(format!("{}.1", command.get_display_name().unwrap_or(command.get_name())));
        disk::put(&path, &manual_page(command)?)?;
        output.push_str(&format!("wrote {}\n", path.display()));
    }
    print(&output)?;
    Ok(ExitCode::SUCCESS)
}

/// A command and all its subcommands.
fn with_subcommands(command: clap::Command) -> Vec<clap::Command> {
    let subcommands: Vec<clap::Command> = command.get_subcommands().cloned().flat_map(with_subcommands).collect();
    std::iter::once(command).chain(subcommands).collect()
}

fn manual_page(command: clap::Command) -> Result<Vec<u8>, Error> {
    let mut page = vec![];
    clap_mangen::Man::new(command).render(&mut page).map_err(Error::io("write", "a manual page"))?;
    Ok(page)
}
