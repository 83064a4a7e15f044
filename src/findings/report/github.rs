//! Findings as annotations of a pull request: one workflow command of GitHub Actions a line, by [`github`].

use crate::base::files::{FileRange, Files};
use crate::findings::{Diagnostic, Severity};

/// One finding as a workflow command, with a newline at its end. `root` is the way from the repository to the site, empty or with `/`
/// at its end.
pub fn github(finding: &Diagnostic, files: &Files, root: &str) -> String {
    let FileRange { file, start, end, .. } = files.range(&finding.at);
    let place = format!(
        "file={},line={},endLine={},col={},endColumn={},title={}",
        property(&format!("{root}{}", file.path)),
        start.line,
        end.line,
        start.column,
        end.column,
        property(finding.code.name()),
    );
    let message: Vec<&str> = std::iter::once(&finding.message).chain(&finding.hints).map(String::as_str).collect();
    let command = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    format!("::{command} {place}::{}\n", data(&message.join("\n")))
}

/// What would end the command, or begin another one.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::github;
    use crate::base::files::{File, Files, Span};
    use crate::findings::{Code, Diagnostic};

    #[test]
    fn nothing_in_a_finding_ends_its_command() {
        let mut files = Files::default();
        let file = files.add(File::new("a,b:c.yaml", "é: x\ny"));
        let finding = Diagnostic::new(Code::BadDate, Span { file, range: 4..7 }, "100%\n::error::").hint("a\r\nb");
        assert_eq!(
            github(&finding, &files, "docs/"),
            "::error file=docs/a%2Cb%3Ac.yaml,line=1,endLine=2,col=4,endColumn=2,title=bad-date::100%25%0A::error::%0Aa%0D%0Ab\n"
        );
    }
}
