//! The scripts that the embedded fonts can set: [`Script`].

use icu_properties::CodePointMapData;
use icu_properties::props;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Figures and signs without a letter among them.
    Common,
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Devanagari,
}

impl Script {
    pub const COUNT: usize = 7;

    /// The script of a letter; `None` for what occurs in many, such as figures, signs and most combining marks.
    pub fn of(c: char) -> Option<Self> {
        match CodePointMapData::<props::Script>::new().get(c) {
            props::Script::Latin => Some(Script::Latin),
            props::Script::Greek => Some(Script::Greek),
            props::Script::Cyrillic => Some(Script::Cyrillic),
            props::Script::Hebrew => Some(Script::Hebrew),
            props::Script::Arabic => Some(Script::Arabic),
            props::Script::Devanagari => Some(Script::Devanagari),
            _ => None,
        }
    }

    /// Whether neighbours change a letter's form, so that its width alone says little.
    pub fn joins(self) -> bool {
        matches!(self, Script::Arabic | Script::Devanagari)
    }

    pub fn is_rtl(self) -> bool {
        matches!(self, Script::Hebrew | Script::Arabic)
    }

    /// As the shaper names it.
    pub fn tag(self) -> harfrust::Script {
        match self {
            Script::Common => harfrust::script::COMMON,
            Script::Latin => harfrust::script::LATIN,
            Script::Greek => harfrust::script::GREEK,
            Script::Cyrillic => harfrust::script::CYRILLIC,
            Script::Hebrew => harfrust::script::HEBREW,
            Script::Arabic => harfrust::script::ARABIC,
            Script::Devanagari => harfrust::script::DEVANAGARI,
        }
    }
}

/// The zero-width joiner and non-joiner, which say how letters beside them are written.
pub fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}
