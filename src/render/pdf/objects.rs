//! The objects of a PDF: what is looked up in them, and how they are written into another
//! file, with the numbers and names that they have there.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, FromBytes, MaybeRef, Name, ObjRef, Object};
use pdf_writer::{Chunk, Null, Obj, Ref, Str};

/// What is wrong with an object: a fault of ours, said as text.
pub(super) type Result<T> = std::result::Result<T, String>;

/// An entry of a dictionary, or an element of an array, as it was written.
type Value<'v> = MaybeRef<Object<'v>>;

/// The dictionary at the end of a file (7.5.5).
pub(super) fn trailer(file: &[u8]) -> Result<Dict<'_>> {
    const WORD: &[u8] = b"trailer";
    let at = file.windows(WORD.len()).rposition(|words| words == WORD);
    let rest = at.map_or(&[][..], |at| file[at + WORD.len()..].trim_ascii_start());
    dictionary(rest)
}

/// A dictionary as it was written.
pub(super) fn dictionary(text: &[u8]) -> Result<Dict<'_>> {
    Dict::from_bytes(text).ok_or_else(|| "成员不是本程序做的 PDF".into())
}

/// All objects of a file, the first having the number 1.
pub(super) fn objects(pdf: &Pdf) -> Result<Vec<Object<'_>>> {
    let size = trailer(pdf.data().as_ref())?.get::<i32>("Size");
    let numbers = 1..size.ok_or("文件末尾没有对象数")?;
    let object = |n| pdf.xref().get(ObjRef::new(n, 0).into());
    let found = numbers.map(|n| object(n).ok_or_else(|| format!("缺对象 {n}")));
    found.collect()
}

pub(super) fn reference(dictionary: &Dict<'_>, key: &str) -> Result<ObjRef> {
    dictionary.get_ref(key).ok_or_else(|| format!("缺 {key}"))
}

pub(super) fn array<'d>(dictionary: &Dict<'d>, key: &str) -> Result<Array<'d>> {
    let found = dictionary.get::<Array<'_>>(key);
    found.ok_or_else(|| format!("缺 {key}"))
}

/// The references in an array.
pub(super) fn references(array: &Array<'_>) -> Result<Vec<ObjRef>> {
    let all = array.raw_iter().map(|value| value.as_obj_ref());
    let all: Option<Vec<ObjRef>> = all.collect();
    all.ok_or_else(|| "数组里有不是引用的东西".into())
}

pub(super) fn is_of_type(dictionary: &Dict<'_>, name: &[u8]) -> bool {
    let found = dictionary.get_raw::<Name<'_>>("Type");
    matches!(found, Some(MaybeRef::NotRef(found)) if *found == *name)
}

pub(super) fn has_references(dictionary: &Dict<'_>) -> bool {
    fn refers(value: &Value<'_>) -> bool {
        match value {
            MaybeRef::Ref(_) => true,
            MaybeRef::NotRef(Object::Array(items)) => items.raw_iter().any(|item| refers(&item)),
            MaybeRef::NotRef(Object::Dict(inner)) => has_references(inner),
            MaybeRef::NotRef(_) => false,
        }
    }
    dictionary.entries().any(|(_, value)| refers(&value))
}

/// What an entry of a dictionary becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Number(i32),
    Refer(Ref),
    Name(&'static [u8]),
    Gone,
}

/// Changes of entries by their keys; what is not there is added.
pub(super) type Changes = Vec<(&'static [u8], Change)>;

/// How objects are called in the file that they come into.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// How much higher their numbers are.
    pub offset: i32,
    /// Those that are there already, in the order of the old numbers, which begin at 1.
    pub moved: Vec<Option<Ref>>,
    /// What the names of tags begin with.
    pub tags: Vec<u8>,
}

/// Where a value stands: in the tree of tags some strings are names of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Anything,
    Tag,
    Attributes,
    TagNames,
}

impl Within {
    fn entry(self, key: &[u8]) -> Within {
        match (self, key) {
            (Within::Tag, b"ID") | (Within::Attributes, b"Headers") => Within::TagNames,
            (Within::Tag, b"A") => Within::Attributes,
            _ => Within::Anything,
        }
    }
}

impl Names {
    /// The new number of an object.
    ///
    /// # Errors
    /// When it is none that a PDF may have.
    pub(super) fn at(&self, old: ObjRef) -> Result<Ref> {
        if let Some(moved) = self.moved(old.obj_number) {
            return Ok(moved);
        }
        let number = old.obj_number.checked_add(self.offset);
        let number = number.filter(|n| *n > 0 && old.obj_number > 0 && old.gen_number == 0);
        let number = number.ok_or_else(|| format!("对象号不对：{old:?}"))?;
        Ok(Ref::new(number))
    }

    /// What stands for an object that is there already.
    pub(super) fn moved(&self, number: i32) -> Option<Ref> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        self.moved.get(place).copied().flatten()
    }

    /// The new name of a tag.
    pub(super) fn tag(&self, old: &[u8]) -> Vec<u8> {
        [&self.tags, old].concat()
    }

    /// Writes an object under its new number.
    ///
    /// # Errors
    /// When it holds what cannot be written.
    pub(super) fn write(
        &self,
        file: &mut Chunk,
        id: Ref,
        object: &Object<'_>,
        changes: &[(&'static [u8], Change)],
    ) -> Result<()> {
        match object {
            Object::Stream(stream) => {
                let data = stream.raw_data();
                let mut written = file.stream(id, &data);
                // Its length is written with it.
                let changes = [changes, &[(b"Length", Change::Gone)]].concat();
                self.entries(&mut written, stream.dict(), &changes)
            }
            Object::Dict(dictionary) => {
                let mut written = file.indirect(id).dict();
                self.entries(&mut written, dictionary, changes)
            }
            other => self.value(file.indirect(id), other, Within::Anything),
        }
    }

    /// Writes the entries of a dictionary.
    ///
    /// # Errors
    /// As for [`Names::write`].
    pub(super) fn entries(
        &self,
        into: &mut pdf_writer::Dict<'_>,
        from: &Dict<'_>,
        changes: &[(&'static [u8], Change)],
    ) -> Result<()> {
        let within = match is_of_type(from, b"StructElem") {
            true => Within::Tag,
            false => Within::Anything,
        };
        self.inner(into, from, within, changes)
    }

    fn inner(
        &self,
        into: &mut pdf_writer::Dict<'_>,
        from: &Dict<'_>,
        within: Within,
        changes: &[(&'static [u8], Change)],
    ) -> Result<()> {
        for (key, value) in from.entries() {
            if changes.iter().any(|(changed, _)| **changed == *key) {
                continue;
            }
            let place = into.insert(pdf_writer::Name(&key));
            match value {
                MaybeRef::Ref(old) => place.primitive(self.at(old)?),
                MaybeRef::NotRef(object) => self.value(place, &object, within.entry(&key))?,
            }
        }
        for (key, change) in changes {
            let key = pdf_writer::Name(key);
            match change {
                Change::Number(number) => into.insert(key).primitive(*number),
                Change::Refer(id) => into.insert(key).primitive(*id),
                Change::Name(name) => into.insert(key).primitive(pdf_writer::Name(name)),
                Change::Gone => {}
            }
        }
        Ok(())
    }

    fn value(&self, place: Obj<'_>, object: &Object<'_>, within: Within) -> Result<()> {
        match object {
            Object::Null(_) => place.primitive(Null),
            Object::Boolean(truth) => place.primitive(*truth),
            Object::Number(number) => {
                let number = number.as_f64();
                if number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX) {
                    place.primitive(number as i32);
                } else {
                    place.primitive(number as f32);
                }
            }
            Object::Name(name) => place.primitive(pdf_writer::Name(name)),
            Object::String(text) if within == Within::TagNames => {
                place.primitive(Str(&self.tag(text)));
            }
            Object::String(text) => place.primitive(Str(text)),
            Object::Array(items) => {
                let mut array = place.array();
                for item in items.raw_iter() {
                    match item {
                        MaybeRef::Ref(old) => array.push().primitive(self.at(old)?),
                        MaybeRef::NotRef(object) => self.value(array.push(), &object, within)?,
                    }
                }
            }
            Object::Dict(inner) => self.inner(&mut place.dict(), inner, within, &[])?,
            Object::Stream(_) => return Err("流不能套在别的对象里".into()),
        }
        Ok(())
    }
}
