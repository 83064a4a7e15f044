//! The sources that a site has: [`KnownSources`] finds the one with an address, an original or a title.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::base::disk::{self, Walk};
use crate::base::error::Error;
use crate::capture::canonical_address;
use crate::model::Id;
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml;

/// What an import needs to know of a source.
#[derive(Debug, Default)]
pub(super) struct KnownSource {
    /// Of its file, relative to the site; of one imported in the same run, of the file that it was made from.
    pub path: String,
    pub title: Option<String>,
    /// Its address, as [`canonical_address`] returns it.
    pub address: Option<String>,
    pub captured: Option<String>,
    pub version_of: Option<String>,
    /// The checksum of the file that it was imported from.
    pub original: Option<String>,
    /// Where that is kept, relative to content/.
    pub kept: Option<String>,
}

/// The sources of a site, by id.
#[derive(Debug)]
pub(super) struct KnownSources(BTreeMap<String, KnownSource>);

/// The fields that are read; others are of no interest here.
#[derive(Default, Deserialize)]
struct Fields {
    title: Option<String>,
    url: Option<String>,
    captured: Option<String>,
    version_of: Option<String>,
    capture: Option<CaptureFields>,
}

#[derive(Default, Deserialize)]
struct CaptureFields {
    file: Option<String>,
    sha256: Option<String>,
}

impl KnownSources {
    /// Reads the front matter of all sources. What cannot be read has at least its id.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn read(site: &Path) -> Result<Self, Error> {
        let listing = disk::walk(site, Walk { folder: "content/sources", fence: "content", hidden: false })?;
        let mut sources = BTreeMap::new();
        for file in listing.files {
            let Some(id) = file.path.file_stem().and_then(|stem| stem.to_str()) else { continue };
            let fields = fs::read_to_string(&file.path).ok().and_then(|text| fields(&text)).unwrap_or_default();
            let capture = fields.capture.unwrap_or_default();
            let source = KnownSource {
                path: file.relative.clone(),
                title: fields.title,
                address: fields.url.as_deref().and_then(canonical_address),
                captured: fields.captured,
                version_of: fields.version_of,
                original: capture.sha256,
                kept: capture.file,
            };
            sources.insert(id.to_owned(), source);
        }
        Ok(KnownSources(sources))
    }

    pub fn get(&self, id: &Id) -> Option<&KnownSource> {
        self.0.get(id.as_str())
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn add(&mut self, id: &Id, source: KnownSource) {
        self.0.insert(id.to_string(), source);
    }

    /// The source that was captured first from an address.
    pub fn of_address(&self, url: &str) -> Option<&str> {
        let address = canonical_address(url)?;
        let mut found = self.0.iter().filter(|(_, known)| known.address.as_ref() == Some(&address));
        let first = found.clone().find(|(_, known)| known.version_of.is_none());
        first.or_else(|| found.next()).map(|(id, known)| known.version_of.as_deref().unwrap_or(id))
    }

    /// The file of the source that was imported from an original with this checksum.
    pub fn of_original(&self, sha256: &str) -> Option<&str> {
        let same = |known: &&KnownSource| known.original.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(sha256));
        self.0.values().find(same).map(|known| known.path.as_str())
    }

    /// A source and all its versions: ids with paths.
    pub fn versions<'s>(&'s self, base: &'s Id) -> impl Iterator<Item = (&'s str, &'s KnownSource)> {
        let is_one = move |(id, known): &(&String, &KnownSource)| {
            *id == base.as_str() || known.version_of.as_deref() == Some(base.as_str())
        };
        self.0.iter().filter(is_one).map(|(id, known)| (id.as_str(), known))
    }
}

fn fields(text: &str) -> Option<Fields> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (yaml, _) = split_front_matter(text)?;
    yaml::parse::<Fields>(&text[yaml]).value
}
