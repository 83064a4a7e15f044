//! The classes of tokens, named as Pygments and other highlighters name them: a note has many, so they are short.

pub(super) const COMMENT: &str = "c";
pub(super) const STRING: &str = "s";
pub(super) const NUMBER: &str = "m";
pub(super) const KEY: &str = "nt";
pub(super) const FUNCTION: &str = "nf";
pub(super) const TYPE: &str = "nc";
pub(super) const KEYWORD: &str = "k";
pub(super) const PUNCTUATION: &str = "p";
