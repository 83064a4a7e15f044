//! The numbers of passages, which are the same on every page, and what the top of a claim's page says.

use crate::html::{elements, text};
use crate::site::Site;

const SOURCE: &str = "---
title: The survey
short: Survey
---
One bridge is safe. Two bridges are not. Three bridges were not looked at. Four engineers signed.

Five bridges are named. Six are not.
";

/// The note refers to its passages in another order than that of the list and of the stances.
const NOTE: &str = "\
claim: All bridges are safe.
verdict: false
summary: They are not.
analysis: |
  Not all were looked at.[^unseen] Two are not safe,[^two] says the survey.[^unseen] It names them.[^named]
passages:
  - {id: one, source: survey, quote: One bridge is safe, stance: supports}
  - {id: two, source: survey, quote: Two bridges are not, stance: contradicts}
  - {id: signed, source: survey, quote: Four engineers signed, stance: context}
  - {id: unseen, source: survey, quote: Three bridges were not looked at, stance: contradicts}
  - {id: named, source: survey, quote: Five bridges are named, stance: context}
authors: [ada]
reviewed_by: [ben, cy]
published: 2026-11-05
updated: 2026-11-16
corrections:
  - {date: 2026-11-16, text: A name was wrong.}
";

const PEOPLE: &str = "people:
  - {id: ada, name: Ada Long, short: Ada}
  - {id: ben, name: Ben}
  - {id: cy, name: Cy}
";

fn site() -> Site {
    Site::new()
        .file("content/brief.yaml", format!("{}{PEOPLE}", crate::site::BRIEF))
        .file("content/sources/survey.md", SOURCE)
        .file("content/claims/bridges.yaml", NOTE)
}

/// The values of an attribute, in the order of the page.
fn values(page: &str, attribute: &str) -> Vec<String> {
    elements(page).iter().filter_map(|element| element.get(attribute).map(str::to_owned)).collect()
}

#[test]
fn passages_are_numbered_by_their_first_reference_on_every_page() {
    let site = site();
    site.build();
    // In the order of the source.
    let numbers = [("one", 4), ("two", 2), ("unseen", 1), ("signed", 5), ("named", 3)];

    let claim = site.built("claims/bridges.html");
    for (id, number) in numbers {
        let card = claim.split(&format!("id=\"passage-{id}\"")).nth(1).unwrap();
        let shown = text(card.split("</h4>").next().unwrap());
        assert!(shown.contains(&format!("Passage {number}")), "{id}: {shown}");
    }
    // By stance, and within one by number.
    let cards: Vec<String> = values(&claim, "id").into_iter().filter(|id| id.starts_with("passage-")).collect();
    assert_eq!(cards, ["one", "unseen", "two", "named", "signed"].map(|id| format!("passage-{id}")));
    assert!(claim.contains("<a id=\"ref-unseen-2\" href=\"#passage-unseen\">1</a>"), "{claim}");

    let source = site.built("sources/survey.html");
    let marks: Vec<(String, String)> = elements(&source)
        .iter()
        .filter_map(|element| Some((element.get("id")?.to_owned(), element.get("data-number")?.to_owned())))
        .collect();
    let expected = numbers.map(|(id, number)| (format!("bridges--{id}"), number.to_string()));
    assert_eq!(marks, expected);

    let print = site.built("print.html");
    let notes: Vec<String> = values(&print, "id").into_iter().filter(|id| id.contains("--passage-")).collect();
    assert_eq!(notes, ["unseen", "two", "named", "one", "signed"].map(|id| format!("bridges--passage-{id}")));

    let front = site.built("index.html");
    let table = text(front.split("<table class=\"stances\">").nth(1).unwrap());
    for (id, number) in numbers {
        let entry = front.split(&format!("#passage-{id}\"><span class=\"stance")).last().unwrap();
        assert!(entry.split("</a>").next().unwrap().contains(&format!("<small>{number}</small>")), "{id}: {table}");
    }
}

#[test]
fn one_note_beside_a_paragraph_gathers_the_passages_of_a_claim() {
    let site = site().claim("six", "survey", "Six are not");
    site.build();
    let source = site.built("sources/survey.html");
    let notes: Vec<String> = source.split("<details class=\"cited-by\"").skip(1).map(text).collect();
    assert_eq!(notes.len(), 2, "one box for each paragraph");
    assert_eq!(source.matches("<li data-passages=").count(), 3, "one note for each claim in it");
    assert!(notes[0].contains("Quoted in 1 claim"), "{}", notes[0]);
    assert!(notes[0].contains("Contradicts: passages 1 and 2"), "{}", notes[0]);
    assert!(notes[0].contains("Supports: passage 4"), "{}", notes[0]);
    assert!(notes[1].contains("Quoted in 2 claims"), "{}", notes[1]);
    // Two claims number their passages, so letters tell them apart.
    let letters = values(&source, "data-letter");
    assert_eq!(letters, ["A", "A", "A", "A", "A", "B"]);
}

#[test]
fn consecutive_numbers_are_given_as_a_range() {
    let note = NOTE.replace("stance: supports", "stance: contradicts").replace("named]", "one][^named]");
    let site = site().file("content/claims/bridges.yaml", note);
    site.build();
    let source = site.built("sources/survey.html");
    assert!(text(&source).contains("Contradicts: passages 1 to 3"), "{}", text(&source));
    assert!(!source.contains("data-letter"), "one claim needs no letter");
}

#[test]
fn the_top_of_a_claim_says_by_whom_and_when_and_quotes_the_strongest_passage() {
    let site = site();
    site.build();
    let page = site.built("claims/bridges.html");
    let byline = page.split("class=\"meta byline\"").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap();
    let items: Vec<String> = byline.split("<li>").skip(1).map(|item| text(item).trim().to_owned()).collect();
    assert_eq!(items, ["By Ada", "reviewed by Ben and Cy", "5 November 2026, updated 16 November 2026", "corrected"]);
    // The verdict is false: what contradicts is strongest, and of that what the analysis refers to first.
    let strongest = page.split("class=\"strongest").nth(1).and_then(|rest| rest.split("</figure>").next()).unwrap();
    assert!(strongest.contains("<mark>Three bridges were not looked at</mark>"), "{strongest}");
    assert!(text(strongest).contains("Contradicts: Survey, passage 1"), "{strongest}");
}

#[test]
fn the_words_of_the_claim_itself_are_not_its_strongest_passage() {
    let note = "claim: One bridge is safe.\nverdict: true\nsummary: It is.\nclaim_passage: one\npassages:\n  \
                - {id: one, source: survey, quote: One bridge is safe, stance: supports}\n";
    let site = site().file("content/claims/one.yaml", note);
    site.build();
    assert!(!site.built("claims/one.html").contains("class=\"strongest"));
}

#[test]
fn long_statements_are_set_smaller() {
    let note = |words: usize| {
        format!(
            "claim: {}\nverdict: true\nsummary: It is.\npassages:\n  \
        - {{id: one, source: survey, quote: One bridge is safe, stance: supports}}\n",
            "words ".repeat(words)
        )
    };
    let site = site()
        .file("content/claims/short.yaml", note(10))
        .file("content/claims/long.yaml", note(20))
        .file("content/claims/longest.yaml", note(40))
        .file("content/claims/chinese.yaml", note(10).replace("words", "桥都安全"));
    site.build();
    for (id, length) in [("short", "short"), ("long", "long"), ("longest", "longest"), ("chinese", "long")] {
        let page = site.built(&format!("claims/{id}.html"));
        assert!(page.contains(&format!("class=\"statement-words {length}\"")), "{id}");
    }
}
