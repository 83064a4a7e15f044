//! What can be wrong with a page that a theme has spoiled, and how to fix it: [`FaultKind`].

use crate::findings::Code;

/// Something that is wrong with a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub kind: FaultKind,
    /// What it is about, such as a passage or a link.
    pub what: String,
}

/// In the order in which they are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FaultKind {
    CardMissing,
    CardWords,
    MarkMissing,
    MarkWords,
    WayIntoSource,
    WayBack,
    ClaimReview,
    Robots,
    Canonical,
    PolicyMissing,
    PolicyWeak,
    DeadLink,
    Inline,
    Foreign,
}

impl FaultKind {
    /// The code of the finding.
    pub fn code(self) -> Code {
        match self {
            FaultKind::CardMissing
            | FaultKind::CardWords
            | FaultKind::MarkMissing
            | FaultKind::MarkWords
            | FaultKind::WayIntoSource
            | FaultKind::WayBack => Code::ThemePassageLost,
            FaultKind::ClaimReview | FaultKind::Robots | FaultKind::Canonical => Code::ThemeMetadataLost,
            FaultKind::PolicyMissing | FaultKind::PolicyWeak => Code::ThemePolicy,
            FaultKind::DeadLink => Code::ThemeDeadLink,
            FaultKind::Inline | FaultKind::Foreign => Code::ThemeBlocked,
        }
    }

    pub fn message(self) -> &'static str {
        match self {
            FaultKind::CardMissing => "the page of a claim has no card for one of its passages",
            FaultKind::CardWords => "the card of a passage does not show all of its words",
            FaultKind::MarkMissing => "the page of a source does not show where a passage is",
            FaultKind::MarkWords => "the page of a source marks the wrong words as a passage",
            FaultKind::WayIntoSource => "no link leads from the card of a passage to its place in the source",
            FaultKind::WayBack => "no link leads from a source back to a claim that cites it",
            FaultKind::ClaimReview => "the page of a claim has lost its ClaimReview, or it was changed",
            FaultKind::Robots => "a page that search engines must not list does not tell them so",
            FaultKind::Canonical => "a page does not give its canonical address",
            FaultKind::PolicyMissing => "a page has no Content-Security-Policy",
            FaultKind::PolicyWeak => "the Content-Security-Policy of a page would let smuggled scripts run",
            FaultKind::DeadLink => "a link leads nowhere",
            FaultKind::Inline => "browsers ignore this, because the policy of the site forbids it",
            FaultKind::Foreign => "browsers do not load this, because it is on another site",
        }
    }

    pub fn hint(self) -> &'static str {
        match self {
            FaultKind::CardMissing => "give the element of each passage its id: id=\"{{ passage.anchor }}\"",
            FaultKind::CardWords => {
                "show passage.excerpt with partials/excerpt.html, and absent words with partials/absence.html"
            }
            FaultKind::MarkMissing | FaultKind::MarkWords => {
                "show source.title_html, and the html of each block in source.article or source.excerpts, as they are"
            }
            FaultKind::WayIntoSource => "link to it: href=\"{{ root }}{{ passage.in_context }}\"",
            FaultKind::WayBack => "include partials/cited-by.html below each block of the article",
            FaultKind::ClaimReview => {
                "show page.claim_review in a script element of the head, as default/base.html does"
            }
            FaultKind::Robots => "show page.robots in a meta element of the head, as default/base.html does",
            FaultKind::Canonical => "include partials/meta.html in the head, or show page.canonical as it does",
            FaultKind::PolicyMissing => "keep the block “policy” of default/base.html in the head",
            FaultKind::PolicyWeak => {
                "write {{ page.policy }} there, unchanged; what else pages may load is allowed under “policy” in brief.yaml"
            }
            FaultKind::DeadLink => {
                "begin each address inside the site with {{ root }}; what follows a # must be the id of an element on that page"
            }
            FaultKind::Inline => "put styles and scripts into files in static/, and link to them with {{ root }}",
            FaultKind::Foreign => {
                "put the file into static/, and link to it with {{ root }}; or allow the site under “policy” in brief.yaml"
            }
        }
    }

    /// The templates that are most likely to be at fault, the likeliest first.
    pub fn likely(self) -> &'static [&'static str] {
        match self {
            FaultKind::CardMissing | FaultKind::CardWords | FaultKind::WayIntoSource => &[
                "partials/passage-card.html",
                "partials/absence-card.html",
                "partials/excerpt.html",
                "partials/excerpt-piece.html",
                "claim.html",
            ],
            FaultKind::MarkMissing | FaultKind::MarkWords => &["partials/source-passage.html", "source.html"],
            FaultKind::WayBack => &["partials/cited-by-row.html", "partials/cited-by.html", "source.html"],
            FaultKind::ClaimReview | FaultKind::Robots | FaultKind::PolicyMissing | FaultKind::PolicyWeak => {
                &["base.html"]
            }
            FaultKind::Canonical => &["partials/meta.html", "base.html"],
            FaultKind::DeadLink | FaultKind::Inline | FaultKind::Foreign => &[],
        }
    }
}
