//! `citeback lsp`, as seen by an editor.

use std::fs;

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::site::Site;

pub const BRIEF: &str =
    "title: A brief\nbase_url: https://example.org/\npeople:\n  - id: ada\n    name: Ada Reyes\n    role: Editor\n";
pub const REPORT: &str = "---\ntitle: The report\npublisher: The Post\npublished: 2024-03-12\n---\n# Bridge\n\nThe bridge *opened* in May, \
                      after a long delay. It cost 12 million. The bridge opened to walkers in June.\n";
pub const NOTE: &str = "claim: The bridge opened.\nverdict: \"true\"\nsummary: It did.\nanalysis: |\n  It opened.[^opened]\npassages:\n  - id: opened\n    \
                    source: report\n    quote: opened in May, after a long delay\n    stance: supports\nauthors: [ada]\n";
pub const PATH: &str = "content/claims/bridge.yaml";

pub fn site() -> Site {
    let site = Site::new().file("content/brief.yaml", BRIEF).file("content/sources/report.md", REPORT);
    let other = NOTE.replace("The bridge opened.", "The bridge is open.");
    site.file(PATH, NOTE).file("content/claims/other.yaml", other)
}

pub fn editor(site: &Site) -> Editor {
    Editor::open_folder(site.root(), json!({}))
}

/// A text without the `|` that marks the cursor, and the cursor's line and column, from 0 and in UTF-16.
pub fn marked(text: &str) -> (String, (usize, usize)) {
    let at = text.find('|').unwrap();
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    (text.replacen('|', "", 1), (line, text[start..at].encode_utf16().count()))
}

/// The note with `from` replaced by `to`, in which `|` marks the cursor. The block scalar becomes a plain one, as its `|` would count.
fn changed(from: &str, to: &str) -> (String, (usize, usize)) {
    assert!(NOTE.contains(from), "{from}");
    let (text, place) =
        marked(&NOTE.replace("analysis: |\n  It opened.[^opened]", "analysis: It opened.[^opened]").replace(from, to));
    (text, place)
}

pub fn completions(editor: &mut Editor, (text, place): (String, (usize, usize))) -> Vec<Value> {
    editor.write(PATH, &text);
    let list = editor.ask("completion", PATH, place);
    list["items"].as_array().unwrap().clone()
}

pub fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["label"].as_str().unwrap()).collect()
}

/// Applies an edit of the protocol. Expects lines of ASCII.
pub fn edited(text: &str, edit: &Value) -> String {
    let offset = |position: &Value| {
        let line = position["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + position["character"].as_u64().unwrap() as usize
    };
    let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
    format!("{}{}{}", &text[..start], edit["newText"].as_str().unwrap(), &text[end..])
}

#[test]
fn an_unsaved_mistake_is_reported_until_it_is_fixed() {
    let site = site();
    let mut editor = editor(&site);
    // An emoji counts as two columns.
    let broken = NOTE.replace("claim: The", "claim: 😀 The").replace("supports", "suports");
    editor.open(PATH, &broken);
    let findings = editor.findings(PATH);
    assert_eq!(findings.len(), 1);
    let finding = &findings[0];
    assert_eq!(finding["code"], "unknown-value");
    assert_eq!(finding["severity"], 1);
    assert_eq!(finding["range"], json!({"start": {"line": 9, "character": 12}, "end": {"line": 9, "character": 19}}));
    assert_eq!(
        finding["message"],
        "“suports” is not a value of “stance”\none of: supports, contradicts, attributes, context\ndid you mean “supports”?"
    );
    let range = json!({"start": {"line": 9, "character": 14}, "end": {"line": 9, "character": 15}});
    editor.change(PATH, json!({"range": range, "text": "pp"}));
    // Incremental changes add up.
    editor.change(
        PATH,
        json!({"range": {"start": {"line": 0, "character": 7}, "end": {"line": 0, "character": 10}}, "text": ""}),
    );
    assert_eq!(editor.findings(PATH), [] as [Value; 0]);
    assert_eq!(fs::read_to_string(site.path(PATH)).unwrap(), NOTE);
    assert_eq!(editor.exit(), 0);
}

#[test]
fn findings_of_closed_files_follow_the_disk() {
    let site = site();
    let capabilities = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut editor = Editor::open_folder(site.root(), capabilities);
    assert_eq!(
        editor.next_message("client/registerCapability")["registrations"][0]["method"],
        "workspace/didChangeWatchedFiles"
    );
    let source = "content/sources/report.md";
    editor.open(source, &REPORT.replace("in May", "in April"));
    assert_eq!(editor.findings(PATH)[0]["code"], "quote-not-found");
    editor.notify("textDocument/didClose", json!({"textDocument": {"uri": editor.uri(source)}}));
    assert_eq!(editor.findings(PATH), [] as [Value; 0]);
    site.write(PATH, NOTE.replace("report", "repot"));
    let change = json!({"uri": editor.uri(PATH), "type": 2});
    editor.notify("workspace/didChangeWatchedFiles", json!({"changes": [change]}));
    assert_eq!(editor.findings(PATH)[0]["code"], "unknown-source");
}

#[test]
fn files_are_watched_for_an_editor_that_cannot() {
    let site = site();
    let mut editor = editor(&site);
    editor.open("content/claims/other.yaml", &fs::read_to_string(site.path("content/claims/other.yaml")).unwrap());
    editor.ask("hover", "content/claims/other.yaml", (0, 0));
    site.write(
        "content/claims/late.yaml",
        NOTE.replace("report", "repot").replace("The bridge opened.", "Nobody came."),
    );
    assert_eq!(editor.findings("content/claims/late.yaml")[0]["code"], "unknown-source");
    site.write("content/sources/repot.md", REPORT);
    assert_eq!(editor.findings("content/claims/late.yaml"), [] as [Value; 0]);
    fs::remove_file(site.path("content/sources/repot.md")).unwrap();
    assert_eq!(editor.findings("content/claims/late.yaml")[0]["code"], "unknown-source");
    assert_eq!(editor.exit(), 0);
    // The watchers do not keep the server alive.
    assert_eq!(self::editor(&site).disconnect(), 1);
}

#[test]
fn tags_are_written_so_that_they_are_read_back() {
    let tagged =
        NOTE.replace("authors", "tags: [\"#metoo\", \"a, b\", \"[z]\", \"it's\", plain, \"yes\", \"12\"]\nauthors");
    let site = site().file("content/claims/tagged.yaml", tagged);
    let mut editor = editor(&site);
    editor.open(PATH, NOTE);
    let mut written = |before: &str, after: &str| {
        let text = format!("{before}{after}");
        let (line, start) = (text.matches('\n').count(), before.rfind('\n').map_or(0, |newline| newline + 1));
        let items = completions(&mut editor, (text.clone(), (line, before.len() - start)));
        let applied = items.iter().map(|item| edited(&text, &item["textEdit"])[start..].to_owned());
        applied.collect::<Vec<_>>().join("; ")
    };
    assert_eq!(
        written("tags: [", "]"),
        "tags: [\"#metoo\"]; tags: [12]; tags: [\"[z]\"]; tags: [\"a, b\"]; tags: [it's]; tags: [plain]; tags: [yes]"
    );
    assert_eq!(
        written("tags:\n  - ", ""),
        "  - \"#metoo\";   - 12;   - \"[z]\";   - a, b;   - it's;   - plain;   - yes"
    );
    assert_eq!(
        written("tags: ['", "']"),
        "tags: ['#metoo']; tags: ['12']; tags: ['[z]']; tags: ['a, b']; tags: ['it''s']; tags: ['plain']; tags: ['yes']"
    );
    assert_eq!(written("tags: [z, \"", "\"]").split("; ").next(), Some("tags: [z, \"#metoo\"]"));
}

#[test]
fn fields_and_values_are_completed_in_an_unfinished_note() {
    let site = site();
    let mut editor = editor(&site);
    editor.open(PATH, NOTE);
    let mut found = |text: &str| {
        let (text, place) = marked(text);
        let items = completions(&mut editor, (text.clone(), place));
        let first = items.first().map(|item| edited(&text, &item["textEdit"])).unwrap_or_default();
        (labels(&items).into_iter().map(str::to_owned).collect::<Vec<_>>(), first)
    };
    let (fields, first) = found("claim: x\nv|");
    assert_eq!(fields[..3], ["verdict", "summary", "passages"]);
    assert!(!fields.contains(&"claim".to_owned()) && fields.contains(&"verdict".to_owned()));
    assert_eq!(first, "claim: x\nverdict: ");
    let (fields, _) = found("passages:\n  - id: a\n    source: report\n    |\n    stance: supports\n");
    assert_eq!(fields, ["quote", "absent", "prefix", "suffix", "field", "speaker", "translation", "note"]);
    let (fields, _) = found("passages:\n  - id: a\n    absent: theft\n    |\n");
    assert!(!fields.contains(&"quote".to_owned()) && fields.contains(&"stance".to_owned()), "{fields:?}");
    let (whole, first) = found("passages:\n  |");
    assert_eq!(whole, ["- id, source, quote, stance"]);
    assert_eq!(first, "passages:\n  - id: \n    source: \n    quote: >-\n      \n    stance: ");
    let cases = [
        (
            "verdict: |",
            "true, mostly-true, mixed, mostly-false, false, unproven, misleading, misattributed",
            "verdict: true",
        ),
        ("passages:\n  - source: re|\n    quote: \"oh", "report", "passages:\n  - source: report\n    quote: \"oh"),
        ("passages:\n  - {source: |", "report", "passages:\n  - {source: report"),
        ("passages:\n  - stance: c|", "supports, contradicts, attributes, context", "passages:\n  - stance: supports"),
        ("authors: [|]", "ada", "authors: [ada]"),
        ("authors:|\nclaim: x", "ada", "authors: [ada]\nclaim: x"),
        ("authors: [ada, |]", "", ""),
        ("related:\n  - |", "other", "related:\n  - other"),
        ("related:\n  |", "other", "related:\n  - other"),
        ("status: \"|\"", "draft, published, retired", "status: \"draft\""),
        ("claimant:\n  kind: |", "organisation, person, post", "claimant:\n  kind: organisation"),
        (
            "claimant:\n- Ada\n- name: Ben\n  kind: p|",
            "organisation, person, post",
            "claimant:\n- Ada\n- name: Ben\n  kind: organisation",
        ),
        ("reported_by:\n- name: Ben\n  |", "kind, role, url, also", "reported_by:\n- name: Ben\n  kind: "),
        (
            "passages:\n- id: a\n  translation:\n    machine: |",
            "true, false",
            "passages:\n- id: a\n  translation:\n    machine: true",
        ),
        ("summary: \"See [it](claim:|", "other", "summary: \"See [it](claim:other)"),
        ("summary: See [it](|)", "claim:, source:, page:", "summary: See [it](claim:)"),
        (
            "analysis: |-\n  So it is.[^|\npassages:\n- id: a\n- id: b",
            "a, b",
            "analysis: |-\n  So it is.[^a]\npassages:\n- id: a\n- id: b",
        ),
        ("claim: A verdict|", "", ""),
    ];
    for (text, expected, first) in cases {
        // The `|` of a block scalar is not the cursor.
        let text = text.replacen("|-", "\u{1}", 1);
        let place = marked(&text).1;
        let text = text.replacen('|', "", 1).replace('\u{1}', "|-");
        editor.write(PATH, &text);
        let list = editor.ask("completion", PATH, place);
        let items = list["items"].as_array().unwrap();
        assert_eq!(labels(items).join(", "), expected, "{text}");
        assert_eq!(items.first().map(|item| edited(&text, &item["textEdit"])).unwrap_or_default(), first);
    }
}

#[test]
fn an_editor_that_indents_lines_by_itself_gets_them_without_the_indentation() {
    let modes = json!({"insertTextModeSupport": {"valueSet": [1, 2]}});
    let capabilities = json!({"textDocument": {"completion": {"completionItem": modes}}});
    let site = site();
    let mut editor = Editor::open_folder(site.root(), capabilities);
    editor.open(PATH, NOTE);
    let items = completions(&mut editor, marked("passages:\n  |"));
    assert_eq!(items[0]["insertTextMode"], 2);
    assert_eq!(items[0]["textEdit"]["newText"], "- id: \n  source: \n  quote: >-\n    \n  stance: ");
}

#[test]
fn a_new_note_has_findings_before_it_is_saved() {
    let site = site();
    let mut editor = editor(&site);
    // The site has been read before the note exists.
    editor.open(PATH, NOTE);
    editor.ask("hover", PATH, (0, 0));
    let new = "content/claims/new.yaml";
    let note = NOTE.replace("The bridge opened.", "Nobody came.");
    editor.open(new, &note.replace("opened in May", "opened in March"));
    assert_eq!(editor.findings(new)[0]["code"], "quote-not-found");
    editor.write(new, &note);
    assert_eq!(editor.findings(new), [] as [Value; 0]);
    // Closed without saving, it is gone.
    editor.write(new, "claim: [");
    assert_eq!(editor.findings(new)[0]["code"], "invalid-yaml");
    editor.notify("textDocument/didClose", json!({"textDocument": {"uri": editor.uri(new)}}));
    assert_eq!(editor.findings(new), [] as [Value; 0]);
}

#[test]
fn sources_pages_and_the_brief_are_completed_too() {
    let site = site().file("content/pages/about.md", "---\ntitle: About\n---\nText.\n");
    let mut editor = editor(&site);
    let cases = [
        (
            "content/sources/report.md",
            "---\ntitle: The report\nkind: |\n---\nText.\n",
            "article, report, statement, transcript, dataset, post",
        ),
        ("content/sources/report.md", "---\ntitle: The report\nprimary: |\n---\nText.\n", "true, false"),
        (
            "content/sources/report.md",
            "---\ntitle: The report\nlanguage: |\n---\nText.\n",
            "ar, de, en, es, fr, hi, zh",
        ),
        ("content/sources/report.md", "---\ntitle: The report\n---\nA [link](claim:|\n", ""),
        ("content/pages/about.md", "---\ntitle: About\n---\nA [link](claim:|\n", "bridge, other"),
        ("content/brief.yaml", "title: A brief\npolicies:\n  methodology: |\n", "about"),
        (
            "content/brief.yaml",
            "title: A brief\nverdicts:\n  - id: x\n    tone: |\n",
            "positive, mixed, negative, neutral",
        ),
    ];
    for (path, text, expected) in cases {
        let (text, place) = marked(text);
        editor.open(path, &text);
        let list = editor.ask("completion", path, place);
        assert_eq!(labels(list["items"].as_array().unwrap()).join(", "), expected, "{text}");
    }
}

#[test]
fn files_dates_and_names_are_offered() {
    let spoken = NOTE.replace("    stance: supports", "    stance: supports\n    speaker: \"Ben Oh: mayor\"");
    let site = site()
        .file("content/claims/spoken.yaml", spoken)
        .file("static/pictures/bridge.jpg", "")
        .file("static/pictures/plan.PNG", "")
        .file("static/recordings/council.mp3", "")
        .file("static/style.css", "");
    let mut editor = editor(&site);
    editor.open(PATH, &format!("{NOTE}claimant: Ada Reyes\n"));
    let mut offered = |path: &str, marked_text: &str| {
        let (text, place) = marked(marked_text);
        editor.open(path, &text);
        let list = editor.ask("completion", path, place);
        let items = list["items"].as_array().unwrap().clone();
        let first = items.first().map(|item| edited(&text, &item["textEdit"])).unwrap_or_default();
        (items, first.lines().last().unwrap_or_default().to_owned())
    };
    let (items, first) = offered("content/claims/new.yaml", "image:\n  file: |");
    assert_eq!(labels(&items), ["pictures/bridge.jpg", "pictures/plan.PNG"]);
    assert_eq!(first, "  file: pictures/bridge.jpg");
    let (items, _) = offered("content/sources/new.md", "---\nmedia:\n  kind: audio\n  file: rec|");
    assert_eq!(labels(&items), ["pictures/bridge.jpg", "pictures/plan.PNG", "recordings/council.mp3"]);
    let passage = "passages:\n  - id: a\n    source: report\n";
    let (items, _) = offered("content/claims/new.yaml", &format!("{passage}claimed_on: |"));
    let shown: Vec<_> = items.iter().map(|item| (item["label"].as_str().unwrap(), &item["detail"])).collect();
    assert_eq!(shown[0].1, "today");
    assert_eq!((shown[0].0.len(), shown[0].0.matches('-').count()), (10, 2));
    assert_eq!(shown[1..], [("2024-03-12", &json!("The report"))]);
    let (items, first) = offered("content/claims/new.yaml", &format!("{passage}    speaker: |"));
    assert_eq!(labels(&items), ["Ben Oh: mayor"]);
    assert_eq!(first, "    speaker: \"Ben Oh: mayor\"");
    let (items, _) = offered(PATH, &format!("claim: x\nclaimant: Ada Reyes\n{passage}    speaker: |"));
    assert_eq!(labels(&items)[0], "Ada Reyes");
}

#[test]
fn quotes_are_completed_from_their_source() {
    let site = site();
    let mut editor = editor(&site);
    editor.open(PATH, NOTE);
    let quote = "quote: opened in May, after a long delay";
    let mut found = |to: &str| {
        let (text, place) = changed(quote, to);
        let items = completions(&mut editor, (text.clone(), place));
        let mut found: Vec<String> = vec![];
        for item in &items {
            let mut text = edited(&text, &item["textEdit"]);
            for edit in item["additionalTextEdits"].as_array().into_iter().flatten() {
                text = edited(&text, edit);
            }
            let from = text.find("    quote:").unwrap() + 4;
            found.push(text[from..text.find("    stance:").unwrap()].trim_end().to_owned());
        }
        found
    };
    assert_eq!(found("quote: bridge|"), [""; 0]);
    assert_eq!(
        found("quote: The bridge op|"),
        [
            "quote: The bridge opened in May",
            "quote: The bridge opened in May, after a long delay.",
            "quote: The bridge opened to walkers in June."
        ]
    );
    assert_eq!(found("quote: \"after a |\"")[0], "quote: \"after a long delay.\"");
    assert_eq!(found("quote: >-\n      It cost\n      12|")[0], "quote: >-\n      It cost\n      12 million.");
    assert_eq!(found("quote: The bridge [...] long del|")[0], "quote: The bridge [...] long delay.");
    // The case of what was typed is corrected.
    assert_eq!(found("quote: the bridge op|")[0], "quote: The bridge opened in May");
    assert_eq!(found("quote: \"IT COST 12|")[0], "quote: \"It cost 12 million.");
    assert_eq!(found("quote: nothing of the kind|"), [""; 0]);
}

#[test]
fn quotes_without_a_source_are_sought_in_all() {
    let site = site().source("minutes", "The council voted for the new bridge. It opened in May: late.");
    let mut editor = editor(&site);
    editor.open(PATH, NOTE);
    let mut found = |text: &str| {
        let (text, place) = marked(text);
        let items = completions(&mut editor, (text.clone(), place));
        let applied = items.iter().map(|item| {
            let mut edits = vec![&item["textEdit"]];
            edits.extend(item["additionalTextEdits"].as_array().into_iter().flatten());
            // From the end, so that places stay right.
            edits.sort_by_key(|edit| {
                let start = &edit["range"]["start"];
                (start["line"].as_u64(), start["character"].as_u64())
            });
            edits.iter().rev().fold(text.clone(), |text, edit| edited(&text, edit))
        });
        applied.collect::<Vec<_>>()
    };
    assert_eq!(
        found("passages:\n  - id: a\n    quote: the COUNCIL voted|"),
        ["passages:\n  - id: a\n    source: minutes\n    quote: The council voted for the new bridge."]
    );
    assert_eq!(
        found("passages:\n  - quote: opened in May|"),
        [
            "passages:\n  - source: minutes\n    quote: \"opened in May: late.\"",
            "passages:\n  - source: report\n    quote: opened in May, after a long delay."
        ]
    );
    assert_eq!(
        found("passages:\n  - source:\n    quote: \"council voted|")[0],
        "passages:\n  - source: minutes\n    quote: \"council voted for the new bridge."
    );
    assert_eq!(
        found("passages:\n  - {id: a, quote: council voted|}")[0],
        "passages:\n  - {id: a, source: minutes, quote: council voted for the new bridge.}"
    );
    assert_eq!(found("passages:\n  - quote: it opened|").len(), 2);
    assert_eq!(found("passages:\n  - quote: of it|"), [""; 0]);
}

#[test]
fn hover_explains_the_item() {
    let site = site();
    let mut editor = editor(&site);
    editor.open(PATH, NOTE);
    let mut hover = |from: &str, to: &str| {
        let (text, place) = changed(from, to);
        editor.write(PATH, &text);
        let answer = editor.ask("hover", PATH, place);
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(
        hover("opened in May,", "opened in |May,"),
        "> The bridge **opened in May, after a long delay**. It cost 12 million.\n\nThe report: line 8 of content/sources/report.md (verbatim)"
            .replace(". It cost 12 million.", ".")
    );
    let missing = hover("opened in May,", "opened in |April,");
    assert_eq!(
        missing,
        "these words were not found in the source “report”\n\n~~~~text\nthe closest wording is at content/sources/report.md:8\n  \
         your quote: opened in [-April,-] after a long delay\n  the source: opened in {+May,+} after a long delay\n~~~~"
    );
    assert_eq!(
        hover("source: report", "source: rep|ort"),
        "**The report**\n\nThe Post, 2024-03-12\n\n2 passages cite it."
    );
    assert_eq!(
        hover("\"true\"", "\"tr|ue\""),
        "**True**: The evidence supports the claim, and nothing important is missing."
    );
    assert!(hover("    stance:", "    sta|nce:").starts_with("How the passage bears on the claim."));
    assert_eq!(hover("supports", "suppo|rts"), "**supports**: It supports the claim.");
    assert_eq!(hover("[ada]", "[a|da]"), "**Ada Reyes**, Editor");
    assert_eq!(hover("It did.", "See [it](claim:oth|er)."), "> The bridge is open.\n\nVerdict: **True**");
    assert_eq!(
        hover("[^opened]", "[^open|ed]"),
        "> opened in May, after a long delay\n\nPassage `opened`, from `report`"
    );
    let (text, _) = changed("[^opened]", "[^opened]|");
    let text = text.replace("    quote: opened in May, after a long delay\n", "    absent: [theft, \"rob*\"]\n");
    let at = text.find("[^opened]").unwrap();
    let line = text[..at].matches('\n').count();
    let column = at - text[..at].rfind('\n').map_or(0, |newline| newline + 1) + 3;
    editor.write(PATH, &text);
    let answer = editor.ask("hover", PATH, (line, column));
    assert_eq!(answer["contents"]["value"], "Not in `report`: “theft”, “rob\\*”\n\nPassage `opened`");
    let mut hover = |from: &str, to: &str| {
        let (text, place) = changed(from, to);
        editor.write(PATH, &text);
        let answer = editor.ask("hover", PATH, place);
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(
        hover(
            "[^opened]\npassages:\n  - id: opened",
            "[^open|ed]\npassages:\n  - id: opened\n    translation: {text: im Mai, by: Ada}"
        ),
        "> opened in May, after a long delay\n\nPassage `opened`, from `report`\n\nTranslation: im Mai"
    );
    let listed = "claimant:\n- Ada\n- name: Ben\n  kind: pers|on";
    assert_eq!(hover("authors: [ada]", listed), "**person**: A person.");
    assert!(hover("authors: [ada]", "claim|ant: Ada").starts_with("Who made the claim"));
    assert_eq!(hover("It did.", "It |did."), "");
}

#[test]
fn definitions_lead_to_the_exact_words() {
    let site = site();
    let mut editor = editor(&site);
    editor.open(PATH, NOTE);
    let mut definition = |from: &str, to: &str| {
        let (text, place) = changed(from, to);
        editor.write(PATH, &text);
        let location = editor.ask("definition", PATH, place);
        let uri = location["uri"].as_str()?;
        let text =
            if uri.ends_with(PATH) { text } else { fs::read_to_string(uri.strip_prefix("file://").unwrap()).unwrap() };
        let (start, end) = (&location["range"]["start"], &location["range"]["end"]);
        let line = text.lines().nth(start["line"].as_u64().unwrap() as usize).unwrap();
        assert_eq!(start["line"], end["line"]);
        let column = |position: &Value| position["character"].as_u64().unwrap() as usize;
        Some(format!("{}: {}", uri.rsplit('/').next().unwrap(), &line[column(start)..column(end)]))
    };
    assert_eq!(
        definition("opened in May,", "opened in |May,").unwrap(),
        "report.md: opened* in May, after a long delay"
    );
    assert_eq!(
        definition("source: report", "source: rep|ort").unwrap(),
        "report.md: opened* in May, after a long delay"
    );
    assert_eq!(definition("[^opened]", "[^open|ed]").unwrap(), "bridge.yaml: opened");
    assert_eq!(definition("[ada]", "[a|da]").unwrap(), "brief.yaml: ada");
    assert_eq!(definition("authors: [ada]", "related: [oth|er]").unwrap(), "other.yaml: ");
    assert_eq!(definition("It did.", "See [it](source:rep|ort).").unwrap(), "report.md: ");
    assert_eq!(definition("It did.", "It |did."), None);
}

/// The titles of the fixes offered in a line, and the first edit of the first.
fn fixes(editor: &mut Editor, path: &str, line: usize) -> (Vec<String>, Value) {
    let uri = editor.uri(path);
    let range = json!({"start": {"line": line, "character": 0}, "end": {"line": line, "character": 99}});
    let params = json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []}});
    let actions = editor.request("textDocument/codeAction", params);
    let titles = actions.as_array().unwrap().iter().map(|action| action["title"].as_str().unwrap().to_owned());
    (titles.collect(), actions[0]["edit"]["changes"][&uri][0].clone())
}

#[test]
fn fixes_are_offered_where_the_finding_is() {
    let site = site();
    let mut editor = editor(&site);
    let misquoted = NOTE.replace("opened in May, after", "Opened in may, after");
    let broken = misquoted.replace("source: report", "source: reprot");
    editor.open(PATH, &broken);
    let (titles, edit) = fixes(&mut editor, PATH, 7);
    assert_eq!(titles, ["Change it to “report”"]);
    assert_eq!(edited(&broken, &edit), misquoted);
    assert_eq!(fixes(&mut editor, PATH, 0).0, [""; 0]);
    editor.write(PATH, &misquoted);
    let (_, edit) = fixes(&mut editor, PATH, 8);
    assert_eq!(edited(&misquoted, &edit), NOTE);

    // The closest words of the source, written as the quote was.
    let reworded = NOTE.replace("quote: opened in May, after a long delay", "quote: \"open in March, after a delay\"");
    editor.write(PATH, &reworded);
    let (titles, edit) = fixes(&mut editor, PATH, 8);
    assert_eq!(titles, ["Take the source’s words: “opened in May, after a long delay”"]);
    assert_eq!(
        edited(&reworded, &edit),
        NOTE.replace("opened in May, after a long delay", "\"opened in May, after a long delay\"")
    );
    let elided = NOTE.replace("opened in May, after a long delay", "The bridge [...] after a wrong delay");
    editor.write(PATH, &elided);
    let (_, edit) = fixes(&mut editor, PATH, 8);
    assert_eq!(edited(&elided, &edit), elided.replace("wrong", "long"));
    editor.write(PATH, &NOTE.replace("opened in May, after a long delay", "Nothing like any of this at all"));
    assert_eq!(fixes(&mut editor, PATH, 8).0, [""; 0]);

    let ambiguous = NOTE.replace("opened in May, after a long delay", "The bridge opened");
    editor.write(PATH, &ambiguous);
    let (titles, edit) = fixes(&mut editor, PATH, 8);
    assert_eq!(titles.len(), 2, "{titles:?}");
    editor.write(PATH, &edited(&ambiguous, &edit));
    assert_eq!(fixes(&mut editor, PATH, 8).0, [""; 0]);
}

#[test]
fn names_that_are_close_are_offered() {
    let site = site().source("repertoire", "Text.").source("reports", "Text.");
    let mut editor = editor(&site);
    editor.open(PATH, &NOTE.replace("source: report", "source: reportt"));
    assert_eq!(fixes(&mut editor, PATH, 7).0, ["Change it to “report”", "Change it to “reports”"]);
    editor.write(PATH, &NOTE.replace("[ada]", "[adda]"));
    assert_eq!(fixes(&mut editor, PATH, 10).0, ["Change it to “ada”"]);
    let unreferenced = NOTE.replace("It opened.[^opened]", "It opened.");
    editor.write(PATH, &unreferenced);
    let (titles, edit) = fixes(&mut editor, PATH, 6);
    assert_eq!(titles, ["Refer to it at the end of the analysis"]);
    assert_eq!(edited(&unreferenced, &edit), NOTE);
    let quoted = NOTE.replace("analysis: |\n  It opened.[^opened]", "analysis: \"It opened.\"");
    editor.write(PATH, &quoted);
    assert_eq!(edited(&quoted, &fixes(&mut editor, PATH, 5).1), quoted.replace("opened.\"", "opened.[^opened]\""));
}

#[test]
fn a_changed_source_can_be_resealed() {
    let site = site();
    let mut editor = editor(&site);
    let source = "content/sources/report.md";
    let sealed = REPORT.replace("---\n#", &format!("sha256: {}\n---\n#", "0".repeat(64)));
    editor.open(source, &sealed);
    let (titles, edit) = fixes(&mut editor, source, 4);
    assert_eq!(titles, ["Write the new seal"]);
    assert_eq!(editor.findings(source).len(), 1);
    editor.write(source, &edited(&sealed, &edit));
    assert_eq!(editor.findings(source), [] as [Value; 0]);
}

#[test]
fn columns_use_the_encoding_that_the_editor_supports() {
    let site = site();
    for (encoding, column) in [("utf-8", 18), ("utf-16", 16), ("utf-32", 15)] {
        let mut editor = Editor::open_folder(site.root(), json!({"general": {"positionEncodings": [encoding]}}));
        editor.open(PATH, &NOTE.replace("[ada]", "[\"😀\", adda]"));
        let findings = editor.findings(PATH);
        let person = findings.iter().find(|finding| finding["message"].as_str().unwrap().contains("adda")).unwrap();
        assert_eq!(person["range"]["start"], json!({"line": 10, "character": column}), "{encoding}");
    }
}

/// The names of symbols with their details, those inside others indented.
fn outline(symbols: &Value, depth: usize) -> String {
    let symbols = symbols.as_array().into_iter().flatten();
    let lines = symbols.map(|symbol| {
        let detail = symbol["detail"].as_str().map(|detail| format!(" = {detail}")).unwrap_or_default();
        let name = symbol["name"].as_str().unwrap();
        format!("{}{name}{detail}\n{}", "  ".repeat(depth), outline(&symbol["children"], depth + 1))
    });
    lines.collect()
}

#[test]
fn notes_have_an_outline() {
    let site = site();
    let mut editor = editor(&site);
    let mut symbols = |path: &str, text: &str| {
        editor.open(path, text);
        editor.request("textDocument/documentSymbol", json!({"textDocument": {"uri": editor.uri(path)}}))
    };
    let note = symbols(PATH, &format!("{NOTE}claimant: {{name: Ada}}\n"));
    assert_eq!(
        outline(&note, 0),
        "claim = The bridge opened.\nverdict = true\nsummary = It did.\nanalysis = It opened.[^opened]\npassages\n  \
         opened = opened in May, after a long delay\nauthors\n  ada\nclaimant\n"
    );
    let passage = &note[4]["children"][0];
    assert_eq!(passage["range"], json!({"start": {"line": 6, "character": 2}, "end": {"line": 9, "character": 20}}));
    let source = symbols(
        "content/sources/report.md",
        "---\ntitle: The report\n---\n# One\n\nText.\n\n## Two ##\n\n```\n# no\n```\n\n# Three\n",
    );
    assert_eq!(outline(&source, 0), "title = The report\nOne\n  Two\nThree\n");
    assert_eq!(source[1]["range"], json!({"start": {"line": 3, "character": 0}, "end": {"line": 13, "character": 0}}));
    assert_eq!(
        outline(&symbols("content/brief.yaml", BRIEF), 0),
        "title = A brief\nbase_url = https://example.org/\npeople\n  ada = Ada Reyes\n"
    );
}

#[test]
fn completion_still_works_while_the_brief_is_broken() {
    let site = site();
    let mut editor = editor(&site);
    editor.open(PATH, NOTE);
    editor.ask("hover", PATH, (0, 0));
    editor.open("content/brief.yaml", "title: [");
    assert_eq!(editor.findings("content/brief.yaml")[0]["code"], "invalid-yaml");
    let items = completions(&mut editor, marked("authors: [|]"));
    assert_eq!(labels(&items), ["ada"]);
}

#[test]
fn the_demonstration_has_no_warnings() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut editor = Editor::open_folder(root, json!({}));
    let path = "content/claims/two-billion-dollars.yaml";
    let note = fs::read_to_string(root.join(path)).unwrap();
    editor.open(path, &note.replacen("verdict: ", "verdict: x", 1));
    let findings = editor.findings(path);
    let codes: Vec<&Value> = findings.iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["unknown-verdict"]);
    editor.write(path, &note);
    // That both sources quote the same report is advice.
    let findings = editor.findings(path);
    assert_eq!(findings.iter().map(|finding| &finding["code"]).collect::<Vec<_>>(), ["one-origin"]);
    assert_eq!(findings[0]["severity"], 3);
}

#[test]
fn follows_the_protocol() {
    let site = site();
    let mut editor = editor(&site);
    assert_eq!(editor.response("textDocument/nothing", json!({}))["error"]["code"], -32601);
    assert_eq!(editor.response("textDocument/hover", json!({"no": "position"}))["error"]["code"], -32602);
    editor.notify("textDocument/didChange", json!({"no": "text"}));
    assert_eq!(editor.ask("hover", "content/claims/none.yaml", (9, 9)), Value::Null);
    assert_eq!(editor.exit(), 0);
    let site = self::site();
    assert_eq!(self::editor(&site).disconnect(), 1);
}

#[test]
fn an_invalid_message_is_refused_and_the_server_continues() {
    let site = site();
    let mut editor = editor(&site);
    editor.open(PATH, NOTE);
    for (sent, code) in [("Content-Length: 5\r\n\r\n{\"id\"", -32700), ("Content-Length: 2\r\n\r\n[]", -32600)] {
        editor.send_raw(sent);
        let refused = editor.error_without_id();
        assert_eq!((&refused["id"], &refused["error"]["code"]), (&Value::Null, &json!(code)), "{refused}");
    }
    editor.write(PATH, &NOTE.replace("supports", "suports"));
    assert_eq!(editor.findings(PATH)[0]["code"], "unknown-value");
    assert_eq!(editor.exit(), 0);
}
