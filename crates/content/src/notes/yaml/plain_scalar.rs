//! The type of an unquoted scalar: [`guess`].
//!
//! The rules are those of the YAML 1.2 core schema, as the fast parser has them.

use serde::de::Unexpected;

/// An unquoted scalar with its type.
#[derive(Debug, PartialEq)]
pub(super) enum PlainScalar {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    Text,
}

impl PlainScalar {
    /// How serde errors refer to an unquoted `word` of this type.
    pub fn unexpected(self, word: &str) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(value) => Unexpected::Bool(value),
            Self::Integer(value) => match i64::try_from(value) {
                Ok(value) => Unexpected::Signed(value),
                Err(_) => Unexpected::Str(word),
            },
            Self::Float(value) => Unexpected::Float(value),
            Self::Text => Unexpected::Str(word),
        }
    }
}

/// The type and value of the unquoted `word`.
pub(super) fn guess(word: &str) -> PlainScalar {
    if is_null(word) {
        PlainScalar::Null
    } else if let Some(value) = boolean(word) {
        PlainScalar::Bool(value)
    } else if let Some(value) = integer(word) {
        PlainScalar::Integer(value)
    } else if let Some(value) = float(word).filter(|_| !has_leading_zero(word)) {
        PlainScalar::Float(value)
    } else {
        PlainScalar::Text
    }
}

pub(super) fn is_null(word: &str) -> bool {
    matches!(word, "" | "~" | "null" | "Null" | "NULL")
}

pub(super) fn boolean(word: &str) -> Option<bool> {
    match word {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

pub(super) fn integer(word: &str) -> Option<i128> {
    let (sign, digits) = match word.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", word.strip_prefix('+').unwrap_or(word)),
    };
    // The number parser would accept a second sign, but YAML does not.
    if digits.starts_with(['+', '-']) || has_leading_zero(word) {
        return None;
    }
    let (digits, radix) = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, radix)| Some((digits.strip_prefix(prefix)?, radix)))
        .unwrap_or((digits, 10));
    if digits.starts_with(['+', '-']) {
        return None;
    }
    i128::from_str_radix(&format!("{sign}{digits}"), radix).ok()
}

pub(super) fn float(word: &str) -> Option<f64> {
    match word {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Some(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => return Some(f64::NAN),
        _ => {}
    }
    // "inf", "infinity" and "nan" are numbers to Rust and words to YAML.
    word.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Whether this is a number with leading zeros such as `007`, which is a text.
fn has_leading_zero(word: &str) -> bool {
    let digits = word.strip_prefix(['+', '-']).unwrap_or(word);
    digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{PlainScalar, guess};

    #[test]
    fn guesses_like_the_fast_parser() {
        let words = [
            "",
            "~",
            "null",
            "Null",
            "nUll",
            "true",
            "True",
            "tRUE",
            "no",
            "0",
            "7",
            "007",
            "+1",
            "-1",
            "+-1",
            "0x1F",
            "-0x1f",
            "0x-1",
            "0o17",
            "0b101",
            "1_000",
            "1.0",
            "00.5",
            "1e3",
            ".5",
            "-.5",
            "+.5",
            "1.",
            ".inf",
            "-.INF",
            "+.inf",
            ".nan",
            "nan",
            "inf",
            "infinity",
            "18446744073709551615",
            "1e999",
            "2019-08-06",
            "--1",
            "0x",
            "-",
            "0.0",
            "-0",
        ];
        for word in words {
            let theirs = match serde_yaml::from_str(word).unwrap_or_default() {
                serde_yaml::Value::Null => PlainScalar::Null,
                serde_yaml::Value::Bool(value) => PlainScalar::Bool(value),
                serde_yaml::Value::Number(value) if value.is_f64() => PlainScalar::Float(value.as_f64().unwrap()),
                serde_yaml::Value::Number(value) => {
                    PlainScalar::Integer(value.as_i64().map_or_else(|| value.as_u64().unwrap().into(), i128::from))
                }
                _ => PlainScalar::Text,
            };
            let ours = guess(word);
            let both_nan =
                matches!((&ours, &theirs), (PlainScalar::Float(a), PlainScalar::Float(b)) if a.is_nan() && b.is_nan());
            assert!(ours == theirs || both_nan, "{word:?}: {ours:?}, {theirs:?}");
        }
    }
}
