//! The searchable part of a page: [`part`] extracts it, so that Pagefind, which is single-threaded, has less to parse.
//!
//! The two attributes that select it have the same meaning in Pagefind. A page that is not well-formed is passed on as a whole.

use super::spacing;

const BODY: &str = "data-pagefind-body";
const LEFT_OUT: &str = "data-pagefind-ignore=\"all\"";
/// Elements without an end tag (HTML, 13.1.2).
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The elements of a page with `data-pagefind-body`, without those inside them with `data-pagefind-ignore="all"`, as an HTML document;
/// letters of scripts without spaces are separated. `None` if there is nothing to search.
pub(super) fn part(html: &str) -> Option<String> {
    if !html.contains(BODY) {
        return None;
    }
    let mut out = String::with_capacity(html.len() / 2);
    out.push_str("<html>");
    let mut body: Option<OpenElement<'_>> = None;
    let mut left_out: Option<OpenElement<'_>> = None;
    let mut rest = html;
    while let Some((text, tag, after)) = next_tag(rest) {
        rest = after;
        if body.is_some() && left_out.is_none() {
            spacing::push_spaced(text, &mut out);
        }
        if let Some(open) = &mut left_out {
            if open.is_closed_by(tag) {
                left_out = None;
            }
            continue;
        }
        if body.is_some() && tag.contains(LEFT_OUT) && !VOID.contains(&name(tag)) {
            left_out = Some(OpenElement::new(tag));
            continue;
        }
        match &mut body {
            Some(open) => {
                out.push_str(tag);
                if open.is_closed_by(tag) {
                    body = None;
                }
            }
            None if tag.contains(BODY) => {
                out.push_str(tag);
                body = Some(OpenElement::new(tag));
            }
            None => {}
        }
    }
    if body.is_some() || left_out.is_some() {
        let mut whole = String::new();
        spacing::push_spaced(html, &mut whole);
        return Some(whole);
    }
    out.push_str("</html>");
    Some(out)
}

/// An open element; its depth counts nested elements of the same name.
struct OpenElement<'h> {
    name: &'h str,
    depth: usize,
}

impl<'h> OpenElement<'h> {
    fn new(tag: &'h str) -> Self {
        OpenElement { name: name(tag), depth: 1 }
    }

    /// Whether `tag` is the end of the element.
    fn is_closed_by(&mut self, tag: &str) -> bool {
        if name(tag) == self.name {
            if tag.starts_with("</") {
                self.depth -= 1;
            } else {
                self.depth += 1;
            }
        }
        self.depth == 0
    }
}

/// The name of the element of a tag.
fn name(tag: &str) -> &str {
    let tag = tag.trim_start_matches(['<', '/']);
    &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(tag.len())]
}

/// The text up to the next tag or comment, that tag, and the rest.
fn next_tag(html: &str) -> Option<(&str, &str, &str)> {
    let start = html.find('<')?;
    let length =
        if html[start..].starts_with("<!--") { html[start..].find("-->")? + 3 } else { tag_length(&html[start..])? };
    let end = start + length;
    Some((&html[..start], &html[start..end], &html[end..]))
}

/// The length of a tag in bytes. A `>` in a quoted attribute does not end it.
fn tag_length(html: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn only_the_body_is_kept() {
        let html = "<html><nav>N</nav><div data-pagefind-body>a<div>b</div>c</div><footer>F</footer></html>";
        assert_eq!(part(html).unwrap(), "<html><div data-pagefind-body>a<div>b</div>c</div></html>");
        assert_eq!(part("<html><main>a</main></html>"), None);
    }

    #[test]
    fn ignored_elements_are_left_out() {
        let html = "<main data-pagefind-body>a<div data-pagefind-ignore=\"all\">b<div>c</div>d<br></div>e</main>";
        assert_eq!(part(html).unwrap(), "<html><main data-pagefind-body>ae</main></html>");
        let html = "<main data-pagefind-body>a<img data-pagefind-ignore=\"all\">b<p data-pagefind-ignore>c</p></main>";
        assert_eq!(part(html).unwrap(), format!("<html>{html}</html>"));
    }

    #[test]
    fn a_page_that_is_not_well_formed_is_kept_whole() {
        let html = "<main data-pagefind-body>a<div data-pagefind-ignore=\"all\">b</main>";
        assert_eq!(part(html).unwrap(), html);
    }

    #[test]
    fn quoted_attributes_and_comments_may_hold_anything() {
        let html = "<p data-pagefind-body title=\"1 > 0 <p>\">a<!-- don't <p> --></p>";
        assert_eq!(part(html).unwrap(), format!("<html>{html}</html>"));
    }
}
