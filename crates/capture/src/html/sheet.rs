//! The style sheets of a page, as far as they hide words, part them or add some: [`rules`].

use std::rc::Rc;

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
};

use super::lengths::length;
use super::selector::{Selector, selectors};

/// A rule for each of its selectors.
#[derive(Debug)]
pub(super) struct Rule {
    pub selector: Selector,
    pub declarations: Rc<[Declaration]>,
}

#[derive(Debug, Clone)]
pub(super) struct Declaration {
    /// In lower case.
    pub name: String,
    /// In lower case, with single spaces and without comments; as written if it is `content`.
    pub value: String,
    pub important: bool,
}

/// Sheets within sheets, such as in `@media`, that are read.
const MAX_DEPTH: usize = 8;

/// The rules of a style sheet in order. Those that may not apply are not certain. When nothing is left of `bytes`, which is how much text of
/// selectors may be read, the rest of the rules is missing: a short sheet can stand for many long selectors.
pub(super) fn rules(css: &str, bytes: &mut usize) -> Vec<Rule> {
    let mut reader = RuleReader { rules: vec![], scope: Applies::ALWAYS, depth: 0, bytes: *bytes };
    reader.read(&mut Parser::new(css));
    *bytes = reader.bytes;
    reader.rules
}

/// The declarations of a `style` attribute.
pub(super) fn declarations(style: &str) -> Vec<Declaration> {
    body(&mut Parser::new(style), MAX_DEPTH).declarations
}

/// What is between the braces of a rule.
struct Body {
    declarations: Vec<Declaration>,
    nested: Vec<Nested>,
}

/// A rule within a rule.
struct Nested {
    /// Its selectors; none if it is a condition on the rule around it.
    prelude: Option<String>,
    applies: Applies,
    body: Body,
}

enum Item {
    Declaration(Declaration),
    Nested(Nested),
}

fn body(input: &mut Parser<'_>, depth: usize) -> Body {
    let mut body = Body { declarations: vec![], nested: vec![] };
    for item in RuleBodyParser::new(input, &mut DeclarationReader { depth }).filter_map(Result::ok) {
        match item {
            Item::Declaration(declaration) => body.declarations.push(declaration),
            Item::Nested(nested) => body.nested.push(nested),
        }
    }
    body
}

/// When the rules of a part of a sheet apply.
#[derive(Debug, Clone, Copy)]
struct Applies {
    certain: bool,
    for_some_screens: bool,
    layered: bool,
}

impl Applies {
    const ALWAYS: Applies = Applies { certain: true, for_some_screens: false, layered: false };

    /// What `@name condition` says; `None` if its rules never apply, or are none.
    fn to(name: &str, condition: &str) -> Option<Applies> {
        match name.to_ascii_lowercase().as_str() {
            "media" => media(condition).map(|all| Applies { for_some_screens: !all, certain: all, ..Applies::ALWAYS }),
            "layer" => Some(Applies { layered: true, ..Applies::ALWAYS }),
            "supports" | "container" | "scope" | "document" | "-moz-document" => {
                Some(Applies { certain: false, ..Applies::ALWAYS })
            }
            _ => None,
        }
    }

    fn and(self, inner: Applies) -> Applies {
        Applies {
            certain: self.certain && inner.certain,
            for_some_screens: self.for_some_screens || inner.for_some_screens,
            layered: self.layered || inner.layered,
        }
    }
}

struct RuleReader {
    rules: Vec<Rule>,
    scope: Applies,
    depth: usize,
    /// How much text of selectors may still be read.
    bytes: usize,
}

impl RuleReader {
    fn read(&mut self, input: &mut Parser<'_>) {
        // What is no rule is skipped, as browsers do.
        StyleSheetParser::new(input, self).for_each(drop);
    }

    fn add(&mut self, prelude: &str, applies: Applies, body: Body) {
        self.bytes = self.bytes.saturating_sub(prelude.len());
        let declarations: Rc<[Declaration]> = body.declarations.into();
        for mut selector in selectors(prelude, &mut self.bytes) {
            selector.certain &= applies.certain;
            selector.for_some_screens = applies.for_some_screens;
            selector.layered = applies.layered;
            self.rules.push(Rule { selector, declarations: declarations.clone() });
        }
        for nested in body.nested {
            self.bytes = self.bytes.saturating_sub(prelude.len());
            if self.bytes == 0 {
                return;
            }
            let inner = nested.prelude.map_or_else(|| Some(prelude.to_owned()), |inner| joined(prelude, &inner));
            if let Some(inner) = inner {
                self.add(&inner, applies.and(nested.applies), nested.body);
            }
        }
    }
}

/// The selectors of a rule within a rule (CSS Nesting, section 3); `None` if there would be too many.
fn joined(outer: &str, inner: &str) -> Option<String> {
    const MAX_LENGTH: usize = 4_096;
    let mut out = String::new();
    for inner in inner.split(',').map(str::trim) {
        for outer in outer.split(',').map(str::trim) {
            if !out.is_empty() {
                out.push(',');
            }
            if inner.contains('&') {
                out.push_str(&inner.replace('&', outer));
            } else {
                out.push_str(&format!("{outer} {inner}"));
            }
            if out.len() > MAX_LENGTH {
                return None;
            }
        }
    }
    Some(out)
}

fn rest<'i>(input: &mut Parser<'i>) -> &'i str {
    let start = input.position();
    while input.next_including_whitespace_and_comments().is_ok() {}
    input.slice_from(start)
}

impl<'i> QualifiedRuleParser<'i> for RuleReader {
    type Prelude = &'i str;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<&'i str, ParseError<()>> {
        Ok(rest(input))
    }

    fn parse_block(&mut self, prelude: &'i str, _: &ParserState, input: &mut Parser<'i>) -> Result<(), ParseError<()>> {
        let body = body(input, self.depth);
        self.add(prelude, self.scope, body);
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for RuleReader {
    /// `None` if the rules in it never apply.
    type Prelude = Option<Applies>;
    type AtRule = ();
    type Error = ();

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<Option<Applies>, ParseError<()>> {
        Ok(Applies::to(&name, rest(input)))
    }

    fn rule_without_block(&mut self, _: Option<Applies>, _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block(
        &mut self,
        applies: Option<Applies>,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        if let Some(applies) = applies.filter(|_| self.depth < MAX_DEPTH) {
            let mut inner = RuleReader {
                rules: std::mem::take(&mut self.rules),
                scope: self.scope.and(applies),
                depth: self.depth + 1,
                bytes: self.bytes,
            };
            inner.read(input);
            (self.rules, self.bytes) = (inner.rules, inner.bytes);
        }
        Ok(())
    }
}

/// Whether a media query holds on every screen (`true`), on some, or on none.
pub(super) fn media(query: &str) -> Option<bool> {
    let query = query.trim().to_ascii_lowercase();
    let kinds: Vec<Option<bool>> = query
        .split(',')
        .map(|part| match part.trim().trim_start_matches("only ") {
            "" | "all" | "screen" => Some(true),
            part if is_of_every_screen(part) => Some(true),
            part if is_of_no_screen(part) => None,
            part if part.starts_with("print") || part.starts_with("speech") || part == "not all" => None,
            "not screen" => None,
            _ => Some(false),
        })
        .collect();
    if kinds.contains(&Some(true)) { Some(true) } else { kinds.into_iter().flatten().next() }
}

/// The width in pixels that a query asks for, such as `(min-width: 1px)`.
fn width(query: &str, name: &str) -> Option<f32> {
    let inside = query.strip_prefix('(')?.strip_suffix(')')?;
    let value = inside.split_once(':').filter(|(asked, _)| asked.trim() == name)?.1.trim();
    length(value)
}

fn is_of_every_screen(query: &str) -> bool {
    const NARROWEST: f32 = 300.0;
    const WIDEST: f32 = 8_000.0;
    let query = query.strip_prefix("screen and ").or_else(|| query.strip_prefix("all and ")).unwrap_or(query);
    query.split(" and ").all(|part| {
        let part = part.trim();
        width(part, "min-width").is_some_and(|width| width <= NARROWEST)
            || width(part, "max-width").is_some_and(|width| width >= WIDEST)
    })
}

fn is_of_no_screen(query: &str) -> bool {
    const NARROWEST: f32 = 100.0;
    const WIDEST: f32 = 12_000.0;
    query.split(" and ").map(str::trim).any(|part| {
        width(part, "min-width").is_some_and(|width| width >= WIDEST)
            || width(part, "max-width").is_some_and(|width| width <= NARROWEST)
    })
}

struct DeclarationReader {
    depth: usize,
}

impl<'i> DeclarationParser<'i> for DeclarationReader {
    type Declaration = Item;
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<Item, ParseError<()>> {
        let value = without_comments(rest(input));
        let (value, important) = match value.rsplit_once('!') {
            Some((value, sign)) if sign.trim().eq_ignore_ascii_case("important") => (value.to_owned(), true),
            _ => (value, false),
        };
        let name = name.to_ascii_lowercase();
        let value = match name.as_str() {
            "content" => value,
            _ => unescaped(&value).split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase(),
        };
        Ok(Item::Declaration(Declaration { name, value, important }))
    }
}

impl<'i> QualifiedRuleParser<'i> for DeclarationReader {
    type Prelude = &'i str;
    type QualifiedRule = Item;
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<&'i str, ParseError<()>> {
        Ok(rest(input))
    }

    fn parse_block(
        &mut self,
        prelude: &'i str,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<Item, ParseError<()>> {
        self.nested(Some(prelude), Applies::ALWAYS, input)
    }
}

impl<'i> AtRuleParser<'i> for DeclarationReader {
    type Prelude = Option<Applies>;
    type AtRule = Item;
    type Error = ();

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<Option<Applies>, ParseError<()>> {
        Ok(Applies::to(&name, rest(input)))
    }

    fn parse_block(
        &mut self,
        applies: Option<Applies>,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<Item, ParseError<()>> {
        match applies {
            Some(applies) => self.nested(None, applies, input),
            None => Err(ParseError::unexpected_token()),
        }
    }
}

impl DeclarationReader {
    fn nested<'i>(
        &self,
        prelude: Option<&'i str>,
        applies: Applies,
        input: &mut Parser<'i>,
    ) -> Result<Item, ParseError<()>> {
        if self.depth >= MAX_DEPTH {
            return Err(ParseError::unexpected_token());
        }
        let prelude = prelude.map(str::to_owned);
        Ok(Item::Nested(Nested { prelude, applies, body: body(input, self.depth + 1) }))
    }
}

/// A value without the escapes that can be in words, as in `n\6f ne`.
fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let digits = after.chars().take(6).take_while(char::is_ascii_hexdigit).count();
        let code = u32::from_str_radix(&after[..digits], 16).ok().and_then(char::from_u32);
        out.extend(code);
        rest = &after[digits..];
        if digits > 0 {
            rest = rest.strip_prefix(char::is_whitespace).unwrap_or(rest);
        }
    }
    out + rest
}

impl RuleBodyItemParser<'_, Item, ()> for DeclarationReader {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        true
    }
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        out.push(' ');
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}
