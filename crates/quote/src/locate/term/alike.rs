//! Letters that readers take for each other: [`Key`], [`spelt`].

/// A letter in lower case, and the Latin one that it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    pub letter: char,
    alike: Option<char>,
}

impl Key {
    /// `capital` says whether it is written as one.
    pub fn new(letter: char, capital: bool) -> Self {
        let alike = if letter.is_ascii() { None } else { alike(letter, capital) };
        Key { letter, alike }
    }

    /// Whether readers may take one for the other.
    pub fn is_like(self, other: Key) -> bool {
        self.letter == other.letter
            || self.alike == Some(other.letter)
            || other.alike == Some(self.letter)
            || (self.alike.is_some() && self.alike == other.alike)
    }
}

/// Small letters of which the capitals look like Latin ones.
const CAPITALS: &[(&str, &str)] = &[("ζημνυ", "zhmny")];

/// Small letters that look like a Latin one, or whose capitals do, and small capitals.
const ALIKE: &[(&str, &str)] = &[
    ("авекмнорстухіјѕһԁԛԝ", "abekmhopctyxijshdqw"),
    ("αβγεηικνορτυχ", "abyenikvoptux"),
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢı", "abcdefghijklmnoprstuvwyzi"),
];

fn alike(letter: char, capital: bool) -> Option<char> {
    let capitals = CAPITALS.iter().filter(|_| capital);
    capitals.chain(ALIKE).find_map(|(these, latin)| {
        let position = these.chars().position(|other| other == letter)?;
        latin.chars().nth(position)
    })
}

/// The letters as which one in lower case is also written, or typed where a keyboard has none for it.
pub(super) fn spelt(lower: char) -> Option<&'static str> {
    Some(match lower {
        'œ' => "oe",
        'æ' => "ae",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'ƀ' => "b",
        // Persian and Urdu letters, and the Arabic ones.
        'ی' | 'ى' => "ي",
        'ک' => "ك",
        'ہ' | 'ھ' | 'ە' => "ه",
        _ => return None,
    })
}

/// Whether a sign that Unicode counts as a letter is an apostrophe or a stress mark to readers.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, 'ʹ'..='ʿ' | 'ˈ' | 'ˊ'..='ˌ' | 'ꞌ')
}

/// Whether a character is itself above or below the line, or in a circle or a square: no part of the word beside it.
pub(super) fn is_set_off(c: char) -> bool {
    matches!(c,
        'ª' | '²' | '³' | '¹' | 'º'
        | '\u{2B0}'..='\u{2B8}' | '\u{2E0}'..='\u{2E4}' | '\u{10FC}'
        | '\u{1D2C}'..='\u{1D6A}' | '\u{1D78}' | '\u{1D9B}'..='\u{1DBF}'
        | '\u{2070}'..='\u{209C}' | '℠' | '™' | '\u{2460}'..='\u{24FF}'
        | '\u{2C7C}' | '\u{2C7D}' | '\u{2D6F}' | '\u{3190}'..='\u{319F}' | '\u{3200}'..='\u{33FF}'
        | '\u{A69C}' | '\u{A69D}' | '\u{A770}' | '\u{A7F1}'..='\u{A7F4}' | '\u{A7F8}' | '\u{A7F9}'
        | '\u{AB5C}'..='\u{AB5F}' | '\u{AB69}' | '\u{10780}'..='\u{107BA}' | '\u{1E030}'..='\u{1E06D}'
        | '\u{1F100}'..='\u{1F2FF}')
}
