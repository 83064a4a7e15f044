//! All briefs of a desk together: [`Overview`], and how templates see what is in them.

use std::sync::Arc;

use tera::Value;

use super::summary::{BriefSummary, ClaimSummary, CorrectionSummary, VerdictSummary};
use crate::build::render::value::{html, list, maybe, maybe_date, object, text};
use crate::model::locale::Locale;
use crate::model::{Date, DeskLink, Id};

/// The briefs of a desk, sorted by name.
#[derive(Debug, Default)]
pub struct Overview {
    pub briefs: Vec<OverviewBrief>,
    /// The claims of all briefs, those that were changed last first.
    latest: Vec<ClaimAt>,
}

/// A claim: the positions of its brief, and of it among the claims of the brief.
pub(super) type ClaimAt = (usize, usize);

/// A brief of the desk.
#[derive(Debug)]
pub struct OverviewBrief {
    /// The name of its folder.
    pub name: Id,
    pub summary: Arc<BriefSummary>,
}

impl OverviewBrief {
    /// Its folder in what is published, ending in `/`.
    pub fn folder(&self) -> String {
        format!("{}/", self.name)
    }

    /// The address of one of its pages, from the root of the desk.
    pub(super) fn href(&self, path: &str) -> String {
        format!("{}/{path}", self.name)
    }

    /// When a claim of it was last changed.
    pub(super) fn changed(&self) -> Option<Date> {
        self.summary.claims.iter().filter_map(|claim| day(claim.changed.as_deref())).max()
    }

    /// The brief as lists show it.
    pub(super) fn card(&self, locale: &Locale) -> Value {
        let BriefSummary { title, description, language, dir, claims, sources, .. } = &*self.summary;
        object([
            ("name", text(self.name.as_str())),
            ("href", text(&self.href("index.html"))),
            ("title", text(title)),
            ("description", maybe(description.as_deref())),
            ("language", text(language)),
            ("dir", text(dir)),
            ("claim_count", Value::from(claims.len())),
            ("source_count", Value::from(sources.len())),
            ("changed", maybe_date(self.changed(), locale)),
        ])
    }

    /// A claim as lists of claims of all briefs show it.
    pub(super) fn claim(&self, claim: &ClaimSummary, locale: &Locale) -> Value {
        object([
            ("id", text(&claim.id)),
            ("href", text(&self.href(&format!("claims/{}.html", claim.id)))),
            ("title", text(&claim.title)),
            ("claim", text(&claim.claim)),
            ("statement", text(&claim.statement)),
            ("language", text(&claim.language)),
            ("dir", text(&claim.dir)),
            ("claimant", claim.claimants.as_ref().map_or_else(Value::none, |names| object([("name", text(names))]))),
            ("verdict", verdict(&claim.verdict)),
            ("summary", html(&claim.summary)),
            ("published", maybe_date(day(claim.published.as_deref()), locale)),
            ("checked", maybe_date(day(claim.checked.as_deref()), locale)),
            ("status", text(&claim.status)),
            ("passage_count", Value::from(claim.passages)),
            ("absence_count", Value::from(claim.absences)),
            ("corrected", Value::from(claim.corrected)),
            ("brief", self.link()),
        ])
    }

    /// A correction in the log of all briefs.
    pub(super) fn correction(&self, correction: &CorrectionSummary, locale: &Locale) -> Value {
        let claim = object([
            ("href", text(&self.href(&format!("claims/{}.html", correction.claim)))),
            ("statement", text(&correction.statement)),
            ("language", text(&correction.language)),
            ("dir", text(&correction.dir)),
        ]);
        object([
            ("date", maybe_date(day(Some(&correction.date)), locale)),
            ("html", html(&correction.text)),
            ("was", correction.was.as_ref().map_or_else(Value::none, verdict)),
            ("now", correction.now.as_ref().map_or_else(Value::none, verdict)),
            ("claim", claim),
        ])
    }

    /// Its title as a link.
    pub(super) fn link(&self) -> Value {
        object([
            ("href", text(&self.href("index.html"))),
            ("title", text(&self.summary.title)),
            ("language", text(&self.summary.language)),
            ("dir", text(&self.summary.dir)),
        ])
    }
}

impl Overview {
    /// Of briefs that are sorted by name.
    pub fn new(briefs: Vec<OverviewBrief>) -> Self {
        let claims =
            |(at, brief): (usize, &OverviewBrief)| (0..brief.summary.claims.len()).map(move |claim| (at, claim));
        let mut latest: Vec<ClaimAt> = briefs.iter().enumerate().flat_map(claims).collect();
        latest.sort_by_cached_key(|(brief, claim)| {
            std::cmp::Reverse(day(briefs[*brief].summary.claims[*claim].changed.as_deref()))
        });
        Overview { briefs, latest }
    }

    /// What its pages lead to, and what readers can search.
    pub fn desk(&self) -> DeskLink {
        let any = |has: fn(&BriefSummary) -> bool| self.briefs.iter().any(|brief| has(&brief.summary));
        let pages = [
            ("people", any(|brief| !brief.people.is_empty())),
            ("tags", any(|brief| brief.claims.iter().any(|claim| !claim.tags.is_empty()))),
            ("claimants", any(|brief| brief.claims.iter().any(|claim| !claim.claimed_by.is_empty()))),
            ("corrections", any(|brief| !brief.corrections.is_empty())),
        ];
        let searched = self.briefs.iter().filter(|brief| brief.summary.search);
        DeskLink::Itself {
            pages: pages.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name).collect(),
            searched: searched.map(|brief| brief.name.to_string()).collect(),
        }
    }

    pub(super) fn latest_at(&self) -> &[ClaimAt] {
        &self.latest
    }

    pub(super) fn claim(&self, (brief, claim): ClaimAt) -> (&OverviewBrief, &ClaimSummary) {
        let brief = &self.briefs[brief];
        (brief, &brief.summary.claims[claim])
    }

    /// The claims of all briefs, those that were changed last first.
    pub(super) fn latest(&self) -> impl ExactSizeIterator<Item = (&OverviewBrief, &ClaimSummary)> {
        self.latest.iter().map(|at| self.claim(*at))
    }

    /// The corrections of all briefs, newest first.
    pub(super) fn corrections(&self) -> Vec<(&OverviewBrief, &CorrectionSummary)> {
        let briefs = self.briefs.iter();
        let mut corrections: Vec<_> = briefs
            .flat_map(|brief| brief.summary.corrections.iter().map(move |correction| (brief, correction)))
            .collect();
        corrections.sort_by_cached_key(|(_, correction)| std::cmp::Reverse(day(Some(&correction.date))));
        corrections
    }

    /// Claims as lists show them.
    pub(super) fn claim_list(&self, claims: &[ClaimAt], locale: &Locale) -> Value {
        list(claims.iter().map(|at| self.claim(*at)).map(|(brief, claim)| brief.claim(claim, locale)))
    }
}

pub(super) fn verdict(verdict: &VerdictSummary) -> Value {
    object([("label", text(&verdict.label)), ("classes", text(&verdict.classes))])
}

/// A day as it is kept.
pub(super) fn day(iso: Option<&str>) -> Option<Date> {
    Date::parse(iso?)
}
