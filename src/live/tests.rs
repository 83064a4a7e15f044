//! A refresh yields what a fresh build would yield, whatever has changed in the meantime.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::{ProptestConfig, Strategy, prop, prop_assert_eq, proptest};

use super::{LiveSite, View};
use crate::build::render::PageResult;
use crate::findings::Located;
use crate::model::Options;
use crate::report;

const BRIEF: &str = "title: A brief\nbase_url: https://example.org/\npeople:\n  - {id: ada, name: Ada}\n";
const SOURCE: &str = "---\ntitle: A report\n---\nThe bridge opened in May. It closed again in June.\n";
const CLAIM: &str = "claim: The bridge opened.\nverdict: true\nsummary: It did.\npassages:\n  - id: opened\n    source: report\n    quote: The bridge opened in May.\n    stance: supports\n";
/// A whole source that a recording of three letters belongs to.
const HEARD: &str = "extent: full\nmedia: {kind: audio, file: horn.wav, sha256: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad}\n";
/// What a source says that was imported from a file of three letters.
const KEPT: &str =
    "capture: {file: captures/report.html, sha256: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad}\n";

/// A claim that was not checked before.
fn other() -> String {
    CLAIM.replace("The bridge opened.", "Nobody crossed it in May.")
}

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("brief.yaml", BRIEF),
        ("sources/report.md", SOURCE),
        ("claims/bridge.yaml", CLAIM),
        ("claims/other.yaml", &other()),
    ] {
        write(folder.path(), &format!("content/{path}"), text);
    }
    folder
}

fn write(site: &Path, path: &str, text: &str) {
    let path = site.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Every finding as a terminal shows it, and every file of the site.
fn all(view: &View) -> (Vec<String>, BTreeMap<String, Vec<u8>>) {
    let findings =
        view.findings.iter().map(|finding| report::human(&Located::new(finding, &view.files), "", false)).collect();
    let renderer = view.renderer.as_ref().unwrap();
    let files = renderer.paths().map(|path| match renderer.make(&path).unwrap() {
        PageResult::Bytes(bytes) => (path.into_owned(), bytes),
        other => panic!("{path}: {other:?}"),
    });
    (findings, files.collect())
}

#[test]
fn a_refresh_after_each_change_equals_a_fresh_build() {
    let folder = site();
    let site = folder.path();
    let options = || Options { sets_aside: true, ..Options::default() };
    let mut live_site = LiveSite::new(site, options());
    assert_eq!(live_site.refresh().unwrap().errors, 0);
    let reworded = CLAIM.replace("It did.", "It did, in May.");
    let private =
        "default_show: excerpts\npublish_notes: none\nbottom_line: \"[It](source:early) “closed again in June”.\"\n";
    let early = SOURCE.replace("title: A report\n", "title: A report\nuncited: publish\n");
    let accepting = "accepted:\n  - finding: passage-unreferenced\n    words: opened\n    reason: It is.\n";
    let quoting = CLAIM.replace("It did.", "It “closed again in June”.");
    let reopened = SOURCE.replace("closed again", "opened again");
    let elsewhere = CLAIM.replace("It did.", "It “was closed in the night”.");
    let cites_early = CLAIM.replace("source: report", "source: early");
    let dated = format!("{CLAIM}published: 2024-05-01\ntags: [bridges]\nauthors: [ada]\n");
    let corrected = format!("{dated}corrections:\n  - {{date: 2024-06-01, text: It said June.}}\n");
    let several: [(&str, Option<&str>); 14] = [
        ("content/claims/bridge.yaml", Some(&elsewhere)),
        ("content/sources/early.md", Some(&early.replace("closed again", "was closed in the night"))),
        ("content/claims/other.yaml", Some(&cites_early)),
        ("content/sources/early.md", Some(SOURCE)),
        ("content/claims/a-first.yaml", Some(&dated)),
        ("content/claims/other.yaml", Some(CLAIM)),
        ("content/claims/a-first.yaml", Some(&corrected)),
        ("content/claims/bridge.yaml", Some(&CLAIM.replace("The bridge opened in May.", "It closed again in June."))),
        ("content/claims/bridge.yaml", Some(&CLAIM.replace("supports", "contradicts"))),
        ("content/claims/bridge.yaml", Some(&format!("{CLAIM}status: retired\n"))),
        ("content/brief.yaml", Some(&BRIEF.replace("name: Ada", "name: Ada L."))),
        ("content/brief.yaml", Some(&BRIEF.replace("  - {id", "  - {id: eve, name: Eve}\n  - {id"))),
        ("static/robots-2.txt", Some("A file")),
        ("content/claims/a-first.yaml", None),
    ];
    let foreign = SOURCE.replace("title: A report\n", "title: A report\nlanguage: de\n");
    let translated = format!("{CLAIM}    translation: {{text: It opened, by: Ada}}\n");
    let changes: [(&str, Option<&str>); 33] = [
        ("content/claims/bridge.yaml", Some(&reworded)),
        ("content/claims/third.yaml", Some(CLAIM)),
        ("content/sources/report.md", Some(&SOURCE.replace("A report", "The report"))),
        ("content/sources/another.md", Some(SOURCE)),
        ("content/claims/other.yaml", None),
        ("content/brief.yaml", Some(&BRIEF.replace("A brief", "The brief"))),
        ("content/pages/about.md", Some("---\ntitle: About\nnav: true\n---\nSee [it](claim:bridge).\n")),
        ("content/data/rows.csv", Some("a\n1\n")),
        ("templates/partials/footer.html", Some("<footer>{{ data.rows[0].a }}</footer>")),
        ("content/data/rows.csv", Some("a\n2\n")),
        ("templates/partials/footer.html", Some("<footer>Ours</footer>")),
        ("content/data/rows.csv", None),
        ("static/note.txt", Some("A note")),
        ("locales/en.yaml", Some("claims: Statements\n")),
        ("content/sources/another.md", None),
        ("static/note.txt", None),
        ("content/claims/stray.txt", Some("no note")),
        ("content/claims/stray.txt", None),
        ("content/sources/early.md", Some(SOURCE)),
        ("content/brief.yaml", Some(&format!("{BRIEF}{private}"))),
        ("content/sources/early.md", Some(&early)),
        ("content/claims/bridge.yaml", Some(&quoting)),
        ("content/sources/report.md", Some(&reopened)),
        ("content/sources/early.md", Some(&early.replace("closed again", "was closed"))),
        ("content/sources/report.md", Some(SOURCE)),
        ("content/claims/third.yaml", Some(&format!("# Joan\n{CLAIM}analysis: It did.\n{accepting}"))),
        ("content/claims/third.yaml", Some(&format!("{CLAIM}{accepting}status: draft\n"))),
        ("content/sources/report.md", Some(&foreign)),
        ("content/claims/third.yaml", Some(&translated)),
        ("content/brief.yaml", Some(&format!("{BRIEF}language: fr\n"))),
        ("content/claims/third.yaml", Some(CLAIM)),
        ("content/sources/report.md", Some(SOURCE)),
        ("content/brief.yaml", Some(BRIEF)),
    ];
    let whole = SOURCE.replace("title: A report\n", "title: A report\nextent: full\n");
    let heard = whole.replace("extent: full\n", HEARD);
    let absent = CLAIM.replace("quote: The bridge opened in May.", "absent: [theft, tunnel]");
    let awaiting = "claim: It did.\nverdict: unproven\nsummary: Nobody knows.\ngaps: [All of it.]\n";
    let evidence: [(&str, Option<&str>); 8] = [
        ("content/sources/report.md", Some(&whole)),
        ("content/claims/bridge.yaml", Some(&absent)),
        ("content/claims/bridge.yaml", Some(&absent.replace("tunnel", "canal"))),
        ("content/claims/bridge.yaml", Some(&absent.replace("supports", "contradicts"))),
        ("static/horn.wav", Some("abc")),
        ("content/sources/report.md", Some(&heard)),
        ("content/claims/awaiting.yaml", Some(awaiting)),
        ("content/claims/awaiting.yaml", None),
    ];
    let counted = SOURCE.replace("in June.", "in June, after 35 days.");
    let counting = CLAIM.replace("It did.", "It did, after thirty-five, not 99, on 3 June 2024.");
    let longer = counting.replace("opened in May.", "opened in May. It closed again in June, after 35 days.");
    let figures: [(&str, Option<&str>); 7] = [
        ("content/claims/bridge.yaml", Some(&counting)),
        ("content/sources/report.md", Some(&counted)),
        ("content/claims/bridge.yaml", Some(&longer)),
        (
            "content/sources/report.md",
            Some(&counted.replace("title: A report", "title: A report\npublished: 2024-06-03")),
        ),
        ("content/brief.yaml", Some(&format!("{BRIEF}language: de\n"))),
        ("content/brief.yaml", Some(BRIEF)),
        ("content/claims/bridge.yaml", Some(&counting)),
    ];
    let unfinished: [(&str, Option<&str>); 13] = [
        ("content/claims/bridge.yaml", Some("claim: [")),
        ("content/claims/bridge.yaml", Some("claim: It did.\n")),
        ("content/claims/third.yaml", Some(&format!("{CLAIM}related: [bridg]\n"))),
        ("content/claims/bridge.yaml", Some("claim: It did.\nstatus: draft\n")),
        ("content/claims/bridge.yaml", Some(CLAIM)),
        ("content/sources/report.md", Some("title: A report\n")),
        ("content/sources/report.md", Some(&SOURCE.replace("title: A report", "title:"))),
        ("content/sources/report.md", Some(SOURCE)),
        ("content/pages/about.md", Some("No front matter.\n")),
        ("content/claims/bridge.yaml", Some(&format!("{CLAIM}analysis: See [it](page:about).\n"))),
        ("content/pages/about.md", None),
        ("content/claims/third.yaml", None),
        ("content/claims/bridge.yaml", Some(CLAIM)),
    ];
    let french = "claim: Le pont a ouvert.\nsummary: Oui.\n";
    let noted = format!("{french}passages: {{opened: {{translation: {{text: Ouvert en mai, by: Ada}}}}}}\n");
    let languages: [(&str, Option<&str>); 13] = [
        ("content/brief.yaml", Some(&format!("{BRIEF}languages: [en, fr]\n"))),
        ("content/claims/bridge.fr.yaml", Some(french)),
        ("content/claims/bridge.fr.yaml", Some(&noted)),
        ("content/brief.fr.yaml", Some("title: Un dossier\n")),
        ("content/claims/bridge.yaml", Some(&CLAIM.replace("It did.", "It did, twice."))),
        ("content/claims/bridge.yaml", Some(CLAIM)),
        ("content/claims/bridge.fr.yaml", Some(&format!("{french}verdict: true\n"))),
        ("content/claims/bridge.fr.yaml", Some(&format!("{french}analysis: Voir [ceci](claim:other).\n"))),
        ("content/claims/none.fr.yaml", Some(french)),
        ("content/claims/none.fr.yaml", None),
        ("content/brief.fr.yaml", None),
        ("content/claims/bridge.fr.yaml", None),
        ("content/brief.yaml", Some(BRIEF)),
    ];
    let captured = SOURCE.replace("title: A report\n", "title: A report\ncaptured: 2024-05-01\n");
    let version = captured.replace("-05-01\n", "-05-02\nversion_of: report\n").replace("in May", "in June");
    let reworded_version = version.replace("in June. It closed", "in May. It was closed");
    let cites_version = CLAIM.replace("source: report", "source: report-2").replace("in May", "in June");
    let supported =
        |quote: &str| CLAIM.replace("source: report", "source: report-2").replace("The bridge opened in May.", quote);
    let versions: [(&str, Option<&str>); 17] = [
        ("content/sources/report.md", Some(&captured)),
        ("content/sources/report-2.md", Some(&version)),
        ("content/claims/third.yaml", Some(&cites_version)),
        ("content/sources/report-2.md", Some(&reworded_version)),
        ("content/claims/third.yaml", Some(&supported("It was closed again"))),
        (
            "content/claims/bridge.yaml",
            Some(&format!(
                "{CLAIM}{}",
                supported("It was closed again").split_once("passages:\n").unwrap().1.replace("opened", "closed")
            )),
        ),
        ("content/sources/report-2.md", Some(&reworded_version.replace("version_of: report\n", ""))),
        ("content/sources/report-2.md", Some(&reworded_version)),
        ("content/claims/third.yaml", None),
        ("content/claims/bridge.yaml", Some(CLAIM)),
        ("content/sources/report-2.md", Some(&version.replace("title:", "extent: excerpt\ntitle:"))),
        ("content/sources/report-2.md", Some(&version.replace("title:", "embargo: 2024-06-01T06:00:00Z\ntitle:"))),
        ("content/sources/report-2.md", Some(&version)),
        ("content/brief.yaml", Some(&format!("{BRIEF}default_show: excerpts\n"))),
        ("content/sources/report.md", None),
        ("content/sources/report.md", Some(&captured.replace("again in June", "in July"))),
        ("content/sources/report-2.md", None),
    ];
    let full = captured.replace("captured:", "extent: full\ncaptured:");
    let stolen = full.replace("-05-01\n", "-05-02\nversion_of: report\n").replace("in June", "after a theft");
    let absences: [(&str, Option<&str>); 6] = [
        ("content/sources/report.md", Some(&full)),
        ("content/claims/bridge.yaml", Some(&absent)),
        ("content/sources/report-2.md", Some(&stolen)),
        ("content/sources/report-2.md", Some(&stolen.replace("theft", "tunnel"))),
        ("content/sources/report-2.md", None),
        ("content/claims/bridge.yaml", Some(CLAIM)),
    ];
    let kept = SOURCE.replace("title: A report\n", &format!("title: A report\n{KEPT}"));
    let originals: [(&str, Option<&str>); 7] = [
        ("content/sources/report.md", Some(&kept)),
        ("content/captures/report.html", Some("abc")),
        ("content/captures/report.html", Some("abcd")),
        ("content/captures/report.html", Some("abc")),
        ("content/captures/report.html", None),
        ("content/captures/report.html", Some("abc")),
        ("content/sources/report.md", Some(SOURCE)),
    ];
    let first = changes.into_iter().chain(several).chain(evidence).chain(figures);
    for (path, text) in first.chain(unfinished).chain(versions).chain(absences).chain(originals).chain(languages) {
        match text {
            Some(text) => write(site, path, text),
            None => fs::remove_file(site.join(path)).unwrap(),
        }
        live_site.changed(&site.join(path));
        let refreshed = all(&live_site.refresh().unwrap());
        assert_eq!(refreshed, all(&LiveSite::new(site, options()).refresh().unwrap()), "after {path}");
    }
}

#[test]
fn the_brief_of_a_refresh_is_the_last_one_without_errors() {
    let folder = site();
    let site = folder.path();
    let mut live_site = LiveSite::new(site, Options { sets_aside: true, ..Options::default() });
    let good = all(&live_site.refresh().unwrap()).1;
    let brief = site.join("content/brief.yaml");
    for broken in ["title: [", "", "title: A brief\npeople: [ada]\n"] {
        fs::write(&brief, broken).unwrap();
        live_site.changed(&brief);
        let view = live_site.refresh().unwrap();
        assert!(view.brief_is_kept && view.errors > 0, "{broken}");
        assert!(view.findings.iter().all(|finding| view.files.path(finding.at.file) == "content/brief.yaml"));
        assert!(all(&view).1 == good, "{broken}");
    }
    fs::remove_file(&brief).unwrap();
    live_site.changed(&brief);
    let view = live_site.refresh().unwrap();
    let found: Vec<&str> = view.findings.iter().map(|finding| &*finding.message).collect();
    assert!(view.brief_is_kept && view.errors == 1, "{found:?}");
    assert_eq!(found, ["there is no content/brief.yaml"]);
    assert!(all(&view).1 == good);
    // What changes meanwhile is noticed.
    write(site, "content/sources/report.md", &SOURCE.replace("in May", "in April"));
    live_site.changed(&site.join("content/sources/report.md"));
    let view = live_site.refresh().unwrap();
    assert!(view.renderer.as_ref().unwrap().site().claims.is_empty());
    write(site, "content/sources/report.md", SOURCE);
    fs::write(&brief, BRIEF).unwrap();
    live_site.changed(site);
    let view = live_site.refresh().unwrap();
    assert!(!view.brief_is_kept && all(&view) == (vec![], good));
    fs::remove_dir_all(site.join("content")).unwrap();
    live_site.changed(&site.join("content"));
    let view = live_site.refresh().unwrap();
    assert!(view.brief_is_kept && view.claims.is_empty());
    assert!(LiveSite::new(site, Options { sets_aside: true, ..Options::default() }).refresh().is_err());
}

/// Errors that no note has by itself, but beside others.
#[test]
fn an_address_that_leads_elsewhere_sets_its_note_aside() {
    let folder = site();
    let site = folder.path();
    let mut live_site = LiveSite::new(site, Options { sets_aside: true, ..Options::default() });
    let mut unfinished = |path: &str, text: &str| {
        write(site, path, text);
        live_site.changed(&site.join(path));
        let view = live_site.refresh().unwrap();
        assert!(view.findings.iter().all(|finding| finding.code.name() == "formerly-taken"));
        let site = Arc::clone(view.renderer.as_ref().unwrap().site());
        let kept: Vec<String> = site.claims.iter().map(|claim| claim.id.to_string()).collect();
        (kept, site.unfinished.all().map(|(id, _)| id.to_owned()).collect::<Vec<_>>())
    };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let other = other();
    let taken = format!("{other}formerly: [bridge]\n");
    assert_eq!(unfinished("content/claims/other.yaml", &taken), (names(&["bridge"]), names(&["other"])));
    assert_eq!(unfinished("content/claims/other.yaml", &other), (names(&["bridge", "other"]), vec![]));
    let early = SOURCE.replace("title: A report\n", "title: A report\nuncited: publish\nformerly: [report]\n");
    assert_eq!(unfinished("content/sources/early.md", &early), (names(&["bridge", "other"]), names(&["early"])));
}

/// Without it, a name that only an unreadable part of the brief may define would be taken for the first one of its kind.
#[test]
fn a_claim_whose_verdict_cannot_be_judged_is_set_aside() {
    let folder = site();
    let site = folder.path();
    write(site, "content/brief.yaml", &format!("{BRIEF}verdicts:\n  - id: plausible\n"));
    write(site, "content/claims/bridge.yaml", &CLAIM.replace("verdict: true", "verdict: plausible"));
    let mut live_site = LiveSite::new(site, Options { sets_aside: true, ..Options::default() });
    let view = live_site.refresh().unwrap();
    assert!(view.findings.iter().all(|finding| view.files.path(finding.at.file) == "content/brief.yaml"));
    let unfinished = &view.renderer.as_ref().unwrap().site().unfinished;
    assert!(unfinished.claims.contains_key("bridge"), "{unfinished:?}");
}

#[cfg(unix)]
#[test]
fn symlinks_are_followed_as_in_a_fresh_build() {
    use std::os::unix::fs::symlink;

    let folder = site();
    let site = folder.path();
    let elsewhere = tempfile::tempdir().unwrap();
    let (note, shared) = (site.join("content/claims/bridge.yaml"), site.join("content/shared.txt"));
    let mut live_site = LiveSite::new(site, Options::default());
    live_site.refresh().unwrap();
    let mut agrees = |changed: &Path| {
        live_site.changed(changed);
        assert_eq!(
            all(&live_site.refresh().unwrap()),
            all(&LiveSite::new(site, Options::default()).refresh().unwrap())
        );
    };
    // The target of a link changes, but not the link itself.
    fs::rename(&note, &shared).unwrap();
    symlink(&shared, &note).unwrap();
    agrees(&note);
    fs::write(&shared, CLAIM.replace("It did.", "It did indeed.")).unwrap();
    agrees(&shared);
    // A link that leads out of the site replaces a note.
    write(elsewhere.path(), "note.yaml", &CLAIM.replace("It did.", "Secret."));
    fs::remove_file(&note).unwrap();
    symlink(elsewhere.path().join("note.yaml"), &note).unwrap();
    agrees(&note);
}

#[test]
fn a_change_of_a_source_reaches_the_claims_that_cite_it() {
    let folder = site();
    let source = folder.path().join("content/sources/report.md");
    let mut live_site = LiveSite::new(folder.path(), Options::default());
    assert_eq!(live_site.refresh().unwrap().errors, 0);
    fs::write(&source, SOURCE.replace("in May", "in April")).unwrap();
    live_site.changed(&source);
    assert_eq!(live_site.refresh().unwrap().errors, 2);
    fs::write(&source, SOURCE).unwrap();
    live_site.changed(&source);
    assert_eq!(live_site.refresh().unwrap().errors, 0);
}

#[test]
fn words_that_appear_and_recordings_that_change_are_noticed() {
    let folder = site();
    let site = folder.path();
    let source = "content/sources/report.md";
    let heard = SOURCE.replace("title: A report\n", &format!("title: A report\n{HEARD}"));
    let mut live_site = LiveSite::new(site, Options::default());
    let mut errors = |path: &str, text: &str| {
        write(site, path, text);
        live_site.changed(&site.join(path));
        live_site.refresh().unwrap().errors
    };
    assert_eq!(errors("static/horn.wav", "abc"), 0);
    assert_eq!(errors(source, &heard), 0);
    assert_eq!(errors("static/horn.wav", "abcd"), 1);
    assert_eq!(errors("static/horn.wav", "abc"), 0);
    let absent = CLAIM.replace("quote: The bridge opened in May.", "absent: theft");
    assert_eq!(errors("content/claims/other.yaml", &absent), 0);
    assert_eq!(errors(source, &heard.replace("closed again", "closed after a theft")), 1);
    assert_eq!(errors(source, &heard.replace("extent: full", "extent: excerpt")), 1);
    assert_eq!(errors(source, &heard), 0);
}

#[test]
fn a_template_that_loses_a_passage_keeps_the_last_good_pages() {
    let folder = site();
    let site = folder.path();
    let mut live_site = LiveSite::new(site, Options { sets_aside: true, ..Options::default() });
    let good = all(&live_site.refresh().unwrap()).1;
    let mut with = |template: &str| {
        write(site, "templates/partials/passage-card.html", template);
        live_site.changed(&site.join("templates/partials/passage-card.html"));
        let view = live_site.refresh().unwrap();
        let codes: Vec<&str> = view.findings.iter().map(|finding| finding.code.name()).collect();
        (codes.join(" "), all(&view).1 == good)
    };
    assert_eq!(with("<p>{{ passage.quote }}</p>\n"), ("theme-passage-lost theme-passage-lost".to_owned(), true));
    // Warnings keep no page from being shown, and stay.
    let card = "{% include 'default/partials/passage-card.html' %}<p style=\"color: red\">A</p>\n";
    assert_eq!(with(card), ("theme-blocked".to_owned(), false));
    assert_eq!(with(&format!("{card}\n")), ("theme-blocked".to_owned(), false));
}

#[test]
fn data_with_errors_keep_their_last_version() {
    let folder = site();
    let site = folder.path();
    write(
        site,
        "templates/partials/footer.html",
        "<footer>{{ data.rows[0].name }} has {{ data.rows[0].seats }}</footer>",
    );
    write(site, "content/data/rows.csv", "name,seats\nGreens,4\n");
    let mut live_site = LiveSite::new(site, Options { sets_aside: true, ..Options::default() });
    let shows = |live_site: &mut LiveSite, words: &str| {
        let view = live_site.refresh().unwrap();
        let (_, files) = all(&view);
        assert!(String::from_utf8_lossy(&files["index.html"]).contains(words), "{words}");
        view.errors
    };
    assert_eq!(shows(&mut live_site, "Greens has 4"), 0);
    write(site, "content/data/rows.csv", "name,seats\nGreens,5,more\n");
    live_site.changed(&site.join("content/data/rows.csv"));
    assert_eq!(shows(&mut live_site, "Greens has 4"), 1);
    write(site, "content/data/rows.csv", "name,seats\nGreens,5\n");
    live_site.changed(&site.join("content/data/rows.csv"));
    assert_eq!(shows(&mut live_site, "Greens has 5"), 0);
}

#[test]
fn an_unsaved_text_is_used_instead_of_the_saved_one() {
    let folder = site();
    let mut live_site = LiveSite::new(folder.path(), Options::default());
    live_site.set_unsaved("content/claims/bridge.yaml", Some(&CLAIM.replace("supports", "suports")));
    live_site.set_unsaved("content/claims/new.yaml", Some("claim: Unfinished.\n"));
    let view = live_site.refresh().unwrap();
    let codes: Vec<&str> = view.findings.iter().map(|finding| finding.code.name()).collect();
    assert_eq!(codes, ["unknown-value", "missing-field", "missing-field", "missing-field"]);
    live_site.set_unsaved("content/claims/bridge.yaml", None);
    live_site.set_unsaved("content/claims/new.yaml", None);
    assert_eq!(live_site.refresh().unwrap().errors, 0);
}

#[test]
fn an_archive_is_read_again_when_it_changes() {
    let folder = site();
    let site = folder.path();
    write(site, "content/brief.yaml", &format!("{BRIEF}archive: [archive/old.json]\n"));
    write(site, "content/claims/other.yaml", CLAIM);
    let options = || Options { sets_aside: true, ..Options::default() };
    let mut live_site = LiveSite::new(site, options());
    let codes = |live_site: &mut LiveSite| {
        let view = live_site.refresh().unwrap();
        let fresh = LiveSite::new(site, options()).refresh().unwrap();
        assert_eq!(all(&view).0, all(&fresh).0);
        let codes = view.findings.iter().map(|finding| finding.code.name());
        codes.filter(|code| code.contains("archive") || code.contains("checked")).collect::<Vec<_>>()
    };
    // Both claims of the site are the same.
    assert_eq!(codes(&mut live_site), ["bad-archive", "already-checked"]);
    let entry = "[{\"id\": \"x\", \"claim\": \"The bridge opened!\", \"verdict\": {\"label\": \"False\"}}]";
    for (text, expected) in [
        (entry, &["already-checked"; 3][..]),
        ("[]", &["already-checked"]),
        ("{", &["bad-archive", "already-checked"]),
        (entry, &["already-checked"; 3]),
    ] {
        write(site, "content/archive/old.json", text);
        live_site.changed(&site.join("content/archive/old.json"));
        assert_eq!(codes(&mut live_site), expected, "{text}");
    }
    #[cfg(unix)]
    {
        let outside = tempfile::NamedTempFile::new().unwrap();
        fs::write(outside.path(), entry).unwrap();
        fs::remove_file(site.join("content/archive/old.json")).unwrap();
        std::os::unix::fs::symlink(outside.path(), site.join("content/archive/old.json")).unwrap();
        live_site.changed(&site.join("content/archive/old.json"));
        assert_eq!(codes(&mut live_site), ["bad-archive", "already-checked"], "a link out of the site is not followed");
    }
}

/// Sentences that sources of the next test are made of.
const PIECES: [&str; 6] = [
    "The council said on Friday that the old harbour bridge had been closed to all lorries after 35 warnings.",
    "The council said on Friday that the old harbour bridge had been closed to all lorries after 37 warnings.",
    "“Nobody told us before the winter that the bridge would have to be closed for good,” the mayor said.",
    "“Nobody told us before the winter that the bridge would have to be closed for good,” a clerk said.",
    "Read more about the bridge, the ferry and the harbour in our newsletter, which comes every Friday morning.",
    "It was cold.",
];

/// A change of a source by its number: a new text, a publisher or none, an origin, a version; or its end.
fn any_change() -> impl Strategy<Value = (usize, Option<String>)> {
    let text = prop::collection::vec(0..PIECES.len(), 0..4);
    let fields = prop::sample::subsequence(
        vec![
            "publisher: Harbour Post",
            "origin: source-0",
            "version_of: source-1",
            "embargo: 2999-01-01T00:00:00Z",
            "uncited: publish",
        ],
        0..3,
    );
    let source = (text, fields).prop_map(|(text, fields)| {
        let text: Vec<&str> = text.into_iter().map(|piece| PIECES[piece]).collect();
        format!("---\ntitle: A report\n{}\n---\n{}\n", fields.join("\n"), text.join("\n\n"))
    });
    (0_usize..4, prop::option::weighted(0.8, source))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn what_is_kept_of_shared_wording_equals_what_a_fresh_run_finds(changes in prop::collection::vec(any_change(), 1..8)) {
        let folder = site();
        let site = folder.path();
        let options = || Options { sets_aside: true, ..Options::default() };
        let mut live_site = LiveSite::new(site, options());
        live_site.refresh().unwrap();
        for (number, text) in changes {
            let path = format!("content/sources/source-{number}.md");
            match text {
                Some(text) => write(site, &path, &text),
                None => _ = fs::remove_file(site.join(&path)),
            }
            live_site.changed(&site.join(&path));
            let view = live_site.refresh().unwrap();
            let mut fresh = LiveSite::new(site, options());
            let fresh_view = fresh.refresh().unwrap();
            let shared = |view: &View| Arc::clone(&view.renderer.as_ref().unwrap().site().analysis);
            prop_assert_eq!(&shared(&view).shared, &shared(&fresh_view).shared);
            prop_assert_eq!(all(&view).0, all(&fresh_view).0);
        }
    }
}
