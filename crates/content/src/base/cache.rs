//! Files kept between builds by their content: [`Cache`].
//!
//! The cache may be deleted at any time, so nothing here fails: what cannot be kept is made again.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Length in bytes of the BLAKE3 digest at the head of each entry.
const SEAL: usize = blake3::OUT_LEN;
/// Suffix of an entry that is still being written.
const UNFINISHED: &str = ".part";

/// A folder of entries, safe to share between threads. Keys are digests in lower-case hexadecimal; nothing is stored or found under any
/// other key.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    used: Mutex<HashSet<String>>,
    /// Keeps the temporary file names of threads distinct.
    writes: AtomicU64,
}

impl Cache {
    /// The cache in `folder`, which must hold nothing else. It is created with the first entry.
    pub fn at(folder: PathBuf) -> Self {
        Cache { folder, used: Mutex::default(), writes: AtomicU64::new(0) }
    }

    /// The entry under `key`, which now counts as used. A file that was truncated, changed or written by another program is not an entry.
    pub fn get(&self, key: &str) -> Option<Vec<u8>> {
        if !is_digest(key) {
            return None;
        }
        let mut file = fs::read(self.folder.join(key)).ok()?;
        let (found, bytes) = file.split_at_checked(SEAL)?;
        if found != seal(key, bytes).as_bytes() {
            return None;
        }
        self.used().insert(key.to_owned());
        file.drain(..SEAL);
        Some(file)
    }

    /// Stores `bytes` under `key` atomically: a reader finds the whole entry or none.
    pub fn put(&self, key: &str, bytes: &[u8]) {
        if !is_digest(key) {
            return;
        }
        self.used().insert(key.to_owned());
        let number = self.writes.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.folder.join(format!("{key}.{}-{number}{UNFINISHED}", process::id()));
        let entry = [seal(key, bytes).as_bytes(), bytes].concat();
        let written = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&unfinished, entry))
            .and_then(|()| fs::rename(&unfinished, self.folder.join(key)));
        if written.is_err() {
            let _ = fs::remove_file(&unfinished);
        }
    }

    /// Removes the entries that were neither read nor written since [`Cache::at`], and the leftovers of interrupted runs. Files with other
    /// names stay.
    pub fn sweep(&self) {
        let used = self.used();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let unfinished = name.ends_with(UNFINISHED) && name.split('.').next().is_some_and(is_digest);
            if unfinished || (is_digest(name) && !used.contains(name)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// At worst, a thread that panicked failed to record a key.
    fn used(&self) -> MutexGuard<'_, HashSet<String>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The digest covers the key, so a renamed entry is invalid.
fn seal(key: &str, bytes: &[u8]) -> blake3::Hash {
    blake3::Hasher::new().update(key.as_bytes()).update(bytes).finalize()
}

/// Digests of 128 to 512 bits.
fn is_digest(key: &str) -> bool {
    (32..=128).contains(&key.len()) && key.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::Cache;
    use std::fs;
    use std::thread;

    fn key(text: &str) -> String {
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }

    #[test]
    fn returns_what_was_stored() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().join("deep/cards"));
        assert_eq!(cache.get(&key("a")), None);
        cache.put(&key("a"), b"first");
        cache.put(&key("a"), b"second");
        cache.put(&key("empty"), b"");
        let next = Cache::at(folder.path().join("deep/cards"));
        assert_eq!(next.get(&key("a")).unwrap(), b"second");
        assert_eq!(next.get(&key("empty")).unwrap(), b"");
    }

    #[test]
    fn a_tampered_file_is_not_an_entry() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        let path = folder.path().join(key("a"));
        cache.put(&key("a"), b"some bytes");
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            assert_eq!(cache.get(&key("a")), None, "cut after {length} bytes");
        }
        fs::write(&path, [&whole[..], b"!"].concat()).unwrap();
        assert_eq!(cache.get(&key("a")), None);
        fs::write(folder.path().join(key("b")), &whole).unwrap();
        assert_eq!(cache.get(&key("b")), None);
        cache.put(&key("a"), b"some bytes");
        assert_eq!(cache.get(&key("a")).unwrap(), b"some bytes");
    }

    #[test]
    fn keys_are_digests_only() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().join("cards"));
        for key in ["", "ab", "../../escape", &"G".repeat(64), &"A".repeat(64), &"a".repeat(500)] {
            cache.put(key, b"x");
            assert_eq!(cache.get(key), None);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn sweeping_keeps_used_entries_and_foreign_files() {
        let folder = tempfile::tempdir().unwrap();
        let last = Cache::at(folder.path().to_owned());
        for name in ["got", "put", "unused"] {
            last.put(&key(name), name.as_bytes());
        }
        fs::write(folder.path().join(format!("{}.1-0.part", key("cut off"))), "x").unwrap();
        fs::write(folder.path().join("README"), "x").unwrap();

        let cache = Cache::at(folder.path().to_owned());
        cache.get(&key("got")).unwrap();
        cache.put(&key("put"), b"again");
        cache.sweep();
        let mut left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let mut expected = [key("got"), key("put"), "README".to_owned()];
        expected.sort();
        assert_eq!(left, expected);
    }

    #[test]
    fn a_read_only_folder_does_no_harm() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let cache = Cache::at(file.path().join("cards"));
        cache.put(&key("a"), b"x");
        cache.sweep();
        assert_eq!(cache.get(&key("a")), None);
    }

    #[test]
    fn threads_may_write_the_same_entry() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..50).for_each(|n| cache.put(&key(&n.to_string()), b"the same")));
            }
        });
        assert!((0..50).all(|n| cache.get(&key(&n.to_string())).unwrap() == b"the same"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 50);
    }
}
