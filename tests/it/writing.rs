//! Publishing, as seen by a user. src/build/write has unit tests that kill builds at every step.

use std::fs;
use std::time::SystemTime;

use crate::site::Site;

fn site() -> Site {
    Site::new().source("report", "One two three.\n\nFour five six.").claim("a", "report", "One two").claim(
        "b",
        "report",
        "Four five",
    )
}

fn modified(site: &Site, path: &str) -> SystemTime {
    fs::metadata(site.path("public").join(path)).unwrap().modified().unwrap()
}

#[test]
fn a_second_build_writes_only_what_changed() {
    let site = site();
    site.build();
    let (a, b, css) =
        (modified(&site, "claims/a.html"), modified(&site, "claims/b.html"), modified(&site, "citeback.css"));
    assert!(site.build().stderr.contains("(nothing changed)"));
    assert_eq!(modified(&site, "claims/a.html"), a);
    let site = site.claim("b", "report", "five six");
    site.build();
    assert_eq!((modified(&site, "claims/a.html"), modified(&site, "citeback.css")), (a, css));
    assert_ne!(modified(&site, "claims/b.html"), b);
}

#[test]
fn pages_of_removed_notes_are_removed() {
    let site = site();
    site.build();
    fs::remove_file(site.path("content/claims/b.yaml")).unwrap();
    let run = site.build();
    assert!(run.stderr.contains("1 removed"), "{}", run.stderr);
    assert!(!site.path("public/claims/b.html").exists());
}

#[test]
fn a_folder_with_foreign_files_is_never_overwritten() {
    let site = site().file("public/thesis.txt", "ten years of work");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("thesis.txt"), "{}", run.stderr);
    assert_eq!(site.built("thesis.txt"), "ten years of work");
    assert_eq!(site.output().len(), 1);
}

#[test]
fn the_sites_own_folders_are_never_written_to() {
    let site = site();
    for out in [".", "content", "content/public", "templates", "static/x"] {
        let run = site.run(&["build", "--out", out]);
        assert_eq!(run.code, 2, "--out {out}: {}", run.stderr);
    }
    assert_eq!(site.run(&["check"]).code, 0);
}

#[test]
fn no_internal_files_are_published() {
    let site = site();
    site.build();
    assert!(site.output().iter().all(|(path, _)| !path.contains("citeback/") && !path.starts_with('.')));
}

#[cfg(unix)]
#[test]
fn planted_links_beside_the_site_are_not_followed() {
    use std::os::unix::fs::symlink;

    let site = site();
    fs::create_dir_all(site.path("victim/next-1")).unwrap();
    fs::create_dir_all(site.path("victim/aside")).unwrap();
    fs::write(site.path("precious"), "precious").unwrap();
    symlink(site.path("victim"), site.path(".public.citeback")).unwrap();
    assert_eq!(site.run(&["build"]).code, 2);
    assert!(site.path("victim/next-1").exists() && site.path("victim/aside").exists());
    fs::remove_file(site.path(".public.citeback")).unwrap();
    fs::create_dir(site.path(".public.citeback")).unwrap();
    for name in ["manifest.next", "manifest.merged"] {
        symlink(site.path("precious"), site.path(".public.citeback").join(name)).unwrap();
    }
    symlink(site.path("victim"), site.path(".public.citeback/next-7")).unwrap();
    site.run(&["build"]);
    assert_eq!(fs::read_to_string(site.path("precious")).unwrap(), "precious");
    assert!(site.path("victim/next-1").exists());
}

#[cfg(unix)]
#[test]
fn links_out_of_the_static_folder_are_not_published() {
    let site = site().file("static/own.txt", "own").file(".git/config", "secret");
    std::os::unix::fs::symlink(site.path(".git"), site.path("static/git")).unwrap();
    let run = site.build();
    assert!(
        run.stderr.contains("warning[link-outside]: static/git is a symbolic link that leads out"),
        "{}",
        run.stderr
    );
    assert!(site.path("public/own.txt").exists() && !site.path("public/git").exists());
}
