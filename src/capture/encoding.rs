//! The bytes of a file become text: [`decode`], by the encoding that the file declares, never by a guess that could garble words.

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{ImportError, ImportFormat};

/// How far a declaration is looked for, in bytes (WHATWG HTML, section 13.2.3.2).
const PRESCAN: usize = 1024;

/// A file's text, without byte order mark; with a remark for the editor when its encoding is not beyond doubt.
pub(super) struct Decoded {
    pub text: String,
    pub remark: Option<String>,
}

/// Decodes by byte order mark, then by declaration, then as UTF-8; pages that are neither as windows-1252, as browsers do.
///
/// # Errors
/// When bytes are malformed in the encoding so found.
pub(super) fn decode(bytes: &[u8], form: ImportFormat) -> Result<Decoded, ImportError> {
    let certain = |text: String| Decoded { text, remark: None };
    let decoded = if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        certain(strictly(bytes, length, encoding)?)
    } else {
        let declared = if form == ImportFormat::SavedPage { declared(bytes) } else { None };
        match (std::str::from_utf8(bytes), declared) {
            // Servers overrule what a page says of itself, and a saved page has lost what its server said. Text in another encoding is
            // hardly ever UTF-8 by chance. ISO-2022-JP is written in ASCII bytes alone, so these say nothing about the declaration.
            (Ok(text), Some(encoding)) if encoding != UTF_8 && !bytes.is_ascii() => Decoded {
                text: text.to_owned(),
                remark: Some(format!("the page says that its encoding is {}, but it is UTF-8, and was read so", encoding.name())),
            },
            (_, Some(encoding)) => certain(strictly(bytes, 0, encoding)?),
            (Err(_), None) if form == ImportFormat::SavedPage => Decoded {
                text: strictly(bytes, 0, WINDOWS_1252)?,
                remark: Some(
                    "the page does not say which encoding it is in; it was read as windows-1252: look at its accented letters".to_owned(),
                ),
            },
            (_, None) => certain(strictly(bytes, 0, UTF_8)?),
        }
    };
    if form != ImportFormat::SavedPage && decoded.text.contains('\0') {
        return Err(ImportError::new("it is no text that can be read", SAVE_AGAIN));
    }
    Ok(decoded)
}

const SAVE_AGAIN: &str =
    "open the file in a text editor and save it with the encoding UTF-8, or save the page from the browser once more";

/// Decodes all that follows the first `from` bytes, or says where it cannot.
fn strictly(bytes: &[u8], from: usize, encoding: &'static Encoding) -> Result<String, ImportError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut read = from;
    loop {
        let (result, consumed) = decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += consumed;
        match result {
            DecoderResult::InputEmpty => return Ok(text),
            DecoderResult::OutputFull => text.reserve(bytes.len() - read + bytes.len() / 2 + 16),
            DecoderResult::Malformed(length, after) => {
                let at = read.saturating_sub(usize::from(length) + usize::from(after));
                let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
                let name = encoding.name();
                return Err(ImportError::new(
                    format!("line {line} (byte {}) cannot be read as {name}", at + 1),
                    SAVE_AGAIN,
                ));
            }
        }
    }
}

/// The encoding that a page declares in its first bytes: in an XML declaration or a `meta` element.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let xml = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(inside, _)| inside);
    let label = xml.and_then(|inside| after(inside, "encoding")).or_else(|| {
        head.split("<meta")
            .skip(1)
            .filter_map(|rest| rest.split_once('>'))
            .find_map(|(inside, _)| after(inside, "charset"))
    })?;
    // What declares UTF-16 in ASCII bytes cannot be UTF-16 (WHATWG HTML, section 13.2.3.3).
    Encoding::for_label(label.as_bytes())
        .map(|found| if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found })
}

/// The value in `key=value`, without quotation marks.
fn after<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.split(key).skip(1).find_map(|rest| {
        let value = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/')).unwrap_or(value.len());
        Some(&value[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::{ImportFormat, decode};

    #[track_caller]
    fn check(bytes: &[u8], form: ImportFormat, expected: &str) {
        assert_eq!(
            decode(bytes, form).map(|decoded| decoded.text).map_err(|refusal| refusal.message),
            Ok(expected.to_owned())
        );
    }

    #[test]
    fn a_mark_or_a_declaration_decides() {
        check(b"\xEF\xBB\xBFa\xC3\xA9", ImportFormat::Text, "aé");
        check(b"\xFF\xFEa\0\xE9\0", ImportFormat::Text, "aé");
        check(b"<meta charset=windows-1251>\xE0", ImportFormat::SavedPage, "<meta charset=windows-1251>а");
        check(
            b"<meta content='text/html; charset=Shift_JIS'>\x93\xFA",
            ImportFormat::SavedPage,
            "<meta content='text/html; charset=Shift_JIS'>日",
        );
        check(
            b"<?xml version='1.0' encoding='gb18030'?>\xC8\xD5",
            ImportFormat::SavedPage,
            "<?xml version='1.0' encoding='gb18030'?>日",
        );
        check(b"<meta charset=iso-2022-jp>\x1B$BF|\x1B(B", ImportFormat::SavedPage, "<meta charset=iso-2022-jp>日");
    }

    #[test]
    fn without_one_it_is_utf_8_or_for_pages_what_browsers_take() {
        check("é".as_bytes(), ImportFormat::Text, "é");
        check(b"<p>\xE9", ImportFormat::SavedPage, "<p>é");
        assert!(decode(b"<p>\xE9", ImportFormat::SavedPage).unwrap_or_else(|_| panic!("is read")).remark.is_some());
        check("<meta charset=latin1>é".as_bytes(), ImportFormat::SavedPage, "<meta charset=latin1>é");
    }

    #[test]
    fn malformed_bytes_are_told_with_their_place() {
        let told = |bytes: &[u8], form| decode(bytes, form).err().map(|refusal| refusal.message).unwrap_or_default();
        assert_eq!(told(b"a\nb\xE9c", ImportFormat::Text), "line 2 (byte 4) cannot be read as UTF-8");
        assert_eq!(
            told(b"<meta charset=utf-8>\n\xE9", ImportFormat::SavedPage),
            "line 2 (byte 22) cannot be read as UTF-8"
        );
        assert_eq!(
            told(b"<meta charset=shift_jis>\x93", ImportFormat::SavedPage),
            "line 1 (byte 25) cannot be read as Shift_JIS"
        );
        assert_eq!(told(b"a\0b", ImportFormat::Text), "it is no text that can be read");
    }
}
