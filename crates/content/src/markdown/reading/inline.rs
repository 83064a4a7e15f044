//! Prepares parser events: [`merged`] joins adjacent texts, and [`roles`] distinguishes markup from words in angle brackets.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::markdown::html::{self, Role};
use citeback_quote::text::reading_text::digit;

/// URL schemes; any other word before a colon may be an XML namespace, as in `<st1:place>`.
pub(super) const SCHEMES: [&str; 10] =
    ["http", "https", "mailto", "ftp", "tel", "sms", "urn", "doi", "data", "javascript"];

pub(super) type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// Merges adjacent text events, and turns tags such as `<o:p>`, which Markdown parses as text or as an autolink, into raw HTML.
pub(in crate::markdown) fn merged<'a>(
    events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
    markdown: &'a str,
) -> Events<'a> {
    let mut out: Events<'a> = vec![];
    let mut events = events.peekable();
    let mut in_code = false;
    while let Some((event, at)) = events.next() {
        match event {
            Event::Start(Tag::CodeBlock(_)) | Event::End(TagEnd::CodeBlock) => {
                in_code = !in_code;
                out.push((event, at));
            }
            Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, .. }) if is_namespaced_tag(&dest_url) => {
                // Skip its text and its end, which repeat the tag.
                events.by_ref().take(2).for_each(drop);
                out.push((Event::InlineHtml(CowStr::from(&markdown[at.clone()])), at));
            }
            Event::Text(text) => {
                let literal = |text: &str, at: &Range<usize>| markdown.get(at.clone()) == Some(text);
                let mut whole = at.clone();
                if literal(&text, &at) {
                    while let Some((Event::Text(next), next_at)) = events.peek()
                        && next_at.start == whole.end
                        && literal(next, next_at)
                    {
                        whole.end = next_at.end;
                        events.next();
                    }
                }
                let text = if whole == at { text } else { CowStr::from(&markdown[whole.clone()]) };
                if in_code {
                    // What looks like a tag is shown as it is written.
                    out.push((Event::Text(text), whole));
                } else {
                    push_text(&mut out, text, whole, markdown);
                }
            }
            event => out.push((event, at)),
        }
    }
    out
}

/// Adds a text, split at tags that have a colon in their name.
fn push_text<'a>(out: &mut Events<'a>, text: CowStr<'a>, at: Range<usize>, markdown: &'a str) {
    if !(text.contains('<') && text.contains(':') && markdown.get(at.clone()) == Some(&*text)) {
        out.push((Event::Text(text), at));
        return;
    }
    let written = &markdown[at.clone()];
    let mut from = 0;
    for (start, _) in written.match_indices('<') {
        // A backslash before it makes it a text, and is not part of the event.
        let is_escaped = start == 0 && markdown[..at.start].ends_with('\\');
        let found =
            html::tag(&written[start..]).filter(|(tag, _)| start >= from && tag.name.contains(':') && !is_escaped);
        let Some((_, length)) = found else {
            continue;
        };
        if from < start {
            out.push((Event::Text(CowStr::from(&written[from..start])), at.start + from..at.start + start));
        }
        from = start + length;
        out.push((Event::InlineHtml(CowStr::from(&written[start..from])), at.start + start..at.start + from));
    }
    if from < written.len() {
        out.push((Event::Text(CowStr::from(&written[from..])), at.start + from..at.end));
    }
}

fn is_namespaced_tag(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, name)| {
        !SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known))
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

/// The role of each event that is a tag; [`Role::Text`] for all others.
pub(in crate::markdown) fn roles(events: &[(Event<'_>, Range<usize>)]) -> Vec<Role> {
    let mut roles = vec![Role::Text; events.len()];
    let mut tags = vec![];
    for (i, (event, _)) in events.iter().enumerate() {
        match event {
            Event::InlineHtml(raw) => match html::tag(raw) {
                Some((tag, _)) => tags.push((i, Some(tag))),
                // If it is not a tag, it is a comment or unknown to browsers, which show it as written.
                None if raw.starts_with("<!--") => roles[i] = Role::Transparent,
                None => {}
            },
            Event::Start(tag) if is_block(&tag.to_end()) => tags.push((i, None)),
            Event::End(tag) if is_block(tag) => tags.push((i, None)),
            _ => {}
        }
    }
    if tags.iter().any(|(_, tag)| tag.is_some()) {
        let found = html::roles(tags.iter().map(|(_, tag)| tag.as_ref()), false);
        for ((i, tag), role) in tags.iter().zip(found) {
            if tag.is_some() {
                roles[*i] = role;
            }
        }
    }
    roles
}

pub(super) fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

/// Whether a text is a footnote number: one to three digits of any script.
pub(super) fn is_note_number(text: &str) -> bool {
    (1..=3).contains(&text.chars().count()) && text.chars().all(|c| digit(c).is_some())
}
