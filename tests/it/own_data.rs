//! Data and pages of the newsroom's own: `extra`, files in content/data, pages with a template and a list, the navigation, the data files
//! about them, and a feed for each tag. The findings are in tests/cases/findings.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::site::Site;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The test site with a list page of its own.
fn promises() -> Site {
    Site::copy_of(&root().join("tests/sites/promises"))
}

fn parsed(site: &Site, path: &str) -> Value {
    serde_json::from_str(&site.built(path)).unwrap()
}

/// The words of an Atom feed's titles, its own first.
fn titles(feed: &str) -> Vec<&str> {
    feed.split("<title>").skip(1).map(|rest| rest.split("</title>").next().unwrap()).collect()
}

#[test]
fn a_page_of_ones_own_lists_claims_with_their_data() {
    let site = promises();
    let run = site.build();
    assert!(run.stderr.contains("no findings"), "{}", run.stderr);
    let page = site.built("pages/tracker.html");
    let body = page.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    let rows: Vec<String> = body
        .split("</tr>")
        .map(|row| row.replace("<tr>", "").replace("</td>", "").replace('\n', " ").trim().to_owned())
        .filter(|row| !row.is_empty())
        .collect();
    // Newest first; of one day by id.
    let expected = [
        "<td><a href=\"../claims/parking.html\">The parking fee</a> <td>The Bridge List <td>0 %",
        "<td><a href=\"../claims/trees.html\">The trees</a> <td>The Bridge List <td>40 %",
        "<td><a href=\"../claims/footbridge.html\">The footbridge</a> <td>The Bridge List <td>100 % (The footbridge opens &lt;early&gt;.)",
    ];
    assert_eq!(rows, expected);
    assert!(page.contains("2 parties govern.") && page.contains("Chairs: Ida Brandt, Sam &lt;Okoro&gt;"), "{page}");
    // A page without a template of its own shows its list below the text.
    let nature = site.built("pages/nature.html");
    assert!(nature.contains("href=\"../claims/trees.html\"") && !nature.contains("parking.html"), "{nature}");
}

#[test]
fn nothing_in_data_becomes_html() {
    let hostile = "<script>alert(1)</script>";
    let template = "{% extends \"default/claim.html\" %}\n{% block main %}{{ super() }}<p class=\"own\" title=\"{{ claim.extra.title }}\">\
                    {{ claim.extra.text }}{{ data.rows[0].cell }}{{ data.more.text }}{{ claim.extra[\"a b\"] }}</p>{% endblock main %}";
    let site = Site::new()
        .source("s", "One two.")
        .claim("c", "s", "One two")
        .file("content/data/rows.csv", format!("cell\n\"{hostile}\"\n"))
        .file("content/data/more.yaml", format!("text: \"{hostile}\\0\"\n"))
        .file("templates/claim.html", template);
    let note = fs::read_to_string(site.path("content/claims/c.yaml")).unwrap();
    let extra = format!("extra:\n  text: {hostile}\n  title: '\"><b>'\n  a b: &b {hostile}\n  again: *b\n");
    site.write("content/claims/c.yaml", note + &extra);
    site.build();
    let page = site.built("claims/c.html");
    let own = page.split("<p class=\"own\"").nth(1).unwrap().split("</p>").next().unwrap();
    let escaped = "&lt;script&gt;alert(1)&lt;/script&gt;";
    let shown: String = own.replace("&#x2F;", "/");
    assert_eq!(shown, format!(" title=\"&quot;&gt;&lt;b&gt;\">{escaped}{escaped}{escaped}\u{FFFD}{escaped}"));
    assert_eq!(parsed(&site, "data/claims.json")[0]["extra"]["again"], json!(hostile));
}

#[test]
fn the_navigation_is_that_of_the_brief() {
    let links = |site: &Site, page: &str| {
        let page = site.built(page);
        let menu = page.split("<ul id=\"menu\" popover>").nth(1).unwrap().split("<li class=\"scheme\"").next().unwrap();
        menu.lines().filter(|line| line.starts_with("<li>")).map(str::to_owned).collect::<Vec<_>>()
    };
    let site = promises();
    site.build();
    let expected = [
        "<li><a href=\"../pages/tracker.html\">All promises</a></li>",
        "<li><a href=\"../sources.html\">Sources</a></li>",
        "<li><a href=\"../verdicts.html\">What the verdicts mean</a></li>",
        "<li><a href=\"https://ledger.example.org/council\">More on the council</a></li>",
    ];
    assert_eq!(links(&site, "claims/trees.html"), expected);
    assert!(links(&site, "sources.html")[1].contains("<a href=\"sources.html\" aria-current=\"page\">"));
    let brief = fs::read_to_string(site.path("content/brief.yaml")).unwrap();
    let (before, rest) = brief.split_once("nav:\n").unwrap();
    let after = rest.split_once("extra:\n").unwrap().1;
    site.write("content/brief.yaml", format!("{before}extra:\n{after}"));
    let page = "---\ntitle: The tracker\nnav: true\n---\nWords.\n";
    site.write("content/pages/tracker.md", page);
    site.build();
    let expected = [
        "<li><a href=\"claims.html\" aria-current=\"page\">Claims</a></li>",
        "<li><a href=\"sources.html\">Sources</a></li>",
        "<li><a href=\"pages/tracker.html\">The tracker</a></li>",
    ];
    assert_eq!(links(&site, "claims.html"), expected);
}

#[test]
fn a_page_with_a_template_of_its_own_is_proved() {
    let site = promises();
    let template = fs::read_to_string(site.path("templates/tracker.html")).unwrap();
    site.write("templates/tracker.html", template.replace("{{ title }}", "<a href=\"nowhere.html\">{{ titel }}</a>"));
    let run = site.run(&["check"]);
    assert!(run.stderr.contains("error[template-error]") && run.stderr.contains("while rendering pages/tracker.html"));
    site.write("templates/tracker.html", template.replace("{{ title }}", "<a href=\"nowhere.html\">{{ title }}</a>"));
    let run = site.run(&["check"]);
    assert!(run.stderr.contains("warning[theme-dead-link]") && run.stderr.contains("templates/tracker.html"));
}

#[test]
fn data_files_have_the_documented_shapes() {
    for site in ["content", "tests/sites/promises", "tests/sites/many"] {
        let site = if site == "content" {
            let site = Site::new();
            for (path, bytes) in crate::site::files_below(&root().join("content")) {
                site.write(&format!("content/{path}"), bytes);
            }
            for (path, bytes) in crate::site::files_below(&root().join("static")) {
                site.write(&format!("static/{path}"), bytes);
            }
            site
        } else {
            Site::copy_of(&root().join(site))
        };
        site.build();
        for name in ["claims", "sources", "brief"] {
            let schema = fs::read_to_string(root().join(format!("tests/schemas/{name}.json"))).unwrap();
            let schema = jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap();
            let data = parsed(&site, &format!("data/{name}.json"));
            let errors: Vec<String> =
                schema.iter_errors(&data).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert_eq!(errors, [""; 0], "{name}");
        }
    }
}

#[test]
fn data_files_have_the_data_of_ones_own() {
    let site = promises();
    site.build();
    let claims = parsed(&site, "data/claims.json");
    assert_eq!(claims[1]["extra"], json!({"party": "bridge-list", "progress": 0}));
    let sources = parsed(&site, "data/sources.json");
    assert_eq!(sources[1]["extra"], json!({"archive_box": "0012"}));
    assert_eq!(sources[1]["claims"], json!(["footbridge", "parking", "trees"]));
    let brief = parsed(&site, "data/brief.json");
    assert_eq!(brief["extra"], json!({"vote": "2023-05-04", "parties": ["Bridge List", "Greens"]}));
    assert_eq!(brief["people"][0]["extra"], json!({"signal": "@noor.88"}));
    assert_eq!(brief["pages"][1]["extra"], json!({"order": "newest first"}));
    assert_eq!(brief["tags"][0], json!({"id": "nature", "href": "tags/nature.html", "label": "nature", "claims": 1}));
}

#[test]
fn each_tag_has_a_feed_with_the_verdicts() {
    let site = promises();
    site.build();
    let feed = site.built("tags/promises.xml");
    let expected = [
        "promises – Six promises of the new council",
        "Mixed: The trees",
        "False: The parking fee",
        "True: The footbridge",
    ];
    assert_eq!(titles(&feed), expected);
    assert!(feed.contains(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.org/promises/tags/promises.xml\"/>"
    ));
    assert!(
        feed.contains(
            "<category term=\"false\" scheme=\"https://example.org/promises/verdicts.html\" label=\"False\"/>"
        )
    );
    let page = site.built("tags/nature.html");
    let link = "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"nature – Six promises of the new council\" href=\"../tags/nature.xml\">";
    assert!(page.contains(link), "{page}");
    assert_eq!(
        titles(&site.built("tags/nature.xml")),
        ["nature – Six promises of the new council", "Mixed: The trees"]
    );
    // In French, a colon has a space before it.
    let brief = fs::read_to_string(site.path("content/brief.yaml")).unwrap();
    site.write("content/brief.yaml", format!("language: fr\n{brief}"));
    let run = site.build();
    assert!(run.stderr.contains("1 phrase of the theme is missing in “fr”"), "{}", run.stderr);
    assert_eq!(titles(&site.built("tags/nature.xml"))[1], "Mixed\u{A0}: The trees");
    let tracker = site.built("pages/tracker.html");
    assert!(tracker.contains("2 partis gouvernent.") && tracker.contains("Avancement"), "{tracker}");
    assert!(tracker.contains("Chairs\u{A0}: Ida Brandt"), "what is missing is shown in English: {tracker}");
}

#[test]
fn without_an_address_a_tag_has_no_feed() {
    let site = promises();
    let brief = fs::read_to_string(site.path("content/brief.yaml")).unwrap();
    site.write("content/brief.yaml", brief.replace("base_url: https://example.org/promises/\n", ""));
    site.build();
    assert!(!site.path("public/tags/nature.xml").exists());
    assert!(!site.built("tags/nature.html").contains("nature.xml"));
}

#[test]
fn a_template_that_only_a_page_names_is_in_use() {
    let listed = promises().run(&["theme", "list"]);
    let line = listed.stdout.lines().find(|line| line.starts_with("templates/tracker.html")).unwrap();
    assert!(line.ends_with("  makes pages that name it"), "{}", listed.stdout);
}
