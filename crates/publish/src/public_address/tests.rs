//! What is said about sites that readers do not see as they were published.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::{is_example, remarks};
use crate::context::Context;
use crate::http::{Failure, Http, Request, Response};
use crate::plan::Plan;
use crate::release::{Entry, Release, Sha256};
use crate::target::{Contents, Job, Seen};
use citeback_content::base::error::Error;

/// Answers by path: status, headers, body.
type Answers = BTreeMap<&'static str, (u16, &'static [(&'static str, &'static str)], &'static str)>;

struct Server(Answers);

impl Http for Server {
    fn send(&self, request: &Request<'_>) -> Result<Response, Failure> {
        let (status, headers, body) = self.0.get(request.url.path()).copied().unwrap_or((404, &[], ""));
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Ok(Response { status, headers, body: body.into() })
    }
}

struct Nothing;

impl Contents for Nothing {
    fn read(&self, _: &str, _: &Entry) -> Result<Vec<u8>, Error> {
        Ok(vec![])
    }
}

fn release(front: &str) -> Release {
    let entry = |text: &str| Entry {
        sha256: Sha256::of(text.as_bytes()),
        size: text.len() as u64,
        content_type: "text/html".into(),
        cache: "no-cache".into(),
    };
    let files = [("index.html", front), ("claims/a b.html", "claim"), ("style.css", "style")];
    Release { files: files.iter().map(|(path, text)| ((*path).to_owned(), entry(text))).collect() }
}

fn said(answers: Answers) -> Vec<String> {
    let context = Context {
        now: &|| Timestamp::UNIX_EPOCH,
        sleep: &|_: Duration| {},
        holder: String::new(),
        token: String::new(),
        term: Duration::from_secs(120),
        pulse: Duration::from_secs(1),
        interrupted: Arc::default(),
        progress: &|_, _, _| {},
    };
    let release = release("new");
    let plan = Plan { changed: release.files.keys().cloned().collect(), ..Plan::default() };
    let seen = Seen { live: Some(self::release("old")), ..Seen::default() };
    let job = Job { release: &release, contents: &Nothing, plan: &plan, seen: &seen };
    let base = Url::parse("https://facts.newsroom.org/brief/").unwrap();
    let private = ["../.citeback-brief/probe.json".to_owned()];
    remarks(&Server(answers), &base, &job, &private, &context).unwrap()
}

fn good() -> Answers {
    BTreeMap::from([("/brief/", (200, &[][..], "new")), ("/brief/claims/a%20b.html", (200, &[], "claim"))])
}

fn but(
    path: &'static str,
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
) -> String {
    let mut answers = good();
    answers.insert(path, (status, headers, body));
    said(answers).join("\n")
}

#[test]
fn nothing_is_said_of_a_site_that_is_right() {
    assert_eq!(said(good()), [""; 0]);
}

#[test]
fn redirects_are_followed() {
    let mut answers = good();
    answers.insert("/brief/", (301, &[("location", "index.html")], ""));
    answers.insert("/brief/index.html", (200, &[], "new"));
    answers.insert("/brief/claims/a%20b.html", (308, &[("location", "/brief/../brief/claims/moved")], ""));
    answers.insert("/brief/claims/moved", (200, &[], "claim"));
    assert_eq!(said(answers), [""; 0]);
}

#[test]
fn what_is_wrong_is_named_once() {
    let wrong = [
        (but("/brief/", 200, &[], "old"), "https://facts.newsroom.org/brief/ still shows an earlier version"),
        (
            but("/brief/", 200, &[("age", "40")], "older"),
            "https://facts.newsroom.org/brief/ still shows an earlier version",
        ),
        (but("/brief/", 404, &[], ""), "https://facts.newsroom.org/brief/ answers with status 404: base_url is wrong"),
        (
            but("/brief/claims/a%20b.html", 200, &[], "x"),
            "https://facts.newsroom.org/brief/claims/a%20b.html shows something other",
        ),
        (
            but("/brief/", 302, &[("location", "/brief/")], ""),
            "it was not possible to look at https://facts.newsroom.org/brief/",
        ),
        (but("/.citeback-brief/probe.json", 200, &[], "{}"), "everybody can read what is kept"),
    ];
    for (said, expected) in wrong {
        assert!(said.starts_with(expected) && said.lines().count() == 1, "{said}");
    }
    // A server that answers every address with a page does not show what is kept.
    assert_eq!(but("/.citeback-brief/probe.json", 200, &[], "<html>"), "");
}

#[test]
fn addresses_for_examples_are_not_fetched() {
    for (base, expected) in [
        ("https://example.org/", true),
        ("https://www.example.com/", true),
        ("http://a.test/", true),
        ("https://myexample.org/", false),
        ("http://127.0.0.1/", false),
    ] {
        assert_eq!(is_example(&Url::parse(base).unwrap()), expected, "{base}");
    }
}
