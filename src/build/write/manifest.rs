//! What a build wrote, remembered for the next one. The ways in are [`read`] and [`write()`].
//!
//! One line a file, so that a manifest cut short by a kill still serves for the lines it has:
//! hash, size, time of change, inode, path.

use crate::base::error::Error;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

const HEADER: &str = "citeback manifest 1";

/// Entries by path; paths are relative, with `/` between folders.
pub type Entries = BTreeMap<String, Entry>;

/// A file of the site: what is in it, and by what it is known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub hash: blake3::Hash,
    pub stamp: Stamp,
}

/// What a file looks like from outside; a file with the same stamp is taken to have the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970.
    modified: i64,
    /// Zero where the system does not tell it.
    inode: u64,
}

impl Stamp {
    /// None for anything but a regular file.
    pub fn of(meta: &Metadata) -> Option<Self> {
        let since_1970 = |time: SystemTime| match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
            Err(before) => -i64::try_from(before.duration().as_nanos()).unwrap_or(i64::MAX),
        };
        let modified = meta.modified().map_or(0, since_1970);
        meta.is_file().then_some(Self { size: meta.len(), modified, inode: inode(meta) })
    }
}

#[cfg(unix)]
fn inode(meta: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn inode(_meta: &Metadata) -> u64 {
    0
}

/// Reads a manifest. One that does not exist is empty, and so is one of another version; lines that make
/// no sense are passed over, since a forgotten file is merely written again.
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

/// A line without its newline; none if it was cut short.
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

/// Writes a manifest, in place of one that is there. Paths must not contain line breaks.
pub fn write(path: &Path, entries: &Entries) -> Result<(), Error> {
    let mut text = String::with_capacity(entries.len() * 150 + 32);
    text.push_str(HEADER);
    text.push('\n');
    for (path, Entry { hash, stamp: Stamp { size, modified, inode } }) in entries {
        let hash = hash.to_hex();
        writeln!(text, "{hash} {size} {modified} {inode} {path}").expect("writing to a string does not fail");
    }
    // A new file each time: through a link that somebody left here another file would be overwritten.
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
    fn reads_what_it_wrote_and_what_is_left_of_it() {
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
