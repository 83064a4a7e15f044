//! Follows the editors' guide from top to bottom, as a new editor would: saves its files, runs its commands and compares their output.
//! Entry point: [`follow`]. `BLESS=1` rewrites the output in the guide: read the difference before you commit it.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::case::timeless;

const GUIDE: &str = "docs/editors.md";
/// The saved page that the guide's readers put into their folder.
const SAVED_PAGE: &str = "docs/examples/harbour-bridge.html";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder at the end of the guide, and the guide with the actual output of its commands.
pub struct FollowedGuide {
    folder: TempDir,
    here: PathBuf,
    text: String,
    commands: usize,
    files: usize,
}

impl FollowedGuide {
    /// The site at the end of the guide.
    pub fn site(&self) -> &Path {
        &self.here
    }
}

/// Follows the guide. A fence with a path after its language is a file. A fence `console` contains commands after `$ `, each followed by
/// its output; a fence `sh` contains commands that must succeed.
pub fn follow() -> FollowedGuide {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().to_owned();
    let mut followed = FollowedGuide { folder, here, text: String::new(), commands: 0, files: 0 };
    let guide = fs::read_to_string(root().join(GUIDE)).unwrap();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        followed.line(line);
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match info.split_once(' ') {
            Some((_, path)) => followed.save(path, &body),
            None if info == "console" => followed.session(&body),
            None if info == "sh" => followed.commands(&body),
            None if body.first().is_some_and(|line| line.starts_with("    quote: ")) => followed.quote(&body),
            None => body.iter().for_each(|line| followed.line(line)),
        }
        followed.line("```");
    }
    followed
}

impl FollowedGuide {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn save(&mut self, path: &str, body: &[&str]) {
        let file = self.here.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, body.join("\n") + "\n").unwrap();
        body.iter().for_each(|line| self.line(line));
        self.files += 1;
    }

    /// Checks that a quote without a note is in the guide's source.
    fn quote(&mut self, body: &[&str]) {
        let note = self.here.join("content/claims/shown.yaml");
        let head = "claim: A claim.\nverdict: mixed\nsummary: A summary.\npassages:\n";
        let passage = "  - id: shown\n    source: harbour-post\n    stance: context\n";
        fs::write(&note, format!("{head}{passage}{}\n", body.join("\n"))).unwrap();
        let (printed, success) = self.run("citeback check", 0);
        assert!(success, "{printed}");
        fs::remove_file(note).unwrap();
        body.iter().for_each(|line| self.line(line));
    }

    fn session(&mut self, body: &[&str]) {
        for (at, line) in body.iter().enumerate() {
            let Some(command) = line.strip_prefix("$ ") else { continue };
            let shown = body[at + 1..].iter().take_while(|line| !line.starts_with("$ ")).count();
            self.line(line);
            let (printed, _) = self.run(command, shown);
            self.text.push_str(&timeless(&printed));
        }
    }

    fn commands(&mut self, body: &[&str]) {
        for command in body {
            let (printed, success) = self.run(command, 1);
            assert!(success, "{command}: {printed}");
            self.line(command);
        }
    }

    /// The output of a command and whether it succeeded. `shown`: how many lines to wait for if it does not end by itself.
    fn run(&mut self, command: &str, shown: usize) -> (String, bool) {
        self.commands += 1;
        if let Some(folder) = command.strip_prefix("cd ") {
            self.here.push(folder);
            fs::copy(root().join(SAVED_PAGE), self.here.join(Path::new(SAVED_PAGE).file_name().unwrap())).unwrap();
            return (String::new(), self.here.is_dir());
        }
        if command.starts_with("citeback serve") || command.ends_with("--watch") {
            return self.run_until_interrupted(command, shown);
        }
        let program = Path::new(env!("CARGO_BIN_EXE_citeback")).parent().unwrap().to_owned();
        let paths = [program].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap())).collect::<Vec<_>>();
        let output = Command::new("sh")
            .args(["-c", &format!("exec 2>&1; {command}")])
            .current_dir(&self.here)
            .env("PATH", env::join_paths(paths).unwrap())
            .env_remove("SOURCE_DATE_EPOCH")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.success())
    }

    /// Runs a command that ends only on Ctrl-C, and interrupts it after `shown` lines.
    fn run_until_interrupted(&self, command: &str, shown: usize) -> (String, bool) {
        // Tests open no browser, and the guide's port may be in use.
        let command =
            command.replace("serve --open", "serve --port 0").replace("serve --drafts", "serve --drafts --port 0");
        let mut running = Command::new(env!("CARGO_BIN_EXE_citeback"))
            .args(command.split(' ').skip(1))
            .current_dir(&self.here)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(running.stderr.take().unwrap());
        let mut printed: String = stderr.lines().take(shown).map(|line| line.unwrap() + "\n").collect();
        if let Some((address, _)) = printed.split_once("http://").and_then(|(_, rest)| rest.split_once('/')) {
            let response = front_page(address);
            assert!(response.starts_with("HTTP/1.1 200 OK") && response.contains("<h1"), "{response}");
            printed = printed.replace(address, "127.0.0.1:4747");
        }
        let interrupted = Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap();
        let status = running.wait().unwrap();
        (printed, interrupted.success() && !command.contains("serve") || status.success())
    }
}

/// The response of the server at `address` for the front page.
fn front_page(address: &str) -> String {
    let mut server = TcpStream::connect(address).unwrap();
    write!(server, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut response = String::new();
    server.read_to_string(&mut response).unwrap();
    response
}

#[test]
fn the_editors_guide_leads_from_an_empty_folder_to_a_built_site() {
    let followed = follow();
    let guide = root().join(GUIDE);
    let written = fs::read_to_string(&guide).unwrap();
    if followed.text != written && env::var_os("BLESS").is_some() {
        fs::write(guide, &followed.text).unwrap();
    } else {
        let difference = similar::TextDiff::from_lines(&written, &followed.text).unified_diff().to_string();
        assert!(difference.is_empty(), "{difference}");
    }
    assert!(followed.commands >= 15 && followed.files >= 6, "the guide has commands and files");
    assert!(followed.site().starts_with(followed.folder.path()));
    let page = fs::read_to_string(followed.site().join("public/claims/bridge-cost.html")).unwrap();
    assert!(page.contains("up to 4.2 million euros"));
}
