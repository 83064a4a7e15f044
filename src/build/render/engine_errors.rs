//! What the template engine refuses, as findings at the template's own line: [`EngineErrors`].

use tera::{ErrorKind, ReportError, Tera};

use super::template_check::{FILTERS, FUNCTIONS, TESTS};
use super::template_syntax::{Unclosed, unclosed};
use crate::base::files::{FileId, Files, Span};
use crate::base::lines::Encoding;
use crate::build::load::Theme;
use crate::findings::{Code, Diagnostic, did_you_mean, question};

/// Makes findings of errors about the templates of a theme.
pub(super) struct EngineErrors<'t> {
    pub theme: &'t Theme,
    pub files: &'t Files,
}

impl EngineErrors<'_> {
    /// The findings about templates that the engine refuses.
    pub fn of_templates(&self, first: &tera::Error) -> Vec<Diagnostic> {
        // One fault hides the others: ask each template by itself for its syntax.
        let mut findings: Vec<Diagnostic> = self
            .theme
            .templates
            .iter()
            .filter_map(|template| {
                let name = &template.name;
                let error = Tera::default().add_raw_template(name, self.files.text(template.file)).err()?;
                let ErrorKind::SyntaxError(report) = error.kind() else { return None };
                Some(self.unclosed(name, report).unwrap_or_else(|| self.finding(&error, name)))
            })
            .collect();
        if findings.is_empty() {
            findings.extend(self.reports(first));
        }
        if findings.is_empty() {
            findings.push(self.finding(first, ""));
        }
        findings
    }

    /// Where a tag is opened that nothing closes, if that is what a report is about.
    fn unclosed(&self, name: &str, report: &ReportError) -> Option<Diagnostic> {
        let file = self.file(name);
        let Unclosed { opened, word, name, before } = unclosed(self.files.text(file))?;
        let is_end = report.message().contains("end of input");
        let at = report.span().range.start;
        let is_before = before.as_ref().is_some_and(|before| (before.start..=before.end).contains(&at));
        if !is_end && !is_before {
            return None;
        }
        let tag = match &name {
            Some(name) => format!("{word} {name}"),
            None => word.clone(),
        };
        let end = name.map_or_else(|| format!("{{% end{word} %}}"), |name| format!("{{% end{word} {name} %}}"));
        let message = match before {
            Some(_) => format!("`{tag}` is not closed before what is around it"),
            None => format!("`{tag}` is never closed"),
        };
        let finding = Diagnostic::new(Code::TemplateError, Span { file, range: opened }, message);
        let finding = finding.hint(format!("write {end} where it ends"));
        Some(match before {
            Some(range) => finding.related(Span { file, range }, "this comes before its end"),
            None => finding,
        })
    }

    /// The finding about one error. `template`: the one that was rendered, if the error does not name another.
    pub fn finding(&self, error: &tera::Error, template: &str) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let name = if report.filename().is_empty() { template } else { report.filename() };
                let at = Span { file: self.file(name), range: self.range(name, report) };
                if let Some(finding) = self.missing(report, &at) {
                    return finding;
                }
                Diagnostic::new(Code::TemplateError, at, single_line(report.message()))
                    .maybe_hint(hint(report.message()))
            }
            ErrorKind::MissingParent { current, parent } => Diagnostic::of_file(
                Code::TemplateError,
                self.file(current),
                format!("the template extends {parent}, which does not exist"),
            ),
            ErrorKind::TemplateNotFound(name) => {
                Diagnostic::of_file(Code::TemplateError, self.file(template), format!("there is no template {name}"))
            }
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                Diagnostic::of_file(Code::TemplateError, self.file(tpl), "the template extends or includes itself")
            }
            other => Diagnostic::of_file(Code::TemplateError, self.file(template), single_line(&other.to_string())),
        }
    }

    /// The finding if what a report points at is a value that the page does not have.
    fn missing(&self, report: &ReportError, at: &Span) -> Option<Diagnostic> {
        let message = report.message();
        let is_missing = message.contains("variable that is undefined")
            || message.ends_with("not possible on type `undefined`")
            || message.ends_with("not possible on type `none`");
        let text = self.files.text(at.file);
        if !is_missing || at.range.is_empty() {
            return None;
        }
        // Tera may point at the name alone, without the fields that follow.
        let rest = &text[at.range.end..];
        let fields = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.')).unwrap_or(rest.len());
        let range = at.range.start..at.range.end + fields;
        let value = &text[range.clone()];
        Some(
            Diagnostic::new(Code::TemplateError, Span { file: at.file, range }, format!("the page has no `{value}`"))
                .hint(format!("show it only where it exists: {{% if {value} %}}…{{% endif %}}")),
        )
    }

    /// Faults that Tera finds between templates come as one text of reports, each `error: …` with a line ` --> NAME:LINE:COLUMN`,
    /// the line itself and a row of `^` under what is meant.
    fn reports(&self, error: &tera::Error) -> Vec<Diagnostic> {
        let ErrorKind::Msg(text) = error.kind() else {
            return vec![];
        };
        let mut findings = vec![];
        for report in text.split("error: ").skip(1) {
            let message = report.lines().next().unwrap_or_default();
            let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
            let Some((name, line, column)) = place.and_then(|place| {
                let (rest, column) = place.trim().rsplit_once(':')?;
                let (name, line) = rest.rsplit_once(':')?;
                Some((name, line.parse::<usize>().ok()?, column.parse::<usize>().ok()?))
            }) else {
                continue;
            };
            let width = report.lines().filter(|line| line.contains('^')).map(|line| line.matches('^').count()).next();
            let file = self.file(name);
            let template = self.files.get(file);
            let offset = |column| template.lines().offset(&template.text, line, column, Encoding::Utf32);
            let (start, end) = (offset(column), offset(column + width.unwrap_or(1)));
            findings.push(
                Diagnostic::new(Code::TemplateError, Span { file, range: start..end }, single_line(message))
                    .maybe_hint(self.meant(message)),
            );
        }
        findings
    }

    fn file(&self, name: &str) -> FileId {
        let templates = &self.theme.templates;
        let found = templates.iter().find(|template| template.name == name);
        found.unwrap_or(&templates[0]).file
    }

    /// The bytes that an error points at: Tera gives lines from 1 and columns from 0.
    fn range(&self, name: &str, report: &ReportError) -> std::ops::Range<usize> {
        let text = self.files.text(self.file(name));
        let range = report.span().range.clone();
        if range.end <= text.len() && text.is_char_boundary(range.start) && text.is_char_boundary(range.end) {
            range
        } else {
            0..0
        }
    }

    /// What may be meant by a name that the engine does not know: "Unknown filter `upcase`".
    fn meant(&self, message: &str) -> Option<String> {
        let (kind, rest) = message.strip_prefix("Unknown ")?.split_once(" `")?;
        let name = rest.split('`').next()?;
        let (known, all): (Vec<&str>, bool) = match kind {
            "filter" => (FILTERS.to_vec(), true),
            "test" => (TESTS.to_vec(), true),
            "function" => (FUNCTIONS.to_vec(), true),
            "template" => (self.theme.templates.iter().map(|template| template.name.as_str()).collect(), false),
            _ => return None,
        };
        match did_you_mean(name, known.iter().copied()) {
            Some(meant) => Some(question(meant)),
            None => all.then(|| format!("{kind}s that exist: {}", known.join(", "))),
        }
    }
}

fn single_line(message: &str) -> String {
    citeback_quote::text::single_spaced(message)
}

/// What a theme author may have meant.
fn hint(message: &str) -> Option<String> {
    let unknown = message.contains("not found") || message.contains("undefined") || message.contains("not defined");
    unknown.then(|| "docs/theming.md lists what each template sees".to_owned())
}
