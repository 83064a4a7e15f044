//! Files that are published as they are: those of the theme with those of the site in their place, unless only notes under embargo name
//! them. [`files`] lists them.

use std::borrow::Cow;
use std::fs;

use super::output_file::OutputFile;
use super::stylesheet::{embed_stylesheet, stylesheet};
use crate::base::error::Error;
use crate::build::load::{Bytes, Static, is_card};
use crate::build::relate::Site;
use crate::routes;

/// The static files. To the theme's stylesheet is added what brief.yaml changes of it.
pub(super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let published = |i: &usize| is_published(site, &site.theme.statics[*i].path);
    (0..site.theme.statics.len()).filter(published).map(|i| file(site, i)).collect()
}

/// The static file at a path.
pub(super) fn at(site: &Site, path: &str) -> Option<OutputFile<'static>> {
    let i = site.theme.statics.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
    is_published(site, path).then(|| file(site, i))
}

/// Whether a static file is published.
pub(super) fn is_published(site: &Site, path: &str) -> bool {
    let is_used = match path {
        routes::EMBED_STYLESHEET => site.brief.embeds,
        routes::COMPARE_STYLESHEET => !site.comparisons.is_empty(),
        // That of a draft, or of another brief of the desk, would show what is not published.
        _ if site.brief.cards && is_card(path) => is_used_card(site, path),
        _ => true,
    };
    is_used && !site.held_files.contains(path)
}

/// Whether the newsroom's own picture for link previews is that of a page.
fn is_used_card(site: &Site, path: &str) -> bool {
    path == routes::BRIEF_CARD || site.claims.iter().any(|claim| routes::card(&claim.id) == path)
}

fn file(site: &Site, i: usize) -> OutputFile<'static> {
    OutputFile::of_static(&site.theme.statics[i].path, move |shared| bytes(&shared.site, i))
}

/// What is published of a static file, by its position.
///
/// # Errors
/// When it cannot be read.
pub(super) fn bytes(site: &Site, i: usize) -> Result<Cow<'static, [u8]>, Error> {
    let file = &site.theme.statics[i];
    let bytes = read(file)?;
    Ok(match file.path.as_str() {
        routes::STYLESHEET => stylesheet(&String::from_utf8_lossy(&bytes), &site.brief).into(),
        routes::EMBED_STYLESHEET => embed_stylesheet(&bytes, &site.brief).into(),
        _ => bytes,
    })
}

fn read(file: &Static) -> Result<Cow<'static, [u8]>, Error> {
    Ok(match &file.bytes {
        Bytes::BuiltIn(bytes) => Cow::Borrowed(*bytes),
        Bytes::OnDisk(path, _) => fs::read(path).map_err(Error::io("read", path))?.into(),
    })
}
