//! `citeback init`: creates a small working site, and prints the next steps.

use std::process::ExitCode;

use crate::base::error::Error;
use crate::build::load::{BRIEF, DESK};
use crate::cli::{self, print};
use crate::editing::scaffold;

pub(crate) fn init(args: cli::Init) -> Result<ExitCode, Error> {
    let is_site = args.folder.join(BRIEF).is_file() || args.folder.join(DESK).is_file();
    match args.ci {
        Some(ci) if is_site => {
            let workflow = ci.write(&args.folder)?;
            print(&format!(
                "wrote {workflow}\n\nNothing else was changed. Before the first run, fill in CITEBACK_PACKAGE in it.\n"
            ))?;
        }
        ci => {
            ci.map_or(Ok(()), |ci| ci.refuse_if_present(&args.folder))?;
            let init = if args.desk { scaffold::init_desk } else { scaffold::init };
            let mut written = init(&args.folder)?;
            written.extend(ci.map(|ci| ci.write(&args.folder)).transpose()?);
            print(&next_steps(&args, &written))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What was written, and what to do with it.
fn next_steps(args: &cli::Init, written: &[&str]) -> String {
    let folder = args.folder.display().to_string();
    let mut output: String = written.iter().map(|path| format!("wrote {path}\n")).collect();
    let what = if args.desk { "desk with one" } else { "site with a" };
    output.push_str(&format!("\nThis is a small {what} brief, a source, a claim and a page. Next steps:\n\n"));
    if folder != "." {
        output.push_str(&format!("  cd {folder}\n"));
    }
    output.push_str(if args.desk {
        "  citeback check\n  citeback serve --open --drafts\n  citeback init briefs/my-brief\n"
    } else {
        "  citeback check\n  citeback serve --open --drafts\n  citeback new claim my-first-claim --from clock-notice\n"
    });
    if args.ci.is_some() {
        output.push_str("\nBefore the first run of the workflow, fill in CITEBACK_PACKAGE in its file.\n");
    }
    output
}
