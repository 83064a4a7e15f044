//! Values of any shape, for fields whose names the newsroom chooses: [`free_form`].

use std::ops::Range;

use serde_json::{Map, Number, Value};

use super::plain_scalar::{self, PlainScalar};
use super::tree::{NodeId, NodeKind, Tree};

/// The largest number whose neighbours programs in JavaScript can tell apart.
const MAX_EXACT: i128 = (1 << 53) - 1;
/// What a value costs beside its text, in bytes.
const VALUE_COST: usize = 16;

/// How much a value may hold.
#[derive(Debug, Clone, Copy)]
pub struct FreeLimits {
    /// Lists and groups inside each other, the outermost included.
    pub depth: usize,
    /// Bytes of all texts, and 16 more for each value.
    pub size: usize,
}

/// Something that a value of any shape cannot have.
#[derive(Debug, PartialEq, Eq)]
pub enum FreeFault {
    TooDeep,
    TooLarge,
    /// The name of a field is a list, a group or nothing.
    NoName,
    /// A field occurs twice; the first one is at these bytes.
    Twice {
        field: String,
        first: Range<usize>,
    },
}

/// The value at the top of a tree or below it, and what is wrong in it, with the bytes of each fault in order.
///
/// A number is one only if it is written as JSON writes it: `1.50`, `007` and `0x1F` stay texts, so that pages show what the note says.
pub fn free_form(tree: &Tree<'_>, node: NodeId, limits: FreeLimits) -> (Value, Vec<(Range<usize>, FreeFault)>) {
    let mut reading = Reading { tree, limits, size: 0, faults: vec![] };
    let value = reading.value(node, 0);
    (value, reading.faults)
}

struct Reading<'a, 't> {
    tree: &'a Tree<'t>,
    limits: FreeLimits,
    size: usize,
    faults: Vec<(Range<usize>, FreeFault)>,
}

impl Reading<'_, '_> {
    fn value(&mut self, node: NodeId, depth: usize) -> Value {
        let tree = self.tree;
        let (written, node) = (tree.node(node), tree.node(tree.target(node)));
        let is_full = self.size > self.limits.size;
        self.size += VALUE_COST;
        match &node.kind {
            NodeKind::Scalar { text, plain, .. } => {
                self.size += text.len();
                self.check_size(is_full, &written.span);
                if *plain { plain_value(text) } else { Value::from(text.as_ref()) }
            }
            NodeKind::Sequence(_) | NodeKind::Mapping(_) if depth >= self.limits.depth => {
                self.faults.push((written.span.clone(), FreeFault::TooDeep));
                Value::Null
            }
            // What is beyond the limit is not read: aliases could make it endless.
            _ if is_full => Value::Null,
            NodeKind::Sequence(elements) => {
                let elements = elements.iter().filter(|element| !tree.skips(**element));
                Value::Array(elements.map(|element| self.value(*element, depth + 1)).collect())
            }
            NodeKind::Mapping(entries) => Value::Object(self.group(entries, depth)),
            // Its target is never another alias.
            NodeKind::Alias(_) => Value::Null,
        }
    }

    fn group(&mut self, entries: &[(NodeId, NodeId)], depth: usize) -> Map<String, Value> {
        let tree = self.tree;
        let mut group = Map::new();
        for (key, value) in entries.iter().filter(|(_, value)| !tree.skips(*value)) {
            let at = tree.node(*key).span.clone();
            let Some(name) = tree.text(*key).filter(|name| !name.is_empty()) else {
                self.faults.push((at, FreeFault::NoName));
                continue;
            };
            if group.contains_key(name) {
                let same = entries.iter().find(|(other, _)| tree.text(*other) == Some(name));
                let first = same.map_or(0..0, |(first, _)| tree.node(*first).span.clone());
                self.faults.push((at, FreeFault::Twice { field: name.to_owned(), first }));
                continue;
            }
            self.size += name.len();
            let value = self.value(*value, depth + 1);
            group.insert(name.to_owned(), value);
        }
        group
    }

    /// Reports the value with which there is too much.
    fn check_size(&mut self, was_full: bool, at: &Range<usize>) {
        if !was_full && self.size > self.limits.size {
            self.faults.push((at.clone(), FreeFault::TooLarge));
        }
    }
}

/// An unquoted word.
fn plain_value(word: &str) -> Value {
    match plain_scalar::guess(word) {
        PlainScalar::Null => Value::Null,
        PlainScalar::Bool(value) => Value::Bool(value),
        PlainScalar::Integer(value) if value.abs() <= MAX_EXACT && value.to_string() == word => {
            i64::try_from(value).map_or_else(|_| Value::from(word), Value::from)
        }
        PlainScalar::Float(value) => match Number::from_f64(value).filter(|number| number.to_string() == word) {
            Some(number) => Value::Number(number),
            None => Value::from(word),
        },
        PlainScalar::Integer(_) | PlainScalar::Text => Value::from(word),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{FreeFault, FreeLimits, free_form};
    use crate::notes::yaml::Tree;

    const LIMITS: FreeLimits = FreeLimits { depth: 3, size: 1000 };

    fn read(text: &str) -> (serde_json::Value, Vec<String>) {
        let tree = Tree::new(text).unwrap();
        let (value, faults) = free_form(&tree, 0, LIMITS);
        let kind = |fault: &FreeFault| match fault {
            FreeFault::TooDeep => "too deep".to_owned(),
            FreeFault::TooLarge => "too large".to_owned(),
            FreeFault::NoName => "no name".to_owned(),
            FreeFault::Twice { first, .. } => format!("after {}", &text[first.clone()]),
        };
        (value, faults.iter().map(|(at, fault)| format!("{}: {}", &text[at.clone()], kind(fault))).collect())
    }

    #[test]
    fn a_number_is_one_only_as_json_writes_it() {
        let text = "[7, -2, 1.5, 1.50, 007, 0x1F, 1e3, -0, 9007199254740991, 9007199254740992, .nan, \"7\", yes, true, ~, 2024-03-12]";
        let values = json!([
            7,
            -2,
            1.5,
            "1.50",
            "007",
            "0x1F",
            "1e3",
            "-0",
            9_007_199_254_740_991_i64,
            "9007199254740992",
            ".nan",
            "7",
            "yes",
            true,
            null,
            "2024-03-12"
        ]);
        assert_eq!(read(text), (values, vec![]));
    }

    #[test]
    fn keeps_the_order_of_fields_and_follows_aliases() {
        let (value, faults) = read("z: &x {b: 1, a: 2}\n2019: *x\n");
        assert_eq!(value.to_string(), "{\"z\":{\"b\":1,\"a\":2},\"2019\":{\"b\":1,\"a\":2}}");
        assert_eq!(faults, [""; 0]);
    }

    #[test]
    fn reports_what_it_cannot_hold() {
        assert_eq!(read("a: [[b]]").1, [""; 0]);
        assert_eq!(read("a: [[[b]]]").1, ["[b]: too deep"]);
        assert_eq!(read("? [a]\n: b\n").1, ["[a]: no name"]);
        assert_eq!(read("a: 1\nb: 2\n\"a\": 3\n").1, ["\"a\": after a"]);
        let long = format!("a: {}\nb: {}\nc: [d]\n", "x".repeat(900), "y".repeat(900));
        assert_eq!(read(&long).1, [format!("{}: too large", "y".repeat(900))]);
    }

    #[test]
    fn aliases_cannot_make_it_endless() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x]\n");
        for level in 1..3 {
            let before = format!("*a{}, ", level - 1).repeat(8);
            text.push_str(&format!("a{level}: &a{level} [{before}]\n"));
        }
        assert!(read(&text).1.iter().any(|fault| fault.ends_with("too large")));
    }
}
