//! Styles and scripts under names that change with their content, so that a page that was fetched earlier never gets a newer file than it
//! was made for: [`Assets`].
//!
//! Each is published under its own name as well: styles and scripts import each other by it, and so do links from elsewhere.

use std::borrow::Cow;
use std::sync::Arc;

use tera::{Map, Value};

use super::output_file::OutputFile;
use super::statics;
use super::value::text;
use crate::base::seal::sha256_of_bytes;
use crate::build::relate::Site;
use crate::routes;

/// The styles and scripts of a site as they were when it was made.
#[derive(Default)]
pub(super) struct Assets(Vec<Asset>);

struct Asset {
    /// The path of the file in static/.
    path: String,
    /// The path that has digits of the content.
    named: String,
    bytes: Arc<[u8]>,
}

impl Assets {
    /// Reads the styles and scripts. One that cannot be read is left out: making the file under its own name reports it.
    pub fn of(site: &Site) -> Arc<Self> {
        let asset = |i: usize| {
            let path = site.theme.statics[i].path.clone();
            if !routes::is_asset(&path) || !statics::is_published(site, &path) {
                return None;
            }
            let bytes = statics::bytes(site, i).ok()?;
            let named = routes::named_by_content(&path, &sha256_of_bytes(&bytes));
            Some(Asset { path, named, bytes: bytes.into() })
        };
        Arc::new(Assets((0..site.theme.statics.len()).filter_map(asset).collect()))
    }

    /// What templates see: the name of each file by its path.
    pub fn value(&self) -> Value {
        Value::from(self.0.iter().map(|asset| (asset.path.clone().into(), text(&asset.named))).collect::<Map>())
    }

    /// The files under these names, but for those that the site has in static/ itself.
    pub fn files(&self, site: &Site) -> Vec<OutputFile<'static>> {
        let is_other = |asset: &&Asset| statics::at(site, &asset.named).is_none();
        self.0.iter().filter(is_other).map(file).collect()
    }

    /// The file under such a name.
    pub fn at(&self, path: &str) -> Option<OutputFile<'static>> {
        self.0.iter().find(|asset| asset.named == path).map(file)
    }
}

fn file(asset: &Asset) -> OutputFile<'static> {
    let bytes = Arc::clone(&asset.bytes);
    OutputFile::of_static(&asset.named, move |_| Ok(Cow::Owned(bytes.to_vec())))
}
