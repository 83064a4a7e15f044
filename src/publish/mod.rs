//! Publishing: a finished site is brought to where readers fetch it, so that no reader ever meets a broken link.
//!
//! A [`SiteFolder`](site_folder::SiteFolder) is what is to be published, as a [`Release`](release::Release). A [`Target`](target::Target)
//! is where; [`open`] makes one from what brief.yaml says. [`Plan`](plan::Plan) compares the two and puts all changes in order.
//!
//! There are two kinds of targets. One that takes single files implements [`Store`](store::Store), and [`Stored`](stored::Stored)
//! carries out the plan step by step. One that takes a whole site at once, as git does, implements `Target` itself.
//!
//! This is the only part of the program that uses a network or reads the clock for what it writes, and it does so through a
//! [`Context`](context::Context).

pub mod context;
mod folder;
mod git;
mod lease;
mod links;
mod media;
pub mod plan;
pub mod release;
pub mod site_folder;
mod store;
mod stored;
pub mod target;

use std::path::Path;

use crate::base::error::Error;
use crate::model::{Destination, PublishTarget};
use folder::Folder;
use git::Git;
use stored::Stored;
use target::Target;

/// The target that brief.yaml describes. `site` is the folder of the brief; nothing is written yet.
///
/// # Errors
/// When the description makes no sense here, or the target could destroy part of the site.
pub fn open(target: &PublishTarget, site: &Path) -> Result<Box<dyn Target>, Error> {
    let keep = target.keep;
    match &target.destination {
        Destination::Folder { path } => Ok(Box::new(Stored::new(Folder::open(path, site)?, keep))),
        Destination::Git { remote, branch, domain } => {
            Ok(Box::new(Git::open(site, remote, branch, domain.clone(), keep)?))
        }
        other => Err(Error::refused(
            format!("this version of citeback cannot publish to {} yet", other.kind()),
            "docs/publishing.md says how to publish there with other tools",
        )),
    }
}
