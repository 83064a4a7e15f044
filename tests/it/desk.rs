//! A desk of several briefs: tests/sites/desk, and what becomes of it.

use std::fs;
use std::path::Path;

use crate::site::Site;

/// A copy of the desk in tests/sites.
fn desk() -> Site {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/desk");
    let site = Site::copy_of(&folder);
    assert!(!site.path("public").exists(), "the desk is not built in its place");
    site
}

#[test]
fn a_desk_has_pages_over_all_briefs_and_each_brief_in_a_folder() {
    let site = desk();
    let run = site.build();
    assert!(run.stderr.contains("5 claims, 6 sources, 6 passages verified"), "{}", run.stderr);
    assert!(run.stderr.contains("no findings"), "{}", run.stderr);
    let front = site.built("index.html");
    for expected in ["bridge/index.html", "ferry/index.html", "pont/index.html", "pont/claims/pont-contrat.html"] {
        assert!(front.contains(&format!("href=\"{expected}\"")), "{expected}: {front}");
    }
    assert!(front.contains("We gave the wrong day of the meeting."), "corrections are on the front page");
    // The mayor was checked three times, in all briefs.
    let claimants = site.built("claimants.html");
    assert!(claimants.find("The mayor") < claimants.find("A passenger"), "who was checked most comes first");
    assert!(claimants.contains("3 claims"));
    assert!(site.built("sources.html").contains("cited in 3 briefs"));
    assert!(site.built("tags/money.html").contains("../ferry/claims/ferry-fares.html"));
    assert!(site.built("people.html").contains("pont/people/mira.html"));
    assert!(!site.path("public/bridge/people/mira.html").exists(), "she works on another brief");
    assert!(site.built("bridge/people/ana.html").contains("Editor of this brief"), "a value of the brief wins");
    assert!(!site.path("public/bridge/sources/weather-log.html").exists(), "what is not cited is not published");
    assert!(site.built("bridge/index.html").contains("../index.html"), "a brief leads to its desk");
}

#[test]
fn feeds_and_the_sitemap_are_those_of_all_briefs() {
    let site = desk();
    site.build();
    let feed = site.built("feed.xml");
    for id in ["bridge/claims/bridge-cost", "ferry/claims/ferry-times", "pont/claims/pont-contrat"] {
        assert!(feed.contains(&format!("<id>https://facts.example.org/{id}.html</id>")), "{id}: {feed}");
    }
    let reviews: serde_json::Value = serde_json::from_str(&site.built("data/claimreview-feed.json")).unwrap();
    assert_eq!(reviews["dataFeedElement"].as_array().unwrap().len(), 5);
    let index = site.built("sitemap.xml");
    assert!(index.contains("<loc>https://facts.example.org/ferry/sitemap.xml</loc>"), "{index}");
    assert!(site.built("sitemap.desk.xml").contains("<loc>https://facts.example.org/claimants.html</loc>"));
}

#[test]
fn claims_of_other_briefs_are_linked_beside_each_other_or_at_their_address() {
    let site = desk();
    site.build();
    let claim = site.built("bridge/claims/bridge-cost.html");
    assert!(claim.contains("href=\"../../ferry/claims/ferry-fares.html\""), "{claim}");
    // Alone, a brief is a folder that works from disk.
    let run = site.run(&["build", "--site", "briefs/bridge"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let alone = fs::read_to_string(site.path("briefs/bridge/public/claims/bridge-cost.html")).unwrap();
    assert!(alone.contains("href=\"https://facts.example.org/ferry/claims/ferry-fares.html\""), "{alone}");
    let front = fs::read_to_string(site.path("briefs/bridge/public/index.html")).unwrap();
    assert!(!front.contains("../index.html"), "nothing leads out of the folder");
}

#[test]
fn a_brief_on_a_desk_has_the_pages_that_it_has_alone_but_for_its_links() {
    let site = desk();
    site.build();
    let run = site.run(&["build", "--site", "briefs/ferry"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (on_desk, alone) = (site.path("public/ferry"), site.path("briefs/ferry/public"));
    for path in ["data/claims.json", "sources/council-minutes.html", "claims/ferry-times.html", "feed.xml"] {
        let read = |root: &Path| fs::read_to_string(root.join(path)).unwrap();
        let link = "<p class=\"site-name\"><a href=\"../../index.html\">Part of Fact Desk</a></p>\n";
        assert_eq!(read(&on_desk).replace(link, ""), read(&alone), "{path}");
    }
}

#[test]
fn only_what_changed_is_written_and_the_result_is_that_of_a_fresh_build() {
    let site = desk();
    site.build();
    assert!(site.build().stderr.contains("nothing changed"));
    let before = fs::metadata(site.path("public/pont/index.html")).unwrap().modified().unwrap();
    // A source of the desk that two briefs cite, and a claim that another brief links to.
    let minutes = fs::read_to_string(site.path("sources/council-minutes.md")).unwrap();
    site.write("sources/council-minutes.md", minutes.replace("title: Minutes of", "title: The minutes of"));
    site.write("sources/new.md", "---\ntitle: New\n---\nNew words.\n");
    let run = site.build();
    assert!(!run.stderr.contains("nothing changed"), "{}", run.stderr);
    assert!(site.built("bridge/sources/council-minutes.html").contains("The minutes of the council"));
    let post = fs::read_to_string(site.path("sources/harbour-post.md")).unwrap();
    site.write("sources/harbour-post.md", post.replace("title: Harbour bridge", "title: The harbour bridge"));
    site.build();
    let fresh = Site::copy_of(site.root());
    fs::remove_dir_all(fresh.path("public")).unwrap();
    fs::remove_dir_all(fresh.path(".public.citeback")).unwrap();
    fresh.build();
    assert_eq!(site.output(), fresh.output());
    let after = fs::metadata(site.path("public/pont/index.html")).unwrap().modified().unwrap();
    assert!(after >= before);
}

#[test]
fn an_error_in_one_brief_keeps_the_last_desk_in_place() {
    let site = desk();
    site.build();
    let before = site.output();
    site.write(
        "briefs/pont/content/claims/pont-contrat.yaml",
        "claim: Le contrat est signé.\nverdict: inconnu\nsummary: Non.\n",
    );
    site.write("briefs/bridge/content/brief.yaml", "title: The bridge, with another title\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains(" --> briefs/pont/content/claims/pont-contrat.yaml:2:"), "{}", run.stderr);
    assert!(site.output() == before, "nothing was written");
}

#[test]
fn a_draft_is_not_linked_from_another_brief() {
    let site = desk();
    let note = fs::read_to_string(site.path("briefs/ferry/content/claims/ferry-fares.yaml")).unwrap();
    site.write("briefs/ferry/content/claims/ferry-fares.yaml", format!("{note}status: draft\n"));
    let run = site.build();
    assert!(run.stderr.contains("warning[draft-linked]"), "{}", run.stderr);
    let claim = site.built("bridge/claims/bridge-cost.html");
    assert!(claim.contains("the fares") && !claim.contains("ferry-fares.html"), "{claim}");
    assert_eq!(site.run(&["build", "--drafts"]).code, 0);
    assert!(site.built("bridge/claims/bridge-cost.html").contains("ferry-fares.html"));
}

#[test]
fn a_claim_under_embargo_is_not_named_by_another_brief() {
    let site = desk();
    let note = fs::read_to_string(site.path("briefs/ferry/content/claims/ferry-fares.yaml")).unwrap();
    site.write("briefs/ferry/content/claims/ferry-fares.yaml", format!("{note}embargo: 2030-01-01T06:00:00Z\n"));
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[embargo-named]"), "{}", run.stderr);
    assert_eq!(site.run(&["build", "--now", "2030-01-02T00:00:00Z"]).code, 0);
}

#[test]
fn a_claim_that_is_held_back_with_what_it_names_is_not_named_by_another_brief() {
    let note = "briefs/ferry/content/claims/ferry-fares.yaml";
    let embargo = "embargo: 2030-01-01T06:00:00Z\n";
    let refused = |site: &Site| {
        let run = site.run(&["build"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        let message = "this links to the claim “ferry/ferry-fares”, which is under embargo until 2030-01-01T06:00:00Z";
        assert!(run.stderr.contains(message), "{}", run.stderr);
        assert_eq!(site.run(&["build", "--now", "2030-01-02T00:00:00Z"]).code, 0);
    };
    // A source of the desk that only it cites.
    let site = desk();
    site.write("sources/ledger.md", format!("---\ntitle: Ledger\n{embargo}---\nTickets stay at two crowns.\n"));
    let text = fs::read_to_string(site.path(note)).unwrap();
    site.write(note, text.replace("source: council-minutes", "source: ledger"));
    refused(&site);
    // Who wrote it.
    let site = desk();
    let of_desk = fs::read_to_string(site.path("desk.yaml")).unwrap();
    site.write("desk.yaml", of_desk.replace("name: Tom Hale\n", &format!("name: Tom Hale\n    {embargo}")));
    refused(&site);
    // A claim that it links to.
    let site = desk();
    site.write(note, format!("{text}analysis: See [the times](claim:ferry-times).[^tickets]\n"));
    let times = "briefs/ferry/content/claims/ferry-times.yaml";
    let of_times = fs::read_to_string(site.path(times)).unwrap();
    site.write(times, format!("{of_times}{embargo}"));
    refused(&site);
}

#[test]
fn templates_and_phrases_of_the_desk_are_those_of_its_briefs_unless_they_have_their_own() {
    let site = desk();
    site.write("templates/partials/footer.html", "<footer class=\"site-footer\"><p>Of the desk</p></footer>\n");
    site.write(
        "briefs/ferry/templates/partials/footer.html",
        "{% include \"desk/partials/footer.html\" %}<p>Of the ferry</p>\n",
    );
    site.write("locales/en.yaml", "claims: Statements\n");
    site.build();
    assert!(site.built("bridge/index.html").contains("Of the desk"));
    assert!(site.built("bridge/index.html").contains(">Statements</a>"));
    let ferry = site.built("ferry/index.html");
    assert!(ferry.contains("Of the desk") && ferry.contains("Of the ferry"), "{ferry}");
    assert!(site.built("index.html").contains("Of the desk"));
}

#[test]
fn a_source_of_the_desk_is_sealed_from_a_brief_that_cites_it() {
    let site = desk();
    let post = || fs::read_to_string(site.path("sources/harbour-post.md")).unwrap();
    assert_eq!(site.run(&["seal", "--site", "briefs/bridge"]).code, 0);
    assert!(!post().contains("sha256:"), "only what belongs to the brief is sealed unasked");
    let run = site.run(&["seal", "harbour-post", "--site", "briefs/bridge"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(post().contains("sha256:"), "{}", post());
}

#[test]
fn findings_of_a_brief_that_is_taken_over_are_reported_again() {
    let site = desk();
    let timetable = fs::read_to_string(site.path("briefs/ferry/content/sources/timetable.md")).unwrap();
    site.write("briefs/ferry/content/sources/uncited.md", timetable.replace("Timetable", "Another timetable"));
    assert!(site.build().stderr.contains("warning[source-unused]"));
    let again = site.build().stderr;
    assert!(again.contains("nothing changed") && again.contains("warning[source-unused]"), "{again}");
}

#[test]
fn kept_findings_are_those_of_a_fresh_build_in_every_format() {
    let site = desk();
    let steel = "briefs/bridge/content/claims/bridge-steel.yaml";
    let note = fs::read_to_string(site.path(steel)).unwrap();
    // With a fix, with a related place, with a reason for which it is accepted, and one in a page.
    site.write(steel, format!("{note}analysis: |\n  It is “a bridge of steal”, they say.\nchecked: 2024-03-01\n"));
    let timetable = fs::read_to_string(site.path("briefs/ferry/content/sources/timetable.md")).unwrap();
    site.write("briefs/ferry/content/sources/uncited.md", timetable.replace("Timetable", "Another timetable"));
    let page = "---\ntitle: Old addresses\n---\nSee [the archive](https://facts.example.org/ferry/claims/none.html).\n";
    site.write("briefs/ferry/content/pages/old.md", page);
    site.write("briefs/ferry/templates/partials/footer.html", "<footer><a href=\"nowhere.html\">Old</a></footer>\n");
    for format in ["human", "json", "sarif", "github", "gitlab"] {
        let arguments = ["build", "--all", "--format", format];
        let fresh = Site::copy_of(site.root());
        let _ = fs::remove_dir_all(fresh.path("public"));
        let _ = fs::remove_dir_all(fresh.path(".public.citeback"));
        let (first, again) = (fresh.run(&arguments), fresh.run(&arguments));
        assert_eq!((first.code, again.code), (0, 0), "{}{}", first.stderr, again.stderr);
        assert!(again.stderr.contains("nothing changed"), "{}", again.stderr);
        assert_eq!(first.stdout, again.stdout, "{format}");
        let findings = |run: &crate::site::Run| run.stderr.split("built").next().unwrap().to_owned();
        assert_eq!(findings(&first), findings(&again), "{format}");
        if format == "human" {
            for code in ["source-unused", "theme-dead-link"] {
                assert!(again.stderr.contains(&format!("warning[{code}]")), "{code}: {}", again.stderr);
            }
        }
    }
}

#[test]
fn a_brief_with_findings_is_not_read_again_to_report_them() {
    let site = desk();
    let timetable = fs::read_to_string(site.path("briefs/ferry/content/sources/timetable.md")).unwrap();
    site.write("briefs/ferry/content/sources/uncited.md", timetable.replace("Timetable", "Another timetable"));
    site.build();
    // What the record says is reported as it is.
    let record = site.path(".public.citeback/briefs/ferry.json");
    let kept = fs::read_to_string(&record).unwrap();
    assert!(kept.contains("because no claim cites it"), "{kept}");
    fs::write(&record, kept.replace("because no claim cites it", "as is kept")).unwrap();
    assert!(site.build().stderr.contains("is not published, as is kept"));
    // If a file is not what it was, nothing that is kept counts.
    let text = fs::read_to_string(site.path("briefs/ferry/content/sources/uncited.md")).unwrap();
    site.write("briefs/ferry/content/sources/uncited.md", format!("{text}More.\n"));
    assert!(site.build().stderr.contains("because no claim cites it"));
}

#[test]
fn a_brief_beside_desk_yaml_is_not_silently_left_out() {
    let site = desk().file("content/brief.yaml", "title: Forgotten\n");
    let run = site.run(&["check"]);
    assert!(run.stderr.contains("warning[file-ignored]: content/brief.yaml is not used"), "{}", run.stderr);
}

#[test]
fn a_desk_is_published_as_one_site() {
    let site = desk();
    let desk = fs::read_to_string(site.path("desk.yaml")).unwrap();
    site.write("desk.yaml", format!("{desk}publish:\n  live: {{ folder: live }}\n"));
    site.publish(&[]);
    assert!(site.path("live/index.html").exists() && site.path("live/bridge/claims/bridge-cost.html").exists());
    let alone = site.publish_refused(&["--site", "briefs/bridge"]);
    assert!(alone.contains("its desk publishes all briefs"), "{alone}");
}

#[test]
fn init_makes_a_desk_that_has_no_findings() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::copy_of(folder.path());
    let run = site.run(&["init", "--desk"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("wrote desk.yaml\n"), "{}", run.stdout);
    assert!(site.build().stderr.contains("no findings"));
    assert!(site.path("public/clock/claims/clock-six-weeks.html").exists());
}

#[test]
fn a_picture_among_the_templates_of_the_desk_belongs_in_its_static_files() {
    let site = desk();
    site.write("templates/logo.png", "");
    let run = site.run(&["check", "--site", "briefs/bridge"]);
    assert!(run.stderr.contains("= help: to publish it, move it to ../../static/logo.png\n"), "{}", run.stderr);
}

#[test]
fn a_renamed_claim_is_renamed_in_the_links_of_other_briefs() {
    let site = desk();
    let cost = "briefs/bridge/content/claims/bridge-cost.yaml";
    let arguments = ["rename", "claim", "ferry-fares", "fares", "--site", "briefs/ferry"];
    let dry = site.run(&[&arguments[..], &["--dry-run"]].concat());
    assert!(dry.stdout.contains("claim:ferry/fares") && dry.stdout.contains(cost), "{}", dry.stdout);
    let run = site.run(&arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("briefs/ferry/content/claims/fares.yaml"), "{}", run.stdout);
    let text = fs::read_to_string(site.path(cost)).unwrap();
    assert!(text.contains("claim:ferry/fares)"), "{text}");
    assert!(site.build().stderr.contains("no findings"));
    assert!(site.built("bridge/claims/bridge-cost.html").contains("href=\"../../ferry/claims/fares.html\""));
    // A note of another brief that cannot be read may name it.
    site.write("briefs/pont/content/claims/pont-contrat.yaml", "claim: [ferry/fares\n");
    let refused = site.run(&["rename", "claim", "fares", "ferry-fares", "--site", "briefs/ferry"]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("in briefs/pont: "), "{}", refused.stderr);
    assert!(site.path("briefs/ferry/content/claims/fares.yaml").exists(), "nothing was renamed");
}

#[test]
fn a_renamed_source_of_the_desk_is_renamed_in_all_briefs_that_cite_it() {
    let site = desk();
    let run = site.run(&["rename", "source", "council-minutes", "minutes", "--site", "briefs/ferry"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("sources/council-minutes.md is now sources/minutes.md"), "{}", run.stdout);
    assert!(site.build().stderr.contains("no findings"));
    for brief in ["bridge", "ferry"] {
        assert!(site.path(&format!("public/{brief}/sources/minutes.html")).exists(), "{brief}");
    }
    let taken = site.run(&["rename", "source", "minutes", "weather-log", "--site", "briefs/ferry"]);
    assert!(taken.stderr.contains("there is already a source “weather-log”"), "{}", taken.stderr);
}
