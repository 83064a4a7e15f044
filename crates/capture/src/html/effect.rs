//! What a declaration of a style sheet does to words, as far as it matters to a capture: [`Effect`].

#[derive(Debug, Clone, Copy)]
pub(super) struct Effect {
    pub property: Property,
    pub value: Value,
    pub important: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Property {
    Display,
    Visibility,
    Opacity,
    ContentVisibility,
    FontSize,
    /// Place, size, clip and indent, which can put words where nobody sees them.
    Away,
    Colour,
    /// The colour of words.
    Ink,
    /// The colour behind words, or a picture.
    Ground,
    /// Whether a picture is in place of the words.
    Replaced,
    /// Whether boxes or letters are shown in another order.
    Order,
    Baseline,
    Decoration,
    Numbering,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Display(Display),
    Hidden,
    Shown,
    /// As it is outside.
    Inherited,
    /// Red, green and blue.
    Colour([u8; 3]),
    /// A picture, or a colour that is not known.
    Painted,
    Reversed,
    Raised,
    Lowered,
    Struck,
    Plain,
    Numbering(Numbering),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Display {
    None,
    Inline,
    Block,
    /// A box within a line.
    InlineBlock,
    /// A box whose children are boxes side by side.
    Flex,
}

/// How the entries of a list are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbering {
    Decimal,
    LowerLetters,
    UpperLetters,
    LowerRoman,
    UpperRoman,
}

/// What decides between declarations (CSS Cascade, section 6): importance, the attribute, layers, specificity and order.
pub(super) type Weight = (bool, bool, bool, (usize, usize, usize), usize);

impl Value {
    pub fn hides(self) -> bool {
        matches!(self, Value::Hidden | Value::Display(Display::None))
    }
}
