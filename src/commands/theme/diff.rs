//! `citeback theme diff`: how the site's own templates differ from the built-in ones that they replace.

use std::process::ExitCode;

use crate::base::error::Error;
use crate::build::load::built_in_template;
use crate::build::project::Project;
use crate::cli::{self, print};
use crate::commands::messages::wants_colour;
use crate::editing::theme::{BuiltIn, Origin, OwnTemplate, Stamp, own_templates};
use crate::findings::{did_you_mean, question};
use crate::report;

const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(crate) fn diff(args: &cli::ThemeDiff) -> Result<ExitCode, Error> {
    let Project { content, .. } = Project::open(&args.site)?;
    let templates = own_templates(&content);
    let shown: Vec<&OwnTemplate<'_>> = match &args.file {
        None => templates.iter().filter(|own| own.built_in.is_some()).collect(),
        Some(file) => vec![named(&templates, file)?],
    };
    if shown.is_empty() {
        print("the site replaces no built-in template\n")?;
        return Ok(ExitCode::SUCCESS);
    }
    let shown: Vec<String> = shown.into_iter().filter_map(|own| Some(compared(own, own.built_in.as_ref()?))).collect();
    print(&shown.join("\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// The site's own template of this name, which must replace a built-in one.
fn named<'t, 'a>(templates: &'t [OwnTemplate<'a>], file: &str) -> Result<&'t OwnTemplate<'a>, Error> {
    let name = file.trim_start_matches("./").trim_start_matches("templates/");
    let found = templates.iter().find(|own| own.name == name);
    match found {
        Some(own) if own.built_in.is_some() => Ok(own),
        Some(_) => Err(Error::refused(
            format!("templates/{name} replaces no built-in template"),
            "“citeback theme list” shows what each of your templates does",
        )),
        None => {
            let hint = match did_you_mean(name, templates.iter().map(|own| own.name)) {
                Some(meant) => question(meant),
                None if built_in_template(name).is_some() => {
                    format!("“citeback theme copy {name}” makes one of the built-in template")
                }
                None => "“citeback theme list” shows those that it has".to_owned(),
            };
            Err(Error::refused(format!("the site has no template “{name}” of its own"), hint))
        }
    }
}

fn compared(own: &OwnTemplate<'_>, built_in: &BuiltIn) -> String {
    let path = format!("templates/{}", own.name);
    if own.text == built_in.text {
        return format!("{path} is the same as the built-in template: you can delete it\n");
    }
    let signs = format!("lines with - are only in the built-in template of {VERSION}, lines with + only in yours");
    let (about, after) = match &built_in.origin {
        Origin::Extends(blocks) => {
            let blocks = blocks.join(", ");
            return format!(
                "{path} adds to the built-in template, and follows it: only these blocks are its own: {blocks}\n"
            );
        }
        Origin::Copied { is_current: true, .. } => ("the built-in template has not changed since it was copied", None),
        Origin::Copied { .. } => (
            "the built-in template has changed since it was copied",
            Some(format!(
                "once yours has what it needs of that, begin it with this line:\n{}",
                Stamp::of(built_in.text).line(own.name)
            )),
        ),
        Origin::Unknown => ("it does not say which version it was copied from", None),
    };
    let version = match &built_in.origin {
        Origin::Copied { stamp, .. } => format!(" from {}", stamp.version),
        _ => String::new(),
    };
    let lines = report::diff(&path, &format!("{about}{version}"), (built_in.text, own.text), wants_colour());
    // The first line is the title.
    let (title, lines) = lines.split_once('\n').unwrap_or((&lines, ""));
    format!("{title}\n{signs}\n{lines}{}", after.unwrap_or_default())
}
