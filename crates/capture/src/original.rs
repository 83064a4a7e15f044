//! A saved file to look at beside the source that was made of it: [`safe_original`]. What is in it is hostile, so a page becomes a copy
//! that has words, shapes and the pictures that are in the file itself, and no address of anything else.

use std::borrow::Cow;

use url::Url;

use super::archive::{self, Wanted};
use super::encoding::{decode, decode_page_as};
use super::html::{PageFrame, page_frame};
use super::mhtml::unpack;
use super::pdf::plain_text;
use super::sniff::format_of;
use super::types::{ImportError, ImportFormat};
use citeback_content::base::escaping::escape;

/// A saved file that can be shown without risk under a policy that loads nothing and runs nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SafeOriginal {
    /// A whole HTML document.
    Page(String),
    Text(String),
    /// No text.
    Unreadable,
}

/// Makes a copy of a saved file that loads nothing, links to nothing and runs nothing. Its bytes tell its format, and where they do not,
/// `ending`, the extension of its name without the dot.
/// Of an archive, it is the page of the address `of`, as it was on that day.
pub fn safe_original(bytes: &[u8], ending: &str, of: (Option<&Url>, Option<&str>)) -> SafeOriginal {
    let wanted = Wanted { url: of.0, captured: of.1 };
    format_of(bytes, ending).and_then(|format| shown(bytes, format, wanted)).unwrap_or(SafeOriginal::Unreadable)
}

fn shown(bytes: &[u8], format: ImportFormat, wanted: Wanted<'_>) -> Result<SafeOriginal, ImportError> {
    let page = |html: &str| Ok(SafeOriginal::Page(safe_page(html)));
    match format {
        ImportFormat::Html => page(&decode(bytes, format)?.text),
        ImportFormat::Mhtml => {
            let saved = unpack(bytes)?.page;
            page(&decode_page_as(&saved.html, saved.charset.as_deref()).text)
        }
        ImportFormat::Warc | ImportFormat::WarcGz | ImportFormat::Wacz => {
            let archived = archive::page(bytes, format == ImportFormat::Wacz, wanted)?;
            match format_of(&archived.bytes, archived.ending)? {
                ImportFormat::Html => page(&decode_page_as(&archived.bytes, archived.charset.as_deref()).text),
                ImportFormat::Warc | ImportFormat::WarcGz | ImportFormat::Wacz => Ok(SafeOriginal::Unreadable),
                other => shown(&archived.bytes, other, wanted),
            }
        }
        ImportFormat::Text
        | ImportFormat::Markdown
        | ImportFormat::WebVtt
        | ImportFormat::SubRip
        | ImportFormat::Csv
        | ImportFormat::Tsv => Ok(SafeOriginal::Text(decode(bytes, format)?.text)),
        ImportFormat::Pdf => Ok(SafeOriginal::Text(plain_text(bytes)?)),
    }
}

/// The page without what could act, lead elsewhere or load something.
fn safe_page(html: &str) -> String {
    let body = sanitiser().clean(html).to_string();
    let PageFrame { html_attributes, body_attributes, styles } = page_frame(html).unwrap_or_default();
    let mut out = String::from("<!DOCTYPE html>\n<html");
    write_attributes(&html_attributes, &mut out);
    out.push_str(
        ">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<style>\n",
    );
    for style in &styles {
        out.push_str(&safe_style(style));
        out.push('\n');
    }
    out.push_str("</style>\n</head>\n<body");
    write_attributes(&body_attributes, &mut out);
    out.push_str(">\n");
    out.push_str(&body);
    out.push_str("\n</body>\n</html>\n");
    out
}

fn write_attributes(attributes: &[(String, String)], out: &mut String) {
    for (name, value) in attributes {
        out.push_str(&format!(" {name}=\""));
        escape(value, out);
        out.push('"');
    }
}

/// Styles load nothing under the policy; they must not end their element.
fn safe_style(style: &str) -> Cow<'_, str> {
    if style.contains("</") { Cow::Owned(style.replace("</", "<\\/")) } else { Cow::Borrowed(style) }
}

/// Keeps words, structure and looks. No attribute that may hold an address is kept, but for pictures whose bytes are in it.
fn sanitiser() -> ammonia::Builder<'static> {
    const MORE: [&str; 10] =
        ["main", "section", "address", "picture", "label", "fieldset", "legend", "figure", "figcaption", "center"];
    const SILENT: [&str; 9] =
        ["script", "style", "title", "iframe", "object", "noembed", "noframes", "template", "svg"];
    let mut builder = ammonia::Builder::default();
    builder
        .add_tags(MORE)
        .rm_tags(["map", "area"])
        .clean_content_tags(SILENT.into())
        .generic_attributes(["class", "id", "style", "lang", "dir", "title", "hidden", "open"].into())
        .rm_tag_attributes("a", ["href", "hreflang"])
        .rm_tag_attributes("blockquote", ["cite"])
        .rm_tag_attributes("q", ["cite"])
        .rm_tag_attributes("del", ["cite"])
        .rm_tag_attributes("ins", ["cite"])
        .url_schemes(["data"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(|_, attribute, value| {
            let is_picture = || value.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("data:image/"));
            (attribute != "src" || is_picture()).then(|| value.into())
        });
    builder
}

#[cfg(test)]
mod tests {
    use super::{SafeOriginal, safe_original};

    fn page(html: &str) -> String {
        match safe_original(html.as_bytes(), "html", (None, None)) {
            SafeOriginal::Page(page) => page,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn words_and_looks_stay() {
        let shown = page(
            "<!doctype html><html lang=de class=\"a\"><head><title>T</title><style>p { color: red }</style></head><body class=b><main><h1 class=c>Head</h1><p style=\"color: blue\">The <b>bridge</b>.<img src=\"data:image/png;base64,AA==\" alt=x></main></body></html>",
        );
        assert_eq!(
            shown,
            "<!DOCTYPE html>\n<html lang=\"de\" class=\"a\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<style>\np { color: red }\n</style>\n</head>\n<body class=\"b\">\n<main><h1 class=\"c\">Head</h1><p style=\"color: blue\">The <b>bridge</b>.<img src=\"data:image/png;base64,AA==\" alt=\"x\"></p></main>\n</body>\n</html>\n"
        );
    }

    #[test]
    fn nothing_that_acts_or_leads_elsewhere_stays() {
        let hostile = "<!doctype html><html><head><meta http-equiv=refresh content='0;url=http://evil.example/1'><base href='http://evil.example/'><link rel=prefetch href='http://evil.example/2'><style>@import 'http://evil.example/3'; p::after { content: '</style><a href=http://evil.example/4>x</a>' }</style></head><body onload=alert(1) background='http://evil.example/5'><a href='http://evil.example/6' ping='http://evil.example/7'>link</a><form action='http://evil.example/8'><button formaction='http://evil.example/9'>send</button></form><img src='http://evil.example/10' srcset='http://evil.example/11 2x' onerror=alert(1) alt=picture><img src='data:text/html,x'><iframe src='http://evil.example/12'>in a frame</iframe><object data='http://evil.example/13'>in an object</object><svg><a xlink:href='http://evil.example/14'><text>drawn</text></a><style></style><img src=x onerror=alert(1)></svg><video src='http://evil.example/15' poster='http://evil.example/16'></video><script>alert(1)</script><blockquote cite='http://evil.example/17'>said</blockquote><math><mi xlink:href='http://evil.example/18'>x</mi></math></body></html>";
        let shown = page(hostile);
        let outside_style =
            format!("{}{}", shown.split("<style>").next().unwrap(), shown.split("</style>").nth(1).unwrap());
        assert!(!outside_style.contains("evil.example"), "{shown}");
        for gone in
            ["<script", "onload", "onerror", "<form", "<button", "<base", "<link", "http-equiv", "<a href", "data:text"]
        {
            assert!(!shown.contains(gone), "{gone}: {shown}");
        }
        assert_eq!(shown.matches("</style>").count(), 1, "{shown}");
        for kept in ["link", "send", "alt=\"picture\"", "said"] {
            assert!(shown.contains(kept), "{kept}: {shown}");
        }
    }

    #[test]
    fn the_page_of_an_mhtml_file_is_shown() {
        let saved = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/\r\n\r\n<html><body><p>Br=C3=BCcke <a href=3D\"https://example.org/\">zu</a></p></body></html>\r\n--x--\r\n";
        let SafeOriginal::Page(shown) = safe_original(saved, "mhtml", (None, None)) else { panic!("no page") };
        assert!(shown.contains("<p>Brücke <a>zu</a></p>"), "{shown}");
    }

    #[test]
    fn other_files_are_texts_or_are_not_shown() {
        let text = "A text <b>with</b> signs";
        assert_eq!(safe_original(text.as_bytes(), "txt", (None, None)), SafeOriginal::Text(text.to_owned()));
        assert_eq!(safe_original(b"%PDF-1.7 ...", "html", (None, None)), SafeOriginal::Unreadable);
        assert_eq!(safe_original(b"PK\x03\x04\0\0\0\0", "txt", (None, None)), SafeOriginal::Unreadable);
    }
}
