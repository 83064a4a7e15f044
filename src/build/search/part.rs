//! The searchable part of a page: [`part`] reduces a page to what Pagefind makes something of, so that it has little to parse.
//!
//! Pagefind reads pages one after another, and most of its time for a page goes to elements, whatever they hold. So only elements that say
//! something to it are kept: headings, and those with `data-pagefind-…` attributes. Of the others the text is kept, with the spaces and
//! full stops that Pagefind puts around blocks. The index is the same as that of the whole page, but for anchors that no result shows. A
//! page that is not well-formed is passed on as a whole.

use std::borrow::Cow;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use super::spacing;
use super::tag::{Tag, next_tag};

const BODY: &str = "data-pagefind-body";
const FILTER: &str = "data-pagefind-filter";
const TITLE: &str = "data-pagefind-title";
const WEIGHT: &str = "data-pagefind-weight";
/// Elements without an end tag (HTML, 13.1.2).
pub const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// Pagefind sets the text of these apart, and ends it with a full stop if it has no punctuation.
const BLOCKS: [&str; 13] = ["h1", "h2", "h3", "h4", "h5", "h6", "p", "td", "div", "ul", "li", "article", "section"];
/// Pagefind makes nothing of these; what is in them may not even be HTML.
const WITHOUT_TEXT: [&str; 6] = ["iframe", "noscript", "script", "style", "svg", "template"];
/// Of these Pagefind reads only the attributes, and those inside them.
const WITH_ATTRIBUTES_ONLY: [&str; 4] = ["footer", "form", "label", "nav"];
/// The class of reference numbers, which would come between two words of the prose.
const REFERENCE: &str = "reference";

/// The elements of a page with `data-pagefind-body`, without those inside them with `data-pagefind-ignore="all"`, as an HTML document;
/// letters of scripts without spaces are separated. `None` if there is nothing to search.
pub(super) fn part(html: &str) -> Option<String> {
    let body = html.find(BODY)?;
    // What comes before is a head and a header.
    let start = html[..body].rfind('<').unwrap_or(0);
    let mut extract = Extract::new(html.len() - start);
    Some(match extract.read(&html[start..]) {
        Some(()) => extract.finish(),
        None => whole(html),
    })
}

/// The page with a body to search and its kind, where a template of the site's own has lost them: its `main` element, or all of it.
pub(super) fn with_body<'h>(html: &'h str, kind: &str) -> Cow<'h, str> {
    let filter = format!(" {FILTER}=\"kind:{kind}\"");
    let mut out = Cow::Borrowed(html);
    if !out.contains(BODY) {
        let Some(at) = ["<main", "<body", "<html"].iter().find_map(|tag| after_name(html, tag)) else {
            return Cow::Owned(format!("<html {BODY}{filter}>{html}</html>"));
        };
        out.to_mut().insert_str(at, &format!(" {BODY}{filter}"));
    } else if !out.contains(&filter[1..])
        && let Some(at) = out.find(BODY)
    {
        out.to_mut().insert_str(at + BODY.len(), &filter);
    }
    out
}

/// Where the name of the first tag ends that begins like this.
fn after_name(html: &str, tag: &str) -> Option<usize> {
    let ends = |at: &usize| html[*at..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace());
    html.match_indices(tag).map(|(at, _)| at + tag.len()).find(ends)
}

/// The page as it is, but for separated letters.
pub(super) fn whole(html: &str) -> String {
    let mut whole = String::with_capacity(html.len());
    spacing::push_spaced(html, &mut whole);
    whole
}

struct Extract<'h> {
    out: String,
    /// The open elements, from the body down; empty outside of it.
    open: Vec<OpenElement<'h>>,
    /// An element that is left out, and how many of its name are open.
    left_out: Option<(&'h str, usize)>,
}

struct OpenElement<'h> {
    name: &'h str,
    part: Part,
    /// Whether it, or one around it, has a weight.
    weighted: bool,
    /// The last character of its text so far, as Pagefind has it.
    last: Option<char>,
}

/// What an element is to Pagefind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Its tags are left out, the text stays.
    Text,
    Element,
    /// Spaces go around its text.
    Apart,
    /// Only its attributes count.
    Attributes,
}

impl<'h> Extract<'h> {
    fn new(length: usize) -> Self {
        let mut out = String::with_capacity(length / 2);
        out.push_str("<html>");
        Extract { out, open: vec![], left_out: None }
    }

    fn finish(mut self) -> String {
        self.out.push_str("</html>");
        self.out
    }

    /// `None` if the page is not well-formed.
    fn read(&mut self, html: &'h str) -> Option<()> {
        let mut rest = html;
        while let Some((text, tag, after)) = next_tag(rest) {
            rest = after;
            if self.left_out.is_none() && !self.open.is_empty() {
                self.text(text);
            }
            let Some(tag) = tag else { continue };
            match self.left_out {
                Some(element) => self.left_out = still_open(element, &tag),
                None if tag.is_end() && !self.open.is_empty() => self.end(&tag)?,
                None if !self.open.is_empty() => self.start(&tag)?,
                None if !tag.is_end() && tag.has(BODY) => {
                    self.out.push_str(tag.text);
                    self.open.push(OpenElement {
                        name: tag.name,
                        part: Part::Element,
                        weighted: tag.has(WEIGHT),
                        last: None,
                    });
                }
                None => {}
            }
        }
        (self.open.is_empty() && self.left_out.is_none()).then_some(())
    }

    fn text(&mut self, text: &str) {
        if let (Some(last), Some(element)) = (text.chars().next_back(), self.open.last_mut()) {
            element.last = Some(last);
            // Between blocks.
            if self.out.ends_with(' ') && text.bytes().all(|byte| byte.is_ascii_whitespace()) {
                return;
            }
            spacing::push_spaced(text, &mut self.out);
        }
    }

    /// Sets what follows apart from the text before it.
    fn space(&mut self) {
        self.out.push(' ');
        if let Some(element) = self.open.last_mut() {
            element.last = Some(' ');
        }
    }

    fn start(&mut self, tag: &Tag<'h>) -> Option<()> {
        let name = tag.name;
        if tag.has(BODY) || name.is_empty() || name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        let is_void = VOID.contains(&name);
        let part = match self.part(tag) {
            Some(part) => part,
            None if is_void => return Some(()),
            None => {
                self.left_out = Some((name, 1));
                return Some(());
            }
        };
        if name == "br" {
            self.space();
        }
        match part {
            // An empty element is an anchor as well.
            Part::Text if tag.has(TITLE) => {
                self.space();
                for piece in [tag.text, "</", name, "> "] {
                    self.out.push_str(piece);
                }
            }
            Part::Text if tag.has("id") => self.space(),
            Part::Text if BLOCKS.contains(&name) => self.out.push(' '),
            Part::Text => {}
            _ => {
                // Here Pagefind notes an anchor, or the values of attributes.
                if tag.has("id") || tag.has("data-pagefind-index-attrs") {
                    self.space();
                }
                self.out.push_str(tag.text);
            }
        }
        if !is_void {
            let weighted = tag.has(WEIGHT) || self.open.last().is_some_and(|parent| parent.weighted);
            self.open.push(OpenElement { name, part, weighted, last: None });
        }
        Some(())
    }

    /// `None` if the element is left out.
    fn part(&self, tag: &Tag<'_>) -> Option<Part> {
        let name = tag.name;
        let said = tag.count("data-pagefind-");
        let ignored = tag.attribute("data-pagefind-ignore");
        let is_reference = |class: &str| class.split_ascii_whitespace().any(|class| class == REFERENCE);
        if ignored.is_some_and(|value| !matches!(value, "" | "index" | "true"))
            || WITHOUT_TEXT.contains(&name)
            || tag.attribute("class").is_some_and(is_reference)
        {
            return None;
        }
        let is_heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        // In an element with a weight, a heading has no weight of its own.
        let is_plain = name != "h1" && !tag.has("id") && self.open.last().is_some_and(|parent| parent.weighted);
        Some(if ignored.is_some() || WITH_ATTRIBUTES_ONLY.contains(&name) {
            Part::Attributes
        } else if is_heading && !(said == 0 && is_plain) || tag.has(WEIGHT) {
            Part::Apart
        } else if said > 1 || (said == 1 && !tag.has(TITLE)) || name == "img" {
            if BLOCKS.contains(&name) { Part::Apart } else { Part::Element }
        } else {
            Part::Text
        })
    }

    fn end(&mut self, tag: &Tag<'h>) -> Option<()> {
        let element = self.open.pop().filter(|element| element.name == tag.name)?;
        let mut last = element.last;
        match element.part {
            Part::Text if BLOCKS.contains(&element.name) => {
                self.out.push_str(if last.is_some_and(is_word) { ". " } else { " " });
                last = Some(' ');
            }
            Part::Text => {}
            Part::Attributes => last = None,
            Part::Apart => last = Some(' '),
            Part::Element => {}
        }
        if element.part != Part::Text {
            self.out.push_str(tag.text);
        }
        if let (Some(last), Some(parent)) = (last, self.open.last_mut()) {
            parent.last = Some(last);
        }
        Some(())
    }
}

/// An element that is left out after another tag; `None` if the tag ends it.
fn still_open<'h>((name, depth): (&'h str, usize), tag: &Tag<'_>) -> Option<(&'h str, usize)> {
    let depth = match (tag.name == name, tag.is_end()) {
        (true, true) => depth - 1,
        (true, false) => depth + 1,
        (false, _) => depth,
    };
    (depth > 0).then_some((name, depth))
}

/// Whether Pagefind puts a full stop after a block that ends with this character.
fn is_word(c: char) -> bool {
    let category = || CodePointMapData::<GeneralCategory>::new().get(c);
    matches!(c, '\'' | '"' | ')' | '$' | '*' | '\u{200C}' | '\u{200D}')
        || c.is_alphabetic()
        || GeneralCategoryGroup::Mark.contains(category())
        || matches!(category(), GeneralCategory::DecimalNumber | GeneralCategory::ConnectorPunctuation)
}

#[cfg(test)]
mod tests {
    use super::{part, with_body};

    fn inside(html: &str) -> String {
        let part = part(&format!("<html><nav>N</nav><main data-pagefind-body>{html}</main></html>")).unwrap();
        let inside =
            part.strip_prefix("<html><main data-pagefind-body>").and_then(|part| part.strip_suffix("</main></html>"));
        inside.unwrap_or_else(|| panic!("{part}")).to_owned()
    }

    #[test]
    fn only_the_body_is_kept() {
        assert_eq!(inside("a"), "a");
        assert_eq!(part("<html><main>a</main></html>"), None);
        assert_eq!(
            part("<html><head><title>data-pagefind-body</title></head><main>a</main></html>").unwrap(),
            "<html></html>"
        );
    }

    #[test]
    fn a_page_is_searched_whatever_its_template_says() {
        let body = "data-pagefind-body data-pagefind-filter=\"kind:claim\"";
        let given = |html: &str| with_body(html, "claim").into_owned();
        assert_eq!(given("<body><main id=\"main\">a</main>"), format!("<body><main {body} id=\"main\">a</main>"));
        assert_eq!(given("<body><mainly>a</body>"), format!("<body {body}><mainly>a</body>"));
        assert_eq!(given("<p>a</p>"), format!("<html {body}><p>a</p></html>"));
        assert_eq!(given("<main data-pagefind-body>a</main>"), format!("<main {body}>a</main>"));
        let whole = format!("<main {body}>a</main>");
        assert_eq!(given(&whole), whole);
    }

    #[test]
    fn elements_that_say_nothing_to_pagefind_become_text() {
        assert_eq!(inside("a <em class=\"b\">b</em><div><p>c</p><p>d!</p></div>e<br>f<hr>"), "a b  c.  d!  e f");
        let kept = "<h2 id=\"a\">b</h2>";
        assert_eq!(
            inside(&format!("{kept}<p data-pagefind-weight=\"2\"><i>c</i></p>")),
            format!(" {kept}<p data-pagefind-weight=\"2\">c</p>")
        );
        let anchor = "<p id=\"a\" data-pagefind-title=\"b\">";
        assert_eq!(inside(&format!("{anchor}c</p>")), format!(" {anchor}</p> c. "));
    }

    #[test]
    fn ignored_elements_are_left_out() {
        assert_eq!(inside("a<div data-pagefind-ignore=\"all\">b<div>c</div>d<br></div>e"), "ae");
        assert_eq!(inside("a<img data-pagefind-ignore=\"all\">b<sup class=\"x reference\">c</sup>"), "ab");
        let kept = "<p data-pagefind-ignore><b data-pagefind-meta=\"a\">c</b></p>";
        assert_eq!(inside(kept), kept);
    }

    #[test]
    fn a_page_that_is_not_well_formed_is_kept_whole() {
        for wrong in ["<div data-pagefind-ignore=\"all\">", "<p>", "</p>", "<P></P>", "<p data-pagefind-body></p>"] {
            let html = format!("<main data-pagefind-body>a{wrong}</main>");
            assert_eq!(part(&html).unwrap(), html);
        }
    }

    #[test]
    fn quoted_attributes_and_comments_may_hold_anything() {
        let html = "<p data-pagefind-body title=\"1 > 0 <p>\">a<!-- don't <p> --></p>";
        assert_eq!(part(html).unwrap(), "<html><p data-pagefind-body title=\"1 > 0 <p>\">a</p></html>");
    }
}
