//! Dates in informal notation: [`meant_dates`] guesses which dates may be meant, for hints only.

use super::date::Date;

/// Full names of the months in English, French, German and Spanish.
const MONTHS: [[&str; 4]; 12] = [
    ["january", "janvier", "januar", "enero"],
    ["february", "février", "februar", "febrero"],
    ["march", "mars", "märz", "marzo"],
    ["april", "avril", "april", "abril"],
    ["may", "mai", "mai", "mayo"],
    ["june", "juin", "juni", "junio"],
    ["july", "juillet", "juli", "julio"],
    ["august", "août", "august", "agosto"],
    ["september", "septembre", "september", "septiembre"],
    ["october", "octobre", "oktober", "octubre"],
    ["november", "novembre", "november", "noviembre"],
    ["december", "décembre", "dezember", "diciembre"],
];
/// No plausible date is longer, in bytes.
const MAX_LENGTH: usize = 40;

/// The dates that an invalid date may mean, in the notation of notes: none, one, or two if day and month may be swapped.
pub fn meant_dates(text: &str) -> Vec<String> {
    if text.len() > MAX_LENGTH {
        return vec![];
    }
    let text = text.to_lowercase();
    let found = in_figures(&text).or_else(|| in_words(&text)).unwrap_or_default();
    let mut dates: Vec<String> = found.into_iter().filter(|date| Date::parse(date).is_some()).collect();
    dates.dedup();
    dates
}

/// `14.9.2026`, `9/14/2026`, `2026-9-4`, `2026年9月4日`, `20260914`, `9/2026`.
fn in_figures(text: &str) -> Option<Vec<String>> {
    let separates =
        |c: char| matches!(c, '-' | '.' | '/' | ' ' | '‐' | '‑' | '–' | '—' | '−' | '年' | '月' | '日' | '／' | '．');
    let parts: Vec<&str> = text.split(separates).filter(|part| !part.is_empty()).collect();
    if !parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let found = match parts[..] {
        [all] if all.len() == 8 => vec![day(&all[..4], &all[4..6], &all[6..])],
        [year, month] if year.len() == 4 => vec![format!("{year}-{month:0>2}")],
        [month, year] if year.len() == 4 => vec![format!("{year}-{month:0>2}")],
        [year, a, b] if year.len() == 4 => vec![day(year, a, b)],
        [a, b, year] if year.len() == 4 => vec![day(year, b, a), day(year, a, b)],
        _ => return None,
    };
    Some(found)
}

/// `Sept 14, 2026`, `14. September 2026`, `le 1er août 2026`, `September 2026`.
fn in_words(text: &str) -> Option<Vec<String>> {
    let (mut found_month, mut found_day, mut found_year) = (None, None, None);
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        let word = word.trim_end_matches('.');
        let figures = ["st", "nd", "rd", "th", "er"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let slot = match figures.bytes().all(|byte| byte.is_ascii_digit()).then_some(figures.len()) {
            Some(4) => found_year.replace(figures),
            Some(1 | 2) => found_day.replace(figures),
            Some(_) => return None,
            None if is_filler(word) => continue,
            None => found_month.replace(month(word)?).map(|_| ""),
        };
        // A part that occurs twice makes the date invalid.
        if slot.is_some() {
            return None;
        }
    }
    let (month, year) = (found_month?.to_string(), found_year?);
    Some(vec![match found_day {
        Some(figures) => day(year, &month, figures),
        None => format!("{year}-{month:0>2}"),
    }])
}

fn day(year: &str, month: &str, day: &str) -> String {
    format!("{year}-{month:0>2}-{day:0>2}")
}

/// The number of a month, from 1, by its name or its English abbreviation.
fn month(word: &str) -> Option<usize> {
    let at = MONTHS.iter().position(|names| {
        let short = word == "sept" || word.len() == 3;
        names.contains(&word) || (short && names[0].starts_with(word))
    });
    at.map(|at| at + 1)
}

/// An English weekday, or a function word.
fn is_filler(word: &str) -> bool {
    let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    matches!(word, "the" | "of" | "on" | "in" | "le" | "de" | "del" | "el" | "am") || weekdays.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::meant_dates;

    #[test]
    fn guesses_the_date_that_may_be_meant() {
        for text in [
            "14.9.2026",
            "14.09.2026",
            "9/14/2026",
            "14/9/2026",
            "2026-9-14",
            "2026/09/14",
            "2026.9.14",
            "20260914",
            "2026–09–14",
            "2026年9月14日",
            "Sept 14, 2026",
            "Sep. 14th, 2026",
            "14 September 2026",
            "14. September 2026",
            "14 septembre 2026",
            "14 de septiembre de 2026",
            "Monday, 14 September 2026",
        ] {
            assert_eq!(meant_dates(text), ["2026-09-14"], "{text}");
        }
        assert_eq!(meant_dates("le 1er août 2026"), ["2026-08-01"]);
        assert_eq!(meant_dates("6.8.2019"), ["2019-08-06", "2019-06-08"]);
        assert_eq!(meant_dates("8/8/2019"), ["2019-08-08"]);
        for text in ["September 2026", "2026-9", "9/2026", "09.2026", "2026年9月"] {
            assert_eq!(meant_dates(text), ["2026-09"], "{text}");
        }
    }

    #[test]
    fn ignores_what_cannot_be_a_date() {
        let long = "1 ".repeat(1000);
        for text in [
            "",
            "soon",
            "14.9.26",
            "31.2.2019",
            "2019-02-30",
            "May",
            "14 May",
            "1 2 May 2019",
            "May June 2019",
            "é",
            &long,
        ] {
            assert_eq!(meant_dates(text), Vec::<String>::new(), "{text}");
        }
    }
}
