//! `citeback import` on the saved pages in tests/import; the expected note is beside each page. `BLESS=1` rewrites the notes: read them
//! before you commit them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::site::{Site, files_below};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

/// The saved files; the expected note of each is `NAME.expected.md`.
fn saved_files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !path.to_str().unwrap().ends_with(".expected.md"));
    files.sort();
    files
}

fn imported(site: &Site, path: &Path) -> String {
    let run = site.run(&["import", "--captured", "2024-03-14", "--id", "it", path.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}: {}", path.display(), run.stderr);
    fs::read_to_string(site.path("content/sources/it.md")).unwrap()
}

/// A note without the field `capture`: the checksum of a page changes with each of its bytes.
fn without_capture(note: &str) -> String {
    let (before, rest) = note.split_once("capture:\n").unwrap();
    let (_, body) = rest.split_once("---\n").unwrap();
    format!("{before}---\n{body}")
}

#[test]
fn saved_pages_become_the_expected_notes() {
    let files = saved_files();
    assert!(files.len() >= 14);
    let mut differences = vec![];
    for path in files {
        let note = without_capture(&imported(&Site::new(), &path));
        let beside = PathBuf::from(format!("{}.expected.md", path.display()));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&beside, &note).unwrap();
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if note != expected {
            differences.push(format!(
                "{}\n{}",
                path.display(),
                similar::TextDiff::from_lines(&expected, &note).unified_diff()
            ));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn imported_notes_are_valid_and_sealed() {
    for path in saved_files() {
        let site = Site::new();
        let note = imported(&site, &path);
        assert!(note.contains("\nsha256: "), "{note}");
        let run = site.run(&["check", "--format", "json"]);
        let findings: Vec<&str> = run
            .stdout
            .lines()
            .filter(|line| !["source-unused", "doubtful-block"].iter().any(|code| line.contains(code)))
            .collect();
        assert!(findings.is_empty() && run.code == 0, "{}: {findings:?}", path.display());
    }
}

#[test]
fn every_quote_of_the_demonstration_is_found_in_imported_text() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut site = Site::new();
    for (path, bytes) in files_below(&content) {
        site.write(&format!("content/{path}"), bytes);
    }
    site.build();
    for id in ["investor-alert", "coincurb"] {
        let source = fs::read_to_string(content.join(format!("sources/{id}.md"))).unwrap();
        let title = source.lines().find_map(|line| line.strip_prefix("title: ")).unwrap();
        // What a reader would copy from the page: only its words.
        let text = format!("{title}\n\n{}", site.built(&format!("data/sources/{id}.txt")));
        site = site.file(&format!("{id}.txt"), text);
        fs::remove_file(site.path(&format!("content/sources/{id}.md"))).unwrap();
        let run = site.run(&["import", "--id", id, &format!("{id}.txt")]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        // An import cannot know whether it has the whole original.
        let path = format!("content/sources/{id}.md");
        let imported = fs::read_to_string(site.path(&path)).unwrap();
        site.write(&path, imported.replacen("---\n", "---\nextent: full\n", 1));
    }
    let run = site.run(&["check", "--deny-warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn reports_what_was_written_and_what_is_missing() {
    let site = Site::new().file("Saved page.html", "<title>A vote</title><article><p>Eleven to four.</p></article>");
    let run = site.run(&[
        "import",
        "Saved page.html",
        "--captured",
        "2024-03-14T09:30:00Z",
        "--url",
        "https://a.example/vote",
    ]);
    assert_eq!(
        run.stdout,
        "wrote content/sources/a-vote.md from Saved page.html\n  \
           original: kept as content/captures/a-vote.html\n  \
           still missing; add what you know: publisher, author, published, language, rights\n\
         Next: read the text once. If a line is not part of the article, delete it and seal the text again: citeback seal a-vote\n\
         Then find the words to quote: citeback find WORDS\n\
         or start a note on it: citeback new claim ID --from a-vote\n"
    );
    let written = fs::read_to_string(site.path("content/sources/a-vote.md")).unwrap();
    assert!(written.contains("url: https://a.example/vote\ncaptured: 2024-03-14T09:30:00Z\n"), "{written}");
    let again = site.run(&["import", "Saved page.html"]);
    assert_eq!(
        (again.code, again.stderr.as_str()),
        (
            2,
            "error: Saved page.html was imported before: content/sources/a-vote.md\n  to import it again as another source, choose \
             an id with --id\n"
        )
    );
    assert_eq!(fs::read_to_string(site.path("content/sources/a-vote.md")).unwrap(), written);
}

#[test]
fn a_dry_run_prints_the_note_and_writes_nothing() {
    let site = Site::new().file("vote.txt", "A vote\n\nEleven to four.\n");
    let before = files_below(site.root());
    let dry = site.run(&["import", "--dry-run", "--captured", "2024-03-14", "vote.txt"]);
    assert_eq!(files_below(site.root()), before);
    site.run(&["import", "--captured", "2024-03-14", "vote.txt"]);
    assert_eq!(dry.stdout, fs::read_to_string(site.path("content/sources/vote.md")).unwrap());
}

#[test]
fn files_that_cannot_be_imported_are_named() {
    let site = Site::new()
        .file("deep.html", "<div>".repeat(10_000))
        .file("letter.docx", "PK\x03\x04....word/document.xml")
        .file("report.html", "%PDF-1.7\n")
        .file("report.pdf", "<p>Not found</p>")
        .file("shell.html", "<div id=root></div><script src=app.js></script>")
        .file("letter.eml", "Received: from a.example\nTo: b@a.example\nMIME-Version: 1.0\n\nEleven to four.\n")
        .file("notes.xyz", "Eleven to four.\n");
    let before = files_below(site.root());
    for (bad, screen) in [
        (
            "deep.html",
            "error: deep.html: its HTML is too large or too deeply nested\n  open the page in a browser, select the article, and \
             save its text as a .txt file\n",
        ),
        (
            "letter.docx",
            "error: letter.docx: it is a document of a word processor\n  open it in its own program, and save it as plain text \
             (.txt)\n",
        ),
        (
            "report.html",
            "error: report.html: it is damaged: pdftotext cannot read it\n  open it in a viewer; if that shows it, print it to a new \
             PDF and import that, or else download it again\n",
        ),
        (
            "report.pdf",
            "error: report.pdf: it is no PDF, although its name ends in .pdf\n  download it again: what was saved may be a page with \
             a message, and not the document\n",
        ),
        (
            "shell.html",
            "error: shell.html: this page is an empty shell: scripts load its text, which is not in the file\n  open the page \
             in a browser, select the article, and save its text as a .txt file\n",
        ),
        ("letter.eml", "error: letter.eml: it is a mail\n  open it, and save its text as plain text (.txt)\n"),
        (
            "notes.xyz",
            "error: notes.xyz: it cannot be imported\n  only .html, .mhtml, .pdf, .txt, .md, .vtt and .srt files can be imported; save the \
             article as one of these\n",
        ),
    ] {
        let run = site.run(&["import", bad]);
        assert_eq!((run.code, run.stderr.as_str()), (2, screen));
    }
    assert_eq!(files_below(site.root()), before);
    site.write("long.txt", "a ".repeat(5 << 20));
    let run = site.run(&["import", "long.txt"]);
    assert!(run.stderr.starts_with("error: long.txt: its text is longer than 8 MiB"), "{}", run.stderr);
}

#[test]
fn a_folder_is_imported_file_by_file_and_what_fails_is_listed_at_the_end() {
    let page = fs::read(folder().join("boxes-after-the-article.html")).unwrap();
    let site = Site::new()
        .file("saved/a vote.txt", "A vote\n\nEleven to four.\n")
        .file("saved/fares.html", page)
        .file("saved/fares_files/frame.html", "<p>A frame of the page.</p>")
        .file("saved/fares_files/style.css", "p {}")
        .file("saved/march/empty.html", "<p></p>")
        .file("saved/march/report.pdf", "%PDF-1.7\n")
        .file("saved/march/same.txt", "A vote\n\nEleven to five.\n")
        .file("saved/march/picture.png", "x")
        .file("saved/.hidden.html", "<p>Hidden.</p>");
    let run = site.run(&["import", "saved", "--captured", "2024-03-14"]);
    assert_eq!(
        run.stdout,
        "wrote content/sources/vote.md from saved/a vote.txt\n\
         wrote content/sources/quay-ferry-fares-rise-tenth.md from saved/fares.html; left out: author 19 words, buttons and \
         fields 1 word, captions 8 words, comments 41 words, details 1 word, navigation 6 words, other articles 40 words, sign-ups 16 \
         words\n\
         imported 2 of 5 files\n\
         not read: 1 file of other kinds (1 .png)\n\
         not read: saved/fares_files, which has the parts of a page\n\
         Next: read the text once. If a line is not part of the article, delete it and seal the text again: citeback seal vote \
         quay-ferry-fares-rise-tenth\n\
         Then find the words to quote: citeback find WORDS\n\
         or start a note on it: citeback new claim ID --from vote\n"
    );
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            1,
            "error: 3 files could not be imported\n  \
               saved/march/empty.html: it contains no text\n    \
                 open the page in a browser, select the article, and save its text as a .txt file\n  \
               saved/march/report.pdf: it is damaged: pdftotext cannot read it\n    \
                 open it in a viewer; if that shows it, print it to a new PDF and import that, or else download it again\n  \
               saved/march/same.txt: the id “vote” is taken by saved/a vote.txt\n    \
                 choose another id with --id, such as --id harbour-post-2024\n"
        )
    );
    let files: Vec<String> = files_below(&site.path("content")).into_iter().map(|(path, _)| path).collect();
    assert_eq!(
        files,
        [
            "brief.yaml",
            "captures/quay-ferry-fares-rise-tenth.html",
            "captures/vote.txt",
            "sources/quay-ferry-fares-rise-tenth.md",
            "sources/vote.md"
        ]
    );
    // What was imported before is not imported again.
    let again = site.run(&["import", "saved/a vote.txt", "saved/fares.html"]);
    assert!(again.stdout.starts_with("imported 0 of 2 files\n"), "{}", again.stdout);
    assert!(
        again.stderr.contains("saved/a vote.txt was imported before: content/sources/vote.md\n"),
        "{}",
        again.stderr
    );
    assert_eq!(again.code, 1);
}

#[test]
fn a_wrong_path_and_a_folder_without_pages_are_named() {
    let site = Site::new().file("pictures/bridge.png", "x");
    for (path, screen) in [
        (
            "vote.html",
            "error: there is no file vote.html\n  look at its name, and at the folder in which the command runs\n",
        ),
        (
            "pictures",
            "error: there is nothing to import in pictures\n  files to import end in .html, .mhtml, .pdf, .txt, .md, .vtt or .srt\n  not read: 1 file of \
             other kinds (1 .png)\n",
        ),
    ] {
        let run = site.run(&["import", path]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (2, "", screen));
    }
}

#[test]
fn the_original_is_kept_and_never_published() {
    let page = b"<title>A vote</title><article><p>Eleven to four.</p></article>\xFF";
    let site = Site::new().file("saved.html", page);
    let run = site.run(&["import", "saved.html", "--captured", "2024-03-14", "--keep", "captions"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(fs::read(site.path("content/captures/vote.html")).unwrap(), page);
    let written = fs::read_to_string(site.path("content/sources/vote.md")).unwrap();
    let sha256 = "db98842cf07d584ecb0ddc7b258b7c20751cb8ce706ead0c02aa84ddbe1ae773";
    let capture = format!("capture:\n  file: captures/vote.html\n  sha256: {sha256}\n  keep:\n    - captions\n---\n");
    assert!(written.contains(&capture), "{written}");
    let site = site.claim("c", "vote", "Eleven to four.");
    site.build();
    for (path, bytes) in site.output() {
        assert!(!path.contains("captures"), "{path}");
        assert!(!String::from_utf8_lossy(&bytes).contains(sha256), "{path}");
    }
    let away = site.run(&["import", "saved.html", "--no-original", "--id", "away"]);
    assert_eq!(away.code, 0, "{}", away.stderr);
    let written = fs::read_to_string(site.path("content/sources/away.md")).unwrap();
    assert!(written.contains(&format!("capture:\n  name: saved.html\n  sha256: {sha256}\n---\n")), "{written}");
    assert!(!site.path("content/captures/away.html").exists());
}

#[test]
fn what_is_left_out_is_reported_and_can_be_kept() {
    let page = fs::read(folder().join("boxes-after-the-article.html")).unwrap();
    let site = Site::new().file("fares.html", page);
    let run = site.run(&["import", "fares.html", "--captured", "2024-03-14"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (report, _) = run.stdout.split_once("Next:").unwrap();
    assert_eq!(
        report,
        "wrote content/sources/quay-ferry-fares-rise-tenth.md from fares.html\n  \
           original: kept as content/captures/quay-ferry-fares-rise-tenth.html\n  \
           left out: author, 19 words, “About the author Ana Ruiz has reported on the harbour since…”\n  \
           left out: buttons and fields, 1 word, “Subscribe”\n  \
           left out: captions, 8 words, “The ferry to the island. Photo: Ben Okri”\n  \
           left out: comments, 41 words, “2 comments I take the ferry every day, and I would pay more…”\n  \
           left out: details, 1 word, “Transport”\n  \
           left out: navigation, 6 words in 2 places, “The Quay News Sport”\n  \
           left out: other articles, 40 words in 3 places, “Bridge to reopen in May The bridge will reopen in May, two…”\n  \
           left out: sign-ups, 16 words, “Never miss a ferry Get our letter every Friday, with all…”\n  \
           import again with --keep GROUP to have a group in the text, or with --keep and some of its words\n  \
           still missing; add what you know: rights\n"
    );
    let kept = site.run(&["import", "fares.html", "--id", "kept", "--keep", "captions", "--keep", "About the author"]);
    assert!(!kept.stdout.contains("captions") && !kept.stdout.contains("out: author"), "{}", kept.stdout);
    let source = fs::read_to_string(site.path("content/sources/kept.md")).unwrap();
    for words in ["The ferry to the island.", "Ana Ruiz has reported on the harbour since 2011"] {
        assert!(source.contains(words), "{source}");
    }
}
