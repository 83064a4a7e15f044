//! Tags of an HTML page, without a tree: [`next_tag`].

/// A start or end tag.
pub(super) struct Tag<'h> {
    /// All of it, from `<` to `>`.
    pub text: &'h str,
    /// The element's name.
    pub name: &'h str,
}

/// The text up to the next tag or comment, that tag (`None` for a comment), and the rest.
pub(super) fn next_tag(html: &str) -> Option<(&str, Option<Tag<'_>>, &str)> {
    let start = html.find('<')?;
    let (text, rest) = html.split_at(start);
    if rest.starts_with("<!--") {
        let end = rest.find("-->")? + 3;
        return Some((text, None, &rest[end..]));
    }
    let (tag, rest) = rest.split_at(tag_length(rest)?);
    Some((text, Some(Tag { text: tag, name: name(tag) }), rest))
}

impl<'h> Tag<'h> {
    pub fn is_end(&self) -> bool {
        self.text.starts_with("</")
    }

    pub fn has(&self, attribute: &str) -> bool {
        self.attribute(attribute).is_some()
    }

    /// How many attributes have a name that begins like this.
    pub fn count(&self, prefix: &str) -> usize {
        if !self.text.contains(prefix) {
            return 0;
        }
        self.attributes().filter(|(name, _)| name.starts_with(prefix)).count()
    }

    /// The value of an attribute as it is written; empty if it has none.
    pub fn attribute(&self, attribute: &str) -> Option<&'h str> {
        if !self.text.contains(attribute) {
            return None;
        }
        self.attributes().find_map(|(name, value)| (name == attribute).then_some(value))
    }

    fn attributes(&self) -> Attributes<'h> {
        let from = self.text.find(self.name).map_or(0, |at| at + self.name.len());
        Attributes(self.text[from..].trim_end_matches('>'))
    }
}

/// Names and values of attributes.
struct Attributes<'h>(&'h str);

impl<'h> Iterator for Attributes<'h> {
    type Item = (&'h str, &'h str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        if name.is_empty() {
            return None;
        }
        let Some(value) = rest.trim_ascii_start().strip_prefix('=').map(str::trim_ascii_start) else {
            self.0 = rest;
            return Some((name, ""));
        };
        let (value, rest) = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => value[1..].split_once(char::from(*quote)).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.0 = rest;
        Some((name, value))
    }
}

/// The name of the element of a tag.
fn name(tag: &str) -> &str {
    let tag = tag.trim_start_matches(['<', '/']);
    &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(tag.len())]
}

/// The length of a tag in bytes. A `>` in a quoted attribute does not end it.
fn tag_length(html: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::next_tag;

    #[test]
    fn attributes_have_values_in_any_notation() {
        let (text, tag, rest) = next_tag("a<p one two=2 three = 'a > b' data-four=\"d\"/>b").unwrap();
        let tag = tag.unwrap();
        assert_eq!((text, tag.name, rest), ("a", "p", "b"));
        let values = ["one", "two", "three", "data-four", "five"].map(|name| tag.attribute(name));
        assert_eq!(values, [Some(""), Some("2"), Some("a > b"), Some("d"), None]);
        assert_eq!((tag.count("data-"), tag.count("t"), tag.count("five")), (1, 2, 0));
        assert!(!tag.has("a"));
    }

    #[test]
    fn a_comment_is_no_tag() {
        let (text, tag, rest) = next_tag("a<!-- don't <p> -->b").unwrap();
        assert!(tag.is_none());
        assert_eq!((text, rest), ("a", "b"));
    }
}
