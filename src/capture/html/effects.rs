//! What declarations of a style sheet do to words: [`effects`], and [`generated_words`], which they add.

use super::sheet::Declaration;

#[derive(Debug, Clone, Copy)]
pub(super) struct Effect {
    pub property: Property,
    pub value: Value,
    pub important: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Property {
    Display,
    Visibility,
    Opacity,
    ContentVisibility,
    FontSize,
    /// Place, size, clip and indent, which can put words where nobody sees them.
    Away,
    Colour,
    /// Whether words are white: readers see them only on another ground.
    Ink,
    /// Whether there is a ground of another colour, or a picture.
    Ground,
    Baseline,
    Decoration,
    Numbering,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Display(Display),
    Hidden,
    Shown,
    White,
    Raised,
    Lowered,
    Struck,
    Plain,
    Numbering(Numbering),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Display {
    None,
    Inline,
    Block,
    /// A box within a line.
    InlineBlock,
    /// A box whose children are boxes side by side.
    Flex,
}

/// How the entries of a list are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbering {
    Decimal,
    LowerLetters,
    UpperLetters,
    LowerRoman,
    UpperRoman,
}

impl Value {
    pub fn hides(self) -> bool {
        matches!(self, Value::Hidden | Value::Display(Display::None))
    }
}

/// In pixels; what stands so far to the left or above is on no screen.
const FAR: f32 = -999.0;

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
        "visibility" => (Property::Visibility, shown(matches!(value, "hidden" | "collapse"))),
        "opacity" => (Property::Opacity, shown(value.trim_end_matches('%').parse::<f32>().ok()? <= 0.01)),
        "content-visibility" => (Property::ContentVisibility, shown(value == "hidden")),
        "font-size" => (Property::FontSize, shown(length(value) == Some(0.0))),
        "color" => (Property::Ink, if plain_colour(value) == "white" { Value::White } else { Value::Plain }),
        "background" | "background-color" | "background-image" => {
            let none = matches!(
                plain_colour(value).as_str(),
                "white" | "transparent" | "none" | "inherit" | "initial" | "unset"
            );
            (Property::Ground, if none { Value::Plain } else { Value::Shown })
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

/// Whether a rule puts words where nobody sees them, or takes them from there.
fn away(declarations: &[Declaration]) -> Option<Effect> {
    let find = |name: &str| declarations.iter().rev().find(|declaration| declaration.name == name);
    let value = |name: &str| find(name).map(|declaration| declaration.value.as_str());
    let number = |name: &str| value(name).and_then(length);
    let moved = matches!(value("position"), Some("absolute" | "fixed" | "relative"));
    let taken_out = moved && value("position") != Some("relative");
    let cut =
        value("overflow").or(value("overflow-y")).is_some_and(|value| value.starts_with("hidden") || value == "clip");
    let beyond = |sides: &[&str]| sides.iter().any(|side| number(side).is_some_and(|at| at <= FAR));
    let far = moved && beyond(&["left", "right", "top", "bottom"]) || beyond(&["margin-left", "margin-top"]);
    let clipped = taken_out && value("clip").is_some_and(is_empty_clip)
        || value("clip-path")
            .is_some_and(|path| matches!(path.replace(' ', "").as_str(), "inset(50%)" | "inset(100%)" | "circle(0)"));
    let small = cut
        && ["height", "max-height", "width", "max-width"]
            .iter()
            .any(|side| number(side).is_some_and(|size| size <= 1.0));
    let shrunk = value("transform").is_some_and(|value| {
        matches!(value.replace(' ', "").as_str(), "scale(0)" | "scale(0,0)" | "scalex(0)" | "scaley(0)")
    });
    let indented = number("text-indent").is_some_and(|by| by <= FAR) && cut
        || number("text-indent").is_some_and(|by| by <= 2.0 * FAR);
    const CONCERNED: [&str; 17] = [
        "position",
        "left",
        "right",
        "top",
        "bottom",
        "clip",
        "clip-path",
        "height",
        "max-height",
        "width",
        "max-width",
        "overflow",
        "overflow-y",
        "transform",
        "text-indent",
        "margin-left",
        "margin-top",
    ];
    let important = declarations.iter().any(|one| one.important && CONCERNED.contains(&one.name.as_str()));
    let hides = far || clipped || small || shrunk || indented;
    // Only such a change can take back what another rule did.
    let shows = CONCERNED.iter().any(|name| value(name).is_some());
    let value = if hides { Value::Hidden } else { Value::Shown };
    (hides || shows).then_some(Effect { property: Property::Away, value, important })
}

/// Words without a colour, or in that of their background.
fn colour(declarations: &[Declaration]) -> Option<Effect> {
    let find = |name: &str| declarations.iter().rev().find(|declaration| declaration.name == name);
    let declared = find("-webkit-text-fill-color").or_else(|| find("color"))?;
    let colour = plain_colour(&declared.value);
    // Then the words are cut out of a picture, or have a shadow.
    let drawn = find("background-clip").or_else(|| find("-webkit-background-clip")).or_else(|| find("text-shadow"));
    let background = find("background-color").or_else(|| find("background"));
    let same = background.is_some_and(|background| plain_colour(&background.value) == colour);
    let transparent = colour == "transparent" && background.is_none();
    let hides = drawn.is_none() && !colour.contains("var(") && (transparent || same);
    let value = if hides { Value::Hidden } else { Value::Shown };
    Some(Effect { property: Property::Colour, value, important: declared.important })
}

/// A colour in one of the ways to write it.
fn plain_colour(value: &str) -> String {
    let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let clear = (value.starts_with("rgba(") || value.starts_with("hsla(")) && value.ends_with(",0)");
    match value.as_str() {
        "#fff" | "#ffffff" | "rgb(255,255,255)" | "rgba(255,255,255,1)" => "white".to_owned(),
        "#000" | "#000000" | "rgb(0,0,0)" | "rgba(0,0,0,1)" => "black".to_owned(),
        "#0000" | "#fff0" | "#00000000" => "transparent".to_owned(),
        _ if clear => "transparent".to_owned(),
        _ => value,
    }
}

fn is_empty_clip(value: &str) -> bool {
    let Some(sides) = value.strip_prefix("rect(").and_then(|rest| rest.strip_suffix(')')) else {
        return false;
    };
    let sides: Vec<Option<f32>> = sides.split([',', ' ']).filter(|side| !side.is_empty()).map(length).collect();
    sides.len() == 4 && sides.iter().all(|side| side.is_some_and(|side| side <= 1.0))
}

/// In pixels, roughly; `None` for what depends on something else.
fn length(value: &str) -> Option<f32> {
    let digits = value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(value.len());
    let number: f32 = value[..digits].parse().ok()?;
    let unit = match &value[digits..] {
        "px" | "pt" => 1.0,
        "em" | "rem" | "ex" | "ch" | "vw" | "vh" | "%" => 10.0,
        "" if number == 0.0 => 1.0,
        _ => return None,
    };
    Some(number * unit)
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
