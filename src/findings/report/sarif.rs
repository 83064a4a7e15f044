//! Findings as a log for code scanning: SARIF 2.1.0 (OASIS), by [`sarif`].

use serde_json::{Value, json};

use crate::base::escaping::percent_encoded;
use crate::base::files::{FileId, FileRange, Files, Span};
use crate::findings::{Code, Diagnostic, Fix, Severity, explain};

/// All findings of a run as one log, with a newline at its end. `root` is the way from the repository to the site, empty or with `/` at
/// its end.
pub fn sarif(findings: &[&Diagnostic], files: &Files, root: &str) -> String {
    let log = Log { files, root };
    let results: Vec<Value> = findings.iter().map(|finding| log.result(finding)).collect();
    let log = json!({
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
    format!("{log:#}\n")
}

struct Log<'a> {
    files: &'a Files,
    root: &'a str,
}

impl Log<'_> {
    fn result(&self, finding: &Diagnostic) -> Value {
        let label = Some(&finding.label).filter(|label| !label.is_empty());
        let message: Vec<&str> =
            std::iter::once(&finding.message).chain(label).chain(&finding.hints).map(String::as_str).collect();
        let mut result = json!({
            "ruleId": finding.code.name(),
            "ruleIndex": Code::ALL.iter().position(|code| *code == finding.code),
            "level": level(finding.severity()),
            "message": { "text": message.join("\n") },
            "locations": [{ "physicalLocation": self.location(&finding.at) }],
        });
        if !finding.related.is_empty() {
            let related = finding
                .related
                .iter()
                .map(|(at, what)| json!({ "physicalLocation": self.location(at), "message": { "text": what } }));
            result["relatedLocations"] = related.collect();
        }
        if let Some(fix) = &finding.fix {
            result["fixes"] = json!([self.fix(fix)]);
        }
        if let Some(reason) = &finding.accepted {
            // Section 3.35: it is the note itself that accepts the finding.
            result["suppressions"] = json!([{ "kind": "inSource", "status": "accepted", "justification": reason }]);
        }
        result
    }

    fn fix(&self, fix: &Fix) -> Value {
        let mut edits: Vec<_> = fix.edits.iter().collect();
        edits.sort_by_key(|edit| (edit.at.file, edit.at.range.start));
        let changes = edits.chunk_by(|a, b| a.at.file == b.at.file).map(|edits| {
            let replacements = edits.iter().map(
                |edit| json!({ "deletedRegion": self.region(&edit.at), "insertedContent": { "text": edit.with } }),
            );
            json!({
                "artifactLocation": self.artifact(edits[0].at.file),
                "replacements": replacements.collect::<Value>(),
            })
        });
        json!({ "description": { "text": fix.title }, "artifactChanges": changes.collect::<Value>() })
    }

    fn location(&self, at: &Span) -> Value {
        let mut location = json!({ "artifactLocation": self.artifact(at.file) });
        // A finding about a file as a whole has no region.
        if at.range != (0..0) {
            location["region"] = self.region(at);
        }
        location
    }

    fn artifact(&self, file: FileId) -> Value {
        json!({ "uri": percent_encoded(&format!("{}{}", self.root, self.files.path(file))) })
    }

    /// Lines and columns count from 1; the end is exclusive.
    fn region(&self, at: &Span) -> Value {
        let FileRange { start, end, .. } = self.files.range(at);
        json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
    }
}

/// The word of SARIF for a severity (section 3.27.10).
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
