//! `citeback publish` to a folder, as an editor uses it.

use std::fs;
use std::path::PathBuf;

use crate::site::{BRIEF, Site, files_below};

fn site() -> Site {
    Site::new()
        .file("content/brief.yaml", format!("{BRIEF}publish:\n  live: {{ folder: www/brief, keep: 2 }}\n"))
        .file("www/README", "the web server’s own\n")
        .source("report", "The experts met last week. No reply came.")
        .claim("met", "report", "The experts met last week.")
}

fn published(site: &Site) -> Vec<(String, Vec<u8>)> {
    files_below(&site.path("www/brief"))
}

fn kept(site: &Site) -> PathBuf {
    site.path("www/.brief.citeback/publish")
}

#[test]
fn a_dry_run_shows_the_plan_and_writes_nothing() {
    let site = site();
    let run = site.publish(&["--dry-run"]);
    assert!(run.stderr.contains("the folder www/brief: "), "{}", run.stderr);
    assert!(run.stderr.contains("  new claims/met.html\n"), "{}", run.stderr);
    assert_eq!(files_below(&site.path("www")).len(), 1);
}

#[test]
fn the_published_folder_is_the_built_site() {
    let site = site();
    let run = site.publish(&[]);
    assert!(run.stderr.contains("look at https://example.org/"), "{}", run.stderr);
    assert_eq!(published(&site), site.output());
    let again = site.publish(&["--verify", "full"]);
    assert!(again.stderr.contains("is up to date: release "), "{}", again.stderr);
}

#[test]
fn an_earlier_release_can_be_published_again_without_its_sources() {
    let site = site();
    site.publish(&[]);
    let first = published(&site);
    let site = site.claim("reply", "report", "No reply came.");
    site.publish(&[]);
    let second = published(&site);
    assert_ne!(first, second);
    let history = site.publish(&["--history"]).stdout;
    let lines: Vec<&str> = history.lines().collect();
    assert!(lines.len() == 2 && lines[0].ends_with("  live") && !lines[1].ends_with("live"), "{history}");
    fs::remove_file(site.path("content/claims/reply.yaml")).unwrap();
    site.publish(&["--rollback", lines[1].split(' ').next().unwrap()]);
    assert_eq!(published(&site), first);
    site.publish(&["--rollback", lines[0].split(' ').next().unwrap()]);
    assert_eq!(published(&site), second);
    assert!(site.publish_refused(&["--rollback", "0000"]).contains("no release that is kept begins with “0000”"));
}

#[test]
fn a_site_with_errors_is_not_published() {
    let site = site().claim("wrong", "report", "The experts never met.");
    let run = site.run(&["publish"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[quote-not-found]"), "{}", run.stderr);
    assert!(!site.path("www/brief").exists());
}

#[test]
fn files_of_others_stay_unless_they_are_in_the_way() {
    let site = site().file("www/brief/robots.txt", "theirs\n").file("www/brief/.well-known/x", "theirs too\n");
    let message = site.publish_refused(&[]);
    assert!(
        message.contains("1 file that citeback did not put there would be replaced, such as robots.txt"),
        "{message}"
    );
    assert_eq!(published(&site).len(), 2);
    let run = site.publish(&["--adopt"]);
    assert!(run.stderr.contains("  left alone, not from citeback: .well-known/x\n"), "{}", run.stderr);
    assert_eq!(fs::read(site.path("www/brief/.well-known/x")).unwrap(), b"theirs too\n");
    assert_eq!(fs::read(kept(&site).join("replaced/robots.txt")).unwrap(), b"theirs\n");
    // They stay in later publications, too.
    site.claim("reply", "report", "No reply came.").publish(&[]);
}

#[test]
fn a_site_that_was_built_there_before_is_taken_over() {
    let site = site();
    site.build();
    assert_eq!(site.run(&["build", "--out", "www/brief"]).code, 0);
    site.publish(&[]);
    assert_eq!(published(&site), site.output());
}

#[test]
fn many_removals_need_to_be_confirmed() {
    let site = site();
    let sources: Vec<String> = (0..60).map(|i| format!("claim-{i}")).collect();
    let site = sources.iter().fold(site, |site, id| site.claim(id, "report", "No reply came."));
    site.publish(&[]);
    let before = published(&site);
    for id in &sources {
        fs::remove_file(site.path(&format!("content/claims/{id}.yaml"))).unwrap();
    }
    let message = site.publish_refused(&[]);
    assert!(message.contains("files would be removed, which is much of the site"), "{message}");
    assert_eq!(published(&site), before);
    site.publish(&["--delete"]);
    assert_eq!(published(&site), site.output());
}

#[test]
fn a_withdrawn_page_can_be_removed_from_all_releases() {
    let site = site().claim("reply", "report", "No reply came.");
    site.publish(&[]);
    let page = fs::read(site.path("www/brief/claims/reply.html")).unwrap();
    assert!(site.publish_refused(&["--purge", "claims/reply.html"]).contains("is in the live release"));
    fs::remove_file(site.path("content/claims/reply.yaml")).unwrap();
    site.publish(&[]);
    let is_kept = || files_below(&kept(&site)).iter().any(|(_, bytes)| *bytes == page);
    assert!(is_kept());
    let run = site.publish(&["--purge", "https://example.org/claims/reply.html"]);
    assert!(run.stderr.contains("removed 1 earlier version of claims/reply.html"), "{}", run.stderr);
    assert!(!is_kept());
    let history = site.publish(&["--history"]).stdout;
    let first = history.lines().nth(1).unwrap().split(' ').next().unwrap();
    let message = site.publish_refused(&["--rollback", first]);
    assert!(message.contains("claims/reply.html of that release was withdrawn"), "{message}");
}

#[test]
fn what_somebody_changed_at_the_target_is_found_and_replaced() {
    let site = site();
    site.publish(&[]);
    let page = fs::read(site.path("www/brief/index.html")).unwrap();
    fs::write(site.path("www/brief/index.html"), "defaced").unwrap();
    let run = site.publish(&[]);
    assert!(run.stderr.contains("  changed index.html\n"), "{}", run.stderr);
    assert_eq!(fs::read(site.path("www/brief/index.html")).unwrap(), page);
}

#[test]
fn a_place_must_be_known_and_safe() {
    let site = site();
    assert!(site.publish_refused(&["life"]).contains("has no “life” under “publish”\n  it has: live"));
    let brief = |publish: &str| site.write("content/brief.yaml", format!("{BRIEF}{publish}"));
    brief("");
    assert!(site.publish_refused(&[]).contains("does not say where to publish"));
    brief("publish:\n  a: { folder: www/a }\n  b: { folder: www/b }\n");
    assert!(site.publish_refused(&[]).contains("name one of them: citeback publish a | b"));
    for folder in ["content", "content/claims/x", "."] {
        brief(&format!("publish:\n  a: {{ folder: {folder} }}\n"));
        let message = site.publish_refused(&[]);
        assert!(message.contains("which the site is built from"), "{message}");
    }
    brief("publish:\n  a: { folder: nowhere/at/all }\n");
    assert!(site.publish_refused(&[]).contains("there is no folder in which nowhere/at/all could be made"));
}

#[test]
fn an_address_that_would_be_lost_is_named_and_a_renamed_note_keeps_it() {
    let site = site();
    site.publish(&[]);
    let note = fs::read_to_string(site.path("content/claims/met.yaml")).unwrap();
    fs::rename(site.path("content/claims/met.yaml"), site.path("content/claims/experts.yaml")).unwrap();
    let run = site.publish(&["--dry-run"]);
    let warning = "warning[address-gone]: claims/met.html would be gone: the site no longer has the claim “met”\n  \
                   = help: if it is the claim “experts” now, write “formerly: [met]” there, and the old address leads to it\n  \
                   = help: to take it out of all lists but keep its page, keep the note with “status: retired”\n";
    assert!(run.stderr.contains(warning), "{}", run.stderr);
    let json = site.publish(&["--dry-run", "--format", "json"]).stdout;
    assert!(json.contains("\"code\":\"address-gone\"") && json.contains("\"path\":\"claims/met.html\""), "{json}");
    let before = published(&site);
    let refused = site.run(&["publish", "--deny-warnings"]);
    assert!(refused.code == 1 && refused.stderr.ends_with("nothing was published\n"), "{}", refused.stderr);
    assert_eq!(published(&site), before);
    site.write("content/claims/experts.yaml", format!("{note}formerly: [met]\n"));
    let run = site.publish(&["--deny-warnings"]);
    assert!(!run.stderr.contains("address-gone"), "{}", run.stderr);
    let old = fs::read_to_string(site.path("www/brief/claims/met.html")).unwrap();
    assert!(old.contains("<meta http-equiv=\"refresh\" content=\"0; url=../claims/experts.html\">"), "{old}");
}

#[test]
fn the_stylesheet_of_the_release_before_stays() {
    let site = site();
    let styles = || {
        let paths = published(&site).into_iter().map(|(path, _)| path);
        paths.filter(|path| path.starts_with("citeback.") && path.ends_with(".css")).count()
    };
    let publish = |font: &str| {
        let theme = format!("theme:\n  fonts: {{ labels: {font} }}\n");
        let places = "publish:\n  live: { folder: www/brief, keep: 2 }\n";
        site.write("content/brief.yaml", format!("{BRIEF}{places}{theme}"));
        site.publish(&[]);
    };
    publish("One");
    assert_eq!(styles(), 2, "the plain name and that with digits");
    publish("Two");
    assert_eq!(styles(), 3);
    assert!(site.publish(&[]).stderr.contains("is up to date"));
    publish("Three");
    assert_eq!(styles(), 3, "that of the first is gone");
    let history = site.publish(&["--history"]).stdout;
    let first = history.lines().last().unwrap().split(' ').next().unwrap();
    site.publish(&["--rollback", first]);
    assert_eq!(styles(), 3, "it is back");
}

#[test]
fn programs_read_lines_of_json() {
    let site = site();
    let run = site.publish(&["--format", "json"]);
    let lines: Vec<serde_json::Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let said: Vec<&serde_json::Value> = lines.iter().filter(|line| line["publish"].is_string()).collect();
    assert_eq!(said.iter().map(|line| line["publish"].as_str().unwrap()).collect::<Vec<_>>(), ["plan", "done"]);
    assert_eq!(said[0]["release"], said[1]["release"]);
    let current = fs::read(kept(&site).join("current.json")).unwrap();
    let current: serde_json::Value = serde_json::from_slice(&current).unwrap();
    assert_eq!(current["live"], said[1]["release"]);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_what_is_kept() {
    use std::os::unix::fs::PermissionsExt as _;

    let site = site();
    site.publish(&[]);
    assert_eq!(fs::metadata(kept(&site)).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(fs::read_to_string(kept(&site).join(".htaccess")).unwrap().contains("denied"));
}

/// A site of some size, in one of two states, published to the same folder.
#[cfg(unix)]
fn state(site: &Site, words: &str) {
    for i in 0..40 {
        let note = fs::read_to_string(site.path("content/claims/met.yaml")).unwrap();
        site.write(&format!("content/claims/claim-{i}.yaml"), note.replace("A summary.", words));
    }
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_one_of_the_two_sites_and_the_next_one_completes() {
    use std::process::{Command, Stdio};
    use std::time::Instant;

    let site = site();
    let mut sites = vec![];
    for words in ["First.", "Second."] {
        state(&site, words);
        assert_eq!(site.run(&["build", "--out", words.trim_end_matches('.')]).code, 0);
        sites.push(files_below(&site.path(words.trim_end_matches('.'))));
    }
    site.publish(&["--from", "Second"]);
    let started = Instant::now();
    site.publish(&["--from", "First"]);
    let whole = started.elapsed();
    for round in 0..12_u32 {
        let from = ["Second", "First"][usize::from(round % 2 == 1)];
        let mut run = Command::new(env!("CARGO_BIN_EXE_citeback"));
        run.args(["publish", "--from", from]).current_dir(site.root()).stdin(Stdio::null()).stderr(Stdio::null());
        let mut run = run.spawn().unwrap();
        std::thread::sleep(whole * (round + 1) / 13);
        run.kill().unwrap();
        run.wait().unwrap();
        let there = published(&site);
        assert!(sites.contains(&there), "a mixture in round {round}");
    }
    for from in ["First", "Second"] {
        site.publish(&["--from", from, "--verify", "full"]);
    }
    assert_eq!(published(&site), sites[1]);
    let left: Vec<_> = fs::read_dir(kept(&site)).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name == "next" || name == "aside" || name == "lock.json"), "{left:?}");
}

#[test]
fn of_two_publishers_at_once_one_is_refused_or_comes_after() {
    let site = site();
    site.build();
    for round in 0..20 {
        let page = site.path("public/index.html");
        fs::write(&page, format!("<!doctype html><title>Round {round}</title>")).unwrap();
        let runs = std::thread::scope(|scope| {
            let both = [(); 2].map(|()| scope.spawn(|| site.run(&["publish", "--from", "public"])));
            both.map(|run| run.join().unwrap())
        });
        assert!(runs.iter().any(|run| run.code == 0), "{runs:?}");
        for run in runs.iter().filter(|run| run.code != 0) {
            let expected = ["has been publishing there since", "somebody else"];
            assert!(expected.iter().any(|words| run.stderr.contains(words)), "{}", run.stderr);
        }
        assert_eq!(published(&site), site.output(), "round {round}");
    }
}

#[test]
fn the_folder_of_the_build_is_no_target() {
    let site = Site::new().file("content/brief.yaml", format!("{BRIEF}publish:\n  live: {{ folder: public }}\n"));
    let said = site.publish_refused(&[]);
    assert!(said.contains("public is the folder that the site is built to"), "{said}");
}
