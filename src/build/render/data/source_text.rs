//! data/sources/ID.txt: the reading text of a source, which the positions in other data files refer to.

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::model::Show;
use crate::routes;

/// Only of sources that are shown in full.
pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let sources = site.sources.enumerated().filter(|(_, read)| read.source.show == Show::Full);
    sources
        .map(|(i, read)| {
            let path = routes::source_text(&read.source.id);
            OutputFile::data(path, move |shared| Ok(shared.site.sources[i].reading.text().as_bytes().into()))
        })
        .collect()
}
