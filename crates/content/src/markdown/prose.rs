//! The newsroom's own Markdown: analyses, notes, pages. [`Prose::parse`] parses it once and lists its links; [`Prose::render`] writes HTML
//! after the links have been checked.
//!
//! Besides ordinary links, there are `[^passage-id]`, a reference to a passage of the same note, and `[words](claim:ID)`,
//! `[words](source:ID)` and `[words](page:ID)`. Raw HTML is allowed and sanitised.

mod anchor;
mod link;
mod plain;
mod sanitise;
mod style;

use std::ops::Range;

pub use anchor::Anchor;
pub use link::{Destination, Link, Linked};
pub use plain::Plain;
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd, html as writer};

use super::html::{self, Role};
use super::reading::roles;
use super::{Outline, is_safe_link, options};
use crate::base::escaping::escape;
use crate::markdown::highlight::Highlighter;
use link::{PASSAGE_SCHEME, internal};
use sanitise::sanitiser;

pub use style::ProseStyle;

/// Resolves internal links, relative to the page being written.
pub trait Routes {
    /// The `href` of a link, or `None` if nothing has this id.
    fn href(&self, target: Destination, id: &str) -> Option<String>;
    /// Words in a flag after a link; `None` for most.
    fn flag(&self, _target: Destination, _id: &str) -> Option<String> {
        None
    }
    /// A reference to a passage of this note.
    fn reference(&mut self, id: &str) -> Option<Reference>;
}

/// How to render a reference to a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub number: usize,
    /// The HTML id of this reference, for links back to it: `ref-…`, after a prefix if several notes share the page.
    pub id: String,
    /// The target.
    pub href: String,
    /// Phrasing content (HTML) to insert right after it, in a `span` of the class `side`; may be empty.
    pub side: String,
}

/// A parsed piece of the newsroom's Markdown.
pub struct Prose<'a> {
    events: Vec<(Event<'a>, Range<usize>)>,
}

impl<'a> Prose<'a> {
    pub fn parse(markdown: &'a str) -> Self {
        let callback = |link: BrokenLink<'a>| {
            let id = link.reference.strip_prefix('^')?;
            (!id.is_empty() && !id.contains(char::is_whitespace))
                .then(|| (CowStr::from(format!("{PASSAGE_SCHEME}{id}")), CowStr::Borrowed("")))
        };
        let parser = Parser::new_with_broken_link_callback(markdown, options(), Some(callback));
        let mut events = split_references(parser.into_offset_iter());
        if events.iter().any(|(event, _)| matches!(event, Event::InlineHtml(_) | Event::Html(_))) {
            events = with_words_in_angle_brackets(events);
        }
        Prose { events }
    }

    /// All links that must be checked, in order.
    pub fn links(&self) -> Vec<Linked> {
        let mut links = vec![];
        // Where the preceding text ended, if it ended in `[`: the parser yields `[` and what follows separately.
        let mut bracket = None;
        for (event, at) in &self.events {
            if let Event::Text(text) = event {
                if text.starts_with('^') && bracket == Some(at.start) {
                    links.push(Linked { link: Link::Broken, at: at.start - 1..at.start + 1 });
                } else if let Some(offset) = text.find("[^").filter(|_| at.len() == text.len()) {
                    links.push(Linked { link: Link::Broken, at: at.start + offset..at.start + offset + 2 });
                }
                bracket = text.ends_with('[').then_some(at.end);
            }
            if let Event::Start(Tag::Link { dest_url, .. }) = event {
                let link = match internal(dest_url) {
                    Some((target, id)) => Link::Internal(target, id.to_owned()),
                    None if is_safe_link(dest_url) => continue,
                    None => Link::Unsafe(dest_url.to_string()),
                };
                links.push(Linked { link, at: at.clone() });
            }
        }
        links
    }

    /// The words of the prose, without code blocks.
    pub fn plain(&self) -> Plain {
        Plain::of(&self.events)
    }

    /// Renders the prose as HTML with links around some of its words, as [`render`](Self::render) does without them.
    pub fn render_anchored(
        self,
        style: ProseStyle,
        routes: &mut dyn Routes,
        colours: &Highlighter,
        anchors: &[Anchor],
    ) -> String {
        let events = if anchors.is_empty() { self.events } else { anchor::split(self.events, anchors) };
        Prose { events }.render(style, routes, colours)
    }

    /// Renders the prose as HTML. Broken links lose their target; earlier stages have reported them.
    pub fn render(self, style: ProseStyle, routes: &mut dyn Routes, colours: &Highlighter) -> String {
        let mut has_html = false;
        let mut writer = ProseWriter {
            style,
            outline: Outline::new(match style {
                ProseStyle::Blocks { first_heading } => first_heading,
                ProseStyle::Inline => 6,
            }),
            routes,
            colours,
            events: Vec::with_capacity(self.events.len()),
            closings: vec![],
            code: None,
            in_reference: false,
        };
        for (event, _) in self.events {
            has_html |= matches!(event, Event::Html(_) | Event::InlineHtml(_));
            writer.event(event);
        }
        let events = writer.events;
        let mut out = String::new();
        writer::push_html(&mut out, events.into_iter());
        if has_html {
            out = sanitiser(style).clean(&out).to_string();
        }
        if style == ProseStyle::Inline {
            out.truncate(out.trim_end().len());
        }
        out
    }
}

/// Turns words in angle brackets, which only look like tags, into text, as articles do; otherwise they would be lost.
fn with_words_in_angle_brackets(events: Vec<(Event<'_>, Range<usize>)>) -> Vec<(Event<'_>, Range<usize>)> {
    let roles = roles(&events);
    let mut out: Vec<(Event<'_>, Range<usize>)> = Vec::with_capacity(events.len());
    let mut block = None;
    for ((event, at), role) in events.into_iter().zip(roles) {
        match event {
            Event::InlineHtml(raw) if role == Role::Text => out.push((Event::Text(raw), at)),
            Event::Start(Tag::HtmlBlock) => {
                block = Some(String::new());
                out.push((Event::Start(Tag::HtmlBlock), at));
            }
            Event::Html(line) => block.get_or_insert_default().push_str(&line),
            Event::End(TagEnd::HtmlBlock) => {
                let html = html::with_words_escaped(&block.take().unwrap_or_default());
                out.push((Event::Html(html.into()), at.clone()));
                out.push((Event::End(TagEnd::HtmlBlock), at));
            }
            event => out.push((event, at)),
        }
    }
    out
}

/// Markdown parses `[^a][^b]` as one link with the text `^a`, and `[words][^b]` likewise. Here the former is two references, the latter
/// words followed by a reference.
fn split_references<'a>(events: impl Iterator<Item = (Event<'a>, Range<usize>)>) -> Vec<(Event<'a>, Range<usize>)> {
    let mut out: Vec<(Event<'a>, Range<usize>)> = vec![];
    let mut open: Option<(CowStr<'a>, Range<usize>, usize)> = None;
    for (event, at) in events {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::ReferenceUnknown, dest_url, .. })
                if dest_url.starts_with(PASSAGE_SCHEME) =>
            {
                open = Some((dest_url, at, out.len()));
            }
            Event::End(TagEnd::Link) if open.is_some() => {
                let Some((target, at, first)) = open.take() else {
                    continue;
                };
                let mut words = String::new();
                for (event, _) in &out[first..] {
                    if let Event::Text(text) = event {
                        words.push_str(text);
                    }
                }
                let written = "[^".len() + target.len() - PASSAGE_SCHEME.len() + "]".len();
                let label = at.end.saturating_sub(written).max(at.start);
                if let Some(id) = words.strip_prefix('^') {
                    out.truncate(first);
                    reference(format!("{PASSAGE_SCHEME}{id}").into(), at.start..label, &mut out);
                }
                reference(target, label..at.end, &mut out);
            }
            event => out.push((event, at)),
        }
    }
    out
}

/// Emits the events of a reference.
fn reference<'a>(target: CowStr<'a>, at: Range<usize>, out: &mut Vec<(Event<'a>, Range<usize>)>) {
    let link = Tag::Link {
        link_type: LinkType::ShortcutUnknown,
        dest_url: target,
        title: CowStr::Borrowed(""),
        id: CowStr::Borrowed(""),
    };
    out.push((Event::Start(link), at.clone()));
    out.push((Event::End(TagEnd::Link), at));
}

struct ProseWriter<'a, 'r> {
    style: ProseStyle,
    outline: Outline,
    routes: &'r mut dyn Routes,
    colours: &'r Highlighter,
    events: Vec<Event<'a>>,
    /// The closing tag of each open link or image.
    closings: Vec<String>,
    /// The language and text of the code block being read.
    code: Option<(CowStr<'a>, String)>,
    /// Inside a passage reference, whose label is replaced by its number.
    in_reference: bool,
}

impl<'a> ProseWriter<'a, '_> {
    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Text(text) if self.code.is_some() => {
                if let Some((_, code)) = &mut self.code {
                    code.push_str(&text);
                }
            }
            Event::Text(_) if self.in_reference => {}
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            other => self.events.push(other),
        }
    }

    fn raw(&mut self, html: String) {
        self.events.push(Event::InlineHtml(CowStr::from(html)));
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } if self.style == ProseStyle::Inline => {}
            Tag::Heading { level, .. } => {
                let level = self.outline.level(level);
                self.events.push(Event::Start(Tag::Heading { level, id: None, classes: vec![], attrs: vec![] }));
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info,
                    CodeBlockKind::Indented => CowStr::Borrowed(""),
                };
                self.code = Some((language, String::new()));
            }
            Tag::Link { dest_url, .. } => {
                let closing = self.link(&dest_url);
                self.closings.push(closing);
            }
            Tag::Image { .. } => {
                self.raw("<span class=\"image\">".to_owned());
                self.closings.push("</span>".to_owned());
            }
            // Alignment would become an inline style.
            Tag::Table(columns) => {
                let plain = vec![pulldown_cmark::Alignment::None; columns.len()];
                self.events.push(Event::Start(Tag::Table(plain)));
            }
            tag => self.events.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) if self.style == ProseStyle::Inline => self.raw(" ".to_owned()),
            TagEnd::Heading(_) => {
                let level = self.outline.current();
                self.events.push(Event::End(TagEnd::Heading(level)));
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::Link | TagEnd::Image => {
                self.in_reference = false;
                if let Some(closing) = self.closings.pop() {
                    self.raw(closing);
                }
            }
            tag => self.events.push(Event::End(tag)),
        }
    }

    /// Opens a link and returns its closing tag.
    fn link(&mut self, url: &str) -> String {
        if let Some((Destination::Passage, id)) = internal(url) {
            let Some(Reference { number, id, href, side }) = self.routes.reference(id) else {
                return String::new();
            };
            let mut open = String::from("<sup class=\"reference\"><a id=\"");
            escape(&id, &mut open);
            open.push_str("\" href=\"");
            escape(&href, &mut open);
            open.push_str(&format!("\">{number}"));
            self.raw(open);
            self.in_reference = true;
            return format!("</a></sup>{side}");
        }
        if let Some(own) = anchor::href(url) {
            let mut open = String::from("<a href=\"");
            escape(own, &mut open);
            open.push_str("\">");
            self.raw(open);
            return "</a>".to_owned();
        }
        let internal = internal(url);
        let href = match internal {
            Some((target, id)) => self.routes.href(target, id),
            None => is_safe_link(url).then(|| url.to_owned()),
        };
        let Some(href) = href else {
            return String::new();
        };
        let mut open = String::from("<a href=\"");
        escape(&href, &mut open);
        open.push_str("\">");
        self.raw(open);
        let mut close = String::from("</a>");
        if let Some(flag) = internal.and_then(|(target, id)| self.routes.flag(target, id)) {
            close.push_str(" <span class=\"flag\">");
            escape(&flag, &mut close);
            close.push_str("</span>");
        }
        close
    }

    fn code_block(&mut self) {
        let Some((language, text)) = self.code.take() else {
            return;
        };
        let mut html = String::from("<pre tabindex=\"0\"><code>");
        self.colours.write(&text, self.colours.code(&text, &language).as_deref(), &mut html);
        html.push_str("</code></pre>\n");
        self.raw(html);
    }
}

#[cfg(test)]
mod tests {
    use super::{Destination, Link, Linked, Prose, ProseStyle, Reference, Routes};
    use crate::markdown::highlight::Highlighter;

    struct Fixed;
    impl Routes for Fixed {
        fn href(&self, target: Destination, id: &str) -> Option<String> {
            (target == Destination::Claim && id == "known").then(|| "../claims/known.html".to_owned())
        }
        fn reference(&mut self, id: &str) -> Option<Reference> {
            (id == "p1").then(|| Reference {
                number: 3,
                id: "ref-p1-1".to_owned(),
                href: "#passage-p1".to_owned(),
                side: String::new(),
            })
        }
    }

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        let html = Prose::parse(markdown).render(ProseStyle::Inline, &mut Fixed, &Highlighter::new());
        assert_eq!(html, expected);
    }

    #[test]
    fn passage_references_become_numbers() {
        check(
            "So it says.[^p1]",
            "So it says.<sup class=\"reference\"><a id=\"ref-p1-1\" href=\"#passage-p1\">3</a></sup>",
        );
    }

    #[test]
    fn references_side_by_side_are_two() {
        let p1 = |n| format!("<sup class=\"reference\"><a id=\"ref-p1-1\" href=\"#passage-p1\">{n}</a></sup>");
        check("a[^p1][^p1][^p1]", &format!("a{}{}{}", p1(3), p1(3), p1(3)));
        check("[words][^p1] on", &format!("words{} on", p1(3)));
        let links = Prose::parse("a[^p8][^p9]").links();
        assert_eq!(links.iter().map(|link| link.at.clone()).collect::<Vec<_>>(), [1..6, 6..11]);
    }

    #[test]
    fn internal_links_lead_to_pages() {
        check("[a](claim:known) [b](claim:nope)", "<a href=\"../claims/known.html\">a</a> b");
    }

    #[test]
    fn unsafe_links_lose_their_target() {
        check("[a](javascript:alert%281%29) [b](https://b.c)", "a <a href=\"https://b.c\">b</a>");
    }

    #[test]
    fn raw_html_is_sanitised() {
        check(
            "<b onclick=x>a</b><script>alert(1)</script>[^p1]",
            "<b>a</b><sup class=\"reference\"><a id=\"ref-p1-1\" href=\"#passage-p1\">3</a></sup>",
        );
        check("<a href=\"javascript:x\">a</a> <img src=x onerror=y>", "<a>a</a>");
        check("<a href=\"&#9;//evil.example/x.html\">a</a>", "<a>a</a>");
        check("<span class=\"k banner\">a</span>", "<span>a</span>");
        check("a <li>b</li> <nav>c</nav> <u>d</u>", "a b c <u>d</u>");
    }

    #[test]
    fn words_in_angle_brackets_are_kept() {
        check("It was <never> so, <b>said</b> <source>", "It was &lt;never&gt; so, <b>said</b> &lt;source&gt;");
        check("<inaudible>\nhe said <b>so</b>", "&lt;inaudible&gt;\nhe said <b>so</b>");
    }

    #[test]
    fn broken_references_are_listed() {
        for (markdown, at) in [("a [^ p1] b", 2..4), ("a [^p1, p2] b", 2..4), ("[^", 0..2)] {
            let links = Prose::parse(markdown).links();
            assert_eq!(links, [Linked { link: Link::Broken, at }], "{markdown}");
        }
        assert_eq!(Prose::parse("`[^ x]` and [^p1]").links().len(), 1);
    }

    #[test]
    fn links_are_listed_with_their_place() {
        let links = Prose::parse("See [^p9] and [x](source:s1) and [y](ftp://z) and [z](https://ok.ok).").links();
        assert_eq!(links.len(), 3);
        assert_eq!(links[0].link, Link::Internal(Destination::Passage, "p9".to_owned()));
        assert_eq!(links[0].at, 4..9);
        assert_eq!(links[1].link, Link::Internal(Destination::Source, "s1".to_owned()));
        assert_eq!(links[2].link, Link::Unsafe("ftp://z".to_owned()));
    }
}
