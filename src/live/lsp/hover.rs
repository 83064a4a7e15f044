//! Hover texts. Entry point: [`hover`].

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::cursor::CursorContext;
use super::document;
use super::names::field_description;
use super::symbol_ref::{self, SymbolRef, symbol_at};
use crate::build::load::IdKind;
use crate::build::resolve::ReadSource;
use crate::model::{Claim, Evidence, Field, Source};
use citeback_quote::locate::Place;
use citeback_quote::locate::nearest::nearest;
use citeback_quote::text::sentence::around;
use citeback_quote::text::single_spaced;

/// The maximum length of a passage shown in its context, in bytes.
const MAX_SHOWN: usize = 1200;

/// `None` if there is nothing to show.
pub(super) fn hover(cx: &CursorContext<'_>) -> Option<Hover> {
    let (range, symbol) = symbol_at(cx)?;
    let value = describe(cx, &symbol)?;
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(cx.text_range(&range)) })
}

fn describe(cx: &CursorContext<'_>, symbol: &SymbolRef) -> Option<String> {
    match symbol {
        SymbolRef::Field(path) => Some(field_description(cx.config.fields.at(cx.kind, path)?)),
        SymbolRef::Word { path, word } => {
            let field = cx.config.fields.at(cx.kind, path)?;
            let (word, meaning) = field.words().find(|(known, _)| known == word)?;
            Some(format!("**{word}**: {meaning}"))
        }
        SymbolRef::Quote(group) => quote(cx, *group),
        SymbolRef::SourceOf(group) => {
            let id = cx.passage_text(Some(*group), "source")?;
            Some(source(cx, &cx.source(id.trim())?.source))
        }
        SymbolRef::Passage(id) => {
            let group = symbol_ref::passage(&cx.outline, id)?;
            let source = cx.passage_text(Some(group), "source").unwrap_or_default();
            if let Some(absent) = symbol_ref::absent(&cx.outline, group) {
                return Some(format!("Not in `{}`: {}\n\nPassage `{id}`", source.trim(), plain(&absent)));
            }
            let words = single_spaced(&cx.passage_text(Some(group), "quote")?);
            let translation = cx.outline.field(Some(group), "translation");
            let text = translation.and_then(|given| cx.passage_text(Some(given), "text"));
            let text = text.map(|text| format!("\n\nTranslation: {}", plain(&single_spaced(&text))));
            let text = text.unwrap_or_default();
            Some(format!("> {}\n\nPassage `{id}`, from `{}`{text}", plain(&words), source.trim()))
        }
        SymbolRef::Named { kind, id } => named(cx, *kind, id),
    }
}

fn named(cx: &CursorContext<'_>, kind: IdKind, id: &str) -> Option<String> {
    match kind {
        IdKind::Source => Some(source(cx, &cx.source(id)?.source)),
        IdKind::Claim => claim(cx, &cx.view.claim(id)?.value),
        IdKind::Verdict => {
            let scale = cx.scale();
            let verdict = &scale.verdicts()[scale.position(id)?];
            Some(format!("**{}**: {}", plain(&verdict.label), plain(&verdict.definition)))
        }
        IdKind::Person => {
            let person = cx.view.brief.as_ref()?.people.iter().find(|person| person.id.as_str() == id)?;
            let role = person.role.iter().map(|role| format!(", {}", plain(role)));
            Some(format!("**{}**{}", plain(&person.name), role.collect::<String>()))
        }
        IdKind::Page => {
            let page = &cx.view.page(id)?.value;
            Some(format!("**{}**", plain(&page.title)))
        }
    }
}

/// The passage in the context of its source, or why it was not found.
fn quote(cx: &CursorContext<'_>, group: usize) -> Option<String> {
    let (read, place) = cx.passage(Some(group))?;
    let title = plain(&read.source.title);
    if let Some(place) = place {
        let span = cx.span_in_file(read, &place);
        let line = cx.view.files.get(span.file).line(span.range.start);
        let path = cx.view.files.path(span.file);
        return Some(format!("{}\n\n{title}: line {line} of {path} ({})", in_bold(read, &place), place.1.level.name()));
    }
    let findings = cx.site.view()?.findings.iter().filter(|finding| {
        let here = document::place(&cx.site.folder, cx.view.files.path(finding.at.file));
        let item = cx.outline.field(Some(group), "quote").map(|quote| &cx.outline.items[quote].value);
        let within =
            |value: &std::ops::Range<usize>| value.start <= finding.at.range.end && finding.at.range.start <= value.end;
        cx.open.get(&here).is_some_and(|document| document.uri == cx.document.uri) && item.is_some_and(within)
    });
    let mut reasons: Vec<String> = findings
        .flat_map(|finding| std::iter::once(&finding.message).chain(&finding.hints))
        .map(|text| with_line_breaks(text))
        .collect();
    if reasons.is_empty() {
        let words = cx.passage_text(Some(group), "quote")?;
        reasons.push(format!("These words were not found in {title}."));
        let near = nearest(read.reading.text(), &words);
        reasons.extend(
            near.map(|near| {
                format!("The closest wording: {}", plain(&single_spaced(&read.reading.text()[near.range])))
            }),
        );
    }
    Some(reasons.join("\n\n"))
}

/// The sentences around a passage, with its words in bold.
fn in_bold(read: &ReadSource, (field, place): &(Field, Place)) -> String {
    let text = read.field(*field).text();
    let span = place.span();
    if span.len() > MAX_SHOWN {
        return format!("> **{}**", plain(&single_spaced(&text[span])));
    }
    let around = around(text, &span);
    let mut out = String::from("> ");
    let mut from = around.start;
    let mut push = |words: &str, bold: bool| {
        let inner = plain(&single_spaced(words));
        let (before, after) = (words.starts_with(char::is_whitespace), words.ends_with(char::is_whitespace));
        let space = |wanted| if wanted { " " } else { "" };
        if inner.is_empty() {
            return out.push_str(space(before));
        }
        let marks = if bold { "**" } else { "" };
        out.push_str(&format!("{}{marks}{inner}{marks}{}", space(before), space(after)));
    };
    for part in &place.parts {
        push(&text[from..part.start], false);
        push(&text[part.clone()], true);
        from = part.end;
    }
    push(&text[from..around.end.max(from)], false);
    out
}

fn source(cx: &CursorContext<'_>, source: &Source) -> String {
    let mut lines = vec![format!("**{}**", plain(&source.title))];
    let by = source.authors.iter().chain(&source.publisher).map(|name| plain(name));
    let by: Vec<String> = by.chain(source.published.iter().map(|date| date.iso())).collect();
    lines.extend((!by.is_empty()).then(|| by.join(", ")));
    lines.extend(source.url.iter().map(|url| format!("<{url}>")));
    let passages = cx.view.claims.iter().flat_map(|note| &note.value.passages);
    let citing = passages.filter(|passage| passage.source() == source.id.as_str()).count();
    lines.push(match citing {
        0 => "No passage cites it.".to_owned(),
        1 => "One passage cites it.".to_owned(),
        _ => format!("{citing} passages cite it."),
    });
    lines.join("\n\n")
}

fn claim(cx: &CursorContext<'_>, claim: &Claim<Evidence>) -> Option<String> {
    let scale = cx.scale();
    let verdict =
        scale.verdicts().at(claim.verdict).map(|verdict| format!("\n\nVerdict: **{}**", plain(&verdict.label)));
    Some(format!("> {}{}", plain(&single_spaced(&claim.claim)), verdict.unwrap_or_default()))
}

/// Markdown that shows a text with its line breaks.
fn with_line_breaks(text: &str) -> String {
    if text.contains('\n') { format!("~~~~text\n{text}\n~~~~") } else { plain(text) }
}

/// Escapes a text so that Markdown shows it as it is.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
