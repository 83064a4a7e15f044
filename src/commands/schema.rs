//! `citeback schema`: the JSON Schema of a kind of note, with the ids of a site if there is one.

use std::path::Path;
use std::process::ExitCode;

use crate::base::error::Error;
use crate::build::load::SiteNames;
use crate::build::project::Project;
use crate::cli::{self, print};
use crate::editing::schema::of;

pub(crate) fn schema(args: cli::Schema) -> Result<ExitCode, Error> {
    let known = match &args.site {
        Some(site) => known(site)?,
        // Away from any site the schema is still good for the fields.
        None => known(Path::new(".")).ok().flatten(),
    };
    print(&format!("{:#}\n", of(args.kind, known.as_ref())))?;
    Ok(ExitCode::SUCCESS)
}

/// `None` when brief.yaml is too broken to say what there is.
fn known(site: &Path) -> Result<Option<SiteNames>, Error> {
    Ok(Project::read(site)?.map(|project| project.names()))
}
