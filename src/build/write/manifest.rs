//! The record of what a build wrote, for the next one: [`read`] and [`write()`].
//!
//! One line per file: hash, size, modification time, inode, path. A manifest that a kill has truncated is valid for the lines it has.

use crate::base::error::Error;
use crate::base::system;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

const HEADER: &str = "citeback manifest 1";

/// Entries by path; paths are relative, with `/` between folders.
pub type Entries = BTreeMap<String, Entry>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub hash: blake3::Hash,
    pub stamp: Stamp,
}

/// The metadata of a file. A file with the same stamp is assumed to have the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970.
    modified: i64,
    /// Zero on systems without inodes.
    inode: u64,
}

impl Stamp {
    /// `None` for anything but a regular file.
    pub fn of(meta: &Metadata) -> Option<Self> {
        let since_1970 = |time: SystemTime| match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
            Err(before) => -i64::try_from(before.duration().as_nanos()).unwrap_or(i64::MAX),
        };
        let modified = meta.modified().map_or(0, since_1970);
        meta.is_file().then_some(Self { size: meta.len(), modified, inode: system::number(meta) })
    }
}

/// Reads a manifest. A missing one, or one of another version, counts as empty; invalid lines are skipped. A file without an entry is
/// written again.
pub fn read(path: &Path) -> Result<Entries, Error> {
    let bytes = match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Entries::new()),
        read => read.map_err(Error::io("read", path))?,
    };
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').filter_map(complete);
    if lines.next() != Some(HEADER) {
        return Ok(Entries::new());
    }
    Ok(lines.filter_map(entry).collect())
}

/// A line without its newline; `None` if it was truncated.
fn complete(line: &[u8]) -> Option<&str> {
    std::str::from_utf8(line.strip_suffix(b"\n")?).ok()
}

fn entry(line: &str) -> Option<(String, Entry)> {
    let mut fields = line.splitn(5, ' ');
    let hash = blake3::Hash::from_hex(fields.next()?).ok()?;
    let stamp = Stamp {
        size: fields.next()?.parse().ok()?,
        modified: fields.next()?.parse().ok()?,
        inode: fields.next()?.parse().ok()?,
    };
    Some((fields.next()?.to_owned(), Entry { hash, stamp }))
}

/// Writes a manifest, replacing an existing one. Paths must not contain line breaks.
pub fn write(path: &Path, entries: &Entries) -> Result<(), Error> {
    let mut text = String::with_capacity(entries.len() * 150 + 32);
    text.push_str(HEADER);
    text.push('\n');
    for (path, Entry { hash, stamp: Stamp { size, modified, inode } }) in entries {
        let hash = hash.to_hex();
        writeln!(text, "{hash} {size} {modified} {inode} {path}").expect("writing to a string does not fail");
    }
    // A new file each time: writing through a planted link would overwrite another file.
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(Error::io("replace", path)(error)),
        _ => {}
    }
    let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(Error::io("write", path))
}

#[cfg(test)]
mod tests {
    use super::{Entries, Entry, Stamp, read, write};
    use std::fs;

    #[test]
    fn reads_back_whole_and_truncated_manifests() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        let stamp = Stamp::of(&fs::metadata(file!()).unwrap()).unwrap();
        let entries: Entries = ["a b.html", "tags/día.html"]
            .map(|name| (name.to_owned(), Entry { hash: blake3::hash(name.as_bytes()), stamp }))
            .into();
        write(&path, &entries).unwrap();
        assert_eq!(read(&path).unwrap(), entries);

        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() - 3]).unwrap();
        assert_eq!(read(&path).unwrap().into_keys().collect::<Vec<_>>(), ["a b.html"]);
        fs::write(&path, b"something else\n").unwrap();
        assert!(read(&path).unwrap().is_empty());
        fs::remove_file(&path).unwrap();
        assert!(read(&path).unwrap().is_empty());
    }
}
