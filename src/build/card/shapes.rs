//! The shapes of tones: a tick, a half disc, a cross, a ring. [`Shapes`] has their masks.

use zeno::{Command, Fill, PathData, Transform};

use super::masks::{Mask, MaskCache};
use crate::model::Tone;

/// Sides of the square in which the paths are.
const SQUARE: f32 = 16.0;

pub struct Shapes {
    masks: MaskCache,
}

impl Shapes {
    pub fn new() -> Self {
        Shapes { masks: MaskCache::new(Tone::NAMES.len(), 1) }
    }

    /// Shows `draw` the shape of a tone in a square with sides of `size` pixels.
    pub fn with_mask(&self, tone: Tone, size: u16, draw: impl FnOnce(&Mask)) {
        let make = || {
            let scale = f32::from(size) / SQUARE;
            let scaled = |command: Command| command.transform(&Transform::scale(scale, scale));
            let path: Vec<Command> = path(tone).commands().map(scaled).collect();
            Mask::of(&path[..], Fill::EvenOdd)
        };
        self.masks.with(size, tone as usize, make, draw);
    }

    #[cfg(test)]
    pub fn masks_made(&self) -> usize {
        self.masks.made()
    }
}

/// The shapes of the default theme, in a square of 16 by 16.
pub fn path(tone: Tone) -> &'static str {
    match tone {
        Tone::Positive => "M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zM3.2 8.3l3.4 3.4 6.2-6.4-1.3-1.3-4.9 5-2.1-2z",
        Tone::Mixed => "M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zm0 1.8v12.4A6.2 6.2 0 0 0 8 1.8z",
        Tone::Negative => concat!(
            "M4.6 0h6.8L16 4.6v6.8L11.4 16H4.6L0 11.4V4.6zm.6 3.8L3.8 5.2 6.6 8l-2.8 2.8 1.4 1.4L8 9.4",
            "l2.8 2.8 1.4-1.4L9.4 8l2.8-2.8-1.4-1.4L8 6.6z"
        ),
        Tone::Neutral => {
            "M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zm0 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM4.5 7h7v2h-7z"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::path;
    use crate::model::Tone;

    #[test]
    fn shapes_are_those_of_the_theme() {
        let theme = include_str!("../../../static/citeback.css");
        for tone in [Tone::Positive, Tone::Mixed, Tone::Negative, Tone::Neutral] {
            assert!(theme.contains(path(tone)), "{}", tone.name());
        }
    }
}
