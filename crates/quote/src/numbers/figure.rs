//! A figure and what it may mean: [`Figure`].

use std::ops::Range;

use super::decimal::Decimal;

/// A figure of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Bytes of the text, with the unit and the word that multiplies the figure.
    pub range: Range<usize>,
    /// What it may mean, likeliest first; never empty.
    pub readings: Vec<Reading>,
    /// Whether it states an amount, a date or a rank. What may be a part of a name, a number of a page or a mere turn of speech does not.
    pub certain: bool,
    /// Whether a word beside it says that it is rounded: about, nearly, more than.
    pub rounded: bool,
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
    a.readings.iter().any(|a| b.readings.iter().any(|b| a.agrees(b)))
}

impl Figure {
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
