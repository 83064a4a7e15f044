//! How a piece of prose is written: [`ProseStyle`].

/// How to write a piece of prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProseStyle {
    /// Blocks, with headings from this level on.
    Blocks { first_heading: usize },
    /// One run of text without a paragraph around it.
    Inline,
}
