//! The field `people` of brief.yaml: authors and reviewers. Entry point: [`people`].

use schemars::JsonSchema;
use serde::Deserialize;

use super::extra::{ExtraField, extra};
use super::fields::FieldReader;
use super::value_kind::ValueKind;
use crate::model::Person;
use crate::notes::yaml::{OneOrMany, Path};

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonFields {
    /// A short, unique name by which notes refer to the person.
    #[schemars(required, extend("x-is" = ValueKind::Id), example = &"ana")]
    id: Option<String>,
    /// The name shown to readers.
    #[schemars(required, example = &"Ana Silva")]
    name: Option<String>,
    /// A shorter name, for places with little room.
    #[schemars(example = &"A. Silva")]
    short: Option<String>,
    /// The person’s role.
    #[schemars(example = &"Editor")]
    role: Option<String>,
    /// The person’s web page.
    #[schemars(extend("x-is" = ValueKind::Url), example = &"https://example.org/people/ana")]
    url: Option<String>,
    /// Other names of the person, by which passages may name them as a speaker.
    #[schemars(example = ["the editor"])]
    also: Option<OneOrMany>,
    /// The ids that the person had before: their addresses lead to the page of this one.
    #[schemars(extend("x-is" = ValueKind::Id), example = ["a-silva"])]
    formerly: Option<OneOrMany>,
    /// The time until which the person, and every claim that they wrote or reviewed, is left out of the site. “--now” tells a build what time it is.
    #[schemars(extend("x-is" = ValueKind::Moment), example = &"2024-03-14T06:00:00+01:00")]
    embargo: Option<String>,
    /// Data of your own, which your templates and data files get: names with values of any shape. The built-in templates show none of it.
    #[schemars(extend("x-is" = ValueKind::FreeForm))]
    extra: Option<ExtraField>,
}

/// Reads the people, and checks that each has an id of their own.
pub(super) fn people(fields: &mut FieldReader<'_>, given: Vec<PersonFields>) -> Vec<Person> {
    let (mut people, file): (Vec<Person>, _) = (vec![], fields.file);
    for (i, given) in given.into_iter().enumerate() {
        let path = Path::top().key("people").index(i);
        let id = fields.required(&path, "id", given.id).and_then(|id| fields.id(&path.clone().key("id"), &id));
        let name = fields.required(&path, "name", given.name);
        let short = fields.short(given.short, name.as_deref());
        let url = fields.url(&path.clone().key("url"), given.url);
        let (Some(id), Some(name)) = (id, name) else {
            continue;
        };
        if people.iter().any(|person| person.id == id) {
            fields.duplicate_id(&path.clone().key("id"), &id);
        }
        let formerly = fields.former_ids(&path, given.formerly, &id);
        let embargo = fields.embargo(&path, given.embargo);
        let also = given.also.unwrap_or_default().0;
        let extra = extra(fields, &path, given.extra);
        people.push(Person { id, name, short, also, role: given.role, url, formerly, embargo, extra, file, index: i });
    }
    people
}
