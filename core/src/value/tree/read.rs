//! A value of ours from a tree. There is no other source, so that every type's reading is compiled once; each step down adds itself to an error on its way up.
//!
//! A struct is handed its members in the order of its fields, as a list is. What serde derives for members in any order keeps a place for each until all are there, and each of its
//! errors has to clear them: some 500 bytes of code a member in WebAssembly, three quarters of it for nothing.

use super::{Member, Misfit, Tree};
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::slice::Iter;

impl Tree<'_> {
    #[cold]
    pub(super) fn mistyped(&self, expected: &dyn Expected) -> Misfit {
        Misfit::invalid_type(self.kind(), expected)
    }

    fn items(&self) -> Result<Items<'_>, Misfit> {
        match self {
            Self::List(items) => Ok(Items { rest: items.iter(), read: 0 }),
            other => Err(other.mistyped(&"a list")),
        }
    }

    fn members(&self) -> Result<&[Member<'_>], Misfit> {
        match self {
            Self::Object(members) => Ok(members),
            other => Err(other.mistyped(&"an object")),
        }
    }

    /// The members of the struct of that name. Each is a field, and stands there once.
    fn fields(&self, name: &str, fields: &'static [&'static str]) -> Result<Fields<'_>, Misfit> {
        let (members, open) = (self.members()?, name.ends_with(OPEN));
        for (index, (name, _)) in members.iter().enumerate() {
            match fields.iter().find(|field| *field == name) {
                None if open => {}
                None => return Err(Misfit::unknown_field(name, fields).within(name)),
                Some(field) if members.iter().take(index).any(|(earlier, _)| earlier == name) => {
                    return Err(Misfit::duplicate_field(field));
                }
                Some(_) => {}
            }
        }
        Ok(Fields { members, rest: fields.iter(), absent: None })
    }

    fn variant(&self) -> Result<Variant<'_>, Misfit> {
        match self {
            Self::Text(name) => Ok(Variant { name, content: None }),
            Self::Unescaped(name) => Ok(Variant { name, content: None }),
            Self::Object(members) => match members.as_slice() {
                [(name, content)] => Ok(Variant { name, content: Some(content) }),
                _ => Err(Misfit::invalid_value(Unexpected::Map, &"an object of one member")),
            },
            other => Err(other.mistyped(&"a string or an object")),
        }
    }
}

/// A struct is read from an object alone, never from a list of what its members are. A member that it does not have is refused, unless the struct's name ends with [`OPEN`].
impl<'de> Deserializer<'de> for &Tree<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self {
            Tree::Null => visitor.visit_unit(),
            Tree::Flag(flag) => visitor.visit_bool(*flag),
            Tree::Whole(_) | Tree::Negative(_) | Tree::Fraction(_) => self.deserialize_u64(visitor),
            Tree::Text(_) | Tree::Unescaped(_) => self.deserialize_str(visitor),
            Tree::List(_) => self.deserialize_seq(visitor),
            Tree::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self {
            Tree::Flag(flag) => visitor.visit_bool(*flag),
            other => Err(other.mistyped(&visitor)),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self {
            Tree::Whole(number) => visitor.visit_u64(*number),
            Tree::Negative(number) => visitor.visit_i64(*number),
            Tree::Fraction(number) => visitor.visit_f64(*number),
            other => Err(other.mistyped(&visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self {
            Tree::Text(text) => visitor.visit_str(text),
            Tree::Unescaped(text) => visitor.visit_str(text),
            other => Err(other.mistyped(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self {
            Tree::Null => visitor.visit_none(),
            other => visitor.visit_some(other),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let mut items = self.items()?;
        visitor.visit_seq(&mut items)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Misfit> {
        let mut items = self.items()?;
        match items.rest.len() {
            found if found == length => visitor.visit_seq(&mut items),
            found => Err(Misfit::of_another_length(found, length)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let mut members = Members { rest: self.members()?.iter(), current: None };
        visitor.visit_map(&mut members)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let mut fields = self.fields(name, fields)?;
        visitor.visit_seq(&mut fields).map_err(|misfit| fields.told(misfit))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_enum(self.variant()?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    /// It was read of a text, and its structs are read by their fields.
    fn is_human_readable(&self) -> bool {
        false
    }

    forward_to_deserialize_any! { char bytes byte_buf unit unit_struct tuple_struct }
}

struct Items<'t> {
    rest: Iter<'t, Tree<'t>>,
    read: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        let Some(item) = self.rest.next() else { return Ok(None) };
        let index = self.read;
        self.read = index.saturating_add(1);
        seed.deserialize(item).map(Some).map_err(|misfit| misfit.at(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// What the name of a struct ends with, as serde knows it, that passes over members which it does not have: those of what others than our callers write.
const OPEN: char = '…';

/// The members of a struct, in the order of its fields. One that is absent has no element, which serde takes for its default, or for an end that came too early.
struct Fields<'t> {
    members: &'t [Member<'t>],
    rest: Iter<'static, &'static str>,
    /// The field that was asked for last, where it is absent.
    absent: Option<&'static str>,
}

impl<'t> Fields<'t> {
    /// What is wrong: that a field is missing, where the one that was asked for last is.
    #[cold]
    fn told(&self, misfit: Misfit) -> Misfit {
        self.absent.map_or(misfit, Misfit::missing_field)
    }

    /// The next field that there is, by its name and what it is.
    fn next(&mut self) -> Option<(&'static str, &'t Tree<'t>)> {
        let name = *self.rest.next()?;
        let found = self.members.iter().find(|(found, _)| found == name);
        self.absent = if found.is_none() { Some(name) } else { None };
        found.map(|(_, member)| (name, member))
    }
}

impl<'de> SeqAccess<'de> for Fields<'_> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        let Some((name, member)) = self.next() else { return Ok(None) };
        seed.deserialize(member).map(Some).map_err(|misfit| misfit.within(name))
    }
}

struct Members<'t> {
    rest: Iter<'t, Member<'t>>,
    /// The one whose name was read.
    current: Option<&'t Member<'t>>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        self.current = self.rest.next();
        let Some((name, _)) = self.current else { return Ok(None) };
        seed.deserialize(Name(name)).map(Some).map_err(|misfit| misfit.within(name))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Misfit> {
        let (name, value) = self.current.ok_or_else(nameless)?;
        seed.deserialize(value).map_err(|misfit| misfit.within(name))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// No visitor of serde's asks so.
#[cold]
fn nameless() -> Misfit {
    Misfit::custom("the name of a member comes first")
}

/// The name of a member, which may be a number's: JSON has texts alone there.
struct Name<'n>(&'n str);

impl Name<'_> {
    /// The number, if the name is as one is written.
    fn number(&self) -> Option<u64> {
        self.0.parse().ok().filter(|number: &u64| number.to_string() == self.0)
    }
}

impl<'de> Deserializer<'de> for Name<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_str(self.0)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.number() {
            Some(number) => visitor.visit_u64(number),
            None => visitor.visit_str(self.0),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_enum::<StrDeserializer<'_, Misfit>>(self.0.into_deserializer())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// A variant of an enum: its name alone, or an object of its name and what it holds.
struct Variant<'t> {
    name: &'t str,
    content: Option<&'t Tree<'t>>,
}

impl<'t> Variant<'t> {
    fn content(&self, expected: &'static str) -> Result<&'t Tree<'t>, Misfit> {
        self.content.ok_or_else(|| Misfit::invalid_type(Unexpected::UnitVariant, &expected))
    }
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Misfit> {
        seed.deserialize(Name(self.name)).map(|variant| (variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        match self.content {
            None | Some(Tree::Null) => Ok(()),
            Some(other) => Err(other.mistyped(&"unit").within(self.name)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        let content = self.content("newtype variant")?;
        seed.deserialize(content).map_err(|misfit| misfit.within(self.name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Misfit> {
        let content = self.content("tuple variant")?;
        content.deserialize_tuple(length, visitor).map_err(|misfit| misfit.within(self.name))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let content = self.content("struct variant")?;
        content.deserialize_struct("", fields, visitor).map_err(|misfit| misfit.within(self.name))
    }
}
