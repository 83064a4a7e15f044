//! Keeps documents that would take the fast parser's time or memory away from it: [`check`].

use super::explanation;
use crate::notes::yaml::parsed::Fault;
use crate::notes::yaml::tree::{Tree, TreeError};

/// The fast parser's time grows with the square of the nesting of brackets; so many are no matter.
const HARMLESS_BRACKETS: usize = 1000;

/// Looks for what a hostile document needs, many brackets or aliases, and refuses those that use them to harm; and for tags and anchors,
/// which may be words of a text. Any other text costs one pass over its bytes. Gives the tree if there was reason to build it.
pub(crate) fn check(text: &str) -> Result<Option<Tree<'_>>, Fault> {
    let signs = ScanResult::of(text);
    if !signs.many_brackets && !signs.anchor && !signs.tag {
        return Ok(None);
    }
    match Tree::build(text) {
        Ok(tree) => Ok(Some(tree)),
        // To ask the fast parser for a better complaint would cost the time that is saved here.
        Err(TreeError::Scan { info, at }) if signs.many_brackets => Err(explanation::of_scanner(text, &info, at)),
        Err(refusal) => Err(explanation::of_refusal(text, refusal)),
    }
}

/// What a glance at the bytes shows. It may see too much, never too little.
#[derive(Default)]
struct ScanResult {
    many_brackets: bool,
    anchor: bool,
    tag: bool,
}

impl ScanResult {
    fn of(text: &str) -> Self {
        let mut signs = Self::default();
        let mut brackets = 0;
        let mut before = b'\n';
        // The last byte that is no blank: what a value begins after.
        let mut last = b'\n';
        let mut bytes = text.bytes().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'[' | b'{' => brackets += 1,
                b'&' if may_precede_a_token(before) => {
                    signs.anchor |= bytes.peek().copied().is_some_and(may_begin_a_name);
                }
                // A word and a blank before it, as in French, and it is no tag.
                b'!' if may_precede_a_token(before) => signs.tag |= may_precede_a_value(last),
                _ => {}
            }
            before = byte;
            if !matches!(byte, b' ' | b'\t') {
                last = byte;
            }
        }
        signs.many_brackets = brackets > HARMLESS_BRACKETS;
        signs
    }
}

/// After an anchor a tag may follow, but then the anchor is seen.
fn may_precede_a_value(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'[' | b'{' | b',' | b':' | b'-' | b'?' | 0x80..)
}

/// Bytes beyond ASCII count, since some of them end a line (U+0085, U+2028) or are blank (U+FEFF).
fn may_precede_a_token(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'[' | b'{' | b',' | b':' | 0x80..)
}

fn may_begin_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
