//! Static files that get in the way of files that are generated, or of each other: [`conflicts`].
//!
//! Names count as one when they differ only in case or in how their accents are encoded: many disks and hosts take them for one.

use std::collections::{BTreeMap, BTreeSet};

use super::cards;
use super::features::has_cards;
use super::languages::folder;
use super::output_file::{Content, OutputFile};
use crate::base::files::FileId;
use crate::build::load::{Bytes, Static};
use crate::build::relate::Site;
use crate::findings::{Code, Diagnostic};
use crate::routes;
use citeback_quote::text::fold::nfc;

/// A file of the site that a static one may collide with.
#[derive(Clone, Copy)]
enum Other<'a> {
    /// With the template that makes it, if no other file is made by that.
    Generated(&'a str, Option<&'static str>),
    Static(&'a str),
}

impl<'a> Other<'a> {
    fn path(self) -> &'a str {
        match self {
            Other::Generated(path, _) | Other::Static(path) => path,
        }
    }
}

/// One finding for each static file of the site that could not be published beside all others, the same whether the site is built or
/// only checked. `files` are all but pictures and the index for search.
pub(super) fn conflicts(site: &Site, files: &[OutputFile<'_>]) -> Vec<Diagnostic> {
    let own: Vec<(&Static, FileId)> =
        site.theme.statics.iter().filter_map(|file| Some((file, on_disk(file)?))).collect();
    // Built-in files give way to others.
    if own.is_empty() {
        return vec![];
    }
    let pictures = if has_cards(site) { cards::paths(site, files) } else { BTreeSet::new() };
    let mut taken: BTreeMap<String, Other<'_>> = BTreeMap::new();
    let own_templates = own_templates(files);
    for file in files.iter().filter(|file| !matches!(file.content, Content::Static(_))) {
        let template = file.as_page().map(|page| page.kind().template);
        let own = template.filter(|template| own_templates.contains(template));
        taken.insert(key(&file.path), Other::Generated(&file.path, own));
    }
    taken.extend(pictures.iter().map(|path| (key(path), Other::Generated(path, None))));
    let folders = folders(taken.values().map(|other| other.path()));
    for file in site.theme.statics.iter().filter(|file| on_disk(file).is_none()) {
        taken.insert(key(&file.path), Other::Static(&file.path));
    }
    let languages: Vec<String> = site.translations.iter().map(|other| key(folder(other))).collect();
    let mut found = vec![];
    let mut reported: Vec<String> = vec![];
    for (file, id) in own {
        let own = key(&file.path);
        let in_the_way = parents(&own).find(|folder| taken.contains_key(*folder)).map(str::to_owned);
        if let Some(folder) = in_the_way {
            // A folder is one mistake, however many files are in it.
            if !reported.contains(&folder) {
                found.push(folder_for_file(file, id, &taken[&folder]));
                reported.push(folder);
            }
        } else if let Some(folder) = languages.iter().find(|folder| own.starts_with(folder.as_str())) {
            if !reported.contains(folder) {
                let message = format!("static/{} is in a folder that holds the brief in another language", file.path);
                found.push(finding(id, message));
                reported.push(folder.clone());
            }
        } else if site.brief.search && own.starts_with(routes::SEARCH) {
            if !reported.iter().any(|folder| folder == routes::SEARCH) {
                found.push(finding(id, format!("static/{} is in a folder that holds the index for search", file.path)));
                reported.push(routes::SEARCH.to_owned());
            }
        } else if let Some(other) = taken.get(&own) {
            found.push(same_name(file, id, other));
        } else if let Some(generated) = folders.get(&own) {
            let message =
                format!("static/{} is a file, but {generated} is generated in a folder of this name", file.path);
            found.push(finding(id, message));
        } else {
            taken.insert(own, Other::Static(&file.path));
        }
    }
    found
}

fn on_disk(file: &Static) -> Option<FileId> {
    match file.bytes {
        Bytes::OnDisk(_, id) => Some(id),
        Bytes::BuiltIn(_) => None,
    }
}

/// What two names have in common that are one to some disks.
fn key(path: &str) -> String {
    nfc(&path.to_lowercase()).into_owned()
}

/// The folders that a path is in, from the outermost.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// The keys of all folders that files are in, each with one of these files.
fn folders<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeMap<String, &'a str> {
    let mut folders = BTreeMap::new();
    for path in paths {
        for folder in parents(path) {
            folders.entry(key(folder)).or_insert(path);
        }
    }
    folders
}

fn same_name(file: &Static, id: FileId, other: &Other<'_>) -> Diagnostic {
    let path = &file.path;
    match other {
        Other::Generated(taken, template) if taken == path => {
            let message = format!("static/{path} has the name of a file that is generated");
            let own = template.map(|name| format!("or write templates/{name}, of which {path} is made"));
            finding(id, message).maybe_hint(own)
        }
        Other::Generated(taken, _) => {
            finding(id, format!("static/{path} differs only in case or accents from {taken}, which is generated"))
        }
        Other::Static(taken) => {
            finding(id, format!("static/{path} differs only in case or accents from static/{taken}"))
        }
    }
}

fn folder_for_file(file: &Static, id: FileId, other: &Other<'_>) -> Diagnostic {
    let what = match other {
        Other::Generated(..) => "a file of this name is generated",
        Other::Static(_) => "there is a static file of this name, too",
    };
    let depth = other.path().matches('/').count();
    let folder = file.path.match_indices('/').nth(depth).map_or(file.path.as_str(), |(at, _)| &file.path[..at]);
    finding(id, format!("static/{folder} is a folder, but {what}"))
}

fn finding(file: FileId, message: String) -> Diagnostic {
    Diagnostic::of_file(Code::OutputConflict, file, message).hint("rename the file or folder in static/")
}

/// The templates that make one file alone, at the root of the site: who wants another file there can write the template.
fn own_templates(files: &[OutputFile<'_>]) -> BTreeSet<&'static str> {
    let mut made: BTreeMap<&'static str, Vec<&str>> = BTreeMap::new();
    for file in files {
        if let Some(page) = file.as_page() {
            made.entry(page.kind().template).or_default().push(&file.path);
        }
    }
    let alone = made.into_iter().filter(|(_, paths)| paths.len() == 1 && !paths[0].contains('/'));
    alone.map(|(template, _)| template).collect()
}
