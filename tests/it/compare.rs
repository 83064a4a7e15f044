//! What readers see of sources that share wording: side by side, and who is named for the same words.

use serde_json::{Value, json};

use crate::html::text;
use crate::site::{BRIEF, Site};

const POST: &str = "The letter was short. She wrote: “We had warned the council three times before the old bridge was closed in May, \
                    and nobody at the town hall ever gave us an answer in writing.” Then it rained.";
const TIMES: &str = "“We had warned the council three times before the very old bridge was closed in May, and nobody at the town hall \
                     ever gave us an answer in writing”, the letter says. That is all.";

fn words(html: &str) -> String {
    text(html).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Two sources with these front matters, and a claim that quotes these words of each.
fn site(front_matter: [&str; 2], quotes: [&str; 2]) -> Site {
    let source =
        |title: &str, front_matter: &str, body: &str| format!("---\ntitle: {title}\n{front_matter}---\n{body}\n");
    let note = format!(
        "claim: The council was warned.\nverdict: true\nsummary: A summary.\npassages:\n  \
         - {{id: p1, source: post, quote: \"{}\", stance: supports}}\n  \
         - {{id: p2, source: times, quote: \"{}\", stance: supports}}\n",
        quotes[0], quotes[1]
    );
    Site::new()
        .file("content/sources/post.md", source("The Post", front_matter[0], POST))
        .file("content/sources/times.md", source("The Times", front_matter[1], TIMES))
        .file("content/claims/warned.yaml", note)
}

const QUOTES: [&str; 2] =
    ["warned the council three times", "warned the council three times before the very old bridge"];
const PAGE: &str = "compare/post--times.html";

/// What the columns of a page have, one after the other.
fn columns(page: &str) -> Vec<String> {
    let columns = page.split("<blockquote").skip(1).map(|rest| rest.split("</blockquote>").next().unwrap());
    columns.map(|column| column[column.find("<p>").unwrap()..].trim().to_owned()).collect()
}

#[test]
fn sources_that_share_words_are_side_by_side() {
    let site = site(["published: 2020-01-04\norigin: times\npublisher: Post House\n", ""], QUOTES);
    site.build();
    let page = site.built(PAGE);
    let before = "The letter was short. She wrote: “";
    let middle = "bridge was closed in May, and nobody at the town hall ever gave us an answer in writing</mark>";
    let run = "<mark>We had warned the council three times before the";
    let only = "<span class=\"unseen\" lang=\"en\">Only here: </span><b>very</b>";
    assert_eq!(
        columns(&page),
        [
            format!("<p>{before}{run}</mark> <mark>old {middle}.”</p>"),
            format!("<p>“{run}</mark> {only} <mark>old {middle}”, the letter says.</p>"),
        ]
    );
    let shown = words(&page);
    for expected in [
        "Post House and The Times: shared wording 28 words are the same, in 1 passage: all quoted in both sources.",
        "Equal words do not show who took them from whom",
        "PublisherPost House Published4 January 2020 OriginThe Times",
        "Claims that quote both The council was warned. True",
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    assert!(page.contains("href=\"../sources/post.html#warned--p1\""), "{page}");
    let link = format!("href=\"../{PAGE}\"");
    for path in ["claims/warned.html", "sources/post.html", "sources/times.html"] {
        assert!(site.built(path).contains(&link), "{path}");
    }
    assert!(site.built("sitemap.xml").contains(&format!("<loc>https://example.org/{PAGE}</loc>")));
}

#[test]
fn who_quotes_the_words_is_told_for_each_part() {
    let own =
        "Nobody on the quay that morning had seen the harbour so empty, and the few who came went home before noon.";
    let quoted = "“We had warned the council three times before the bridge was closed”";
    let note = "claim: A claim.\nverdict: true\nsummary: A summary.\npassages:\n  \
                - {id: p1, source: post, quote: Nobody on the quay, stance: supports}\n  \
                - {id: p2, source: times, quote: Nobody on the quay, stance: context}\n";
    let site = Site::new()
        .source("post", &format!("{own} {quoted}."))
        .source("times", &format!("{own} {}.", quoted.trim_matches(['“', '”'])))
        .file("content/claims/a.yaml", note);
    site.build();
    let shown = words(&site.built(PAGE));
    let expected = "33 words are the same: 12 quoted only in The post, 21 quoted in neither.";
    assert!(shown.contains(expected), "{shown}");
    assert!(!shown.contains("they are one text"), "{shown}");
}

#[test]
fn nothing_is_marked_that_one_of_the_two_may_not_show() {
    for show in ["none", "excerpts"] {
        let hidden = format!("show: {show}\n");
        let with = site([&hidden, ""], QUOTES);
        with.build();
        let page = with.built(PAGE);
        let shown = words(&page);
        let [post, times] = columns(&page).try_into().unwrap();
        if show == "none" {
            assert_eq!(post, "<p><mark>warned the council three times</mark></p>");
            // The words beside them would tell what the other source says.
            assert!(
                times.starts_with("<p>“We had <mark>warned the council three times</mark> before the very old"),
                "{times}"
            );
            assert!(
                shown.contains("23 of these words are not shown: not all of the text may be published."),
                "{shown}"
            );
        } else {
            assert!(post.contains("She wrote: “<mark>We had warned"), "{post}");
            assert!(!post.contains("rained"), "{post}");
        }
    }
    let apart = site(["show: none\n", ""], ["short", QUOTES[1]]);
    apart.build();
    assert!(!apart.path(&format!("public/{PAGE}")).exists(), "no word is left that may be marked");
    assert!(!apart.built("sources/times.html").contains("compare/"));
}

#[test]
fn only_sources_of_one_published_claim_are_compared() {
    let page = |site: &Site, arguments: &[&str]| {
        let run = site.run(&[&["build"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        site.path(&format!("public/{PAGE}")).exists()
    };
    let both = || site(["", ""], QUOTES);
    assert!(page(&both(), &[]));
    let note = std::fs::read_to_string(both().path("content/claims/warned.yaml")).unwrap();
    let draft = both().file("content/claims/warned.yaml", format!("{note}status: draft\n"));
    assert!(!page(&draft, &[]) && page(&draft, &["--drafts"]));
    let retired = both().file("content/claims/warned.yaml", format!("{note}status: retired\n"));
    assert!(page(&retired, &[]), "the note keeps its page, and so do its sources");
    let held = both().file("content/claims/warned.yaml", format!("{note}embargo: 2030-01-01T00:00:00Z\n"));
    assert!(!page(&held, &["--now", "2029-01-01T00:00:00Z"]) && page(&held, &["--now", "2030-01-02T00:00:00Z"]));
    let apart = both().claim("of-times", "times", QUOTES[1]).file(
        "content/claims/warned.yaml",
        note.replace("source: times", "source: post").replace(" before the very old bridge", ""),
    );
    assert!(!page(&apart, &[]));
}

#[test]
fn old_names_of_sources_lead_to_the_page() {
    let site = site(["formerly: [zeitung]\n", "formerly: [a-times]\n"], QUOTES);
    site.build();
    for from in ["times--zeitung", "a-times--post", "a-times--zeitung"] {
        let page = site.built(&format!("compare/{from}.html"));
        assert!(page.contains("url=../compare/post--times.html"), "{page}");
    }
    let static_file = site.file("static/compare/post--times.html", "mine");
    let run = static_file.run(&["check"]);
    assert!(run.stderr.contains("output-conflict"), "{}", run.stderr);
}

#[test]
fn two_articles_of_one_publisher_are_told_apart() {
    let site = site(["publisher: The House\n", "publisher: The House\n"], QUOTES);
    let site = site.file("content/brief.yaml", BRIEF.replace("title: Test", "language: de\ntitle: Test"));
    site.build();
    let page = words(&site.built(PAGE));
    assert!(
        page.contains("The Post und The Times: gemeinsamer Wortlaut 28 Wörter sind gleich, in 1 Textstelle"),
        "{page}"
    );
}

const STATEMENT: &str = "We call upon all responsible states to take action now";

/// A claim whose passage `p1` is of one source and names one speaker, and one with another.
fn two_speakers(accepted: &str, of_b: &str) -> Site {
    let note = |source: &str, speaker: &str, more: &str| {
        format!(
            "claim: A claim about {source}.\nverdict: mixed\nsummary: A summary.\npassages:\n  \
             - {{id: p1, source: {source}, quote: {STATEMENT}, stance: supports, speaker: {speaker}}}\n{more}"
        )
    };
    Site::new()
        .source("courier", &format!("“{STATEMENT}”, said the Bureau."))
        .source("herald", &format!("A spokeswoman said: “{STATEMENT}”."))
        .file("content/claims/a.yaml", note("courier", "The Bureau", accepted))
        .file("content/claims/b.yaml", note("herald", "A spokeswoman", of_b))
}

const ACCEPTED: &str =
    "accepted: [{finding: speakers-differ, words: two speakers, reason: Neither shows who it was.}]\n";
const DIFFER: &str = "The same words, different speakers The Bureau, according to The courier: We call upon all responsible states to \
                      take action now A spokeswoman, according to The herald: We call upon all responsible states to take action now";

#[test]
fn readers_see_that_the_same_words_have_two_speakers() {
    let site = two_speakers(ACCEPTED, "");
    site.build();
    for path in ["index.html", "claims/a.html", "claims/b.html", "print.html"] {
        let shown = words(&site.built(path));
        let expected = format!("Where sources differ {DIFFER} Neither shows who it was.");
        assert!(shown.contains(&expected), "{path}: {shown}");
    }
    assert!(site.built("claims/a.html").contains("href=\"../claims/b.html#passage-p1\""));
    let site = two_speakers("", "");
    site.build();
    let shown = words(&site.built("claims/b.html"));
    assert!(shown.contains(DIFFER) && !shown.contains("Neither shows"), "{shown}");
}

#[test]
fn only_speakers_of_published_claims_differ() {
    for (of_b, is_listed, has_page) in [
        ("status: retired\n", false, true),
        ("status: draft\n", false, false),
        ("embargo: 2030-01-01T00:00:00Z\n", false, false),
    ] {
        let site = two_speakers("", of_b);
        assert_eq!(site.run(&["build", "--now", "2029-01-01T00:00:00Z"]).code, 0);
        let has = |path: &str| words(&site.built(path)).contains("different speakers");
        assert_eq!((has("index.html"), has("claims/a.html")), (is_listed, has_page), "{of_b}");
    }
}

#[test]
fn an_error_in_the_note_that_accepts_it_moves_no_warning_elsewhere() {
    let third = |site: Site| {
        let note = std::fs::read_to_string(site.path("content/claims/a.yaml")).unwrap();
        site.file("content/claims/c.yaml", note.replace(ACCEPTED, ""))
    };
    let warnings = |site: &Site| site.run(&["check"]).stderr.matches("warning[speakers-differ]").count();
    assert_eq!(warnings(&third(two_speakers("", ""))), 1);
    assert_eq!(warnings(&third(two_speakers(ACCEPTED, ""))), 0);
    let with_error = third(two_speakers(&format!("{ACCEPTED}nonsense: 1\n"), ""));
    let said = with_error.run(&["check"]).stderr;
    assert!(said.contains("error[") && !said.contains("warning[speakers-differ]"), "{said}");
    let quote_lost = two_speakers(
        &format!("  - {{id: p2, source: courier, quote: No such words, stance: context}}\n{ACCEPTED}"),
        "",
    );
    let said = third(quote_lost).run(&["check"]).stderr;
    assert!(said.contains("error[") && !said.contains("warning[speakers-differ]"), "{said}");
}

#[test]
fn the_print_edition_counts_origins_too() {
    let site = site(["", ""], QUOTES);
    site.build();
    let shown = words(&site.built("print.html"));
    assert!(shown.contains("Supports the claim2 sources, 1 origin: both quote the same 28 words."), "{shown}");
}

#[test]
fn the_table_joins_sources_of_one_origin() {
    let table = |quotes: [&str; 2]| {
        let site = site(["short: Post\n", ""], quotes);
        let note = std::fs::read_to_string(site.path("content/claims/warned.yaml")).unwrap();
        // A source in between, which says the same in its own words.
        let more = "  - {id: p3, source: radio, quote: The council had been told, stance: supports}\n";
        let site = site
            .source("radio", "The council had been told.")
            .file("content/claims/warned.yaml", format!("{note}{more}"));
        site.build();
        let front = site.built("index.html");
        front[front.find("<table class=\"stances\">").unwrap()..front.find("</table>").unwrap()].to_owned()
    };
    let joined = table(QUOTES);
    let shown = words(&joined);
    assert!(shown.contains("In each row, entries above a double line have the same origin"), "{shown}");
    assert_eq!(joined.matches("<td class=\"one-origin\">").count(), 2);
    let cells: Vec<String> = joined.split("<td").skip(1).map(|cell| words(&format!("<td{cell}"))).collect();
    let cell = |at: usize| cells[at].trim_end_matches(" The").to_owned();
    assert_eq!(
        [cell(0), cell(1), cell(2)],
        ["Supports 1 same origin as The Times", "Supports 3", "Supports 2 same origin as Post"]
    );
    let apart = table(["The letter was short", QUOTES[1]]);
    assert!(!apart.contains("one-origin") && !words(&apart).contains("double line"), "{apart}");
}

fn data(site: &Site) -> Value {
    serde_json::from_str(&site.built("data/analysis.json")).unwrap()
}

#[test]
fn other_programs_get_what_readers_see() {
    let reason = "accepted: [{finding: one-origin, words: quoting the same, reason: Both have the letter.}]\n";
    let site = site(["", ""], QUOTES);
    let note = std::fs::read_to_string(site.path("content/claims/warned.yaml")).unwrap();
    let site = site.file("content/claims/warned.yaml", format!("{note}{reason}"));
    site.build();
    let found = data(&site);
    let both = json!({ "both": 28, "a": 0, "b": 0, "neither": 0 });
    let start = |text: &str, words: &str| text[..text.find(words).unwrap()].chars().count();
    let [first, second] = [
        "We had warned the council three times before the",
        "old bridge was closed in May, and nobody at the town hall ever gave us an answer in writing",
    ];
    let at = |words: &str| {
        let [a, b] = [POST, TIMES].map(|text| start(text, words));
        json!({ "a": [a, a + words.len()], "b": [b, b + words.len()] })
    };
    let passage = json!({ "words": 28, "quoted": both, "hidden": 0, "same": [at(first), at(second)] });
    assert_eq!(
        found,
        json!({
            "claims": [{
                "claim": "warned", "stance": "supports", "sources": ["post", "times"], "origins": [["post", "times"]],
                "reason": "Both have the letter.",
            }],
            "shared": [{
                "a": "post", "b": "times", "href": PAGE, "one_text": false, "words": 28, "quoted": both, "passages": [passage],
            }],
            "speakers": [],
        })
    );
    let site = two_speakers(ACCEPTED, "");
    site.build();
    let side = |claim: &str, source: &str, speaker: &str| json!({ "claim": claim, "passage": "p1", "source": source, "speaker": speaker });
    let expected = json!([{
        "a": side("a", "courier", "The Bureau"), "b": side("b", "herald", "A spokeswoman"), "reason": "Neither shows who it was.",
    }]);
    assert_eq!((&data(&site)["speakers"], &data(&site)["shared"]), (&expected, &json!([])));
}

#[test]
fn data_tell_nothing_that_pages_may_not_show() {
    let site = site(["show: none\n", ""], QUOTES);
    site.build();
    let pair = data(&site)["shared"][0].clone();
    let words = "warned the council three times";
    let b = TIMES[..TIMES.find(words).unwrap()].chars().count();
    assert_eq!(pair["passages"][0]["hidden"], 23);
    let same = pair["passages"][0]["same"].as_array().unwrap();
    assert_eq!((same.len(), &same[0]["b"]), (1, &json!([b, b + words.len()])));
    // Nor of a claim that is not shown.
    for more in ["status: draft\n", "embargo: 2030-01-01T00:00:00Z\n"] {
        let site = two_speakers("", more);
        assert_eq!(site.run(&["build", "--now", "2029-01-01T00:00:00Z"]).code, 0);
        let found = data(&site);
        assert_eq!((&found["speakers"], &found["shared"]), (&json!([]), &json!([])));
        assert_eq!(found["claims"].as_array().unwrap().len(), 1, "{found}");
    }
}
