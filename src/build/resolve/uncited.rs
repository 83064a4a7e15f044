//! Sources that are not published because no published claim cites them: which they are ([`not_published`]), and findings about them and about
//! links to them.

use std::sync::Arc;

use super::accepted::Acceptances;
use super::cache::ClaimOutcome;
use super::note_text::NoteText;
use super::passage::Sources;
use super::reference_index::ReferenceIndex;
use super::references;
use crate::analysis::claim_texts::ClaimTexts;
use crate::base::files::{FileId, Files};
use crate::base::index::IndexVec;
use crate::build::load::Note;
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::{Claim, Evidence, Source, SourceIdx, Uncited};
use crate::notes::place::Places;
use crate::notes::yaml::Path;

/// Maximum number of sources to list in one finding.
const MAX_NAMED: usize = 12;

/// For each source, whether it is published along with claims that cite these sources: one of them cites it, or the source itself says so.
pub(super) fn published<'c>(
    sources: &Sources,
    cited: impl Iterator<Item = &'c [SourceIdx]>,
) -> IndexVec<SourceIdx, bool> {
    let mut published: IndexVec<SourceIdx, bool> =
        sources.iter().map(|read| read.source.uncited == Uncited::Publish).collect();
    for source in cited.flatten() {
        published[*source] = true;
    }
    published
}

/// The sources that are not published.
pub(super) fn not_published<'s>(
    sources: &'s Sources,
    published: &IndexVec<SourceIdx, bool>,
) -> impl Iterator<Item = &'s Source> {
    sources.iter().zip(published).filter(|(_, published)| !**published).map(|(read, _)| read.source.as_ref())
}

/// One finding for all uncited sources, except those that accept it.
pub(super) fn report_unused(
    unused: &[&Source],
    brief_file: FileId,
    acceptances: &mut Acceptances<'_>,
    findings: &mut Findings,
) {
    let mut open: Vec<&Source> = vec![];
    for source in unused {
        let mut finding = of_one(source);
        finding.accepted = acceptances.reason(&finding);
        match finding.accepted {
            Some(_) => findings.push(finding),
            None => open.push(source),
        }
    }
    match open.as_slice() {
        [] => {}
        [one] => findings.push(hinted(of_one(one), "it in a claim")),
        several => {
            let ids: Vec<&str> = several.iter().take(MAX_NAMED).map(|source| source.id.as_str()).collect();
            let more = match several.len() - ids.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let message = format!(
                "{} sources are not published, because no claim cites them: {}{more}",
                several.len(),
                ids.join(", ")
            );
            findings.push(hinted(Diagnostic::of_file(Code::SourceUnused, brief_file, message), "them in claims"));
        }
    }
}

fn of_one(source: &Source) -> Diagnostic {
    let message = format!("the source “{}” is not published, because no claim cites it", source.id);
    Diagnostic::of_file(Code::SourceUnused, source.file, message)
}

fn hinted(finding: Diagnostic, them: &str) -> Diagnostic {
    finding
        .hint(format!("cite {them}: with “citeback serve”, you can pick passages from a source at /sources/ID.html"))
        .hint("or write “uncited: publish” in a source to publish it anyway")
}

/// Warns of links from published claims to unpublished sources, which `known` lists.
pub(super) fn report_links(
    claim: &Claim<Evidence>,
    known: &ReferenceIndex<'_>,
    note: NoteText<'_>,
    findings: &mut Findings,
) {
    // Most texts have no links, so they need no parsing.
    if !prose_of(claim).any(|text| text.contains(['[', '<'])) {
        return;
    }
    let mut found = Findings::default();
    references::check_claim(claim, &ClaimTexts::new(claim), known, note, &mut found);
    findings.extend(found.into_all().into_iter().filter(|finding| finding.code() == Code::UncitedLinked));
}

/// The texts of a claim that may have links.
fn prose_of(claim: &Claim<Evidence>) -> impl Iterator<Item = &str> {
    let texts = [Some(&claim.summary), claim.analysis.as_ref()].into_iter().flatten();
    let texts = texts.chain(&claim.gaps).chain(claim.corrections.iter().map(|correction| &correction.text));
    texts.chain(claim.passages.iter().filter_map(Evidence::note)).map(String::as_str)
}

/// Warns of a published source whose origin is not published.
pub(super) fn report_origin(
    note: &Note<Arc<Source>>,
    known: &ReferenceIndex<'_>,
    files: &Files,
    findings: &mut Findings,
) {
    let source = &note.value;
    let Some(origin) = source.origin.as_deref().map(str::trim).filter(|origin| known.withholds(origin)) else {
        return;
    };
    let at = Places::of_front_matter(files, source.file, &note.skipped).place(&Path::top().key("origin"));
    findings.push(references::uncited_linked(at, origin).label("will be left out of the page"));
}

/// Warns of links to unpublished sources in everything that is published, among it these claims.
pub(super) fn report(
    sources: &[Arc<Note<Arc<Source>>>],
    claims: &[&ClaimOutcome],
    known: &ReferenceIndex<'_>,
    files: &Arc<Files>,
    findings: &mut Findings,
) {
    if !known.withholds_any() {
        return;
    }
    for note in sources.iter().filter(|note| !known.withholds(note.value.id.as_str())) {
        report_origin(note, known, files, findings);
    }
    for outcome in claims {
        let note = &outcome.note;
        let places = Arc::new(Places::of_file(files, note.value.file, &note.skipped));
        let written = NoteText { files, places: &places };
        report_links(&note.value, known, written, findings);
    }
}
