//! Expressions: [`Reader::expression`]. The operators bind as in the engine (its `binary_binding_power`).

use std::ops::Range;

use super::lexer::Token;
use super::tree::{Argument, Expr, Operator};

/// Tokens that are read one after the other.
pub(super) struct Reader<'t> {
    pub tokens: Vec<(Token<'t>, Range<usize>)>,
    pub at: usize,
}

/// How tightly `if … else` binds: the loosest.
const CHOICE: u8 = 0;
/// Filters bind tighter than all operators between two values.
const FILTER: u8 = 17;

impl<'t> Reader<'t> {
    pub fn peek(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    pub fn next(&mut self) -> Option<(Token<'t>, Range<usize>)> {
        let next = self.tokens.get(self.at).cloned();
        self.at += 1;
        next
    }

    /// Where the token that was read last ends.
    pub fn end(&self) -> usize {
        self.tokens.get(self.at.wrapping_sub(1)).map_or(0, |(_, range)| range.end)
    }

    pub fn is(&self, symbol: &str) -> bool {
        matches!(self.peek(), Some(Token::Symbol(found)) if *found == symbol)
    }

    /// Reads a symbol if it is there.
    pub fn takes(&mut self, symbol: &str) -> bool {
        let found = self.is(symbol);
        self.at += usize::from(found);
        found
    }

    pub fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(found)) if *found == word)
    }

    /// Reads a word if it is there.
    pub fn takes_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    pub fn word(&mut self) -> Option<(&'t str, Range<usize>)> {
        match self.next()? {
            (Token::Word(word), at) => Some((word, at)),
            _ => None,
        }
    }

    pub fn expect(&mut self, symbol: &str) -> Option<()> {
        self.takes(symbol).then_some(())
    }

    /// An expression whose operators bind at least as tightly as `least`.
    pub fn expression(&mut self, least: u8) -> Option<Expr<'t>> {
        let mut left = self.operand()?;
        loop {
            if self.is("[") {
                left = self.item(left)?;
                continue;
            }
            if self.is_word("if") {
                if CHOICE < least {
                    return Some(left);
                }
                self.at += 1;
                let test = self.expression(0)?;
                self.takes_word("else").then_some(())?;
                let no = self.expression(0)?;
                return Some(Expr::Choice { test: Box::new(test), yes: Box::new(left), no: Box::new(no) });
            }
            let Some((operator, tokens, _, right)) = self.operator().filter(|(_, _, binds, _)| *binds >= least) else {
                return Some(left);
            };
            self.at += tokens;
            left = match operator {
                Infix::Filter => self.filter(left)?,
                Infix::Test => {
                    let negated = self.takes_word("not");
                    let test = self.test(left)?;
                    if negated { negation(test) } else { test }
                }
                Infix::Negated(operator) => negation(self.binary(operator, left, right)?),
                Infix::Between(operator) => self.binary(operator, left, right)?,
            };
        }
    }

    fn binary(&mut self, operator: Operator, left: Expr<'t>, binds: u8) -> Option<Expr<'t>> {
        let right = self.expression(binds)?;
        Some(Expr::Binary { operator, left: Box::new(left), right: Box::new(right) })
    }

    /// The operator that is next, how many tokens it has, and how tightly it binds to the left and to the right.
    fn operator(&self) -> Option<(Infix, usize, u8, u8)> {
        let between = |operator, left, right| Some((Infix::Between(operator), 1, left, right));
        match self.peek()? {
            Token::Word("or") => between(Operator::Or, 1, 2),
            Token::Word("and") => between(Operator::And, 3, 4),
            Token::Word("in") => between(Operator::In, 5, 6),
            Token::Word("not") => Some((Infix::Negated(Operator::In), 2, 5, 6)),
            Token::Word("is") => Some((Infix::Test, 1, 5, 6)),
            Token::Symbol("==") => between(Operator::Equal, 7, 8),
            Token::Symbol("!=") => Some((Infix::Negated(Operator::Equal), 1, 7, 8)),
            Token::Symbol("<" | "<=" | ">" | ">=") => between(Operator::Order, 7, 8),
            Token::Symbol("+" | "-") => between(Operator::Other, 11, 12),
            Token::Symbol("*" | "/" | "//" | "%" | "~") => between(Operator::Other, 13, 14),
            Token::Symbol("**") => between(Operator::Other, 16, 15),
            Token::Symbol("|") => Some((Infix::Filter, 1, FILTER, FILTER + 1)),
            _ => None,
        }
    }

    fn operand(&mut self) -> Option<Expr<'t>> {
        let (token, at) = self.next()?;
        match token {
            Token::Text(text) => Some(Expr::Text { text, at }),
            Token::Number | Token::Word("true" | "True" | "false" | "False") => {
                Some(Expr::Constant { is_none: false, at })
            }
            Token::Word("none" | "None" | "null") => Some(Expr::Constant { is_none: true, at }),
            Token::Word("not") => Some(Expr::Not { of: Box::new(self.expression(5)?), start: at.start }),
            Token::Symbol("-") => {
                let of = self.expression(20)?;
                let zero = Expr::Constant { is_none: false, at };
                Some(Expr::Binary { operator: Operator::Other, left: Box::new(zero), right: Box::new(of) })
            }
            Token::Symbol("(") => {
                let inner = self.expression(0)?;
                self.expect(")")?;
                Some(inner)
            }
            Token::Symbol("[") => self.list(at.start),
            Token::Symbol("{") => self.group(at.start),
            Token::Symbol("<") => {
                let component = self.component(at.start)?;
                self.expect("/")?;
                self.expect(">")?;
                Some(component)
            }
            Token::Word(name) if self.is("(") => Some(Expr::Call { name, arguments: self.arguments()?, at }),
            Token::Word(name) => self.chain(Expr::Name { name, at }),
            _ => None,
        }
    }

    /// The fields and indices that follow a name.
    fn chain(&mut self, mut of: Expr<'t>) -> Option<Expr<'t>> {
        loop {
            let optional = self.is("?.");
            if self.takes(".") || self.takes("?.") {
                let (name, at) = self.word()?;
                of = Expr::Field { of: Box::new(of), name, at, optional };
            } else if self.is("[") || self.is("?[") {
                of = self.item(of)?;
            } else {
                return Some(of);
            }
        }
    }

    fn item(&mut self, of: Expr<'t>) -> Option<Expr<'t>> {
        let optional = self.takes("?[");
        if !optional {
            self.expect("[")?;
        }
        let (mut indices, mut slice) = (vec![], false);
        loop {
            if self.takes("]") {
                return Some(Expr::Item { of: Box::new(of), indices, slice, optional, end: self.end() });
            }
            if self.takes(":") {
                slice = true;
            } else {
                indices.push(self.expression(0)?);
            }
        }
    }

    fn filter(&mut self, of: Expr<'t>) -> Option<Expr<'t>> {
        let (name, at) = self.word()?;
        let arguments = if self.is("(") { self.arguments()? } else { vec![] };
        Some(Expr::Filter { of: Box::new(of), name, at, arguments })
    }

    fn test(&mut self, of: Expr<'t>) -> Option<Expr<'t>> {
        let (name, at) = self.word()?;
        let arguments = if self.is("(") { self.arguments()? } else { vec![] };
        Some(Expr::Test { of: Box::new(of), name, at, arguments })
    }

    /// A filter that stands by itself, for what comes between two tags.
    pub fn filter_of_body(&mut self) -> Option<Expr<'t>> {
        let body = Expr::Text { text: String::new(), at: self.end()..self.end() };
        self.filter(body)
    }

    fn arguments(&mut self) -> Option<Vec<Argument<'t>>> {
        self.expect("(")?;
        let mut arguments = vec![];
        while !self.takes(")") {
            let (name, at) = self.word()?;
            self.expect("=")?;
            arguments.push(Argument { name, at, value: self.expression(0)? });
            if !self.takes(",") && !self.is(")") {
                return None;
            }
        }
        Some(arguments)
    }

    fn list(&mut self, start: usize) -> Option<Expr<'t>> {
        let mut entries = vec![];
        while !self.takes("]") {
            self.takes("...");
            entries.push(self.expression(0)?);
            if entries.len() == 1 && self.is_word("for") {
                return self.comprehension(entries.pop()?, start);
            }
            if !self.takes(",") && !self.is("]") {
                return None;
            }
        }
        Some(Expr::Several { entries, is_list: true, at: start..self.end() })
    }

    fn comprehension(&mut self, value: Expr<'t>, start: usize) -> Option<Expr<'t>> {
        self.at += 1;
        let (key, name) = self.loop_names()?;
        let of = Box::new(self.expression(CHOICE + 1)?);
        let test = if self.takes_word("if") { Some(Box::new(self.expression(CHOICE + 1)?)) } else { None };
        self.expect("]")?;
        Some(Expr::Comprehension { value: Box::new(value), key, name, of, test, at: start..self.end() })
    }

    /// `name in`, or `key, name in`.
    pub fn loop_names(&mut self) -> Option<(Option<&'t str>, &'t str)> {
        let (first, _) = self.word()?;
        let names = if self.takes(",") { (Some(first), self.word()?.0) } else { (None, first) };
        self.takes_word("in").then_some(names)
    }

    fn group(&mut self, start: usize) -> Option<Expr<'t>> {
        let mut entries = vec![];
        while !self.takes("}") {
            if !self.takes("...") {
                self.next()?;
                self.expect(":")?;
            }
            entries.push(self.expression(0)?);
            if !self.takes(",") && !self.is("}") {
                return None;
            }
        }
        Some(Expr::Several { entries, is_list: false, at: start..self.end() })
    }

    /// The name and the arguments of a component, after `<`.
    pub fn component(&mut self, start: usize) -> Option<Expr<'t>> {
        self.word()?;
        while self.takes(".") {
            self.word()?;
        }
        let mut entries = vec![];
        while !self.is("/") && !self.is(">") {
            if self.takes("{") {
                self.expect("...")?;
                entries.push(self.expression(0)?);
                self.expect("}")?;
                continue;
            }
            let (name, at) = self.word()?;
            if !self.takes("=") {
                entries.push(Expr::Name { name, at });
            } else if self.takes("{") {
                entries.push(self.expression(0)?);
                self.expect("}")?;
            } else {
                self.next()?;
            }
        }
        Some(Expr::Several { entries, is_list: false, at: start..self.end() })
    }
}

enum Infix {
    Filter,
    Test,
    Between(Operator),
    Negated(Operator),
}

fn negation(of: Expr<'_>) -> Expr<'_> {
    let start = of.range().start;
    Expr::Not { of: Box::new(of), start }
}
