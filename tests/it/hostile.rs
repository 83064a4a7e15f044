//! Captured articles are hostile input and notes may be wrong: whatever they contain, the program neither panics nor writes HTML that
//! runs a script or loads anything.

use std::fs;

use crate::html::{broken_links, elements};
use crate::payloads;
use crate::site::{BRIEF, Site};

/// A double-quoted YAML scalar; a JSON string is one.
fn scalar(text: &str) -> String {
    serde_json::to_string(text).unwrap().replace('\u{7f}', "\\x7f").replace('\u{feff}', "\\ufeff")
}

/// A note with the string in every field that takes free text.
fn note(text: &str) -> String {
    let s = scalar(text);
    let filled = scalar(&format!("x{text}"));
    let absent = scalar(&format!("x{}", text.replace('*', "")));
    let (post, reporter) = (scalar(&format!("post {text}")), scalar(&format!("by {text}")));
    format!(
        "claim: {filled}\ntitle: {filled}\noriginal:\n  text: {filled}\n  language: nb\n\
         claimant:\n- name: {filled}\n  kind: person\n  role: {s}\n- name: {post}\n  kind: post\n  platform: {s}\n\
         reported_by: {reporter}\nappearances:\n  - url: https://a.b/\n    title: {s}\n\
         verdict: mixed\nsummary: {filled}\nanalysis: {filled}\npassages:\n  - id: p1\n    source: s\n    quote: The fixed words\n    \
         stance: supports\n    speaker: {s}\n    translation:\n      text: {filled}\n      language: nb\n      by: {filled}\n    note: {s}\n  - id: p2\n    source: t\n    absent: [{absent}]\n    stance: supports\n    note: {s}\n\
         gaps: [{s}]\ntags: [{filled}]\ncorrections:\n  - date: 2020-01-01\n    text: {filled}\n\
         replies:\n  - by: {filled}\n    answered: 2020-01-01\n    text: {filled}\n"
    )
}

/// A source with the string in every field that takes free text, and repeatedly in its body.
fn source(text: &str) -> String {
    let s = scalar(text);
    let filled = scalar(&format!("x{text}"));
    format!(
        "---\ntitle: {filled}\npublisher: {s}\nshort: {s}\nauthor: {s}\nrights: {s}\norigin: {s}\nmedia:\n  kind: audio\n  \
         url: https://a.b/c\n  alt: {s}\n  credit: {s}\n---\nThe fixed words.\n\n{text}\n\n*{text}* [{text}]({text}) \
         <{text}>\n\n    {text}\n\n> {text}\n\n| {text} |\n|---|\n| {text} |\n"
    )
}

/// A source of which notes say what it does not have.
const WHOLE: &str = "---\ntitle: T\nextent: full\n---\nOther words.\n";

/// The theme's own scripts, without the digits of their content.
const OWN_SCRIPTS: [&str; 4] = ["scheme", "citeback", "filters", "search"];

/// Everything in a page that could run a script or load something from another site.
fn dangers(page: &str) -> Vec<String> {
    let mut dangers = vec![];
    for element in elements(page) {
        let name = element.name.as_str();
        let data = name == "script" && element.get("type") == Some("application/ld+json");
        let own_script = element.get("src").is_some_and(|src| {
            let here = !src.contains(':') && !src.starts_with("//");
            here && src
                .rsplit('/')
                .next()
                .and_then(|name| name.strip_suffix(".js")?.rsplit_once('.'))
                .is_some_and(|(name, _)| OWN_SCRIPTS.contains(&name))
        });
        let own_picture =
            element.get("class").is_some_and(|class| ["strip", "timeline", "verdict-bar"].contains(&class));
        if !(data || name == "script" && own_script || name == "svg" && own_picture)
            && ["script", "iframe", "object", "embed", "base", "form", "svg", "math", "style", "img", "video", "audio"]
                .contains(&name)
        {
            dangers.push(format!("<{name}>"));
        }
        for (attribute, value) in &element.attributes {
            let url =
                ["href", "src", "action", "formaction", "xlink:href", "srcset", "poster"].contains(&attribute.as_str());
            let scheme = value.trim_start().split_once(':').map(|(scheme, _)| scheme.to_lowercase());
            let known = match scheme.as_deref() {
                None => true,
                Some("http" | "https" | "mailto") => true,
                Some(scheme) => scheme.contains(['/', '#', '?', '.']),
            };
            if attribute.starts_with("on") || attribute == "style" || (url && !known) {
                dangers.push(format!("{attribute}={value}"));
            }
        }
    }
    dangers
}

#[test]
fn naughty_strings_in_every_field_are_harmless() {
    let strings = payloads::all();
    let markup = strings.iter().filter(|text| text.contains(['<', '"', '\'', '&']) && !text.contains(char::is_control));
    let short = scalar(&markup.map(String::as_str).collect::<String>());
    let people = format!("people:\n  - {{id: ana, name: {short}, short: {short}}}\nfeatured: [c0, c1]\n");
    let site = Site::new().file("content/brief.yaml", format!("{BRIEF}short_title: {short}\n{people}"));
    for (i, text) in strings.iter().enumerate() {
        site.write(&format!("content/claims/c{i}.yaml"), note(text) + "authors: [ana]\n");
    }
    // Each source contains many strings; all claims cite the same one.
    for (i, texts) in strings.chunks(40).enumerate() {
        let bodies: String = texts
            .iter()
            .map(|text| source(text).splitn(3, "---\n").nth(2).unwrap().replace("The fixed words.", "Other."))
            .collect();
        let head: String = source(&texts[0]).split("---\n").nth(1).unwrap().to_owned();
        site.write(&format!("content/sources/s{i}.md"), format!("---\n{head}---\n{bodies}"));
    }
    site.write("content/sources/s.md", "---\ntitle: S\n---\nThe fixed words.\n");
    site.write("content/sources/t.md", WHOLE);
    site.write(
        "content/pages/p.md",
        format!("---\ntitle: {}\nnav: true\n---\n{}", scalar(&strings[0]), strings.join("\n\n")),
    );
    let run = site.run(&["check", "--format", "json"]);
    assert!(run.code < 2, "{}", run.stderr);
    // Files with errors are removed; the rest is built and inspected.
    for line in run.stdout.lines() {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        let file = finding["file"].as_str().unwrap();
        if finding["severity"] == "error" && site.path(file).exists() {
            fs::remove_file(site.path(file)).unwrap();
        }
    }
    let run = site.build();
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    let mut pages = 0;
    for (path, bytes) in site.output().iter().filter(|(path, _)| path.ends_with(".html")) {
        let found = dangers(std::str::from_utf8(bytes).unwrap());
        assert!(found.is_empty(), "{path}: {found:?}");
        pages += 1;
    }
    assert!(pages > strings.len() / 2, "most strings were built: {pages} of {}", strings.len());
    assert_eq!(broken_links(&site.output()), Vec::<String>::new());
}

#[test]
fn dangers_are_detected() {
    for danger in [
        "<p onclick=\"x\">",
        "<script>x</script>",
        "<a href=\"javascript:x\">",
        "<img src=\"https://x\">",
        "<p style=\"x\">",
    ] {
        assert_eq!(dangers(danger).len(), 1, "{danger}");
    }
}

#[test]
fn naughty_strings_as_whole_files_do_not_crash() {
    let site = Site::new().source("s", "The fixed words.");
    for (i, text) in payloads::all().iter().enumerate() {
        site.write(&format!("content/claims/c{i}.yaml"), text);
        site.write(&format!("content/sources/s{i}.md"), text);
        site.write(&format!("content/pages/p{i}.md"), text);
    }
    let run = site.run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
}

/// Without limits these take minutes and gigabytes.
#[test]
fn yaml_bombs_are_findings() {
    let mut laughs = String::from("claim: &b0 \"lol lol lol lol lol\"\n");
    for i in 1..=30 {
        let from = i - 1;
        laughs.push_str(&format!("x{i}: &b{i} [*b{from}, *b{from}, *b{from}]\n"));
    }
    let wide = format!("claim: &a {}\ntags: [{}]\n", scalar(&"x".repeat(500_000)), "*a, ".repeat(50_000));
    let (depth, expansion) = ("nested too deeply", "expand to too much text");
    for (name, text, refused_for) in [
        ("deep", "[".repeat(200_000), depth),
        ("maps", "{a: ".repeat(100_000), depth),
        ("laughs", laughs, expansion),
        ("wide", wide, expansion),
    ] {
        let site = Site::new().file("content/claims/bomb.yaml", text);
        let run = site.run(&["check"]);
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        assert!(run.stderr.contains("content/claims/bomb.yaml"), "{name}: {}", run.stderr);
        assert!(run.stderr.contains(refused_for), "{name}: {}", run.stderr);
    }
}

#[test]
fn a_title_cannot_end_the_json_ld() {
    let site = Site::new().source("s", "The fixed words.");
    let note = note("</script><script>alert(1)</script>");
    let site = site.file("content/sources/t.md", WHOLE);
    let site = site.file("content/claims/c.yaml", note);
    site.build();
    let page = site.built("claims/c.html");
    let data = page.split("<script type=\"application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let review: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(review["claimReviewed"], "x</script><script>alert(1)</script>");
}
