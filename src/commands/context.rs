//! `citeback context`: the data that the template of a page gets, as JSON.

use std::process::ExitCode;
use std::sync::Arc;

use crate::base::error::Error;
use crate::build::project::Project;
use crate::build::render;
use crate::cli::{self, print};
use crate::findings::{did_you_mean, question};
use crate::model::Options;

pub(crate) fn context(args: cli::Context) -> Result<ExitCode, Error> {
    let options = Options { drafts: args.drafts, ..Options::default() };
    let site = Arc::new(Project::open(&args.site)?.site(&options));
    let page = args.page.trim_start_matches("./").trim_start_matches('/');
    let Some(context) = render::context(&site, page) else {
        let known = render::pages(&site);
        let hint = match did_you_mean(page, known.iter().map(String::as_str)) {
            Some(meant) => question(meant),
            None => "give the page by its path in the built site: index, claims/ID, sources/ID, feed.xml".to_owned(),
        };
        return Err(Error::refused(format!("no page “{page}” is made from a template"), hint));
    };
    print(&format!("{context:#}\n"))?;
    Ok(ExitCode::SUCCESS)
}
