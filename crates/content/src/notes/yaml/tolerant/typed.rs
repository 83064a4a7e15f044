//! The words of an unfinished text: [`typed`].

use super::item::Style;

/// The words of an unfinished text `raw`, without its opening quotation mark and with escapes resolved.
pub fn typed(raw: &str, style: Style) -> String {
    match style {
        Style::Single => raw.get(1..).unwrap_or_default().replace("''", "'"),
        Style::Double => {
            let mut out = String::new();
            let mut escaped = false;
            for c in raw.chars().skip(1) {
                match c {
                    '\\' if !escaped => {
                        escaped = true;
                        continue;
                    }
                    'n' | 't' if escaped => out.push(' '),
                    c => out.push(c),
                }
                escaped = false;
            }
            out
        }
        _ => raw.to_owned(),
    }
}
