//! The parts of a template: [`Parsed`], [`Node`], [`Expr`]. Texts between tags are left out: nothing in them refers to anything.

use std::ops::Range;

/// A template.
#[derive(Debug, Default)]
pub(in super::super) struct Parsed<'t> {
    /// The name of the template that it extends.
    pub extends: Option<String>,
    pub nodes: Vec<Node<'t>>,
}

#[derive(Debug)]
pub(in super::super) enum Node<'t> {
    /// `{{ … }}`
    Show(Expr<'t>),
    Set {
        name: &'t str,
        value: Expr<'t>,
    },
    /// `{% set name %} … {% endset %}`
    Capture {
        name: &'t str,
        filters: Vec<Expr<'t>>,
        body: Vec<Node<'t>>,
    },
    If {
        test: Expr<'t>,
        then: Vec<Node<'t>>,
        otherwise: Vec<Node<'t>>,
    },
    For {
        key: Option<&'t str>,
        name: &'t str,
        of: Expr<'t>,
        body: Vec<Node<'t>>,
        otherwise: Vec<Node<'t>>,
    },
    Include(String),
    /// `{% continue %}` or `{% break %}`
    Leave,
    Block {
        name: &'t str,
        body: Vec<Node<'t>>,
    },
    /// What is done with a body: a filter, or a component that is called.
    Wrapped {
        by: Vec<Expr<'t>>,
        body: Vec<Node<'t>>,
    },
}

/// An argument of a filter, a test or a function.
#[derive(Debug)]
pub(in super::super) struct Argument<'t> {
    pub name: &'t str,
    pub at: Range<usize>,
    pub value: Expr<'t>,
}

/// What matters of an operator here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Operator {
    And,
    Or,
    Equal,
    In,
    /// Greater or less.
    Order,
    /// Arithmetic and `~`.
    Other,
}

#[derive(Debug)]
pub(in super::super) enum Expr<'t> {
    Text {
        text: String,
        at: Range<usize>,
    },
    /// Another constant.
    Constant {
        is_none: bool,
        at: Range<usize>,
    },
    Name {
        name: &'t str,
        at: Range<usize>,
    },
    Field {
        of: Box<Expr<'t>>,
        name: &'t str,
        at: Range<usize>,
        /// Whether it is read with `?.`.
        optional: bool,
    },
    /// `of[index]`; a slice has up to three indices.
    Item {
        of: Box<Expr<'t>>,
        indices: Vec<Expr<'t>>,
        slice: bool,
        optional: bool,
        end: usize,
    },
    Filter {
        of: Box<Expr<'t>>,
        name: &'t str,
        at: Range<usize>,
        arguments: Vec<Argument<'t>>,
    },
    Test {
        of: Box<Expr<'t>>,
        name: &'t str,
        at: Range<usize>,
        arguments: Vec<Argument<'t>>,
    },
    Call {
        name: &'t str,
        at: Range<usize>,
        arguments: Vec<Argument<'t>>,
    },
    Not {
        of: Box<Expr<'t>>,
        start: usize,
    },
    Binary {
        operator: Operator,
        left: Box<Expr<'t>>,
        right: Box<Expr<'t>>,
    },
    /// `yes if test else no`
    Choice {
        test: Box<Expr<'t>>,
        yes: Box<Expr<'t>>,
        no: Box<Expr<'t>>,
    },
    /// A list, a group or the arguments of a component.
    Several {
        entries: Vec<Expr<'t>>,
        is_list: bool,
        at: Range<usize>,
    },
    /// `[value for name in of if test]`
    Comprehension {
        value: Box<Expr<'t>>,
        key: Option<&'t str>,
        name: &'t str,
        of: Box<Expr<'t>>,
        test: Option<Box<Expr<'t>>>,
        at: Range<usize>,
    },
}

impl Expr<'_> {
    /// The bytes of the template that it takes up.
    pub fn range(&self) -> Range<usize> {
        match self {
            Expr::Text { at, .. }
            | Expr::Constant { at, .. }
            | Expr::Name { at, .. }
            | Expr::Call { at, .. }
            | Expr::Several { at, .. }
            | Expr::Comprehension { at, .. } => at.clone(),
            Expr::Field { of, at, .. } | Expr::Filter { of, at, .. } | Expr::Test { of, at, .. } => {
                of.range().start..at.end
            }
            Expr::Item { of, end, .. } => of.range().start..*end,
            Expr::Not { of, start } => *start..of.range().end,
            Expr::Binary { left, right, .. } => left.range().start..right.range().end,
            Expr::Choice { yes, no, .. } => yes.range().start..no.range().end,
        }
    }

    /// The variable and fields that it reads, if it is nothing else: `claim.verdict.label`.
    pub fn path(&self) -> Option<String> {
        match self {
            Expr::Name { name, .. } => Some((*name).to_owned()),
            Expr::Field { of, name, .. } => Some(format!("{}.{name}", of.path()?)),
            _ => None,
        }
    }
}
