//! The desk's own program rsync: [`send`].

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::pause::jitter;
use crate::ssh::{Complaint, not_started, remote_shell};
use citeback_content::base::error::Error;
use citeback_content::model::ServerFolder;

/// How often rsync is started at most.
const ATTEMPTS: u32 = 4;

/// Exit codes of rsync that mean that the connection failed (its manual, under EXIT VALUES), and that of ssh.
const PASSING: [i32; 5] = [10, 12, 30, 35, 255];

/// Brings the files in a folder on this machine to a folder on the server.
///
/// # Errors
/// When that fails, in spite of several attempts if the connection is lost.
pub fn send(files: &Path, place: &ServerFolder, folder: &str) -> Result<(), Error> {
    let mut command = Command::new("rsync");
    // --ignore-times: everything collected has changed, whatever its size and time. --chmod: with the permissions of new files there.
    command.args(["--recursive", "--ignore-times", "--compress", "--chmod=ugo=rwX", "--rsh", &remote_shell()]);
    if !folder.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_')) {
        // Otherwise a shell of the server would split the path.
        command.arg("--protect-args");
    }
    command.args(["--", "./", &format!("{}:{}/", place.server(), folder)]);
    command.current_dir(files).env("LC_ALL", "C");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut attempt = 1;
    loop {
        let Output { status, stderr, .. } = command.output().map_err(|error| not_started("rsync", error))?;
        if status.success() {
            return Ok(());
        }
        let said = Complaint(String::from_utf8_lossy(&stderr).into_owned());
        let lasting = said.lasting(place);
        let is_passing = status.code().is_some_and(|code| PASSING.contains(&code));
        if !is_passing || lasting.is_some() || is_missing(&said) || attempt == ATTEMPTS {
            return Err(refusal(place, &said, lasting));
        }
        std::thread::sleep(jitter(attempt));
        attempt += 1;
    }
}

/// # Errors
/// When rsync is not installed here.
pub fn check() -> Result<(), Error> {
    let run = Command::new("rsync").arg("--version").stdin(Stdio::null()).output();
    run.map(drop).map_err(|error| not_started("rsync", error))
}

/// Whether the server has no rsync.
fn is_missing(said: &Complaint) -> bool {
    // As rsync, dash and bash say it; which of them is heard depends on what ends first.
    ["command not found", "rsync: not found", "rsync: No such file or directory"]
        .iter()
        .any(|words| said.0.contains(words))
}

fn refusal(place: &ServerFolder, said: &Complaint, lasting: Option<(String, String)>) -> Error {
    if let Some((message, hint)) = lasting {
        return Error::refused(format!("{} cannot be reached: {message}", place.server()), hint);
    }
    if is_missing(said) {
        return Error::refused(
            format!("rsync is not installed on {}", place.server()),
            "install it there, or publish with “sftp”, which does not need it",
        );
    }
    // The line before the last one says more than that rsync failed.
    let lines: Vec<&str> = said.0.lines().filter(|line| !line.trim().is_empty()).collect();
    let first = lines.iter().find(|line| !line.starts_with("rsync error")).or(lines.last());
    let line = Complaint(first.copied().unwrap_or("it says nothing").to_owned()).line().unwrap_or_default();
    Error::refused(format!("rsync failed: {line}"), "readers still see the site as it was; run the command again")
}
