//! What a finished page says, read as a browser reads it: [`PageFacts`].
//!
//! A stream of tokens is enough (HTML, 13.2.5): no tree is built. An end tag closes the innermost open element of its name and all that are
//! open within it, which is what the rules for trees come to on pages that are nearly well-formed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use crate::build::search::VOID;
use citeback_quote::text::figures::unraised;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// Attributes that hold an address.
const ADDRESSES: [&str; 6] = ["action", "data", "href", "poster", "src", "xlink:href"];

/// What of a page the promise depends on.
#[derive(Debug, Default)]
pub(super) struct PageFacts {
    pub ids: BTreeSet<String>,
    /// Where links lead and files are loaded from, as it is written.
    pub addresses: BTreeSet<String>,
    /// Of the elements that were asked for, by id: the [letters] that they show.
    pub shown: BTreeMap<String, String>,
    /// For each passage that `data-passages` names, the letters under its marks.
    pub marked: BTreeMap<String, String>,
    pub canonical: Option<String>,
    pub noindex: bool,
    pub policy: Option<String>,
    /// The contents of all structured data.
    pub json_ld: Vec<String>,
    /// What the policy keeps from working, each as a tag of the page.
    pub inline: BTreeSet<String>,
    /// What is loaded from other sites.
    pub foreign: BTreeSet<Foreign>,
}

/// Something that is loaded from another site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Foreign {
    /// The directive of a policy that may allow it.
    pub directive: &'static str,
    pub address: String,
}

impl PageFacts {
    /// Reads a page. `watched`: the ids of the elements whose text is wanted.
    pub fn of(html: &str, watched: &BTreeSet<&str>) -> Self {
        let input = BufferQueue::default();
        input.push_back(html.into());
        let reader = Reader { watched, state: RefCell::default() };
        let tokenizer = Tokenizer::new(reader, TokenizerOpts::default());
        // Nothing pauses for a script, since the reader asks for none to be run.
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink.state.into_inner().facts
    }
}

/// The letters and digits of a text: what is the same however it is set. Raised figures are as they are in `sup` elements.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(unraised).filter(|c| c.is_alphanumeric())
}

struct Reader<'w> {
    watched: &'w BTreeSet<&'w str>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    facts: PageFacts,
    open: Vec<OpenElement>,
    /// The structured data that is being read.
    data: Option<String>,
}

struct OpenElement {
    name: String,
    /// Its id, if it is watched.
    watched: Option<String>,
    /// The passages that it marks.
    marks: Vec<String>,
    /// Whether readers see nothing of it.
    hidden: bool,
}

impl TokenSink for Reader<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.text(&text),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return state.start(&tag, self.watched),
            Token::TagToken(tag) => state.end(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn text(&mut self, text: &str) {
        if let Some(data) = &mut self.data {
            data.push_str(text);
            return;
        }
        if self.open.iter().any(|element| element.hidden) {
            return;
        }
        let State { facts, open, .. } = self;
        for element in open {
            if let Some(id) = &element.watched {
                facts.shown.entry(id.clone()).or_default().extend(letters(text));
            }
            for passage in &element.marks {
                facts.marked.entry(passage.clone()).or_default().extend(letters(text));
            }
        }
    }

    fn start(&mut self, tag: &Tag, watched: &BTreeSet<&str>) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let attribute = |wanted: &str| {
            tag.attrs.iter().find(|attribute| &*attribute.name.local == wanted).map(|attribute| &*attribute.value)
        };
        self.note(tag, &attribute);
        let id = attribute("id");
        if let Some(id) = id {
            self.facts.ids.insert(id.to_owned());
        }
        // An empty element is shown, too.
        let watched = id.filter(|id| watched.contains(id)).map(str::to_owned);
        if let Some(id) = &watched {
            self.facts.shown.entry(id.clone()).or_default();
        }
        let marks = attribute("data-passages").filter(|_| name == "mark").unwrap_or_default();
        if !VOID.contains(&name) && !tag.self_closing {
            self.open.push(OpenElement {
                name: name.to_owned(),
                watched,
                marks: marks.split_ascii_whitespace().map(str::to_owned).collect(),
                hidden: attribute("hidden").is_some()
                    || matches!(name, "head" | "script" | "style" | "template" | "noscript"),
            });
        }
        match name {
            "script" => {
                if attribute("type") == Some("application/ld+json") {
                    self.data = Some(String::new());
                }
                TokenSinkResult::RawData(RawKind::ScriptData)
            }
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
            "title" | "textarea" if !self.open.iter().any(|element| element.name == "svg") => {
                TokenSinkResult::RawData(RawKind::Rcdata)
            }
            "plaintext" => TokenSinkResult::Plaintext,
            _ => TokenSinkResult::Continue,
        }
    }

    fn end(&mut self, tag: &Tag) {
        if let Some(at) = self.open.iter().rposition(|element| *element.name == *tag.name) {
            self.open.truncate(at);
        }
        if &*tag.name == "script" {
            self.facts.json_ld.extend(mem::take(&mut self.data));
        }
    }

    /// Takes down what a tag says by itself.
    fn note<'t>(&mut self, tag: &'t Tag, attribute: &impl Fn(&str) -> Option<&'t str>) {
        let facts = &mut self.facts;
        let name: &str = &tag.name;
        let is =
            |value: Option<&str>, wanted: &str| value.is_some_and(|value| value.trim().eq_ignore_ascii_case(wanted));
        let words = |value: Option<&'t str>| value.unwrap_or_default().split([' ', ',', '\t', '\n']);
        match name {
            "meta" if is(attribute("http-equiv"), "content-security-policy") => {
                facts.policy = Some(attribute("content").unwrap_or_default().to_owned());
            }
            "meta" if is(attribute("name"), "robots") => {
                facts.noindex |= words(attribute("content")).any(|word| word.eq_ignore_ascii_case("noindex"));
            }
            "link" if words(attribute("rel")).any(|word| word.eq_ignore_ascii_case("canonical")) => {
                facts.canonical = attribute("href").map(str::to_owned);
                return;
            }
            "style" => drop(facts.inline.insert("<style>".to_owned())),
            "base" => drop(facts.inline.insert("<base>".to_owned())),
            "script" if attribute("src").is_none() && attribute("type") != Some("application/ld+json") => {
                facts.inline.insert("<script> without src".to_owned());
            }
            _ => {}
        }
        let directive = directive(name, attribute("rel"));
        for attribute in &tag.attrs {
            let (key, value): (&str, &str) = (&attribute.name.local, &attribute.value);
            if ADDRESSES.contains(&key) {
                match directive.filter(|_| is_foreign(value)) {
                    Some(directive) => drop(facts.foreign.insert(Foreign { directive, address: value.to_owned() })),
                    None => drop(facts.addresses.insert(value.to_owned())),
                }
            } else if key == "style" {
                facts.inline.insert(format!("<{name} style=\"…\">"));
            } else if key.len() > 2 && key.starts_with("on") {
                facts.inline.insert(format!("<{name} {key}=\"…\">"));
            }
        }
    }
}

/// The directive that says from where an element may load; none if it loads nothing.
fn directive(name: &str, rel: Option<&str>) -> Option<&'static str> {
    Some(match name {
        "script" => "script-src",
        "img" => "img-src",
        "audio" | "video" | "source" | "track" => "media-src",
        "iframe" => "frame-src",
        "embed" | "object" => "object-src",
        "link" => {
            let rel = rel?.to_ascii_lowercase();
            let named = |wanted: &str| rel.split_ascii_whitespace().any(|word| word == wanted);
            match () {
                () if named("stylesheet") => "style-src",
                () if named("icon") || named("apple-touch-icon") => "img-src",
                () if named("manifest") => "manifest-src",
                () if named("preload") || named("modulepreload") => "script-src",
                () => return None,
            }
        }
        _ => return None,
    })
}

/// Whether an address is on another site.
pub(super) fn is_foreign(address: &str) -> bool {
    let address = address.trim();
    address.starts_with("//") || scheme(address).is_some_and(|scheme| !scheme.eq_ignore_ascii_case("data"))
}

/// The scheme of an address (RFC 3986, section 3.1).
pub(super) fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.trim().split_once(':')?;
    let mut letters = scheme.chars();
    let valid = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then_some(scheme)
}
