//! PDFs that are made → one PDF of them all, each on a leaf of its own.
//!
//! A batch for the printer has the very pages of its members; laying them out once more
//! would cost as much again. What belongs to a document as a whole is joined: pages,
//! bookmarks, the tree of tags with its two indexes. What names a tag gets the number of
//! the member before it, since each member counts from the beginning.
//!
//! The objects of a member are written as soon as it has come, so that no more than one
//! is held: the numbers of what all have in common are given out before, and what is
//! needed of a member later is kept as it was written.

mod whole;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use hayro_syntax::Pdf as Document;
use hayro_syntax::object::{Dict, MaybeRef, ObjRef, Object};
use pdf_writer::{Finish, Name, Pdf, Ref, Settings};

use crate::hash::Digest;
use crate::render::pdf::objects::{
    Change, Changes, Names, Result, array, dictionary, has_references, is_of_type, objects,
    reference, references, trailer,
};

/// Binds `members`, which come one at a time, each with its hash, and have `size` bytes in
/// all, under `title`; gives the PDF and the number of its pages.
///
/// # Errors
/// When a member has not the form that typst writes, which would be a fault of ours.
pub fn bind(
    title: &str,
    size: usize,
    members: impl Iterator<Item = (Digest, Vec<u8>)>,
) -> Result<(Vec<u8>, usize)> {
    let mut binder = Binder::new(size);
    binder.identity.update(title.as_bytes());
    for (digest, member) in members {
        binder.identity.update(digest.as_bytes());
        let member = Document::new(member).map_err(|e| format!("读不了成员：{e:?}"))?;
        binder.add(&member)?;
    }
    binder.finish(title)
}

/// Numbers of what all members have in common.
const PAGES: Ref = Ref::new(1);
const TREE: Ref = Ref::new(2);
const WHOLE: Ref = Ref::new(3);
const OUTLINES: Ref = Ref::new(4);
const METADATA: Ref = Ref::new(5);
const INFO: Ref = Ref::new(6);
const CATALOG: Ref = Ref::new(7);

/// What is joined so far.
struct Binder {
    file: Pdf,
    /// The highest number given to an object.
    last: i32,
    members: usize,
    pages: Vec<Ref>,
    /// The last page.
    page: Vec<u8>,
    bookmarks: Option<Bookmarks>,
    tags: Vec<Ref>,
    /// Of the tree of tags: what each page and link belongs to, and tags by their names.
    parents: Vec<(i32, Ref)>,
    names: BTreeMap<Vec<u8>, Ref>,
    first: Option<First>,
    /// Streams that are there, by what they hold.
    streams: HashMap<blake3::Hash, Ref>,
    /// A hash of all members.
    identity: blake3::Hasher,
}

/// The bookmarks at the top. The last is not written yet, since it says which is the next.
struct Bookmarks {
    count: i32,
    first: Ref,
    last: Ref,
    waiting: Vec<u8>,
    changes: Changes,
    names: Names,
}

/// The first member's catalogue, tree of tags, facts and metadata.
struct First {
    names: Names,
    catalog: Vec<u8>,
    tree: Vec<u8>,
    facts: Vec<u8>,
    metadata: Vec<u8>,
}

/// What a member has as a whole, by its numbers in the member.
struct Roots<'m> {
    catalog: (ObjRef, Dict<'m>),
    pages: (ObjRef, Dict<'m>),
    tree: (ObjRef, Dict<'m>),
    outlines: (ObjRef, Dict<'m>),
    facts: (ObjRef, Dict<'m>),
    metadata: ObjRef,
}

impl<'m> Roots<'m> {
    fn of(member: &'m Document, all: &[Object<'m>]) -> Result<Roots<'m>> {
        let trailer = trailer(member.data().as_ref())?;
        let root = |within: &Dict<'_>, key: &str| {
            let id = reference(within, key)?;
            match object(all, id)? {
                Object::Dict(found) => Ok((id, found.clone())),
                _ => Err(format!("{key} 不是字典")),
            }
        };
        let catalog = root(&trailer, "Root")?;
        if catalog.1.contains_key("Names") || catalog.1.contains_key("PageLabels") {
            return Err("成员里有还不会合订的东西".into());
        }
        Ok(Roots {
            pages: root(&catalog.1, "Pages")?,
            tree: root(&catalog.1, "StructTreeRoot")?,
            outlines: root(&catalog.1, "Outlines")?,
            facts: root(&trailer, "Info")?,
            metadata: reference(&catalog.1, "Metadata")?,
            catalog,
        })
    }

    /// Whether an object is one of them, which are written once for all members.
    fn has(&self, number: i32) -> bool {
        let roots = [
            &self.catalog,
            &self.pages,
            &self.tree,
            &self.outlines,
            &self.facts,
        ];
        let mut numbers = roots.iter().map(|root| root.0.obj_number);
        numbers.any(|root| root == number) || self.metadata.obj_number == number
    }
}

fn object<'o, 'm>(all: &'o [Object<'m>], id: ObjRef) -> Result<&'o Object<'m>> {
    let index = usize::try_from(id.obj_number - 1).ok();
    let found = index.and_then(|index| all.get(index));
    found.ok_or_else(|| format!("缺对象 {}", id.obj_number))
}

fn dict<'o, 'm>(all: &'o [Object<'m>], id: ObjRef) -> Result<&'o Dict<'m>> {
    match object(all, id)? {
        Object::Dict(found) => Ok(found),
        _ => Err(format!("对象 {} 不是字典", id.obj_number)),
    }
}

/// What changes in the objects of a member, by their numbers in it.
#[derive(Default)]
struct Edits(HashMap<i32, Changes>);

impl Edits {
    fn set(&mut self, id: ObjRef, key: &'static [u8], change: Change) {
        self.0.entry(id.obj_number).or_default().push((key, change));
    }

    /// Adds to a number, where there is one.
    fn add(&mut self, id: ObjRef, from: &Dict<'_>, key: &'static [u8], more: i32) {
        if let Some(number) = from.get::<i32>(key) {
            self.set(id, key, Change::Number(number + more));
        }
    }
}

impl Binder {
    fn new(size: usize) -> Binder {
        // What the members have as text is written with somewhat other numbers.
        let room = size + size / 8;
        Binder {
            file: Pdf::with_settings_and_capacity(Settings { pretty: false }, room),
            last: CATALOG.get(),
            members: 0,
            pages: Vec::new(),
            page: Vec::new(),
            bookmarks: None,
            tags: Vec::new(),
            parents: Vec::new(),
            names: BTreeMap::new(),
            first: None,
            streams: HashMap::new(),
            identity: blake3::Hasher::new(),
        }
    }

    fn add(&mut self, member: &Document) -> Result<()> {
        // A member begins on the face of a leaf.
        if !self.pages.len().is_multiple_of(2) {
            self.blank()?;
        }
        self.members += 1;
        let all = objects(member)?;
        let roots = Roots::of(member, &all)?;
        let names = self.number(&all, &roots)?;
        let mut edits = Edits::default();
        self.join_pages(&all, &roots, &names, &mut edits)?;
        self.join_tags(&roots.tree.1, &names, &mut edits)?;
        let bookmarks = self.join_bookmarks(&all, &roots, &names)?;
        if self.first.is_none() {
            let Object::Stream(metadata) = object(&all, roots.metadata)? else {
                return Err("元数据不对".into());
            };
            self.first = Some(First {
                names: names.clone(),
                catalog: roots.catalog.1.data().to_vec(),
                tree: roots.tree.1.data().to_vec(),
                facts: roots.facts.1.data().to_vec(),
                metadata: metadata.raw_data().into_owned(),
            });
        }
        for (number, object) in (1..).zip(&all) {
            let known = names.moved(number).is_some() || bookmarks.contains(&number);
            if known || roots.has(number) {
                continue;
            }
            let changes = edits.0.get(&number).map_or(&[][..], Vec::as_slice);
            let id = names.at(ObjRef::new(number, 0))?;
            names.write(&mut self.file, id, object, changes)?;
        }
        Ok(())
    }

    /// Gives the objects of a member their numbers: each is so much higher, but for streams
    /// that an earlier member has too.
    fn number(&mut self, all: &[Object<'_>], roots: &Roots<'_>) -> Result<Names> {
        let count = i32::try_from(all.len()).map_err(|e| e.to_string())?;
        let mut names = Names {
            offset: self.last,
            moved: vec![None; all.len()],
            tags: format!("M{}", self.members).into_bytes(),
        };
        self.last = self.last.checked_add(count).ok_or("对象太多")?;
        for (place, (number, object)) in (1..).zip(all).enumerate() {
            let Object::Stream(stream) = object else {
                continue;
            };
            if roots.has(number) || has_references(stream.dict()) {
                continue;
            }
            let mut hash = blake3::Hasher::new();
            hash.update(stream.dict().data());
            hash.update(&stream.raw_data());
            let new = names.at(ObjRef::new(number, 0))?;
            let same = *self.streams.entry(hash.finalize()).or_insert(new);
            if same != new {
                names.moved[place] = Some(same);
            }
        }
        Ok(names)
    }

    /// Joins a member's pages, which lie directly below their root and bring all that they
    /// need.
    fn join_pages(
        &mut self,
        all: &[Object<'_>],
        roots: &Roots<'_>,
        names: &Names,
        edits: &mut Edits,
    ) -> Result<()> {
        let base = self.base()?;
        for id in references(&array(&roots.pages.1, "Kids")?)? {
            let page = dict(all, id)?;
            if !is_of_type(page, b"Page") {
                return Err("成员里的页不在一层".into());
            }
            edits.set(id, b"Parent", Change::Refer(PAGES));
            edits.add(id, page, b"StructParents", base);
            if page.contains_key("Annots") {
                for link in references(&array(page, "Annots")?)? {
                    edits.add(link, dict(all, link)?, b"StructParent", base);
                }
            }
            self.pages.push(names.at(id)?);
            self.page = page.data().to_vec();
        }
        Ok(())
    }

    /// How many pages and links of earlier members there are.
    fn base(&self) -> Result<i32> {
        i32::try_from(self.parents.len()).map_err(|e| e.to_string())
    }

    /// Joins a member's tree of tags, whose root is `tree`.
    fn join_tags(&mut self, tree: &Dict<'_>, names: &Names, edits: &mut Edits) -> Result<()> {
        let base = self.base()?;
        for id in references(&array(tree, "K")?)? {
            // A document of its own becomes a part of the whole.
            edits.set(id, b"S", Change::Name(b"Part"));
            edits.set(id, b"P", Change::Refer(WHOLE));
            self.tags.push(names.at(id)?);
        }
        let parents = tree.get::<Dict<'_>>("ParentTree").ok_or("缺标记的索引")?;
        let mut parents = array(&parents, "Nums")?.raw_iter();
        while let Some(number) = parents.next() {
            let (MaybeRef::NotRef(Object::Number(number)), Some(MaybeRef::Ref(parent))) =
                (number, parents.next())
            else {
                return Err("标记树不成对".into());
            };
            let number = i32::try_from(number.as_i64()).map_err(|e| e.to_string())?;
            self.parents.push((base + number, names.at(parent)?));
        }
        let Some(named) = tree.get::<Dict<'_>>("IDTree") else {
            return Ok(());
        };
        let mut named = array(&named, "Names")?.raw_iter();
        while let Some(name) = named.next() {
            let (MaybeRef::NotRef(Object::String(name)), Some(MaybeRef::Ref(tag))) =
                (name, named.next())
            else {
                return Err("标记的名字不对".into());
            };
            self.names.insert(names.tag(&name), names.at(tag)?);
        }
        Ok(())
    }

    /// Joins a member's bookmarks, and gives the numbers of those at the top: each is
    /// written when the next has come.
    fn join_bookmarks(
        &mut self,
        all: &[Object<'_>],
        roots: &Roots<'_>,
        names: &Names,
    ) -> Result<BTreeSet<i32>> {
        let mut next = roots.outlines.1.get_ref("First");
        let mut numbers = BTreeSet::new();
        while let Some(id) = next {
            let item = dict(all, id)?;
            next = item.get_ref("Next");
            let here = names.at(id)?;
            let mut changes = vec![(&b"Parent"[..], Change::Refer(OUTLINES))];
            // Closed, so that the list of members is seen.
            if let Some(count) = item.get::<i32>("Count") {
                changes.push((b"Count", Change::Number(-count.abs())));
            }
            let before = self.write_waiting(Some(here))?;
            let (first, count) = match before {
                Some((first, last, count)) => {
                    changes.push((b"Prev", Change::Refer(last)));
                    (first, count + 1)
                }
                None => {
                    changes.push((b"Prev", Change::Gone));
                    (here, 1)
                }
            };
            self.bookmarks = Some(Bookmarks {
                count,
                first,
                last: here,
                waiting: item.data().to_vec(),
                changes,
                names: names.clone(),
            });
            if !numbers.insert(id.obj_number) {
                return Err("书签绕成了圈".into());
            }
        }
        Ok(numbers)
    }

    /// Writes the bookmark that waits, with the next, if there is one; gives the first, the
    /// last and the number of all at the top.
    fn write_waiting(&mut self, next: Option<Ref>) -> Result<Option<(Ref, Ref, i32)>> {
        let Some(mut marks) = self.bookmarks.take() else {
            return Ok(None);
        };
        let next = next.map_or(Change::Gone, Change::Refer);
        marks.changes.push((b"Next", next));
        let item = Object::Dict(dictionary(&marks.waiting)?);
        let names = &marks.names;
        names.write(&mut self.file, marks.last, &item, &marks.changes)?;
        Ok(Some((marks.first, marks.last, marks.count)))
    }

    /// An empty page of the size of the last one.
    fn blank(&mut self) -> Result<()> {
        self.last += 1;
        let id = Ref::new(self.last);
        self.pages.push(id);
        let page = dictionary(&self.page)?;
        let mut blank = self.file.page(id);
        blank.parent(PAGES);
        blank.resources().finish();
        blank.pair(Name(b"Tabs"), Name(b"S"));
        for key in ["MediaBox", "TrimBox", "BleedBox", "CropBox"] {
            if page.contains_key(key) {
                let sides = array(&page, key)?;
                let mut place = blank.insert(Name(key.as_bytes())).array();
                sides.iter::<f32>().for_each(|side| {
                    place.item(side);
                });
            }
        }
        Ok(())
    }
}
