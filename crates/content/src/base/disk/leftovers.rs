//! Temporary files of runs that were killed: [`clear`] removes them.
//!
//! Every file is first written under a name such as `.citeback-Ab12Cd.tmp` and stays locked until it is renamed. The system releases the
//! lock when the program ends, however it ends, so a file with such a name that can be locked has no owner. Neither the age of a file nor a
//! process ID would show that: clocks differ between machines, and process IDs are reused.

use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::containment::is_inside;
use crate::base::system;

/// Prefix of temporary file names. The dot hides them from programs that list the folder in the meantime.
pub(super) const PREFIX: &str = ".citeback-";
/// Suffix of temporary file names.
pub(super) const SUFFIX: &str = ".tmp";
/// Number of random letters and digits between the two.
pub(super) const RANDOM: usize = 6;

/// The folders of a site in which citeback writes notes, sources and schemas.
const FOLDERS: [&str; 2] = ["content", ".citeback"];

/// Removes the temporary files that killed runs left in a site. Files that another run is writing stay. So do files that cannot be locked
/// or removed: they are hidden, and the next run tries again.
pub fn clear(site: &Path) {
    for folder in
        FOLDERS.map(|folder| site.join(folder)).iter().filter(|folder| is_inside(folder, site).unwrap_or(false))
    {
        // Symbolic links are not followed, since a leftover is where it was written. Nothing is written in hidden folders such as `.git`.
        let entries = WalkDir::new(folder).into_iter().filter_entry(|entry| {
            entry.depth() == 0 || entry.file_type().is_file() || !entry.file_name().as_encoded_bytes().starts_with(b".")
        });
        let ours = |entry: &DirEntry| entry.file_type().is_file() && is_ours(entry.file_name().to_str());
        for entry in entries.filter_map(Result::ok).filter(ours) {
            let _ = system::remove_unlocked(entry.path());
        }
    }
}

fn is_ours(name: Option<&str>) -> bool {
    let random = name.and_then(|name| name.strip_prefix(PREFIX)).and_then(|rest| rest.strip_suffix(SUFFIX));
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{clear, is_ours};
    use crate::base::disk::{create, new_file};

    #[test]
    fn only_our_own_names_are_recognised() {
        assert!(is_ours(Some(".citeback-aZ09bc.tmp")));
        let others = [
            ".citeback-.tmp",
            ".citeback-notes.yaml.tmp",
            "citeback-aZ09bc.tmp",
            ".citeback-aZ09bc",
            ".citeback-a-09bc.tmp",
        ];
        for name in others {
            assert!(!is_ours(Some(name)), "{name}");
        }
    }

    #[test]
    fn only_abandoned_files_are_removed() {
        let site = tempfile::tempdir().unwrap();
        create(site.path(), "content/claims/a.yaml", b"a").unwrap();
        let at = |name: &str| site.path().join("content/claims").join(name);
        for name in [".citeback-aaaaaa.tmp", ".citeback-mine.tmp", "x.tmp"] {
            fs::write(at(name), "left").unwrap();
        }
        fs::create_dir(at(".citeback-folder.tmp")).unwrap();
        let being_written = new_file(site.path(), "content/claims/b.yaml", b"b").unwrap();
        clear(site.path());
        assert!(!at(".citeback-aaaaaa.tmp").exists());
        assert!(at(".citeback-mine.tmp").exists() && at("x.tmp").exists() && at(".citeback-folder.tmp").is_dir());
        being_written.place().unwrap();
        clear(site.path());
        assert_eq!(fs::read(at("a.yaml")).unwrap(), b"a");
        assert_eq!(fs::read(at("b.yaml")).unwrap(), b"b");
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_not_followed() {
        let (site, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir(site.path().join("content")).unwrap();
        let outside = elsewhere.path().join(".citeback-aaaaaa.tmp");
        fs::write(&outside, "theirs").unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), site.path().join("content/linked")).unwrap();
        std::os::unix::fs::symlink(&outside, site.path().join("content/.citeback-bbbbbb.tmp")).unwrap();
        clear(site.path());
        assert!(outside.exists() && site.path().join("content/.citeback-bbbbbb.tmp").is_symlink());
    }
}
