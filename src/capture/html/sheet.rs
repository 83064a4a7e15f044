//! The style sheets of a page, as far as they hide words, part them or add some: [`rules`].

use std::rc::Rc;

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
};

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

/// The rules of a style sheet in order. Those that may not apply are not certain.
pub(super) fn rules(css: &str) -> Vec<Rule> {
    let mut reader = RuleReader { rules: vec![], certain: true, depth: 0 };
    reader.read(&mut Parser::new(css));
    reader.rules
}

/// The declarations of a `style` attribute.
pub(super) fn declarations(style: &str) -> Vec<Declaration> {
    body(&mut Parser::new(style))
}

fn body(input: &mut Parser<'_>) -> Vec<Declaration> {
    RuleBodyParser::new(input, &mut DeclarationReader).filter_map(Result::ok).collect()
}

struct RuleReader {
    rules: Vec<Rule>,
    certain: bool,
    depth: usize,
}

impl RuleReader {
    fn read(&mut self, input: &mut Parser<'_>) {
        // What is no rule is skipped, as browsers do.
        StyleSheetParser::new(input, self).for_each(drop);
    }
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
        let declarations: Rc<[Declaration]> = body(input).into();
        for mut selector in selectors(prelude) {
            selector.certain &= self.certain;
            self.rules.push(Rule { selector, declarations: declarations.clone() });
        }
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for RuleReader {
    /// The name and whether the rules in it apply on every screen; `None` if they apply on none.
    type Prelude = Option<bool>;
    type AtRule = ();
    type Error = ();

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<Option<bool>, ParseError<()>> {
        let condition = rest(input);
        Ok(match name.to_ascii_lowercase().as_str() {
            "media" => media(condition),
            "supports" | "layer" | "container" | "scope" | "document" | "-moz-document" => Some(false),
            _ => None,
        })
    }

    fn rule_without_block(&mut self, _: Option<bool>, _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block(
        &mut self,
        applies: Option<bool>,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        if let Some(certain) = applies.filter(|_| self.depth < MAX_DEPTH) {
            let mut inner = RuleReader {
                rules: std::mem::take(&mut self.rules),
                certain: self.certain && certain,
                depth: self.depth + 1,
            };
            inner.read(input);
            self.rules = inner.rules;
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
            part if part.starts_with("print") || part.starts_with("speech") || part == "not all" => None,
            "not screen" => None,
            _ => Some(false),
        })
        .collect();
    if kinds.contains(&Some(true)) { Some(true) } else { kinds.into_iter().flatten().next() }
}

struct DeclarationReader;

impl<'i> DeclarationParser<'i> for DeclarationReader {
    type Declaration = Declaration;
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<Declaration, ParseError<()>> {
        let value = without_comments(rest(input));
        let (value, important) = match value.rsplit_once('!') {
            Some((value, sign)) if sign.trim().eq_ignore_ascii_case("important") => (value.to_owned(), true),
            _ => (value, false),
        };
        let name = name.to_ascii_lowercase();
        let value = match name.as_str() {
            "content" => value,
            _ => value.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase(),
        };
        Ok(Declaration { name, value, important })
    }
}

impl<'i> QualifiedRuleParser<'i> for DeclarationReader {
    type Prelude = ();
    type QualifiedRule = Declaration;
    type Error = ();
}

impl<'i> AtRuleParser<'i> for DeclarationReader {
    type Prelude = ();
    type AtRule = Declaration;
    type Error = ();
}

impl RuleBodyItemParser<'_, Declaration, ()> for DeclarationReader {
    fn parse_declarations(&self) -> bool {
        true
    }

    /// Rules within rules are skipped.
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
