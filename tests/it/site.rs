//! A small site in a temporary folder, and the program run in it: [`Site`].

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The default brief.yaml, without share cards and search index, which have their own tests.
pub const BRIEF: &str = "title: Test brief\nbase_url: https://example.org/\ncards: false\nsearch: false\n";

pub struct Site {
    folder: TempDir,
}

/// What a run printed, and how it ended.
#[derive(Debug)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Site {
    /// A site that contains only [`BRIEF`].
    pub fn new() -> Self {
        let site = Site { folder: tempfile::tempdir().unwrap() };
        site.file("content/brief.yaml", BRIEF)
    }

    /// A copy of a site that is in a folder.
    pub fn copy_of(folder: &Path) -> Self {
        let site = Site { folder: tempfile::tempdir().unwrap() };
        for (path, bytes) in files_below(folder) {
            site.write(&path, bytes);
        }
        site
    }

    /// Writes a file, replacing an existing one.
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A source whose body is `text`.
    pub fn source(self, id: &str, text: &str) -> Self {
        self.file(&format!("content/sources/{id}.md"), format!("---\ntitle: The {id}\n---\n{text}\n"))
    }

    /// A claim with one passage `p1` that quotes `quote` from `source`.
    pub fn claim(self, id: &str, source: &str, quote: &str) -> Self {
        let note = format!(
            "claim: A claim called {id}.\nverdict: mixed\nsummary: A summary.\npassages:\n  - id: p1\n    source: {source}\n    \
             quote: |-\n      {}\n    stance: supports\n",
            quote.replace('\n', "\n      ")
        );
        self.file(&format!("content/claims/{id}.yaml"), note)
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the program with `arguments`, in the site's folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_citeback"))
            .args(arguments)
            .current_dir(self.root())
            .env_remove("SOURCE_DATE_EPOCH")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Run {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().expect("the program was not killed"),
        }
    }

    /// Builds, and expects success.
    #[track_caller]
    pub fn build(&self) -> Run {
        let run = self.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run
    }

    /// Publishes, which succeeds.
    #[track_caller]
    pub fn publish(&self, arguments: &[&str]) -> Run {
        let run = self.run(&[&["publish"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        run
    }

    /// What is said where publishing is refused.
    #[track_caller]
    pub fn publish_refused(&self, arguments: &[&str]) -> String {
        let run = self.run(&[&["publish"], arguments].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        run.stderr
    }

    /// A file of the built site.
    #[track_caller]
    pub fn built(&self, path: &str) -> String {
        let path = self.path("public").join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Every file of the built site, with its bytes, sorted by path.
    pub fn output(&self) -> Vec<(String, Vec<u8>)> {
        files_below(&self.path("public"))
    }
}

/// Every file below `root`, with its bytes, sorted by path.
pub fn files_below(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = walkdir::WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            (path, fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}
