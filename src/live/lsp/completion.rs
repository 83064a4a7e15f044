//! Completion at the cursor. Entry point: [`complete`].

use std::ops::Range;

use lsp_types::{CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, TextEdit};

use super::choices::{Choice, choices, named};
use super::cursor::CursorContext;
use super::cursor_target::{CursorTarget, target_at};
use super::names::{self, InsertionPoint, markdown, names};
use super::symbol_ref::{self, SCHEMES};
use super::wording;
use crate::build::load::ValueKind;
use crate::editing::fields::Field;
use crate::editing::schema::NoteKind;
use crate::model::Id;
use crate::notes::yaml::tolerant::{Name, Style};
use crate::notes::yaml::write::{ScalarContext, escaped, in_single_quotes, scalar};

/// The completions at the cursor.
pub(super) fn complete(cx: &CursorContext<'_>) -> CompletionList {
    let items = match cx.in_yaml() {
        Some(cursor) => in_yaml(cx, cursor),
        None if cx.kind.has_prose() => in_prose(cx, false),
        None => vec![],
    };
    // What fits changes with every letter typed.
    CompletionList { is_incomplete: true, items }
}

fn in_yaml(cx: &CursorContext<'_>, cursor: usize) -> Vec<CompletionItem> {
    let Some(target) = target_at(&cx.outline, cursor) else {
        return vec![];
    };
    match target {
        CursorTarget::Name { group, word, field } => in_group(cx, &InsertionPoint { group, word, field }),
        CursorTarget::Value(item) => in_value(cx, item, cursor),
        CursorTarget::Entry(list) => {
            let entry = cx.config.fields.at(cx.kind, &cx.outline.path(Some(list))).and_then(Field::entry);
            entry.map_or(vec![], |entry| {
                let insertion = Insertion { flow: true, ..at_cursor(cursor) };
                choice_items(cx, entry, &insertion, &cx.outline.values(list))
            })
        }
    }
}

/// On a line of its own: the name of a field, an entry of a list, or a value below its name.
fn in_group(cx: &CursorContext<'_>, point: &InsertionPoint) -> Vec<CompletionItem> {
    let Some(parent) = cx.config.fields.at(cx.kind, &cx.outline.path(point.group)) else {
        return vec![];
    };
    let word = Insertion { range: point.word.clone(), ..at_cursor(point.word.start) };
    let in_list = point.group.is_some_and(|group| cx.outline.items[group].style == Style::List);
    match parent.entry() {
        _ if parent.is_group() && !in_list => names(cx, parent, point),
        Some(entry) if entry.is_group() => names::entry(cx, entry, point),
        Some(entry) => {
            let given = point.group.map(|group| cx.outline.values(group)).unwrap_or_default();
            choice_items(cx, entry, &Insertion { before: "- ", ..word }, &given)
        }
        None => choice_items(cx, parent, &word, &[]),
    }
}

fn in_value(cx: &CursorContext<'_>, item: usize, cursor: usize) -> Vec<CompletionItem> {
    let Some(field) = cx.config.fields.at(cx.kind, &cx.outline.path(Some(item))) else {
        return vec![];
    };
    let outline = &cx.outline;
    let value = outline.items[item].value.clone();
    let style = outline.items[item].style;
    if field.is_group() {
        // After “- ”, and perhaps the beginning of a name.
        let word = if style == Style::Plain { value } else { cursor..cursor };
        let is_entry = outline.items[item].name == Name::Entry && matches!(style, Style::Absent | Style::Plain);
        let point = InsertionPoint { group: Some(item), word, field: None };
        return if is_entry { names(cx, field, &point) } else { vec![] };
    }
    if cx.kind == NoteKind::Claim && outline.name(item) == Some("quote") {
        return wording::continuations(cx, item, cursor);
    }
    if matches!(field.kind, ValueKind::Markdown | ValueKind::Inline) {
        return in_prose(cx, has_references(cx.kind) && outline.name(item) == Some("analysis"));
    }
    let here = Insertion { style, flow: outline.items[item].in_brackets(), ..at_cursor(cursor) };
    let insertion = match style {
        Style::Plain => Insertion { range: value, ..here },
        Style::Single | Style::Double => Insertion { range: inside_quotes(outline.text, &value), ..here },
        Style::Absent if outline.text[..cursor].ends_with([':', '-']) => Insertion { before: " ", ..here },
        Style::Absent => here,
        Style::Literal | Style::Folded | Style::List | Style::Group => return vec![],
    };
    match field.entry() {
        // A list that is still empty.
        Some(entry) => {
            let insertion = Insertion { before: bracketed(insertion.before), after: "]", flow: true, ..insertion };
            choice_items(cx, entry, &insertion, &[])
        }
        None => {
            let list = outline.items[item].around.filter(|_| outline.items[item].name == Name::Entry);
            let mut given = list.map(|list| outline.values(list)).unwrap_or_default();
            let own = outline.value(item);
            given.retain(|value| *value != own);
            choice_items(cx, field, &insertion, &given)
        }
    }
}

/// Whether the analysis of such a note refers to passages.
fn has_references(kind: NoteKind) -> bool {
    matches!(kind, NoteKind::Claim | NoteKind::ClaimTranslation)
}

/// How a value is inserted.
struct Insertion {
    /// The bytes of the YAML that are replaced.
    range: Range<usize>,
    before: &'static str,
    after: &'static str,
    /// How the replaced value is written.
    style: Style,
    /// Whether it is in brackets.
    flow: bool,
}

fn at_cursor(cursor: usize) -> Insertion {
    Insertion { range: cursor..cursor, before: "", after: "", style: Style::Absent, flow: false }
}

impl Insertion {
    /// A value as YAML. An id needs no quotation marks, not even `true` or `2019`: fields that take an id read these as text.
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

fn inside_quotes(text: &str, value: &Range<usize>) -> Range<usize> {
    let written = &text[value.clone()];
    let closed = written.len() > 1 && written.ends_with(&written[..1]);
    value.start + 1..value.end - usize::from(closed)
}

/// The choices for a field, except those that its list already has.
fn choice_items(
    cx: &CursorContext<'_>,
    field: Field<'_>,
    insertion: &Insertion,
    given: &[String],
) -> Vec<CompletionItem> {
    let choices = choices(cx, field).into_iter().enumerate();
    choices
        .filter(|(_, choice)| !given.contains(&choice.value))
        .map(|(order, choice)| {
            let text = format!("{}{}{}", insertion.before, insertion.yaml(&choice.value), insertion.after);
            item(choice, order, cx.range(&insertion.range), text)
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

/// In Markdown: link targets and, in the analysis of a claim, references to passages.
fn in_prose(cx: &CursorContext<'_>, passages: bool) -> Vec<CompletionItem> {
    let start = cx.text[..cx.cursor].rfind('\n').map_or(0, |newline| newline + 1);
    let line = &cx.text[start..cx.cursor];
    let typed = line.len() - line.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-').len();
    let after = cx.text[cx.cursor..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(0);
    let range = cx.text_range(&(cx.cursor - typed..cx.cursor + after));
    let head = &line[..line.len() - typed];
    let (choices, close) = if passages && head.ends_with("[^") {
        (symbol_ref::passages(&cx.outline), ']')
    } else if let Some((_, kind)) = SCHEMES.iter().find(|(scheme, _)| head.ends_with(&format!("({scheme}:"))) {
        (named(cx, *kind), ')')
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
    let closed = close == ':' || cx.text[cx.cursor + after..].starts_with(close);
    let items = choices.into_iter().enumerate().map(|(order, choice)| {
        let text = if closed { choice.value.clone() } else { format!("{}{close}", choice.value) };
        item(choice, order, range, text)
    });
    items.collect()
}

#[cfg(test)]
mod tests {
    use super::{Insertion, at_cursor};
    use crate::notes::yaml::tolerant::Style;

    #[test]
    fn inserted_values_parse_back_to_the_same_text() {
        let written = |style, flow, value: &str| Insertion { style, flow, ..at_cursor(0) }.yaml(value);
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
