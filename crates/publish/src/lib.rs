//! Publishing: a finished site is brought to where readers fetch it, so that no reader ever meets a broken link.
//!
//! A [`SiteFolder`](site_folder::SiteFolder) is what is to be published, as a [`Release`](release::Release). A [`Target`]
//! is where; [`open`] makes one from what brief.yaml says. [`Plan`](plan::Plan) compares the two and puts all changes in order.
//!
//! There are two kinds of targets. One that takes single files implements [`Store`](store::Store), and [`Stored`]
//! carries out the plan step by step. One that takes a whole site at once, as git does, implements `Target` itself.
//!
//! This is the only part of the program that uses a network or reads the clock for what it writes, and it does so through a
//! [`Context`].

// The documentation is for people who work on this crate, so it includes private items.
#![allow(rustdoc::private_intra_doc_links)]

mod caching;
pub mod context;
mod folder;
mod git;
pub mod gone;
#[cfg(feature = "network")]
mod http;
mod lease;
mod links;
#[cfg(feature = "network")]
mod netlify;
mod parallel;
mod pause;
pub mod plan;
#[cfg(feature = "network")]
mod public_address;
pub mod published;
pub mod release;
mod rsync;
#[cfg(feature = "network")]
mod s3;
mod sftp;
pub mod site_folder;
mod ssh;
mod store;
mod stored;
pub mod target;

use std::path::Path;

use url::Url;

use citeback_content::base::error::Error;
use citeback_content::model::{Destination, PublishTarget};
use context::Context;
use folder::Folder;
use git::Git;
use rsync::Rsync;
use sftp::Sftp;
use stored::Stored;
use target::{Job, Target};

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
        Destination::S3 { bucket, prefix, endpoint, region } => {
            open_s3((bucket, prefix), endpoint.as_deref(), region.as_deref(), keep)
        }
        Destination::Netlify { site } => open_netlify(site, keep),
        Destination::Rsync { place } => Ok(Box::new(Stored::new(Rsync::open(place), keep))),
        Destination::Sftp { place } => Ok(Box::new(Stored::new(Sftp::open(place), keep))),
    }
}

/// A variable of the environment, if it has a value.
#[cfg(feature = "network")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(feature = "network")]
fn open_s3(
    place: (&str, &str),
    endpoint: Option<&str>,
    region: Option<&str>,
    keep: usize,
) -> Result<Box<dyn Target>, Error> {
    let http = Box::new(http::network::Network::new());
    Ok(Box::new(Stored::new(s3::S3::open(place, endpoint, region, &environment, http)?, keep)))
}

#[cfg(feature = "network")]
fn open_netlify(site: &str, keep: usize) -> Result<Box<dyn Target>, Error> {
    let http = Box::new(http::network::Network::new());
    Ok(Box::new(netlify::Netlify::open(site, keep, &environment, http)?))
}

#[cfg(not(feature = "network"))]
fn open_s3(_: (&str, &str), _: Option<&str>, _: Option<&str>, _: usize) -> Result<Box<dyn Target>, Error> {
    Err(without_network("s3"))
}

#[cfg(not(feature = "network"))]
fn open_netlify(_: &str, _: usize) -> Result<Box<dyn Target>, Error> {
    Err(without_network("netlify"))
}

#[cfg(not(feature = "network"))]
fn without_network(kind: &str) -> Error {
    Error::refused(
        format!("this citeback was compiled without access to a network, so it cannot publish to {kind}"),
        "compile it with its feature “network”, which is on by default",
    )
}

/// Fetches some pages of what was published at `base`, as a reader would, and returns remarks for people.
///
/// # Errors
/// When the run is to stop.
#[cfg(feature = "network")]
pub fn look_at(base: &Url, job: &Job<'_>, target: &dyn Target, context: &Context<'_>) -> Result<Vec<String>, Error> {
    public_address::remarks(&http::network::Network::new(), base, job, &target.private_addresses(), context)
}

/// Without access to a network, nothing can be said.
#[cfg(not(feature = "network"))]
pub fn look_at(_: &Url, _: &Job<'_>, _: &dyn Target, _: &Context<'_>) -> Result<Vec<String>, Error> {
    Ok(vec![])
}
