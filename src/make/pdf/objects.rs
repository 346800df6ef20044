//! The objects of a PDF: what is looked up in them, what is changed in them when they
//! come into another file, and how they are written there.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};
use pdf_writer::{Chunk, Name, Null, Obj, Ref, Str};

/// What is wrong with an object: a fault of ours, said as text.
pub(super) type Result<T> = std::result::Result<T, String>;

pub(super) fn take(objects: &mut BTreeMap<ObjectId, Object>, id: ObjectId) -> Result<Dictionary> {
    match objects.remove(&id) {
        Some(Object::Dictionary(found)) => Ok(found),
        _ => Err("成员不是本程序做的 PDF".into()),
    }
}

pub(super) fn reference(dictionary: &Dictionary, key: &[u8]) -> Result<ObjectId> {
    let found = dictionary.get(key).and_then(Object::as_reference);
    found.map_err(|e| format!("{}：{e}", String::from_utf8_lossy(key)))
}

pub(super) fn array<'d>(dictionary: &'d Dictionary, key: &[u8]) -> Result<&'d Vec<Object>> {
    dictionary
        .get(key)
        .and_then(Object::as_array)
        .map_err(|e| e.to_string())
}

pub(super) fn add_to(dictionary: &mut Dictionary, key: &[u8], base: i64) {
    if let Ok(number) = dictionary.get(key).and_then(Object::as_i64) {
        dictionary.set(key, base + number);
    }
}

pub(super) fn has_references(dictionary: &Dictionary) -> bool {
    fn refers(object: &Object) -> bool {
        match object {
            Object::Reference(_) => true,
            Object::Array(items) => items.iter().any(refers),
            Object::Dictionary(inner) => has_references(inner),
            _ => false,
        }
    }
    dictionary.iter().any(|(_, value)| refers(value))
}

/// Every reference in an object by its new number.
pub(super) fn renumber(object: &mut Object, at: &impl Fn(ObjectId) -> ObjectId) {
    match object {
        Object::Reference(id) => *id = at(*id),
        Object::Array(items) => items.iter_mut().for_each(|item| renumber(item, at)),
        Object::Dictionary(inner) => inner.iter_mut().for_each(|(_, value)| renumber(value, at)),
        Object::Stream(stream) => {
            let entries = stream.dict.iter_mut();
            entries.for_each(|(_, value)| renumber(value, at));
        }
        _ => {}
    }
}

/// The name of a tag, and the names of the header cells that a cell belongs to.
pub(super) fn rename(object: &mut Object, member: usize) {
    let Object::Dictionary(tag) = object else {
        return;
    };
    if tag.get(b"Type").and_then(Object::as_name).ok() != Some(b"StructElem") {
        return;
    }
    if let Ok(Object::String(name, _)) = tag.get_mut(b"ID") {
        *name = own_name(name, member);
    }
    let attributes = match tag.get_mut(b"A") {
        Ok(Object::Array(attributes)) => attributes.as_mut_slice(),
        Ok(one) => std::slice::from_mut(one),
        Err(_) => return,
    };
    for attribute in attributes {
        let headers = attribute.as_dict_mut().and_then(|a| a.get_mut(b"Headers"));
        for header in headers.and_then(Object::as_array_mut).into_iter().flatten() {
            if let Object::String(name, _) = header {
                *name = own_name(name, member);
            }
        }
    }
}

pub(super) fn own_name(name: &[u8], member: usize) -> Vec<u8> {
    [format!("M{member}").as_bytes(), name].concat()
}

/// The number of an object, as it is written.
///
/// # Errors
/// When it is none that a PDF may have.
pub(super) fn number(id: ObjectId) -> Result<Ref> {
    let number = i32::try_from(id.0).ok().filter(|n| *n > 0 && id.1 == 0);
    number
        .map(Ref::new)
        .ok_or_else(|| format!("对象号不对：{id:?}"))
}

/// Writes an object under its number.
///
/// # Errors
/// When it holds what cannot be written.
pub(super) fn write(file: &mut Chunk, id: ObjectId, object: &Object) -> Result<()> {
    let Object::Stream(stream) = object else {
        return value(file.indirect(number(id)?), object);
    };
    let mut written = file.stream(number(id)?, &stream.content);
    for (key, entry) in stream.dict.iter().filter(|(key, _)| *key != b"Length") {
        value(written.insert(Name(key)), entry)?;
    }
    Ok(())
}

/// Writes what a dictionary holds, but for its type.
///
/// # Errors
/// As for [`write`].
pub(super) fn entries(into: &mut pdf_writer::Dict<'_>, from: &Dictionary) -> Result<()> {
    for (key, entry) in from.iter().filter(|(key, _)| *key != b"Type") {
        value(into.insert(Name(key)), entry)?;
    }
    Ok(())
}

fn value(place: Obj<'_>, object: &Object) -> Result<()> {
    match object {
        Object::Null => place.primitive(Null),
        Object::Boolean(truth) => place.primitive(*truth),
        Object::Integer(whole) => {
            place.primitive(i32::try_from(*whole).map_err(|e| e.to_string())?);
        }
        Object::Real(number) => place.primitive(*number),
        Object::Name(name) => place.primitive(Name(name)),
        Object::String(bytes, _) => place.primitive(Str(bytes)),
        Object::Reference(id) => place.primitive(number(*id)?),
        Object::Array(items) => {
            let mut array = place.array();
            for item in items {
                value(array.push(), item)?;
            }
        }
        Object::Dictionary(inner) => {
            let mut dictionary = place.dict();
            for (key, entry) in inner.iter() {
                value(dictionary.insert(Name(key)), entry)?;
            }
        }
        Object::Stream(_) => return Err("流不能套在别的对象里".into()),
    }
    Ok(())
}
