//! Checks the dates of a note or a source against each other: [`of_claim`] and [`of_source`] warn of contradictions.

use super::fields::FieldReader;
use crate::findings::{Code, Diagnostic};
use crate::model::{Claim, Date, Evidence};
use crate::notes::yaml::Path;

/// A date and where it is written.
#[derive(Clone)]
pub(super) struct Dated {
    pub date: Date,
    pub path: Path,
}

impl Dated {
    pub fn field(date: Option<Date>, field: &'static str) -> Option<Self> {
        Some(Dated { date: date?, path: Path::top().key(field) })
    }

    /// Whether this is certainly later; for dates on the same day, only if both have a time.
    pub fn after(&self, other: &Dated) -> bool {
        match (self.date.clock(), other.date.clock()) {
            (Some(_), Some(_)) => self.date > other.date,
            _ => self.date.ymd() > other.date.ymd(),
        }
    }
}

/// Warns of contradictory dates of a claim; each date is reported once. `checked` may be later than all others. A note with errors is not
/// checked until these are fixed.
pub(super) fn of_claim(fields: &mut FieldReader<'_>, claim: &Claim<Evidence>) {
    if fields.has_errors() {
        return;
    }
    let published = Dated::field(claim.published, "published");
    let updated = Dated::field(claim.updated, "updated");
    let list = |list: &'static str, index: usize, field: &'static str| Path::top().key(list).index(index).key(field);
    let corrections = claim.corrections.iter().enumerate();
    let corrections: Vec<Dated> = corrections
        .map(|(i, correction)| Dated { date: correction.date, path: list("corrections", i, "date") })
        .collect();

    if let Some(published) = &published {
        if let Some(updated) = updated.as_ref().filter(|updated| published.after(updated)) {
            let hint = "a note is published first and updated later: correct one of the two dates";
            report(
                fields,
                (updated, "the note was updated before it was published"),
                (published, "the note was published"),
                hint,
            );
        }
        for correction in corrections.iter().filter(|correction| published.after(correction)) {
            let hint = "list only corrections made after publication, or correct one of the two dates";
            report(
                fields,
                (correction, "the correction is older than the note"),
                (published, "the note was published"),
                hint,
            );
        }
        let made = Dated::field(claim.claimed_on, "claimed_on").filter(|made| made.after(published));
        if let Some(made) = made {
            let message = "the claim was made after the note about it was published";
            report(fields, (&made, message), (published, "the note was published"), "correct one of the two dates");
        }
    }
    if let Some(updated) = updated.as_ref().filter(|updated| !published.as_ref().is_some_and(|p| p.after(updated))) {
        for correction in corrections.iter().filter(|correction| correction.after(updated)) {
            let message = "the correction was made after the note was last updated";
            let hint = "set “updated” to the day of the last correction";
            report(fields, (correction, message), (updated, "the note was last updated"), hint);
        }
    }
    // A correction also counts as a change of the note.
    let last = updated.into_iter().chain(published).chain(corrections).reduce(|a, b| if b.after(&a) { b } else { a });
    if let Some(last) = last {
        let appeared = claim.appearances.iter().enumerate().map(|(i, appearance)| {
            let message = "the claim appeared here after the note was last changed";
            let hint = "correct the date, or set “updated” to the day on which you added the appearance";
            (appearance.published, list("appearances", i, "published"), message, hint)
        });
        let answered = claim.replies.iter().enumerate().map(|(i, reply)| {
            let message = "the reply was given after the note was last changed";
            let hint = "correct the date, or set “updated” to the day on which you added the reply";
            (reply.answered, list("replies", i, "answered"), message, hint)
        });
        let posted = claim.claimants.iter().enumerate().map(|(i, claimant)| {
            let message = "the post was published after the note was last changed";
            let hint = "correct the date, or set “updated” to the day on which you added the post";
            (claimant.posted, list("claimant", i, "posted"), message, hint)
        });
        for (date, path, message, hint) in appeared.chain(answered).chain(posted) {
            if let Some(late) = date.map(|date| Dated { date, path }).filter(|dated| dated.after(&last)) {
                report(fields, (&late, message), (&last, "the note was last changed"), hint);
            }
        }
    }
}

/// Warns of a source that was captured before it was published.
pub(super) fn of_source(fields: &mut FieldReader<'_>, published: Option<Date>, captured: Option<Date>) {
    let (published, captured) = (Dated::field(published, "the note was published"), Dated::field(captured, "captured"));
    if let (Some(published), Some(captured)) = (published, captured)
        && published.after(&captured)
    {
        let message = "the text was captured before it was published";
        report(fields, (&captured, message), (&published, "the text was published"), "correct one of the two dates");
    }
}

fn report(fields: &mut FieldReader<'_>, (wrong, message): (&Dated, &str), (other, what): (&Dated, &str), hint: &str) {
    let finding = Diagnostic::new(Code::DatesDisagree, fields.place(&wrong.path), message)
        .related(fields.place(&other.path), what)
        .hint(hint);
    fields.push(finding);
}
