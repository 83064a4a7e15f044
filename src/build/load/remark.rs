//! Texts that end where nobody meant them to: [`warn_of_cut_texts`].

use super::fields::FieldReader;
use super::shape::TEXTS;
use crate::findings::{Code, Diagnostic};
use crate::model::{Brief, PublishNotes};
use crate::notes::yaml::{self, Cut, CutKind, without_remarks};

/// Fields of single words and names, and of words that are held against a source, beside which an editor may note something.
const WORDS: [&str; 5] = ["tags", "author", "origin", "prefix", "suffix"];

/// Warns of values that YAML ends at ` #` before they were at their end, and of the word `null`, which is nothing to YAML. A remark
/// beside a complete value is an honest one. Reports nothing that was found wrong already.
pub(super) fn warn_of_cut_texts(fields: &mut FieldReader<'_>) {
    for cut in yaml::cuts(fields.yaml()) {
        let Some(finding) = finding(fields, &cut) else {
            continue;
        };
        let mut at = finding.at.clone();
        if cut.kind == CutKind::Null {
            // A required field was reported as empty at its key.
            at.range.start = fields.text()[..at.range.start].rfind(&cut.field).unwrap_or(at.range.start);
        }
        if !fields.has_error_at(&at) {
            fields.push(finding);
        }
    }
}

fn finding(fields: &FieldReader<'_>, cut: &Cut) -> Option<Diagnostic> {
    let sentences = TEXTS.contains(&cut.field.as_str());
    if !sentences && !WORDS.contains(&cut.field.as_str()) {
        return None;
    }
    let field = &cut.field;
    let at = fields.in_file(cut.lost.clone());
    match cut.kind {
        CutKind::Null => Some(
            Diagnostic::new(Code::NullInText, at, format!("“{}” is no word to YAML: the field “{field}” is empty", cut.text))
                .label("will not be published")
                .hint(format!("if the word is meant, put it in quotation marks; if there is no “{field}”, delete the line")),
        ),
        CutKind::Comma => Some(
            Diagnostic::new(Code::NumberSplit, at, "this comma ends the entry, in the middle of a number")
                .label("what follows is an entry of its own")
                .hint("put each text in quotation marks, or write each on a line of its own, after “- ”; if two entries are meant, put a space after the comma"),
        ),
        CutKind::Header => (sentences && !fields.yaml()[cut.lost.clone()].trim_matches('#').trim().is_empty()).then(|| {
            Diagnostic::new(Code::RemarkInText, at, "what follows # here is a remark to YAML")
                .label("will not be published")
                .hint(format!("if it belongs to the text, begin the text on the next line; if it is a remark, move it to a line of its own above “{field}”"))
        }),
        CutKind::Remark => {
            let (suspicious, meant) = judged(cut, &fields.yaml()[cut.lost.clone()], sentences);
            suspicious.then(|| remark(fields, cut, meant))
        }
    }
}

fn remark(fields: &FieldReader<'_>, cut: &Cut, meant: bool) -> Diagnostic {
    let message = match cut.element {
        true => format!("this entry of “{}” ends here: what follows is a remark to YAML", cut.field),
        false => format!("the “{}” ends here: what follows is a remark to YAML", cut.field),
    };
    let mut finding =
        Diagnostic::new(Code::RemarkInText, fields.in_file(cut.lost.clone()), message).label("will not be published");
    finding = match &cut.repair {
        Some(repair) if meant => finding.hint(fields.corrected(repair)).maybe_fix(Some(fields.fix(repair))),
        Some(repair) => {
            finding.choices.push(fields.fix(repair));
            finding.hint("if it belongs to the text, put the whole text in quotation marks")
        }
        None => finding.hint("if it belongs to the text, put the whole text in quotation marks"),
    };
    finding.hint("if it is a remark, move it to a line of its own above the field")
}

/// Whether the remark may belong to the text, and whether that is plain. What may be a remark is never made part of the text unasked:
/// remarks are private.
fn judged(cut: &Cut, remark: &str, sentences: bool) -> (bool, bool) {
    let words = remark.trim_start_matches('#');
    let complete = is_complete(&cut.text);
    // `#1`, `# 1` and `#metoo`.
    let figure = words.trim_start().starts_with(char::is_numeric) || words.starts_with(char::is_alphanumeric);
    let suspicious = figure || (sentences && !complete && !cut.text.is_empty());
    (suspicious, figure && !complete)
}

/// Whether a text ends like a sentence: with a final mark, after which marks may close and references to passages follow.
fn is_complete(text: &str) -> bool {
    let mut text = text.trim_end();
    while let Some(before) = text.strip_suffix(']').and_then(|text| text.rsplit_once("[^")).map(|(before, _)| before) {
        text = before.trim_end();
    }
    let closing = |c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | '“' | '‘' | '»' | '«' | ')' | ']' | '」' | '』' | '）' | '*' | '_')
    };
    text.trim_end_matches(closing)
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '．', '।', '؟', '۔', '‼', '⁇', '⁈', '⁉'])
}

/// Says when a note will not be shown with its claim, because its remarks cannot be told from its texts for certain.
pub(super) fn warn_of_withheld_note(fields: &mut FieldReader<'_>, brief: &Brief) {
    let shown = brief.publish_notes == PublishNotes::WithoutRemarks && !fields.has_errors();
    if !shown || without_remarks(fields.text()).is_some() {
        return;
    }
    let message = "the page of this claim will not show its note: the remarks cannot be taken out for certain";
    fields.push(
        Diagnostic::of_file(Code::NoteWithheld, fields.file, message)
            .hint("put no empty line after a remark that follows a text with |+ or >+, or write | or > there")
            .hint("or write “publish_notes: none” in brief.yaml if no notes are to be shown"),
    );
}

#[cfg(test)]
mod tests {
    use super::is_complete;

    #[test]
    fn knows_the_end_of_a_sentence() {
        for complete in
            ["They did.", "Did they?”", "They did.[^met] [^seen]", "(They did.)", "他们做了。", "*They did!*"]
        {
            assert!(is_complete(complete), "{complete}");
        }
        for open in ["The firm is", "", "They did,", "Area[^51]"] {
            assert!(!is_complete(open), "{open}");
        }
    }
}
