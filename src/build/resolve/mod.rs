//! The second stage: turns each quote into a [`Passage`] at an exact place in its source, verifies each absence, and
//! checks each reference. Entry point:
//! [`resolve`].
//!
//! A claim with an unlocated quote does not reach the next stage, so an unverified quote cannot be rendered.

mod absence;
mod accepted;
mod analysed;
mod cache;
mod checked;
mod corrected;
mod embargo;
mod figures_differ;
mod formerly;
mod held_files;
mod house_rules;
mod id_correction;
mod in_language;
mod mentions;
mod navigation;
mod note_text;
mod origins;
mod outcome;
mod own_pages;
mod passage;
mod prose;
mod quote;
mod quote_context;
mod quoted;
mod reference_index;
mod references;
mod rules;
mod setting_aside;
mod site_prose;
mod speakers;
mod statement;
mod texts;
mod texts_compared;
mod traced;
mod translation;
mod uncited;
mod unfinished;
mod verified;
mod version_changed;
mod version_of;
mod versions;
mod voices;

pub use cache::ResolveCache;
pub use checked::{CheckedBefore, Earlier, checked_before, own_verdict, statements};
pub use embargo::{Embargoed, Held};
pub use figures_differ::differing_in;
pub use in_language::{brief_in, claim_in, page_in, settle_absence, settle_quotation, source_in};
pub use outcome::links_in;
pub use passage::{MissingIn, Passage, ReadSource, Sources};
pub use rules::{caution_in_words, explained as misuse_in_words, obstacle_in_words};
pub use speakers::differing_speakers;
pub use texts::{ResolvedLanguage, TranslatedNote};
pub use traced::of_claim as traced_figures;
pub(crate) use traced::place as place_of_figure;
pub use unfinished::{Unfinished, UnfinishedNote};
pub use verified::{Verified, VerifiedAbsence};
pub use versions::{Captures, Changes, Step};

use std::sync::Arc;

use rayon::prelude::*;

use crate::analysis::checked::CheckArchive;
use crate::analysis::{Analysis, analyse};
use crate::base::aside::drop_aside;
use crate::base::files::{FileId, Files};
use crate::base::index::IndexVec;
use crate::build::load::{Content, Note, SiteData, Theme, TranslatedContent};
use crate::findings::{Code, Findings};
use crate::model::locale::Locale;
use crate::model::{Across, Brief, Claim, DeskLink, Evidence, Options, Page, Source, SourceIdx, Status};
use accepted::Acceptances;
use outcome::outcome;
use reference_index::ReferenceIndex;
use setting_aside::{forget_in_brief, set_aside};

/// A site whose passages and references are valid.
#[derive(Debug)]
pub struct Resolved {
    pub files: Arc<Files>,
    pub brief_file: FileId,
    pub brief: Brief,
    pub sources: Sources,
    /// For each source, whether it is published along with those of these claims that get a page.
    pub published: IndexVec<SourceIdx, bool>,
    /// Sorted by id.
    pub claims: Vec<Arc<Claim<Verified>>>,
    /// What the sources and these claims have in common.
    pub analysis: Arc<Analysis>,
    pub pages: Vec<Page>,
    pub theme: Arc<Theme>,
    /// Data of the newsroom's own.
    pub data: Arc<SiteData>,
    pub locale: Arc<Locale>,
    /// What embargoes keep out of the site.
    pub held: Held,
    /// The notes that are set aside; no claim rests on them.
    pub unfinished: Arc<Unfinished>,
    /// The pages that were captured several times.
    pub captures: Vec<Arc<Captures>>,
    /// What was checked before; for the editor only.
    pub archives: Vec<Arc<CheckArchive>>,
    pub desk: Option<DeskLink>,
    pub across: Arc<Across>,
    /// The texts in the other languages of the brief.
    pub languages: Vec<ResolvedLanguage>,
}

/// Locates every quote in its source and checks every reference; problems go to `findings`.
pub fn resolve(content: Content, options: &Options, findings: &mut Findings) -> Resolved {
    let mut cache = ResolveCache::default();
    let resolved = resolve_again(content, options, &mut cache, findings);
    cache.release_claims();
    drop_aside(cache);
    resolved
}

/// Like [`resolve`], for a site that was resolved before: resolves only what has changed or depends on a change.
pub fn resolve_again(
    content: Content,
    options: &Options,
    kept: &mut ResolveCache,
    findings: &mut Findings,
) -> Resolved {
    let Content {
        files,
        brief_file,
        brief,
        brief_is_kept,
        sources: source_notes,
        claims,
        pages,
        theme,
        data,
        locale,
        archives,
        unread,
        desk,
        across,
        translations,
    } = content;
    let found_before = findings.iter().count();
    let unread = Arc::new(unread);
    let sources = kept.read(&source_notes, &brief.language);

    sources.iter().for_each(|source| rules::unseen(source, findings));
    let mut known = ReferenceIndex::new(&sources, &claims, &pages, (&unread, &across), options);
    kept.compare(&known);
    let noted = embargo::Noted {
        files: &files,
        base_url: options.base_url.as_ref().or(brief.base_url.as_ref()),
        brief: (&brief, brief_file),
        claims: &claims,
        sources: &source_notes,
        pages: &pages,
        data: &data.files,
    };
    let mut held = Held::new(&noted, options.embargoes);
    let versions = kept.group(&sources, &versions::left_out(&source_notes, &held.sources));
    let quotes = Arc::new(quote::Resolver::new(&files, &sources, &unread, &versions));
    let fresh: Vec<(FileId, cache::ClaimOutcome)> = claims
        .par_iter()
        .filter(|note| !kept.holds(note))
        .map(|note| (note.value.file, outcome(note, brief.language.tag(), &known, &quotes)))
        .collect();
    kept.take_in(fresh);
    let mut quotations = std::mem::take(&mut kept.quotations);
    let shared = kept.take_shared();
    let outcomes: Vec<&cache::ClaimOutcome> = claims.iter().filter_map(|note| kept.outcome(note.value.file)).collect();
    for outcome in &outcomes {
        findings.extend(outcome.findings.iter().cloned());
    }
    let mut resolved: Vec<Arc<Claim<Verified>>> = outcomes.iter().filter_map(|outcome| outcome.claim.clone()).collect();
    resolved.sort_by(|a, b| a.id.cmp(&b.id));
    // If some notes are broken, a source may wrongly seem uncited.
    let all_whole = source_notes.iter().all(|source| source.sound)
        && unread.claims.is_empty()
        && outcomes.iter().all(|outcome| outcome.claim.is_some());
    let translated: Vec<_> = translations.iter().flat_map(TranslatedContent::notes).cloned().collect();
    let mut acceptances = acceptances(&files, &source_notes, &outcomes);
    translated.iter().for_each(|note| acceptances.add(&note.value.accepted, note.sound));
    acceptances.add_own(&brief, !findings.has_error_in(brief_file), &pages);
    held.report(brief_file, &files, findings);
    let held_claims = held.claims.clone();
    let is_shown =
        |claim: &Claim<Evidence>| (options.drafts || claim.status != Status::Draft) && !held_claims.contains(&claim.id);
    let shown: Vec<&cache::ClaimOutcome> =
        outcomes.iter().copied().filter(|outcome| is_shown(&outcome.note.value)).collect();
    let mut published = published(&sources, &shown);
    for (read, published) in sources.iter().zip(published.as_mut_slice()) {
        *published &= !held.sources.contains(&read.source.id);
    }
    house_rules::check(&brief, &outcomes, &sources, &files, findings);
    let held_sources: Vec<bool> = sources.iter().map(|read| held.sources.contains(&read.source.id)).collect();
    let shared = shared.filter(|kept| kept.held == held_sources).map(|kept| kept.shared);
    let material = analysed::material(&sources, &resolved, &held);
    // Much of the one runs on a single thread, while the other keeps the rest busy.
    let (mut analysis, checked_before) =
        rayon::join(|| analyse(&material, shared), || checked::findings(&brief, &archives, &outcomes, &files));
    house_rules::check_origins(&brief, &outcomes, &analysis, &files, findings);
    origins::report(&analysis, &outcomes, &files, findings);
    figures_differ::report(&analysis.shared, &sources, findings);
    analysis.speakers = speakers::report(&brief, &shown, &files, findings);
    voices::report(&brief, &outcomes, &files, findings);
    findings.extend(checked_before);
    if all_whole {
        let uncited = uncited::not_published(&sources, &published);
        known.withhold(uncited.filter(|source| !held.sources.contains(&source.id)));
        uncited::report(&source_notes, &shown, &known, &files, findings);
        // A source cited only by a draft is not published, but it is in use.
        let used = self::published(&sources, &outcomes);
        let unused = uncited::not_published(&sources, &used);
        // A version of a source that is in use is compared with it.
        // One of the desk may be for other briefs.
        let is_unused = |source: &&Source| !source.is_shared && !versions.is_compared(&source.id, &used);
        let unused: Vec<&Source> = unused.filter(is_unused).collect();
        uncited::report_unused(&unused, brief_file, &mut acceptances, findings);
    }
    let addressed = formerly::Addressed {
        files: &files,
        brief: &brief,
        claims: &claims,
        sources: &source_notes,
        pages: &pages,
        unread: &unread,
    };
    formerly::check(&addressed, findings);
    version_of::check(&source_notes, &known, &files, findings);
    references::check_brief(&brief, brief_file, &known, &files, findings);
    navigation::check(&brief, brief_file, &known, &files, findings);
    for page in &pages {
        references::check_page(&page.value, &known, &files, findings);
    }
    let offered = own_pages::Offered {
        files: &files,
        theme: &theme,
        brief: (!brief_is_kept && !findings.has_error_in(brief_file)).then_some(&brief),
        claims: &claims,
        known: &known,
        knows_claims: unread.claims.is_empty(),
    };
    own_pages::check(&pages, &offered, findings);
    let originals = texts::Originals {
        files: &files,
        brief: &brief,
        claims: &claims,
        pages: &pages,
        known: &known,
        unread: &unread,
        quotes: &quotes,
        verified: resolved.iter().map(|claim| (&claim.id, claim.passages.as_slice())).collect(),
    };
    let languages = texts::check(translations, &originals, &mut held, findings);
    let shown_claims = claims.iter().map(|note| &note.value).filter(|claim| is_shown(claim));
    let all = || sources.iter().map(|_| true).collect();
    let searched = if all_whole { published.clone() } else { all() };
    let site = site_prose::SiteProse { quotes: &quotes, published: searched, claims: shown_claims.collect() };
    // The quoted words may be in a source that could not be read.
    if unread.sources.is_empty() {
        site_prose::check_site(&site, (&brief, brief_file), &pages, &mut quotations, findings);
        texts::check_prose(&languages, (&brief, &pages), &site, &mut quotations, findings);
    }
    findings.accept(&acceptances.concerned(), |finding| acceptances.reason(finding));
    origins::take_reasons(&mut analysis, &outcomes, findings);
    speakers::take_reasons(&mut analysis.speakers, &shown, findings);
    // Some checks run only if all notes are valid, or only if drafts are left out.
    let unsure = |code| match code {
        Code::SourceUnused => !all_whole,
        Code::ProseQuoteNotFound => !all_whole || !unread.sources.is_empty(),
        Code::DraftLinked => options.drafts,
        // What an embargo keeps out is not compared.
        Code::AlreadyChecked => brief_is_kept,
        Code::OneOrigin | Code::SecondOriginMissing | Code::FiguresDiffer => !held.is_empty(),
        Code::UncitedLinked => options.drafts || !all_whole,
        _ => false,
    };
    findings.extend(acceptances.unused(&source_notes, unsure));
    // Errors in unpublished notes do not prevent publishing the rest.
    let unpublished = claims.iter().map(|note| &note.value).filter(|claim| !is_shown(claim)).map(|claim| claim.file);
    let kept_out = source_notes.iter().map(|note| &note.value).filter(|source| held.sources.contains(&source.id));
    findings.downgrade(&unpublished.chain(kept_out.map(|source| source.file)).collect());
    if !held.is_empty() {
        let ids = sources.iter().zip(&published).filter(|(_, published)| **published).map(|(read, _)| &read.source.id);
        let files = held_files::held_files(&held, &noted, &theme, &ids.collect(), is_shown);
        held.listed.extend(files);
    }
    if brief_is_kept {
        forget_in_brief(findings, found_before, brief_file);
    }
    let notes = unfinished::Notes { files: &files, sources: &source_notes, pages: &pages, unread: &unread };
    let unfinished = if options.sets_aside {
        Unfinished::of(&notes, &shown, findings)
    } else {
        Unfinished::drafts(shown.iter().map(|outcome| &outcome.note.value))
    };
    if options.sets_aside {
        set_aside(&unfinished, &mut resolved, &sources, &mut published);
    }
    let mut pages: Vec<Page> = pages.iter().map(|note| own_pages::settled(note.value.clone(), &theme)).collect();
    pages.retain(|page| unfinished.pages.values().all(|other| other.file != page.file));
    let unfinished = Arc::new(unfinished);
    kept.quotations = quotations;
    let captures = versions.pages;
    kept.keep_shared(cache::SharedOf { held: held_sources, shared: Arc::clone(&analysis.shared) });
    Resolved {
        files,
        brief_file,
        brief,
        sources,
        published,
        claims: resolved,
        analysis: Arc::new(analysis),
        pages,
        theme,
        data,
        locale,
        held,
        unfinished,
        captures,
        archives,
        desk,
        across,
        languages,
    }
}

/// For each source, whether it is published along with the valid ones of these claims.
fn published(sources: &Sources, outcomes: &[&cache::ClaimOutcome]) -> IndexVec<SourceIdx, bool> {
    let whole = outcomes.iter().filter(|outcome| outcome.claim.is_some());
    uncited::published(sources, whole.map(|outcome| outcome.cited.as_slice()))
}

/// Collects the accepted findings of all notes.
fn acceptances<'a>(
    files: &'a Files,
    sources: &'a [Arc<Note<Arc<Source>>>],
    claims: &[&'a cache::ClaimOutcome],
) -> Acceptances<'a> {
    let mut acceptances = Acceptances::new(files);
    for note in sources {
        acceptances.add(&note.value.accepted, note.sound);
    }
    for outcome in claims {
        acceptances.add(&outcome.note.value.accepted, outcome.claim.is_some());
    }
    acceptances
}

// They count work, which is counted with debug assertions alone.
#[cfg(all(test, debug_assertions))]
mod tests;
