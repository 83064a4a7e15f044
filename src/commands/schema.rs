//! `citeback schema`: the JSON Schema of a kind of note, with the ids of a site if there is one.

use std::path::Path;
use std::process::ExitCode;

use crate::base::error::Error;
use crate::build::load::SiteNames;
use crate::build::load::load;
use crate::cli::{self, print};
use crate::editing::schema::of;
use crate::findings::Findings;

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
    let (_, content) = load(site, &mut Findings::default())?;
    Ok(content.as_ref().map(SiteNames::of))
}
