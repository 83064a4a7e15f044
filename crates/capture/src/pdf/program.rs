//! Runs Poppler's `pdftotext`, the only program of others that an import starts: [`words_with_boxes`]. It reads a hostile file, so it has
//! a limit of time and, on Linux, of memory, and so has what it prints. No shell is between, and the file has a name of our own.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::super::types::ImportError;

/// The longest document, in pages.
pub(super) const MAX_PAGES: usize = 2000;
/// The longest that the program may print, in bytes: a page of many words takes 60,000.
const MAX_PRINTED: u64 = 96 << 20;
/// The longest message of the program that is read, in bytes.
const MAX_MESSAGE: u64 = 1 << 14;
/// The memory that the program may have, in bytes. A report of a thousand pages takes a tenth of it.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 300 << 20;
/// The processor time that the program may take: so many seconds for any file, so many for each MiB, and so many at most.
#[cfg(target_os = "linux")]
const PROCESSOR: [u64; 3] = [5, 4, 60];
/// The time that may pass: a busy machine takes longer.
const SECONDS: [u64; 3] = [20, 8, 90];

/// What the program prints, and what it says about damages of the file.
pub(super) struct Printed {
    pub words: String,
    pub complaints: String,
}

/// Returns the words of a PDF as `-bbox-layout` prints them.
///
/// # Errors
/// When the program is not installed, or is another one, the file cannot be read, or a limit is exceeded.
pub(super) fn words_with_boxes(bytes: &[u8]) -> Result<Printed, ImportError> {
    let failed = |error: std::io::Error| {
        let message = format!("pdftotext, the program that reads PDFs, could not be run: {error}");
        ImportError::new(message, "run pdftotext -v to see whether it works")
    };
    let mut file = tempfile::Builder::new().prefix("citeback-").suffix(".pdf").tempfile().map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(failed)?;
    let mut command = Command::new("pdftotext");
    command.args(["-bbox-layout", "-enc", "UTF-8", "-l", &(MAX_PAGES + 1).to_string(), "--"]).arg(file.path()).arg("-");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => not_installed(),
        _ => failed(error),
    })?;
    limit_resources(&child, bytes.len());
    let limit = Duration::from_secs(seconds(SECONDS, bytes.len()));
    let outcome = finish(&mut child, limit);
    // Nothing of it stays, whatever became of it.
    let _ = child.kill();
    let status = child.wait().map_err(failed)?;
    let Outcome { words, complaints, is_late, is_long } = outcome;
    if is_late {
        return Err(too_long(limit));
    }
    if is_long {
        return Err(ImportError::new(format!("it has more text than {} MiB", MAX_PRINTED >> 20), SPLIT));
    }
    match status.code() {
        Some(0) => Ok(Printed { words, complaints }),
        Some(99) => Err(other_program()),
        None if !complaints.contains("bad_alloc") && !complaints.contains("memory") => Err(too_long(limit)),
        _ => Err(unreadable(&complaints)),
    }
}

fn seconds([base, each, most]: [u64; 3], bytes: usize) -> u64 {
    (base + (bytes as u64 >> 20) * each).min(most)
}

fn too_long(limit: Duration) -> ImportError {
    ImportError::new(
        format!("reading it takes too long: it was stopped after {} seconds or less", limit.as_secs()),
        SPLIT,
    )
}

const SPLIT: &str = "split the file and import each part, such as with: qpdf report.pdf --pages . 1-200 -- part-1.pdf";

fn not_installed() -> ImportError {
    ImportError::new(
        "it is a PDF, and pdftotext, the program that reads PDFs for citeback, is not installed",
        "install Poppler: apt install poppler-utils (Debian, Ubuntu), dnf install poppler-utils (Fedora), brew install poppler (Mac), \
         scoop install poppler or winget install oschwartz10612.Poppler (Windows); then import the file again",
    )
}

fn other_program() -> ImportError {
    ImportError::new(
        "it is a PDF, and the program pdftotext that was found is not Poppler’s, or is too old",
        "pdftotext -v says whose it is: install Poppler, and put its folder before the other one in PATH",
    )
}

/// Why the program could not read the file.
fn unreadable(complaints: &str) -> ImportError {
    let lower = complaints.to_ascii_lowercase();
    if lower.contains("incorrect password") {
        return ImportError::new(
            "it is encrypted and opens only with a password",
            "save a copy without the password: open it in a viewer and print it to a new PDF, or run qpdf --decrypt --password=… report.pdf open.pdf",
        );
    }
    if lower.contains("copying of text") || lower.contains("not allowed") {
        return ImportError::new("it does not allow its text to be copied", "ask its publisher for a file that does");
    }
    if lower.contains("out of memory") || lower.contains("bad_alloc") {
        return ImportError::new("reading it takes too much memory", SPLIT);
    }
    ImportError::new(
        "it is damaged: pdftotext cannot read it",
        "open it in a viewer; if that shows it, print it to a new PDF and import that, or else download it again",
    )
}

#[derive(Default)]
struct Outcome {
    words: String,
    complaints: String,
    is_late: bool,
    is_long: bool,
}

/// Reads what the child prints until it ends, or until a limit is exceeded.
fn finish(child: &mut Child, limit: Duration) -> Outcome {
    let (out, messages) = (child.stdout.take(), child.stderr.take());
    // Both are read at once: a child waits for room in either.
    let out = thread::spawn(move || read_up_to(out, MAX_PRINTED));
    let messages = thread::spawn(move || beginning(messages, MAX_MESSAGE));
    let began = Instant::now();
    let mut outcome = Outcome::default();
    let mut pause = Duration::from_millis(1);
    while !(out.is_finished() && matches!(child.try_wait(), Ok(Some(_)) | Err(_))) {
        if began.elapsed() > limit {
            outcome.is_late = true;
            let _ = child.kill();
            break;
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
    let (words, is_long) = out.join().unwrap_or_default();
    outcome.is_long = is_long;
    if is_long {
        let _ = child.kill();
    }
    outcome.words = words;
    outcome.complaints = messages.join().unwrap_or_default();
    outcome
}

/// What a pipe says, and whether it says more than so many bytes: then it is closed, which ends the child.
fn read_up_to(pipe: Option<impl Read>, limit: u64) -> (String, bool) {
    let mut bytes = vec![];
    let _ = pipe.map(|pipe| pipe.take(limit + 1).read_to_end(&mut bytes));
    let is_long = bytes.len() as u64 > limit;
    (text(bytes), is_long)
}

/// What a pipe says first. The rest is read as well, since a child whose messages nobody reads would be ended for it.
fn beginning(pipe: Option<impl Read>, limit: u64) -> String {
    let mut bytes = vec![];
    if let Some(mut pipe) = pipe {
        let _ = pipe.by_ref().take(limit).read_to_end(&mut bytes);
        let _ = std::io::copy(&mut pipe, &mut std::io::sink());
    }
    text(bytes)
}

/// Copies nothing if the bytes are valid.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Limits the memory and the processor time of the child. It has hardly begun: what it has until then is its own code.
#[cfg(target_os = "linux")]
fn limit_resources(child: &Child, bytes: usize) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) else { return };
    for (resource, limit) in [(Resource::As, MEMORY), (Resource::Cpu, seconds(PROCESSOR, bytes))] {
        let _ = prlimit(Some(pid), resource, Rlimit { current: Some(limit), maximum: Some(limit) });
    }
}

#[cfg(not(target_os = "linux"))]
fn limit_resources(_: &Child, _: usize) {}
