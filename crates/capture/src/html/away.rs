//! Rules that put words where nobody sees them: [`away`].

use super::effect::{Effect, Property, Value};
use super::lengths::{length, number_and_unit};
use super::sheet::Declaration;

/// In pixels; what stands so far to the left or above is on no screen.
const FAR: f32 = -999.0;
/// In pixels, to any side: only what hides words is moved so far.
const FARTHER: f32 = 4_999.0;
/// What is no larger than this part of its size cannot be read.
const TINY: f32 = 0.05;

const CONCERNED: [&str; 26] = [
    "position",
    "left",
    "right",
    "top",
    "bottom",
    "inset",
    "clip",
    "clip-path",
    "height",
    "max-height",
    "width",
    "max-width",
    "block-size",
    "max-block-size",
    "inline-size",
    "max-inline-size",
    "overflow",
    "overflow-y",
    "transform",
    "translate",
    "scale",
    "zoom",
    "filter",
    "text-indent",
    "margin-left",
    "margin-top",
];

/// Whether a declaration with this name moves, cuts or shrinks words. Margins, which rules set by many names, are left to single rules.
pub(super) fn concerns(name: &str) -> bool {
    CONCERNED.contains(&name) && !name.starts_with("margin")
}

/// Whether a rule puts words where nobody sees them, or takes them from there.
pub(super) fn away(declarations: &[Declaration]) -> Option<Effect> {
    let find = |name: &str| declarations.iter().rev().find(|declaration| declaration.name == name);
    let value = |name: &str| find(name).map(|declaration| declaration.value.as_str());
    let important = declarations.iter().any(|one| one.important && CONCERNED.contains(&one.name.as_str()));
    let hides = is_far(&value) || is_clipped(&value) || is_small(&value) || is_transformed(&value);
    // Only such a change can take back what another rule did.
    let shows = CONCERNED.iter().any(|name| value(name).is_some());
    let value = if hides { Value::Hidden } else { Value::Shown };
    (hides || shows).then_some(Effect { property: Property::Away, value, important })
}

fn is_far<'a>(value: &impl Fn(&str) -> Option<&'a str>) -> bool {
    let number = |name: &str| value(name).and_then(length);
    let moved = matches!(value("position"), Some("absolute" | "fixed" | "relative"));
    let sides = ["left", "right", "top", "bottom"].into_iter().filter_map(number);
    let inset = value("inset").unwrap_or_default().split(' ').filter_map(length);
    let mut margins = ["margin-left", "margin-top"].into_iter().filter_map(number);
    let mut margin = value("margin").unwrap_or_default().split(' ').filter_map(length);
    moved && sides.chain(inset).any(|at| at <= FAR || at >= FARTHER)
        || margins.any(|at| at <= FAR)
        || margin.any(|at| at <= -FARTHER)
        || number("text-indent").is_some_and(|by| by <= FAR) && is_cut(value)
        || number("text-indent").is_some_and(|by| by <= 2.0 * FAR)
        || value("text-indent") == Some("100%") && value("white-space") == Some("nowrap") && is_cut(value)
}

/// Whether what does not fit is not shown.
fn is_cut<'a>(value: &impl Fn(&str) -> Option<&'a str>) -> bool {
    let cuts = |value: &str| ["hidden", "clip", "scroll", "auto"].iter().any(|cut| value.starts_with(cut));
    ["overflow", "overflow-y"].into_iter().filter_map(value).any(cuts)
        || value("contain")
            .is_some_and(|value| value.split(' ').any(|part| matches!(part, "paint" | "strict" | "content")))
}

fn is_clipped<'a>(value: &impl Fn(&str) -> Option<&'a str>) -> bool {
    matches!(value("position"), Some("absolute" | "fixed")) && value("clip").is_some_and(is_empty_clip)
        || value("clip-path").or_else(|| value("-webkit-clip-path")).is_some_and(is_empty_path)
}

/// Whether a shape has no room for words.
fn is_empty_path(path: &str) -> bool {
    let Some((shape, inside)) = path.trim_end_matches(')').split_once('(') else {
        return false;
    };
    let part = |text: &str| text.strip_suffix('%').map_or(Some(0.0), |number| number.parse::<f32>().ok());
    match shape {
        "inset" => {
            let sides: Option<Vec<f32>> =
                inside.split(" round ").next().unwrap_or_default().split(' ').map(part).collect();
            // As in all such lists, what is not given is like the side across.
            match sides.unwrap_or_default().as_slice() {
                [all] => *all >= 50.0,
                [block, inline] => *block >= 50.0 || *inline >= 50.0,
                [top, inline, bottom] => top + bottom >= 100.0 || *inline >= 50.0,
                [top, right, bottom, left] => top + bottom >= 100.0 || left + right >= 100.0,
                _ => false,
            }
        }
        "circle" | "ellipse" => inside.split(" at ").next().and_then(|size| length(size.trim())) == Some(0.0),
        "polygon" => inside.split([',', ' ']).filter(|at| !at.is_empty()).all(|at| length(at) == Some(0.0)),
        _ => false,
    }
}

fn is_small<'a>(value: &impl Fn(&str) -> Option<&'a str>) -> bool {
    const SIZES: [&str; 8] = [
        "height",
        "max-height",
        "width",
        "max-width",
        "block-size",
        "max-block-size",
        "inline-size",
        "max-inline-size",
    ];
    is_cut(value) && SIZES.into_iter().any(|side| value(side).and_then(length).is_some_and(|size| size <= 1.0))
}

fn is_transformed<'a>(value: &impl Fn(&str) -> Option<&'a str>) -> bool {
    let tiny = |number: &str| number.trim().parse::<f32>().is_ok_and(|number| number.abs() <= TINY);
    let moved = |by: &str| distance(by.trim()).is_some_and(|by| by.abs() >= FARTHER);
    let functions = value("transform").unwrap_or_default().split(')').filter_map(|part| part.split_once('('));
    let transforms = functions.into_iter().any(|(name, inside)| match name.trim() {
        "scale" | "scalex" | "scaley" | "scale3d" => inside.split(',').take(2).any(tiny),
        "matrix" => inside.split(',').take(4).all(tiny),
        "translate" | "translatex" | "translatey" | "translate3d" => inside.split(',').any(moved),
        "rotatex" | "rotatey" => matches!(inside.trim(), "90deg" | "-90deg" | "270deg" | ".25turn" | "0.25turn"),
        _ => false,
    });
    let clear = value("filter").and_then(|value| value.strip_prefix("opacity(")).map(|rest| rest.trim_end_matches(')'));
    transforms
        || value("scale").is_some_and(|value| value.split(' ').any(tiny))
        || value("zoom").is_some_and(|value| tiny(value) && value != "0")
        || value("translate").is_some_and(|value| value.split(' ').any(moved))
        || clear.is_some_and(|clear| matches!(clear.trim(), "0" | "0%" | "0.0" | ".0"))
}

fn is_empty_clip(value: &str) -> bool {
    let Some(sides) = value.strip_prefix("rect(").and_then(|rest| rest.strip_suffix(')')) else {
        return false;
    };
    let sides: Vec<Option<f32>> = sides.split([',', ' ']).filter(|side| !side.is_empty()).map(length).collect();
    sides.len() == 4 && sides.iter().all(|side| side.is_some_and(|side| side <= 1.0))
}

/// By how much something is moved, in pixels. It takes a whole screen to move words off it, but boxes are often moved by their own size.
fn distance(value: &str) -> Option<f32> {
    let (number, unit) = number_and_unit(value)?;
    match unit {
        "vw" | "vh" => Some(number * 50.0),
        "%" => Some(number),
        _ => length(value),
    }
}
