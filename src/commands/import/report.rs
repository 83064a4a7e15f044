//! What an import tells the editor: [`report`] for a single file, [`line()`] for one of several, [`next_steps`] for all.

use std::collections::BTreeMap;
use std::path::Path;

use super::capturing::Written;
use crate::capture::{CapturedBy, LeftOut};
use crate::model::Id;
use citeback_quote::text::boundary::dictionary_word_count;
use citeback_quote::text::shortened;

/// How much of what is left out is shown, in characters.
const MAX_BEGINNING: usize = 60;

/// What was written, and what the editor should add or check.
pub(super) fn report(path: &Path, written: &Written) -> String {
    let Written { id, imported, .. } = written;
    let mut out = format!("wrote content/sources/{id}.md from {}\n", path.display());
    if let Some(original) = &written.original {
        out.push_str(&format!("  original: kept as {original}\n"));
    }
    if let Some(captured) = captured(written) {
        out.push_str(&format!("  captured: {captured}\n"));
    }
    for remark in remarks(written) {
        out.push_str(&format!("  note: {remark}\n"));
    }
    if imported.doubtful > 0 {
        let blocks = counted(imported.doubtful, "block");
        out.push_str(&format!(
            "  doubtful: {blocks}, between the lines “<!-- doubtful … -->” and “<!-- end of doubtful -->”\n"
        ));
        out.push_str(&format!("  to keep or remove them, run citeback serve and open /sources/{id}.html there\n"));
    }
    out.push_str(&left_out(&imported.left_out));
    if !imported.missing.is_empty() {
        out.push_str(&format!("  still missing; add what you know: {}\n", imported.missing.join(", ")));
    }
    out
}

/// The same on one line.
pub(super) fn line(path: &Path, written: &Written) -> String {
    let Written { id, imported, .. } = written;
    let mut parts: Vec<String> = remarks(written).into_iter().map(|remark| format!("note: {remark}")).collect();
    if imported.doubtful > 0 {
        parts.push(format!("doubtful: {}", counted(imported.doubtful, "block")));
    }
    let groups: Vec<String> =
        groups(&imported.left_out).map(|(what, words, _)| format!("{what} {}", counted(words, "word"))).collect();
    if !groups.is_empty() {
        parts.push(format!("left out: {}", groups.join(", ")));
    }
    let more = if parts.is_empty() { String::new() } else { format!("; {}", parts.join("; ")) };
    format!("wrote content/sources/{id}.md from {}{more}\n", path.display())
}

/// The date of capture, and where it comes from, unless the editor gave it.
fn captured(written: &Written) -> Option<String> {
    let (date, by) = &written.imported.captured;
    match by {
        CapturedBy::Editor => None,
        CapturedBy::File(program) => Some(format!("{date}, as {} says", program.name())),
        CapturedBy::FrontMatter => Some(format!("{date}, as the file’s front matter says")),
        CapturedBy::Today => Some(format!("{date}, today; if you saved it on another day, correct it")),
    }
}

fn remarks(written: &Written) -> Vec<String> {
    let mut remarks = written.imported.remarks.clone();
    if let Some(before) = &written.captured_before {
        remarks.push(format!(
            "this address was captured before, as {before}; to have this as another version of it, delete what was written and \
             import again with --version-of {before}"
        ));
    }
    remarks
}

/// What is not in the source, in groups: how much it is, and how it begins.
fn left_out(parts: &[LeftOut]) -> String {
    let mut out = String::new();
    for (what, words, parts) in groups(parts) {
        let places = if parts.len() > 1 { format!(" in {} places", parts.len()) } else { String::new() };
        // The longest is most likely to be missed.
        let longest = parts.iter().rev().max_by_key(|part| part.text.len()).map_or("", |part| &part.text);
        let begins = shortened(longest, MAX_BEGINNING);
        out.push_str(&format!("  left out: {what}, {}{places}, “{begins}”\n", counted(words, "word")));
    }
    if parts.iter().any(LeftOut::can_be_kept) {
        out.push_str(
            "  import again with --keep GROUP to have a group in the text, or with --keep and some of its words\n",
        );
    }
    out
}

/// The groups, with the number of words and the parts of each.
fn groups(parts: &[LeftOut]) -> impl Iterator<Item = (&str, usize, Vec<&LeftOut>)> {
    let mut groups: BTreeMap<&str, Vec<&LeftOut>> = BTreeMap::new();
    for part in parts {
        groups.entry(part.what).or_default().push(part);
    }
    groups
        .into_iter()
        .map(|(what, parts)| (what, parts.iter().map(|part| dictionary_word_count(&part.text)).sum(), parts))
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

pub(super) fn next_steps(ids: &[&Id]) -> String {
    let [first, ..] = ids else {
        return String::new();
    };
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    format!(
        "Next: read the text once. If a line is not part of the article, delete it and seal the text again: citeback seal {}\n\
         Then find the words to quote: citeback find WORDS\n\
         or start a note on it: citeback new claim ID --from {first}\n",
        ids.join(" ")
    )
}
