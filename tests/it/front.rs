//! The front page: what it shows of a story, and of a large brief; and what other sites show of a claim.

use crate::html::text;
use crate::site::{BRIEF, Site};

/// A claim with dates, by somebody.
fn claim(id: &str, dates: &str) -> (String, String) {
    let note = format!(
        "claim: A claim called {id}.\nclaimant: Ana Ruiz\nverdict: mostly-false\nsummary: A summary.\nauthors: [ada]\n{dates}\
         passages:\n  - {{id: p1, source: report, quote: One two, stance: contradicts}}\n  \
         - {{id: p2, source: letter, quote: Five six, stance: contradicts}}\n"
    );
    (format!("content/claims/{id}.yaml"), note)
}

fn story(dates: &str) -> Site {
    let (path, note) = claim("a", dates);
    let source = |title: &str, words: &str| {
        format!("---\ntitle: {title}\npublished: 2020-01-04\ncaptured: 2020-09-09\n---\n{words}\n")
    };
    let site = Site::new()
        .file(
            "content/brief.yaml",
            format!("{BRIEF}people: [{{id: ada, name: Ada}}]\norganisation: {{name: The Desk}}\n"),
        )
        .file("content/sources/report.md", source("The report", "One two three."))
        .file("content/sources/letter.md", source("The letter", "Four. Five six."))
        .file(&path, note);
    site.build();
    site
}

fn words(html: &str) -> String {
    text(html).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_timeline_shows_events_of_the_story_from_three_dates_on() {
    let two = "claimed_on: 2020-01-02\npublished: 2020-08-08\nupdated: 2020-08-09\n";
    assert!(!story(two).built("index.html").contains("class=\"timeline\""), "what the newsroom did is no event");
    let three = format!("{two}appearances: [{{url: \"https://example.org/a\", published: 2020-01-03}}]\n");
    let front = story(&three).built("index.html");
    let table = words(&front[front.find("<details class=\"figures\">").unwrap()..]);
    let expected = "DateClaim madeClaim appearedSource published 2 January 20201–– 3 January 2020–1– 4 January 2020––2";
    assert!(table.contains(expected), "{table}");
}

#[test]
fn the_front_page_says_when_it_was_changed_and_by_whom() {
    let front = |dates: &str| words(&story(dates).built("index.html"));
    let dates = "published: 2020-08-08\ncorrections: [{date: 2020-08-10, text: So.}]\n";
    assert!(front(dates).contains("Updated 10 August 2020 by Ada"));
    assert!(front(&dates.replace("2020-08-10", "2020-08-12")).contains("Updated 12 August 2020 by Ada"));
    assert!(!front("").contains("Updated"));
}

#[test]
fn what_two_sources_say_is_quoted_side_by_side() {
    let front = words(&story("").built("index.html"));
    let expected = "A claim called a. Mostly false Contradicts The letter Five six Contradicts The report One two";
    assert!(front.contains(expected), "{front}");
}

/// A claim of two sources that quote the same words of a report, and what its note accepts.
fn repeated(accepted: &str) -> Site {
    let quoted = "“The old bridge was closed only after we had warned the council three times.”";
    let source = |title: &str, lead: &str| format!("---\ntitle: {title}\n---\n{lead} {quoted}\n");
    let note = format!(
        "claim: The council was warned.\nverdict: true\nsummary: A summary.\npassages:\n  \
         - {{id: p1, source: post, quote: we had warned the council, stance: supports}}\n  \
         - {{id: p2, source: times, quote: had warned the council three times, stance: supports}}\n{accepted}"
    );
    let site = Site::new()
        .file("content/brief.yaml", BRIEF)
        .file("content/sources/post.md", source("The Post", "She wrote:"))
        .file("content/sources/times.md", source("The Times", "As she put it,"))
        .file("content/claims/warned.yaml", note);
    site.build();
    site
}

#[test]
fn two_sources_of_one_origin_are_no_agreement() {
    let site = repeated("");
    let front = words(&site.built("index.html"));
    assert!(!front.contains("What several sources support"), "{front}");
    assert!(front.contains("Repeated from one origin"), "{front}");
    assert!(words(&site.built("claims/warned.html")).contains("2 sources, 1 origin: both quote the same 14 words."));
}

#[test]
fn readers_see_why_one_origin_is_accepted() {
    let accepted = "accepted: [{finding: one-origin, words: quoting the same, reason: Both have the report.}]\n";
    let claim = words(&repeated(accepted).built("claims/warned.html"));
    assert!(claim.contains("2 sources, 1 origin: both quote the same 14 words. Both have the report."), "{claim}");
}

#[test]
fn a_large_brief_has_claimants_by_verdict_in_place_of_a_table() {
    let mut site = story("");
    for number in 0..60 {
        let (path, note) = claim(&format!("c{number}"), "");
        site = site.file(
            &path,
            if number < 2 { note.replace("Ana Ruiz", "Harbour Radio").replace("mostly-false", "mixed") } else { note },
        );
    }
    site.build();
    let front = site.built("index.html");
    assert!(!front.contains("class=\"stances\""));
    let claimants = words(&front[front.find("id=\"claimants\"").unwrap()..]);
    let expected = "Who made the claims Ana Ruiz 59 claims Mostly false 59 Harbour Radio 2 claims Mixed 2";
    assert!(claimants.contains(expected), "{claimants}");
    assert!(front.contains("href=\"claims.html?q=Harbour%20Radio\""));
}

#[test]
fn other_sites_may_show_claims_if_the_brief_says_so() {
    let site = story("formerly: [old]\n");
    let files =
        || site.output().into_iter().map(|(path, _)| path).filter(|path| path.contains("embed")).collect::<Vec<_>>();
    assert_eq!(files(), Vec::<String>::new());
    let headers = site.built("_headers");
    assert!(headers.contains("frame-ancestors 'none'") && !headers.contains("X-Frame-Options"), "{headers}");
    let brief = std::fs::read_to_string(site.path("content/brief.yaml")).unwrap();
    site.write("content/brief.yaml", format!("{brief}embeds: true\n"));
    site.build();
    let found = files();
    assert!(found.iter().any(|path| path == "embed.css"), "{found:?}");
    assert!(found.contains(&"embed/a.html".to_owned()) && found.contains(&"embed/old.html".to_owned()), "{found:?}");
    let headers = site.built("_headers");
    let expected = "form-action 'none'\n  X-Frame-Options: DENY\n  X-Content-Type-Options: nosniff\n";
    assert!(headers.contains(expected) && headers.contains("/embed/*\n  Content-Security-Policy: "), "{headers}");
    assert!(!site.built("sitemap.xml").contains("embed"));
}
