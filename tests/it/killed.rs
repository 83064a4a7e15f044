//! Runs that are killed while they write notes, and the recovery of the next run.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::site::Site;

/// How often a run is repeated when it ended before it could be interrupted.
const ATTEMPTS: usize = 200;
const SOURCES: usize = 40;

/// The sizes of the temporary files in content/sources/.
fn temporary_sizes(site: &Site) -> Vec<u64> {
    let entries = fs::read_dir(site.path("content/sources")).unwrap().flatten();
    let temporary = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(".citeback-"));
    // One that is renamed meanwhile is none.
    temporary.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).collect()
}

fn temporary_files(site: &Site) -> usize {
    temporary_sizes(site).len()
}

/// How many files are being written. Each is locked before it has any bytes; an empty one may still be taken for abandoned, and then
/// its writer begins again.
fn being_written(site: &Site) -> usize {
    temporary_sizes(site).iter().filter(|size| **size > 0).count()
}

/// Waits until a process has stopped or ended.
fn wait_until_stopped(process: &mut Child) {
    let stat = format!("/proc/{}/stat", process.id());
    // The state is the letter after the name of the program, which is in brackets.
    let has_stopped = || match fs::read_to_string(&stat) {
        Ok(stat) => stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with('T')),
        Err(_) => {
            // Systems without /proc: it takes an instant.
            thread::sleep(Duration::from_millis(50));
            true
        }
    };
    while process.try_wait().unwrap().is_none() && !has_stopped() {}
}

/// Runs a command, repeatedly if need be, and sends it `signal` while it writes. `prepare` resets the site.
fn interrupt(site: &Site, arguments: &[&str], signal: &str, prepare: impl Fn()) -> Child {
    for _ in 0..ATTEMPTS {
        prepare();
        let mut command = Command::new(env!("CARGO_BIN_EXE_citeback"));
        command.args(arguments).current_dir(site.root());
        let mut running = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while being_written(site) == 0 && running.try_wait().unwrap().is_none() {}
        Command::new("kill").args([signal, &running.id().to_string()]).stderr(Stdio::null()).status().unwrap();
        if signal == "-KILL" {
            running.wait().unwrap();
        } else {
            wait_until_stopped(&mut running);
        }
        if being_written(site) > 0 {
            return running;
        }
        let _ = running.kill();
        running.wait().unwrap();
    }
    panic!("{arguments:?} was never interrupted while writing");
}

fn seal_and_kill(site: &Site) {
    let source = |i| format!("---\ntitle: Report {i}\n---\nWords of report {i}.\n");
    let prepare = || (0..SOURCES).for_each(|i| site.write(&format!("content/sources/report-{i}.md"), source(i)));
    interrupt(site, &["seal"], "-KILL", prepare).wait().unwrap();
}

#[test]
fn the_next_run_removes_what_a_killed_one_left() {
    let site = Site::new();
    for next in [["check"].as_slice(), &["build"], &["seal"], &["check", "--fix"], &["new", "page", "about"]] {
        seal_and_kill(&site);
        site.write("content/sources/.citeback-own.tmp.md", "my own");
        let run = site.run(next);
        assert_eq!(temporary_files(&site), 1, "{next:?}: {}", run.stderr);
        fs::remove_file(site.path("content/sources/.citeback-own.tmp.md")).unwrap();
    }
    // The killed run left no truncated source.
    assert_eq!(site.run(&["seal"]).code, 0);
}

#[test]
fn files_of_a_running_import_stay() {
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
    let mut importing = interrupt(&site, &arguments, "-STOP", prepare);
    let before = being_written(&site);
    site.run(&["check"]);
    assert_eq!(being_written(&site), before);
    Command::new("kill").args(["-CONT", &importing.id().to_string()]).status().unwrap();
    assert_eq!(importing.wait().unwrap().code(), Some(0));
    assert_eq!(fs::read_dir(site.path("content/sources")).unwrap().count(), SOURCES);
}
