//! What is published at one time: [`Release`], the list of files, named by its hash; and [`Current`], which release is live.
//!
//! Both are kept at the target as JSON. docs/publishing/formats.md describes them as a stable interface.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use citeback_content::base::error::Error;

/// The version of the two formats.
const FORMAT: u32 = 1;

/// How many digits of a hash are shown to people.
const SHOWN: usize = 12;

/// SHA-256 (FIPS 180-4), written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Sha256([u8; 32]);

impl Sha256 {
    pub fn of(bytes: &[u8]) -> Self {
        Sha256(sha2::Sha256::digest(bytes).into())
    }

    /// The first digits, for people.
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(SHOWN);
        text
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

impl From<Sha256> for String {
    fn from(hash: Sha256) -> String {
        hash.to_string()
    }
}

impl TryFrom<String> for Sha256 {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.as_bytes();
        let value = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let mut hash = [0; 32];
        let bytes = digits.chunks_exact(2).map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?));
        let bytes: Option<Vec<u8>> = bytes.collect();
        match bytes.filter(|bytes| bytes.len() == 32 && digits.len() == 64) {
            Some(bytes) => hash.copy_from_slice(&bytes),
            None => return Err(format!("“{text}” is not a SHA-256 checksum")),
        }
        Ok(Sha256(hash))
    }
}

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub sha256: Sha256,
    /// In bytes.
    pub size: u64,
    /// The value of the header `Content-Type`.
    #[serde(rename = "type")]
    pub content_type: String,
    /// The value of the header `Cache-Control`.
    pub cache: String,
}

/// The files of a site as published at one time, by path. Paths are relative, with `/` between folders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Release {
    pub files: BTreeMap<String, Entry>,
}

#[derive(Serialize, Deserialize)]
struct ReleaseFile {
    format: u32,
    name: Sha256,
    files: Vec<FileLine>,
}

#[derive(Serialize, Deserialize)]
struct FileLine {
    path: String,
    #[serde(flatten)]
    entry: Entry,
}

impl Release {
    /// The SHA-256 of the list: for each file, in the order of paths (as bytes), the line
    /// `SHA-256 SIZE TAB TYPE TAB CACHE TAB PATH`, ended by a newline.
    pub fn name(&self) -> Sha256 {
        let mut list = String::new();
        for (path, Entry { sha256, size, content_type, cache }) in &self.files {
            // Writing to a String cannot fail.
            let _ = writeln!(list, "{sha256} {size}\t{content_type}\t{cache}\t{path}");
        }
        Sha256::of(list.as_bytes())
    }

    /// The file `.citeback/releases/NAME.json`: a line for each file.
    pub fn to_json(&self) -> String {
        let lines = self.files.iter().map(|(path, entry)| {
            let line = FileLine { path: path.clone(), entry: entry.clone() };
            serde_json::to_string(&line).expect("texts and numbers can be written as JSON")
        });
        let lines: Vec<String> = lines.collect();
        format!("{{\"format\":{FORMAT},\"name\":\"{}\",\"files\":[\n{}\n]}}\n", self.name(), lines.join(",\n"))
    }

    /// Reads what [`to_json`](Self::to_json) wrote. What a target returns is not trusted: every path must be inside the site, and the
    /// name must be the hash of the list.
    ///
    /// # Errors
    /// When it is something else.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        let unreadable = |reason: String| Error::refused(format!("the list of a release cannot be read: {reason}"), "");
        let file: ReleaseFile = serde_json::from_slice(bytes).map_err(|error| unreadable(error.to_string()))?;
        check_format(file.format)?;
        let count = file.files.len();
        if let Some(line) = file.files.iter().find(|line| !is_publishable(&line.path)) {
            return Err(unreadable(format!("{:?} is not a path in a site", line.path)));
        }
        let release = Release { files: file.files.into_iter().map(|line| (line.path, line.entry)).collect() };
        if release.files.len() != count || release.name() != file.name {
            return Err(unreadable("its name is not the hash of its files".to_owned()));
        }
        Ok(release)
    }
}

/// Whether a path may be published: inside the site, without characters that break an address, and not among what `publish` keeps.
pub fn is_publishable(path: &str) -> bool {
    let named = path.split('/').all(|name| !matches!(name, "" | "." | ".."));
    named && !path.contains(|c: char| c == '\\' || c.is_control()) && path.split('/').next() != Some(PRIVATE)
}

/// The folder of what `publish` keeps at a target. Nothing in it is for readers.
pub const PRIVATE: &str = ".citeback";

/// Which release is live: the file `.citeback/current.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Current {
    format: u32,
    pub live: Sha256,
    /// The release that was live before.
    pub before: Option<Sha256>,
    /// When the live one was published (RFC 3339, UTC).
    pub published: String,
    /// The releases that can be published again, newest first, the live one included.
    pub history: Vec<Publication>,
    /// Files that were withdrawn with `--purge`: they are never kept again.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub purged: BTreeSet<Sha256>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    pub release: Sha256,
    /// RFC 3339, UTC.
    pub published: String,
}

impl Current {
    /// The state after publishing `live` at the time `published`; of what was published before, `keep` releases are kept.
    pub fn after(before: Option<&Current>, live: Sha256, published: String, keep: usize) -> Self {
        let mut history = vec![Publication { release: live, published: published.clone() }];
        let earlier = before.into_iter().flat_map(|before| &before.history);
        history.extend(earlier.filter(|publication| publication.release != live).take(keep).cloned());
        Current {
            format: FORMAT,
            live,
            before: before.and_then(|before| if before.live == live { before.before } else { Some(before.live) }),
            published,
            history,
            purged: before.map(|before| before.purged.clone()).unwrap_or_default(),
        }
    }

    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("texts and numbers can be written as JSON");
        text.push('\n');
        text
    }

    /// # Errors
    /// When this is not what [`to_json`](Self::to_json) wrote.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        let current: Current = serde_json::from_slice(bytes)
            .map_err(|error| Error::refused(format!("current.json at the target cannot be read: {error}"), ""))?;
        check_format(current.format)?;
        Ok(current)
    }

    /// The release of the history whose name begins with `text`.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn find(&self, text: &str) -> Result<Sha256, Error> {
        let text = text.to_lowercase();
        let mut found =
            self.history.iter().filter(|kept| !text.is_empty() && kept.release.to_string().starts_with(&text));
        match (found.next(), found.next()) {
            (Some(only), None) => Ok(only.release),
            (None, _) => Err(Error::refused(
                format!("no release that is kept begins with “{text}”"),
                "“citeback publish --history” lists them",
            )),
            (Some(_), Some(_)) => {
                Err(Error::refused(format!("several releases begin with “{text}”"), "write more digits of its name"))
            }
        }
    }
}

fn check_format(format: u32) -> Result<(), Error> {
    if format == FORMAT {
        return Ok(());
    }
    Err(Error::refused(
        format!("what is kept at the target has format {format}, which this version of citeback does not know"),
        "publish with the version that you used last time, or a later one",
    ))
}

#[cfg(test)]
mod tests {
    use super::{Current, Entry, Release, Sha256, is_publishable};

    fn release(files: &[(&str, &str)]) -> Release {
        let entry = |text: &str| Entry {
            sha256: Sha256::of(text.as_bytes()),
            size: text.len() as u64,
            content_type: "text/html".into(),
            cache: "no-cache".into(),
        };
        Release { files: files.iter().map(|(path, text)| ((*path).to_owned(), entry(text))).collect() }
    }

    #[test]
    fn a_release_is_read_as_it_was_written() {
        let written = release(&[("index.html", "a"), ("tags/ä “b”.html", "b")]);
        assert_eq!(Release::from_json(written.to_json().as_bytes()).unwrap(), written);
        assert_ne!(written.name(), release(&[("index.html", "a")]).name());
    }

    #[test]
    fn a_list_that_was_tampered_with_is_refused() {
        let json = release(&[("index.html", "a")]).to_json();
        assert!(Release::from_json(json.replace("\"size\":1", "\"size\":2").as_bytes()).is_err());
        for path in ["../index.html", "/etc/passwd", "a//b", "a\\b", ".citeback/lock.json", "a\nb", ""] {
            assert!(!is_publishable(path), "{path}");
            let outside = release(&[(path, "a")]).to_json();
            assert!(Release::from_json(outside.as_bytes()).is_err(), "{path}");
        }
    }

    #[test]
    fn the_history_has_each_release_once_and_only_so_many() {
        let [a, b, c] = ["a", "b", "c"].map(|text| Sha256::of(text.as_bytes()));
        let mut current = None;
        for release in [a, b, c, a] {
            current = Some(Current::after(current.as_ref(), release, "2030-01-01T00:00:00Z".into(), 1));
        }
        let current = current.unwrap();
        assert_eq!((current.live, current.before), (a, Some(c)));
        assert_eq!(current.history.iter().map(|kept| kept.release).collect::<Vec<_>>(), [a, c]);
        assert_eq!(Current::from_json(current.to_json().as_bytes()).unwrap(), current);
        assert_eq!(current.find(&a.short()).unwrap(), a);
        assert!(current.find("").is_err() && current.find(&b.short()).is_err());
    }
}
