//! The values that each template gets, as docs/context.md declares them: [`Declared`]. A test compares that file with what pages get.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::rc::Rc;

use super::shape::{Group, GroupId, Groups, Shape, Type};
use crate::model::locale::Locale;

const GUIDE: &str = include_str!("../../../../docs/context.md");

/// The heading of what all templates get.
const EVERY: &str = "Every template";

/// The values of all templates.
pub(super) struct Declared {
    pub groups: Groups,
    /// What all templates get.
    pub shared: GroupId,
    /// What each template gets in addition, by its name.
    pub templates: BTreeMap<&'static str, GroupId>,
}

impl Declared {
    /// With the phrases of a site, and the styles and scripts that it adds.
    pub fn new<'a>(locale: &Locale, assets: impl Iterator<Item = &'a str>) -> Self {
        let mut groups = Groups::default();
        let sections: Vec<(&str, &str)> = sections().collect();
        // Groups may be named before they are listed.
        let named: BTreeMap<&str, GroupId> =
            sections.iter().map(|(name, _)| (*name, groups.add(Group::default()))).collect();
        for (name, text) in &sections {
            let mut lines = text.lines().peekable();
            let fields = fields(&mut lines, 0, &named, &mut groups);
            *groups.get_mut(named[name]) = Group { fields, open: false };
        }
        let text = || Type { shape: Shape::Text, optional: false };
        let phrase = |name: &String| Type { shape: Shape::Phrase(name.as_str().into()), optional: false };
        let words = locale.phrases.keys().map(|name| (name.clone(), phrase(name)));
        let words = words.chain([("extra".to_owned(), Type { shape: Shape::Anything, optional: false })]);
        let words = groups.add(Group { fields: words.collect(), open: false });
        let shared = named[EVERY];
        for (name, given) in &mut groups.get_mut(shared).fields {
            if name == "words" {
                *given = Type { shape: Shape::Group(words), optional: false };
            }
        }
        if let Some(Shape::Group(known)) = groups.get(shared).field("assets").map(|given| given.shape.clone()) {
            let known = &mut groups.get_mut(known).fields;
            let new: Vec<String> =
                assets.filter(|path| !known.iter().any(|(name, _)| name == path)).map(str::to_owned).collect();
            known.extend(new.into_iter().map(|path| (path, text())));
        }
        let templates = named.into_iter().filter(|(name, _)| name.contains('.')).collect();
        Declared { groups, shared, templates }
    }
}

/// The headings of the second level, each with the list below it.
fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    GUIDE.split("\n## ").skip(1).filter_map(|section| {
        let (name, rest) = section.split_once('\n')?;
        let (_, list) = rest.split_once("```text\n")?;
        Some((name, list.split("```").next()?))
    })
}

/// The fields at a depth, and what is below each.
fn fields<'l>(
    lines: &mut Peekable<impl Iterator<Item = &'l str>>,
    depth: usize,
    named: &BTreeMap<&str, GroupId>,
    groups: &mut Groups,
) -> Vec<(String, Type)> {
    let mut found = vec![];
    while let Some(line) = lines.next_if(|line| line.len() - line.trim_start().len() == depth * 2) {
        let (name, kind) = line.trim().split_once(": ").unwrap_or((line.trim(), ""));
        let below = fields(lines, depth + 1, named, groups);
        let (kind, optional) = match kind.strip_suffix(", or none") {
            Some(kind) => (kind, true),
            None => (kind, kind == "none"),
        };
        let shape = match kind {
            "text" => Shape::Text,
            "HTML" => Shape::Html,
            "number" => Shape::Number,
            "true or false" => Shape::Boolean,
            "list" => {
                let entry = below.into_iter().find(|(name, _)| name == "-").map(|(_, entry)| entry);
                Shape::List(Rc::new(entry.unwrap_or(Type { shape: Shape::Anything, optional: false })))
            }
            "group" => Shape::Group(groups.add(Group { open: below.is_empty(), fields: below })),
            kind => named.get(kind).map_or(Shape::Anything, |id| Shape::Group(*id)),
        };
        found.push((name.to_owned(), Type { shape, optional }));
    }
    found
}
