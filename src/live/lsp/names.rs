//! Completion of the names of fields: [`names`] of a group, [`entry`] for a whole new entry of a list.

use std::ops::Range;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat, InsertTextMode,
    MarkupContent, MarkupKind, TextEdit,
};

use super::cursor::CursorContext;
use super::fields::Field;

/// What is to be inserted, and where.
pub(super) struct Placeholder {
    /// Position of the group in the outline; `None` at the top.
    pub group: Option<usize>,
    /// The bytes of the YAML that make way.
    pub word: Range<usize>,
    /// The field that has the name, when there is one already.
    pub field: Option<usize>,
}

/// The fields of a group that it does not have yet, required ones first.
pub(super) fn names(at: &CursorContext<'_>, group: Field<'_>, gap: &Placeholder) -> Vec<CompletionItem> {
    let given: Vec<&str> = at
        .outline
        .inside(gap.group)
        .filter(|(item, _)| Some(*item) != gap.field)
        .filter_map(|(item, _)| at.outline.name(item))
        .collect();
    let writer = SnippetWriter::new(at, gap);
    let mut items = vec![];
    for (order, (name, field)) in group.fields().enumerate().filter(|(_, (name, _))| !given.contains(name)) {
        let required = group.requires(name);
        let text = if gap.field.is_some() { name.to_owned() } else { writer.field(name, field) };
        items.push(CompletionItem {
            label: name.to_owned(),
            kind: Some(CompletionItemKind::FIELD),
            detail: Some(if required { "required" } else { "optional" }.to_owned()),
            documentation: Some(markdown(explained(field))),
            sort_text: Some(format!("{}{order:03}", if required { 1 } else { 2 })),
            ..writer.item(at, &gap.word, text)
        });
    }
    items.sort_by(|a, b| a.sort_text.cmp(&b.sort_text));
    if given.is_empty() && gap.field.is_none() && gap.group.is_some() && !writer.brackets {
        items.extend(whole(at, group, gap, &writer, ""));
    }
    items
}

/// A new entry of a list of groups, with all that it requires.
pub(super) fn entry(at: &CursorContext<'_>, group: Field<'_>, gap: &Placeholder) -> Vec<CompletionItem> {
    let writer = SnippetWriter::new(at, gap);
    whole(at, group, gap, &SnippetWriter { indent: format!("{}  ", writer.indent), ..writer }, "- ")
        .into_iter()
        .collect()
}

fn whole(
    at: &CursorContext<'_>,
    group: Field<'_>,
    gap: &Placeholder,
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
        detail: Some("all that is required here".to_owned()),
        sort_text: Some("0".to_owned()),
        ..writer.item(at, &gap.word, text)
    })
}

/// What a field is for, with an example.
pub(super) fn explained(field: Field<'_>) -> String {
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

/// Writes fields with gaps in them. Editors indent each further line as the line is on which they begin to insert.
struct SnippetWriter {
    indent: String,
    brackets: bool,
    snippets: bool,
}

impl SnippetWriter {
    fn new(at: &CursorContext<'_>, gap: &Placeholder) -> Self {
        let text = at.outline.text;
        let start = text[..gap.word.start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = &text[start..gap.word.start];
        let leading = line.len() - line.trim_start_matches([' ', '\t']).len();
        let brackets = gap.group.is_some_and(|group| {
            let group = &at.outline.items[group];
            group.in_brackets() || group.value.start < gap.word.start && group.value.end > gap.word.end
        });
        let indent = " ".repeat(line.len() - leading);
        SnippetWriter { indent, brackets, snippets: at.setting.snippets }
    }

    fn field(&self, name: &str, field: Field<'_>) -> String {
        let SnippetWriter { indent, .. } = self;
        if self.brackets {
            return format!("{name}: {}", self.gap(1));
        }
        let deeper =
            |more: &str| SnippetWriter { indent: format!("{indent}{more}"), brackets: false, snippets: self.snippets };
        match field.entry() {
            _ if field.is_group() => format!("{name}:\n{indent}  {}", deeper("  ").group(field)),
            Some(entry) if entry.is_group() => format!("{name}:\n{indent}  - {}", deeper("    ").group(entry)),
            Some(_) if field.fields().next().is_none() => format!("{name}:\n{indent}  - {}", self.gap(1)),
            _ => format!("{name}: {}", self.gap(1)),
        }
    }

    /// The required fields of a group, or a gap.
    fn group(&self, group: Field<'_>) -> String {
        let required = group.fields().filter(|(name, _)| group.requires(name));
        let lines: Vec<String> =
            required.zip(1..).map(|((name, field), gap)| format!("{name}: {}", self.value(name, field, gap))).collect();
        match lines.is_empty() {
            true => self.gap(1),
            false => lines.join(&format!("\n{}", self.indent)),
        }
    }

    fn value(&self, name: &str, field: Field<'_>, gap: usize) -> String {
        let words: Vec<&str> = field.words().map(|(word, _)| word).collect();
        match name {
            // Quotes hold colons and quotation marks, which a block may.
            "quote" => format!(">-\n{}  {}", self.indent, self.gap(gap)),
            _ if self.snippets && !words.is_empty() => format!("${{{gap}|{}|}}", words.join(",")),
            _ => self.gap(gap),
        }
    }

    fn gap(&self, gap: usize) -> String {
        if self.snippets { format!("${gap}") } else { String::new() }
    }

    fn item(&self, at: &CursorContext<'_>, word: &Range<usize>, text: String) -> CompletionItem {
        let format = if self.snippets { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT };
        CompletionItem {
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range: at.range(word), new_text: text })),
            insert_text_format: Some(format),
            insert_text_mode: Some(InsertTextMode::ADJUST_INDENTATION),
            ..CompletionItem::default()
        }
    }
}
