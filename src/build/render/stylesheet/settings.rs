//! What brief.yaml changes of the default stylesheet, as CSS: [`settings`], and [`embedded`] for what other sites show.

use std::fmt::Write as _;

use crate::base::escaping::percent_encoded;
use crate::model::{Brief, Colour, FontFile, Palette, ThemeSettings};

/// A colour of the default stylesheet.
struct Default {
    /// As brief.yaml names it.
    name: &'static str,
    property: &'static str,
    light: Colour,
    dark: Colour,
    role: Role,
}

/// What must be readable on what.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// What text and lines are on.
    Ground,
    /// Text, which must be readable on paper and on boxes.
    Text,
    /// Text that is printed in colour as well.
    Tone,
    /// What the text of passages must be readable on.
    Mark,
}

const fn of(name: &'static str, property: &'static str, role: Role, [light, dark]: [[u8; 3]; 2]) -> Default {
    Default { name, property, light: Colour(light), dark: Colour(dark), role }
}

const PALETTE: [Default; 13] = [
    of("paper", "--paper", Role::Ground, [[0xfc, 0xfb, 0xf8], [0x16, 0x17, 0x1a]]),
    of("raised", "--raised", Role::Ground, [[0xf4, 0xf2, 0xec], [0x20, 0x22, 0x26]]),
    of("ink", "--ink", Role::Text, [[0x1f, 0x1e, 0x1b], [0xe5, 0xe2, 0xda]]),
    of("quiet", "--quiet", Role::Text, [[0x5d, 0x5a, 0x53], [0xa8, 0xa4, 0x99]]),
    of("rule", "--rule", Role::Ground, [[0xdc, 0xd8, 0xce], [0x39, 0x3b, 0x40]]),
    of("accent", "--accent", Role::Text, [[0x1f, 0x4e, 0x79], [0x93, 0xbd, 0xe9]]),
    of("mark", "--mark", Role::Mark, [[0xfd, 0xf0, 0xbd], [0x33, 0x2c, 0x11]]),
    of("mark_deep", "--mark-deep", Role::Mark, [[0xf8, 0xdf, 0x85], [0x54, 0x46, 0x16]]),
    of("mark_line", "--mark-line", Role::Ground, [[0xa9, 0x84, 0x10], [0xc9, 0xa8, 0x3a]]),
    of("positive", "--positive", Role::Tone, [[0x1d, 0x6b, 0x3c], [0x7c, 0xc7, 0x95]]),
    of("mixed", "--mixed", Role::Tone, [[0x85, 0x54, 0x00], [0xe2, 0xb2, 0x64]]),
    of("negative", "--negative", Role::Tone, [[0xa1, 0x2c, 0x24], [0xf2, 0x96, 0x8b]]),
    of("neutral", "--neutral", Role::Tone, [[0x55, 0x52, 0x4b], [0xb8, 0xb4, 0xaa]]),
];

/// The colours of one scheme: the brief's, and the default ones for the rest.
struct Scheme<'a> {
    own: &'a Palette,
    accent: Option<Colour>,
    default: fn(&Default) -> Colour,
}

impl Scheme<'_> {
    /// A colour as it is published: what must be readable is made darker or lighter until it is.
    fn colour(&self, of: &Default) -> Colour {
        let given = self.given(of.name);
        match of.role {
            Role::Ground => given,
            Role::Text | Role::Tone => self.readable(given),
            Role::Mark => given.readable_on(self.readable(self.given("ink"))),
        }
    }

    fn readable(&self, colour: Colour) -> Colour {
        colour.readable_on(self.given("paper")).readable_on(self.given("raised"))
    }

    fn given(&self, name: &str) -> Colour {
        let default = PALETTE.iter().find(|known| known.name == name).map(self.default).unwrap_or(Colour::BLACK);
        let accent = self.accent.filter(|_| name == "accent");
        self.own.get(name).copied().or(accent).unwrap_or(default)
    }
}

/// The rules that come after the default stylesheet; empty where brief.yaml changes nothing.
pub(super) fn settings(brief: &Brief) -> String {
    let theme = &brief.theme;
    let light = Scheme { own: &theme.light, accent: theme.accent, default: |of| of.light };
    let dark = Scheme { own: &theme.dark, accent: theme.accent, default: |of| of.dark };
    let (mut screen, mut all) = (String::new(), String::new());
    if theme.accent.is_some() || !theme.light.is_empty() || !theme.dark.is_empty() {
        for of in &PALETTE {
            let colours = (light.colour(of), dark.colour(of));
            if colours != (of.light, of.dark) {
                // Paper is printed white, and text on it black.
                let out = if of.role == Role::Tone { &mut all } else { &mut screen };
                let _ = write!(out, " {}: {};", of.property, pair(colours));
            }
        }
    }
    fonts(theme, &mut all);
    let mut out: String = theme.font_files.iter().map(font_face).collect();
    if !all.is_empty() {
        let _ = writeln!(out, ":root {{{all} }}");
    }
    if !screen.is_empty() {
        let _ = writeln!(out, "@media screen {{ :root {{{screen} }} }}");
    }
    if let Some(family) = &theme.heading_font {
        let _ = writeln!(out, "h1, h2, h3, h4, h5, h6 {{ font-family: {family}; }}");
    }
    out + &verdicts(brief, &light, &dark, true)
}

/// The rules that come after the stylesheet of embedded claims: the colours of verdicts, on its own paper.
pub(super) fn embedded(brief: &Brief) -> String {
    let none = Palette::new();
    let light = Scheme { own: &none, accent: None, default: |of| of.light };
    let dark = Scheme { own: &none, accent: None, default: |of| of.dark };
    verdicts(brief, &light, &dark, false)
}

/// The colour and the symbol of each verdict that has its own.
fn verdicts(brief: &Brief, light: &Scheme<'_>, dark: &Scheme<'_>, with_icons: bool) -> String {
    let mut out = String::new();
    for verdict in brief.scale.verdicts() {
        let mut rule = String::new();
        if let Some(colour) = verdict.colour {
            let _ = write!(rule, " --tone: {};", pair((light.readable(colour), dark.readable(colour))));
        }
        if let Some(icon) = verdict.icon.as_ref().filter(|_| with_icons) {
            let (fill, path) = (icon.fill_rule(), &icon.path);
            let _ = write!(
                rule,
                " --over: none; --shape: url('data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 \
                 16\"><path fill-rule=\"{fill}\" d=\"{path}\"/></svg>');"
            );
        }
        if !rule.is_empty() {
            // Twice, to outweigh the shapes of its tone.
            let _ = writeln!(out, ".verdict-{0}.verdict-{0} {{{rule} }}", verdict.id);
        }
    }
    out
}

fn pair((light, dark): (Colour, Colour)) -> String {
    format!("light-dark({}, {})", light.hex(), dark.hex())
}

fn fonts(theme: &ThemeSettings, out: &mut String) {
    let fonts = [("--serif", &theme.text_font), ("--sans", &theme.label_font), ("--mono", &theme.code_font)];
    for (property, family) in fonts {
        if let Some(family) = family {
            let _ = write!(out, " {property}: {family};");
        }
    }
}

fn font_face(font: &FontFile) -> String {
    let (lightest, heaviest) = font.weights;
    let weight = if lightest == heaviest { lightest.to_string() } else { format!("{lightest} {heaviest}") };
    let style = if font.italic { "italic" } else { "normal" };
    format!(
        "@font-face {{ font-family: \"{}\"; src: url(\"{}\"); font-weight: {weight}; font-style: {style}; font-display: swap; }}\n",
        font.family,
        percent_encoded(&font.path)
    )
}

#[cfg(test)]
mod tests {
    use super::{PALETTE, Role, Scheme};
    use crate::model::{Colour, Palette};

    #[test]
    fn the_palette_is_that_of_the_stylesheet() {
        let css = include_str!("../../../../static/citeback.css");
        for of in &PALETTE {
            let declared = format!("{}: light-dark({}, {});", of.property, of.light.hex(), of.dark.hex());
            assert!(css.contains(&declared), "{declared}");
        }
    }

    #[test]
    fn whatever_a_brief_sets_its_texts_can_be_read() {
        let colour = |hex| Colour::parse(hex).unwrap();
        for paper in ["#ffffff", "#000000", "#7a1f3d", "#ffe08a", "#6b8f71"] {
            for ink in ["#888888", "#ffcc00", "#101010"] {
                let own = Palette::from([
                    ("paper", colour(paper)),
                    ("raised", colour(paper)),
                    ("ink", colour(ink)),
                    ("mark", colour(ink)),
                    ("positive", colour(ink)),
                ]);
                let scheme = Scheme { own: &own, accent: Some(colour(ink)), default: |of| of.light };
                let shown = |name| scheme.colour(PALETTE.iter().find(|known| known.name == name).unwrap());
                for of in PALETTE.iter().filter(|of| matches!(of.role, Role::Text | Role::Tone)) {
                    assert!(shown(of.name).contrast(shown("paper")) >= 4.5, "{} on {paper}", of.name);
                }
                assert!(shown("ink").contrast(shown("mark")) >= 4.5, "{ink} on {paper}");
            }
        }
    }
}
