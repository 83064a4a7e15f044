//! Where a bucket is and who may write there: [`Settings`], from brief.yaml and the environment.

use rusty_s3::{Bucket, Credentials, UrlStyle};
use url::Url;

use crate::http::{Environment, Method, Patient, Request, unreachable};
use crate::release::{PRIVATE, is_publishable};
use citeback_content::base::error::Error;

/// Stands for `/` in the name of the private folder, so that no prefix is inside the folder of another one.
const SEPARATOR: &str = "!";

/// The region where there are no others.
const ANY_REGION: &str = "us-east-1";

/// What is known before the first request.
pub struct Settings {
    pub bucket: String,
    /// What the keys of public files begin with: empty, or a folder with a slash at its end.
    pub public: String,
    /// What the keys of private files begin with.
    pub private: String,
    pub credentials: Credentials,
    /// Unless it is Amazon.
    endpoint: Option<Url>,
    region: Option<String>,
}

impl Settings {
    /// # Errors
    /// When the description cannot be used, or the environment has no credentials.
    pub fn new(
        bucket: &str,
        prefix: &str,
        endpoint: Option<&str>,
        region: Option<&str>,
        environment: Environment<'_>,
    ) -> Result<Self, Error> {
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if bucket.is_empty() || !bucket.chars().all(named) || !bucket.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Err(Error::refused(
                format!("“{bucket}” is not the name of a bucket"),
                "write the name alone, and a folder after it if you like: s3: bucket/folder",
            ));
        }
        if !prefix.is_empty() && (!is_publishable(prefix) || prefix.contains(SEPARATOR) || prefix.starts_with(PRIVATE))
        {
            return Err(Error::refused(
                format!("“{prefix}” cannot be a folder of a bucket here"),
                "choose another name",
            ));
        }
        let endpoint = endpoint.map(str::to_owned);
        let endpoint =
            endpoint.or_else(|| environment("AWS_ENDPOINT_URL_S3")).or_else(|| environment("AWS_ENDPOINT_URL"));
        let endpoint = endpoint.map(|endpoint| usable(&endpoint)).transpose()?;
        let region = region.map(|region| region.trim().to_owned());
        let region = region.or_else(|| environment("AWS_REGION")).or_else(|| environment("AWS_DEFAULT_REGION"));
        let (Some(key), Some(secret)) = (environment("AWS_ACCESS_KEY_ID"), environment("AWS_SECRET_ACCESS_KEY")) else {
            return Err(Error::refused(
                format!("the environment has no key for the bucket {bucket}"),
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN if there is one",
            ));
        };
        let credentials = match environment("AWS_SESSION_TOKEN") {
            Some(token) => Credentials::new_with_token(key, secret, token),
            None => Credentials::new(key, secret),
        };
        Ok(Settings {
            bucket: bucket.to_owned(),
            public: if prefix.is_empty() { String::new() } else { format!("{prefix}/") },
            private: private(prefix),
            credentials,
            endpoint,
            region: region.filter(|region| !region.is_empty() && region != "auto"),
        })
    }

    /// The bucket and its folder, and where it is unless at Amazon.
    pub fn describe(&self) -> String {
        let place = format!("{}/{}", self.bucket, self.public);
        let place = place.trim_end_matches('/');
        match self.endpoint.as_ref().and_then(Url::host_str) {
            Some(host) => format!("the bucket {place} at {host}"),
            None => format!("the bucket {place}"),
        }
    }

    /// Asks for the region if nothing says which it is.
    ///
    /// # Errors
    /// When the storage cannot be reached, or Amazon has no such bucket.
    pub fn locate(&self, http: &Patient) -> Result<Bucket, Error> {
        let (endpoint, style) = match &self.endpoint {
            Some(endpoint) => self.style(endpoint),
            None => {
                let region =
                    self.region.clone().map_or_else(|| self.ask(&amazon(ANY_REGION), http), |r| Ok(Some(r)))?;
                let region = region.ok_or_else(|| {
                    Error::refused(
                        format!("Amazon has no bucket {}", self.bucket),
                        "create it first; for other storage, name its address: endpoint",
                    )
                })?;
                // Certificates are for one level of names, so a name with dots is in the path.
                let style = if self.bucket.contains('.') { UrlStyle::Path } else { UrlStyle::VirtualHost };
                return self.at(amazon(&region), style, region);
            }
        };
        let region = self.region.clone().or_else(|| endpoint.host_str().and_then(region_of));
        let region = match region {
            Some(region) => region,
            None => self.ask(&endpoint, http)?.unwrap_or_else(|| ANY_REGION.to_owned()),
        };
        self.at(endpoint, style, region)
    }

    fn at(&self, endpoint: Url, style: UrlStyle, region: String) -> Result<Bucket, Error> {
        let made = Bucket::new(endpoint, style, self.bucket.clone(), region);
        made.map_err(|_| Error::refused(format!("{} has no usable address", self.describe()), ""))
    }

    /// An endpoint that begins with the name of the bucket has it in its host, otherwise it is in the path.
    fn style(&self, endpoint: &Url) -> (Url, UrlStyle) {
        let mut short = endpoint.clone();
        let host = endpoint.host_str().and_then(|host| host.strip_prefix(&self.bucket)?.strip_prefix('.'));
        match host {
            Some(host) if short.set_host(Some(host)).is_ok() => (short, UrlStyle::VirtualHost),
            _ => (endpoint.clone(), UrlStyle::Path),
        }
    }

    /// The region that the storage names when it is asked without credentials, whether it refuses that or not.
    fn ask(&self, endpoint: &Url, http: &Patient) -> Result<Option<String>, Error> {
        let Ok(url) = endpoint.join(&self.bucket) else { return Ok(None) };
        let request = |_| Request { method: Method::Head, url: url.clone(), headers: vec![], body: b"" };
        let answer = http.send(request).map_err(|failure| unreachable(&self.describe(), &failure.reason))?;
        Ok(answer.response.header("x-amz-bucket-region").map(str::to_owned))
    }
}

/// The folder of what is kept. It is outside the published folder.
fn private(prefix: &str) -> String {
    match prefix {
        "" => format!("{PRIVATE}/"),
        prefix => format!("{PRIVATE}-{}/", prefix.replace('/', SEPARATOR)),
    }
}

fn amazon(region: &str) -> Url {
    let ending = if region.starts_with("cn-") { ".cn" } else { "" };
    let url = format!("https://s3.{region}.amazonaws.com{ending}/");
    Url::parse(&url).or_else(|_| Url::parse("https://s3.amazonaws.com/")).expect("this is an address")
}

/// An address of storage, with a slash at its end.
fn usable(endpoint: &str) -> Result<Url, Error> {
    let text = if endpoint.contains("://") { endpoint.to_owned() } else { format!("https://{endpoint}") };
    let url = Url::parse(&format!("{}/", text.trim().trim_end_matches('/'))).ok();
    let plain = |url: &Url| {
        matches!(url.scheme(), "http" | "https") && url.has_host() && url.username().is_empty() && url.query().is_none()
    };
    url.filter(plain).ok_or_else(|| {
        Error::refused(
            "the endpoint is not the address of a storage service",
            "write it without the bucket, such as https://storage.example.org",
        )
    })
}

/// The region in the name of a host, as many services have it: `s3.eu-central-1.example.org`.
fn region_of(host: &str) -> Option<String> {
    if host.ends_with(".r2.cloudflarestorage.com") {
        return Some("auto".to_owned());
    }
    let (region, rest) = host.strip_prefix("s3.")?.split_once('.')?;
    let is_region = rest.contains('.') && region.contains('-') && region != "dualstack";
    is_region.then(|| region.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Settings, private, region_of};
    use crate::http::{Failure, Http, Patient, Request, Response};

    /// Storage that answers every request with this region.
    struct Named(&'static str);

    impl Http for Named {
        fn send(&self, _: &Request<'_>) -> Result<Response, Failure> {
            let headers = vec![("x-amz-bucket-region".to_owned(), self.0.to_owned())];
            Ok(Response { status: 403, headers, body: vec![] })
        }
    }

    fn settings(bucket: &str, endpoint: Option<&str>, region: Option<&str>) -> Settings {
        Settings::new(bucket, "", endpoint, region, &|name| {
            name.starts_with("AWS_ACCESS")
                .then(|| "k".into())
                .or_else(|| (name == "AWS_SECRET_ACCESS_KEY").then(|| "s".into()))
        })
        .unwrap()
    }

    fn located(bucket: &str, endpoint: Option<&str>, region: Option<&str>) -> String {
        let bucket = settings(bucket, endpoint, region).locate(&Patient::new(Box::new(Named("eu-west-9")))).unwrap();
        format!("{} {}", bucket.region(), bucket.object_url("a b.html").unwrap())
    }

    #[test]
    fn addresses_have_the_bucket_in_the_host_or_in_the_path() {
        for (bucket, endpoint, region, expected) in [
            ("b", None, Some("eu-central-1"), "eu-central-1 https://b.s3.eu-central-1.amazonaws.com/a%20b.html"),
            ("b", None, Some("auto"), "eu-west-9 https://b.s3.eu-west-9.amazonaws.com/a%20b.html"),
            ("b.org", None, None, "eu-west-9 https://s3.eu-west-9.amazonaws.com/b.org/a%20b.html"),
            (
                "b",
                Some("https://s3.us-west-004.backblazeb2.com"),
                None,
                "us-west-004 https://s3.us-west-004.backblazeb2.com/b/a%20b.html",
            ),
            (
                "b",
                Some("https://1a2b.r2.cloudflarestorage.com/"),
                Some("auto"),
                "auto https://1a2b.r2.cloudflarestorage.com/b/a%20b.html",
            ),
            ("b", Some("http://127.0.0.1:9000/s3"), Some("here"), "here http://127.0.0.1:9000/s3/b/a%20b.html"),
            ("b", Some("https://b.storage.example.org"), None, "eu-west-9 https://b.storage.example.org/a%20b.html"),
        ] {
            assert_eq!(located(bucket, endpoint, region), expected);
        }
    }

    #[test]
    fn what_is_kept_is_outside_every_published_folder() {
        assert_eq!([private(""), private("a"), private("a/b")], [".citeback/", ".citeback-a/", ".citeback-a!b/"]);
        let none = |_: &str| Some("x".to_owned());
        for prefix in ["a!b", ".citeback-a", "a/../b", "a//b"] {
            assert!(Settings::new("b", prefix, None, None, &none).is_err(), "{prefix}");
        }
    }

    #[test]
    fn without_a_key_it_says_which_variables_to_set() {
        let refused = Settings::new("b", "", None, None, &|_| None).map(drop).unwrap_err().to_string();
        assert!(refused.contains("AWS_ACCESS_KEY_ID"), "{refused}");
    }

    #[test]
    fn a_host_may_name_the_region() {
        assert_eq!(region_of("s3.fr-par.scw.cloud").as_deref(), Some("fr-par"));
        for host in ["s3.example.org", "storage.example.org", "s3.my-company.org"] {
            assert_eq!(region_of(host), None, "{host}");
        }
    }
}
