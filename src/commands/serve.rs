//! `citeback serve`: the site in the browser while it is being written.

use std::process::ExitCode;

use super::messages::{count, pieces_of_advice, tell};
use crate::base::error::Error;
use crate::cli;
use crate::live::serve::{ServeRequest, ServerEvent};
use crate::model::Options;

pub(crate) fn serve(args: cli::Serve) -> Result<ExitCode, Error> {
    let options = Options { drafts: args.drafts, ..Options::default() };
    if let Some(host) = args.host.filter(|host| !host.is_loopback()) {
        tell(&format!(
            "warning: whoever can reach {host} can read this site now, unpublished notes among it; nobody can write from there\n"
        ));
    }
    let request = ServeRequest { site: args.site, options, host: args.host, port: args.port };
    crate::live::serve::serve(&request, move |news| match news {
        ServerEvent::Open(address) => {
            tell(&format!("serving at {address} (Ctrl-C ends it)\n"));
            if args.open && opener::open(address).is_err() {
                tell("no browser could be opened: open the address yourself\n");
            }
        }
        ServerEvent::Looked { errors, warnings, advice, changed, faults } => {
            faults.iter().for_each(|fault| tell(&format!("{fault}\n")));
            let what = match changed.as_slice() {
                [] => String::new(),
                [file] => format!("{file}: "),
                [file, others @ ..] => format!("{file} and {} more: ", others.len()),
            };
            let pages = if errors > 0 { "; the last good pages are shown" } else { "" };
            tell(&format!("{what}{}{pages}\n", found(errors, warnings, advice)));
        }
        ServerEvent::Fault(frame) => {
            tell(&format!("{frame}\nthe page cannot be made; the last good one is shown where there is one\n"))
        }
        ServerEvent::Failed(error) => tell(&format!("error: {error}\n")),
    })?;
    tell("\n");
    Ok(ExitCode::SUCCESS)
}

/// What a look found, in words; a kind of which there is none is left out.
fn found(errors: usize, warnings: usize, advice: usize) -> String {
    let mut found = vec![];
    if errors > 0 {
        found.push(count(errors, "error", "errors"));
    }
    if errors + warnings > 0 {
        found.push(count(warnings, "warning", "warnings"));
    }
    if advice > 0 {
        found.push(pieces_of_advice(advice));
    }
    if found.is_empty() { "no findings".to_owned() } else { found.join(", ") }
}
