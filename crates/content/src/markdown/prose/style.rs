//! How a piece of prose is rendered: [`ProseStyle`].

/// How to render a piece of prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProseStyle {
    /// As blocks, with headings from this level on.
    Blocks { first_heading: usize },
    /// As inline text, without a surrounding paragraph.
    Inline,
}
