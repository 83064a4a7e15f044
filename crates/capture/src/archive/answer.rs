//! What a server answered, as an archive keeps it (RFC 9110 and 9112): [`Answer::of`] reads its head, [`Answer::body`] unpacks what follows.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::warc::{GZIP, MAX_HEAD, push_field};
use crate::types::ImportError;

/// Maximum length of a page when it is unpacked, in bytes.
pub(super) const MAX_BODY: usize = 32 << 20;

/// The head of an answer.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub status: u16,
    /// Such as `text/html`, in lower case and without parameters.
    pub media_type: String,
    /// The label of its encoding.
    pub charset: Option<String>,
    /// Where a redirection leads.
    pub location: Option<String>,
    codings: Vec<String>,
    is_chunked: bool,
    /// The length that it states, if it states one.
    length: Option<usize>,
    /// Where its body begins in the record.
    body: usize,
}

/// The content of an answer.
pub(super) struct Body {
    pub bytes: Vec<u8>,
    /// Whether it ends where it should.
    pub is_whole: bool,
}

impl Answer {
    /// Reads the head of an answer; `None` if it is none.
    pub fn of(block: &[u8]) -> Option<Answer> {
        if !block.starts_with(b"HTTP/") {
            return None;
        }
        let (end, body) = end_of_head(&block[..block.len().min(MAX_HEAD)])?;
        let head = String::from_utf8_lossy(&block[..end]);
        let mut lines = head.lines();
        let status = lines.next()?.split_ascii_whitespace().nth(1)?.parse().ok()?;
        let mut fields = vec![];
        lines.for_each(|line| push_field(&mut fields, line));
        let all = |name: &str| {
            fields.iter().filter(|(own, _)| own == name).map(|(_, value)| value.as_str()).collect::<Vec<_>>()
        };
        let lists = |name: &str| -> Vec<String> {
            let values = all(name).join(",").to_ascii_lowercase();
            values
                .split(',')
                .map(str::trim)
                .filter(|value| !value.is_empty() && *value != "identity")
                .map(str::to_owned)
                .collect()
        };
        let content_type = all("content-type").first().copied().unwrap_or_default();
        let lengths = all("content-length");
        Some(Answer {
            status,
            location: all("location").first().map(|value| (*value).to_owned()),
            codings: lists("content-encoding"),
            is_chunked: lists("transfer-encoding").iter().any(|coding| coding == "chunked"),
            // Two lengths that differ say nothing.
            length: lengths
                .first()
                .filter(|first| lengths.iter().all(|length| length == *first))
                .and_then(|length| length.parse().ok()),
            body,
            ..Answer::of_type(content_type)
        })
    }

    /// The answer that a record without one amounts to.
    pub fn of_type(content_type: &str) -> Answer {
        let (media_type, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
        let charset = parameters.split(';').find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        });
        Answer { status: 200, media_type: media_type.trim().to_ascii_lowercase(), charset, ..Answer::default() }
    }

    /// The beginning of what follows the head in a record, as it is there.
    pub fn start<'b>(&self, block: &'b [u8]) -> &'b [u8] {
        block.get(self.body..).unwrap_or_default()
    }

    /// What was sent, without the codings of its transfer. Programs that write archives often leave the fields of a coding that they
    /// have undone, so what does not begin as the coding does is taken as it is.
    ///
    /// # Errors
    /// When it has a coding that cannot be undone, or is too long.
    pub fn body(&self, block: &[u8]) -> Result<Body, ImportError> {
        let raw = self.start(block);
        let (mut bytes, mut is_whole) = match unchunked(raw).filter(|_| self.is_chunked) {
            Some(unchunked) => unchunked,
            None => (raw.to_vec(), self.length.is_none_or(|length| raw.len() >= length)),
        };
        for coding in self.codings.iter().rev().take(3) {
            (bytes, is_whole) = undone(coding, bytes, is_whole)?;
        }
        if bytes.len() > MAX_BODY {
            return Err(ImportError::new(
                format!("the page is longer than {} MiB when it is unpacked", MAX_BODY >> 20),
                "open the archive in a browser, for example at replayweb.page, select the article, and save its text as a .txt file",
            ));
        }
        Ok(Body { bytes, is_whole })
    }
}

/// Where the head ends, and where the body begins.
fn end_of_head(block: &[u8]) -> Option<(usize, usize)> {
    let mut from = 0;
    loop {
        let at = from + block[from..].iter().position(|byte| *byte == b'\n')?;
        match &block[at + 1..] {
            [b'\n', ..] => return Some((at, at + 2)),
            [b'\r', b'\n', ..] => return Some((at, at + 3)),
            _ => from = at + 1,
        }
    }
}

/// The pieces of a chunked body put together, and whether the last one is there; `None` if it does not begin with the length of one.
fn unchunked(raw: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut out = vec![];
    let mut rest = raw;
    loop {
        let Some(end) = rest.iter().take(1024).position(|byte| *byte == b'\n') else {
            return (!out.is_empty()).then_some((out, false));
        };
        let line = String::from_utf8_lossy(&rest[..end]);
        let digits = line.split(';').next().unwrap_or_default().trim();
        let is_length = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let Some(length) = usize::from_str_radix(digits, 16).ok().filter(|_| is_length) else {
            return (!out.is_empty()).then_some((out, false));
        };
        rest = &rest[end + 1..];
        if length == 0 {
            return Some((out, true));
        }
        if rest.len() < length {
            out.extend_from_slice(rest);
            return Some((out, false));
        }
        out.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// Undoes a coding of the content.
fn undone(coding: &str, bytes: Vec<u8>, is_whole: bool) -> Result<(Vec<u8>, bool), ImportError> {
    let unpacked = |reader: &mut dyn Read| {
        let mut out = vec![];
        let read = reader.take(MAX_BODY as u64 + 1).read_to_end(&mut out);
        (out, is_whole && read.is_ok())
    };
    match coding {
        "gzip" | "x-gzip" if bytes.starts_with(GZIP) => Ok(unpacked(&mut MultiGzDecoder::new(&*bytes))),
        // The first byte of a stream with a header of zlib; some servers leave it out.
        "deflate" if bytes.first().is_some_and(|byte| byte & 0x0F == 8) => Ok(unpacked(&mut ZlibDecoder::new(&*bytes))),
        "deflate" if !begins_as_text(&bytes) => Ok(unpacked(&mut DeflateDecoder::new(&*bytes))),
        "gzip" | "x-gzip" | "deflate" => Ok((bytes, is_whole)),
        _ if begins_as_text(&bytes) => Ok((bytes, is_whole)),
        other => {
            let name = match other {
                "br" => "Brotli".to_owned(),
                "zstd" => "Zstandard".to_owned(),
                other => format!("“{}”", other.chars().filter(char::is_ascii_graphic).take(20).collect::<String>()),
            };
            Err(ImportError::new(
                format!("the page is compressed with {name} in the archive, which citeback cannot unpack"),
                "open the archive in a browser, for example at replayweb.page, and save the page from there as .html",
            ))
        }
    }
}

/// Whether bytes begin as text does: in UTF-8 and without control characters.
fn begins_as_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(256)];
    let valid = std::str::from_utf8(head).map_or_else(|error| error.valid_up_to(), str::len);
    valid + 4 > head.len() && !head.iter().any(|byte| *byte < 9)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::Answer;

    fn packed(text: &str) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }

    /// The body of an answer with these fields, and whether it is whole.
    fn body(fields: &str, raw: &[u8]) -> Result<(String, bool), String> {
        let block = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), raw].concat();
        let body = Answer::of(&block).unwrap().body(&block).map_err(|error| error.message)?;
        Ok((String::from_utf8_lossy(&body.bytes).into_owned(), body.is_whole))
    }

    #[test]
    fn codings_are_undone_unless_the_archive_has_undone_them() {
        let ok = |text: &str, is_whole| Ok((text.to_owned(), is_whole));
        let gzip = packed("<p>One.");
        let chunks = [format!("{:x}\r\n", gzip.len()).as_bytes(), &gzip, b"\r\n0\r\n\r\n"].concat();
        for (fields, raw, expected) in [
            ("", b"<p>One.".as_slice(), ok("<p>One.", true)),
            ("Transfer-Encoding: chunked\r\n", b"3\r\n<p>\r\n4;x=y\r\nOne.\r\n0\r\n\r\n", ok("<p>One.", true)),
            ("Transfer-Encoding: chunked\r\n", b"3\r\n<p>\r\nffffffffffffffff\r\nOne.", ok("<p>One.", false)),
            ("Transfer-Encoding: chunked\r\n", b"3\r\n<p>\r\n-4\r\nOne.", ok("<p>", false)),
            ("Transfer-Encoding: chunked\r\n", b"<p>One.", ok("<p>One.", true)),
            ("Content-Encoding: gzip\r\n", &gzip, ok("<p>One.", true)),
            ("Content-Encoding: gzip\r\n", &gzip[..gzip.len() - 4], ok("<p>One.", false)),
            ("Content-Encoding: gzip\r\n", b"<p>One.", ok("<p>One.", true)),
            ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", &chunks, ok("<p>One.", true)),
            ("Content-Encoding: br\r\n", b"<p>One.", ok("<p>One.", true)),
            ("Content-Length: 9\r\n", b"<p>One.", ok("<p>One.", false)),
            ("Content-Length: 9\r\nContent-Length: 7\r\n", b"<p>One.", ok("<p>One.", true)),
            ("Content-Length: -1\r\n", b"<p>One.", ok("<p>One.", true)),
        ] {
            assert_eq!(body(fields, raw), expected, "{fields}");
        }
        let refused = body("Content-Encoding: br\r\n", b"\x8b\x03\x80abc\x03").unwrap_err();
        assert_eq!(refused, "the page is compressed with Brotli in the archive, which citeback cannot unpack");
    }

    #[test]
    fn what_unpacks_to_very_much_is_refused() {
        let bomb = packed(&"<p>One.</p>".repeat(4 << 20));
        let refused = body("Content-Encoding: gzip\r\n", &bomb).unwrap_err();
        assert_eq!(refused, "the page is longer than 32 MiB when it is unpacked");
    }
}
