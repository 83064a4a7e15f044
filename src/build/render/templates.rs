//! The template engine: loading the theme's templates, and rendering with them. Entry point: [`Templates`].

use std::collections::BTreeSet;
use std::sync::Arc;

use tera::{Context, Tera};

use super::engine_errors::EngineErrors;
use super::inlining::inlined;
use super::{filters, phrases, template_check};
use crate::base::files::Files;
use crate::build::load::Theme;
use crate::findings::Diagnostic;
use crate::model::locale::Locale;

/// All templates of a theme, parsed.
pub struct Templates {
    tera: Tera,
    /// The same with includes written out, which is faster; none where that cannot be parsed.
    inlined: Option<Tera>,
    mistakes: Vec<Diagnostic>,
    theme: Arc<Theme>,
    files: Arc<Files>,
}

impl Templates {
    /// Parses the theme's templates; `named` are those that pages name.
    ///
    /// # Errors
    /// A finding for each template that cannot be used.
    pub fn new(
        theme: &Arc<Theme>,
        named: &BTreeSet<&str>,
        files: &Arc<Files>,
        locale: &Arc<Locale>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let engine = || {
            let mut tera = Tera::default();
            phrases::register(&mut tera, locale);
            filters::register(&mut tera, locale);
            tera
        };
        let mut tera = engine();
        let texts = || theme.templates.iter().map(|template| (template.name.as_str(), files.text(template.file)));
        if let Err(first) = tera.add_raw_templates(texts()) {
            return Err(EngineErrors { theme, files }.of_templates(&first));
        }
        let mut fast = engine();
        let inlined = fast.add_raw_templates(inlined(&texts().collect::<Vec<_>>(), locale)).is_ok().then_some(fast);
        let mistakes = if theme.has_own_files() { template_check::check(theme, named, files, locale) } else { vec![] };
        Ok(Templates { tera, inlined, mistakes, theme: Arc::clone(theme), files: Arc::clone(files) })
    }

    /// What is wrong with names in the site's own templates, in their order. A page may fail because of it.
    pub fn mistakes(&self) -> &[Diagnostic] {
        &self.mistakes
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
        let errors = EngineErrors { theme: &self.theme, files: &self.files };
        self.tera.render_to(template, context, out).map_err(|error| Box::new(errors.finding(&error, template)))
    }
}
