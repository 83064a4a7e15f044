//! `citeback init`: creates a small working site, and prints the next steps.

use std::process::ExitCode;

use crate::base::error::Error;
use crate::cli::{self, print};
use crate::editing::scaffold;

pub(crate) fn init(args: cli::Init) -> Result<ExitCode, Error> {
    let written = scaffold::init(&args.folder)?;
    let folder = args.folder.display().to_string();
    let mut output: String = written.iter().map(|path| format!("wrote {path}\n")).collect();
    output.push_str("\nThis is a small site with a brief, a source, a claim and a page. Next steps:\n\n");
    if folder != "." {
        output.push_str(&format!("  cd {folder}\n"));
    }
    output.push_str(
        "  citeback check\n  citeback serve --open --drafts\n  citeback new claim my-first-claim --from clock-notice\n",
    );
    print(&output)?;
    Ok(ExitCode::SUCCESS)
}
