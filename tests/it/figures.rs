//! Figures of a claim's texts: readers follow those of the summary to their passages, and nothing else of the site changes.

use crate::editor::Editor;
use crate::site::{BRIEF, Site};

const NOTE: &str = "\
claim: There were 35 instances.
verdict: true
summary: >-
  There were **thirty-five**, [35 in all](claim:amount), worth $2 billion on 6 May 2020; not `35`, but 35.
passages:
  - {id: instances, source: report, quote: at least 35 reported instances, stance: supports}
  - {id: worth, source: report, quote: worth two billion US dollars, stance: supports}
";

fn site() -> Site {
    Site::new()
        .file("content/brief.yaml", BRIEF)
        .file(
            "content/sources/report.md",
            "---\ntitle: The report\npublished: 2020-05-06\n---\nIt has at least 35 reported instances, worth two billion US dollars.\n",
        )
        .file("content/claims/amount.yaml", NOTE)
}

#[test]
fn figures_of_a_summary_lead_to_their_passages() {
    let site = site();
    site.build();
    let summary = "There were <strong><a href=\"#passage-instances\">thirty-five</a></strong>, \
         <a href=\"../claims/amount.html\">35 in all</a>, worth <a href=\"#passage-worth\">$2 billion</a> on 6 May 2020; \
         not <code>35</code>, but <a href=\"#passage-instances\">35</a>.";
    let page = site.built("claims/amount.html");
    assert!(page.contains(summary), "{page}");
    assert!(page.contains("id=\"passage-instances\"") && page.contains("id=\"passage-worth\""));
    // On the page of all claims the cards have other addresses.
    let print = site.built("print.html");
    assert!(print.contains("<a href=\"#amount--passage-worth\">$2 billion</a>"), "{print}");
    assert!(print.contains("id=\"amount--passage-worth\""));
    // Lists and feeds have the words without links.
    for path in ["index.html", "claims.html", "feed.xml", "data/claims.json"] {
        assert!(!site.built(path).contains("#passage-worth\">$2"), "{path}");
    }
}

#[test]
fn the_language_server_shows_where_a_figure_stands() {
    let note =
        NOTE.replace("summary: >-\n", "summary:\n").replace("but 35.", "but 35, or 99, or 17. It is The 5 Desk.");
    let source = "---\ntitle: The report of 5\n---\nAt least 35 reported instances, worth two billion US dollars, in 17 countries.\n";
    let note = note.replace("at least 35", "At least 35");
    let site = site().file("content/sources/report.md", source).file("content/claims/amount.yaml", &note);
    let mut editor = Editor::open_folder(site.root(), serde_json::json!({}));
    let path = "content/claims/amount.yaml";
    editor.open(path, &note);
    let mut hover = |words: &str| {
        let at = note.find(words).unwrap();
        let (line, start) = (note[..at].matches('\n').count(), note[..at].rfind('\n').map_or(0, |newline| newline + 1));
        let answer = editor.ask("hover", path, (line, at - start));
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(hover("thirty-five"), "**thirty-five**: in the passage `instances`\n\n> At least 35 reported instances");
    assert_eq!(hover("$2 billion"), "**$2 billion**: in the passage `worth`\n\n> worth two billion US dollars");
    assert_eq!(hover("99, or"), "**99**: in no passage of this claim, and nowhere else in its sources");
    assert_eq!(hover("17. It"), "**17**: in no passage, but at content/sources/report.md:4");
    assert_eq!(hover("5 Desk"), "**5**: in a date, a name or a title of the notes");
    assert_eq!(hover("There were 35"), "");
}
