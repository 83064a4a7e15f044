//! What pages are made with: [`Theme`].

use std::path::PathBuf;

use crate::base::files::FileId;

/// Under this name a template that the site replaces can still be extended: `{% extends "default/base.html" %}`.
pub(super) const DEFAULT: &str = "default/";

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
