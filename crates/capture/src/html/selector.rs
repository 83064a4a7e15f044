//! Selectors of a page's style sheets: [`selectors`] reads them, [`Selector::matches`] says whether a node is selected.

use std::borrow::Cow;

use cssparser::{Parser, Token};

use super::page::SavedPage;

#[derive(Debug, Clone, Default)]
pub(super) struct Selector {
    /// From right to left, each with what joins it to the one on its right.
    parts: Vec<(Join, Compound)>,
    /// Numbers of ids, of classes and attributes, and of elements.
    pub specificity: (usize, usize, usize),
    /// Whether it selects exactly what it matches here; otherwise it may select less.
    pub certain: bool,
    /// Whether it selects what stands before or after the content of an element.
    pub generated: bool,
    /// Whether its rule is in a layer: then others win.
    pub layered: bool,
    /// Whether its rule applies on some screens only.
    pub for_some_screens: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    Descendant,
    Child,
}

/// What is known of a single element.
#[derive(Debug, Clone, Default)]
struct Compound {
    tests: Vec<Test>,
}

#[derive(Debug, Clone)]
enum Test {
    Element(String),
    Id(String),
    Class(String),
    Root,
    Attribute { name: String, sign: Option<char>, value: String },
}

/// Where a rule is filed, so that few rules are tried on each node.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Key {
    Id(String),
    Class(String),
    Element(String),
    Any,
}

/// States that a page is not in when nobody touches it.
const STATES: [&str; 8] =
    ["hover", "focus", "focus-within", "focus-visible", "active", "target", "popover-open", "modal"];
/// Classes that scripts take away before anybody sees the page.
const WITHOUT_SCRIPTS: [&str; 3] = ["no-js", "nojs", "no-javascript"];

/// What is asked of a single element beyond this is not followed.
const MAX_TESTS: usize = 32;

/// The selectors of a rule, without those that select nothing on a page that nobody touches. What it takes to write them out is subtracted
/// from `bytes`; when nothing is left, there are none.
pub(super) fn selectors(prelude: &str, bytes: &mut usize) -> Vec<Selector> {
    let prelude = expanded(prelude, bytes);
    if *bytes == 0 {
        return vec![];
    }
    let mut input = Parser::new(&prelude);
    let mut found = vec![];
    loop {
        let selector = Selector { certain: true, ..Selector::default() };
        let mut reader = Reader { selector, compound: None, join: Join::Descendant, void: false };
        let more = reader.read(&mut input);
        found.extend(reader.finish());
        if !more {
            return found;
        }
    }
}

/// Writes `b:is(.x, .y)` as `b.x, b.y`. What is more complicated stays, and is not certain.
fn expanded<'p>(prelude: &'p str, bytes: &mut usize) -> Cow<'p, str> {
    const MAX_LENGTH: usize = 4_096;
    if !(prelude.contains(":is(") || prelude.contains(":where(")) || prelude.len() > MAX_LENGTH {
        return Cow::Borrowed(prelude);
    }
    let mut out = prelude.to_owned();
    while let Some((start, inside)) = [":is(", ":where("].iter().find_map(|name| Some((out.find(name)?, name.len()))) {
        let (before, rest) = out.split_at(start);
        let Some((list, after)) = rest[inside..].split_once(')') else { break };
        let one = before.rsplit(',').next().unwrap_or_default();
        let of_one = before.len() - one.len();
        let next = after.find(',').unwrap_or(after.len());
        let simple = |part: &str| {
            let joins = part.starts_with(['.', '#', '[']) || one.trim_end().len() < one.len() || one.is_empty();
            joins && !part.is_empty() && !part.contains(['(', ' ', '>', '+', '~', ':'])
        };
        // The comma may be in a list of its own.
        let cuts_list = after[..next].matches('(').count() != after[..next].matches(')').count();
        let parts: Vec<&str> = list.split(',').map(str::trim).collect();
        if one.contains('(') || cuts_list || !parts.iter().all(|part| simple(part)) {
            break;
        }
        let alternatives: Vec<String> = parts.iter().map(|part| format!("{one}{part}{}", &after[..next])).collect();
        out = format!("{}{}{}", &before[..of_one], alternatives.join(","), &after[next..]);
        *bytes = bytes.saturating_sub(out.len());
        if out.len() > MAX_LENGTH || *bytes == 0 {
            return Cow::Borrowed(prelude);
        }
    }
    Cow::Owned(out)
}

struct Reader {
    selector: Selector,
    /// The compound that is being read.
    compound: Option<Compound>,
    /// What joins the compound to the one on its left.
    join: Join,
    /// Whether it selects only in a state, or something that has no words.
    void: bool,
}

impl Reader {
    /// Reads one selector; whether another follows.
    fn read(&mut self, input: &mut Parser<'_>) -> bool {
        while let Ok(token) = input.next_including_whitespace().cloned() {
            match token {
                Token::Comma => return true,
                Token::WhiteSpace(_) => self.joined(Join::Descendant),
                Token::Delim('>') => self.joined(Join::Child),
                Token::Delim('+' | '~') => self.sibling(),
                Token::Delim('*') => _ = self.compound.get_or_insert_default(),
                Token::Delim('.') => match input.next_including_whitespace().cloned() {
                    Ok(Token::Ident(name)) => self.test(Test::Class(name.to_string())),
                    _ => self.selector.certain = false,
                },
                Token::Ident(name) => self.test(Test::Element(name.to_ascii_lowercase())),
                Token::IDHash(id) => self.test(Test::Id(id.to_string())),
                Token::SquareBracketBlock => {
                    let test = input.parse_nested_block::<_, _, ()>(|input| Ok(attribute(input)));
                    match test {
                        Ok(Some((test, certain))) => {
                            self.selector.certain &= certain;
                            self.test(test);
                        }
                        _ => self.selector.certain = false,
                    }
                }
                Token::Colon => self.pseudo(input),
                _ => self.selector.certain = false,
            }
        }
        false
    }

    fn test(&mut self, test: Test) {
        match &test {
            Test::Id(_) => self.selector.specificity.0 += 1,
            Test::Element(_) => self.selector.specificity.2 += 1,
            Test::Class(name) => {
                self.selector.specificity.1 += 1;
                self.selector.certain &= !WITHOUT_SCRIPTS.contains(&name.to_ascii_lowercase().as_str());
            }
            Test::Attribute { .. } | Test::Root => self.selector.specificity.1 += 1,
        }
        let tests = &mut self.compound.get_or_insert_default().tests;
        if tests.len() < MAX_TESTS {
            tests.push(test);
        } else {
            self.selector.certain = false;
        }
    }

    /// Ends a compound. White space around another sign joins nothing.
    fn joined(&mut self, join: Join) {
        match self.compound.take() {
            Some(compound) => {
                self.selector.parts.push((self.join, compound));
                self.join = join;
            }
            None if join == Join::Child => self.join = join,
            None => {}
        }
    }

    /// What is beside an element is not looked at.
    fn sibling(&mut self) {
        self.selector.certain = false;
        self.compound = None;
        self.selector.parts.clear();
        self.join = Join::Descendant;
    }

    fn pseudo(&mut self, input: &mut Parser<'_>) {
        self.compound.get_or_insert_default();
        let mut element = false;
        let name = loop {
            match input.next_including_whitespace().cloned() {
                Ok(Token::Colon) => element = true,
                Ok(Token::Ident(name)) => break name.to_ascii_lowercase(),
                Ok(Token::Function(name)) => {
                    _ = input.parse_nested_block::<_, (), ()>(|input| {
                        while input.next().is_ok() {}
                        Ok(())
                    });
                    break name.to_ascii_lowercase();
                }
                _ => {
                    self.selector.certain = false;
                    return;
                }
            }
        };
        match name.as_str() {
            "before" | "after" => self.selector.generated = true,
            "root" => self.test(Test::Root),
            _ if element || matches!(name.as_str(), "first-letter" | "first-line") => self.void = true,
            name if STATES.contains(&name) => self.void = true,
            _ => {
                self.selector.specificity.1 += 1;
                self.selector.certain = false;
            }
        }
    }

    fn finish(mut self) -> Option<Selector> {
        if let Some(compound) = self.compound.take() {
            self.selector.parts.push((self.join, compound));
        }
        self.selector.parts.reverse();
        // Each part is stored with what joins it to the one on its left; the other end is needed.
        let joins: Vec<Join> = self.selector.parts.iter().map(|(join, _)| *join).collect();
        for (at, part) in self.selector.parts.iter_mut().enumerate() {
            part.0 = at.checked_sub(1).and_then(|at| joins.get(at)).copied().unwrap_or(Join::Descendant);
        }
        (!self.void && !self.selector.parts.is_empty()).then_some(self.selector)
    }
}

/// A test of an attribute, and whether it is exact.
fn attribute(input: &mut Parser<'_>) -> Option<(Test, bool)> {
    let name = input.expect_ident().ok()?.to_ascii_lowercase();
    let sign = match input.next().cloned() {
        Err(_) => return Some((Test::Attribute { name, sign: None, value: String::new() }, true)),
        Ok(Token::Delim('=')) => '=',
        Ok(Token::IncludeMatch) => '~',
        Ok(Token::DashMatch) => '|',
        Ok(Token::PrefixMatch) => '^',
        Ok(Token::SuffixMatch) => '$',
        Ok(Token::SubstringMatch) => '*',
        Ok(_) => return None,
    };
    let value = input.expect_ident_or_string().ok()?.to_string();
    if input.next().is_err() {
        return Some((Test::Attribute { name, sign: Some(sign), value }, true));
    }
    // A flag for letter case is not followed.
    Some((Test::Attribute { name, sign: None, value: String::new() }, false))
}

impl Selector {
    /// Whether nothing is known of the elements that it selects.
    pub fn is_vague(&self) -> bool {
        self.parts.first().is_none_or(|(_, compound)| compound.tests.is_empty())
    }

    pub fn key(&self) -> Key {
        let tests = self.parts.first().map(|(_, compound)| compound.tests.as_slice()).unwrap_or_default();
        let id = tests.iter().find_map(|test| match test {
            Test::Id(id) => Some(Key::Id(id.clone())),
            _ => None,
        });
        let class = || {
            tests.iter().find_map(|test| match test {
                Test::Class(class) => Some(Key::Class(class.clone())),
                _ => None,
            })
        };
        let element = || {
            tests.iter().find_map(|test| match test {
                Test::Element(name) => Some(Key::Element(name.clone())),
                _ => None,
            })
        };
        id.or_else(class).or_else(element).unwrap_or(Key::Any)
    }

    /// `steps`: how many nodes may still be looked at.
    pub fn matches(&self, page: &SavedPage, node: usize, steps: &mut usize) -> bool {
        let Some(((_, first), rest)) = self.parts.split_first() else {
            return false;
        };
        first.matches(page, node, steps) && matches_above(page, node, rest, steps)
    }
}

fn matches_above(page: &SavedPage, node: usize, parts: &[(Join, Compound)], steps: &mut usize) -> bool {
    let Some(((join, compound), rest)) = parts.split_first() else {
        return true;
    };
    for ancestor in page.ancestors_and_self(page.parent(node)) {
        *steps = steps.saturating_sub(1);
        if *steps == 0 {
            return false;
        }
        if page.scope(ancestor) == page.scope(node)
            && compound.matches(page, ancestor, steps)
            && matches_above(page, ancestor, rest, steps)
        {
            return true;
        }
        if *join == Join::Child {
            return false;
        }
    }
    false
}

impl Compound {
    fn matches(&self, page: &SavedPage, node: usize, steps: &mut usize) -> bool {
        self.tests.iter().all(|test| {
            // Long attributes take longer.
            *steps = steps.saturating_sub(1 + test.attribute(page, node).map_or(0, str::len) / 64);
            test.matches(page, node)
        })
    }
}

impl Test {
    /// The value that is looked at.
    fn attribute<'a>(&self, page: &'a SavedPage, node: usize) -> Option<&'a str> {
        match self {
            Test::Class(_) => page.attribute(node, "class"),
            Test::Attribute { name, .. } => page.attribute(node, name),
            Test::Element(_) | Test::Id(_) | Test::Root => None,
        }
    }

    fn matches(&self, page: &SavedPage, node: usize) -> bool {
        let has = |attribute: &str, token: &str| {
            page.attribute(node, attribute).is_some_and(|value| value.split_ascii_whitespace().any(|own| own == token))
        };
        match self {
            Test::Element(name) => page.name(node) == name,
            Test::Id(id) => page.attribute(node, "id") == Some(id),
            Test::Class(class) => has("class", class),
            Test::Root => page.name(node) == "html",
            Test::Attribute { name, sign, value } => page.attribute(node, name).is_some_and(|own| match sign {
                None => true,
                Some('~') => has(name, value),
                Some('|') => own == value || own.strip_prefix(value.as_str()).is_some_and(|rest| rest.starts_with('-')),
                Some(_) if value.is_empty() => *sign == Some('=') && own.is_empty(),
                Some('^') => own.starts_with(value.as_str()),
                Some('$') => own.ends_with(value.as_str()),
                Some('*') => own.contains(value.as_str()),
                Some(_) => own == value,
            }),
        }
    }
}
