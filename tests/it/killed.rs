//! Runs that are killed while they write notes, and what the next run makes of it.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::site::Site;

/// How often a run is begun anew when it ended before it could be caught.
const ATTEMPTS: usize = 200;
const SOURCES: usize = 40;

/// Files in content/sources/ that are not in their place yet.
fn unplaced(site: &Site) -> usize {
    let names = fs::read_dir(site.path("content/sources")).unwrap().flatten();
    names.filter(|entry| entry.file_name().to_string_lossy().starts_with(".citeback-")).count()
}

/// Runs a command until it is caught while it writes, and sends it `signal` then. `prepare` makes the site what it was.
fn caught(site: &Site, arguments: &[&str], signal: &str, prepare: impl Fn()) -> Child {
    for _ in 0..ATTEMPTS {
        prepare();
        let mut command = Command::new(env!("CARGO_BIN_EXE_citeback"));
        command.args(arguments).current_dir(site.root());
        let mut running = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while unplaced(site) == 0 && running.try_wait().unwrap().is_none() {}
        Command::new("kill").args([signal, &running.id().to_string()]).stderr(Stdio::null()).status().unwrap();
        match signal {
            "-KILL" => drop(running.wait().unwrap()),
            // It may run on for an instant.
            _ => thread::sleep(Duration::from_millis(50)),
        }
        if unplaced(site) > 0 {
            return running;
        }
        let _ = running.kill();
        running.wait().unwrap();
    }
    panic!("{arguments:?} was never caught while it wrote");
}

fn seal_and_kill(site: &Site) {
    let source = |i| format!("---\ntitle: Report {i}\n---\nWords of report {i}.\n");
    let prepare = || (0..SOURCES).for_each(|i| site.write(&format!("content/sources/report-{i}.md"), source(i)));
    caught(site, &["seal"], "-KILL", prepare).wait().unwrap();
}

#[test]
fn each_next_run_clears_what_a_killed_one_left() {
    let site = Site::new();
    for next in [["check"].as_slice(), &["build"], &["seal"], &["check", "--fix"], &["new", "page", "about"]] {
        seal_and_kill(&site);
        site.write("content/sources/.citeback-own.tmp.md", "my own");
        let run = site.run(next);
        assert_eq!(unplaced(&site), 1, "{next:?}: {}", run.stderr);
        fs::remove_file(site.path("content/sources/.citeback-own.tmp.md")).unwrap();
    }
    // What was sealed is whole.
    assert_eq!(site.run(&["seal"]).code, 0);
}

#[test]
fn what_another_run_is_writing_stays() {
    let site = Site::new();
    let names: Vec<String> = (0..SOURCES).map(|i| format!("saved/report-{i}.txt")).collect();
    for (i, name) in names.iter().enumerate() {
        site.write(name, format!("Report {i}\n\nIts words.\n"));
    }
    let arguments: Vec<&str> = ["import"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let prepare = || {
        let _ = fs::remove_dir_all(site.path("content/sources"));
        fs::create_dir_all(site.path("content/sources")).unwrap();
    };
    let mut importing = caught(&site, &arguments, "-STOP", prepare);
    let before = unplaced(&site);
    site.run(&["check"]);
    assert_eq!(unplaced(&site), before);
    Command::new("kill").args(["-CONT", &importing.id().to_string()]).status().unwrap();
    assert_eq!(importing.wait().unwrap().code(), Some(0));
    assert_eq!(fs::read_dir(site.path("content/sources")).unwrap().count(), SOURCES);
}
