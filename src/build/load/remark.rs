//! Texts that YAML ends earlier than intended: [`warn_of_cut_texts`].

use super::fields::FieldReader;
use super::shape::TEXTS;
use crate::findings::{Code, Diagnostic};
use crate::model::{Brief, PublishNotes};
use crate::notes::yaml::{self, Cut, CutKind, without_comments};

/// Fields with single words or names, and with words that are compared with a source; a complete sentence is not expected there.
const SHORT_FIELDS: [&str; 6] = ["tags", "author", "origin", "prefix", "suffix", "absent"];

/// Warns of values that YAML cuts off at ` #`, and of the word `null`, which means no value in YAML. A comment after a complete value is
/// fine. Does not report a value in which an error was found already.
pub(super) fn warn_of_cut_texts(fields: &mut FieldReader<'_>) {
    for cut in yaml::cuts(fields.yaml()) {
        let Some(finding) = finding(fields, &cut) else {
            continue;
        };
        let mut at = finding.at.clone();
        if cut.kind == CutKind::Null {
            // An empty required field has been reported at its key.
            at.range.start = fields.text()[..at.range.start].rfind(&cut.field).unwrap_or(at.range.start);
        }
        if !fields.has_error_at(&at) {
            fields.push(finding);
        }
    }
}

fn finding(fields: &FieldReader<'_>, cut: &Cut) -> Option<Diagnostic> {
    let sentences = TEXTS.contains(&cut.field.as_str());
    if !sentences && !SHORT_FIELDS.contains(&cut.field.as_str()) {
        return None;
    }
    let field = &cut.field;
    let at = fields.in_file(cut.lost.clone());
    match cut.kind {
        CutKind::Null => Some(
            Diagnostic::new(Code::NullInText, at, format!("“{}” means “no value” in YAML: the field “{field}” is empty", cut.text))
                .label("will not be published")
                .hint(format!("if you mean the word, put it in quotation marks; if there is no “{field}”, delete the line")),
        ),
        CutKind::Comma => Some(
            Diagnostic::new(Code::NumberSplit, at, "this comma splits a number: it ends the entry")
                .label("the rest is a separate entry")
                .hint("put each text in quotation marks, or write each on its own line, after “- ”; if you mean two entries, put a space after the comma"),
        ),
        CutKind::Header => (sentences && !fields.yaml()[cut.lost.clone()].trim_matches('#').trim().is_empty()).then(|| {
            Diagnostic::new(Code::RemarkInText, at, "YAML treats the text after # as a comment")
                .label("will not be published")
                .hint(format!("if it belongs to the text, begin the text on the next line; if it is a comment, move it to its own line above “{field}”"))
        }),
        CutKind::Comment => {
            let (suspicious, certain) = judge(cut, &fields.yaml()[cut.lost.clone()], sentences);
            suspicious.then(|| comment(fields, cut, certain))
        }
    }
}

fn comment(fields: &FieldReader<'_>, cut: &Cut, certain: bool) -> Diagnostic {
    let text = if cut.element { "this entry of" } else { "the" };
    let message = format!("{text} “{}” ends here: YAML treats the rest as a comment", cut.field);
    let finding =
        Diagnostic::new(Code::RemarkInText, fields.in_file(cut.lost.clone()), message).label("will not be published");
    let finding = match &cut.repair {
        Some(repair) if certain => fields.with_repair(finding, Some(repair)),
        Some(repair) => {
            let fix = fields.fix(repair);
            let finding = finding.chosen_by(move || vec![fix]);
            finding.hint("if it belongs to the text, put the whole text in quotation marks")
        }
        None => finding.hint("if it belongs to the text, put the whole text in quotation marks"),
    };
    finding.hint("if it is a comment, move it to its own line above the field")
}

/// Whether the comment may belong to the text, and whether that is certain. A possible comment is never added to the text automatically,
/// since comments are private.
fn judge(cut: &Cut, comment: &str, sentences: bool) -> (bool, bool) {
    let words = comment.trim_start_matches('#');
    let complete = is_complete(&cut.text);
    // `#1`, `# 1` and `#metoo`.
    let number = words.trim_start().starts_with(char::is_numeric) || words.starts_with(char::is_alphanumeric);
    let suspicious = number || (sentences && !complete && !cut.text.is_empty());
    (suspicious, number && !complete)
}

/// Whether a text ends like a sentence: with final punctuation, which closing marks and references to passages may follow.
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

/// Warns if the page of a claim will not show its source file because comments cannot be removed from it safely.
pub(super) fn warn_of_withheld_note(fields: &mut FieldReader<'_>, brief: &Brief) {
    let shown = brief.publish_notes == PublishNotes::WithoutRemarks && !fields.has_errors();
    if !shown || without_comments(fields.text()).is_some() {
        return;
    }
    let message = "the page of this claim will not show its source file: comments cannot be removed safely";
    fields.push(
        Diagnostic::of_file(Code::NoteWithheld, fields.file, message)
            .hint("remove the empty line after a comment that follows a text with |+ or >+, or use | or > there")
            .hint("or write “publish_notes: none” in brief.yaml to show no source files"),
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
