//! Requests to Netlify's API: [`Api`]. The token is in a header of each and nowhere else.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use url::{Host, Url};

use crate::http::{Environment, Http, Method, Patient, Request, Response, unreachable};
use crate::release::Sha256;
use citeback_content::base::error::Error;
use citeback_content::base::escaping::percent_encoded;

const API: &str = "https://api.netlify.com/api/v1";

/// How many deploys are on a page of a list.
const PER_PAGE: usize = 100;

/// What the title of a deploy begins with, before the name of its release.
const TITLE: &str = "Citeback release ";

/// With this header, a file is answered with its bytes instead of what is known of it.
const RAW: (&str, &str) = ("content-type", "application/vnd.bitballoon.v1.raw");

/// A site at Netlify, with the right to deploy to it.
pub struct Api {
    http: Patient,
    base: String,
    site: String,
    token: String,
}

/// A deploy, as far as it matters here. It never changes once it is ready, except that it can be published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Deploy {
    pub id: String,
    #[serde(default)]
    pub state: String,
    title: Option<String>,
    /// When it went live the last time (RFC 3339, UTC).
    pub published_at: Option<String>,
    /// The address of this very deploy.
    deploy_ssl_url: Option<String>,
    /// The SHA-1 of files that Netlify does not have yet.
    pub required: Option<Vec<String>>,
    pub error_message: Option<String>,
    /// Whether Netlify must not publish another one.
    pub locked: Option<bool>,
}

impl Deploy {
    /// The release that it was made for. Only `publish` writes such titles.
    pub fn release(&self) -> Option<Sha256> {
        Sha256::try_from(self.title.as_deref()?.strip_prefix(TITLE)?.to_owned()).ok()
    }

    pub fn is_ready(&self) -> bool {
        self.state == "ready"
    }

    /// Whether Netlify has decided which files it needs.
    pub fn is_prepared(&self) -> bool {
        matches!(self.state.as_str(), "prepared" | "uploading" | "uploaded" | "processing" | "processed" | "ready")
    }
}

#[derive(Deserialize)]
struct SiteRecord {
    published_deploy: Option<Deploy>,
}

#[derive(Deserialize)]
struct FileRecord {
    path: String,
    sha: String,
}

impl Api {
    /// # Errors
    /// When the site cannot be one, or the environment has no token.
    pub fn new(site: &str, environment: Environment<'_>, http: Box<dyn Http>) -> Result<Self, Error> {
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        if site.is_empty() || site.contains("..") || !site.chars().all(named) {
            return Err(Error::refused(
                format!("“{site}” is not the id of a site at Netlify"),
                "it is under “Project configuration” at Netlify, and looks like 0a1b2c3d-4e5f-6789-abcd-ef0123456789",
            ));
        }
        let token = environment("NETLIFY_AUTH_TOKEN").ok_or_else(|| {
            Error::refused(
                "there is no token for Netlify",
                "make a personal access token in your settings at Netlify, and set NETLIFY_AUTH_TOKEN in the environment",
            )
        })?;
        let base = environment("NETLIFY_API_URL").unwrap_or_else(|| API.to_owned());
        let base = base.trim_end_matches('/').to_owned();
        // The token is readable for everybody on the way otherwise.
        let is_safe = |url: Url| url.scheme() == "https" || (url.scheme() == "http" && is_this_machine(&url));
        if !Url::parse(&base).is_ok_and(is_safe) {
            return Err(Error::refused("NETLIFY_API_URL is not an address that begins with https://", "correct it"));
        }
        Ok(Api { http: Patient::new(http), base, site: site.to_owned(), token })
    }

    pub fn describe(&self) -> String {
        format!("the site {} at Netlify", self.site)
    }

    /// The deploy that readers see.
    pub fn published(&self) -> Result<Option<Deploy>, Error> {
        let path = format!("sites/{}", self.site);
        Ok(self.read::<SiteRecord>(Method::Get, &path, &[], "read the site")?.published_deploy)
    }

    pub fn deploys(&self) -> Result<Vec<Deploy>, Error> {
        self.list("deploys", "list the deploys")
    }

    /// The files of the published deploy, without a slash before them, and their SHA-1.
    pub fn files(&self) -> Result<BTreeMap<String, String>, Error> {
        let files: Vec<FileRecord> = self.list("files", "list the files")?;
        Ok(files.into_iter().map(|file| (file.path.trim_start_matches('/').to_owned(), file.sha)).collect())
    }

    pub fn deploy(&self, id: &str) -> Result<Deploy, Error> {
        self.read(Method::Get, &format!("deploys/{}", percent_encoded(id)), &[], "read a deploy")
    }

    /// Begins a deploy that readers do not see yet. `files` has the SHA-1 of each path.
    pub fn create(&self, release: &Sha256, files: &BTreeMap<String, String>) -> Result<Deploy, Error> {
        let files: BTreeMap<String, &String> = files.iter().map(|(path, sha1)| (format!("/{path}"), sha1)).collect();
        let body = json!({ "files": files, "draft": true, "async": true }).to_string();
        let title = percent_encoded(&format!("{TITLE}{release}"));
        let path = format!("sites/{}/deploys?title={title}", self.site);
        self.read(Method::Post, &path, body.as_bytes(), "make a deploy")
    }

    pub fn upload(&self, id: &str, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let address = format!("deploys/{}/files/{}", percent_encoded(id), percent_encoded(path));
        let headers = [("content-type", "application/octet-stream")];
        let response = self.send(Method::Put, &address, &headers, bytes)?;
        if response.is_success() { Ok(()) } else { Err(self.refusal(&response, &format!("accept {path}"))) }
    }

    /// Shows readers a deploy that is ready.
    pub fn publish(&self, id: &str) -> Result<(), Error> {
        let path = format!("sites/{}/deploys/{}/restore", self.site, percent_encoded(id));
        self.read::<Deploy>(Method::Post, &path, &[], "publish the deploy").map(drop)
    }

    /// Deletes a deploy. It is no error if there is none.
    pub fn delete(&self, id: &str) -> Result<(), Error> {
        let response = self.send(Method::Delete, &format!("deploys/{}", percent_encoded(id)), &[], b"")?;
        let is_gone = response.is_success() || response.status == 404;
        if is_gone { Ok(()) } else { Err(self.refusal(&response, "delete a deploy")) }
    }

    /// A file of the published deploy.
    pub fn published_file(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let address = format!("sites/{}/files/{}", self.site, percent_encoded(path));
        let response = self.send(Method::Get, &address, &[RAW], b"")?;
        match response.status {
            404 => Ok(None),
            _ if response.is_success() => Ok(Some(response.body)),
            _ => Err(self.refusal(&response, &format!("read {path}"))),
        }
    }

    /// A file of any deploy, from the address that each one has, without the token.
    pub fn file_of(&self, deploy: &Deploy, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let url = deploy.deploy_ssl_url.as_deref().and_then(|url| Url::parse(&format!("{url}/")).ok());
        let url = url.filter(|url| matches!(url.scheme(), "https" | "http"));
        let Some(url) = url.and_then(|url| url.join(&percent_encoded(path)).ok()) else { return Ok(None) };
        let request = |_| Request { method: Method::Get, url: url.clone(), headers: vec![], body: b"" };
        let sent = self.http.send(request).map_err(|failure| unreachable(&self.describe(), &failure.reason))?;
        Ok(Some(sent.response).filter(Response::is_success).map(|response| response.body))
    }

    /// All records of a list, page by page.
    fn list<T: DeserializeOwned>(&self, what: &str, action: &str) -> Result<Vec<T>, Error> {
        let mut found = vec![];
        for page in 1.. {
            let path = format!("sites/{}/{what}?page={page}&per_page={PER_PAGE}", self.site);
            let response = self.send(Method::Get, &path, &[], b"")?;
            let records: Vec<T> = self.parsed(&response, action)?;
            let is_last =
                records.is_empty() || !response.header("link").is_some_and(|link| link.contains("rel=\"next\""));
            found.extend(records);
            if is_last {
                break;
            }
        }
        Ok(found)
    }

    fn read<T: DeserializeOwned>(&self, method: Method, path: &str, body: &[u8], action: &str) -> Result<T, Error> {
        let response = self.send(method, path, &[("content-type", "application/json")], body)?;
        self.parsed(&response, action)
    }

    fn parsed<T: DeserializeOwned>(&self, response: &Response, action: &str) -> Result<T, Error> {
        if !response.is_success() {
            return Err(self.refusal(response, action));
        }
        serde_json::from_slice(&response.body).map_err(|_| {
            Error::refused(
                format!("{}: the answer to “{action}” cannot be understood", self.describe()),
                "check NETLIFY_API_URL if it is set; otherwise the API has changed, and this version does not know it",
            )
        })
    }

    fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&'static str, &str)],
        body: &[u8],
    ) -> Result<Response, Error> {
        let wrong = || Error::refused(format!("{}: an address cannot be written", self.describe()), "");
        let url = Url::parse(&format!("{}/{path}", self.base)).map_err(|_| wrong())?;
        let request = |_| {
            let mut all = vec![("authorization", format!("Bearer {}", self.token))];
            all.extend(headers.iter().map(|(name, value)| (*name, (*value).to_owned())));
            Request { method, url: url.clone(), headers: all, body }
        };
        let sent = self.http.send(request).map_err(|failure| unreachable(&self.describe(), &failure.reason))?;
        Ok(sent.response)
    }

    fn refusal(&self, response: &Response, action: &str) -> Error {
        let hint = match response.status {
            401 | 403 => "check NETLIFY_AUTH_TOKEN: it has to be a token of somebody who may deploy to this site",
            404 => "check the id of the site in brief.yaml, and that the token is of an account that can see it",
            429 => "Netlify allows only so many deploys in a minute and on a day; wait, and run the command again",
            _ => "nothing was published; run the command again",
        };
        Error::refused(format!("{} refused to {action}: status {}", self.describe(), response.status), hint)
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
