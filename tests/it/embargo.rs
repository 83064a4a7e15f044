//! What is under embargo leaves no trace in a built site: no title, id, file name, tag or address, in whatever file.

use crate::site::Site;

/// In every name and text of what is under embargo.
const CANARY: &str = "zeppelin";

/// A brief of which some is under embargo; `embargo` is the line that says so, or nothing.
fn whole(embargo: &str) -> Site {
    let claim = |id: &str, source: &str, more: &str| {
        format!(
            "claim: The claim {id}.\nverdict: mixed\nsummary: A summary.\npublished: 2024-03-01\npassages:\n  - id: p\n    source: {source}\n    \
             quote: two billion\n    stance: supports\n{more}"
        )
    };
    let source =
        |title: &str, more: &str| format!("---\ntitle: {title}\n{more}---\nThey made two billion, {title} says.\n");
    public(
        &format!("  - id: zeppelin-editor\n    name: Zeppelin Editor\n    formerly: [zeppelin-intern]\n    short: Zeppelin\n    {embargo}"),
        "findings:\n  - It was [so](claim:open), they say.\n  - It was [the zeppelin](claim:zeppelin-claim).\nopen_questions:\n  - What of [it](source:zeppelin-source), zeppelin?\n\
         bottom_line: The [zeppelin](source:zeppelin-source).\nfeatured: [zeppelin-claim, open]\n",
        "related: [zeppelin-claim]\n",
        "origin: zeppelin-source\n",
    )
    .file("content/sources/zeppelin-source.md", source("Zeppelin", &format!("publisher: Zeppelin Post\nformerly: [zeppelin-old]\nuncited: publish\n{embargo}")))
    .file("content/sources/zeppelin-only.md", source("Cited by a zeppelin", ""))
    .file("content/claims/zeppelin-claim.yaml", claim("zeppelin", "open", &format!("tags: [zeppelin, post]\nformerly: [zeppelin-was]\ncorrections:\n  - {{date: 2024-04-01, text: Zeppelin.}}\n{embargo}")))
    .file("content/claims/zeppelin-citing.yaml", claim("zeppelin citing", "zeppelin-source", ""))
    .file("content/claims/zeppelin-signed.yaml", claim("zeppelin signed", "zeppelin-only", "reviewed_by: [zeppelin-editor]\n"))
    .file("content/claims/zeppelin-linking.yaml", claim("zeppelin linking", "open", "gaps: [\"See [zeppelin](claim:zeppelin-citing).\"]\n"))
    .file("content/claims/a-zeppelin-chain.yaml", claim("zeppelin chain", "open", "analysis: See [it](claim:zeppelin-linking).[^p]\n"))
    .file("content/pages/zeppelin-page.md", "---\ntitle: Zeppelin\nnav: true\n---\nSee [it](claim:zeppelin-claim).\n")
}

/// The rest of it, with other people, other fields of the brief, other fields of the claim, and of a source.
fn public(people: &str, brief: &str, of_claim: &str, of_source: &str) -> Site {
    Site::new()
        .file(
            "content/brief.yaml",
            format!(
                "title: Test brief\nbase_url: https://example.org/\nPUBLISH\npeople:\n{people}\n  - id: ana\n    name: Ana\n  - id: tom\n    name: Tom\n{brief}"
            )
            .replace("PUBLISH", "publish_notes: full"),
        )
        .file("content/sources/open.md", "---\ntitle: Open\nurl: https://example.org/open\n---\nThey made two billion.\n")
        .file("content/sources/second.md", format!("---\ntitle: Second\nuncited: publish\n{of_source}---\nThey made two billion.\n"))
        .file(
            "content/claims/open.yaml",
            format!("claim: The open claim.\nverdict: mixed\nsummary: A summary.\npublished: 2024-03-02\nauthors: [tom]\nreviewed_by: [ana]\ntags: [post]\npassages:\n  - id: p\n    source: open\n    quote: two billion\n    stance: supports\n{of_claim}"),
        )
        .file("content/claims/other.yaml", "claim: The other claim.\nverdict: mixed\nsummary: A summary.\nauthors: [ana]\npassages:\n  - id: p\n    source: second\n    quote: two billion\n    stance: contradicts\n")
}

/// The files of a site, without those of the claim whose note is not shown.
fn files(site: &Site) -> Vec<(String, Vec<u8>)> {
    let mut files = site.output();
    files.retain(|(path, _)| path != "claims/open.html");
    files
}

const EMBARGO: &str = "embargo: 2024-05-01T06:00:00+02:00\n";

#[test]
fn a_build_is_as_if_what_is_under_embargo_did_not_exist() {
    let site = whole(EMBARGO);
    let run = site.build();
    let listed: Vec<&str> = run.stderr.lines().skip_while(|line| !line.starts_with("left out")).collect();
    let until = "until 2024-05-01T06:00:00+02:00";
    let named = |path: &str, names: &str| format!("  {path} {until}, because it names the {names}");
    assert_eq!(
        listed,
        [
            "left out, under embargo:".to_owned(),
            named("content/brief.yaml: bottom_line", "source “zeppelin-source”"),
            named("content/brief.yaml: entry 2 of findings", "claim “zeppelin-claim”"),
            named("content/brief.yaml: entry 1 of open_questions", "source “zeppelin-source”"),
            format!("  content/brief.yaml: entry 1 of people {until}"),
            named("content/claims/a-zeppelin-chain.yaml", "claim “zeppelin-linking”"),
            named("content/claims/zeppelin-citing.yaml", "source “zeppelin-source”"),
            format!("  content/claims/zeppelin-claim.yaml {until}"),
            named("content/claims/zeppelin-linking.yaml", "claim “zeppelin-citing”"),
            named("content/claims/zeppelin-signed.yaml", "person “zeppelin-editor”"),
            named("content/pages/zeppelin-page.md", "claim “zeppelin-claim”"),
            format!("  content/sources/zeppelin-source.md {until}"),
        ]
    );
    for (path, bytes) in site.output() {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!path.contains(CANARY) && !text.contains(CANARY), "{path}");
    }
    // Also in what is compressed or drawn.
    let without = public("", "findings:\n  - It was [so](claim:open), they say.\nfeatured: [open]\n", "", "");
    without.build();
    let (with, without) = (files(&site), files(&without));
    let paths = |files: &[(String, Vec<u8>)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(&with), paths(&without));
    let differing: Vec<&String> = with.iter().zip(&without).filter(|(a, b)| a != b).map(|(a, _)| &a.0).collect();
    assert_eq!(differing, Vec::<&String>::new());
}

#[test]
fn whatever_names_it_in_any_way_is_left_out() {
    let site = whole(EMBARGO);
    let claim = |more: &str| {
        format!(
            "claim: A Zeppelin.\nverdict: mixed\nsummary: A summary.\npassages:\n  - id: p\n    source: open\n    quote: two billion\n    \
             stance: supports\n{more}\n"
        )
    };
    let ways = [
        r"gaps: ['See [it](claim\:zeppelin-claim).']",
        "gaps: ['See [it](claim&#58;zeppelin-claim).']",
        "gaps: ['See [it](cl&#97;im:zeppelin-claim).']",
        r#"gaps: ["See [it](claim\x3azeppelin-claim)."]"#,
        "gaps: ['See [it](page:zeppelin-page).']",
        "gaps: ['See <a href=\"claim:zeppelin-claim\">it</a>.']",
        "gaps: ['See ![it](claim:zeppelin-claim).']",
        "gaps: ['See `source:zeppelin-source`.']",
        "title: See claim:zeppelin-claim",
        "replies: [{by: Tom, answered: 2024-03-01, text: 'See claim:zeppelin-claim.'}]",
        "appearances: [{url: 'https://example.org/claims/zeppelin-claim.html'}]",
        "appearances: [{url: 'https://example.org/claims/zeppelin-%63laim.html'}]",
        "gaps: ['See [it](https://example.org/people/zeppelin-editor.html).']",
        "gaps: ['See [it](https://example.org/claims/zeppelin-was.html).']",
        // Readers see why these are accepted.
        "accepted: [{finding: one-origin, words: Zep, reason: 'See claim:zeppelin-claim.'}]",
        "accepted: [{words: Zep, reason: 'See claim:zeppelin-claim.', finding: speakers-differ}]",
    ];
    for (number, way) in ways.iter().enumerate() {
        site.write(&format!("content/claims/zeppelin-{number}.yaml"), claim(way));
    }
    let pages = [
        "title: Zeppelin\n---\nSee [it](page:zeppelin-page).\n",
        "title: Zeppelin\ndescription: See claim:zeppelin-claim.\n---\nAll of it.\n",
        "title: Zeppelin\n---\nSee ../claims/zeppelin-claim.html.\n",
    ];
    for (number, page) in pages.iter().enumerate() {
        site.write(&format!("content/pages/zeppelin-{number}.md"), format!("---\n{page}"));
    }
    site.write(
        "content/sources/zeppelin-late.md",
        "---\ntitle: Zeppelin\nuncited: publish\n---\nSee <https://example.org/data/claims/zeppelin-claim.json>.\n",
    );
    // No page shows these, only the note does.
    let notes = [
        "# Wait for zeppelin-claim.",
        "accepted: [{finding: prose-quote-not-found, words: Zep, reason: 'claim:zeppelin-claim'}]",
    ];
    for (number, note) in notes.iter().enumerate() {
        site.write(&format!("content/claims/hidden-{number}.yaml"), claim(note).replace("A Zeppelin", "A claim"));
    }
    let said = site.build().stderr;
    let left_out =
        |path: &str| said.contains(&format!("  {path} until 2024-05-01T06:00:00+02:00, because it names the "));
    for (number, way) in ways.iter().enumerate() {
        assert!(left_out(&format!("content/claims/zeppelin-{number}.yaml")), "{way}\n{said}");
    }
    for (number, page) in pages.iter().enumerate() {
        assert!(left_out(&format!("content/pages/zeppelin-{number}.md")), "{page}\n{said}");
    }
    assert!(left_out("content/sources/zeppelin-late.md"), "{said}");
    for (path, bytes) in site.output() {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!path.contains(CANARY) && !text.contains(CANARY), "{path}");
    }
    for number in 0..notes.len() {
        assert!(!site.built(&format!("claims/hidden-{number}.html")).contains("language-yaml"));
    }
    assert!(site.built("claims/other.html").contains("language-yaml"));
}

#[test]
fn files_that_only_it_names_are_left_out() {
    let site = whole(EMBARGO);
    let source = |file: &str, more: &str| {
        format!(
            "---\ntitle: A source\nmedia: {{kind: audio, file: '{file}', alt: A horn}}\n{more}---\nThey made two billion.\n"
        )
    };
    for file in ["held.wav", "cited.wav", "both.wav", "linked.wav", "unnamed.wav", "themed.wav"] {
        site.write(&format!("static/sound/{file}"), "RIFF");
    }
    for (id, file) in
        [("zeppelin-a", "held"), ("zeppelin-b", "both"), ("zeppelin-c", "linked"), ("zeppelin-d", "themed")]
    {
        site.write(&format!("content/sources/{id}.md"), source(&format!("sound/{file}.wav"), EMBARGO));
    }
    site.write("content/sources/only.md", source("static/sound/cited.wav", ""));
    site.write("content/sources/shown.md", source("sound/both.wav", "uncited: publish\n"));
    site.write(
        "content/claims/zeppelin-heard.yaml",
        format!("claim: A zeppelin.\nverdict: mixed\nsummary: A summary.\npassages:\n  - id: p\n    source: only\n    quote: two billion\n    stance: supports\n{EMBARGO}"),
    );
    site.write("content/pages/about.md", "---\ntitle: About\n---\nHear <https://example.org/sound/linked%2Ewav>.\n");
    site.write("templates/partials/horn.html", "<audio src=\"/sound/themed.wav\"></audio>");
    let said = site.build().stderr;
    let built = |file: &str| site.path(&format!("public/sound/{file}.wav")).exists();
    assert_eq!(
        ["held", "cited", "both", "linked", "unnamed", "themed"].map(built),
        [false, false, true, true, true, true],
        "{said}"
    );
    for file in ["held", "cited"] {
        let line = format!(
            "  static/sound/{file}.wav until 2024-05-01T06:00:00+02:00, because nothing that is published names it\n"
        );
        assert!(said.contains(&line), "{said}");
    }
    let run = site.run(&["build", "--now", "2024-05-01T06:00:00+02:00"]);
    assert!(run.code == 0 && built("held") && built("cited"), "{}", run.stderr);
}

#[test]
fn at_its_end_everything_is_there() {
    let site = whole(EMBARGO);
    let run = site.run(&["build", "--now", "2024-05-01T03:59:59Z"]);
    assert!(run.code == 0 && run.stderr.contains("left out, under embargo:"), "{}", run.stderr);
    let early = site.output();
    site.build();
    assert_eq!(site.output(), early);
    let run = site.run(&["build", "--now", "2024-05-01T04:00:00Z"]);
    assert!(run.code == 0 && !run.stderr.contains("left out"), "{}", run.stderr);
    let never = whole("");
    never.build();
    let shown = |site: &Site| {
        let mut files = site.output();
        // Notes are shown as they are written.
        files.retain(|(path, _)| path != "claims/zeppelin-claim.html" && !path.starts_with("pagefind"));
        files
    };
    let (ended, never) = (shown(&site), shown(&never));
    let differing: Vec<&String> = ended.iter().zip(&never).filter(|(a, b)| a != b).map(|(a, _)| &a.0).collect();
    assert_eq!((ended.len(), differing), (never.len(), vec![]));
    assert!(site.built("claims/open.html").contains("zeppelin-claim"));
}

#[test]
fn errors_in_what_is_left_out_do_not_stop_the_rest() {
    let site = whole(EMBARGO);
    let broken = "claim: A zeppelin.\nverdict: nope\nsummary: A summary.\npassages:\n  - id: p\n    source: open\n    quote: three billion\n    stance: supports\n";
    site.write("content/claims/zeppelin-broken.yaml", format!("{broken}{EMBARGO}"));
    let run = site.build();
    assert!(
        run.stderr.contains("warning[unknown-verdict]") && run.stderr.contains("warning[quote-not-found]"),
        "{}",
        run.stderr
    );
    let run = site.run(&["build", "--now", "2024-05-01T04:00:00Z"]);
    assert!(run.code == 1 && run.stderr.contains("error[unknown-verdict]"), "{}", run.stderr);
    // Whether it is under embargo is not certain.
    site.write("content/claims/zeppelin-broken.yaml", format!("{broken}embargo: 2024-05-01\n"));
    assert_eq!(site.run(&["build"]).code, 1);
}

#[test]
fn a_page_that_an_embargo_takes_down_again_is_explained() {
    let site = Site::new().source("report", "The bridge opened in May.").claim(
        "bridge",
        "report",
        "The bridge opened in May.",
    );
    let brief = std::fs::read_to_string(site.path("content/brief.yaml")).unwrap();
    site.write("content/brief.yaml", format!("{brief}publish:\n  live: {{ folder: www }}\n"));
    let note = std::fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap();
    site.write("content/claims/bridge.yaml", format!("{note}embargo: 2024-03-14T06:00:00+01:00\n"));
    let linking = note.replace("summary: ", "summary: See [it](claim:bridge). ");
    assert_ne!(linking, note);
    site.write("content/claims/linking.yaml", linking);
    site.publish(&["--now", "2024-03-14T06:00:00+01:00"]);
    // There is no other claim, and their source goes with them.
    let said = site.publish(&["--delete"]).stderr;
    let hint = "warning[address-gone]: claims/bridge.html would be gone: the site no longer has the claim “bridge”\n  \
                = help: content/claims/bridge.yaml is under embargo until 2024-03-14T06:00:00+01:00: if that time has come, publish \
                with “--now”, or delete its line “embargo”\n";
    assert!(said.contains(hint), "{said}");
    let hint = "  = help: content/claims/linking.yaml names the claim “bridge”, which is under embargo until 2024-03-14T06:00:00+01:00: \
                if that time has come, publish with “--now”, or delete the line “embargo”\n";
    assert!(said.contains(hint), "{said}");
}
