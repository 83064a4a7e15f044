//! Links from words of prose to places on the same page, which no Markdown asks for: [`split`] puts them in.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

/// Before the address of such a link. No Markdown has this character: parsers replace it.
const MARK: char = '\0';

/// Words that lead to a place on the same page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Bytes of the Markdown.
    pub at: Range<usize>,
    /// With its `#`.
    pub href: String,
}

/// The address of a link that [`split`] made.
pub(super) fn href(url: &str) -> Option<&str> {
    url.strip_prefix(MARK)
}

/// Puts links around the words. Words inside a link or an image stay as they are, and so do those with markup inside them.
pub(super) fn split<'a>(events: Vec<(Event<'a>, Range<usize>)>, anchors: &[Anchor]) -> Vec<(Event<'a>, Range<usize>)> {
    let mut out = Vec::with_capacity(events.len());
    let mut depth = 0;
    for (event, at) in events {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => depth -= 1,
            Event::Text(text) if depth == 0 && text.len() == at.len() => {
                text_with(text, &at, anchors, &mut out);
                continue;
            }
            _ => {}
        }
        out.push((event, at));
    }
    out
}

fn text_with<'a>(text: &str, at: &Range<usize>, anchors: &[Anchor], out: &mut Vec<(Event<'a>, Range<usize>)>) {
    let mut from = at.start;
    let push = |range: Range<usize>, out: &mut Vec<(Event<'a>, Range<usize>)>| {
        if !range.is_empty() {
            let words = text[range.start - at.start..range.end - at.start].to_owned();
            out.push((Event::Text(CowStr::from(words)), range));
        }
    };
    let inside = |anchor: &&Anchor| at.start <= anchor.at.start && anchor.at.end <= at.end;
    for anchor in anchors.iter().filter(inside) {
        let starts = |place: usize| text.is_char_boundary(place - at.start);
        if anchor.at.start < from || anchor.at.is_empty() || !starts(anchor.at.start) || !starts(anchor.at.end) {
            continue;
        }
        push(from..anchor.at.start, out);
        let link = Tag::Link {
            link_type: LinkType::Inline,
            dest_url: CowStr::from(format!("{MARK}{}", anchor.href)),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        out.push((Event::Start(link), anchor.at.clone()));
        push(anchor.at.clone(), out);
        out.push((Event::End(TagEnd::Link), anchor.at.clone()));
        from = anchor.at.end;
    }
    push(from..at.end, out);
}

#[cfg(test)]
mod tests {
    use super::Anchor;
    use crate::markdown::highlight::Highlighter;
    use crate::markdown::prose::{Destination, Prose, ProseStyle, Reference, Routes};

    struct NoRoutes;

    impl Routes for NoRoutes {
        fn href(&self, _target: Destination, _id: &str) -> Option<String> {
            None
        }
        fn reference(&mut self, _id: &str) -> Option<Reference> {
            None
        }
    }

    /// Each occurrence of a word becomes a link.
    #[track_caller]
    fn check(markdown: &str, word: &str, expected: &str) {
        let anchor = |(start, word): (usize, &str)| Anchor { at: start..start + word.len(), href: "#p".to_owned() };
        let anchors: Vec<Anchor> = markdown.match_indices(word).map(anchor).collect();
        let prose = Prose::parse(markdown);
        let html = prose.render_anchored(ProseStyle::Inline, &mut NoRoutes, &Highlighter::new(), &anchors);
        assert_eq!(html, expected);
    }

    #[test]
    fn words_become_links() {
        check("At 35 and 35.", "35", "At <a href=\"#p\">35</a> and <a href=\"#p\">35</a>.");
        check("At *35* & 35", "35", "At <em><a href=\"#p\">35</a></em> &amp; <a href=\"#p\">35</a>");
        check("<b>35</b>", "35", "<b><a href=\"#p\">35</a></b>");
    }

    #[test]
    fn links_code_and_markup_stay_as_they_are() {
        check("[35](https://a.b) and `35`", "35", "<a href=\"https://a.b\">35</a> and <code>35</code>");
        check("3**5**", "3**5**", "3<strong>5</strong>");
        check("35", "36", "35");
    }
}
