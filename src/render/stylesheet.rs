//! citeback.css: the theme's stylesheet with what brief.yaml changes of it at the end. [`stylesheet`] is the one way in.

use std::fmt::Write as _;

use crate::model::{Colour, ThemeSettings};

/// The grounds of the default stylesheet, on which an accent colour must be readable.
const LIGHT: Colour = Colour([0xfc, 0xfb, 0xf8]);
const DARK: Colour = Colour([0x16, 0x17, 0x1a]);

/// The stylesheet's bytes with the brief's own colour and typefaces after them.
pub(super) fn stylesheet(theme: &[u8], settings: &ThemeSettings) -> Vec<u8> {
    let mut out = theme.to_vec();
    let declarations = declarations(settings);
    if !declarations.is_empty() {
        out.extend_from_slice(format!("\n:root {{{declarations} }}\n").as_bytes());
    }
    out
}

fn declarations(settings: &ThemeSettings) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    if let Some(accent) = settings.accent {
        let (light, dark) = (accent.readable_on(LIGHT).hex(), accent.readable_on(DARK).hex());
        let _ = write!(out, " --accent: light-dark({light}, {dark});");
    }
    let fonts = [("--serif", &settings.text_font), ("--sans", &settings.label_font), ("--mono", &settings.code_font)];
    for (property, family) in fonts {
        if let Some(family) = family {
            let _ = write!(out, " {property}: {family};");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Colour, ThemeSettings, stylesheet};

    #[test]
    fn what_the_brief_sets_comes_last_and_can_be_read() {
        let settings = ThemeSettings {
            accent: Colour::parse("#ffcc00"),
            label_font: Some("Inter, sans-serif".to_owned()),
            ..ThemeSettings::default()
        };
        let css = String::from_utf8(stylesheet(b"a {}", &settings)).unwrap();
        assert!(css.starts_with("a {}\n:root { --accent: light-dark(#"), "{css}");
        assert!(css.ends_with(", #ffcc00); --sans: Inter, sans-serif; }\n"), "{css}");
        assert_eq!(stylesheet(b"a {}", &ThemeSettings::default()), b"a {}");
    }
}
