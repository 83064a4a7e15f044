//! Completion of quotes: how the source goes on after the words that were typed. [`continuations`].

use std::ops::Range;

use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, InsertTextFormat, TextEdit};

use super::cursor::CursorContext;
use super::names::markdown;
use crate::notes::yaml::tolerant::{Style, typed};
use crate::notes::yaml::write::{continues_plain, escaped, in_single_quotes};
use citeback_quote::locate::prefix_matches::{PrefixMatch, prefix_matches};
use citeback_quote::text::boundary::words;
use citeback_quote::text::sentence::around;
use citeback_quote::text::{in_context, shortened, single_spaced};

/// Fewer words than this could stand anywhere.
const MIN_WORDS: usize = 2;
/// At most this many places of the typed words are followed up.
const PLACES: usize = 4;
/// At most this many continuations are offered.
const OFFERED: usize = 8;
/// What an editor writes for words left out.
const MARKS: [&str; 3] = ["[...]", "[…]", "[ ... ]"];

/// How the source that the passage names goes on: to the end of the clause, and of the sentence.
pub(super) fn continuations(at: &CursorContext<'_>, quote: usize, cursor: usize) -> Vec<CompletionItem> {
    let outline = &at.outline;
    let item = &outline.items[quote];
    let source = at.passage_text(item.around, "source").and_then(|id| at.source(id.trim()));
    let (Some(source), Some(raw)) = (source, outline.text.get(item.value.start..cursor)) else {
        return vec![];
    };
    let typed = typed(raw, item.style);
    // After words left out, those behind them count.
    let typed = MARKS.iter().fold(typed.as_str(), |typed, mark| typed.rsplit(mark).next().unwrap_or(typed));
    if words(typed).count() < MIN_WORDS {
        return vec![];
    }
    let at_hand = cursor - raw.len() + raw.rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let reading = source.reading.text();
    let mut offered: Vec<CompletionItem> = vec![];
    for place in prefix_matches(&source.reading, typed, PLACES) {
        for end in ends(reading, &place) {
            let text = single_spaced(&reading[place.last..end]);
            if offered.len() == OFFERED || offered.iter().any(|known| known.label == label(&text)) {
                continue;
            }
            let gap = Continuation { quote, word: at_hand..cursor, text: &text };
            let (Some((edit, more)), order) = (gap.filled(at), offered.len()) else {
                continue;
            };
            offered.push(CompletionItem {
                label: label(&text),
                kind: Some(CompletionItemKind::TEXT),
                detail: Some(source.source.title.clone()),
                documentation: Some(markdown(in_context(reading, &(place.words.start..end)))),
                sort_text: Some(format!("{order:02}")),
                // Whatever the typed word's case or quotation marks, this is what it becomes.
                filter_text: Some(outline.text[at_hand..cursor].to_owned()),
                insert_text_format: Some(InsertTextFormat::PLAIN_TEXT),
                text_edit: Some(CompletionTextEdit::Edit(edit)),
                additional_text_edits: Some(more).filter(|more| !more.is_empty()),
                ..CompletionItem::default()
            });
        }
    }
    offered
}

fn label(text: &str) -> String {
    shortened(text, 80)
}

/// The ends of the clause and of the sentence that the words are in, in bytes of the reading text.
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
    /// Position of the quote in the outline.
    quote: usize,
    /// The bytes of the word that was begun.
    word: Range<usize>,
    text: &'t str,
}

impl Continuation<'_> {
    /// The edit that puts the text in, and what has to be changed beside it; `None` when the way in which the quote is written cannot
    /// take the text.
    fn filled(&self, at: &CursorContext<'_>) -> Option<(TextEdit, Vec<TextEdit>)> {
        let item = &at.outline.items[self.quote];
        let edit = |new_text: String| TextEdit { range: at.range(&self.word), new_text };
        Some(match item.style {
            Style::Double => (edit(escaped(self.text)), vec![]),
            Style::Single => (edit(in_single_quotes(self.text)), vec![]),
            Style::Plain if !continues_plain(self.text, item.in_brackets()) => {
                // Quotation marks around the whole make it safe.
                let written = &at.outline.text[item.value.start..self.word.end];
                let whole = item.value.end <= self.word.end && item.value.start < self.word.start;
                if !whole || written.contains(['"', '\\', '\n']) {
                    return None;
                }
                let first =
                    TextEdit { range: at.range(&(item.value.start..item.value.start)), new_text: "\"".to_owned() };
                (edit(format!("{}\"", escaped(self.text))), vec![first])
            }
            _ => (edit(self.text.to_owned()), vec![]),
        })
    }
}
