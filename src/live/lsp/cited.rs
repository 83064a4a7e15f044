//! The words of a source that claims quote: [`citations`] lists them, [`hover`] and [`lenses`] show them in the source's file.

use std::collections::BTreeSet;
use std::ops::Range;

use lsp_types::{CodeLens, Command, Hover, HoverContents, MarkupContent, MarkupKind};
use serde_json::json;

use super::cursor::CursorContext;
use super::hover::plain;
use crate::base::files::{FileId, Span};
use crate::build::resolve::ReadSource;
use crate::live::View;
use crate::model::{Claim, Evidence, Field, Quotation};
use crate::notes::place::Places;
use crate::notes::yaml::Path;
use citeback_quote::locate::Quote;
use citeback_quote::text::{shortened, single_spaced};

/// The command of a code lens, whose arguments are a URI and a position.
pub(super) const SHOW_CITATIONS: &str = "citeback.showCitations";

/// A passage that quotes a source's text.
pub(super) struct Citation<'v> {
    pub claim: &'v Claim<Evidence>,
    pub quotation: &'v Quotation,
    /// The quoted words in the source's file.
    pub at: Range<usize>,
}

/// All passages that quote the text of a source, in the order of the text. A quotation that is not found has no place there.
pub(super) fn citations<'v>(view: &'v View, read: &ReadSource) -> Vec<Citation<'v>> {
    let mut citations = vec![];
    for note in &view.claims {
        let quotations = note.value.passages.iter().filter_map(Evidence::quotation);
        for quotation in quotations.filter(|quotation| quotation.source == read.source.id.as_str()) {
            let at = place(view, read, &note.value, quotation).map(|span| read.span(&span).range);
            citations.extend(at.map(|at| Citation { claim: &note.value, quotation, at }));
        }
    }
    citations.sort_by_key(|citation| (citation.at.start, citation.at.end));
    citations
}

/// Where a quotation is in the reading text of its source.
fn place(view: &View, read: &ReadSource, claim: &Claim<Evidence>, quotation: &Quotation) -> Option<Range<usize>> {
    let verified = view.verified.binary_search_by(|other| other.id.cmp(&claim.id)).ok().map(|at| &view.verified[at]);
    let verified = verified.filter(|verified| verified.file == claim.file);
    if let Some(verified) = verified {
        let passages = verified.passages.iter().filter_map(|verified| verified.passage());
        let mut own = passages.filter(|passage| passage.quotation.index == quotation.index);
        return own.find(|passage| passage.field == Field::Body).map(|passage| passage.span());
    }
    let Quotation { quote, prefix, suffix, field, .. } = quotation;
    let quote = Quote { exact: quote, prefix: prefix.as_deref(), suffix: suffix.as_deref() };
    let (field, place) = read.locate(&quote, *field).ok()?;
    (field == Field::Body).then(|| place.span())
}

/// The source that is open in the editor.
fn read<'a>(cx: &CursorContext<'a>) -> Option<&'a ReadSource> {
    let file = cx.file()?;
    cx.view.sources.iter().map(|read| &**read).find(|read| read.source.file == file)
}

fn at_cursor<'a>(cx: &CursorContext<'a>) -> Vec<Citation<'a>> {
    let mut citations = read(cx).map(|read| citations(cx.view, read)).unwrap_or_default();
    citations.retain(|citation| citation.at.start <= cx.cursor && cx.cursor < citation.at.end);
    citations
}

/// Which claims quote the words under the cursor.
pub(super) fn hover(cx: &CursorContext<'_>) -> Option<Hover> {
    let citations = at_cursor(cx);
    let shortest = citations.iter().min_by_key(|citation| citation.at.len())?.at.clone();
    let lines: Vec<String> = citations.iter().map(|citation| described(cx, citation)).collect();
    let value = format!("Quoted in:\n\n{}", lines.join("\n"));
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(cx.text_range(&shortest)) })
}

fn described(cx: &CursorContext<'_>, Citation { claim, quotation, .. }: &Citation<'_>) -> String {
    let statement = plain(&shortened(&single_spaced(&claim.claim), 160));
    let statement = match cx.site.uri(cx.view.files.path(claim.file), cx.open) {
        Some(uri) => format!("[{statement}]({})", uri.as_str()),
        None => statement,
    };
    let scale = cx.scale();
    let verdict = scale.verdicts().at(claim.verdict);
    let verdict = verdict.map(|verdict| format!("**{}**: ", plain(&verdict.label))).unwrap_or_default();
    format!("- {verdict}{statement} ({}, passage `{}`)", quotation.stance.name(), quotation.id)
}

/// The quotes in claim notes that quote the words under the cursor.
pub(super) fn quotes_at(cx: &CursorContext<'_>) -> Vec<Span> {
    at_cursor(cx).iter().map(|citation| quote_in_note(cx.view, citation)).collect()
}

/// The quotes in claim notes of words that begin in a line of a source, from 0.
pub(super) fn quotes_in_line(cx: &CursorContext<'_>, line: u32) -> Vec<Span> {
    let citations = read(cx).map(|read| citations(cx.view, read)).unwrap_or_default();
    let here = citations.iter().filter(|citation| cx.text_range(&citation.at).start.line == line);
    here.map(|citation| quote_in_note(cx.view, citation)).collect()
}

fn quote_in_note(view: &View, citation: &Citation<'_>) -> Span {
    let file = citation.claim.file;
    let note = view.claims.iter().find(|note| note.value.file == file);
    let skipped = note.map(|note| note.skipped.clone()).unwrap_or_default();
    let path = Path::top().key("passages").index(citation.quotation.index).key("quote");
    Places::of_file(&view.files, file, &skipped).place(&path)
}

/// “Cited by 3 claims” above each line of a source in which quoted words begin.
pub(super) fn lenses(cx: &CursorContext<'_>) -> Vec<CodeLens> {
    let citations = read(cx).map(|read| citations(cx.view, read)).unwrap_or_default();
    let line = |citation: &Citation<'_>| cx.text_range(&citation.at).start.line;
    let by_line = citations.chunk_by(|a, b| line(a) == line(b));
    let lenses = by_line.map(|here| {
        let claims: BTreeSet<FileId> = here.iter().map(|citation| citation.claim.file).collect();
        let title = match claims.len() {
            1 => "Cited by 1 claim".to_owned(),
            several => format!("Cited by {several} claims"),
        };
        let range = cx.text_range(&here[0].at);
        let arguments = vec![json!(cx.document.uri), json!(range.start)];
        let command = Command { title, command: SHOW_CITATIONS.to_owned(), arguments: Some(arguments) };
        CodeLens { range, command: Some(command), data: None }
    });
    lenses.collect()
}
