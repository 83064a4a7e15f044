//! The guide to findings, docs/findings.md, embedded in the binary: [`explain`] returns one section, [`index`] the list.

use crate::findings::Code;

const GUIDE: &str = include_str!("../../docs/findings.md");

/// The section on a code, as Markdown without its heading; `None` if there is no such code.
pub fn explain(name: &str) -> Option<&'static str> {
    sections().find(|(code, _)| *code == name).map(|(_, text)| text.trim())
}

/// Every code with the first sentence of its section.
pub fn index() -> Vec<(&'static str, &'static str)> {
    Code::ALL
        .iter()
        .map(|code| {
            let first = explain(code.name()).and_then(|text| text.lines().next());
            (code.name(), first.unwrap_or_default())
        })
        .collect()
}

fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    GUIDE.split("\n## ").skip(1).filter_map(|section| section.split_once('\n'))
}

#[cfg(test)]
mod tests {
    use super::{Code, explain, index, sections};

    #[test]
    fn exactly_the_codes_are_explained() {
        for code in Code::ALL {
            let section = explain(code.name()).unwrap_or_else(|| panic!("{} is not in docs/findings.md", code.name()));
            for part in ["**Why.**", "**Example.**", "**Fix.**"] {
                assert!(section.contains(part), "{} has no {part}", code.name());
            }
        }
        let known: Vec<_> = index().into_iter().map(|(name, _)| name).collect();
        assert_eq!(sections().map(|(name, _)| name).collect::<Vec<_>>(), known);
    }
}
