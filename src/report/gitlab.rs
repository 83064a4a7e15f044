//! Findings as a Code Quality report, which GitLab shows in merge requests: [`gitlab`].
//!
//! The fields are those of <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::base::seal::sha256_of_bytes;
use crate::findings::{Located, Severity};

/// All findings of a run as one report, ending in a newline. `root` is the path from the repository to the site: empty, or ending in `/`.
pub fn gitlab(findings: &[Located<'_>], root: &str) -> String {
    // GitLab tells by the fingerprint which findings a merge request adds, and shows one of those that share it. Without the line, so that
    // a finding that moves down the file is no new one.
    let mut repeated: BTreeMap<String, usize> = BTreeMap::new();
    let issue = |finding: &Located<'_>| {
        let Located { code, severity, message, at, label, hints, .. } = finding;
        let path = format!("{root}{}", at.file.path);
        let own = format!("{}\n{path}\n{message}", code.name());
        let count = repeated.entry(own.clone()).or_default();
        *count += 1;
        let text: Vec<&str> = std::iter::once(*message).chain(*label).chain(hints.iter().map(String::as_str)).collect();
        json!({
            "check_name": code.name(),
            "description": text.join("; "),
            "fingerprint": sha256_of_bytes(format!("{own}\n{count}").as_bytes()),
            "severity": match severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Advice => "info",
            },
            "location": { "path": path, "lines": { "begin": at.start.line, "end": at.end.line } },
        })
    };
    let issues: Value = findings.iter().map(issue).collect();
    format!("{issues:#}\n")
}

#[cfg(test)]
mod tests {
    use super::gitlab;
    use crate::base::files::{File, Files, Span};
    use crate::findings::{Code, Diagnostic, Located};

    #[test]
    fn a_finding_that_moves_keeps_its_fingerprint_and_equal_ones_differ() {
        let report = |text: &str| {
            let mut files = Files::default();
            let file = files.add(File::new("a.yaml", text));
            let at = |range| Diagnostic::new(Code::BadDate, Span { file, range }, "“x” is no date").label("here");
            let found: Vec<_> = text.match_indices('x').map(|(start, _)| at(start..start + 1)).collect();
            let located: Vec<_> = found.iter().map(|finding| Located::new(finding, &files)).collect();
            let issues: Vec<serde_json::Value> = serde_json::from_str(&gitlab(&located, "docs/")).unwrap();
            issues
        };
        let (two, moved) = (report("a: x\nb: x\n"), report("# more\na: x\n"));
        assert_eq!(two[0]["location"], serde_json::json!({ "path": "docs/a.yaml", "lines": { "begin": 1, "end": 1 } }));
        assert_eq!(two[0]["description"], "“x” is no date; here");
        assert_eq!((&two[0]["check_name"], &two[0]["severity"]), (&"bad-date".into(), &"major".into()));
        assert_ne!(two[0]["fingerprint"], two[1]["fingerprint"]);
        assert_eq!(two[0]["fingerprint"], moved[0]["fingerprint"]);
        assert_eq!(moved[0]["location"]["lines"]["begin"], 2);
        assert_eq!(gitlab(&[], ""), "[]\n");
    }
}
