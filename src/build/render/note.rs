//! The note that a claim's page was made from, as the page shows it: [`note`].

use std::borrow::Cow;

use tera::Value;

use super::shared::Shared;
use super::value::{html, object, text};
use crate::build::resolve::Verified;
use crate::model::{Claim, PublishNotes};
use crate::notes::yaml::without_comments;

/// The note, coloured; none where the brief publishes none, its remarks cannot be taken out for certain, or it mentions something under
/// embargo.
pub(super) fn note(shared: &Shared, claim: &Claim<Verified>) -> Value {
    let written = shared.site.files.text(claim.file);
    let yaml = match shared.site.brief.publish_notes {
        _ if shared.site.hidden_notes.contains(&claim.file) => None,
        PublishNotes::Full => Some(Cow::Borrowed(written)),
        PublishNotes::WithoutRemarks => without_comments(written),
        PublishNotes::None => None,
    };
    let Some(yaml) = yaml else {
        return Value::none();
    };
    let mut coloured = String::with_capacity(yaml.len() * 2);
    coloured.push_str("<pre tabindex=\"0\"><code class=\"language-yaml\">");
    shared.colours.write_note(&yaml, &mut coloured);
    coloured.push_str("</code></pre>");
    object([("path", text(shared.site.files.path(claim.file))), ("html", html(&coloured))])
}
