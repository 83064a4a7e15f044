//! What a card says, and how large it is: [`Card`].

use std::borrow::Cow;

use crate::model::Tone;

/// The width and height of a card, in pixels.
pub const SIZE: (u32, u32) = (1200, 630);

/// What a card says. All texts are plain text and may hold anything.
#[derive(Debug, Clone)]
pub struct Card<'a> {
    /// The title of the brief.
    pub brief: &'a str,
    /// The statement of a claim; on the card of the brief itself its title or description.
    pub statement: &'a str,
    /// Everybody who made it, in one text.
    pub claimant: Option<Cow<'a, str>>,
    /// Label and tone; `None` on the card of the brief itself.
    pub verdict: Option<(&'a str, Tone)>,
    /// `ltr` or `rtl`: the side on which lines begin.
    pub direction: &'static str,
    /// Red, green and blue of the site's accent colour.
    pub accent: [u8; 3],
}
