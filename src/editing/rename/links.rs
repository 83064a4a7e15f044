//! Links in Markdown to something that gets another id. Entry point: [`relinked`].

use crate::markdown::prose::{Destination, Link, Prose};
use crate::notes::edit::EditError;

/// What is linked to, and its old and new ids.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinkTarget<'a> {
    pub destination: Destination,
    /// What comes before the id in a link, such as `claim:`.
    pub prefix: &'a str,
    pub old: &'a str,
    pub new: &'a str,
}

/// A text whose links have the new id.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Relinked {
    pub text: String,
    /// For each [occurrence](LinkTarget::occurrences) of the old address, whether a link leads to it.
    pub changed: Vec<bool>,
}

impl LinkTarget<'_> {
    fn address(&self) -> String {
        format!("{}{}", self.prefix, self.old)
    }

    /// The byte offsets of the old id in the links of a text that lead to it.
    pub fn links_in(&self, text: &str) -> Vec<usize> {
        let Ok(Some(relinked)) = relinked(text, self) else {
            return vec![];
        };
        let found = self.occurrences(text).into_iter().zip(relinked.changed);
        found.filter(|(_, changed)| *changed).map(|(at, _)| at).collect()
    }

    /// The byte offsets of the ids in all addresses `claim:OLD` of a text, whether or not they are links.
    pub fn occurrences(&self, text: &str) -> Vec<usize> {
        let address = self.address();
        let ends = |at: usize| !text[at..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        let found = text.match_indices(&address).filter(|(at, _)| ends(at + address.len()));
        found.map(|(at, _)| at + self.prefix.len()).collect()
    }

    /// The text with the new id at some occurrences of the old one.
    fn replaced(&self, text: &str, at: &[usize]) -> String {
        let (mut out, mut from) = (String::with_capacity(text.len()), 0);
        for at in at {
            out.push_str(&text[from..*at]);
            out.push_str(self.new);
            from = at + self.old.len();
        }
        out + &text[from..]
    }

    fn is_old(&self, link: &Link) -> bool {
        matches!(link, Link::Internal(destination, id) if *destination == self.destination && id == self.old)
    }

    fn renamed(&self, link: &Link) -> Link {
        if self.is_old(link) { Link::Internal(self.destination, self.new.to_owned()) } else { link.clone() }
    }
}

/// The text with its links changed; `None` if none leads to the old id. Addresses that are no links, such as those in code, stay.
///
/// # Errors
/// If a link cannot be changed without changing anything else.
pub(super) fn relinked(text: &str, target: &LinkTarget<'_>) -> Result<Option<Relinked>, EditError> {
    // Most texts have no links, so they need no parsing.
    if !text.contains(['[', '<']) {
        return Ok(None);
    }
    let old = links(text);
    if !old.iter().any(|link| target.is_old(link)) {
        return Ok(None);
    }
    let occurrences = target.occurrences(text);
    let mut changed = vec![];
    for at in &occurrences {
        changed.push(links(&target.replaced(text, &[*at])) != old);
    }
    let wanted: Vec<usize> =
        occurrences.iter().zip(&changed).filter(|(_, changed)| **changed).map(|(at, _)| *at).collect();
    let text = target.replaced(text, &wanted);
    let renamed: Vec<Link> = old.iter().map(|link| target.renamed(link)).collect();
    if links(&text) != renamed {
        return Err(EditError::new(format!(
            "the links to “{}” cannot be changed safely: change them by hand",
            target.old
        )));
    }
    Ok(Some(Relinked { text, changed }))
}

fn links(text: &str) -> Vec<Link> {
    Prose::parse(text).links().into_iter().map(|linked| linked.link).collect()
}

#[cfg(test)]
mod tests {
    use super::{LinkTarget, relinked};
    use crate::markdown::prose::Destination;

    #[test]
    fn only_links_are_changed() {
        let target = LinkTarget { destination: Destination::Claim, prefix: "claim:", old: "a-b", new: "c" };
        let changed = |text| relinked(text, &target).unwrap().map(|relinked| relinked.text);
        for (text, expected) in [
            ("[x](claim:a-b) [y](claim:a-b-c)", "[x](claim:c) [y](claim:a-b-c)"),
            ("[claim:a-b](claim:a-b \"t\")", "[claim:a-b](claim:c \"t\")"),
            ("`claim:a-b` [x](<claim:a-b>)", "`claim:a-b` [x](<claim:c>)"),
            ("[x][1] and [y][1]\n\n[1]: claim:a-b\n", "[x][1] and [y][1]\n\n[1]: claim:c\n"),
        ] {
            assert_eq!(changed(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["`claim:a-b`", "claim:a-b", "[x](source:a-b)", "[x](claim:a-b-c)"] {
            assert_eq!(changed(text), None, "{text}");
        }
        assert!(relinked("[x](cl&#97;im:a-b)", &target).is_err() && relinked("[x](claim\\:a-b)", &target).is_err());
    }
}
