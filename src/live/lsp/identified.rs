//! The id under the cursor, of which references are listed and which can be renamed. Entry point: [`identified`].

use std::ops::Range;

use super::cursor::CursorContext;
use super::cursor_target::{CursorTarget, target_at};
use super::symbol_ref::{SymbolRef, symbol_at};
use crate::build::load::IdKind;
use crate::editing::schema::NoteKind;
use crate::notes::yaml::Step;
use crate::notes::yaml::tolerant::Style;

/// What an id stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Identified {
    Named {
        kind: IdKind,
        id: String,
    },
    /// A passage of the note itself.
    Passage(String),
}

/// The id under the cursor, with its bytes in the text; they are `None` where the thing itself is under the cursor, not its id.
pub(super) fn identified(cx: &CursorContext<'_>) -> Option<(Option<Range<usize>>, Identified)> {
    if let Some(defined) = defined(cx) {
        return Some(defined);
    }
    let (range, symbol) = symbol_at(cx)?;
    if has_properties(cx.text.get(range.clone())?) {
        return None;
    }
    let identified = match symbol {
        SymbolRef::Named { kind, id } => Identified::Named { kind, id },
        SymbolRef::SourceOf(group) => {
            let id = cx.passage_text(Some(group), "source")?.trim().to_owned();
            Identified::Named { kind: IdKind::Source, id }
        }
        SymbolRef::Passage(id) => Identified::Passage(id),
        SymbolRef::Field(_) | SymbolRef::Word { .. } | SymbolRef::Quote(_) => return None,
    };
    let id = identified.id();
    // Without “claim:”, “^” or quotation marks.
    let start = range.start + cx.text.get(range.clone())?.rfind(id)?;
    Some((Some(start..start + id.len()), identified))
}

impl Identified {
    pub fn id(&self) -> &str {
        match self {
            Identified::Named { id, .. } | Identified::Passage(id) => id,
        }
    }
}

/// What the cursor is on the definition of.
fn defined(cx: &CursorContext<'_>) -> Option<(Option<Range<usize>>, Identified)> {
    let cursor = cx.in_yaml()?;
    let outline = &cx.outline;
    let item = match target_at(outline, cursor)? {
        CursorTarget::Value(item) => item,
        CursorTarget::Name { field, .. } => field?,
        CursorTarget::Entry(_) => return None,
    };
    let path = outline.path(Some(item));
    let value = outline.value(item).trim().to_owned();
    let in_value = || {
        let written = outline.items[item].value.clone();
        if has_properties(outline.text.get(written.clone())?) {
            return None;
        }
        let marks = usize::from(matches!(outline.items[item].style, Style::Single | Style::Double));
        let start = cx.yaml.start + written.start + marks;
        Some(start..start + value.len()).filter(|range| cx.text.get(range.clone()) == Some(value.as_str()))
    };
    let named = |kind| Identified::Named { kind, id: value.clone() };
    let steps: Vec<&str> = path.iter().filter_map(name).collect();
    match (cx.kind, steps.as_slice(), path.len()) {
        (NoteKind::Claim, ["passages", "id"], 3) | (NoteKind::Claim, ["claim_passage"], 1) => {
            Some((in_value(), Identified::Passage(value.clone())))
        }
        (NoteKind::Brief | NoteKind::Desk, ["people", "id"], 3) => Some((in_value(), named(IdKind::Person))),
        (NoteKind::Brief | NoteKind::Desk, ["verdicts", "id"], 3) => Some((in_value(), named(IdKind::Verdict))),
        (NoteKind::Claim, ["claim"], 1) => Some((None, own(cx, IdKind::Claim)?)),
        (NoteKind::Source, ["title"], 1) => Some((None, own(cx, IdKind::Source)?)),
        (NoteKind::Page, ["title"], 1) => Some((None, own(cx, IdKind::Page)?)),
        _ => None,
    }
}

/// Whether a value is an alias, or has an anchor or a tag: other values depend on it, or it on them, so no id stands there alone.
fn has_properties(written: &str) -> bool {
    written.starts_with(['*', '&', '!'])
}

fn name(step: &Step) -> Option<&str> {
    match step {
        Step::Key(name, _) => Some(name),
        Step::Index(_) => None,
    }
}

/// What the file under the cursor describes.
fn own(cx: &CursorContext<'_>, kind: IdKind) -> Option<Identified> {
    let (_, name) = cx.path.rsplit_once('/')?;
    let id = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    Some(Identified::Named { kind, id })
}
