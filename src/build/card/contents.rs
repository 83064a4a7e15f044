//! What a card says, and how large it is: [`Card`].

use std::borrow::Cow;

use crate::model::{Drawing, Icon, Look};

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
    /// `None` on the card of the brief itself.
    pub verdict: Option<Seal<'a>>,
    /// `ltr` or `rtl`: the side on which lines begin.
    pub direction: &'static str,
    /// Red, green and blue of the site's accent colour.
    pub accent: [u8; 3],
    /// The publisher's logo.
    pub logo: Option<&'a Drawing>,
}

/// A verdict on a card.
#[derive(Debug, Clone, Copy)]
pub struct Seal<'a> {
    pub label: &'a str,
    pub look: Look,
    /// Red, green and blue of its own colour; that of its tone otherwise.
    pub colour: Option<[u8; 3]>,
    /// Its own symbol; the shape of its look otherwise.
    pub icon: Option<&'a Icon>,
}
