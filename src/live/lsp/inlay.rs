//! What ids stand for, and where quotes were found, at the ends of their lines. Entry point: [`inlay_hints`].

use lsp_types::{InlayHint, InlayHintLabel};

use super::cursor::CursorContext;
use crate::build::load::IdKind;
use crate::editing::schema::NoteKind;
use crate::model::Field;
use crate::notes::yaml::tolerant::{Name, Style};
use citeback_quote::text::shortened;

/// The maximum length of a title in a hint, in code points.
const MAX_TITLE: usize = 40;

/// The hints for a range of a note, in the order of the note.
pub(super) fn inlay_hints(cx: &CursorContext<'_>, range: lsp_types::Range) -> Vec<InlayHint> {
    let outline = &cx.outline;
    let mut hints = vec![];
    for (item, written) in outline.items.iter().enumerate() {
        let value = cx.range(&written.value);
        if written.value.is_empty() || value.end < range.start || range.end < value.start {
            continue;
        }
        let Some(label) = label(cx, item) else { continue };
        // A block text begins on the line after its name.
        let at_name = matches!(written.style, Style::Literal | Style::Folded);
        let position = if at_name {
            let end = cx.yaml.start + written.after;
            let line = cx.text[end..].find('\n').map_or(cx.text.len(), |newline| end + newline);
            cx.text_range(&(line..line)).start
        } else {
            value.end
        };
        hints.push(InlayHint {
            position,
            label: InlayHintLabel::String(label),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        });
    }
    hints
}

fn label(cx: &CursorContext<'_>, item: usize) -> Option<String> {
    let outline = &cx.outline;
    let around = outline.items[item].around;
    if cx.kind == NoteKind::Claim && outline.name(item) == Some("quote") && is_passage(cx, around) {
        let (read, place) = cx.passage(around)?;
        let title = shortened(&read.source.title, MAX_TITLE);
        return Some(match place? {
            (Field::Title, _) => format!("{title} · title"),
            (Field::Body, place) => format!("{title} · paragraph {}", read.paragraph(place.span().start)),
        });
    }
    let field = cx.config.fields.at(cx.kind, &outline.path(Some(item)))?;
    let kind = field.kind.refers_to()?;
    if matches!(outline.items[item].style, Style::List | Style::Group) {
        return None;
    }
    let id = outline.value(item);
    let id = id.trim();
    let name = match kind {
        IdKind::Verdict => {
            let scale = cx.scale();
            scale.verdicts()[scale.position(id)?].label.clone()
        }
        IdKind::Person => cx.view.brief.as_ref()?.people.iter().find(|person| person.id.as_str() == id)?.name.clone(),
        // Their titles are long, and a quote names its source.
        IdKind::Source | IdKind::Claim | IdKind::Page => return None,
    };
    (name.to_lowercase() != id).then_some(name)
}

fn is_passage(cx: &CursorContext<'_>, group: Option<usize>) -> bool {
    let outline = &cx.outline;
    let list = group.filter(|group| outline.items[*group].name == Name::Entry);
    let list = list.and_then(|group| outline.items[group].around);
    list.is_some_and(|list| outline.name(list) == Some("passages"))
}
