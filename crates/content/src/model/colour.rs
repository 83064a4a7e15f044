//! Colours and their contrast: [`Colour`].

/// An opaque sRGB colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

/// Minimum contrast of text according to WCAG 2.2 (1.4.3, level AA).
const READABLE: f64 = 4.5;
/// Step by which a colour moves towards black or white, as a share of the way.
const STEP: f64 = 0.04;

impl Colour {
    pub const BLACK: Colour = Colour([0; 3]);
    pub const WHITE: Colour = Colour([255; 3]);

    /// Parses `#1f4e79` or `#abc`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        let digits: Vec<u8> =
            digits.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
        match digits[..] {
            [r, g, b] => Some(Colour([r * 17, g * 17, b * 17])),
            [r, s, g, h, b, c] => Some(Colour([r * 16 + s, g * 16 + h, b * 16 + c])),
            _ => None,
        }
    }

    /// In CSS and SVG notation: `#1f4e79`.
    pub fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// The colour closest to this one, towards black or white, that is readable on `background`.
    pub fn readable_on(self, background: Colour) -> Colour {
        let [black, white] = [Colour::BLACK, Colour::WHITE].map(|end| end.contrast(background));
        let end = if black > white { Colour::BLACK } else { Colour::WHITE };
        let mut share = 0.0;
        while share < 1.0 {
            let colour = self.mixed(end, share);
            if colour.contrast(background) >= READABLE {
                return colour;
            }
            share += STEP;
        }
        end
    }

    /// The contrast ratio of WCAG 2.2, from 1 to 21.
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Relative luminance as WCAG 2.2 defines it, from 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| match f64::from(channel) / 255.0 {
            low if low <= 0.04045 => low / 12.92,
            high => ((high + 0.055) / 1.055).powf(2.4),
        };
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn mixed(self, other: Colour, share: f64) -> Colour {
        let mut channels = self.0;
        for (channel, towards) in channels.iter_mut().zip(other.0) {
            let mixed = f64::from(*channel) * (1.0 - share) + f64::from(towards) * share;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the mean of two bytes fits a byte"
            )]
            {
                *channel = mixed.round() as u8;
            }
        }
        Colour(channels)
    }
}

#[cfg(test)]
mod tests {
    use super::Colour;

    #[test]
    fn reads_what_css_reads() {
        assert_eq!(Colour::parse("#1F4e79").unwrap().hex(), "#1f4e79");
        assert_eq!(Colour::parse("#0af").unwrap().hex(), "#00aaff");
        for bad in ["", "1f4e79", "#1f4e7", "#1f4e7g", "red", "#é"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Colour::BLACK.contrast(Colour::WHITE) - 21.0).abs() < 1e-9);
        assert!((Colour::parse("#777").unwrap().contrast(Colour::WHITE) - 4.48).abs() < 0.01);
    }

    #[test]
    fn any_colour_becomes_readable_and_a_readable_one_stays() {
        for background in ["#fcfbf8", "#16171a", "#777777"].map(|hex| Colour::parse(hex).unwrap()) {
            for colour in ["#ffff00", "#000000", "#ffffff", "#1f4e79", "#888888", "#00ff00"] {
                let colour = Colour::parse(colour).unwrap();
                let readable = colour.readable_on(background);
                assert!(readable.contrast(background) >= 4.4, "{colour:?} on {background:?}: {readable:?}");
                assert!(colour.contrast(background) < 4.5 || readable == colour);
            }
        }
    }
}
