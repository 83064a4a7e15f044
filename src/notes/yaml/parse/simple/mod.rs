//! Reads notes in simple YAML, as nearly all are, several times as fast as the fast parser: [`read`].
//!
//! What is read is what the fast parser reads. Everything unusual is left to it: rarer YAML, values of another type than a text, a list or
//! a group, and all that is wrong.

mod reader;
mod scanner;

use serde::de::DeserializeOwned;

use reader::Reader;
use scanner::scan;

/// The value of a text; `None` if it is not simple, or not a `T`.
pub(in crate::notes::yaml) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(&mut Reader::new(scan(text)?)).ok()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::notes::yaml::Value;

    /// Checks that a text is read as the fast parser reads it.
    #[track_caller]
    fn check(text: &str, is_simple: bool) {
        let read = read::<Value>(text);
        assert_eq!(read.is_some(), is_simple, "{text:?}: {read:?}");
        if let Some(value) = read {
            assert_eq!(value, serde_yaml::from_str::<Value>(text).unwrap(), "{text:?}");
        }
    }

    #[test]
    fn usual_notes_are_simple() {
        check(
            "# A note.\nclaim: It cost “twice” as much, 1:2, a#b\nverdict: mostly-false\n\nclaimant:\n  name: Ana - or Tom?  \ntags: [a, \"b, c\", 'd''s', é é ]\nanalysis: |\n  One.\n\n    Two: \"x\" # y\n  - Three\n\npassages:\n  - id: a\n    quote: \"He said \\\"no\\\", \\\\ so\"\n    note: |-\n      x\n  # About b.\n  - id: b\n    quote: 'it''s'\n    absent:\n      - w\n      - \"v\"\n",
            true,
        );
        check("a:\n- b: c\n  d:\n  - e\n- f: []\n", true);
        check("a: >\n  b\n  c \n  d\n\n\n  e\n\nf: >-\n  g\n  # h\n", true);
        check("a: |\n  b\n # c\nd: e\n", true);
        check("a:\nb: ~\nc: true\nd:   \n", true);
    }

    #[test]
    fn notes_of_the_demonstration_are_simple() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/content/claims");
        let notes: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        let texts = notes.iter().map(|path| std::fs::read_to_string(path).unwrap());
        let simple = texts.filter(|text| read::<Value>(text).is_some()).count();
        assert!(simple * 10 > notes.len() * 8, "{simple} of {}", notes.len());
    }

    #[test]
    fn what_is_unusual_is_left_to_the_fast_parser() {
        for text in [
            "",
            "a: b",
            "a: b\r\n",
            "a: b\tc\n",
            "- a\n",
            " a: b\n",
            "---\na: b\n",
            "a: b\n---\nc: d\n",
            "a: b\n...\n",
            "a: &x b\n",
            "a: *x\n",
            "a: !x b\n",
            "a: {b: c}\n",
            "a: [b: c]\n",
            "a: [b, [c]]\n",
            "a: [b,]\n",
            "a: [b, c\n  d]\n",
            "a: >+\n  b\n",
            "a: >\n  b\n    c\n  d\n",
            "a: |+\n  b\n",
            "a: |2\n    b\n",
            "a: |\n\n  b\n",
            "a: |\nb: c\n",
            "a: |\n  b\n \nc: d\n",
            "a: b\n  c\n",
            "a:\n  b\n",
            "a: b # c\n",
            "a: # c\n",
            "a: b: c\n",
            "a: b:\n",
            "a: \"b\" c\n",
            "a: \"b\n  c\"\n",
            "a: \"\\x41\"\n",
            "a: 'b\n",
            "a: - b\n",
            "a: ? b\n",
            "? a\n: b\n",
            "\"a\": b\n",
            "a b: c\n",
            "a: 7\n",
            "a:\n  b: c\n d: e\n",
            "a:\n  - b\n c: d\n",
            "a:\n  - - b\n",
            "a:\n  -  b\n",
            "a:\n  -\n",
            "a: b\n- c\n",
            "a: b\n \n",
            "a: \u{85}\n",
            "a: \u{2028}\n",
            "\u{FEFF}a: b\n",
            "a: \u{7F}\n",
            "a: b\na: c\n",
        ] {
            check(text, false);
        }
        let deep: String = (0..20).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
        check(&deep, false);
    }
}
