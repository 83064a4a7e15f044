//! Lists the files in a folder of content: [`list`].

use std::path::Path;
use std::sync::Arc;

use super::cache::LoadCache;
use crate::base::disk::{self, Found, Listing, Walk};
use crate::base::error::Error;
use crate::base::files::Files;
use crate::findings::{Code, Diagnostic, Findings};

/// Lists the files of one folder of content, and warns of unused ones.
pub(super) fn list(
    site: &Path,
    folder: &'static str,
    extensions: &[&str],
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Result<Arc<Vec<Found>>, Error> {
    if let Some(listing) = cache.listing(folder, findings) {
        return Ok(listing);
    }
    let mut found_wrong = Findings::default();
    let Listing { files: mut found, passed_over } = disk::walk(site, Walk { folder, fence: "content", hidden: false })?;
    let unsaved = cache.unsaved_in(folder).filter(|path| !found.iter().any(|found| found.relative == *path));
    let unsaved: Vec<Found> =
        unsaved.map(|path| Found { path: site.join(path), relative: path.to_owned(), linked: false }).collect();
    found.extend(unsaved);
    found.sort_by(|a, b| a.relative.cmp(&b.relative));
    let files = Arc::make_mut(&mut cache.files);
    report_passed_over(passed_over, files, &mut found_wrong);
    let (wanted, others): (Vec<Found>, Vec<Found>) = found.into_iter().partition(|found| {
        found.path.extension().is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted))
    });
    for other in others {
        let file = files.add_empty(&other.relative);
        let wanted = extensions.iter().map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(" or ");
        found_wrong.push(
            Diagnostic::of_file(Code::FileIgnored, file, format!("{} is not used", other.relative))
                .hint(format!("files in {folder} must end in {wanted}")),
        );
    }
    let (wanted, found_wrong) = (Arc::new(wanted), found_wrong.into_all());
    findings.extend(found_wrong.iter().cloned());
    cache.keep_listing(folder, &wanted, found_wrong);
    Ok(wanted)
}

/// Reports skipped files, with the reason, by path.
pub(super) fn report_passed_over(passed_over: Vec<(String, &'static str)>, files: &mut Files, findings: &mut Findings) {
    for (path, what) in passed_over {
        let file = files.add_empty(&path);
        findings.push(
            Diagnostic::of_file(Code::LinkOutside, file, format!("{path} is {what} and was left out"))
                .hint("put the file itself in the folder"),
        );
    }
}

/// The name of a file without its folder and ending: the id of a note, if it can be one.
pub fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
