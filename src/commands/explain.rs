//! `citeback explain`: what a finding means, the reason for it, an example, and how to fix it; what a field of a note means.

use std::process::ExitCode;

use crate::base::error::Error;
use crate::cli::{self, print};
use crate::editing::reference;
use crate::findings::{did_you_mean, question};
use crate::model::Scale;
use crate::report::{explain as section, index};

pub(crate) fn explain(args: cli::Explain) -> Result<ExitCode, Error> {
    let text = match args.name.as_deref() {
        None => list(),
        Some("verdicts") => scale(),
        Some(name) => match section(name) {
            Some(text) => format!("{name}\n\n{text}\n"),
            None => reference::explain(name).ok_or_else(|| unknown(name))?,
        },
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn unknown(name: &str) -> Error {
    let fields = reference::names();
    let codes = index().into_iter().map(|(code, _)| code);
    let hint = match did_you_mean(name, codes.chain(fields.iter().map(String::as_str))) {
        Some(meant) => question(meant),
        None => "run “citeback explain” without a name to list the findings; docs/note-reference.md lists the fields"
            .to_owned(),
    };
    Error::refused(format!("there is no finding and no field with the name “{name}”"), hint)
}

fn list() -> String {
    index().into_iter().map(|(name, first)| format!("{name:<27}{first}\n")).collect()
}

/// The built-in scale, as it would be written in brief.yaml.
fn scale() -> String {
    let mut out = String::from("verdicts:\n");
    for verdict in Scale::default().verdicts() {
        out.push_str(&format!(
            "  - id: {}\n    label: {}\n    definition: {}\n    tone: {}\n",
            verdict.id,
            verdict.label,
            verdict.definition,
            verdict.tone.name()
        ));
        if let Some(value) = verdict.value {
            out.push_str(&format!("    value: {value}\n"));
        }
        if !verdict.needs_evidence {
            out.push_str("    needs_evidence: false\n");
        }
    }
    out
}
