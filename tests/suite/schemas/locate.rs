//! The line on which a place of a YAML file stands: a reader goes there and refuses what it
//! finds, and the parser says where that was.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// One step on the way to a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// What stands behind a name.
    Key(String),
    /// An entry of a list.
    Item(usize),
    /// The name itself.
    Name(String),
}

/// The line, from 1, of a place.
pub fn line_at(text: &str, way: &[Step]) -> usize {
    let reader = serde_yaml::Deserializer::from_str(text);
    let error = Walk(way).deserialize(reader).expect_err("it refuses");
    error.location().map_or(1, |at| at.line())
}

struct Walk<'w>(&'w [Step]);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("here")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((step, rest)) = self.0.split_first() else {
            return Err(A::Error::custom("here"));
        };
        while let Some(found) = map.next_key_seed(Name(step))? {
            match (step, found) {
                (Step::Key(_), true) => return map.next_value_seed(Walk(rest)),
                _ => map.next_value::<IgnoredAny>().map(drop)?,
            }
        }
        Err(A::Error::custom("there is no such name"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((Step::Item(number), rest)) = self.0.split_first() else {
            return Err(A::Error::custom("here"));
        };
        for _ in 0..*number {
            seq.next_element::<IgnoredAny>()?;
        }
        seq.next_element_seed(Walk(rest)).map(drop)
    }
}

/// Whether a name is the one of a step; a step that means the name itself ends there.
struct Name<'s>(&'s Step);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        match self.0 {
            Step::Name(name) if name == text => Err(E::custom("here")),
            Step::Key(name) => Ok(name == text),
            _ => Ok(false),
        }
    }
}
