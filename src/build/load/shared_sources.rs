//! The sources that all briefs of a desk may cite: [`SharedSources`]. A brief loads those that its notes name, not all.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use rayon::prelude::*;

use crate::base::disk::{self, Found, Listing, Walk};
use crate::base::error::Error;
use crate::notes::front_matter::split_front_matter;

/// The folder of the sources, relative to the desk.
const FOLDER: &str = "sources";
/// Of a longer file nothing is read; that is reported where it is cited.
const LIMIT: u64 = 8 << 20;

/// The sources of a desk: which there are, and which name which.
#[derive(Debug, Default)]
pub struct SharedSources {
    /// By the name of the file, which is the id if it can be one.
    found: BTreeMap<String, Found>,
    /// The sources of this folder that a source names at its head: as its origin, or as the one that it is a version of.
    names: HashMap<String, Vec<String>>,
    /// Its versions.
    versions: HashMap<String, Vec<String>>,
    pub passed_over: Vec<(String, &'static str)>,
    /// The files that are no sources.
    pub others: Vec<String>,
}

impl SharedSources {
    /// Lists the sources of the desk in a folder, and reads what they name.
    ///
    /// # Errors
    /// When a folder or file cannot be read.
    pub fn read(root: &Path) -> Result<Self, Error> {
        let Listing { files, passed_over } = disk::walk(root, Walk { folder: FOLDER, fence: FOLDER, hidden: false })?;
        let mut sources = SharedSources { passed_over, ..SharedSources::default() };
        for found in files {
            if found.path.extension().is_some_and(|extension| extension == "md") {
                let name = found.path.file_stem().unwrap_or_default();
                sources.found.insert(name.to_string_lossy().into_owned(), found);
            } else {
                sources.others.push(found.relative);
            }
        }
        let heads: Vec<(&str, String)> = sources
            .found
            .par_iter()
            .map(|(id, found)| Ok((id.as_str(), head(found)?)))
            .collect::<Result<_, Error>>()?;
        for (id, head) in heads {
            let named = |name: &&str| *name != id && sources.found.contains_key(*name);
            let names: BTreeSet<&str> = words(&head).filter(named).collect();
            for base in head.lines().filter_map(|line| line.strip_prefix("version_of:")).flat_map(words).filter(named) {
                sources.versions.entry(base.to_owned()).or_default().push(id.to_owned());
            }
            if !names.is_empty() {
                sources.names.insert(id.to_owned(), names.into_iter().map(str::to_owned).collect());
            }
        }
        Ok(sources)
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.found.keys().map(String::as_str)
    }

    /// The sources that some texts name, with those that these name and all their versions; sorted by id. Paths are relative to the desk.
    pub fn named_in<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<Found> {
        let mut chosen: BTreeSet<&str> = BTreeSet::new();
        let mut next: Vec<&str> = vec![];
        for text in texts {
            next.extend(words(text).filter_map(|word| Some(self.found.get_key_value(word)?.0.as_str())));
        }
        while let Some(id) = next.pop() {
            if chosen.insert(id) {
                let related = self.names.get(id).into_iter().chain(self.versions.get(id)).flatten();
                next.extend(related.map(String::as_str));
            }
        }
        chosen.into_iter().map(|id| self.found[id].clone()).collect()
    }
}

/// The front matter of a source; empty if it has none that can be read, which is reported where it is cited.
fn head(found: &Found) -> Result<String, Error> {
    let bytes = disk::read(&found.path, LIMIT)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    Ok(split_front_matter(&text).map(|(yaml, _)| text[yaml].to_owned()).unwrap_or_default())
}

/// Everything in a text that could be an id.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::SharedSources;

    #[test]
    fn a_brief_loads_what_it_names_with_its_origin_and_all_versions() {
        let desk = tempfile::tempdir().unwrap();
        let write = |id: &str, head: &str| {
            std::fs::create_dir_all(desk.path().join("sources")).unwrap();
            std::fs::write(desk.path().join(format!("sources/{id}.md")), format!("---\n{head}\n---\nText.\n")).unwrap();
        };
        write("minutes", "title: Minutes");
        write("post", "title: Post\norigin: minutes");
        write("post-later", "title: Post\nversion_of: post");
        write("other", "title: Other");
        let sources = SharedSources::read(desk.path()).unwrap();
        let named = |text: &str| {
            let found = sources.named_in([text]).into_iter();
            found.map(|found| found.relative).collect::<Vec<_>>()
        };
        assert_eq!(named("source: post"), ["sources/minutes.md", "sources/post.md", "sources/post-later.md"]);
        assert_eq!(named("[words](source:other), posted"), ["sources/other.md"]);
        assert!(named("source: postscript").is_empty());
    }
}
