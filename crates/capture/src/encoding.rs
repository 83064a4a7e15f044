//! Decodes the bytes of a file: [`decode`], by the encoding that the file declares. A byte that is invalid in it becomes U+FFFD, and
//! its line is reported.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::types::{ImportError, ImportFormat};

/// How many bytes browsers search for a declaration (WHATWG HTML, section 13.2.3.2). Those that stand later are read if nothing else
/// tells the encoding.
const PRESCAN: usize = 1024;

/// How many bytes tell whether a file is UTF-16.
const SAMPLE: usize = 4096;
/// A page with no more invalid bytes than this is damaged rather than declared wrongly.
const MAX_FAULTS: usize = 5;

pub(super) struct Decoded {
    /// The file's text, without a byte order mark.
    pub text: String,
    /// For the editor, when the encoding is not certain or does not fit.
    pub remarks: Vec<String>,
}

/// Decodes by byte order mark, else by declaration, else as UTF-8, else as what the bytes look like.
///
/// # Errors
/// When the bytes are no text.
pub(super) fn decode(bytes: &[u8], format: ImportFormat) -> Result<Decoded, ImportError> {
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => decode_as(bytes, length, encoding, None),
        None => match (utf_16_without_mark(bytes), format) {
            (Some(encoding), _) => decode_as(bytes, 0, encoding, None),
            (None, ImportFormat::Html) => decode_page(bytes),
            (None, _) => decode_text(bytes),
        },
    };
    if format != ImportFormat::Html && decoded.text.contains('\0') {
        return Err(ImportError::new("it is not a text file", SAVE_AGAIN));
    }
    Ok(decoded)
}

/// Decodes a page whose encoding is said beside it, by this label: it takes precedence over what the page declares.
pub(super) fn decode_page_as(bytes: &[u8], label: Option<&str>) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(bytes, length, encoding, None);
    }
    match label.and_then(|label| Encoding::for_label(label.as_bytes())) {
        Some(encoding) if encoding == UTF_8 && !is_mostly_utf_8(bytes) => decode_page(bytes),
        // The markup of a page in UTF-16 has zeros.
        Some(encoding) if [UTF_16LE, UTF_16BE].contains(&encoding) && !bytes.contains(&0) => decode_page(bytes),
        Some(encoding) => decode_as(bytes, 0, encoding, None),
        None => decode_page(bytes),
    }
}

const SAVE_AGAIN: &str = "open the file in a text editor and save it as UTF-8, or save the page from the browser again";

fn decode_page(bytes: &[u8]) -> Decoded {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let declared = declared_encoding(head).or_else(|| declared_encoding(bytes));
    let Some(declared) = declared else {
        return decode_text(bytes);
    };
    // A server's header overrides the page's declaration, and is lost when the page is saved. Text in another encoding is almost never
    // valid UTF-8. ASCII bytes prove nothing: ISO-2022-JP consists of them.
    if declared != UTF_8
        && !bytes.is_ascii()
        && faults(bytes, UTF_8) <= faults(bytes, declared)
        && is_mostly_utf_8(bytes)
    {
        let remark =
            format!("the page declares the encoding {}, but it is UTF-8 and was read as UTF-8", declared.name());
        return decode_as(bytes, 0, UTF_8, Some(remark));
    }
    if declared == UTF_8 && !is_mostly_utf_8(bytes) {
        let guess = guess(bytes);
        let remark = format!(
            "the page declares the encoding UTF-8, but was read as {}: check its accented letters",
            guess.name()
        );
        return decode_as(bytes, 0, guess, Some(remark));
    }
    let wrong = if declared == UTF_8 { 0 } else { faults(bytes, declared) };
    let guess = if wrong > MAX_FAULTS { guess(bytes) } else { declared };
    if guess != declared && faults(bytes, guess) * 10 < wrong {
        let remark = format!(
            "the page declares the encoding {}, but was read as {}: check its accented letters",
            declared.name(),
            guess.name()
        );
        return decode_as(bytes, 0, guess, Some(remark));
    }
    decode_as(bytes, 0, declared, None)
}

/// UTF-16 that has no byte order mark: markup and spaces are pairs of bytes of which one is zero, always the same one.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (encoding, zeros, others) = if odd > even { (UTF_16LE, odd, even) } else { (UTF_16BE, even, odd) };
    let many = zeros * 20 >= sample.len() && others * 10 <= zeros;
    (many && zeros > 1 && faults(bytes, encoding) == 0).then_some(encoding)
}

/// Decodes a file that does not say what its encoding is.
fn decode_text(bytes: &[u8]) -> Decoded {
    if is_mostly_utf_8(bytes) {
        return decode_as(bytes, 0, UTF_8, None);
    }
    let guess = guess(bytes);
    let remark =
        format!("the file does not declare its encoding; it was read as {}: check its accented letters", guess.name());
    decode_as(bytes, 0, guess, Some(remark))
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether at most a tenth of the characters beyond ASCII are invalid in UTF-8.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let starts = bytes.iter().filter(|byte| **byte >= 0xC0).count();
    let faults = faults(bytes, UTF_8);
    faults == 0 || faults * 10 <= starts
}

fn faults(bytes: &[u8], encoding: &'static Encoding) -> usize {
    if encoding == UTF_8 && std::str::from_utf8(bytes).is_ok() {
        return 0;
    }
    decode_with_faults(bytes, 0, encoding).1.len()
}

/// Decodes everything after the first `from` bytes.
fn decode_as(bytes: &[u8], from: usize, encoding: &'static Encoding, remark: Option<String>) -> Decoded {
    let (text, faults) = decode_with_faults(bytes, from, encoding);
    let broken = faults.first().map(|at| {
        let line = bytes[..*at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let name = encoding.name();
        let count = match faults.len() {
            1 => String::new(),
            more => format!(", and {} more", more - 1),
        };
        format!("line {line} (byte {}) is not valid {name}{count}: look for “\u{FFFD}” in the text", at + 1)
    });
    Decoded { text, remarks: remark.into_iter().chain(broken).collect() }
}

/// The text, in which U+FFFD replaces invalid bytes, and the offsets of these bytes.
fn decode_with_faults(bytes: &[u8], from: usize, encoding: &'static Encoding) -> (String, Vec<usize>) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut read = from;
    let mut faults = vec![];
    loop {
        let (result, consumed) = decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += consumed;
        match result {
            DecoderResult::InputEmpty => return (text, faults),
            DecoderResult::OutputFull => text.reserve(bytes.len() - read + bytes.len() / 2 + 16),
            DecoderResult::Malformed(length, after) => {
                faults.push(read.saturating_sub(usize::from(length) + usize::from(after)));
                text.reserve(4);
                text.push('\u{FFFD}');
            }
        }
    }
}

/// The encoding that a page declares in these bytes, in an XML declaration or a `meta` element.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let xml = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(inside, _)| inside);
    let label =
        xml.and_then(|inside| value_of(inside, "encoding").map(str::to_owned)).or_else(|| declared_by_meta(&head))?;
    // A declaration of UTF-16 that is readable as ASCII is wrong (WHATWG HTML, section 13.2.3.3).
    Encoding::for_label(label.as_bytes())
        .map(|found| if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found })
}

/// The encoding of the first `meta` element that declares one. Comments and descriptions declare nothing.
fn declared_by_meta(head: &str) -> Option<String> {
    let mut rest = head;
    loop {
        let at = rest.find("<!--").into_iter().chain(rest.find("<meta")).min()?;
        if rest[at..].starts_with("<!--") {
            rest = rest[at + 2..].split_once("-->").map(|(_, after)| after)?;
            continue;
        }
        let (inside, after) = rest[at + 5..].split_once('>')?;
        // The name of an attribute, not a word in the value of another one.
        let before = inside.split("charset").next().unwrap_or_default();
        let own = ['"', '\''].iter().all(|quote| before.matches(*quote).count() % 2 == 0);
        if let Some(label) = value_of(inside, "charset").filter(|_| own || inside.contains("content-type")) {
            return Some(label.to_owned());
        }
        rest = after;
    }
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
    use super::{ImportFormat, decode, decode_page_as};

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
            b"<meta content='text/html; charset=Shift_JIS' http-equiv=Content-Type>\x93\xFA",
            ImportFormat::Html,
            "<meta content='text/html; charset=Shift_JIS' http-equiv=Content-Type>日",
        );
        check(
            b"<?xml version='1.0' encoding='gb18030'?>\xC8\xD5",
            ImportFormat::Html,
            "<?xml version='1.0' encoding='gb18030'?>日",
        );
        check(b"<meta charset=iso-2022-jp>\x1B$BF|\x1B(B", ImportFormat::Html, "<meta charset=iso-2022-jp>日");
    }

    #[test]
    fn what_is_said_beside_a_page_goes_before_its_declaration_unless_it_cannot_be() {
        let page = "<meta charset=windows-1251><p>\u{e9}";
        for (label, expected) in [("utf-8", "é"), ("windows-1252", "Ã©"), ("utf-16", "é"), ("klingon", "é")] {
            let decoded = decode_page_as(page.as_bytes(), Some(label));
            assert!(decoded.text.ends_with(&format!("<p>{expected}")), "{label}: {}", decoded.text);
        }
    }

    #[test]
    fn reads_a_declaration_that_browsers_do_not_find() {
        let page = [b"<!--".as_slice(), &[b' '; 2000], b"--><meta charset=iso-8859-2>\xB1"].concat();
        assert!(decode(&page, ImportFormat::Html).is_ok_and(|decoded| decoded.text.ends_with('ą')));
    }

    #[test]
    fn reads_utf_16_without_a_byte_order_mark() {
        let little: Vec<u8> = "Die Fähre fährt.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "<p>橋は五月に開通する。</p>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, ImportFormat::Text, "Die Fähre fährt.");
        check(&big, ImportFormat::Html, "<p>橋は五月に開通する。</p>");
    }

    #[test]
    fn ignores_what_browsers_take_for_no_declaration() {
        for head in ["<!-- <meta charset=koi8-r> -->", "<meta name=description content='charset=koi8-r'>"] {
            let page = [head.as_bytes(), b"<meta charset=windows-1250>\xEC"].concat();
            check(&page, ImportFormat::Html, &format!("{head}<meta charset=windows-1250>ě"));
        }
    }

    #[test]
    fn reads_a_wrongly_declared_page_as_what_it_looks_like() {
        let words = "橋は五月に開通すると市長は月曜日に述べた。".repeat(4);
        let (encoded, _, _) = encoding_rs::EUC_JP.encode(&words);
        let page = [b"<meta charset=shift_jis>", &*encoded].concat();
        let decoded = decode(&page, ImportFormat::Html).unwrap_or_else(|error| panic!("{error:?}"));
        assert!(decoded.text.ends_with(&words), "{}", decoded.text);
        let remark = "the page declares the encoding Shift_JIS, but was read as EUC-JP: check its accented letters";
        assert_eq!(decoded.remarks, [remark]);
    }

    #[test]
    fn guesses_what_is_not_declared() {
        check("é".as_bytes(), ImportFormat::Text, "é");
        let german = b"<p>Die F\xE4hre f\xE4hrt \xFCber den Flu\xDF, und die Br\xFCcke bleibt geschlossen.";
        let decoded = decode(german, ImportFormat::Html).unwrap_or_else(|_| panic!("is read"));
        assert_eq!(decoded.text, "<p>Die Fähre fährt über den Fluß, und die Brücke bleibt geschlossen.");
        let remark = "the file does not declare its encoding; it was read as windows-1252: check its accented letters";
        assert_eq!(decoded.remarks, [remark]);
        check("<meta charset=latin1>é".as_bytes(), ImportFormat::Html, "<meta charset=latin1>é");
    }

    #[test]
    fn replaces_invalid_bytes_and_says_where() {
        let read = |bytes: &[u8], format| {
            let decoded = decode(bytes, format).unwrap_or_else(|error| panic!("{error:?}"));
            (decoded.text, decoded.remarks)
        };
        let (text, remarks) = read(
            "äöü äöü äöü äöü\nb".as_bytes().iter().copied().chain(*b"\xE9c").collect::<Vec<_>>().as_slice(),
            ImportFormat::Text,
        );
        assert_eq!(text, "äöü äöü äöü äöü\nb\u{FFFD}c");
        assert_eq!(remarks, ["line 2 (byte 30) is not valid UTF-8: look for “\u{FFFD}” in the text"]);
        let (text, remarks) = read(b"<meta charset=shift_jis>\x93\xFA\x93", ImportFormat::Html);
        assert_eq!(text, "<meta charset=shift_jis>日\u{FFFD}");
        assert_eq!(remarks, ["line 1 (byte 27) is not valid Shift_JIS: look for “\u{FFFD}” in the text"]);
        assert_eq!(
            decode(b"a\0b", ImportFormat::Text).err().map(|error| error.message).as_deref(),
            Some("it is not a text file")
        );
    }
}
