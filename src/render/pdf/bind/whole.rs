//! What all members have in common, which is written when the last of them has come: the
//! list of pages, the root of the bookmarks, the tree of tags, the facts about the whole.

use pdf_writer::{Finish, Name, Str, TextStr};

use super::{Binder, CATALOG, First, INFO, METADATA, OUTLINES, PAGES, TREE, WHOLE};
use crate::render::pdf::objects::{Change, Result, dictionary};

impl Binder {
    /// The PDF of all members, under `title`, and the number of its pages.
    pub(super) fn finish(mut self, title: &str) -> Result<(Vec<u8>, usize)> {
        let first = self.first.take().ok_or("没有成员")?;
        let identity = self.identity.finalize().to_hex().to_string();
        let pages = self.pages.len();
        self.write_outlines()?;
        self.write_pages()?;
        self.write_tree(&first)?;

        let about = about(&first.metadata, title, pages, &identity)?;
        let mut metadata = self.file.stream(METADATA, &about);
        metadata.pair(Name(b"Type"), Name(b"Metadata"));
        metadata.pair(Name(b"Subtype"), Name(b"XML"));
        metadata.finish();
        let mut facts = self.file.document_info(INFO);
        let untitled = [(&b"Title"[..], Change::Gone)];
        let entries = dictionary(&first.facts)?;
        first.names.entries(&mut facts, &entries, &untitled)?;
        facts.title(TextStr(title));
        facts.finish();
        let roots = [
            // The writer says so itself.
            (&b"Type"[..], Change::Gone),
            (b"Pages", Change::Refer(PAGES)),
            (b"StructTreeRoot", Change::Refer(TREE)),
            (b"Outlines", Change::Refer(OUTLINES)),
            (b"Metadata", Change::Refer(METADATA)),
        ];
        let mut catalog = self.file.catalog(CATALOG);
        let entries = dictionary(&first.catalog)?;
        first.names.entries(&mut catalog, &entries, &roots)?;
        catalog.finish();
        let id = identity.as_bytes()[..16].to_vec();
        self.file.set_file_id((id.clone(), id));
        Ok((self.file.finish(), pages))
    }

    fn write_outlines(&mut self) -> Result<()> {
        let marks = self.write_waiting(None)?;
        let mut outlines = self.file.outline(OUTLINES);
        if let Some((first, last, count)) = marks {
            outlines.first(first).last(last).count(count);
        }
        Ok(())
    }

    fn write_pages(&mut self) -> Result<()> {
        let count = i32::try_from(self.pages.len()).map_err(|e| e.to_string())?;
        let mut pages = self.file.pages(PAGES);
        pages.count(count).kids(self.pages.iter().copied());
        Ok(())
    }

    fn write_tree(&mut self, first: &First) -> Result<()> {
        let next = self.base()?;
        let mut tree = self.file.indirect(TREE).dict();
        tree.pair(Name(b"Type"), Name(b"StructTreeRoot"));
        // Of the first member's only the roles: all have the same.
        let entries = dictionary(&first.tree)?;
        let gone = [
            &b"Type"[..],
            b"K",
            b"ParentTree",
            b"IDTree",
            b"ParentTreeNextKey",
        ];
        let gone = gone.map(|key| (key, Change::Gone));
        first.names.entries(&mut tree, &entries, &gone)?;
        tree.insert(Name(b"K")).array().item(WHOLE);
        let mut parents = tree.insert(Name(b"ParentTree")).dict();
        let mut list = parents.insert(Name(b"Nums")).array();
        for (number, parent) in &self.parents {
            list.item(*number).item(*parent);
        }
        list.finish();
        parents.finish();
        let mut names = tree.insert(Name(b"IDTree")).dict();
        let mut list = names.insert(Name(b"Names")).array();
        for (name, tag) in &self.names {
            list.item(Str(name)).item(*tag);
        }
        list.finish();
        names.finish();
        tree.pair(Name(b"ParentTreeNextKey"), next);
        tree.finish();
        let mut whole = self.file.indirect(WHOLE).dict();
        whole.pair(Name(b"Type"), Name(b"StructElem"));
        whole.pair(Name(b"S"), Name(b"Document"));
        whole.pair(Name(b"P"), TREE);
        whole
            .insert(Name(b"K"))
            .array()
            .items(self.tags.iter().copied());
        Ok(())
    }
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
