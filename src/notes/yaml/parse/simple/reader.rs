//! Deserialises typed values from the parts of a simple document: [`Reader`].

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::scanner::Piece;
use crate::notes::yaml::plain_scalar::{self, PlainScalar};

/// The parts that were not read yet.
pub(super) struct Reader<'t> {
    rest: std::iter::Peekable<std::vec::IntoIter<Piece<'t>>>,
}

/// The value is not of the type, or of one that is not simple.
#[derive(Debug)]
pub(super) struct NotSimple;

impl<'t> Reader<'t> {
    pub fn new(pieces: Vec<Piece<'t>>) -> Self {
        Reader { rest: pieces.into_iter().peekable() }
    }

    fn next(&mut self) -> Result<Piece<'t>, NotSimple> {
        self.rest.next().ok_or(NotSimple)
    }

    /// Reads the list or the group that has begun.
    fn inside<'de, V: Visitor<'de>>(&mut self, is_group: bool, visitor: V) -> Result<V::Value, NotSimple> {
        let value = if is_group { visitor.visit_map(&mut *self)? } else { visitor.visit_seq(&mut *self)? };
        match self.next()? {
            Piece::End => Ok(value),
            _ => Err(NotSimple),
        }
    }

    /// Whether the list or group that is being read has no more entries.
    fn is_at_end(&mut self) -> bool {
        matches!(self.rest.peek(), None | Some(Piece::End))
    }
}

impl<'de> SeqAccess<'de> for &mut Reader<'_> {
    type Error = NotSimple;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, NotSimple> {
        if self.is_at_end() { Ok(None) } else { seed.deserialize(&mut **self).map(Some) }
    }
}

impl<'de> MapAccess<'de> for &mut Reader<'_> {
    type Error = NotSimple;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, NotSimple> {
        if self.is_at_end() { Ok(None) } else { seed.deserialize(&mut **self).map(Some) }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, NotSimple> {
        seed.deserialize(&mut **self)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'_> {
    type Error = NotSimple;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSimple> {
        match self.next()? {
            Piece::Scalar { text, plain: true } => match plain_scalar::guess(&text) {
                PlainScalar::Null => visitor.visit_unit(),
                PlainScalar::Bool(value) => visitor.visit_bool(value),
                PlainScalar::Integer(_) | PlainScalar::Float(_) => Err(NotSimple),
                PlainScalar::Text => visitor.visit_str(&text),
            },
            Piece::Scalar { text, plain: false } => visitor.visit_str(&text),
            Piece::List => self.inside(false, visitor),
            Piece::Group => self.inside(true, visitor),
            Piece::End => Err(NotSimple),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSimple> {
        match self.rest.peek() {
            Some(Piece::Scalar { text, plain: true }) if plain_scalar::is_null(text) => {
                self.next()?;
                visitor.visit_none()
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSimple> {
        match self.next()? {
            Piece::Scalar { text, .. } => visitor.visit_string(text.into_owned()),
            _ => Err(NotSimple),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSimple> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSimple> {
        match self.next()? {
            Piece::Scalar { text, .. } => visitor.visit_str(&text),
            _ => Err(NotSimple),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSimple> {
        match self.next()? {
            Piece::List => self.inside(false, visitor),
            _ => Err(NotSimple),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSimple> {
        match self.next()? {
            Piece::Group => self.inside(true, visitor),
            _ => Err(NotSimple),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotSimple> {
        self.deserialize_map(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, NotSimple> {
        visitor.visit_newtype_struct(self)
    }

    /// Variants are left to the fast parser.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, NotSimple> {
        Err(NotSimple)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct ignored_any
    }
}

impl de::Error for NotSimple {
    fn custom<T: fmt::Display>(_: T) -> Self {
        NotSimple
    }
}

impl fmt::Display for NotSimple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not simple")
    }
}

impl std::error::Error for NotSimple {}
