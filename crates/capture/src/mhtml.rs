//! Pages that a browser saved as MHTML (RFC 2557): [`unpack`] returns the page and what the file says about it.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::{HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders as _, PartType};
use url::Url;

use super::saved::{Program, Saved, web_address};
use super::types::ImportError;
use citeback_content::model::Date;

/// Browsers write one such part. More than this are no page.
const MAX_CONTAINERS: usize = 100;

/// What is in a saved file.
pub(super) struct Unpacked {
    pub page: Document,
    pub saved: Saved,
    /// The pages in its frames.
    pub frames: Vec<Document>,
}

/// A document in HTML, as bytes.
pub(super) struct Document {
    pub html: Vec<u8>,
    /// The label of its encoding.
    pub charset: Option<String>,
    /// Whether its transfer encoding is damaged, or the file ends before it does: words may be missing.
    pub is_damaged: bool,
}

/// Finds the page in a file: the first part in HTML.
///
/// # Errors
/// When there is none.
pub(super) fn unpack(bytes: &[u8]) -> Result<Unpacked, ImportError> {
    let none = || {
        ImportError::new(
            "there is no page in this MHTML file",
            "open the page in a browser and save it as “Web page, HTML only” (.html)",
        )
    };
    if containers(bytes) > MAX_CONTAINERS {
        return Err(none());
    }
    let message = MessageParser::default().parse(bytes).ok_or_else(none)?;
    let pages: Vec<&MessagePart<'_>> = message.parts.iter().filter(|part| is_html(part)).collect();
    let address = text_of(&message, "Snapshot-Content-Location");
    // Browsers show the first one, whatever the addresses of the others.
    let page = *pages.first().ok_or_else(none)?;
    let url = address.or_else(|| page.content_location().map(str::to_owned));
    let frames = pages.iter().filter(|part| !std::ptr::eq(**part, page));
    Ok(Unpacked {
        page: document(page, bytes),
        saved: Saved {
            url: url.as_deref().and_then(web_address),
            archive_url: None::<Url>,
            at: message.date().and_then(|date| Date::parse(&date.to_rfc3339())).map(|date| date.iso()),
            program: Some(Program::Browser),
        },
        frames: frames.map(|part| document(part, bytes)).collect(),
    })
}

/// How many parts say that they contain others. They may be in each other, and a parsed message in a message in a message takes
/// space on the stack.
fn containers(bytes: &[u8]) -> usize {
    const FIELD: &[u8] = b"content-type:";
    let starts = |at: usize, what: &[u8]| bytes.get(at..at + what.len()).is_some_and(|b| b.eq_ignore_ascii_case(what));
    let value = |at: usize| at + bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let fields = (0..bytes.len()).filter(|at| matches!(bytes[*at], b'c' | b'C') && starts(*at, FIELD));
    fields
        .map(|at| value(at + FIELD.len()))
        .filter(|value| starts(*value, b"message/") || starts(*value, b"multipart/"))
        .count()
}

/// Of a part that is cut off, only its header says so.
fn is_html(part: &MessagePart<'_>) -> bool {
    !part.is_multipart()
        && !part.is_message()
        && (matches!(part.body, PartType::Html(_))
            || part.is_content_type("text", "html")
            || part.is_content_type("application", "xhtml+xml"))
}

fn text_of(message: &Message<'_>, header: &'static str) -> Option<String> {
    match message.header(HeaderName::Other(header.into()))? {
        HeaderValue::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

/// The bytes of a part without their transfer encoding. They are decoded like those of any page, which reports invalid ones.
fn document(part: &MessagePart<'_>, bytes: &[u8]) -> Document {
    let charset = part.content_type().and_then(|found| found.attribute("charset")).map(str::to_owned);
    let at = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
    let raw = &bytes[at(part.offset_body).min(at(part.offset_end))..at(part.offset_end)];
    let (html, is_whole) = match part.content_transfer_encoding().map(str::to_ascii_lowercase).as_deref() {
        Some("quoted-printable") => from_quoted_printable(raw),
        Some("base64") => from_base64(raw),
        _ => (raw.to_vec(), true),
    };
    Document { html, charset, is_damaged: part.is_encoding_problem || !is_whole }
}

/// What quoted-printable says, and whether all of it is valid; what is not stays as it is.
fn from_quoted_printable(raw: &[u8]) -> (Vec<u8>, bool) {
    let hex = |at: usize| char::from(*raw.get(at)?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    // At the end of a line, `=` says that it goes on.
    let blanks = |at: usize| raw[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    let (mut out, mut is_whole, mut at) = (Vec::with_capacity(raw.len()), true, 0);
    while at < raw.len() {
        at += match (raw[at], hex(at + 1), hex(at + 2)) {
            (b'=', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                3
            }
            (b'=', ..) if raw.get(at + 1 + blanks(at + 1)).is_none_or(|byte| *byte == b'\n') => blanks(at + 1) + 2,
            (byte, ..) => {
                is_whole &= byte != b'=';
                out.push(byte);
                1
            }
        };
    }
    (out, is_whole)
}

/// What Base64 says, as far as it goes, and whether that is all of it. What has tags is none.
fn from_base64(raw: &[u8]) -> (Vec<u8>, bool) {
    if raw.contains(&b'<') {
        return (raw.to_vec(), false);
    }
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let digits: Vec<u8> = raw.iter().copied().filter(is_digit).collect();
    let known = |byte: &u8| is_digit(byte) || byte.is_ascii_whitespace() || *byte == b'=';
    let padding = raw.iter().filter(|byte| **byte == b'=').count();
    let is_whole = (digits.len() + padding).is_multiple_of(4) && raw.iter().all(known);
    // Four digits are three bytes; a single one left over is none.
    let end = if digits.len() % 4 == 1 { digits.len() - 1 } else { digits.len() };
    let padded = [&digits[..end], &b"=="[..(4 - end % 4) % 4]].concat();
    (base64_decode(&padded).unwrap_or_default(), is_whole)
}

#[cfg(test)]
mod tests {
    use super::unpack;

    #[test]
    fn the_page_is_the_part_that_browsers_show() {
        let part = |location: &str, words: &str| {
            format!("--x\r\nContent-Type: text/html\r\nContent-Location: {location}\r\n\r\n<p>{words}</p>\r\n")
        };
        let file = format!(
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://quay.example/\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/related; type=\"text/html\"; boundary=\"x\"\r\n\r\n{}{}{}--x--\r\n",
            part("https://frame.example/", "One."),
            part("https://quay.example/", "Two."),
            part("https://quay.example/", "Three."),
        );
        let unpacked = unpack(file.as_bytes()).unwrap_or_else(|_| panic!("no page"));
        let frames: Vec<_> = unpacked.frames.iter().map(|frame| String::from_utf8_lossy(&frame.html)).collect();
        assert!(String::from_utf8_lossy(&unpacked.page.html).contains("One."));
        assert!(frames.len() == 2 && frames[0].contains("Two.") && frames[1].contains("Three."), "{frames:?}");
    }

    const HEADER: &str =
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n";

    fn part(transfer: &str, body: &str) -> String {
        format!("--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n{body}\r\n")
    }

    #[test]
    fn a_damaged_page_is_read_as_far_as_it_goes_and_said_to_be_damaged() {
        // “<p>One and two.</p>”
        const BASE64: &str = "PHA+T25lIGFuZCB0d28uPC9wPg==";
        let cut = |end: usize| &BASE64[..end];
        for (body, expected, is_damaged) in [
            (part("8bit", "<p>One and two.</p>") + "--x--\r\n", "<p>One and two.</p>", false),
            (part("8bit", "<p>One and two.</p>"), "<p>One and two.</p>\r\n", true),
            (part("quoted-printable", "<p>One =61nd t=\r\nwo.</p>") + "--x--", "<p>One and two.</p>", false),
            (part("quoted-printable", "<p>One =61nd t=\r\nwo.</p>"), "<p>One and two.</p>", true),
            (part("quoted-printable", "<p>One =ZZ =6") + "--x--", "<p>One =ZZ =6", true),
            (part("base64", BASE64) + "--x--", "<p>One and two.</p>", false),
            (part("base64", BASE64), "<p>One and two.</p>", true),
            (part("base64", "<p>One and two.</p>") + "--x--", "<p>One and two.</p>", true),
            (part("base64", cut(18)) + "--x--", "<p>One and tw", true),
            (part("base64", cut(17)) + "--x--", "<p>One and t", true),
            (part("base64", &format!("{}\u{e9}!{}", cut(8), &BASE64[8..])) + "--x--", "<p>One and two.</p>", true),
        ] {
            let unpacked = unpack(format!("{HEADER}{body}").as_bytes()).unwrap_or_else(|_| panic!("no page: {body}"));
            let html = String::from_utf8_lossy(&unpacked.page.html);
            assert!(html.trim_end() == expected.trim_end(), "{body}: {html}");
            assert_eq!(unpacked.page.is_damaged, is_damaged, "{body}");
        }
    }

    #[test]
    fn hostile_containers_are_unpacked_or_refused() {
        let page = part("8bit", "<p>One.</p>");
        let nested = |count: usize, boundary: fn(usize) -> String| {
            let open = |at: usize| {
                format!("--{}\r\nContent-Type: multipart/mixed; boundary={}\r\n\r\n", boundary(at), boundary(at + 1))
            };
            (0..count).map(open).collect::<String>()
        };
        let long = "b".repeat(100_000);
        let renamed = |text: String| text.replace("--x", &format!("--{long}")).replace("\"x\"", &format!("\"{long}\""));
        for (file, found) in [
            (renamed(format!("{HEADER}{page}--x--\r\n")), true),
            (format!("{HEADER}{page}{}--x--\r\n", page.repeat(10_000)), true),
            (format!("{HEADER}{}{page}", nested(10_000, |_| "x".to_owned())), false),
            (format!("{HEADER}{}{page}", nested(50, |_| "x".to_owned())), true),
            (
                format!(
                    "{HEADER}--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n{}--y--\r\n--x--\r\n",
                    page.replace("--x", "--y")
                ),
                true,
            ),
            (format!("{}{}", HEADER.replace("\"x\"", "b0"), nested(10_000, |at| format!("b{at}"))), false),
            ("Content-Type: message/rfc822\r\n\r\n".repeat(1_000_000) + &page, false),
            ("CONTENT-TYPE:\r\n multipart/digest; boundary=x\r\n\r\n--x\r\n\r\n".repeat(300_000) + &page, false),
            (HEADER.replace("boundary", "bound") + &page, false),
            (HEADER.replace("\"x\"", "\"\"") + &page, false),
            (HEADER.to_owned(), false),
            (HEADER.to_owned() + "--x--", false),
            (HEADER.to_owned() + "--x", false),
            (HEADER.to_owned() + "--x\r\nContent-Type: text/html", false),
        ] {
            let start = file.chars().take(300).collect::<String>();
            let page =
                unpack(file.as_bytes()).map(|unpacked| String::from_utf8_lossy(&unpacked.page.html).contains("One."));
            assert_eq!(page.unwrap_or(false), found, "{start} {}", file.len());
        }
    }
}
