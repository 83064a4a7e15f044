//! `citeback serve`: shows the site in a browser while it is being written.

use std::process::ExitCode;

use super::messages::{count, pieces_of_advice, write_stderr};
use crate::base::error::Error;
use crate::cli;
use crate::live::serve::{Editor, ServeRequest, ServerEvent};
use crate::model::Options;

pub(crate) fn serve(args: cli::Serve) -> Result<ExitCode, Error> {
    let options = Options { drafts: args.drafts, ..Options::default() };
    if let Some(host) = args.host.filter(|host| !host.is_loopback()) {
        write_stderr(&format!(
            "warning: anyone who can reach {host} can now read this site, including unpublished notes, but cannot write to it\n"
        ));
    }
    let editor = args.editor.as_deref().map_or(Ok(Editor::VsCode), Editor::parse)?;
    let request = ServeRequest { site: args.site.to_path_buf(), options, host: args.host, port: args.port, editor };
    crate::live::serve::serve(&request, move |event| match event {
        ServerEvent::Listening(address) => {
            write_stderr(&format!("serving at {address} (press Ctrl-C to stop)\n"));
            if args.open && opener::open(address).is_err() {
                write_stderr("the browser could not be opened; open the address yourself\n");
            }
        }
        ServerEvent::Refreshed { errors, warnings, advice, changed, faults } => {
            faults.iter().for_each(|fault| write_stderr(&format!("{fault}\n")));
            let files = match changed.as_slice() {
                [] => String::new(),
                [file] => format!("{file}: "),
                [file, others @ ..] => format!("{file} and {} more: ", others.len()),
            };
            let pages = match (errors, faults.is_empty()) {
                (0, _) => "",
                (_, true) => "; what has errors is shown as unfinished",
                (_, false) => "; the last good pages are shown",
            };
            write_stderr(&format!("{files}{}{pages}\n", counts(errors, warnings, advice)));
        }
        ServerEvent::PageFailed(frame) => write_stderr(&format!(
            "{frame}\nthe page could not be rendered; its last good version is shown if there is one\n"
        )),
        ServerEvent::Unpublished(found) => found.iter().for_each(|found| write_stderr(&format!("{found}\n"))),
        ServerEvent::RefreshFailed(error) => write_stderr(&format!("error: {error}\n")),
    })?;
    write_stderr("\n");
    Ok(ExitCode::SUCCESS)
}

/// The counts of findings in words.
fn counts(errors: usize, warnings: usize, advice: usize) -> String {
    let mut counts = vec![];
    if errors > 0 {
        counts.push(count(errors, "error", "errors"));
    }
    if errors + warnings > 0 {
        counts.push(count(warnings, "warning", "warnings"));
    }
    if advice > 0 {
        counts.push(pieces_of_advice(advice));
    }
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}
