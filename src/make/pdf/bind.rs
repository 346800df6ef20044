//! PDFs that are made → one PDF of them all, each on a leaf of its own.
//!
//! A batch for the printer has the very pages of its members; laying them out once more
//! would cost as much again. What belongs to a document as a whole is joined: pages,
//! bookmarks, the tree of tags with its two indexes. What names a tag gets the number of
//! the member before it, since each member counts from the beginning.
//!
//! The objects of a member are written as soon as it has come, so that no more than one
//! is held as a tree: the numbers of what all have in common are given out before.

use std::collections::{BTreeMap, HashMap};
use std::sync::mpsc::sync_channel;

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use pdf_writer::{Finish, Name, Pdf, Settings};

use super::objects::{
    Result, add_to, array, entries, has_references, number, own_name, reference, rename, renumber,
    take, write,
};

/// How many members may be parsed before they are joined.
const AHEAD: usize = 2;

/// Binds `members`, which come one at a time and have `size` bytes in all, under `title`;
/// gives the PDF and the number of its pages. With `ahead`, a thread of its own parses
/// them meanwhile.
///
/// # Errors
/// When a member has not the form that typst writes, which would be a fault of ours.
pub fn bind(
    title: &str,
    size: usize,
    members: impl Iterator<Item = Vec<u8>> + Send,
    ahead: bool,
) -> Result<(Vec<u8>, usize)> {
    let mut binder = Binder::new(size);
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
    hash: blake3::Hash,
}

impl Member {
    fn parse(bytes: Vec<u8>) -> Result<Member> {
        Ok(Member {
            document: Document::load_mem(&bytes).map_err(|e| e.to_string())?,
            hash: blake3::hash(&bytes),
        })
    }
}

/// The objects of one member by their new numbers, until they are written.
struct Leaf(BTreeMap<ObjectId, Object>);

impl Leaf {
    fn dictionary(&mut self, id: ObjectId) -> Result<&mut Dictionary> {
        let object = self.0.get_mut(&id).ok_or("缺一个对象")?;
        object.as_dict_mut().map_err(|e| e.to_string())
    }
}

/// Numbers of what all members have in common.
const PAGES: ObjectId = (1, 0);
const TREE: ObjectId = (2, 0);
const WHOLE: ObjectId = (3, 0);
const OUTLINES: ObjectId = (4, 0);
const METADATA: ObjectId = (5, 0);
const INFO: ObjectId = (6, 0);
const CATALOG: ObjectId = (7, 0);

/// What is joined so far.
struct Binder {
    file: Pdf,
    /// The highest number given to an object.
    last: u32,
    members: usize,
    pages: Vec<ObjectId>,
    /// The size of the last page.
    boxes: Dictionary,
    /// The first and the last of the top bookmarks; the last is not written, since it
    /// says which is the next.
    bookmarks: Option<(ObjectId, ObjectId, Dictionary)>,
    bookmark_count: i64,
    tags: Vec<ObjectId>,
    /// Of the tree of tags: what each page and link belongs to, and tags by their names.
    parents: Vec<Object>,
    names: BTreeMap<Vec<u8>, Object>,
    /// The first member's catalogue, roles of tags, metadata and facts.
    first: Option<First>,
    /// Streams that are there, by what they hold.
    streams: HashMap<blake3::Hash, ObjectId>,
    /// A hash of all members.
    identity: blake3::Hasher,
}

struct First {
    catalog: Dictionary,
    roles: Object,
    info: Dictionary,
    metadata: Vec<u8>,
}

impl Binder {
    fn new(size: usize) -> Binder {
        // What the members have as text is written with somewhat other numbers.
        let room = size + size / 8;
        Binder {
            file: Pdf::with_settings_and_capacity(Settings { pretty: false }, room),
            last: CATALOG.0,
            members: 0,
            pages: Vec::new(),
            boxes: Dictionary::new(),
            bookmarks: None,
            bookmark_count: 0,
            tags: Vec::new(),
            parents: Vec::new(),
            names: BTreeMap::new(),
            first: None,
            streams: HashMap::new(),
            identity: blake3::Hasher::new(),
        }
    }

    fn add(&mut self, member: Member) -> Result<()> {
        self.identity.update(member.hash.as_bytes());
        let document = member.document;
        // A member begins on the face of a leaf.
        if !self.pages.len().is_multiple_of(2) {
            self.blank()?;
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
        let (mut leaf, moved) = self.place(objects, offset);
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
        self.join_tags(&mut leaf, &tree, &order, &at)?;
        self.join_bookmarks(&mut leaf, &bookmarks, &at)?;
        for page in order {
            let page = at(page);
            self.pages.push(page);
            let page = leaf.dictionary(page)?;
            page.set("Parent", PAGES);
            self.boxes = boxes(page);
        }
        let mut leaf = leaf.0.iter();
        leaf.try_for_each(|(id, object)| write(&mut self.file, *id, object))
    }

    /// The objects of a member, each number `offset` higher, but for streams that an
    /// earlier member has too; and the numbers of those.
    fn place(
        &mut self,
        objects: BTreeMap<ObjectId, Object>,
        offset: u32,
    ) -> (Leaf, HashMap<ObjectId, ObjectId>) {
        let mut moved = HashMap::new();
        let mut kept = BTreeMap::new();
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
            kept.insert(new, object);
        }
        let at = |id: ObjectId| moved.get(&id).copied().unwrap_or((id.0 + offset, id.1));
        for object in kept.values_mut() {
            renumber(object, &at);
            rename(object, self.members);
        }
        (Leaf(kept), moved)
    }

    /// Joins a member's tree of tags, whose root is `tree`.
    fn join_tags(
        &mut self,
        leaf: &mut Leaf,
        tree: &Dictionary,
        pages: &[ObjectId],
        at: &impl Fn(ObjectId) -> ObjectId,
    ) -> Result<()> {
        let base = i64::try_from(self.parents.len() / 2).map_err(|e| e.to_string())?;
        for kid in array(tree, b"K")? {
            let id = at(kid.as_reference().map_err(|e| e.to_string())?);
            // A document of its own becomes a part of the whole.
            let part = leaf.dictionary(id)?;
            part.set("S", Object::Name(b"Part".to_vec()));
            part.set("P", WHOLE);
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
            let page = leaf.dictionary(at(*page))?;
            add_to(page, b"StructParents", base);
            let links = match page.get(b"Annots") {
                Ok(Object::Array(links)) => links.clone(),
                _ => Vec::new(),
            };
            for link in links {
                let link = link.as_reference().map_err(|e| e.to_string())?;
                add_to(leaf.dictionary(link)?, b"StructParent", base);
            }
        }
        Ok(())
    }

    /// Joins a member's bookmarks, whose root is `outlines`.
    fn join_bookmarks(
        &mut self,
        leaf: &mut Leaf,
        outlines: &Dictionary,
        at: &impl Fn(ObjectId) -> ObjectId,
    ) -> Result<()> {
        let mut next = outlines.get(b"First").and_then(Object::as_reference).ok();
        // The first is moved here, all others have been.
        next = next.map(at);
        while let Some(id) = next {
            let mut item = match leaf.0.remove(&id) {
                Some(Object::Dictionary(item)) => item,
                _ => return Err("书签不对".into()),
            };
            next = item.get(b"Next").and_then(Object::as_reference).ok();
            item.set("Parent", OUTLINES);
            item.remove(b"Prev");
            item.remove(b"Next");
            // Closed, so that the list of members is seen.
            if let Ok(count) = item.get(b"Count").and_then(Object::as_i64) {
                item.set("Count", -count.abs());
            }
            self.bookmark_count += 1;
            let first = match self.bookmarks.take() {
                None => id,
                Some((first, last, mut before)) => {
                    before.set("Next", id);
                    item.set("Prev", last);
                    write(&mut self.file, last, &Object::Dictionary(before))?;
                    first
                }
            };
            self.bookmarks = Some((first, id, item));
        }
        Ok(())
    }

    /// An empty page of the size of the last one.
    fn blank(&mut self) -> Result<()> {
        let mut page = self.boxes.clone();
        page.set("Type", "Page");
        page.set("Parent", PAGES);
        page.set("Resources", Dictionary::new());
        page.set("Tabs", "S");
        self.last += 1;
        let id = (self.last, 0);
        self.pages.push(id);
        write(&mut self.file, id, &Object::Dictionary(page))
    }

    fn finish(mut self, title: &str) -> Result<(Vec<u8>, usize)> {
        let first = self.first.take().ok_or("没有成员")?;
        let identity = self.identity.finalize().to_hex().to_string();
        let pages = self.pages.len();
        self.write_roots(first.roles)?;

        let about = about(&first.metadata, title, pages, &identity)?;
        let mut metadata = self.file.stream(number(METADATA)?, &about);
        metadata.pair(Name(b"Type"), Name(b"Metadata"));
        metadata.pair(Name(b"Subtype"), Name(b"XML"));
        metadata.finish();
        let mut facts = first.info;
        facts.set("Title", utf16(title));
        entries(&mut self.file.document_info(number(INFO)?), &facts)?;
        let mut catalog = first.catalog;
        for (key, root) in [
            ("Pages", PAGES),
            ("StructTreeRoot", TREE),
            ("Outlines", OUTLINES),
            ("Metadata", METADATA),
        ] {
            catalog.set(key, root);
        }
        entries(&mut self.file.catalog(number(CATALOG)?), &catalog)?;
        let id = identity.as_bytes()[..16].to_vec();
        self.file.set_file_id((id.clone(), id));
        Ok((self.file.finish(), pages))
    }

    /// Writes the roots of pages, tags and bookmarks.
    fn write_roots(&mut self, roles: Object) -> Result<()> {
        let all = |ids: &[ObjectId]| -> Vec<Object> {
            ids.iter().map(|id| Object::Reference(*id)).collect()
        };
        let count = i64::try_from(self.pages.len()).map_err(|e| e.to_string())?;
        let next = i64::try_from(self.parents.len() / 2).map_err(|e| e.to_string())?;
        let names = std::mem::take(&mut self.names).into_iter();
        let names: Vec<Object> = names
            .flat_map(|(name, tag)| [Object::String(name, StringFormat::Literal), tag])
            .collect();
        let mut outlines = dictionary! { "Type" => "Outlines" };
        if let Some((first, last, item)) = self.bookmarks.take() {
            write(&mut self.file, last, &Object::Dictionary(item))?;
            outlines.set("First", first);
            outlines.set("Last", last);
            outlines.set("Count", self.bookmark_count);
        }
        for (id, root) in [
            (
                PAGES,
                dictionary! { "Type" => "Pages", "Count" => count, "Kids" => all(&self.pages) },
            ),
            (
                TREE,
                dictionary! {
                    "Type" => "StructTreeRoot",
                    "RoleMap" => roles,
                    "K" => all(&[WHOLE]),
                    "ParentTree" => dictionary! { "Nums" => std::mem::take(&mut self.parents) },
                    "IDTree" => dictionary! { "Names" => names },
                    "ParentTreeNextKey" => next,
                },
            ),
            (
                WHOLE,
                dictionary! {
                    "Type" => "StructElem",
                    "S" => "Document",
                    "P" => TREE,
                    "K" => all(&self.tags),
                },
            ),
            (OUTLINES, outlines),
        ] {
            write(&mut self.file, id, &Object::Dictionary(root))?;
        }
        Ok(())
    }
}

/// The size of a page, and where it is cut.
fn boxes(page: &Dictionary) -> Dictionary {
    let mut boxes = Dictionary::new();
    for key in [b"MediaBox".as_slice(), b"TrimBox", b"BleedBox", b"CropBox"] {
        if let Ok(found) = page.get(key) {
            boxes.set(key, found.clone());
        }
    }
    boxes
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
