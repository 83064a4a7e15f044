//! Raw HTML in Markdown: its tags, and what each means for the surrounding words. [`scan`] tokenises a block, [`tag`] parses a single tag,
//! and [`roles`] decides which tags are markup and which are words in angle brackets.
//!
//! A tag is markup if HTML has an element of its name and it is closed in its block. Everything else (`<never>`, or `<source>` as a
//! placeholder for a name) was meant to be read and stays text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// A tag as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// In lower case.
    pub name: String,
    pub end: bool,
    pub self_closing: bool,
    /// Names in lower case; values without quotation marks and with character references resolved, or `None` if there is no value.
    pub attributes: Vec<(String, Option<String>)>,
}

/// A token of a raw HTML block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Character references are resolved.
    Text(Cow<'a, str>),
    Tag(Tag),
    /// A comment, which browsers do not show.
    Comment,
}

/// What a tag means for the surrounding words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Words in angle brackets.
    Text,
    /// Markup that shows and hides nothing: `a`, `span`, a matched custom element.
    Transparent,
    /// Start or end of an element whose content is not shown.
    Hidden,
    /// Start or end of superscript, subscript or strikethrough.
    Superscript,
    Subscript,
    Struck,
    LineBreak,
    Image,
    /// Something else that is shown but is not text, such as a form field.
    Object,
    /// Start or end of a block.
    Block,
    Heading,
    Cell,
    Row,
    Rule,
}

const BLOCKS: &str = " address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure \
    footer form frameset header hgroup html legend li main menu nav ol optgroup option p pre search section summary table tbody tfoot \
    thead ul col colgroup ";
const INLINE: &str = " a abbr acronym b bdi bdo big blink button cite code data dfn em font i ins kbd label mark marquee nobr output q \
    rb rtc ruby s samp slot small span strike strong sub sup time tt u var del ";
/// Elements whose content is not shown or is not text.
const HIDDEN: &str = " applet audio canvas datalist frame frameset head iframe math noembed noframes noscript object rp rt script select \
    style svg template textarea title video meter progress map ";
/// Elements whose content is not markup.
const RAW: &str = " iframe noembed noframes noscript script style textarea title ";
const VOID: &str = " area base br col embed hr img input link meta param source track wbr ";
/// Attributes that need no value (boolean attributes in WHATWG HTML, Indices, Attributes; and those of older pages).
const BOOLEAN: &str = " allowfullscreen async autofocus autoplay checked compact controls default defer disabled download formnovalidate \
    hidden inert ismap itemscope loop multiple muted nomodule noresize noshade novalidate nowrap open playsinline readonly required \
    reversed selected translate contenteditable crossorigin ";

fn is_in(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == name)
}

impl Tag {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_deref().unwrap_or_default())
    }

    /// The alternative text of an image.
    pub fn alternative(&self) -> &str {
        self.attribute("alt").unwrap_or_default().trim()
    }

    /// Whether browsers show words of its attributes, other than the alternative text of an image.
    pub fn shows_attributes(&self) -> bool {
        let shown: &[&str] = match self.name.as_str() {
            "input" if self.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden")) => &[],
            "input" => &["value", "placeholder", "alt"],
            "textarea" => &["placeholder"],
            "optgroup" | "option" => &["label"],
            "area" => &["alt"],
            "iframe" => &["srcdoc"],
            _ => &[],
        };
        let words = |name: &&str| self.attribute(name).is_some_and(|words| words.contains(char::is_alphanumeric));
        !self.end && shown.iter().any(words)
    }

    /// Names with a hyphen are custom elements, those with a colon belong to an XML namespace.
    fn is_custom(&self) -> bool {
        self.name.contains(['-', ':'])
    }

    fn is_void(&self) -> bool {
        is_in(VOID, &self.name)
    }

    fn is_known(&self) -> bool {
        [BLOCKS, INLINE, HIDDEN, VOID, " tr td th "].iter().any(|list| is_in(list, &self.name)) || self.is_heading()
    }

    fn is_heading(&self) -> bool {
        matches!(self.name.as_bytes(), [b'h', b'1'..=b'6'])
    }

    fn is_block(&self) -> bool {
        is_in(BLOCKS, &self.name) || matches!(self.name.as_str(), "tr" | "td" | "th") || self.is_heading()
    }

    /// Words that look like attributes, as in `<loss and costs>`, would be lost with the tag.
    fn has_words_as_attributes(&self) -> bool {
        self.attributes.iter().any(|(name, value)| value.is_none() && !name.contains('-') && !is_in(BOOLEAN, name))
    }

    fn hides(&self) -> bool {
        if is_in(HIDDEN, &self.name) || self.attributes.iter().any(|(name, _)| name == "hidden") {
            return true;
        }
        let style: String = self.attribute("style").unwrap_or_default().to_lowercase().split_whitespace().collect();
        ["display:none", "visibility:hidden", "visibility:collapse", "content-visibility:hidden"]
            .iter()
            .any(|hidden| style.contains(hidden))
            || style.split(';').any(|rule| matches!(rule, "opacity:0" | "font-size:0" | "font-size:0px"))
    }

    /// The role of the tag if it is markup.
    fn role(&self) -> Role {
        match self.name.as_str() {
            _ if self.hides() && !self.is_void() => Role::Hidden,
            "br" => Role::LineBreak,
            "hr" => Role::Rule,
            "img" => Role::Image,
            "embed" => Role::Object,
            "input" if self.attribute("type").is_none_or(|kind| !kind.eq_ignore_ascii_case("hidden")) => Role::Object,
            "sup" => Role::Superscript,
            "sub" => Role::Subscript,
            "del" | "s" | "strike" => Role::Struck,
            "td" | "th" => Role::Cell,
            "tr" => Role::Row,
            _ if self.is_heading() => Role::Heading,
            _ if self.is_block() => Role::Block,
            _ => Role::Transparent,
        }
    }
}

/// The roles of tags, in order. `None` separates runs of text: a tag must be closed within its run. In a raw HTML `block`, block elements
/// need no end tag.
pub(super) fn roles<'t>(tags: impl IntoIterator<Item = Option<&'t Tag>>, block: bool) -> Vec<Role> {
    let mut roles: Vec<Role> = vec![];
    // Start tags without an end tag so far, by name.
    let mut open: HashMap<&str, Vec<(usize, &Tag)>> = HashMap::new();
    for tag in tags {
        let at = roles.len();
        let Some(tag) = tag else {
            open.clear();
            roles.push(Role::Text);
            continue;
        };
        let structural = block && tag.is_block();
        let role = if !(tag.is_known() || tag.is_custom()) || tag.has_words_as_attributes() {
            Role::Text
        } else if tag.end {
            match open.get_mut(tag.name.as_str()).and_then(Vec::pop) {
                Some((start, opened)) => {
                    roles[start] = opened.role();
                    roles[start]
                }
                None if tag.is_custom() => Role::Text,
                None if structural => tag.role(),
                None => Role::Transparent,
            }
        } else if tag.is_void() {
            // Without attributes, most of these have no effect, so a word was meant.
            let shows = matches!(tag.name.as_str(), "br" | "wbr" | "hr" | "img") || !tag.attributes.is_empty();
            if shows { tag.role() } else { Role::Text }
        } else {
            open.entry(&tag.name).or_default().push((at, tag));
            if structural { tag.role() } else { Role::Text }
        };
        roles.push(role);
    }
    roles
}

/// The tag at the start of `text`, and its length in bytes (CommonMark, section 6.6, except that names may have colons).
pub(super) fn tag(text: &str) -> Option<(Tag, usize)> {
    let mut at = 1;
    let end = text.starts_with("</");
    if end {
        at = 2;
    } else if !text.starts_with('<') {
        return None;
    }
    let name = prefix(&text[at..], |c| c.is_ascii_alphanumeric() || c == '-' || c == ':');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.ends_with(':') {
        return None;
    }
    at += name.len();
    let mut attributes = vec![];
    loop {
        let space = prefix(&text[at..], |c| c.is_ascii_whitespace()).len();
        at += space;
        let name = prefix(&text[at..], |c| c.is_ascii_alphanumeric() || "_.:-".contains(c));
        if end || space == 0 || !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == ':') {
            break;
        }
        at += name.len();
        let (value, length) = value(&text[at..])?;
        at += length;
        attributes.push((name.to_ascii_lowercase(), value));
    }
    let self_closing = !end && text[at..].starts_with('/');
    at += usize::from(self_closing);
    let tag = Tag { name: name.to_ascii_lowercase(), end, self_closing, attributes };
    text[at..].starts_with('>').then_some((tag, at + 1))
}

/// The value of an attribute, after its name, and its length in bytes; `None` if it is malformed.
fn value(text: &str) -> Option<(Option<String>, usize)> {
    let space = prefix(text, |c| c.is_ascii_whitespace()).len();
    let Some(rest) = text[space..].strip_prefix('=') else {
        return Some((None, 0));
    };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let from = text.len() - rest.len();
    let (value, length) = match rest.chars().next()? {
        quote @ ('"' | '\'') => {
            let inside = &rest[1..1 + rest[1..].find(quote)?];
            (inside, inside.len() + 2)
        }
        _ => {
            let bare = prefix(rest, |c| !c.is_ascii_whitespace() && !"\"'=<>`".contains(c));
            (bare, bare.len())
        }
    };
    (length > 0).then(|| (Some(resolved(value).into_owned()), from + length))
}

fn prefix(text: &str, accepts: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !accepts(c)).unwrap_or(text.len())]
}

/// The tokens of a raw HTML block, each with its byte range in the block. Whatever is neither a tag nor a comment is text, including a lone
/// `<`.
pub(super) fn scan(block: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let mut tokens = vec![];
    let (mut from, mut at) = (0, 0);
    while let Some(offset) = block[at..].find('<') {
        at += offset;
        let Some((token, length)) = markup(&block[at..]) else {
            at += 1;
            continue;
        };
        if from < at {
            tokens.push((Token::Text(resolved(&block[from..at])), from..at));
        }
        let raw = match &token {
            Token::Tag(tag) if !tag.end && is_in(RAW, &tag.name) => raw_content(&block[at + length..], &tag.name),
            _ => 0,
        };
        tokens.push((token, at..at + length));
        from = at + length;
        at = from + raw;
        if raw > 0 {
            tokens.push((Token::Text(Cow::Borrowed(&block[from..at])), from..at));
            from = at;
        }
    }
    if from < block.len() {
        tokens.push((Token::Text(resolved(&block[from..])), from..block.len()));
    }
    tokens
}

/// A raw HTML block with its words in angle brackets escaped, so that they are shown.
pub(super) fn with_words_escaped(block: &str) -> String {
    let tokens = scan(block);
    let tags = tokens.iter().filter_map(|(token, _)| match token {
        Token::Tag(tag) => Some(Some(tag)),
        _ => None,
    });
    let mut roles = roles(tags, true).into_iter();
    let mut out = String::with_capacity(block.len());
    for (token, at) in &tokens {
        let raw = &block[at.clone()];
        match token {
            Token::Tag(_) if roles.next() == Some(Role::Text) => crate::base::escaping::escape(raw, &mut out),
            _ => out.push_str(raw),
        }
    }
    out
}

fn markup(text: &str) -> Option<(Token<'_>, usize)> {
    if text.starts_with("<!--") {
        // An empty comment may be written <!--> (WHATWG HTML, section 13.2.5.43).
        let empty = ["<!-->", "<!--->"].into_iter().find(|empty| text.starts_with(empty));
        let length = empty.map_or_else(|| text[4..].find("-->").map_or(text.len(), |end| end + 7), str::len);
        return Some((Token::Comment, length));
    }
    if text.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
        return text.find('>').map(|end| (Token::Comment, end + 1));
    }
    tag(text).map(|(tag, length)| (Token::Tag(tag), length))
}

/// The length in bytes of an element's content that is not markup: up to its end tag, or to the end.
fn raw_content(text: &str, name: &str) -> usize {
    let ends = |at: &usize| text.get(at + 2..at + 2 + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
    text.match_indices("</").map(|(at, _)| at).find(ends).unwrap_or(text.len())
}

/// Text with its character references resolved (WHATWG HTML, section 13.2.5.72).
fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = prefix(&rest[1..], |c| c.is_ascii_alphanumeric() || c == '#').len() + 2;
        match rest.get(..length).filter(|reference| reference.ends_with(';')).and_then(character) {
            Some(character) => {
                out.push_str(&character);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The text of a character reference. Markdown has the same ones as HTML (CommonMark, section 2.5).
fn character(reference: &str) -> Option<String> {
    let texts = pulldown_cmark::Parser::new(reference).filter_map(|event| match event {
        pulldown_cmark::Event::Text(text) => Some(text.into_string()),
        _ => None,
    });
    let found: String = texts.collect();
    (found != reference).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::{Role, Tag, Token, roles, scan, tag};

    fn parsed(text: &str) -> Tag {
        let (tag, length) = tag(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(length, text.len(), "{text}");
        tag
    }

    #[track_caller]
    fn check(tags: &str, expected: &[Role]) {
        let tags: Vec<Tag> = tags.split_inclusive('>').map(|text| parsed(text.trim())).collect();
        assert_eq!(roles(tags.iter().map(Some), false), expected);
    }

    #[test]
    fn unknown_names_are_text() {
        check("<never>", &[Role::Text]);
        check("<never></never>", &[Role::Text, Role::Text]);
        check("<loss and costs>", &[Role::Text]);
        check("<String>", &[Role::Text]);
    }

    #[test]
    fn a_known_name_is_markup_only_if_it_is_closed() {
        check("<source><time>", &[Role::Text, Role::Text]);
        check("<b></b>", &[Role::Transparent; 2]);
        check("<b></i>", &[Role::Text, Role::Transparent]);
        check("<b not></b>", &[Role::Text, Role::Transparent]);
        check("<sup></sup>", &[Role::Superscript; 2]);
        check("<br><wbr><br />", &[Role::LineBreak, Role::Transparent, Role::LineBreak]);
        check(
            "<x-note></x-note><o:p></o:p><x-y>",
            &[Role::Transparent, Role::Transparent, Role::Transparent, Role::Transparent, Role::Text],
        );
    }

    #[test]
    fn invisible_elements_are_hidden() {
        check("<script></script>", &[Role::Hidden; 2]);
        check("<span hidden></span>", &[Role::Hidden; 2]);
        check("<b style=\"display : none\"></b>", &[Role::Hidden; 2]);
        check("<b style=\"color:red\"></b>", &[Role::Transparent; 2]);
    }

    #[test]
    fn blocks_are_scanned_into_words_and_tags() {
        let words: Vec<String> = scan("<div class=x>a &amp; <b>b</b> < c<!-- d --><script>e<b></script>f&nosuch;")
            .into_iter()
            .filter_map(|(token, _)| match token {
                Token::Text(text) => Some(text.into_owned()),
                _ => None,
            })
            .collect();
        assert_eq!(words, ["a & ", "b", " < c", "e<b>", "f&nosuch;"]);
    }

    #[test]
    fn tags_have_attributes() {
        let img = parsed("<IMG alt='a &quot;b&quot;' src=x.png data-x hidden/>");
        assert_eq!((img.name.as_str(), img.alternative(), img.self_closing), ("img", "a \"b\"", true));
        assert!(tag("<a b=\"c>").is_none() && tag("< a>").is_none() && tag("<1>").is_none());
    }
}
