//! Creates the note of a claim from what is known of it so far: [`new_draft`].

use std::path::Path;

use super::new_note::free_id;
use crate::base::disk;
use crate::base::error::Error;
use crate::notes::edit::{NewPassage, append_passages};
use crate::notes::yaml::write::{Layout, ScalarContext, scalar};
use citeback_quote::text::single_spaced;

/// A claim that is not finished.
#[derive(Debug, Clone, Copy)]
pub struct DraftRequest<'a> {
    pub id: &'a str,
    pub claim: &'a str,
    /// The id of a verdict, if it is known already.
    pub verdict: Option<&'a str>,
    /// The ids of the verdicts of the brief.
    pub verdicts: &'a [&'a str],
    pub passages: &'a [NewPassage],
}

/// Creates a note with the status `draft`, so that it is sound although it is not finished. Returns its path relative to the site, and
/// the ids of its passages.
///
/// # Errors
/// If the id is invalid or taken, two passages have the same id, or the file cannot be written.
pub fn new_draft(site: &Path, request: &DraftRequest<'_>) -> Result<(String, Vec<String>), Error> {
    let id = free_id(site, "content/claims", request.id)?;
    let path = format!("content/claims/{id}.yaml");
    let (text, ids) = append_passages(&beginning(request), request.passages)
        .map_err(|error| Error::refused(error.to_string(), "nothing was written"))?;
    disk::create(site, &path, text.as_bytes())?;
    Ok((path, ids))
}

/// The note without its passages.
fn beginning(request: &DraftRequest<'_>) -> String {
    let layout = Layout { column: "claim: ".len(), indent: 2, ending: "\n" };
    let claim = scalar(&single_spaced(request.claim), &ScalarContext { flow: false, layout: Some(layout) });
    // A verdict needs no quotation marks, not even `true`: the field reads it as text.
    let verdict = match request.verdict {
        Some(verdict) => format!("verdict: {verdict}\n"),
        None => format!("# verdict: {}\n", request.verdicts.join(", ")),
    };
    format!(
        "# A draft needs only a claim. Before it is published, add a verdict and a summary, and change the status.\n\
         claim: {claim}\n{verdict}\
         # summary: What the evidence shows, in a sentence or two.\n\
         # analysis: |\n\
         #   The reasoning, with the id of a passage, as in [^ID], after what it shows.\n\
         status: draft\n"
    )
}

#[cfg(test)]
mod tests {
    use super::{DraftRequest, beginning};

    #[test]
    fn a_claim_is_written_as_it_was_made() {
        let request = DraftRequest {
            id: "x",
            claim: "It cost: 12 million\n of them",
            verdict: Some("false"),
            verdicts: &["true", "false"],
            passages: &[],
        };
        let text = beginning(&request);
        assert!(text.contains("\nclaim: \"It cost: 12 million of them\"\nverdict: false\n"), "{text}");
        let text = beginning(&DraftRequest { verdict: None, ..request });
        assert!(text.contains("\n# verdict: true, false\n"), "{text}");
    }
}
