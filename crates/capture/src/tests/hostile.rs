//! Damaged and hostile pages: they are imported or refused, and no word of them is lost.

use super::words::{import, page};
use super::{PLANTED, imported, place_of, spaceless, visible};
use crate::ImportFormat;
use citeback_content::markdown::reading::reading_text;

/// Cuts, doubles, nests and re-encodes a page, the same way each time.
fn mutated(page: &str, mut seed: u64) -> Vec<u8> {
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % below.max(1)
    };
    let mut bytes = page.as_bytes().to_vec();
    for _ in 0..=next(4) {
        let (a, b) = (next(bytes.len()), next(bytes.len()));
        let (from, to) = (a.min(b), a.max(b));
        match next(12) {
            0 => bytes.truncate(to.max(1)),
            1 => _ = bytes.drain(from..to.min(from + 200)),
            2 => bytes.splice(to..to, bytes[from..to].to_vec()).for_each(drop),
            3 => bytes = [b"<div class=related><table><tr><td>", &bytes[..], b"</table><ul>", &bytes[..to]].concat(),
            4 => bytes = bytes.iter().map(|byte| if *byte > 0x7F { 0xE9 } else { *byte }).collect(),
            5 => bytes = String::from_utf8_lossy(&bytes).encode_utf16().flat_map(u16::to_le_bytes).collect(),
            6 => {
                let tag = [
                    "<div>",
                    "<ol type=a><li>",
                    "<q>",
                    "<b>",
                    "<x-y><template shadowrootmode=open><slot>",
                    "<math><mrow>",
                ];
                let tag = tag[next(tag.len())].repeat(10_000);
                bytes.splice(from..from, tag.into_bytes()).for_each(drop);
            }
            7 => bytes = String::from_utf8_lossy(&bytes).replace(';', "").replace('<', "&lt<&#x110000;<").into_bytes(),
            8 => bytes = String::from_utf8_lossy(&bytes).replace("<p", "<ruby><rt><p").into_bytes(),
            9 => {
                bytes.splice(from..from, *b"<style>*{display:none}p{display:block}@media{</style><math>").for_each(drop)
            }
            10 => bytes = String::from_utf8_lossy(&bytes).replace("<td", "<td rowspan=0 colspan=900").into_bytes(),
            _ => bytes.splice(from..from, *b"<b><a href=x><q></p></div><li>").for_each(drop),
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
    }
    bytes
}

#[test]
fn mutated_pages_are_imported_or_refused() {
    for (name, page) in mutated_pages() {
        if let Ok(imported) = imported(&page, ImportFormat::Html) {
            let (_, body) = citeback_content::notes::front_matter::split_front_matter(&imported.file).unwrap();
            assert!(!spaceless(&visible(&reading_text(&imported.file[body]))).is_empty(), "{name}");
        }
    }
}

/// 500 damaged pages. `MUTATED=FOLDER` writes them there, to measure the program on each.
fn mutated_pages() -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/import");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "html"));
    files.sort();
    let pages: Vec<String> =
        files.iter().map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()).collect();
    let mutated = |seed: usize| (format!("{seed:03}.html"), mutated(&pages[seed % pages.len()], seed as u64));
    (0..500).map(mutated).collect()
}

#[test]
#[ignore = "writes the damaged pages to a folder, to measure the program on them by hand"]
fn write_mutated_pages() {
    let folder = std::env::var_os("MUTATED").expect("MUTATED names a folder");
    for (name, page) in mutated_pages() {
        std::fs::write(std::path::Path::new(&folder).join(name), page).unwrap();
    }
}

#[test]
fn no_word_of_hostile_pages_is_lost_in_silence() {
    let repeated = |text: &str, count: usize| text.repeat(count);
    for inside in [
        format!("{}<i>x</i>{}", repeated("<math><msup>", 100), repeated("</msup></math>", 100)),
        repeated("<math><mi>x</mi></math><span aria-hidden=true>x</span>", 200),
        repeated("<button aria-expanded=true>More</button><div>Words of a panel, and more.</div>", 300),
        format!("<style>{}{{display:none}}</style>{}", repeated(".a ", 60), repeated("<b class=a>", 100)),
        format!("<style>{}{{display:none}}</style>{}", ".a".repeat(2_000), repeated("<b class=a>x</b>", 100)),
        format!("<style>{}</style>{}", "*{display:none}p{display:block}".repeat(100), repeated("<i>x</i>", 400)),
        format!("<style>{}</style>", "@media all{".repeat(1_000)),
        format!("<style>p{{{}</style>", "a{".repeat(20_000)),
        format!("<style>{}</style>", "a,b{".repeat(2_000)),
        format!("<style>{}{{{}</style>", "a,".repeat(2_000), "&&,&&{".repeat(2_000)),
        format!("<style>p{{content:{}}}</style>", "(".repeat(20_000)),
        format!("<table>{}</table>", repeated("<tr><td rowspan=0 colspan=1000>x", 100)),
        repeated("<sup><a href=#n>1</a></sup>", 200) + "<p id=n>Note.",
        repeated("<x-y><template shadowrootmode=open><slot></slot>", 100),
        repeated("<ol type=i reversed><li>x", 100),
        format!("<iframe srcdoc='{}'></iframe>", "<style".repeat(400)),
    ] {
        // Before what is hostile, so that nothing is around it.
        let html = page(&format!("<p>{PLANTED}</p>{inside}"));
        match imported(html.as_bytes(), ImportFormat::Html) {
            Ok(imported) => assert!(place_of(&imported, PLANTED).is_some(), "{}", &inside[..60]),
            Err(error) => assert!(!error.hint.is_empty(), "{error:?}"),
        }
    }
}

#[test]
fn style_sheets_that_take_too_long_hide_nothing_and_are_remarked() {
    let rules = format!("{}{{display:none}}", ".a ".repeat(60)).repeat(40);
    let html =
        page(&format!("<style>{rules}.y{{display:none}}</style><p class=y>{PLANTED}</p>{}", "<b class=a>".repeat(200)));
    // Each rule within a rule has all the selectors of the one around it.
    let many = format!("{}{{{}}}", vec![".a"; 1_000].join(","), "x{display:none}".repeat(1_000));
    let nested = page(&format!("<style>{many}.y{{display:none}}</style><p class=y>{PLANTED}</p>"));
    for (what, html) in [("matched", html), ("nested", nested)] {
        let imported = import(&html);
        assert_eq!(imported.remarks, ["its style sheets are too large to tell which words they hide"], "{what}");
        assert_eq!(place_of(&imported, PLANTED), Some("article"), "{what}");
    }
}

#[test]
fn rules_that_hide_only_together_hide_nothing_where_one_may_not_apply_or_is_overridden() {
    for (css, style) in [
        (".x{position:absolute}.y{left:-9999px}", ""),
        (".x{position:absolute}p.x{position:static}", "left:-9999px"),
        (".x{position:absolute;left:-9999px}p.x{left:0}", ""),
        (".x{left:-9999px}p.x{inset:0}", "position:absolute"),
        (".x{position:absolute}@media (min-width:99999px){.x{left:-9999px}}", ""),
        (".x{position:absolute;left:-9999px}@media (max-width:600px){.x{position:static}}", "width:300px"),
        (".x{overflow:hidden}.x{height:0}p.x{height:auto}", ""),
        (".x{overflow-y:hidden;height:0}p.x{overflow:visible}", ""),
        (".x{position:absolute}i+.x{left:-9999px}", ""),
    ] {
        let html = page(&format!("<style>{css}</style><p class=x style='{style}'>{PLANTED}</p>"));
        assert_eq!(place_of(&import(&html), PLANTED), Some("article"), "{css} {style}");
    }
}
