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

    pub(super) fn times(self, factor: u128) -> Option<Self> {
        Some(Decimal::new(self.figures.checked_mul(factor)?, self.exponent))
    }

    pub(super) fn plus_half(self) -> Option<Self> {
        let whole = u128::from(self.whole()?);
        Some(Decimal::new(whole * 10 + 5, -1))
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
