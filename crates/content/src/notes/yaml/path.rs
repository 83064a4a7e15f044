//! The position of a value within a document: [`Path`].

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// One step into a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The value of a field: its name, and which occurrence of it in its group, from 0.
    Key(Cow<'static, str>, usize),
    /// An element of a list, from 0.
    Index(usize),
}

/// The steps from the top of a document to a value; displayed as `passages[2].quote`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(Vec<Step>);

impl Path {
    /// The path of the whole document.
    pub fn top() -> Self {
        Self::default()
    }

    /// Appends a step to the first field called `name`.
    #[must_use]
    pub fn key(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.0.push(Step::Key(name.into(), 0));
        self
    }

    /// Appends a step to element `index` of a list, from 0.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.0.push(Step::Index(index));
        self
    }
}

impl Deref for Path {
    type Target = [Step];

    fn deref(&self) -> &[Step] {
        &self.0
    }
}

impl From<Vec<Step>> for Path {
    fn from(steps: Vec<Step>) -> Self {
        Self(steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(name, _) if position == 0 => f.write_str(name)?,
                Step::Key(name, _) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn reads_like_an_expression() {
        let path = Path::top().key("passages").index(2).key("quote");
        assert_eq!(path.to_string(), "passages[2].quote");
    }
}
