//! The option `--site`: [`SiteFolder`], by default the nearest site from the current folder upwards.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::build::load::{DESK, find_brief};

/// The folder of a site.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SiteFolder {
    /// The site: the folder that contains content/, or that of a desk, which contains desk.yaml [default: the folder you are in, or the nearest above it that is a site]
    #[arg(long = "site", id = "site", value_name = "DIR")]
    path: Option<PathBuf>,
}

impl SiteFolder {
    /// Unless a folder was named, looks for a site from the current folder up to the root of the file system. Returns the site's full
    /// path if it is another folder than the current one.
    pub fn find(&mut self) -> Option<PathBuf> {
        if self.path.is_some() {
            return None;
        }
        let here = std::env::current_dir().ok()?;
        let (up, found) = here
            .ancestors()
            .enumerate()
            .find(|(_, folder)| find_brief(folder).is_some() || folder.join(DESK).is_file())?;
        if up == 0 {
            return None;
        }
        // Relative, like every other path: "..", "../..".
        self.path = Some((0..up).map(|_| "..").collect());
        Some(found.to_owned())
    }

    /// Whether it was named or found; otherwise it is the current folder.
    pub fn is_named(&self) -> bool {
        self.path.is_some()
    }
}

impl Deref for SiteFolder {
    type Target = Path;

    fn deref(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new("."))
    }
}
