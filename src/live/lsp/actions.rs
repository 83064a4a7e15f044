//! Fixes for findings. Entry point: [`actions`].

use std::collections::HashMap;

use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, TextEdit, Uri, WorkspaceEdit};

use super::findings::{MAX_SHOWN, PlaceMap, shown};
use crate::base::seal::sha256;
use crate::findings::{Code, Diagnostic, Fix, Located, LocatedFix, compatible};
use crate::notes::edit::{Edit, EditedNote};
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml::{Path, Skipped};

/// All automatic fixes of a file at once.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.citeback");

/// The actions that an editor asks for.
pub(super) struct Wanted {
    pub range: lsp_types::Range,
    /// Of which kinds; of any if `None`.
    pub only: Option<Vec<CodeActionKind>>,
}

impl Wanted {
    /// Whether actions of this kind are wanted. A kind includes those whose names begin with it and a dot.
    fn includes(&self, kind: &CodeActionKind) -> bool {
        let within = |wanted: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(wanted.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty())
        };
        self.only.as_ref().is_none_or(|only| only.iter().any(within))
    }
}

/// The quick fixes for the findings that touch a range of the file at `path`, which is relative to the site. If an editor asks for nothing
/// else, also all automatic fixes of the file as one.
pub(super) fn actions(places: &PlaceMap<'_>, path: &str, wanted: &Wanted) -> Vec<CodeActionOrCommand> {
    let mut actions = vec![];
    if wanted.includes(&CodeActionKind::QUICKFIX) {
        actions = quick_fixes(places, path, wanted.range);
    }
    // It makes every fix of the file, so it is not offered at each place of the cursor.
    if wanted.only.is_some() && wanted.includes(&FIX_ALL) {
        actions.extend(fix_all(places, path));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// The findings of a file that are shown.
fn of_file<'v>(places: &PlaceMap<'v>, path: &str) -> impl Iterator<Item = &'v Diagnostic> {
    let view = places.view;
    let file = view.files.find(path);
    let found = view.findings.iter().filter(move |finding| Some(finding.at.file) == file);
    found.take(MAX_SHOWN).map(|finding| &**finding)
}

/// The automatic fixes of a file that can be made together.
fn fix_all(places: &PlaceMap<'_>, path: &str) -> Option<CodeAction> {
    let files = &places.view.files;
    let selected = compatible(of_file(places, path));
    let fixes: Vec<&Fix> = selected.into_values().flatten().collect();
    let edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
    let all = Fix::new("fix all that can be fixed automatically", edits);
    (!fixes.is_empty()).then_some(())?;
    Some(CodeAction {
        title: capitalised(&all.title),
        kind: Some(FIX_ALL),
        edit: Some(edits_of(&LocatedFix::new(&all, files), places)?),
        ..CodeAction::default()
    })
}

fn quick_fixes(places: &PlaceMap<'_>, path: &str, range: lsp_types::Range) -> Vec<CodeAction> {
    let touches = |other: &lsp_types::Range| other.start <= range.end && range.start <= other.end;
    let files = &places.view.files;
    let mut actions = vec![];
    for finding in of_file(places, path) {
        // The rest of a finding far away is not looked at.
        if !places.location(&files.range(&finding.at)).is_none_or(|at| touches(&at.range)) {
            continue;
        }
        let located = Located::new(finding, files);
        let Some((_, diagnostic)) = shown(&located, places).filter(|(_, diagnostic)| touches(&diagnostic.range)) else {
            continue;
        };
        let seal = (finding.code == Code::SourceChanged).then(|| new_seal(finding, places)).flatten();
        let seal = seal.as_ref().map(|fix| LocatedFix::new(fix, files));
        let automatic = located.fixes.automatic().into_iter().map(|fix| (fix, true));
        let choices = located.fixes.choices().into_iter().chain(seal).map(|fix| (fix, false));
        for (fix, is_preferred) in automatic.chain(choices) {
            actions.extend(edits_of(&fix, places).map(|edit| CodeAction {
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
fn edits_of(fix: &LocatedFix<'_>, places: &PlaceMap<'_>) -> Option<WorkspaceEdit> {
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
