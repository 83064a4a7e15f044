//! The field `absent` of a passage: words that its source does not have. Entry point: [`absence`].

use super::fields::FieldReader;
use crate::findings::{Code, Diagnostic};
use crate::model::{Absence, AbsentWord, Id, Stance};
use crate::notes::yaml::{OneOrMany, Path};
use citeback_quote::locate::term::{Term, TermFault};
use citeback_quote::text::single_spaced;

/// What is written beside `id` and `source`.
pub(super) struct AbsenceFields {
    pub words: OneOrMany,
    /// Fields that only a quotation has, and whether they are written.
    pub quoting: [(&'static str, bool); 4],
    pub stance: Option<Stance>,
    pub note: Option<String>,
}

/// Reads an absence; `None` if its source is missing, which has been reported.
pub(super) fn absence(
    fields: &mut FieldReader<'_>,
    path: &Path,
    (id, source, index): (Id, Option<String>, usize),
    given: AbsenceFields,
) -> Option<Absence> {
    for (field, _) in given.quoting.into_iter().filter(|(_, is_written)| *is_written) {
        let message = format!("a passage with “absent” cannot have “{field}”");
        let finding = bad(fields, &path.clone().key(field), message)
            .label("belongs to a quotation")
            .hint("delete this line: the words are sought in the whole source, and nobody said them");
        fields.push(finding);
    }
    if given.stance == Some(Stance::Attributes) {
        let finding = bad(fields, &path.clone().key("stance"), "absent words cannot say whose claim it is")
            .label("needs another stance")
            .hint("use “supports”, “contradicts” or “context”");
        fields.push(finding);
    }
    let words = words(fields, &path.clone().key("absent"), given.words.0);
    if words.is_empty() {
        fields.missing(path, "absent");
    }
    let stance = given.stance.unwrap_or(Stance::Context);
    Some(Absence { id, source: source?, words, stance, note: given.note, index })
}

fn words(fields: &mut FieldReader<'_>, list: &Path, given: Vec<String>) -> Vec<AbsentWord> {
    let mut words: Vec<AbsentWord> = vec![];
    for (index, written) in given.iter().map(|word| single_spaced(word)).enumerate() {
        let path = list.clone().index(index);
        match Term::parse(&written) {
            Ok(term) => {
                if words.iter().any(|known| known.term == term) {
                    let finding = bad(fields, &path, format!("“{written}” is listed twice"))
                        .label("already listed above")
                        .hint("delete one of them; upper and lower case, accents and hyphens make no difference");
                    fields.push(finding);
                } else {
                    words.push(AbsentWord { written, term, index });
                }
            }
            Err(fault) => {
                let finding = bad_word(fields, &path, &written, fault);
                fields.push(finding);
            }
        }
    }
    words
}

fn bad_word(fields: &FieldReader<'_>, path: &Path, written: &str, fault: TermFault) -> Diagnostic {
    match fault {
        TermFault::NoLetter if written.is_empty() => bad(fields, path, "this word is empty")
            .label("expected a word")
            .hint("write the word that is not in the source, or delete the entry"),
        TermFault::NoLetter => bad(fields, path, format!("“{written}” has no letter or digit"))
            .label("cannot be searched for")
            .hint("punctuation is ignored: write a word"),
        TermFault::Star => bad(fields, path, format!("the * in “{written}” is not at the end of the last word"))
            .label("can only stand for an ending")
            .hint("write “launder*” for launder, launders, laundering; list other forms as words of their own"),
    }
}

/// Reports a passage that has both a quote and absent words.
pub(super) fn report_beside_quote(fields: &mut FieldReader<'_>, path: &Path) {
    let finding = bad(fields, &path.clone().key("absent"), "a passage cannot have both “quote” and “absent”")
        .label("this one has a “quote” as well")
        .related(fields.place(&path.clone().key("quote")), "the quotation")
        .hint("make it two passages, each with its own id");
    fields.push(finding);
}

fn bad(fields: &FieldReader<'_>, path: &Path, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::BadAbsence, fields.place(path), message)
}
