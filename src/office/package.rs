//! A package: the ZIP file that a document is, and the parts in it. What is unpacked is
//! counted, so that a small file cannot fill the memory; nothing outside it is looked up.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::diag::{Diagnostic, Place};
use crate::office::draft::TooMuch;
use crate::office::xml::{self, Element, Fault};
use crate::source::{WORKBOOKS, ends_in};

/// How much is too much of a package.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Parts in it.
    pub entries: usize,
    /// Bytes of all parts that are read, unpacked.
    pub unpacked: u64,
    /// Bytes of the text that is taken from it.
    pub text: u64,
}

/// A package that is open.
pub(super) struct Package<'b> {
    file: &'b str,
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Where each part is, by its name without regard to capitals.
    places: BTreeMap<String, usize>,
    bounds: Bounds,
    unpacked: u64,
    types: Types,
}

/// What kind of content the parts have.
#[derive(Debug, Default)]
struct Types {
    by_part: BTreeMap<String, String>,
    by_ending: BTreeMap<String, String>,
}

/// How one part speaks of another.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// Its name where others speak of it.
    pub(super) id: String,
    /// The last word of its type: `numbering`, `footer`.
    pub(super) kind: String,
    /// The part; of what is outside, its address.
    pub(super) target: String,
    pub(super) outside: bool,
}

impl<'b> Package<'b> {
    /// Opens a package.
    ///
    /// # Errors
    /// When it is none, is broken, or holds more than `bounds` allow.
    pub(super) fn open(file: &'b str, bytes: &'b [u8], bounds: Bounds) -> Result<Self, Diagnostic> {
        // The list of parts is held in memory: count before it is read.
        let entries = bytes.windows(4).filter(|w| w == b"PK\x01\x02").count();
        if entries > bounds.entries {
            let what = "文件里的部件数";
            return Err(too_large(
                file,
                what,
                entries as u64,
                bounds.entries as u64,
                "entries",
            ));
        }
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken(file, "压缩包不完整"))?;
        let name = |at| archive.name_for_index(at).and_then(Result::ok);
        let places = (0..archive.len()).rev();
        let places = places.filter_map(|at| Some((key(&name(at)?), at)));
        let places = places.collect();
        let mut package = Package {
            file,
            archive,
            places,
            bounds,
            unpacked: 0,
            types: Types::default(),
        };
        let types = package.tree("[Content_Types].xml")?;
        let types = types.ok_or_else(|| broken(file, "缺少 [Content_Types].xml"))?;
        package.types = Types::of(&types);
        Ok(package)
    }

    /// What kind of content a part has.
    pub(super) fn content_type(&self, part: &str) -> Option<&str> {
        let ending = part.rsplit_once('.').map(|(_, e)| e.to_lowercase());
        let by_part = self.types.by_part.get(&part.to_lowercase());
        let found = by_part.or_else(|| self.types.by_ending.get(&ending?));
        found.map(String::as_str)
    }

    /// The names of the parts, in order.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.archive.file_names().flatten();
        let mut names: Vec<String> = names.map(|name| name.into_owned()).collect();
        names.sort();
        names
    }

    /// A part as a tree; none where there is no such part.
    ///
    /// # Errors
    /// When it cannot be unpacked within the bounds, or read.
    pub(super) fn tree(&mut self, part: &str) -> Result<Option<Element>, Diagnostic> {
        let Some(bytes) = self.bytes(part)? else {
            return Ok(None);
        };
        match xml::parse(&bytes) {
            Ok(tree) => Ok(Some(tree)),
            Err(Fault::Broken(why)) => Err(broken(
                self.file,
                &format!("{part} 不是完好的 XML（{why}）"),
            )),
            Err(Fault::Doctype) => Err(broken(
                self.file,
                &format!("{part} 里有 DOCTYPE，正常的文件没有"),
            )),
            Err(Fault::TooDeep(most)) => {
                let message = format!("{part} 里标记套标记超过 {most} 层");
                let error = Diagnostic::error("nested-too-deep", message);
                Err(error.at(Place::file(self.file)).hint(format!(
                    "一份通知不会这样；请在 {}核对，表格套表格的拆开，再存一次",
                    opened_in(self.file)
                )))
            }
            Err(Fault::TooMany(most)) => {
                let message = format!("{part} 里的标记超过 {most} 个");
                let error = Diagnostic::error("package-too-large", message);
                Err(error
                    .at(Place::file(self.file))
                    .hint("一份通知不会这么大，请先核对"))
            }
        }
    }

    fn bytes(&mut self, part: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let file = self.file;
        let Some(&index) = self.places.get(&key(part)) else {
            return Ok(None);
        };
        let entry = self.archive.by_index(index).map_err(|e| match e {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)
            | ZipError::InvalidPassword => encrypted(file),
            ZipError::CompressionMethodNotSupported(_) => {
                broken(file, &format!("{part} 用了少见的压缩方式"))
            }
            _ => broken(file, &format!("{part} 解不开")),
        })?;
        let most = self.bounds.unpacked;
        let left = most.saturating_sub(self.unpacked);
        let mut bytes = Vec::new();
        let mut bounded = entry.take(left.saturating_add(1));
        let read = bounded.read_to_end(&mut bytes);
        read.map_err(|_| broken(file, &format!("{part} 解不开")))?;
        if bytes.len() as u64 > left {
            let what = "解开后的字节数";
            return Err(too_large(file, what, most + 1, most, "unpacked_bytes"));
        }
        self.unpacked += bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// What a part refers to; `""` is the package itself.
    ///
    /// # Errors
    /// As for [`Package::tree`].
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Diagnostic> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let file = match folder {
            "" => format!("_rels/{name}.rels"),
            _ => format!("{folder}/_rels/{name}.rels"),
        };
        let Some(tree) = self.tree(&file)? else {
            return Ok(Vec::new());
        };
        let relations = tree.elements().filter(|e| e.name == "Relationship");
        let relation = |e: &Element| {
            let kind = e.attribute("Type")?.rsplit('/').next()?.to_owned();
            let outside = e.attribute("TargetMode") == Some("External");
            let target = e.attribute("Target")?;
            Some(Relation {
                id: e.attribute("Id").unwrap_or_default().to_owned(),
                kind,
                target: if outside {
                    target.to_owned()
                } else {
                    joined(folder, target)
                },
                outside,
            })
        };
        Ok(relations.filter_map(relation).collect())
    }
}

/// A name of a part as it is compared: programs differ in capitals and in slashes.
fn key(name: &str) -> String {
    let name = name.replace('\\', "/").to_ascii_lowercase();
    name.trim_start_matches('/').to_owned()
}

/// A target as the name of a part.
fn joined(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|p| !p.is_empty()).collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

impl Types {
    fn of(tree: &Element) -> Self {
        let mut types = Types::default();
        for element in tree.elements() {
            let Some(content) = element.attribute("ContentType") else {
                continue;
            };
            let content = content.to_lowercase();
            if let Some(part) = element.attribute("PartName") {
                let part = part.trim_start_matches('/').to_lowercase();
                types.by_part.insert(part, content);
            } else if let Some(ending) = element.attribute("Extension") {
                types.by_ending.insert(ending.to_lowercase(), content);
            }
        }
        types
    }
}

/// Says that a file is not what a program of an office writes.
pub(super) fn broken(file: &str, why: &str) -> Diagnostic {
    Diagnostic::error("package-broken", format!("这个文件坏了，读不了：{why}"))
        .at(Place::file(file))
        .hint(format!(
            "请在 {}，核对后另存为 {}；打不开的，请向来文单位重新要一份",
            opened_in(file),
            ending(file)
        ))
}

/// Where a file is opened, and as what it is saved.
fn opened_in(file: &str) -> &'static str {
    match ends_in(Path::new(file), &WORKBOOKS) {
        true => "Excel 或 WPS 表格里打开",
        false => "Word 或 WPS 里打开",
    }
}

fn ending(file: &str) -> &'static str {
    match ends_in(Path::new(file), &WORKBOOKS) {
        true => ".xlsx",
        false => ".docx",
    }
}

/// Says that a file is locked.
pub(super) fn encrypted(file: &str) -> Diagnostic {
    Diagnostic::error("package-encrypted", "这个文件加了密码，读不了")
        .at(Place::file(file))
        .hint(format!(
            "请用密码在 {}，取消“打开密码”，再另存为 {}",
            opened_in(file),
            ending(file)
        ))
}

pub(super) fn too_large(file: &str, what: &str, found: u64, most: u64, key: &str) -> Diagnostic {
    let message = format!("{what}是 {found} 以上，超过上限 {most}");
    Diagnostic::error("package-too-large", message)
        .at(Place::file(file))
        .hint(format!(
            "一份通知不会这么大，请先核对；确有需要，在 content/limits.yaml 里调高 {key}"
        ))
}

/// Says that what is taken from a file is more than a text may have.
pub(super) fn too_much(file: &str, excess: TooMuch) -> Diagnostic {
    match excess {
        TooMuch::Text(most) => {
            too_large(file, "读出来的文字的字节数", most + 1, most, "seed_bytes")
        }
        TooMuch::Parts(most) => {
            let message = format!("段落、单元格等超过 {most} 个");
            Diagnostic::error("package-too-large", message)
                .at(Place::file(file))
                .hint("一份通知不会这么大，请先核对")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn targets_stay_in_the_package() {
        for (folder, target, part) in [
            ("word", "numbering.xml", "word/numbering.xml"),
            ("word", "/word/styles.xml", "word/styles.xml"),
            ("word", "../customXml/item1.xml", "customXml/item1.xml"),
            ("", "word/document.xml", "word/document.xml"),
            ("word", "../../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(joined(folder, target), part);
        }
    }
}
