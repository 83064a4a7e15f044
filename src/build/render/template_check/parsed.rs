//! The templates of a theme, parsed: [`Templates`].

use std::collections::BTreeMap;

use crate::base::files::{FileId, Files};
use crate::build::load::Theme;
use crate::build::render::template_syntax::{Parsed, parse};

/// All templates by their names. One that cannot be parsed is left out.
pub(super) struct Templates<'t> {
    by_name: BTreeMap<&'t str, Template<'t>>,
    /// Whether any was left out.
    pub is_partial: bool,
}

pub(super) struct Template<'t> {
    pub file: FileId,
    pub text: &'t str,
    /// Whether it is the site's own.
    pub is_own: bool,
    pub parsed: Parsed<'t>,
}

impl<'t> Templates<'t> {
    pub fn of(theme: &'t Theme, files: &'t Files) -> Self {
        let parsed = theme.templates.iter().filter_map(|template| {
            let text = files.text(template.file);
            let parsed = parse(text)?;
            let parsed = Template { file: template.file, text, is_own: template.is_own, parsed };
            Some((template.name.as_str(), parsed))
        });
        let by_name: BTreeMap<_, _> = parsed.collect();
        Templates { is_partial: by_name.len() < theme.templates.len(), by_name }
    }

    pub fn get(&self, name: &str) -> Option<(&'t str, &Template<'t>)> {
        self.by_name.get_key_value(name).map(|(name, template)| (*name, template))
    }
}
