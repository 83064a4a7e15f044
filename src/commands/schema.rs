//! `citeback schema`: the JSON Schema of a kind of note, with the ids of a site if there is one.

use std::path::Path;
use std::process::ExitCode;

use crate::base::error::Error;
use crate::build::load::{SiteNames, find_brief};
use crate::build::project::Project;
use crate::cli::{self, print};
use crate::editing::schema::of;

pub(crate) fn schema(args: cli::Schema) -> Result<ExitCode, Error> {
    // Outside a site, the schema still has the fields.
    let names = if args.site.is_named() || find_brief(&args.site).is_some() { names_of(&args.site)? } else { None };
    print(&format!("{:#}\n", of(args.kind, names.as_ref())))?;
    Ok(ExitCode::SUCCESS)
}

/// `None` if brief.yaml cannot be read.
fn names_of(site: &Path) -> Result<Option<SiteNames>, Error> {
    Ok(Project::read(site)?.map(|project| project.names()))
}
