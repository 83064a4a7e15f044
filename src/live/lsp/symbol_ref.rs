//! What the words under the cursor refer to, for hover and definitions. Entry point: [`symbol_at`].

use std::ops::Range;

use super::choices::Choice;
use super::cursor::CursorContext;
use super::cursor_target::{CursorTarget, target_at};
use crate::build::load::{IdKind, ValueKind};
use crate::editing::fields::Field;
use crate::editing::schema::NoteKind;
use crate::notes::yaml::tolerant::{Name, Outline};
use crate::notes::yaml::{Path, Step};
use citeback_quote::text::{shortened, single_spaced};

/// The schemes of links inside a brief.
pub(super) const SCHEMES: [(&str, IdKind); 3] =
    [("claim", IdKind::Claim), ("source", IdKind::Source), ("page", IdKind::Page)];

/// Something that a note refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SymbolRef {
    /// A field, by its path.
    Field(Path),
    /// A word from the fixed list of a field.
    Word { path: Path, word: String },
    /// Something that is defined elsewhere, by its id.
    Named { kind: IdKind, id: String },
    /// The source of the passage with this index in the outline.
    SourceOf(usize),
    /// The words of the passage with this index in the outline.
    Quote(usize),
    /// A passage of this note, by its id.
    Passage(String),
}

/// What the cursor is on, with its bytes in the text.
pub(super) fn symbol_at<'a>(cx: &CursorContext<'a>) -> Option<(Range<usize>, SymbolRef)> {
    let Some(cursor) = cx.in_yaml() else {
        return link(cx.text, cx.cursor);
    };
    let (range, symbol) = match target_at(&cx.outline, cursor)? {
        CursorTarget::Name { word, field: Some(field), .. } => (word, SymbolRef::Field(cx.outline.path(Some(field)))),
        CursorTarget::Value(item) => {
            let path = cx.outline.path(Some(item));
            let field = cx.config.fields.at(cx.kind, &path)?;
            if matches!(field.kind, ValueKind::Markdown | ValueKind::Inline) {
                return link(cx.text, cx.cursor);
            }
            (cx.outline.items[item].value.clone(), of_value(cx, item, field, path)?)
        }
        CursorTarget::Name { .. } | CursorTarget::Entry(_) => return None,
    };
    Some((cx.yaml.start + range.start..cx.yaml.start + range.end, symbol))
}

fn of_value<'a>(cx: &CursorContext<'a>, item: usize, field: Field<'_>, path: Path) -> Option<SymbolRef> {
    let outline = &cx.outline;
    let value = outline.value(item).trim().to_owned();
    let passage = match &path[..] {
        [Step::Key(list, _), Step::Index(_), Step::Key(name, _)]
            if list == "passages" && cx.kind == NoteKind::Claim =>
        {
            outline.items[item].around.map(|group| (name.as_ref(), group))
        }
        _ => None,
    };
    Some(match passage {
        Some(("quote" | "prefix" | "suffix", group)) => SymbolRef::Quote(group),
        Some(("source", group)) => SymbolRef::SourceOf(group),
        _ if field.words().next().is_some() => SymbolRef::Word { path, word: value },
        _ => SymbolRef::Named { kind: field.kind.refers_to()?, id: value },
    })
}

/// A link inside the brief, or a reference to a passage, around the byte `at` of a text.
fn link(text: &str, at: usize) -> Option<(Range<usize>, SymbolRef)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '^');
    let start = text[..at]
        .rfind(|c| !is_part(c))
        .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(|c| !is_part(c)).map_or(text.len(), |after| at + after);
    let word = &text[start..end];
    let symbol = match word.split_once(':') {
        None => SymbolRef::Passage(word.strip_prefix('^').filter(|_| text[..start].ends_with('['))?.to_owned()),
        Some((scheme, id)) => {
            let (_, kind) = *SCHEMES.iter().find(|(known, _)| *known == scheme)?;
            SymbolRef::Named { kind, id: id.to_owned() }
        }
    };
    Some((start..end, symbol))
}

/// The ids of a note's passages.
pub(super) fn passages(outline: &Outline<'_>) -> Vec<Choice> {
    let passages = outline.field(None, "passages");
    let entries = outline.inside(passages).filter(|(_, item)| passages.is_some() && item.name == Name::Entry);
    let choices = entries.filter_map(|(entry, _)| {
        let text = |field| outline.field(Some(entry), field).map(|item| outline.value(item));
        Some(Choice {
            value: text("id").filter(|id| !id.is_empty())?,
            detail: text("source").unwrap_or_default(),
            more: absent(outline, entry)
                .map(|absent| format!("not in it: {absent}"))
                .unwrap_or_else(|| shortened(&single_spaced(&text("quote").unwrap_or_default()), 200)),
        })
    });
    choices.collect()
}

/// The words that a passage says are absent; `None` for a quotation.
pub(super) fn absent(outline: &Outline<'_>, passage: usize) -> Option<String> {
    let words = outline.values(outline.field(Some(passage), "absent")?);
    let words: Vec<String> = words.iter().map(|word| format!("“{}”", single_spaced(word))).collect();
    Some(words.join(", "))
}

/// The index in the outline of the passage with an id.
pub(super) fn passage(outline: &Outline<'_>, id: &str) -> Option<usize> {
    let passages = outline.field(None, "passages")?;
    let has_id = |entry: &usize| outline.field(Some(*entry), "id").is_some_and(|item| outline.value(item) == id);
    outline.inside(Some(passages)).map(|(entry, _)| entry).find(has_id)
}

#[cfg(test)]
mod tests {
    use super::{IdKind, SymbolRef, link};

    #[test]
    fn finds_links_and_references() {
        let found = |marked: &str| {
            let at = marked.find('|').unwrap();
            link(&marked.replacen('|', "", 1), at).map(|(_, symbol)| symbol)
        };
        let named = |kind, id: &str| Some(SymbolRef::Named { kind, id: id.to_owned() });
        assert_eq!(found("So [it is](claim:two-|billion)."), named(IdKind::Claim, "two-billion"));
        assert_eq!(found("So it is.[^al|ert]"), Some(SymbolRef::Passage("alert".to_owned())));
        assert_eq!(found("é|"), None);
        assert_eq!(found("See htt|ps://example.org/"), None);
    }
}
