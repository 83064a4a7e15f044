//! Which field of a note each column of a table is: [`Columns::of`].

use crate::base::table::Table;
use crate::findings::{did_you_mean, question};

/// A field of a claim note, or of one of its passages, that a column can be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The name of the note's file.
    Id,
    /// A field with one value.
    One(&'static str),
    /// A field with a list of values, which are separated by semicolons in a cell.
    Many(&'static str),
    /// A field of a passage: which passage, from 1, and which field.
    OfPassage(usize, &'static str),
    /// Data of the newsroom's own, under a name.
    Extra(String),
}

/// The fields with one value, in the order in which a note has them, with other names for the columns.
const ONE: [(&str, &[&str]); 10] = [
    ("claim", &["statement", "claim text", "quote checked"]),
    ("language", &["lang"]),
    ("title", &["headline"]),
    ("claimant", &["claimed by", "who", "said by"]),
    ("claimed_on", &["claim date", "date of claim", "said on"]),
    ("verdict", &["rating", "conclusion"]),
    ("summary", &["short answer", "reason"]),
    ("analysis", &["reasoning", "explanation"]),
    ("published", &["publication date", "published on"]),
    ("updated", &["updated on"]),
];
/// Those with several.
const MANY: [(&str, &[&str]); 4] = [
    ("authors", &["author", "written by"]),
    ("reviewed_by", &["reviewer", "reviewers"]),
    ("tags", &["tag", "topic", "topics"]),
    ("gaps", &["gap", "missing"]),
];
/// Those of a passage. A number after the name tells passages apart.
const OF_PASSAGE: [(&str, &[&str]); 4] =
    [("passage", &["passage id"]), ("source", &["source id"]), ("quote", &["evidence", "quotation"]), ("stance", &[])];

/// The columns of a table.
#[derive(Debug)]
pub struct Columns {
    /// For each column its field; `None` if it is not taken.
    pub fields: Vec<Option<Field>>,
}

impl Columns {
    /// Recognises the columns by their names; `given` says what others are, as `Column=field`.
    ///
    /// # Errors
    /// What is wrong with `given`, and how to put it right.
    pub fn of(table: &Table, given: &[String]) -> Result<Columns, (String, String)> {
        let names: Vec<&str> = table.header.iter().map(|cell| cell.text.as_str()).collect();
        let mut fields: Vec<Option<Field>> = names.iter().map(|name| recognised(name)).collect();
        let mut is_given = vec![false; fields.len()];
        for pair in given {
            let Some((column, field)) = pair.rsplit_once('=') else {
                return Err((format!("“{pair}” names no field"), "write it as --map \"Column=field\"".to_owned()));
            };
            let Some(at) = names.iter().position(|name| plain(name) == plain(column)) else {
                let hint = did_you_mean(column.trim(), names.iter().copied()).map(question);
                let hint = hint.unwrap_or_else(|| format!("the columns are: {}", names.join(", ")));
                return Err((format!("the table has no column “{}”", column.trim()), hint));
            };
            let Some(field) = recognised(field) else {
                let all: Vec<&str> = canonical().collect();
                let hint = did_you_mean(field.trim(), all.iter().copied()).map(question);
                let hint = hint.unwrap_or_else(|| format!("fields are: {}, extra.NAME", all.join(", ")));
                return Err((format!("a note has no field “{}”", field.trim()), hint));
            };
            // What is said counts more than what was guessed.
            for (other, known) in fields.iter_mut().enumerate().filter(|(other, _)| !is_given[*other]) {
                if other != at && known.as_ref() == Some(&field) {
                    *known = None;
                }
            }
            fields[at] = Some(field);
            is_given[at] = true;
        }
        twice(&names, &fields).map_or(Ok(Columns { fields }), Err)
    }

    /// The column of a field.
    pub fn position(&self, field: &Field) -> Option<usize> {
        self.fields.iter().position(|known| known.as_ref() == Some(field))
    }
}

/// Two columns cannot be the same field.
fn twice(names: &[&str], fields: &[Option<Field>]) -> Option<(String, String)> {
    let at = (0..fields.len()).find(|at| fields[*at].is_some() && fields[..*at].contains(&fields[*at]))?;
    let first = fields.iter().position(|field| *field == fields[at])?;
    let field = fields[at].as_ref()?.name();
    let message = format!("the columns “{}” and “{}” are both the field “{field}”", names[first], names[at]);
    Some((message, format!("say which one it is: --map \"{}={field}\"", names[first])))
}

impl Field {
    /// As `--map` takes it.
    pub fn name(&self) -> String {
        match self {
            Field::Id => "id".to_owned(),
            Field::One(name) | Field::Many(name) | Field::OfPassage(1, name) => (*name).to_owned(),
            Field::OfPassage(number, name) => format!("{name} {number}"),
            Field::Extra(name) => format!("extra.{name}"),
        }
    }
}

fn canonical() -> impl Iterator<Item = &'static str> {
    std::iter::once("id").chain(ONE.iter().chain(&MANY).chain(&OF_PASSAGE).map(|(name, _)| *name))
}

/// The field that a name means.
fn recognised(name: &str) -> Option<Field> {
    if let Some(own) = name.trim().strip_prefix("extra.").filter(|own| !own.trim().is_empty()) {
        return Some(Field::Extra(own.trim().to_owned()));
    }
    let name = plain(name);
    let is = |(known, others): &&(&'static str, &[&str])| plain(known) == name || others.contains(&name.as_str());
    if name == "id" {
        return Some(Field::Id);
    }
    if let Some((field, _)) = ONE.iter().find(is) {
        return Some(Field::One(field));
    }
    if let Some((field, _)) = MANY.iter().find(is) {
        return Some(Field::Many(field));
    }
    let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (name, number) = name.split_at(name.len() - digits);
    let number = if number.is_empty() { 1 } else { number.parse().ok().filter(|number| *number > 0)? };
    let name = name.trim_end();
    let is = |(known, others): &&(&'static str, &[&str])| *known == name || others.contains(&name);
    OF_PASSAGE.iter().find(is).map(|(field, _)| Field::OfPassage(number, field))
}

/// A name without differences that do not matter: `Claimed_on` and `claimed on` are the same.
fn plain(name: &str) -> String {
    citeback_quote::text::single_spaced(&name.replace(['_', '-'], " ")).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Columns, Field};
    use crate::base::table::Table;

    fn fields(header: &str, given: &[&str]) -> Result<Vec<String>, String> {
        let given: Vec<String> = given.iter().map(|pair| (*pair).to_owned()).collect();
        let columns =
            Columns::of(&Table::read(header), &given).map_err(|(message, hint)| format!("{message}: {hint}"))?;
        let name = |field: &Option<Field>| field.as_ref().map_or("-".to_owned(), Field::name);
        Ok(columns.fields.iter().map(name).collect())
    }

    #[test]
    fn recognises_columns_by_their_names() {
        let header = "ID,Statement,claimed-on,Topics,Quote,source,Quote 2,Source2,stance_2,Budget,extra.party";
        let expected = [
            "id",
            "claim",
            "claimed_on",
            "tags",
            "quote",
            "source",
            "quote 2",
            "source 2",
            "stance 2",
            "-",
            "extra.party",
        ];
        assert_eq!(fields(header, &[]).unwrap(), expected);
    }

    #[test]
    fn takes_what_it_is_told() {
        assert_eq!(fields("Text,claim", &["Text=claim"]).unwrap(), ["claim", "-"]);
        assert_eq!(fields("a=b,c", &["a=b=extra.cost", "c=quote 3"]).unwrap(), ["extra.cost", "quote 3"]);
        assert_eq!(fields("Txt", &["Text=claim"]).unwrap_err(), "the table has no column “Text”: did you mean “Txt”?");
        assert_eq!(fields("Text", &["Text=clam"]).unwrap_err(), "a note has no field “clam”: did you mean “claim”?");
        assert!(fields("Text", &["Text"]).unwrap_err().starts_with("“Text” names no field: "));
        let expected = "the columns “Claim” and “Statement” are both the field “claim”: say which one it is: --map \"Claim=claim\"";
        assert_eq!(fields("Claim,Statement", &[]).unwrap_err(), expected);
    }
}
