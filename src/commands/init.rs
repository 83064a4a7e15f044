//! `citeback init`: starts a small working site, and says what to do next.

use std::process::ExitCode;

use crate::base::error::Error;
use crate::cli::{self, print};
use crate::editing::scaffold;

pub(crate) fn init(args: cli::Init) -> Result<ExitCode, Error> {
    let written = scaffold::init(&args.folder)?;
    let folder = args.folder.display().to_string();
    let mut said: String = written.iter().map(|path| format!("wrote {path}\n")).collect();
    said.push_str("\nThis is a small site with a brief, a source, a claim and a page. What comes next:\n\n");
    if folder != "." {
        said.push_str(&format!("  cd {folder}\n"));
    }
    said.push_str(
        "  citeback check\n  citeback serve --open --drafts\n  citeback new claim my-first-claim --from clock-notice\n",
    );
    print(&said)?;
    Ok(ExitCode::SUCCESS)
}
