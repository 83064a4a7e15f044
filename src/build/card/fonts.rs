//! The embedded fonts: what each can set, and how wide. [`Fonts`] is made once.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use serde::Serialize;

use super::face::Face;
use super::script::{Script, is_joiner};
use citeback_quote::text::fold;

/// Each font is for what those before it lack.
const SERIF: [&[u8]; 4] = [
    include_bytes!("../../../fonts/NotoSerif-Medium.ttf"),
    include_bytes!("../../../fonts/NotoSerifHebrew-Medium.ttf"),
    include_bytes!("../../../fonts/NotoNaskhArabic-Medium.ttf"),
    include_bytes!("../../../fonts/NotoSerifDevanagari-Medium.ttf"),
];
const SANS: [&[u8]; 4] = [
    include_bytes!("../../../fonts/NotoSans-SemiBold.ttf"),
    include_bytes!("../../../fonts/NotoSansHebrew-SemiBold.ttf"),
    include_bytes!("../../../fonts/NotoSansArabic-SemiBold.ttf"),
    include_bytes!("../../../fonts/NotoSansDevanagari-SemiBold.ttf"),
];
/// The last of both.
const SIGNS: &[u8] = include_bytes!("../../../fonts/NotoSansMath-Symbols.ttf");

/// More marks on one letter than any orthography needs; a pile of them would run over the rest of the card.
const MAX_MARKS: usize = 4;

pub struct Fonts {
    /// For statements.
    pub serif: Typeface,
    /// For labels.
    pub sans: Typeface,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Style {
    Serif,
    Sans,
}

impl Fonts {
    pub fn new() -> Self {
        let signs = Arc::new(Face::new(SIGNS));
        let typeface = |style, files: [&'static [u8]; 4]| {
            let own = files.into_iter().map(|file| Arc::new(Face::new(file)));
            Typeface::new(style, own.chain([Arc::clone(&signs)]).collect())
        };
        Fonts { serif: typeface(Style::Serif, SERIF), sans: typeface(Style::Sans, SANS) }
    }

    pub fn typeface(&self, style: Style) -> &Typeface {
        match style {
            Style::Serif => &self.serif,
            Style::Sans => &self.sans,
        }
    }

    /// How many masks of glyphs were made so far.
    #[cfg(test)]
    pub fn masks_made(&self) -> usize {
        let signs = self.sans.faces.len() - 1;
        [&self.serif.faces[..], &self.sans.faces[..signs]].concat().iter().map(|face| face.masks_made()).sum()
    }
}

/// Faces that look alike, each for the characters that those before it lack.
pub struct Typeface {
    pub style: Style,
    faces: Vec<Arc<Face>>,
    /// What can be set.
    characters: HashMap<char, Character>,
}

struct Character {
    face: usize,
    /// In ems.
    width: f32,
    /// Its width depends on its neighbours.
    joins: bool,
}

impl Typeface {
    fn new(style: Style, faces: Vec<Arc<Face>>) -> Self {
        let mut characters = HashMap::new();
        for (number, face) in faces.iter().enumerate().rev() {
            for (c, width) in face.widths() {
                let joins = Script::of(c).is_some_and(Script::joins);
                characters.insert(c, Character { face: number, width, joins });
            }
        }
        Typeface { style, faces, characters }
    }

    pub fn face(&self, number: usize) -> &Face {
        &self.faces[number]
    }

    /// The number of the face that has `c`.
    pub fn face_of(&self, c: char) -> usize {
        self.characters.get(&c).map_or(0, |character| character.face)
    }

    /// `text` on one line and without what is invisible; `None` when nothing remains, or something that cannot be set.
    pub fn settable(&self, text: &str) -> Option<String> {
        let text = on_one_line(text);
        let mut marks = 0;
        for c in text.chars() {
            marks = if fold::is_mark(c) { marks + 1 } else { 0 };
            if marks > MAX_MARKS || !self.characters.contains_key(&c) {
                return None;
            }
        }
        (!text.is_empty()).then_some(text)
    }

    /// The characters' own widths in ems; `None` where letters join, so that only shaping tells the width.
    pub(super) fn unshaped_width(&self, text: &str) -> Option<f32> {
        let characters = || text.chars().filter_map(|c| self.characters.get(&c));
        (!characters().any(|character| character.joins)).then(|| characters().map(|character| character.width).sum())
    }
}

/// Whether sentences run from right to left in a text, by its first letter that tells (UAX #9, rule P2); `None` without one.
pub fn is_rtl<'a>(lines: impl IntoIterator<Item = &'a str>) -> Option<bool> {
    lines.into_iter().flat_map(str::chars).find_map(Script::of).map(Script::is_rtl)
}

/// A digest of all fonts, which is the same as long as their files are.
pub fn digest() -> &'static blake3::Hash {
    static DIGEST: LazyLock<blake3::Hash> = LazyLock::new(|| {
        let mut hasher = blake3::Hasher::new();
        for font in SERIF.into_iter().chain(SANS).chain([SIGNS]) {
            hasher.update(blake3::hash(font).as_bytes());
        }
        hasher.finalize()
    });
    &DIGEST
}

/// Normalised, with single spaces, and without control characters and all that is invisible by default (bidirectional controls,
/// variation selectors), but for joiners after letters that join. Spaces that forbid a line break are kept as they are.
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
            _ if is_joiner(c) && out.chars().next_back().is_some_and(joins) => out.push(c),
            _ if c.is_control() || invisible.contains(c) => {}
            _ => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// Whether `c` is of a script whose letters join, be it a letter or a mark.
fn joins(c: char) -> bool {
    Script::of(c).is_some_and(Script::joins)
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
            "שָׁלוֹם, ₪ 12",
            "مرحبًا، گفت پێ ٹ ٤٥٪؟",
            "हिन्दी क्षत्रिय ज़्यादा ₹ १२।",
        ] {
            assert_eq!(serif.settable(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn refuses_what_it_would_show_as_boxes() {
        let serif = Fonts::new().serif;
        for text in ["ไทย", "中文", "Vaccines 💉", "\u{E000}", "\u{FFFD}", "ქართული", "", " \n\u{200B} "]
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
    fn keeps_joiners_where_letters_join() {
        let serif = Fonts::new().serif;
        assert_eq!(serif.settable("می\u{200C}خواهم").as_deref(), Some("می\u{200C}خواهم"));
        assert_eq!(serif.settable("क्\u{200D}ष").as_deref(), Some("क्\u{200D}ष"));
        assert_eq!(serif.settable("a\u{200C}b\u{200D}").as_deref(), Some("ab"));
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
        // Letters that join are measured in the form that they take.
        assert!(serif.width("ببب") < serif.width("ب") * 2.5);
    }
}
