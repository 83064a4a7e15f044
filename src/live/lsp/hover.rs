//! What is said of the words under the cursor: [`hover`].

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::cursor::CursorContext;
use super::names::explained;
use super::symbol_ref::{self, SymbolRef, symbol_at};
use crate::build::load::IdKind;
use crate::build::resolve::ReadSource;
use crate::model::{Claim, Field, Quotation, Source};
use citeback_quote::locate::Place;
use citeback_quote::locate::nearest::nearest;
use citeback_quote::text::sentence::around;
use citeback_quote::text::single_spaced;

/// At most this much of a passage is shown, in bytes.
const MAX_SHOWN: usize = 1200;

/// `None` where there is nothing to say.
pub(super) fn hover(at: &CursorContext<'_>) -> Option<Hover> {
    let (range, mention) = symbol_at(at)?;
    let value = said(at, &mention)?;
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(at.text_range(&range)) })
}

fn said(at: &CursorContext<'_>, mention: &SymbolRef) -> Option<String> {
    match mention {
        SymbolRef::Field(path) => Some(explained(at.setting.fields.at(at.kind, path)?)),
        SymbolRef::Word { path, word } => {
            let field = at.setting.fields.at(at.kind, path)?;
            let (word, meaning) = field.words().find(|(known, _)| known == word)?;
            Some(format!("**{word}**: {meaning}"))
        }
        SymbolRef::Quote(group) => quote(at, *group),
        SymbolRef::SourceOf(group) => {
            let id = at.passage_text(Some(*group), "source")?;
            Some(source(at, &at.source(id.trim())?.source))
        }
        SymbolRef::Passage(id) => {
            let group = symbol_ref::passage(&at.outline, id)?;
            let words = single_spaced(&at.passage_text(Some(group), "quote")?);
            let source = at.passage_text(Some(group), "source").unwrap_or_default();
            Some(format!("> {}\n\nPassage `{id}`, from `{}`", plain(&words), source.trim()))
        }
        SymbolRef::Named { kind, id } => named(at, *kind, id),
    }
}

fn named(at: &CursorContext<'_>, kind: IdKind, id: &str) -> Option<String> {
    match kind {
        IdKind::Source => Some(source(at, &at.source(id)?.source)),
        IdKind::Claim => claim(at, &at.view.claim(id)?.value),
        IdKind::Verdict => {
            let scale = at.scale();
            let verdict = &scale.verdicts()[scale.position(id)?];
            Some(format!("**{}**: {}", plain(&verdict.label), plain(&verdict.definition)))
        }
        IdKind::Person => {
            let person = at.view.brief.as_ref()?.people.iter().find(|person| person.id.as_str() == id)?;
            let role = person.role.iter().map(|role| format!(", {}", plain(role)));
            Some(format!("**{}**{}", plain(&person.name), role.collect::<String>()))
        }
        IdKind::Page => {
            let page = &at.view.page(id)?.value;
            Some(format!("**{}**", plain(&page.title)))
        }
    }
}

/// The passage where it stands in its source, or why it stands nowhere.
fn quote(at: &CursorContext<'_>, group: usize) -> Option<String> {
    let (read, place) = at.passage(Some(group))?;
    let title = plain(&read.source.title);
    if let Some(place) = place {
        let written = at.written(read, &place);
        let line = at.view.files.get(written.file).line(written.range.start);
        let path = at.view.files.path(written.file);
        return Some(format!("{}\n\n{title}: line {line} of {path} ({})", in_bold(read, &place), place.1.level.name()));
    }
    let findings = at.site.view()?.findings.iter().filter(|finding| {
        let here = at.site.folder.join(at.view.files.path(finding.at.file));
        let item = at.outline.field(Some(group), "quote").map(|quote| &at.outline.items[quote].value);
        let within =
            |value: &std::ops::Range<usize>| value.start <= finding.at.range.end && finding.at.range.start <= value.end;
        at.open.get(&here).is_some_and(|document| document.uri == at.document.uri) && item.is_some_and(within)
    });
    let mut why: Vec<String> = findings
        .flat_map(|finding| std::iter::once(&finding.message).chain(&finding.hints))
        .map(|text| as_laid_out(text))
        .collect();
    if why.is_empty() {
        let words = at.passage_text(Some(group), "quote")?;
        why.push(format!("These words are not found in {title}."));
        let near = nearest(read.reading.text(), &words);
        why.extend(
            near.map(|near| {
                format!("The closest wording: {}", plain(&single_spaced(&read.reading.text()[near.range])))
            }),
        );
    }
    Some(why.join("\n\n"))
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
        match (inner.is_empty(), bold) {
            (true, _) => out.push_str(space(before)),
            (_, true) => out.push_str(&format!("{}**{inner}**{}", space(before), space(after))),
            (_, false) => out.push_str(&format!("{}{inner}{}", space(before), space(after))),
        }
    };
    for part in &place.parts {
        push(&text[from..part.start], false);
        push(&text[part.clone()], true);
        from = part.end;
    }
    push(&text[from..around.end.max(from)], false);
    out
}

fn source(at: &CursorContext<'_>, source: &Source) -> String {
    let mut lines = vec![format!("**{}**", plain(&source.title))];
    let by = source.authors.iter().chain(&source.publisher).map(|name| plain(name));
    let by: Vec<String> = by.chain(source.published.iter().map(|date| date.iso())).collect();
    lines.extend((!by.is_empty()).then(|| by.join(", ")));
    lines.extend(source.url.iter().map(|url| format!("<{url}>")));
    let passages = at.view.claims.iter().flat_map(|note| &note.value.passages);
    let citing = passages.filter(|passage| passage.source == source.id.as_str()).count();
    lines.push(match citing {
        0 => "No passage cites it.".to_owned(),
        1 => "One passage cites it.".to_owned(),
        _ => format!("{citing} passages cite it."),
    });
    lines.join("\n\n")
}

fn claim(at: &CursorContext<'_>, claim: &Claim<Quotation>) -> Option<String> {
    let scale = at.scale();
    let verdict =
        scale.verdicts().at(claim.verdict).map(|verdict| format!("\n\nVerdict: **{}**", plain(&verdict.label)));
    Some(format!("> {}{}", plain(&single_spaced(&claim.claim)), verdict.unwrap_or_default()))
}

/// A text that Markdown is to show with its line breaks.
fn as_laid_out(text: &str) -> String {
    match text.contains('\n') {
        true => format!("~~~~text\n{text}\n~~~~"),
        false => plain(text),
    }
}

/// A text that Markdown is to show as it is.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
