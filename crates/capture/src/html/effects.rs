//! What declarations of a style sheet do to words: [`effects`], and [`generated_words`], which they add.

use super::away::away;
use super::colours::{colour, colour_of};
use super::effect::{Display, Effect, Numbering, Property, Value};
use super::lengths::length;
use super::sheet::Declaration;

/// What is no more opaque than this cannot be read.
const FAINT: f32 = 0.02;

/// What the declarations of one rule do.
pub(super) fn effects(declarations: &[Declaration]) -> Vec<Effect> {
    let mut found: Vec<Effect> = declarations
        .iter()
        .filter_map(|declaration| {
            let (property, value) = effect(&declaration.name, &declaration.value)?;
            Some(Effect { property, value, important: declaration.important })
        })
        .collect();
    found.extend(away(declarations));
    found.extend(colour(declarations));
    found
}

fn effect(name: &str, value: &str) -> Option<(Property, Value)> {
    let shown = |hidden: bool| if hidden { Value::Hidden } else { Value::Shown };
    Some(match name {
        "display" => (Property::Display, Value::Display(display(value)?)),
        "visibility" => match value {
            "hidden" | "collapse" => (Property::Visibility, Value::Hidden),
            "visible" | "initial" => (Property::Visibility, Value::Shown),
            "inherit" | "unset" | "revert" | "revert-layer" => (Property::Visibility, Value::Inherited),
            _ => return None,
        },
        "opacity" => {
            let parts = if value.ends_with('%') { 100.0 } else { 1.0 };
            (Property::Opacity, shown(value.trim_end_matches('%').parse::<f32>().ok()? / parts <= FAINT))
        }
        "content-visibility" if matches!(value, "hidden" | "visible" | "auto") => {
            (Property::ContentVisibility, shown(value == "hidden"))
        }
        "font-size" => (Property::FontSize, font_size(value)?),
        "font" => (Property::FontSize, value.split([' ', '/']).find_map(font_size)?),
        "color" => match colour_of(value) {
            Some(colour) => (Property::Ink, Value::Colour(colour)),
            None if matches!(value, "inherit" | "unset" | "currentcolor") => (Property::Ink, Value::Inherited),
            None => (Property::Ink, Value::Painted),
        },
        "background" | "background-color" | "background-image" => match colour_of(value) {
            Some(colour) => (Property::Ground, Value::Colour(colour)),
            None if matches!(value, "transparent" | "none" | "inherit" | "initial" | "unset") => {
                (Property::Ground, Value::Plain)
            }
            None => (Property::Ground, Value::Painted),
        },
        "content" if value.trim_start().starts_with("url(") => (Property::Replaced, Value::Hidden),
        "flex-direction" | "flex-flow" if value.contains("-reverse") => (Property::Order, Value::Reversed),
        "order" if value.parse::<i32>().is_ok_and(|order| order != 0) => (Property::Order, Value::Reversed),
        "unicode-bidi" if value.ends_with("bidi-override") || value.ends_with("isolate-override") => {
            (Property::Order, Value::Reversed)
        }
        "vertical-align" => {
            let value = match value {
                "super" | "text-top" => Value::Raised,
                "sub" => Value::Lowered,
                _ => Value::Plain,
            };
            (Property::Baseline, value)
        }
        "text-decoration" | "text-decoration-line" => {
            let struck = value.split(' ').any(|part| part == "line-through");
            (Property::Decoration, if struck { Value::Struck } else { Value::Plain })
        }
        "list-style" | "list-style-type" => {
            (Property::Numbering, value.split(' ').find_map(numbering).map_or(Value::Plain, Value::Numbering))
        }
        _ => return None,
    })
}

/// Words of one pixel cannot be read. Only what is a size counts: browsers skip what is none.
fn font_size(value: &str) -> Option<Value> {
    const UNREADABLE: f32 = 1.0;
    const NAMES: [&str; 13] = [
        "xx-small",
        "x-small",
        "small",
        "medium",
        "large",
        "x-large",
        "xx-large",
        "xxx-large",
        "smaller",
        "larger",
        "initial",
        "revert",
        "math",
    ];
    if NAMES.contains(&value) || ["calc(", "clamp(", "min(", "max(", "var("].iter().any(|f| value.starts_with(f)) {
        return Some(Value::Shown);
    }
    if matches!(value, "inherit" | "unset") {
        return Some(Value::Inherited);
    }
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+'));
    match length(value) {
        Some(size) => Some(if size <= UNREADABLE { Value::Hidden } else { Value::Shown }),
        None if unit.len() < value.len() && unit.chars().all(char::is_alphabetic) && !unit.is_empty() => {
            Some(Value::Shown)
        }
        None => None,
    }
}

fn display(value: &str) -> Option<Display> {
    Some(match value {
        "none" => Display::None,
        "inline" | "contents" => Display::Inline,
        "inline-block" | "inline-table" | "table-cell" => Display::InlineBlock,
        "flex" | "inline-flex" | "grid" | "inline-grid" | "-webkit-box" | "-webkit-flex" => Display::Flex,
        "block" | "list-item" | "flow-root" | "table" | "table-row" | "table-caption" => Display::Block,
        "initial" | "inherit" | "unset" | "revert" | "revert-layer" => Display::Inline,
        _ => return None,
    })
}

fn numbering(word: &str) -> Option<Numbering> {
    Some(match word {
        "decimal" => Numbering::Decimal,
        "lower-alpha" | "lower-latin" => Numbering::LowerLetters,
        "upper-alpha" | "upper-latin" => Numbering::UpperLetters,
        "lower-roman" => Numbering::LowerRoman,
        "upper-roman" => Numbering::UpperRoman,
        _ => return None,
    })
}

/// The words that a rule puts before or after an element.
pub(super) fn generated_words(declarations: &[Declaration]) -> Option<String> {
    let content = &declarations.iter().rev().find(|declaration| declaration.name == "content")?.value;
    let mut words = String::new();
    let mut rest = content.as_str();
    while let Some(start) = rest.find(['"', '\'']) {
        let quote = char::from(rest.as_bytes()[start]);
        let inside = &rest[start + 1..];
        let end = inside.find(quote).unwrap_or(inside.len());
        words.push_str(&inside[..end]);
        rest = inside.get(end + 1..).unwrap_or_default();
    }
    let shows = words.chars().filter(|c| c.is_alphanumeric()).count() > 1 && !words.contains('\\');
    shows.then(|| citeback_quote::text::single_spaced(&words))
}
