//! `citeback import` on PDFs: what it makes of their layout, and what it refuses. The PDFs are written here, with [`Pdf`]. Poppler's
//! `pdftotext` reads them, which scripts/test installs.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::site::Site;

/// A PDF with text at places, in Helvetica, whose letters every reader of PDFs knows the width of.
#[derive(Default)]
pub struct Pdf {
    pages: Vec<String>,
    info: String,
}

impl Pdf {
    pub fn page(mut self, lines: &[(f32, f32, f32, &str)]) -> Self {
        let mut content = String::new();
        for (x, y, size, text) in lines {
            let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
            let _ = writeln!(content, "BT /F1 {size} Tf {x} {} Td ({text}) Tj ET", 800.0 - y);
        }
        self.pages.push(content);
        self
    }

    pub fn info(mut self, info: &str) -> Self {
        self.info = info.to_owned();
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let count = self.pages.len();
        let kids: String = (0..count).map(|page| format!("{} 0 R ", 5 + 2 * page)).collect();
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>".to_owned(),
            format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
            format!("<< {} >>", self.info),
        ];
        for (page, content) in self.pages.iter().enumerate() {
            let contents = 6 + 2 * page;
            objects.push(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> /Contents {contents} 0 R >>"
            ));
            objects.push(format!("<< /Length {} >>\nstream\n{content}endstream", content.len()));
        }
        let mut out = "%PDF-1.4\n".to_owned();
        let mut places = vec![];
        for (at, object) in objects.iter().enumerate() {
            places.push(out.len());
            let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1);
        }
        let start = out.len();
        let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
        for place in &places {
            let _ = writeln!(out, "{place:010} 00000 n ");
        }
        let size = places.len() + 1;
        let _ = write!(out, "trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n");
        out.into_bytes()
    }
}

/// A report of three pages with a headline, running heads, page numbers, a footnote, and a paragraph and a word that run on.
fn report() -> Pdf {
    let body = |page: usize| {
        let mut lines = vec![(60.0, 40.0, 9.0, "Harbour inquiry"), (480.0, 40.0, 9.0, "Final report")];
        lines.push((295.0, 770.0, 9.0, ["iv", "v", "vi"][page]));
        lines
    };
    let mut first = body(0);
    first.extend([
        (60.0, 110.0, 20.0, "A report on the harbour"),
        (60.0, 150.0, 11.0, "The council voted by eleven to four for the new bridge, and not for the ferry,"),
        (60.0, 164.0, 11.0, "which it had promised.  It heard the engineers twice before it did so, and not"),
        (60.0, 178.0, 11.0, "the inhabitants."),
    ]);
    first.extend([
        (134.7, 174.0, 6.5, "1"),
        (150.0, 178.0, 11.0, "Nobody had asked them in spring."),
        (60.0, 210.0, 11.0, "The bridge costs four million, of which the town pays a half and the country the"),
        (60.0, 224.0, 11.0, "rest. The engineers gave two estimates, and both were lower than what the har-"),
        (60.0, 700.0, 8.0, "1 The minutes name nine speakers, none of them from the old town."),
    ]);
    let mut second = body(1);
    second.extend([
        (60.0, 100.0, 11.0, "bour board had set aside in its budget of last year, as the mayor said again."),
        (60.0, 130.0, 14.0, "What it costs"),
        (60.0, 160.0, 11.0, "Bridge"),
        (200.0, 160.0, 11.0, "4,000"),
        (300.0, 160.0, 11.0, "2024"),
        (60.0, 176.0, 11.0, "Ferry"),
        (200.0, 176.0, 11.0, "1,250"),
        (300.0, 176.0, 11.0, "2025"),
        (60.0, 192.0, 11.0, "Road"),
        (200.0, 192.0, 11.0, "310"),
        (300.0, 192.0, 11.0, "2026"),
    ]);
    let mut third = body(2);
    third.push((60.0, 100.0, 11.0, "The harbour stays open."));
    Pdf::default()
        .page(&first)
        .page(&second)
        .page(&third)
        .info("/Title (A report on the harbour) /Author (Ann Lee; Tom Ray) /CreationDate (D:20240312093000Z)")
}

fn imported(site: &Site, pdf: &[u8]) -> (String, String) {
    site.write("report.pdf", pdf);
    let run = site.run(&[
        "import",
        "--id",
        "report",
        "--captured",
        "2024-03-14",
        "--url",
        "https://news.example/r.pdf",
        "report.pdf",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    (fs::read_to_string(site.path("content/sources/report.md")).unwrap(), run.stdout)
}

#[test]
fn a_report_becomes_a_source_with_its_pages() {
    let site = Site::new();
    let (note, said) = imported(&site, &report().bytes());
    let (fields, body) = note.split_once("---\n\n").unwrap();
    assert_eq!(
        body,
        "<!-- page 1: iv -->\n\n\
         The council voted by eleven to four for the new bridge, and not for the ferry, which it had promised. It heard the engineers \
         twice before it did so, and not the inhabitants. Nobody had asked them in spring.\n\n\
         The bridge costs four million, of which the town pays a half and the country the rest. The engineers gave two estimates, and \
         both were lower than what the harbour <!-- page 2: v -->board had set aside in its budget of last year, as the mayor said \
         again.\n\n\
         ### What it costs\n\n\
         | Bridge | 4,000 | 2024 |\n| --- | --- | --- |\n| Ferry | 1,250 | 2025 |\n| Road | 310 | 2026 |\n\n\
         <!-- page 3: vi -->\n\n\
         The harbour stays open.\n\n\
         ---\n\n\
         <!-- page 1: iv -->\n\n\
         1 The minutes name nine speakers, none of them from the old town.\n"
    );
    for field in [
        "title: A report on the harbour\n",
        "author:\n  - Ann Lee\n  - Tom Ray\n",
        "published: 2024-03-12  # unsure: the day on which the file was made\n",
        "language: en\n",
        "kind: report\n",
        "file: captures/report.pdf\n",
    ] {
        assert!(fields.contains(field), "{field}: {fields}");
    }
    for line in [
        "left out: note marks, 1 word, “1”",
        "left out: page numbers, 3 words in 3 places, “iv”",
        "left out: running heads, 12 words in 3 places, “Harbour inquiry Final report”",
    ] {
        assert!(said.contains(line), "{said}");
    }
    assert_eq!(fs::read(site.path("content/captures/report.pdf")).unwrap(), report().bytes());
}

#[test]
fn a_passage_of_a_report_leads_to_its_page() {
    let site = Site::new();
    imported(&site, &report().bytes());
    let site = site.claim("c", "report", "both were lower than what the harbour board had set aside").claim(
        "d",
        "report",
        "none of them from the old town",
    );
    site.build();
    for (page, shown, address) in
        [("claims/c.html", "pp. iv–v", "r.pdf#page=1"), ("claims/d.html", "p. iv", "r.pdf#page=1")]
    {
        let page = site.built(page);
        assert!(page.contains(shown) && page.contains(address), "{page}");
    }
}

#[test]
fn a_report_is_imported_again_and_compared() {
    let site = Site::new();
    let (note, _) = imported(&site, &report().bytes());
    let same = site.run(&["recapture", "report"]);
    assert_eq!(same.stdout, "report: the source says what its original says, content/captures/report.pdf\n");
    site.write("content/sources/report.md", note.replace("four million", "five million"));
    let differs = site.run(&["recapture", "report"]);
    assert!(differs.stdout.contains("[-four-] {+five+} million"), "{}", differs.stdout);
}

#[test]
fn running_heads_are_kept_if_that_is_wanted() {
    let site = Site::new().file("report.pdf", report().bytes());
    let run = site.run(&["import", "--keep", "running heads", "--dry-run", "report.pdf"]);
    assert_eq!(run.stdout.matches("Harbour inquiry Final report").count(), 3, "{}", run.stdout);
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left = [
        "The first column begins here and",
        "goes on for several lines, with",
        "words up to its edge, and so to",
        "the foot of the column, where it",
    ];
    let right = [
        "goes on at the top of the second",
        "column, which has as many lines",
        "as the first one has, and ends",
        "with a whole sentence.",
    ];
    let mut lines = vec![];
    for (at, (left, right)) in left.iter().zip(&right).enumerate() {
        let y = 100.0 + 14.0 * at as f32;
        lines.extend([(60.0, y, 11.0, *left), (320.0, y, 11.0, *right)]);
    }
    let site = Site::new();
    let (note, _) = imported(&site, &Pdf::default().page(&lines).bytes());
    let expected = format!("<!-- page 1 -->\n\n{} {}\n", left.join(" "), right.join(" "));
    assert!(note.ends_with(&expected), "{note}");
}

#[test]
fn hyphens_that_may_belong_to_a_word_are_named() {
    let lines = [
        (60.0, 100.0, 11.0, "The engineers know the bridge well, and it is known to be one of the well-"),
        (60.0, 114.0, 11.0, "known works of the town, which the council had in-"),
        (60.0, 128.0, 11.0, "spected twice."),
    ];
    let (note, said) = imported(&Site::new(), &Pdf::default().page(&lines).bytes());
    assert!(note.contains("one of the well-known works of the town, which the council had inspected twice."), "{note}");
    let remark =
        "note: a line ends at the hyphen of these words, which may be written otherwise: “well-known” (p. 1)\n";
    assert!(said.contains(remark), "{said}");
}

#[test]
fn a_scan_is_refused_and_a_page_without_text_is_named() {
    let refused = Site::new().file("scan.pdf", Pdf::default().page(&[]).page(&[]).bytes()).run(&["import", "scan.pdf"]);
    assert_eq!(refused.code, 2);
    assert_eq!(
        refused.stderr,
        "error: scan.pdf: it is a scan without text: its pages are pictures\n  \
           run ocrmypdf scan.pdf report.pdf, which reads words from pictures, and import report.pdf; then compare every word that you \
           quote with the page\n"
    );
    let page = |text| [(60.0, 100.0, 11.0, text)];
    let pdf = Pdf::default().page(&page("Eleven to four.")).page(&[]).page(&page("Nine to six."));
    let (_, said) = imported(&Site::new(), &pdf.bytes());
    assert!(said.contains("note: page 2 has no text: if that is no empty paper"), "{said}");
}

#[test]
fn what_cannot_be_read_is_refused_in_plain_words() {
    let locked = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/password.pdf");
    let whole = report().bytes();
    for (bytes, message) in [
        (fs::read(locked).unwrap(), "r.pdf: it is encrypted and opens only with a password\n"),
        (b"%PDF-1.7\nnothing\n".to_vec(), "r.pdf: it is damaged: pdftotext cannot read it\n"),
        (vec![], "r.pdf: it is empty\n"),
        (b"<p>Not found</p>".to_vec(), "r.pdf: it is no PDF, although its name ends in .pdf\n"),
    ] {
        let site = Site::new().file("r.pdf", bytes);
        let run = site.run(&["import", "r.pdf"]);
        assert!(run.code == 2 && run.stderr.contains(message), "{}", run.stderr);
        assert!(!site.path("content/sources").exists());
    }
    // Without its end a viewer still finds the pages.
    let site = Site::new().file("r.pdf", &whole[..whole.len() - 12]);
    let run = site.run(&["import", "--id", "r", "r.pdf"]);
    assert!(run.code == 0 && run.stdout.contains("wrote content/sources/r.md"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn without_the_program_the_message_says_how_to_install_it() {
    let site = Site::new().file("r.pdf", report().bytes());
    let output = Command::new(env!("CARGO_BIN_EXE_citeback"))
        .args(["import", "r.pdf"])
        .current_dir(site.root())
        .env("PATH", site.path("content"))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("the program that reads PDFs for citeback, is not installed"), "{said}");
    assert!(said.contains("apt install poppler-utils") && said.contains("brew install poppler"), "{said}");
}
