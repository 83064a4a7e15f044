//! The fourth stage: the site becomes files. [`render`] is the one way in; it hands each file to a sink as soon as it is made, so that
//! the site is never held in memory as a whole.

mod brief;
mod claim;
mod data;
mod feeds;
mod fragments;
mod json_ld;
mod routes;
mod shared;
mod source;
mod templates;
mod value;

use std::collections::BTreeSet;
use std::fs;

use rayon::prelude::*;
use tera::{Context, Value};

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::error::Error;
use crate::load::{Bytes, Static};
use crate::relate::Site;
use shared::Shared;
use templates::Templates;
use value::{object, text};

/// Where finished files go: the path relative to the site's root, and the bytes. Called from many threads.
pub type Sink<'a> = dyn Fn(&str, &[u8]) -> Result<(), Error> + Sync + 'a;

/// A file to be made.
#[derive(Debug, Clone)]
struct Job {
    path: String,
    what: What,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Front,
    Claim(usize),
    Source(usize),
    Verdict(usize),
    Tag(usize),
    Page(usize),
    NotFound,
    Feed,
    Sitemap,
    Robots,
    ClaimsData,
    PassagesData,
    SourceText(usize),
    Static(usize),
}

/// Makes every file of the site and hands it to `sink`. What is wrong with templates goes to `findings`.
///
/// # Errors
/// What the sink returns, or a static file that cannot be read.
pub fn render(site: &Site, findings: &mut Findings, sink: &Sink<'_>) -> Result<(), Error> {
    let jobs = jobs(site);
    findings.extend(conflicts(site, &jobs));
    let templates = match Templates::new(&site.theme, &site.files) {
        Ok(templates) => templates,
        Err(found) => {
            findings.extend(found);
            return Ok(());
        }
    };
    let pages: Vec<String> = jobs.iter().filter(|job| is_page(job)).map(|job| job.path.clone()).collect();
    let renderer = Renderer { shared: Shared::new(site), templates, pages };
    // Large data files first, so that no thread is left with one at the end.
    let failed: Vec<(usize, Diagnostic)> = jobs
        .par_iter()
        .enumerate()
        .map_init(Vec::new, |buffer, (i, job)| {
            buffer.clear();
            Ok(match renderer.make(job, buffer)? {
                Made::Buffer => {
                    sink(&job.path, buffer)?;
                    None
                }
                Made::Bytes(bytes) => {
                    sink(&job.path, bytes.as_ref())?;
                    None
                }
                Made::Failed(finding) => Some((i, *finding)),
            })
        })
        .filter_map(Result::transpose)
        .collect::<Result<_, Error>>()?;
    findings.extend(gather(failed, &jobs));
    Ok(())
}

/// What came of a job.
enum Made<'a> {
    Buffer,
    Bytes(std::borrow::Cow<'a, [u8]>),
    Failed(Box<Diagnostic>),
}

struct Renderer<'s> {
    shared: Shared<'s>,
    templates: Templates<'s>,
    /// Every page for readers.
    pages: Vec<String>,
}

impl<'s> Renderer<'s> {
    fn make(&self, job: &Job, buffer: &mut Vec<u8>) -> Result<Made<'s>, Error> {
        let site = self.shared.site;
        let base = site.brief.base_url.as_ref();
        let (template, kind, title, context) = match job.what {
            What::ClaimsData => return Ok(Made::Bytes(data::claims(site).into())),
            What::PassagesData => return Ok(Made::Bytes(data::passages(&self.shared).into())),
            What::SourceText(i) => return Ok(Made::Bytes(data::source_text(&site.sources[i]).as_bytes().into())),
            What::Static(i) => return static_bytes(&site.theme.statics[i]),
            What::Front => ("brief.html", "brief", site.brief.title.clone(), brief::front(&self.shared)),
            What::Claim(i) => {
                let context = claim::context(&self.shared, i);
                ("claim.html", "claim", site.claims[i].title.clone(), context)
            }
            What::Source(i) => {
                let title = site.sources[i].source.title.clone();
                ("source.html", "source", title, source::context(&self.shared, i))
            }
            What::Verdict(i) => {
                let title = site.brief.scale.verdicts()[i].label.clone();
                ("verdict.html", "verdict", title, brief::verdict(&self.shared, i))
            }
            What::Tag(i) => ("tag.html", "tag", site.tags[i].label.clone(), brief::tag(&self.shared, i)),
            What::Page(i) => ("page.html", "page", site.pages[i].title.clone(), self.page(i)),
            What::NotFound => ("not-found.html", "not-found", "Page not found".to_owned(), Context::new()),
            What::Feed => match base {
                Some(base) => ("feed.xml", "feed", site.brief.title.clone(), feeds::feed(&self.shared, base)),
                None => return Ok(Made::Buffer),
            },
            What::Sitemap => match base {
                Some(base) => {
                    ("sitemap.xml", "sitemap", String::new(), feeds::sitemap(&self.shared, base, &self.pages))
                }
                None => return Ok(Made::Buffer),
            },
            What::Robots => ("robots.txt", "robots", String::new(), feeds::robots(base)),
        };
        let mut context = context;
        self.common(&mut context, job, kind, &title);
        Ok(match self.templates.render(template, &context, buffer) {
            Ok(()) => Made::Buffer,
            Err(finding) => Made::Failed(finding),
        })
    }

    /// What every template sees.
    fn common(&self, context: &mut Context, job: &Job, kind: &'static str, title: &str) {
        let site = self.shared.site;
        let base = site.brief.base_url.as_ref();
        let language = &site.brief.language;
        // A missing page is served under any address, so its links must not depend on it.
        let root = match (job.what, base) {
            (What::NotFound, Some(base)) => base.path(),
            _ => routes::root(&job.path),
        };
        let address = if matches!(job.what, What::Front) { "" } else { &job.path };
        let canonical = base.filter(|_| is_page(job)).map(|base| json_ld::absolute(base, address));
        context.insert_value("root", text(root));
        context.insert_value("generator", text(concat!("Citeback ", env!("CARGO_PKG_VERSION"))));
        context.insert_value("brief", self.shared.brief.clone());
        context.insert_value(
            "page",
            object([
                ("kind", text(kind)),
                ("title", text(title)),
                ("description", self.description(job)),
                ("path", text(&job.path)),
                ("canonical", value::maybe(canonical.as_deref())),
                ("language", text(language.tag())),
                ("dir", text(language.direction())),
            ]),
        );
    }

    /// One or two plain sentences for search engines and link previews.
    fn description(&self, job: &Job) -> Value {
        let site = self.shared.site;
        let plain =
            |markdown: &str| text(&crate::text::single_spaced(&crate::markdown::reading::reading_text(markdown)));
        match job.what {
            What::Front => value::maybe(site.brief.description.as_deref()),
            What::Claim(i) => plain(&site.claims[i].summary),
            What::Page(i) => value::maybe(site.pages[i].description.as_deref()),
            What::Verdict(i) => text(&site.brief.scale.verdicts()[i].definition),
            _ => Value::none(),
        }
    }

    fn page(&self, position: usize) -> Context {
        let page = &self.shared.site.pages[position];
        let mut context = Context::new();
        context.insert_value("title", text(&page.title));
        context.insert_value("content", self.shared.blocks(&page.body, "../", 2));
        context
    }
}

fn static_bytes<'s>(file: &Static) -> Result<Made<'s>, Error> {
    Ok(Made::Bytes(match &file.bytes {
        Bytes::BuiltIn(bytes) => std::borrow::Cow::Borrowed(*bytes),
        Bytes::OnDisk(path, _) => fs::read(path).map_err(Error::io("read", path))?.into(),
    }))
}

/// Every file of the site. The order is that in which work is handed out: what takes long comes first.
fn jobs(site: &Site) -> Vec<Job> {
    let mut jobs = vec![];
    let mut add = |path: String, what: What| jobs.push(Job { path, what });
    add(routes::PASSAGES_DATA.to_owned(), What::PassagesData);
    add(routes::CLAIMS_DATA.to_owned(), What::ClaimsData);
    add(routes::FRONT.to_owned(), What::Front);
    for (i, verdict) in site.brief.scale.verdicts().iter().enumerate() {
        add(routes::verdict(&verdict.id), What::Verdict(i));
    }
    for (i, tag) in site.tags.iter().enumerate() {
        add(routes::tag_file(&tag.slug), What::Tag(i));
    }
    for (i, page) in site.pages.iter().enumerate() {
        add(routes::page(&page.id), What::Page(i));
    }
    add(routes::NOT_FOUND.to_owned(), What::NotFound);
    add(routes::ROBOTS.to_owned(), What::Robots);
    if site.brief.base_url.is_some() {
        add(routes::FEED.to_owned(), What::Feed);
        add(routes::SITEMAP.to_owned(), What::Sitemap);
    }
    for (i, file) in site.theme.statics.iter().enumerate() {
        add(file.path.clone(), What::Static(i));
    }
    for (i, read) in site.sources.iter().enumerate() {
        add(routes::source(&read.source.id), What::Source(i));
        if read.source.show == crate::model::Show::Full {
            add(routes::source_text(&read.source.id), What::SourceText(i));
        }
    }
    for (i, claim) in site.claims.iter().enumerate() {
        add(routes::claim(&claim.id), What::Claim(i));
    }
    jobs
}

/// Whether a job makes a page that readers and search engines are sent to.
fn is_page(job: &Job) -> bool {
    matches!(job.what, What::Front | What::Claim(_) | What::Source(_) | What::Verdict(_) | What::Tag(_) | What::Page(_))
}

/// Static files that would overwrite what the site generates.
fn conflicts(site: &Site, jobs: &[Job]) -> Vec<Diagnostic> {
    let generated: BTreeSet<&str> =
        jobs.iter().filter(|job| !matches!(job.what, What::Static(_))).map(|job| job.path.as_str()).collect();
    let clashing = site.theme.statics.iter().filter(|file| generated.contains(file.path.as_str()));
    clashing
        .map(|file| {
            let at = match file.bytes {
                Bytes::OnDisk(_, file) => file,
                Bytes::BuiltIn(_) => site.brief_file,
            };
            let message = format!("static/{} would overwrite a page that is generated under the same name", file.path);
            Diagnostic::of_file(Code::OutputConflict, at, message).hint("rename the file in static/")
        })
        .collect()
}

/// One fault of a template is one finding, however many pages it hits.
fn gather(failed: Vec<(usize, Diagnostic)>, jobs: &[Job]) -> Vec<Diagnostic> {
    let mut gathered: Vec<(Diagnostic, usize, usize)> = vec![];
    for (job, finding) in failed {
        match gathered.iter_mut().find(|(known, ..)| *known == finding) {
            Some((_, _, others)) => *others += 1,
            None => gathered.push((finding, job, 0)),
        }
    }
    gathered
        .into_iter()
        .map(|(finding, job, others)| {
            let page = &jobs[job].path;
            finding.hint(match others {
                0 => format!("while rendering {page}"),
                1 => format!("while rendering {page}, and one more page"),
                _ => format!("while rendering {page}, and {others} more pages"),
            })
        })
        .collect()
}
