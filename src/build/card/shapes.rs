//! The shapes of verdicts: ticks, half discs, crosses, rings. [`Shapes`] has their masks.

use zeno::{Command, Fill, PathData, Transform};

use super::masks::{Mask, MaskCache};
use crate::model::{Look, SHAPES, Tone};

/// Sides of the square in which the paths are.
const SQUARE: f32 = 16.0;

pub struct Shapes {
    masks: MaskCache,
}

impl Shapes {
    pub fn new() -> Self {
        Shapes { masks: MaskCache::new(Tone::NAMES.len() * SHAPES, 1) }
    }

    /// Shows `draw` the shape of a verdict in a square with sides of `size` pixels.
    pub fn with_mask(&self, look: Look, size: u16, draw: impl FnOnce(&Mask)) {
        let make = || {
            let scale = f32::from(size) / SQUARE;
            let scaled = |command: Command| command.transform(&Transform::scale(scale, scale));
            let path: Vec<Command> = path(look).commands().map(scaled).collect();
            Mask::of(&path[..], Fill::EvenOdd)
        };
        self.masks.with(size, look.tone as usize * SHAPES + look.shape - 1, make, draw);
    }

    #[cfg(test)]
    pub fn masks_made(&self) -> usize {
        self.masks.made()
    }
}

/// Paths are filled by the even-odd rule, so what is drawn over a part of a shape turns it inside out.
macro_rules! tick {
    () => {
        "M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zM3.2 8.3l3.4 3.4 6.2-6.4-1.3-1.3-4.9 5-2.1-2z"
    };
}
macro_rules! half {
    () => {
        "M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zm0 1.8v12.4A6.2 6.2 0 0 0 8 1.8z"
    };
}
macro_rules! cross {
    () => {
        concat!(
            "M4.6 0h6.8L16 4.6v6.8L11.4 16H4.6L0 11.4V4.6zm.6 3.8L3.8 5.2 6.6 8l-2.8 2.8 1.4 1.4L8 9.4",
            "l2.8 2.8 1.4-1.4L9.4 8l2.8-2.8-1.4-1.4L8 6.6z"
        )
    };
}
macro_rules! ring {
    () => {
        "M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zm0 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM4.5 7h7v2h-7z"
    };
}
/// Over a shape: what was solid becomes an outline.
macro_rules! inner {
    () => {
        "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z"
    };
}
/// Over a shape: it is cut out of a square.
macro_rules! square {
    () => {
        "M0 0h16v16H0z"
    };
}

/// The shapes of the default theme, in a square of 16 by 16, for the even-odd rule.
pub fn path(look: Look) -> &'static str {
    match (look.tone, look.shape) {
        (Tone::Positive, 1) => tick!(),
        (Tone::Positive, 2) => concat!(tick!(), inner!()),
        (Tone::Positive, _) => concat!(tick!(), square!()),
        (Tone::Mixed, 1) => half!(),
        // A triangle with an exclamation mark.
        (Tone::Mixed, 2) => "M8 .8L16 15H0zM7 5.8v4.4h2V5.8zm0 5.6v1.8h2v-1.8z",
        (Tone::Mixed, _) => concat!(half!(), square!()),
        (Tone::Negative, 1) => cross!(),
        (Tone::Negative, 2) => concat!(cross!(), inner!()),
        // A diamond with a smaller cross.
        (Tone::Negative, _) => "M8 0l8 8-8 8-8-8zM6 4.6L4.6 6l2 2-2 2L6 11.4l2-2 2 2 1.4-1.4-2-2 2-2L10 4.6l-2 2z",
        (Tone::Neutral, 1) => ring!(),
        (Tone::Neutral, 2) => concat!(ring!(), inner!()),
        (Tone::Neutral, _) => concat!(ring!(), square!()),
    }
}

#[cfg(test)]
mod tests {
    use super::path;
    use crate::model::{Look, Tone};

    #[test]
    fn shapes_are_those_of_the_theme() {
        let theme = include_str!("../../../static/citeback.css");
        for tone in [Tone::Positive, Tone::Mixed, Tone::Negative, Tone::Neutral] {
            assert!(theme.contains(path(Look { tone, shape: 1 })), "{}", tone.name());
        }
        for look in [Look { tone: Tone::Mixed, shape: 2 }, Look { tone: Tone::Negative, shape: 3 }] {
            assert!(theme.contains(path(look)), "{look:?}");
        }
    }
}
