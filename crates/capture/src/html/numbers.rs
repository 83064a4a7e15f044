//! The numbers of lists as readers see them: [`write()`]. Markdown counts from a first number up, in figures; every other number becomes a
//! word of its entry.

use std::collections::{BTreeMap, BTreeSet};

use super::effect::Numbering;
use super::page::SavedPage;
use super::styles::Styles;
use super::visible::VisibleNodes;

/// The largest first number that is left to Markdown.
const MAX_FIRST: i64 = 999_999;
/// Lists inside of as many others have no form of their own in Markdown.
const MAX_NESTING: usize = 8;

/// Writes the numbers that Markdown would not show into the entries, and makes plain lists of these.
pub(super) fn write(page: &mut SavedPage, shown: &VisibleNodes, styles: &Styles) {
    let mut lists: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for entry in page.entries() {
        if !shown.is_hidden(entry.node) {
            lists.entry(page.parent(entry.node)).or_default().push((entry.node, entry.number));
        }
    }
    let mut plain = BTreeSet::new();
    let mut texts = vec![];
    let mut first = vec![];
    for (list, entries) in lists {
        let numbers = numbers(page, list, &entries);
        let numbering = numbering(page, styles, list);
        if numbering == Numbering::Decimal && is_counted(page, shown, list, &entries, &numbers) {
            first.extend(numbers.first().map(|number| (list, number.to_string())));
            continue;
        }
        plain.insert(list);
        texts.extend(
            entries
                .iter()
                .zip(numbers)
                .map(|((_, place), number)| (*place, format!("{}. ", written(numbering, number)))),
        );
    }
    for (place, text) in texts {
        page.set_text(place, text);
    }
    for list in plain {
        page.rename(list, "ul");
    }
    for (list, number) in first {
        page.set_attribute(list, "start", number);
    }
}

/// The number of each entry (WHATWG HTML, section 4.4.8).
fn numbers(page: &SavedPage, list: usize, entries: &[(usize, usize)]) -> Vec<i64> {
    let integer = |node: usize, attribute: &str| -> Option<i64> {
        let value = page.attribute(node, attribute)?.trim_start();
        let end = value
            .char_indices()
            .find(|(at, c)| !(c.is_ascii_digit() || *at == 0 && matches!(c, '-' | '+')))
            .map_or(value.len(), |(at, _)| at);
        value[..end].parse().ok()
    };
    let reversed = page.attribute(list, "reversed").is_some();
    let length = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let mut next = integer(list, "start").unwrap_or(if reversed { length } else { 1 });
    entries
        .iter()
        .map(|(node, _)| {
            let number = integer(*node, "value").unwrap_or(next);
            next = if reversed { number.saturating_sub(1) } else { number.saturating_add(1) };
            number
        })
        .collect()
}

/// Whether Markdown shows the same numbers.
fn is_counted(
    page: &SavedPage,
    shown: &VisibleNodes,
    list: usize,
    entries: &[(usize, usize)],
    numbers: &[i64],
) -> bool {
    let first = numbers.first().copied().unwrap_or(1);
    let nested = page
        .ancestors_and_self(list)
        .skip(1)
        .filter(|node| matches!(page.name(*node), "ul" | "ol" | "menu" | "dir" | "blockquote"))
        .count();
    let words = |node: usize| {
        page.descendants(node).any(|inside| {
            let text = page.text(inside).is_some_and(|text| !text.trim().is_empty());
            !shown.is_hidden(inside) && (text || page.name(inside) == "img")
        })
    };
    nested < MAX_NESTING
        && (0..=MAX_FIRST).contains(&first)
        && numbers.iter().zip(first..).all(|(number, counted)| *number == counted)
        && entries.iter().all(|(node, _)| words(*node))
}

fn numbering(page: &SavedPage, styles: &Styles, list: usize) -> Numbering {
    let by_attribute = || match page.attribute(list, "type").map(str::trim) {
        Some("a") => Numbering::LowerLetters,
        Some("A") => Numbering::UpperLetters,
        Some("i") => Numbering::LowerRoman,
        Some("I") => Numbering::UpperRoman,
        _ => Numbering::Decimal,
    };
    styles.look(list).numbering.unwrap_or_else(by_attribute)
}

fn written(numbering: Numbering, number: i64) -> String {
    let written = match numbering {
        Numbering::Decimal => None,
        Numbering::LowerLetters => letters(number),
        Numbering::UpperLetters => letters(number).map(|text| text.to_ascii_uppercase()),
        Numbering::LowerRoman => roman(number),
        Numbering::UpperRoman => roman(number).map(|text| text.to_ascii_uppercase()),
    };
    written.unwrap_or_else(|| number.to_string())
}

/// a to z, then aa, ab …; browsers write figures for numbers that have no letters.
fn letters(number: i64) -> Option<String> {
    let mut rest = u64::try_from(number).ok().filter(|number| *number > 0)?;
    let mut letters = vec![];
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'a' + digit));
        rest = (rest - 1) / 26;
    }
    Some(letters.into_iter().rev().collect())
}

fn roman(number: i64) -> Option<String> {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = (1..=3999).contains(&number).then_some(number)?;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{Numbering, written};

    #[test]
    fn numbers_are_written_as_browsers_write_them() {
        let check = |numbering, number, expected: &str| assert_eq!(written(numbering, number), expected);
        check(Numbering::LowerLetters, 1, "a");
        check(Numbering::LowerLetters, 26, "z");
        check(Numbering::UpperLetters, 27, "AA");
        check(Numbering::LowerLetters, 0, "0");
        check(Numbering::LowerRoman, 1984, "mcmlxxxiv");
        check(Numbering::UpperRoman, 4, "IV");
        check(Numbering::UpperRoman, 4000, "4000");
        check(Numbering::Decimal, -3, "-3");
    }
}
