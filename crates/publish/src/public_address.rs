//! What readers get: after publishing, pages are fetched through the public address and compared. Entry point: [`remarks`].

use std::time::Duration;

use url::{Host, Url};

use super::context::Context;
use super::http::{Failure, Http, Method, Request, Response};
use super::plan::is_page;
use super::release::{Entry, Sha256};
use super::target::Job;
use citeback_content::base::error::Error;
use citeback_content::base::escaping::percent_encoded;

const FRONT: &str = "index.html";

/// How many changed pages are fetched, besides the front page.
const PAGES: usize = 3;

/// How often a page is fetched that is not the new one yet, and the pause in between: some storage needs a moment.
const ATTEMPTS: usize = 3;
const PAUSE: Duration = Duration::from_secs(1);

const MAX_REDIRECTS: usize = 5;

/// Remarks for people, if readers at `base` do not get what was published, or get what nobody should, at `private` (addresses relative
/// to the front page).
///
/// # Errors
/// When the run is to stop.
pub fn remarks(
    http: &dyn Http,
    base: &Url,
    job: &Job<'_>,
    private: &[String],
    context: &Context<'_>,
) -> Result<Vec<String>, Error> {
    if is_example(base) {
        return Ok(vec![]);
    }
    let mut remarks = vec![];
    for path in pages(job) {
        let wrong = page(http, base, path, job, context)?;
        // What is wrong with the address is wrong with all pages.
        if let Some(wrong) = wrong {
            remarks.push(wrong);
            break;
        }
    }
    let readable = private.iter().filter_map(|path| base.join(path).ok()).find(|url| {
        let answer = fetch(http, url);
        answer.is_ok_and(|answer| {
            answer.is_success() && serde_json::from_slice::<serde_json::Value>(&answer.body).is_ok()
        })
    });
    if let Some(url) = readable {
        remarks.push(format!(
            "everybody can read what is kept of earlier releases, such as {url}: deny that folder to the public"
        ));
    }
    Ok(remarks)
}

/// The front page and changed pages from all over the site.
fn pages<'a>(job: &Job<'a>) -> Vec<&'a str> {
    let changed = job.plan.new.iter().chain(&job.plan.changed).map(String::as_str);
    let changed: Vec<&str> = changed.filter(|path| is_page(path) && *path != FRONT && *path != "404.html").collect();
    let mut pages = vec![FRONT];
    pages.extend((0..PAGES.min(changed.len())).map(|at| changed[at * changed.len() / PAGES.min(changed.len())]));
    pages
}

/// What is wrong with a page at the public address.
fn page(
    http: &dyn Http,
    base: &Url,
    path: &str,
    job: &Job<'_>,
    context: &Context<'_>,
) -> Result<Option<String>, Error> {
    let Some(entry) = job.release.files.get(path) else { return Ok(None) };
    let relative = path.strip_suffix(FRONT).filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(path);
    let Ok(url) = base.join(&percent_encoded(relative)) else { return Ok(None) };
    let mut wrong = None;
    for attempt in 0..ATTEMPTS {
        context.go_on()?;
        if attempt > 0 {
            (context.sleep)(PAUSE);
        }
        let earlier = job.seen.live.as_ref().and_then(|live| live.files.get(path));
        wrong = compare(&url, fetch(http, &url), entry, earlier);
        if wrong.is_none() {
            break;
        }
    }
    Ok(wrong)
}

fn compare(url: &Url, answer: Result<Response, Failure>, entry: &Entry, earlier: Option<&Entry>) -> Option<String> {
    let answer = match answer {
        Ok(answer) => answer,
        Err(failure) => return Some(format!("it was not possible to look at {url}: {failure}")),
    };
    let hash = Sha256::of(&answer.body);
    if !answer.is_success() {
        let status = answer.status;
        return Some(format!(
            "{url} answers with status {status}: base_url is wrong, or the server does not show what was published"
        ));
    }
    if hash == entry.sha256 {
        return None;
    }
    let age = answer.header("age").and_then(|age| age.parse::<u64>().ok()).filter(|age| *age > 0);
    if earlier.is_some_and(|earlier| earlier.sha256 == hash) || age.is_some() {
        return Some(format!("{url} still shows an earlier version: a cache in front of the site has to be purged"));
    }
    Some(format!(
        "{url} shows something other than what was published: base_url is wrong, or a service changes pages on their way"
    ))
}

/// Follows redirects.
fn fetch(http: &dyn Http, url: &Url) -> Result<Response, Failure> {
    let mut url = url.clone();
    for _ in 0..MAX_REDIRECTS {
        let answer = http.send(&Request { method: Method::Get, url: url.clone(), headers: vec![], body: b"" })?;
        let next = answer.header("location").filter(|_| (300..400).contains(&answer.status));
        match next.and_then(|next| url.join(next).ok()).filter(|next| matches!(next.scheme(), "http" | "https")) {
            Some(next) => url = next,
            None => return Ok(answer),
        }
    }
    Err(Failure { reason: "it leads from one address to the next without an end".into(), passing: false })
}

/// Whether an address is reserved for examples and tests (RFC 2606, RFC 6761), so that nothing is there.
fn is_example(base: &Url) -> bool {
    let Some(Host::Domain(host)) = base.host() else { return false };
    let reserved = ["example.org", "example.com", "example.net", "example", "invalid", "test"];
    reserved.iter().any(|name| host.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('.')))
}

#[cfg(test)]
mod tests;
