//! Completion: what could be written where the cursor is. [`complete`] is the one way in.

use std::ops::Range;

use lsp_types::{CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, TextEdit};

use super::choices::{Choice, choices, named};
use super::cursor::CursorContext;
use super::cursor_target::{CursorTarget, spot};
use super::fields::Field;
use super::names::{self, Placeholder, markdown, names};
use super::symbol_ref::{self, SCHEMES};
use super::wording;
use crate::build::load::ValueKind;
use crate::editing::schema::NoteKind;
use crate::model::Id;
use crate::notes::yaml::tolerant::{Name, Style};
use crate::notes::yaml::write::{ScalarContext, escaped, in_single_quotes, scalar};

/// All that could be written at the cursor; nothing where nobody can know.
pub(super) fn complete(at: &CursorContext<'_>) -> CompletionList {
    let items = match at.in_yaml() {
        Some(cursor) => in_yaml(at, cursor),
        None if at.kind == NoteKind::Page => in_prose(at, false),
        None => vec![],
    };
    // What fits depends on every further letter.
    CompletionList { is_incomplete: true, items }
}

fn in_yaml(at: &CursorContext<'_>, cursor: usize) -> Vec<CompletionItem> {
    let Some(spot) = spot(&at.outline, cursor) else {
        return vec![];
    };
    match spot {
        CursorTarget::Name { group, word, field } => in_group(at, &Placeholder { group, word, field }),
        CursorTarget::Value(item) => in_value(at, item, cursor),
        CursorTarget::Entry(list) => {
            let entry = at.setting.fields.at(at.kind, &at.outline.path(Some(list))).and_then(Field::entry);
            entry.map_or(vec![], |entry| {
                let written = InsertContext { flow: true, ..cursor_only(cursor) };
                offered(at, entry, &written, &at.outline.values(list))
            })
        }
    }
}

/// On a line of its own: a field's name, an entry of a list, or a value below its name.
fn in_group(at: &CursorContext<'_>, gap: &Placeholder) -> Vec<CompletionItem> {
    let Some(around) = at.setting.fields.at(at.kind, &at.outline.path(gap.group)) else {
        return vec![];
    };
    let word = InsertContext { range: gap.word.clone(), ..cursor_only(gap.word.start) };
    match around.entry() {
        _ if around.is_group() => names(at, around, gap),
        Some(entry) if entry.is_group() => names::entry(at, entry, gap),
        Some(entry) => {
            let given = gap.group.map(|group| at.outline.values(group)).unwrap_or_default();
            offered(at, entry, &InsertContext { before: "- ", ..word }, &given)
        }
        None => offered(at, around, &word, &[]),
    }
}

fn in_value(at: &CursorContext<'_>, item: usize, cursor: usize) -> Vec<CompletionItem> {
    let Some(field) = at.setting.fields.at(at.kind, &at.outline.path(Some(item))) else {
        return vec![];
    };
    let outline = &at.outline;
    let value = outline.items[item].value.clone();
    let style = outline.items[item].style;
    if field.is_group() {
        // “- ” was written, and perhaps the beginning of a name.
        let word = if style == Style::Plain { value } else { cursor..cursor };
        let is_entry = outline.items[item].name == Name::Entry && matches!(style, Style::Absent | Style::Plain);
        let gap = Placeholder { group: Some(item), word, field: None };
        return if is_entry { names(at, field, &gap) } else { vec![] };
    }
    if at.kind == NoteKind::Claim && outline.name(item) == Some("quote") {
        return wording::continuations(at, item, cursor);
    }
    if matches!(field.kind, ValueKind::Markdown | ValueKind::Inline) {
        return in_prose(at, at.kind == NoteKind::Claim && outline.name(item) == Some("analysis"));
    }
    let here = InsertContext { style, flow: outline.items[item].in_brackets(), ..cursor_only(cursor) };
    let written = match style {
        Style::Plain => InsertContext { range: value, ..here },
        Style::Single | Style::Double => InsertContext { range: within_quotes(outline.text, &value), ..here },
        Style::Absent if outline.text[..cursor].ends_with([':', '-']) => InsertContext { before: " ", ..here },
        Style::Absent => here,
        Style::Literal | Style::Folded | Style::List | Style::Group => return vec![],
    };
    match field.entry() {
        // A list of which nothing is written yet.
        Some(entry) => {
            let written = InsertContext { before: bracketed(written.before), after: "]", flow: true, ..written };
            offered(at, entry, &written, &[])
        }
        None => {
            let list = outline.items[item].around.filter(|_| outline.items[item].name == Name::Entry);
            let mut given = list.map(|list| outline.values(list)).unwrap_or_default();
            let own = outline.value(item);
            given.retain(|value| *value != own);
            offered(at, field, &written, &given)
        }
    }
}

/// What makes way for a value, and what is written with it.
struct InsertContext {
    /// Bytes of the YAML.
    range: Range<usize>,
    before: &'static str,
    after: &'static str,
    /// How what makes way is written.
    style: Style,
    /// Whether it is between brackets.
    flow: bool,
}

fn cursor_only(cursor: usize) -> InsertContext {
    InsertContext { range: cursor..cursor, before: "", after: "", style: Style::Absent, flow: false }
}

impl InsertContext {
    /// A value as YAML. A field that takes an id takes any id for one, `true` and `2019` too.
    fn yaml(&self, value: &str) -> String {
        match self.style {
            Style::Double => escaped(value),
            Style::Single => in_single_quotes(value),
            _ if Id::new(value).is_some() => value.to_owned(),
            _ => scalar(value, if self.flow { &ScalarContext::FLOW } else { &ScalarContext::LINE }),
        }
    }
}

fn bracketed(before: &str) -> &'static str {
    if before.is_empty() { "[" } else { " [" }
}

fn within_quotes(text: &str, value: &Range<usize>) -> Range<usize> {
    let written = &text[value.clone()];
    let closed = written.len() > 1 && written.ends_with(&written[..1]);
    value.start + 1..value.end - usize::from(closed)
}

/// The choices for a field, but for those of a list that were made.
fn offered(at: &CursorContext<'_>, field: Field<'_>, written: &InsertContext, given: &[String]) -> Vec<CompletionItem> {
    let choices = choices(at, field).into_iter().enumerate();
    choices
        .filter(|(_, choice)| !given.contains(&choice.value))
        .map(|(order, choice)| {
            let text = format!("{}{}{}", written.before, written.yaml(&choice.value), written.after);
            item(choice, order, at.range(&written.range), text)
        })
        .collect()
}

fn item(choice: Choice, order: usize, range: lsp_types::Range, new_text: String) -> CompletionItem {
    CompletionItem {
        label: choice.value,
        kind: Some(CompletionItemKind::VALUE),
        detail: Some(choice.detail).filter(|detail| !detail.is_empty()),
        documentation: Some(choice.more).filter(|more| !more.is_empty()).map(markdown),
        sort_text: Some(format!("{order:05}")),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
        ..CompletionItem::default()
    }
}

/// In Markdown: what a link leads to, and, where passages are numbered, references to them.
fn in_prose(at: &CursorContext<'_>, passages: bool) -> Vec<CompletionItem> {
    let start = at.text[..at.cursor].rfind('\n').map_or(0, |newline| newline + 1);
    let line = &at.text[start..at.cursor];
    let begun = line.len() - line.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-').len();
    let after = at.text[at.cursor..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(0);
    let range = at.text_range(&(at.cursor - begun..at.cursor + after));
    let head = &line[..line.len() - begun];
    let (choices, close) = if passages && head.ends_with("[^") {
        (symbol_ref::passages(&at.outline), ']')
    } else if let Some((_, kind)) = SCHEMES.iter().find(|(scheme, _)| head.ends_with(&format!("({scheme}:"))) {
        (named(at, *kind), ')')
    } else if head.ends_with("](") {
        let schemes = SCHEMES.map(|(scheme, _)| Choice {
            value: format!("{scheme}:"),
            detail: format!("a link to a {scheme} of this brief"),
            more: String::new(),
        });
        (schemes.into(), ':')
    } else {
        return vec![];
    };
    let closed = close == ':' || at.text[at.cursor + after..].starts_with(close);
    let items = choices.into_iter().enumerate().map(|(order, choice)| {
        let text = if closed { choice.value.clone() } else { format!("{}{close}", choice.value) };
        item(choice, order, range, text)
    });
    items.collect()
}

#[cfg(test)]
mod tests {
    use super::{InsertContext, cursor_only};
    use crate::notes::yaml::tolerant::Style;

    #[test]
    fn values_are_written_so_that_they_are_read_again() {
        let written = |style, flow, value: &str| InsertContext { style, flow, ..cursor_only(0) }.yaml(value);
        assert_eq!(written(Style::Absent, true, "public money"), "public money");
        assert_eq!(written(Style::Absent, true, "bridges, roads"), "\"bridges, roads\"");
        assert_eq!(written(Style::Plain, false, "bridges: roads"), "\"bridges: roads\"");
        assert_eq!(written(Style::Single, false, "men's"), "men''s");
        assert_eq!(written(Style::Double, true, "a \"b\""), "a \\\"b\\\"");
        // A verdict, a source.
        assert_eq!(
            (written(Style::Absent, false, "true"), written(Style::Absent, false, "2019")),
            ("true".into(), "2019".into())
        );
    }
}
