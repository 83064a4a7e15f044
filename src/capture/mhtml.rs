//! Pages that a browser saved as MHTML (RFC 2557): [`unpack`] returns the page and what the file says about it.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders as _, PartType};
use url::Url;

use super::saved::{Program, Saved, web_address};
use super::types::ImportError;
use crate::model::Date;

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

fn is_html(part: &MessagePart<'_>) -> bool {
    matches!(part.body, PartType::Html(_)) || part.is_content_type("application", "xhtml+xml")
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
    let html = match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    };
    match html {
        Some(html) => Document { html, charset },
        // What is no sound encoding is read as far as it goes; its text is UTF-8 then.
        None => Document {
            html: part.text_contents().unwrap_or_default().as_bytes().to_vec(),
            charset: Some("utf-8".to_owned()),
        },
    }
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
}
