//! The review of a source in `serve`: decisions about doubtful blocks and its metadata, and the saved page.

use std::fs;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::site::Site;
use super::watching::{Running, get, post, response};

const NOTE: &str = "content/sources/post.md";
const BODY: &str = "\nThe bridge closed.\n\n<!-- doubtful: author -->\n\nAna Ruiz has reported since 2011.\n\n<!-- end of doubtful -->\n\nIt opened again.\n\n<!-- doubtful: other text -->\n\n- The *ferry*\n\n<!-- end of doubtful -->\n";

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A source with two doubtful blocks, sealed.
fn note(body: &str) -> String {
    let fields = "title: Bridge closed # as it is\nauthor: Ana Ruiz\npublished: 2024-03-12  # unsure: the page shows 2024-03-11\nuncited: publish\n";
    format!("---\n{fields}sha256: {}\n---\n{body}", sha256(body.as_bytes()))
}

fn site() -> Site {
    let cited = Site::new().source("report", "The bridge opened.").claim("bridge", "report", "The bridge opened.");
    cited.file(NOTE, note(BODY))
}

/// The JSON of a response, and whether it is a success.
fn answer(response: &str) -> (bool, Value) {
    let body = response.split("\r\n\r\n").nth(1).unwrap();
    let end = body.rfind('}').map_or(body.len(), |end| end + 1);
    let json = &body[body.find('{').unwrap()..end];
    (
        response.starts_with("HTTP/1.1 200 "),
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}")),
    )
}

fn reviewed(address: &str) -> Value {
    answer(&get(address, "/.citeback/review?source=post", address)).1
}

fn send(address: &str, path: &str, sent: &Value) -> (bool, Value) {
    answer(&post(address, &format!("/.citeback/{path}"), &sent.to_string()))
}

#[test]
fn a_page_gets_the_doubtful_blocks_and_the_fields_of_its_source() {
    let site = site();
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    let found = reviewed(&address);
    assert_eq!(
        found["blocks"],
        json!([
            {"what": "author", "html": "<p>Ana Ruiz has reported since 2011.</p>\n", "before": 1, "line": 11},
            {"what": "other text", "html": "<ul>\n<li>The <em>ferry</em></li>\n</ul>\n", "before": 2, "line": 19},
        ])
    );
    assert_eq!(found["file"], NOTE);
    assert_eq!(found["original"], Value::Null);
    assert_eq!(found["fields"][0], json!({"name": "title", "values": ["Bridge closed"], "unsure": null}));
    let published = json!({"name": "published", "values": ["2024-03-12"], "unsure": "the page shows 2024-03-11"});
    assert_eq!(found["fields"][5], published);
    let page = get(&address, "/sources/post.html", &address);
    assert!(page.contains("It opened again.") && !page.contains("Ana Ruiz has") && !page.contains("ferry"), "{page}");
    assert!(get(&address, "/.citeback/review?source=none", &address).starts_with("HTTP/1.1 404 "));
}

#[test]
fn a_decision_is_written_and_sealed_and_can_be_taken_back() {
    let site = site();
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    let on_disk = || fs::read_to_string(site.path(NOTE)).unwrap();
    let seen = reviewed(&address)["seen"].clone();
    let remove = json!({"source": "post", "seen": seen, "block": 0, "keep": false});
    let (done, found) = send(&address, "decide", &remove);
    assert!(done, "{found}");
    let without = BODY
        .replace("<!-- doubtful: author -->\n\nAna Ruiz has reported since 2011.\n\n<!-- end of doubtful -->\n\n", "");
    assert_eq!(on_disk(), note(&without));
    assert_eq!(found["blocks"].as_array().unwrap().len(), 1);
    // A page that has not seen this cannot write.
    let (done, refused) = send(&address, "decide", &remove);
    assert!(!done && refused["message"].as_str().unwrap().contains("Nothing was written"), "{refused}");
    assert_eq!(on_disk(), note(&without));

    let back = json!({"source": "post", "number": found["undo"]});
    assert!(send(&address, "take-back", &back).0);
    assert_eq!(on_disk(), note(BODY));

    let keep_all = json!({"source": "post", "seen": seen, "block": null, "keep": true});
    let (done, found) = send(&address, "decide", &keep_all);
    assert!(done && found["blocks"] == json!([]), "{found}");
    let kept = "\nThe bridge closed.\n\nAna Ruiz has reported since 2011.\n\nIt opened again.\n\n- The *ferry*\n";
    assert_eq!(on_disk(), note(kept));
    site.write(NOTE, note(kept).replace("ferry", "boat"));
    assert!(!send(&address, "take-back", &json!({"source": "post", "number": found["undo"]})).0);
    assert_eq!(on_disk(), note(kept).replace("ferry", "boat"));
}

#[test]
fn other_sites_and_other_machines_cannot_review() {
    let site = site().file("content/captures/post.html", "<!doctype html><p>Saved</p>");
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    for path in ["decide", "metadata", "take-back"] {
        let head = format!("POST /.citeback/{path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://evil.example\r\n");
        let foreign = response(&address, &format!("{head}Content-Length: 0\r\nConnection: close\r\n\r\n"));
        assert!(foreign.starts_with("HTTP/1.1 403 "), "{foreign}");
    }
    drop(serving);
    let with_capture = note(BODY).replace(
        "uncited:",
        &format!("capture: {{file: captures/post.html, sha256: {}}}\nuncited:", sha256(b"<!doctype html><p>Saved</p>")),
    );
    site.write(NOTE, with_capture);
    let offered = Running::start(&site, &["serve", "--port", "0", "--host", "0.0.0.0"]);
    let address = offered.address().replace("0.0.0.0", "127.0.0.1");
    for path in ["review?source=post", "original/post"] {
        let refused = get(&address, &format!("/.citeback/{path}"), &address);
        assert!(refused.starts_with("HTTP/1.1 404 ") && !refused.contains("Saved"), "{refused}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_in_plain_words_and_changes_nothing() {
    let site = site();
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    let before = fs::read_to_string(site.path(NOTE)).unwrap();
    let seen = reviewed(&address)["seen"].as_str().unwrap().to_owned();
    let sent = |path: &str, body: &str| post(&address, &format!("/.citeback/{path}"), body);
    let deep = "[".repeat(100_000);
    for path in
        ["decide", "metadata", "take-back", "passage", "matches", "name", "add", "start", "change", "fix", "open"]
    {
        for body in [
            "",
            "{",
            "null",
            "[]",
            "\"post\"",
            "{\"source\": 1}",
            "{\"source\": \"post\"}",
            "\u{feff}{}",
            "{} {}",
            deep.as_str(),
        ] {
            let refused = sent(path, body);
            let (done, answer) = self::answer(&refused);
            let said =
                "The server cannot read what this page sent, and has written nothing. Reload the page and try again.";
            assert!(!done && answer["message"] == said, "{path} {body:.20}: {refused}");
        }
    }
    let refused = get(&address, "/.citeback/review?sauce=post", &address);
    assert!(refused.contains("cannot read what this page sent"), "{refused}");
    let long =
        json!({"source": "post", "seen": seen, "fields": [{"name": "title", "values": ["x".repeat(3_000_000)]}]});
    assert!(sent("metadata", &long.to_string()).contains("more text than can be sent at once"));
    for (path, sent) in [
        ("decide", json!({"source": "post", "seen": seen, "block": 99, "keep": true})),
        ("decide", json!({"source": "post", "seen": seen, "block": u64::MAX, "keep": true})),
        ("decide", json!({"source": "../../post", "seen": seen, "keep": true})),
        ("decide", json!({"source": "post", "seen": "", "keep": true})),
        ("metadata", json!({"source": "post", "seen": seen, "fields": [{"name": "sha256", "values": ["x"]}]})),
        ("metadata", json!({"source": "post", "seen": seen, "fields": [{"name": "title\nurl", "values": ["x"]}]})),
        (
            "metadata",
            json!({"source": "post", "seen": seen, "fields": [{"name": "published", "values": ["x\n---\ny"]}]}),
        ),
        ("take-back", json!({"source": "post", "number": u64::MAX})),
    ] {
        let (done, answer) = send(&address, path, &sent);
        let message = answer["message"].as_str().unwrap_or_default();
        assert!(!done && message.ends_with('.'), "{path} {sent}: {answer}");
        assert!(
            ["expected", "column", "missing field", "serde"].iter().all(|word| !message.contains(word)),
            "{message}"
        );
    }
    assert_eq!(fs::read_to_string(site.path(NOTE)).unwrap(), before);
}

#[test]
fn fields_are_written_only_if_a_build_finds_no_error_in_them() {
    let site = site();
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    let seen = reviewed(&address)["seen"].clone();
    let change = |fields: Value| json!({"source": "post", "seen": seen, "fields": fields});
    let wrong = json!([
        {"name": "published", "values": ["12 March"]},
        {"name": "archive_url", "values": ["ftp://example.org/"]},
        {"name": "title", "values": []},
        {"name": "language", "values": ["english"]},
    ]);
    let (done, refused) = send(&address, "metadata", &change(wrong));
    assert!(!done, "{refused}");
    let named: Vec<&str> =
        refused["fields"].as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap()).collect();
    for name in ["published", "archive_url", "language"] {
        assert!(named.contains(&name), "{name}: {refused}");
    }
    assert!(refused["fields"].to_string().contains("title"), "{refused}");
    assert_eq!(fs::read_to_string(site.path(NOTE)).unwrap(), note(BODY));

    let right = json!([
        {"name": "published", "values": ["2024-03-12"], "confirmed": true},
        {"name": "author", "values": ["Ana Ruiz", "Tom Hale"]},
        {"name": "show", "values": ["excerpts"]},
    ]);
    let (done, found) = send(&address, "metadata", &change(right));
    assert!(done, "{found}");
    let expected = note(BODY)
        .replace("  # unsure: the page shows 2024-03-11", "\nshow: excerpts")
        .replace("author: Ana Ruiz", "author: [Ana Ruiz, Tom Hale]");
    assert_eq!(fs::read_to_string(site.path(NOTE)).unwrap(), expected);
}

#[test]
fn an_error_elsewhere_does_not_keep_a_field_from_being_corrected() {
    let site = site().file(NOTE, note(BODY).replace("closed.\n", "shut.\n"));
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    let seen = reviewed(&address)["seen"].clone();
    let title = json!([{"name": "title", "values": ["Another"]}]);
    let (done, found) = send(&address, "metadata", &json!({"source": "post", "seen": seen, "fields": title}));
    assert!(done, "{found}");
    // The seal did not fit, so a decision does not make it fit.
    let decision = json!({"source": "post", "seen": found["seen"], "block": 1, "keep": true});
    assert!(send(&address, "decide", &decision).0);
    let seal = sha256(BODY.as_bytes());
    assert!(fs::read_to_string(site.path(NOTE)).unwrap().contains(&seal));
}

#[test]
fn the_original_is_served_as_a_copy_that_can_do_nothing() {
    let saved = b"<!doctype html><html><head><meta charset=windows-1252><script>alert(1)</script></head><body><p>Br\xFCcke <a href='https://example.org/'>link</a></p></body></html>";
    let capture = format!("capture: {{file: captures/post.html, sha256: {}}}\nuncited:", sha256(saved));
    let site = site().file("content/captures/post.html", saved).file(NOTE, note(BODY).replace("uncited:", &capture));
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    assert_eq!(reviewed(&address)["original"], "/.citeback/original/post");
    let original = get(&address, "/.citeback/original/post", &address);
    let (head, body) = original.split_once("\r\n\r\n").unwrap();
    let head = head.to_ascii_lowercase();
    for line in [
        "content-type: text/html; charset=utf-8",
        "content-security-policy: default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
    ] {
        assert!(head.contains(line), "{line}: {head}");
    }
    assert!(body.contains("Brücke <a>link</a>") && !body.contains("alert"), "{body}");
    // Only the page of this source may show a frame, and only in serve.
    let page = get(&address, "/sources/post.html", &address);
    assert!(page.contains("content=\"frame-src 'self'; default-src 'none'"), "{page}");
    assert!(!get(&address, "/sources.html", &address).contains("frame-src"));
    assert!(get(&address, "/.citeback/original/report", &address).starts_with("HTTP/1.1 404 "));
    site.run(&["build"]);
    let built = fs::read_to_string(site.path("public/sources/post.html")).unwrap();
    assert!(!built.contains("frame-src") && !built.contains("Ana Ruiz has"), "{built}");
    assert!(!site.path("public/captures").exists());
}
