//! The embedded fonts: what each can set, and how wide. [`Fonts`] is made once.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use resvg::usvg::fontdb::Database;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use citeback_quote::text::fold;

const SERIF: &[u8] = include_bytes!("../../../fonts/NotoSerif-Medium.ttf");
const SANS: &[u8] = include_bytes!("../../../fonts/NotoSans-SemiBold.ttf");
/// Steps in for both where they lack a sign.
const SIGNS: &[u8] = include_bytes!("../../../fonts/NotoSansMath-Symbols.ttf");

/// More marks on one letter than any orthography needs; a pile of them would run over the rest of the card.
const MAX_MARKS: usize = 4;

#[derive(Debug)]
pub struct Fonts {
    /// For statements.
    pub serif: Typeface,
    /// For labels.
    pub sans: Typeface,
    database: Arc<Database>,
}

impl Fonts {
    pub fn new() -> Self {
        let mut database = Database::new();
        for font in [SERIF, SANS, SIGNS] {
            database.load_font_data(font.to_vec());
        }
        Fonts {
            serif: Typeface::new("Noto Serif", 500, SERIF),
            sans: Typeface::new("Noto Sans", 600, SANS),
            database: Arc::new(database),
        }
    }

    /// The fonts as the renderer wants them.
    pub fn database(&self) -> Arc<Database> {
        Arc::clone(&self.database)
    }
}

/// One font at one weight.
#[derive(Debug)]
pub struct Typeface {
    pub family: &'static str,
    pub weight: u16,
    /// Of each character that can be set, in ems.
    widths: HashMap<char, f32>,
}

impl Typeface {
    fn new(family: &'static str, weight: u16, font: &[u8]) -> Self {
        let mut widths = widths(SIGNS);
        widths.extend(self::widths(font));
        Typeface { family, weight, widths }
    }

    /// `text` on one line and without what is invisible; `None` when nothing remains, or something that cannot be set.
    pub fn settable(&self, text: &str) -> Option<String> {
        let text = on_one_line(text);
        let mut marks = 0;
        for c in text.chars() {
            marks = if fold::is_mark(c) { marks + 1 } else { 0 };
            if marks > MAX_MARKS || !self.widths.contains_key(&c) {
                return None;
            }
        }
        (!text.is_empty()).then_some(text)
    }

    /// The width of settable text in ems. Kerning is not in it; it is worth less than a hundredth of a line.
    pub fn width(&self, text: &str) -> f32 {
        text.chars().filter_map(|c| self.widths.get(&c)).sum()
    }
}

/// A digest of all fonts, which is the same as long as their files are.
pub fn digest() -> &'static blake3::Hash {
    static DIGEST: LazyLock<blake3::Hash> = LazyLock::new(|| {
        let mut hasher = blake3::Hasher::new();
        for font in [SERIF, SANS, SIGNS] {
            hasher.update(blake3::hash(font).as_bytes());
        }
        hasher.finalize()
    });
    &DIGEST
}

fn widths(font: &[u8]) -> HashMap<char, f32> {
    let font = FontRef::new(font).expect("the embedded fonts are sound");
    let size = Size::unscaled();
    let em = f32::from(font.metrics(size, LocationRef::default()).units_per_em);
    let glyphs = font.glyph_metrics(size, LocationRef::default());
    let width = |(code, glyph)| Some((char::from_u32(code)?, glyphs.advance_width(glyph)? / em));
    font.charmap().mappings().filter_map(width).collect()
}

/// Normalised, with single spaces, and without control characters and all that is invisible by default (bidirectional controls, joiners,
/// variation selectors). Spaces that forbid a line break are kept as they are.
fn on_one_line(text: &str) -> String {
    let invisible = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let mut out = String::with_capacity(text.len());
    for c in fold::nfc(text).chars() {
        match c {
            '\u{A0}' | '\u{202F}' => out.push(c),
            _ if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ if c.is_control() || invisible.contains(c) => {}
            _ => out.push(c),
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Fonts;

    #[test]
    fn sets_the_scripts_it_promises() {
        let serif = Fonts::new().serif;
        for text in [
            "Zażółć gęślą jaźń, ŁÓDŹ ŉ ǆ ẞ ﬁ",
            "Ḥaḍramawt, Nguyễn Thị Minh Khai, ọ̀ ẹ́ ɓ ɗ ŋ",
            "Ὁ ἄνθρωπος, Ελλάδα",
            "Съешь ещё этих булок, Ґанок, Ђорђе, Ӱ",
            "“„«»‹›…–—‰†• € £ ¥ ₹ ₽ ₿ ½ CO₂ 10⁶ № ™",
            "→ ≤ ≥ ≈ ≠ − ∞",
        ] {
            assert_eq!(serif.settable(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn refuses_what_it_would_show_as_boxes() {
        let serif = Fonts::new().serif;
        for text in ["مرحبا", "中文", "Vaccines 💉", "\u{E000}", "\u{FFFD}", "हिन्दी", "", " \n\u{200B} "]
        {
            assert_eq!(serif.settable(text), None, "{text:?}");
        }
    }

    #[test]
    fn drops_what_is_invisible() {
        let text = "a\u{0}\u{1B}\u{202E}b \n\t c\u{FEFF}\u{FE0F} e\u{301} 5\u{A0}%";
        assert_eq!(Fonts::new().serif.settable(text).as_deref(), Some("ab c é 5\u{A0}%"));
    }

    #[test]
    fn refuses_piles_of_marks() {
        let piled = format!("a{}", "\u{316}".repeat(40));
        assert_eq!(Fonts::new().serif.settable(&piled), None);
    }

    #[test]
    fn measures_in_ems() {
        let serif = Fonts::new().serif;
        assert!(serif.width("W") > serif.width("i") && serif.width("W") < 1.5);
        assert!((serif.width("→≤") - serif.width("→") - serif.width("≤")).abs() < 1e-6);
        assert!(serif.width("\u{301}").abs() < 1e-6);
    }
}
