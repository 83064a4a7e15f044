//! The theme: templates and static files, the built-in ones with those of the site in their place. [`load`] is the one way in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::cache::{Cached, LoadCache};
use super::{report_passed_over, text_files};
use crate::base::disk::{self, Found, Walk};
use crate::base::error::Error;
use crate::base::files::{File, FileId};
use crate::findings::Findings;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// Under this name a template that the site replaces can still be extended: `{% extends "default/base.html" %}`.
const DEFAULT: &str = "default/";

/// What the pages are made with.
#[derive(Debug)]
pub struct Theme {
    /// Sorted by name.
    pub templates: Vec<Template>,
    /// Sorted by path.
    pub statics: Vec<Static>,
}

impl Theme {
    /// Whether the site replaces one of the built-in templates; others of its own are used only by such.
    pub fn has_own_templates(&self) -> bool {
        self.templates.iter().any(|template| template.name.starts_with(DEFAULT))
    }
}

/// A template, under the name by which others include or extend it: its path below templates/.
#[derive(Debug)]
pub struct Template {
    pub name: String,
    pub file: FileId,
}

/// A file that is published as it is.
#[derive(Debug)]
pub struct Static {
    /// Where it is published, relative to the site's root.
    pub path: String,
    pub bytes: Bytes,
}

/// Where the bytes of a static file are: files of the site are read only when they are written.
#[derive(Debug)]
pub enum Bytes {
    BuiltIn(&'static [u8]),
    OnDisk(PathBuf, FileId),
}

/// Gathers the built-in theme and the site's own files over it.
pub(super) fn load(site: &Path, kept: &mut LoadCache, findings: &mut Findings) -> Result<Arc<Theme>, Error> {
    if kept.theme.is_none() {
        let mut found = Findings::default();
        let value = Arc::new(gather(site, kept, &mut found)?);
        kept.theme = Some(Cached { value, findings: found.into_all() });
    }
    Ok(kept.theme.as_ref().expect("it was just loaded").again(findings))
}

fn gather(site: &Path, kept: &mut LoadCache, findings: &mut Findings) -> Result<Theme, Error> {
    let mut templates: BTreeMap<String, FileId> = BTreeMap::new();
    for file in built_in(&TEMPLATES) {
        let (Some(name), Some(text)) = (name(file), file.contents_utf8()) else {
            continue;
        };
        let path = format!("templates/{name} (built in)");
        let id = Arc::make_mut(&mut kept.files).add(File::new(path, text));
        templates.insert(name, id);
    }
    let own = below(site, "templates", kept, findings)?;
    for id in text_files::read(&own, text_files::SOURCE_LIMIT, kept, findings)? {
        let name = kept.files.path(id).trim_start_matches("templates/").to_owned();
        if let Some(built_in) = templates.insert(name.clone(), id) {
            templates.insert(format!("{DEFAULT}{name}"), built_in);
        }
    }
    let mut statics: BTreeMap<String, Bytes> = BTreeMap::new();
    for file in built_in(&STATIC) {
        statics.extend(name(file).map(|name| (name, Bytes::BuiltIn(file.contents()))));
    }
    for found in below(site, "static", kept, findings)? {
        let name = found.relative.trim_start_matches("static/").to_owned();
        let file = Arc::make_mut(&mut kept.files).add_empty(&found.relative);
        statics.insert(name, Bytes::OnDisk(found.path, file));
    }
    Ok(Theme {
        templates: templates.into_iter().map(|(name, file)| Template { name, file }).collect(),
        statics: statics.into_iter().map(|(path, bytes)| Static { path, bytes }).collect(),
    })
}

/// The site's own files in one of the theme's folders.
fn below(
    site: &Path,
    folder: &'static str,
    kept: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Vec<Found>, Error> {
    let hidden = folder == "static";
    let mut listing = disk::walk(site, Walk { folder, fence: folder, hidden })?;
    report_passed_over(std::mem::take(&mut listing.passed_over), Arc::make_mut(&mut kept.files), findings);
    // What file managers leave behind belongs to no site.
    listing.files.retain(|found| !found.relative.ends_with("/.DS_Store") && !found.relative.ends_with("/Thumbs.db"));
    Ok(listing.files)
}

fn built_in<'d>(dir: &'d Dir<'d>) -> Vec<&'d include_dir::File<'d>> {
    let mut files: Vec<_> = dir.files().collect();
    files.extend(dir.dirs().flat_map(built_in));
    files
}

fn name(file: &include_dir::File<'_>) -> Option<String> {
    file.path().to_str().map(|path| path.replace('\\', "/"))
}
