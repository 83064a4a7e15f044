//! Where in a text a parser failed, with its surroundings: [`ErrorContext`].

use std::ops::Range;

use crate::notes::yaml::lines::line_start;

/// Where a parser failed, and its message.
pub(super) struct ErrorContext<'t> {
    pub text: &'t str,
    pub report: &'t str,
    /// The byte offset of the failure.
    pub at: usize,
}

impl<'t> ErrorContext<'t> {
    pub fn new(text: &'t str, report: &'t str, at: usize) -> Self {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        Self { text, report, at }
    }

    pub fn reports(&self, words: &str) -> bool {
        self.report.contains(words)
    }

    /// The byte offset where the construct began that the parser was in, from its message "while scanning … at line 3 column 1".
    pub fn context(&self) -> Option<usize> {
        let (_, context) = self.report.split_once(", while ")?;
        // The message omits the position if it is that of the problem itself or the very beginning.
        let Some((_, place)) = context.split_once(" at line ") else {
            let is_sign = |at: &usize| self.text[*at..].starts_with(['"', '\'', '[', '{', '&', '*', '!', '%']);
            return [self.at, 0].into_iter().find(is_sign);
        };
        let (line, column) = place.split_once(" column ")?;
        let line: usize = line.parse().ok()?;
        let column: usize = column.parse().ok()?;
        let mut lines = self.text.split_inclusive('\n');
        let start: usize = lines.by_ref().take(line.checked_sub(1)?).map(str::len).sum();
        let (offset, _) = lines.next()?.char_indices().nth(column.checked_sub(1)?)?;
        Some(start + offset)
    }

    pub fn word(&self) -> Range<usize> {
        self.word_at(self.at)
    }

    pub fn word_at(&self, start: usize) -> Range<usize> {
        let rest = &self.text[start..];
        start..start + rest.find(char::is_whitespace).unwrap_or(rest.len())
    }

    pub fn rest_of_line(&self, start: usize) -> Range<usize> {
        let line = self.text[start..].split('\n').next().unwrap_or_default();
        start..start + line.trim_end().len()
    }

    /// From the first word of the line to the failure.
    pub fn indented_words(&self) -> Range<usize> {
        let line = line_start(self.text, self.at);
        let indent = self.text[line..self.at].trim_start().len();
        self.at - indent..self.at
    }
}
