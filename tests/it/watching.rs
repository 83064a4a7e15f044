//! Commands that run until they are stopped: `check --watch` and `serve`.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use super::site::Site;

/// Far longer than any expected output takes.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A running command, which is killed when dropped.
pub(super) struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    pub(super) fn start(site: &Site, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_citeback"))
            .args(arguments)
            .current_dir(site.root())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = mpsc::channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Running { child, lines }
    }

    /// All lines up to and including the next one that contains `text`.
    #[track_caller]
    pub(super) fn up_to(&self, text: &str) -> Vec<String> {
        let mut seen = vec![];
        loop {
            let line = self.lines.recv_timeout(TIMEOUT).unwrap_or_else(|_| panic!("no “{text}” after {seen:#?}"));
            seen.push(line);
            if seen.last().is_some_and(|line| line.contains(text)) {
                return seen;
            }
        }
    }

    /// The host and port of the site.
    #[track_caller]
    pub(super) fn address(&self) -> String {
        let line = self.up_to("serving at").pop().unwrap();
        let address = line.split("http://").nth(1).unwrap();
        address.split('/').next().unwrap().to_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn site() -> Site {
    Site::new().source("report", "The bridge opened in May.").claim("bridge", "report", "The bridge opened in May.")
}

/// The response of the server at `address`, head and body.
pub(super) fn response(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

pub(super) fn get(address: &str, path: &str, host: &str) -> String {
    response(address, &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
}

#[test]
fn check_watch_checks_again_after_each_save() {
    let site = site();
    let watching = Running::start(&site, &["check", "--watch"]);
    assert!(watching.up_to("waiting for the next change").contains(&"no findings".to_owned()));
    let note = fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap();
    site.write("content/claims/bridge.yaml", note.replace("May", "June"));
    let seen = watching.up_to("waiting for the next change").join("\n");
    assert!(seen.contains("changed: content/claims/bridge.yaml") && seen.contains("error[quote-not-found]"), "{seen}");
    site.write("content/claims/bridge.yaml", &note);
    watching.up_to("no findings");
}

#[test]
fn pages_follow_the_notes_and_what_has_errors_is_unfinished() {
    let site = site();
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("no findings");
    let note = fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap();
    site.write("content/claims/bridge.yaml", note.replace("A summary.", "Another summary."));
    serving.up_to("content/claims/bridge.yaml: no findings");
    assert!(get(&address, "/claims/bridge.html", &address).contains("Another summary."));
    site.write("content/claims/bridge.yaml", note.replace("May", "June").replace("A summary.", "A third summary."));
    serving.up_to("1 error, 0 warnings; what has errors is shown as unfinished");
    let stub = get(&address, "/claims/bridge.html", &address);
    assert!(stub.contains("Claim: Unfinished") && stub.contains("<code>summary: A third summary.</code>"), "{stub}");
    assert!(stub.contains("<span class=\"wrong error\">The bridge opened in June.</span>"), "{stub}");
    assert!(!stub.contains("passage-card") && !stub.contains("Another summary."), "{stub}");
    let findings = get(&address, "/.citeback/findings", &address);
    assert!(findings.contains("quote-not-found") && findings.contains("content/claims/bridge.yaml:8"), "{findings}");
    fs::remove_file(site.path("content/brief.yaml")).unwrap();
    serving.up_to("content/brief.yaml: 2 errors");
    let findings = get(&address, "/.citeback/findings", &address);
    assert!(findings.contains("there is no content/brief.yaml"), "{findings}");
    assert!(get(&address, "/claims/bridge.html", &address).contains("A third summary."));
    site.write("content/claims/bridge.yaml", &note);
    serving.up_to("content/claims/bridge.yaml: 1 error");
    assert!(get(&address, "/claims/bridge.html", &address).contains("passage-card"));
    site.write("content/claims/bridge.yaml", note.replace("May", "June"));
    serving.up_to("content/claims/bridge.yaml: 2 errors");
    assert!(!get(&address, "/claims/bridge.html", &address).contains("passage-card"));
    site.write("content/brief.yaml", super::site::BRIEF);
    site.write("content/claims/bridge.yaml", &note);
    serving.up_to("no findings");
    assert!(get(&address, "/claims/bridge.html", &address).contains("A summary."));
}

#[test]
fn an_unpublished_source_is_shown_only_for_picking_passages() {
    let site = site().source("letter", "Secretwords.");
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    for path in ["/", "/sources.html", "/sitemap.xml", "/data/claims.json"] {
        assert!(!get(&address, path, &address).contains("letter"), "{path}");
    }
    for path in ["/data/sources/letter.txt", "/data/annotations/letter.jsonld"] {
        assert!(get(&address, path, &address).starts_with("HTTP/1.1 404 "), "{path}");
    }
    let page = get(&address, "/sources/letter.html", &address);
    assert!(page.contains("location: /sources/letter.html?whole") && !page.contains("Secretwords"), "{page}");
    let page = get(&address, "/sources/letter.html?whole", &address);
    assert!(page.contains("Secretwords") && page.contains("data-unpublished"), "{page}");
    assert!(!get(&address, "/sources/report.html?whole", &address).contains("data-unpublished"));
    assert!(get(&address, "/sources/none.html", &address).starts_with("HTTP/1.1 404 "));
    assert!(get(&address, "/sources/none.html?whole", &address).starts_with("HTTP/1.1 404 "));
}

#[test]
fn requires_a_local_host_name_and_a_token_for_writing() {
    let brief = super::site::BRIEF.replace("example.org/", "example.org/brief/");
    let site = site().file("secret.txt", "secret").file("content/brief.yaml", brief);
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    let refused = get(&address, "/", "evil.example");
    assert!(refused.starts_with("HTTP/1.1 403 ") && !refused.contains("<html"), "{refused}");
    for path in ["/secret.txt", "/../secret.txt", "/%2e%2e/secret.txt", "//secret.txt", "/content/brief.yaml"] {
        let missing = get(&address, path, &address);
        assert!(missing.starts_with("HTTP/1.1 404 ") && !missing.contains("secret\n"), "{path}: {missing}");
    }
    for path in ["/%5Cevil.example/x", "//evil.example/", "/brief/%5Cevil.example/x", "/brief//evil.example/"] {
        let elsewhere = get(&address, path, &address);
        assert!(elsewhere.starts_with("HTTP/1.1 404 "), "{path}: {elsewhere}");
    }
    assert!(get(&address, "/brief/claims/bridge.html", &address).contains("location: /claims/bridge.html"));
    let before = fs::read(site.path("content/claims/bridge.yaml")).unwrap();
    let page = get(&address, "/sources/report.html", &address);
    let token = page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let passage = "{\"source\":\"report\",\"quote\":\"The bridge\",\"stance\":\"supports\"}";
    let body = format!("{{\"id\":\"new\",\"claim\":\"A claim.\",\"passages\":[{passage}]}}");
    let post_to = |path: &str, origin: &str, token: &str| {
        let head = format!(
            "POST /.citeback/{path} HTTP/1.1\r\nHost: {address}\r\n{origin}X-Citeback-Token: {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        response(&address, &(head + &body))
    };
    let post = |origin: &str, token: &str| post_to("start", origin, token);
    for path in ["passage", "matches", "name", "add", "change", "remove", "reorder", "undo"] {
        assert!(post_to(path, "Origin: http://evil.example\r\n", token).starts_with("HTTP/1.1 403 "), "{path}");
    }
    let own = format!("Origin: http://{address}\r\n");
    for (origin, token) in [("Origin: http://evil.example\r\n", token), ("", token), (own.as_str(), "0123")] {
        assert!(post(origin, token).starts_with("HTTP/1.1 403 "), "{origin}{token}");
    }
    assert!(!site.path("content/claims/new.yaml").exists());
    assert!(post(&own, token).starts_with("HTTP/1.1 200 "));
    assert!(site.path("content/claims/new.yaml").is_file());
    assert_eq!(fs::read(site.path("content/claims/bridge.yaml")).unwrap(), before);
}

#[test]
fn notes_are_read_only_on_this_machine() {
    let site = site();
    for (options, status) in
        [(&["serve", "--port", "0"][..], "200"), (&["serve", "--port", "0", "--host", "0.0.0.0"], "404")]
    {
        let serving = Running::start(&site, options);
        let address = serving.address().replace("0.0.0.0", "127.0.0.1");
        let passages = get(&address, "/.citeback/passages?claim=bridge", &address);
        assert!(passages.starts_with(&format!("HTTP/1.1 {status} ")), "{passages}");
        assert_eq!(passages.contains("The bridge opened in May."), status == "200");
    }
}

#[test]
fn a_requested_port_in_use_is_an_error_and_the_default_one_is_not() {
    let site = site();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = site.run(&["serve", "--port", &port]);
    assert_eq!(
        (run.code, run.stderr),
        (
            2,
            format!(
                "error: port {port} is in use by another program\n  \
                 end that program, or leave out --port to use the next free port\n"
            )
        )
    );
    let (first, second) = (Running::start(&site, &["serve"]), Running::start(&site, &["serve"]));
    assert_ne!(first.address(), second.address());
}

/// A claim template with `fails` in its title.
fn claim_template(fails: &str) -> String {
    format!("{{% extends \"default/claim.html\" %}}\n{{% block title %}}{fails}Own title{{% endblock title %}}\n")
}

#[test]
fn a_failing_template_does_not_replace_the_working_one() {
    let site = site().file("templates/claim.html", claim_template(""));
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("no findings");
    site.write("templates/claim.html", claim_template("{{ nothing.there }}"));
    let printed = serving.up_to("1 error, 0 warnings; the last good pages are shown").join("\n");
    for part in ["error[template-error]", "--> templates/claim.html:2:", "while rendering claims/bridge.html"] {
        assert!(printed.contains(part), "{printed}");
    }
    let page = get(&address, "/claims/bridge.html", &address);
    assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("Own title"), "{page}");
    let findings = get(&address, "/.citeback/findings", &address);
    assert!(findings.contains("template-error") && findings.contains("\"errors\":1"), "{findings}");
    site.write("templates/claim.html", claim_template("Good "));
    serving.up_to("no findings");
    assert!(get(&address, "/claims/bridge.html", &address).contains("Good Own title"));
}

#[test]
fn a_template_that_never_worked_is_an_error_until_it_is_fixed() {
    let site = site().file("templates/claim.html", claim_template("{{ nothing.there }}"));
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("1 error, 0 warnings");
    let page = get(&address, "/claims/bridge.html", &address);
    assert!(page.starts_with("HTTP/1.1 500 ") && page.contains("templates/claim.html:2:"), "{page}");
    assert!(get(&address, "/index.html", &address).starts_with("HTTP/1.1 200 "));
    let note = fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap();
    site.write("content/claims/bridge.yaml", note.replace("A summary.", "Another summary."));
    serving.up_to("content/claims/bridge.yaml: 1 error, 0 warnings");
    site.write("templates/claim.html", claim_template(""));
    serving.up_to("no findings");
    assert!(get(&address, "/claims/bridge.html", &address).contains("Another summary."));
}

#[test]
fn a_template_error_in_one_page_keeps_the_last_good_version_of_it() {
    let fails = "{% if claim.summary is containing(pat=\"Boom\") %}{{ throw(message=\"Boom\") }}{% endif %}";
    let site = site().file("templates/claim.html", claim_template(fails));
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("no findings");
    assert!(get(&address, "/claims/bridge.html", &address).contains("A summary."));
    let note = fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap();
    site.write("content/claims/bridge.yaml", note.replace("A summary.", "Boom."));
    site.write(
        "content/claims/second.yaml",
        note.replace("A summary.", "Boom, too.").replace("called bridge", "about trams"),
    );
    serving.up_to("no findings");
    let page = get(&address, "/claims/bridge.html", &address);
    assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("A summary."), "{page}");
    let printed = serving.up_to("could not be rendered").join("\n");
    assert!(printed.contains("error[template-error]") && printed.contains("templates/claim.html:2:"), "{printed}");
    let findings = get(&address, "/.citeback/findings", &address);
    assert!(findings.contains("template-error") && findings.contains("\"errors\":1"), "{findings}");
    // This page has no good version.
    let page = get(&address, "/claims/second.html", &address);
    assert!(page.starts_with("HTTP/1.1 500 ") && page.contains("templates/claim.html:2:"), "{page}");
    // The error is reported after each refresh until it is fixed.
    site.write("content/claims/bridge.yaml", note.replace("A summary.", "Boom again."));
    serving.up_to("1 error, 0 warnings");
    site.write("content/claims/bridge.yaml", note.replace("A summary.", "All is well."));
    fs::remove_file(site.path("content/claims/second.yaml")).unwrap();
    serving.up_to("no findings");
    assert!(get(&address, "/claims/bridge.html", &address).contains("All is well."));
}

#[test]
fn serve_says_what_is_not_published() {
    let site = site();
    let brief = fs::read_to_string(site.path("content/brief.yaml")).unwrap();
    site.write("content/brief.yaml", format!("{brief}publish:\n  live: {{ folder: www }}\n"));
    site.publish(&[]);
    let note = fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap();
    site.write("content/claims/draft.yaml", format!("{note}status: draft\n"));
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("live: everything is published");
    site.write("content/claims/bridge.yaml", note.replace("A summary.", "Another summary."));
    serving.up_to("live: unpublished changes: 1 claim (bridge)");
    site.write("content/claims/second.yaml", &note);
    serving.up_to("live: unpublished changes: 2 claims (bridge, second)");
    // Pages show it below the findings.
    let found = get(&address, "/.citeback/findings", &address);
    assert!(found.contains("\"unpublished\":[\"live: unpublished changes: 2 claims (bridge, second)\"]"), "{found}");
    fs::remove_file(site.path("content/claims/second.yaml")).unwrap();
    site.write("content/sources/report.md", "---\ntitle: The report\n---\nThe bridge opened in May. It rained.\n");
    serving.up_to("live: unpublished changes: 1 claim (bridge), 1 source");
    drop(serving);
    site.publish(&[]);
    Running::start(&site, &["serve", "--port", "0"]).up_to("live: everything is published");
    // From which notes an earlier release was made is not known.
    let history = site.publish(&["--history"]).stdout;
    site.publish(&["--rollback", history.lines().nth(1).unwrap().split(' ').next().unwrap()]);
    assert!(!site.path(".public.citeback/published/live.json").exists());
}

/// A site with a claim in which nothing is wrong, and its notes.
fn two_claims() -> Site {
    site().claim("tunnel", "report", "The bridge opened in May.")
}

fn token(address: &str) -> String {
    let page = get(address, "/sources/report.html", address);
    page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

/// Sends JSON as the site's own pages do.
pub(super) fn post(address: &str, path: &str, body: &str) -> String {
    let token = token(address);
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nX-Citeback-Token: {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    response(address, &(head + body))
}

fn findings(address: &str) -> serde_json::Value {
    let response = get(address, "/.citeback/findings", address);
    let body = response.split("\r\n\r\n").nth(1).unwrap();
    let json = &body[body.find('{').unwrap()..=body.rfind('}').unwrap()];
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

#[test]
fn a_broken_note_does_not_keep_the_pages_of_others_from_changing() {
    let site = two_claims();
    let note = fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap();
    let other = note.replace("called bridge", "about trams");
    site.write("content/claims/tunnel.yaml", format!("{other}related: [bridge]\nanalysis: See [it](claim:bridge).\n"));
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("1 piece of advice");
    for broken in ["claim: [", "", "claim: Half a note.\n", &note.replace("source: report", "source: repot")] {
        site.write("content/claims/bridge.yaml", broken);
        serving.up_to("what has errors is shown as unfinished");
        let stub = get(&address, "/claims/bridge.html", &address);
        assert!(stub.starts_with("HTTP/1.1 200 ") && stub.contains("Claim: Unfinished"), "{broken}: {stub}");
        // Whatever refers to it says so.
        let other = get(&address, "/claims/tunnel.html", &address);
        let link = "<a href=\"../claims/bridge.html\">it</a> <span class=\"flag\">Unfinished</span>";
        assert!(other.contains(link) && other.contains("Unfinished notes"), "{broken}: {other}");
        assert!(get(&address, "/claims.html", &address).contains("claims/bridge.html"), "{broken}");
    }
    site.write("content/claims/tunnel.yaml", other.replace("A summary.", "Written meanwhile."));
    serving.up_to("content/claims/tunnel.yaml: 1 error");
    assert!(get(&address, "/claims/tunnel.html", &address).contains("Written meanwhile."));
    // Data for others names no unfinished note.
    assert!(!get(&address, "/data/claims.json", &address).contains("bridge.html"));
    assert!(!get(&address, "/sitemap.xml", &address).contains("claims/bridge.html"));
}

#[test]
fn claims_that_cite_a_source_with_errors_are_unfinished() {
    let site = two_claims().source("early", "It rained.");
    let source = fs::read_to_string(site.path("content/sources/report.md")).unwrap();
    site.write("content/sources/report.md", source.replacen("---\n", "---\norigin: early\n", 1));
    let early = fs::read_to_string(site.path("content/sources/early.md")).unwrap();
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("2 warnings");
    site.write("content/sources/early.md", early.replacen("---\n", "", 1));
    serving.up_to("1 error");
    let page = get(&address, "/sources/report.html", &address);
    assert!(page.contains("../sources/early.html") && page.contains(">Unfinished</span>"), "{page}");
    assert!(page.contains("bridge--"), "{page}");
    let sealed = format!("sha256: {}\n", "0".repeat(64));
    for broken in [source.replacen("---\n", "", 1), source.replacen("---\n", &format!("---\n{sealed}"), 1)] {
        site.write("content/sources/report.md", broken);
        serving.up_to("2 errors");
        let page = get(&address, "/sources/report.html", &address);
        assert!(page.contains("Source: Unfinished"), "{page}");
        let claim = get(&address, "/claims/bridge.html", &address);
        assert!(claim.contains("It cites sources that are unfinished") && !claim.contains("passage-card"), "{claim}");
    }
}

#[test]
fn a_broken_brief_leaves_the_last_good_one() {
    let site = two_claims();
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("no findings");
    let brief = fs::read_to_string(site.path("content/brief.yaml")).unwrap();
    for broken in [format!("{brief}language: [en"), format!("people:\n  - {{id: ada}}\n{brief}")] {
        site.write("content/brief.yaml", &broken);
        serving.up_to("content/brief.yaml: 1 error");
        let found = findings(&address);
        let kept = "content/brief.yaml has errors or is missing. Pages follow its last version without errors.";
        assert_eq!(found["words"]["kept"], kept);
        assert_eq!(found["errors"], 1, "{found}");
        let note = fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap();
        // A person that only the broken brief may have is no error, but cannot be shown either.
        site.write("content/claims/bridge.yaml", format!("{note}authors: [ada]\n"));
        serving.up_to("content/claims/bridge.yaml: 1 error");
        let page = get(&address, "/claims/bridge.html", &address);
        assert!(page.contains("brief.yaml has errors that may concern it"), "{page}");
        assert!(get(&address, "/claims/tunnel.html", &address).contains("passage-card"));
        site.write("content/claims/bridge.yaml", &note);
        serving.up_to("content/claims/bridge.yaml: 1 error");
        assert!(get(&address, "/claims/bridge.html", &address).contains("passage-card"));
        site.write("content/brief.yaml", &brief);
        serving.up_to("no findings");
        assert_eq!(findings(&address)["words"]["kept"], serde_json::Value::Null);
    }
}

#[test]
fn the_button_fix_makes_one_fix_and_refuses_what_has_changed() {
    let site = two_claims();
    let note = fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap();
    let twice = note.replace("supports", "suports").replace("claim:", "# Mine.\nclaim:") + "status: publishd\n";
    site.write("content/claims/bridge.yaml", &twice);
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("2 errors");
    let key = |message: &str| {
        let found = findings(&address);
        let all = found["findings"].as_array().unwrap();
        let finding = all.iter().find(|finding| finding["message"].as_str().unwrap().contains(message)).unwrap();
        finding["fix"]["key"].as_str().unwrap().to_owned()
    };
    let (stance, status) = (key("suports"), key("publishd"));
    let foreign =
        response(&address, &format!("POST /.citeback/fix HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"));
    assert!(foreign.starts_with("HTTP/1.1 403 "), "{foreign}");
    let done = post(&address, "/.citeback/fix", &format!("{{\"key\":\"{stance}\"}}"));
    assert!(done.starts_with("HTTP/1.1 200 "), "{done}");
    serving.up_to("1 error");
    let after = fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap();
    assert_eq!(after, twice.replace("suports", "supports"));
    // The other finding is still there, but in another text.
    for old in [&stance, &status] {
        let refused = post(&address, "/.citeback/fix", &format!("{{\"key\":\"{old}\"}}"));
        assert!(refused.starts_with("HTTP/1.1 409 ") && refused.contains("Nothing was written"), "{refused}");
    }
    assert_eq!(fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap(), after);
}

#[cfg(unix)]
#[test]
fn the_editor_of_choice_opens_a_file_at_its_line() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let elsewhere = Site::new().source("secret", "Secret.");
    let site = site().file("edit", "#!/bin/sh\nprintf '%s|' \"$@\" > opened.new && mv opened.new opened\n");
    fs::set_permissions(site.path("edit"), fs::Permissions::from_mode(0o755)).unwrap();
    symlink(elsewhere.path("content/sources/secret.md"), site.path("content/sources/secret.md")).unwrap();
    let note = fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap();
    site.write("content/claims/bridge.yaml", note.replace("supports", "suports"));
    for (editor, start) in [("zed", "zed://file/"), ("idea", "idea://open?file=/"), ("vscode", "vscode://file/")] {
        let serving = Running::start(&site, &["serve", "--port", "0", "--editor", editor]);
        let address = serving.address();
        let link = findings(&address)["findings"][0]["open"]["link"].as_str().unwrap().to_owned();
        assert!(link.starts_with(start) && link.contains("bridge.yaml"), "{link}");
        let refused = post(&address, "/.citeback/open", "{\"file\":\"content/brief.yaml\",\"line\":1,\"column\":1}");
        assert!(refused.starts_with("HTTP/1.1 404 "), "{refused}");
    }
    let serving =
        Running::start(&site, &["serve", "--port", "0", "--editor", "./edit --at {line} '{file} $(touch ran)'"]);
    let address = serving.address();
    assert_eq!(findings(&address)["findings"][0]["open"], "command");
    let open =
        |file: &str| post(&address, "/.citeback/open", &format!("{{\"file\":\"{file}\",\"line\":8,\"column\":3}}"));
    assert!(open("content/claims/bridge.yaml").starts_with("HTTP/1.1 200 "));
    let opened = fs::read_to_string(site.path("opened")).unwrap();
    let path = fs::canonicalize(site.path("content/claims/bridge.yaml")).unwrap();
    assert_eq!(opened, format!("--at|8|{} $(touch ran)|", path.display()));
    assert!(!site.path("ran").exists(), "no shell is involved");
    assert!(findings(&address)["findings"].to_string().contains("secret.md"), "the link is known");
    for foreign in ["content/sources/secret.md", "edit", "../edit", "content/claims/../../edit", "/etc/passwd"] {
        assert!(open(foreign).starts_with("HTTP/1.1 404 "), "{foreign}");
    }
}

#[test]
fn an_unknown_editor_is_refused_before_serving() {
    let run = site().run(&["serve", "--port", "0", "--editor", "vscod"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (2, "error: there is no editor and no command “vscod”\n  did you mean “vscode”?\n")
    );
}

#[test]
fn nothing_is_called_checked_while_a_note_is_unfinished() {
    let site = site().source("letter", "It rained.").claim("rain", "letter", "It rained.");
    let note = fs::read_to_string(site.path("content/claims/rain.yaml")).unwrap();
    site.write("content/claims/rain.yaml", note.replace("verdict: mixed\n", "status: draft\n"));
    let serving = Running::start(&site, &["serve", "--drafts", "--port", "0"]);
    let address = serving.address();
    let built = "When this site was built";
    for path in ["/", "/claims/bridge.html", "/claims/rain.html", "/sources/letter.html"] {
        let page = get(&address, path, &address);
        assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("site-footer"), "{path}: {page}");
        assert!(!page.contains(built), "{path}: {page}");
    }
    let page = get(&address, "/sources/letter.html", &address);
    assert!(page.contains("<p>No finished claim cites this source.</p>"), "{page}");
    let found = findings(&address);
    let unfinished = "No errors. Unfinished notes: 1; their passages do not count as verified yet.";
    assert_eq!((&found["errors"], &found["words"]["valid"]), (&0.into(), &unfinished.into()), "{found}");
    site.write("content/claims/rain.yaml", &note);
    serving.up_to("content/claims/rain.yaml: no findings");
    assert!(get(&address, "/claims/bridge.html", &address).contains(built));
    let valid = "Every passage is in its source, and every note is valid.";
    assert_eq!(findings(&address)["words"]["valid"], valid);
}

#[test]
fn other_sites_can_show_the_pages_for_frames_and_no_others() {
    let site = site().file("content/brief.yaml", format!("{}embeds: true\n", super::site::BRIEF));
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    let embed = get(&address, "/embed/bridge.html", &address);
    assert!(embed.starts_with("HTTP/1.1 200 ") && embed.contains("A claim called bridge."), "{embed}");
    assert!(!embed.contains("x-frame-options") && !embed.contains("<script"), "{embed}");
    for path in ["/claims/bridge.html", "/embed/other.html", "/embed/", "/.citeback/findings"] {
        assert!(get(&address, path, &address).contains("x-frame-options: DENY"), "{path}");
    }
}
