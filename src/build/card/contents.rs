//! What a card says, and how large it is: [`Card`].

use std::borrow::Cow;

use crate::model::Look;

/// The width and height of a card, in pixels.
pub const SIZE: (u32, u32) = (1200, 630);

/// What a card says. All texts are plain text and may hold anything.
#[derive(Debug, Clone)]
pub struct Card<'a> {
    /// What the card is, such as “Fact check”; empty on the card of the brief itself.
    pub label: &'a str,
    /// Who publishes it.
    pub desk: &'a str,
    /// The statement of a claim; on the card of the brief itself its title or description.
    pub statement: &'a str,
    /// Who made it, in a phrase: “Claim by Ana Ruiz”.
    pub claimant: Option<Cow<'a, str>>,
    /// Label and look; `None` on the card of the brief itself.
    pub verdict: Option<(&'a str, Look)>,
    /// `ltr` or `rtl`: the side on which lines begin.
    pub direction: &'static str,
    /// Red, green and blue of the site's accent colour.
    pub accent: [u8; 3],
}
