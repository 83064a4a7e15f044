//! Quotations in the prose of the brief and of its pages, looked up in all published sources: [`check_site`].

use std::ops::Range;
use std::sync::Arc;

use super::cache::SiteQuotations;
use super::note_text::Part;
use super::prose::{ADVICE, ProseForm, ProseQuotation, each_quotation, has, not_found};
use super::quote::Resolver;
use super::quoted::Lookup;
use super::translation::Translated;
use crate::base::files::{FileId, Span};
use crate::base::index::IndexVec;
use crate::build::load::Note;
use crate::findings::Findings;
use crate::model::{Brief, Claim, Evidence, Page, SourceIdx};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped};
use citeback_quote::text::quotation::may_quote;

/// The brief and its pages, with the texts that they may quote.
pub(super) struct SiteProse<'a> {
    pub quotes: &'a Resolver,
    /// For each source, whether it is published.
    pub published: IndexVec<SourceIdx, bool>,
    pub claims: Vec<&'a Claim<Evidence>>,
}

/// Checks the texts of the brief and of the pages.
pub(super) fn check_site(
    site: &SiteProse<'_>,
    (brief, brief_file): (&Brief, FileId),
    pages: &[Arc<Note<Page>>],
    cache: &mut SiteQuotations,
    findings: &mut Findings,
) {
    let sources = site.quotes.sources.iter().zip(&site.published);
    let lookup =
        Lookup { quotes: site.quotes, sources: sources.filter(|(_, published)| **published).map(|(s, _)| s).collect() };
    cache.compare(&site.published);
    let mut found = vec![];
    let mut check = |text: &str, form: ProseForm, at: &dyn Fn(&Range<usize>) -> Span| {
        if !may_quote(text) {
            return;
        }
        each_quotation(text, form, |quoted| {
            if let Some(instead) = site.instead(quoted, &lookup, cache) {
                let finding = not_found(at(&quoted.written), "these words were not found in any published source");
                found.push(finding.hint(instead).hint(ADVICE));
            }
        });
    };
    let files = &site.quotes.files;
    let places = Places::of_file(files, brief_file, &Skipped::default());
    for (path, text, form) in texts_of_brief(brief) {
        check(text, form, &|part| Part::of(text, part).place(&places, &path));
    }
    for page in pages {
        let page = &page.value;
        let places = Places::of_front_matter(files, page.file, &Skipped::default());
        let body_start = places.text.len() - page.body.len();
        for (field, text) in [("title", Some(&page.title)), ("description", page.description.as_ref())] {
            let Some(text) = text else { continue };
            let path = Path::top().key(field);
            check(text, ProseForm::Unmarked, &|part| Part::of(text, part).place(&places, &path));
        }
        check(&page.body, ProseForm::Markdown, &|part| Span {
            file: page.file,
            range: body_start + part.start..body_start + part.end,
        });
    }
    findings.extend(found);
}

fn texts_of_brief(brief: &Brief) -> Vec<(Path, &str, ProseForm)> {
    let top = Path::top;
    let mut texts = vec![(top().key("title"), brief.title.as_str(), ProseForm::Unmarked)];
    texts.extend(brief.description.as_deref().map(|text| (top().key("description"), text, ProseForm::Unmarked)));
    texts.extend(brief.bottom_line.as_deref().map(|text| (top().key("bottom_line"), text, ProseForm::Markdown)));
    let verdicts = brief.scale.verdicts().iter().enumerate();
    texts.extend(verdicts.map(|(i, verdict)| {
        (top().key("verdicts").index(i).key("definition"), verdict.definition.as_str(), ProseForm::Unmarked)
    }));
    for (field, items) in [("findings", &brief.findings), ("open_questions", &brief.open_questions)] {
        let items = items.iter().enumerate();
        texts.extend(items.map(|(i, item)| (top().key(field).index(i), item.as_str(), ProseForm::Markdown)));
    }
    texts
}

impl SiteProse<'_> {
    /// What the sources say instead of a quotation; `None` if it is found.
    fn instead(&self, quoted: &ProseQuotation<'_>, lookup: &Lookup<'_>, cache: &mut SiteQuotations) -> Option<String> {
        let mut instead = None;
        for words in &quoted.words {
            let known = cache.instead.entry((*words).to_owned());
            let this = known.or_insert_with(|| (!lookup.finds(words)).then(|| lookup.instead(words)));
            if this.is_none() {
                return None;
            }
            instead = instead.or_else(|| this.clone());
        }
        let said = |claim: &&Claim<Evidence>| {
            let titles = claim.appearances.iter().filter_map(|appearance| appearance.title.as_deref());
            let mut texts = titles.chain([claim.claim.as_str(), claim.title.as_str()]);
            let translated = Translated::of_claim(claim);
            let any = |found: &dyn Fn(&str) -> bool| quoted.words.iter().any(|words| found(words));
            texts.any(|text| any(&|words| has(text, words)))
                || translated.iter().any(|text| any(&|words| text.contains(words)))
        };
        instead.filter(|_| !self.claims.iter().any(said))
    }
}
