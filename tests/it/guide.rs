//! The editors' guide, played from top to bottom in one folder as a new editor would: files that it shows are saved, commands are run,
//! and what it shows of their output is compared. [`play`] is the way in; `BLESS=1` writes the outputs anew, to be read before they are kept.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::case::timeless;

const GUIDE: &str = "docs/editors.md";
/// The saved page that the guide asks its readers to put into their folder.
const SAVED: &str = "docs/examples/harbour-bridge.html";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder that the guide has led to, and the guide with the outputs that really came.
pub struct Played {
    folder: TempDir,
    here: PathBuf,
    text: String,
    commands: usize,
    files: usize,
}

impl Played {
    /// The site that stands there at the end of the guide.
    pub fn site(&self) -> &Path {
        &self.here
    }
}

/// Follows the guide. A fence with a path behind its language is a file; in a fence `console` commands stand after `$ `, each followed by
/// all that it prints; a fence `sh` holds commands that must end well.
pub fn play() -> Played {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().to_owned();
    let mut played = Played { folder, here, text: String::new(), commands: 0, files: 0 };
    let guide = fs::read_to_string(root().join(GUIDE)).unwrap();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        played.line(line);
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match info.split_once(' ') {
            Some((_, path)) => played.save(path, &body),
            None if info == "console" => played.session(&body),
            None if info == "sh" => played.commands(&body),
            None if body.first().is_some_and(|line| line.starts_with("    quote: ")) => played.quote(&body),
            None => body.iter().for_each(|line| played.line(line)),
        }
        played.line("```");
    }
    played
}

impl Played {
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

    /// A quote that is shown without its note stands in the source of the guide.
    fn quote(&mut self, body: &[&str]) {
        let note = self.here.join("content/claims/shown.yaml");
        let head = "claim: A claim.\nverdict: mixed\nsummary: A summary.\npassages:\n";
        let passage = "  - id: shown\n    source: harbour-post\n    stance: context\n";
        fs::write(&note, format!("{head}{passage}{}\n", body.join("\n"))).unwrap();
        let (printed, well) = self.run("citeback check", 0);
        assert!(well, "{printed}");
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
            let (printed, well) = self.run(command, 1);
            assert!(well, "{command}: {printed}");
            self.line(command);
        }
    }

    /// What a command prints, and whether it ended well. `shown` is how many lines are awaited of one that goes on.
    fn run(&mut self, command: &str, shown: usize) -> (String, bool) {
        self.commands += 1;
        if let Some(folder) = command.strip_prefix("cd ") {
            self.here.push(folder);
            fs::copy(root().join(SAVED), self.here.join(Path::new(SAVED).file_name().unwrap())).unwrap();
            return (String::new(), self.here.is_dir());
        }
        if command.starts_with("citeback serve") || command.ends_with("--watch") {
            return self.run_on(command, shown);
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

    /// Runs a command that goes on until Ctrl-C, which comes after as many lines as are shown.
    fn run_on(&self, command: &str, shown: usize) -> (String, bool) {
        // No browser is opened here, and the port of the guide may be in use.
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
        let said = BufReader::new(running.stderr.take().unwrap());
        let mut printed: String = said.lines().take(shown).map(|line| line.unwrap() + "\n").collect();
        if let Some((address, _)) = printed.split_once("http://").and_then(|(_, rest)| rest.split_once('/')) {
            let answer = front_page(address);
            assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("<h1"), "{answer}");
            printed = printed.replace(address, "127.0.0.1:4747");
        }
        let asked = Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap();
        let ended = running.wait().unwrap();
        (printed, asked.success() && !command.contains("serve") || ended.success())
    }
}

/// What a server at `address` answers when it is asked for the front page.
fn front_page(address: &str) -> String {
    let mut server = TcpStream::connect(address).unwrap();
    write!(server, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    server.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_editors_guide_leads_from_an_empty_folder_to_a_built_site() {
    let played = play();
    let guide = root().join(GUIDE);
    let written = fs::read_to_string(&guide).unwrap();
    if played.text != written && env::var_os("BLESS").is_some() {
        fs::write(guide, &played.text).unwrap();
    } else {
        let difference = similar::TextDiff::from_lines(&written, &played.text).unified_diff().to_string();
        assert!(difference.is_empty(), "{difference}");
    }
    assert!(played.commands >= 15 && played.files >= 6, "the guide shows commands and files");
    assert!(played.site().starts_with(played.folder.path()));
    let page = fs::read_to_string(played.site().join("public/claims/bridge-cost.html")).unwrap();
    assert!(page.contains("up to 4.2 million euros"));
}
