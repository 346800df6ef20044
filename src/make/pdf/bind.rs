//! PDFs that are made → one PDF of them all, each on a leaf of its own.
//!
//! A batch for the printer has the very pages of its members; laying them out once more
//! would cost as much again. What belongs to a document as a whole is joined: pages,
//! bookmarks, the tree of tags with its two indexes. What names a tag gets the number of
//! the member before it, since each member counts from the beginning.

use std::collections::{BTreeMap, HashMap};
use std::sync::mpsc::sync_channel;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

type Result<T> = std::result::Result<T, String>;

/// How many members may be parsed before they are joined.
const AHEAD: usize = 4;

/// Binds `members`, which come one at a time, under `title`; gives the PDF and the number
/// of its pages. With `ahead`, a thread of its own parses them meanwhile.
///
/// # Errors
/// When a member has not the form that typst writes, which would be a fault of ours.
pub fn bind(
    title: &str,
    members: impl Iterator<Item = Vec<u8>> + Send,
    ahead: bool,
) -> Result<(Vec<u8>, usize)> {
    let mut binder = Binder::default();
    binder.identity.update(title.as_bytes());
    let mut parsed = members.map(Member::parse);
    if ahead {
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel(AHEAD);
            // Ends by itself when the other side is gone.
            scope.spawn(move || parsed.all(|member| send.send(member).is_ok()));
            receive
                .into_iter()
                .try_for_each(|member| binder.add(member?))
        })?;
    } else {
        parsed.try_for_each(|member| binder.add(member?))?;
    }
    binder.finish(title)
}

/// A member as it was read.
struct Member {
    document: Document,
    size: usize,
    hash: blake3::Hash,
}

impl Member {
    fn parse(bytes: Vec<u8>) -> Result<Member> {
        Ok(Member {
            document: Document::load_mem(&bytes).map_err(|e| e.to_string())?,
            size: bytes.len(),
            hash: blake3::hash(&bytes),
        })
    }
}

/// What is joined so far.
#[derive(Default)]
struct Binder {
    objects: BTreeMap<ObjectId, Object>,
    /// The highest number given to an object.
    last: u32,
    members: usize,
    pages: Vec<ObjectId>,
    /// Top items of the bookmarks with the number of items shown below each.
    bookmarks: Vec<ObjectId>,
    tags: Vec<ObjectId>,
    /// Of the tree of tags: what each page and link belongs to, and tags by their names.
    parents: Vec<Object>,
    names: BTreeMap<Vec<u8>, Object>,
    /// The first member's catalogue, roles of tags, metadata and facts.
    first: Option<First>,
    /// Streams that are there, by what they hold.
    streams: HashMap<blake3::Hash, ObjectId>,
    /// Of the members: their bytes, and a hash of them all.
    size: usize,
    identity: blake3::Hasher,
}

struct First {
    catalog: Dictionary,
    roles: Object,
    info: Dictionary,
    metadata: Vec<u8>,
}

impl Binder {
    fn add(&mut self, member: Member) -> Result<()> {
        self.size += member.size;
        self.identity.update(member.hash.as_bytes());
        let document = member.document;
        // A member begins on the face of a leaf.
        if !self.pages.len().is_multiple_of(2) {
            let blank = self.blank()?;
            self.pages.push(blank);
        }
        self.members += 1;
        let order: Vec<ObjectId> = document.page_iter().collect();
        let catalog = document.catalog().map_err(|e| e.to_string())?.clone();
        if catalog.has(b"Names") || catalog.has(b"PageLabels") {
            return Err("成员里有还不会合订的东西".into());
        }
        let root = reference(&catalog, b"StructTreeRoot")?;
        let outlines = reference(&catalog, b"Outlines")?;
        let info = document.trailer.get(b"Info").and_then(Object::as_reference);
        let info = info.map_err(|e| e.to_string())?;
        let metadata = reference(&catalog, b"Metadata")?;
        let pages_root = reference(&catalog, b"Pages")?;
        let catalog_id = document.trailer.get(b"Root").and_then(Object::as_reference);
        let catalog_id = catalog_id.map_err(|e| e.to_string())?;
        let mut objects = document.objects;

        let tree = take(&mut objects, root)?;
        let bookmarks = take(&mut objects, outlines)?;
        let facts = take(&mut objects, info)?;
        let about = objects.remove(&metadata);
        objects.remove(&catalog_id);
        // Pages lie directly below their root, and bring all that they need.
        objects.remove(&pages_root);

        let offset = self.last;
        self.last += objects.keys().map(|(n, _)| *n).max().unwrap_or(0);
        let moved = self.place(objects, offset);
        let at = |id: ObjectId| moved.get(&id).copied().unwrap_or((id.0 + offset, id.1));

        if self.first.is_none() {
            let mut catalog = Object::Dictionary(catalog);
            renumber(&mut catalog, &at);
            let Object::Dictionary(catalog) = catalog else {
                return Err("目录对象不对".into());
            };
            self.first = Some(First {
                catalog,
                roles: tree.get(b"RoleMap").cloned().unwrap_or(Object::Null),
                info: facts,
                metadata: about
                    .and_then(|o| o.as_stream().map(|s| s.content.clone()).ok())
                    .unwrap_or_default(),
            });
        }
        self.join_tags(&tree, &order, &at)?;
        self.join_bookmarks(&bookmarks, &at)?;
        self.pages.extend(order.into_iter().map(at));
        Ok(())
    }

    /// Puts the objects of a member in, each number `offset` higher, but for streams that
    /// an earlier member has too. Gives the numbers of those.
    fn place(
        &mut self,
        objects: BTreeMap<ObjectId, Object>,
        offset: u32,
    ) -> HashMap<ObjectId, ObjectId> {
        let mut moved = HashMap::new();
        let mut kept = Vec::with_capacity(objects.len());
        for (id, object) in objects {
            let new = (id.0 + offset, id.1);
            if let Object::Stream(stream) = &object
                && !has_references(&stream.dict)
            {
                let mut hash = blake3::Hasher::new();
                hash.update(format!("{:?}", stream.dict).as_bytes());
                hash.update(&stream.content);
                let same = *self.streams.entry(hash.finalize()).or_insert(new);
                if same != new {
                    moved.insert(id, same);
                    continue;
                }
            }
            kept.push((new, object));
        }
        let at = |id: ObjectId| moved.get(&id).copied().unwrap_or((id.0 + offset, id.1));
        let prefix = self.members;
        for (id, mut object) in kept {
            renumber(&mut object, &at);
            rename(&mut object, prefix);
            self.objects.insert(id, object);
        }
        moved
    }

    /// Joins a member's tree of tags, whose root is `tree`.
    fn join_tags(
        &mut self,
        tree: &Dictionary,
        pages: &[ObjectId],
        at: &impl Fn(ObjectId) -> ObjectId,
    ) -> Result<()> {
        let base = i64::try_from(self.parents.len() / 2).map_err(|e| e.to_string())?;
        for kid in array(tree, b"K")? {
            let id = at(kid.as_reference().map_err(|e| e.to_string())?);
            // A document of its own becomes a part of the whole.
            self.dictionary(id)?
                .set("S", Object::Name(b"Part".to_vec()));
            self.tags.push(id);
        }
        let nums = tree.get(b"ParentTree").and_then(Object::as_dict);
        for pair in array(nums.map_err(|e| e.to_string())?, b"Nums")?.chunks(2) {
            let [number, parent] = pair else {
                return Err("标记树不成对".into());
            };
            let number = number.as_i64().map_err(|e| e.to_string())?;
            let mut parent = parent.clone();
            renumber(&mut parent, at);
            self.parents
                .extend([Object::Integer(base + number), parent]);
        }
        if let Ok(ids) = tree.get(b"IDTree").and_then(Object::as_dict) {
            for pair in array(ids, b"Names")?.chunks(2) {
                let [Object::String(name, _), tag] = pair else {
                    return Err("标记的名字不对".into());
                };
                let mut tag = tag.clone();
                renumber(&mut tag, at);
                self.names.insert(own_name(name, self.members), tag);
            }
        }
        for page in pages {
            let page = at(*page);
            let links = match self.dictionary(page)?.get(b"Annots") {
                Ok(Object::Array(links)) => links.clone(),
                _ => Vec::new(),
            };
            add_to(self.dictionary(page)?, b"StructParents", base);
            for link in links {
                let link = link.as_reference().map_err(|e| e.to_string())?;
                add_to(self.dictionary(link)?, b"StructParent", base);
            }
        }
        Ok(())
    }

    /// Joins a member's bookmarks, whose root is `outlines`.
    fn join_bookmarks(
        &mut self,
        outlines: &Dictionary,
        at: &impl Fn(ObjectId) -> ObjectId,
    ) -> Result<()> {
        let mut next = outlines.get(b"First").and_then(Object::as_reference).ok();
        // The first is moved here, all others have been.
        next = next.map(at);
        while let Some(id) = next {
            self.bookmarks.push(id);
            let item = self.dictionary(id)?;
            next = item.get(b"Next").and_then(Object::as_reference).ok();
        }
        Ok(())
    }

    fn finish(mut self, title: &str) -> Result<(Vec<u8>, usize)> {
        let first = self.first.take().ok_or("没有成员")?;
        let identity = self.identity.finalize().to_hex().to_string();

        let count = self.pages.len();
        let pages = self.number();
        for page in self.pages.clone() {
            self.dictionary(page)?.set("Parent", pages);
        }
        let kids = self.pages.iter().map(|id| Object::Reference(*id)).collect();
        let length = i64::try_from(count).map_err(|e| e.to_string())?;
        let node =
            dictionary! { "Type" => "Pages", "Count" => length, "Kids" => Object::Array(kids) };
        self.objects.insert(pages, Object::Dictionary(node));

        let tree = self.tag_tree(first.roles)?;
        let outlines = self.outlines()?;
        let metadata = self.number();
        let about = about(&first.metadata, title, count, &identity)?;
        let subtype = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
        let about = Stream::new(subtype, about).with_compression(false);
        self.objects.insert(metadata, Object::Stream(about));
        let mut facts = first.info;
        facts.set("Title", utf16(title));
        let info = self.number();
        self.objects.insert(info, Object::Dictionary(facts));

        let mut catalog = first.catalog;
        catalog.set("Pages", pages);
        catalog.set("StructTreeRoot", tree);
        catalog.set("Outlines", outlines);
        catalog.set("Metadata", metadata);
        let root = self.number();
        self.objects.insert(root, Object::Dictionary(catalog));

        let mut document = Document::with_version("1.7");
        document.max_id = self.last;
        document.objects = self.objects;
        document.trailer.set("Root", root);
        document.trailer.set("Info", info);
        let id = || Object::String(identity.as_bytes()[..16].to_vec(), StringFormat::Literal);
        document.trailer.set("ID", vec![id(), id()]);
        let mut bytes = Vec::with_capacity(self.size);
        document.save_to(&mut bytes).map_err(|e| e.to_string())?;
        Ok((bytes, count))
    }

    fn tag_tree(&mut self, roles: Object) -> Result<ObjectId> {
        let (whole, root) = (self.number(), self.number());
        for tag in self.tags.clone() {
            self.dictionary(tag)?.set("P", whole);
        }
        let parts = self.tags.iter().map(|id| Object::Reference(*id)).collect();
        let element = dictionary! {
            "Type" => "StructElem", "S" => "Document", "P" => root, "K" => Object::Array(parts),
        };
        self.objects.insert(whole, Object::Dictionary(element));
        let next = i64::try_from(self.parents.len() / 2).map_err(|e| e.to_string())?;
        let nums = Object::Array(std::mem::take(&mut self.parents));
        let names = std::mem::take(&mut self.names).into_iter();
        let names =
            names.flat_map(|(name, tag)| [Object::String(name, StringFormat::Literal), tag]);
        let tree = dictionary! {
            "Type" => "StructTreeRoot",
            "RoleMap" => roles,
            "K" => vec![Object::Reference(whole)],
            "ParentTree" => dictionary! { "Nums" => nums },
            "IDTree" => dictionary! { "Names" => Object::Array(names.collect()) },
            "ParentTreeNextKey" => next,
        };
        self.objects.insert(root, Object::Dictionary(tree));
        Ok(root)
    }

    fn outlines(&mut self) -> Result<ObjectId> {
        let root = self.number();
        let items = std::mem::take(&mut self.bookmarks);
        for (at, id) in items.iter().enumerate() {
            let (previous, next) = (
                at.checked_sub(1).map(|i| items[i]),
                items.get(at + 1).copied(),
            );
            let item = self.dictionary(*id)?;
            item.set("Parent", root);
            for (key, other) in [("Prev", previous), ("Next", next)] {
                match other {
                    Some(other) => item.set(key, other),
                    None => drop(item.remove(key.as_bytes())),
                }
            }
            // Closed, so that the list of members is seen.
            if let Ok(count) = item.get(b"Count").and_then(Object::as_i64) {
                item.set("Count", -count.abs());
            }
        }
        let mut node = dictionary! { "Type" => "Outlines" };
        if let [first, .., last] | [first @ last] = items.as_slice() {
            node.set("First", *first);
            node.set("Last", *last);
            node.set(
                "Count",
                i64::try_from(items.len()).map_err(|e| e.to_string())?,
            );
        }
        self.objects.insert(root, Object::Dictionary(node));
        Ok(root)
    }

    /// An empty page of the size of the last one.
    fn blank(&mut self) -> Result<ObjectId> {
        let last = *self.pages.last().ok_or("没有页")?;
        let size = self.dictionary(last)?;
        let boxes = [b"MediaBox".as_slice(), b"TrimBox", b"BleedBox", b"CropBox"];
        let mut page =
            dictionary! { "Type" => "Page", "Resources" => Dictionary::new(), "Tabs" => "S" };
        for key in boxes {
            if let Ok(found) = size.get(key) {
                page.set(key, found.clone());
            }
        }
        let id = self.number();
        self.objects.insert(id, Object::Dictionary(page));
        Ok(id)
    }

    fn number(&mut self) -> ObjectId {
        self.last += 1;
        (self.last, 0)
    }

    fn dictionary(&mut self, id: ObjectId) -> Result<&mut Dictionary> {
        let object = self.objects.get_mut(&id).ok_or("缺一个对象")?;
        object.as_dict_mut().map_err(|e| e.to_string())
    }
}

fn take(objects: &mut BTreeMap<ObjectId, Object>, id: ObjectId) -> Result<Dictionary> {
    match objects.remove(&id) {
        Some(Object::Dictionary(found)) => Ok(found),
        _ => Err("成员不是本程序做的 PDF".into()),
    }
}

fn reference(dictionary: &Dictionary, key: &[u8]) -> Result<ObjectId> {
    let found = dictionary.get(key).and_then(Object::as_reference);
    found.map_err(|e| format!("{}：{e}", String::from_utf8_lossy(key)))
}

fn array<'d>(dictionary: &'d Dictionary, key: &[u8]) -> Result<&'d Vec<Object>> {
    dictionary
        .get(key)
        .and_then(Object::as_array)
        .map_err(|e| e.to_string())
}

fn add_to(dictionary: &mut Dictionary, key: &[u8], base: i64) {
    if let Ok(number) = dictionary.get(key).and_then(Object::as_i64) {
        dictionary.set(key, base + number);
    }
}

fn has_references(dictionary: &Dictionary) -> bool {
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
fn renumber(object: &mut Object, at: &impl Fn(ObjectId) -> ObjectId) {
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
fn rename(object: &mut Object, member: usize) {
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

fn own_name(name: &[u8], member: usize) -> Vec<u8> {
    [format!("M{member}").as_bytes(), name].concat()
}

/// Text of the facts of a document: UTF-16 with its mark (7.9.2.2).
fn utf16(text: &str) -> Object {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    Object::String(
        units.flat_map(u16::to_be_bytes).collect(),
        StringFormat::Hexadecimal,
    )
}

/// The first member's metadata with the title, pages and identity of the whole.
fn about(metadata: &[u8], title: &str, pages: usize, identity: &str) -> Result<Vec<u8>> {
    let mut text = String::from_utf8(metadata.to_vec()).map_err(|e| e.to_string())?;
    let escaped = title
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let pages = pages.to_string();
    for (before, words, after) in [
        (
            "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
            escaped.as_str(),
            "</rdf:li>",
        ),
        ("<xmpTPg:NPages>", &pages, "</xmpTPg:NPages>"),
        ("<xmpMM:InstanceID>", &identity[..16], "</xmpMM:InstanceID>"),
        ("<xmpMM:DocumentID>", &identity[..16], "</xmpMM:DocumentID>"),
    ] {
        let from = text.find(before).ok_or("元数据不是原来的样子")? + before.len();
        let to = from + text[from..].find(after).ok_or("元数据不是原来的样子")?;
        text.replace_range(from..to, words);
    }
    Ok(text.into_bytes())
}
