//! `citeback rename`: every reference follows, every other byte stays, and the old address leads to the new one.

use std::fs;

use crate::site::{Run, Site, files_below};

const BRIEF: &str = "title: Test brief
base_url: https://example.org/
cards: false
search: false
people:
  - id: ana # the editor
    name: Ana Silva
  - id: tom
    name: Tom Hale
    formerly: [t-hale]
bottom_line: See [this](claim:sum) and [that](claim:sum-total).
";

const SUM: &str = "# What it cost\r
claim: It was two billion.   # as said on the radio\r
verdict: mixed\r
summary: It was up to two.\r
authors: ana\r
passages:\r
  - id: amount\r
    source: report\r
    quote: up to two billion US dollars\r
    stance: supports\r
";

const OTHER: &str = "claim: Another claim.
verdict: mixed
summary: See [the sum](claim:sum), not `claim:sum`.
analysis: >-
  First [claim:sum](claim:sum)
  and then [the
  report](source:report).
gaps: [\"It\\u2019s [not](claim:sum).\", 'Ask [them](source:report).']
related: [sum-total, 'sum'] # both
authors: [tom, ana]
passages:
  - {id: p1, source: report, quote: up to two billion, stance: supports}
";

fn site() -> Site {
    let plain = |id: &str| {
        format!(
            "claim: {id} is right.\nverdict: mixed\nsummary: So.\nreviewed_by: ana\npassages:\n- id: p\n  source: report\n  quote: estimated at\n  stance: context\n"
        )
    };
    Site::new()
        .file("content/brief.yaml", BRIEF)
        .file("content/claims/money/sum.yaml", SUM)
        .file("content/claims/other.yaml", OTHER)
        .file("content/claims/sum-total.yaml", plain("The sum total"))
        .file(
            "content/pages/about.md",
            "---\ntitle: About\n---\nSee [it][1] and [the source](source:report).\n\n[1]: claim:sum\n",
        )
        .file(
            "content/sources/report.md",
            "---\ntitle: A report\n---\nProceeds are estimated at up to two billion US dollars. See claim:sum.\n",
        )
        .file("content/sources/copy.md", "---\ntitle: A copy\norigin: report\nuncited: publish\n---\nThe same.\n")
}

#[track_caller]
fn rename(site: &Site, arguments: &[&str]) -> Run {
    let run = site.run(&[&["rename"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

fn read(site: &Site, path: &str) -> String {
    fs::read_to_string(site.path(path)).unwrap()
}

#[test]
fn a_claim_gets_another_id_everywhere_and_nothing_else_changes() {
    let site = site();
    let findings = site.run(&["check", "--format", "github"]).stdout;
    let before = files_below(&site.path("content"));
    let dry = rename(&site, &["claim", "sum", "cost-of-it", "--dry-run"]);
    assert!(
        dry.stdout.contains("content/claims/money/sum.yaml would become content/claims/money/cost-of-it.yaml\n"),
        "{}",
        dry.stdout
    );
    assert_eq!(files_below(&site.path("content")), before, "a dry run writes nothing");
    let run = rename(&site, &["claim", "sum", "cost-of-it"]);
    assert_eq!(
        run.stdout,
        "content/claims/money/sum.yaml is now content/claims/money/cost-of-it.yaml\n\
         changed 6 references in 3 files; the old address leads to the new one\n"
    );
    assert_eq!(read(&site, "content/claims/money/cost-of-it.yaml"), format!("{SUM}formerly: [sum]\r\n"));
    assert!(!site.path("content/claims/money/sum.yaml").exists());
    let other = OTHER.replace("](claim:sum)", "](claim:cost-of-it)").replace("'sum'", "'cost-of-it'");
    assert_eq!(read(&site, "content/claims/other.yaml"), other);
    assert_eq!(read(&site, "content/brief.yaml"), BRIEF.replace("(claim:sum)", "(claim:cost-of-it)"));
    assert!(read(&site, "content/pages/about.md").ends_with("\n[1]: claim:cost-of-it\n"));
    assert!(read(&site, "content/sources/report.md").ends_with("See claim:sum.\n"), "a captured text is never changed");
    assert_eq!(site.run(&["check", "--format", "github"]).stdout, findings);
    site.build();
    assert!(site.built("claims/sum.html").contains("cost-of-it.html"));
    // Back again, the old id gives way.
    rename(&site, &["claim", "cost-of-it", "sum"]);
    assert_eq!(read(&site, "content/claims/money/sum.yaml"), format!("{SUM}formerly: [cost-of-it]\r\n"));
    assert_eq!(read(&site, "content/claims/other.yaml"), OTHER);
}

#[test]
fn a_source_and_a_person_get_another_id() {
    let site = site();
    let findings = site.run(&["check", "--format", "github"]).stdout;
    rename(&site, &["source", "report", "panel"]);
    assert!(
        read(&site, "content/sources/panel.md").starts_with("---\ntitle: A report\nformerly: [report]\n---\nProceeds")
    );
    assert!(read(&site, "content/sources/copy.md").contains("\norigin: panel\n"));
    let other = OTHER.replace("source: report", "source: panel").replace("(source:report)", "(source:panel)");
    assert_eq!(read(&site, "content/claims/other.yaml"), other);
    assert!(read(&site, "content/pages/about.md").contains("[the source](source:panel)"));
    let run = rename(&site, &["person", "ana", "ana-silva"]);
    assert_eq!(
        run.stdout,
        "“ana” is now “ana-silva”\nchanged 3 references in 3 files; the old address leads to the new one\n"
    );
    rename(&site, &["person", "tom", "t"]);
    let brief = BRIEF
        .replace(
            "id: ana # the editor\n    name: Ana Silva",
            "id: ana-silva # the editor\n    name: Ana Silva\n    formerly: [ana]",
        )
        .replace("id: tom", "id: t")
        .replace("[t-hale]", "[t-hale, tom]");
    assert_eq!(read(&site, "content/brief.yaml"), brief);
    assert!(read(&site, "content/claims/other.yaml").contains("authors: [t, ana-silva]"));
    assert_eq!(site.run(&["check", "--format", "github"]).stdout, findings);
    site.build();
    assert!(site.built("sources/report.html").contains("panel.html"));
    assert!(site.built("people/ana.html").contains("ana-silva.html"));
}

#[test]
fn a_file_that_cannot_be_written_undoes_the_others() {
    let site = site();
    let before = files_below(&site.path("content"));
    let path = site.path("content/claims/other.yaml");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let run = site.run(&["rename", "claim", "sum", "x"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("other.yaml is write-protected, and was not changed\n"), "{}", run.stderr);
    assert!(run.stderr.ends_with("\n  nothing was renamed\n"), "{}", run.stderr);
    assert_eq!(files_below(&site.path("content")), before);
}

#[test]
fn what_cannot_be_renamed_safely_is_not_renamed_at_all() {
    let site = site().file("content/claims/was.yaml", format!("{OTHER}formerly: [taken]\n"));
    let refused = |arguments: &[&str]| {
        let before = files_below(&site.path("content"));
        let run = site.run(&[&["rename"], arguments].concat());
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert_eq!(files_below(&site.path("content")), before);
        run.stderr
    };
    assert_eq!(refused(&["claim", "summ", "x"]), "error: there is no claim “summ”\n  did you mean “sum”?\n");
    assert_eq!(refused(&["claim", "sum", "The Sum"]), "error: “The Sum” cannot be an id\n  did you mean “the-sum”?\n");
    assert_eq!(refused(&["claim", "sum", "other"]), "error: there is already a claim “other”\n  choose another id\n");
    let taken = refused(&["claim", "sum", "taken"]);
    assert!(taken.starts_with("error: “taken” was the id of another claim, and its address leads there\n"), "{taken}");
    // The link is there, but its letters are not.
    site.write(
        "content/claims/hard.yaml",
        OTHER.replace("See [the sum](claim:sum), not `claim:sum`.", "\"[x](claim:s\\x75m)\""),
    );
    assert_eq!(
        refused(&["claim", "sum", "x"]),
        "error: “sum” cannot be renamed safely, and nothing was changed\n  content/claims/hard.yaml: the links in “summary” cannot be changed safely: change them by hand\n"
    );
    // The text is where a reference may be, and where none is.
    let aliased = OTHER.replace("claim: Another claim.", "claim: &o sum").replace("[sum-total, 'sum']", "[*o]");
    site.write("content/claims/hard.yaml", aliased);
    assert_eq!(
        refused(&["claim", "sum", "x"]),
        "error: “sum” cannot be renamed safely, and nothing was changed\n  content/claims/hard.yaml: “related[0]” is an alias (*name), and its value refers to “sum”: write the value out there\n"
    );
    let aliased = OTHER.replace("Another claim.", "&o '[x](claim:sum)'").replace("gaps: [", "gaps: [*o, ");
    site.write("content/claims/hard.yaml", aliased);
    let said = refused(&["claim", "sum", "x"]);
    assert!(said.contains("hard.yaml: “gaps[0]” is an alias (*name)"), "{said}");
    site.write("content/claims/hard.yaml", "claim: [\n");
    assert_eq!(
        refused(&["claim", "sum", "x"]),
        "error: some notes cannot be read and may refer to it: content/claims/hard\n  “citeback check” says what is wrong; fix that first\n"
    );
    site.write("content/claims/hard.yaml", format!("{OTHER}verdict: mixed\n"));
    assert_eq!(
        refused(&["claim", "sum", "x"]),
        "error: “sum” cannot be renamed safely, and nothing was changed\n  content/claims/hard.yaml: fix the other errors in this file first\n"
    );
}
