//! Storage in memory that speaks S3, in the variants that exist. tests/publish/s3 has real servers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use super::{PROBE, S3};
use crate::http::{Failure, Http, Method, Request, Response};
use crate::release::{Entry, Sha256};
use crate::store::{Store, When};

/// Bytes and our hash, by key.
type Objects = BTreeMap<String, (Vec<u8>, Option<String>)>;

#[derive(Default)]
struct Storage {
    objects: Mutex<Objects>,
    /// Where the website of the bucket redirects from a key.
    redirects: Mutex<BTreeMap<String, String>>,
    /// Ignores conditions.
    careless: bool,
    /// Refuses conditions, does not know the header for copies, and keeps no metadata.
    old: bool,
    /// Compares entity tags without their quotation marks with what it is sent, as Ceph 16 does.
    unquoted: bool,
    /// Everybody may read everything.
    open: bool,
    /// Carries out the next write, but answers 409, as if a lost answer had been repeated.
    forgetful: Mutex<bool>,
}

impl Storage {
    fn answer(&self, request: &Request<'_>) -> Response {
        let query: BTreeMap<String, String> = request.url.query_pairs().into_owned().collect();
        let path = percent_encoding::percent_decode_str(request.url.path()).decode_utf8().unwrap().into_owned();
        let key = path.strip_prefix("/bucket/").unwrap().to_owned();
        let mut objects = self.objects.lock().unwrap();
        let header =
            |name: &str| request.headers.iter().find(|(found, _)| *found == name).map(|(_, value)| value.as_str());
        let etag = |bytes: &[u8]| format!("\"{}\"", Sha256::of(bytes).short());
        if !query.contains_key("X-Amz-Signature") && !self.open {
            return status(403);
        }
        if query.contains_key("list-type") {
            return listing(&objects, &query);
        }
        let found = objects.get(&key).cloned();
        match (request.method, found) {
            (Method::Get | Method::Head, None) => status(404),
            (Method::Get | Method::Head, Some((body, hash))) => {
                let mut headers = vec![("etag".into(), etag(&body)), ("content-length".into(), body.len().to_string())];
                headers.extend(hash.filter(|_| !self.old).map(|hash| ("x-amz-meta-sha256".into(), hash)));
                Response { status: 200, headers, body }
            }
            (Method::Put, found) => {
                let condition = header("if-none-match").or(header("if-match"));
                if self.old && condition.is_some() {
                    return status(501);
                }
                let version = found.as_ref().map(|(body, _)| etag(body));
                let holds = match (header("if-none-match"), header("if-match")) {
                    (Some(_), _) => version.is_none(),
                    (_, Some(expected)) if self.unquoted => {
                        version.as_deref().map(|version| version.trim_matches('"')) == Some(expected)
                    }
                    (_, Some(expected)) => version.as_deref() == Some(expected),
                    _ => true,
                };
                if !holds && !self.careless {
                    return status(412);
                }
                let source = header("x-amz-copy-source").filter(|_| !self.old);
                let source = source.map(|source| objects.get(source.strip_prefix("/bucket/").unwrap()));
                let (body, said) = match source {
                    Some(Some((body, _))) => (body.clone(), "<CopyObjectResult/>"),
                    Some(None) => return status(404),
                    None => (request.body.to_vec(), ""),
                };
                let answer = Response { status: 200, headers: vec![("etag".into(), etag(&body))], body: said.into() };
                let redirect = header("x-amz-website-redirect-location");
                self.redirects.lock().unwrap().extend(redirect.map(|to| (key.clone(), to.to_owned())));
                objects.insert(key, (body, header("x-amz-meta-sha256").map(str::to_owned)));
                if std::mem::take(&mut self.forgetful.lock().unwrap()) { status(409) } else { answer }
            }
            (Method::Post, _) => status(405),
            (Method::Delete, _) => {
                objects.remove(&key);
                status(204)
            }
        }
    }
}

fn status(status: u16) -> Response {
    Response { status, ..Response::default() }
}

/// Two objects at a time.
fn listing(objects: &Objects, query: &BTreeMap<String, String>) -> Response {
    let prefix = query.get("prefix").map(String::as_str).unwrap_or_default();
    let after = query.get("continuation-token").map(String::as_str).unwrap_or_default();
    let mut keys = objects.iter().filter(|(key, _)| key.starts_with(prefix) && key.as_str() > after);
    let mut body = "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">".to_owned();
    let page: Vec<_> = keys.by_ref().take(2).collect();
    for (key, (bytes, _)) in &page {
        let size = bytes.len();
        let object = "<ETag>x</ETag><LastModified>2030-01-01T00:00:00Z</LastModified>";
        write!(body, "<Contents><Key>{key}</Key>{object}<Size>{size}</Size></Contents>").unwrap();
    }
    if keys.next().is_some() {
        write!(body, "<NextContinuationToken>{}</NextContinuationToken>", page[1].0).unwrap();
    }
    body.push_str("</ListBucketResult>");
    Response { status: 200, headers: vec![], body: body.into() }
}

struct Shared(Arc<Storage>);

impl Http for Shared {
    fn send(&self, request: &Request<'_>) -> Result<Response, Failure> {
        Ok(self.0.answer(request))
    }
}

fn open(prefix: &str, storage: Storage) -> (S3, Arc<Storage>) {
    let storage = Arc::new(storage);
    let endpoint = Some("https://storage.example.org");
    let key = |name: &str| name.starts_with("AWS_ACCESS_KEY").then(|| "k".to_owned());
    let environment = |name: &str| if name == "AWS_SECRET_ACCESS_KEY" { Some("s".to_owned()) } else { key(name) };
    let http = Box::new(Shared(Arc::clone(&storage)));
    (S3::open(("bucket", prefix), endpoint, Some("here"), &environment, http).unwrap(), storage)
}

fn entry(bytes: &[u8]) -> Entry {
    Entry {
        sha256: Sha256::of(bytes),
        size: bytes.len() as u64,
        content_type: "text/html; charset=utf-8".into(),
        cache: "no-cache".into(),
    }
}

/// Everything that a publication asks of a store.
fn exercise(prefix: &str, storage: Storage) -> bool {
    let (store, storage) = open(prefix, storage);
    let strong = store.honours_conditions().unwrap();
    for path in ["index.html", "tags/ä b.html", "a/b.css", "c.html", "d.html"] {
        store.write(path, path.as_bytes(), &entry(path.as_bytes())).unwrap();
        assert!(store.verify(path, &entry(path.as_bytes())).unwrap());
        assert!(!store.verify(path, &entry(b"other")).unwrap());
    }
    let listed = store.list().unwrap();
    assert_eq!(listed.keys().collect::<Vec<_>>(), ["a/b.css", "c.html", "d.html", "index.html", "tags/ä b.html"]);
    assert_eq!(listed["c.html"].size, 6);
    store.copy_aside("c.html", "kept/1").unwrap();
    store.copy_aside("none.html", "kept/2").unwrap();
    assert_eq!(store.private_names("kept").unwrap(), ["kept/1"]);
    assert_eq!(store.private("kept/1").unwrap().unwrap().0, b"c.html");
    let first = store.put_private("lock.json", b"1", When::Absent).unwrap().unwrap();
    assert_eq!(store.put_private("lock.json", b"2", When::Absent).unwrap(), None);
    let second = store.put_private("lock.json", b"2", When::Is(&first)).unwrap().unwrap();
    assert_eq!(store.put_private("lock.json", b"3", When::Is(&first)).unwrap(), None);
    assert_eq!(store.private("lock.json").unwrap().unwrap(), (b"2".to_vec(), second));
    store.delete_private("lock.json").unwrap();
    store.delete_private("lock.json").unwrap();
    assert!(!store.has_private("lock.json").unwrap());
    store.delete("d.html").unwrap();
    assert_eq!(store.read("d.html").unwrap(), None);
    let outside = |key: &&String| !key.starts_with(&store.settings.public) || key.starts_with(".citeback");
    let objects = storage.objects.lock().unwrap();
    assert_eq!(objects.keys().filter(outside).count(), 2, "what is kept, and the probe");
    strong
}

#[test]
fn every_kind_of_storage_works() {
    for prefix in ["", "www", "a/b"] {
        assert!(exercise(prefix, Storage::default()));
        assert!(exercise(prefix, Storage { unquoted: true, ..Storage::default() }));
        assert!(!exercise(prefix, Storage { careless: true, ..Storage::default() }));
        assert!(!exercise(prefix, Storage { old: true, ..Storage::default() }));
    }
}

#[test]
fn nothing_is_kept_where_everybody_can_read_it() {
    let (store, _) = open("www", Storage { open: true, ..Storage::default() });
    let refused = store.honours_conditions().unwrap_err().to_string();
    assert!(refused.starts_with("everybody can read the folder .citeback-www/ of the bucket bucket"), "{refused}");
}

#[test]
fn a_write_whose_answer_was_lost_is_recognised() {
    let (store, storage) = open("www", Storage::default());
    store.honours_conditions().unwrap();
    *storage.forgetful.lock().unwrap() = true;
    assert!(store.put_private("lock.json", b"own", When::Absent).unwrap().is_some());
    assert!(store.put_private("lock.json", b"other", When::Absent).unwrap().is_none());
}

#[test]
fn an_old_address_redirects_on_the_website_of_a_bucket() {
    let (store, storage) = open("www", Storage::default());
    let page = b"<link rel=\"canonical\" href=\"https://example.org/claims/new.html\"><meta http-equiv=\"refresh\">";
    for (path, bytes) in [("claims/old.html", &page[..]), ("claims/new.html", b"<p>A claim.")] {
        store.write(path, bytes, &entry(bytes)).unwrap();
    }
    let redirects = storage.redirects.lock().unwrap();
    let redirects: Vec<_> = redirects.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    assert_eq!(redirects, [("www/claims/old.html", "https://example.org/claims/new.html")]);
}

#[test]
fn what_is_kept_has_an_address_beside_the_site() {
    for (prefix, expected) in [
        ("", ".citeback/probe.json"),
        ("www", "../.citeback-www/probe.json"),
        ("a/b", "../../.citeback-a%21b/probe.json"),
    ] {
        let (store, _) = open(prefix, Storage::default());
        assert_eq!(store.private_addresses(), [expected]);
        assert!(expected.ends_with(PROBE));
    }
}
