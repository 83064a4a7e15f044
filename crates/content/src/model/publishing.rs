//! Where a brief is published: [`PublishTarget`], the entries of `publish:` in brief.yaml.

use url::Url;

use super::server_folder::ServerFolder;

/// How many earlier releases are kept if the brief does not say.
pub const KEEP: usize = 20;

/// What brief.yaml says about publishing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publishing {
    /// Sorted by name.
    pub targets: Vec<PublishTarget>,
    /// Where readers find the site.
    pub base_url: Option<Url>,
}

/// A place to publish to, under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishTarget {
    pub name: String,
    pub destination: Destination,
    /// How many earlier releases can be published again.
    pub keep: usize,
}

/// What kind of place it is, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A folder on this machine, relative to the site’s.
    Folder { path: String },
    /// A branch of a git repository: the name of a remote, or its address.
    Git { remote: String, branch: String, domain: Option<String> },
    /// Object storage that speaks the S3 protocol.
    S3 { bucket: String, prefix: String, endpoint: Option<String>, region: Option<String> },
    /// A folder on a server, reached with rsync.
    Rsync { place: ServerFolder },
    /// A folder on a server, reached with sftp.
    Sftp { place: ServerFolder },
    /// A site at Netlify, by its id.
    Netlify { site: String },
}

impl Destination {
    /// The field of brief.yaml that names it.
    pub fn kind(&self) -> &'static str {
        match self {
            Destination::Folder { .. } => "folder",
            Destination::Git { .. } => "git",
            Destination::S3 { .. } => "s3",
            Destination::Rsync { .. } => "rsync",
            Destination::Sftp { .. } => "sftp",
            Destination::Netlify { .. } => "netlify",
        }
    }
}
