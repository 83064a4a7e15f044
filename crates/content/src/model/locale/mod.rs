//! The interface texts in the language of the brief: [`Locale`].
//!
//! Each locale is a file `locales/LANG.yaml`, which maps phrase names to wordings. A phrase that depends on a number may have a form per
//! plural category of the language (UTS #35: `one`, `few`, `other` …). `{name}` in a phrase is a placeholder.

mod phrase;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};

pub use phrase::{Phrase, filled, placeholders};

use crate::model::{Date, Grain, Language};

/// The phrase names of the months.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// All phrases of the interface, and the rules of their language.
pub struct Locale {
    /// The language of the phrases: English if there are none in the brief's language.
    pub language: Language,
    /// Phrases by name.
    pub phrases: BTreeMap<String, Phrase>,
    /// Phrases of the theme's own by name.
    pub extra: BTreeMap<String, Phrase>,
    /// The plural category of each number below [`PERIOD`].
    forms: Vec<&'static str>,
}

/// From 100 on, the plural form depends on the last two digits only (CLDR's rules for whole numbers below a million).
const PERIOD: usize = 200;

impl Locale {
    pub fn new(language: Language, phrases: BTreeMap<String, Phrase>) -> Self {
        let rules = language
            .tag()
            .parse::<icu_locale_core::Locale>()
            .ok()
            .and_then(|locale| PluralRules::try_new(locale.into(), PluralRulesOptions::default()).ok());
        let form = |number: usize| rules.as_ref().map_or("other", |rules| category(rules.category_for(number)));
        Locale { language, phrases, extra: BTreeMap::new(), forms: (0..PERIOD).map(form).collect() }
    }

    /// With phrases of the theme's own.
    #[must_use]
    pub fn with_extra(mut self, extra: BTreeMap<String, Phrase>) -> Self {
        self.extra = extra;
        self
    }

    /// The CLDR names of the plural categories that the language distinguishes among whole numbers.
    pub fn categories(&self) -> BTreeSet<&'static str> {
        self.forms.iter().copied().chain(["other"]).collect()
    }

    /// The wording of a phrase in the form for `count`; the name of the phrase if it is missing.
    pub fn wording<'a>(&'a self, name: &'a str, count: Option<usize>) -> &'a str {
        self.phrases.get(name).map_or(name, |phrase| phrase.form(self.form_of(count)))
    }

    /// The name of the plural category of a number.
    pub fn form_of(&self, count: Option<usize>) -> &'static str {
        match count {
            None => "other",
            Some(count) if count < PERIOD => self.forms[count],
            Some(count) => self.forms[PERIOD / 2 + count % (PERIOD / 2)],
        }
    }

    /// A phrase with its placeholders filled in; `count` selects the plural form.
    pub fn filled(&self, name: &str, values: &[(&str, &str)], count: Option<usize>) -> String {
        phrase::filled(self.wording(name, count), |placeholder| {
            let value = values.iter().find(|(name, _)| *name == placeholder).map(|(_, value)| (*value).to_owned());
            value.or_else(|| count.filter(|_| placeholder == "count").map(|count| self.number(count)))
        })
    }

    /// A whole number with the language's thousands separators.
    pub fn number(&self, number: usize) -> String {
        let digits = number.to_string();
        let mark = self.wording("thousands_separator", None);
        // Four digits need no separator.
        if digits.len() < 5 {
            return digits;
        }
        let mut grouped = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push_str(mark);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// The name of a month, from 1.
    pub fn month_name(&self, month: u8) -> &str {
        self.wording(month_name(month), None)
    }

    /// A month of a year: "August 2019".
    pub fn month(&self, year: i16, month: u8) -> String {
        let name = self.month_name(month);
        self.filled(
            "month_and_year",
            &[("month", name), ("month_number", &month.to_string()), ("year", &year.to_string())],
            None,
        )
    }

    /// A year: "2019", in Chinese "2019年".
    pub fn year(&self, year: i16) -> String {
        self.filled("year_alone", &[("year", &year.to_string())], None)
    }

    /// A date in the usual form: "6 August 2019", "August 2019" or "2019", with the time if there is one.
    pub fn date(&self, date: Date) -> String {
        let (year, month, day) = date.ymd();
        match date.grain() {
            Grain::Year => return self.year(year),
            Grain::Month => return self.month(year, month),
            Grain::Day => {}
        }
        let (year, number, day) = (year.to_string(), month.to_string(), day.to_string());
        let pattern = if day == "1" && self.phrases.contains_key("date_first") { "date_first" } else { "date" };
        let values = [
            ("day", day.as_str()),
            ("month", self.wording(month_name(month), None)),
            ("month_number", &number),
            ("year", &year),
        ];
        let day = self.filled(pattern, &values, None);
        match date.clock() {
            None => day,
            Some((time, zone)) => {
                self.filled("date_and_time", &[("date", &day), ("time", &time), ("zone", &zone)], None)
            }
        }
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locale({})", self.language.tag())
    }
}

/// The name of the phrase for a month, from 1.
fn month_name(month: u8) -> &'static str {
    usize::from(month).checked_sub(1).and_then(|month| MONTHS.get(month)).unwrap_or(&"")
}

fn category(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
