//! `citeback lsp` across files: references, renames, sources, symbols, hints.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::lsp::{BRIEF, NOTE, PATH, REPORT, edited, editor, site};
use crate::site::Site;

const SOURCE: &str = "content/sources/report.md";

/// The position of some words in a text: line and column, from 0.
fn at(text: &str, words: &str) -> (usize, usize) {
    let at = text.find(words).unwrap_or_else(|| panic!("{words}"));
    let line = text[..at].matches('\n').count();
    (line, at - text[..at].rfind('\n').map_or(0, |newline| newline + 1))
}

/// A location as file, line from 1 and the words there.
fn shown(site: &Site, location: &Value) -> String {
    let path = location["uri"].as_str().unwrap().strip_prefix("file://").unwrap();
    let text = fs::read_to_string(path).unwrap();
    let position = |end: &str| {
        let position = &location["range"][end];
        (position["line"].as_u64().unwrap() as usize, position["character"].as_u64().unwrap() as usize)
    };
    let ((line, start), (last, end)) = (position("start"), position("end"));
    assert_eq!(line, last);
    let words = &text.lines().nth(line).unwrap()[start..end];
    let path = path.strip_prefix(site.root().to_str().unwrap()).unwrap();
    format!("{}:{} {words}", path.rsplit('/').next().unwrap(), line + 1)
}

fn references(site: &Site, editor: &mut Editor, path: &str, (line, character): (usize, usize)) -> Vec<String> {
    let params = json!({
        "textDocument": {"uri": editor.uri(path)},
        "position": {"line": line, "character": character},
        "context": {"includeDeclaration": true},
    });
    let found = editor.request("textDocument/references", params);
    found.as_array().unwrap().iter().map(|location| shown(site, location)).collect()
}

/// A site in which everything is referred to.
fn linked() -> Site {
    let other = "claim: The bridge is open.\nverdict: true\nsummary: See [it](claim:bridge) in [the report](source:report).\nrelated: [bridge]\n\
                 reviewed_by: [\"ada\"]\npassages:\n  - id: opened\n    source: report\n    quote: opened to walkers\n    stance: context\n";
    site()
        .file("content/claims/other.yaml", other)
        .file("content/brief.yaml", format!("{BRIEF}featured: [bridge]\n"))
        .file("content/pages/about.md", "---\ntitle: About\n---\nAs [we said](claim:bridge) and `claim:bridge`.\n")
}

#[test]
fn references_are_found_across_files() {
    let site = linked();
    let mut editor = editor(&site);
    let note = NOTE.replace("claim: The", "claim_passage: opened\nclaim: The");
    site.write(PATH, &note);
    editor.open(PATH, &note);
    let mut of = |words: &str, inside: usize| {
        let (line, column) = at(&note, words);
        references(&site, &mut editor, PATH, (line, column + inside))
    };
    let claim =
        ["bridge.yaml:1 ", "brief.yaml:7 bridge", "other.yaml:3 bridge", "other.yaml:4 bridge", "about.md:4 bridge"];
    assert_eq!(of("The bridge opened.", 0), claim);
    assert_eq!(
        of("source: report", 9),
        ["report.md:1 ", "bridge.yaml:9 report", "other.yaml:3 report", "other.yaml:8 report"]
    );
    assert_eq!(of("[ada]", 1), ["brief.yaml:4 ada", "bridge.yaml:12 ada", "other.yaml:5 ada"]);
    let passage = ["bridge.yaml:8 opened", "bridge.yaml:1 opened", "bridge.yaml:6 opened"];
    assert_eq!(of("[^opened]", 3), passage);
    assert_eq!(of("id: opened", 5), passage);
    assert_eq!(of("It did.", 3), [""; 0]);
    // From the file of the source itself.
    editor.open(SOURCE, REPORT);
    assert_eq!(references(&site, &mut editor, SOURCE, at(REPORT, "The report")).len(), 4);
}

/// An editor that can rename files.
fn renaming(site: &Site) -> Editor {
    let edits = json!({"resourceOperations": ["create", "rename", "delete"]});
    Editor::open_folder(site.root(), json!({"workspace": {"workspaceEdit": edits}}))
}

/// What the files of an edit become, and how files are moved, by their paths in the site.
fn applied(site: &Site, edit: &Value) -> BTreeMap<String, String> {
    let root = format!("file://{}/", site.root().to_str().unwrap());
    let relative = |uri: &Value| uri.as_str().unwrap().strip_prefix(&root).unwrap().to_owned();
    let mut files = BTreeMap::new();
    for change in edit["documentChanges"].as_array().unwrap() {
        if change["kind"] == "rename" {
            let moved = format!("{} -> {}", relative(&change["oldUri"]), relative(&change["newUri"]));
            files.insert("moved".to_owned(), moved);
            continue;
        }
        let path = relative(&change["textDocument"]["uri"]);
        let mut edits: Vec<&Value> = change["edits"].as_array().unwrap().iter().collect();
        edits.sort_by_key(|edit| {
            let start = &edit["range"]["start"];
            (start["line"].as_u64(), start["character"].as_u64())
        });
        let text = fs::read_to_string(site.path(&path)).unwrap();
        let new = edits.iter().rev().fold(text, |text, edit| edited(&text, edit));
        files.insert(path, new);
    }
    files
}

fn rename(editor: &mut Editor, path: &str, (line, character): (usize, usize), new: &str) -> Value {
    let params = json!({
        "textDocument": {"uri": editor.uri(path)},
        "position": {"line": line, "character": character},
        "newName": new,
    });
    editor.response("textDocument/rename", params)
}

#[test]
fn ids_are_renamed_across_files() {
    let site = linked();
    let mut editor = renaming(&site);
    editor.open(PATH, NOTE);
    let (line, column) = at(NOTE, "[^opened]");
    let prepared = editor.ask("prepareRename", PATH, (line, column + 3));
    let range =
        json!({"start": {"line": line, "character": column + 2}, "end": {"line": line, "character": column + 8}});
    assert_eq!(prepared, json!({"range": range, "placeholder": "opened"}));
    assert_eq!(editor.ask("prepareRename", PATH, at(NOTE, "It did.")), Value::Null);

    let answer = rename(&mut editor, PATH, (line, column + 3), "in-may");
    let passage = NOTE.replace("[^opened]", "[^in-may]").replace("id: opened", "id: in-may");
    assert_eq!(applied(&site, &answer["result"]), BTreeMap::from([(PATH.to_owned(), passage)]));
    let answer = rename(&mut editor, PATH, (line, column + 3), "In May");
    assert_eq!(answer["error"]["message"], "“In May” cannot be an id: did you mean “in-may”?");

    let (line, column) = at(NOTE, "[ada]");
    let people = applied(&site, &rename(&mut editor, PATH, (line, column + 1), "ada-reyes")["result"]);
    assert_eq!(people.keys().collect::<Vec<_>>(), ["content/brief.yaml", PATH, "content/claims/other.yaml"]);
    assert!(
        people["content/brief.yaml"]
            .contains("  - id: ada-reyes\n    name: Ada Reyes\n    role: Editor\n    formerly: [ada]\n")
    );
    assert!(people["content/claims/other.yaml"].contains("reviewed_by: [\"ada-reyes\"]"));

    let about = "content/pages/about.md";
    let text = fs::read_to_string(site.path(about)).unwrap();
    editor.open(about, &text);
    let (line, column) = at(&text, "claim:bridge");
    let claim = applied(&site, &rename(&mut editor, about, (line, column + 8), "opening")["result"]);
    assert_eq!(claim[about], "---\ntitle: About\n---\nAs [we said](claim:opening) and `claim:bridge`.\n");
    assert_eq!(claim["moved"], format!("{PATH} -> content/claims/opening.yaml"));
    assert_eq!(claim[PATH], format!("{NOTE}formerly: [bridge]\n"));
    assert!(claim["content/claims/other.yaml"].contains("See [it](claim:opening)"));
    let answer = rename(&mut editor, about, (line, column + 8), "other");
    assert_eq!(answer["error"]["message"], "there is already a claim “other”: choose another id");
}

#[test]
fn only_an_id_that_stands_alone_is_renamed() {
    let site = linked();
    let mut editor = renaming(&site);
    let note = NOTE.replace("source: report", "source: &s report") + "  - id: *s\n    source: *s\n";
    editor.open(PATH, &note);
    for place in ["&s report", "report", "*s\n    source", "*s\n"] {
        let (line, column) = if place == "*s\n" { at(&note, "source: *s") } else { at(&note, place) };
        let place = (line, if place == "*s\n" { column + 8 } else { column + 1 });
        assert_eq!(editor.ask("prepareRename", PATH, place), Value::Null, "{place:?}");
        let answer = rename(&mut editor, PATH, place, "paper");
        assert_eq!(answer["error"]["message"], "there is no id here that can be renamed", "{place:?}");
    }
    let words = at(&note, "The bridge");
    assert_eq!(editor.ask("prepareRename", PATH, words), Value::Null);
    let answer = rename(&mut editor, PATH, words, "paper");
    assert_eq!(answer["error"]["message"], "there is no id here that can be renamed");
}

#[test]
fn an_editor_that_cannot_rename_files_says_so() {
    let site = linked();
    let mut editor = editor(&site);
    editor.open(PATH, NOTE);
    let (line, column) = at(NOTE, "source: report");
    let answer = rename(&mut editor, PATH, (line, column + 9), "paper");
    assert_eq!(
        answer["error"]["message"],
        "this editor cannot rename files: use “citeback rename source report paper”"
    );
    let (line, column) = at(NOTE, "[^opened]");
    let answer = rename(&mut editor, PATH, (line, column + 3), "in-may");
    let changes = answer["result"]["changes"].as_object().unwrap();
    assert_eq!(changes.keys().collect::<Vec<_>>(), [&editor.uri(PATH)]);
    assert_eq!(answer["result"]["documentChanges"], Value::Null);
}

#[test]
fn references_follow_a_file_that_is_renamed() {
    let site = linked();
    let mut editor = renaming(&site);
    editor.open(PATH, NOTE);
    let mut moved = |from: &str, to: &str| {
        let file = json!({"oldUri": editor.uri(from), "newUri": editor.uri(to)});
        editor.response("workspace/willRenameFiles", json!({"files": [file]}))
    };
    let answer = moved(SOURCE, "content/sources/paper.md");
    let files = applied(&site, &answer["result"]);
    assert_eq!(files[PATH], NOTE.replace("source: report", "source: paper"));
    assert!(files[SOURCE].contains("formerly: [report]"), "{}", files[SOURCE]);
    assert!(!files.contains_key("moved"));
    let answer = moved(PATH, "content/claims/other.yaml");
    assert_eq!(answer["error"]["message"], "there is already a claim “other”: choose another id");
    assert_eq!(moved(PATH, "content/claims/elsewhere/bridge.yaml")["result"], Value::Null);
    assert_eq!(moved("static/a.png", "static/b.png")["result"], Value::Null);
}

#[test]
fn sources_show_which_claims_cite_them() {
    let site = linked();
    let mut editor = Editor::open_folder(site.root(), json!({"window": {"showDocument": {"support": true}}}));
    editor.open(SOURCE, REPORT);
    let bridge = editor.uri(PATH);
    let hover = editor.ask("hover", SOURCE, at(REPORT, "May, after"));
    assert_eq!(
        hover["contents"]["value"],
        format!("Quoted in:\n\n- **True**: [The bridge opened.]({bridge}) (supports, passage `opened`)")
    );
    let start = at(REPORT, "opened* in May");
    assert_eq!(hover["range"]["start"], json!({"line": start.0, "character": start.1}));
    assert_eq!(editor.ask("hover", SOURCE, at(REPORT, "It cost")), Value::Null);
    assert_eq!(
        references(&site, &mut editor, SOURCE, at(REPORT, "May, after")),
        ["bridge.yaml:9 opened in May, after a long delay"]
    );

    let lenses = editor.request("textDocument/codeLens", json!({"textDocument": {"uri": editor.uri(SOURCE)}}));
    let lenses = lenses.as_array().unwrap();
    let titles: Vec<&str> = lenses.iter().map(|lens| lens["command"]["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Cited by 2 claims"]);
    let command = &lenses[0]["command"];
    let params = json!({"command": command["command"], "arguments": command["arguments"]});
    assert_eq!(editor.request("workspace/executeCommand", params), Value::Null);
    let asked = editor.next_request("window/showMessageRequest");
    let titles = json!([{"title": "bridge.yaml, line 9"}, {"title": "other.yaml, line 9"}]);
    assert_eq!(asked["params"]["actions"], titles);
    editor.answer(&asked["id"], titles[1].clone());
    let other = editor.uri("content/claims/other.yaml");
    let selection = json!({"start": {"line": 8, "character": 11}, "end": {"line": 8, "character": 28}});
    assert_eq!(
        editor.next_request("window/showDocument")["params"],
        json!({"uri": other, "takeFocus": true, "selection": selection})
    );
    let unknown = editor.response("workspace/executeCommand", json!({"command": "nothing", "arguments": []}));
    assert_eq!(unknown["error"]["code"], -32602);
}

#[test]
fn findings_about_quotes_lead_into_the_source() {
    let site = linked();
    let mut editor = editor(&site);
    let related = |finding: &Value| -> Vec<String> {
        let related = finding["relatedInformation"].as_array().unwrap().iter();
        related
            .map(|place| format!("{} ({})", shown(&site, &place["location"]), place["message"].as_str().unwrap()))
            .collect()
    };
    editor.open(PATH, &NOTE.replace("opened in May", "open in March"));
    assert_eq!(
        related(&editor.findings(PATH)[0]),
        ["report.md:8 opened* in May, after a long delay (the closest wording)"]
    );
    editor.write(PATH, &NOTE.replace("opened in May, after a long delay", "The bridge opened"));
    assert_eq!(
        related(&editor.findings(PATH)[0]),
        [
            "report.md:8 The bridge *opened (Bridge »The bridge opened« in May, after a long delay. It cost 12…)",
            "report.md:8 The bridge opened (…after a long delay. It cost 12 million. »The bridge opened« to walkers in June.)"
        ]
    );
}

#[test]
fn symbols_of_the_site_are_found_by_name() {
    let site = linked();
    let mut editor = editor(&site);
    let mut found = |query: &str| {
        let symbols = editor.request("workspace/symbol", json!({ "query": query }));
        let symbols = symbols.as_array().unwrap().iter();
        let named = symbols.map(|symbol| {
            let (name, what) = (symbol["name"].as_str().unwrap(), symbol["containerName"].as_str().unwrap());
            format!("{what} {name} ({})", shown(&site, &symbol["location"]))
        });
        named.collect::<Vec<_>>()
    };
    assert_eq!(
        found("BRIDGE open"),
        ["claim bridge: The bridge opened. (bridge.yaml:1 )", "claim other: The bridge is open. (other.yaml:1 )"]
    );
    assert_eq!(found("reyes"), ["person ada: Ada Reyes (brief.yaml:4 ada)"]);
    assert_eq!(found("about"), ["page about: About (about.md:1 )"]);
    assert_eq!(found("").len(), 5);
}

#[test]
fn hints_name_verdicts_people_and_places() {
    let site = linked();
    let mut editor = editor(&site);
    let note =
        NOTE.replace("\"true\"", "mostly-false").replace("quote: opened in May", "quote: >-\n      opened in May");
    editor.open(PATH, &note);
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let mut hints = |range: &Value| {
        let params = json!({"textDocument": {"uri": editor.uri(PATH)}, "range": range});
        let hints = editor.request("textDocument/inlayHint", params);
        let shown = hints.as_array().unwrap().iter().map(|hint| {
            let (line, column) = (&hint["position"]["line"], &hint["position"]["character"]);
            format!("{line}:{column} {}", hint["label"].as_str().unwrap())
        });
        shown.collect::<Vec<_>>()
    };
    assert_eq!(hints(&range), ["1:21 Mostly false", "8:13 The report · paragraph 2", "11:13 Ada Reyes"]);
    let few = json!({"start": {"line": 0, "character": 0}, "end": {"line": 2, "character": 0}});
    assert_eq!(hints(&few), ["1:21 Mostly false"]);
}

#[test]
fn all_automatic_fixes_are_made_at_once() {
    let site = linked();
    let mut editor = editor(&site);
    let broken = NOTE.replace("supports", "suports").replace("report", "reprot").replace("summary", "sumary");
    editor.open(PATH, &broken);
    let uri = editor.uri(PATH);
    let mut actions = |only: Value| {
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
        let params =
            json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": [], "only": only}});
        editor.request("textDocument/codeAction", params).as_array().unwrap().clone()
    };
    for only in ["source.fixAll.citeback", "source.fixAll", "source", ""] {
        let found = actions(json!([only]));
        assert_eq!(found.len(), 1, "{only}");
        assert_eq!(found[0]["kind"], "source.fixAll.citeback");
        let mut edits: Vec<&Value> = found[0]["edit"]["changes"][&uri].as_array().unwrap().iter().collect();
        edits.sort_by_key(|edit| edit["range"]["start"]["line"].as_u64());
        let fixed = edits.iter().rev().fold(broken.clone(), |text, edit| edited(&text, edit));
        assert_eq!(fixed, NOTE);
    }
    assert_eq!(actions(json!(["quickfix"])), [] as [Value; 0]);
    assert_eq!(actions(Value::Null), [] as [Value; 0]);
}
