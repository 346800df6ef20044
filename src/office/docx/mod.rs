//! A DOCX → its text. Inserted words are read and deleted ones are not; automatic numbers
//! stand before their paragraphs; boxes before the paragraph that holds them, notes behind
//! it. What else is in the file is named.

mod fields;
pub(super) mod formats;
mod inline;
mod numbering;
mod paragraph;
mod said;
mod styles;
mod tables;
mod tree;
mod walk;

use std::collections::BTreeMap;

use crate::diag::locus::Locus;
use crate::diag::{Diagnostic, Place};
use crate::office::package::{self, Bounds, Package, Relation};
use crate::office::xml::Element;
use crate::source::Source;
use crate::source::laid::Beside;
use numbering::Numbering;
use styles::Styles;
use walk::{Notes, Walk};

/// Takes the text from a DOCX.
///
/// # Errors
/// When the file is broken, locked, something else, or holds too much.
pub(super) fn source(file: &str, bytes: &[u8], bounds: Bounds) -> Result<Source, Diagnostic> {
    let mut package = Package::open(file, bytes, bounds)?;
    let main = main_part(file, &mut package)?;
    let missing = || package::broken(file, &format!("缺少 {main}"));
    let document = package.tree(&main)?.ok_or_else(missing)?;
    let body = document.child("body").filter(|_| document.is("document"));
    let body = body.ok_or_else(|| package::broken(file, "里面没有正文"))?;
    let relations = package.relations(&main)?;
    let mut tree = |kind: &str| first(&mut package, &relations, kind);
    let styles = tree("styles")?.map_or_else(Styles::default, |t| Styles::of(&t));
    let numbering = tree("numbering")?.map_or_else(Numbering::default, |t| Numbering::of(&t));
    let (footnotes, endnotes) = (tree("footnotes")?, tree("endnotes")?);
    let comments = tree("comments")?;
    let notes = Notes {
        feet: footnotes.as_ref().map_or_else(BTreeMap::new, notes_of),
        ends: endnotes.as_ref().map_or_else(BTreeMap::new, notes_of),
    };
    // What is read of the file, to be compared with what comes of it.
    let mut read = vec![body];
    read.extend(notes.feet.values().chain(notes.ends.values()));
    read.extend(comments.iter().flat_map(Element::elements));
    let mut signs: usize = read.iter().map(|part| part.signs()).sum();
    let mut walk = Walk::new(&styles, numbering, notes, bounds.text);
    walk.body(body);
    for (n, comment) in (1..).zip(comments.iter().flat_map(Element::elements)) {
        let who = comment.attribute("author").unwrap_or_default();
        walk.leave_part(Locus::Comment(n), Beside::Comment, who, comment);
    }
    for (kind, why) in [("header", Beside::Header), ("footer", Beside::Footer)] {
        let parts = relations.iter().filter(|r| r.kind == kind && !r.outside);
        let mut parts: Vec<&str> = parts.map(|r| r.target.as_str()).collect();
        parts.sort_unstable();
        parts.dedup();
        for (n, part) in (1..).zip(parts) {
            if let Some(tree) = package.tree(part)? {
                let locus = match why {
                    Beside::Header => Locus::Header(n),
                    _ => Locus::Footer(n),
                };
                signs += tree.signs();
                walk.leave_part(locus, why, "", &tree);
            }
        }
    }
    let macros = package
        .names()
        .iter()
        .any(|n| n.ends_with("vbaProject.bin"));
    if let Some(excess) = walk.draft.excess() {
        return Err(package::too_much(file, excess));
    }
    let given = walk.draft.signs();
    let (text, mut laid, things) = walk.close();
    laid.remarks = said::remarks(file, &things, macros);
    if given != signs {
        let mut words = String::new();
        read.iter().for_each(|part| words.push_str(&part.words()));
        laid.remarks
            .push(said::unread(file, &words, &text, (signs, given)));
    }
    if text.trim().is_empty() {
        let error = Diagnostic::error("seed-empty", "来件是空的").at(Place::file(file));
        return Err(error.hint("请重新保存通知全文；若通知是图片，请先识别成文字，核对后放进来"));
    }
    Ok(Source::from_laid(file, bytes, text, laid))
}

/// The part that holds the document.
fn main_part(file: &str, package: &mut Package<'_>) -> Result<String, Diagnostic> {
    let relations = package.relations("")?;
    let main = relations
        .iter()
        .find(|r| r.kind == "officeDocument" && !r.outside);
    let Some(main) = main else {
        return Err(package::broken(file, "这是压缩文件，不是 Word 文件"));
    };
    let content = package.content_type(&main.target).unwrap_or_default();
    // A document, a template, or one that carries macros, which nobody runs here.
    let is_word = content.contains("wordprocessingml") || content.contains("ms-word");
    if !is_word || !content.ends_with("main+xml") {
        let what = if content.contains("spreadsheetml") || content.contains("ms-excel") {
            "这是电子表格，不是 Word 文件"
        } else if content.contains("presentationml") || content.contains("powerpoint") {
            "这是演示文稿，不是 Word 文件"
        } else {
            "它的内容类型不是 Word 文件"
        };
        return Err(package::broken(file, what));
    }
    Ok(main.target.clone())
}

/// The first part of a kind that the document refers to.
fn first(
    package: &mut Package<'_>,
    relations: &[Relation],
    kind: &str,
) -> Result<Option<Element>, Diagnostic> {
    match relations.iter().find(|r| r.kind == kind && !r.outside) {
        Some(relation) => package.tree(&relation.target),
        None => Ok(None),
    }
}

/// Notes by their ids; the lines that part them from the text are none.
fn notes_of(tree: &Element) -> BTreeMap<&str, &Element> {
    let notes = tree
        .elements()
        .filter(|e| e.is("footnote") || e.is("endnote"));
    let notes = notes.filter(|e| matches!(e.attribute("type"), None | Some("normal")));
    let by_id = notes.filter_map(|e| Some((e.attribute("id")?, e)));
    by_id.collect()
}
