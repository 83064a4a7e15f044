//! The template engine: loading the theme's templates, rendering with them, and turning what goes wrong into findings at the template's
//! own line. Entry point: [`Templates`].

use std::sync::Arc;

use tera::{Context, ErrorKind, ReportError, Tera};

use super::inlining::inlined;
use super::phrases;
use crate::base::files::{FileId, Files, Span};
use crate::base::lines::Encoding;
use crate::build::load::Theme;
use crate::findings::{Code, Diagnostic};
use crate::model::locale::Locale;

/// All templates of a theme, parsed.
pub struct Templates {
    tera: Tera,
    /// The same with includes written out, which is faster; none where that cannot be parsed.
    inlined: Option<Tera>,
    theme: Arc<Theme>,
    files: Arc<Files>,
}

impl Templates {
    /// Parses the theme's templates.
    ///
    /// # Errors
    /// A finding for each template that cannot be used.
    pub fn new(theme: &Arc<Theme>, files: &Arc<Files>, locale: &Arc<Locale>) -> Result<Self, Vec<Diagnostic>> {
        let engine = || {
            let mut tera = Tera::default();
            phrases::register(&mut tera, locale);
            tera
        };
        let mut tera = engine();
        let texts = || theme.templates.iter().map(|template| (template.name.as_str(), files.text(template.file)));
        let added = tera.add_raw_templates(texts());
        let mut templates = Templates { tera, inlined: None, theme: Arc::clone(theme), files: Arc::clone(files) };
        match added {
            Ok(()) => {
                let mut tera = engine();
                let texts = inlined(&texts().collect::<Vec<_>>(), locale);
                templates.inlined = tera.add_raw_templates(texts).is_ok().then_some(tera);
                Ok(templates)
            }
            Err(first) => {
                // One fault hides the others: ask each template by itself for its syntax.
                let mut findings: Vec<Diagnostic> = texts()
                    .filter_map(|(name, text)| {
                        let error = Tera::default().add_raw_template(name, text).err()?;
                        matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| templates.finding(&error, name))
                    })
                    .collect();
                if findings.is_empty() {
                    findings.extend(templates.reports(&first));
                }
                if findings.is_empty() {
                    findings.push(templates.finding(&first, ""));
                }
                Err(findings)
            }
        }
    }

    /// Renders one page.
    ///
    /// # Errors
    /// A finding at the line of the template that failed.
    pub fn render(&self, template: &str, context: &Context, out: &mut Vec<u8>) -> Result<(), Box<Diagnostic>> {
        let start = out.len();
        if let Some(inlined) = &self.inlined {
            if inlined.render_to(template, context, &mut *out).is_ok() {
                return Ok(());
            }
            // What is wrong is seen in the templates as they were written.
            out.truncate(start);
        }
        self.tera.render_to(template, context, out).map_err(|error| Box::new(self.finding(&error, template)))
    }

    fn finding(&self, error: &tera::Error, template: &str) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let name = if report.filename().is_empty() { template } else { report.filename() };
                let at = Span { file: self.file(name), range: self.range(name, report) };
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
            findings.push(Diagnostic::new(Code::TemplateError, Span { file, range: start..end }, single_line(message)));
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
}

fn single_line(message: &str) -> String {
    citeback_quote::text::single_spaced(message)
}

/// What a theme author may have meant.
fn hint(message: &str) -> Option<String> {
    let unknown = message.contains("not found") || message.contains("undefined") || message.contains("not defined");
    unknown.then(|| "docs/theming.md lists what each template sees".to_owned())
}
