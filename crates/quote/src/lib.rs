//! Finds a quotation in a text, exactly. Entry point: [`locate::locate`].

pub mod locate;
pub mod text;

#[doc(inline)]
pub use text::reading_text::{BlockBoundary, Break, BreakKind, Label, ReadingText};
#[doc(inline)]
pub use text::{Block, Container, ReadingTextBuilder, TextStyle};
