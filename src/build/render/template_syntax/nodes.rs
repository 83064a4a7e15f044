//! Tags and what is between them: [`parse`].

use super::expressions::Reader;
use super::lexer::{Token, tokens};
use super::tree::{Node, Parsed};

/// A template that the engine accepts; `None` if it has something that this does not read.
pub(in super::super) fn parse(source: &str) -> Option<Parsed<'_>> {
    let mut reader = Reader { tokens: tokens(source)?, at: 0 };
    let mut parsed = Parsed::default();
    let (nodes, end) = reader.nodes(&[], &mut parsed.extends)?;
    parsed.nodes = nodes;
    end.is_none().then_some(parsed)
}

impl<'t> Reader<'t> {
    /// What comes before one of these tags, and the tag, of which only the word was read; all that is left if there is none.
    fn nodes(&mut self, ends: &[&str], extends: &mut Option<String>) -> Option<(Vec<Node<'t>>, Option<&'t str>)> {
        let mut nodes = vec![];
        while let Some((token, at)) = self.next() {
            match token {
                Token::ShowStart => {
                    nodes.push(Node::Show(self.expression(0)?));
                    matches!(self.next()?.0, Token::ShowEnd).then_some(())?;
                }
                Token::TagStart => match self.next()?.0 {
                    Token::Word(word) if ends.contains(&word) => return Some((nodes, Some(word))),
                    Token::Word("extends") => {
                        let Token::Text(name) = self.next()?.0 else { return None };
                        *extends = Some(name);
                        self.tag_end()?;
                    }
                    Token::Word("break" | "continue") => {
                        nodes.push(Node::Leave);
                        self.tag_end()?;
                    }
                    // It sees nothing of what is around it.
                    Token::Word("component") => drop(self.skipped_to("endcomponent")?),
                    Token::Word(word) => nodes.push(self.tag(word)?),
                    Token::Symbol("<") => {
                        let by = vec![self.component(at.start)?];
                        self.expect(">")?;
                        self.tag_end()?;
                        nodes.push(Node::Wrapped { by, body: self.component_body()? });
                    }
                    _ => return None,
                },
                _ => return None,
            }
        }
        ends.is_empty().then_some((nodes, None))
    }

    /// What is before this end tag, and the tag itself.
    fn body(&mut self, end: &str) -> Option<Vec<Node<'t>>> {
        let (nodes, _) = self.nodes(&[end], &mut None)?;
        // A block may repeat its name there.
        if end == "endblock" && matches!(self.peek(), Some(Token::Word(_))) {
            self.at += 1;
        }
        self.tag_end()?;
        Some(nodes)
    }

    fn tag_end(&mut self) -> Option<()> {
        matches!(self.next()?.0, Token::TagEnd).then_some(())
    }

    fn tag(&mut self, word: &str) -> Option<Node<'t>> {
        match word {
            "set" | "set_global" => self.set(),
            "include" => {
                let Token::Text(name) = self.next()?.0 else { return None };
                self.tag_end()?;
                Some(Node::Include(name))
            }
            "block" => {
                let (name, _) = self.word()?;
                self.tag_end()?;
                Some(Node::Block { name, body: self.body("endblock")? })
            }
            "if" => self.condition(),
            "for" => {
                let (key, name) = self.loop_names()?;
                let of = self.expression(0)?;
                self.tag_end()?;
                let (body, end) = self.nodes(&["endfor", "else"], &mut None)?;
                self.tag_end()?;
                let otherwise = if end == Some("else") { self.body("endfor")? } else { vec![] };
                Some(Node::For { key, name, of, body, otherwise })
            }
            "filter" => {
                let mut by = vec![self.filter_of_body()?];
                while self.takes("|") {
                    by.push(self.filter_of_body()?);
                }
                self.tag_end()?;
                Some(Node::Wrapped { by, body: self.body("endfilter")? })
            }
            _ => None,
        }
    }

    fn set(&mut self) -> Option<Node<'t>> {
        let (name, _) = self.word()?;
        if self.takes("=") {
            let value = self.expression(0)?;
            self.tag_end()?;
            return Some(Node::Set { name, value });
        }
        let mut filters = vec![];
        while self.takes("|") {
            filters.push(self.filter_of_body()?);
        }
        self.tag_end()?;
        Some(Node::Capture { name, filters, body: self.body("endset")? })
    }

    /// What follows `if` or `elif`.
    fn condition(&mut self) -> Option<Node<'t>> {
        let test = self.expression(0)?;
        self.tag_end()?;
        let (then, end) = self.nodes(&["endif", "else", "elif"], &mut None)?;
        let otherwise = match end? {
            "elif" => vec![self.condition()?],
            end => {
                self.tag_end()?;
                if end == "else" { self.body("endif")? } else { vec![] }
            }
        };
        Some(Node::If { test, then, otherwise })
    }

    /// Passes over everything up to the end tag of this name.
    fn skipped_to(&mut self, end: &str) -> Option<()> {
        loop {
            if matches!(self.next()?.0, Token::TagStart) && self.takes_word(end) {
                while !matches!(self.next()?.0, Token::TagEnd) {}
                return Some(());
            }
        }
    }

    /// What is between the tags of a component, which ends with `{% </name> %}`.
    fn component_body(&mut self) -> Option<Vec<Node<'t>>> {
        let mut depth = 0_usize;
        let start = self.at;
        loop {
            if !matches!(self.next()?.0, Token::TagStart) {
                continue;
            }
            if self.is("<") {
                depth += 1;
            } else if self.is("</") {
                if depth == 0 {
                    let body = self.tokens[start..self.at - 1].to_vec();
                    while !matches!(self.next()?.0, Token::TagEnd) {}
                    return Some(Reader { tokens: body, at: 0 }.nodes(&[], &mut None)?.0);
                }
                depth -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::build::render::template_syntax::{Expr, Node};

    #[test]
    fn names_are_found_with_their_places() {
        let source = "{# x #}{%- if not a.b and c is defined -%}{{ d[\"e\"] | f(g=h ~ 1) }}{% endif %}";
        let parsed = parse(source).unwrap();
        let [Node::If { test: Expr::Binary { left, right, .. }, then, .. }] = &parsed.nodes[..] else {
            panic!("{parsed:?}")
        };
        assert_eq!((&source[left.range()], &source[right.range()]), ("not a.b", "c is defined"));
        let [Node::Show(shown @ Expr::Filter { arguments, .. })] = &then[..] else { panic!("{then:?}") };
        assert_eq!(&source[shown.range()], "d[\"e\"] | f");
        assert_eq!(&source[arguments[0].value.range()], "h ~ 1");
    }

    #[test]
    fn all_tags_are_read() {
        for source in [
            "{% extends \"a\" %}{% block b %}{{ super() }}{% endblock b %}{% block c %}{% endblock %}",
            "{% for k, v in {\"a\": 1, ...b} %}{% continue %}{% else %}{% endfor %}",
            "{% set a = b if c.d is not none else [e for e in f if e.g] %}{% set_global a = -1.5 ** 2 %}",
            "{% set a | trim %}{{ b }}{% endset %}{% filter upper | trim %}c{% endfilter %}",
            "{% raw %}{{ a {% if {% endraw %}{{ a?.b?[0][1:][::2] not in c }}",
            "{% component b.c(d: string = \"e\") %}{{ d }}{% endcomponent b.c %}{{ <b.c d=\"f\" e={g} h/> }}",
            "{% <b.c> %}{{ a }}{% </b.c> %}",
            "{% if a %}{% elif b %}{% elif c %}{% else %}{% endif %}{% include 'x' %}",
        ] {
            assert!(parse(source).is_some(), "{source}");
        }
    }
}
