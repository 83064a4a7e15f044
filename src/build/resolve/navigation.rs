//! The pages that the navigation of brief.yaml leads to exist: [`check`].

use std::sync::Arc;

use super::own_pages::Wrong;
use super::reference_index::ReferenceIndex;
use crate::base::files::{FileId, Files};
use crate::findings::{Code, Findings};
use crate::markdown::prose::Destination;
use crate::model::{Brief, NavList, NavTarget};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped, ValueStyle};

pub(super) fn check(
    brief: &Brief,
    file: FileId,
    known: &ReferenceIndex<'_>,
    files: &Arc<Files>,
    findings: &mut Findings,
) {
    for entry in brief.nav.iter().flatten() {
        let NavTarget::Page(id) = &entry.target else { continue };
        if known.has(Destination::Page, id.as_str()) {
            continue;
        }
        let places = Arc::new(Places::of_file(files, file, &Skipped::default()));
        let path = Path::top().key("nav").index(entry.index);
        let mut choices = known.candidates(Destination::Page);
        let shape = places.tree().and_then(|tree| tree.shape(&path));
        let (path, message, kind) = if matches!(shape, Some(ValueStyle::Group { .. })) {
            (path.key("page"), format!("there is no page “{id}”"), "pages")
        } else {
            choices.extend(NavList::NAMES);
            (path, format!("there is no page and no list “{id}”"), "pages and lists")
        };
        let wrong = Wrong {
            code: Code::UnknownPage,
            path,
            value: id.as_str(),
            message,
            label: "does not exist",
            choices: (kind, &choices),
        };
        findings.push(wrong.finding(&places));
    }
}
