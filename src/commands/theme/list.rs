//! `citeback theme list`: what the site's own templates and static files replace, and which of them nothing uses.

use std::process::ExitCode;

use crate::base::error::Error;
use crate::build::load::{Bytes, built_in_static, built_in_templates};
use crate::build::project::Project;
use crate::cli::{self, print};
use crate::editing::theme::{BuiltIn, Origin, OwnTemplate, own_templates};
use crate::findings::did_you_mean;
use crate::report::printable;

pub(crate) fn list(args: &cli::ThemeList) -> Result<ExitCode, Error> {
    let Project { content, .. } = Project::open(&args.site)?;
    let templates = own_templates(&content);
    let mut rows: Vec<(String, String)> =
        templates.iter().map(|own| (format!("templates/{}", own.name), of_template(own))).collect();
    for file in &content.theme.statics {
        if matches!(file.bytes, Bytes::OnDisk(..)) {
            let what = if built_in_static(&file.path) { "replaces the built-in file" } else { "published as it is" };
            rows.push((format!("static/{}", file.path), what.to_owned()));
        }
    }
    if rows.is_empty() {
        print("the site has no templates and no static files of its own\n")?;
        return Ok(ExitCode::SUCCESS);
    }
    let width = rows.iter().map(|(path, _)| path.chars().count()).max().unwrap_or(0);
    let out: String = rows.iter().map(|(path, what)| format!("{:width$}  {what}\n", printable(path))).collect();
    print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn of_template(own: &OwnTemplate<'_>) -> String {
    let unused = if own.is_used { "" } else { "; no page uses it" };
    match (&own.built_in, own.used_by) {
        (Some(BuiltIn { text, .. }), _) if *text == own.text => format!("the same as the built-in one{unused}"),
        (Some(BuiltIn { origin, .. }), _) => {
            let origin = match origin {
                Origin::Extends(blocks) => format!("adds to the built-in one, in the blocks: {}", blocks.join(", ")),
                Origin::Copied { is_current: true, .. } => {
                    "replaces the built-in one, which has not changed since it was copied".to_owned()
                }
                Origin::Copied { stamp, .. } => {
                    format!("replaces the built-in one, which has changed since it was copied from {}", stamp.version)
                }
                Origin::Unknown => "replaces the built-in one".to_owned(),
            };
            format!("{origin}{unused}")
        }
        (None, Some(user)) => format!("used by {user}"),
        (None, None) if own.is_used => "makes pages that name it".to_owned(),
        (None, None) => match did_you_mean(own.name, built_in_templates()) {
            Some(meant) => format!("no page uses it: did you mean {meant}?"),
            None => "no page uses it".to_owned(),
        },
    }
}
