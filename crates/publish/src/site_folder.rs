//! What is to be published: the files of a folder, which a build has made. Entry point: [`SiteFolder::read`].

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use url::Url;
use walkdir::WalkDir;

use super::caching::cache_rule;
use super::links::links;
use super::release::{Entry, Release, Sha256, is_publishable};
use super::target::Contents;
use citeback_content::base::error::Error;
use citeback_content::base::media_type::media_type;
use citeback_content::base::output::SYSTEM_FILES;
use citeback_content::routes::REDIRECTS;

/// A finished site on this disk.
#[derive(Debug)]
pub struct SiteFolder {
    root: PathBuf,
    pub release: Release,
    /// Files that are not in the folder.
    added: BTreeMap<&'static str, Vec<u8>>,
}

impl SiteFolder {
    /// Reads and hashes all files of a folder.
    ///
    /// # Errors
    /// When it cannot be read, has no front page, or has a file that cannot be published, such as a symbolic link.
    pub fn read(root: &Path) -> Result<Self, Error> {
        let mut paths = vec![];
        for entry in WalkDir::new(root) {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(root).to_owned();
                Error::io("read", path)(error.into())
            })?;
            if entry.file_type().is_dir() || SYSTEM_FILES.iter().any(|name| entry.file_name() == *name) {
                continue;
            }
            let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let parts: Option<Vec<&str>> = relative.iter().map(|part| part.to_str()).collect();
            match parts.map(|parts| parts.join("/")).filter(|path| entry.file_type().is_file() && is_publishable(path))
            {
                Some(path) => paths.push(path),
                None => {
                    return Err(Error::refused(
                        format!("{} cannot be published", entry.path().display()),
                        "only files with plain names can be, and no symbolic links",
                    ));
                }
            }
        }
        let files = paths.into_par_iter().map(|path| {
            let bytes = read(&root.join(&path))?;
            let entry = entry(&path, &bytes);
            Ok((path, entry))
        });
        let release = Release { files: files.collect::<Result<_, Error>>()? };
        if !release.files.contains_key("index.html") {
            return Err(Error::refused(
                format!("{} has no index.html, so it is not a finished site", root.display()),
                "name the folder that “citeback build” has written",
            ));
        }
        Ok(SiteFolder { root: root.to_owned(), release, added: BTreeMap::new() })
    }

    /// Adds a file that the target needs.
    ///
    /// # Errors
    /// When the folder has another file at this path.
    pub fn add(&mut self, path: &'static str, bytes: Vec<u8>) -> Result<(), Error> {
        let entry = entry(path, &bytes);
        if let Some(own) = self.release.files.get(path) {
            let same = own.sha256 == entry.sha256 || read(&self.root.join(path))?.trim_ascii() == bytes.trim_ascii();
            return if same {
                Ok(())
            } else {
                Err(Error::refused(
                    format!("the site has a file {path} that says something else than brief.yaml"),
                    format!(
                        "remove it from the folder static/, or correct brief.yaml; it would be: {}",
                        String::from_utf8_lossy(&bytes).trim()
                    ),
                ))
            };
        }
        self.release.files.insert(path.to_owned(), entry);
        self.added.insert(path, bytes);
        Ok(())
    }
}

/// A file as it is published.
pub fn entry(path: &str, bytes: &[u8]) -> Entry {
    let sha256 = Sha256::of(bytes);
    Entry {
        sha256,
        size: bytes.len() as u64,
        content_type: media_type(path).unwrap_or("application/octet-stream").to_owned(),
        cache: cache_rule(path, sha256).to_owned(),
    }
}

impl Contents for SiteFolder {
    fn read(&self, path: &str, entry: &Entry) -> Result<Vec<u8>, Error> {
        if let Some(bytes) = self.added.get(path) {
            return Ok(bytes.clone());
        }
        let at = self.root.join(path);
        let bytes = read(&at)?;
        if Sha256::of(&bytes) == entry.sha256 {
            return Ok(bytes);
        }
        Err(Error::refused(
            format!("{} was changed while it was being published", at.display()),
            "run the command again",
        ))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(Error::io("read", path))
}

/// Whether the page at `path` only leads to another one.
pub fn is_redirect(contents: &dyn Contents, release: &Release, path: &str) -> bool {
    // Sites without old addresses need not be read.
    let entry = release.files.get(path).filter(|_| release.files.contains_key(REDIRECTS));
    let bytes = entry.and_then(|entry| contents.read(path, entry).ok());
    bytes.is_some_and(|bytes| leads_on(&bytes))
}

/// Whether browsers go on from this page by themselves. Words that look like this are escaped in pages.
pub fn leads_on(page: &[u8]) -> bool {
    memchr::memmem::find(page, b"<meta http-equiv=\"refresh\"").is_some()
}

/// The links of the page at `path`, as paths in the site. A page that cannot be read here fails when it is written.
pub fn links_of(contents: &dyn Contents, release: &Release, path: &str, base: &Url) -> Vec<String> {
    let bytes = release.files.get(path).and_then(|entry| contents.read(path, entry).ok());
    bytes.map(|bytes| links(path, &String::from_utf8_lossy(&bytes), base)).unwrap_or_default()
}
