//! Templates as the engine reads them (Tera 2), with the place of every name: [`parse`]. The engine keeps its own tree to itself.
//!
//! Only templates that the engine accepts are parsed, so that mistakes need no explanation here; the exception is [`unclosed()`], which says
//! where a tag was opened that nothing closes.

mod expressions;
mod lexer;
mod nodes;
mod tree;
mod unclosed;

pub(super) use nodes::parse;
pub(super) use tree::{Argument, Expr, Node, Operator, Parsed};
pub(super) use unclosed::{Unclosed, unclosed};
