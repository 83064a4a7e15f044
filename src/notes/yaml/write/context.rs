//! Where a scalar is written: [`ScalarContext`].

/// What is around a scalar, a key or a value.
#[derive(Debug, Clone, Copy)]
pub struct ScalarContext<'a> {
    /// Whether it is between brackets (flow context), where commas, brackets and colons end an unquoted text.
    pub flow: bool,
    /// How further lines are laid out; `None` where there is one line only. Keys have one line.
    pub layout: Option<Layout<'a>>,
}

/// Where the lines of a scalar are.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    /// The column at which the first line begins, in code points from 0.
    pub column: usize,
    /// The column at which further lines begin.
    pub indent: usize,
    /// What ends lines.
    pub ending: &'a str,
}

impl ScalarContext<'static> {
    /// A key, or a value that ends with its line.
    pub const LINE: Self = ScalarContext { flow: false, layout: None };
    /// A key or a value in brackets.
    pub const FLOW: Self = ScalarContext { flow: true, layout: None };
}

impl Layout<'_> {
    /// The lines as one text. An empty line has no indentation, since editors strip it.
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
