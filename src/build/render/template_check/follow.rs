//! The way of a page through its templates: [`Follower`].

use std::collections::BTreeSet;
use std::mem;
use std::ops::Range;

use super::declared::Declared;
use super::facts::when;
use super::parsed::{Template, Templates};
use super::report::Report;
use super::scope::{Known, Place, Scope};
use super::shape::{GroupId, Shape};
use crate::build::render::template_syntax::{Expr, Node};
use crate::model::locale::Locale;

/// At most this many templates are followed for a page: some that include others twice at each level would take forever.
const MAX_INCLUDES: usize = 4000;

pub(super) struct Follower<'c, 'r> {
    pub templates: &'c Templates<'c>,
    pub declared: &'c Declared,
    pub locale: &'c Locale,
    /// The template of the page.
    pub page: &'c str,
    /// What it gets in addition to what all get; none if that is not declared.
    own: Option<GroupId>,
    pub report: &'r mut Report,
    /// Whether not all names that the page gets are declared.
    pub is_open: bool,
    /// The template that is being followed.
    pub at: &'c Template<'c>,
    /// The templates that the page is made of.
    used: BTreeSet<&'c str>,
    /// Definitions of blocks, the innermost template's first: the name, the template, the body.
    blocks: Vec<(&'c str, &'c Template<'c>, &'c [Node<'c>])>,
    /// The blocks that are being followed, by their places in `blocks`.
    inside: Vec<usize>,
    includes: usize,
}

impl<'c, 'r> Follower<'c, 'r> {
    /// `None` if the page's template could not be parsed.
    pub fn new(
        templates: &'c Templates<'c>,
        declared: &'c Declared,
        locale: &'c Locale,
        (page, context): (&'c str, &str),
        report: &'r mut Report,
    ) -> Option<Self> {
        let (_, at) = templates.get(page)?;
        let own = declared.templates.get(context).copied();
        let is_open = own.is_none();
        let (used, blocks, inside) = (BTreeSet::new(), vec![], vec![]);
        Some(Follower {
            templates,
            declared,
            locale,
            page,
            own,
            report,
            is_open,
            at,
            used,
            blocks,
            inside,
            includes: 0,
        })
    }

    /// Follows the page from its template up to the one that extends no other, which it is rendered with. Returns the templates that it is
    /// made of.
    pub fn follow(mut self) -> BTreeSet<&'c str> {
        let mut scope = Scope::default();
        let groups = [Some(self.declared.shared), self.own];
        for group in groups.into_iter().flatten() {
            for (name, given) in &self.declared.groups.get(group).fields {
                scope.bind(name, Known::from(given));
            }
        }
        let mut name = self.page;
        while let Some((known, template)) = self.templates.get(name) {
            self.used.insert(known);
            self.at = template;
            self.collect_blocks(&template.parsed.nodes);
            match &template.parsed.extends {
                // The engine has refused circles.
                Some(parent) => name = parent,
                None => {
                    self.nodes(&template.parsed.nodes, &mut scope);
                    break;
                }
            }
        }
        self.used
    }

    /// Bytes of the template that is being followed.
    pub fn place_of(&self, range: Range<usize>) -> Place {
        Place { file: self.at.file, start: range.start, end: range.end }
    }

    /// The text of the template that is being followed if it is the site's own.
    pub fn own_text(&self) -> Option<&'c str> {
        self.at.is_own.then_some(self.at.text)
    }

    fn collect_blocks(&mut self, nodes: &'c [Node<'c>]) {
        for node in nodes {
            match node {
                Node::Block { name, body } => {
                    self.blocks.push((name, self.at, body));
                    self.collect_blocks(body);
                }
                Node::If { then, otherwise, .. } => {
                    self.collect_blocks(then);
                    self.collect_blocks(otherwise);
                }
                Node::Capture { body, .. } | Node::Wrapped { body, .. } => self.collect_blocks(body),
                _ => {}
            }
        }
    }

    fn nodes(&mut self, nodes: &'c [Node<'c>], scope: &mut Scope<'c>) {
        for node in nodes {
            self.node(node, scope);
        }
    }

    fn node(&mut self, node: &'c Node<'c>, scope: &mut Scope<'c>) {
        match node {
            Node::Show(expr) => self.show(expr, scope),
            Node::Set { name, value } => {
                let known = self.value(value, scope);
                scope.bind(name, self.named(known, value));
            }
            Node::Capture { name, filters, body } => {
                self.values(filters, scope);
                self.nodes(body, scope);
                scope.bind(name, Known::of(Shape::Html));
            }
            Node::If { test, then, otherwise } => self.branches(test, then, otherwise, scope),
            Node::For { key, name, of, body, otherwise } => {
                let of = self.needed(of, scope);
                let mut inner = scope.clone();
                self.bind_entry(*key, name, &of, &mut inner);
                self.nodes(body, &mut inner);
                self.nodes(otherwise, &mut scope.clone());
            }
            Node::Include(name) => self.include(name, scope),
            Node::Leave => {}
            Node::Block { name, .. } => {
                if let Some(first) = self.blocks.iter().position(|(known, ..)| known == name) {
                    self.block(first, scope);
                }
            }
            Node::Wrapped { by, body } => {
                self.values(by, scope);
                self.nodes(body, scope);
            }
        }
    }

    fn branches(&mut self, test: &'c Expr<'c>, then: &'c [Node<'c>], otherwise: &'c [Node<'c>], scope: &mut Scope<'c>) {
        self.value(test, scope);
        let mut no = scope.with(when(test, false));
        if self.never_holds(test, scope) {
            self.nodes(otherwise, &mut no);
            *scope = no;
        } else {
            let mut yes = scope.with(when(test, true));
            self.nodes(then, &mut yes);
            self.nodes(otherwise, &mut no);
            let leaves = |nodes: &[Node<'_>]| nodes.iter().any(|node| matches!(node, Node::Leave));
            match (leaves(then), leaves(otherwise)) {
                (true, _) => *scope = no,
                (_, true) => *scope = yes,
                _ => scope.merge(yes, no),
            }
        }
    }

    /// Whether a test asks for something that this page never has. Templates of several pages ask so which of them it is.
    pub fn never_holds(&self, test: &Expr<'_>, scope: &Scope<'c>) -> bool {
        when(test, true).iter().any(|path| self.lacks(path, scope))
    }

    /// Whether nothing has this name: `claim.tilte`.
    fn lacks(&self, path: &str, scope: &Scope<'c>) -> bool {
        if path.contains(' ') {
            return false;
        }
        let mut names = path.split('.');
        let Some(mut shape) = names.next().and_then(|name| scope.get(name)).map(|known| known.shape.clone()) else {
            return !self.is_open;
        };
        for name in names {
            let Shape::Group(group) = shape else { return false };
            let group = self.declared.groups.get(group);
            match group.field(name) {
                Some(given) => shape = given.shape.clone(),
                None => return !group.open,
            }
        }
        false
    }

    /// What a loop names in its body.
    pub fn bind_entry(&self, key: Option<&'c str>, name: &'c str, of: &Known, scope: &mut Scope<'c>) {
        let entry = match &of.shape {
            Shape::List(entry) => Known::from(&**entry),
            _ => Known::of(Shape::Anything),
        };
        if let Some(key) = key {
            scope.bind(key, Known::of(Shape::Text));
        }
        scope.bind(name, entry);
        scope.bind("loop", Known::of(Shape::Anything));
    }

    fn include(&mut self, name: &str, scope: &Scope<'c>) {
        self.includes += 1;
        let Some((name, template)) = self.templates.get(name) else { return };
        if self.includes > MAX_INCLUDES {
            return;
        }
        self.used.insert(name);
        let outer = mem::replace(&mut self.at, template);
        // What it sets ends with it.
        self.nodes(&template.parsed.nodes, &mut scope.clone());
        self.at = outer;
    }

    fn block(&mut self, which: usize, scope: &mut Scope<'c>) {
        let (_, template, body) = self.blocks[which];
        let outer = mem::replace(&mut self.at, template);
        self.inside.push(which);
        self.nodes(body, scope);
        self.inside.pop();
        self.at = outer;
    }

    /// `super()`: the same block of the template that this one extends.
    pub fn parent_block(&mut self, scope: &Scope<'c>) {
        let Some(own) = self.inside.last().copied() else { return };
        let name = self.blocks[own].0;
        let parent = self.blocks[own + 1..].iter().position(|(known, ..)| *known == name);
        if let Some(parent) = parent {
            self.block(own + 1 + parent, &mut scope.clone());
        }
    }
}
