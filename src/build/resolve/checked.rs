//! Reports claims that have been checked before: in the brief itself, or by the archives that it names. Entry point: [`findings`].

use std::sync::Arc;

use rayon::prelude::*;

use super::cache::ClaimOutcome;
use crate::analysis::checked::{CheckArchive, Index};
use crate::analysis::statement::{Likeness, LikenessKind, Statement};
use crate::base::files::Files;
use crate::base::index::Idx as _;
use crate::build::load::Note;
use crate::findings::{Code, Deferred, Diagnostic};
use crate::model::{Brief, Claim, ClaimNote, Date, EarlierCheck, Evidence, Scale, Status};
use crate::notes::place::Places;
use crate::notes::yaml::Path;
use citeback_quote::text::shortened;

/// Maximum length of another statement in a hint, in code points.
const MAX_SHOWN: usize = 300;
/// How many findings one claim has.
const MAX_FINDINGS: usize = 3;
/// How many differing words are named.
const MAX_WORDS: usize = 8;

/// A claim and what was found about one like it.
#[derive(Debug, Clone)]
pub struct CheckedBefore<'a> {
    /// The position of the claim among those compared.
    pub claim: usize,
    pub earlier: Earlier<'a>,
    pub likeness: Likeness,
}

/// Where a claim was checked before.
#[derive(Debug, Clone, Copy)]
pub enum Earlier<'a> {
    /// In the brief: the position of that claim.
    Own(usize),
    Archived(&'a CheckArchive, &'a EarlierCheck),
}

/// The wordings of a claim: the statement, and the original of it in another language.
pub fn statements(claim: &ClaimNote, language: &str) -> Vec<Arc<Statement>> {
    let own = claim.language.as_ref().map_or(language, |language| language.tag());
    let statement = std::iter::once((claim.claim.as_str(), own));
    let original = claim.original.iter().map(|original| (original.text.as_str(), original.language.tag()));
    let all = statement.chain(original).filter(|_| claim.status != Status::Retired);
    all.filter_map(|(text, language)| Statement::new(text, language)).map(Arc::new).collect()
}

/// Finds for each of these claims the oldest of the brief that is older and like it, and what the archives have of it.
pub fn checked_before<'a>(
    claims: &[(&ClaimNote, &[Arc<Statement>])],
    archives: &'a [Arc<CheckArchive>],
    brief: &Brief,
) -> Vec<CheckedBefore<'a>> {
    // A claim that is not published yet is the newest.
    let age = |number: &usize| {
        let note = claims[*number].0;
        (note.published.is_none(), note.published, &note.id)
    };
    let mut by_age: Vec<usize> = (0..claims.len()).collect();
    by_age.sort_by_key(age);
    let mut index = Index::default();
    // For each claim, how many statements are older.
    let mut older = vec![0; claims.len()];
    for number in by_age {
        older[number] = index.len();
        claims[number].1.iter().for_each(|statement| index.add(number, Arc::clone(statement)));
    }
    let of_claim = |(claim, (note, statements)): (usize, &(&ClaimNote, &[Arc<Statement>]))| {
        let mut found: Vec<CheckedBefore<'a>> = vec![];
        for statement in *statements {
            // The oldest of several leads to the others.
            let own = index.find(statement, older[claim]).into_iter().next();
            let own = own.map(|(other, likeness)| (Earlier::Own(other), likeness));
            let archived = archives.iter().flat_map(|archive| {
                let checks = archive.find(statement).into_iter();
                checks.map(|(check, likeness)| (Earlier::Archived(archive, check), likeness))
            });
            let archived = archived.filter(|(earlier, likeness)| !is_itself(note, brief, *earlier, likeness));
            for (earlier, likeness) in own.into_iter().chain(archived) {
                if !found.iter().any(|other| other.earlier.is(earlier)) {
                    found.push(CheckedBefore { claim, earlier, likeness });
                }
            }
        }
        found
    };
    let found: Vec<Vec<CheckedBefore<'_>>> = claims.par_iter().enumerate().map(of_claim).collect();
    found.into_iter().flatten().collect()
}

/// Whether an archived check is an earlier publication of the claim.
fn is_itself(claim: &ClaimNote, brief: &Brief, earlier: Earlier<'_>, likeness: &Likeness) -> bool {
    let Earlier::Archived(_, check) = earlier else {
        return false;
    };
    let is_here = brief
        .base_url
        .as_ref()
        .is_some_and(|base| check.address.as_ref().is_some_and(|address| address.starts_with(base.as_str())));
    likeness.kind == LikenessKind::Same && (check.id.as_deref() == Some(claim.id.as_str()) || is_here)
}

impl Earlier<'_> {
    /// Whether both are the same check.
    fn is(&self, other: Earlier<'_>) -> bool {
        match (*self, other) {
            (Earlier::Own(a), Earlier::Own(b)) => a == b,
            (Earlier::Archived(_, a), Earlier::Archived(_, b)) => std::ptr::eq(a, b),
            _ => false,
        }
    }
}

/// The verdict on a claim of the brief and when it was last looked at; `None` where the note does not say.
pub fn own_verdict(claim: &ClaimNote, scale: &Scale) -> (Option<String>, Option<Date>) {
    // A scale with errors may have lost the verdict.
    let verdict = scale.verdicts().get(claim.verdict.position()).filter(|_| !claim.missing.contains(&"verdict"));
    (verdict.map(|verdict| verdict.label.clone()), claim.checked.or(claim.updated).or(claim.published))
}

/// Advice on each claim that was checked before.
pub(super) fn findings(
    brief: &Brief,
    archives: &[Arc<CheckArchive>],
    claims: &[&ClaimOutcome],
    files: &Arc<Files>,
) -> Vec<Deferred> {
    let compared: Vec<(&ClaimNote, &[Arc<Statement>])> =
        claims.iter().map(|outcome| (&*outcome.note.value.note, outcome.statements.as_slice())).collect();
    let all = checked_before(&compared, archives, brief);
    // What many others checked is listed by the analysis.
    let shown = all.chunk_by(|a, b| a.claim == b.claim).flat_map(|of_claim| of_claim.iter().take(MAX_FINDINGS));
    let advice = shown.cloned().map(|found| {
        let note = Arc::clone(&claims[found.claim].note);
        let other = match found.earlier {
            Earlier::Own(other) => Other::Own(Arc::clone(&claims[other].note)),
            Earlier::Archived(archive, check) => Other::Archived(archive.path.clone(), check.clone()),
        };
        let (files, scale, likeness) = (Arc::clone(files), brief.scale.clone(), found.likeness);
        let file = note.value.file;
        Deferred::new(Code::AlreadyChecked, file, move || finding(&note, &other, &likeness, (&files, &scale)))
    });
    advice.collect()
}

/// Where a claim was checked before, as a finding keeps it.
enum Other {
    Own(Arc<Note<Claim<Evidence>>>),
    Archived(String, EarlierCheck),
}

fn finding(
    note: &Note<Claim<Evidence>>,
    other: &Other,
    likeness: &Likeness,
    (files, scale): (&Arc<Files>, &Scale),
) -> Diagnostic {
    let place = |note: &Note<Claim<Evidence>>| {
        Places::of_file(files, note.value.file, &note.skipped).place(&Path::top().key("claim"))
    };
    let (verdict, date) = match other {
        Other::Own(other) => own_verdict(&other.value, scale),
        Other::Archived(_, check) => (check.verdict.clone(), check.date),
    };
    let verdict = verdict.map_or_else(|| "no verdict given".to_owned(), |verdict| format!("“{verdict}”"));
    let date = date.map(|date| format!(", {}", date.first_day())).unwrap_or_default();
    let what = match likeness.kind {
        LikenessKind::Same => "the same claim has",
        LikenessKind::Near => "a claim like this has",
        LikenessKind::Contrary => "a claim like this, but for a negation or a hedge, has",
    };
    let finding = Diagnostic::new(Code::AlreadyChecked, place(note), format!("{what} been checked: {verdict}{date}"));
    let finding = finding.label(difference(likeness));
    let advice = "make one note of both, or link to the other and accept the finding with the reason";
    match other {
        Other::Own(other) => finding.related(place(other), "the other claim").hint(advice),
        Other::Archived(path, check) => {
            let retired = if check.is_retired { ", retired" } else { "" };
            let by = check.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
            let address = check.address.as_ref().map(|address| format!(": {address}")).unwrap_or_default();
            finding
                .hint(format!("the other claim: {}", shortened(&check.statement, MAX_SHOWN)))
                .hint(shortened(&format!("checked{by}{retired}, in {path}{address}"), MAX_SHOWN))
                .hint("read what was found, and link to it; or accept the finding with the reason")
        }
    }
}

/// In which words two claims differ.
fn difference(likeness: &Likeness) -> String {
    let [here, there] = likeness.differing.each_ref().map(|words| {
        let shown = words.iter().take(MAX_WORDS).map(String::as_str).collect::<Vec<_>>().join(" ");
        if words.len() > MAX_WORDS { format!("{shown} …") } else { shown }
    });
    match (here.is_empty(), there.is_empty()) {
        (true, true) if likeness.kind == LikenessKind::Same => "word for word".to_owned(),
        (true, true) => "the same words in another order".to_owned(),
        (false, true) => format!("only here: {here}"),
        (true, false) => format!("only there: {there}"),
        (false, false) => format!("here: {here}; there: {there}"),
    }
}
