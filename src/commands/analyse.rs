//! `citeback analyse`: which sources share wording, and which claims rest on one origin.

use std::process::ExitCode;

use serde_json::json;

use super::sections;
use crate::base::error::Error;
use crate::build::project::Project;
use crate::cli::{self, AnalysisFormat, Section, print};
use crate::findings::report::printable;
use crate::model::Options;

pub(crate) fn analyse(args: cli::Analyse) -> Result<ExitCode, Error> {
    let options = Options { drafts: args.drafts, ..Options::default() };
    let resolved = Project::open(&args.site)?.resolved(&options);
    let analysis = &resolved.analysis;
    let wants = |section: Section| args.only.is_none_or(|only| only == section);
    match args.format {
        AnalysisFormat::Json => {
            let mut out = serde_json::Map::new();
            if wants(Section::Shared) {
                out.insert("shared".to_owned(), json!(analysis.shared.len()));
            }
            if wants(Section::Claims) {
                out.insert("claims".to_owned(), json!(analysis.claims.len()));
            }
            out.extend(sections::records(&resolved, wants));
            print(&format!("{:#}\n", serde_json::Value::Object(out)))?;
        }
        AnalysisFormat::Human => {
            let mut parts = vec![];
            if wants(Section::Shared) {
                parts.push(format!("{} pairs share wording\n", analysis.shared.len()));
            }
            parts.extend(sections::for_people(&resolved, wants));
            print(&printable(&parts.join("\n")))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
