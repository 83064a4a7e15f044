//! Deserialises typed values from a [`Tree`] and reports the entry that fails: [`Reader`].
//!
//! It types scalars as the fast parser does, so that both return equal values.

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

use super::deserialize_error::{DeserializeError, one_of};
use super::entries::TEXT_OR_GROUP;
use super::one_or_many::ONE_OR_MANY;
use crate::notes::yaml::parsed::FaultKind;
use crate::notes::yaml::plain_scalar::{self, PlainScalar};
use crate::notes::yaml::tree::{MAX_DEPTH, NodeId, NodeKind, Tree};

/// A node to be read.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a, 't> {
    tree: &'a Tree<'t>,
    node: NodeId,
    depth: usize,
}

impl<'a, 't> Reader<'a, 't> {
    /// The whole document.
    pub fn top(tree: &'a Tree<'t>) -> Self {
        Self { tree, node: 0, depth: 0 }
    }

    fn at(self, node: NodeId) -> Self {
        Self { node, ..self }
    }

    fn kind(self) -> &'a NodeKind<'t> {
        &self.tree.node(self.tree.target(self.node)).kind
    }

    /// Adds the place of this node to an error that has none.
    fn placed<T>(self, result: Result<T, DeserializeError>) -> Result<T, DeserializeError> {
        result.map_err(|mut error| {
            let span = || self.tree.node(self.node).span.clone();
            error.span.get_or_insert_with(span);
            error
        })
    }

    fn refuse<T>(self, expected: &dyn Expected) -> Result<T, DeserializeError> {
        let found = match self.kind() {
            NodeKind::Sequence(_) => Unexpected::Seq,
            NodeKind::Mapping(_) => Unexpected::Map,
            NodeKind::Alias(_) => Unexpected::Other("alias"),
            NodeKind::Scalar { text, plain: false, .. } => Unexpected::Str(text),
            NodeKind::Scalar { text, plain: true, .. } => plain_scalar::guess(text).unexpected(text),
        };
        self.placed(Err(de::Error::invalid_type(found, expected)))
    }

    /// The value of an unquoted scalar according to `reading`.
    fn plain<T>(self, reading: fn(&str) -> Option<T>) -> Option<T> {
        match self.kind() {
            NodeKind::Scalar { text, plain: true, .. } => reading(text),
            _ => None,
        }
    }

    fn list<'de, V: Visitor<'de>>(self, elements: &'a [NodeId], visitor: V) -> Result<V::Value, DeserializeError> {
        let mut list = List { reader: self.deeper()?, rest: elements.iter(), current: None };
        let result = visitor.visit_seq(&mut list);
        self.blamed(result, list.current.map(|element| (element, element)))
    }

    fn group<'de, V: Visitor<'de>>(
        self,
        entries: &'a [(NodeId, NodeId)],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        let mut group = Group { reader: self.deeper()?, rest: entries.iter(), current: None };
        let result = visitor.visit_map(&mut group);
        self.blamed(result, group.current)
    }

    fn deeper(self) -> Result<Self, DeserializeError> {
        let depth = self.depth + 1;
        if depth > MAX_DEPTH {
            // Only aliases can lead this deep, since the tree itself is shallower.
            return self.placed(Err(DeserializeError::new(FaultKind::TooDeep)));
        }
        Ok(Self { depth, ..self })
    }

    /// Attributes an error to the entry being read, given as the node to point at and the one to leave out.
    fn blamed<T>(
        self,
        result: Result<T, DeserializeError>,
        current: Option<(NodeId, NodeId)>,
    ) -> Result<T, DeserializeError> {
        let Some((place, entry)) = current else {
            return result;
        };
        self.at(place).placed(result).map_err(|mut error| {
            error.entry.get_or_insert(entry);
            error
        })
    }
}

/// The elements of a list being read.
struct List<'a, 't> {
    reader: Reader<'a, 't>,
    rest: std::slice::Iter<'a, NodeId>,
    current: Option<NodeId>,
}

impl<'de> SeqAccess<'de> for List<'_, '_> {
    type Error = DeserializeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, DeserializeError> {
        let tree = self.reader.tree;
        self.current = self.rest.find(|element| !tree.skips(**element)).copied();
        let read = |element| seed.deserialize(self.reader.at(element));
        self.current.map(read).transpose()
    }
}

/// The entries of a group of fields being read.
struct Group<'a, 't> {
    reader: Reader<'a, 't>,
    rest: std::slice::Iter<'a, (NodeId, NodeId)>,
    /// The current key and value; kept until the next key, since the visitor may reject a key after reading it.
    current: Option<(NodeId, NodeId)>,
}

impl<'de> MapAccess<'de> for Group<'_, '_> {
    type Error = DeserializeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, DeserializeError> {
        let tree = self.reader.tree;
        self.current = self.rest.find(|(_, value)| !tree.skips(*value)).copied();
        let read = |(key, _)| seed.deserialize(self.reader.at(key));
        self.current.map(read).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, DeserializeError> {
        let (_, value) = self.current.expect("serde asks for a value only after its key");
        seed.deserialize(self.reader.at(value))
    }
}

impl<'de> Deserializer<'de> for Reader<'_, '_> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        let result = match self.kind() {
            NodeKind::Sequence(elements) => self.list(elements, visitor),
            NodeKind::Mapping(entries) => self.group(entries, visitor),
            NodeKind::Scalar { text, plain: true, .. } => match plain_scalar::guess(text) {
                PlainScalar::Null => visitor.visit_unit(),
                PlainScalar::Bool(value) => visitor.visit_bool(value),
                PlainScalar::Integer(value) => visit_integer(value, visitor),
                PlainScalar::Float(value) => visitor.visit_f64(value),
                PlainScalar::Text => visitor.visit_str(text),
            },
            NodeKind::Scalar { text, plain: false, .. } => visitor.visit_str(text),
            NodeKind::Alias(_) => return self.refuse(&visitor),
        };
        self.placed(result)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        let result = match self.plain(|text| plain_scalar::is_null(text).then_some(())) {
            Some(()) => visitor.visit_none(),
            None => visitor.visit_some(self),
        };
        self.placed(result)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self.kind() {
            NodeKind::Scalar { text, .. } => self.placed(visitor.visit_str(text)),
            _ => self.refuse(&visitor),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self.plain(plain_scalar::float) {
            Some(value) => self.placed(visitor.visit_f64(value)),
            None => self.refuse(&visitor),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self.kind() {
            NodeKind::Sequence(elements) => self.placed(self.list(elements, visitor)),
            // A field with nothing after its colon is an empty list, but `~` is not a list.
            NodeKind::Scalar { text, plain: true, .. } if text.is_empty() => self.placed(self.list(&[], visitor)),
            _ => self.refuse(&visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self.kind() {
            NodeKind::Mapping(entries) => self.placed(self.group(entries, visitor)),
            NodeKind::Scalar { text, plain: true, .. } if text.is_empty() => self.placed(self.group(&[], visitor)),
            _ => self.refuse(&visitor),
        }
    }

    /// Variants are plain words here; tagged ones have no use in a note.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        match self.kind() {
            NodeKind::Scalar { text, .. } => {
                let word: StrDeserializer<'_, DeserializeError> = text.as_ref().into_deserializer();
                self.placed(visitor.visit_enum(word))
            }
            _ => self.refuse(&one_of(variants).as_str()),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        if let (ONE_OR_MANY | TEXT_OR_GROUP, NodeKind::Scalar { text, plain: true, .. }) = (name, self.kind())
            && !plain_scalar::is_null(text)
        {
            return self.placed(visitor.visit_str(text));
        }
        let inner = self.deeper()?;
        self.placed(visitor.visit_newtype_struct(inner))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        visitor.visit_unit()
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, DeserializeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        self.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 bytes byte_buf unit unit_struct
    }
}

fn visit_integer<'de, V: Visitor<'de>>(value: i128, visitor: V) -> Result<V::Value, DeserializeError> {
    if let Ok(value) = u64::try_from(value) {
        visitor.visit_u64(value)
    } else if let Ok(value) = i64::try_from(value) {
        visitor.visit_i64(value)
    } else {
        visitor.visit_i128(value)
    }
}
