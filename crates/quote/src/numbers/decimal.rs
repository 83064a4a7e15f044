//! Decimal numbers, exactly: [`Decimal`].

/// A number of at most 38 significant figures, kept without zeros at its end, so that equal numbers are equal values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Decimal {
    /// The number is this times ten to the power of `exponent`.
    figures: u128,
    exponent: i32,
}

impl Decimal {
    pub(super) fn new(figures: u128, exponent: i32) -> Self {
        let (mut figures, mut exponent) = (figures, exponent);
        if figures == 0 {
            return Decimal { figures, exponent: 0 };
        }
        while figures.is_multiple_of(10) {
            figures /= 10;
            exponent += 1;
        }
        Decimal { figures, exponent }
    }

    /// Of a whole number.
    pub fn of(whole: u128) -> Self {
        Decimal::new(whole, 0)
    }

    /// Of ASCII figures before and after the point; `None` if there are too many.
    pub(super) fn parse(whole: &str, after: &str) -> Option<Self> {
        let all = format!("{whole}{after}");
        Some(Decimal::new(all.parse().ok()?, -i32::try_from(after.len()).ok()?))
    }

    /// Ten to a power.
    pub(super) fn power_of_ten(power: u32) -> Option<Self> {
        (power < 100).then(|| Decimal { figures: 1, exponent: i32::try_from(power).unwrap_or_default() })
    }

    pub(super) fn times(self, factor: u128) -> Option<Self> {
        Some(Decimal::new(self.figures.checked_mul(factor)?, self.exponent))
    }

    pub(super) fn plus_half(self) -> Option<Self> {
        let whole = u128::from(self.whole()?);
        Some(Decimal::new(whole * 10 + 5, -1))
    }

    /// Whether this is the other number with fewer figures, rounded to the nearest or down.
    pub(super) fn rounds(self, other: Decimal) -> bool {
        let Some(factor) =
            u32::try_from(self.exponent.saturating_sub(other.exponent)).ok().and_then(|more| 10u128.checked_pow(more))
        else {
            return false;
        };
        factor > 1 && (other.figures / factor == self.figures || (other.figures + factor / 2) / factor == self.figures)
    }

    /// A few bits of it; equal numbers have equal ones.
    #[expect(clippy::cast_possible_truncation, reason = "any bits will do")]
    pub(super) fn digest(self) -> u32 {
        let folded = (self.figures as u64) ^ (self.figures >> 64) as u64;
        (folded as u32) ^ (folded >> 32) as u32 ^ self.exponent.cast_unsigned().rotate_left(24)
    }

    pub(super) fn is_fractional(self) -> bool {
        self.exponent < 0
    }

    /// If it is a whole number, and not a huge one.
    pub(super) fn whole(self) -> Option<u32> {
        let factor = 10u128.checked_pow(u32::try_from(self.exponent).ok()?)?;
        u32::try_from(self.figures.checked_mul(factor)?).ok()
    }

    pub(super) fn is_whole_up_to(self, limit: u32) -> bool {
        self.whole().is_some_and(|whole| whole <= limit)
    }
}
