//! The nodes of a page: [`Node`].

use dom_query::{LocalName, NodeData};

/// In bytes; longer attribute values are pictures embedded in the page, and are dropped.
pub(super) const MAX_VALUE: usize = 8_192;

pub(super) struct Node {
    pub parent: usize,
    /// One more than the number of the last node inside this one.
    pub end: usize,
    pub kind: NodeKind,
    /// The shadow tree that the node comes from; 0 for the page's own tree.
    pub scope: usize,
    /// Whether browsers show the node nowhere: it is in no slot, or replaced by what is.
    pub unrendered: bool,
}

pub(super) enum NodeKind {
    Text(String),
    Element { name: LocalName, attributes: Vec<(LocalName, String)> },
}

impl NodeKind {
    pub fn of(data: &NodeData) -> NodeKind {
        match data {
            NodeData::Text { contents } => NodeKind::Text(contents.chars().filter_map(printable).collect()),
            NodeData::Element(element) => NodeKind::Element {
                name: element.name.local.clone(),
                attributes: element
                    .attrs
                    .iter()
                    .filter_map(|attribute| {
                        let value: &str = &attribute.value;
                        let value = match &*attribute.name.local {
                            "srcdoc" => words_of_frame(value),
                            _ => (value.len() <= MAX_VALUE).then(|| value.to_owned())?,
                        };
                        Some((attribute.name.local.clone(), value))
                    })
                    .collect(),
            },
            _ => NodeKind::Text(String::new()),
        }
    }
}

/// The words at the start of a page that is shown in a frame, roughly: they are reported, and no part of the text.
fn words_of_frame(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<').filter(|_| words.len() < MAX_VALUE) {
        words.push_str(text);
        words.push(' ');
        let program = ["style", "script"]
            .iter()
            .find(|name| after.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name)));
        let end = program.and_then(|name| after.to_ascii_lowercase().find(&format!("</{name}"))).unwrap_or(0);
        rest = after[end..].split_once('>').map_or("", |(_, rest)| rest);
    }
    words + rest.get(..rest.len().min(MAX_VALUE)).unwrap_or_default()
}

/// Control characters show nothing, and are errors in notes.
fn printable(c: char) -> Option<char> {
    match c {
        c if c.is_ascii_whitespace() => Some(c),
        '\u{85}' => Some(' '),
        c => (!c.is_control()).then_some(c),
    }
}
