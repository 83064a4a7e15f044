//! Decodes the bytes of a file: [`decode`], by the encoding that the file declares, never by a guess that could garble words.

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::types::{ImportError, ImportFormat};

/// How many bytes are searched for a declaration (WHATWG HTML, section 13.2.3.2).
const PRESCAN: usize = 1024;

pub(super) struct Decoded {
    /// The file's text, without a byte order mark.
    pub text: String,
    /// For the editor, when the encoding is not certain.
    pub remark: Option<String>,
}

/// Decodes by byte order mark, else by declaration, else as UTF-8. Pages that have neither and are not UTF-8 are read as windows-1252,
/// as in browsers.
///
/// # Errors
/// When bytes are invalid in that encoding.
pub(super) fn decode(bytes: &[u8], format: ImportFormat) -> Result<Decoded, ImportError> {
    let certain = |text: String| Decoded { text, remark: None };
    let decoded = if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        certain(decode_strictly(bytes, length, encoding)?)
    } else {
        let declared = if format == ImportFormat::Html { declared_encoding(bytes) } else { None };
        match (std::str::from_utf8(bytes), declared) {
            // A server's header overrides the page's declaration, and is lost when the page is saved. Text in another encoding is almost
            // never valid UTF-8. ASCII bytes prove nothing: ISO-2022-JP consists of them.
            (Ok(text), Some(encoding)) if encoding != UTF_8 && !bytes.is_ascii() => Decoded {
                text: text.to_owned(),
                remark: Some(format!(
                    "the page declares the encoding {}, but it is UTF-8 and was read as UTF-8",
                    encoding.name()
                )),
            },
            (_, Some(encoding)) => certain(decode_strictly(bytes, 0, encoding)?),
            (Err(_), None) if format == ImportFormat::Html => Decoded {
                text: decode_strictly(bytes, 0, WINDOWS_1252)?,
                remark: Some(
                    "the page does not declare its encoding; it was read as windows-1252: check its accented letters"
                        .to_owned(),
                ),
            },
            (_, None) => certain(decode_strictly(bytes, 0, UTF_8)?),
        }
    };
    if format != ImportFormat::Html && decoded.text.contains('\0') {
        return Err(ImportError::new("it is not a text file", SAVE_AGAIN));
    }
    Ok(decoded)
}

const SAVE_AGAIN: &str = "open the file in a text editor and save it as UTF-8, or save the page from the browser again";

/// Decodes everything after the first `from` bytes; the error names the first invalid byte.
fn decode_strictly(bytes: &[u8], from: usize, encoding: &'static Encoding) -> Result<String, ImportError> {
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
                return Err(ImportError::new(format!("line {line} (byte {}) is not valid {name}", at + 1), SAVE_AGAIN));
            }
        }
    }
}

/// The encoding that a page declares in its first bytes, in an XML declaration or a `meta` element.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let xml = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(inside, _)| inside);
    let label = xml.and_then(|inside| value_of(inside, "encoding")).or_else(|| {
        head.split("<meta")
            .skip(1)
            .filter_map(|rest| rest.split_once('>'))
            .find_map(|(inside, _)| value_of(inside, "charset"))
    })?;
    // A declaration of UTF-16 that is readable as ASCII is wrong (WHATWG HTML, section 13.2.3.3).
    Encoding::for_label(label.as_bytes())
        .map(|found| if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found })
}

/// The value in `key=value`, without quotation marks.
fn value_of<'a>(text: &'a str, key: &str) -> Option<&'a str> {
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
    fn check(bytes: &[u8], format: ImportFormat, expected: &str) {
        assert_eq!(
            decode(bytes, format).map(|decoded| decoded.text).map_err(|error| error.message),
            Ok(expected.to_owned())
        );
    }

    #[test]
    fn follows_a_byte_order_mark_or_declaration() {
        check(b"\xEF\xBB\xBFa\xC3\xA9", ImportFormat::Text, "aé");
        check(b"\xFF\xFEa\0\xE9\0", ImportFormat::Text, "aé");
        check(b"<meta charset=windows-1251>\xE0", ImportFormat::Html, "<meta charset=windows-1251>а");
        check(
            b"<meta content='text/html; charset=Shift_JIS'>\x93\xFA",
            ImportFormat::Html,
            "<meta content='text/html; charset=Shift_JIS'>日",
        );
        check(
            b"<?xml version='1.0' encoding='gb18030'?>\xC8\xD5",
            ImportFormat::Html,
            "<?xml version='1.0' encoding='gb18030'?>日",
        );
        check(b"<meta charset=iso-2022-jp>\x1B$BF|\x1B(B", ImportFormat::Html, "<meta charset=iso-2022-jp>日");
    }

    #[test]
    fn assumes_utf_8_or_for_pages_windows_1252() {
        check("é".as_bytes(), ImportFormat::Text, "é");
        check(b"<p>\xE9", ImportFormat::Html, "<p>é");
        assert!(decode(b"<p>\xE9", ImportFormat::Html).unwrap_or_else(|_| panic!("is read")).remark.is_some());
        check("<meta charset=latin1>é".as_bytes(), ImportFormat::Html, "<meta charset=latin1>é");
    }

    #[test]
    fn reports_the_position_of_invalid_bytes() {
        let error = |bytes: &[u8], format| decode(bytes, format).err().map(|error| error.message).unwrap_or_default();
        assert_eq!(error(b"a\nb\xE9c", ImportFormat::Text), "line 2 (byte 4) is not valid UTF-8");
        assert_eq!(error(b"<meta charset=utf-8>\n\xE9", ImportFormat::Html), "line 2 (byte 22) is not valid UTF-8");
        assert_eq!(
            error(b"<meta charset=shift_jis>\x93", ImportFormat::Html),
            "line 1 (byte 25) is not valid Shift_JIS"
        );
        assert_eq!(error(b"a\0b", ImportFormat::Text), "it is not a text file");
    }
}
