//! Values that many pages show, each built once: cards of claims and sources, verdicts, tags, people, the brief itself.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use tera::Value;

use super::desk_link;
use super::directives::{Directives, TextCache};
use super::features::has_print_edition;
use super::languages::SiteLanguages;
use super::links::{Links, References};
use super::nav::{self, page_link, unfinished_link};
use super::phrases;
use super::theme_value::theme;
use super::unlinked::unlinked;
use super::value::{extra, fields, html, list, map, maybe, maybe_date, object, text};
use super::verdict_value::verdicts;
use crate::base::index::IndexVec;
use crate::build::relate::{Citation, Site, Tag};
use crate::build::resolve::Verified;
use crate::markdown::highlight::Highlighter;
use crate::markdown::prose::{Prose, ProseStyle};
use crate::model::locale::Locale;
use crate::model::{
    Claim, ClaimIdx, Claimant, ClaimantKind, Date, Person, PersonIdx, SourceIdx, Status, Translation, VerdictIdx,
};
use crate::routes;
use citeback_quote::text::fold::without_directions;
use citeback_quote::text::sentence::Sentences;

/// What every page may show, and the tools that pages are made with. It belongs to one site as it was at one time, and is made once for
/// all pages of it.
pub(super) struct Shared {
    pub site: Arc<Site>,
    /// The site in its other languages, if there are any.
    pub languages: Option<Arc<SiteLanguages>>,
    pub colours: Arc<Highlighter>,
    pub brief: Value,
    /// The logo and the stylesheet that brief.yaml names.
    pub theme: Value,
    /// The phrases of the interface.
    pub words: Value,
    /// Data of the newsroom's own.
    pub data: Value,
    /// Whether pages see also what no built-in template shows.
    pub is_complete: bool,
    /// The names of styles and scripts.
    pub assets: Value,
    /// Each with the count of listed claims.
    pub verdicts: IndexVec<VerdictIdx, Value>,
    /// By position in the site's tags.
    pub tags: Vec<Value>,
    pub people: IndexVec<PersonIdx, Value>,
    /// Claims and sources are made when first shown, so that a single page costs no more than what it shows.
    claims: IndexVec<ClaimIdx, OnceLock<Value>>,
    sources: IndexVec<SourceIdx, OnceLock<Value>>,
    directives: Directives,
    /// Where sentences begin in the texts of sources, each read once.
    sentences: IndexVec<SourceIdx, OnceLock<Sentences>>,
}

impl Shared {
    /// `assets` are the names of styles and scripts; `texts` may hold those of the same site as it was earlier.
    pub fn new(site: Arc<Site>, assets: Value, colours: Arc<Highlighter>, texts: Arc<TextCache>) -> Self {
        Shared {
            languages: None,
            colours,
            brief: brief(&site),
            theme: theme(&site),
            words: phrases::words(&site.locale),
            data: fields(&site.data.values),
            is_complete: site.has_own_templates(),
            assets,
            verdicts: verdicts(&site).into(),
            tags: site.tags.iter().map(tag).collect(),
            people: site
                .brief
                .people
                .iter()
                .zip(&site.by_person)
                .map(|(given, claims)| person(&site, given, claims.len()))
                .collect(),
            claims: site.claims.iter().map(|_| OnceLock::new()).collect(),
            sources: site.sources.iter().map(|_| OnceLock::new()).collect(),
            directives: Directives::new(&site, texts),
            sentences: site.sources.iter().map(|_| OnceLock::new()).collect(),
            site,
        }
    }

    /// The same with all that is documented, whatever templates the site has.
    pub fn completed(self) -> Self {
        Shared { is_complete: true, ..self }
    }

    /// Computes the text directives of all passages in parallel, for pages and files that show every one.
    pub fn prepare_directives(&self) {
        self.directives.prepare(&self.site);
    }

    /// A claim as listings show it, by its position.
    pub fn claim(&self, position: ClaimIdx) -> &Value {
        self.claims[position].get_or_init(|| self.claim_card(&self.site.claims[position]))
    }

    /// A source as listings show it, by its position.
    pub fn source(&self, position: SourceIdx) -> &Value {
        self.sources[position].get_or_init(|| {
            let (citations, absences) = (&self.site.citations[position], &self.site.absences[position]);
            let mut claims: Vec<ClaimIdx> = citations.iter().map(|citation| citation.claim).collect();
            claims.sort_unstable();
            claims.dedup();
            let counts = (claims.len(), citations.len(), absences.len());
            source_card(&self.site, position, counts)
        })
    }

    /// All sources, in their order.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = &Value> {
        self.sources.indices().map(|position| self.source(position))
    }

    /// The text directive that opens a page at the words of a passage; computed when first shown.
    pub fn directive(&self, citation: Citation) -> &str {
        self.directives.of(&self.site, citation)
    }

    /// The sentences of a source's text.
    pub fn sentences(&self, source: SourceIdx) -> &Sentences {
        self.sentences[source].get_or_init(|| Sentences::new(self.site.sources[source].reading.text()))
    }

    /// Prose on a page from which `root` leads to the site's root.
    pub fn inline(&self, markdown: &str, root: &'static str) -> Value {
        let mut links = Links { site: &self.site, root, passages: References::default() };
        html(&Prose::parse(&without_directions(markdown)).render(ProseStyle::Inline, &mut links, &self.colours))
    }

    pub fn blocks(&self, markdown: &str, root: &'static str, first_heading: usize) -> Value {
        let mut links = Links { site: &self.site, root, passages: References::default() };
        let prose = without_directions(markdown);
        html(&Prose::parse(&prose).render(ProseStyle::Blocks { first_heading }, &mut links, &self.colours))
    }

    /// A piece of prose as HTML without internal links, which would lead from a different folder on every page.
    pub fn unlinked(&self, markdown: &str) -> String {
        unlinked(markdown, &self.colours)
    }

    pub fn claim_cards(&self, claims: &[ClaimIdx]) -> Value {
        list(claims.iter().map(|claim| self.claim(*claim).clone()))
    }

    /// A claim as listings show it. Its summary keeps no links: they would lead from a different folder on every page.
    fn claim_card(&self, claim: &Claim<Verified>) -> Value {
        let locale = &self.site.locale;
        // Themes that know one claimant show the names of all.
        let all = names(locale, &claim.claimants).map_or_else(Value::none, |names| {
            let only = claim.claimants.first().filter(|_| claim.claimants.len() == 1);
            object([
                ("name", text(&names)),
                ("role", maybe(only.and_then(|claimant| claimant.role.as_deref()))),
                ("url", maybe(only.and_then(|claimant| claimant.url.as_deref()))),
            ])
        });
        let language = claim.language.as_ref().unwrap_or(&self.site.brief.language);
        let sources = cited_sources(claim).into_iter();
        let sources = sources.map(|source| text(self.site.sources[source].source.id.as_str()));
        let absences = claim.passages.iter().filter_map(Verified::absence).count();
        let mut tags: Vec<Value> = vec![];
        for label in &claim.tags {
            let slug = crate::base::slug::slug(label);
            if let Ok(position) = self.site.tags.binary_search_by(|tag| tag.slug.as_str().cmp(&slug)) {
                tags.push(self.tags[position].clone());
            }
        }
        Value::from(map([
            ("id", text(claim.id.as_str())),
            ("href", text(&routes::claim(&claim.id))),
            ("title", text(&claim.title)),
            ("claim", text(&claim.claim)),
            ("statement", text(&statement(claim))),
            ("language", text(language.tag())),
            ("dir", text(language.direction())),
            ("claimant", all),
            ("claimants", list(claim.claimants.iter().map(|given| claimant(given, locale)))),
            ("reported_by", list(claim.reported_by.iter().map(|given| claimant(given, locale)))),
            ("verdict", self.verdicts[claim.verdict].clone()),
            ("summary", html(&self.unlinked(&claim.summary))),
            ("published", maybe_date(claim.published, &self.site.locale)),
            ("updated", maybe_date(claim.updated, &self.site.locale)),
            ("checked", maybe_date(claim.checked, &self.site.locale)),
            ("status", text(status(&self.site, claim))),
            ("embargo", embargo(&self.site, claim.embargo)),
            ("tags", list(tags)),
            ("sources", list(sources)),
            ("passage_count", Value::from(claim.passages.len() - absences)),
            ("absence_count", Value::from(absences)),
            ("corrected", Value::from(!claim.corrections.is_empty())),
            ("extra", extra(&claim.extra)),
        ]))
    }
}

/// Code points of a statement where it is not shown whole.
const STATEMENT: usize = 180;

/// The statement of a claim as lists show it next to its verdict, shortened if necessary.
pub(super) fn statement(claim: &Claim<Verified>) -> String {
    citeback_quote::text::shortened(&claim.claim, STATEMENT)
}

/// The sources that a claim cites, each once, in their order.
pub(super) fn cited_sources(claim: &Claim<Verified>) -> BTreeSet<SourceIdx> {
    claim.passages.iter().map(Verified::source).collect()
}

/// The names of claimants in one text: “Ana Ruiz, Tom Hale and Harbour Radio”. `None` if there are none.
pub(super) fn names(locale: &Locale, claimants: &[Claimant]) -> Option<String> {
    let names: Vec<&str> = claimants.iter().map(|claimant| claimant.name.as_str()).collect();
    let (last, others) = names.split_last()?;
    if others.is_empty() {
        return Some((*last).to_owned());
    }
    let separator = locale.wording("separator", None);
    Some(format!("{}{}{last}", others.join(separator), locale.wording("last_separator", None)))
}

fn claimant(given: &Claimant, locale: &Locale) -> Value {
    object([
        ("name", text(&given.name)),
        ("kind", maybe(given.kind.map(ClaimantKind::name))),
        ("role", maybe(given.role.as_deref())),
        ("url", maybe(given.url.as_deref())),
        ("platform", maybe(given.platform.as_deref())),
        ("posted", maybe_date(given.posted, locale)),
    ])
}

/// Whose translation it is: “Translated by Ana Ruiz”.
pub(super) fn translation_label(locale: &Locale, translation: &Translation) -> String {
    let phrase = match (translation.machine, &translation.by) {
        (false, _) => "translated_by",
        (true, Some(_)) => "machine_translation_by",
        (true, None) => "machine_translation",
    };
    locale.filled(phrase, &[("name", translation.by.as_deref().unwrap_or_default())], None)
}

/// The date under which a claim is news: when it was last changed.
pub(super) fn last_change(claim: &Claim<Verified>) -> Option<Date> {
    claim.updated.or(claim.published).max(claim.corrections.iter().map(|correction| correction.date).max())
}

fn tag(tag: &Tag) -> Value {
    object([
        ("id", text(&tag.slug)),
        ("label", text(&tag.label)),
        ("href", text(&routes::tag(&tag.slug))),
        ("count", Value::from(tag.claims.len())),
    ])
}

/// The end of an embargo on a page that only those who write it see.
fn embargo(site: &Site, end: Option<Date>) -> Value {
    maybe_date(end.filter(|_| site.shows_embargoes), &site.locale)
}

/// The status of a claim as pages show it.
fn status(site: &Site, claim: &Claim<Verified>) -> &'static str {
    let is_embargoed = site.shows_embargoes && claim.embargo.is_some() && claim.status == Status::Published;
    if is_embargoed { "embargoed" } else { claim.status.name() }
}

fn person(site: &Site, person: &Person, claims: usize) -> Value {
    object([
        ("id", text(person.id.as_str())),
        ("name", text(&person.name)),
        ("short", maybe(person.short.as_deref())),
        ("embargo", embargo(site, person.embargo)),
        ("role", maybe(person.role.as_deref())),
        ("url", maybe(person.url.as_deref())),
        ("href", text(&routes::person(&person.id))),
        ("count", Value::from(claims)),
        ("extra", extra(&person.extra)),
    ])
}

/// With the counts of the claims that quote it, of their passages, and of the absences that claims find in it.
fn source_card(site: &Site, position: SourceIdx, (claims, passages, absences): (usize, usize, usize)) -> Value {
    let source = &site.sources[position].source;
    let language = &site.sources[position].language;
    let transcribed = source.media.as_ref().filter(|media| media.transcript);
    object([
        ("id", text(source.id.as_str())),
        ("href", text(&routes::source(&source.id))),
        ("title", text(&source.title)),
        ("publisher", maybe(source.publisher.as_deref())),
        ("short", maybe(source.short.as_deref())),
        ("embargo", embargo(site, source.embargo)),
        ("authors", list(source.authors.iter().map(|author| text(author)))),
        ("url", maybe(source.url.as_deref())),
        ("archive_url", maybe(source.archive_url.as_deref())),
        ("archived", maybe_date(source.archived(), &site.locale)),
        ("published", maybe_date(source.published, &site.locale)),
        ("captured", maybe_date(source.captured, &site.locale)),
        ("kind", text(source.kind.name())),
        ("primary", Value::from(source.primary)),
        ("transcript_of", maybe(transcribed.map(|media| media.kind.name()))),
        ("language", text(language.tag())),
        ("dir", text(language.direction())),
        ("among_versions", maybe_date(site.captured_among_versions(position), &site.locale)),
        ("claim_count", Value::from(claims)),
        ("passage_count", Value::from(passages)),
        ("absence_count", Value::from(absences)),
        ("extra", extra(&source.extra)),
    ])
}

fn brief(site: &Site) -> Value {
    let brief = &site.brief;
    let organisation = brief.organisation.as_ref().map_or_else(Value::none, |organisation| {
        object([
            ("name", text(&organisation.name)),
            ("url", maybe(organisation.url.as_deref())),
            ("logo", maybe(organisation.logo.as_deref())),
            ("same_as", list(organisation.same_as.iter().map(|url| text(url)))),
            ("contact", maybe(organisation.contact.as_deref())),
        ])
    });
    let policy = |id: &Option<crate::model::Id>| {
        let Some(id) = id.as_ref().map(crate::model::Id::as_str) else { return Value::none() };
        let unfinished = || site.unfinished.pages.get(id).map(|note| unfinished_link(site, id, note));
        let finished = site.page(id).map(|page| page_link(site, page));
        finished.or_else(|| nav::link_to_original(site, id)).or_else(unfinished).unwrap_or_else(Value::none)
    };
    let fields = [
        ("title", text(&brief.title)),
        ("short_title", maybe(brief.short_title.as_deref())),
        ("description", maybe(brief.description.as_deref())),
        ("language", text(brief.language.tag())),
        ("dir", text(brief.language.direction())),
        ("base_url", maybe(brief.base_url.as_ref().map(url::Url::as_str))),
        ("feed", Value::from(brief.base_url.is_some())),
        ("organisation", organisation),
        ("people", Value::from(!brief.people.is_empty())),
        ("corrections", Value::from(!site.corrections.is_empty())),
        ("print", Value::from(has_print_edition(site))),
        ("search", Value::from(brief.search)),
        ("unfinished", Value::from(site.unfinished.all().next().is_some())),
        ("extra", extra(&brief.extra)),
        ("nav", list(nav::pages(site))),
        ("menu", list(nav::menu(site))),
        (
            "policies",
            object([
                ("methodology", policy(&brief.policies.methodology)),
                ("corrections", policy(&brief.policies.corrections)),
                ("funding", policy(&brief.policies.funding)),
                ("ethics", policy(&brief.policies.ethics)),
            ]),
        ),
    ];
    object(fields.into_iter().chain(desk_link::fields(site)))
}
