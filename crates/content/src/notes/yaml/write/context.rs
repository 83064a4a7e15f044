//! Where a scalar is written: [`ScalarContext`].

/// What surrounds a scalar, be it a key or a value.
#[derive(Debug, Clone, Copy)]
pub struct ScalarContext<'a> {
    /// Whether it is in brackets (flow context), where commas, brackets and colons end an unquoted text.
    pub flow: bool,
    /// Layout of further lines; `None` if only one line is allowed, as for keys.
    pub layout: Option<Layout<'a>>,
}

/// The layout of the lines of a scalar.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    /// The column at which the first line begins, in code points from 0.
    pub column: usize,
    /// The column at which further lines begin, in code points from 0.
    pub indent: usize,
    /// The line ending.
    pub ending: &'a str,
}

impl ScalarContext<'static> {
    /// A key, or a value that ends with its line.
    pub const LINE: Self = ScalarContext { flow: false, layout: None };
    /// A key or a value in brackets.
    pub const FLOW: Self = ScalarContext { flow: true, layout: None };
}

impl Layout<'_> {
    /// Joins lines. An empty line has no indentation, since editors strip it.
    pub(super) fn join(&self, lines: &[String]) -> String {
        let mut out = String::new();
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                out.push_str(self.ending);
            }
            if i > 0 && !line.is_empty() {
                out.push_str(&" ".repeat(self.indent));
            }
            out.push_str(line);
        }
        out
    }
}
