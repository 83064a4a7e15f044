//! Paths in the notation of SVG: [`placed`] moves and scales one.

use std::fmt::Write as _;

use zeno::{Command, PathData, Point, Transform, validate_svg};

/// The numbers that an arc has.
const ARC: usize = 7;

/// A path moved by `shift` and then scaled, in absolute commands of three decimals at most; `None` for what is not a path.
pub fn placed(path: &str, (x, y): (f32, f32), scale: f32) -> Option<String> {
    let path = spelt_out(path)?;
    let path = path.as_str();
    validate_svg(path).ok()?;
    let transform = Transform::translation(x, y).then(&Transform::scale(scale, scale));
    let mut out = String::new();
    for command in path.commands() {
        match command.transform(&transform) {
            Command::MoveTo(to) => push(&mut out, 'M', &[to])?,
            Command::LineTo(to) => push(&mut out, 'L', &[to])?,
            Command::CurveTo(first, second, to) => push(&mut out, 'C', &[first, second, to])?,
            Command::QuadTo(over, to) => push(&mut out, 'Q', &[over, to])?,
            Command::Close => out.push('Z'),
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The same path with one command for each arc, and spaces between all numbers: programs that make files small leave out what they can, and
/// our parser does not read all of it.
fn spelt_out(path: &str) -> Option<String> {
    let mut out = String::with_capacity(path.len() + path.len() / 4);
    let (mut command, mut numbers) = (' ', 0);
    let mut rest = path;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let Some(first) = rest.chars().next() else { return Some(out) };
        if first.is_ascii_alphabetic() {
            (command, numbers) = (first, 0);
            out.push(first);
            rest = &rest[1..];
            continue;
        }
        let is_arc = command.eq_ignore_ascii_case(&'a');
        if is_arc && numbers > 0 && numbers % ARC == 0 {
            out.push(command);
        }
        // The fourth and the fifth are one digit each.
        let length = if is_arc && matches!(numbers % ARC, 3 | 4) { 1 } else { number_length(rest) };
        let number: f32 = rest.get(..length)?.parse().ok()?;
        // Writing to a String cannot fail.
        let _ = write!(out, "{number} ");
        numbers += 1;
        rest = &rest[length..];
    }
}

/// The length of the number with which a text begins (SVG 2, section 9.3.9).
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let sign = |at: usize| usize::from(matches!(bytes.get(at), Some(b'+' | b'-')));
    let mut length = sign(0);
    length += digits(length);
    if bytes.get(length) == Some(&b'.') {
        length += 1 + digits(length + 1);
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let exponent = length + 1 + sign(length + 1);
        if digits(exponent) > 0 {
            length = exponent + digits(exponent);
        }
    }
    length
}

/// `None` for what lies nowhere.
fn push(out: &mut String, letter: char, points: &[Point]) -> Option<()> {
    out.push(letter);
    for (i, number) in points.iter().flat_map(|point| [point.x, point.y]).enumerate() {
        if !number.is_finite() {
            return None;
        }
        let number = format!("{number:.3}");
        let number = number.trim_end_matches('0').trim_end_matches('.');
        let separator = if i == 0 { "" } else { " " };
        // Writing to a String cannot fail.
        let _ = write!(out, "{separator}{}", if number == "-0" { "0" } else { number });
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::placed;

    #[test]
    fn moves_and_scales() {
        assert_eq!(placed("m1 1h2v2z", (-1.0, -1.0), 4.0).as_deref(), Some("M0 0L8 0L8 8Z"));
        assert_eq!(placed("M0 0q1 .5 2 0", (0.0, 0.0), 0.5).as_deref(), Some("M0 0Q0.5 0.25 1 0"));
        assert_eq!(
            placed("M0 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4z", (0.0, 0.0), 1.0),
            placed("M0,0a2,2,0,1,0,0,4a2 2 0 0 0 0 -4Z", (0.0, 0.0), 1.0)
        );
        assert_eq!(placed("M0 0l1e1-.5.5 2z", (0.0, 0.0), 1.0).as_deref(), Some("M0 0L10 -0.5L10.5 1.5Z"));
        for wrong in ["", "no path", "M0 0 url(x)", "M0 0a2 2 0 7 0 0 4", "é"] {
            assert_eq!(placed(wrong, (0.0, 0.0), 1.0), None, "{wrong}");
        }
    }
}
