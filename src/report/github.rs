//! Findings as annotations of a pull request: one GitHub Actions workflow command per line. Entry point: [`github`].

use crate::base::files::FileRange;
use crate::findings::{Located, Severity};

/// One finding as a workflow command, ending in a newline. `root` is the path from the repository to the site: empty, or ending in `/`.
///
/// An annotation cannot offer fixes or choices; the hints describe them.
pub fn github(finding: &Located<'_>, root: &str) -> String {
    let Located { code, severity, message, at, label, related, elsewhere: _, hints, fixes: _, accepted, downgraded: _ } =
        finding;
    let FileRange { file, start, end, .. } = at;
    let place = format!(
        "file={},line={},endLine={},col={},endColumn={},title={}",
        property(&format!("{root}{}", file.path)),
        start.line,
        end.line,
        start.column,
        end.column,
        property(code.name()),
    );
    let mut text = vec![(*message).to_owned()];
    text.extend(label.map(str::to_owned));
    let related = related.iter();
    text.extend(related.map(|(at, description)| {
        format!("{root}{}:{}:{}: {description}", at.file.path, at.start.line, at.start.column)
    }));
    text.extend(hints.iter().cloned());
    text.extend(accepted.map(|reason| format!("accepted: {reason}")));
    let command = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    format!("::{command} {place}::{}\n", data(&text.join("\n")))
}

/// A notice about a whole file that is no finding, ending in a newline.
pub fn notice(path: &str, title: &str, text: &str) -> String {
    format!("::notice file={},title={}::{}\n", property(path), property(title), data(text))
}

/// Escapes what would end the command or begin another one.
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
    use crate::findings::{Code, Diagnostic, Located};

    #[test]
    fn no_text_can_end_the_command() {
        let mut files = Files::default();
        let file = files.add(File::new("a,b:c.yaml", "é: x\ny"));
        let finding = Diagnostic::new(Code::BadDate, Span { file, range: 4..7 }, "100%\n::error::")
            .label("50%")
            .related(Span { file, range: 0..2 }, "::notice::")
            .hint("a\r\nb");
        let text = "100%25%0A::error::%0A50%25%0Adocs/a,b:c.yaml:1:1: ::notice::%0Aa%0D%0Ab";
        assert_eq!(
            github(&Located::new(&finding, &files), "docs/"),
            format!("::error file=docs/a%2Cb%3Ac.yaml,line=1,endLine=2,col=4,endColumn=2,title=bad-date::{text}\n")
        );
    }
}
