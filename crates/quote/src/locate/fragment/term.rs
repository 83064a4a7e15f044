//! The words that a text directive names: [`Term`].

use std::ops::Range;

/// One candidate for a text directive, as byte ranges of the text.
#[derive(Debug, Clone)]
pub struct Term {
    pub prefix: Option<Range<usize>>,
    pub start: Range<usize>,
    pub end: Option<Range<usize>>,
    pub suffix: Option<Range<usize>>,
}

impl Term {
    pub fn whole(part: Range<usize>) -> Self {
        Term { prefix: None, start: part, end: None, suffix: None }
    }
}
