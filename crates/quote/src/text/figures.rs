//! Figures of all scripts, raised and lowered ones, and emoji: [`digit`], [`superscript`], [`is_emoji`].

use icu_properties::props::{
    EmojiModifier, EmojiPresentation, ExtendedPictographic, GeneralCategory, RegionalIndicator,
};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Where figures are set beside the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raised {
    /// Above it, as in 10⁶.
    Superscript,
    /// Below it, as in H₂O.
    Subscript,
}

impl Raised {
    /// The HTML element that sets text so: `sup` or `sub`.
    pub fn element(self) -> &'static str {
        match self {
            Raised::Superscript => "sup",
            Raised::Subscript => "sub",
        }
    }

    /// The character of a reading text for one that is set so: figures and signs have such a form, letters have none and stay.
    pub fn form(self, c: char) -> char {
        let form = match self {
            Raised::Superscript => superscript(c),
            Raised::Subscript => subscript(c),
        };
        form.unwrap_or(c)
    }
}

/// The superscript form of a decimal figure of any script, or of one of the signs `+ - − = ( )` (Unicode block Superscripts and
/// Subscripts); `None` for all else.
pub fn superscript(c: char) -> Option<char> {
    Some(match (digit(c), c) {
        (Some(1), _) => '¹',
        (Some(2), _) => '²',
        (Some(3), _) => '³',
        (Some(figure), _) => char::from_u32(0x2070 + figure)?,
        (_, '+') => '⁺',
        (_, '-' | '−') => '⁻',
        (_, '=') => '⁼',
        (_, '(') => '⁽',
        (_, ')') => '⁾',
        _ => return None,
    })
}

/// The subscript form, as [`superscript`].
pub fn subscript(c: char) -> Option<char> {
    Some(match (digit(c), c) {
        (Some(figure), _) => char::from_u32(0x2080 + figure)?,
        (_, '+') => '₊',
        (_, '-' | '−') => '₋',
        (_, '=') => '₌',
        (_, '(') => '₍',
        (_, ')') => '₎',
        _ => return None,
    })
}

/// The plain form of a superscript or subscript figure or sign; any other character as it is.
pub fn unraised(c: char) -> char {
    match c {
        _ if !is_raised(c) => c,
        '¹' | '²' | '³' => ['1', '2', '3'][usize::from(c == '²') + 2 * usize::from(c == '³')],
        '⁺' | '₊' => '+',
        '⁻' | '₋' => '-',
        '⁼' | '₌' => '=',
        '⁽' | '₍' => '(',
        '⁾' | '₎' => ')',
        c => char::from_digit(u32::from(c) % 16, 10).unwrap_or(c),
    }
}

/// The value of a decimal figure of any script (Unicode general category Nd).
pub fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let decimal = |c: char| CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::DecimalNumber;
    if !decimal(c) {
        return None;
    }
    // Decimal figures are in runs of ten, in ascending order (The Unicode Standard, section 4.6); runs may be adjacent.
    if ('\u{1D7CE}'..='\u{1D7FF}').contains(&c) {
        return Some((u32::from(c) - 0x1D7CE) % 10);
    }
    let before = (1..10).take_while(|back| char::from_u32(u32::from(c) - back).is_some_and(decimal)).count();
    u32::try_from(before).ok()
}

/// Whether a character is a superscript or subscript figure or sign.
pub(crate) fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}' | '\u{2074}'..='\u{207E}' | '\u{2080}'..='\u{208E}')
}

/// Whether a text is made of emoji alone (Unicode Technical Standard #51).
pub fn is_emoji(text: &str) -> bool {
    let joins =
        |c: char| matches!(c, '\u{200D}' | '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' | ' ' | '\u{E0020}'..='\u{E007F}');
    let pictures = |c: char| {
        CodePointSetData::new::<EmojiPresentation>().contains(c)
            || CodePointSetData::new::<ExtendedPictographic>().contains(c)
            || CodePointSetData::new::<RegionalIndicator>().contains(c)
            || CodePointSetData::new::<EmojiModifier>().contains(c)
    };
    text.chars().any(pictures) && text.chars().all(|c| pictures(c) || joins(c))
}

#[cfg(test)]
mod tests {
    use super::{digit, subscript, superscript, unraised};

    #[test]
    fn figures_of_every_script_have_a_value() {
        for (figures, value) in [("7٧۷७๗໗៧၇༧７𝟕𝟟", 7), ("0٠۰०๐", 0), ("9٩۹९๙", 9)] {
            assert!(figures.chars().all(|c| digit(c) == Some(value)), "{figures}");
        }
        assert_eq!(digit('x').or(digit('½')).or(digit('²')), None);
    }

    #[test]
    fn figures_and_signs_are_raised_and_lowered() {
        let raised: String = "0123456789+-=()".chars().filter_map(superscript).collect();
        assert_eq!(raised, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾");
        let lowered: String = "0123456789+-=()".chars().filter_map(subscript).collect();
        assert_eq!(lowered, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎");
        assert_eq!((superscript('۶'), superscript('t')), (Some('⁶'), None));
        for form in [superscript, subscript] {
            assert!("0123456789+-=()".chars().all(|c| form(c).map(unraised) == Some(c)));
        }
    }
}
