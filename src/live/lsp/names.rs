//! Completion of field names: [`names`] for the fields of a group, [`entry`] for a new entry of a list.

use std::ops::Range;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat, InsertTextMode,
    MarkupContent, MarkupKind, TextEdit,
};

use super::cursor::CursorContext;
use crate::editing::fields::Field;

/// Where a field name is inserted.
pub(super) struct InsertionPoint {
    /// Index of the group in the outline; `None` at the top level.
    pub group: Option<usize>,
    /// The bytes of the YAML that are replaced.
    pub word: Range<usize>,
    /// Index of the field if it already exists.
    pub field: Option<usize>,
}

/// The fields that a group does not have yet, required ones first.
pub(super) fn names(cx: &CursorContext<'_>, group: Field<'_>, point: &InsertionPoint) -> Vec<CompletionItem> {
    let given: Vec<&str> = cx
        .outline
        .inside(point.group)
        .filter(|(item, _)| Some(*item) != point.field)
        .filter_map(|(item, _)| cx.outline.name(item))
        .collect();
    let writer = SnippetWriter::new(cx, point);
    let mut items = vec![];
    let fits = |name: &str| !given.contains(&name) && !group.is_replaced(name, &given);
    for (order, (name, field)) in group.fields().enumerate().filter(|(_, (name, _))| fits(name)) {
        let required = group.requires(name);
        let text = if point.field.is_some() { name.to_owned() } else { writer.field(name, field) };
        items.push(CompletionItem {
            label: name.to_owned(),
            kind: Some(CompletionItemKind::FIELD),
            detail: Some(if required { "required" } else { "optional" }.to_owned()),
            documentation: Some(markdown(field_description(field))),
            sort_text: Some(format!("{}{order:03}", if required { 1 } else { 2 })),
            ..writer.item(cx, &point.word, text)
        });
    }
    items.sort_by(|a, b| a.sort_text.cmp(&b.sort_text));
    if given.is_empty() && point.field.is_none() && point.group.is_some() && !writer.brackets {
        items.extend(required_fields(cx, group, point, &writer, ""));
    }
    items
}

/// A new entry of a list of groups, with all required fields.
pub(super) fn entry(cx: &CursorContext<'_>, group: Field<'_>, point: &InsertionPoint) -> Vec<CompletionItem> {
    let writer = SnippetWriter::new(cx, point);
    required_fields(cx, group, point, &SnippetWriter { indent: format!("{}  ", writer.indent), ..writer }, "- ")
        .into_iter()
        .collect()
}

/// All required fields of a group as one item; `None` if there are fewer than two.
fn required_fields(
    cx: &CursorContext<'_>,
    group: Field<'_>,
    point: &InsertionPoint,
    writer: &SnippetWriter,
    dash: &str,
) -> Option<CompletionItem> {
    let required: Vec<&str> = group.fields().map(|(name, _)| name).filter(|name| group.requires(name)).collect();
    if required.len() < 2 {
        return None;
    }
    let text = format!("{dash}{}", writer.group(group));
    let label = format!("{dash}{}", required.join(", "));
    Some(CompletionItem {
        filter_text: Some(label.clone()),
        label,
        kind: Some(CompletionItemKind::SNIPPET),
        detail: Some("all required fields".to_owned()),
        sort_text: Some("0".to_owned()),
        ..writer.item(cx, &point.word, text)
    })
}

/// The documentation of a field, with an example, as Markdown.
pub(super) fn field_description(field: Field<'_>) -> String {
    let mut text = field.description().to_owned();
    let words: Vec<String> = field.words().map(|(word, meaning)| format!("- `{word}`: {meaning}")).collect();
    if !words.is_empty() {
        text.push_str("\n\n");
        text.push_str(&words.join("\n"));
    }
    if let Some(example) = field.example() {
        text.push_str(&format!("\n\nExample: `{example}`"));
    }
    text
}

pub(super) fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
}

/// Writes fields as snippets.
struct SnippetWriter {
    /// What further lines begin with. Some editors add the indentation of the line into which they insert.
    indent: String,
    brackets: bool,
    snippets: bool,
}

impl SnippetWriter {
    fn new(cx: &CursorContext<'_>, point: &InsertionPoint) -> Self {
        let text = cx.outline.text;
        let start = text[..point.word.start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = &text[start..point.word.start];
        let leading = line.len() - line.trim_start_matches([' ', '\t']).len();
        let brackets = point.group.is_some_and(|group| {
            let group = &cx.outline.items[group];
            group.in_brackets() || group.value.start < point.word.start && group.value.end > point.word.end
        });
        let indent = " ".repeat(if cx.config.adjusts_indentation { line.len() - leading } else { line.len() });
        SnippetWriter { indent, brackets, snippets: cx.config.snippets }
    }

    fn field(&self, name: &str, field: Field<'_>) -> String {
        let SnippetWriter { indent, .. } = self;
        if self.brackets {
            return format!("{name}: {}", self.tab_stop(1));
        }
        let deeper =
            |more: &str| SnippetWriter { indent: format!("{indent}{more}"), brackets: false, snippets: self.snippets };
        match field.entry() {
            _ if field.is_group() => format!("{name}:\n{indent}  {}", deeper("  ").group(field)),
            Some(entry) if entry.is_group() => format!("{name}:\n{indent}  - {}", deeper("    ").group(entry)),
            Some(_) if field.fields().next().is_none() => format!("{name}:\n{indent}  - {}", self.tab_stop(1)),
            _ => format!("{name}: {}", self.tab_stop(1)),
        }
    }

    /// The required fields of a group, or a tab stop if there are none.
    fn group(&self, group: Field<'_>) -> String {
        let required = group.fields().filter(|(name, _)| group.requires(name));
        let lines: Vec<String> = required
            .zip(1..)
            .map(|((name, field), number)| format!("{name}: {}", self.value(name, field, number)))
            .collect();
        if lines.is_empty() { self.tab_stop(1) } else { lines.join(&format!("\n{}", self.indent)) }
    }

    fn value(&self, name: &str, field: Field<'_>, number: usize) -> String {
        let words: Vec<&str> = field.words().map(|(word, _)| word).collect();
        match name {
            // Quotes often contain colons and quotation marks, which are safe in a block.
            "quote" => format!(">-\n{}  {}", self.indent, self.tab_stop(number)),
            _ if self.snippets && !words.is_empty() => format!("${{{number}|{}|}}", words.join(",")),
            _ => self.tab_stop(number),
        }
    }

    fn tab_stop(&self, number: usize) -> String {
        if self.snippets { format!("${number}") } else { String::new() }
    }

    fn item(&self, cx: &CursorContext<'_>, word: &Range<usize>, text: String) -> CompletionItem {
        let format = if self.snippets { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT };
        CompletionItem {
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range: cx.range(word), new_text: text })),
            insert_text_format: Some(format),
            insert_text_mode: cx.config.adjusts_indentation.then_some(InsertTextMode::ADJUST_INDENTATION),
            ..CompletionItem::default()
        }
    }
}
