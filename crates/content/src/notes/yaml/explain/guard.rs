//! Protects the fast parser from documents that would exhaust time or memory: [`check`].

use super::explanation;
use crate::notes::yaml::parsed::Fault;
use crate::notes::yaml::tree::{Tree, TreeError};

/// The fast parser's time grows with the square of the bracket nesting; up to this number it does not matter.
const HARMLESS_BRACKETS: usize = 1000;

/// Looks for many brackets or aliases, which a hostile document needs, and refuses documents that abuse them; also looks for tags and
/// anchors, which may be words of a text. Any other text costs one pass over its bytes. Returns the tree if it had to be built.
pub fn check(text: &str) -> Result<Option<Tree<'_>>, Fault> {
    let signs = ScanResult::of(text);
    if !signs.many_brackets && !signs.anchor && !signs.tag {
        return Ok(None);
    }
    match Tree::build(text) {
        Ok(tree) => Ok(Some(tree)),
        // Asking the fast parser for a better message would cost the time that is saved here.
        Err(TreeError::Scan { info, at }) if signs.many_brackets => Err(explanation::of_scanner(text, &info, at)),
        Err(refusal) => Err(explanation::of_refusal(text, refusal)),
    }
}

/// What one pass over the bytes finds. It may have false positives, but no false negatives.
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
        // The last non-blank byte, after which a value may begin.
        let mut last = b'\n';
        let mut bytes = text.bytes().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'[' | b'{' => brackets += 1,
                b'&' if may_precede_a_token(before) => {
                    signs.anchor |= bytes.peek().copied().is_some_and(may_begin_a_name);
                }
                // After a word and a space, as in French, it is not a tag.
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

/// A tag may follow an anchor, but then the anchor is found.
fn may_precede_a_value(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'[' | b'{' | b',' | b':' | b'-' | b'?' | 0x80..)
}

/// Non-ASCII bytes count, since some of them end a line (U+0085, U+2028) or are blank (U+FEFF).
fn may_precede_a_token(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'[' | b'{' | b',' | b':' | 0x80..)
}

fn may_begin_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
