//! A source notice as received: its decoded text, and where each line starts. Nothing
//! here knows what a notice is.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use crate::diag::locus::{Line, Located, Locus};
use crate::diag::{Diagnostic, Place};

pub mod laid;

use laid::Laid;

/// The endings of names that a seed may have.
pub const ENDINGS: [&str; 5] = ["txt", "md", "markdown", "html", "htm"];

/// The endings of documents of word processors, which may be seeds as well. Whether such a
/// file can be read, its bytes say.
pub const DOCUMENTS: [&str; 7] = ["docx", "docm", "dotx", "doc", "dot", "wps", "wpt"];

/// The endings of workbooks, which may hold the annexes of a seed.
pub const WORKBOOKS: [&str; 8] = ["xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "et", "ett"];

/// Whether the name of a file ends as that of a seed may.
pub fn may_be_seed(path: &Path) -> bool {
    ends_in(path, &ENDINGS) || ends_in(path, &DOCUMENTS)
}

/// A stretch of a source text, in bytes of the decoded text.
pub type Span = Range<usize>;

/// How the bytes of a seed were turned into text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 that begins with a byte order mark.
    Utf8Bom,
    /// UTF-16, told by its byte order mark.
    Utf16,
    /// GB18030, which also covers GBK and GB 2312.
    Gb18030,
    /// A package of Office Open XML.
    Package,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Bom => "UTF-8（带 BOM）",
            Encoding::Utf16 => "UTF-16",
            Encoding::Gb18030 => "GB18030",
            Encoding::Package => "Office 文件",
        })
    }
}

/// The shape in which a seed is written, told by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Lines of text; table cells are parted by TAB.
    Text,
    /// Markdown, with pipe tables or HTML tables.
    Markdown,
    /// HTML, as converters and web pages write it.
    Html,
    /// A document, from which the text was taken.
    Laid,
}

/// A seed in memory: decoded, with its lines indexed.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as it is shown to people: relative to the project, with `/`.
    pub file: String,
    /// The decoded text, without a byte order mark.
    pub text: String,
    /// How the bytes became text.
    pub encoding: Encoding,
    /// Text, Markdown or HTML.
    pub shape: Shape,
    /// Length of the file in bytes.
    pub bytes: usize,
    /// The blake3 hash of the file as received, in hexadecimal.
    pub blake3: String,
    /// The workbooks behind it, which hold its annexes.
    pub workbooks: Vec<Workbook>,
    starts: Vec<usize>,
    laid: Option<Laid>,
    /// The text of a file that is a text itself, before what was taken from others.
    own: Option<usize>,
}

/// A file that holds annexes of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workbook {
    /// The path as it is shown to people.
    pub file: String,
    /// The blake3 hash of the file as received, in hexadecimal.
    pub blake3: String,
}

impl Source {
    /// Decodes `bytes`; `file` is the name shown in messages and decides the shape.
    ///
    /// # Errors
    /// When there is no text in it, or the encoding cannot be told.
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self, Diagnostic> {
        let fail = |rule, message: &str| Diagnostic::error(rule, message).at(Place::file(file));
        if is_big5(bytes) {
            return Err(fail(
                "seed-encoding",
                "来件像是 Big5 编码的繁体字，照国标读出来全是错字",
            )
            .hint("请用文本编辑器按 Big5 打开，核对文字以后另存为 UTF-8"));
        }
        let (text, encoding) = decode(bytes).ok_or_else(|| {
            fail("seed-encoding", "认不出来件的文字编码").hint(
                "请另存为 UTF-8 或 GB18030 的纯文本（.txt）或 Markdown（.md）；PDF 要先转成文本",
            )
        })?;
        if let Some(at) = text.find(is_control) {
            let line = text[..at].matches('\n').count() + 1;
            let code = text[at..].chars().next().map_or(0, u32::from);
            let message = format!("来件里有控制字符（U+{code:04X}），不像是文本文件");
            return Err(Diagnostic::error("seed-binary", message)
                .at(Place::line(file, line))
                .hint("PDF 要先转成纯文本（.txt）或 Markdown（.md）；若是文本，请删去这个字符"));
        }
        if text.contains('\r') && !text.contains('\n') {
            let message = "来件只用回车符（CR）换行，是老式的文本，整篇会读成一行";
            return Err(fail("seed-encoding", message)
                .hint("请用文本编辑器另存一次，换行选 Windows（CRLF）或 Unix（LF）"));
        }
        if text.trim().is_empty() {
            return Err(fail("seed-empty", "来件是空的").hint("请重新保存通知全文"));
        }
        let shape = if ends_in(Path::new(file), &["md", "markdown"]) {
            Shape::Markdown
        } else if ends_in(Path::new(file), &["html", "htm"]) {
            Shape::Html
        } else {
            Shape::Text
        };
        Ok(Source {
            file: file.to_owned(),
            starts: starts(&text),
            encoding,
            shape,
            bytes: bytes.len(),
            blake3: blake3::hash(bytes).to_hex().to_string(),
            text,
            workbooks: Vec::new(),
            laid: None,
            own: None,
        })
    }

    /// What was taken from a file that is no text: its words, a line for every paragraph
    /// and every row, and how they are laid out. `bytes` are those of the file.
    pub fn from_laid(file: &str, bytes: &[u8], text: String, laid: Laid) -> Self {
        Source {
            file: file.to_owned(),
            starts: starts(&text),
            encoding: Encoding::Package,
            shape: Shape::Laid,
            bytes: bytes.len(),
            blake3: blake3::hash(bytes).to_hex().to_string(),
            text,
            workbooks: Vec::new(),
            laid: Some(laid),
            own: None,
        }
    }

    /// The same with what was taken from workbooks behind it.
    #[must_use]
    pub fn with_workbooks(mut self, text: &str, laid: Laid, workbooks: Vec<Workbook>) -> Self {
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        let from = self.text.len();
        let before = self.text.matches('\n').count();
        let mut all = match self.laid.take() {
            Some(own) => own,
            None => {
                self.own = Some(from);
                Laid::default()
            }
        };
        all.lines.resize(before, Located::default());
        all.lines.extend(laid.lines);
        all.parts
            .extend(laid.parts.into_iter().map(|p| p.behind(from)));
        all.remarks.extend(laid.remarks);
        self.text.push_str(text);
        self.starts = starts(&self.text);
        self.laid = Some(all);
        self.workbooks = workbooks;
        self
    }

    /// A text as it was before workbooks were put behind it, and where they begin; none where
    /// there are none, or it is no text itself.
    pub fn own(&self) -> Option<(Source, usize)> {
        let end = self.own?;
        let text = self.text[..end].to_owned();
        let own = Source {
            starts: starts(&text),
            text,
            laid: None,
            own: None,
            workbooks: Vec::new(),
            ..self.clone()
        };
        Some((own, end))
    }

    /// How the text of a file that is none is laid out.
    pub fn laid(&self) -> Option<&Laid> {
        self.laid.as_ref()
    }

    /// Where every line of the text is in the file; nothing where the file is a text.
    pub fn located(&self) -> &[Located] {
        self.laid.as_ref().map_or(&[], |laid| &laid.lines)
    }

    /// A line, and where a person finds it.
    pub fn line(&self, number: usize) -> Line {
        let located = number.checked_sub(1).and_then(|at| self.located().get(at));
        Line {
            number,
            locus: located.and_then(|located| located.locus),
        }
    }

    /// The line that holds byte `at`, and where a person finds that byte.
    pub fn line_at(&self, at: usize) -> Line {
        let mut line = self.line(self.line_of(at));
        let begins = self.starts.get(line.number - 1).copied().unwrap_or(0);
        if let Some(located) = self.located().get(line.number - 1) {
            line.locus = located.locus_at(at - begins);
        }
        line
    }

    /// The stretches of text at a locus, each with its line.
    pub fn stretches(&self, locus: Locus) -> Vec<(usize, Span)> {
        let mut found = Vec::new();
        let (row, column) = match locus.cell() {
            Some((row, column)) => (row, Some(column)),
            None => (locus, None),
        };
        for (index, located) in self.located().iter().enumerate() {
            let (line, begins) = (index + 1, self.starts.get(index).copied().unwrap_or(0));
            if located.locus != Some(row) {
                continue;
            }
            match column {
                None => found.extend(self.line_span(line).map(|span| (line, span))),
                Some(column) => {
                    let cells = located.cells.iter().filter(|cell| cell.1 == column);
                    let shifted = |span: &Span| begins + span.start..begins + span.end;
                    found.extend(cells.map(|(span, _)| (line, shifted(span))));
                }
            }
        }
        found
    }

    /// The line, counted from 1, that holds byte `at` of the text.
    pub fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|&s| s <= at)
    }

    /// Where line `line` (from 1) stands, without its line ending.
    pub fn line_span(&self, line: usize) -> Option<Span> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).map_or(self.text.len(), |&e| e);
        let body = self.text[start..end].trim_end_matches(['\n', '\r']);
        Some(start..start + body.len())
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The text of a span.
    pub fn slice(&self, span: &Span) -> &str {
        &self.text[span.clone()]
    }
}

/// Where the lines of a text begin.
fn starts(text: &str) -> Vec<usize> {
    std::iter::once(0)
        .chain(text.match_indices('\n').map(|(i, _)| i + 1))
        .collect()
}

/// Tells UTF-8, UTF-16 (by its mark) and GB18030 apart; `None` when it is none.
fn decode(bytes: &[u8]) -> Option<(String, Encoding)> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let text = encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[mark..])?
            .into_owned();
        let how = if encoding == encoding_rs::UTF_8 {
            Encoding::Utf8Bom
        } else {
            Encoding::Utf16
        };
        return Some((text, how));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((text.to_owned(), Encoding::Utf8));
    }
    let text = encoding_rs::GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)?
        .into_owned();
    // Any noise decodes as some GB18030; a notice is mostly Han characters and
    // has no control characters but the layout ones.
    (!text.contains(is_control)).then_some((text, Encoding::Gb18030))
}

/// Whether a text without a mark, and not in UTF-8, is in Big5: most of it decodes as some
/// GB18030 too, into other characters.
fn is_big5(bytes: &[u8]) -> bool {
    let marked = encoding_rs::Encoding::for_bom(bytes).is_some();
    if marked || std::str::from_utf8(bytes).is_ok() {
        return false;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let whole = || encoding_rs::BIG5.decode_without_bom_handling_and_without_replacement(bytes);
    guess == encoding_rs::BIG5 && whole().is_some()
}

/// A control character that lays nothing out: text has none.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}')
}

/// A Han character.
pub fn is_han(c: char) -> bool {
    matches!(c as u32,
        0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x323af)
        || c == '〇'
}

/// Whether a file name ends in one of `endings`, in capitals or not.
pub fn ends_in(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|e| e.to_str());
    ending.is_some_and(|e| endings.iter().any(|known| known.eq_ignore_ascii_case(e)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines are short texts: of a whole notice there is more to tell by.
    #[test]
    fn a_text_of_the_mainland_is_never_taken_for_big5() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(root.join("seeds/苏府〔2017〕15号.txt"));
        let text = text.expect("the notice is there");
        let taken = |line: &&str| {
            let (bytes, _, lost) = encoding_rs::GB18030.encode(line);
            !lost && is_big5(&bytes)
        };
        let lines = text.lines().filter(|line| line.chars().count() >= 20);
        let wrong: Vec<&str> = lines.filter(taken).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
