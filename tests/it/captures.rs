//! Saved files that say what they are: where they came from and when, whatever they are called; their originals, and other versions.

use std::fs;

use crate::site::Site;

const PAGE: &str =
    "<title>A vote</title><article><p>Eleven to four.</p><p>The bridge will reopen in May.</p></article>";

fn source(site: &Site, id: &str) -> String {
    fs::read_to_string(site.path(&format!("content/sources/{id}.md"))).unwrap()
}

/// The front matter of a source, without the fields of every source.
#[track_caller]
fn fields(site: &Site, id: &str) -> String {
    let source = source(site, id);
    let (yaml, _) = source.strip_prefix("---\n").unwrap().split_once("---\n").unwrap();
    let (yaml, _) = yaml.split_once("kind:").unwrap();
    yaml.to_owned()
}

/// The report of an import, without what comes next.
#[track_caller]
fn report(site: &Site, arguments: &[&str]) -> String {
    let run = site.run(&[&["import"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout.split("Next:").next().unwrap().to_owned()
}

/// A page as Chrome saves it, with a frame.
fn mhtml(transfer: &str, page: &str) -> String {
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://quay.example/vote?utm_source=x\r\nSubject: A vote\r\n\
         Date: Tue, 6 Aug 2019 12:55:12 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\t\
         boundary=\"----Part----\"\r\n\r\n\r\n------Part----\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n\
         Content-Transfer-Encoding: {transfer}\r\nContent-Location: https://quay.example/vote?utm_source=x\r\n\r\n{page}\r\n\
         ------Part----\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\
         Content-Location: https://other.example/\r\n\r\n<p>Words of a frame.</p>\r\n\
         ------Part----\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Location: https://quay.example/a.gif\r\n\r\nR0lGODlhAQABAAAAACw=\r\n------Part------\r\n"
    )
}

#[test]
fn mhtml_is_imported_with_its_address_and_date_whatever_it_is_called() {
    let quoted = "<title>A vote</title><article><p>The f=C3=A4hre sails. Eleven to f=\r\nour.</p></article>";
    let site =
        Site::new().file("saved.mhtml", mhtml("quoted-printable", quoted)).file("page.html", mhtml("8bit", PAGE));
    assert_eq!(
        report(&site, &["saved.mhtml"]),
        "wrote content/sources/quay-vote.md from saved.mhtml\n  \
           original: kept as content/captures/quay-vote.mhtml\n  \
           captured: 2019-08-06T12:55:12+02:00, as the saved file says\n  \
           left out: pages in frames, 4 words, “Words of a frame.”\n  \
           still missing; add what you know: publisher, author, published, language, rights\n"
    );
    assert_eq!(
        fields(&site, "quay-vote"),
        "title: A vote\nurl: https://quay.example/vote?utm_source=x\ncaptured: 2019-08-06T12:55:12+02:00\n"
    );
    assert!(
        source(&site, "quay-vote").ends_with("\nThe fähre sails. Eleven to four.\n"),
        "{}",
        source(&site, "quay-vote")
    );
    report(&site, &["page.html", "--id", "second"]);
    assert!(source(&site, "second").contains("file: captures/second.mhtml\n"));
    assert!(source(&site, "second").contains("\nEleven to four.\n"));
}

#[test]
fn a_page_that_is_cut_off_is_imported_and_said_to_be() {
    let whole = mhtml("8bit", PAGE);
    let cut = &whole[..whole.find(" will reopen").unwrap()];
    let site = Site::new().file("cut.mhtml", cut);
    let report = report(&site, &["--id", "vote", "cut.mhtml"]);
    assert!(report.contains("the saved file is cut off or damaged, and words of its page may be missing"), "{report}");
    assert!(source(&site, "vote").ends_with("\nEleven to four.\n\nThe bridge\n"), "{}", source(&site, "vote"));
}

/// Nothing ever writes into the pipe, and the device has no end.
#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_refused_at_once() {
    let site = Site::new();
    assert!(std::process::Command::new("mkfifo").arg(site.path("pipe.html")).status().unwrap().success());
    for (named, id) in [("pipe.html", "pipe"), ("/dev/zero", "zero")] {
        let run = site.run(&["import", "--id", id, named]);
        let expected = format!("{named} is no regular file, but a folder, a pipe or a device");
        assert!(run.code == 2 && run.stderr.contains(&expected), "{}", run.stderr);
        assert!(run.stderr.contains("save what comes out of it as a file"), "{}", run.stderr);
    }
}

#[test]
fn programs_note_where_and_when_they_saved_a_page() {
    let site = Site::new()
        .file(
            "single.html",
            format!(
                "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://www.quay.example/vote \n saved date: \
                 Tue Aug 06 2019 12:55:12 GMT+0200 (Central European Summer Time)\n-->{PAGE}"
            ),
        )
        .file(
            "wayback.html",
            format!(
                "<!DOCTYPE html><html lang=en><link rel=canonical \
                 href=\"https://web.archive.org/web/20190807101112/https://quay.example/vote/\">{PAGE}\n<!--\n     FILE ARCHIVED ON \
                 10:11:12 Aug 07, 2019 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 10:11:12 Mar 14, 2024.\n-->"
            ),
        );
    assert_eq!(
        report(&site, &["single.html"]),
        "wrote content/sources/quay-vote.md from single.html\n  \
           original: kept as content/captures/quay-vote.html\n  \
           captured: 2019-08-06T12:55:12+02:00, as SingleFile’s comment in the file says\n  \
           still missing; add what you know: publisher, author, published, rights\n"
    );
    assert_eq!(
        report(&site, &["wayback.html", "--id", "from-archive"]),
        "wrote content/sources/from-archive.md from wayback.html\n  \
           original: kept as content/captures/from-archive.html\n  \
           captured: 2019-08-07T10:11:12Z, as the Wayback Machine’s comment in the file says\n  \
           note: this address was captured before, as quay-vote; to have this as another version of it, delete what was written and \
         import again with --version-of quay-vote\n  \
           still missing; add what you know: publisher, author, published, rights\n"
    );
    assert_eq!(
        fields(&site, "from-archive"),
        "title: A vote\nurl: https://quay.example/vote/\n\
         archive_url: https://web.archive.org/web/20190807101112/https://quay.example/vote/\ncaptured: 2019-08-07T10:11:12Z\nlanguage: en\n"
    );
    // What the editor says goes before.
    report(&site, &["single.html", "--id", "given", "--captured", "2024-03-14", "--url", "https://b.example/"]);
    assert!(fields(&site, "given").contains("url: https://b.example/\ncaptured: 2024-03-14\n"));
}

#[test]
fn a_version_is_written_only_if_its_words_differ() {
    let site = Site::new()
        .file("first.html", PAGE)
        .file("same.html", PAGE.replace("Eleven to four.", "Eleven  to <i>four</i>."))
        .file("changed.html", PAGE.replace("May", "June"));
    report(&site, &["first.html", "--id", "vote", "--captured", "2019-08-06"]);
    let import = |file: &str, day: &str| site.run(&["import", "--version-of", "vote", "--captured", day, file]);
    let same = import("same.html", "2019-08-07");
    assert_eq!(
        (same.code, same.stdout.as_str()),
        (0, "the words of same.html are those of content/sources/vote.md: nothing was written\n")
    );
    let changed = import("changed.html", "2019-08-08");
    assert!(
        changed.stdout.starts_with("wrote content/sources/vote-2019-08-08.md from changed.html\n"),
        "{}",
        changed.stdout
    );
    assert!(
        changed.stdout.ends_with("\nor see what the publisher changed: citeback diff vote\n"),
        "{}",
        changed.stdout
    );
    assert!(source(&site, "vote-2019-08-08").contains("\nversion_of: vote\n"));
    assert!(
        import("changed.html", "2019-08-09").stdout.contains("content/sources/vote-2019-08-08.md: nothing was written")
    );
    site.write("again.html", PAGE.replace("May", "July"));
    assert!(import("again.html", "2019-08-08").stdout.starts_with("wrote content/sources/vote-2019-08-08-2.md"));
    let run = site.run(&["check", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    for (base, screen) in [
        ("vot", "error: there is no source “vot”\n  did you mean “vote”?\n"),
        (
            "vote-2019-08-08",
            "error: “vote-2019-08-08” is itself a version, of “vote”\n  all versions of a page name the same source: --version-of vote\n",
        ),
    ] {
        let run = site.run(&["import", "--version-of", base, "changed.html"]);
        assert_eq!((run.code, run.stderr.as_str()), (2, screen));
    }
}

#[test]
fn what_an_editor_corrected_makes_no_version() {
    let site = Site::new().file("first.html", PAGE).file("same.html", PAGE.replace("four.", "<i>four</i>."));
    report(&site, &["first.html", "--id", "vote", "--captured", "2019-08-06"]);
    site.write("content/sources/vote.md", source(&site, "vote").replace("title: A vote", "title: The vote"));
    let import = || site.run(&["import", "--version-of", "vote", "--captured", "2019-08-07", "same.html"]).stdout;
    assert_eq!(
        import(),
        "the words of same.html are those of the original of content/sources/vote.md: nothing was written\n"
    );
    // What is not the original any more says nothing about the page.
    site.write("content/captures/vote.html", PAGE.replace("Eleven", "Twelve"));
    assert!(import().starts_with("wrote content/sources/vote-2019-08-07.md from same.html\n"));
}

#[test]
fn recapture_takes_no_name_of_a_file_for_a_title_and_the_address_from_the_import() {
    let site = Site::new().file("vote.html", "<p>Eleven to four. The bridge will reopen in May.</p>");
    report(&site, &["vote.html", "--id", "harbour", "--captured", "2019-08-06", "--url", "https://quay.example/vote"]);
    assert!(source(&site, "harbour").contains("\n  url: https://quay.example/vote\n"), "{}", source(&site, "harbour"));
    assert_eq!(
        site.run(&["recapture", "harbour"]).stdout,
        "harbour: the source says what its original says, content/captures/harbour.html\n"
    );
    assert_eq!(site.run(&["check"]).code, 0);
}

#[test]
fn a_clipping_keeps_what_a_source_has_and_lists_the_rest() {
    let clipping = "---\ntitle: \"A vote\"\nsource: \"https://quay.example/vote\"\nauthor:\n  - \"[[Ana Ruiz]]\"\npublished: 2024-03-12\n\
                    created: 2024-03-13\ndescription: \"Eleven to four.\"\ntags:\n  - \"clippings\"\n---\nEleven to four.\n";
    let site = Site::new().file("clip.md", clipping);
    assert_eq!(
        report(&site, &["clip.md"]),
        "wrote content/sources/quay-vote.md from clip.md\n  \
           original: kept as content/captures/quay-vote.md\n  \
           captured: 2024-03-13, as the file’s front matter says\n  \
           note: left out, as a source has no such fields: description “Eleven to four.”, tags “clippings”\n  \
           still missing; add what you know: publisher, language, rights\n"
    );
    assert_eq!(
        fields(&site, "quay-vote"),
        "title: \"A vote\"\npublished: 2024-03-12\nauthor: Ana Ruiz\nurl: https://quay.example/vote\ncaptured: 2024-03-13\n"
    );
    let run = site.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn words_become_an_id_and_today_is_said() {
    let site = Site::new().file("vote.txt", "A vote\n\nEleven to four.\n");
    let report = report(&site, &["vote.txt", "--id", "BBC One"]);
    let (first, rest) = report.split_once("  captured: ").unwrap();
    assert_eq!(
        first,
        "the id is bbc-one: ids are words in lower case, joined by hyphens\nwrote content/sources/bbc-one.md from vote.txt\n  \
         original: kept as content/captures/bbc-one.txt\n"
    );
    assert!(rest[10..].starts_with(", today; if you saved it on another day, correct it\n"), "{rest}");
}

#[test]
fn recapture_shows_what_an_editor_has_changed() {
    let site = Site::new().file("vote.html", PAGE);
    report(&site, &["vote.html", "--id", "vote", "--captured", "2019-08-06"]);
    let recapture = |arguments: &[&str]| site.run(&[&["recapture", "vote"], arguments].concat());
    assert_eq!(recapture(&[]).stdout, "vote: the source says what its original says, content/captures/vote.html\n");
    let edited =
        source(&site, "vote").replace("title: A vote", "title: The vote").replace("in May.", "in late May. Perhaps.");
    site.write("content/sources/vote.md", &edited);
    let run = recapture(&[]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (
            0,
            "vote: the source differs from its original, content/captures/vote.html\n  \
               title: The vote\n    \
                 an import says: A vote\n  \
               2 changes of the text: [-words of the original-] {+words of the source+}\n  \
               line 14: The bridge will reopen in {+late+} May.\n  \
               line 14: {+Perhaps.+}\n"
        )
    );
    assert_eq!(source(&site, "vote"), edited);
    // Another file is not taken for the original.
    site.write("other.html", "<p>Words.</p>");
    assert_eq!(
        recapture(&["--from", "other.html"]).stderr,
        "error: other.html is not the file that “vote” was imported from\n  its checksum is not that of the field “capture”: restore \
         the file\n"
    );
    let site = site.source("plain", "Words.");
    assert_eq!(
        site.run(&["recapture", "plain"]).stderr,
        "error: “plain” does not say what it was imported from\n  a source that is imported with citeback has the field “capture”\n"
    );
}

#[test]
fn links_to_originals_say_where_the_copy_is() {
    let archive = "https://web.archive.org/web/20190806125543/https://quay.example/vote";
    let site = Site::new()
        .file(
            "content/sources/vote.md",
            format!(
                "---\ntitle: A vote\nurl: https://quay.example/vote\narchive_url: {archive}\n---\nEleven to four.\n"
            ),
        )
        .claim("c", "vote", "Eleven to four.");
    site.build();
    let robust = format!(
        " data-originalurl=\"https://quay.example/vote\" data-versionurl=\"{archive}\" data-versiondate=\"2019-08-06T12:55:43Z\">"
    );
    let page = site.built("sources/vote.html");
    assert!(page.contains(&format!("href=\"https://quay.example/vote\"{robust}Original</a>")), "{page}");
    let time = "<time datetime=\"2019-08-06T12:55:43Z\">6 August 2019, 12:55 UTC</time>";
    assert!(page.contains(&format!("href=\"{archive}\"{robust}Archived copy</a> ({time})")), "{page}");
    assert_eq!(site.built("claims/c.html").matches(&robust).count(), 2);
}

#[test]
fn appearances_say_where_the_copy_is() {
    let archive = "https://web.archive.org/web/20190806125543/https://posts.example/1";
    let site = Site::new().source("vote", "Eleven to four.").claim("c", "vote", "Eleven to four.");
    let claim = fs::read_to_string(site.path("content/claims/c.yaml")).unwrap();
    let appearances = format!("appearances:\n  - {{url: https://posts.example/1, archive_url: \"{archive}\"}}\n");
    site.write("content/claims/c.yaml", appearances + &claim);
    site.build();
    let robust = format!(
        " data-originalurl=\"https://posts.example/1\" data-versionurl=\"{archive}\" data-versiondate=\"2019-08-06T12:55:43Z\">"
    );
    let page = site.built("claims/c.html");
    assert!(page.contains(&format!("href=\"https://posts.example/1\"{robust}")), "{page}");
    let time = "<time datetime=\"2019-08-06T12:55:43Z\">6 August 2019, 12:55 UTC</time>";
    assert!(page.contains(&format!("href=\"{archive}\"{robust}archived</a>, {time})")), "{page}");
    assert!(site.built("print.html").contains(&robust));
}
