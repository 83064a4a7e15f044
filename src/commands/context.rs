//! `citeback context`: the very data that the template of a page gets, as JSON.

use std::process::ExitCode;
use std::sync::Arc;

use crate::base::error::Error;
use crate::build::{load, relate, render, resolve};
use crate::cli::{self, print};
use crate::findings::{Findings, did_you_mean, question};
use crate::model::Options;

pub(crate) fn context(args: cli::Context) -> Result<ExitCode, Error> {
    let options = Options { drafts: args.drafts, ..Options::default() };
    let mut findings = Findings::default();
    let (_, content) = load::load(&args.site, &mut findings)?;
    let Some(content) = content else {
        return Err(Error::refused("content/brief.yaml could not be read", "“citeback check” says why"));
    };
    let resolved = resolve::resolve(content, &options, &mut findings);
    let site = Arc::new(relate::relate(resolved, &options, &mut findings));
    let page = args.page.trim_start_matches("./").trim_start_matches('/');
    let Some(context) = render::context(&site, page) else {
        let known = render::pages(&site);
        let hint = match did_you_mean(page, known.iter().map(String::as_str)) {
            Some(meant) => question(meant),
            None => "name a page by its path in the built site: index, claims/ID, sources/ID, feed.xml".to_owned(),
        };
        return Err(Error::refused(format!("no template makes a page “{page}”"), hint));
    };
    print(&format!("{context:#}\n"))?;
    Ok(ExitCode::SUCCESS)
}
