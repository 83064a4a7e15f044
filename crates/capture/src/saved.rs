//! What a saved page says about its own making: [`Saved::of_page`] reads the notes of SingleFile and of the Wayback Machine.

use url::Url;

use super::dates::normalise_date;
use citeback_content::model::{ArchivedAddress, Date};

/// Programs write their notes within so many bytes of the beginning, after a `doctype` and styles of their own.
const HEAD: usize = 4096;

/// What a saved file says about its own making.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The address that the page was saved from.
    pub url: Option<Url>,
    /// The address of the copy in an archive that it was saved from.
    pub archive_url: Option<Url>,
    /// When the page had this text, in the form of a note's field.
    pub at: Option<String>,
    pub program: Option<Program>,
}

/// What made the file, or the copy that was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// A browser, as MHTML.
    Browser,
    SingleFile,
    WaybackMachine,
    /// A crawler or a browser, as WARC.
    WebArchive,
}

impl Program {
    /// For the sentence “as … says”.
    pub fn name(self) -> &'static str {
        match self {
            Program::Browser => "the saved file",
            Program::SingleFile => "SingleFile’s comment in the file",
            Program::WaybackMachine => "the Wayback Machine’s comment in the file",
            Program::WebArchive => "the web archive",
        }
    }
}

impl Saved {
    /// Reads the notes in a page's HTML.
    pub(super) fn of_page(html: &str) -> Saved {
        let of_single_file = single_file(html);
        // A copy in the archive may have been saved with SingleFile: the text is as old as the copy.
        let of_archive = wayback_machine(html, of_single_file.as_ref().and_then(|saved| saved.url.as_ref()));
        of_archive.or(of_single_file).unwrap_or_default()
    }

    /// What is known from here, and the rest from there.
    pub(super) fn or(self, other: Saved) -> Saved {
        let program = if self.at.is_some() { self.program } else { other.program };
        Saved {
            url: self.url.or(other.url),
            archive_url: self.archive_url.or(other.archive_url),
            at: self.at.or(other.at),
            program,
        }
    }
}

/// An address on the web.
pub(super) fn web_address(text: &str) -> Option<Url> {
    Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// The part of a text in which a note is sought.
fn beginning(text: &str) -> &str {
    let end = (0..=HEAD.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    &text[..end]
}

/// `<!-- Page saved with SingleFile url: … saved date: Tue Aug 06 2019 12:55:12 GMT+0200 (…) -->`
fn single_file(html: &str) -> Option<Saved> {
    let head = beginning(html);
    let start = head.find("Page saved with SingleFile")?;
    head[..start].trim_end().strip_suffix("<!--")?;
    let comment = html[start..].split_once("-->")?.0;
    let line = |name: &str| comment.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
    Some(Saved {
        url: line("url:").and_then(web_address),
        archive_url: None,
        at: line("saved date:").and_then(script_date),
        program: Some(Program::SingleFile),
    })
}

/// `Tue Aug 06 2019 12:55:12 GMT+0200 (Central European Summer Time)`, as scripts write a moment.
fn script_date(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().take(6).collect();
    let [_, month, day, year, clock, zone] = words.as_slice() else {
        return None;
    };
    let day = normalise_date(&format!("{month} {day}, {year}"))?;
    let zone = zone.strip_prefix("GMT").or_else(|| zone.strip_prefix("UTC"))?;
    let zone = if zone.is_empty() { "+0000" } else { zone };
    let (hours, minutes) = (zone.get(..3)?, zone.get(3..)?.trim_start_matches(':'));
    Date::parse(&format!("{day}T{clock}{hours}:{minutes}")).map(|date| date.iso())
}

/// `<!-- FILE ARCHIVED ON 12:55:43 Aug 06, 2019 AND RETRIEVED FROM THE INTERNET ARCHIVE ON …`, and the address that the toolbar or the
/// program that saved the page gives.
fn wayback_machine(html: &str, saved_from: Option<&Url>) -> Option<Saved> {
    let address = saved_from.and_then(|url| ArchivedAddress::parse(url.as_str()));
    let noted = archived_on(html);
    if address.is_none() && noted.is_none() {
        return None;
    }
    let address = address.or_else(|| toolbar_address(html));
    let original = address.as_ref().and_then(|address| web_address(address.original.as_deref()?));
    let archive_url = address.as_ref().and_then(|address| web_address(&address.whole));
    let at = noted.or_else(|| address.map(|address| address.time.iso()));
    Some(Saved { url: original, archive_url, at, program: Some(Program::WaybackMachine) })
}

/// The moment in the archive's comment. An article that quotes the comment has no `<!--` before it.
fn archived_on(html: &str) -> Option<String> {
    let (before, rest) = html.rsplit_once("FILE ARCHIVED ON ")?;
    before.trim_end().strip_suffix("<!--")?;
    let (moment, _) = rest.split_once(" AND RETRIEVED FROM THE")?;
    let (clock, day) = moment.split_once(' ')?;
    let day = normalise_date(day)?;
    Date::parse(&format!("{day}T{clock}Z")).map(|date| date.iso())
}

/// The address that the archive's own script is given: `__wm.wombat("https://a.example/vote","20190806125543",…`.
fn toolbar_address(html: &str) -> Option<ArchivedAddress> {
    let (_, rest) = html.split_once("__wm.wombat(\"")?;
    let mut parts = beginning(rest).split('"');
    let (original, _, time) = (parts.next()?, parts.next()?, parts.next()?);
    ArchivedAddress::parse(&format!("https://web.archive.org/web/{time}/{original}"))
}

#[cfg(test)]
mod tests {
    use super::{Program, Saved};

    fn saved(html: &str) -> (Option<String>, Option<String>, Option<String>) {
        let saved = Saved::of_page(html);
        (saved.url.map(String::from), saved.archive_url.map(String::from), saved.at)
    }

    #[test]
    fn reads_the_comment_of_single_file() {
        let page = "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://a.example/vote?utm_source=x \n \
                    saved date: Tue Aug 06 2019 12:55:12 GMT+0200 (Central European Summer Time)\n--><title>A vote</title>";
        let url = Some("https://a.example/vote?utm_source=x".to_owned());
        assert_eq!(saved(page), (url, None, Some("2019-08-06T12:55:12+02:00".to_owned())));
        assert_eq!(Saved::of_page(page).program, Some(Program::SingleFile));
        // A text about the program.
        assert_eq!(Saved::of_page(&page.replace("<!--", "<p>").replace("-->", "</p>")), Saved::default());
    }

    #[test]
    fn reads_the_comment_and_the_script_of_the_wayback_machine() {
        let page = "<script>__wm.wombat(\"https://a.example/vote\",\"20190806125543\",\"https://web.archive.org/\");</script>\
                    <p>Eleven to four.</p><!--\n     FILE ARCHIVED ON 12:55:43 Aug 06, 2019 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 10:11:12 Mar 14, 2024.\n-->";
        let (url, archive) =
            ("https://a.example/vote", "https://web.archive.org/web/20190806125543/https://a.example/vote");
        let expected = (Some(url.to_owned()), Some(archive.to_owned()), Some("2019-08-06T12:55:43Z".to_owned()));
        assert_eq!(saved(page), expected);
        assert_eq!(saved(&page.replace("<!--", "<p>")), (None, None, None));
    }
}
