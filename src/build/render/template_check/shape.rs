//! What values are, as docs/context.md declares them: [`Shape`], [`Type`], [`Group`].

use std::rc::Rc;

/// What is known of a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Nothing is known.
    Anything,
    Text,
    Html,
    Number,
    Boolean,
    List(Rc<Type>),
    Group(GroupId),
    /// A phrase of the interface, by its name.
    Phrase(Rc<str>),
}

impl Shape {
    /// In a message: “is …”.
    pub fn name(&self) -> &'static str {
        match self {
            Shape::Anything => "a value",
            Shape::Text | Shape::Phrase(_) => "a text",
            Shape::Html => "HTML",
            Shape::Number => "a number",
            Shape::Boolean => "true or false",
            Shape::List(_) => "a list",
            Shape::Group(_) => "a group",
        }
    }
}

/// A shape, and whether a value may be missing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Type {
    pub shape: Shape,
    /// Whether it may be none.
    pub optional: bool,
}

/// Where a group is among all groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GroupId(usize);

/// Fields with their types.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub fields: Vec<(String, Type)>,
    /// Whether it may have any other fields.
    pub open: bool,
}

impl Group {
    pub fn field(&self, name: &str) -> Option<&Type> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, given)| given)
    }
}

/// All groups.
#[derive(Debug, Default)]
pub(super) struct Groups(Vec<Group>);

impl Groups {
    pub fn add(&mut self, group: Group) -> GroupId {
        self.0.push(group);
        GroupId(self.0.len() - 1)
    }

    pub fn get(&self, id: GroupId) -> &Group {
        &self.0[id.0]
    }

    pub fn get_mut(&mut self, id: GroupId) -> &mut Group {
        &mut self.0[id.0]
    }
}
