//! The colours of cards, those of the default theme on light paper: [`Colour`], [`Ink`].

use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use crate::model::Tone;

pub const PAPER: Colour = Colour([0xFC, 0xFB, 0xF8]);
pub const INK: Colour = Colour([0x1F, 0x1E, 0x1B]);
pub const QUIET: Colour = Colour([0x5D, 0x5A, 0x53]);

/// Red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Colour(pub [u8; 3]);

/// A colour and what it is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Ink {
    pub colour: Colour,
    pub ground: Colour,
}

impl Colour {
    pub fn of(tone: Tone) -> Self {
        Colour(match tone {
            Tone::Positive => [0x1D, 0x6B, 0x3C],
            Tone::Mixed => [0x85, 0x54, 0x00],
            Tone::Negative => [0xA1, 0x2C, 0x24],
            Tone::Neutral => [0x55, 0x52, 0x4B],
        })
    }

    /// A breath of this colour on paper.
    pub fn tint(self) -> Self {
        self.over(PAPER, 9, 100)
    }

    /// So many parts of the `whole` of this colour, the rest of the ground.
    pub fn over(self, ground: Colour, parts: u8, whole: u8) -> Self {
        let mut mixed = [0; 3];
        for (mixed, (own, ground)) in mixed.iter_mut().zip(self.0.into_iter().zip(ground.0)) {
            let sum = u16::from(own) * u16::from(parts) + u16::from(ground) * u16::from(whole - parts);
            *mixed = u8::try_from(sum / u16::from(whole)).expect("a mean of two bytes is a byte");
        }
        Colour(mixed)
    }

    pub fn on(self, ground: Colour) -> Ink {
        Ink { colour: self, ground }
    }
}

impl Display for Colour {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Colour, INK, PAPER, QUIET};
    use crate::model::Tone;

    #[test]
    fn colours_are_those_of_the_theme() {
        let theme = include_str!("../../../static/citeback.css");
        for (name, colour) in [("paper", PAPER), ("ink", INK), ("quiet", QUIET)] {
            assert!(theme.contains(&format!("--{name}: light-dark({colour}, ")), "{name}");
        }
        for tone in [Tone::Positive, Tone::Mixed, Tone::Negative, Tone::Neutral] {
            let declared = format!("--{}: light-dark({}, ", tone.name(), Colour::of(tone));
            assert!(theme.contains(&declared), "{}", tone.name());
        }
    }

    #[test]
    fn mixes_from_ground_to_ink() {
        assert_eq!(INK.over(PAPER, 0, 8), PAPER);
        assert_eq!(INK.over(PAPER, 8, 8), INK);
        assert_eq!(Colour([200, 0, 100]).over(Colour([0, 100, 100]), 1, 4), Colour([50, 75, 100]));
    }
}
