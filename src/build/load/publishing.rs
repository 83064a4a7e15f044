//! `publish:` in brief.yaml: where the brief is published. Entry points: [`TargetFields`], [`targets`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::fields::FieldReader;
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::{Destination, KEEP, PublishTarget, ServerFolder};
use crate::notes::yaml::Path;

/// A place to publish to. It has one of the fields folder, git, s3, rsync, sftp and netlify.
#[derive(Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetFields {
    /// A folder on this machine, which a web server serves.
    #[schemars(extend("x-is" = ValueKind::Text), example = &"/srv/www/brief")]
    folder: Option<String>,
    /// A git repository: the name of a remote of the site’s own repository, or an address.
    #[schemars(extend("x-is" = ValueKind::Text), example = &"origin")]
    git: Option<String>,
    /// With git: the branch that holds the published site.
    #[schemars(extend("x-is" = ValueKind::Text, "default" = "gh-pages"), example = &"gh-pages")]
    branch: Option<String>,
    /// With git: the site’s own domain, for the file CNAME.
    #[schemars(extend("x-is" = ValueKind::Text), example = &"facts.example.org")]
    domain: Option<String>,
    /// Object storage that speaks the S3 protocol: the bucket, and a folder in it if you like.
    #[schemars(extend("x-is" = ValueKind::Text), example = &"bucket/brief")]
    s3: Option<String>,
    /// With s3: the address of the storage, unless it is Amazon’s.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://storage.example.org")]
    endpoint: Option<String>,
    /// With s3: the region.
    #[schemars(extend("x-is" = ValueKind::Text), example = &"eu-central-1")]
    region: Option<String>,
    /// A folder on a server, reached with rsync over ssh. Readers see each publication all at once.
    #[schemars(extend("x-is" = ValueKind::Text), example = &"desk@host.example.org:/srv/www/brief")]
    rsync: Option<String>,
    /// A folder on a server, reached with SFTP over ssh.
    #[schemars(extend("x-is" = ValueKind::Text), example = &"desk@host.example.org:/srv/www/brief")]
    sftp: Option<String>,
    /// A site at Netlify, by its id.
    #[schemars(extend("x-is" = ValueKind::Text), example = &"0a1b2c3d-4e5f-6789-abcd-ef0123456789")]
    netlify: Option<String>,
    /// How many earlier releases can be published again.
    #[schemars(extend("default" = 20), example = 20)]
    keep: Option<u16>,
}

/// Fields whose name says that the value is secret, without underscores and hyphens.
const SECRET_NAMES: [&str; 12] = [
    "accesskey",
    "accesskeyid",
    "secret",
    "secretkey",
    "secretaccesskey",
    "sessiontoken",
    "token",
    "authtoken",
    "apikey",
    "password",
    "passphrase",
    "privatekey",
];

/// How secrets of well-known services begin, and the fewest characters that follow.
const SECRET_VALUES: [(&str, usize); 8] = [
    ("AKIA", 16),
    ("ASIA", 16),
    ("ghp_", 20),
    ("gho_", 20),
    ("github_pat_", 20),
    ("glpat-", 20),
    ("nfp_", 20),
    ("-----BEGIN", 5),
];

/// The targets of a brief, sorted by name.
pub(super) fn targets(
    fields: &mut FieldReader<'_>,
    given: Option<BTreeMap<String, TargetFields>>,
) -> Vec<PublishTarget> {
    report_secret_fields(fields);
    let top = Path::top().key("publish");
    let mut targets = vec![];
    for (name, given) in given.unwrap_or_default() {
        let path = top.clone().key(name.clone());
        let usable = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        if !usable {
            let finding = Diagnostic::new(Code::BadTarget, fields.place(&path), "a place needs a name of one word");
            fields.push(finding.hint("use letters, digits and hyphens: “citeback publish NAME” publishes there"));
            continue;
        }
        if has_secret_value(fields, &path, &given) {
            continue;
        }
        let keep = given.keep.map_or(KEEP, usize::from);
        match destination(given) {
            Ok(destination) => targets.push(PublishTarget { name, destination, keep }),
            Err((field, message, hint)) => {
                let at = field.map_or_else(|| path.clone(), |field| path.clone().key(field));
                let finding = Diagnostic::new(Code::BadTarget, fields.place(&at), format!("“{name}” {message}"));
                fields.push(finding.hint(hint));
            }
        }
    }
    targets
}

/// The field that is wrong, or none if it is the target as a whole; what is wrong; how to fix it.
type Wrong = (Option<&'static str>, String, &'static str);

fn destination(given: TargetFields) -> Result<Destination, Wrong> {
    let TargetFields { folder, git, branch, domain, s3, endpoint, region, rsync, sftp, netlify, keep: _ } = given;
    let kinds = [("folder", folder), ("git", git), ("s3", s3), ("rsync", rsync), ("sftp", sftp), ("netlify", netlify)];
    let mut kinds = kinds.into_iter().filter_map(|(kind, value)| Some((kind, value?.trim().to_owned())));
    let hint = "a place has exactly one of: folder, git, s3, rsync, sftp, netlify";
    let (kind, value) = match (kinds.next(), kinds.next()) {
        (Some(only), None) => only,
        (None, _) => return Err((None, "does not say where to publish".into(), hint)),
        (Some((first, _)), Some((second, _))) => {
            return Err((Some(second), format!("is both {first} and {second}"), hint));
        }
    };
    let own = |field: &'static str, needed: &'static str, given: bool| {
        let message = format!("has the field “{field}”, which belongs to {needed}");
        if given && kind != needed { Err((Some(field), message, "remove it")) } else { Ok(()) }
    };
    own("branch", "git", branch.is_some())?;
    own("domain", "git", domain.is_some())?;
    own("endpoint", "s3", endpoint.is_some())?;
    own("region", "s3", region.is_some())?;
    if value.is_empty() || value.starts_with('-') || value.contains(char::is_control) {
        return Err((Some(kind), format!("does not say where to publish: “{kind}” is not usable"), hint));
    }
    Ok(match kind {
        "folder" => Destination::Folder { path: value },
        "git" => {
            let branch = branch.map_or_else(|| "gh-pages".to_owned(), |branch| branch.trim().to_owned());
            if !is_branch(&branch) {
                let hint = "a branch is named with letters, digits, and - _ . /";
                return Err((Some("branch"), format!("has “{branch}” for a branch"), hint));
            }
            let domain = domain.map(|domain| domain.trim().to_lowercase());
            if let Some(domain) = domain.as_ref().filter(|domain| !is_domain(domain)) {
                let hint = "write the domain alone, such as facts.example.org";
                return Err((Some("domain"), format!("has “{domain}” for a domain"), hint));
            }
            Destination::Git { remote: value, branch, domain }
        }
        "s3" => {
            let (bucket, prefix) = value.split_once('/').unwrap_or((&value, ""));
            let (bucket, prefix) = (bucket.to_owned(), prefix.trim_matches('/').to_owned());
            Destination::S3 { bucket, prefix, endpoint, region }
        }
        "rsync" => Destination::Rsync { place: server_folder("rsync", &value)? },
        "sftp" => Destination::Sftp { place: server_folder("sftp", &value)? },
        _ => Destination::Netlify { site: value },
    })
}

fn server_folder(kind: &'static str, value: &str) -> Result<ServerFolder, Wrong> {
    ServerFolder::parse(value).map_err(|wrong| (Some(kind), wrong.message.to_owned(), wrong.hint))
}

fn is_branch(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let parts = name.split('/').all(|part| !part.is_empty() && !part.starts_with(['.', '-']) && !part.ends_with('.'));
    parts && name.chars().all(plain) && !name.contains("..") && !name.ends_with(".lock")
}

fn is_domain(name: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
    name.contains('.') && name.split('.').all(part)
}

/// Turns findings about unknown fields into findings about secrets, where the name says that.
fn report_secret_fields(fields: &mut FieldReader<'_>) {
    let text = fields.text();
    let mut secrets = vec![];
    fields.findings.retain_completed(|finding| {
        let name = text.get(finding.at.range.clone()).unwrap_or_default();
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let is_secret = finding.code == Code::UnknownField
            && SECRET_NAMES.iter().any(|secret| plain == *secret || plain.strip_prefix("aws") == Some(*secret));
        if is_secret {
            secrets.push((finding.at.range.start, name.to_owned()));
        }
        !is_secret
    });
    for (at, name) in secrets {
        report_secret(fields, at, &format!("the field “{name}” is for a secret"));
    }
}

/// Whether a value is a secret; if so, that is reported.
fn has_secret_value(fields: &mut FieldReader<'_>, path: &Path, given: &TargetFields) -> bool {
    let values = [
        ("folder", &given.folder),
        ("git", &given.git),
        ("branch", &given.branch),
        ("domain", &given.domain),
        ("s3", &given.s3),
        ("endpoint", &given.endpoint),
        ("region", &given.region),
        ("rsync", &given.rsync),
        ("sftp", &given.sftp),
        ("netlify", &given.netlify),
    ];
    let mut found = false;
    for (field, _) in values.iter().filter(|(_, value)| value.as_deref().is_some_and(is_secret)) {
        let at = fields.place(&path.clone().key(*field)).range.start;
        report_secret(fields, at, &format!("the value of “{field}” contains a password or key"));
        found = true;
    }
    found
}

/// Whether a value has a password before a host, or is a key of a well-known service.
fn is_secret(value: &str) -> bool {
    let user = value.split_once('@').map(|(before, _)| before.rsplit("//").next().unwrap_or(before));
    let has_password = user.is_some_and(|user| user.contains(':') && !user.contains('/'));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ');
    let is_key = SECRET_VALUES.iter().any(|(start, length)| {
        let mut found = value.match_indices(start);
        found.any(|(at, _)| value[at + start.len()..].chars().take_while(|c| plain(*c)).count() >= *length)
    });
    has_password || is_key
}

/// Reports a secret without showing its line.
fn report_secret(fields: &mut FieldReader<'_>, at: usize, what: &str) {
    let line = fields.text()[..at].matches('\n').count() + 1;
    let finding = Diagnostic::of_file(Code::SecretInBrief, fields.file, format!("{what} (line {line})"));
    fields.push(
        finding
            .hint("remove it, and give it to “citeback publish” in its environment; docs/publishing.md says how")
            .hint("everybody who can read this file knows it by now: revoke it, and make a new one"),
    );
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn secrets_are_recognised() {
        let bad = [
            "https://ana:pw@example.org/x.git",
            "ana:pw@host:/srv",
            "AKIAABCDEFGHIJKLMNOP",
            "x/ghp_0123456789012345678901",
        ];
        for value in bad {
            assert!(is_secret(value), "{value}");
        }
        let good = [
            "desk@host:/srv/www",
            "https://example.org:8080",
            "git@github.com:desk/brief.git",
            "ssh://git@host:22/x",
            "host:/srv/@www",
            "AKIA",
        ];
        for value in good {
            assert!(!is_secret(value), "{value}");
        }
    }
}
