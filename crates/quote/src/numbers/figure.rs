//! A figure and what it may mean: [`Figure`].

use std::ops::Range;

use super::decimal::Decimal;

/// A figure of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Bytes of the text, with the unit and the word that multiplies the figure.
    pub range: Range<usize>,
    pub(super) readings: Vec<Reading>,
    /// Whether it states an amount, a date or a rank. What may be a part of a name, a number of a page or a mere turn of speech does not.
    pub certain: bool,
    /// Whether a word beside it says that it is rounded: about, nearly, more than.
    pub rounded: bool,
    /// The bits of its readings: [`Reading::bits`].
    bits: u64,
}

/// One meaning of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// An amount, or a year.
    Number {
        /// Multiplied: two billion is 2,000,000,000.
        value: Decimal,
        /// What it counts, as far as the unit matters.
        unit: Unit,
    },
    /// A day, with or without its year.
    Day {
        /// The year, if it is given.
        year: Option<u32>,
        /// From 1.
        month: u32,
        /// From 1.
        day: u32,
    },
    /// A month of a year.
    Month {
        /// The year.
        year: u32,
        /// From 1.
        month: u32,
    },
    /// Ten years, by the first of them.
    Decade(u32),
    /// A time of the day.
    Time {
        /// From 0 to 24.
        hour: u32,
        /// From 0.
        minute: u32,
    },
}

/// The unit of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// None that is known.
    None,
    /// Hundredths.
    Percent,
    /// Money, by the name of its currency.
    Money(&'static str),
    /// A rank, such as the fifth.
    Ordinal,
}

/// Whether the words beside `ours` say that it is rounded, and it may be rounded from `theirs`: to the nearest, or down.
pub fn rounds(ours: &Figure, theirs: &Figure) -> bool {
    let rounds = |a: &Reading, b: &Reading| match (*a, *b) {
        (Reading::Number { value: a, unit }, Reading::Number { value: b, unit: other }) => {
            (unit == other || unit == Unit::None || other == Unit::None) && a.rounds(b)
        }
        _ => false,
    };
    ours.rounded && ours.readings.iter().any(|a| theirs.readings.iter().any(|b| rounds(a, b)))
}

/// Whether two figures may mean the same.
pub fn agree(a: &Figure, b: &Figure) -> bool {
    // Figures are compared by the million, and hardly any agree.
    a.bits & b.bits != 0 && a.readings.iter().any(|a| b.readings.iter().any(|b| a.agrees(b)))
}

impl Figure {
    /// A figure with what it may mean, likeliest first.
    pub fn new(range: Range<usize>, readings: Vec<Reading>, certain: bool, rounded: bool) -> Self {
        let bits = readings.iter().fold(0, |bits, reading| bits | reading.bits());
        Figure { range, readings, certain, rounded, bits }
    }

    /// What it may mean, likeliest first; never empty.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// The numbers of its bits. Figures that agree have one in common.
    pub(super) fn bit_numbers(&self) -> impl Iterator<Item = u32> + use<> {
        let mut rest = self.bits;
        std::iter::from_fn(move || {
            let bit = rest.trailing_zeros();
            rest &= rest.wrapping_sub(1);
            (bit < u64::BITS).then_some(bit)
        })
    }

    pub(super) fn add(&mut self, reading: Reading) {
        self.bits |= reading.bits();
        self.readings.push(reading);
    }

    /// Whether it is a whole number up to three, without a unit.
    pub fn is_small(&self) -> bool {
        self.readings.iter().any(|reading| match reading {
            Reading::Number { value, unit: Unit::None | Unit::Ordinal } => value.is_whole_up_to(3),
            _ => false,
        })
    }

    /// Whether it has tenths or less.
    pub fn is_fractional(&self) -> bool {
        self.readings.iter().any(|reading| matches!(reading, Reading::Number { value, .. } if value.is_fractional()))
    }

    /// Whether it is a percentage.
    pub fn is_percent(&self) -> bool {
        self.readings.iter().any(|reading| matches!(reading, Reading::Number { unit: Unit::Percent, .. }))
    }
}

impl Reading {
    /// A year by itself.
    pub fn of_year(year: u32) -> Self {
        Reading::Number { value: Decimal::of(year.into()), unit: Unit::None }
    }

    /// Whether two readings mean the same. What one of them leaves open, such as a year or a currency, does not count.
    pub fn agrees(&self, other: &Reading) -> bool {
        match (self, other) {
            (Reading::Number { value: a, unit: of_a }, Reading::Number { value: b, unit: of_b }) => {
                a == b && (of_a == of_b || *of_a == Unit::None || *of_b == Unit::None)
            }
            (Reading::Day { year: a, month, day }, Reading::Day { year: b, month: other, day: other_day }) => {
                (month, day) == (other, other_day) && (a == b || a.is_none() || b.is_none())
            }
            (Reading::Decade(decade), other) | (other, Reading::Decade(decade)) => {
                other.year().is_some_and(|year| (*decade..decade + 10).contains(&year))
            }
            (Reading::Month { year, month }, Reading::Day { year: Some(other), month: other_month, .. })
            | (Reading::Day { year: Some(other), month: other_month, .. }, Reading::Month { year, month }) => {
                (year, month) == (other, other_month)
            }
            (number @ Reading::Number { unit: Unit::None, .. }, dated)
            | (dated, number @ Reading::Number { unit: Unit::None, .. }) => {
                number.year().is_some() && number.year() == dated.year()
            }
            (a, b) => a == b,
        }
    }

    /// One bit of many, or several, for what it names. Readings that agree have one in common.
    fn bits(&self) -> u64 {
        let bit = |kind: u32, value: u32| 1 << ((value.wrapping_mul(0x9E37_79B1) >> 16).wrapping_add(kind) % 64);
        let of_year = |year: u32| bit(1, year);
        let years = match self {
            Reading::Decade(first) => (0..10).fold(0, |bits, more| bits | of_year(first.saturating_add(more))),
            reading => reading.year().map_or(0, of_year),
        };
        let own = match self {
            Reading::Number { value, .. } => bit(2, value.digest()),
            Reading::Day { month, day, .. } => bit(3, month * 32 + day),
            Reading::Time { hour, minute } => bit(4, hour * 60 + minute),
            Reading::Month { .. } | Reading::Decade(_) => 0,
        };
        years | own
    }

    /// The year that it names or may be.
    fn year(&self) -> Option<u32> {
        match self {
            Reading::Number { value, unit: Unit::None } => value.whole().filter(|year| (1000..2200).contains(year)),
            Reading::Day { year, .. } => *year,
            Reading::Month { year, .. } | Reading::Decade(year) => Some(*year),
            Reading::Number { .. } | Reading::Time { .. } => None,
        }
    }
}

/// The amounts among some readings, changed.
pub(super) fn changed(readings: &[Reading], change: impl Fn(Decimal) -> Option<Decimal>) -> Vec<Reading> {
    let amounts = readings.iter().filter_map(|reading| match reading {
        Reading::Number { value, unit } => Some(Reading::Number { value: change(*value)?, unit: *unit }),
        _ => None,
    });
    amounts.collect()
}

/// The amounts among some readings, with a unit.
pub(super) fn with_unit(readings: &[Reading], unit: Unit) -> Vec<Reading> {
    let amounts = readings.iter().filter_map(|reading| match reading {
        Reading::Number { value, .. } => Some(Reading::Number { value: *value, unit }),
        _ => None,
    });
    amounts.collect()
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Reading, Unit};

    #[test]
    fn readings_that_agree_have_a_bit_in_common() {
        let number = |value: u128, unit: Unit| Reading::Number { value: Decimal::of(value), unit };
        let mut all = vec![Reading::Decade(1990), Reading::Decade(2010), Reading::Time { hour: 20, minute: 19 }];
        for value in [0, 3, 19, 1990, 1995, 2019, 2_000_000_000, u128::MAX] {
            all.extend([Unit::None, Unit::Percent, Unit::Money("euro"), Unit::Ordinal].map(|unit| number(value, unit)));
        }
        for year in [1990, 1995, 2019, u32::MAX] {
            all.push(Reading::Month { year, month: 8 });
            all.extend([Some(year), None].map(|year| Reading::Day { year, month: 8, day: 5 }));
        }
        let pairs = all.iter().flat_map(|a| all.iter().map(move |b| (a, b)));
        let agreeing: Vec<_> = pairs.filter(|(a, b)| a.agrees(b)).collect();
        assert!(agreeing.len() > all.len());
        for (a, b) in agreeing {
            assert_ne!(a.bits() & b.bits(), 0, "{a:?} {b:?}");
        }
    }
}
