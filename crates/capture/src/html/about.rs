//! What is known of a page when its metadata is read: [`About`].

use url::Url;

use super::json_ld::JsonLd;
use super::lines::Line;
use super::main_content::Region;
use super::measure::Measures;
use super::page::SavedPage;
use super::visible::VisibleNodes;

/// What is known of a page when its metadata is read.
pub(super) struct About<'a> {
    pub page: &'a SavedPage,
    pub visible: &'a VisibleNodes,
    pub measures: &'a Measures,
    pub region: &'a Region,
    pub json_ld: JsonLd,
    pub lines: Vec<Line>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    pub url: Option<Url>,
    /// The day of capture; nothing was published later.
    pub captured: &'a str,
}

impl About<'_> {
    pub fn host(&self) -> Option<&str> {
        self.url.as_ref()?.host_str()
    }

    /// The first block of running text.
    pub fn first_prose(&self) -> usize {
        let core = self.region.core;
        std::iter::once(core)
            .chain(self.page.descendants(core))
            .find(|node| self.region.clean[*node] > 0 && self.measures.is_prose(*node))
            .unwrap_or(core)
    }

    /// The last block of running text.
    pub fn last_prose(&self) -> usize {
        let core = self.region.core;
        let prose = |node: &usize| self.region.clean[*node] > 0 && self.measures.is_prose(*node);
        self.page.descendants(core).rev().find(prose).unwrap_or(core)
    }

    /// The lines between the headline and the text, those just above the headline, and those just below the text.
    pub fn near(&self) -> Vec<&Line> {
        const AROUND: usize = 8;
        let (first, last) = (self.first_prose(), self.last_prose());
        let headline = self.region.headline.filter(|headline| *headline < first);
        let end = self.page.descendants(last).end;
        let at = |node: usize| self.lines.partition_point(|line| line.block < node);
        let below_headline = headline.map_or_else(|| at(first).saturating_sub(AROUND), |headline| at(headline + 1));
        let mut near: Vec<&Line> = self.lines[below_headline.min(at(first))..at(first)].iter().collect();
        if let Some(headline) = headline {
            near.extend(self.lines[at(headline).saturating_sub(AROUND)..at(headline)].iter().rev());
        }
        near.extend(self.lines[at(end)..].iter().take(AROUND));
        near
    }
}
