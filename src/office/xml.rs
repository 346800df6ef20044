//! A part of a package as a tree of elements, read within limits: no entities of its own,
//! no more elements inside one another and no more of them than a document can have. Names
//! and attributes that nobody here asks for are forgotten.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

/// What a name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// WordprocessingML.
    Word,
    /// Markup of which a reader takes one form or another.
    Compatibility,
    /// Shapes of Word, which hold text boxes.
    Shape,
    /// The older shapes.
    Vml,
    /// Formulas.
    Math,
    /// Pictures and drawings.
    Drawing,
    /// SpreadsheetML.
    Sheet,
    /// Anything else.
    Other,
}

impl Space {
    fn of(uri: &str) -> Self {
        // The second form of each is that of the strict standard.
        match uri {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::Word,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compatibility,
            "http://schemas.microsoft.com/office/word/2010/wordprocessingShape" => Space::Shape,
            "urn:schemas-microsoft-com:vml" => Space::Vml,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Space::Math,
            "http://schemas.openxmlformats.org/drawingml/2006/main"
            | "http://purl.oclc.org/ooxml/drawingml/main" => Space::Drawing,
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            | "http://purl.oclc.org/ooxml/spreadsheetml/main" => Space::Sheet,
            _ => Space::Other,
        }
    }
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) space: Space,
    /// Without its prefix; empty where nobody asks for it.
    pub(super) name: &'static str,
    attributes: Vec<(&'static str, Box<str>)>,
    pub(super) children: Vec<Node>,
    /// There are words in it.
    says: bool,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Whether it is the element of WordprocessingML that has this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.space == Space::Word && self.name == name
    }

    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element in it of WordprocessingML that has this name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.is(name))
    }

    /// The elements in it of SpreadsheetML that have this name.
    pub(super) fn of_sheet(&self, name: &'static str) -> impl Iterator<Item = &Element> {
        let is = move |e: &&Element| e.space == Space::Sheet && e.name == name;
        self.elements().filter(is)
    }

    /// Whether an attribute says yes.
    pub(super) fn flag(&self, name: &str) -> bool {
        matches!(self.attribute(name), Some("1" | "true" | "on"))
    }

    /// The first one of a path of such elements.
    pub(super) fn find(&self, path: &[&str]) -> Option<&Element> {
        let mut found = self;
        for name in path {
            found = found.child(name)?;
        }
        Some(found)
    }

    /// An attribute by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut found = self.attributes.iter();
        found.find(|a| a.0 == name).map(|a| &*a.1)
    }

    /// The attribute `val` of a child.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// The same as a number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.value(name)?.trim().parse().ok()
    }

    /// Whether a property is set: `<w:vanish/>`, and not `<w:vanish w:val="0"/>`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.switch(name) == Some(true)
    }

    /// The same where nothing being said is told from a no.
    pub(super) fn switch(&self, name: &str) -> Option<bool> {
        let property = self.child(name)?;
        let value = property.attribute("val").unwrap_or("1");
        Some(!matches!(value, "0" | "false" | "off" | "none"))
    }

    /// Whether it is lettering as a drawing, and what that says: a masthead of old templates,
    /// a mark behind the text.
    pub(super) fn lettering(&self) -> Option<&str> {
        let is_path = self.space == Space::Vml && self.name == "textpath";
        self.attribute("string").filter(|_| is_path)
    }

    /// Whether there are words in it.
    pub(super) fn says(&self) -> bool {
        self.says
    }

    /// How many signs it has that are words of a document, without spaces.
    pub(super) fn signs(&self) -> usize {
        signs(&self.words())
    }

    /// The words of a document that it has, and nothing between them.
    pub(super) fn words(&self) -> String {
        let mut words = String::new();
        self.each_word(&mut |part| words.push_str(part));
        words
    }

    fn each_word(&self, to: &mut impl FnMut(&str)) {
        self.lettering().into_iter().for_each(&mut *to);
        for node in &self.children {
            match node {
                Node::Text(words) if is_words(self.name) => to(words),
                Node::Text(_) => {}
                Node::Element(element) => element.each_word(to),
            }
        }
    }

    /// All text in it.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text
    }

    fn gather(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => element.gather(text),
            }
        }
    }
}

/// Why a part is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is no XML, or not in an encoding that is known.
    Broken(String),
    /// It declares what its entities mean.
    Doctype,
    /// Elements inside one another: more than so many.
    TooDeep(usize),
    /// Elements: more than so many.
    TooMany(usize),
}

/// So many elements may stand inside one another. Whoever walks the tree does it by
/// recursion, and so does the tree itself when it is thrown away.
pub(super) const DEEPEST: usize = 200;

/// So many elements a part may have: each takes some memory, however short it is written.
const MOST_ELEMENTS: usize = 4_000_000;

/// So many attributes an element may have: each is compared with those before it.
const MOST_ATTRIBUTES: usize = 200;

/// Reads a part.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, Fault> {
    let text = decode(bytes)?;
    let broken = |e: &dyn std::fmt::Display| Fault::Broken(e.to_string());
    let mut reader = NsReader::from_str(&text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut count = 0;
    loop {
        let (resolved, event) = reader.read_resolved_event().map_err(|e| broken(&e))?;
        let space = match resolved {
            ResolveResult::Bound(uri) => Space::of(uri.0),
            _ => Space::Other,
        };
        match event {
            Event::Start(start) => {
                count += 1;
                if open.len() >= DEEPEST {
                    return Err(Fault::TooDeep(DEEPEST));
                }
                open.push(element(space, &start)?);
            }
            Event::Empty(start) => {
                count += 1;
                let element = element(space, &start)?;
                close(element, &mut open, &mut root);
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(element, &mut open, &mut root);
                }
            }
            Event::Text(words) => add(&mut open, &words.xml10_content())?,
            Event::CData(words) => add(&mut open, &words.xml10_content())?,
            Event::GeneralRef(name) => {
                let meaning = match name.resolve_char_ref().map_err(|e| broken(&e))? {
                    Some(c) => c.to_string(),
                    None => resolve_predefined_entity(&name)
                        .ok_or_else(|| Fault::Broken(format!("&{};", &*name)))?
                        .to_owned(),
                };
                add(&mut open, &meaning)?;
            }
            Event::DocType(_) => return Err(Fault::Doctype),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
        if count > MOST_ELEMENTS {
            return Err(Fault::TooMany(MOST_ELEMENTS));
        }
    }
    if !open.is_empty() {
        return Err(Fault::Broken("没有写完".into()));
    }
    root.ok_or_else(|| Fault::Broken("是空的".into()))
}

/// Parts are written in UTF-8 or, with its mark, in UTF-16.
fn decode(bytes: &[u8]) -> Result<String, Fault> {
    let (encoding, mark) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
    let text = text.ok_or_else(|| Fault::Broken("不是 UTF-8".into()))?;
    Ok(text.into_owned())
}

fn element(space: Space, start: &BytesStart<'_>) -> Result<Element, Fault> {
    let broken = |e: &dyn std::fmt::Display| Fault::Broken(e.to_string());
    let mut attributes = Vec::new();
    for (count, attribute) in start.attributes().enumerate() {
        let attribute = attribute.map_err(|e| broken(&e))?;
        if count >= MOST_ATTRIBUTES {
            return Err(Fault::Broken(format!("属性超过 {MOST_ATTRIBUTES} 个")));
        }
        let name = known_attribute(attribute.key.local_name().into_inner());
        if attribute.key.as_namespace_binding().is_some() || name.is_empty() {
            continue;
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|e| broken(&e))?;
        printable(&value)?;
        attributes.push((name, value.into()));
    }
    Ok(Element {
        space,
        name: known_name(start.local_name().into_inner()),
        attributes,
        children: Vec::new(),
        says: false,
    })
}

fn close(mut element: Element, open: &mut [Element], root: &mut Option<Element>) {
    element.says |= element.lettering().is_some_and(|l| !l.trim().is_empty());
    if element.space == Space::Compatibility && element.name == "AlternateContent" {
        keep_one_form(&mut element);
    }
    match open.last_mut() {
        Some(above) => {
            above.says |= element.says;
            above.children.push(Node::Element(element));
        }
        None => {
            root.get_or_insert(element);
        }
    }
}

/// Of forms that stand for one another one counts: the first that says something.
fn keep_one_form(element: &mut Element) {
    let forms = element.children.drain(..).filter_map(|node| match node {
        Node::Element(form) if matches!(form.name, "Choice" | "Fallback") => Some(form),
        _ => None,
    });
    let kept = forms.min_by_key(|form| (!form.says, form.name != "Choice"));
    element.children.extend(kept.map(Node::Element));
}

/// Text goes where somebody may ask for it; line ends of the markup go nowhere.
fn add(open: &mut [Element], words: &str) -> Result<(), Fault> {
    let Some(element) = open.last_mut() else {
        return Ok(());
    };
    if words.is_empty() || !holds_text(element.name) {
        return Ok(());
    }
    printable(words)?;
    element.says |= is_words(element.name) && !words.trim().is_empty();
    // What an entity parts is one text.
    match element.children.last_mut() {
        Some(Node::Text(last)) => last.push_str(words),
        _ => element.children.push(Node::Text(words.into())),
    }
    Ok(())
}

/// Signs that are not spaces.
pub(super) fn signs(words: &str) -> usize {
    words.chars().filter(|c| !c.is_whitespace()).count()
}

/// XML has no control characters but tabs and line ends, not even as entities.
fn printable(words: &str) -> Result<(), Fault> {
    let control = |c: &char| *c < ' ' && !matches!(c, '\t' | '\n' | '\r');
    match words.chars().find(control) {
        Some(c) => Err(Fault::Broken(format!("有控制字符 U+{:04X}", u32::from(c)))),
        None => Ok(()),
    }
}

/// Elements of text.
fn holds_text(name: &str) -> bool {
    is_words(name) || matches!(name, "instrText" | "delInstrText" | "v")
}

/// Elements of words of a document.
fn is_words(name: &str) -> bool {
    matches!(name, "t" | "delText")
}

macro_rules! known {
    ($known:ident: $($name:literal)*) => {
        fn $known(name: &str) -> &'static str {
            match name {
                $($name => $name,)*
                _ => "",
            }
        }
    };
}

known! { known_name:
    "AlternateContent" "Choice" "Default" "Fallback" "OLEObject" "Override" "Relationship"
    "abstractNum" "abstractNumId" "altChunk" "basedOn" "blip" "body" "br" "c" "cellDel" "cellXfs"
    "chart" "col" "cols" "comment" "commentList" "commentReference" "control" "cr" "customXml"
    "del" "delInstrText" "delText" "document" "drawing" "endnote" "endnoteReference" "f" "fldChar"
    "fldSimple" "footerReference" "footnote" "footnoteReference" "ftr" "gridAfter" "gridBefore"
    "gridSpan" "hMerge" "hdr" "headerReference" "hidden" "ilvl" "imagedata" "ins" "instrText" "is"
    "isLgl" "lvl" "lvlOverride" "lvlRestart" "lvlText" "mergeCell" "mergeCells" "moveFrom"
    "moveTo" "noBreakHyphen" "num" "numFmt" "numFmts" "numId" "numPr" "numStyleLink" "object" "p"
    "pPr" "pPrChange" "pStyle" "pageBreakBefore" "pict" "ptab" "r" "rPh" "rPr" "rPrChange"
    "rStyle" "relIds" "row" "rt" "ruby" "rubyBase" "sdt" "sdtContent" "sdtEndPr" "sdtPr" "sectPr"
    "sectPrChange" "sheet" "sheetData" "sheets" "showingPlcHdr" "si" "softHyphen" "specVanish"
    "start" "startOverride" "style" "styleLink" "subDoc" "suff" "sym" "t" "tab" "tbl" "tblGrid"
    "tblPr" "tblPrEx" "tc" "tcPr" "textpath" "tr" "trPr" "txbxContent" "type" "v" "vMerge"
    "vanish" "webHidden" "workbookPr" "xf"
}

known! { known_attribute:
    "ContentType" "Extension" "Id" "PartName" "Requires" "Target" "TargetMode" "Type"
    "abstractNumId" "author" "char" "date" "date1904" "default" "fldCharType" "font" "format"
    "formatCode" "hidden" "id" "ilvl" "initials" "instr" "max" "min" "name" "numFmtId" "numId" "r"
    "ref" "s" "space" "state" "string" "styleId" "t" "type" "val"
}
