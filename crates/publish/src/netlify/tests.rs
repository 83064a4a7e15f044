//! An imitation of Netlify, written from the description of its API. tests/publish/netlify_test.py has one behind a socket.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::{LIST, Netlify, sha1};
use crate::http::{Failure, Http, Method, Request, Response};
use crate::plan::Found;
use crate::release::Sha256;
use crate::stored::tests::{Clock, Site, plan_for, publish, publish_seen};
use crate::target::{Job, Target};
use citeback_content::base::error::Error;

const TOKEN: &str = "nfp_secret";

#[derive(Clone, Default)]
struct Made {
    title: String,
    state: &'static str,
    published_at: Option<String>,
    /// SHA-1 by path.
    files: BTreeMap<String, String>,
}

#[derive(Default)]
struct Account {
    deploys: Vec<Made>,
    published: Option<usize>,
    /// Content by SHA-1.
    content: BTreeMap<String, Vec<u8>>,
    publications: usize,
    locked: bool,
    /// Whether the next deploy fails.
    breaks: bool,
    /// The method and path of each request, and whether it had the token.
    requests: Vec<(Method, String, bool)>,
    /// After so many requests there is no answer any more, as if the program had been killed.
    last_request: Option<usize>,
}

impl Account {
    fn answer(&mut self, request: &Request<'_>) -> Response {
        let path = percent_encoding::percent_decode_str(request.url.path()).decode_utf8().unwrap().into_owned();
        let authorized = request.headers.contains(&("authorization", format!("Bearer {TOKEN}")));
        self.requests.push((request.method, path.clone(), authorized));
        if let Some(number) = request.url.host_str().unwrap().strip_suffix("--brief.netlify.app") {
            let deploy = &self.deploys[number.strip_prefix("deploy").unwrap().parse::<usize>().unwrap()];
            return self.file(deploy, path.trim_start_matches('/'));
        }
        if !authorized {
            return status(401);
        }
        let parts: Vec<&str> = path.strip_prefix("/api/v1/").unwrap().splitn(5, '/').collect();
        match (request.method, parts.as_slice()) {
            (Method::Get, ["sites", "site"]) => {
                answer(json!({ "published_deploy": self.published.map(|number| self.record(number)) }))
            }
            (Method::Get, ["sites", "site", "deploys"]) => self.page(request),
            (Method::Get, ["sites", "site", "files"]) => {
                let files = self.published.map(|number| self.deploys[number].files.clone()).unwrap_or_default();
                let files = files.iter().map(|(path, sha)| json!({ "path": format!("/{path}"), "sha": sha }));
                answer(files.collect())
            }
            (Method::Get, ["sites", "site", "files", rest @ ..]) => {
                let raw = request.headers.contains(&("content-type", "application/vnd.bitballoon.v1.raw".to_owned()));
                assert!(raw, "without it, the answer is not the file");
                let deploy = &self.deploys[self.published.unwrap()];
                self.file(deploy, &rest.join("/"))
            }
            (Method::Post, ["sites", "site", "deploys"]) => self.create(request),
            (Method::Get, ["deploys", number]) => self.advance(number.parse().unwrap()),
            (Method::Delete, ["deploys", number]) => {
                self.deploys[number.parse::<usize>().unwrap()].state = "deleted";
                status(204)
            }
            (Method::Put, ["deploys", number, "files", rest @ ..]) => {
                let sha = sha1(request.body);
                let number: usize = number.parse().unwrap();
                assert_eq!(self.deploys[number].files.get(&rest.join("/")), Some(&sha));
                self.content.insert(sha, request.body.to_vec());
                answer(json!({}))
            }
            (Method::Post, ["sites", "site", "deploys", number, "restore"]) => {
                let number: usize = number.parse().unwrap();
                assert_eq!(self.deploys[number].state, "ready");
                self.publications += 1;
                self.deploys[number].published_at = Some(format!("2030-01-01T00:00:{:02}Z", self.publications));
                self.published = Some(number);
                answer(self.record(number))
            }
            _ => status(404),
        }
    }

    fn record(&self, number: usize) -> Value {
        let Made { title, state, published_at, files } = &self.deploys[number];
        let required: Vec<&String> = files.values().filter(|sha| !self.content.contains_key(*sha)).collect();
        let required = if *state == "preparing" { Value::Null } else { json!(required) };
        json!({
            "id": number.to_string(), "title": title, "state": state, "published_at": published_at, "required": required,
            "deploy_ssl_url": format!("https://deploy{number}--brief.netlify.app"), "locked": self.locked,
            "error_message": if *state == "error" { Some("Invalid \u{1b}file") } else { None },
        })
    }

    /// Two deploys at a time, newest first.
    fn page(&self, request: &Request<'_>) -> Response {
        let query: BTreeMap<String, String> = request.url.query_pairs().into_owned().collect();
        let page: usize = query["page"].parse().unwrap();
        let all: Vec<usize> = (0..self.deploys.len()).rev().filter(|at| self.deploys[*at].state != "deleted").collect();
        let records = all.iter().skip((page - 1) * 2).take(2).map(|number| self.record(*number)).collect();
        let mut answer = answer(records);
        if all.len() > page * 2 {
            answer.headers.push(("link".into(), "<https://api.netlify.com/next>; rel=\"next\"".into()));
        }
        answer
    }

    fn create(&mut self, request: &Request<'_>) -> Response {
        let body: Value = serde_json::from_slice(request.body).unwrap();
        assert_eq!((&body["draft"], &body["async"]), (&json!(true), &json!(true)));
        let title = request.url.query_pairs().find(|(name, _)| name == "title").unwrap().1.into_owned();
        let files = body["files"].as_object().unwrap().iter();
        let files =
            files.map(|(path, sha)| (path.strip_prefix('/').unwrap().to_owned(), sha.as_str().unwrap().to_owned()));
        self.deploys.push(Made { title, state: "preparing", files: files.collect(), published_at: None });
        answer(self.record(self.deploys.len() - 1))
    }

    /// A deploy makes progress between two questions.
    fn advance(&mut self, number: usize) -> Response {
        let complete = self.deploys[number].files.values().all(|sha| self.content.contains_key(sha));
        self.deploys[number].state = match self.deploys[number].state {
            "preparing" if self.breaks => "error",
            "preparing" => "prepared",
            "prepared" if complete => "processing",
            "processing" => "ready",
            other => other,
        };
        answer(self.record(number))
    }

    fn file(&self, deploy: &Made, path: &str) -> Response {
        let content = deploy.files.get(path).and_then(|sha| self.content.get(sha));
        content.map_or_else(|| status(404), |body| Response { status: 200, headers: vec![], body: body.clone() })
    }

    /// What readers see, without the list.
    fn public(&self) -> BTreeMap<String, String> {
        let Some(number) = self.published else { return BTreeMap::new() };
        let files = self.deploys[number].files.iter().filter(|(path, _)| *path != LIST);
        files.map(|(path, sha)| (path.clone(), String::from_utf8(self.content[sha].clone()).unwrap())).collect()
    }
}

fn status(status: u16) -> Response {
    Response { status, ..Response::default() }
}

fn answer(value: Value) -> Response {
    Response { status: 200, headers: vec![], body: value.to_string().into() }
}

/// Something that happens just before the first request whose path ends so.
type Event = (&'static str, Box<dyn Fn() + Send>);

#[derive(Clone, Default)]
struct Service {
    account: Arc<Mutex<Account>>,
    event: Arc<Mutex<Option<Event>>>,
}

impl Http for Service {
    fn send(&self, request: &Request<'_>) -> Result<Response, Failure> {
        let is_due = |(end, _): &mut Event| request.url.path().ends_with(*end);
        let due = self.event.lock().unwrap().take_if(is_due);
        if let Some((_, happen)) = due {
            happen();
        }
        let mut account = self.account.lock().unwrap();
        let answer = account.answer(request);
        if account.last_request.is_some_and(|last| account.requests.len() > last) {
            return Err(Failure { reason: "killed".into(), passing: false });
        }
        Ok(answer)
    }
}

impl Service {
    fn target(&self) -> Netlify {
        let environment = |name: &str| (name == "NETLIFY_AUTH_TOKEN").then(|| TOKEN.to_owned());
        Netlify::open("site", 5, &environment, Box::new(self.clone())).unwrap()
    }

    fn publish(&self, site: &Site) -> Result<Vec<String>, Error> {
        Clock::new().with("ana", |context| publish(&self.target(), site, context))
    }

    fn public(&self) -> BTreeMap<String, String> {
        self.account.lock().unwrap().public()
    }

    fn requests(&self) -> Vec<(Method, String, bool)> {
        std::mem::take(&mut self.account.lock().unwrap().requests)
    }

    /// Somebody else deploys by other means.
    fn deploy_by_hand(&self, files: &[(&str, &str)]) {
        let mut account = self.account.lock().unwrap();
        let content = files.iter().map(|(_, text)| (sha1(text.as_bytes()), text.as_bytes().to_vec()));
        account.content.extend(content);
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), sha1(text.as_bytes()))).collect();
        let published_at = Some("2029-01-01T00:00:00Z".to_owned());
        account.deploys.push(Made { title: "by hand".into(), state: "ready", published_at, files });
        account.published = Some(account.deploys.len() - 1);
    }
}

fn old() -> Site {
    Site::new(&[("index.html", "one claims/a.html"), ("claims/a.html", "a"), ("_headers", "h"), ("ä b.html", "same")])
}

fn new() -> Site {
    Site::new(&[("index.html", "two claims/b.html"), ("claims/b.html", "b"), ("_headers", "h"), ("c.html", "same")])
}

#[test]
fn a_publication_uploads_what_is_missing_and_is_shown_at_once() {
    let service = Service::default();
    service.publish(&old()).unwrap();
    assert_eq!(service.public(), old().0);
    service.requests();
    assert_eq!(service.publish(&new()).unwrap(), [""; 0]);
    assert_eq!(service.public(), new().0);
    let mut uploaded: Vec<String> =
        service.requests().into_iter().filter(|(method, ..)| *method == Method::Put).map(|(_, path, _)| path).collect();
    uploaded.sort_unstable();
    // What Netlify has already is not sent again, whatever its path was.
    let expected = [".citeback/release.json", "claims/b.html", "index.html"];
    assert_eq!(uploaded, expected.map(|path| format!("/api/v1/deploys/1/files/{path}")));
    let seen = service.target().look().unwrap();
    assert!(plan_for(&new().release(), &new(), &seen).is_empty());
    assert_eq!(service.target().verify(&new().release()).unwrap(), [""; 0]);
    assert_eq!(service.target().verify(&old().release()).unwrap().len(), 3);
}

#[test]
fn looking_only_reads_and_the_token_goes_to_the_api_alone() {
    let service = Service::default();
    service.publish(&old()).unwrap();
    service.publish(&new()).unwrap();
    service.requests();
    let target = service.target();
    target.look().unwrap();
    target.release(&old().release().name()).unwrap().unwrap();
    let requests = service.requests();
    assert!(requests.iter().all(|(method, ..)| *method == Method::Get), "{requests:?}");
    assert!(requests.iter().all(|(_, path, token)| *token == path.starts_with("/api/v1/")), "{requests:?}");
    assert!(requests.iter().any(|(_, _, token)| !token));
}

#[test]
fn an_earlier_release_is_published_again_without_an_upload() {
    let service = Service::default();
    for site in [old(), new(), old()] {
        service.publish(&site).unwrap();
    }
    assert_eq!(service.public(), old().0);
    let target = service.target();
    let seen = target.look().unwrap();
    let current = seen.current.as_ref().unwrap();
    assert_eq!((current.live, current.before), (old().release().name(), Some(new().release().name())));
    assert_eq!(current.history.len(), 2);
    service.requests();
    let release = target.release(&new().release().name()).unwrap().unwrap();
    let plan = plan_for(&release, target.kept(), &seen);
    assert_eq!(target.missing(&release, &plan.new).unwrap(), [""; 0]);
    let job = Job { release: &release, contents: target.kept(), plan: &plan, seen: &seen };
    Clock::new().with("ana", |context| target.publish(&job, context)).unwrap();
    assert_eq!(service.public(), new().0);
    assert!(
        service
            .requests()
            .iter()
            .all(|(method, path, _)| *method != Method::Put && !path.ends_with("/site/deploys")
                || *method == Method::Get)
    );
    assert_eq!(target.kept().read("claims/a.html", &old().release().files["claims/a.html"]).unwrap(), b"a");
}

#[test]
fn wherever_it_is_killed_readers_see_a_whole_site_and_the_next_run_completes() {
    for before in [None, Some(old())] {
        let start = |last: Option<usize>| {
            let service = Service::default();
            before.iter().for_each(|site| drop(service.publish(site).unwrap()));
            service.requests();
            service.account.lock().unwrap().last_request = last;
            service
        };
        let whole = start(None);
        whole.publish(&new()).unwrap();
        let count = whole.requests().len();
        assert!(count > 10);
        for last in 0..count {
            let service = start(Some(last));
            let error = service.publish(&new()).unwrap_err().to_string();
            assert!(error.contains("cannot be reached: killed") && !error.contains(TOKEN), "{error}");
            let public = service.public();
            let earlier = before.as_ref().map(|site| site.0.clone()).unwrap_or_default();
            assert!(public == earlier || public == new().0, "after {last} requests: {public:?}");
            service.account.lock().unwrap().last_request = None;
            service.publish(&new()).unwrap();
            assert_eq!(service.public(), new().0, "after {last} requests");
        }
    }
}

#[test]
fn of_two_publishers_the_one_who_has_seen_an_earlier_state_is_refused() {
    let (ana, ben) = (old(), new());
    // Before the first request that writes, and while files are uploaded.
    for event in ["", "/deploys/1"] {
        let service = Service::default();
        service.publish(&Site::new(&[("index.html", "zero")])).unwrap();
        let target = service.target();
        let seen = target.look().unwrap();
        let other = service.clone();
        if event.is_empty() {
            other.publish(&ben).unwrap();
        } else {
            let happen = move || drop(other.publish(&new()).unwrap());
            *service.event.lock().unwrap() = Some((event, Box::new(happen)));
        }
        let refused = Clock::new().with("ana", |context| publish_seen(&target, &ana, &seen, context)).unwrap_err();
        assert!(refused.to_string().contains("somebody else has published to the site site at Netlify meanwhile"));
        assert_eq!(service.public(), ben.0);
    }
}

#[test]
fn a_publication_between_the_last_question_and_ours_is_reported() {
    let service = Service::default();
    let other = service.clone();
    *service.event.lock().unwrap() = Some(("/restore", Box::new(move || drop(other.publish(&new()).unwrap()))));
    let remarks = service.publish(&old()).unwrap();
    let name = new().release().name().short();
    assert!(remarks[0].contains(&format!("published release {name} at the same moment")), "{remarks:?}");
    assert_eq!(service.public(), old().0);
}

#[test]
fn files_of_others_stay() {
    let service = Service::default();
    service.deploy_by_hand(&[("index.html", "theirs"), ("ads.txt", "keep me")]);
    let seen = service.target().look().unwrap();
    assert_eq!((&seen.live, &seen.current), (&None, &None));
    assert_eq!(seen.there["index.html"], Found::Foreign(None));
    for site in [old(), new(), old()] {
        service.publish(&site).unwrap();
        let mut public = service.public();
        assert_eq!(public.remove("ads.txt").as_deref(), Some("keep me"));
        assert_eq!(public, site.0);
    }
}

#[test]
fn a_withdrawn_page_is_purged_with_the_deploys_that_have_it() {
    let service = Service::default();
    for site in [old(), new()] {
        service.publish(&site).unwrap();
    }
    let purge = |path: &str| Clock::new().with("ana", |context| service.target().purge(path, context));
    assert!(purge("claims/b.html").unwrap_err().to_string().contains("is in the live deploy"));
    assert_eq!(purge("claims/none.html").unwrap(), 0);
    assert_eq!(purge("claims/a.html").unwrap(), 1);
    let target = service.target();
    let seen = target.look().unwrap();
    assert_eq!(seen.current.unwrap().history.len(), 1);
    assert_eq!(target.missing(&old().release(), &["claims/a.html".into()]).unwrap(), ["claims/a.html"]);
    assert_eq!(service.public(), new().0);
}

#[test]
fn what_netlify_refuses_is_explained() {
    let service = Service::default();
    service.account.lock().unwrap().breaks = true;
    let failed = service.publish(&old()).unwrap_err().to_string();
    assert_eq!(failed, "the site site at Netlify cannot make the deploy: Invalid file\n  nothing was published");
    let service = Service::default();
    service.publish(&old()).unwrap();
    service.account.lock().unwrap().locked = true;
    assert!(service.publish(&new()).unwrap_err().to_string().contains("publishing is locked"));
    assert_eq!(service.public(), old().0);
    let odd = Site::new(&[("index.html", "a"), ("a?.html", "b")]);
    service.account.lock().unwrap().locked = false;
    assert!(service.publish(&odd).unwrap_err().to_string().contains("cannot publish a?.html"));
    let open = |site: &str, token: bool, api: &'static str| {
        let environment = move |name: &str| match name {
            "NETLIFY_AUTH_TOKEN" => token.then(|| TOKEN.to_owned()),
            _ => Some(api.to_owned()).filter(|api| !api.is_empty()),
        };
        Netlify::open(site, 5, &environment, Box::new(Service::default())).map(drop).map_err(|error| error.to_string())
    };
    assert!(open("site", false, "").unwrap_err().contains("NETLIFY_AUTH_TOKEN"));
    assert!(open("../x", true, "").unwrap_err().contains("is not the id of a site"));
    assert!(open("site", true, "http://example.org").unwrap_err().contains("https://"));
    assert!(open("site", true, "http://127.0.0.1:8080/api/v1").is_ok());
}

#[test]
fn a_list_that_was_exchanged_is_not_believed() {
    let service = Service::default();
    service.publish(&old()).unwrap();
    let other = new().release().to_json().into_bytes();
    let sha = sha1(&other);
    let mut account = service.account.lock().unwrap();
    account.content.insert(sha.clone(), other);
    account.deploys[0].files.insert(LIST.into(), sha);
    drop(account);
    let refused = service.target().look().unwrap_err().to_string();
    assert!(refused.contains("cannot be read at Netlify"), "{refused}");
    assert_eq!(service.target().release(&Sha256::of(b"unknown")).unwrap(), None);
}
