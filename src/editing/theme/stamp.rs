//! The first line of a copied template: [`Stamp`].

use crate::base::seal::sha256_of_bytes;

/// Of the SHA-256 of a template.
const DIGITS: usize = 12;
const BEGINS: &str = "{# Copied from citeback ";

/// From which version a template was copied, and what it was: the first digits of its SHA-256.
#[derive(Debug, Clone)]
pub struct Stamp {
    pub version: String,
    digest: String,
}

/// The same text is the same template, whatever the version.
impl PartialEq for Stamp {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for Stamp {}

impl Stamp {
    /// The stamp of a template of this version.
    pub fn of(text: &str) -> Self {
        let digest = sha256_of_bytes(text.as_bytes())[..DIGITS].to_owned();
        Stamp { version: env!("CARGO_PKG_VERSION").to_owned(), digest }
    }

    /// The line with which a copy begins: a comment that leaves nothing in the page, not even its line break.
    pub fn line(&self, name: &str) -> String {
        let Stamp { version, digest } = self;
        format!("{BEGINS}{version}, sha256 {digest}. What changes after that: citeback theme diff {name} -#}}\n")
    }

    /// The stamp of a template, and its text without it.
    pub fn split(text: &str) -> (Option<Self>, &str) {
        let parsed = text.split_once('\n').and_then(|(line, rest)| {
            let (version, after) = line.strip_prefix(BEGINS)?.split_once(", sha256 ")?;
            let digest = after.get(..DIGITS).filter(|digest| digest.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
            Some((Stamp { version: version.to_owned(), digest: digest.to_owned() }, rest))
        });
        match parsed {
            Some((stamp, rest)) => (Some(stamp), rest),
            None => (None, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    #[test]
    fn a_copy_has_the_stamp_of_what_was_copied() {
        let copy = format!("{}one\ntwo\n", Stamp::of("one\ntwo\n").line("a.html"));
        let (stamp, text) = Stamp::split(&copy);
        assert_eq!(text, "one\ntwo\n");
        assert_eq!(stamp, Some(Stamp::of(text)));
        assert_ne!(stamp, Some(Stamp::of("one\n")));
        assert_eq!(
            Stamp::split("{# Copied from citeback 1.0, sha256 é. -#}\nx"),
            (None, "{# Copied from citeback 1.0, sha256 é. -#}\nx")
        );
    }
}
