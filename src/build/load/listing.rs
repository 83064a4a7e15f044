//! What the lists of a site's files have in common.

use crate::base::files::Files;
use crate::findings::{Code, Diagnostic, Findings};

/// The name of a file without folders and ending.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Reports files that were not read because a link leads out of the site.
pub(super) fn report_passed_over(passed_over: Vec<(String, &'static str)>, files: &mut Files, findings: &mut Findings) {
    for (path, what) in passed_over {
        let file = files.add_empty(&path);
        findings.push(
            Diagnostic::of_file(Code::LinkOutside, file, format!("{path} is {what}, and was left out"))
                .hint("put the file itself into the folder"),
        );
    }
}
