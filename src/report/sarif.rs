//! Findings as a SARIF 2.1.0 log (OASIS) for code scanning: [`sarif`].

use serde_json::{Value, json};

use super::guide::explain;
use crate::base::escaping::percent_encoded;
use crate::base::files::FileRange;
use crate::findings::{Code, Located, LocatedFix, Severity};

/// All findings of a run as one log, ending in a newline. `root` is the path from the repository to the site: empty, or ending in `/`.
/// `embargoed` is what was left out because of an embargo, for the property bag of the run.
pub fn sarif(findings: &[Located<'_>], root: &str, embargoed: &[Value]) -> String {
    let log = Log { root };
    let results: Vec<Value> = findings.iter().map(|finding| log.result(finding)).collect();
    let mut log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "citeback",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "results": results,
        }],
    });
    if !embargoed.is_empty() {
        log["runs"][0]["properties"] = json!({ "embargoed": embargoed });
    }
    format!("{log:#}\n")
}

struct Log<'a> {
    root: &'a str,
}

impl Log<'_> {
    fn result(&self, finding: &Located<'_>) -> Value {
        let Located { code, severity, message, at, label, related, elsewhere, hints, fixes, accepted, downgraded } =
            finding;
        let text: Vec<&str> = std::iter::once(*message).chain(*label).chain(hints.iter().map(String::as_str)).collect();
        let mut result = json!({
            "ruleId": code.name(),
            "ruleIndex": Code::ALL.iter().position(|known| known == code),
            "level": level(*severity),
            "message": { "text": text.join("\n") },
            "locations": [{ "physicalLocation": self.location(at) }],
        });
        if !related.is_empty() || !elsewhere.is_empty() {
            let related = related
                .iter()
                .chain(elsewhere)
                .map(|(at, what)| json!({ "physicalLocation": self.location(at), "message": { "text": what } }));
            result["relatedLocations"] = related.collect();
        }
        // SARIF has no property for how safe a fix is, so we use the property bag (section 3.8).
        let (automatic, choices) = (fixes.automatic(), fixes.choices());
        let fixes = automatic.iter().map(|fix| self.fix(fix, "automatic"));
        let fixes: Vec<Value> = fixes.chain(choices.iter().map(|fix| self.fix(fix, "choice"))).collect();
        if !fixes.is_empty() {
            result["fixes"] = json!(fixes);
        }
        if let Some(reason) = accepted {
            // Section 3.35: the note itself accepts the finding.
            result["suppressions"] = json!([{ "kind": "inSource", "status": "accepted", "justification": reason }]);
        }
        if *downgraded {
            result["properties"] = json!({ "downgraded": true });
        }
        result
    }

    fn fix(&self, fix: &LocatedFix<'_>, applicability: &str) -> Value {
        let LocatedFix { title, edits } = fix;
        let mut edits: Vec<_> = edits.iter().collect();
        edits.sort_by_key(|(at, _)| (at.id, at.bytes.start));
        let changes = edits.chunk_by(|(a, _), (b, _)| a.id == b.id).map(|edits| {
            let replacements = edits
                .iter()
                .map(|(at, with)| json!({ "deletedRegion": region(at), "insertedContent": { "text": with } }));
            json!({
                "artifactLocation": self.artifact(&edits[0].0),
                "replacements": replacements.collect::<Value>(),
            })
        });
        json!({
            "description": { "text": title },
            "artifactChanges": changes.collect::<Value>(),
            "properties": { "applicability": applicability },
        })
    }

    fn location(&self, at: &FileRange<'_>) -> Value {
        let mut location = json!({ "artifactLocation": self.artifact(at) });
        if !at.is_whole_file() {
            location["region"] = region(at);
        }
        location
    }

    fn artifact(&self, at: &FileRange<'_>) -> Value {
        json!({ "uri": percent_encoded(&format!("{}{}", self.root, at.file.path)) })
    }
}

/// Lines and columns count from 1; the end is exclusive.
fn region(FileRange { start, end, .. }: &FileRange<'_>) -> Value {
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

/// A severity in SARIF's terms (section 3.27.10).
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn rule(code: Code) -> Value {
    let section = explain(code.name()).unwrap_or_default();
    let first = section.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    json!({
        "id": code.name(),
        "shortDescription": { "text": first },
        "help": { "text": section, "markdown": section },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}
