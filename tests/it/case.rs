//! A case is a readable Markdown file: prose, the files of a small site, and commands with their output. Entry point: [`check`].
//!
//! A fence ```` ```yaml content/claims/x.yaml ```` is a file. A fence ```` ```console ```` contains commands after `$ `, each followed by
//! its output (standard output first) and, if it fails, by a line such as `exit 1`. A site without a brief.yaml of its own gets that of
//! [`Site::new`]. The command `cat PATH` prints the current content of a file. With `BLESS=1` in the environment the cases are
//! rewritten with the actual output.

use std::fs;
use std::path::Path;

use crate::site::Site;

/// Runs one case; the error is the difference.
pub fn check(path: &Path) -> Result<(), String> {
    let written = fs::read_to_string(path).unwrap();
    let actual = run_case(&written);
    if actual == written {
        return Ok(());
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, actual).unwrap();
        return Ok(());
    }
    let difference =
        similar::TextDiff::from_lines(&written, &actual).unified_diff().header("expected", "found").to_string();
    Err(format!("{}\n{difference}", path.display()))
}

/// The case with the actual output of its commands.
fn run_case(case: &str) -> String {
    let mut site = Site::new();
    let mut out = String::new();
    let mut lines = case.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks < 3 {
            continue;
        }
        let fence = &line[..ticks];
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
        match line[ticks..].split_once(' ') {
            Some((_, path)) => {
                site = site.file(path, unescape(&(body.join("\n") + "\n")));
                out.push_str(&body.iter().map(|line| format!("{line}\n")).collect::<String>());
            }
            None if line.ends_with("console") => {
                for command in body.iter().filter_map(|line| line.strip_prefix("$ ")) {
                    out.push_str(&format!("$ {command}\n{}", run(&site, command)));
                }
            }
            None => out.push_str(&body.iter().map(|line| format!("{line}\n")).collect::<String>()),
        }
        out.push_str(fence);
        out.push('\n');
    }
    out
}

/// `\xFF` means a byte that is invalid in UTF-8.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = vec![];
    for (i, part) in text.split("\\xFF").enumerate() {
        if i > 0 {
            bytes.push(0xFF);
        }
        bytes.extend(part.bytes());
    }
    bytes
}

/// The output of a command, without times, which differ between runs.
fn run(site: &Site, command: &str) -> String {
    let words = shell_words(command);
    if words[0] == "cat" {
        return fs::read_to_string(site.path(&words[1])).unwrap();
    }
    assert_eq!(words[0], "citeback", "cases run only the program");
    let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
    let run = site.run(&arguments);
    let mut out = timeless(&(run.stdout + &run.stderr));
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    if run.code != 0 {
        out.push_str(&format!("exit {}\n", run.code));
    }
    out
}

pub fn timeless(text: &str) -> String {
    let line = |line: &str| match line.rsplit_once(", in ") {
        Some((head, time)) if time.ends_with(" ms") || time.ends_with(" s") => format!("{head}, in … ms\n"),
        _ => format!("{}\n", line.trim_end()),
    };
    text.lines().map(line).collect()
}

/// Splits a command line at spaces outside quotation marks.
fn shell_words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (c, quote) {
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (' ', None) => words.push(String::new()),
            (c, _) => words.last_mut().unwrap().push(c),
        }
    }
    words
}
