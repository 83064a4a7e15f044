//! `citeback serve` on a desk: the pages over all briefs and those of each brief, while notes change.

use std::fs;
use std::path::Path;

use crate::site::{Site, files_below};
use crate::watching::{Running, get, response};

/// A copy of the desk in tests/sites, without search, of which `serve` makes no index.
fn desk() -> Site {
    let site = Site::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/desk"));
    let files = ["desk.yaml", "briefs/bridge/content/brief.yaml", "briefs/ferry/content/brief.yaml"];
    for path in files.into_iter().chain(["briefs/pont/content/brief.yaml"]) {
        let text = fs::read_to_string(site.path(path)).unwrap();
        site.write(path, format!("{text}search: false\n"));
    }
    site
}

/// Replaces words in a file.
fn change(site: &Site, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(site.path(path)).unwrap();
    assert!(text.contains(from), "{path} has no “{from}”");
    site.write(path, text.replacen(from, to, 1));
}

/// The body of a page, without what `serve` adds to it.
fn body(response: &str) -> String {
    let body = response.split_once("\r\n\r\n").unwrap().1;
    match (body.find("<script type=\"module\" src=\""), body.find("</head>")) {
        (Some(from), Some(to)) if body[from..to].contains(".citeback/desk.js") => {
            format!("{}{}", &body[..from], &body[to..])
        }
        _ => body.to_owned(),
    }
}

/// Whether a finished file is a text that `serve` makes, too.
fn is_compared(path: &str) -> bool {
    [".html", ".json", ".xml", ".csv", ".txt", ".css", ".js"].iter().any(|ending| path.ends_with(ending))
}

/// Compares every file that a fresh build makes with what is served at its address.
#[track_caller]
fn compare(site: &Site, address: &str) {
    let fresh = Site::copy_of(site.root());
    let run = fresh.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = files_below(&fresh.path("public"));
    assert!(files.iter().any(|(path, _)| path == "index.html"));
    for (path, bytes) in files.iter().filter(|(path, _)| is_compared(path)) {
        let served = body(&get(address, &format!("/{path}"), address));
        assert!(served.as_bytes() == bytes, "{path}:\n{served}\n\n{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn the_whole_desk_is_served_as_a_fresh_build_would_make_it() {
    let site = desk();
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    // Nobody has visited a brief.
    assert!(get(&address, "/", &address).contains("ferry/claims/ferry-times.html"));
    serving.up_to("no findings");
    let note = "briefs/ferry/content/claims/ferry-fares.yaml";
    change(&site, note, "nothing changes.", "nothing changes yet.");
    serving.up_to("briefs/ferry/content/claims/ferry-fares.yaml: no findings");
    compare(&site, &address);
    // Now all of them have been visited. A note, a source of the desk, and what they share.
    change(&site, note, "nothing changes yet.", "all stays as it is.");
    serving.up_to("briefs/ferry/content/claims/ferry-fares.yaml: no findings");
    assert!(get(&address, "/ferry/claims/ferry-fares.html", &address).contains("all stays as it is."));
    assert!(get(&address, "/", &address).contains("all stays as it is."));
    change(&site, "sources/council-minutes.md", "title: Minutes of", "title: The minutes of");
    serving.up_to("sources/council-minutes.md: no findings");
    change(&site, "desk.yaml", "Ana Silva", "Ana M. Silva");
    serving.up_to("desk.yaml: no findings");
    site.write("locales/en.yaml", "claims: Statements\n");
    serving.up_to("locales");
    compare(&site, &address);
    // A template of the desk.
    site.write("templates/partials/footer.html", "<footer class=\"site-footer\"><p>Of the desk</p></footer>\n");
    serving.up_to("templates");
    compare(&site, &address);
}

#[test]
fn a_brief_that_is_new_on_the_desk_is_served() {
    let site = desk();
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("no findings");
    site.write("briefs/quay/content/brief.yaml", "title: The quay, checked\nsearch: false\n");
    serving.up_to("briefs/quay");
    let front = || get(&address, "/", &address);
    // The folder may have been noticed before the file was in it.
    if !front().contains("quay/index.html") {
        serving.up_to("briefs/quay");
    }
    assert!(front().contains("quay/index.html"), "{}", front());
    assert!(get(&address, "/quay/", &address).contains("The quay, checked"));
    site.write("briefs/quay/content/brief.yaml", "title: The old quay, checked\nsearch: false\n");
    serving.up_to("briefs/quay/content/brief.yaml");
    assert!(front().contains("The old quay, checked"));
    compare(&site, &address);
}

#[test]
fn a_claim_that_another_brief_links_to_changes_its_page() {
    let site = desk();
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("no findings");
    let linking = || get(&address, "/bridge/claims/bridge-cost.html", &address);
    assert!(linking().contains("href=\"../../ferry/claims/ferry-fares.html\""));
    let note = "briefs/ferry/content/claims/ferry-fares.yaml";
    change(&site, note, "claim:", "status: draft\nclaim:");
    serving.up_to("1 warning");
    assert!(!linking().contains("ferry-fares.html"), "{}", linking());
    change(&site, note, "status: draft\n", "");
    serving.up_to("no findings");
    assert!(linking().contains("ferry-fares.html"));
}

#[test]
fn pages_of_a_brief_have_the_interface_of_that_brief() {
    let site = desk();
    change(&site, "desk.yaml", "[briefs/*]", "[briefs/*, elsewhere]");
    let note = "briefs/bridge/content/claims/bridge-steel.yaml";
    let steel = fs::read_to_string(site.path(note)).unwrap();
    site.write(note, steel.replace("summary:", "sumary:"));
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("errors");
    let found = get(&address, "/bridge/.citeback/findings", &address);
    assert!(found.contains("\"file\":\"content/claims/bridge-steel.yaml\""), "{found}");
    assert!(found.contains("there is no folder elsewhere") && found.contains("\"errors\":2"), "{found}");
    let of_ferry = get(&address, "/ferry/.citeback/findings", &address);
    assert!(!of_ferry.contains("bridge-steel") && of_ferry.contains("\"errors\":1"), "{of_ferry}");
    // Over all briefs, paths name the brief.
    let over_all = get(&address, "/.citeback/findings", &address);
    assert!(over_all.contains("\"file\":\"briefs/bridge/content/claims/bridge-steel.yaml\""), "{over_all}");
    let page = get(&address, "/bridge/claims/bridge-cost.html", &address);
    let token = page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(page.contains("src=\"/bridge/.citeback/desk.js\""), "{page}");
    let key = found.split("\"key\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let body = format!("{{\"key\":\"{key}\"}}");
    let post = |path: &str| {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nX-Citeback-Token: {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        response(&address, &(head + &body))
    };
    assert!(post("/ferry/.citeback/fix").starts_with("HTTP/1.1 409 "), "the other brief has no such finding");
    let fixed = post("/bridge/.citeback/fix");
    assert!(fixed.starts_with("HTTP/1.1 200 "), "{fixed}");
    assert_eq!(fs::read_to_string(site.path(note)).unwrap(), steel);
}

#[test]
fn addresses_lead_into_the_briefs() {
    let site = desk();
    change(&site, "desk.yaml", "https://facts.example.org/", "https://example.org/facts/");
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    serving.up_to("no findings");
    let leads = |path: &str| {
        let response = get(&address, path, &address);
        let target = response.lines().find_map(|line| line.strip_prefix("location: ")).map(str::to_owned);
        (response.split(' ').nth(1).unwrap().to_owned(), target)
    };
    assert_eq!(leads("/bridge"), ("307".to_owned(), Some("/bridge/".to_owned())));
    // Links with the address under which the desk is published.
    assert_eq!(leads("/facts/"), ("307".to_owned(), Some("/".to_owned())));
    let claim = "bridge/claims/bridge-cost.html";
    assert_eq!(leads(&format!("/facts/{claim}")), ("307".to_owned(), Some(format!("/{claim}"))));
    assert_eq!(leads(&format!("/bridge/facts/{claim}")), ("307".to_owned(), Some(format!("/{claim}"))));
    assert_eq!(leads("/bridge/nothing.html").0, "404");
    assert_eq!(leads("/nothing/index.html").0, "404");
    assert_eq!(leads("/../desk.yaml").0, "404");
    // A source of the desk that is not published yet can be read as a whole.
    assert!(get(&address, "/bridge/claims/bridge-cost.html", "evil.example").starts_with("HTTP/1.1 403 "));
}
