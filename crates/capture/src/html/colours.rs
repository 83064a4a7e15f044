//! Colours in which words cannot be seen: [`colour`], for rules that say it by themselves, and [`are_alike`].

use super::effect::{Effect, Property, Value};
use super::sheet::Declaration;

/// What is no colour by itself.
const RELATIVE: [&str; 6] = ["transparent", "currentcolor", "inherit", "initial", "unset", "revert"];

/// Words without a colour, or in that of their background.
pub(super) fn colour(declarations: &[Declaration]) -> Option<Effect> {
    let find = |name: &str| declarations.iter().rev().find(|declaration| declaration.name == name);
    let declared = find("-webkit-text-fill-color").or_else(|| find("color"))?;
    // Then the words are cut out of a picture, or have a shadow.
    let drawn = find("background-clip").or_else(|| find("-webkit-background-clip")).or_else(|| find("text-shadow"));
    let background = find("background-color").or_else(|| find("background"));
    let ground = background.and_then(|background| colour_of(&background.value));
    let named = |name: &str| name.chars().all(|c| c.is_ascii_alphabetic()) && !RELATIVE.contains(&name);
    let same_name = named(&declared.value) && background.is_some_and(|ground| ground.value == declared.value);
    let same =
        same_name || colour_of(&declared.value).is_some_and(|ink| ground.is_some_and(|ground| are_alike(ink, ground)));
    let transparent = is_transparent(&declared.value) && background.is_none();
    let hides = drawn.is_none() && (transparent || same);
    let value = if hides { Value::Hidden } else { Value::Shown };
    Some(Effect { property: Property::Colour, value, important: declared.important })
}

/// Whether words of one colour cannot be seen on the other.
pub(super) fn are_alike(a: [u8; 3], b: [u8; 3]) -> bool {
    const APART: u8 = 12;
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= APART)
}

fn is_transparent(value: &str) -> bool {
    if value == "transparent" {
        return true;
    }
    if let Some(hex) = value.strip_prefix('#') {
        return matches!(hex.len(), 4 | 8) && hex.ends_with(if hex.len() == 4 { "0" } else { "00" });
    }
    let Some((name, inside)) = value.trim_end_matches(')').split_once('(') else {
        return false;
    };
    let parts: Vec<&str> = inside.split([',', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let is_colour = matches!(name, "rgb" | "rgba" | "hsl" | "hsla" | "hwb" | "lab" | "lch" | "oklab" | "oklch");
    is_colour && parts.len() == 4 && parts[3].trim_end_matches('%').parse::<f32>() == Ok(0.0)
}

/// An opaque colour in one of the usual ways to write it.
pub(super) fn colour_of(value: &str) -> Option<[u8; 3]> {
    if let Some(hex) = value.strip_prefix('#') {
        let digit = |at: usize| u8::from_str_radix(hex.get(at..=at)?, 16).ok();
        let pair = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
        return match hex.len() {
            3 => Some([digit(0)? * 17, digit(1)? * 17, digit(2)? * 17]),
            4 if hex.ends_with('f') => Some([digit(0)? * 17, digit(1)? * 17, digit(2)? * 17]),
            6 => Some([pair(0)?, pair(2)?, pair(4)?]),
            8 if hex.ends_with("ff") => Some([pair(0)?, pair(2)?, pair(4)?]),
            _ => None,
        };
    }
    if let Some(inside) = value.strip_prefix("rgb(").or_else(|| value.strip_prefix("rgba(")) {
        let parts: Vec<&str> =
            inside.strip_suffix(')')?.split([',', '/', ' ']).filter(|part| !part.is_empty()).collect();
        let opaque = parts.get(3).is_none_or(|alpha| matches!(*alpha, "1" | "1.0" | "100%"));
        let [r, g, b] = [0, 1, 2].map(|at| parts.get(at)?.parse::<u8>().ok());
        return if opaque { Some([r?, g?, b?]) } else { None };
    }
    NAMED.iter().find(|(name, _)| *name == value).map(|(_, colour)| *colour)
}

/// Names of CSS Color 4 that pages use for grounds and words.
const NAMED: [(&str, [u8; 3]); 26] = [
    ("white", [255, 255, 255]),
    ("black", [0, 0, 0]),
    ("red", [255, 0, 0]),
    ("lime", [0, 255, 0]),
    ("green", [0, 128, 0]),
    ("blue", [0, 0, 255]),
    ("yellow", [255, 255, 0]),
    ("aqua", [0, 255, 255]),
    ("cyan", [0, 255, 255]),
    ("fuchsia", [255, 0, 255]),
    ("magenta", [255, 0, 255]),
    ("gray", [128, 128, 128]),
    ("grey", [128, 128, 128]),
    ("silver", [192, 192, 192]),
    ("maroon", [128, 0, 0]),
    ("olive", [128, 128, 0]),
    ("purple", [128, 0, 128]),
    ("teal", [0, 128, 128]),
    ("navy", [0, 0, 128]),
    ("orange", [255, 165, 0]),
    ("whitesmoke", [245, 245, 245]),
    ("snow", [255, 250, 250]),
    ("ivory", [255, 255, 240]),
    ("ghostwhite", [248, 248, 255]),
    ("floralwhite", [255, 250, 240]),
    ("lightgray", [211, 211, 211]),
];
