//! The desk's own program ssh, which knows keys, agent and servers: [`Ssh`]. Nothing is asked on a terminal, and no password is passed on.

use std::io::Read;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::Duration;

use citeback_content::base::error::Error;
use citeback_content::model::ServerFolder;

/// Options of ssh. It asks nothing, notices a dead connection within a minute, and does nothing but what is asked of it here, whatever
/// else the configuration of the user says.
const OPTIONS: [&str; 9] = [
    "BatchMode=yes",
    "ConnectTimeout=20",
    "ServerAliveInterval=15",
    "ServerAliveCountMax=3",
    "ClearAllForwardings=yes",
    "ForwardAgent=no",
    "PermitLocalCommand=no",
    "RemoteCommand=none",
    "ControlMaster=no",
];

/// How much of what ssh says is kept.
const MAX_SAID: u64 = 8 * 1024;

/// How long to wait for the last words of a program that ends.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// A running ssh, connected to a subsystem of the server. Dropping it ends the connection.
pub struct Ssh {
    child: Child,
    said: Receiver<String>,
}

impl Ssh {
    /// Connects to the SFTP service of a server.
    ///
    /// # Errors
    /// When ssh cannot be started here. Whether the server can be reached is seen from its answers.
    pub fn start(place: &ServerFolder) -> Result<(Self, ChildStdout, ChildStdin), Error> {
        let mut command = Command::new("ssh");
        command.args(arguments()).args(place.user.iter().flat_map(|user| ["-l", user]));
        command.args(["-T", "-x", "-s", "--", &place.host, "sftp"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).env("LC_ALL", "C");
        // Ctrl-C on a terminal is for this program, which then gives its lock back over the connection.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(|error| not_started("ssh", error))?;
        let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(input), Some(output), Some(errors)) = (input, output, errors) else {
            return Err(Error::refused("ssh has no input or output", ""));
        };
        Ok((Ssh { child, said: listen(errors) }, output, input))
    }

    /// What the program said before it ended, after the connection was closed.
    pub fn last_words(&mut self) -> Complaint {
        Complaint(self.said.recv_timeout(LAST_WORDS).unwrap_or_default())
    }
}

impl Drop for Ssh {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The options, as arguments.
fn arguments() -> impl Iterator<Item = &'static str> {
    OPTIONS.iter().flat_map(|option| ["-o", option])
}

/// How rsync starts ssh.
pub fn remote_shell() -> String {
    std::iter::once("ssh").chain(arguments()).collect::<Vec<_>>().join(" ")
}

/// The failure to start a program.
pub fn not_started(program: &'static str, error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            Error::refused(format!("{program} is not installed here"), "publishing to this server needs it")
        }
        _ => Error::io("run", program)(error),
    }
}

/// Collects what a program says until it ends.
fn listen(mut errors: ChildStderr) -> Receiver<String> {
    let (sender, said) = sync_channel(1);
    thread::spawn(move || {
        let mut bytes = vec![];
        let _ = errors.by_ref().take(MAX_SAID).read_to_end(&mut bytes);
        let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
        let _ = std::io::copy(&mut errors, &mut std::io::sink());
    });
    said
}

/// What ssh said. Part of it may come from the server.
pub struct Complaint(pub String);

/// What ssh says of a failure that does not pass: words, what they mean, and what to do.
const LASTING: [(&str, &str, &str); 10] = [
    (
        "HOST IDENTIFICATION HAS CHANGED",
        "the server is not the one that this machine knows by that name",
        "somebody may be in between; ask who runs the server, and only then remove the old key with ssh-keygen -R",
    ),
    (
        "Host key verification failed",
        "this machine does not know the server yet",
        "connect once by hand and compare its fingerprint: ssh SERVER",
    ),
    (
        "Permission denied (",
        "the server does not let you in without a password",
        "add your key to the agent with ssh-add, or let the server know it with ssh-copy-id SERVER; “ssh SERVER” must work without a question",
    ),
    ("Too many authentication failures", "the server does not let you in", "name the right key in ~/.ssh/config"),
    ("Could not resolve hostname", "there is no server of that name", "check its name in brief.yaml"),
    ("subsystem request failed", "the server offers no SFTP", "ask who runs it, or publish there with other tools"),
    ("sftp connections only", "the server allows nothing but SFTP", "publish there with “sftp” instead of “rsync”"),
    ("no matching ", "ssh and the server have no procedure in common", "update the older one of the two"),
    ("Bad configuration option", "ssh does not understand its configuration", "correct ~/.ssh/config"),
    ("Bad owner or permissions", "ssh does not trust its configuration", "correct the permissions of ~/.ssh/config"),
];

impl Complaint {
    /// The line that matters most, without anything that affects a terminal.
    pub fn line(&self) -> Option<String> {
        let lines = self.0.lines().map(|line| line.chars().filter(|c| !c.is_control()).take(200).collect::<String>());
        lines.map(|line| line.trim().to_owned()).rfind(|line| !line.is_empty())
    }

    /// What is wrong and what to do, if another attempt would fail as well.
    pub fn lasting(&self, place: &ServerFolder) -> Option<(String, String)> {
        let (_, message, hint) = LASTING.iter().find(|(words, ..)| self.0.contains(words))?;
        Some(((*message).to_owned(), hint.replace("SERVER", &place.server())))
    }
}

#[cfg(test)]
mod tests {
    use super::{Complaint, remote_shell};
    use citeback_content::model::ServerFolder;

    #[test]
    fn complaints_of_ssh_say_whether_to_try_again_and_what_to_do() {
        let place = ServerFolder::parse("desk@host:/srv/www").unwrap();
        let denied = Complaint("Hello\ndesk@host: Permission denied (publickey).\r\n".into());
        let (message, hint) = denied.lasting(&place).unwrap();
        assert_eq!(message, "the server does not let you in without a password");
        assert!(hint.contains("ssh-copy-id desk@host;"), "{hint}");
        let changed =
            Complaint("@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.\n".into());
        assert!(changed.lasting(&place).unwrap().1.contains("in between"));
        let passing = Complaint("kex_exchange_identification: Connection closed\u{1b}[2J by remote host\n\n".into());
        assert!(passing.lasting(&place).is_none());
        assert_eq!(passing.line().unwrap(), "kex_exchange_identification: Connection closed[2J by remote host");
        assert!(Complaint(String::new()).line().is_none());
    }

    #[test]
    fn rsync_splits_its_remote_shell_at_spaces() {
        assert!(remote_shell().starts_with("ssh -o BatchMode=yes -o ConnectTimeout=20 "));
    }
}
