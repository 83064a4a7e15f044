//! Completion of quotes with the words that follow in the source. Entry point: [`continuations`].

use std::ops::Range;

use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, InsertTextFormat, TextEdit};

use super::cursor::CursorContext;
use super::names::markdown;
use crate::build::resolve::ReadSource;
use crate::notes::yaml::tolerant::{Style, typed};
use crate::notes::yaml::write::{ScalarContext, continues_plain, escaped, in_single_quotes, scalar};
use citeback_quote::locate::prefix_matches::{PrefixMatch, prefix_matches, prefix_matches_in_any_case};
use citeback_quote::text::boundary::words;
use citeback_quote::text::sentence::around;
use citeback_quote::text::{in_context, shortened, single_spaced};

/// Fewer words than this are too common to search for.
const MIN_WORDS: usize = 2;
/// The maximum number of places of the typed words that are used.
const MAX_PLACES: usize = 4;
/// The maximum number of continuations that are offered.
const MAX_OFFERED: usize = 8;
/// The marks that stand for omitted words in a quote.
const MARKS: [&str; 3] = ["[...]", "[…]", "[ ... ]"];

/// Without a source, fewer letters than this are too common to search for in all of them.
const MIN_LETTERS: usize = 8;

/// The words that follow in the passage's source, up to the end of the clause and of the sentence. If the passage names no source yet, all
/// are searched, and the one that has the words is written into the note as well.
pub(super) fn continuations(cx: &CursorContext<'_>, quote: usize, cursor: usize) -> Vec<CompletionItem> {
    let item = &cx.outline.items[quote];
    let Some(raw) = cx.outline.text.get(item.value.start..cursor) else {
        return vec![];
    };
    let typed = typed(raw, item.style);
    // Only the words after the last mark count.
    let typed = MARKS.iter().fold(typed.as_str(), |typed, mark| typed.rsplit(mark).next().unwrap_or(typed));
    if words(typed).count() < MIN_WORDS {
        return vec![];
    }
    let mut offer = Offer { cx, quote, cursor, raw, typed, items: vec![] };
    match cx.passage_text(item.around, "source").filter(|id| !id.trim().is_empty()) {
        Some(id) => {
            if let Some(source) = cx.source(id.trim()) {
                offer.add(source, None);
            }
        }
        None if typed.chars().filter(|c| c.is_alphanumeric()).count() >= MIN_LETTERS => {
            for source in &cx.view.sources {
                let named = source_edit(cx, quote, source.source.id.as_str());
                if offer.items.len() == MAX_OFFERED {
                    break;
                }
                offer.add(source, Some(named));
            }
        }
        None => {}
    }
    offer.items
}

/// The edit that names the source of a passage, before its quote or after `source:`.
fn source_edit(cx: &CursorContext<'_>, quote: usize, id: &str) -> TextEdit {
    let (outline, item) = (&cx.outline, &cx.outline.items[quote]);
    if let Some(field) = outline.field(item.around, "source") {
        let after = outline.items[field].after;
        return TextEdit { range: cx.range(&(after..after)), new_text: format!(" {id}") };
    }
    let new_text = if item.in_brackets() {
        format!("source: {id}, ")
    } else {
        format!("source: {id}\n{}", " ".repeat(item.column))
    };
    TextEdit { range: cx.range(&(item.start..item.start)), new_text }
}

/// The completions for what is typed of a quote.
struct Offer<'c, 'a> {
    cx: &'c CursorContext<'a>,
    /// Index of the quote in the outline.
    quote: usize,
    cursor: usize,
    /// The quote up to the cursor as it is written, and what it says since the last mark.
    raw: &'c str,
    typed: &'c str,
    items: Vec<CompletionItem>,
}

impl Offer<'_, '_> {
    /// Adds the words of a source; `named` names it in the note.
    fn add(&mut self, source: &ReadSource, named: Option<TextEdit>) {
        let (cx, reading) = (self.cx, source.reading.text());
        let exact = prefix_matches(&source.reading, self.typed, MAX_PLACES);
        for place in prefix_matches_in_any_case(&source.reading, self.typed, MAX_PLACES) {
            // Where the case differs, what was typed is replaced, too.
            let is_exact = exact.contains(&place);
            let Some(word) = (if is_exact { Some(self.last_word()) } else { self.all_words() }) else { continue };
            let start = if is_exact { place.last } else { place.words.start };
            for end in ends(reading, &place) {
                let text = single_spaced(&reading[start..end]);
                let label = label(&text);
                if self.items.len() == MAX_OFFERED || self.items.iter().any(|known| known.label == label) {
                    continue;
                }
                let continuation = Continuation { quote: self.quote, word: word.clone(), text: &text };
                let (Some((edit, mut more)), order) = (continuation.edits(cx), self.items.len()) else {
                    continue;
                };
                more.extend(named.clone());
                self.items.push(CompletionItem {
                    label,
                    kind: Some(CompletionItemKind::TEXT),
                    detail: Some(source.source.title.clone()),
                    documentation: Some(markdown(in_context(reading, &(place.words.start..end)))),
                    sort_text: Some(format!("{order:02}")),
                    // What is typed may differ from the source in case or quotation marks, so it must match itself.
                    filter_text: Some(cx.outline.text[word.clone()].to_owned()),
                    insert_text_format: Some(InsertTextFormat::PLAIN_TEXT),
                    text_edit: Some(CompletionTextEdit::Edit(edit)),
                    additional_text_edits: Some(more).filter(|more| !more.is_empty()),
                    ..CompletionItem::default()
                });
            }
        }
    }

    /// The bytes of the unfinished word.
    fn last_word(&self) -> Range<usize> {
        let word = self.raw.rfind(char::is_whitespace).map_or(0, |space| space + 1);
        self.cursor - self.raw.len() + word..self.cursor
    }

    /// The bytes of all words since the last mark; `None` if they are on several lines.
    fn all_words(&self) -> Option<Range<usize>> {
        let since = MARKS.iter().filter_map(|mark| Some(self.raw.rfind(mark)? + mark.len())).max();
        let style = self.cx.outline.items[self.quote].style;
        let opened = usize::from(matches!(style, Style::Single | Style::Double));
        let words = &self.raw[since.unwrap_or(opened)..];
        let words = words.trim_start();
        (!words.contains('\n')).then(|| self.cursor - words.len()..self.cursor)
    }
}

fn label(text: &str) -> String {
    shortened(text, 80)
}

/// The ends of the clause and the sentence that contain the words, in bytes of the reading text.
fn ends(reading: &str, place: &PrefixMatch) -> Vec<usize> {
    let from = place.words.end.max(place.last);
    let sentence = around(reading, &(place.words.start..from)).end;
    let rest = &reading[from..sentence.max(from)];
    let ends_clause = |(at, c): &(usize, char)| {
        let spaced = rest[at + c.len_utf8()..].starts_with(char::is_whitespace);
        matches!(c, '，' | '、' | '；' | '：') || (spaced && matches!(c, ',' | ';' | ':' | '،' | '؛'))
    };
    let clause = rest.char_indices().find(ends_clause).map(|(at, _)| from + at);
    clause.into_iter().chain([sentence]).filter(|end| *end > from).collect()
}

/// Where a continuation goes.
struct Continuation<'t> {
    /// Index of the quote in the outline.
    quote: usize,
    /// The bytes of the unfinished word.
    word: Range<usize>,
    text: &'t str,
}

impl Continuation<'_> {
    /// The edit that inserts the text, and the further edits that it needs; `None` if the text cannot be added to the quote as it is
    /// written.
    fn edits(&self, cx: &CursorContext<'_>) -> Option<(TextEdit, Vec<TextEdit>)> {
        let item = &cx.outline.items[self.quote];
        let edit = |new_text: String| TextEdit { range: cx.range(&self.word), new_text };
        Some(match item.style {
            Style::Double => (edit(escaped(self.text)), vec![]),
            Style::Single => (edit(in_single_quotes(self.text)), vec![]),
            Style::Plain if self.word.start == item.value.start => {
                let context = if item.in_brackets() { &ScalarContext::FLOW } else { &ScalarContext::LINE };
                (edit(scalar(self.text, context)), vec![])
            }
            Style::Plain if !continues_plain(self.text, item.in_brackets()) => {
                // Put the whole quote in quotation marks.
                let written = &cx.outline.text[item.value.start..self.word.end];
                let whole = item.value.end <= self.word.end && item.value.start < self.word.start;
                if !whole || written.contains(['"', '\\', '\n']) {
                    return None;
                }
                let first =
                    TextEdit { range: cx.range(&(item.value.start..item.value.start)), new_text: "\"".to_owned() };
                (edit(format!("{}\"", escaped(self.text))), vec![first])
            }
            _ => (edit(self.text.to_owned()), vec![]),
        })
    }
}
