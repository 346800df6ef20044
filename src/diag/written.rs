//! How values of ours are read from what people write: a text that is parsed, a number or a
//! text, fields that belong together. What is wrong with one is said where it stands: an
//! error that is made while the value is visited gets its line, one that is made behind
//! that only the line of all that is around it.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Reads a value that is written as a text.
///
/// # Errors
/// When the text is none.
pub fn of_text<'de, D, T>(from: D, expected: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    struct Text<T>(&'static str, PhantomData<T>);

    impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }

    from.deserialize_str(Text(expected, PhantomData))
}

/// Reads a value that is written as a number or as a text.
///
/// # Errors
/// When it is neither, or the text is none.
pub fn of_number_or_text<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<usize> + FromStr<Err: fmt::Display>,
{
    struct Either<T>(PhantomData<T>);

    impl<T: From<usize> + FromStr<Err: fmt::Display>> Visitor<'_> for Either<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("行号，如 12，或“12 表2第5行”的样子")
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
            let number = usize::try_from(number).map_err(E::custom)?;
            Ok(T::from(number))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }

    from.deserialize_any(Either(PhantomData))
}

/// Reads a value from fields that belong together in some way.
///
/// # Errors
/// When a field is wrong, or they do not belong together.
pub fn of_fields<'de, D, F, T>(from: D, expected: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: Deserialize<'de>,
    T: TryFrom<F, Error: fmt::Display>,
{
    struct Fields<F, T>(&'static str, PhantomData<(F, T)>);

    impl<'de, F: Deserialize<'de>, T: TryFrom<F, Error: fmt::Display>> Visitor<'de> for Fields<F, T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            let fields = F::deserialize(MapAccessDeserializer::new(map))?;
            fields.try_into().map_err(A::Error::custom)
        }
    }

    from.deserialize_map(Fields(expected, PhantomData))
}
