//! What S3 answers in XML: a page of a listing ([`Page`]) and why a request was refused ([`code`], [`hint`]).

use std::borrow::Cow;

use rusty_s3::actions::ListObjectsV2;

/// A part of a listing.
pub struct Page {
    /// Keys and sizes in bytes.
    pub objects: Vec<(String, u64)>,
    /// For the request of the next part, if there is one.
    pub next: Option<String>,
}

impl Page {
    /// `None` if this is not a listing.
    pub fn read(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let page = ListObjectsV2::parse_response(&with_plain_spaces(text)).ok()?;
        let objects = page.contents.into_iter().map(|object| (object.key, object.size)).collect();
        Some(Page { objects, next: page.next_continuation_token.filter(|token| !token.is_empty()) })
    }
}

/// Amazon writes a space in an encoded key as `+`, as in forms, but the parser reads it as in addresses.
fn with_plain_spaces(text: &str) -> Cow<'_, str> {
    const START: &str = "<Key>";
    if !text.contains("<EncodingType>url</EncodingType>") || !text.contains('+') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for (at, part) in text.split(START).enumerate() {
        if at == 0 {
            plain.push_str(part);
            continue;
        }
        let (key, rest) = part.split_at(part.find('<').unwrap_or(part.len()));
        plain.push_str(START);
        plain.push_str(&key.replace('+', "%20"));
        plain.push_str(rest);
    }
    Cow::Owned(plain)
}

/// The code of an error, such as `AccessDenied`. It is from elsewhere, so it is used only if it looks like one.
pub fn code(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let code = text.split_once("<Code>")?.1.split_once('<')?.0.trim();
    let is_code = !code.is_empty() && code.len() < 60 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_code.then(|| code.to_owned())
}

/// What to do about it.
pub fn hint(status: u16, code: Option<&str>) -> &'static str {
    match code {
        Some("NoSuchBucket") => "create the bucket first, or correct its name in brief.yaml",
        Some("InvalidAccessKeyId") => "AWS_ACCESS_KEY_ID is not a key that the storage knows",
        Some("SignatureDoesNotMatch") => "check AWS_SECRET_ACCESS_KEY, and the region and endpoint in brief.yaml",
        Some("ExpiredToken" | "InvalidToken" | "TokenRefreshRequired") => {
            "AWS_SESSION_TOKEN is not valid any more: get a new one"
        }
        Some("RequestTimeTooSkewed") => "set the clock of this machine",
        Some("AuthorizationHeaderMalformed" | "PermanentRedirect" | "IllegalLocationConstraintException") => {
            "the bucket is in another region: name it in brief.yaml, as region"
        }
        Some("QuotaExceeded" | "TooManyBuckets" | "EntityTooLarge") => {
            "the storage is full: make room, and run the command again"
        }
        _ if matches!(status, 401 | 403) => {
            "the key needs permission to list the bucket, and to read, write and delete its objects; docs/publishing/storage.md has the policy"
        }
        _ if (300..400).contains(&status) => "the bucket may be in another region: name it in brief.yaml, as region",
        _ if status == 507 => "the storage is full: make room, and run the command again",
        _ => "run the command again: it goes on from what is there",
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, code};

    const LISTING: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix></Prefix><KeyCount>2</KeyCount>
<MaxKeys>1000</MaxKeys>ENCODING<IsTruncated>true</IsTruncated><NextContinuationToken>a+b/c=</NextContinuationToken>
<Contents><Key>tags/KEY.html</Key><LastModified>2030-01-01T00:00:00.000Z</LastModified><ETag>"x"</ETag><Size>7</Size>
<StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>"#;

    fn key(written: &str, encoding: &str) -> String {
        let page = Page::read(LISTING.replace("KEY", written).replace("ENCODING", encoding).as_bytes()).unwrap();
        assert_eq!((page.next.as_deref(), page.objects[0].1), (Some("a+b/c="), 7));
        page.objects[0].0.clone()
    }

    #[test]
    fn keys_are_read_as_they_were_written() {
        let url = "<EncodingType>url</EncodingType>";
        assert_eq!(key("a+b%2B%C3%A4", url), "tags/a b+ä.html");
        assert_eq!(key("a%20b%2B", url), "tags/a b+.html");
        assert_eq!(key("a+b &amp; c", ""), "tags/a+b & c.html");
        assert!(Page::read(b"<html>").is_none());
    }

    #[test]
    fn only_a_plain_code_is_shown() {
        assert_eq!(
            code(b"<Error><Code>AccessDenied</Code><Message>x</Message></Error>").as_deref(),
            Some("AccessDenied")
        );
        assert_eq!(code(b"<Code>\x1b[2J</Code>"), None);
        assert_eq!(code(b""), None);
    }
}
