//! Web archives as sources: which page of them, as it was when, and what is said where none can be taken.

use std::fs;
use std::io::Write;

use crate::site::Site;
use crate::watching::{Running, get};

/// A record with these fields.
fn record(kind: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let head = format!("WARC/1.1\r\nWARC-Type: {kind}\r\n{fields}Content-Length: {}\r\n\r\n", block.len());
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// What a server answered with, as a record.
fn answer(url: &str, date: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let fields = format!(
        "WARC-Target-URI: {url}\r\nWARC-Date: {date}\r\nWARC-Record-ID: <urn:{url}:{date}>\r\n\
         Content-Type: application/http;msgtype=response\r\n"
    );
    record("response", &fields, &[format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat())
}

/// A page with this headline and paragraph.
fn page(url: &str, date: &str, title: &str, words: &str) -> Vec<u8> {
    let html = format!("<!doctype html><title>{title}</title><article><h1>{title}</h1><p>{words}</article>");
    answer(url, date, "200 OK\r\nContent-Type: text/html; charset=utf-8", html.as_bytes())
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A ZIP file with these members, none of them packed.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = vec![];
    let mut archive = rawzip::ZipArchiveWriter::new(&mut file);
    for (name, bytes) in members {
        let (mut entry, config) =
            archive.new_file(name).compression_method(rawzip::CompressionMethod::STORE).start().unwrap();
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    file
}

const VOTE: &str = "https://quay.example/vote";

/// Three pages, one of them twice, with what else an archive has.
fn crawl() -> Vec<Vec<u8>> {
    vec![
        record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: a crawler\r\n"),
        page(VOTE, "2024-03-12T10:00:00Z", "The vote", "Eleven to four, the council voted on Monday."),
        answer("https://quay.example/old", "2024-03-12T10:00:01Z", "301 Moved\r\nLocation: /vote", b""),
        answer(
            "https://quay.example/gone",
            "2024-03-12T10:00:02Z",
            "404 Not Found\r\nContent-Type: text/html",
            b"<p>Gone.",
        ),
        answer("https://quay.example/a.png", "2024-03-12T10:00:03Z", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        page(
            "https://quay.example/bridge",
            "2024-03-12T10:00:04Z",
            "The\u{202e} bridge &amp; I",
            "It will reopen in May.",
        ),
        page(VOTE, "2024-04-02T10:00:00.123456Z", "The vote", "Twelve to four, the council voted on Monday."),
        page("https://quay.example/about", "2024-03-12T10:00:05Z", "About us", "We write about the harbour."),
    ]
}

fn source(site: &Site, id: &str) -> String {
    fs::read_to_string(site.path(&format!("content/sources/{id}.md"))).unwrap()
}

/// The report of an import, without what comes next.
#[track_caller]
fn report(site: &Site, arguments: &[&str]) -> String {
    let run = site.run(&[&["import"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout.split("Next:").next().unwrap().to_owned()
}

#[track_caller]
fn refusal(site: &Site, arguments: &[&str]) -> String {
    let run = site.run(&[&["import"], arguments].concat());
    assert_eq!(run.code, 2, "{}", run.stdout);
    run.stderr
}

#[test]
fn the_only_page_of_an_archive_is_imported_with_its_address_and_date() {
    let vote = page(VOTE, "2024-03-12T10:00:00Z", "The vote", "Eleven to four, the council voted on Monday.");
    let site = Site::new().file("vote.warc", &vote).file("packed.warc.gz", packed(&vote));
    assert_eq!(
        report(&site, &["vote.warc"]),
        "wrote content/sources/quay-vote.md from vote.warc\n  original: kept as content/captures/quay-vote.warc\n  \
         captured: 2024-03-12T10:00:00Z, as the web archive says\n  \
         still missing; add what you know: publisher, author, published, language, rights\n"
    );
    let text = source(&site, "quay-vote");
    assert!(text.contains("\nurl: https://quay.example/vote\ncaptured: 2024-03-12T10:00:00Z\n"), "{text}");
    assert!(text.ends_with("\n\nEleven to four, the council voted on Monday.\n"), "{text}");
    let again = report(&site, &["packed.warc.gz", "--id", "again"]);
    assert!(again.contains("original: kept as content/captures/again.warc.gz\n"), "{again}");
    for id in ["quay-vote", "again"] {
        let run = site.run(&["recapture", id]);
        assert!(
            run.stdout.starts_with(&format!("{id}: the source says what its original says")),
            "{} {}",
            run.stdout,
            run.stderr
        );
    }
}

#[test]
fn an_archive_with_several_pages_asks_which() {
    let site = Site::new().file("crawl.warc", crawl().concat());
    assert_eq!(
        refusal(&site, &["crawl.warc"]),
        "error: crawl.warc: there are 3 pages in this archive\n  say which one is to be imported, with --url and its address:\n    \
         https://quay.example/vote  2024-04-02  The vote\n    https://quay.example/bridge  2024-03-12  The bridge & I\n    \
         https://quay.example/about  2024-03-12  About us\n"
    );
    for (url, message) in [
        (
            "https://quay.example/votes",
            "error: crawl.warc: there is no page https://quay.example/votes in this archive\n  did you mean one of these?\n    \
             --url https://quay.example/vote\n    --url https://quay.example/about\n    --url https://quay.example/bridge\n",
        ),
        (
            "https://elsewhere.test/",
            "error: crawl.warc: there is no page https://elsewhere.test/ in this archive\n  without --url, citeback lists the pages \
             that the archive has\n",
        ),
        (
            "https://quay.example/old",
            "error: crawl.warc: in this archive https://quay.example/old leads to another address\n  take that one: --url \
             https://quay.example/vote\n",
        ),
        (
            "https://quay.example/gone",
            "error: crawl.warc: this archive has no page https://quay.example/gone: the site answered 404\n  record the page again, \
             or save it from the browser as “Web page, HTML only” (.html)\n",
        ),
    ] {
        assert_eq!(refusal(&site, &["crawl.warc", "--url", url]), message);
    }
    let many: Vec<u8> = (0..31)
        .flat_map(|at| page(&format!("https://quay.example/{at}"), "2024-03-12T10:00:00Z", "A page", "Words."))
        .collect();
    let site = site.file("many.warc", many);
    let refusal = refusal(&site, &["many.warc"]);
    assert!(refusal.contains("there are 31 pages") && refusal.ends_with("\n    and 11 more\n"), "{refusal}");
    assert_eq!(refusal.lines().count(), 23);
}

#[test]
fn of_several_copies_the_latest_is_taken_or_that_of_a_day() {
    let site = Site::new().file("crawl.warc", crawl().concat());
    let latest = report(&site, &["crawl.warc", "--url", "http://www.quay.example/vote?utm_source=x", "--id", "latest"]);
    let remark = "note: the archive has 2 copies of this page, this is the latest; to take that of another day, import it with \
                  --captured DAY: 2024-03-12T10:00:00Z, 2024-04-02T10:00:00Z\n";
    assert!(latest.contains(remark) && latest.contains("captured: 2024-04-02T10:00:00Z, as"), "{latest}");
    assert!(source(&site, "latest").contains("\nTwelve to four,"), "{}", source(&site, "latest"));
    report(&site, &["crawl.warc", "--url", VOTE, "--captured", "2024-03-12", "--id", "first"]);
    let first = source(&site, "first");
    assert!(first.contains("\nEleven to four,") && first.contains("\nurl: https://quay.example/vote\n"), "{first}");
    for id in ["latest", "first"] {
        let run = site.run(&["recapture", id]);
        assert!(run.stdout.contains("says what its original says"), "{} {}", run.stdout, run.stderr);
    }
}

#[test]
fn a_wacz_lists_the_pages_that_were_recorded() {
    let [_, vote, others @ ..] = &crawl()[..] else { panic!("no page") };
    let records: Vec<u8> = std::iter::once(vote).chain(others).flat_map(|record| packed(record)).collect();
    let list = |pages: &str| format!("{{\"format\": \"json-pages-1.0\", \"id\": \"pages\"}}\n{pages}");
    let one = list("{\"url\": \"https://quay.example/bridge\", \"ts\": \"2024-03-12T10:00:04Z\", \"title\": \"B\"}\n");
    let two = one.clone() + "{\"url\": \"https://quay.example/vote#x\", \"title\": \"Of the list\"}\nno JSON\n";
    let of = |pages: &str| {
        zip(&[
            ("datapackage.json", b"{}"),
            ("archive/data.warc.gz", &records),
            ("archive/../../data.warc", b"WARC/1.0"),
            ("pages/pages.jsonl", pages.as_bytes()),
        ])
    };
    let site = Site::new().file("one.wacz", of(&one)).file("two.zip", of(&two));
    let one = report(&site, &["one.wacz"]);
    assert!(one.contains("original: kept as content/captures/quay-bridge.wacz\n"), "{one}");
    assert!(source(&site, "quay-bridge").ends_with("\n\nIt will reopen in May.\n"));
    let two = refusal(&site, &["two.zip"]);
    assert!(two.contains("there are 2 pages") && two.contains("/vote  2024-04-02  Of the list\n"), "{two}");
    // What is not on the list can be had all the same.
    report(&site, &["two.zip", "--url", "https://quay.example/about"]);
    let cut = &of("")[..records.len() + 200];
    let site = site.file("cut.wacz", cut);
    let refused = refusal(&site, &["cut.wacz"]);
    assert!(refused.starts_with("error: cut.wacz: the archive is cut off or damaged"), "{refused}");
}

#[test]
fn what_servers_and_archives_do_to_a_page_is_undone() {
    let html = "<!doctype html><title>The vote</title><article><p>Eleven to four, the council voted.</article>";
    let chunked = format!("{:x}\r\n{html}\r\n0\r\n\r\n", html.len());
    let latin = "<title>A</title><article><p>Die F\u{e4}hre f\u{e4}hrt.</article>"
        .chars()
        .map(|c| c as u8)
        .collect::<Vec<u8>>();
    let at = "2024-03-12T10:00:00Z";
    let resource = format!("WARC-Target-URI: {VOTE}\r\nWARC-Date: {at}\r\nContent-Type: text/html; charset=utf-8\r\n");
    let plain = "200 OK\r\nContent-Type: text/plain";
    let revisit = format!(
        "WARC-Target-URI: {VOTE}\r\nWARC-Date: 2024-03-14T10:00:00Z\r\nWARC-Refers-To-Target-URI: {VOTE}\r\n\
         WARC-Refers-To-Date: {at}\r\nContent-Type: application/http;msgtype=response\r\n"
    );
    let again = [
        answer(VOTE, at, "200 OK\r\nContent-Type: text/html", html.as_bytes()),
        record("revisit", &revisit, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
    ];
    for (id, archive, words) in [
        (
            "gzip",
            answer(VOTE, at, "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", &packed(html.as_bytes())),
            "Eleven to four",
        ),
        (
            "chunks",
            answer(VOTE, at, "200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked", chunked.as_bytes()),
            "Eleven to four",
        ),
        (
            "latin",
            answer(VOTE, at, "200 OK\r\nContent-Type: text/html; charset=iso-8859-1", &latin),
            "Die Fähre fährt.",
        ),
        ("resource", record("resource", &resource, html.as_bytes()), "Eleven to four"),
        ("plain", answer(VOTE, at, plain, html.as_bytes()), "Eleven to four"),
        (
            "text",
            answer(VOTE, at, plain, b"The vote\n\nEleven to four, the council voted.\n"),
            "\n\nEleven to four, the",
        ),
        ("again", again.concat(), "captured: 2024-03-14T10:00:00Z"),
    ] {
        let site = Site::new().file("a.warc", archive);
        report(&site, &["a.warc", "--id", id]);
        let text = source(&site, id);
        assert!(text.contains(words) && text.contains(&format!("\nurl: {VOTE}\n")), "{id}: {text}");
        let run = site.run(&["recapture", id]);
        assert!(run.stdout.contains("says what its original says"), "{id}: {} {}", run.stdout, run.stderr);
    }
    let brotli = answer(VOTE, at, "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br", b"\x8b\x03\x80abc\x03");
    let site = Site::new()
        .file("a.warc", brotli)
        .file("none.warc", answer(VOTE, at, "200 OK\r\nContent-Type: image/png", b"\x89PNG"));
    assert_eq!(
        refusal(&site, &["a.warc"]),
        "error: a.warc: the page is compressed with Brotli in the archive, which citeback cannot unpack\n  open the archive in a \
         browser, for example at replayweb.page, and save the page from there as .html\n"
    );
    let refused = refusal(&site, &["none.warc"]);
    assert!(refused.starts_with("error: none.warc: there is no page in this archive\n"), "{refused}");
}

#[test]
fn a_damaged_archive_is_read_as_far_as_it_goes_and_said_to_be() {
    let [_, vote, ..] = &crawl()[..] else { panic!("no page") };
    let two = [vote.clone(), b"WARC/1.0\r\nContent-Length: -5\r\n\r\nxxxxx".to_vec()].concat();
    let gzip = packed(vote);
    let site = Site::new()
        .file("behind.warc", two)
        .file("cut.warc", &vote[..vote.len() - 30])
        .file("cut.warc.gz", &gzip[..gzip.len() - 12])
        .file("returns.warc", String::from_utf8_lossy(vote).replace('\n', ""));
    let behind = report(&site, &["behind.warc", "--id", "behind"]);
    assert!(behind.contains("note: the archive is cut off or damaged, and pages may be missing in it\n"), "{behind}");
    let cut = report(&site, &["cut.warc", "--id", "cut"]);
    assert!(cut.contains("note: the archive has only a part of this page, and words may be missing:"), "{cut}");
    report(&site, &["cut.warc.gz", "--id", "packed"]);
    let refused = refusal(&site, &["returns.warc"]);
    assert!(refused.contains("no page can be read in this archive, which is cut off or damaged"), "{refused}");
}

#[test]
fn words_in_frames_are_reported() {
    let framed = "Eleven to four, the council voted on Monday.<iframe src=/frame></iframe><iframe src='https://x.test/'></iframe>";
    let records = [
        page(VOTE, "2024-03-12T10:00:00Z", "The vote", framed),
        page("https://quay.example/frame", "2024-03-11T10:00:00Z", "F", "Words of another day."),
        page("https://quay.example/frame", "2024-03-12T10:00:01Z", "F", "Words in a frame."),
    ];
    let site = Site::new().file("a.warc", records.concat());
    let report = report(&site, &["a.warc", "--url", VOTE]);
    assert!(report.contains("left out: pages in frames, 5 words, “F Words in a frame.”\n"), "{report}");
}

#[test]
fn archives_of_a_folder_are_imported_and_asked_about() {
    let [_, vote, ..] = &crawl()[..] else { panic!("no page") };
    let site = Site::new().file("in/vote.warc.gz", packed(vote)).file("in/crawl.warc", crawl().concat());
    let run = site.run(&["import", "in"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.contains("imported 1 of 2 files\n"), "{}", run.stdout);
    assert!(run.stderr.contains("there are 3 pages in this archive\n"), "{}", run.stderr);
}

#[test]
fn originals_of_every_format_are_kept_imported_again_and_looked_at() {
    let html = "<!doctype html><title>The vote</title><script>x.js</script><article><p>Eleven to four, the council voted on <a \
                href='https://a.example/'>Monday</a>.</article>";
    let mhtml = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: {VOTE}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\t\
         type=\"text/html\"; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{html}\r\n--x--\r\n"
    );
    let vote = answer(VOTE, "2024-03-12T10:00:00Z", "200 OK\r\nContent-Type: text/html", html.as_bytes());
    let other = page("https://quay.example/a", "2024-03-12T10:00:00Z", "Another", "Other words.");
    let two = [other, vote.clone()].concat();
    let cues = "00:00:01,000 --> 00:00:03,000\nEleven to four, the council voted.\n";
    let files: [(&str, &str, Vec<u8>); 11] = [
        ("html", "html", html.into()),
        ("mhtml", "mhtml", mhtml.into()),
        ("txt", "txt", "The vote\n\nEleven to four, the council voted.\n".into()),
        ("md", "md", "# The vote\n\nEleven to four, the council voted.\n".into()),
        (
            "vtt",
            "vtt",
            format!("WEBVTT\n\n{}", cues.replace(',', ".")).replace("Eleven to four.", "Eleven to four,").into(),
        ),
        ("srt", "srt", format!("1\n{cues}").into()),
        ("csv", "csv", "Vote;Result\nOn Monday;\"Eleven to four, the council voted\"\n".into()),
        ("tsv", "tsv", "Vote\tResult\nOn Monday\tEleven to four, the council voted\n".into()),
        ("warc", "warc", two.clone()),
        ("packed", "warc.gz", packed(&two)),
        ("wacz", "wacz", zip(&[("archive/data.warc.gz", &packed(&two))])),
    ];
    let mut site = Site::new().source("report", "Words.").claim("c", "report", "Words.");
    for (id, ending, bytes) in &files {
        let name = format!("in/{id}.{ending}");
        site = site.file(&name, bytes);
        let run = site.run(&["import", &name, "--id", id, "--source", "--url", VOTE]);
        assert_eq!(run.code, 0, "{id}: {}", run.stderr);
        let kept = fs::read(site.path(&format!("content/captures/{id}.{ending}"))).unwrap();
        assert_eq!(&kept, bytes, "{id}");
        let run = site.run(&["recapture", id]);
        assert!(run.stdout.contains("says what its original says"), "{id}: {} {}", run.stdout, run.stderr);
    }
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    for (id, ..) in &files {
        let original = get(&address, &format!("/.citeback/original/{id}"), &address);
        let (_, body) = original.split_once("\r\n\r\n").unwrap();
        assert!(body.contains("Eleven to four, the council voted"), "{id}: {body}");
        assert!(!body.contains("x.js") && !body.contains("a href") && !body.contains("Other words"), "{id}: {body}");
    }
}
