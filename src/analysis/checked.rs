//! Statements that have been checked already, in the brief itself or in an archive. Entry points: [`CheckArchive::new`] and [`Index::find`].

use std::collections::HashMap;
use std::sync::Arc;

use super::statement::{Likeness, Outline, Statement};
use crate::model::EarlierCheck;

/// The earlier checks of an archive file.
#[derive(Debug)]
pub struct CheckArchive {
    /// Relative to the site.
    pub path: String,
    pub checks: Vec<EarlierCheck>,
    /// How many entries of the file say nothing that can be compared.
    pub left_out: usize,
    index: Index,
}

impl CheckArchive {
    /// Prepares the checks for comparing them. `language` is that of statements without one; each check comes with its own, if it has one.
    pub fn new(path: String, checks: Vec<(EarlierCheck, Option<String>)>, language: &str, mut left_out: usize) -> Self {
        let mut index = Index::default();
        let mut kept = vec![];
        for (check, own) in checks {
            match Statement::new(&check.statement, own.as_deref().unwrap_or(language)) {
                Some(statement) => {
                    index.add(kept.len(), Arc::new(statement));
                    kept.push(check);
                }
                None => left_out += 1,
            }
        }
        CheckArchive { path, checks: kept, left_out, index }
    }

    /// The checks of statements that are like this one, in the order of the file.
    pub fn find(&self, statement: &Statement) -> Vec<(&EarlierCheck, Likeness)> {
        let found = self.index.find(statement, self.index.len()).into_iter();
        found.map(|(check, likeness)| (&self.checks[check], likeness)).collect()
    }
}

/// Statements, each with a number, found by their words.
#[derive(Debug, Default)]
pub struct Index {
    statements: Vec<(usize, Arc<Statement>)>,
    /// Of each statement: most are told apart without a look at its words.
    outlines: Vec<Outline>,
    by_key: HashMap<u64, Vec<usize>>,
}

impl Index {
    /// Adds a statement; several may have one number.
    pub fn add(&mut self, number: usize, statement: Arc<Statement>) {
        for key in statement.keys() {
            self.by_key.entry(*key).or_default().push(self.statements.len());
        }
        self.outlines.push(statement.outline());
        self.statements.push((number, statement));
    }

    /// How many statements it has.
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    /// The numbers of those of the first `count` statements that are like this one, each once, in order. Its cost depends on how many have
    /// its rarest words.
    pub fn find(&self, statement: &Statement, count: usize) -> Vec<(usize, Likeness)> {
        let of_key = |key: &u64| {
            let places = self.by_key.get(key).map_or(&[][..], Vec::as_slice);
            &places[..places.partition_point(|place| *place < count)]
        };
        let mut places: Vec<&[usize]> = statement.keys().iter().map(of_key).collect();
        places.sort_by_key(|places| places.len());
        // A statement that is like this one has one of its rarest words, or it would miss more than it may.
        let rarest = places.into_iter().take(statement.may_miss() + 1).flatten().copied();
        let outline = statement.outline();
        let mut candidates: Vec<usize> = rarest.filter(|place| outline.may_be_like(self.outlines[*place])).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut found: Vec<(usize, Likeness)> = vec![];
        for place in candidates {
            let (number, other) = &self.statements[place];
            if found.last().is_some_and(|(last, _)| last == number) {
                continue;
            }
            found.extend(statement.likeness(other).map(|likeness| (*number, likeness)));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{CheckArchive, Index};
    use crate::analysis::statement::Statement;
    use crate::model::EarlierCheck;

    fn check(statement: &str) -> (EarlierCheck, Option<String>) {
        let check = EarlierCheck {
            id: None,
            statement: statement.to_owned(),
            verdict: None,
            is_retired: false,
            date: None,
            address: None,
            by: None,
        };
        (check, None)
    }

    #[test]
    fn an_archive_is_searched_by_words() {
        let checks =
            ["The bridge was closed in May.", "", "The ferry was sold in May.", "In May, the bridge was closed."];
        let archive = CheckArchive::new("a.json".to_owned(), checks.map(check).into(), "en", 1);
        assert_eq!((archive.checks.len(), archive.left_out), (3, 2));
        let found = archive.find(&Statement::new("The bridge was closed in May", "en").unwrap());
        let found: Vec<&str> = found.iter().map(|(check, _)| check.statement.as_str()).collect();
        assert_eq!(found, [checks[0], checks[3]]);
    }

    #[test]
    fn a_claim_with_two_wordings_is_found_once() {
        let statement = |text| Arc::new(Statement::new(text, "en").unwrap());
        let mut index = Index::default();
        index.add(7, statement("The bridge was closed in May."));
        index.add(7, statement("The bridge was closed in May!"));
        index.add(8, statement("The ferry was closed in June."));
        let found = |text, count| -> Vec<usize> {
            index.find(&statement(text), count).into_iter().map(|(number, _)| number).collect()
        };
        assert_eq!(found("In May the bridge was closed.", 3), [7]);
        assert!(found("Anna sings.", 3).is_empty());
        // Only the first ones are asked for.
        assert_eq!(found("The ferry was closed in June.", 3), [8]);
        assert!(found("The ferry was closed in June.", 2).is_empty());
    }
}
