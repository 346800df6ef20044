//! Files of office programs → text with its layout. What a file is, its bytes say and not
//! its name: a `.wps` may be a document of today, and a `.docx` one of twenty years ago.

use std::path::Path;

mod calendar;
mod docx;
mod draft;
mod numfmt;
mod package;
mod sheets;
pub mod workbook;
mod xml;

use crate::diag::{Diagnostic, Place};
use crate::source::{DOCUMENTS, Source, ends_in};

pub use package::Bounds;
pub use sheets::{Book, annexes};

/// What the bytes of a file say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A package: DOCX, XLSX, and any ZIP file.
    Package,
    /// The binary form of old Word, Excel and WPS, or a package under a password.
    Compound,
    /// Pages that are only to be looked at.
    Pdf,
    /// Rich text.
    Rtf,
}

impl Form {
    /// The form of a file; none of a text.
    pub fn of(bytes: &[u8]) -> Option<Form> {
        const MAGIC: [(&[u8], Form); 5] = [
            (b"PK\x03\x04", Form::Package),
            (b"PK\x05\x06", Form::Package),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Form::Compound),
            (b"%PDF-", Form::Pdf),
            (b"{\\rtf", Form::Rtf),
        ];
        let found = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
        found.map(|(_, form)| *form)
    }
}

/// Takes the text from a file of an office program; none where the file is a text.
///
/// # Errors
/// When it is in a form that is not read, is locked or broken, or holds too much.
pub fn source(file: &str, bytes: &[u8], bounds: Bounds) -> Result<Option<Source>, Diagnostic> {
    match Form::of(bytes) {
        None if is_word(file) => Err(package::broken(file, "它不是 Word 文件")),
        None => Ok(None),
        Some(Form::Package) => docx::source(file, bytes, bounds).map(Some),
        Some(Form::Compound) => Err(compound(file, bytes)),
        Some(Form::Pdf) => Err(refused(
            file,
            "这是 PDF，里面只有版面，没有段落和表格",
            "请找原稿另存为 .docx；没有原稿的，用阅读软件转成文本，核对后存成 .txt 放进来",
        )),
        Some(Form::Rtf) => Err(refused(
            file,
            "这是 RTF 文件",
            "请在 Word 或 WPS 里打开，另存为 .docx",
        )),
    }
}

/// Whether the text of a notice lists an annex that is called as the file `stem` is.
pub fn lists(notice: &str, stem: &str) -> bool {
    sheets::lists(notice, stem)
}

fn is_word(file: &str) -> bool {
    ends_in(Path::new(file), &DOCUMENTS)
}

fn refused(file: &str, message: &str, hint: &str) -> Diagnostic {
    Diagnostic::error("seed-form", format!("{message}，读不了"))
        .at(Place::file(file))
        .hint(hint)
}

/// Names of streams in a compound file, as they are written there.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

fn compound(file: &str, bytes: &[u8]) -> Diagnostic {
    if has_stream(bytes, "EncryptedPackage") {
        return package::encrypted(file);
    }
    let (what, ending) = if has_stream(bytes, "WordDocument") {
        ("旧格式的 Word 或 WPS 文字文件（.doc、.wps）", ".docx")
    } else if has_stream(bytes, "Workbook") || has_stream(bytes, "Book") {
        ("旧格式的电子表格（.xls、.et）", ".xlsx")
    } else {
        ("旧格式的 Office 或 WPS 文件", ".docx")
    };
    refused(
        file,
        &format!("这是{what}"),
        &format!("请在 Word 或 WPS 里打开，另存为 {ending}"),
    )
}
