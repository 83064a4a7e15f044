//! `citeback explain`: what a finding means, the reason for it, an example, and how to fix it.

use std::process::ExitCode;

use crate::base::error::Error;
use crate::cli::{self, print};
use crate::findings::{did_you_mean, explain as section, index, question};
use crate::model::Scale;

pub(crate) fn explain(args: cli::Explain) -> Result<ExitCode, Error> {
    let text = match args.code.as_deref() {
        None => list(),
        Some("verdicts") => scale(),
        Some(code) => match section(code) {
            Some(text) => format!("{code}\n\n{text}\n"),
            None => {
                let known = index().into_iter().map(|(name, _)| name);
                let hint = match did_you_mean(code, known) {
                    Some(meant) => question(meant),
                    None => "run “citeback explain” without a code to list them".to_owned(),
                };
                return Err(Error::refused(format!("there is no finding with the code “{code}”"), hint));
            }
        },
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn list() -> String {
    index().into_iter().map(|(name, first)| format!("{name:<22}{first}\n")).collect()
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
