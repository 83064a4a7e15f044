//! Templates and static files: [`Theme`].

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::base::files::FileId;

/// Prefix under which a built-in template can be extended even if the site replaces it: `{% extends "default/base.html" %}`.
pub(super) const DEFAULT: &str = "default/";

/// Prefix under which a template of the desk can be extended even if the brief replaces it.
pub(super) const OF_DESK: &str = "desk/";

/// The templates and static files of a site.
#[derive(Debug)]
pub struct Theme {
    /// Sorted by name.
    pub templates: Vec<Template>,
    /// Sorted by path.
    pub statics: Vec<Static>,
    /// Width and height of the newsroom's own pictures for link previews, in pixels, by their paths.
    pub cards: BTreeMap<String, (usize, usize)>,
}

impl Theme {
    /// Whether the site replaces a built-in template; any other templates are used only by such replacements.
    pub fn has_own_templates(&self) -> bool {
        self.templates.iter().any(|template| template.name.starts_with(DEFAULT))
    }

    /// Whether the site has files in templates/, whether or not they replace any.
    pub fn has_own_files(&self) -> bool {
        self.templates.iter().any(|template| template.is_own)
    }

    /// The names of the built-in templates.
    pub fn built_in_names(&self) -> impl Iterator<Item = &str> {
        let names = self.templates.iter().filter(|template| !template.is_own);
        names.map(|template| template.name.strip_prefix(DEFAULT).unwrap_or(&template.name))
    }

    /// The names of the templates that pages and other files are made with; all others are parts of them.
    pub fn page_templates(&self) -> impl Iterator<Item = &str> {
        self.built_in_names().filter(|name| !name.contains('/') && *name != "base.html")
    }
}

/// A template, by the name under which others include or extend it: its path below templates/.
#[derive(Debug)]
pub struct Template {
    pub name: String,
    pub file: FileId,
    /// Whether it is the site's own, or that of its desk.
    pub is_own: bool,
}

/// A file that is published unchanged.
#[derive(Debug)]
pub struct Static {
    /// The path of the published file, relative to the site's root.
    pub path: String,
    pub bytes: Bytes,
}

/// The contents of a static file: files of the site are read only when they are written.
#[derive(Debug)]
pub enum Bytes {
    BuiltIn(&'static [u8]),
    OnDisk(PathBuf, FileId),
}
