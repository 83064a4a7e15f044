//! A folder on a server that is reached with ssh: [`ServerFolder`].

use std::fmt;

/// As `desk@host.example.org:/srv/www/brief`. Its parts go to the programs ssh and rsync as they are, so none can be an option of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFolder {
    pub user: Option<String>,
    /// A name, an address, or an alias in the configuration of ssh. IPv6 addresses are without brackets.
    pub host: String,
    /// Without a slash at its end. If it does not begin with one, it is relative to the folder in which the user arrives.
    pub folder: String,
}

/// What is wrong with a text that should name a folder on a server, and how to fix it.
#[derive(Debug, PartialEq, Eq)]
pub struct NoServerFolder {
    pub message: &'static str,
    pub hint: &'static str,
}

const FORM: &str = "write the user, the server and the folder: desk@host.example.org:/srv/www/brief";

impl ServerFolder {
    /// # Errors
    /// When the text is something else.
    pub fn parse(text: &str) -> Result<Self, NoServerFolder> {
        let wrong = |message, hint| Err(NoServerFolder { message, hint });
        if text.contains("://") {
            return wrong("is written as a URL", FORM);
        }
        let (before, folder) =
            split(text).ok_or(NoServerFolder { message: "names no folder on a server", hint: FORM })?;
        let (user, host) = before.rsplit_once('@').map_or((None, before), |(user, host)| (Some(user), host));
        let named = |text: &str, more: &[char]| {
            !text.is_empty()
                && !text.starts_with('-')
                && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(&c))
        };
        if user.is_some_and(|user| !named(user, &['.', '_', '-', '+', '@'])) {
            return wrong("has a user whose name cannot be used", "a name has letters, digits, and . _ - + @");
        }
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let is_host = bare.map_or_else(|| named(host, &['.', '-', '_']), |bare| named(bare, &[':', '.']));
        if !is_host {
            return wrong(
                "has a server whose name cannot be used",
                "a server is named with letters, digits, and . - _",
            );
        }
        let folder = folder.trim_end_matches('/');
        if folder.is_empty() {
            return wrong("names no folder on the server", "name the folder of the site alone, such as /srv/www/brief");
        }
        if folder.starts_with('~') {
            return wrong(
                "begins with ~, which does not work here",
                "leave out “~/”: the folder is then relative to the user’s home folder",
            );
        }
        if !folder.starts_with('/') && folder.contains(':') {
            return wrong(
                "has a colon where its folder begins",
                "put an IPv6 address in brackets, and another port in ~/.ssh/config, under the server’s name",
            );
        }
        let mut parts = folder.strip_prefix('/').unwrap_or(folder).split('/');
        if folder.starts_with('-')
            || parts.any(|part| matches!(part, "" | "." | ".."))
            || folder.contains(char::is_control)
        {
            return wrong("names a folder that cannot be used", "write its whole path, without . and ..");
        }
        Ok(ServerFolder {
            user: user.map(str::to_owned),
            host: bare.unwrap_or(host).to_owned(),
            folder: folder.to_owned(),
        })
    }

    /// The server, as people write it: `desk@host.example.org`.
    pub fn server(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        self.user.as_ref().map_or_else(|| host.clone(), |user| format!("{user}@{host}"))
    }
}

impl fmt::Display for ServerFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.server(), self.folder)
    }
}

/// The server and the folder. The colon is the first one that is not inside brackets.
fn split(text: &str) -> Option<(&str, &str)> {
    let after = text.find("]:").map_or(0, |at| at + 1);
    let colon = after + text[after..].find(':')?;
    Some((&text[..colon], &text[colon + 1..]))
}

#[cfg(test)]
mod tests {
    use super::ServerFolder;

    #[test]
    fn a_folder_on_a_server_is_taken_apart() {
        for (text, user, host, folder) in [
            ("desk@host.example.org:/srv/www/brief", Some("desk"), "host.example.org", "/srv/www/brief"),
            ("host:public_html/", None, "host", "public_html"),
            ("desk@[2001:db8::1]:/srv/a:b", Some("desk"), "2001:db8::1", "/srv/a:b"),
            ("ana@example.org@host:/srv/Fakten für alle", Some("ana@example.org"), "host", "/srv/Fakten für alle"),
        ] {
            let parsed = ServerFolder::parse(text).unwrap();
            assert_eq!((parsed.user.as_deref(), &*parsed.host, &*parsed.folder), (user, host, folder), "{text}");
            assert_eq!(parsed.to_string(), text.trim_end_matches('/'));
        }
    }

    #[test]
    fn what_ssh_or_a_shell_could_take_for_something_else_is_refused() {
        for text in [
            "",
            "host",
            "/srv/www",
            "host:",
            "host:/",
            ":/srv",
            "@host:/srv",
            "-oProxyCommand=x:/srv",
            "desk@-oProxyCommand=x:/srv",
            "-l@host:/srv",
            "de sk@host:/srv",
            "desk@ho$(x)st:/srv",
            "ssh://desk@host/srv",
            "desk@host:22:/srv",
            "desk@host:/srv/../etc",
            "desk@host:~/www",
            "desk@host:-x",
            "desk@host:/srv/./www",
            "desk@host:/srv//www",
            "desk@2001:db8::1:/srv",
            "desk@[::1:/srv",
            "desk@host:/srv/\u{1b}[2J",
        ] {
            assert!(ServerFolder::parse(text).is_err(), "{text}");
        }
    }
}
