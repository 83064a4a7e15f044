//! Publishing to object storage that speaks the S3 protocol: [`S3`].
//!
//! Requests are signed in their address (AWS Signature Version 4), so addresses never appear in messages. Each upload carries the MD5 of
//! its bytes, which all such storage checks, and our own SHA-256 as metadata, which [`verify`](Store::verify) compares. What is kept is
//! in a folder beside the published one, which readers must not be able to read; that is tried before anything is published.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::Duration;

use base64::Engine as _;
use jiff::Timestamp;
use md5::{Digest as _, Md5};
use rusty_s3::{Bucket, S3Action};
use url::Url;

use super::http::{Answer, Environment, Http, Method, Patient, Request, Response, unreachable};
use super::release::{Entry, PRIVATE, Sha256};
use super::store::{Listed, Store, Version, When};
use citeback_content::base::error::Error;
use citeback_content::base::escaping::percent_encoded;
use location::location;
use settings::Settings;
use xml::{Page, code, hint};

mod location;
mod settings;
mod xml;

/// How long a signature is valid. Longer than a request lasts, and not much longer.
const VALID: Duration = Duration::from_secs(900);

/// The header of our own hash.
const HASH: &str = "x-amz-meta-sha256";

/// Where the page at an old address leads. The website of a bucket answers with a redirect then, and everything else with the page.
const LOCATION: &str = "x-amz-website-redirect-location";

/// The private file with which it is tried whether conditions are honoured. It stays, so that the next run needs fewer requests.
const PROBE: &str = "probe.json";

/// An ETag that no file has.
const NO_TAG: &str = "\"00000000000000000000000000000000\"";

type Headers = Vec<(&'static str, String)>;

/// A bucket, or a folder in it.
pub struct S3 {
    settings: Settings,
    http: Patient,
    /// Known from the first request on.
    bucket: OnceLock<Bucket>,
    /// What the storage makes of conditions, once that was tried.
    conditions: OnceLock<Conditions>,
}

/// What storage makes of conditions on writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Conditions {
    Ignored,
    Honoured,
    /// With entity tags without their quotation marks, against RFC 9110, section 8.8.3: Ceph 16 compares them so.
    HonouredUnquoted,
}

impl Conditions {
    /// A version as a condition names it.
    fn tag(self, version: &Version) -> String {
        match self {
            Conditions::HonouredUnquoted => version.0.trim_matches('"').to_owned(),
            Conditions::Honoured | Conditions::Ignored => version.0.clone(),
        }
    }
}

impl S3 {
    /// # Errors
    /// When the description cannot be used, or the environment has no credentials. Nothing is asked of the storage yet.
    pub fn open(
        (bucket, prefix): (&str, &str),
        endpoint: Option<&str>,
        region: Option<&str>,
        environment: Environment<'_>,
        http: Box<dyn Http>,
    ) -> Result<Self, Error> {
        let settings = Settings::new(bucket, prefix, endpoint, region, environment)?;
        Ok(S3 { settings, http: Patient::new(http), bucket: OnceLock::new(), conditions: OnceLock::new() })
    }

    fn bucket(&self) -> Result<&Bucket, Error> {
        if let Some(bucket) = self.bucket.get() {
            return Ok(bucket);
        }
        let bucket = self.settings.locate(&self.http)?;
        Ok(self.bucket.get_or_init(|| bucket))
    }

    /// Sends a request for a key, signed for each attempt.
    fn send(&self, method: Method, key: &str, headers: &Headers, body: &[u8]) -> Result<Answer, Error> {
        let bucket = self.bucket()?;
        let credentials = Some(&self.settings.credentials);
        let request = |now: Timestamp| {
            let url = match method {
                Method::Get => signed(bucket.get_object(credentials, key), headers, now),
                Method::Head => signed(bucket.head_object(credentials, key), headers, now),
                // Nothing is posted here.
                Method::Put | Method::Post => signed(bucket.put_object(credentials, key), headers, now),
                Method::Delete => signed(bucket.delete_object(credentials, key), headers, now),
            };
            Request { method, url, headers: headers.clone(), body }
        };
        self.http.send(request).map_err(|failure| unreachable(&self.describe(), &failure.reason))
    }

    fn put(&self, key: &str, bytes: &[u8], mut headers: Headers) -> Result<Answer, Error> {
        headers.push(("content-md5", base64::engine::general_purpose::STANDARD.encode(Md5::digest(bytes))));
        self.send(Method::Put, key, &headers, bytes)
    }

    fn get(&self, key: &str) -> Result<Option<Response>, Error> {
        let Answer { response, .. } = self.send(Method::Get, key, &vec![], b"")?;
        self.found(response, "read", key)
    }

    fn remove(&self, key: &str) -> Result<(), Error> {
        let Answer { response, .. } = self.send(Method::Delete, key, &vec![], b"")?;
        self.found(response, "delete", key).map(drop)
    }

    /// An answer about a file, or none if there is no such file.
    fn found(&self, response: Response, action: &str, key: &str) -> Result<Option<Response>, Error> {
        match response.status {
            404 if code(&response.body).as_deref() != Some("NoSuchBucket") => Ok(None),
            _ if response.is_success() => Ok(Some(response)),
            _ => Err(self.refusal(&response, action, key)),
        }
    }

    fn refusal(&self, response: &Response, action: &str, key: &str) -> Error {
        let code = code(&response.body);
        let reason = code.clone().unwrap_or_else(|| format!("status {}", response.status));
        Error::refused(
            format!("{} refused to {action} {key}: {reason}", self.describe()),
            hint(response.status, code.as_deref()),
        )
    }

    /// All keys that begin so, without the beginning.
    fn keys(&self, beginning: &str) -> Result<Vec<(String, u64)>, Error> {
        let bucket = self.bucket()?;
        let (mut found, mut next): (Vec<(String, u64)>, Option<String>) = (vec![], None);
        loop {
            let request = |now: Timestamp| {
                let mut list = bucket.list_objects_v2(Some(&self.settings.credentials));
                if !beginning.is_empty() {
                    list.with_prefix(beginning);
                }
                if let Some(token) = &next {
                    list.with_continuation_token(token.as_str());
                }
                Request { method: Method::Get, url: list.sign_with_time(VALID, &now), headers: vec![], body: b"" }
            };
            let sent = self.http.send(request).map_err(|failure| unreachable(&self.describe(), &failure.reason))?;
            if !sent.response.is_success() {
                return Err(self.refusal(&sent.response, "list", beginning));
            }
            let page = Page::read(&sent.response.body).ok_or_else(|| {
                Error::refused(
                    format!("{} answers with something other than a listing", self.describe()),
                    "check the endpoint in brief.yaml: it is the address of the S3 protocol, not of the public site",
                )
            })?;
            let keys = page.objects.into_iter();
            found.extend(keys.filter_map(|(key, size)| Some((key.strip_prefix(beginning)?.to_owned(), size))));
            // Storage that repeats itself would be asked for ever.
            if page.next.is_none() || page.next == next {
                return Ok(found);
            }
            next = page.next;
        }
    }

    fn public(&self, path: &str) -> String {
        format!("{}{path}", self.settings.public)
    }

    fn kept(&self, name: &str) -> String {
        format!("{}{name}", self.settings.private)
    }

    /// Finds out how a condition must be written so that a file that exists is not created, one that has changed is not replaced, and one
    /// that has not changed is.
    fn probe(&self) -> Result<Conditions, Error> {
        let key = self.kept(PROBE);
        let try_it = |condition: Option<(&'static str, String)>| {
            let is_conditional = condition.is_some();
            let headers = private_headers().into_iter().chain(condition).collect();
            let Answer { response, .. } = self.put(&key, b"{}\n", headers)?;
            match response.status {
                412 => Ok(true),
                400 | 501 if is_conditional => Ok(false),
                _ if response.is_success() => Ok(false),
                _ => Err(self.refusal(&response, "write", &key)),
            }
        };
        let creation = || Some(("if-none-match", "*".to_owned()));
        // The first attempt may be the one that creates it.
        if !try_it(creation())? && !try_it(creation())? {
            try_it(None)?;
            return Ok(Conditions::Ignored);
        }
        let Some((_, version)) = self.private(PROBE)? else {
            return Ok(Conditions::Ignored);
        };
        for found in [Conditions::Honoured, Conditions::HonouredUnquoted] {
            let condition = |version: &Version| Some(("if-match", found.tag(version)));
            if try_it(condition(&Version(NO_TAG.to_owned())))? && !try_it(condition(&version))? {
                return Ok(found);
            }
        }
        Ok(Conditions::Ignored)
    }

    /// # Errors
    /// When what is kept can be read without credentials.
    fn refuse_if_readable(&self) -> Result<(), Error> {
        let Ok(url) = self.bucket()?.object_url(&self.kept(PROBE)) else { return Ok(()) };
        let request = |_| Request { method: Method::Get, url: url.clone(), headers: vec![], body: b"" };
        let sent = self.http.send(request).map_err(|failure| unreachable(&self.describe(), &failure.reason))?;
        if !sent.response.is_success() {
            return Ok(());
        }
        Err(Error::refused(
            format!(
                "everybody can read the folder {} of the bucket {}, where earlier versions of pages are kept",
                self.settings.private, self.settings.bucket
            ),
            "let the public read nothing but the published files; docs/publishing/storage.md has the policy",
        ))
    }

    /// Whether a condition holds, for storage that does not check it.
    fn holds(&self, name: &str, when: When<'_>) -> Result<bool, Error> {
        Ok(match when {
            When::Always => true,
            When::Absent => self.private(name)?.is_none(),
            When::Is(version) => self.private(name)?.is_some_and(|(_, found)| found == *version),
        })
    }
}

impl Store for S3 {
    fn describe(&self) -> String {
        self.settings.describe()
    }

    fn honours_conditions(&self) -> Result<bool, Error> {
        let conditions = self.probe()?;
        self.refuse_if_readable()?;
        Ok(*self.conditions.get_or_init(|| conditions) != Conditions::Ignored)
    }

    fn list(&self) -> Result<BTreeMap<String, Listed>, Error> {
        // Folders that other tools made, and what is kept of this site and of others in this bucket, are not files of a site.
        let is_kept = |path: &str| self.settings.public.is_empty() && path.starts_with(PRIVATE);
        let is_file = |path: &str| !path.is_empty() && !path.ends_with('/') && !is_kept(path);
        let files = self.keys(&self.settings.public)?.into_iter().filter(|(path, _)| is_file(path));
        Ok(files.map(|(path, size)| (path, Listed { size, sha256: None })).collect())
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.get(&self.public(path))?.map(|response| response.body))
    }

    fn write(&self, path: &str, bytes: &[u8], entry: &Entry) -> Result<(), Error> {
        let key = self.public(path);
        let mut headers = vec![
            ("content-type", entry.content_type.clone()),
            ("cache-control", entry.cache.clone()),
            (HASH, entry.sha256.to_string()),
        ];
        headers.extend(location(bytes).map(|location| (LOCATION, location)));
        let Answer { response, .. } = self.put(&key, bytes, headers)?;
        if response.is_success() { Ok(()) } else { Err(self.refusal(&response, "write", &key)) }
    }

    fn delete(&self, path: &str) -> Result<(), Error> {
        self.remove(&self.public(path))
    }

    /// The storage copies it, where it can.
    fn copy_aside(&self, path: &str, name: &str) -> Result<(), Error> {
        let source = percent_encoded(&self.public(path));
        let headers = vec![("x-amz-copy-source", format!("/{}/{source}", self.settings.bucket))];
        let Answer { response, .. } = self.send(Method::Put, &self.kept(name), &headers, b"")?;
        // A copy that fails late is reported in an answer that begins as a success, and storage that does not know the header writes an
        // empty file.
        if response.is_success() && String::from_utf8_lossy(&response.body).contains("CopyObjectResult") {
            return Ok(());
        }
        match self.read(path)? {
            Some(bytes) => self.put_private(name, &bytes, When::Always).map(drop),
            None => self.delete_private(name),
        }
    }

    fn verify(&self, path: &str, entry: &Entry) -> Result<bool, Error> {
        let key = self.public(path);
        let Answer { response, .. } = self.send(Method::Head, &key, &vec![], b"")?;
        let Some(response) = self.found(response, "read", &key)? else { return Ok(false) };
        let size = response.header("content-length").and_then(|size| size.parse::<u64>().ok());
        match (size, response.header(HASH)) {
            (Some(size), Some(hash)) => Ok(entry.size == size && entry.sha256.to_string() == hash),
            // Storage without metadata.
            _ => Ok(self.read(path)?.is_some_and(|bytes| Sha256::of(&bytes) == entry.sha256)),
        }
    }

    fn private(&self, name: &str) -> Result<Option<(Vec<u8>, Version)>, Error> {
        Ok(self.get(&self.kept(name))?.map(|response| {
            let version = version(&response).unwrap_or_else(|| Version(Sha256::of(&response.body).to_string()));
            (response.body, version)
        }))
    }

    fn has_private(&self, name: &str) -> Result<bool, Error> {
        let key = self.kept(name);
        let Answer { response, .. } = self.send(Method::Head, &key, &vec![], b"")?;
        Ok(self.found(response, "read", &key)?.is_some())
    }

    fn private_names(&self, folder: &str) -> Result<Vec<String>, Error> {
        let keys = self.keys(&format!("{}{folder}/", self.settings.private))?;
        Ok(keys.into_iter().map(|(name, _)| format!("{folder}/{name}")).collect())
    }

    fn put_private(&self, name: &str, bytes: &[u8], when: When<'_>) -> Result<Option<Version>, Error> {
        let key = self.kept(name);
        let mut headers = private_headers();
        let conditions = self.conditions.get().copied().unwrap_or(Conditions::Ignored);
        match when {
            When::Always => {}
            _ if conditions == Conditions::Ignored => {
                if !self.holds(name, when)? {
                    return Ok(None);
                }
            }
            When::Absent => headers.push(("if-none-match", "*".to_owned())),
            When::Is(version) => headers.push(("if-match", conditions.tag(version))),
        }
        let Answer { response, attempts } = self.put(&key, bytes, headers)?;
        // The condition does not hold, or the file that it is about is gone.
        if response.status == 412 || (response.status == 404 && matches!(when, When::Is(_))) {
            // An earlier attempt may have written it, although its answer was lost.
            let found = if attempts > 1 { self.private(name)? } else { None };
            return Ok(found.filter(|(found, _)| found == bytes).map(|(_, version)| version));
        }
        if !response.is_success() {
            return Err(self.refusal(&response, "write", &key));
        }
        match version(&response) {
            Some(version) => Ok(Some(version)),
            None => Ok(self.private(name)?.map(|(_, version)| version)),
        }
    }

    fn delete_private(&self, name: &str) -> Result<(), Error> {
        self.remove(&self.kept(name))
    }

    fn private_addresses(&self) -> Vec<String> {
        let up = "../".repeat(self.settings.public.matches('/').count());
        vec![percent_encoded(&format!("{up}{}", self.kept(PROBE)))]
    }
}

fn signed<'a>(mut action: impl S3Action<'a>, headers: &'a Headers, now: Timestamp) -> Url {
    for (name, value) in headers {
        action.headers_mut().insert(*name, value.as_str());
    }
    action.sign_with_time(VALID, &now)
}

fn private_headers() -> Headers {
    vec![("content-type", "application/octet-stream".to_owned()), ("cache-control", "no-store".to_owned())]
}

fn version(response: &Response) -> Option<Version> {
    response.header("etag").map(|tag| Version(tag.to_owned()))
}

#[cfg(test)]
mod tests;
