//! The filters, tests and functions that templates can use: [`FILTERS`], [`TESTS`], [`FUNCTIONS`]. docs/theming.md describes them; a test
//! compares the two, and asks the engine for each.

/// The engine's filters and the program's own.
pub(in super::super) const FILTERS: [&str; 40] = [
    "abs",
    "capitalize",
    "date",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "fill",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "json_encode",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

pub(in super::super) const TESTS: [&str; 17] = [
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];

pub(in super::super) const FUNCTIONS: [&str; 3] = ["range", "super", "throw"];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tera::Tera;

    use super::{FILTERS, FUNCTIONS, TESTS};
    use crate::build::render::{filters, phrases};
    use crate::model::Language;
    use crate::model::locale::Locale;

    const GUIDE: &str = include_str!("../../../../docs/theming.md");

    #[test]
    fn the_guide_lists_what_exists() {
        let (_, section) = GUIDE.split_once("\n## Filters, tests and functions\n").unwrap();
        let section = section.split("\n## ").next().unwrap();
        let documented: BTreeSet<&str> = section
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split(" | ").next())
            .flat_map(|cell| cell.split("`, `"))
            .map(|name| name.split(['`', '(']).next().unwrap())
            .collect();
        let known: BTreeSet<&str> = [&FILTERS[..], &TESTS, &FUNCTIONS].concat().into_iter().collect();
        assert_eq!(documented, known);
    }

    #[test]
    fn the_engine_knows_each() {
        let locale = Locale::new(Language::default(), std::collections::BTreeMap::new()).into();
        let accepts = |template: String| {
            let mut tera = Tera::default();
            phrases::register(&mut tera, &locale);
            filters::register(&mut tera, &locale);
            tera.add_raw_template("a.html", &template).is_ok()
        };
        for name in FILTERS {
            assert!(accepts(format!("{{{{ a | {name} }}}}")), "{name}");
        }
        for name in TESTS {
            assert!(accepts(format!("{{{{ a is {name} }}}}")), "{name}");
        }
        for name in FUNCTIONS {
            assert!(accepts(format!("{{% block b %}}{{{{ {name}() }}}}{{% endblock %}}")), "{name}");
        }
        assert!(!accepts("{{ a | upcase }}".to_owned()));
    }
}
