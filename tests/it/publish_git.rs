//! `citeback publish` to a branch, with repositories on this disk.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::thread;

use tempfile::TempDir;

use crate::site::{BRIEF, Site, files_below};

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=Desk", "-c", "user.email=desk@example.org", "-c", "init.defaultBranch=main"]);
    git.args(arguments).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap()
}

#[track_caller]
fn text(folder: &Path, arguments: &[&str]) -> String {
    let output = git(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A site in a repository, whose remote is a bare one.
struct Desk {
    site: Site,
    remote: TempDir,
}

impl Desk {
    fn new() -> Self {
        let remote = tempfile::tempdir().unwrap();
        text(remote.path(), &["init", "--quiet", "--bare"]);
        Desk { site: desk(&remote), remote }
    }

    /// The files of the published branch.
    fn published(&self) -> Vec<(String, Vec<u8>)> {
        let checkout = tempfile::tempdir().unwrap();
        text(
            self.remote.path(),
            &["worktree", "add", "--quiet", "--force", checkout.path().to_str().unwrap(), "gh-pages"],
        );
        let files = files_below(checkout.path());
        text(self.remote.path(), &["worktree", "remove", "--force", checkout.path().to_str().unwrap()]);
        files.into_iter().filter(|(path, _)| !path.starts_with(".git/") && path != ".git").collect()
    }

    fn commits(&self) -> usize {
        text(self.remote.path(), &["rev-list", "--count", "gh-pages"]).trim().parse().unwrap()
    }

    /// Somebody else commits a file to the published branch.
    fn commit_there(&self, path: &str, content: &str) {
        let clone = tempfile::tempdir().unwrap();
        let remote = self.remote.path().to_str().unwrap();
        text(clone.path(), &["clone", "--quiet", "--branch", "gh-pages", remote, "."]);
        fs::write(clone.path().join(path), content).unwrap();
        text(clone.path(), &["add", path]);
        text(clone.path(), &["commit", "--quiet", "-m", "By hand"]);
        text(clone.path(), &["push", "--quiet"]);
    }
}

/// A copy of the site that belongs to this remote.
fn desk(remote: &TempDir) -> Site {
    let site = Site::new()
        .file("content/brief.yaml", format!("{BRIEF}publish:\n  pages: {{ git: origin, domain: facts.example.org }}\n"))
        .source("report", "The experts met last week. No reply came.")
        .claim("met", "report", "The experts met last week.");
    text(site.root(), &["init", "--quiet"]);
    text(site.root(), &["remote", "add", "origin", remote.path().to_str().unwrap()]);
    site
}

/// What git says of the work tree and the index, but for what a build writes.
fn status(site: &Site) -> String {
    let written = |line: &&str| line.ends_with(".citeback/") || line.ends_with(" public/");
    let lines = text(site.root(), &["status", "--porcelain"]);
    lines.lines().filter(|line| !written(line)).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_branch_holds_the_site_and_nothing_else_is_touched() {
    let desk = Desk::new();
    let site = &desk.site;
    site.write("notes.txt", "staged");
    text(site.root(), &["add", "notes.txt"]);
    let before = status(site);
    let dry = site.publish(&["--dry-run"]);
    assert!(dry.stderr.contains("the branch gh-pages of origin: "), "{}", dry.stderr);
    assert!(text(desk.remote.path(), &["for-each-ref"]).is_empty());
    site.publish(&[]);
    assert_eq!(status(site), before);
    let published = desk.published();
    let file = |path: &str| published.iter().find(|(own, _)| own == path).map(|(_, bytes)| bytes.clone());
    assert_eq!(file(".nojekyll").unwrap(), b"");
    assert_eq!(file("CNAME").unwrap(), b"facts.example.org\n");
    assert!(file(".citeback/release.json").is_some());
    assert!(site.output().iter().all(|(path, bytes)| file(path).as_ref() == Some(bytes)));
    assert_eq!(published.len(), site.output().len() + 3);
    assert_eq!(text(site.root(), &["branch"]), "");
    let again = site.publish(&["--verify", "full"]);
    assert!(again.stderr.contains("is up to date"), "{}", again.stderr);
    assert_eq!(desk.commits(), 1);
}

#[test]
fn earlier_releases_are_in_the_history() {
    let mut desk = Desk::new();
    desk.site.publish(&[]);
    let first = desk.published();
    desk.site = desk.site.claim("reply", "report", "No reply came.");
    desk.site.publish(&[]);
    assert_ne!(desk.published(), first);
    let history = desk.site.publish(&["--history"]).stdout;
    let lines: Vec<&str> = history.lines().collect();
    assert!(lines.len() == 2 && lines[0].ends_with("  live"), "{history}");
    desk.site.publish(&["--rollback", lines[1].split(' ').next().unwrap()]);
    assert_eq!(desk.published(), first);
    assert_eq!(desk.commits(), 3);
    assert!(
        desk.site
            .run(&["publish", "--purge", "claims/reply.html"])
            .stderr
            .contains("cannot be removed from the history")
    );
}

#[test]
fn the_stylesheet_of_the_release_before_stays_on_the_branch() {
    let desk = Desk::new();
    let brief = fs::read_to_string(desk.site.path("content/brief.yaml")).unwrap();
    let styles = || -> Vec<String> {
        let paths = desk.published().into_iter().map(|(path, _)| path);
        paths.filter(|path| path.starts_with("citeback.") && path.ends_with(".css") && path != "citeback.css").collect()
    };
    let publish = |font: &str| {
        desk.site.write("content/brief.yaml", format!("{brief}theme:\n  fonts: {{ labels: {font} }}\n"));
        desk.site.publish(&[]);
        styles()
    };
    let one = publish("One");
    let two = publish("Two");
    assert!(one.len() == 1 && two.len() == 2 && two.contains(&one[0]), "{one:?} {two:?}");
    let three = publish("Three");
    assert!(three.len() == 2 && !three.contains(&one[0]), "{three:?}");
}

#[test]
fn what_others_put_on_the_branch_stays() {
    let mut desk = Desk::new();
    desk.site.publish(&[]);
    desk.commit_there("README", "by hand");
    desk.commit_there("claims.html", "defaced");
    desk.site = desk.site.claim("reply", "report", "No reply came.");
    let run = desk.site.publish(&[]);
    assert!(run.stderr.contains("left alone, not from citeback: README"), "{}", run.stderr);
    let published = desk.published();
    assert!(published.contains(&("README".to_owned(), b"by hand".to_vec())));
    assert!(desk.site.output().iter().all(|file| published.contains(file)));
}

#[test]
fn a_branch_of_another_domain_is_not_taken_over() {
    let desk = Desk::new();
    desk.site.publish(&[]);
    desk.commit_there("CNAME", "other.example.org\n");
    let message = desk.site.publish_refused(&[]);
    assert!(
        message.contains("is the site of other.example.org, and brief.yaml has “domain: facts.example.org”"),
        "{message}"
    );
    assert_eq!(desk.commits(), 2);
}

#[test]
fn a_branch_that_refuses_is_explained() {
    let desk = Desk::new();
    desk.site.publish(&[]);
    let hook = desk.remote.path().join("hooks/pre-receive");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, "#!/bin/sh\necho 'gh-pages is protected' >&2\nexit 1\n").unwrap();
    #[cfg(unix)]
    fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    desk.site.write("content/claims/reply.yaml", fs::read(desk.site.path("content/claims/met.yaml")).unwrap());
    let message = desk.site.publish_refused(&[]);
    assert!(message.contains("gh-pages is protected") && message.contains("if the branch is protected"), "{message}");
    assert_eq!(desk.commits(), 1);
}

#[test]
fn of_two_publishers_at_once_one_is_refused_or_comes_after() {
    for round in 0..5 {
        let desk = Desk::new();
        desk.site.publish(&[]);
        let other = self::desk(&desk.remote).claim("ben", "report", "No reply came.");
        desk.site.write("content/claims/ana.yaml", fs::read(desk.site.path("content/claims/met.yaml")).unwrap());
        let runs = thread::scope(|scope| {
            let both = [&desk.site, &other].map(|site| scope.spawn(|| site.run(&["publish"])));
            both.map(|run| run.join().unwrap())
        });
        let done = runs.iter().filter(|run| run.code == 0).count();
        assert!(done >= 1, "{round}: {runs:?}");
        for run in runs.iter().filter(|run| run.code != 0) {
            assert!(
                run.stderr.contains("somebody else has published to the branch gh-pages of origin meanwhile"),
                "{}",
                run.stderr
            );
        }
        assert_eq!(desk.commits(), 1 + done);
        let published = desk.published();
        let is_whole = |site: &Site| site.output().iter().all(|file| published.contains(file));
        assert!(is_whole(&desk.site) || is_whole(&other));
    }
}

#[test]
fn a_repository_is_named_by_its_remote_or_its_address() {
    let desk = Desk::new();
    let brief =
        |remote: &str| desk.site.write("content/brief.yaml", format!("{BRIEF}publish:\n  a: {{ git: {remote:?} }}\n"));
    brief("upstream");
    assert!(
        desk.site
            .publish_refused(&[])
            .contains("the repository of the site has no remote “upstream”\n  it has: origin")
    );
    brief(desk.remote.path().to_str().unwrap());
    desk.site.publish(&[]);
    assert_eq!(desk.commits(), 1);
    // A site outside of any repository.
    fs::remove_dir_all(desk.site.path(".git")).unwrap();
    let run = desk.site.publish(&[]);
    assert!(run.stderr.contains("is up to date"), "{}", run.stderr);
    // One beside the site, however the program is started.
    let other = tempfile::tempdir_in(desk.site.root().parent().unwrap()).unwrap();
    text(other.path(), &["init", "--quiet", "--bare"]);
    brief(&format!("../{}", other.path().file_name().unwrap().to_str().unwrap()));
    desk.site.publish(&[]);
    assert!(text(other.path(), &["branch"]).contains("gh-pages"));
    brief("--upload-pack=touch x");
    assert_eq!(desk.site.run(&["publish"]).code, 1, "an option is no repository");
}
