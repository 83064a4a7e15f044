//! A repository with a remote branch, used through the program `git`: [`Repository`].

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::release::{Release, Sha256};
use citeback_content::base::error::Error;

/// The repository in whose object store commits are made, and where they go.
pub struct Repository {
    folder: PathBuf,
    remote: String,
    branch: String,
}

/// What became of a push.
pub enum Pushed {
    Done,
    /// The branch is not where it was.
    Stale,
    /// The other side does not want it, and says why.
    Refused(String),
}

impl Repository {
    pub fn open(site: &Path, remote: &str, branch: &str) -> Result<Self, Error> {
        // git would take it as relative to another folder.
        let beside = remote.starts_with('.').then(|| std::path::absolute(site.join(remote)));
        let beside = beside.transpose().map_err(Error::io("resolve", remote))?;
        let remote = beside.as_deref().map_or(remote.into(), Path::to_string_lossy);
        let own = |folder: &Path| Repository {
            folder: folder.to_owned(),
            remote: remote.to_string(),
            branch: branch.to_owned(),
        };
        let is_address = remote.contains(['/', ':', '\\']);
        let repository = own(site);
        if repository.run(&["rev-parse", "--git-dir"])?.status.success() {
            let remotes = repository.text(&["remote"])?;
            if is_address || remotes.lines().any(|name| name == remote.as_ref()) {
                return Ok(repository);
            }
            let known = remotes.lines().collect::<Vec<_>>().join(", ");
            return Err(Error::refused(
                format!("the repository of the site has no remote “{remote}”"),
                if known.is_empty() { "“git remote add” adds one".to_owned() } else { format!("it has: {known}") },
            ));
        }
        if !is_address {
            return Err(Error::refused(
                "the site is not in a git repository".to_owned(),
                format!("write the address of the repository instead of “{remote}”"),
            ));
        }
        // Only a place for objects; it may be lost at any time.
        let folder = site.join(".citeback/.publish.git");
        if !folder.join("HEAD").is_file() {
            let created = std::path::absolute(&folder).map_err(Error::io("resolve", &folder))?;
            std::fs::create_dir_all(&created).map_err(Error::io("create", &created))?;
            own(&created).text(&["init", "--quiet", "--bare", "."])?;
        }
        Ok(own(&folder))
    }

    pub fn describe(&self) -> String {
        format!("the branch {} of {}", self.branch, without_password(&self.remote))
    }

    fn branch_ref(&self) -> String {
        format!("refs/heads/{}", self.branch)
    }

    /// Where the published state is fetched to: not a branch of the user's.
    fn fetched(&self) -> String {
        format!("refs/citeback/published/{}", self.branch)
    }

    /// The name of the commit that is being made.
    pub fn next(&self) -> String {
        format!("refs/citeback/next/{}", self.branch)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut git = Command::new("git");
        // A hook of git that runs citeback sets these for another purpose.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"] {
            git.env_remove(name);
        }
        if !std::io::stdin().is_terminal() {
            git.env("GIT_TERMINAL_PROMPT", "0");
        }
        git.current_dir(&self.folder).env("LC_ALL", "C").args(["-c", "core.quotePath=false"]).args(arguments);
        git.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        git
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, Error> {
        self.command(arguments).output().map_err(not_started)
    }

    /// The output of a command that must succeed.
    fn bytes(&self, arguments: &[&str]) -> Result<Vec<u8>, Error> {
        let output = self.run(arguments)?;
        if output.status.success() { Ok(output.stdout) } else { Err(failed(&output)) }
    }

    pub fn text(&self, arguments: &[&str]) -> Result<String, Error> {
        Ok(String::from_utf8_lossy(&self.bytes(arguments)?).into_owned())
    }

    /// The commit at the tip of the remote branch; `None` if there is no such branch.
    pub fn remote_tip(&self) -> Result<Option<String>, Error> {
        let listed = self.text(&["ls-remote", "--", &self.remote, &self.branch_ref()])?;
        Ok(listed.split_whitespace().next().map(str::to_owned))
    }

    /// Fetches the branch with its history, and returns its tip.
    pub fn fetch(&self) -> Result<Option<String>, Error> {
        if self.remote_tip()?.is_none() {
            return Ok(None);
        }
        let refspec = format!("+{}:{}", self.branch_ref(), self.fetched());
        self.bytes(&["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", &self.remote, &refspec])?;
        Ok(Some(self.text(&["rev-parse", "--verify", &self.fetched()])?.trim().to_owned()))
    }

    /// A file of a commit.
    pub fn file(&self, commit: &str, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let output = self.run(&["cat-file", "blob", &format!("{commit}:{path}")])?;
        Ok(output.status.success().then_some(output.stdout))
    }

    /// The paths of all files of a commit.
    pub fn paths(&self, commit: &str) -> Result<Vec<String>, Error> {
        Ok(split(&self.text(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit])?))
    }

    /// The paths that differ between two commits.
    pub fn changed(&self, from: &str, to: &str) -> Result<BTreeSet<String>, Error> {
        let listed = self.text(&["diff-tree", "-r", "-z", "--name-only", "--no-renames", from, to])?;
        Ok(split(&listed).into_iter().collect())
    }

    /// Who commits: the user of git, or the program.
    pub fn identity(&self) -> String {
        let known = self.text(&["var", "GIT_COMMITTER_IDENT"]).ok();
        let known = known.and_then(|ident| ident.rfind('>').map(|end| ident[..=end].to_owned()));
        known.unwrap_or_else(|| "Citeback <citeback@localhost>".to_owned())
    }

    /// Makes the commit of a stream, and returns its id.
    pub fn import(&self, stream: &[u8]) -> Result<String, Error> {
        // A stream without a parent must not go on from an interrupted run.
        self.run(&["update-ref", "-d", &self.next()])?;
        let mut git = self.command(&["fast-import", "--quiet", "--force"]);
        let mut import = git.stdin(Stdio::piped()).spawn().map_err(not_started)?;
        let mut input = import.stdin.take();
        let output = thread::scope(|scope| {
            // If it ends early, its own message says why.
            scope.spawn(move || input.take().map(|mut input| input.write_all(stream)));
            import.wait_with_output()
        });
        let output = output.map_err(not_started)?;
        if !output.status.success() {
            return Err(failed(&output));
        }
        Ok(self.text(&["rev-parse", "--verify", &self.next()])?.trim().to_owned())
    }

    /// Pushes a commit, if the branch is still at `tip`, or still missing.
    pub fn push(&self, commit: &str, tip: Option<&str>) -> Result<Pushed, Error> {
        let lease = format!("--force-with-lease={}:{}", self.branch_ref(), tip.unwrap_or_default());
        let refspec = format!("{commit}:{}", self.branch_ref());
        let output = self.run(&["push", "--porcelain", "--no-verify", &lease, "--", &self.remote, &refspec])?;
        if output.status.success() {
            return Ok(Pushed::Done);
        }
        let said = String::from_utf8_lossy(&output.stdout);
        let Some(line) = said.lines().find(|line| line.starts_with("!\t")) else {
            return Err(failed(&output));
        };
        let reason = line.rsplit('\t').next().unwrap_or(line);
        // Two pushes at the same moment: the other side found the branch locked, or moved.
        let stale = [
            "stale info",
            "non-fast-forward",
            "fetch first",
            "cannot lock ref",
            "failed to update ref",
            "incorrect old value",
            "already exists",
        ];
        if stale.iter().any(|word| reason.contains(word)) {
            return Ok(Pushed::Stale);
        }
        let remote = String::from_utf8_lossy(&output.stderr);
        let remote: Vec<&str> =
            remote.lines().filter_map(|line| line.strip_prefix("remote: ")).map(str::trim).collect();
        Ok(Pushed::Refused(plain(&format!("{reason} {}", remote.join(" ")))))
    }

    /// The files of a release that are not in a commit as the release has them.
    pub fn differing(&self, commit: &str, release: &Release) -> Result<Vec<String>, Error> {
        let asked: String = release.files.keys().map(|path| format!("{commit}:{path}\n")).collect();
        let mut git = self.command(&["cat-file", "--batch"]);
        let mut batch = git.stdin(Stdio::piped()).spawn().map_err(not_started)?;
        let (input, output) = (batch.stdin.take(), batch.stdout.take());
        let wrong = thread::scope(|scope| {
            // If it ends early, files are missing below.
            scope.spawn(move || input.map(|mut input| input.write_all(asked.as_bytes())));
            output.map_or(Ok(vec![]), |output| compare(&mut BufReader::new(output), release))
        })?;
        batch.wait().map_err(not_started)?;
        Ok(wrong)
    }
}

/// Compares what `git cat-file --batch` prints with the files of a release, in order.
fn compare(output: &mut dyn BufRead, release: &Release) -> Result<Vec<String>, Error> {
    let mut wrong = vec![];
    for (path, entry) in &release.files {
        let mut head = String::new();
        output.read_line(&mut head).map_err(not_started)?;
        // `ID blob SIZE`, or a message that there is none.
        let size = head.trim().rsplit(' ').next().filter(|_| head.contains(" blob "));
        let Some(size) = size.and_then(|size| size.parse::<u64>().ok()) else {
            wrong.push(path.clone());
            continue;
        };
        let mut bytes = vec![];
        output.take(size + 1).read_to_end(&mut bytes).map_err(not_started)?;
        bytes.pop();
        if Sha256::of(&bytes) != entry.sha256 {
            wrong.push(path.clone());
        }
    }
    Ok(wrong)
}

fn split(listed: &str) -> Vec<String> {
    listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
}

fn not_started(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::NotFound => Error::refused("git is not installed here", "publishing to a branch needs it"),
        _ => Error::io("run", "git")(error),
    }
}

fn failed(output: &Output) -> Error {
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ");
    Error::refused(format!("git failed: {}", plain(&said)), "")
}

/// What the other side said, without anything that affects a terminal, and without passwords in addresses.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).take(500).collect();
    text.split(' ').map(without_password).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// An address without the user and password before its host.
fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let authority = rest.split('/').next().unwrap_or(rest);
    let host = authority.rfind('@').map_or(0, |at| at + 1);
    format!("{scheme}://{}", &rest[host..])
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn passwords_in_addresses_are_not_shown() {
        let said = plain("cannot reach 'https://ana:pw@example.org/x.git' or git@host:x \x1b[31m");
        assert_eq!(said, "cannot reach 'https://example.org/x.git' or git@host:x [31m");
        assert_eq!(plain("https://ana:p@ss@example.org/@x"), "https://example.org/@x");
    }
}
