//! Files that are published as they are: those of the theme with those of the site in their place. [`files`] lists them.

use std::borrow::Cow;
use std::fs;

use super::output_file::OutputFile;
use super::routes;
use super::stylesheet::stylesheet;
use crate::base::error::Error;
use crate::build::load::{Bytes, Static};
use crate::build::relate::Site;

/// The static files. To the theme's stylesheet is added what brief.yaml changes of it.
pub(super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let statics = site.theme.statics.iter().enumerate();
    statics
        .map(|(i, file)| {
            OutputFile::of_static(&file.path, move |shared| {
                let file = &shared.site.theme.statics[i];
                let bytes = bytes(file)?;
                Ok(if file.path == routes::STYLESHEET {
                    stylesheet(&String::from_utf8_lossy(&bytes), &shared.site.brief.theme).into()
                } else {
                    bytes
                })
            })
        })
        .collect()
}

fn bytes(file: &Static) -> Result<Cow<'static, [u8]>, Error> {
    Ok(match &file.bytes {
        Bytes::BuiltIn(bytes) => Cow::Borrowed(*bytes),
        Bytes::OnDisk(path, _) => fs::read(path).map_err(Error::io("read", path))?.into(),
    })
}
