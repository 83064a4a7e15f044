//! The field `replies` of a claim note: who was asked for a reply, and what they answered. Entry point: [`replies`].

use schemars::JsonSchema;
use serde::Deserialize;

use super::dates::Dated;
use super::fields::FieldReader;
use super::value_kind::ValueKind;
use crate::findings::{Code, Diagnostic};
use crate::model::{Date, Reply};
use crate::notes::yaml::Path;

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplyFields {
    /// The person or organisation that was asked.
    #[schemars(required, example = &"Harbour Works Department")]
    by: Option<String>,
    /// The date on which you asked them. Required if they have not answered.
    #[schemars(extend("x-is" = ValueKind::Date), example = &"2024-03-11")]
    asked: Option<String>,
    /// The date on which they answered. Without it, the page says that they had not replied by the date on which the note was last checked, updated or published.
    #[schemars(extend("x-is" = ValueKind::Date), example = &"2024-03-13")]
    answered: Option<String>,
    /// Their answer, in their own words. It is shown as a quotation, exactly as it is written here.
    #[schemars(example = &"The sum includes a ramp that was not in the plan.")]
    text: Option<String>,
    /// The URL of the answer, if it was published.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://works.example.org/statement")]
    url: Option<String>,
}

/// Which fields a reply has, whether or not their values are valid: an invalid one has been reported.
struct Given {
    asked: bool,
    answered: bool,
    text: bool,
    url: bool,
}

/// Reads the replies and checks the dates of each. `last` are the dates up to which a note can say that there was no reply.
pub(super) fn replies(fields: &mut FieldReader<'_>, given: Vec<ReplyFields>, last: [Option<Date>; 3]) -> Vec<Reply> {
    let known = ["checked", "updated", "published"].into_iter().zip(last);
    let last = known.filter_map(|(field, date)| Dated::field(date, field));
    let last = last.reduce(|a, b| if b.after(&a) { b } else { a });
    let mut replies = vec![];
    for (i, entry) in given.into_iter().enumerate() {
        replies.extend(reply(fields, Path::top().key("replies").index(i), entry, last.as_ref()));
    }
    replies
}

fn reply(fields: &mut FieldReader<'_>, path: Path, entry: ReplyFields, last: Option<&Dated>) -> Option<Reply> {
    let is_given = |value: &Option<String>| value.as_ref().is_some_and(|value| !value.trim().is_empty());
    let given = Given {
        asked: is_given(&entry.asked),
        answered: is_given(&entry.answered),
        text: is_given(&entry.text),
        url: is_given(&entry.url),
    };
    let at = |field: &'static str| path.clone().key(field);
    let by = fields.required(&path, "by", entry.by);
    let asked = fields.date(&at("asked"), entry.asked);
    let answered = fields.date(&at("answered"), entry.answered);
    let url = fields.url(&at("url"), entry.url);
    if given.answered {
        check_answer(fields, &path, &given, (asked, answered));
    } else if given.text || given.url {
        let field = if given.text { "text" } else { "url" };
        let finding = bad(fields, &at(field), "the reply does not say when it was given")
            .label("needs “answered” as well")
            .hint("add a line “answered: …” with the day on which they answered");
        fields.push(finding);
    } else if !given.asked {
        fields.missing(&path, "asked");
    } else if by.is_some() {
        check_silence(fields, &path, asked, last);
    }
    let text = entry.text.filter(|_| given.text).map(|text| text.trim().to_owned());
    let until = last.map(|last| last.date).filter(|_| !given.answered);
    Some(Reply { by: by?, asked, answered, until, text, url })
}

/// An answer comes after the question, and readers can see what it was.
fn check_answer(fields: &mut FieldReader<'_>, path: &Path, given: &Given, dates: (Option<Date>, Option<Date>)) {
    let dated = |date: Option<Date>, field| date.map(|date| Dated { date, path: path.clone().key(field) });
    if let (Some(asked), Some(answered)) = (dated(dates.0, "asked"), dated(dates.1, "answered"))
        && asked.after(&answered)
    {
        let finding = bad(fields, &answered.path, "the reply was given before it was asked for")
            .related(fields.place(&asked.path), "the question was asked")
            .hint("correct one of the two dates; of a statement that nobody asked for, leave “asked” out");
        fields.push(finding);
    }
    if !given.text && !given.url {
        let finding = bad(fields, &path.clone().key("answered"), "the reply is dated, but readers cannot see it")
            .label("needs “text” or “url” as well")
            .hint("write what they answered under “text”, in their own words, or its address under “url”");
        fields.push(finding);
    }
}

/// That somebody has not replied is true up to a day, which the note must give: a build does not read the clock.
fn check_silence(fields: &mut FieldReader<'_>, path: &Path, asked: Option<Date>, last: Option<&Dated>) {
    let Some(last) = last else {
        let finding = bad(fields, &path.clone().key("by"), "the note does not say up to when there was no reply")
            .label("had not replied by which day?")
            .hint("add a line “checked: …” to the note with the day on which you last looked for a reply")
            .hint("if they have replied, add “answered” and “text” here");
        fields.push(finding);
        return;
    };
    let asked = asked.map(|date| Dated { date, path: path.clone().key("asked") });
    if let Some(asked) = asked.filter(|asked| asked.after(last)) {
        let finding = bad(fields, &asked.path, "the question was asked after the last date of the note")
            .related(fields.place(&last.path), "the page would say that there was no reply by this day")
            .hint("set “checked” to the day on which you last looked for a reply");
        fields.push(finding);
    }
}

fn bad(fields: &FieldReader<'_>, path: &Path, message: &str) -> Diagnostic {
    Diagnostic::new(Code::BadReply, fields.place(path), message)
}
