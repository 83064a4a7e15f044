//! Words that Markdown or HTML drops without a trace: in [link definitions](definitions) and in [comments](swallowed).

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::inline::{Events, SCHEMES};
use super::pieces::{LeftOut, Why};

/// A link definition: its label, its target and its byte range in the Markdown.
pub(super) struct Definition {
    pub label: String,
    pub target: String,
    pub at: Range<usize>,
}

/// The definitions that may be words of the article, in order: those that do not look like the address of a link, and those whose label
/// another one has already.
pub(super) fn definitions(markdown: &str, known: &[Definition], events: &Events<'_>) -> Vec<LeftOut> {
    let mut used = HashSet::new();
    let mut shown = vec![];
    for (event, at) in events {
        match event {
            Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) => {
                used.insert(normalised(id));
                shown.push(at.clone());
            }
            Event::Text(_) | Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) => shown.push(at.clone()),
            _ => {}
        }
    }
    shown.sort_by_key(|at| at.start);
    let mut left_out: Vec<Range<usize>> = known
        .iter()
        .filter(|definition| !is_address(&definition.target, used.contains(&normalised(&definition.label))))
        .map(|definition| definition.at.clone())
        .collect();
    // The parser forgets a definition whose label is taken.
    let mut start = 0;
    let mut shown = shown.into_iter().peekable();
    let mut end = 0;
    for line in markdown.split_inclusive('\n') {
        let at = start + line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let written = markdown[at..start + line.len()].trim_end();
        start += line.len();
        while let Some(piece) = shown.next_if(|piece| piece.start <= at) {
            end = end.max(piece.end);
        }
        let target =
            written.strip_prefix('[').filter(|rest| !rest.starts_with('^')).and_then(|rest| rest.split_once("]:"));
        if let Some((_, target)) = target
            && at >= end
            && !is_address(target.trim(), false)
            && !known.iter().any(|definition| definition.at.contains(&at))
        {
            left_out.push(at..at + written.len());
        }
    }
    left_out.sort_by_key(|at| at.start);
    left_out.into_iter().map(|at| LeftOut { at, why: Why::Definition }).collect()
}

/// As labels are compared.
fn normalised(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether the target of a definition is no word of a text. Where no link uses it, it must look more like an address.
fn is_address(target: &str, used: bool) -> bool {
    let scheme = |(scheme, rest): (&str, &str)| {
        !rest.is_empty() && SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known))
    };
    if target.split_once(':').is_some_and(scheme) {
        return true;
    }
    if target.ends_with(['.', ',', ';', ':', '!', '?', '…', '”', '"']) {
        return false;
    }
    let dotted =
        || target.split('.').skip(1).any(|part| part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/'));
    target.starts_with(['/', '#', '.']) || dotted() || (used && target.contains(['/', '.', ':', '#', '@', '?']))
}

/// Where browsers end a comment before it ends in Markdown, if there are words after that; all of it if it has no end.
pub(super) fn swallowed(comment: &str) -> Option<usize> {
    let inside = comment.strip_prefix("<!--")?;
    let ends = ["-->", "--!>"].into_iter().filter_map(|end| Some(inside.find(end)? + end.len()));
    let empty = [">", "->"].into_iter().find(|end| inside.starts_with(end)).map(str::len);
    let from = empty.or_else(|| ends.min()).map_or(0, |end| end + "<!--".len());
    comment[from..].contains(char::is_alphanumeric).then_some(from)
}
