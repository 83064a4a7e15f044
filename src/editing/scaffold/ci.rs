//! Workflow files, with which a host checks and publishes a site by itself: [`Ci`].

use std::path::Path;

use clap::ValueEnum;

use crate::base::disk;
use crate::base::error::Error;

/// A host that runs workflows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Ci {
    /// GitHub Actions and GitHub Pages
    Github,
    /// GitLab CI/CD and GitLab Pages
    Gitlab,
    /// Forgejo Actions, and a branch, as at Codeberg Pages
    Forgejo,
}

impl Ci {
    /// The path of the file in a repository whose root is the site, and its text.
    fn file(self) -> (&'static str, &'static str) {
        match self {
            Ci::Github => (".github/workflows/citeback.yml", include_str!("ci/github.yaml")),
            Ci::Gitlab => (".gitlab-ci.yml", include_str!("ci/gitlab.yaml")),
            Ci::Forgejo => (".forgejo/workflows/citeback.yml", include_str!("ci/forgejo.yaml")),
        }
    }

    /// # Errors
    /// When the folder has a file of this name already.
    pub fn refuse_if_present(self, folder: &Path) -> Result<(), Error> {
        let (path, _) = self.file();
        if folder.join(path).symlink_metadata().is_err() {
            return Ok(());
        }
        Err(Error::refused(
            format!("{} has a file {path} already", folder.display()),
            "nothing was written; move it away, and compare the two afterwards",
        ))
    }

    /// Writes the file, and returns its path.
    ///
    /// # Errors
    /// When there is one already, or it cannot be written.
    pub fn write(self, folder: &Path) -> Result<&'static str, Error> {
        self.refuse_if_present(folder)?;
        let (path, text) = self.file();
        disk::create(folder, path, text.as_bytes())?;
        Ok(path)
    }
}
