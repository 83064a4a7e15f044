//! Digests of all that a brief is made of: [`DeskPrint`] of what its desk shares, [`Prints`] of a brief.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::disk::{self, Found, Walk};
use crate::base::error::Error;
use crate::build::load::{DeskContent, DeskFolder, SharedSources, read_across};
use crate::model::{Desk, Options};

/// Raised by one whenever the same notes would make other pages, or a record means something else.
const VERSION: &str = "2";
/// The folders that a brief is made of, and those that it shares with the other briefs of the desk.
const OWN: [&str; 4] = ["content", "templates", "static", "locales"];
const SHARED: [&str; 3] = ["templates", "static", "locales"];

/// A digest of what all briefs of a desk are made of, and the digest of each source of the desk.
pub(super) struct DeskPrint {
    shared: blake3::Hash,
    sources: BTreeMap<String, blake3::Hash>,
    /// Of the saved files that the desk's sources were imported from, by size and time: they are large, and no page is made of them.
    captures: blake3::Hash,
    list: Arc<SharedSources>,
    folder: DeskFolder,
    desk: Desk,
}

/// The digests of a brief.
pub(super) struct Prints {
    /// Of all that its pages are made of.
    pub made_of: String,
    /// Of all that its findings depend on.
    pub depends_on: String,
}

impl DeskPrint {
    /// # Errors
    /// If a file cannot be read.
    pub fn of(desk: &DeskContent, options: &Options) -> Result<Self, Error> {
        let folder = &desk.folder;
        let mut shared = blake3::Hasher::new();
        for part in [env!("CARGO_PKG_VERSION"), VERSION] {
            add(&mut shared, part.as_bytes());
        }
        add(&mut shared, format!("{options:?}").as_bytes());
        // Which other briefs there are, and where all is published, changes no page of a brief.
        let values = Desk { briefs: vec![], publish: vec![], ..desk.desk.clone() };
        add(&mut shared, format!("{values:?}").as_bytes());
        for name in SHARED {
            for (path, hash) in hashed(&folder.files(name, true)?.files)? {
                add(&mut shared, path.as_bytes());
                add(&mut shared, hash.as_bytes());
            }
        }
        Ok(DeskPrint {
            shared: shared.finalize(),
            sources: hashed(&folder.files("sources", false)?.files)?.into_iter().collect(),
            captures: captures(folder)?,
            list: Arc::clone(&desk.sources),
            folder: folder.clone(),
            desk: desk.desk.clone(),
        })
    }

    /// The digests of the brief in a folder.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn of_brief(&self, brief: &Path) -> Result<Prints, Error> {
        let mut made_of = blake3::Hasher::new();
        add(&mut made_of, self.shared.as_bytes());
        let mut files = vec![];
        for folder in OWN {
            let listing = disk::walk(brief, Walk { folder, fence: folder, hidden: true })?;
            for (path, why) in listing.passed_over {
                add(&mut made_of, path.as_bytes());
                add(&mut made_of, why.as_bytes());
            }
            files.extend(listing.files);
        }
        let (texts, others): (Vec<Found>, Vec<Found>) = files.into_iter().partition(is_text);
        let texts: Vec<(String, Vec<u8>)> = texts
            .par_iter()
            .map(|found| Ok((found.relative.clone(), fs::read(&found.path).map_err(Error::io("read", &found.path))?)))
            .collect::<Result<_, Error>>()?;
        for (path, bytes) in &texts {
            add(&mut made_of, path.as_bytes());
            add(&mut made_of, bytes);
        }
        for (path, hash) in hashed(&others)? {
            add(&mut made_of, path.as_bytes());
            add(&mut made_of, hash.as_bytes());
        }
        // More may be named here than the brief loads, never less.
        let words: Vec<Cow<'_, str>> =
            texts.iter().flat_map(|(path, bytes)| [path.as_str().into(), String::from_utf8_lossy(bytes)]).collect();
        for found in self.list.named_in(words.iter().map(|text| &**text)) {
            add(&mut made_of, found.relative.as_bytes());
            add(&mut made_of, self.sources.get(&found.relative).map_or(&[], |hash| hash.as_bytes()));
        }
        let across = read_across(&self.folder, &self.desk, words.iter().map(|text| &**text))?;
        for (name, brief) in &across.briefs {
            add(&mut made_of, format!("{name} {:?} {:?}", brief.base_url, brief.claims).as_bytes());
        }
        let mut depends_on = made_of.clone();
        add(&mut depends_on, self.captures.as_bytes());
        let digest = |hasher: blake3::Hasher| hasher.finalize().to_hex().to_string();
        Ok(Prints { made_of: digest(made_of), depends_on: digest(depends_on) })
    }
}

/// Adds a part, set apart from the next.
fn add(hasher: &mut blake3::Hasher, part: &[u8]) {
    hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
}

/// Whether a file may name sources of the desk.
fn is_text(found: &Found) -> bool {
    let ending = found.path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    found.relative.starts_with("content/") && matches!(ending, "md" | "yaml" | "yml")
}

/// The digests of files, which are never in memory as a whole, by their paths.
fn hashed(files: &[Found]) -> Result<Vec<(String, blake3::Hash)>, Error> {
    let hash = |found: &Found| {
        let file = fs::File::open(&found.path).map_err(Error::io("open", &found.path))?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(file).map_err(Error::io("read", &found.path))?;
        Ok((found.relative.clone(), hasher.finalize()))
    };
    files.par_iter().map(hash).collect()
}

fn captures(folder: &DeskFolder) -> Result<blake3::Hash, Error> {
    let mut hasher = blake3::Hasher::new();
    for found in folder.files("captures", false)?.files {
        let meta = fs::metadata(&found.path).map_err(Error::io("inspect", &found.path))?;
        let changed = meta.modified().map_err(Error::io("inspect", &found.path))?;
        add(&mut hasher, found.relative.as_bytes());
        add(&mut hasher, format!("{} {changed:?}", meta.len()).as_bytes());
    }
    Ok(hasher.finalize())
}
