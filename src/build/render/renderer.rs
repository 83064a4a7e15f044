//! One file of the site at a time: [`Renderer::make`] carries out a [`Job`].

use std::borrow::Cow;
use std::fs;

use tera::Value;

use super::feeds;
use super::jobs::{self, Job, PageKind};
use super::listing::{self, ListingKind};
use super::shared::Shared;
use super::templates::Templates;
use super::value::{self, TemplateContext, object, text};
use super::{annotations, claim, claims_table, data, front, json_ld, picture, print, routes, source, stylesheet};
use crate::base::cache::Cache;
use crate::base::error::Error;
use crate::base::index::Idx as _;
use crate::build::card::{self, CardPainter};
use crate::build::load::{Bytes, Static};
use crate::findings::Diagnostic;
use crate::model::{PersonIdx, VerdictIdx};

/// What came of a job.
pub(super) enum Rendered<'a> {
    Buffer,
    Bytes(Cow<'a, [u8]>),
    Failed(Box<Diagnostic>),
}

pub(super) struct Renderer<'s> {
    pub shared: Shared<'s>,
    pub templates: &'s Templates,
    /// Every file of the site.
    pub jobs: &'s [Job],
    pub pictures: Option<PictureStore<'s>>,
}

/// What pictures are made with, and where they are kept.
pub(super) struct PictureStore<'c> {
    pub painter: CardPainter,
    pub kept: &'c Cache,
}

/// A page to be rendered.
pub(super) struct PageOutput {
    template: &'static str,
    pub fields: TemplateContext,
}

impl<'s> Renderer<'s> {
    /// The file of a job: in `buffer`, or as bytes that were there already.
    pub fn make(&self, job: &Job, buffer: &mut Vec<u8>) -> Result<Rendered<'s>, Error> {
        let site = self.shared.site;
        Ok(match job.what {
            PageKind::ClaimsData => Rendered::Bytes(data::claims(site).into()),
            PageKind::PassagesData => Rendered::Bytes(data::passages(&self.shared).into()),
            PageKind::ClaimsTable => Rendered::Bytes(claims_table::claims_table(site).into()),
            PageKind::Annotations(i) => Rendered::Bytes(annotations::annotations(site, i).into()),
            PageKind::ReviewFeed => match &site.brief.base_url {
                Some(base) => Rendered::Bytes(json_ld::feed::feed(site, base).into()),
                None => Rendered::Buffer,
            },
            PageKind::ClaimsIndex => Rendered::Bytes(data::claims_index(site).into()),
            PageKind::SourceText(i) => Rendered::Bytes(data::source_text(&site.sources[i]).as_bytes().into()),
            PageKind::Static(i) => Rendered::Bytes(static_bytes(&site.theme.statics[i])?),
            PageKind::Stylesheet(i) => {
                Rendered::Bytes(stylesheet::stylesheet(&site.theme.statics[i], &site.brief.theme)?.into())
            }
            PageKind::Card(i) => match &self.pictures {
                Some(PictureStore { painter, kept }) => {
                    Rendered::Bytes(picture::of_claim(site, i, painter, kept).into())
                }
                None => Rendered::Buffer,
            },
            PageKind::BriefCard => match &self.pictures {
                Some(PictureStore { painter, kept }) => Rendered::Bytes(picture::of_brief(site, painter, kept).into()),
                None => Rendered::Buffer,
            },
            _ => match self.render(job, buffer) {
                Ok(()) => Rendered::Buffer,
                Err(finding) => Rendered::Failed(finding),
            },
        })
    }

    /// Renders the template of a job into `buffer`; nothing where it is made without one.
    pub fn render(&self, job: &Job, buffer: &mut Vec<u8>) -> Result<(), Box<Diagnostic>> {
        if let Some(PageOutput { template, fields }) = self.page(job) {
            self.templates.render(template, &fields.into_context(), buffer)?;
            value::replace_forbidden(buffer);
        }
        Ok(())
    }

    /// The template of a job and all that it sees; `None` where it is made without one.
    pub fn page(&self, job: &Job) -> Option<PageOutput> {
        let site = self.shared.site;
        let base = site.brief.base_url.as_ref();
        let locale = &site.locale;
        let word = |name: &str| locale.wording(name, None).to_owned();
        let (template, kind, title, mut context) = match job.what {
            PageKind::Front => ("brief.html", "brief", site.brief.title.clone(), front::context(&self.shared)),
            PageKind::Print => ("print.html", "print", site.brief.title.clone(), print::context(&self.shared)),
            PageKind::Claim(i) => {
                let context = claim::context(&self.shared, i);
                ("claim.html", "claim", site.claims[i].title.clone(), context)
            }
            PageKind::Source(i) => {
                let title = site.sources[i].source.title.clone();
                ("source.html", "source", title, source::context(&self.shared, i))
            }
            PageKind::Claims(gathering, page) => {
                let (template, kind, title) = match gathering {
                    ListingKind::All => ("claims.html", "claims", word("all_claims")),
                    ListingKind::Verdict(i) => {
                        ("verdict.html", "verdict", site.brief.scale.verdicts()[VerdictIdx::new(i)].label.clone())
                    }
                    ListingKind::Tag(i) => ("tag.html", "tag", site.tags[i].label.clone()),
                    ListingKind::Person(i) => {
                        ("person.html", "person", site.brief.people[PersonIdx::new(i)].name.clone())
                    }
                };
                (template, kind, self.paged(title, page), listing::context(&self.shared, gathering, page))
            }
            PageKind::Sources(page) => {
                let title = self.paged(word("all_sources"), page);
                ("sources.html", "sources", title, listing::sources(&self.shared, page))
            }
            PageKind::Corrections(page) => {
                let title = self.paged(word("corrections"), page);
                ("corrections.html", "corrections", title, listing::corrections(&self.shared, page))
            }
            PageKind::People => ("people.html", "people", word("people"), listing::people(&self.shared)),
            PageKind::Scale => ("verdicts.html", "verdicts", word("the_scale"), listing::scale(&self.shared)),
            PageKind::Page(i) => ("page.html", "page", site.pages[i].title.clone(), self.prose(i)),
            PageKind::NotFound => ("not-found.html", "not-found", word("not_found"), TemplateContext::default()),
            PageKind::Feed => ("feed.xml", "feed", site.brief.title.clone(), feeds::feed(&self.shared, base?)),
            PageKind::CorrectionsFeed => {
                let title = format!("{} – {}", word("corrections"), site.brief.title);
                ("feed.xml", "feed", title, feeds::corrections(&self.shared, base?))
            }
            PageKind::Sitemap => {
                ("sitemap.xml", "sitemap", String::new(), feeds::sitemap(&self.shared, base?, self.jobs))
            }
            PageKind::SitemapPart(part) => {
                let context = feeds::sitemap_part(&self.shared, base?, self.jobs, part);
                ("sitemap.xml", "sitemap", String::new(), context)
            }
            PageKind::Robots => ("robots.txt", "robots", String::new(), feeds::robots(base)),
            PageKind::Headers => ("headers.txt", "headers", String::new(), TemplateContext::default()),
            _ => return None,
        };
        self.common(&mut context, job, kind, &title);
        Some(PageOutput { template, fields: context })
    }

    /// The title of a page of a list, from 0.
    fn paged(&self, title: String, page: usize) -> String {
        match page {
            0 => title,
            _ => {
                let number = self.shared.site.locale.number(page + 1);
                self.shared.site.locale.filled("title_of_page", &[("title", &title), ("number", &number)], None)
            }
        }
    }

    /// What every template sees.
    fn common(&self, context: &mut TemplateContext, job: &Job, kind: &'static str, title: &str) {
        let site = self.shared.site;
        let base = site.brief.base_url.as_ref();
        let language = &site.brief.language;
        // A missing page is served under any address, so its links must not depend on it.
        let root = match (job.what, base) {
            (PageKind::NotFound, Some(base)) => base.path(),
            _ => routes::root(&job.path),
        };
        let address = if matches!(job.what, PageKind::Front) { "" } else { &job.path };
        let canonical = base.filter(|_| job.is_page()).map(|base| json_ld::absolute(base, address));
        context.insert("root", text(root));
        context.insert("generator", text(concat!("Citeback ", env!("CARGO_PKG_VERSION"))));
        context.insert("words", self.shared.words.clone());
        context.insert("brief", self.shared.brief.clone());
        context.insert(
            "page",
            object([
                ("kind", text(kind)),
                ("title", text(title)),
                ("description", self.description(job)),
                ("path", text(&job.path)),
                ("canonical", value::maybe(canonical.as_deref())),
                ("language", text(language.tag())),
                ("dir", text(language.direction())),
                ("report", self.report(title, canonical.as_deref())),
                ("card", self.card(job)),
                ("json_ld", self.structured(job, title).map_or_else(Value::none, |data| value::html(&data))),
            ]),
        );
    }

    /// What a page says of itself in schema.org's words, beside what its own kind of page says.
    fn structured(&self, job: &Job, title: &str) -> Option<String> {
        let site = self.shared.site;
        let word = |name: &'static str| site.locale.wording(name, None);
        let own = (title, job.path.as_str());
        match job.what {
            PageKind::Front => json_ld::of_front(site),
            PageKind::Claim(_) => json_ld::of_listing(site, &[(word("claims"), routes::CLAIMS), own]),
            PageKind::Source(_) => json_ld::of_listing(site, &[(word("sources"), routes::SOURCES), own]),
            PageKind::Claims(ListingKind::Verdict(_), _) => {
                json_ld::of_listing(site, &[(word("the_scale"), routes::SCALE), own])
            }
            PageKind::Claims(ListingKind::Person(_), _) => {
                json_ld::of_listing(site, &[(word("people"), routes::PEOPLE), own])
            }
            _ if job.is_page() => json_ld::of_listing(site, &[own]),
            _ => None,
        }
    }

    /// One or two plain sentences for search engines and link previews.
    fn description(&self, job: &Job) -> Value {
        let site = self.shared.site;
        let plain = |markdown: &str| {
            text(&citeback_quote::text::single_spaced(&crate::markdown::reading::reading_text(markdown).text))
        };
        match job.what {
            PageKind::Front => value::maybe(site.brief.description.as_deref()),
            PageKind::Claim(i) => plain(&site.claims[i].summary),
            PageKind::Page(i) => value::maybe(site.pages[i].description.as_deref()),
            PageKind::Source(i) => {
                let source = &site.sources[i].source;
                let by = source.publisher.as_deref().map_or_else(String::new, |publisher| format!(", {publisher}"));
                text(&format!("{}{by}", source.title))
            }
            PageKind::Claims(ListingKind::Verdict(i), _) => {
                text(&site.brief.scale.verdicts()[VerdictIdx::new(i)].definition)
            }
            _ => Value::none(),
        }
    }

    /// The picture that stands for a page where its link is shared.
    fn card(&self, job: &Job) -> Value {
        let site = self.shared.site;
        let (Some(base), true) = (&site.brief.base_url, jobs::has_cards(site)) else {
            return Value::none();
        };
        let (path, alt) = match job.what {
            PageKind::Claim(i) => {
                let claim = &site.claims[i];
                let verdict = &site.brief.scale.verdicts()[claim.verdict].label;
                (routes::card(&claim.id), format!("{}: {verdict}", claim.claim))
            }
            _ => (routes::BRIEF_CARD.to_owned(), site.brief.title.clone()),
        };
        object([
            ("url", text(&json_ld::absolute(base, &path))),
            ("width", Value::from(card::SIZE.0)),
            ("height", Value::from(card::SIZE.1)),
            ("alt", text(&alt)),
        ])
    }

    /// Where readers report an error on a page: by mail with the page in the subject, or at the newsroom's own address.
    fn report(&self, title: &str, canonical: Option<&str>) -> Value {
        let contact =
            self.shared.site.brief.organisation.as_ref().and_then(|organisation| organisation.contact.as_deref());
        value::maybe(contact.map(|contact| routes::report(contact, title, canonical)).as_deref())
    }

    fn prose(&self, position: usize) -> TemplateContext {
        let page = &self.shared.site.pages[position];
        let mut context = TemplateContext::default();
        context.insert("title", text(&page.title));
        context.insert("content", self.shared.blocks(&page.body, "../", 2));
        // The page on how the newsroom works ends with what its verdicts mean.
        let site = self.shared.site;
        let scale = site.brief.policies.methodology.as_ref() == Some(&page.id);
        let verdicts = scale.then(|| value::list(self.shared.verdicts.iter().cloned()));
        context.insert("verdicts", verdicts.unwrap_or_else(Value::none));
        let log = site.brief.policies.corrections.as_ref() == Some(&page.id);
        context.insert("log", value::maybe(log.then_some(routes::CORRECTIONS)));
        context
    }
}

fn static_bytes<'s>(file: &Static) -> Result<Cow<'s, [u8]>, Error> {
    Ok(match &file.bytes {
        Bytes::BuiltIn(bytes) => Cow::Borrowed(*bytes),
        Bytes::OnDisk(path, _) => fs::read(path).map_err(Error::io("read", path))?.into(),
    })
}
