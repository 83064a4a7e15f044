//! Lengths in style sheets: [`length`].

/// In pixels, roughly; `None` for what depends on something else.
pub(super) fn length(value: &str) -> Option<f32> {
    let (number, unit) = number_and_unit(value)?;
    let pixels = match unit {
        "px" | "pt" => 1.0,
        "em" | "rem" | "ex" | "ch" | "vw" | "vh" | "%" => 10.0,
        "" if number == 0.0 => 1.0,
        _ => return None,
    };
    Some(number * pixels)
}

pub(super) fn number_and_unit(value: &str) -> Option<(f32, &str)> {
    let digits = value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(value.len());
    Some((value[..digits].parse().ok()?, &value[digits..]))
}
