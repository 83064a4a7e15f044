//! Tests of the stage as a whole: each publishes its own small site and inspects the result.

use super::{Staging, WriteSummary};
use crate::base::error::Error;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

struct Site {
    dir: TempDir,
    out: PathBuf,
}

type Pages<'a> = &'a [(&'a str, &'a str)];

const PAGES: Pages = &[("index.html", "brief"), ("claims/a.html", "a"), ("claims/b.html", "b")];

impl Site {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("content")).unwrap();
        let out = dir.path().join("public");
        Self { dir, out }
    }

    fn begin(&self) -> Result<Staging, Error> {
        Staging::begin(&self.out, &[self.dir.path().join("content")])
    }

    fn build(&self, pages: Pages) -> WriteSummary {
        let staging = self.begin().unwrap();
        for (path, text) in pages {
            staging.put(path, text.as_bytes()).unwrap();
        }
        staging.commit().unwrap()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.out.join(path)).unwrap()
    }

    /// Inode and time of a published file.
    fn stamp(&self, path: &str) -> (u64, i64, i64) {
        let meta = fs::metadata(self.out.join(path)).unwrap();
        (meta.ino(), meta.mtime(), meta.mtime_nsec())
    }

    /// The message of the refusal, without the test's folder.
    fn refusal(&self) -> String {
        let error = self.begin().expect_err("refused");
        assert!(matches!(error, Error::Refused { .. }), "{error:?}");
        let dir = self.dir.path().to_str().unwrap();
        error.to_string().replace(&format!("{dir}/"), "").replace(dir, ".")
    }

    /// The entries of the site's folder, including hidden ones, sorted.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.dir.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[test]
fn the_first_build_writes_everything() {
    let mut site = Site::new();
    site.out = site.dir.path().join("new/deep/public");
    let written = site.build(PAGES);
    assert_eq!(written, WriteSummary { files: 3, changed: 3, unchanged: 0, removed: 0, bytes: 7 });
    assert_eq!(site.read("claims/b.html"), "b");
    assert_eq!(fs::read_dir(&site.out).unwrap().count(), 2, "nothing else is published");
}

#[test]
fn an_unchanged_site_is_not_touched() {
    let site = Site::new();
    site.build(PAGES);
    let before = (site.stamp("index.html"), site.stamp("claims/a.html"), site.stamp(""));
    let written = site.build(PAGES);
    assert_eq!(written, WriteSummary { files: 3, changed: 0, unchanged: 3, removed: 0, bytes: 7 });
    assert_eq!((site.stamp("index.html"), site.stamp("claims/a.html"), site.stamp("")), before);
}

#[test]
fn only_what_changed_is_written() {
    let site = Site::new();
    site.build(PAGES);
    let (unchanged, old) = (site.stamp("claims/a.html"), site.stamp("index.html"));
    let written = site.build(&[("index.html", "news"), ("claims/a.html", "a"), ("claims/b.html", "b")]);
    assert_eq!(written, WriteSummary { files: 3, changed: 1, unchanged: 2, removed: 0, bytes: 6 });
    assert_eq!(site.stamp("claims/a.html"), unchanged);
    assert_ne!(site.stamp("index.html"), old);
    assert_eq!(site.read("index.html"), "news");
}

#[test]
fn obsolete_files_are_removed() {
    let site = Site::new();
    site.build(PAGES);
    let written = site.build(&PAGES[..1]);
    assert_eq!(written, WriteSummary { files: 1, changed: 0, unchanged: 1, removed: 2, bytes: 5 });
    assert!(!site.out.join("claims").exists());
    assert_eq!(site.build(PAGES).changed, 2);
}

#[test]
fn an_edited_file_is_written_again() {
    let site = Site::new();
    site.build(PAGES);
    fs::write(site.out.join("claims/a.html"), "A").unwrap();
    fs::remove_file(site.out.join("claims/b.html")).unwrap();
    let written = site.build(PAGES);
    assert_eq!((written.changed, written.unchanged), (2, 1));
    assert_eq!((site.read("claims/a.html"), site.read("claims/b.html")), ("a".into(), "b".into()));
}

#[test]
fn a_folder_with_foreign_files_is_refused() {
    let site = Site::new();
    fs::create_dir_all(site.out.join("notes")).unwrap();
    for name in ["thesis.odt", "notes/b", "notes/a", "z", ".DS_Store"] {
        fs::write(site.out.join(name), "mine").unwrap();
    }
    assert_eq!(
        site.refusal(),
        "the output folder public has files that citeback did not make: notes/a, notes/b, thesis.odt and 1 more\n  \
         Choose another --out, or empty the folder first: publishing replaces the whole of it."
    );
    assert_eq!(site.read("thesis.odt"), "mine");
    assert_eq!(site.names(), ["content", "public"], "a refusal leaves nothing behind");
}

#[test]
fn a_foreign_file_among_published_ones_is_refused_too() {
    let site = Site::new();
    site.build(PAGES);
    fs::write(site.out.join("claims/mine.txt"), "mine").unwrap();
    assert!(site.refusal().contains("did not make: claims/mine.txt\n"));
    assert_eq!(site.read("claims/mine.txt"), "mine");
}

#[test]
fn an_empty_folder_is_accepted_and_keeps_its_permissions() {
    let site = Site::new();
    fs::create_dir(&site.out).unwrap();
    fs::write(site.out.join("Thumbs.db"), "").unwrap();
    fs::set_permissions(&site.out, fs::Permissions::from_mode(0o750)).unwrap();
    site.build(PAGES);
    assert_eq!(fs::metadata(&site.out).unwrap().permissions().mode() & 0o777, 0o750);
}

#[test]
fn the_folders_of_the_site_are_refused() {
    let mut site = Site::new();
    let dir = site.dir.path().to_owned();
    symlink(dir.join("content"), dir.join("link")).unwrap();
    for (out, relation) in [
        ("content", "content is content"),
        ("link", "link is content"),
        ("", " contains content"),
        ("content/../content/new/public", "content/../content/new/public is inside content"),
        ("link/public", "link/public is inside content"),
    ] {
        site.out = dir.join(out);
        let refusal = site.refusal();
        assert!(refusal.contains(&format!("{relation}, which the site is built from\n")), "{refusal}");
    }
    assert_eq!(site.names(), ["content", "link"]);
}

#[test]
fn files_and_broken_links_are_refused() {
    let mut site = Site::new();
    fs::write(&site.out, "").unwrap();
    assert!(site.refusal().starts_with("the output folder public is a file"));
    site.out = site.dir.path().join("link");
    symlink("nowhere", &site.out).unwrap();
    assert!(site.refusal().starts_with("link is a broken symbolic link"));
    site.out = site.dir.path().join("link/public");
    assert!(site.refusal().starts_with("link is a broken symbolic link"));
    site.out = site.dir.path().join("missing/../public");
    assert!(site.refusal().contains("goes through a folder that does not exist"));
    site.out = site.dir.path().join("public/inside");
    assert!(matches!(site.begin(), Err(Error::Io { .. })));
}

#[test]
fn a_linked_folder_is_published_at_its_real_path() {
    let mut site = Site::new();
    let real = site.dir.path().join("srv/www");
    fs::create_dir_all(&real).unwrap();
    symlink(&real, &site.out).unwrap();
    site.build(PAGES);
    site.build(&PAGES[..2]);
    assert!(site.out.is_symlink() && real.join("claims/a.html").is_file());
    assert!(site.dir.path().join("srv/.www.citeback/manifest").is_file());
    site.out = real;
    assert_eq!(site.build(&PAGES[..2]).unchanged, 2);
}

#[test]
fn a_build_without_commit_leaves_no_trace() {
    let mut site = Site::new();
    site.out = site.dir.path().join("new/public");
    let staging = site.begin().unwrap();
    staging.put("claims/a.html", b"a").unwrap();
    drop(staging);
    assert_eq!(site.names(), ["content"]);
}

#[test]
fn paths_that_leave_the_site_are_refused() {
    let site = Site::new();
    let staging = site.begin().unwrap();
    for path in ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a/.", "a\\b", "a\nb", "a\0b"] {
        assert!(matches!(staging.put(path, b""), Err(Error::Refused { .. })), "{path:?}");
    }
    staging.put("tags/día claro.html", b"").unwrap();
    staging.commit().unwrap();
    assert!(site.out.join("tags/día claro.html").is_file());
}

#[test]
fn a_path_can_be_put_only_once() {
    let site = Site::new();
    site.build(PAGES);
    let staging = site.begin().unwrap();
    staging.put("index.html", b"brief").unwrap();
    assert!(staging.put("index.html", b"brief").is_err());
}

#[test]
fn nothing_is_published_after_a_failed_put() {
    let site = Site::new();
    site.build(PAGES);
    let staging = site.begin().unwrap();
    staging.put("a", b"file").unwrap();
    let error = staging.put("a/b", b"below a file").unwrap_err();
    assert!(error.to_string().starts_with("cannot create "), "{error}");
    assert!(staging.commit().is_err());
    assert_eq!(site.read("index.html"), "brief");
    assert_eq!(site.build(PAGES).unchanged, 3);
}

#[test]
fn an_edit_during_the_build_is_detected() {
    let site = Site::new();
    site.build(PAGES);
    let staging = site.begin().unwrap();
    staging.put("claims/a.html", b"a").unwrap();
    fs::write(site.out.join("claims/a.html"), "edited").unwrap();
    let error = staging.commit().unwrap_err();
    assert!(error.to_string().contains("was changed while the site was being built"), "{error}");
    assert_eq!(site.read("claims/a.html"), "edited");
}

#[test]
fn concurrent_builds_are_refused() {
    let site = Site::new();
    let running = site.begin().unwrap();
    assert_eq!(
        site.refusal(),
        "another build is writing to public\n  Wait until it has finished, or choose another --out."
    );
    running.put("index.html", b"").unwrap();
    running.commit().unwrap();
    assert_eq!(site.build(PAGES).files, 3);
}

#[test]
fn remains_of_killed_builds_are_cleaned_up() {
    let site = Site::new();
    site.build(PAGES);
    let state = site.dir.path().join(".public.citeback");
    fs::create_dir_all(state.join("next-1/claims")).unwrap();
    fs::write(state.join("next-1/claims/x.html"), "").unwrap();
    fs::rename(&site.out, state.join("aside")).unwrap();
    drop(site.begin().unwrap());
    assert_eq!(site.read("claims/b.html"), "b");
    assert!(!state.join("next-1").exists() && !state.join("aside").exists());
    assert_eq!(site.build(PAGES).unchanged, 3);
}

#[test]
fn threads_may_put_concurrently() {
    let site = Site::new();
    let staging = site.begin().unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let staging = &staging;
            scope.spawn(move || {
                for file in 0..100 {
                    staging.put(&format!("{}/{thread}-{file}.html", file % 7), b"x").unwrap();
                }
            });
        }
    });
    assert_eq!(staging.commit().unwrap().files, 400);
}

/// Mounts a file system of 256 KiB on `folder` for its lifetime.
struct TinyDisk<'a>(&'a Path);

impl<'a> TinyDisk<'a> {
    fn mount(folder: &'a Path) -> Option<Self> {
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=256k", "none"]).arg(folder).output();
        mount.is_ok_and(|mount| mount.status.success()).then(|| Self(folder))
    }
}

impl Drop for TinyDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

/// Set for a test that runs in its own namespace, where it may mount.
const IN_NAMESPACE: &str = "CITEBACK_TEST_IN_NAMESPACE";

/// Runs `test` with a tiny disk mounted on the folder `disk` of its site. Only root may mount; for others the test `name` runs again in a
/// user namespace, where they are root. Where neither is allowed, the test is skipped and says so.
fn on_a_tiny_disk(name: &str, test: impl FnOnce(Site, &Path)) {
    let site = Site::new();
    let folder = site.dir.path().join("disk");
    fs::create_dir(&folder).unwrap();
    if let Some(_disk) = TinyDisk::mount(&folder) {
        return test(site, &folder);
    }
    assert!(std::env::var_os(IN_NAMESPACE).is_none(), "root may mount in its own namespace");
    let unshare = || {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount"]);
        command
    };
    if !unshare().arg("true").output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: {name} (mounting a file system is allowed neither here nor in a user namespace)");
        return;
    }
    let again = unshare()
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", name])
        .env(IN_NAMESPACE, "1")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&again.stdout);
    assert!(again.status.success() && printed.contains("1 passed"), "{printed}");
}

#[test]
fn a_full_disk_leaves_the_published_site() {
    on_a_tiny_disk("build::write::tests::a_full_disk_leaves_the_published_site", |mut site, disk| {
        site.out = disk.join("public");
        site.build(PAGES);
        let staging = site.begin().unwrap();
        let failed = (0..20).find_map(|page| staging.put(&format!("{page}.html"), &[b'x'; 30_000]).err());
        let error = failed.unwrap().to_string();
        assert!(error.starts_with("cannot write ") && error.contains("No space left"), "{error}");
        drop(staging);
        assert_eq!(site.read("index.html"), "brief");
        assert_eq!(site.build(PAGES).unchanged, 3);
    });
}

#[test]
fn a_mount_point_is_refused_with_a_hint() {
    on_a_tiny_disk("build::write::tests::a_mount_point_is_refused_with_a_hint", |mut site, disk| {
        site.out = disk.to_owned();
        let staging = site.begin().unwrap();
        staging.put("index.html", b"").unwrap();
        let error = staging.commit().unwrap_err().to_string();
        assert!(error.contains("Is something mounted there?"), "{error}");
    });
}
