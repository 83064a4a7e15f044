//! Quick fixes for findings. Entry point: [`actions`].

use std::collections::HashMap;

use lsp_types::{CodeAction, CodeActionKind, TextEdit, Uri, WorkspaceEdit};

use super::findings::{MAX_SHOWN, PlaceMap, shown};
use crate::base::seal::sha256;
use crate::findings::{Code, Diagnostic, Fix, Located, LocatedFix};
use crate::notes::edit::EditedNote;
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml::{Path, Skipped};

/// The quick fixes for the findings that touch `range` in the file at `path`, which is relative to the site.
pub(super) fn actions(places: &PlaceMap<'_>, path: &str, range: lsp_types::Range) -> Vec<CodeAction> {
    let touches = |other: &lsp_types::Range| other.start <= range.end && range.start <= other.end;
    let files = &places.view.files;
    let mut actions = vec![];
    let of_file = places.view.findings.iter().filter(|finding| files.path(finding.at.file) == path);
    for finding in of_file.take(MAX_SHOWN) {
        let located = Located::new(finding, files);
        let Some((_, diagnostic)) = shown(&located, places).filter(|(_, diagnostic)| touches(&diagnostic.range)) else {
            continue;
        };
        let seal = (finding.code == Code::SourceChanged).then(|| new_seal(finding, places)).flatten();
        let seal = seal.as_ref().map(|fix| LocatedFix::new(fix, files));
        let automatic = located.fixes.automatic().into_iter().map(|fix| (fix, true));
        let choices = located.fixes.choices().into_iter().chain(seal).map(|fix| (fix, false));
        for (fix, is_preferred) in automatic.chain(choices) {
            actions.extend(edits(&fix, places).map(|edit| CodeAction {
                title: capitalised(fix.title),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostic.clone()]),
                edit: Some(edit),
                is_preferred: is_preferred.then_some(true),
                ..CodeAction::default()
            }));
        }
    }
    actions
}

// The protocol's types require a HashMap. Its order has no effect, because the edits of a finding are all in one file.
#[expect(clippy::mutable_key_type, reason = "URIs are compared by their text, which never changes")]
fn edits(fix: &LocatedFix<'_>, places: &PlaceMap<'_>) -> Option<WorkspaceEdit> {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for (at, with) in &fix.edits {
        let location = places.location(at)?;
        let new_text = (*with).to_owned();
        changes.entry(location.uri).or_default().push(TextEdit { range: location.range, new_text });
    }
    Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
}

/// Offered as a choice, never as an automatic fix: only a person can know that the change of the text is intended.
fn new_seal(finding: &Diagnostic, places: &PlaceMap<'_>) -> Option<Fix> {
    let text = places.view.files.text(finding.at.file);
    let (yaml, body) = split_front_matter(text)?;
    let skipped = Skipped::default();
    let note = EditedNote::new(finding.at.file, text, yaml, &skipped);
    let edit = note.replace_scalar(&Path::top().key("sha256"), &sha256(&text[body])).ok()?;
    Some(Fix::new("write the new seal", [edit]))
}

fn capitalised(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
