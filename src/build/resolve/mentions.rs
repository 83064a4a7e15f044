//! What a text names of a site: [`mentions`] finds ids and addresses however they are written, in links or elsewhere.
//!
//! It finds rather too much than too little: what is under embargo is kept out by it.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// The kinds of what can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Claim,
    Source,
    Page,
    Person,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Claim => "claim",
            Kind::Source => "source",
            Kind::Page => "page",
            Kind::Person => "person",
        }
    }
}

/// Something that is named: its kind and its id.
pub(super) type Named = (Kind, String);

/// What comes before an id: in a link of a note, and in the address of a page or a part of one, a picture or a data file.
const BEFORE: [(&str, Kind); 12] = [
    ("claim:", Kind::Claim),
    ("claims/", Kind::Claim),
    ("cards/", Kind::Claim),
    ("#claim-", Kind::Claim),
    (PASSAGE, Kind::Claim),
    ("source:", Kind::Source),
    ("sources/", Kind::Source),
    ("annotations/", Kind::Source),
    ("page:", Kind::Page),
    ("pages/", Kind::Page),
    ("person:", Kind::Person),
    ("people/", Kind::Person),
];

/// Before the place of a passage in a source's page, which is called `CLAIM--PASSAGE`.
const PASSAGE: &str = "#";

/// Everything that a text may name.
pub(super) fn mentions(text: &str) -> BTreeSet<Named> {
    readings(text).iter().flat_map(|text| named(text)).collect()
}

/// What a text names by addresses below `base`, which is in lower case and has no scheme. Elsewhere in a captured article, such words are
/// not about this site.
pub(super) fn addressed(text: &str, base: &str) -> BTreeSet<Named> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ')');
    let readings = readings(text);
    let addresses = readings.iter().flat_map(|text| {
        text.match_indices(base).map(|(at, _)| text[at + base.len()..].split(is_end).next().unwrap_or_default())
    });
    addresses.flat_map(named).collect()
}

/// Whether a text has one of these ids as a word.
pub(super) fn has_id(text: &str, ids: &BTreeSet<String>) -> bool {
    readings(text).iter().any(|text| text.split(|c| !in_id(c)).any(|word| ids.contains(word.trim_matches('-'))))
}

/// Whether a text has this path, or a longer one that ends with it.
pub(super) fn has_path(text: &str, path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    readings(text).iter().any(|text| text.match_indices(&path).any(|(at, _)| !text[..at].ends_with(in_id)))
}

/// A text in lower case as it is written and, if that may differ, as Markdown, HTML and addresses are read.
fn readings(text: &str) -> Vec<String> {
    let written = text.to_ascii_lowercase();
    let read = unescaped(&written);
    let other = (read != written).then(|| read.to_ascii_lowercase());
    [Some(written), other].into_iter().flatten().collect()
}

fn in_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

fn named(text: &str) -> Vec<Named> {
    let mut found = vec![];
    for (before, kind) in BEFORE {
        for (at, _) in text.match_indices(before) {
            let rest = &text[at + before.len()..];
            // A browser reads `claims/./ID` and the like as `claims/ID`.
            let rest = if before.ends_with('/') { rest.trim_start_matches(['/', '.']) } else { rest };
            let word = &rest[..rest.find(|c| !in_id(c)).unwrap_or(rest.len())];
            let (id, is_passage) =
                word.split_once("--").map_or((word.trim_end_matches('-'), false), |(id, _)| (id, true));
            let begins = before.starts_with('#') || !text[..at].ends_with(char::is_alphanumeric);
            if begins && !id.is_empty() && (before != PASSAGE || is_passage) {
                found.push((kind, id.to_owned()));
            }
        }
    }
    found
}

/// Reads the escapes of Markdown and HTML, then those of addresses.
fn unescaped(text: &str) -> String {
    if !text.contains(['\\', '&', '%']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let after = &rest[1..];
        if rest.starts_with('&') {
            match entity(after) {
                Some((c, length)) => {
                    out.push(c);
                    rest = &after[length..];
                    continue;
                }
                None => out.push('&'),
            }
        } else if !after.starts_with(|c: char| c.is_ascii_punctuation()) {
            out.push('\\');
        }
        rest = after;
    }
    out.push_str(rest);
    match percent_encoding::percent_decode_str(&out).decode_utf8_lossy() {
        Cow::Borrowed(_) => out,
        Cow::Owned(decoded) => decoded,
    }
}

/// The character of an entity without its `&`, and the length of the rest. Of the names, those of what is in ids, links and addresses.
fn entity(text: &str) -> Option<(char, usize)> {
    const NAMES: [(&str, char); 6] =
        [("colon;", ':'), ("sol;", '/'), ("period;", '.'), ("percnt;", '%'), ("num;", '#'), ("amp;", '&')];
    if let Some((name, c)) = NAMES.into_iter().find(|(name, _)| text.starts_with(name)) {
        return Some((c, name.len()));
    }
    let number = text.strip_prefix('#')?;
    let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |digits| (digits, 16));
    let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let c = char::from_u32(u32::from_str_radix(&digits[..length], radix).ok()?)?;
    let end = length + usize::from(digits[length..].starts_with(';'));
    Some((c, text.len() - digits.len() + end))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Kind, addressed, has_id, mentions};

    #[test]
    fn finds_an_id_however_it_is_written() {
        for text in [
            "[z](claim:zep)",
            "[z](claim\\:zep)",
            "[z](claim&#58;zep)",
            "[z](claim&#x3A;zep)",
            "[z](claim&colon;zep)",
            "[z](cl&#97;im:z\\&#101;p)",
            "<a href=\"CLAIM:zep\">",
            "`claim:zep`",
            "(claim:zep-)",
            "https://example.org/claims/zep.html#a",
            "../claims/%7Aep",
            "../cl&#97;ims&sol;%7aep.html",
            "data/claims/zep.json",
            "cards/zep.png",
            "claims/.//zep.html",
            "print.html#claim-zep",
            "report.html#zep--p",
            "é (claim:zep) \\",
        ] {
            assert_eq!(mentions(text), BTreeSet::from([(Kind::Claim, "zep".to_owned())]), "{text}");
        }
        for text in [
            "claim: zep",
            "#zep",
            "#zep-2--p",
            "subclaim:zep",
            "claim:zeppelin",
            "claim:zep-2",
            "claim",
            "&#xffffffff;",
            "&#;",
            "%zz",
            "\\",
        ] {
            assert!(!mentions(text).contains(&(Kind::Claim, "zep".to_owned())), "{text}");
        }
    }

    #[test]
    fn in_an_article_only_own_addresses_count() {
        let found = |text| !addressed(text, "example.org/brief/").is_empty();
        assert!(
            found("<https://example.org/brief/claims/zep.html>")
                && found("(https://Example\\.org/brief/data/claims/zep.json)")
        );
        assert!(
            !found("claim:zep")
                && !found("https://elsewhere.org/claims/zep")
                && !found("https://example.org/brief/ claims/zep")
        );
    }

    #[test]
    fn ids_are_whole_words() {
        let ids = BTreeSet::from(["zep".to_owned()]);
        assert!(has_id("# wait for zep.", &ids) && has_id("[\"z\\ep\", z&#101;p]", &ids) && has_id("Zep", &ids));
        assert!(!has_id("zeppelin zep-2 xzep", &ids));
    }
}
